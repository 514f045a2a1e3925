//! Which figures made a number, and why others are not in it: a table for each reason. That parts add up is a law.
#![allow(clippy::unwrap_used, reason = "a text that does not read is a mistake of the test")]
#![allow(dead_code, reason = "the city is all tests'")]

mod common;

use baogong_domain::{Exact, Scope, provenance};
use common::{City, amount, date};

/// `measure supplier>consumer period: column / supply fate` of each figure behind a scope's number on a day.
fn behind(city: &City, item: &str, scope: &str, day: &str) -> Vec<String> {
    let book = city.book(item);
    let scope: Scope = scope.parse().unwrap();
    let days = baogong_domain::DayRange { first: date(day), last: date(day) };
    let name = |place: Option<usize>| place.map_or("-", |place| book.parties[place].code.as_str());
    let line = |part: &provenance::Part| {
        let series = &book.series[part.series];
        let (period, _) = series.figures[part.figure];
        let of = |part: &Option<Exact>| amount(part.as_ref());
        let (column, supply) = (of(&part.column), of(&part.supply));
        let (supplier, consumer) = (name(series.supplier), name(series.consumer));
        format!("{} {supplier}>{consumer} {period}: {column} / {supply} {:?}", series.measure, part.fate)
    };
    let mut lines: Vec<String> = provenance::parts(&book, &scope, days).iter().map(line).collect();
    lines.sort();
    lines
}

fn check(text: &str, item: &str, scope: &str, day: &str, expect: &[&str]) {
    let mut expect = expect.to_vec();
    expect.sort_unstable();
    assert_eq!(behind(&City::read(text), item, scope, day), expect, "{item} {scope} {day}");
}

#[test]
fn rule_1_a_months_figure_counts_by_its_share_and_gives_way_to_days() {
    let text = "coal.thermal demand - PLANT 2026-11 300\ncoal.thermal demand - PLANT 2026-11-01 10";
    // 290 over 29 days.
    check(text, "coal.thermal", "city", "2026-11-02", &["demand ->PLANT 2026-11: 10 / - Counted"]);
    check(
        text,
        "coal.thermal",
        "city",
        "2026-11-01",
        &["demand ->PLANT 2026-11-01: 10 / - Counted", "demand ->PLANT 2026-11: - / - Left(Finer)"],
    );
}

#[test]
fn rule_2_the_last_stock_stands_and_a_quota_accumulates() {
    let text = "fuel.diesel stock - DEPOT 2026-10 70\nfuel.diesel stock - DEPOT 2026-10-31 71";
    check(
        text,
        "fuel.diesel",
        "party:DEPOT",
        "2026-10-31",
        &["stock ->DEPOT 2026-10-31: 71 / - Beside", "stock ->DEPOT 2026-10: - / - Left(Later)"],
    );
    let text = "land.quota plan LAND - 2026 400\nland.quota plan LAND - 2026-03 100\nland.quota plan LAND - 2026-03-05 30\n\
        land.quota plan LAND - 2026-06-01 9";
    check(
        text,
        "land.quota",
        "city",
        "2026-05-01",
        &[
            "plan LAND>- 2026-03-05: 30 / 30 Counted",
            "plan LAND>- 2026-03: 70 / 70 Counted",
            "plan LAND>- 2026: 300 / 300 Counted",
        ],
    );
}

#[test]
fn rule_3_what_was_delivered_stands_for_the_plan_and_what_was_received_for_both() {
    let text = "coal.thermal plan MINE PLANT 2026-11-01..2026-11-03 5\ncoal.thermal delivered MINE PLANT 2026-11-02 4\n\
        coal.thermal delivered MINE PLANT 2026-11-03 4\ncoal.thermal received - PLANT 2026-11-03 3";
    check(text, "coal.thermal", "city", "2026-11-01", &["plan MINE>PLANT 2026-11-01: 5 / 5 Counted"]);
    let second =
        ["delivered MINE>PLANT 2026-11-02: 4 / 4 Counted", "plan MINE>PLANT 2026-11-02: 5 / - Left(Delivered)"];
    check(text, "coal.thermal", "city", "2026-11-02", &second);
    let third = [
        "delivered MINE>PLANT 2026-11-03: 4 / - Left(Received)",
        "plan MINE>PLANT 2026-11-03: 5 / - Left(Received)",
        "received ->PLANT 2026-11-03: 3 / 3 Counted",
    ];
    check(text, "coal.thermal", "city", "2026-11-03", &third);
    // The mine's own balance knows nothing of what was received.
    let own = ["delivered MINE>PLANT 2026-11-03: 4 / 4 Counted", "plan MINE>PLANT 2026-11-03: 5 / - Left(Delivered)"];
    check(text, "coal.thermal", "party:MINE", "2026-11-03", &own);
}

#[test]
fn a_month_of_which_some_days_are_replaced_counts_in_part() {
    let text = "coal.thermal plan MINE PLANT 2026-11 300\ncoal.thermal delivered MINE PLANT 2026-11-02 4";
    let city = City::read(text);
    let book = city.book("coal.thermal");
    let days = baogong_domain::DayRange { first: date("2026-11-01"), last: date("2026-11-02") };
    let parts = provenance::parts(&book, &Scope::City, days);
    let plan = parts.iter().find(|part| book.series[part.series].measure == baogong_domain::Measure::Plan).unwrap();
    assert_eq!(plan.fate, provenance::Fate::Partly(provenance::Reason::Delivered));
    assert_eq!((amount(plan.column.as_ref()), amount(plan.supply.as_ref())), ("20".to_owned(), "10".to_owned()));
}

#[test]
fn rule_4_a_figure_into_the_pool_holds_those_that_name_consumers() {
    let text = "gas.pipeline plan GAS - 2026-11-01 50\ngas.pipeline plan GAS PLANT 2026-11-01 9\n\
        gas.pipeline delivered GAS PLANT 2026-11-01 8\ngas.pipeline plan OTHER PLANT 2026-11-01 2\n\
        gas.pipeline received - PLANT 2026-11-01 7";
    let expect = [
        "plan GAS>- 2026-11-01: 50 / 50 Counted",
        "plan GAS>PLANT 2026-11-01: - / - Left(Pool)",
        // The column of deliveries shows it, for nobody reported one into the pool; the supply does not.
        "delivered GAS>PLANT 2026-11-01: 8 / - Left(Pool)",
        "plan OTHER>PLANT 2026-11-01: 2 / 2 Counted",
        "received ->PLANT 2026-11-01: 7 / - Beside",
    ];
    check(text, "gas.pipeline", "city", "2026-11-01", &expect);
}

#[test]
fn rule_6_the_citys_own_demand_stands_for_its_consumers() {
    let text = "electricity.load demand - CITY 2026-11-01 100\nelectricity.load demand - PLANT 2026-11-01 30";
    let expect = ["demand ->CITY 2026-11-01: 100 / - Counted", "demand ->PLANT 2026-11-01: - / - Left(WholeCity)"];
    check(text, "electricity.load", "city", "2026-11-01", &expect);
    check(text, "electricity.load", "party:PLANT", "2026-11-01", &["demand ->PLANT 2026-11-01: 30 / - Counted"]);
}
