//! A replay says of each day what an evaluation of that day says, whatever was reported and whatever the rules are.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "each test file uses a part")]
mod common;
#[path = "common/random.rs"]
mod random;

use std::collections::BTreeMap;

use baogong_domain::{
    Calendar, DayRange, Evaluation, Level, Rule, RuleBook, SeasonDecision, SeasonKind, evaluate,
    evaluation::AlertKind,
    level::{GapLines, StockLines},
    replay::{Raised, Spell, replay},
    settings::{Setting, SettingsBook},
};
use chrono::NaiveDate;
use common::{City, date};
use proptest::prelude::*;
use random::{Shape, cities};

fn window() -> DayRange {
    // Over the first day of the season and the end of a month.
    DayRange { first: date("2026-11-11"), last: date("2026-12-05") }
}

type Levels = BTreeMap<(NaiveDate, AlertKind, String), Level>;

fn evaluated(city: &City, item: &str, rules: &RuleBook, day: NaiveDate) -> Levels {
    let Evaluation { alerts, .. } = evaluate(day, vec![city.book(item)], rules);
    alerts.into_iter().map(|a| ((day, a.kind, a.scope.to_string()), a.level)).collect()
}

/// Levels on the days whose rules differ, each day evaluated by itself.
fn day_by_day(city: &City, item: &str, old: &RuleBook, new: &RuleBook) -> (usize, Levels, Levels) {
    let (mut judged, mut before, mut after) = (0, Levels::new(), Levels::new());
    let code = &city.book(item).item.code;
    for day in window().iter() {
        let alike = match (old.rule(code, day), new.rule(code, day)) {
            (Some(old), Some(new)) => old.judges_as(new),
            (old, new) => old == new,
        };
        if !alike {
            judged += 1;
            before.extend(evaluated(city, item, old, day));
            after.extend(evaluated(city, item, new, day));
        }
    }
    (judged, before, after)
}

/// What differs on each day of the spells.
fn differing(spells: &[Spell]) -> Vec<(NaiveDate, AlertKind, String, &'static str)> {
    let days = |spell: &Spell| {
        let (alert, scope, kind) = (spell.alert, spell.scope.to_string(), spell.kind.code());
        DayRange { first: spell.first, last: spell.last }
            .iter()
            .map(|day| (day, alert, scope.clone(), kind))
            .collect::<Vec<_>>()
    };
    let mut days: Vec<_> = spells.iter().flat_map(days).collect();
    days.sort();
    days
}

fn expected(before: &Levels, after: &Levels) -> Vec<(NaiveDate, AlertKind, String, &'static str)> {
    let keys: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let difference = |key: &(NaiveDate, AlertKind, String)| {
        let word = match (before.get(key), after.get(key)) {
            (None, Some(_)) => "only_new",
            (Some(_), None) => "only_old",
            (Some(old), Some(new)) if new > old => "worse",
            (Some(old), Some(new)) if new < old => "lesser",
            _ => return None,
        };
        Some((key.0, key.1, key.2.clone(), word))
    };
    keys.into_iter().filter_map(difference).collect()
}

fn counted(levels: &Levels, raised: &Raised) -> bool {
    Level::WORST_FIRST.iter().all(|level| levels.values().filter(|l| *l == level).count() == raised.days.of(*level))
}

fn changed(rule: &Rule, numbers: (i64, u32, u32, u32, bool)) -> Rule {
    let (yellow, pending, ahead, days, lower) = numbers;
    let stock = StockLines { blue: 18_000, yellow: 14_500, orange: 9_000, red: if lower { 2_000 } else { 6_000 } };
    Rule {
        gap: GapLines { blue: yellow / 2, yellow, orange: yellow.max(1200), red: yellow.max(1500) },
        stock: rule.stock.map(|_| stock),
        pending_days: pending,
        look_ahead_days: ahead,
        window_days: days,
        use_window_days: days.max(3),
        ..rule.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_changed_rule_is_replayed_as_each_day_is_evaluated(
        (item, city) in cities(Shape::Mixed),
        numbers in (0i64..2500, 1u32..5, 0u32..12, 1u32..9, any::<bool>()),
        season in prop::sample::select(vec![SeasonKind::Off, SeasonKind::Winter]),
    ) {
        let old = city.rules.clone();
        let mut new = old.clone();
        for rule in new.rules.iter_mut().filter(|rule| rule.season == season) {
            *rule = changed(rule, numbers);
        }
        let (judged, before, after) = day_by_day(&city, item, &old, &new);
        let done = replay(&[city.book(item)], &old, &new, window());
        prop_assert_eq!(done.judged, judged);
        prop_assert_eq!(differing(&done.spells), expected(&before, &after));
        prop_assert!(counted(&before, &done.old) && counted(&after, &done.new), "{:?}", done);
    }

    #[test]
    fn a_moved_season_is_replayed_on_the_days_whose_season_differs(
        (item, city) in cities(Shape::Mixed),
        first in 0u64..20,
    ) {
        let old = city.rules.clone();
        let decision = SeasonDecision {
            kind: SeasonKind::Winter,
            year: 2026,
            first: date("2026-11-10") + chrono::Days::new(first),
            last: date("2027-03-15"),
            source: String::new(),
        };
        let calendar = Calendar { decisions: vec![decision], ..old.calendar.clone() };
        let new = RuleBook { calendar, ..old.clone() };
        let (judged, before, after) = day_by_day(&city, item, &old, &new);
        let done = replay(&[city.book(item)], &old, &new, window());
        prop_assert_eq!(done.judged, judged);
        prop_assert_eq!(differing(&done.spells), expected(&before, &after));
        prop_assert!(counted(&before, &done.old) && counted(&after, &done.new));
    }
}

#[test]
fn spells_are_runs_of_days_with_their_worst_levels() {
    // 6 % short from 20 November on, 30 % from 28 November to 1 December.
    let city = City::read(
        "fuel.diesel demand - A@410181 2026-11-01..2026-12-31 100
         fuel.diesel received - A@410181 2026-11-01..2026-11-19 100
         fuel.diesel received - A@410181 2026-11-20..2026-11-27 94
         fuel.diesel received - A@410181 2026-11-28..2026-12-01 70
         fuel.diesel received - A@410181 2026-12-02..2026-12-31 100",
    );
    let old = city.rules.clone();
    let mut new = old.clone();
    let rule = new.rules.iter_mut().find(|r| r.item.as_str() == "fuel.diesel" && r.season == SeasonKind::Winter);
    let rule = rule.unwrap();
    // Nothing under 10 % is an alert any more, and what is worse must last two days.
    rule.gap = GapLines { blue: 1000, yellow: 1000, orange: 3000, red: 3500 };
    rule.pending_days = 2;
    let done = replay(&[city.book("fuel.diesel")], &old, &new, window());
    let told = |spell: &Spell| {
        let word = |level: Option<Level>| level.map_or("-", Level::code);
        let Spell { kind, scope, first, last, old, new, .. } = spell;
        format!("{} {scope} {first} {last} {} {}", kind.code(), word(*old), word(*new))
    };
    let spells: Vec<String> = done.spells.iter().map(told).collect();
    assert_eq!(
        spells,
        [
            "only_old division:410181 2026-11-20 2026-11-28 red -",
            "lesser division:410181 2026-11-29 2026-12-01 red orange",
            "only_old party:A 2026-11-20 2026-11-28 red -",
            "lesser party:A 2026-11-29 2026-12-01 red orange",
        ]
    );
    // 21 days of winter from the 15th on; two scopes, each with one alert by either rule. Of the city nothing is known:
    // no supplier feeds its pool.
    assert_eq!(done.judged, 21);
    assert_eq!((done.old.alerts.red, done.old.days.red, done.old.days.yellow), (2, 8, 16));
    assert_eq!((done.new.alerts.orange, done.new.days.orange, done.new.alerts.red), (2, 6, 0));
}

#[test]
fn a_change_of_words_or_deadlines_judges_no_day_otherwise() {
    let city = City::read("coal.thermal demand - A 2026-11 3000\ncoal.thermal plan MINE A 2026-11 1000");
    let old = SettingsBook { rules: city.rules.clone(), watch: baogong_domain::defaults::watch_book() };
    let mut rule = old.rules.rules.iter().find(|r| r.season == SeasonKind::Winter).unwrap().clone();
    rule.source = "另有通知".to_owned();
    let new = old.clone().with(&Setting::Rule(rule));
    let done = replay(&[city.book("coal.thermal")], &old.rules, &new.rules, window());
    assert_eq!((done.judged, done.spells.len(), done.old), (0, 0, Raised::default()));
}
