//! One alert with everything around it.

use baogong_domain::{
    BalanceRow, Level, Period,
    period::plus_days,
    watch::{Confirmer, DeclaredLevel, EventKind, Facts, SilenceEnd, Step, WatchSettings, measures},
};
use baogong_services::{
    updated::Updated,
    watch::{AlertCurve, AlertDetail, Declaration, TimelineEntry},
};
use chrono::{NaiveDateTime, TimeDelta};

use super::{super::item_name, Declared, Words, amount, office, pair};
use crate::{
    model::{
        ItemView, Name, Taken,
        alerts::{
            AlertDetailView, ConfirmerView, CurveView, DeclaredView, EndView, HappenedView, LevelChoice, LevelWord,
            MeasureView, StockDay, TimelineView, WatchView,
        },
        board::{OwedState, OwedView},
    },
    view_model::{Names, day, rule_view},
};

/// Missing reports that are listed.
const MISSING_SHOWN: usize = 20;
/// The hour at which a silence for the night ends.
const MORNING: u32 = 8;

/// The page. `owed` is what its party has not reported of its item.
pub(crate) fn page(detail: &AlertDetail, curve: &AlertCurve, owed: Vec<OwedView>) -> Option<AlertDetailView> {
    let items = std::slice::from_ref(&detail.item);
    let words = Words::new(items, &detail.parties, &detail.people);
    let declared_in_force = Declared::of(&detail.declared);
    let row = |entry| words.row(entry, &declared_in_force, |_| detail.rule.window_days);
    let (now, alert) = (detail.taken_at, &detail.entry.alert);
    let then = detail.as_of.map_or(now, office);
    let taken = Taken { at: now, today: now.date(), synthetic: detail.synthetic };
    let missing: Vec<OwedView> = owed.into_iter().filter(|cell| cell.state == OwedState::Missing).collect();
    let mut timeline = timeline(detail, &words);
    timeline.reverse();
    let choices = Level::WORST_FIRST.map(|level| LevelChoice {
        level,
        measures: measures(level).iter().map(|step| pair(step.names(detail.item.code.factor()))).collect(),
    });
    let party = match &alert.key.scope {
        baogong_domain::Scope::Party(code) => Some(code.to_string()),
        _ => None,
    };
    Some(AlertDetailView {
        row: row(&detail.entry)?,
        as_of: detail.as_of.map(office),
        high: if let AlertCurve::Balance(_, Some(row)) = curve { high(row) } else { None },
        silence_choices: silence_choices(now),
        curve: curve_view(detail, curve, &Taken { today: then.date(), ..taken.clone() }),
        rule: rule_view(&detail.rule),
        watch: watch_view(&detail.settings, alert.level),
        more_missing: missing.len().saturating_sub(MISSING_SHOWN),
        missing: missing.into_iter().take(MISSING_SHOWN).collect(),
        timeline,
        cause: detail.cause.as_ref().and_then(row),
        consequences: detail.consequences.iter().filter_map(row).collect(),
        declared: detail.declared.iter().filter_map(|d| declared(d, &words)).collect(),
        choices: choices.into(),
        scope: alert.key.scope.to_string(),
        party,
        may_handle: detail.may_handle,
        sees_all: detail.people.everybody,
        taken,
    })
}

/// The period by which an alert's gap was judged.
pub(crate) const fn judged_period(facts: &Facts) -> Option<Period> {
    if let Facts::Gap { period, .. } = facts { Some(*period) } else { None }
}

/// What the gap of its period grows to if suppliers that are late delivered nothing, where that is more.
fn high(row: &BalanceRow) -> Option<(String, Option<LevelWord>)> {
    let high = row.gap_high.as_ref().filter(|high| row.gap.as_ref() != Some(*high))?;
    Some((high.to_string(), row.level_high.map(LevelWord)))
}

fn silence_choices(now: NaiveDateTime) -> [String; 3] {
    let morning = plus_days(now.date(), 1).and_hms_opt(MORNING, 0, 0).unwrap_or(now);
    [now + TimeDelta::hours(2), now + TimeDelta::hours(8), morning].map(|at| at.format("%Y-%m-%dT%H:%M").to_string())
}

fn curve_view(detail: &AlertDetail, curve: &AlertCurve, taken: &Taken) -> CurveView {
    let names = Names::new(&detail.parties);
    match curve {
        AlertCurve::None => CurveView::None,
        AlertCurve::Stock(days) => {
            let day = |d: &baogong_services::watch::StockDay| StockDay {
                date: d.day,
                stock: amount(d.stock.as_ref()),
                days: amount(d.days.as_ref()),
            };
            CurveView::Stock(days.iter().map(day).collect())
        }
        AlertCurve::Balance(rows, _) => CurveView::Balance(Box::new(ItemView {
            taken: taken.clone(),
            past: detail.as_of.is_some(),
            item: item_name(&detail.item),
            rail: detail.item.code.is_rail(),
            has_stock: false,
            days: rows.iter().map(|row| day(&detail.item.code, row, &Updated::default(), &names)).collect(),
            alerts: Vec::new(),
            unknown: Vec::new(),
            uncounted: Vec::new(),
            rule: rule_view(&detail.rule),
        })),
    }
}

fn watch_view(settings: &WatchSettings, level: Level) -> WatchView {
    WatchView {
        gap_hysteresis: settings.gap_hysteresis,
        stock_hysteresis: settings.stock_hysteresis,
        hold_days: settings.hold_days,
        escalate_minutes: settings.escalate_minutes.of(level),
        overdue_hours: Level::WORST_FIRST.map(|level| settings.overdue_hours.of(level)),
        frozen_days: settings.frozen_days,
        apart_percent: settings.apart_percent,
        apart_days: settings.apart_days,
        stoppage_percent: settings.stoppage_percent,
        stoppage_days: settings.stoppage_days,
        source: settings.source.clone(),
    }
}

/// A declared level with its measures; `None` where its item is no longer in use.
pub(crate) fn declared(declaration: &Declaration, words: &Words<'_>) -> Option<DeclaredView> {
    let DeclaredLevel { item, scope, level, document, note, by, at } = &declaration.stored.declared;
    let measure = |(step, confirmers): &(Step, Vec<(Confirmer, Option<baogong_services::watch::Confirmation>)>)| {
        let confirmer =
            |(confirmer, found): &(Confirmer, Option<baogong_services::watch::Confirmation>)| ConfirmerView {
                code: confirmer.code().to_owned(),
                name: pair(confirmer.names()),
                confirmed: found.as_ref().map(|c| (words.confirmer(&c.by), office(c.at), c.note.clone())),
                may: declaration.may_confirm.contains(confirmer),
            };
        MeasureView {
            code: step.code().to_owned(),
            name: pair(step.names(item.factor())),
            confirmers: confirmers.iter().map(confirmer).collect(),
        }
    };
    Some(DeclaredView {
        id: declaration.id,
        item: words.item(item)?,
        whom: words.whom(scope),
        level: *level,
        document: document.clone(),
        note: note.clone(),
        by: words.person(by),
        at: office(*at),
        ended: declaration.stored.ended.as_ref().map(|(by, at, document)| EndView {
            by: words.person(by),
            at: office(*at),
            document: document.clone(),
        }),
        measures: declaration.measures.iter().map(measure).collect(),
    })
}

/// Everything that happened to it, the oldest first: events, what was said, and what was declared and confirmed
/// while it was open.
fn timeline(detail: &AlertDetail, words: &Words<'_>) -> Vec<TimelineView> {
    let mut all: Vec<TimelineView> = detail.timeline.iter().filter_map(|entry| event(entry, words)).collect();
    let plain = |at, by: Option<Name>, happened| TimelineView { at: office(at), by, day: None, rang: false, happened };
    all.extend(detail.comments.iter().map(|comment| {
        plain(comment.recorded_at, words.actor(&comment.actor), HappenedView::Said(comment.text.clone()))
    }));
    let closed = detail.entry.resolved_at;
    let during = |at| at >= detail.entry.alert.opened_at && closed.is_none_or(|closed| at <= closed);
    for declaration in &detail.declared {
        let (of, level) = (&declaration.stored.declared, LevelWord(declaration.stored.declared.level));
        if during(of.at) {
            all.push(plain(of.at, words.actor(&of.by), HappenedView::Declared(level, of.document.clone())));
        }
        if let Some((by, at, document)) = declaration.stored.ended.as_ref().filter(|(_, at, _)| during(*at)) {
            all.push(plain(*at, words.actor(by), HappenedView::DeclaredEnded(level, document.clone())));
        }
        for (step, confirmers) in &declaration.measures {
            for (confirmer, found) in confirmers {
                if let Some(found) = found.as_ref().filter(|found| during(found.at)) {
                    let names = (pair(step.names(of.item.factor())), pair(confirmer.names()));
                    let by = Some(words.confirmer(&found.by));
                    all.push(plain(found.at, by, HappenedView::Confirmed(names.0, names.1)));
                }
            }
        }
    }
    // Stable: of one instant the order in which things were written stays.
    all.sort_by_key(|entry| entry.at);
    all
}

fn event(entry: &TimelineEntry, words: &Words<'_>) -> Option<TimelineView> {
    let level = |level: &Level| LevelWord(*level);
    let happened = match &entry.event.kind {
        EventKind::Opened { level: at, pending } => HappenedView::Opened(level(at), *pending),
        EventKind::Fired { level: at } => HappenedView::Fired(level(at)),
        EventKind::Rose { from, to } => HappenedView::Rose(level(from), level(to)),
        EventKind::Fell { from, to } => HappenedView::Fell(level(from), level(to)),
        EventKind::Recovering => HappenedView::Recovering,
        EventKind::Relapsed => HappenedView::Relapsed,
        EventKind::Resolved => HappenedView::Resolved,
        EventKind::BecameUnknown => HappenedView::BecameUnknown,
        EventKind::KnownAgain => HappenedView::KnownAgain,
        EventKind::Grouped { cause } => {
            // A cause that the reader may not see has no name here.
            let about = words.about(None, cause).filter(|_| words.may_name(&cause.scope))?;
            HappenedView::Grouped(about.whom, about.item.name, about.kind)
        }
        EventKind::StandsAlone => HappenedView::StandsAlone,
        EventKind::Escalated => HappenedView::Escalated,
        EventKind::Acknowledged { owner } => HappenedView::Acknowledged(words.person(owner)),
        EventKind::Silenced { until, reason } => HappenedView::Silenced(office(*until), reason.clone()),
        EventKind::SilenceEnded { how } => HappenedView::SilenceEnded(ending(*how).to_owned()),
    };
    let at = office(entry.recorded_at);
    Some(TimelineView {
        at,
        by: words.actor(&entry.actor),
        day: (entry.day != at.date()).then_some(entry.day),
        rang: entry.event.rings,
        happened,
    })
}

const fn ending(how: SilenceEnd) -> &'static str {
    match how {
        SilenceEnd::Expired => "expired",
        SilenceEnd::Worse => "worse",
        SilenceEnd::Ended => "ended",
        SilenceEnd::Resolved => "resolved",
    }
}
