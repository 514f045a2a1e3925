//! One alert and the transitions of its life: pending → firing → recovering → resolved.

use chrono::{DateTime, NaiveDate, Utc};

use super::{AlertKey, Attention, Easing, EventKind, Facts, Judged, Silence, SilenceEnd, WatchSettings};
use crate::level::Level;

/// Where an alert stands in its life. Days are evaluation days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A gap on too few days as yet.
    Pending {
        /// Since when.
        since: NaiveDate,
        /// Which lines it has passed.
        easing: Easing,
    },
    /// It is short.
    Firing {
        /// Since when.
        since: NaiveDate,
        /// Which lines it has passed.
        easing: Easing,
    },
    /// Nothing is short any more, but not for long enough.
    Recovering {
        /// Since when it had fired.
        since: NaiveDate,
        /// Which lines it has passed: all of them.
        easing: Easing,
    },
    /// It has passed. The end.
    Resolved {
        /// Since when it had fired; `None` where it was never more than pending.
        since: Option<NaiveDate>,
        /// When it passed.
        on: NaiveDate,
    },
}

impl Phase {
    /// The word in database and API.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Pending { .. } => "pending",
            Self::Firing { .. } => "firing",
            Self::Recovering { .. } => "recovering",
            Self::Resolved { .. } => "resolved",
        }
    }

    /// Chinese and English names of the phase with this word.
    pub fn names(code: &str) -> (&'static str, &'static str) {
        match code {
            "pending" => ("待确认", "Pending"),
            "firing" => ("告警中", "Firing"),
            "recovering" => ("恢复中", "Recovering"),
            _ => ("已解除", "Resolved"),
        }
    }

    /// Whether it is still watched.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Resolved { .. })
    }
}

/// An alert as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// What it is about.
    pub key: AlertKey,
    /// Where it stands in its life.
    pub phase: Phase,
    /// How bad it is; of a resolved one how bad it was last.
    pub level: Level,
    /// How bad it ever was.
    pub worst: Level,
    /// Since which day it cannot be judged.
    pub unknown_since: Option<NaiveDate>,
    /// The numbers by which it was judged last.
    pub facts: Facts,
    /// When it was first seen.
    pub opened_at: DateTime<Utc>,
    /// Who attends to it.
    pub attention: Attention,
    /// Whether it is to be silent.
    pub silence: Option<Silence>,
    /// What it follows from.
    pub cause: Option<AlertKey>,
}

/// Why an alert could not be handled as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has passed.
    #[error("告警已解除 / the alert is resolved: nothing is left to handle")]
    Resolved,
    /// A silence must end later than now.
    #[error("静默须在将来某时结束 / a silence must end in the future")]
    SilenceInThePast,
    /// A silence longer than is good.
    #[error("静默最长七天 / a silence lasts seven days at most: end it earlier and silence again if need be")]
    SilenceTooLong,
    /// A silence needs a reason.
    #[error("请填写静默原因 / say why it is silenced")]
    ReasonMissing,
    /// There is no silence.
    #[error("该告警没有静默 / the alert is not silenced")]
    NotSilenced,
}

impl Refusal {
    /// Stable code for machines.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Resolved => "alert_resolved",
            Self::SilenceInThePast => "silence_in_the_past",
            Self::SilenceTooLong => "silence_too_long",
            Self::ReasonMissing => "reason_missing",
            Self::NotSilenced => "not_silenced",
        }
    }
}

/// An alert after somebody has handled it, with what to write on its timeline.
pub type Handled = Result<(Watched, Option<EventKind>), Refusal>;

/// The longest silence.
const LONGEST_SILENCE: chrono::TimeDelta = chrono::TimeDelta::days(7);

impl Watched {
    /// An alert from what is seen for the first time; `None` where there is nothing to see.
    pub(super) fn open(
        key: &AlertKey,
        judged: Judged,
        facts: &Facts,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Option<(Self, Vec<EventKind>)> {
        let (phase, level) = match (judged.reached, judged.brief) {
            (Some(level), _) => (Phase::Firing { since: day, easing: Easing::NONE }, level),
            (None, Some(level)) => (Phase::Pending { since: day, easing: Easing::NONE }, level),
            (None, None) => return None,
        };
        let pending = matches!(phase, Phase::Pending { .. });
        let alert = Self {
            key: key.clone(),
            phase,
            level,
            worst: level,
            unknown_since: None,
            facts: facts.clone(),
            opened_at: now,
            attention: Attention::Quiet,
            silence: None,
            cause: None,
        };
        Some((alert, vec![EventKind::Opened { level, pending }]))
    }

    /// The alert after a day's judgement.
    pub(super) fn judge(
        mut self,
        judged: Judged,
        facts: &Facts,
        day: NaiveDate,
        settings: &WatchSettings,
    ) -> (Self, Vec<EventKind>) {
        let mut events = Vec::new();
        if self.unknown_since.take().is_some() {
            events.push(EventKind::KnownAgain);
        }
        // A report is right as soon as it is mended.
        let hold = if self.key.kind.is_shortage() { settings.hold_days } else { 0 };
        let (before, was) = (self.level, self.phase.code());
        let (level, phase) = match self.phase {
            Phase::Pending { since, easing } => match judged.reached {
                Some(level) => {
                    events.push(EventKind::Fired { level });
                    (Some(level), Phase::Firing { since: day, easing: Easing::NONE })
                }
                None => match easing.step(before, judged.brief, judged.brief_held, day, hold) {
                    (None, _) => (None, Phase::Resolved { since: None, on: day }),
                    (level, easing) => (level, Phase::Pending { since, easing }),
                },
            },
            Phase::Firing { since, easing } | Phase::Recovering { since, easing } => {
                match easing.step(before, judged.reached, judged.held, day, hold) {
                    (None, _) => (None, Phase::Resolved { since: Some(since), on: day }),
                    (level, easing) if easing.all_since().is_some() => (level, Phase::Recovering { since, easing }),
                    (level, easing) => (level, Phase::Firing { since, easing }),
                }
            }
            resolved @ Phase::Resolved { .. } => (None, resolved),
        };
        match (was, &phase) {
            ("firing", Phase::Recovering { .. }) => events.push(EventKind::Recovering),
            ("recovering", Phase::Firing { .. }) => events.push(EventKind::Relapsed),
            (_, Phase::Resolved { .. }) => events.push(EventKind::Resolved),
            _ => {}
        }
        let fired = events.iter().any(|event| matches!(event, EventKind::Fired { .. }));
        if let Some(level) = level {
            match level.cmp(&before) {
                _ if fired => {}
                std::cmp::Ordering::Greater => events.push(EventKind::Rose { from: before, to: level }),
                std::cmp::Ordering::Less => events.push(EventKind::Fell { from: before, to: level }),
                std::cmp::Ordering::Equal => {}
            }
            self.level = level;
            self.worst = self.worst.max(level);
        }
        self.phase = phase;
        // What was wrong stays readable where nothing is any more.
        if *facts != Facts::None {
            self.facts = facts.clone();
        }
        (self, events)
    }

    /// The alert on a day on which it cannot be judged: it stays as it was, nearer to its end it comes only by a day that
    /// is known.
    pub(super) fn lose_sight(mut self, day: NaiveDate) -> (Self, Vec<EventKind>) {
        if self.unknown_since.is_some() {
            return (self, Vec::new());
        }
        self.unknown_since = Some(day);
        (self, vec![EventKind::BecameUnknown])
    }

    /// Somebody takes the alert, or takes it over.
    ///
    /// # Errors
    /// It has passed.
    pub fn acknowledge(mut self, by: &str, now: DateTime<Utc>) -> Handled {
        if !self.phase.is_open() {
            return Err(Refusal::Resolved);
        }
        if matches!(&self.attention, Attention::Owned { by: owner, .. } if owner == by) {
            return Ok((self, None));
        }
        self.attention = Attention::Owned { by: by.to_owned(), at: now };
        Ok((self, Some(EventKind::Acknowledged { owner: by.to_owned() })))
    }

    /// Somebody silences the alert; an earlier silence gives way.
    ///
    /// # Errors
    /// It has passed, the silence would be over already or too long, or no reason is given.
    pub fn silence(mut self, by: &str, until: DateTime<Utc>, reason: &str, now: DateTime<Utc>) -> Handled {
        let reason = reason.trim();
        if !self.phase.is_open() {
            return Err(Refusal::Resolved);
        }
        if until <= now {
            return Err(Refusal::SilenceInThePast);
        }
        if until - now > LONGEST_SILENCE {
            return Err(Refusal::SilenceTooLong);
        }
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        let level = self.level;
        self.silence = Some(Silence { until, reason: reason.to_owned(), level, by: by.to_owned(), at: now });
        Ok((self, Some(EventKind::Silenced { until, reason: reason.to_owned() })))
    }

    /// Somebody ends the silence.
    ///
    /// # Errors
    /// It has passed, or there is none.
    pub fn unsilence(mut self) -> Handled {
        if !self.phase.is_open() {
            return Err(Refusal::Resolved);
        }
        if self.silence.take().is_none() {
            return Err(Refusal::NotSilenced);
        }
        Ok((self, Some(EventKind::SilenceEnded { how: SilenceEnd::Ended })))
    }
}
