//! The declared level: what the office has declared with a document, beside what the figures say. The two are always
//! shown apart. Each level names the measures that the field prescribes, and who must confirm that they are carried out.
//!
//! 先错峰、后避峰、再限电、最后拉闸 (有序用电管理办法); 限电不限民用.

use chrono::{DateTime, Utc};

use crate::{item::Factor, item::ItemCode, ledger::Scope, level::Level};

/// What a declaration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredLevel {
    /// Of which item.
    pub item: ItemCode,
    /// Where.
    pub scope: Scope,
    /// Which level.
    pub level: Level,
    /// The number of the document.
    pub document: String,
    /// A remark.
    pub note: String,
    /// Who declared it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A measure, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// 错峰: use at other hours.
    Shift,
    /// 避峰: use less at the peak.
    Avoid,
    /// 限电: a limit for each user on the list.
    Limit,
    /// 拉闸: cut lines on the list.
    Cut,
}

/// Who must confirm a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confirmer {
    /// The head of the coordination office: the order is signed.
    OfficeHead,
    /// The supplier: it is carried out.
    Supplier,
    /// The districts: users are told, 民生 is kept supplied.
    Districts,
}

impl Step {
    /// All measures, the mildest first.
    pub const ALL: [Self; 4] = [Self::Shift, Self::Avoid, Self::Limit, Self::Cut];

    /// The word in database and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shift => "shift",
            Self::Avoid => "avoid",
            Self::Limit => "limit",
            Self::Cut => "cut",
        }
    }

    /// Reads [`Step::code`].
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Chinese and English names, as the factor's people call it.
    pub const fn names(self, factor: Factor) -> (&'static str, &'static str) {
        match (self, factor) {
            (Self::Shift, _) => ("错峰", "Shift to other hours"),
            (Self::Avoid, _) => ("避峰", "Avoid the peak"),
            (Self::Limit, Factor::Electricity) => ("限电", "Limit loads"),
            (Self::Limit, Factor::Gas) => ("限气", "Limit supply"),
            (Self::Limit, _) => ("限供", "Limit supply"),
            (Self::Cut, Factor::Electricity) => ("拉闸", "Cut lines"),
            (Self::Cut, Factor::Gas) => ("停气", "Cut supply"),
            (Self::Cut, _) => ("停供", "Cut supply"),
        }
    }

    /// Who must confirm it.
    pub const fn confirmers(self) -> &'static [Confirmer] {
        match self {
            Self::Shift | Self::Avoid => &[Confirmer::Supplier],
            Self::Limit => &[Confirmer::Supplier, Confirmer::Districts],
            Self::Cut => &[Confirmer::OfficeHead, Confirmer::Supplier, Confirmer::Districts],
        }
    }
}

impl Confirmer {
    /// All who may have to confirm.
    pub const ALL: [Self; 3] = [Self::OfficeHead, Self::Supplier, Self::Districts];

    /// The word in database and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OfficeHead => "office_head",
            Self::Supplier => "supplier",
            Self::Districts => "districts",
        }
    }

    /// Reads [`Confirmer::code`].
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }

    /// Chinese and English names.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::OfficeHead => ("协调办负责人", "Head of the office"),
            Self::Supplier => ("供应单位", "Supplier"),
            Self::Districts => ("各区县", "Districts"),
        }
    }
}

/// The measures of a level: each worse level adds the next to those before it.
pub const fn measures(level: Level) -> &'static [Step] {
    match level {
        Level::Blue => &[Step::Shift],
        Level::Yellow => &[Step::Shift, Step::Avoid],
        Level::Orange => &[Step::Shift, Step::Avoid, Step::Limit],
        Level::Red => &Step::ALL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_worse_level_adds_a_measure_in_the_prescribed_order() {
        let words =
            |level| measures(level).iter().map(|s| s.names(Factor::Electricity).0).collect::<Vec<_>>().join("→");
        assert_eq!(words(Level::Blue), "错峰");
        assert_eq!(words(Level::Yellow), "错峰→避峰");
        assert_eq!(words(Level::Orange), "错峰→避峰→限电");
        assert_eq!(words(Level::Red), "错峰→避峰→限电→拉闸");
        assert!(measures(Level::Red).iter().all(|step| !step.confirmers().is_empty()));
        assert_eq!(Step::Cut.confirmers()[0], Confirmer::OfficeHead);
        for step in Step::ALL {
            assert_eq!(Step::parse(step.code()), Some(step));
        }
        for confirmer in Confirmer::ALL {
            assert_eq!(Confirmer::parse(confirmer.code()), Some(confirmer));
        }
    }
}
