//! What a watched alert is about.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{evaluation::AlertKind, item::ItemCode, ledger::Scope};

/// What kind of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 缺口: supply falls short of demand; of a supplier, its deliveries of its plan (断供).
    Gap,
    /// 库存: a stock lasts too few days.
    Stock,
    /// 逾期: a report is missing past its deadline.
    Overdue,
    /// 存疑: a report is hardly possible.
    Implausible,
}

impl Kind {
    /// All kinds, shortages first.
    pub const ALL: [Self; 4] = [Self::Gap, Self::Stock, Self::Overdue, Self::Implausible];

    /// The word in files, database and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Stock => "stock",
            Self::Overdue => "overdue",
            Self::Implausible => "implausible",
        }
    }

    /// Reads [`Kind::code`].
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// Chinese and English names.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Gap => ("缺口", "Gap"),
            Self::Stock => ("库存", "Stock"),
            Self::Overdue => ("逾期未报", "Overdue report"),
            Self::Implausible => ("数据存疑", "Implausible report"),
        }
    }

    /// Whether it is a shortage, judged by lines; else it is about a report.
    pub const fn is_shortage(self) -> bool {
        matches!(self, Self::Gap | Self::Stock)
    }
}

impl From<AlertKind> for Kind {
    fn from(kind: AlertKind) -> Self {
        match kind {
            AlertKind::Gap => Self::Gap,
            AlertKind::Stock => Self::Stock,
        }
    }
}

/// What an alert is about; at most one is open for each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AlertKey {
    /// What kind of trouble.
    pub kind: Kind,
    /// With which item.
    pub item: ItemCode,
    /// Whose.
    pub scope: Scope,
}

impl fmt::Display for AlertKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.kind.code(), self.item, self.scope)
    }
}
