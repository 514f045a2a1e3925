//! The reporting desk: a party's sheet of subjects over days or months, edits of single cells, and their story.
//!
//! Nothing that somebody else wrote is ever overwritten unseen: an edit names the revision on which it was typed, and
//! what changed in between is a conflict for the person to decide. The same edits sent twice change nothing more.

mod capacity;
mod cells;
mod counterpart;
mod judge;
mod late;
mod reading;
mod rows;
mod save;
mod story;

use baogong_domain::{
    FigureKey, Grain, Item, Party, PartyCode, Period, Quantity,
    access::{self, Action, Actor, Role},
    duty::Gate,
    period::{minus_days, plus_days},
};
use chrono::{Months, NaiveDate, NaiveDateTime};

use crate::{ServiceError, Services, city::City, demo_site::is_synthetic};

pub use counterpart::{Counterpart, CounterpartRow};
pub use reading::Subject;
pub use save::{CellEdit, CellOutcome, MOST_EDITS};
pub use story::{CellComment, CellRevision, CellStory};

use cells::Stage;

/// Columns of a sheet of days, and how many of them lie before today.
const DAYS: (u32, u32) = (14, 3);
/// Columns of a sheet of months, and how many of them lie before this one.
const MONTHS: (u32, u32) = (12, 2);

/// Which sheet is asked for.
#[derive(Clone, Debug)]
pub struct DeskQuery {
    /// Whose; the reader's own where none is named.
    pub party: Option<PartyCode>,
    /// Days or months.
    pub grain: Grain,
    /// The first column; so that today is well inside where none is named.
    pub first: Option<Period>,
}

/// A sheet.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Date and time in the office when it was read.
    pub taken_at: NaiveDateTime,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// Key of the reader's account; 0 for the program itself.
    pub user: i64,
    /// Whose it is.
    pub party: Party,
    /// Other parties whose sheets the reader may open.
    pub others: Vec<Party>,
    /// Columns, in order of time.
    pub periods: Vec<Period>,
    /// Rows, in the order of items, measures and counterparts.
    pub rows: Vec<Row>,
    /// What the party could report as well and does not yet, in the same order.
    pub more: Vec<FigureKey>,
    /// Every change needs a reason.
    pub reason_always: bool,
    /// All items, which give rows their names.
    pub items: Vec<Item>,
    /// The parties that rows name.
    pub named: Vec<Party>,
}

/// A subject over the sheet's periods.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is about.
    pub key: FigureKey,
    /// Whether the reader may write it at all.
    pub writable: bool,
    /// One for each period.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The figure of just this period.
    pub quantity: Option<Quantity>,
    /// Its revision; 0 where there never was one.
    pub revision: i64,
    /// The reporter's remark.
    pub note: String,
    /// Whether the reader could write it now.
    pub gate: Gate,
    /// How many comments it has.
    pub comments: u32,
    /// It is owed, its deadline has passed, and it is not there.
    pub late: bool,
}

impl Services {
    /// A party's sheet.
    ///
    /// # Errors
    /// Not allowed, or no such party or one whose sheet the actor may not open.
    pub async fn desk(&self, actor: &Actor, query: &DeskQuery) -> Result<Desk, ServiceError> {
        access::check(actor, Action::ReadFigures)?;
        let taken_at = self.clock().office_now();
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        let (party, others) = rows::sheets(&mut transaction, &city, actor, query.party.as_ref()).await?;
        let subjects = rows::subjects(&mut transaction, &city, actor, party).await?;
        let periods = columns(query, taken_at.date());
        let stage = Stage { city: &city, actor, now: self.clock().now(), periods: &periods };
        let rows = cells::fill(&mut transaction, &stage, subjects.reported).await?;
        let named = rows.iter().map(|row| &row.key).chain(&subjects.more).flat_map(|k| [k.supplier(), k.consumer()]);
        let mut named: Vec<&PartyCode> = named.flatten().collect();
        named.sort_unstable();
        named.dedup();
        Ok(Desk {
            taken_at,
            synthetic: is_synthetic(&mut transaction).await?,
            user: actor.user().map_or(0, |user| user.id),
            named: named.into_iter().filter_map(|code| city.party(code).ok().cloned()).collect(),
            party: party.clone(),
            others: others.into_iter().cloned().collect(),
            rows,
            more: subjects.more,
            reason_always: reason_always(actor),
            periods,
            items: city.items,
        })
    }
}

/// Whether every change needs a reason: the office writes for somebody else.
fn reason_always(actor: &Actor) -> bool {
    matches!(actor.role(), Some(Role::OfficeHead | Role::OfficeOfficer))
}

/// Whether a lock does not hold the actor back.
fn passes_locks(actor: &Actor) -> bool {
    matches!(actor, Actor::System) || reason_always(actor)
}

/// A cell, in words for the audit trail.
fn cell_text(key: &FigureKey, period: Period) -> String {
    fn code(party: Option<&PartyCode>) -> &str {
        party.map_or("", PartyCode::as_str)
    }
    let (supplier, consumer) = (code(key.supplier()), code(key.consumer()));
    format!("{},{},{period},{supplier},{consumer}", key.item(), key.measure())
}

fn columns(query: &DeskQuery, today: NaiveDate) -> Vec<Period> {
    let first = query.first.map(Period::first_day);
    match query.grain {
        Grain::Day => {
            let (count, back) = DAYS;
            let first = first.unwrap_or_else(|| minus_days(today, back));
            Period::between(first, plus_days(first, count - 1), Grain::Day)
        }
        Grain::Month | Grain::Year => {
            let (count, back) = MONTHS;
            let default = || today.checked_sub_months(Months::new(back)).unwrap_or(today);
            let first = first.unwrap_or_else(default);
            let last = first.checked_add_months(Months::new(count - 1)).unwrap_or(first);
            Period::between(first, last, Grain::Month)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_well_inside() {
        let check = |grain, first: Option<&str>, expect: (&str, &str, usize)| {
            let first = first.map(|text| Period::parse(text).unwrap());
            let query = DeskQuery { party: None, grain, first };
            let periods = columns(&query, "2026-12-31".parse().unwrap());
            let texts: Vec<String> = periods.iter().map(ToString::to_string).collect();
            assert_eq!((texts[0].as_str(), texts[texts.len() - 1].as_str(), texts.len()), expect);
        };
        check(Grain::Day, None, ("2026-12-28", "2027-01-10", 14));
        check(Grain::Day, Some("2026-02-20"), ("2026-02-20", "2026-03-05", 14));
        check(Grain::Month, None, ("2026-10", "2027-09", 12));
        check(Grain::Month, Some("2026-01-31"), ("2026-01", "2026-12", 12));
        check(Grain::Day, Some("2026-03"), ("2026-03-01", "2026-03-14", 14));
    }
}
