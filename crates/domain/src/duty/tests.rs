//! Deadlines, locks and what is owed, over seasons, leap days and years.

use std::collections::BTreeMap;

use super::*;
use crate::{WorkDayException, defaults, period::DayRange};

struct Site {
    rules: RuleBook,
    work_days: WorkCalendar,
    settings: DutySettings,
}

fn site() -> Site {
    Site { rules: defaults::rule_book(), work_days: defaults::work_calendar(), settings: defaults::duty_settings() }
}

impl Site {
    fn terms(&self) -> Terms<'_> {
        Terms { rules: &self.rules, work_days: &self.work_days, settings: &self.settings }
    }
}

fn item(code: &str) -> Item {
    defaults::items().into_iter().find(|i| i.code.as_str() == code).unwrap()
}

fn time(text: &str) -> NaiveDateTime {
    let text = if text.contains('T') { format!("{text}:00") } else { format!("{text}T00:00:00") };
    text.parse().unwrap()
}

fn range(first: &str, last: &str) -> DayRange {
    DayRange { first: first.parse().unwrap(), last: last.parse().unwrap() }
}

/// `period instant` a line.
fn known(lines: &[(&str, &str)]) -> BTreeMap<Period, NaiveDateTime> {
    lines.iter().map(|(period, at)| (Period::parse(period).unwrap(), time(at))).collect()
}

/// One line for each figure owed: period, deadline, state.
fn lines(owed: &[Owed]) -> Vec<String> {
    let state = |o: &Owed| match o.state {
        OwedState::OnTime => "on time".to_owned(),
        OwedState::Late(at) => format!("late {}", at.format("%m-%dT%H:%M")),
        OwedState::Missing => "missing".to_owned(),
        OwedState::NotYetDue => "not yet".to_owned(),
    };
    owed.iter().map(|o| format!("{} by {}: {}", o.period, o.due.format("%Y-%m-%dT%H:%M"), state(o))).collect()
}

#[test]
fn facts_are_due_by_the_rule_of_their_last_day_and_intentions_before_their_period() {
    use Measure::{Delivered, Demand, Plan, Received, Stock, Used};
    let site = site();
    let check = |code: &str, measure, period: &str, expect: &str| {
        let due = site.terms().due(&item(code), measure, Period::parse(period).unwrap()).unwrap();
        assert_eq!(due, time(expect), "{code} {measure} {period}");
    };
    for (code, measure, period, expect) in [
        // The last day off season and the first of winter, the last of winter and the first after it.
        ("coal.thermal", Used, "2026-11-14", "2026-12-04"),
        ("coal.thermal", Used, "2026-11-15", "2026-11-16T10:00"),
        ("coal.thermal", Stock, "2027-03-15", "2027-03-16T10:00"),
        ("coal.thermal", Stock, "2027-03-16", "2027-04-04"),
        // A leap day and the turn of the year.
        ("gas.pipeline", Delivered, "2028-02-29", "2028-03-01T10:00"),
        ("gas.pipeline", Delivered, "2026-12-31", "2027-01-01T10:00"),
        // Months: also where they end in a season of daily reports.
        ("gas.pipeline", Delivered, "2026-10", "2026-11-04"),
        ("gas.pipeline", Delivered, "2026-12", "2027-01-04"),
        ("coal.industrial", Received, "2026-02", "2026-03-04"),
        ("electricity.energy", Used, "2026", "2027-01-04"),
        // A quota stays monthly.
        ("land.quota", Delivered, "2026-12", "2027-01-04"),
        ("land.quota", Delivered, "2026-12-05", "2027-01-04"),
        // What is meant to be is said before it begins.
        ("coal.thermal", Demand, "2026-11-23", "2026-11-23"),
        ("coal.thermal", Plan, "2026-12", "2026-12-01"),
        ("coal.thermal", Plan, "2028-02-29", "2028-02-29"),
        ("land.quota", Plan, "2027", "2027-01-01"),
    ] {
        check(code, measure, period, expect);
    }
}

#[test]
fn monthly_deadlines_roll_where_the_office_wants_it() {
    let mut site = site();
    site.settings.roll_monthly = true;
    let coal = item("coal.thermal");
    let due =
        |site: &Site, measure, period: &str| site.terms().due(&coal, measure, Period::parse(period).unwrap()).unwrap();
    assert_eq!(due(&site, Measure::Used, "2026-09"), time("2026-10-09"));
    assert_eq!(due(&site, Measure::Used, "2026-12-05"), time("2026-12-06T10:00"));
    assert_eq!(due(&site, Measure::Demand, "2026-10"), time("2026-10-01"));
    // What the calendar says about the day is said of the deadline.
    let worked = WorkDayException { date: "2026-10-03".parse().unwrap(), working: true, source: "test".to_owned() };
    let mut exceptions = site.work_days.exceptions().to_vec();
    exceptions.push(worked);
    site.work_days = WorkCalendar::new(exceptions);
    assert_eq!(due(&site, Measure::Used, "2026-09"), time("2026-10-04"));
}

#[test]
fn what_is_due_has_passed_at_its_minute() {
    let site = site();
    for code in ["coal.thermal", "transport.rail"] {
        for day in range("2026-11-10", "2026-11-20").iter().chain(range("2027-03-12", "2027-03-18").iter()) {
            let item = item(code);
            let due = site.terms().due(&item, Measure::Used, Period::day(day)).unwrap();
            let before = due - chrono::TimeDelta::seconds(1);
            assert!(site.terms().has_passed(&item.code, day, due) && !site.terms().has_passed(&item.code, day, before));
        }
    }
}

#[test]
fn an_item_without_a_rule_is_never_due() {
    let mut site = site();
    site.rules.rules.clear();
    let coal = item("coal.thermal");
    let period = Period::parse("2026-11-23").unwrap();
    assert_eq!(site.terms().due(&coal, Measure::Used, period), None);
    assert_eq!(site.terms().gate(&coal, Measure::Used, period, time("2027-11-23"), None), Gate::Open);
    assert!(!site.terms().has_passed(&coal.code, period.first_day(), time("2027-11-23")));
}

#[test]
fn a_gate_asks_for_a_reason_then_locks_and_opens_for_a_time() {
    let due = time("2026-11-23T10:00");
    let until = time("2026-11-28T18:00");
    for (now, opened, expect) in [
        ("2026-11-23T09:59", None, Gate::Open),
        ("2026-11-23T10:00", None, Gate::Reason),
        ("2026-11-26T09:59", None, Gate::Reason),
        ("2026-11-26T10:00", None, Gate::Locked),
        ("2026-11-28T17:59", Some(until), Gate::OpenedUntil(until)),
        ("2026-11-28T18:00", Some(until), Gate::Locked),
        // It makes no difference while the figure is taken anyway.
        ("2026-11-24T10:00", Some(until), Gate::Reason),
        ("2026-11-22T10:00", Some(until), Gate::Open),
    ] {
        assert_eq!(gate(due, 3, time(now), opened), expect, "{now} {opened:?}");
    }
    assert_eq!(gate(due, 0, due, None), Gate::Locked);
    assert_eq!(gate(due, u32::MAX, time("2199-12-31"), None), Gate::Reason);
}

#[test]
fn a_running_period_is_never_locked() {
    let site = site();
    let coal = item("coal.thermal");
    let gate = |measure, period: &str, now: &str| {
        site.terms().gate(&coal, measure, Period::parse(period).unwrap(), time(now), None)
    };
    for (measure, period, now, expect) in [
        (Measure::Plan, "2026-12", "2026-11-30T23:59", Gate::Open),
        (Measure::Plan, "2026-12", "2026-12-01", Gate::Reason),
        (Measure::Plan, "2026-12", "2026-12-31T23:59", Gate::Reason),
        (Measure::Plan, "2026-12", "2027-01-10T23:59", Gate::Reason),
        (Measure::Plan, "2026-12", "2027-01-11", Gate::Locked),
        (Measure::Demand, "2026-11-23", "2026-11-23", Gate::Reason),
        (Measure::Demand, "2026-11-23", "2026-11-26T23:59", Gate::Reason),
        (Measure::Demand, "2026-11-23", "2026-11-27", Gate::Locked),
        (Measure::Used, "2026-11-22", "2026-11-23T09:59", Gate::Open),
        (Measure::Used, "2026-11-22", "2026-11-26T10:00", Gate::Locked),
        (Measure::Used, "2026-10", "2026-11-03T23:59", Gate::Open),
        (Measure::Used, "2026-10", "2026-11-13T23:59", Gate::Reason),
        (Measure::Used, "2026-10", "2026-11-14", Gate::Locked),
    ] {
        assert_eq!(gate(measure, period, now), expect, "{measure} {period} {now}");
    }
}

/// What is owed of a daily reporter of thermal coal since 1 October 2026.
fn plant(measure: Measure, of: DayRange, now: &str, figures: &[(&str, &str)]) -> Vec<String> {
    let (site, coal) = (site(), item("coal.thermal"));
    let since = "2026-10-01".parse().unwrap();
    let obligation = Obligation { item: &coal, measure, since, ended: None, by_day: true, known: known(figures) };
    lines(&owed(site.terms(), &obligation, of, time(now)))
}

#[test]
fn in_season_each_day_is_owed_before_it_the_month() {
    let figures =
        [("2026-11-15", "2026-11-16T09:59"), ("2026-11-16", "2026-11-17T10:00"), ("2026-11-18", "2026-11-18T20:00")];
    let got = plant(Measure::Used, range("2026-11-13", "2026-11-19"), "2026-11-20T09:00", &figures);
    let expect = [
        // The first half of November is off season, and counted on its last day.
        "2026-11 by 2026-12-04T00:00: not yet",
        "2026-11-15 by 2026-11-16T10:00: on time",
        "2026-11-16 by 2026-11-17T10:00: late 11-17T10:00",
        "2026-11-17 by 2026-11-18T10:00: missing",
        "2026-11-18 by 2026-11-19T10:00: on time",
        "2026-11-19 by 2026-11-20T10:00: not yet",
    ];
    assert_eq!(got, expect);
}

#[test]
fn a_month_covers_the_days_of_intentions_and_not_of_facts() {
    let month = [("2026-12", "2026-12-02T15:00"), ("2026-12-04", "2026-12-03T08:00")];
    let of = range("2026-12-01", "2026-12-04");
    let got = plant(Measure::Demand, of, "2026-12-05T12:00", &month);
    let expect = [
        "2026-12-01 by 2026-12-01T00:00: late 12-02T15:00",
        "2026-12-02 by 2026-12-02T00:00: late 12-02T15:00",
        "2026-12-03 by 2026-12-03T00:00: on time",
        "2026-12-04 by 2026-12-04T00:00: on time",
    ];
    assert_eq!(got, expect);
    let got = plant(Measure::Used, of, "2026-12-05T12:00", &month);
    assert_eq!(got.iter().filter(|line| line.ends_with("missing")).count(), 3);
    // So does a year.
    let year = [("2026", "2025-12-20T15:00")];
    let got = plant(Measure::Plan, range("2026-12-31", "2026-12-31"), "2027-01-01T00:00", &year);
    assert_eq!(got, ["2026-12-31 by 2026-12-31T00:00: on time"]);
}

#[test]
fn off_season_the_month_or_all_its_days_are_owed() {
    let october = range("2026-10-25", "2026-10-31");
    let days = |skip: u32, late: u32| -> Vec<(String, String)> {
        let day = |d: u32| (format!("2026-10-{d:02}"), format!("2026-11-{:02}T09:00", if d == late { 5 } else { 1 }));
        (1..=31).filter(|d| *d != skip).map(day).collect()
    };
    let check = |figures: &[(String, String)], expect: &str| {
        let figures: Vec<(&str, &str)> = figures.iter().map(|(p, at)| (p.as_str(), at.as_str())).collect();
        let got = plant(Measure::Used, october, "2026-11-06T12:00", &figures);
        assert_eq!(got, [format!("2026-10 by 2026-11-04T00:00: {expect}")]);
    };
    check(&[], "missing");
    check(&days(0, 0), "on time");
    check(&days(17, 0), "missing");
    check(&days(0, 17), "late 11-05T09:00");
    let with_month = |mut figures: Vec<(String, String)>, at: &str| {
        figures.push(("2026-10".to_owned(), at.to_owned()));
        figures
    };
    check(&with_month(days(17, 0), "2026-11-03T23:59"), "on time");
    check(&with_month(days(0, 17), "2026-11-04T08:00"), "late 11-04T08:00");
    // The stock at a month's end is that of its last day.
    let last = [("2026-10-31", "2026-11-01T08:00")];
    let got = plant(Measure::Stock, october, "2026-11-06T12:00", &last);
    assert_eq!(got, ["2026-10 by 2026-11-04T00:00: on time"]);
    assert!(plant(Measure::Used, october, "2026-11-06T12:00", &last)[0].ends_with("missing"));
}

#[test]
fn the_part_of_a_month_after_the_season_is_due_when_it_begins() {
    let got = plant(Measure::Demand, range("2027-03-15", "2027-03-16"), "2027-03-16T00:00", &[]);
    assert_eq!(got, ["2027-03-15 by 2027-03-15T00:00: missing", "2027-03 by 2027-03-16T00:00: missing"]);
    let got = plant(Measure::Used, range("2027-03-15", "2027-03-31"), "2027-03-20T00:00", &[]);
    assert_eq!(got, ["2027-03-15 by 2027-03-16T10:00: missing", "2027-03 by 2027-04-04T00:00: not yet"]);
}

#[test]
fn what_is_only_told_by_months_stays_monthly() {
    let (site, coal) = (site(), item("coal.industrial"));
    let known = known(&[("2026-12", "2027-01-03T16:00")]);
    let since = "2026-10-31".parse().unwrap();
    let obligation = Obligation { item: &coal, measure: Measure::Used, since, ended: None, by_day: false, known };
    let got = lines(&owed(site.terms(), &obligation, range("2026-12-31", "2027-01-31"), time("2027-01-05")));
    assert_eq!(got, ["2026-12 by 2027-01-04T00:00: on time", "2027-01 by 2027-02-04T00:00: not yet"]);
}

#[test]
fn a_quota_owes_its_deliveries_by_months_and_no_new_demands() {
    let (site, land) = (site(), item("land.quota"));
    let known = known(&[("2026-11-17", "2026-11-18T16:00")]);
    let since = "2026-01-31".parse().unwrap();
    let of = |measure| Obligation { item: &land, measure, since, ended: None, by_day: true, known: known.clone() };
    let winter = range("2026-11-20", "2026-12-31");
    let got = lines(&owed(site.terms(), &of(Measure::Delivered), winter, time("2027-01-05")));
    assert_eq!(got, ["2026-11 by 2026-12-04T00:00: on time", "2026-12 by 2027-01-04T00:00: missing"]);
    assert!(owed(site.terms(), &of(Measure::Demand), winter, time("2027-01-05")).is_empty());
}

#[test]
fn nothing_is_owed_before_the_first_report_or_after_the_office_ended_it() {
    let (site, coal) = (site(), item("coal.thermal"));
    let count = |since: &str, ended: Option<&str>, of: DayRange| {
        let (since, ended) = (since.parse().unwrap(), ended.map(|e| e.parse().unwrap()));
        let obligation =
            Obligation { item: &coal, measure: Measure::Used, since, ended, by_day: true, known: BTreeMap::new() };
        lines(&owed(site.terms(), &obligation, of, time("2027-06-01"))).len()
    };
    let december = range("2026-12-01", "2026-12-31");
    assert_eq!(count("2026-12-30", None, december), 2);
    assert_eq!(count("2027-01-01", None, december), 0);
    assert_eq!(count("2026-01-01", Some("2026-12-05"), december), 5);
    assert_eq!(count("2026-01-01", Some("2026-11-30"), december), 0);
    // A month that was ended before it was over is not owed.
    let october = range("2026-10-01", "2026-10-31");
    assert_eq!(count("2026-01-01", Some("2026-10-30"), october), 0);
    assert_eq!(count("2026-01-01", Some("2026-10-31"), october), 1);
    assert_eq!(count("2026-10-31", None, october), 1);
}

#[test]
fn a_leap_day_is_owed_like_any_other() {
    let got = plant(Measure::Used, range("2028-02-28", "2028-03-01"), "2028-03-02T12:00", &[]);
    let expect = [
        "2028-02-28 by 2028-02-29T10:00: missing",
        "2028-02-29 by 2028-03-01T10:00: missing",
        "2028-03-01 by 2028-03-02T10:00: missing",
    ];
    assert_eq!(got, expect);
}

#[test]
fn rates_count_only_what_was_due() {
    let now = time("2026-11-20T12:00");
    let period = Period::parse("2026-11-19").unwrap();
    let mut tally = Tally::default();
    for (due, state) in [
        ("2026-11-20T10:00", OwedState::OnTime),
        ("2026-11-20T10:00", OwedState::Late(time("2026-11-20T11:00"))),
        ("2026-11-20T12:00", OwedState::Missing),
        // Early, and not yet.
        ("2026-11-21T10:00", OwedState::OnTime),
        ("2026-11-21T10:00", OwedState::NotYetDue),
    ] {
        tally.count(&Owed { period, counted_on: period.first_day(), due: time(due), state }, now);
    }
    assert_eq!(tally, Tally { due: 3, reported: 2, on_time: 1 });
    assert_eq!((tally.missing(), tally.late()), (1, 1));
}

#[test]
fn each_side_answers_for_its_own() {
    let reporter = |consumer: &&str| (*consumer == "GROUP").then_some("GRID");
    for (measure, supplier, consumer, expect) in [
        (Measure::Plan, Some("MINE"), Some("PLANT"), Some("MINE")),
        (Measure::Delivered, Some("GRID"), None, Some("GRID")),
        (Measure::Stock, None, Some("PLANT"), Some("PLANT")),
        (Measure::Demand, None, Some("GROUP"), Some("GRID")),
        (Measure::Demand, None, None, None),
    ] {
        assert_eq!(answerable(measure, supplier, consumer, reporter), expect);
    }
}
