//! What the program does by itself, and when: which slots of a job are due, which of those that were missed are caught
//! up, in which order, and when one that failed is tried again.
//!
//! All times are the office's. Its zone has no summer time, so that each slot comes once and none is left out; a slot is
//! the instant for which a run was meant, whenever it is carried out.

mod schedule;

use chrono::{NaiveDateTime, TimeDelta};

pub use schedule::Schedule;

use crate::period::Grain;

/// What the program does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Job {
    /// Opens and closes seasons.
    Seasons,
    /// Notes the day's head of the audit trail outside the database.
    AuditHead,
    /// Removes what nobody needs any more.
    CleanUp,
    /// Judges everything anew.
    Evaluation,
    /// Reminds of what is due soon.
    Reminders,
}

/// What becomes of slots that were missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatchUp {
    /// The newest alone: its run does what the ones before it would have done.
    Newest,
    /// Each, the oldest first, but no more than so many.
    Each(usize),
}

impl Job {
    /// All jobs. Of those that are due at one instant the first is done first: a season before what is judged in it, and
    /// what is judged before anybody is reminded.
    pub const ALL: [Self; 5] = [Self::Seasons, Self::AuditHead, Self::CleanUp, Self::Evaluation, Self::Reminders];

    /// So often a run is tried before it is given up.
    pub const MOST_ATTEMPTS: u32 = 5;

    /// The word in database, forms and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Seasons => "seasons",
            Self::AuditHead => "audit_head",
            Self::CleanUp => "clean_up",
            Self::Evaluation => "evaluation",
            Self::Reminders => "reminders",
        }
    }

    /// Reads [`Job::code`].
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|job| job.code() == code)
    }

    /// When it is due, each with its reason.
    pub const fn schedule(self) -> Schedule {
        match self {
            // A season's first and last day are whole days.
            Self::Seasons => Schedule::DailyAt(0, 0),
            // Soon after midnight: the day's head before the day's work.
            Self::AuditHead => Schedule::DailyAt(0, 5),
            // At night, when nobody waits for the one place for writers.
            Self::CleanUp => Schedule::DailyAt(3, 30),
            // Deadlines of reports fall on full hours, so that an overdue alert begins at its minute; midnight begins a day.
            // Deadlines of each item have an hour of their own, and all of them are full hours.
            Self::Evaluation | Self::Reminders => Schedule::Hourly,
        }
    }

    /// What becomes of its missed slots, with the reason.
    pub const fn catch_up(self) -> CatchUp {
        match self {
            // Each day is looked at by itself, so that what began or ended while nobody ran stands at its own day.
            Self::Seasons => CatchUp::Each(31),
            // A run judges the days since the last one in order by itself. A reminder is of deadlines that are still to
            // come: those that passed meanwhile are overdue reports. A head that was not noted in time is not to be had any
            // more, and what is old is old whenever it is removed.
            Self::Evaluation | Self::Reminders | Self::AuditHead | Self::CleanUp => CatchUp::Newest,
        }
    }

    /// Whether each server does it for itself: each keeps its own file of heads. Everything else is done once for all.
    pub const fn on_each_server(self) -> bool {
        matches!(self, Self::AuditHead)
    }

    /// The slots that are due now, the oldest first, where `last` was the newest that somebody has begun. A program that
    /// never ran begins with the newest.
    pub fn due(self, last: Option<NaiveDateTime>, now: NaiveDateTime) -> Vec<NaiveDateTime> {
        let schedule = self.schedule();
        let newest = schedule.newest(now);
        let Some(last) = last else { return vec![newest] };
        if newest <= last {
            return Vec::new();
        }
        match self.catch_up() {
            CatchUp::Newest => vec![newest],
            CatchUp::Each(most) => {
                let mut slots = Vec::new();
                let mut slot = newest;
                while slot > last && slots.len() < most {
                    slots.push(slot);
                    slot = schedule.newest(slot - TimeDelta::seconds(1));
                }
                slots.reverse();
                slots
            }
        }
    }

    /// How long after an attempt that failed the next one follows; `None`: no more.
    pub const fn retry_after(attempt: u32) -> Option<TimeDelta> {
        match attempt {
            0 | 1 => Some(TimeDelta::minutes(1)),
            2 => Some(TimeDelta::minutes(5)),
            3 => Some(TimeDelta::minutes(15)),
            4 => Some(TimeDelta::minutes(60)),
            _ => None,
        }
    }
}

/// Everything that is due, in the order in which it is done: by the instant that it was meant for, then by
/// [`Job::ALL`]. `last` answers the newest slot of a job that somebody has begun.
pub fn all_due(last: impl Fn(Job) -> Option<NaiveDateTime>, now: NaiveDateTime) -> Vec<(NaiveDateTime, Job)> {
    let mut due: Vec<(NaiveDateTime, Job)> =
        Job::ALL.into_iter().flat_map(|job| job.due(last(job), now).into_iter().map(move |slot| (slot, job))).collect();
    due.sort();
    due
}

/// From when on who owes a figure is reminded of its deadline: of a day's two hours before, of one at the end of a day
/// that afternoon at four, when people still sit at their desks; of a month's or year's from the third day before the
/// last on, in the morning at eight.
pub fn remind_from(due: NaiveDateTime, grain: Grain) -> NaiveDateTime {
    const BEFORE: TimeDelta = TimeDelta::hours(2);
    const BEFORE_MIDNIGHT: TimeDelta = TimeDelta::hours(8);
    const MORNING: TimeDelta = TimeDelta::hours(8);
    let midnight = due.date().and_time(chrono::NaiveTime::MIN);
    match grain {
        Grain::Day if due == midnight => due - BEFORE_MIDNIGHT,
        Grain::Day => due - BEFORE,
        Grain::Month | Grain::Year => (midnight - TimeDelta::days(3) + MORNING).min(due),
    }
}

#[cfg(test)]
mod tests;
