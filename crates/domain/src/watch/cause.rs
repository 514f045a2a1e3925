//! Cause and consequence: what follows from what, among the alerts that are open.
//!
//! A consumer's gap or low stock of an item that goes to named consumers follows from the stoppage of a supplier that its
//! plan names. A division's or the city's gap follows from that of one party which makes most of it. A cause may follow
//! from another: the city's gap from a plant's, the plant's from its mine's stoppage.

use std::collections::{BTreeMap, BTreeSet};

use super::{Facts, Kind, Phase, WatchSettings, Watched};
use crate::{
    exact::Exact,
    item::ItemCode,
    ledger::Scope,
    party::{DivisionCode, PartyCode},
};

/// Who is whose, as far as causes ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// By item and consumer the suppliers that its plan names.
    pub suppliers: BTreeMap<(ItemCode, PartyCode), BTreeSet<PartyCode>>,
    /// Where each party is.
    pub divisions: BTreeMap<PartyCode, DivisionCode>,
}

/// Alerts that may be causes, by item: suppliers that have stopped, and single parties' gaps.
#[derive(Default)]
pub(super) struct Causes<'a> {
    stoppages: BTreeMap<&'a ItemCode, Vec<&'a Watched>>,
    gaps: BTreeMap<&'a ItemCode, Vec<&'a Watched>>,
}

impl<'a> Causes<'a> {
    pub(super) fn among(alerts: impl Iterator<Item = &'a Watched>) -> Self {
        let mut causes = Self::default();
        for alert in alerts {
            let rings = matches!(alert.phase, Phase::Firing { .. } | Phase::Recovering { .. });
            if !rings || alert.key.kind != Kind::Gap || !matches!(alert.key.scope, Scope::Party(_)) {
                continue;
            }
            let stopped = matches!(alert.facts, Facts::Stoppage { .. });
            let of_kind = if stopped { &mut causes.stoppages } else { &mut causes.gaps };
            of_kind.entry(&alert.key.item).or_default().push(alert);
        }
        causes
    }

    /// What the alert follows from.
    pub(super) fn of(&self, alert: &Watched, relations: &Relations, settings: &WatchSettings) -> Option<&'a Watched> {
        if !alert.key.kind.is_shortage() || matches!(alert.facts, Facts::Stoppage { .. }) {
            return None;
        }
        let candidates = match alert.key.scope {
            Scope::Party(_) => &self.stoppages,
            Scope::Division(_) | Scope::City => &self.gaps,
        };
        let explain = |other: &&'a Watched| Some((*other, explained(alert, other, relations, settings)?));
        // The largest; of equals the first by code, so that the answer does not depend on the order.
        let candidates = candidates.get(&alert.key.item).into_iter().flatten().filter_map(explain);
        let largest = candidates.max_by(|(a, of_a), (b, of_b)| of_a.cmp(of_b).then_with(|| b.key.cmp(&a.key)));
        largest.map(|(cause, _)| cause)
    }
}

/// How much of the item the other explains of the alert; `None` where it does not.
fn explained(alert: &Watched, other: &Watched, relations: &Relations, settings: &WatchSettings) -> Option<Exact> {
    let Scope::Party(party) = &other.key.scope else { return None };
    match (&alert.key.scope, &other.facts) {
        (Scope::Party(consumer), Facts::Stoppage { .. }) => {
            let subject = (alert.key.item.clone(), consumer.clone());
            let named = relations.suppliers.get(&subject).is_some_and(|suppliers| suppliers.contains(party));
            if named { other.facts.gap() } else { None }
        }
        (Scope::Division(_) | Scope::City, Facts::Gap { period, gap, .. }) => {
            if let Scope::Division(division) = &alert.key.scope
                && relations.divisions.get(party) != Some(division)
            {
                return None;
            }
            let Facts::Gap { period: of_group, gap: Some(whole), .. } = &alert.facts else { return None };
            // A day's amount says nothing about a month's.
            let part = gap.as_ref().filter(|_| period.grain() == of_group.grain())?;
            let most = part.times(100) >= whole.times(i64::from(settings.cause_percent));
            (most && part.is_positive()).then(|| part.clone())
        }
        _ => None,
    }
}
