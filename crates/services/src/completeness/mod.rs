//! Completeness: who owes what by when, who has reported it, and how much of it came in time.
//!
//! Computed when a page is opened; every rate keeps its numerator and denominator ([`Tally`]).

mod missing;
pub(crate) mod obligations;

use std::collections::{BTreeMap, HashMap};

use baogong_domain::{
    DayRange, DivisionCode, Factor, Grain, Item, ItemCode, Party, PartyCode, PartyKind, Period, SeasonKind,
    access::{self, Action, Actor},
    duty::{Owed, OwedState, Tally, owed},
    period::{first_of_month, minus_days, plus_days},
};
use baogong_storage::{Transaction, reminders};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::{ServiceError, Services, audit::office_midnight, city::City, clock::office_zone, demo_site::is_synthetic};

pub use missing::{DAYS_BACK, OwedCell, PartyDuties};

/// The longest range that one call looks at.
pub const MOST_DAYS: usize = 100;
/// Up to so many days each has a column of its own; beyond, each month.
const MOST_COLUMNS: usize = 14;
/// The days that a board looks back over in a season of daily reports.
const DAYS_IN_SEASON: u32 = 7;

/// Which days, and of whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardQuery {
    /// From this day; where none is named the last week in season, else from the start of the last month.
    pub from: Option<NaiveDate>,
    /// To this day; today where none is named.
    pub to: Option<NaiveDate>,
    /// Only parties of this kind.
    pub kind: Option<PartyKind>,
    /// Only parties of this division.
    pub division: Option<DivisionCode>,
    /// Only this item.
    pub item: Option<ItemCode>,
    /// As known at this instant, or now.
    pub as_of: Option<DateTime<Utc>>,
}

/// What became of all that a party owes in a column: the worst of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nothing is due yet.
    NotYetDue,
    /// All that is due came in time.
    OnTime,
    /// Something came late, nothing is missing.
    Late,
    /// Something is missing.
    Missing,
}

impl Mark {
    const fn of(state: OwedState) -> Self {
        match state {
            OwedState::NotYetDue => Self::NotYetDue,
            OwedState::OnTime => Self::OnTime,
            OwedState::Late(_) => Self::Late,
            OwedState::Missing => Self::Missing,
        }
    }
}

/// One party of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyCompleteness {
    /// Who owes.
    pub party: Party,
    /// How much of what was due is there.
    pub tally: Tally,
    /// For each column what became of what concerns it; `None` where nothing is owed.
    pub strip: Vec<Option<Mark>>,
    /// When on these days it was last reminded of a deadline (office time).
    pub reminded_at: Option<NaiveDateTime>,
}

/// The board.
#[derive(Clone, Debug)]
pub struct Completeness {
    /// Date and time in the office when it was taken.
    pub taken_at: NaiveDateTime,
    /// The season that governs today.
    pub season: SeasonKind,
    /// Days left of a peak season, today included.
    pub season_days_left: Option<usize>,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// The days looked at.
    pub range: DayRange,
    /// The columns of the strips: days, or months where there are too many.
    pub columns: Vec<Period>,
    /// Of all.
    pub total: Tally,
    /// By kind of party.
    pub kinds: Vec<(PartyKind, Tally)>,
    /// By division; `None` are those that count for the city alone.
    pub divisions: Vec<(Option<DivisionCode>, Tally)>,
    /// By item, in the order of the items.
    pub items: Vec<(Item, Tally)>,
    /// By bureau: what the suppliers of its factors owe.
    pub bureaus: Vec<(Party, Tally)>,
    /// Each party, in the order of codes.
    pub parties: Vec<PartyCompleteness>,
    /// The district offices, for their divisions' names.
    pub districts: Vec<Party>,
    /// All items, to choose from.
    pub all_items: Vec<Item>,
}

impl Services {
    /// Who has reported what was due, as far as the actor may see it.
    ///
    /// # Errors
    /// Not allowed, an instant to come, an unknown item, a range that runs backwards or is too long.
    pub async fn completeness(&self, actor: &Actor, query: &BoardQuery) -> Result<Completeness, ServiceError> {
        access::check(actor, Action::ReadCompleteness)?;
        let taken_at = self.moment(query.as_of)?.office();
        let mut transaction = self.store.begin_read().await?;
        let city = City::load_at(&mut transaction, query.as_of).await?;
        let range = range(&city, query.from, query.to, taken_at.date())?;
        if let Some(item) = &query.item {
            city.item(item)?;
        }
        let columns = columns(range);
        let mut count = Count::default();
        for (subject, obligation) in obligations::load(&mut transaction, &city, actor, range).await? {
            let wanted = query.item.as_ref().is_none_or(|item| *item == subject.item.code)
                && query.kind.is_none_or(|kind| kind == subject.answerable.kind)
                && query.division.as_ref().is_none_or(|d| subject.answerable.division.as_ref() == Some(d));
            if wanted {
                for owed in owed(city.terms(), &obligation, range, taken_at) {
                    count.add(&subject, &owed, &columns, taken_at);
                }
            }
        }
        let days = (office_midnight(range.first), office_midnight(plus_days(range.last, 1)));
        for (party, at) in reminders::newest(&mut transaction, days.0, days.1).await? {
            let own = city.code_of(party).and_then(|code| count.parties.get_mut(code));
            let at = at.with_timezone(&office_zone()).naive_local();
            if let Some(own) = own.filter(|_| at <= taken_at) {
                own.reminded_at = Some(at);
            }
        }
        let season = city.rules.calendar.season_on(taken_at.date());
        let season_days_left = city.rules.calendar.days_left(taken_at.date());
        let synthetic = is_synthetic(&mut transaction).await?;
        let of_item = |item: &Item| Some((item.clone(), *count.items.get(&item.code)?));
        let items = city.items.iter().filter_map(of_item).collect();
        let of_bureau = |bureau: &Party| {
            let mut tally = Tally::default();
            bureau.factors.iter().filter_map(|factor| count.factors.get(factor)).for_each(|t| tally.add(*t));
            (tally.due > 0).then(|| (bureau.clone(), tally))
        };
        Ok(Completeness {
            taken_at,
            season,
            season_days_left,
            synthetic,
            range,
            columns,
            items,
            bureaus: city.parties.iter().filter(|p| p.kind == PartyKind::Bureau).filter_map(of_bureau).collect(),
            total: count.total,
            kinds: count.kinds.into_iter().collect(),
            divisions: count.divisions.into_iter().collect(),
            parties: count.parties.into_values().collect(),
            districts: city.parties.iter().filter(|p| p.kind == PartyKind::District).cloned().collect(),
            all_items: city.items.clone(),
        })
    }
}

/// How much each party reported of what was due over the days, as far as the actor may see it.
pub(crate) async fn by_party(
    transaction: &mut Transaction,
    actor: &Actor,
    range: DayRange,
    now: NaiveDateTime,
) -> Result<HashMap<PartyCode, Tally>, ServiceError> {
    let city = City::load(transaction).await?;
    let mut tallies: HashMap<PartyCode, Tally> = HashMap::new();
    for (subject, obligation) in obligations::load(transaction, &city, actor, range).await? {
        let tally = tallies.entry(subject.answerable.code.clone()).or_default();
        for owed in &owed(city.terms(), &obligation, range, now) {
            tally.count(owed, now);
        }
    }
    Ok(tallies)
}

/// The board while it is counted.
#[derive(Default)]
struct Count {
    total: Tally,
    kinds: BTreeMap<PartyKind, Tally>,
    divisions: BTreeMap<Option<DivisionCode>, Tally>,
    items: BTreeMap<ItemCode, Tally>,
    /// Supply sides alone.
    factors: BTreeMap<Factor, Tally>,
    parties: BTreeMap<PartyCode, PartyCompleteness>,
}

impl Count {
    fn add(&mut self, subject: &obligations::Subject<'_>, owed: &Owed, columns: &[Period], now: NaiveDateTime) {
        let party = subject.answerable;
        let own = self.parties.entry(party.code.clone()).or_insert_with(|| PartyCompleteness {
            party: party.clone(),
            tally: Tally::default(),
            strip: vec![None; columns.len()],
            reminded_at: None,
        });
        let mark = Mark::of(owed.state);
        for (column, slot) in columns.iter().zip(&mut own.strip) {
            if column.days().contains(owed.counted_on) {
                *slot = (*slot).max(Some(mark));
            }
        }
        let mut tallies = vec![
            &mut own.tally,
            &mut self.total,
            self.kinds.entry(party.kind).or_default(),
            self.divisions.entry(party.division.clone()).or_default(),
            self.items.entry(subject.item.code.clone()).or_default(),
        ];
        if subject.measure.is_supply_side() {
            tallies.push(self.factors.entry(subject.item.code.factor()).or_default());
        }
        for tally in tallies {
            tally.count(owed, now);
        }
    }
}

/// The days asked for, or those that an office looks at first.
pub(crate) fn range(
    city: &City,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<DayRange, ServiceError> {
    let last = to.unwrap_or_else(|| from.map_or(today, |from| from.max(today)));
    let usual = || {
        let month = first_of_month(last);
        let in_season = city.rules.calendar.season_on(last).is_peak();
        if in_season { minus_days(last, DAYS_IN_SEASON - 1) } else { first_of_month(minus_days(month, 1)) }
    };
    let range = DayRange { first: from.unwrap_or_else(usual), last };
    if range.last < range.first {
        return Err(ServiceError::invalid("range_backwards", "起止时期颠倒 / the range ends before it begins"));
    }
    if range.len() > MOST_DAYS {
        let message = format!("最多看 {MOST_DAYS} 天 / at most {MOST_DAYS} days: ask for a shorter range");
        return Err(ServiceError::invalid("range_too_long", message));
    }
    Ok(range)
}

fn columns(range: DayRange) -> Vec<Period> {
    let grain = if range.len() <= MOST_COLUMNS { Grain::Day } else { Grain::Month };
    Period::between(range.first, range.last, grain)
}
