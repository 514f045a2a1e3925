//! Judging everything: each item's figures, and everybody's duties.

use std::collections::BTreeMap;

use baogong_domain::{
    DayRange, ItemCode, Measure, PartyCode, Route, Scope,
    access::Actor,
    duty::owed,
    period::minus_days,
    watch::{AlertKey, Answers, Facts, ItemSums, Kind, Missing, Relations, Watched},
};
use baogong_storage::{Transaction, watch::sums};
use chrono::{NaiveDate, NaiveDateTime};

use super::context::Context;
use crate::{ServiceError, completeness::obligations};

/// What is owed is looked for over so many days.
pub(super) const DUTY_DAYS: u32 = 35;
/// And as far back as something is known to be missing, but no further than this.
const MOST_DUTY_DAYS: u32 = 366;

/// What the figures and duties of a day answer.
pub(super) struct Judgement {
    pub(super) answers: Answers,
    pub(super) relations: Relations,
}

/// Judges all items and duties of the day; the sums are kept for the changes of the day.
pub(super) async fn judge(
    transaction: &mut Transaction,
    context: &Context,
    open: &[Watched],
    now: NaiveDateTime,
) -> Result<Judgement, ServiceError> {
    let mut judgement = Judgement { answers: Answers::new(), relations: Relations::default() };
    for party in &context.city.parties {
        if let Some(division) = &party.division {
            judgement.relations.divisions.insert(party.code.clone(), division.clone());
        }
    }
    for item in &context.city.items {
        let capacities = context.capacities(transaction, item).await?;
        let Some(watch) = context.watch(item, &capacities)? else { continue };
        let book = context.city.book(transaction, item, watch.reading_range(), None).await?;
        if item.route == Route::Direct {
            let named = book.series.iter().filter(|s| s.measure == Measure::Plan);
            for (consumer, supplier) in named.filter_map(|s| s.consumer.zip(s.supplier)) {
                let of = (item.code.clone(), book.parties[consumer].code.clone());
                judgement.relations.suppliers.entry(of).or_default().insert(book.parties[supplier].code.clone());
            }
        }
        let (of_item, answers) = watch.whole(book);
        judgement.answers.extend(answers);
        sums::clear(transaction, &item.code).await?;
        sums::put(transaction, &item.code, &parts(&of_item)?).await?;
    }
    let range = duty_range(open, now.date());
    let duties = obligations::load(transaction, &context.city, &Actor::System, range).await?;
    let mut missing: BTreeMap<(PartyCode, ItemCode), Missing> = BTreeMap::new();
    for (subject, obligation) in duties {
        let of = missing.entry((subject.answerable.code.clone(), subject.item.code.clone())).or_default();
        for owed in owed(context.city.terms(), &obligation, range, now) {
            of.count(&owed);
        }
    }
    for ((party, item), missing) in missing {
        let key = AlertKey { kind: Kind::Overdue, item, scope: Scope::Party(party) };
        judgement.answers.insert(key, missing.answer(now, context.settings()?));
    }
    Ok(judgement)
}

/// The days over which duties are looked at: the last ones, and back to what is known to be missing, so that a report
/// is not forgotten because it is old.
pub(super) fn duty_range(open: &[Watched], day: NaiveDate) -> DayRange {
    let oldest = open.iter().filter_map(|alert| match &alert.facts {
        Facts::Overdue { oldest, .. } => Some(oldest.first_day()),
        _ => None,
    });
    let first = oldest.fold(minus_days(day, DUTY_DAYS), NaiveDate::min);
    DayRange { first: first.max(minus_days(day, MOST_DUTY_DAYS)), last: day }
}

/// The sums as documents by part.
pub(super) fn parts(sums: &ItemSums) -> Result<Vec<(String, String)>, ServiceError> {
    fn document(of: &impl serde::Serialize) -> Result<String, ServiceError> {
        serde_json::to_string(of).map_err(|e| ServiceError::invalid("sums_unwritable", e.to_string()))
    }
    let mut parts = vec![("city".to_owned(), document(&sums.city)?)];
    for (division, group) in &sums.divisions {
        parts.push((format!("division:{division}"), document(group)?));
    }
    for (supplier, own) in &sums.suppliers {
        parts.push((format!("supplier:{supplier}"), document(own)?));
    }
    Ok(parts)
}

/// The last instant of a day that is past, else now.
pub(super) fn end_of(day: NaiveDate, now: NaiveDateTime) -> NaiveDateTime {
    let end = day.and_hms_opt(23, 59, 59).unwrap_or_else(|| day.into());
    end.min(now).max(day.into())
}
