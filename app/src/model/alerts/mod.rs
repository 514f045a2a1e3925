//! What travels: alerts, one alert with everything around it, the hand-over of a shift. Times are the office's.

mod detail;
mod shift;

pub use detail::*;
pub use shift::*;

use baogong_domain::Level;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{Amount, ItemName, Name, Taken, Whom, desk::PartyRef, level_word};

/// Which alerts, as the address says; what is empty filters nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertAsk {
    /// Word of a state; empty for what is open.
    pub state: String,
    /// Word of a kind.
    pub kind: String,
    /// Word of a level.
    pub level: String,
    /// Code of an item.
    pub item: String,
    /// Code of a division: its own alerts and those of the parties in it.
    pub division: String,
    /// Code of a party.
    pub party: String,
    /// Not empty: only what rings and nobody has taken.
    pub unclaimed: String,
    /// Not empty: only what the reader has taken.
    pub mine: String,
    /// Not empty: only what is silent.
    pub silenced: String,
    /// Of what has passed, those before this one.
    pub before: String,
    /// `all`: not only the first ones.
    pub rows: String,
    /// As of this instant, `2026-11-03T09:00`; empty for now.
    pub as_of: String,
}

/// By which numbers an alert was judged last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactsView {
    /// Demand against supply.
    Gap {
        /// ISO day or month.
        period: String,
        /// Over how many days, ending with that day, both sides are summed.
        window_days: u32,
        /// Gap ÷ demand, in percent.
        percent: Amount,
        /// Demand.
        demand: Amount,
        /// Supply.
        supply: Amount,
        /// What is missing.
        gap: Amount,
    },
    /// A supplier's deliveries against its plan.
    Stoppage {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
        /// What it planned.
        plan: String,
        /// What it delivered.
        delivered: String,
        /// Delivered ÷ plan, in percent.
        percent: Amount,
    },
    /// How long a stock lasts.
    Stock {
        /// ISO period of the stock's figure.
        period: String,
        /// The stock.
        stock: String,
        /// Mean daily use.
        daily_use: String,
        /// Stock ÷ daily use.
        days: Amount,
    },
    /// Reports that are missing.
    Overdue {
        /// How many figures.
        missing: u64,
        /// ISO period of the oldest.
        oldest: String,
        /// Since when it is late.
        since: NaiveDateTime,
    },
    /// What is hardly possible: of which ISO period, and the doubt in words.
    Implausible {
        /// Each doubt.
        doubts: Vec<(String, Name)>,
    },
    /// No numbers are kept, or those of an earlier instant are not.
    None,
}

/// Who attends to an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttentionView {
    /// Nobody has to.
    Quiet,
    /// Nobody has yet; from then on it is escalated (not known of an earlier instant).
    Unclaimed(Option<NaiveDateTime>),
    /// Nobody did in time; since when it is with the head.
    Escalated(NaiveDateTime),
    /// Somebody has taken it: who, and when.
    Owned(Name, NaiveDateTime),
}

/// Until when an alert is silent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SilenceView {
    /// Until then.
    pub until: NaiveDateTime,
    /// Why.
    pub reason: String,
    /// Who silenced it.
    pub by: Name,
}

/// Where an alert stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhaseView {
    /// On too few days as yet.
    Pending,
    /// It is short.
    Firing,
    /// No longer short, but not for long enough.
    Recovering,
    /// It has passed.
    Resolved,
}

/// What an alert is about, in words: enough to name it somewhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutView {
    /// Its key, where it is known.
    pub id: Option<i64>,
    /// Word of its kind.
    pub kind: String,
    /// Whose.
    pub whom: Whom,
    /// Of what.
    pub item: ItemName,
}

/// An alert in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRow {
    /// Its key.
    pub id: i64,
    /// What it is about.
    pub about: AboutView,
    /// How bad it is.
    #[serde(with = "level_word::required")]
    pub level: Level,
    /// How bad it ever was.
    #[serde(with = "level_word::required")]
    pub worst: Level,
    /// Where it stands.
    pub phase: PhaseView,
    /// Evaluation day since which it stands there.
    pub since: Option<NaiveDate>,
    /// When it was first seen.
    pub opened_at: NaiveDateTime,
    /// When it passed.
    pub resolved_at: Option<NaiveDateTime>,
    /// Since which day it cannot be judged.
    pub unknown_since: Option<NaiveDate>,
    /// By which numbers.
    pub facts: FactsView,
    /// Who attends to it.
    pub attention: AttentionView,
    /// Whether it is silent.
    pub silence: Option<SilenceView>,
    /// The declared level in force of the same item and scope.
    #[serde(with = "level_word")]
    pub declared: Option<Level>,
    /// What it follows from.
    pub cause: Option<AboutView>,
}

impl AlertRow {
    /// Whether it is still watched.
    pub(crate) fn is_open(&self) -> bool {
        self.phase != PhaseView::Resolved
    }
}

/// An alert with those that follow from it and are in the same list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertGroup {
    /// The alert.
    pub row: AlertRow,
    /// What follows from it, directly or through others.
    pub under: Vec<AlertRow>,
}

/// How many alerts the reader sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertTotals {
    /// Firing and recovering: red, orange, yellow, blue.
    pub levels: [usize; 4],
    /// Pending.
    pub pending: usize,
    /// Open and unknown.
    pub unknown: usize,
    /// Rung, and nobody has taken it.
    pub unclaimed: usize,
    /// Silent.
    pub silenced: usize,
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertsView {
    /// When it was taken.
    pub taken: Taken,
    /// The season.
    pub season: Name,
    /// What was asked for.
    pub ask: AlertAsk,
    /// The instant that the list is of, where it is not now.
    pub as_of: Option<NaiveDateTime>,
    /// The day that the last run judged, and when it ended.
    pub judged: Option<(NaiveDate, NaiveDateTime)>,
    /// How many are open, whatever is asked for.
    pub totals: AlertTotals,
    /// The alerts, consequences under their causes.
    pub groups: Vec<AlertGroup>,
    /// How many groups more there are.
    pub more: usize,
    /// How many alerts fit.
    pub found: usize,
    /// Ask for what has passed before this one to go on.
    pub next: Option<i64>,
    /// Items to choose from.
    pub items: Vec<(String, Name)>,
    /// Divisions to choose from.
    pub divisions: Vec<(String, Name)>,
    /// Parties to choose from.
    pub parties: Vec<PartyRef>,
    /// The declared levels in force that concern the reader.
    pub declared: Vec<DeclaredView>,
    /// Whether the reader may handle alerts.
    pub may_handle: bool,
    /// Whether the reader sees the whole city.
    pub sees_all: bool,
}
