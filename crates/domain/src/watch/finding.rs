//! What a day's figures answer about something that is watched.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{AlertKey, Kind, Watched};
use crate::{exact::Exact, level::Level, period::Period};

/// How bad it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// The level by the lines as they are; of a gap on as many days in a row as its rule asks for.
    pub reached: Option<Level>,
    /// The level that an alert would keep: by lines moved by the hysteresis. Never milder than `reached`.
    pub held: Option<Level>,
    /// The level that a gap reaches on any day from the judged one on, however few.
    pub brief: Option<Level>,
    /// The same by lines moved by the hysteresis.
    pub brief_held: Option<Level>,
}

impl Judged {
    /// Nothing is wrong.
    pub const FINE: Self = Self { reached: None, held: None, brief: None, brief_held: None };

    /// A level that is simply so, without hysteresis.
    pub const fn plain(level: Level) -> Self {
        Self { reached: Some(level), held: Some(level), brief: None, brief_held: None }
    }
}

/// Something hardly possible about a report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Doubt {
    /// Stable code.
    pub code: String,
    /// Of which period.
    pub period: Period,
    /// The doubt in Chinese, with its numbers.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// The numbers behind an answer, as they were when it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Facts {
    /// Demand against supply on the worst day, or in its month where both sides are monthly.
    Gap {
        /// The day (of a window the last) or month.
        period: Period,
        /// Gap ÷ demand as it was judged.
        ratio: Option<Exact>,
        /// Demand.
        demand: Option<Exact>,
        /// Supply.
        supply: Option<Exact>,
        /// What is missing.
        gap: Option<Exact>,
    },
    /// A supplier's deliveries against its plan.
    Stoppage {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
        /// What it planned.
        plan: Exact,
        /// What it delivered.
        delivered: Exact,
    },
    /// How long a stock lasts.
    Stock {
        /// The period of the stock's figure.
        period: Period,
        /// The stock.
        stock: Exact,
        /// Mean daily use.
        daily_use: Exact,
        /// Stock ÷ daily use; `None` where nothing is used.
        stock_days: Option<Exact>,
    },
    /// Reports that are missing.
    Overdue {
        /// How many figures.
        missing: u64,
        /// The oldest one's period.
        oldest: Period,
        /// Since when it is late (office time).
        since: NaiveDateTime,
    },
    /// What is hardly possible, in order.
    Implausible {
        /// Each doubt.
        doubts: Vec<Doubt>,
    },
    /// No numbers: it is fine, or was not judged.
    None,
}

impl Facts {
    /// What is missing, where it is an amount of the item.
    pub fn gap(&self) -> Option<Exact> {
        match self {
            Self::Gap { gap, .. } => gap.clone(),
            Self::Stoppage { plan, delivered, .. } => Some((plan - delivered).or_zero()),
            Self::Stock { .. } | Self::Overdue { .. } | Self::Implausible { .. } | Self::None => None,
        }
    }
}

/// The answer about one key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "nearly every answer is a known one")]
pub enum Answer {
    /// It could be judged.
    Known {
        /// How bad it is.
        judged: Judged,
        /// By which numbers.
        facts: Facts,
    },
    /// It could not: data are missing.
    Unknown,
}

impl Answer {
    /// Nothing is wrong.
    pub const FINE: Self = Self::Known { judged: Judged::FINE, facts: Facts::None };
}

/// Completes the answers of an evaluation of everything: what nothing was said of is unknown; only that nothing is owed
/// any more is known, for all duties were looked at.
pub fn complete(answers: &mut BTreeMap<AlertKey, Answer>, open: &[Watched]) {
    for alert in open {
        let silent = match alert.key.kind {
            Kind::Gap | Kind::Stock | Kind::Implausible => Answer::Unknown,
            Kind::Overdue => Answer::FINE,
        };
        answers.entry(alert.key.clone()).or_insert(silent);
    }
}
