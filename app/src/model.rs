//! What the pages show, as it travels from the server to the browser: names in both languages, amounts as exact
//! decimal texts, dates and levels as they are. `None` is unknown, never zero.

pub mod accounts;
pub mod alerts;
pub mod audit;
pub mod board;
pub mod desk;
pub mod figures;
pub mod files;
pub mod jobs;
mod level_word;
pub mod registry;
pub mod rules;

use baogong_domain::Level;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::text::{self, Lang};

/// An exact amount with three decimals, such as `1234.500`.
pub type Amount = Option<String>;

/// A name in Chinese and English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// 中文
    pub zh: String,
    /// English; empty where there is none.
    pub en: String,
}

impl Name {
    /// The name in the language, in Chinese where there is no English one.
    pub(crate) fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.zh,
        }
    }
}

/// When the data were taken and what is to be known about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Date and time in the office.
    pub at: NaiveDateTime,
    /// Today in the office.
    pub today: NaiveDate,
    /// Whether they are the synthetic demo city's.
    pub synthetic: bool,
}

/// The season that governs today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeasonView {
    /// Its name.
    pub name: Name,
    /// Days left of a peak season, today included.
    pub days_left: Option<usize>,
}

/// Which item, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemName {
    /// Its code, such as `coal.thermal`.
    pub code: String,
    /// The factor it belongs to.
    pub factor: Name,
    /// Its name.
    pub name: Name,
    /// Unit of all its amounts.
    pub unit: Name,
    /// How its figures add up.
    pub kind: ItemKind,
    /// One user's surplus does not serve another.
    pub direct: bool,
}

/// What a reader must know about how an item's figures add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemKind {
    /// An amount of the day.
    Flow,
    /// The day's peak.
    Peak,
    /// Accumulated since 1 January.
    Quota,
}

/// What is known about a shortage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Demand or supply is unknown.
    Unknown,
    /// Nothing is short.
    Fine,
    /// Something is short.
    Short(Level),
}

/// When the figures behind a day's numbers were written, office time; none where nothing speaks of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdatedView {
    /// Of all.
    pub newest: Option<NaiveDateTime>,
    /// Demand.
    pub demand: Option<NaiveDateTime>,
    /// Plan.
    pub plan: Option<NaiveDateTime>,
    /// Delivered.
    pub delivered: Option<NaiveDateTime>,
    /// Received.
    pub received: Option<NaiveDateTime>,
    /// Used.
    pub used: Option<NaiveDateTime>,
    /// Stock.
    pub stock: Option<NaiveDateTime>,
}

impl UpdatedView {
    /// Of what the supply is made of.
    pub(crate) fn supply(&self) -> Option<NaiveDateTime> {
        self.plan.max(self.delivered).max(self.received)
    }
}

/// One day of an item in the city.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// All demand that is known.
    pub demand: Amount,
    /// All plans that are known.
    pub plan: Amount,
    /// All deliveries that are known.
    pub delivered: Amount,
    /// What consumers say they received.
    pub received: Amount,
    /// What consumers used.
    pub used: Amount,
    /// Stocks at the end of the day.
    pub stock: Amount,
    /// Deliveries where known, else plans.
    pub supply: Amount,
    /// How much of the supply is delivered or received.
    pub reported: Amount,
    /// The same as a share of it, in percent.
    pub reported_percent: Amount,
    /// How much of it is planned.
    pub planned: Amount,
    /// Suppliers whose report is overdue and whose plan is taken.
    pub late: Vec<Name>,
    /// The demand over which the gap is taken.
    pub counted_demand: Amount,
    /// The supply against it.
    pub counted_supply: Amount,
    /// What is missing.
    pub gap: Amount,
    /// What is missing if suppliers that are late with their report delivered nothing.
    pub gap_high: Amount,
    /// Gap ÷ counted demand, in percent.
    pub percent: Amount,
    /// The level of the gap.
    #[serde(with = "level_word")]
    pub level: Option<Level>,
    /// The level of the higher gap.
    #[serde(with = "level_word")]
    pub level_high: Option<Level>,
    /// Delivered ÷ plan (rail: ÷ demand), in percent.
    pub fulfilment: Amount,
    /// How many consumers could not be counted.
    pub unknown: usize,
    /// When the figures behind it were written.
    pub updated: UpdatedView,
}

impl Day {
    pub(crate) fn state(&self) -> State {
        match (&self.gap, self.level) {
            (None, _) => State::Unknown,
            (Some(_), None) => State::Fine,
            (Some(_), Some(level)) => State::Short(level),
        }
    }

    /// The worse level and gap, where late reports leave a range.
    pub(crate) fn gap_range(&self) -> Option<&str> {
        self.gap_high.as_deref().filter(|high| self.gap.as_deref() != Some(*high))
    }

    /// The level that the higher gap reaches, where it is worse.
    pub(crate) fn worse_level(&self) -> Option<Level> {
        self.level_high.filter(|high| Some(*high) > self.level)
    }
}

/// One day of an item at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The day.
    pub date: NaiveDate,
    /// Whether demand and supply are known.
    pub known: bool,
    /// The level of the gap.
    #[serde(with = "level_word")]
    pub level: Option<Level>,
    /// Gap ÷ counted demand, in percent.
    pub percent: Amount,
}

impl Cell {
    pub(crate) fn state(&self) -> State {
        match self.level {
            _ if !self.known => State::Unknown,
            None => State::Fine,
            Some(level) => State::Short(level),
        }
    }
}

/// One item of the overview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRow {
    /// Which item.
    pub item: ItemName,
    /// Today; `None` where the server gave no such day.
    pub today: Option<Day>,
    /// Today and the days after it.
    pub cells: Vec<Cell>,
}

/// Who is short; the widest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whom {
    /// The whole city.
    City,
    /// A county or district.
    Division(Name),
    /// A single party.
    Party {
        /// Its name.
        name: Name,
        /// Its division.
        division: Option<Name>,
    },
}

impl Whom {
    pub(crate) fn name(&self, lang: Lang) -> &str {
        match self {
            Self::City => text::WHOLE_CITY.get(lang),
            Self::Division(name) | Self::Party { name, .. } => name.get(lang),
        }
    }

    pub(crate) const fn is_party(&self) -> bool {
        matches!(self, Self::Party { .. })
    }
}

/// One alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertView {
    /// How bad it is.
    #[serde(with = "level_word::required")]
    pub level: Level,
    /// Who is short.
    pub whom: Whom,
    /// The same as addresses write it, such as `party:CODE`.
    pub scope: String,
    /// First day of the figures that it is judged by.
    pub first: NaiveDate,
    /// Their last day.
    pub last: NaiveDate,
    /// Of what.
    pub item: ItemName,
    /// The month or day that the amounts are of, ISO.
    pub period: String,
    /// Over how many days, ending with that day, demand and supply are summed; `None` where the page does not know.
    pub window_days: Option<u32>,
    /// How much.
    pub shortage: Shortage,
}

/// What is short: supply or stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shortage {
    /// Supply falls short of demand.
    Gap {
        /// What is missing.
        gap: Amount,
        /// Gap ÷ demand, in percent.
        percent: Amount,
        /// Demand.
        demand: Amount,
        /// Supply.
        supply: Amount,
    },
    /// A stock lasts too few days.
    Stock {
        /// The stock.
        stock: Amount,
        /// Mean daily use.
        daily_use: Amount,
        /// Stock ÷ mean daily use.
        days: Amount,
    },
}

/// What could not be judged, of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownView {
    /// The item.
    pub item: ItemName,
    /// Whether the whole city is among it.
    pub city: bool,
    /// Counties and districts.
    pub divisions: Vec<Name>,
    /// How many single parties; the item's page names them.
    pub parties: usize,
    /// How many parties and divisions draw on the city's pool and have no supply of their own to be judged by.
    pub from_the_pool: usize,
}

impl UnknownView {
    pub(crate) fn count(&self) -> usize {
        usize::from(self.city) + self.divisions.len() + self.parties
    }
}

/// The overview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SituationView {
    /// When it was taken.
    pub taken: Taken,
    /// Whether that is an earlier instant that was asked for.
    pub past: bool,
    /// The season.
    pub season: SeasonView,
    /// Each item.
    pub items: Vec<ItemRow>,
    /// The alerts, the worst first, then the widest.
    pub alerts: Vec<AlertView>,
    /// What could not be judged.
    pub unknown: Vec<UnknownView>,
}

impl ItemRow {
    pub(crate) fn state(&self) -> State {
        self.today.as_ref().map_or(State::Unknown, Day::state)
    }
}

impl SituationView {
    pub(crate) fn count(&self, level: Level) -> usize {
        self.alerts.iter().filter(|a| a.level == level).count()
    }

    pub(crate) fn unknown_count(&self) -> usize {
        self.unknown.iter().map(UnknownView::count).sum()
    }
}

/// One line of a rule: from where on a level holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleLine {
    /// The level.
    #[serde(with = "level_word::required")]
    pub level: Level,
    /// Gap ratio, in ten-thousandths.
    pub gap: i64,
    /// Stock days, in thousandths.
    pub stock: Option<i64>,
}

/// When figures must have been reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeadlineView {
    /// On the next day before this hour.
    Daily(u32),
    /// By the end of this day of the next month.
    Monthly(u32),
}

/// The rule that governs today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleView {
    /// Its season.
    pub season: Name,
    /// Its lines, the worst level first.
    pub lines: Vec<RuleLine>,
    /// A gap must last so many days in a row before it fires.
    pub pending_days: u32,
    /// How far ahead plans are judged.
    pub look_ahead_days: u32,
    /// Over how many days demand and supply are summed.
    pub window_days: u32,
    /// Over how many days daily use is averaged.
    pub use_window_days: u32,
    /// When reports are due.
    pub deadline: DeadlineView,
    /// The document or decision behind it.
    pub source: String,
}

/// One item in depth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemView {
    /// When it was taken.
    pub taken: Taken,
    /// Whether that is an earlier instant that was asked for.
    pub past: bool,
    /// Which item.
    pub item: ItemName,
    /// Whether fulfilment is measured against demand (请车满足率) instead of the plan.
    pub rail: bool,
    /// Whether parties hold stocks of it.
    pub has_stock: bool,
    /// Thirty days back to fourteen ahead.
    pub days: Vec<Day>,
    /// Today's alerts, the worst first, then the widest.
    pub alerts: Vec<AlertView>,
    /// What could not be judged.
    pub unknown: Vec<Whom>,
    /// Consumers whose demand or supply of today is unknown.
    pub uncounted: Vec<Whom>,
    /// The rule that governs today.
    pub rule: RuleView,
}

impl ItemView {
    pub(crate) fn day(&self, date: NaiveDate) -> Option<&Day> {
        self.days.iter().find(|d| d.date == date)
    }

    /// The same with demand and supply of those alone of whom both are known, as the gap is taken; `None` where that is
    /// the same.
    pub(crate) fn counted(&self) -> Option<Self> {
        let mut counted = self.clone();
        for day in counted.days.iter_mut().filter(|day| day.counted_demand.is_some() && day.counted_supply.is_some()) {
            (day.demand, day.supply) = (day.counted_demand.clone(), day.counted_supply.clone());
        }
        (counted != *self).then_some(counted)
    }
}
