//! From levels by day to runs of days.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::NaiveDate;

use super::{Pair, Raised};
use crate::{evaluation::AlertKind, item::ItemCode, ledger::Scope, level::Level, period::plus_days};

/// How the other rules differ on a run of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpellKind {
    /// Only the other rules raise it.
    OnlyNew,
    /// They raise it at a worse level.
    Worse,
    /// They raise it at a lesser level.
    Lesser,
    /// Only the rules in force raise it.
    OnlyOld,
}

impl SpellKind {
    /// The word in tests and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OnlyNew => "only_new",
            Self::Worse => "worse",
            Self::Lesser => "lesser",
            Self::OnlyOld => "only_old",
        }
    }

    fn of(pair: Pair) -> Option<Self> {
        match pair {
            (old, new) if old == new => None,
            (None, Some(_)) => Some(Self::OnlyNew),
            (Some(_), None) => Some(Self::OnlyOld),
            (old, new) if new > old => Some(Self::Worse),
            _ => Some(Self::Lesser),
        }
    }
}

/// A run of days in a row on which the other rules raise an alert otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    /// How they differ.
    pub kind: SpellKind,
    /// The item.
    pub item: ItemCode,
    /// Gap or stock.
    pub alert: AlertKind,
    /// Who is short.
    pub scope: Scope,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// The worst level by the rules in force.
    pub old: Option<Level>,
    /// The worst level by the others.
    pub new: Option<Level>,
}

/// The runs of days that differ.
pub(super) fn spells(
    item: &ItemCode,
    alert: AlertKind,
    scope: &Scope,
    by_day: &BTreeMap<NaiveDate, Pair>,
) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    for (day, pair) in by_day {
        let Some(kind) = SpellKind::of(*pair) else { continue };
        match spells.last_mut() {
            Some(spell) if spell.kind == kind && plus_days(spell.last, 1) == *day => {
                spell.last = *day;
                spell.old = spell.old.max(pair.0);
                spell.new = spell.new.max(pair.1);
            }
            _ => spells.push(Spell {
                kind,
                item: item.clone(),
                alert,
                scope: scope.clone(),
                first: *day,
                last: *day,
                old: pair.0,
                new: pair.1,
            }),
        }
    }
    spells
}

/// The worst first, then the widest scope, then the earliest.
pub(super) fn order(spell: &Spell) -> impl Ord + '_ {
    (Reverse(spell.old.max(spell.new)), &spell.scope, spell.first, &spell.item, spell.alert, spell.kind)
}

/// Adds the alerts of one scope: runs of days with any level.
pub(super) fn count(by_day: &BTreeMap<NaiveDate, Pair>, raised: &mut Raised, side: impl Fn(&Pair) -> Option<Level>) {
    let mut run: Option<(NaiveDate, Level)> = None;
    for (day, pair) in by_day {
        let Some(level) = side(pair) else { continue };
        *raised.days.of_mut(level) += 1;
        run = match run {
            Some((last, worst)) if plus_days(last, 1) == *day => Some((*day, worst.max(level))),
            ended => {
                if let Some((_, worst)) = ended {
                    *raised.alerts.of_mut(worst) += 1;
                }
                Some((*day, level))
            }
        };
    }
    if let Some((_, worst)) = run {
        *raised.alerts.of_mut(worst) += 1;
    }
}
