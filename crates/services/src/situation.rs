//! The situation: what the first page and an item's page show.

use std::collections::HashSet;

use baogong_domain::{
    BalanceRow, DayRange, Evaluation, Grain, Item, ItemCode, Party, PartyCode, PartyKind, Period, Rule, Scope,
    SeasonKind,
    access::{self, Action, Actor},
    evaluate,
    evaluation::reading_range,
    period::{minus_days, plus_days},
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::{
    ServiceError, Services,
    balances::{covering, rows},
    city::City,
    demo_site::is_synthetic,
    reading,
    updated::{self, Updated},
};

/// All items at a glance.
#[derive(Clone, Debug)]
pub struct Situation {
    /// Date and time in the office when it was taken.
    pub taken_at: NaiveDateTime,
    /// Today in the office.
    pub today: NaiveDate,
    /// The season that governs today.
    pub season: SeasonKind,
    /// Days left of a peak season, today included.
    pub season_days_left: Option<usize>,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// Each item with the city's balance of today and the following fourteen days.
    pub items: Vec<(Item, Vec<BalanceRow>)>,
    /// When the figures behind today's numbers were written, in the order of the items.
    pub updated: Vec<Updated>,
    /// The rule that governs each item today, in the order of the items.
    pub rules: Vec<Rule>,
    /// Today's alerts and what could not be judged.
    pub evaluation: Evaluation,
    /// Parties that the alerts name, and the district offices, which give divisions their names.
    pub parties: Vec<Party>,
}

/// One item in depth.
#[derive(Clone, Debug)]
pub struct ItemSituation {
    /// Date and time in the office when it was taken.
    pub taken_at: NaiveDateTime,
    /// Today in the office.
    pub today: NaiveDate,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// The item.
    pub item: Item,
    /// The rule that governs today.
    pub rule: Rule,
    /// The city's balance, day by day, from thirty days ago to fourteen days ahead.
    pub rows: Vec<BalanceRow>,
    /// When the figures behind each row were written.
    pub updated: Vec<Updated>,
    /// The item's alerts of today (who is short) and what could not be judged.
    pub evaluation: Evaluation,
    /// Parties that alerts and unknowns name, and the district offices.
    pub parties: Vec<Party>,
}

const DAYS_AHEAD: u32 = 14;
const DAYS_BACK: u32 = 30;

impl Services {
    /// The situation of the city today, as far as the actor may see it; or what was known of it at an earlier instant,
    /// whose date then is today.
    ///
    /// # Errors
    /// Not allowed, an instant to come, or the database fails.
    pub async fn situation(&self, actor: &Actor, as_of: Option<DateTime<Utc>>) -> Result<Situation, ServiceError> {
        let reach = access::check(actor, Action::ReadSituation)?;
        let taken_at = self.moment(as_of)?.office();
        let today = taken_at.date();
        let mut transaction = self.store.begin_read().await?;
        let city = City::load_at(&mut transaction, as_of).await?;
        let days = Period::between(today, plus_days(today, DAYS_AHEAD), Grain::Day);
        let (mut items, mut updated, mut books, mut rules) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for item in &city.items {
            // One reading serves both the balance and the evaluation.
            let rule = city.rule(&item.code, today)?;
            let judged = reading_range(rule, today);
            let shown = covering(&days);
            let range = DayRange { first: judged.first.min(shown.first), last: judged.last.max(shown.last) };
            let book = city.book(&mut transaction, item, range, as_of).await?;
            let sight = reading::sight(actor, &Scope::City, &book);
            if !sight.is_none() {
                let today = DayRange { first: today, last: today };
                updated.extend(updated::updated(&mut transaction, &city, item, today, sight).await?);
                let rows = rows(&book, &Scope::City, &days, city.terms(), taken_at);
                items.push((item.clone(), reading::masked(sight, rows)));
                rules.push(rule.clone());
            }
            books.push(book);
        }
        let kept = reading::books_to_judge_by(reach, &books);
        let evaluation = reading::visible(reach, actor, &kept, evaluate(today, books, &city.rules));
        Ok(Situation {
            taken_at,
            today,
            season: city.rules.calendar.season_on(today),
            season_days_left: city.rules.calendar.days_left(today),
            synthetic: is_synthetic(&mut transaction).await?,
            parties: named_parties(
                &city,
                &evaluation,
                items.iter().filter_map(|(_, rows)| rows.first()).flat_map(late),
            ),
            items,
            updated,
            rules,
            evaluation,
        })
    }

    /// One item today, or as of an earlier instant: its curve, who is short, what is unknown.
    ///
    /// # Errors
    /// Not allowed, an instant to come, an unknown item, or the database fails.
    pub async fn item_situation(
        &self,
        actor: &Actor,
        item: &ItemCode,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<ItemSituation, ServiceError> {
        let reach = access::check(actor, Action::ReadSituation)?;
        let taken_at = self.moment(as_of)?.office();
        let today = taken_at.date();
        let mut transaction = self.store.begin_read().await?;
        let city = City::load_at(&mut transaction, as_of).await?;
        let item = city.item(item)?;
        let rule = city.rule(&item.code, today)?;
        let days = Period::between(minus_days(today, DAYS_BACK), plus_days(today, DAYS_AHEAD), Grain::Day);
        let (judged, shown) = (reading_range(rule, today), covering(&days));
        let range = DayRange { first: judged.first.min(shown.first), last: judged.last.max(shown.last) };
        let book = city.book(&mut transaction, item, range, as_of).await?;
        let sight = reading::sight(actor, &Scope::City, &book);
        if sight.is_none() {
            return Err(ServiceError::NotFound(format!("品种 / item {}", item.code)));
        }
        let rows = reading::masked(sight, rows(&book, &Scope::City, &days, city.terms(), taken_at));
        let updated = updated::updated(&mut transaction, &city, item, shown, sight).await?;
        let books = vec![book];
        let kept = reading::books_to_judge_by(reach, &books);
        let evaluation = reading::visible(reach, actor, &kept, evaluate(today, books, &city.rules));
        Ok(ItemSituation {
            taken_at,
            today,
            synthetic: is_synthetic(&mut transaction).await?,
            item: item.clone(),
            rule: rule.clone(),
            parties: named_parties(&city, &evaluation, rows.iter().flat_map(|row| row.unknown.iter().chain(late(row)))),
            rows,
            updated,
            evaluation,
        })
    }
}

/// The suppliers whose plan stands for a report that is overdue.
fn late(row: &BalanceRow) -> &[PartyCode] {
    row.composition.as_ref().map_or(&[], |made| &made.late)
}

/// The parties that alerts, unknowns and rows name, and the district offices.
fn named_parties<'c>(
    city: &City,
    evaluation: &'c Evaluation,
    of_rows: impl Iterator<Item = &'c PartyCode>,
) -> Vec<Party> {
    let scopes = evaluation.alerts.iter().map(|a| &a.scope).chain(evaluation.unknown.iter().map(|(scope, _)| scope));
    let of_scope = |scope: &'c Scope| if let Scope::Party(code) = scope { Some(code) } else { None };
    let named: HashSet<&PartyCode> = scopes.filter_map(of_scope).chain(of_rows).collect();
    let keep = |p: &&Party| p.kind == PartyKind::District || named.contains(&p.code);
    city.parties.iter().filter(keep).cloned().collect()
}
