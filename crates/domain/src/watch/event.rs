//! What is written on an alert's timeline.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::AlertKey;
use crate::level::Level;

/// How a silence came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SilenceEnd {
    /// Its time was over.
    Expired,
    /// The level got worse than the one that was silenced.
    Worse,
    /// Somebody ended it.
    Ended,
    /// The alert has passed.
    Resolved,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventKind {
    /// It was seen for the first time.
    Opened {
        /// At this level.
        level: Level,
        /// On too few days as yet.
        pending: bool,
    },
    /// It was pending and has lasted long enough.
    Fired {
        /// At this level.
        level: Level,
    },
    /// It got worse.
    Rose {
        /// From this level.
        from: Level,
        /// To this one.
        to: Level,
    },
    /// It has eased.
    Fell {
        /// From this level.
        from: Level,
        /// To this one.
        to: Level,
    },
    /// Nothing is short any more; it closes if that stays.
    Recovering,
    /// It was recovering and is short again.
    Relapsed,
    /// It has passed.
    Resolved,
    /// It cannot be judged any more: data are missing.
    BecameUnknown,
    /// It can be judged again.
    KnownAgain,
    /// It stands under its cause from now on.
    Grouped {
        /// What it follows from.
        cause: AlertKey,
    },
    /// No cause stands above it any more.
    StandsAlone,
    /// Nobody took it in time.
    Escalated,
    /// Somebody has taken it.
    Acknowledged {
        /// Who.
        owner: String,
    },
    /// Somebody has silenced it.
    Silenced {
        /// Until then.
        until: DateTime<Utc>,
        /// Why.
        reason: String,
    },
    /// Its silence has ended.
    SilenceEnded {
        /// How.
        how: SilenceEnd,
    },
}

impl EventKind {
    /// The word in database and API.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Fired { .. } => "fired",
            Self::Rose { .. } => "rose",
            Self::Fell { .. } => "fell",
            Self::Recovering => "recovering",
            Self::Relapsed => "relapsed",
            Self::Resolved => "resolved",
            Self::BecameUnknown => "became_unknown",
            Self::KnownAgain => "known_again",
            Self::Grouped { .. } => "grouped",
            Self::StandsAlone => "stands_alone",
            Self::Escalated => "escalated",
            Self::Acknowledged { .. } => "acknowledged",
            Self::Silenced { .. } => "silenced",
            Self::SilenceEnded { .. } => "silence_ended",
        }
    }

    /// Whether it calls for somebody, where nothing mutes it.
    pub(super) const fn calls(&self) -> bool {
        match self {
            Self::Opened { pending, .. } => !*pending,
            Self::Fired { .. } | Self::Rose { .. } | Self::StandsAlone | Self::Escalated => true,
            Self::SilenceEnded { how } => matches!(how, SilenceEnd::Expired),
            // Who attends to it knows: it never closed.
            Self::Relapsed
            | Self::Fell { .. }
            | Self::Recovering
            | Self::Resolved
            | Self::BecameUnknown
            | Self::KnownAgain
            | Self::Grouped { .. }
            | Self::Acknowledged { .. }
            | Self::Silenced { .. } => false,
        }
    }
}

/// An entry of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// Whether it rings: calls for somebody by sound, badge or message.
    pub rings: bool,
}
