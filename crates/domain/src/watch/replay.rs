//! An alert as it stood at an earlier instant, from its timeline alone.
//!
//! Level, phase, owner, escalation, silence and cause are all on the timeline; the numbers of each judgement are not, and
//! a replayed alert has none.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{AlertKey, Attention, Easing, Event, EventKind, Facts, Phase, Silence, Watched};
use crate::level::Level;

/// One entry of a timeline.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The evaluation day.
    pub day: NaiveDate,
    /// Who did it.
    pub actor: &'a str,
    /// What happened.
    pub event: &'a Event,
}

/// The alert after these entries, the oldest first; `None` where they do not begin with its opening. `patience` says
/// how long an alert of a level might wait for an owner on a day.
pub fn replay<'a>(
    key: &AlertKey,
    moments: impl IntoIterator<Item = Moment<'a>>,
    patience: impl Fn(NaiveDate, Level) -> TimeDelta,
) -> Option<Watched> {
    let mut moments = moments.into_iter().peekable();
    let first = moments.peek()?;
    let EventKind::Opened { level, pending } = first.event.kind else { return None };
    let (since, easing) = (first.day, Easing::NONE);
    let mut alert = Watched {
        key: key.clone(),
        phase: if pending { Phase::Pending { since, easing } } else { Phase::Firing { since, easing } },
        level,
        worst: level,
        unknown_since: None,
        facts: Facts::None,
        opened_at: first.at,
        attention: Attention::Quiet,
        silence: None,
        cause: None,
    };
    for moment in moments {
        alert.apply(moment, &patience);
    }
    Some(alert)
}

/// Those that stood under a cause at least as bad, and so rang for nobody: all alerts of the instant are asked, for each
/// timeline tells of its own alert alone.
pub fn quiet_consequences(alerts: &mut [Watched]) {
    let levels: std::collections::BTreeMap<AlertKey, Level> =
        alerts.iter().map(|alert| (alert.key.clone(), alert.level)).collect();
    for alert in alerts {
        let above = alert.cause.as_ref().and_then(|cause| levels.get(cause));
        if above.is_some_and(|above| *above >= alert.level) && matches!(alert.attention, Attention::Unclaimed { .. }) {
            alert.attention = Attention::Quiet;
        }
    }
}

impl Watched {
    fn apply(&mut self, moment: Moment<'_>, patience: impl Fn(NaiveDate, Level) -> TimeDelta) {
        let Moment { at, day, actor, event } = moment;
        match &event.kind {
            EventKind::Opened { .. } => {}
            EventKind::Fired { level } => {
                self.phase = Phase::Firing { since: day, easing: Easing::NONE };
                self.reach(*level);
            }
            EventKind::Rose { to, .. } => {
                self.reach(*to);
                if let Attention::Unclaimed { due } = self.attention {
                    self.attention = Attention::Unclaimed { due: due.min(at + patience(day, *to)) };
                }
            }
            EventKind::Fell { to, .. } => self.level = *to,
            EventKind::Recovering => self.recover(),
            EventKind::Relapsed => self.fire_again(),
            EventKind::Resolved => {
                let since = match self.phase {
                    Phase::Firing { since, .. } | Phase::Recovering { since, .. } => Some(since),
                    Phase::Pending { .. } => None,
                    Phase::Resolved { since, .. } => since,
                };
                self.phase = Phase::Resolved { since, on: day };
            }
            EventKind::BecameUnknown => {
                self.unknown_since = Some(day);
                self.fire_again();
            }
            EventKind::KnownAgain => self.unknown_since = None,
            EventKind::Grouped { cause } => self.cause = Some(cause.clone()),
            EventKind::StandsAlone => self.cause = None,
            EventKind::Escalated => self.attention = Attention::Escalated { at },
            EventKind::Acknowledged { owner } => self.attention = Attention::Owned { by: owner.clone(), at },
            EventKind::Silenced { until, reason } => {
                let (until, reason, level, by) = (*until, reason.clone(), self.level, actor.to_owned());
                self.silence = Some(Silence { until, reason, level, by, at });
            }
            EventKind::SilenceEnded { .. } => self.silence = None,
        }
        // What a silence mutes waits for an owner all the same.
        let muted = self.silence.is_some() && event.kind.calls() && matches!(self.phase, Phase::Firing { .. });
        if self.attention == Attention::Quiet && (event.rings || muted) {
            self.attention = Attention::Unclaimed { due: at + patience(day, self.level) };
        }
    }

    fn reach(&mut self, level: Level) {
        self.level = level;
        self.worst = self.worst.max(level);
    }

    const fn recover(&mut self) {
        if let Phase::Firing { since, easing } = self.phase {
            self.phase = Phase::Recovering { since, easing };
        }
    }

    const fn fire_again(&mut self) {
        if let Phase::Recovering { since, easing } = self.phase {
            self.phase = Phase::Firing { since, easing };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{item::ItemCode, ledger::Scope, watch::Kind};

    fn key() -> AlertKey {
        AlertKey { kind: Kind::Gap, item: ItemCode::parse("coal.thermal").unwrap(), scope: Scope::City }
    }

    /// The alert after events, an hour apart from noon of 1 November on, each of them ringing or not.
    fn after(events: &[(EventKind, bool)]) -> Option<Watched> {
        let day: NaiveDate = "2026-11-01".parse().unwrap();
        let noon = day.and_hms_opt(12, 0, 0).unwrap().and_utc();
        let events: Vec<Event> =
            events.iter().map(|(kind, rings)| Event { kind: kind.clone(), rings: *rings }).collect();
        let moments = events.iter().zip(0..).map(|(event, hour)| Moment {
            at: noon + TimeDelta::hours(hour),
            day,
            actor: "officer",
            event,
        });
        replay(&key(), moments, |_, level| TimeDelta::minutes(if level == Level::Red { 15 } else { 120 }))
    }

    fn due(alert: &Watched) -> Option<String> {
        if let Attention::Unclaimed { due } = alert.attention { Some(due.format("%H:%M").to_string()) } else { None }
    }

    const OPENED: (EventKind, bool) = (EventKind::Opened { level: Level::Yellow, pending: false }, true);

    #[test]
    fn a_timeline_that_does_not_begin_says_nothing() {
        assert_eq!(after(&[]), None);
        assert_eq!(after(&[(EventKind::Recovering, false)]), None);
    }

    #[test]
    fn levels_and_phases_are_restored() {
        let rose = (EventKind::Rose { from: Level::Yellow, to: Level::Red }, true);
        let fell = (EventKind::Fell { from: Level::Red, to: Level::Blue }, false);
        let alert = after(&[OPENED, rose.clone(), fell.clone()]).unwrap();
        assert_eq!((alert.level, alert.worst, alert.phase.code()), (Level::Blue, Level::Red, "firing"));
        let alert = after(&[OPENED, rose, fell, (EventKind::Recovering, false)]).unwrap();
        assert_eq!(alert.phase.code(), "recovering");
        let pending = (EventKind::Opened { level: Level::Blue, pending: true }, false);
        let alert = after(std::slice::from_ref(&pending)).unwrap();
        assert_eq!((alert.phase.code(), alert.attention), ("pending", Attention::Quiet));
        let alert = after(&[pending, (EventKind::Resolved, false)]).unwrap();
        assert!(matches!(alert.phase, Phase::Resolved { since: None, .. }));
    }

    #[test]
    fn missing_data_interrupt_a_recovery() {
        let alert = after(&[OPENED, (EventKind::Recovering, false), (EventKind::BecameUnknown, false)]).unwrap();
        assert_eq!((alert.phase.code(), alert.unknown_since.is_some()), ("firing", true));
    }

    #[test]
    fn who_attends_is_restored_with_the_minute_of_escalation() {
        let alert = after(&[OPENED]).unwrap();
        // The opening itself is applied like any other entry.
        assert_eq!(due(&alert).as_deref(), Some("14:00"));
        let rose = (EventKind::Rose { from: Level::Yellow, to: Level::Red }, true);
        assert_eq!(due(&after(&[OPENED, rose]).unwrap()).as_deref(), Some("13:15"));
        let taken = (EventKind::Acknowledged { owner: "officer".to_owned() }, false);
        assert!(matches!(after(&[OPENED, taken]).unwrap().attention, Attention::Owned { .. }));
        let escalated = (EventKind::Escalated, true);
        assert!(matches!(after(&[OPENED, escalated]).unwrap().attention, Attention::Escalated { .. }));
    }

    #[test]
    fn a_silence_mutes_and_still_waits_for_an_owner() {
        let pending = (EventKind::Opened { level: Level::Blue, pending: true }, false);
        let until = DateTime::from_timestamp(2_000_000_000, 0).unwrap();
        let silenced = (EventKind::Silenced { until, reason: "known".to_owned() }, false);
        let fired = (EventKind::Fired { level: Level::Yellow }, false);
        let alert = after(&[pending, silenced, fired]).unwrap();
        assert_eq!(alert.silence.as_ref().map(|s| (s.level, s.by.as_str())), Some((Level::Blue, "officer")));
        assert_eq!(due(&alert).as_deref(), Some("16:00"));
    }

    #[test]
    fn what_stands_under_a_worse_cause_is_quiet() {
        let cause = AlertKey { scope: "party:PLANT".parse().unwrap(), ..key() };
        let grouped = (EventKind::Grouped { cause: cause.clone() }, false);
        let mut above = after(&[(EventKind::Opened { level: Level::Red, pending: false }, true)]).unwrap();
        above.key = cause;
        let mut alerts = [after(&[OPENED, grouped]).unwrap(), above];
        quiet_consequences(&mut alerts);
        assert_eq!(alerts[0].attention, Attention::Quiet);
        assert!(due(&alerts[1]).is_some());
    }
}
