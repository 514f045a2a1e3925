//! A watch room: alerts that are open, and a run of the reconciler a call. Times are written as people write them.

use std::collections::BTreeMap;

use baogong_domain::{
    Exact, ItemCode, Level, Period, defaults,
    level::{GapLines, StockLines},
    watch::{Answer, Changed, Event, Facts, Input, Judged, Kind, Phase, Relations, WatchSettings, Watched, analyze},
};
use chrono::{DateTime, NaiveDate, Utc};

pub(crate) type Key = baogong_domain::watch::AlertKey;

pub(crate) const LINES: GapLines = GapLines { blue: 0, yellow: 500, orange: 1000, red: 2000 };
pub(crate) const STOCK: StockLines = StockLines { blue: 20_000, yellow: 15_000, orange: 7_000, red: 4_000 };

pub(crate) struct Room {
    pub(crate) settings: WatchSettings,
    pub(crate) open: Vec<Watched>,
    pub(crate) closed: Vec<Watched>,
    pub(crate) relations: Relations,
}

/// `coal.thermal` unless the text names another item: `gap party:A`, `stock fuel.diesel party:A`.
pub(crate) fn key(text: &str) -> Key {
    let words: Vec<&str> = text.split(' ').collect();
    let (kind, item, scope) = match words[..] {
        [kind, scope] => (kind, "coal.thermal", scope),
        [kind, item, scope] => (kind, item, scope),
        _ => panic!("{text}"),
    };
    Key { kind: Kind::parse(kind).unwrap(), item: ItemCode::parse(item).unwrap(), scope: scope.parse().unwrap() }
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An instant in the office, `2026-11-23 10:00` or with seconds.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    let full = if text.len() == 16 { format!("{text}:00") } else { text.to_owned() };
    DateTime::parse_from_rfc3339(&format!("{}+08:00", full.replace(' ', "T"))).unwrap().to_utc()
}

/// A gap of so many ten-thousandths of demand, on the rule's days.
pub(crate) fn gap(share: i64) -> Answer {
    let (gap, demand) = (Exact::share(share.into(), 1), Exact::share(10_000, 1));
    let judged = Judged { reached: LINES.level(&gap, &demand), held: LINES.held(&gap, &demand, 100), ..Judged::FINE };
    Answer::Known { judged, facts: gap_facts("2026-11-26", share) }
}

pub(crate) fn gap_facts(period: &str, share: i64) -> Facts {
    let amount = |amount: i64| Some(Exact::share(amount.into(), 1));
    let (period, ratio) =
        (Period::parse(period).unwrap(), Exact::ratio(&amount(share).unwrap(), &Exact::share(10_000, 1)));
    Facts::Gap { period, ratio, demand: amount(10_000), supply: amount(10_000 - share), gap: amount(share) }
}

/// A gap that is seen on too few days.
pub(crate) fn brief(share: i64) -> Answer {
    let (gap, demand) = (Exact::share(share.into(), 1), Exact::share(10_000, 1));
    let (brief, brief_held) = (LINES.level(&gap, &demand), LINES.held(&gap, &demand, 100));
    Answer::Known { judged: Judged { brief, brief_held, ..Judged::FINE }, facts: gap_facts("2026-11-26", share) }
}

/// A stock of so many thousandths of a day.
pub(crate) fn stock(days: i64) -> Answer {
    let (stock, daily_use) = (Exact::share(days.into(), 1), Exact::share(1000, 1));
    let judged =
        Judged { reached: STOCK.level(&stock, &daily_use), held: STOCK.held(&stock, &daily_use, 1000), ..Judged::FINE };
    let period = Period::parse("2026-11-22").unwrap();
    let stock_days = Exact::ratio(&stock, &daily_use);
    Answer::Known { judged, facts: Facts::Stock { period, stock, daily_use, stock_days } }
}

/// A report with this level.
pub(crate) fn report(level: Option<Level>) -> Answer {
    let facts = Facts::Implausible { doubts: Vec::new() };
    level.map_or(Answer::FINE, |level| Answer::Known { judged: Judged::plain(level), facts })
}

/// What a timeline says: `rose yellow→red !` where it rings.
pub(crate) fn line(Event { kind, rings }: &Event) -> String {
    use baogong_domain::watch::EventKind::{Fell, Fired, Grouped, Opened, Rose, SilenceEnded};
    let words = match kind {
        Opened { level, .. } | Fired { level } => format!(" {}", level.code()),
        Rose { from, to } | Fell { from, to } => format!(" {}→{}", from.code(), to.code()),
        Grouped { cause } => format!(" under {cause}"),
        SilenceEnded { how } => format!(" {how:?}").to_lowercase(),
        _ => String::new(),
    };
    format!("{}{words}{}", kind.code(), if *rings { " !" } else { "" })
}

impl Room {
    pub(crate) fn new() -> Self {
        let settings = defaults::watch_book().on(&defaults::calendar(), date("2026-11-23")).unwrap().clone();
        Self { settings, open: Vec::new(), closed: Vec::new(), relations: Relations::default() }
    }

    /// One run; what it wrote, by key.
    pub(crate) fn run(&mut self, day: &str, now: DateTime<Utc>, answers: Vec<(Key, Answer)>) -> Vec<(Key, Vec<Event>)> {
        let input = Input {
            day: date(day),
            now,
            settings: &self.settings,
            open: self.open.clone(),
            neighbours: Vec::new(),
            answers: answers.into_iter().collect(),
            relations: self.relations.clone(),
        };
        let diff = analyze(input);
        let mut written = Vec::new();
        let mut open: BTreeMap<Key, Watched> = self.open.drain(..).map(|a| (a.key.clone(), a)).collect();
        for Changed { alert, events } in diff.changed.into_iter().chain(diff.opened) {
            written.push((alert.key.clone(), events));
            if alert.phase.is_open() {
                open.insert(alert.key.clone(), alert);
            } else {
                open.remove(&alert.key);
                self.closed.push(alert);
            }
        }
        self.open = open.into_values().collect();
        written
    }

    /// One run at ten in the morning of the day, of one key; its timeline.
    pub(crate) fn one(&mut self, day: &str, of: &Key, answer: Answer) -> Vec<String> {
        let written = self.run(day, at(&format!("{day} 10:00")), vec![(of.clone(), answer)]);
        written.iter().flat_map(|(_, events)| events).map(line).collect()
    }

    pub(crate) fn alert(&self, of: &Key) -> Option<&Watched> {
        self.open.iter().find(|alert| alert.key == *of)
    }

    pub(crate) fn change(&mut self, of: &Key, handle: impl FnOnce(Watched) -> Watched) {
        let place = self.open.iter().position(|alert| alert.key == *of).unwrap();
        let alert = self.open.remove(place);
        self.open.insert(place, handle(alert));
    }

    /// `firing red`, `recovering blue ?` where it is unknown, `-` where nothing is open.
    pub(crate) fn state(&self, of: &Key) -> String {
        self.alert(of).map_or("-".to_owned(), |alert| {
            let unknown = if alert.unknown_since.is_some() { " ?" } else { "" };
            format!("{} {}{unknown}", alert.phase.code(), alert.level.code())
        })
    }
}

pub(crate) fn fired_since(alert: &Watched) -> Option<NaiveDate> {
    match alert.phase {
        Phase::Firing { since, .. } | Phase::Recovering { since, .. } => Some(since),
        Phase::Pending { .. } => None,
        Phase::Resolved { since, .. } => since,
    }
}
