//! What travels: what the program does by itself, and what is due soon.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{SeasonView, Taken};

/// Which runs the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobsAsk {
    /// Runs older than this number; empty: from the newest.
    pub before: String,
    /// `1`: only those that failed.
    pub failed: String,
}

/// All jobs, with runs of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobsView {
    /// When it was taken.
    pub taken: Taken,
    /// The season.
    pub season: SeasonView,
    /// Each job.
    pub jobs: Vec<JobView>,
    /// Runs of the last week that failed, the newest first.
    pub failed: Vec<RunView>,
    /// The runs asked for, the newest first.
    pub runs: Vec<RunView>,
    /// Number from which older ones go on.
    pub older: Option<i64>,
    /// Whether the reader may have a job done now.
    pub may_run: bool,
}

/// One job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobView {
    /// Its code.
    pub job: String,
    /// Its run that is being carried out.
    pub running: Option<RunView>,
    /// The last one that ended.
    pub last: Option<RunView>,
    /// When it is due next (office time).
    pub next: NaiveDateTime,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunView {
    /// Its number.
    pub id: i64,
    /// Code of its job.
    pub job: String,
    /// The instant for which it was meant (office time).
    pub slot: NaiveDateTime,
    /// When it began (office time).
    pub started: NaiveDateTime,
    /// How long it took, in milliseconds; none while it runs.
    pub took: Option<i64>,
    /// How it went.
    pub outcome: OutcomeView,
    /// The how many-th attempt it was.
    pub attempt: u32,
    /// Which server carried it out.
    pub server: String,
    /// Who asked for it; none: the schedule.
    pub asked_by: Option<String>,
}

/// How a run went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OutcomeView {
    /// It is being carried out.
    Running,
    /// It was not carried out.
    Failed {
        /// Why, in both languages.
        reason: String,
        /// When it is tried again (office time).
        again: Option<NaiveDateTime>,
    },
    /// Done; what it did cannot be read by this program.
    Done,
    /// Days were judged.
    Evaluated {
        /// How many.
        days: usize,
        /// Alerts that opened.
        opened: usize,
        /// Levels that rose.
        rose: usize,
        /// Levels that fell.
        fell: usize,
        /// Alerts that passed.
        resolved: usize,
        /// Alerts that cannot be judged any more.
        unknown: usize,
        /// Alerts that nobody took in time.
        escalated: usize,
    },
    /// Who owes something was reminded.
    Reminded {
        /// How many parties.
        parties: usize,
        /// Of how many figures.
        figures: usize,
    },
    /// Days were looked at for a season's beginning or end.
    Seasons {
        /// How many days.
        days: usize,
        /// The season's code, the day, whether it opened.
        changes: Vec<(String, NaiveDate, bool)>,
    },
    /// The trail's head was noted.
    Head {
        /// Of which day.
        day: NaiveDate,
        /// Whether it was the day's first.
        first: bool,
    },
    /// What nobody needs any more was removed.
    Cleaned {
        /// Sessions.
        sessions: u64,
        /// Invitations.
        invitations: u64,
        /// Names under which somebody failed to sign in.
        failures: u64,
        /// Runs of jobs.
        runs: u64,
        /// Reminders.
        reminders: u64,
    },
}

/// Figures of one's own that are due soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueSoonView {
    /// From then on they are late (office time).
    pub due: NaiveDateTime,
    /// Today in the office.
    pub today: NaiveDate,
    /// How many are still owed.
    pub figures: usize,
}
