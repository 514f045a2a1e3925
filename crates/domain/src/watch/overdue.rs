//! Overdue reports: what a party still owes of an item, and how late the oldest of it is.

use chrono::{NaiveDateTime, TimeDelta};

use super::{Answer, Facts, Judged, WatchSettings};
use crate::{
    duty::{Owed, OwedState},
    level::Level,
};

/// What is missing of a party's item, counted one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    count: u64,
    oldest: Option<Owed>,
}

impl Missing {
    /// Counts one figure that is owed.
    pub fn count(&mut self, owed: &Owed) {
        if owed.state == OwedState::Missing {
            self.count += 1;
            let earlier = |before: &Owed| (before.due, before.period) <= (owed.due, owed.period);
            self.oldest = self.oldest.filter(earlier).or(Some(*owed));
        }
    }

    /// The answer at an instant (office time): a level by how late the oldest is.
    pub fn answer(&self, now: NaiveDateTime, settings: &WatchSettings) -> Answer {
        let Some(oldest) = self.oldest else { return Answer::FINE };
        let late = now - oldest.due;
        let reaches = |level: &Level| {
            settings.overdue_hours.of(*level).is_some_and(|hours| late >= TimeDelta::hours(i64::from(hours)))
        };
        let facts = Facts::Overdue { missing: self.count, oldest: oldest.period, since: oldest.due };
        let judged = Level::WORST_FIRST.into_iter().find(reaches).map_or(Judged::FINE, Judged::plain);
        Answer::Known { judged, facts }
    }
}
