//! Days and deadlines: midnight, month end, leap day, the season's first and last day, the change of the year, a 调休
//! Saturday; each asked of the rules through the watch.

use std::collections::BTreeMap;

use baogong_domain::{
    Item, ItemBook, Level, Measure, Party, PartyCode, PartyKind, Period, Quantity, Series, defaults,
    duty::{Obligation, Terms, owed},
    watch::{Answer, ItemWatch, Kind, Missing},
};
use chrono::{NaiveDate, NaiveDateTime};

use crate::room::{Key, Room, date};

fn item(code: &str) -> Item {
    defaults::items().into_iter().find(|i| i.code.as_str() == code).unwrap()
}

/// What a plant's stock of so many tonnes, used at a hundred a day, answers on a day.
fn stock_on(on: &str, told: &str, tonnes: &str) -> Answer {
    let (coal, rules, on) = (item("coal.thermal"), defaults::rule_book(), date(on));
    let parties = [Party::new(PartyCode::parse("PLANT").unwrap(), "plant", PartyKind::Enterprise)];
    let told = date(told);
    let days = Period::between(told - chrono::Days::new(6), told, baogong_domain::Grain::Day);
    let series = |measure, figures: Vec<(Period, Quantity)>| Series {
        measure,
        supplier: None,
        consumer: Some(0),
        since: figures.first().map(|(period, _)| period.last_day()),
        figures,
    };
    let q = |text: &str| Quantity::parse(text).unwrap();
    let book = ItemBook {
        item: &coal,
        parties: &parties,
        series: vec![
            series(Measure::Stock, vec![(Period::day(told), q(tonnes))]),
            series(Measure::Used, days.into_iter().map(|day| (day, q("100"))).collect()),
        ],
    };
    let settings = defaults::watch_book().on(&rules.calendar, on).unwrap().clone();
    let (rule, capacities) = (rules.rule(&coal.code, on).unwrap(), BTreeMap::new());
    let watch = ItemWatch { on, item: &coal, rule, settings: &settings, capacities: &capacities };
    let (_, mut answers) = watch.whole(book);
    let key = Key { kind: Kind::Stock, item: coal.code.clone(), scope: "party:PLANT".parse().unwrap() };
    answers.remove(&key).unwrap()
}

#[test]
fn the_season_changes_the_lines_on_its_first_and_after_its_last_day() {
    let of = crate::room::key("stock party:PLANT");
    let mut room = Room::new();
    // 15 days: fine off season; under 20 in winter, from the first day to the last, over the change of the year.
    for (day, expect) in [
        ("2026-11-14", "-"),
        ("2026-11-15", "firing blue"),
        ("2026-12-31", "firing blue"),
        ("2027-01-01", "firing blue"),
        ("2027-03-15", "firing blue"),
        // Off season the line is 15, and 15 days have not passed it by one.
        ("2027-03-16", "firing blue"),
        ("2027-03-17", "firing blue"),
    ] {
        room.one(day, &of, stock_on(day, day, "1500"));
        assert_eq!(room.state(&of), expect, "{day}");
    }
    for (day, expect) in [("2027-03-18", "recovering blue"), ("2027-03-19", "-")] {
        room.one(day, &of, stock_on(day, day, "1600"));
        assert_eq!(room.state(&of), expect, "{day}");
    }
}

#[test]
fn a_stock_grows_stale_over_the_leap_day() {
    let known = |on, told| matches!(stock_on(on, told, "300"), Answer::Known { .. });
    assert!(known("2028-03-02", "2028-02-28") && known("2028-03-02", "2028-02-29"));
    assert!(!known("2028-03-03", "2028-02-28"));
    assert!(known("2027-03-03", "2027-02-28") && !known("2027-03-04", "2027-02-28"));
}

/// The level of what is missing at an instant of the office.
fn overdue(code: &str, since: &str, by_day: bool, roll: bool, now: &str) -> Option<Level> {
    let (item, rules, work_days) = (item(code), defaults::rule_book(), defaults::work_calendar());
    let mut settings = defaults::duty_settings();
    settings.roll_monthly = roll;
    let terms = Terms { rules: &rules, work_days: &work_days, settings: &settings };
    let now: NaiveDateTime = format!("{}T{}", &now[..10], &now[11..]).parse().unwrap();
    let obligation = Obligation {
        item: &item,
        measure: Measure::Used,
        since: since.parse::<NaiveDate>().unwrap(),
        ended: None,
        by_day,
        known: BTreeMap::new(),
    };
    let range = baogong_domain::DayRange::ending(now.date(), 35);
    let mut missing = Missing::default();
    for owed in owed(terms, &obligation, range, now) {
        missing.count(&owed);
    }
    let watch = defaults::watch_book().on(&rules.calendar, now.date()).unwrap().clone();
    match missing.answer(now, &watch) {
        Answer::Known { judged, .. } => judged.reached,
        Answer::Unknown => None,
    }
}

#[test]
fn a_missing_report_is_late_at_its_minute_and_grows_worse_at_its_hour() {
    use Level::{Blue, Orange, Yellow};
    for (now, expect) in [
        // The day before is due at ten.
        ("2026-11-24 09:59:59", None),
        ("2026-11-24 10:00:00", Some(Blue)),
        // Midnight is no deadline of a daily report.
        ("2026-11-25 00:00:00", Some(Blue)),
        ("2026-11-25 09:59:59", Some(Blue)),
        ("2026-11-25 10:00:00", Some(Yellow)),
        ("2026-11-27 09:59:59", Some(Yellow)),
        ("2026-11-27 10:00:00", Some(Orange)),
        // Over the change of the year.
        ("2027-01-01 09:00:00", Some(Orange)),
    ] {
        assert_eq!(overdue("coal.thermal", "2026-11-23", true, false, now), expect, "{now}");
    }
}

#[test]
fn a_monthly_report_waits_for_the_working_day_where_deadlines_roll() {
    use Level::Blue;
    // September is due by 3 October, in the holiday; the calendar's next working day is the 8th.
    for (roll, now, expect) in [
        (false, "2026-10-03 23:59:59", None),
        (false, "2026-10-04 00:00:00", Some(Blue)),
        (true, "2026-10-08 23:59:59", None),
        (true, "2026-10-09 00:00:00", Some(Blue)),
        // 3 January 2026 is a Saturday in the holiday, and the Sunday after it is worked for it.
        (true, "2026-01-04 23:59:59", None),
        (true, "2026-01-05 00:00:00", Some(Blue)),
    ] {
        let since = if now.starts_with("2026-01") { "2025-12-31" } else { "2026-09-30" };
        let code = if now.starts_with("2026-01") { "land.quota" } else { "coal.thermal" };
        let measure_by_day = false;
        let got = overdue(code, since, measure_by_day, roll, now);
        assert_eq!(got, expect, "{now} {roll}");
    }
}
