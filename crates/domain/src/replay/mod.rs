//! Replay: what other rules would have raised on the days that have passed, compared with those in force.
//!
//! On each day stands what an evaluation of that day says ([`crate::evaluate`]; a law in the tests holds them together):
//! no hindsight, no memory. Only days whose rule differs are judged, and figures are laid out once for a stretch of
//! days on which the same months' figures are known, not once a day.

mod course;
mod spell;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    evaluation::AlertKind,
    ledger::{ItemBook, Scope},
    level::Level,
    period::DayRange,
    rule::RuleBook,
    watch::ByLevel,
};

pub use spell::{Spell, SpellKind};

/// What rules raise over some days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Raised {
    /// Alerts by their worst level: one for each run of days in a row on which something is short.
    pub alerts: ByLevel<usize>,
    /// Days by level, counted for each alert.
    pub days: ByLevel<usize>,
}

/// The comparison of the rules in force with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replay {
    /// The days looked back over.
    pub days: DayRange,
    /// How many of them are judged by other rules.
    pub judged: usize,
    /// What the rules in force raise on those days.
    pub old: Raised,
    /// What the others would have raised.
    pub new: Raised,
    /// Runs of days that differ, the worst first, then the widest scope, then the earliest.
    pub spells: Vec<Spell>,
}

/// Levels of an alert on a day: by the rules in force, and by the others.
type Pair = (Option<Level>, Option<Level>);

/// What each alert says, by day.
type Levels = BTreeMap<(AlertKind, Scope), BTreeMap<NaiveDate, Pair>>;

/// The days of figures that a replay of the item reads, before months (of a quota years) are completed; `None` where no
/// day is judged otherwise.
pub fn reading_range(item: &crate::ItemCode, old: &RuleBook, new: &RuleBook, days: DayRange) -> Option<DayRange> {
    let mut range: Option<DayRange> = None;
    for day in days.iter() {
        let (before, after) = (old.rule(item, day), new.rule(item, day));
        if judge_alike(before, after) {
            continue;
        }
        for rule in before.into_iter().chain(after) {
            let read = crate::evaluation::reading_range(rule, day);
            let so_far = range.get_or_insert(read);
            *so_far = DayRange { first: so_far.first.min(read.first), last: so_far.last.max(read.last) };
        }
    }
    range
}

fn judge_alike(old: Option<&crate::Rule>, new: Option<&crate::Rule>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => old.judges_as(new),
        (None, None) => true,
        _ => false,
    }
}

/// Compares two books of rules over the days. Each book of figures holds at least [`reading_range`].
pub fn replay(books: &[ItemBook<'_>], old: &RuleBook, new: &RuleBook, days: DayRange) -> Replay {
    let mut replay = Replay { days, judged: 0, old: Raised::default(), new: Raised::default(), spells: Vec::new() };
    let mut judged = BTreeSet::new();
    for book in books {
        let levels = course::levels(book, old, new, days, &mut judged);
        for ((kind, scope), by_day) in levels {
            spell::count(&by_day, &mut replay.old, |pair| pair.0);
            spell::count(&by_day, &mut replay.new, |pair| pair.1);
            replay.spells.extend(spell::spells(&book.item.code, kind, &scope, &by_day));
        }
    }
    replay.judged = judged.len();
    replay.spells.sort_by(|a, b| spell::order(a).cmp(&spell::order(b)));
    replay
}
