//! Judging what was written since the last run: the parties that the figures name, their divisions and the city. The
//! cost grows with what changed, not with the city.

use std::collections::{BTreeMap, BTreeSet};

use baogong_domain::{
    DivisionCode, Item, ItemBook, ItemCode, PartyCode, Route, Scope,
    duty::{Obligation, answerable, owed},
    watch::{
        AlertKey, Answer, Answers, CitySums, GroupSums, ItemSums, ItemWatch, Kind, Missing, SupplierSums, Watched,
    },
};
use baogong_storage::{
    PartyId, Transaction, duties,
    figures::{self, Loaded, SeriesId},
    parties,
    watch::{
        alerts::{self, StoredAlert},
        sums,
        touched::TouchedSeries,
    },
};
use chrono::{NaiveDate, NaiveDateTime};
use serde::de::DeserializeOwned;

use super::{
    context::Context,
    whole::{duty_range, parts},
};
use crate::{ServiceError, clock::office_zone};

/// What a judgement of a part found.
pub(super) struct Part {
    pub(super) answers: Answers,
    /// What is open of all that was asked about, and of what may follow from it.
    pub(super) open: Vec<StoredAlert>,
}

impl Part {
    /// What is open, and what may open by these answers: each may have a cause.
    pub(super) fn keys(&self) -> BTreeSet<AlertKey> {
        let short = |answer: &Answer| matches!(answer, Answer::Known { judged, .. } if judged.brief.max(judged.reached).is_some());
        let opening = self.answers.iter().filter(|(_, answer)| short(answer)).map(|(key, _)| key);
        self.open.iter().map(|stored| &stored.alert.key).chain(opening).cloned().collect()
    }
}

/// Judges what was touched; `None` where the sums of an item are not there, and everything has to be judged.
pub(super) async fn judge(
    transaction: &mut Transaction,
    day: NaiveDate,
    now: NaiveDateTime,
    touched: Vec<TouchedSeries>,
) -> Result<Option<Part>, ServiceError> {
    let mut part = Part { answers: Answers::new(), open: Vec::new() };
    let mut by_item: BTreeMap<ItemCode, Vec<TouchedSeries>> = BTreeMap::new();
    for series in touched {
        by_item.entry(series.item.clone()).or_default().push(series);
    }
    for (code, touched) in by_item {
        let Some(answers) = judge_item(transaction, day, &code, &touched).await? else { return Ok(None) };
        let mut scopes: BTreeSet<String> = answers.keys().map(|key| key.scope.to_string()).collect();
        part.answers.extend(answers);
        let owing = answerables(transaction, &touched).await?;
        for (id, party) in &owing {
            scopes.insert(Scope::Party(party.clone()).to_string());
            let known = alerts::open_of(transaction, &code, &[Scope::Party(party.clone()).to_string()]).await?;
            let known: Vec<Watched> = known.into_iter().map(|stored| stored.alert).collect();
            let answer = overdue(transaction, day, now, &code, *id, &known).await?;
            part.answers.extend(answer);
        }
        let scopes: Vec<String> = scopes.into_iter().collect();
        part.open.extend(alerts::open_of(transaction, &code, &scopes).await?);
        let suppliers: BTreeSet<PartyId> = touched.iter().filter_map(|s| s.supplier).collect();
        for supplier in suppliers {
            part.open.extend(alerts::open_at_customers(transaction, &code, supplier).await?);
        }
    }
    part.open.sort_by_key(|stored| stored.id);
    part.open.dedup_by_key(|stored| stored.id);
    Ok(Some(part))
}

/// Judges an item's touched parties by their figures, and its groups by the sums.
async fn judge_item(
    transaction: &mut Transaction,
    day: NaiveDate,
    code: &ItemCode,
    touched: &[TouchedSeries],
) -> Result<Option<Answers>, ServiceError> {
    let named = touched.iter().flat_map(|s| [s.supplier, s.consumer]).flatten();
    let who: Vec<PartyId> = named.collect::<BTreeSet<_>>().into_iter().collect();
    let settings = Context::of(transaction, day, &[]).await?;
    let (item, nobody) = (settings.city.item(code)?.clone(), BTreeMap::new());
    let Some(range) = settings.watch(&item, &nobody)?.map(|watch| watch.reading_range()) else {
        return Ok(Some(Answers::new()));
    };
    let loaded = figures::load_of(transaction, code, item.nature, range, &who).await?;
    let mentioned = loaded.iter().flat_map(|(_, s)| [s.supplier, s.consumer]).flatten();
    let everybody: Vec<PartyId> = mentioned.chain(who.iter().copied()).collect::<BTreeSet<_>>().into_iter().collect();
    let context = Context::of(transaction, day, &everybody).await?;
    let capacities = context.capacities(transaction, &item).await?;
    let Some(watch) = context.watch(&item, &capacities)? else { return Ok(Some(Answers::new())) };
    let (before, after) = books(&context, &item, loaded, touched);
    let Some(mut sums) = load_sums(transaction, &context, &watch, &who, &after).await? else { return Ok(None) };
    let codes: BTreeSet<PartyCode> = who.iter().filter_map(|id| context.city.code_of(*id).cloned()).collect();
    let answers = watch.changed(&codes, before, after, &mut sums);
    sums::put(transaction, code, &parts(&sums)?).await?;
    Ok(Some(answers))
}

/// The touched parties' series as they were in the last run, and as they are.
fn books<'c>(
    context: &'c Context,
    item: &'c Item,
    loaded: Vec<(SeriesId, Loaded)>,
    touched: &[TouchedSeries],
) -> (ItemBook<'c>, ItemBook<'c>) {
    let touched: BTreeMap<SeriesId, &TouchedSeries> = touched.iter().map(|series| (series.id, series)).collect();
    let then = |(id, now): &(SeriesId, Loaded)| {
        let mut then = now.clone();
        if let Some(touched) = touched.get(id) {
            then.since = touched.since?;
            then.figures.retain(|(period, _)| !touched.before.contains_key(period));
            then.figures.extend(touched.before.iter().filter_map(|(period, stated)| Some((*period, (*stated)?))));
        }
        Some(then)
    };
    let city = &context.city;
    let before = city.series(loaded.iter().filter_map(then));
    let after = city.series(loaded.into_iter().map(|(_, series)| series));
    let book = |series| ItemBook { item, parties: &city.parties, series };
    (book(before), book(after))
}

/// The sums that the touched parties are in; `None` where the item has none.
async fn load_sums(
    transaction: &mut Transaction,
    context: &Context,
    watch: &ItemWatch<'_>,
    who: &[PartyId],
    book: &ItemBook<'_>,
) -> Result<Option<ItemSums>, ServiceError> {
    let code = &watch.item.code;
    let divisions: BTreeSet<&DivisionCode> =
        who.iter().filter_map(|id| context.city.party_of(*id)?.division.as_ref()).collect();
    let suppliers: BTreeSet<&PartyCode> =
        book.series.iter().filter_map(|s| Some(&book.parties[s.supplier?].code)).collect();
    let mut names = vec!["city".to_owned()];
    names.extend(divisions.iter().map(|division| format!("division:{division}")));
    let mut found = Vec::new();
    if watch.item.route == Route::Direct {
        names.extend(suppliers.iter().map(|supplier| format!("supplier:{supplier}")));
    } else {
        // The pool is what all of them put in.
        found.extend(sums::load_all(transaction, code, "supplier").await?);
    }
    found.extend(sums::load(transaction, code, &names).await?);
    let mut sums = ItemSums::default();
    let mut is_there = false;
    for (part, data) in found {
        match part.split_once(':') {
            None => {
                sums.city = document::<CitySums>(&data)?;
                is_there = true;
            }
            Some(("division", code)) => {
                let code = DivisionCode::parse(code).map_err(|e| unreadable(&e))?;
                sums.divisions.insert(code, document::<GroupSums>(&data)?);
            }
            Some((_, code)) => {
                let code = PartyCode::parse(code).map_err(|e| unreadable(&e))?;
                sums.suppliers.insert(code, document::<SupplierSums>(&data)?);
            }
        }
    }
    Ok(is_there.then_some(sums))
}

fn document<T: DeserializeOwned>(data: &str) -> Result<T, ServiceError> {
    serde_json::from_str(data).map_err(|e| unreadable(&e))
}

fn unreadable(error: &dyn std::fmt::Display) -> ServiceError {
    ServiceError::invalid("sums_unreadable", error.to_string())
}

/// Who is answerable for the touched series.
async fn answerables(
    transaction: &mut Transaction,
    touched: &[TouchedSeries],
) -> Result<BTreeMap<PartyId, PartyCode>, ServiceError> {
    let mut owing = BTreeMap::new();
    for series in touched {
        let mut reporter = None;
        if let Some(consumer) = series.consumer.filter(|_| !series.measure.is_supply_side())
            && let Some(party) = parties::by_id(transaction, consumer).await?
            && let Some(code) = &party.reporter
        {
            reporter = parties::by_code(transaction, code).await?.map(|(id, _)| id);
        }
        let Some(id) = answerable(series.measure, series.supplier, series.consumer, |_| reporter) else { continue };
        if let Some(party) = parties::by_id(transaction, id).await? {
            owing.insert(id, party.code);
        }
    }
    Ok(owing)
}

/// What a party still owes of an item.
async fn overdue(
    transaction: &mut Transaction,
    day: NaiveDate,
    now: NaiveDateTime,
    code: &ItemCode,
    party: PartyId,
    known: &[Watched],
) -> Result<Option<(AlertKey, baogong_domain::watch::Answer)>, ServiceError> {
    let mut keys = parties::reported_by(transaction, party).await?;
    let spoken_for: BTreeSet<PartyId> = keys.iter().copied().collect();
    keys.push(party);
    let range = duty_range(known, now.date());
    let duties = duties::load(transaction, Some(&keys), range).await?;
    let context = Context::of(transaction, day, &keys).await?;
    let item = context.city.item(code)?;
    let mut missing = Missing::default();
    for duty in duties.into_iter().filter(|duty| duty.item == *code) {
        let reporter = |consumer: &PartyId| spoken_for.contains(consumer).then_some(party);
        if answerable(duty.measure, duty.supplier, duty.consumer, reporter) != Some(party) {
            continue;
        }
        let instant = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&office_zone()).naive_local();
        let obligation = Obligation {
            item,
            measure: duty.measure,
            since: duty.since,
            ended: duty.ended,
            by_day: duty.by_day,
            known: duty.known.into_iter().map(|(period, at)| (period, instant(at))).collect(),
        };
        for owed in owed(context.city.terms(), &obligation, range, now) {
            missing.count(&owed);
        }
    }
    let Some(owing) = context.city.code_of(party) else { return Ok(None) };
    let key = AlertKey { kind: Kind::Overdue, item: code.clone(), scope: Scope::Party(owing.clone()) };
    Ok(Some((key, missing.answer(now, context.settings()?))))
}
