//! Alerts in lists: consequences under their causes, and who is who.

pub(crate) mod detail;
pub(crate) mod shift;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use baogong_domain::{
    Exact, Item, ItemCode, Level, Party, PartyKind, Scope,
    watch::{AlertKey, Attention, Facts, Phase, Silence, Watched},
};
use baogong_services::{
    clock::office_zone,
    watch::{AlertEntry, AlertId, AlertList, Declaration, People},
};
use chrono::{DateTime, NaiveDateTime, Utc};

use super::{Names, amount, item_name, pair, percent};
use crate::{
    model::{
        ItemName, Name, Taken,
        alerts::{
            AboutView, AlertAsk, AlertGroup, AlertRow, AlertTotals, AlertsView, AttentionView, FactsView, PhaseView,
            SilenceView,
        },
        desk::PartyRef,
    },
    text::alerts as words,
};

/// Groups shown before one asks for all.
const GROUPS_SHOWN: usize = 60;

/// Names of everything that an alert mentions.
pub(crate) struct Words<'a> {
    names: Names<'a>,
    items: HashMap<&'a ItemCode, &'a Item>,
    people: &'a People,
}

impl<'a> Words<'a> {
    pub(crate) fn new(items: &'a [Item], parties: &'a [Party], people: &'a People) -> Self {
        Self { names: Names::new(parties), items: items.iter().map(|item| (&item.code, item)).collect(), people }
    }

    /// Who acts under this name; `None` for the program itself. Whom the reader may not know by name is the office.
    pub(crate) fn actor(&self, login: &str) -> Option<Name> {
        (login != "system").then(|| self.person(login))
    }

    pub(crate) fn person(&self, login: &str) -> Name {
        match self.people.name(login) {
            Some(name) => pair((name, "")),
            None if login == "system" => words::the_program(),
            None if self.people.everybody => pair((login, "")),
            None => words::the_office(),
        }
    }

    /// Who has confirmed a measure; to an outsider no name, for it need not be the office.
    pub(crate) fn confirmer(&self, login: &str) -> Name {
        if self.people.everybody || self.people.name(login).is_some() { self.person(login) } else { pair(("", "")) }
    }

    /// Whether the answer brought the scope's name: the parties that the reader may see.
    pub(crate) fn may_name(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Party(code) => self.people.everybody || self.names.parties.contains_key(code),
            Scope::Division(_) | Scope::City => true,
        }
    }

    pub(crate) fn item(&self, code: &ItemCode) -> Option<ItemName> {
        self.items.get(code).map(|item| item_name(item))
    }

    pub(crate) fn whom(&self, scope: &Scope) -> crate::model::Whom {
        self.names.whom(scope)
    }

    /// What an alert is about; `None` where its item is no longer in use.
    pub(crate) fn about(&self, id: Option<AlertId>, key: &AlertKey) -> Option<AboutView> {
        Some(AboutView {
            id,
            kind: key.kind.code().to_owned(),
            whom: self.whom(&key.scope),
            item: item_name(self.items.get(&key.item)?),
        })
    }

    /// A row; `window` says over how many days an item's gap is summed.
    pub(crate) fn row(
        &self,
        entry: &AlertEntry,
        declared: &Declared,
        window: impl Fn(&ItemCode) -> u32,
    ) -> Option<AlertRow> {
        let AlertEntry { id, alert, cause, resolved_at, .. } = entry;
        let cause = cause.zip(alert.cause.as_ref()).and_then(|(id, key)| self.about(Some(id), key));
        Some(AlertRow {
            id: *id,
            about: self.about(Some(*id), &alert.key)?,
            level: alert.level,
            worst: alert.worst,
            phase: phase(&alert.phase),
            since: since(alert),
            opened_at: office(alert.opened_at),
            resolved_at: resolved_at.map(office),
            unknown_since: alert.unknown_since.filter(|_| alert.phase.is_open()),
            facts: facts(&alert.facts, window(&alert.key.item)),
            attention: self.attention(&alert.attention),
            silence: alert.silence.as_ref().map(|silence| self.silence(silence)),
            declared: declared.0.get(&(alert.key.item.clone(), alert.key.scope.clone())).copied(),
            cause,
        })
    }

    fn attention(&self, attention: &Attention) -> AttentionView {
        match attention {
            Attention::Quiet => AttentionView::Quiet,
            Attention::Unclaimed { due } => AttentionView::Unclaimed(Some(office(*due))),
            Attention::Escalated { at } => AttentionView::Escalated(office(*at)),
            Attention::Owned { by, at } => AttentionView::Owned(self.person(by), office(*at)),
        }
    }

    fn silence(&self, silence: &Silence) -> SilenceView {
        SilenceView { until: office(silence.until), reason: silence.reason.clone(), by: self.person(&silence.by) }
    }
}

/// Levels in force by item and scope.
#[derive(Default)]
pub(crate) struct Declared(HashMap<(ItemCode, Scope), Level>);

impl Declared {
    pub(crate) fn of(declarations: &[Declaration]) -> Self {
        let running = declarations.iter().filter(|d| d.stored.ended.is_none()).map(|d| &d.stored.declared);
        Self(running.map(|d| ((d.item.clone(), d.scope.clone()), d.level)).collect())
    }
}

pub(crate) const fn phase(phase: &Phase) -> PhaseView {
    match phase {
        Phase::Pending { .. } => PhaseView::Pending,
        Phase::Firing { .. } => PhaseView::Firing,
        Phase::Recovering { .. } => PhaseView::Recovering,
        Phase::Resolved { .. } => PhaseView::Resolved,
    }
}

const fn since(alert: &Watched) -> Option<chrono::NaiveDate> {
    match alert.phase {
        Phase::Pending { since, .. } | Phase::Firing { since, .. } | Phase::Recovering { since, .. } => Some(since),
        Phase::Resolved { since, .. } => since,
    }
}

fn facts(facts: &Facts, window_days: u32) -> FactsView {
    match facts {
        Facts::Gap { period, ratio, demand, supply, gap } => FactsView::Gap {
            period: period.to_string(),
            window_days: if period.grain() == baogong_domain::Grain::Day { window_days } else { 1 },
            percent: percent(ratio.as_ref()),
            demand: amount(demand.as_ref()),
            supply: amount(supply.as_ref()),
            gap: amount(gap.as_ref()),
        },
        Facts::Stoppage { from, to, plan, delivered } => FactsView::Stoppage {
            from: *from,
            to: *to,
            plan: plan.to_string(),
            delivered: delivered.to_string(),
            percent: percent(Exact::ratio(delivered, plan).as_ref()),
        },
        Facts::Stock { period, stock, daily_use, stock_days } => FactsView::Stock {
            period: period.to_string(),
            stock: stock.to_string(),
            daily_use: daily_use.to_string(),
            days: amount(stock_days.as_ref()),
        },
        Facts::Overdue { missing, oldest, since } => {
            FactsView::Overdue { missing: *missing, oldest: oldest.to_string(), since: *since }
        }
        Facts::Implausible { doubts } => FactsView::Implausible {
            doubts: doubts.iter().map(|d| (d.period.to_string(), pair((&d.zh, &d.en)))).collect(),
        },
        Facts::None => FactsView::None,
    }
}

/// The list. `declarations` are those that the reader is told of.
pub(crate) fn list(list: &AlertList, declarations: &[Declaration], ask: AlertAsk) -> AlertsView {
    let words = Words::new(&list.items, &list.parties, &list.people);
    let declared = Declared::of(declarations);
    let of_item = |item: &ItemCode| list.rules.iter().find(|rule| rule.item == *item);
    let window = |item: &ItemCode| of_item(item).map_or(1, |rule| rule.window_days);
    let rows = list.alerts.iter().filter_map(|entry| words.row(entry, &declared, window));
    let mut groups = grouped(rows.collect());
    let shown = if ask.rows == "all" { groups.len() } else { GROUPS_SHOWN };
    let more = groups.len().saturating_sub(shown);
    groups.truncate(shown);
    let divisions: BTreeMap<String, Name> = list
        .parties
        .iter()
        .filter(|p| p.kind == PartyKind::District)
        .filter_map(|p| Some((p.division.as_ref()?.to_string(), pair((&p.name, &p.name_en)))))
        .collect();
    let parties = list.parties.iter().filter(|p| p.kind != PartyKind::District);
    let counts = list.counts;
    AlertsView {
        taken: Taken { at: list.taken_at, today: list.taken_at.date(), synthetic: list.synthetic },
        season: pair(list.season.names()),
        ask,
        as_of: list.as_of.map(office),
        judged: list.judged.map(|(day, at)| (day, office(at))),
        totals: AlertTotals {
            levels: counts.levels,
            pending: counts.pending,
            unknown: counts.unknown,
            unclaimed: counts.unclaimed,
            silenced: counts.silenced,
        },
        groups,
        more,
        found: list.alerts.len(),
        next: list.next,
        items: list.items.iter().map(|i| (i.code.to_string(), pair((&i.name, &i.name_en)))).collect(),
        divisions: divisions.into_iter().collect(),
        parties: parties.map(|p| PartyRef { code: p.code.to_string(), name: pair((&p.name, &p.name_en)) }).collect(),
        declared: declarations.iter().filter_map(|d| detail::declared(d, &words)).collect(),
        may_handle: list.may_handle,
        sees_all: list.people.everybody,
    }
}

/// Consequences under the topmost of their causes that is in the list; the order stays.
fn grouped(rows: Vec<AlertRow>) -> Vec<AlertGroup> {
    let causes: HashMap<i64, i64> = rows.iter().filter_map(|r| Some((r.id, r.cause.as_ref()?.id?))).collect();
    let listed: HashSet<i64> = rows.iter().map(|r| r.id).collect();
    let top = |id: i64| {
        let mut seen = BTreeSet::from([id]);
        let mut at = id;
        while let Some(cause) = causes.get(&at).filter(|cause| listed.contains(cause)) {
            if !seen.insert(*cause) {
                break;
            }
            at = *cause;
        }
        at
    };
    let (heads, mut under): (Vec<AlertRow>, Vec<AlertRow>) = rows.into_iter().partition(|row| top(row.id) == row.id);
    let group = |row: AlertRow| {
        let (mine, rest) = std::mem::take(&mut under).into_iter().partition(|other| top(other.id) == row.id);
        under = rest;
        AlertGroup { row, under: mine }
    };
    heads.into_iter().map(group).collect()
}

/// An instant as the office's clock shows it.
pub(crate) fn office(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&office_zone()).naive_local()
}
