//! Who attends to an alert: nobody has to, nobody has yet, somebody does, or it went up.

use chrono::{DateTime, Utc};

use super::{Event, EventKind, Phase, SilenceEnd, WatchSettings, Watched};
use crate::level::Level;

/// Who attends to an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attention {
    /// It does not ring: it is pending, or a consequence of what rings already.
    Quiet,
    /// It has rung and waits for an owner.
    Unclaimed {
        /// From then on it is escalated.
        due: DateTime<Utc>,
    },
    /// Nobody took it in time.
    Escalated {
        /// Since when it is with the head of the office.
        at: DateTime<Utc>,
    },
    /// Somebody has taken it.
    Owned {
        /// Their login.
        by: String,
        /// When.
        at: DateTime<Utc>,
    },
}

/// Until when an alert is to be silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// Until then, not included.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// The level that was silenced.
    pub level: Level,
    /// Who silenced it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Watched {
    /// Whether it is one that somebody has to attend to: it fires, and nothing that is at least as bad stands above it.
    const fn asks_for_somebody(&self, suppressed: bool) -> bool {
        matches!(self.phase, Phase::Firing { .. }) && !suppressed
    }

    /// Settles who attends to it, after what has just happened; says which of the events ring.
    pub(super) fn settle(
        mut self,
        mut events: Vec<EventKind>,
        suppressed: bool,
        now: DateTime<Utc>,
        settings: &WatchSettings,
    ) -> (Self, Vec<Event>) {
        if let Some(how) = self.silence_ends(now) {
            self.silence = None;
            events.push(EventKind::SilenceEnded { how });
        }
        let asks = self.asks_for_somebody(suppressed);
        let due = now + settings.patience(self.level);
        let rose = events.iter().any(|event| matches!(event, EventKind::Rose { .. }));
        self.attention = match self.attention {
            Attention::Quiet if asks => {
                if !events.iter().any(EventKind::calls) {
                    events.push(EventKind::StandsAlone);
                }
                Attention::Unclaimed { due }
            }
            Attention::Unclaimed { .. } if suppressed => Attention::Quiet,
            Attention::Unclaimed { due: before } if rose => Attention::Unclaimed { due: before.min(due) },
            other => other,
        };
        if let Attention::Unclaimed { due } = self.attention
            && due <= now
            && asks
            && self.silence.is_none()
        {
            self.attention = Attention::Escalated { at: now };
            events.push(EventKind::Escalated);
        }
        let audible = asks && self.silence.is_none();
        let events = events.into_iter().map(|kind| Event { rings: audible && kind.calls(), kind }).collect();
        (self, events)
    }

    fn silence_ends(&self, now: DateTime<Utc>) -> Option<SilenceEnd> {
        let silence = self.silence.as_ref()?;
        if matches!(self.phase, Phase::Resolved { .. }) {
            Some(SilenceEnd::Resolved)
        } else if self.level > silence.level {
            Some(SilenceEnd::Worse)
        } else if silence.until <= now {
            Some(SilenceEnd::Expired)
        } else {
            None
        }
    }

    /// When its clock next strikes: the end of its silence, or its escalation.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        match (&self.silence, &self.attention, &self.phase) {
            (_, _, Phase::Resolved { .. }) => None,
            (Some(silence), ..) => Some(silence.until),
            (None, Attention::Unclaimed { due }, Phase::Firing { .. }) => Some(*due),
            _ => None,
        }
    }
}
