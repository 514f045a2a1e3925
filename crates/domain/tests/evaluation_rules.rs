//! The rules of an evaluation on day D (design §2, "Exact meaning of an evaluation on day D"), by number, and rule 8 of
//! balances, which belongs to it. The expected numbers are worked out by hand from the design.
//!
//! Season of the days used: 12 October is off season (a gap lasts 3 days, look-ahead 7), 23 November is winter (1, 14).

mod common;

use baogong_domain::{AlertKind, Evaluation, Route, defaults, evaluate};
use common::{City, amount, date};

fn evaluation(city: &City, on: &str) -> Evaluation {
    let books = city.items.iter().map(|item| city.book(item.code.as_str())).collect();
    evaluate(date(on), books, &city.rules)
}

/// Alerts as text: `orange gap coal.thermal city 2026-11 900/800/100 0.111` (demand/supply/gap, ratio) or
/// `red stock coal.thermal party:PLANT 2026-11-10 6/2 3` (stock/daily use, days).
fn alerts(evaluation: &Evaluation) -> Vec<String> {
    let text = |alert: &baogong_domain::Alert| {
        let side_by_side =
            |amounts: &[&Option<_>]| amounts.iter().map(|a| amount(a.as_ref())).collect::<Vec<_>>().join("/");
        let numbers = match alert.kind {
            AlertKind::Gap => {
                let amounts = side_by_side(&[&alert.demand, &alert.supply, &alert.gap]);
                assert!(alert.stock.is_none() && alert.daily_use.is_none() && alert.stock_days.is_none());
                format!("{amounts} {}", amount(alert.ratio.as_ref()))
            }
            AlertKind::Stock => {
                let amounts = side_by_side(&[&alert.stock, &alert.daily_use]);
                assert!(
                    alert.demand.is_none() && alert.supply.is_none() && alert.gap.is_none() && alert.ratio.is_none()
                );
                format!("{amounts} {}", amount(alert.stock_days.as_ref()))
            }
        };
        let (level, kind) = (alert.level.code(), alert.kind.code());
        format!("{level} {kind} {} {} {} {numbers}", alert.item, alert.scope, alert.period)
    };
    evaluation.alerts.iter().map(text).collect()
}

fn unknown(evaluation: &Evaluation) -> Vec<String> {
    evaluation.unknown.iter().map(|(scope, item)| format!("{item} {scope}")).collect()
}

/// Compares the alerts of a day.
fn check(text: &str, on: &str, expect: &[&str]) {
    assert_eq!(alerts(&evaluation(&City::read(text), on)), expect, "on {on}");
}

/// Compares the alerts of a day about one scope.
fn check_scope(text: &str, on: &str, scope: &str, expect: &[&str]) {
    let found = alerts(&evaluation(&City::read(text), on));
    let about: Vec<&String> = found.iter().filter(|a| a.split(' ').nth(3) == Some(scope)).collect();
    assert_eq!(about, expect, "{scope} on {on}");
}

/// Compares what could not be judged.
fn check_unknown(text: &str, on: &str, expect: &[&str]) {
    assert_eq!(unknown(&evaluation(&City::read(text), on)), expect, "on {on}");
}

#[test]
fn evaluation_1_a_delivery_counts_from_its_last_day() {
    let text = "gas.pipeline demand - A 2026-11-23 100
                gas.pipeline plan GAS - 2026-11-23 100
                gas.pipeline delivered GAS - 2026-11-23 70";
    check_scope(text, "2026-11-22", "city", &[]);
    check_scope(text, "2026-11-23", "city", &["red gap gas.pipeline city 2026-11-23 100/70/30 0.3"]);
}

#[test]
fn evaluation_1_a_month_of_facts_counts_from_its_last_day() {
    let text = "gas.pipeline demand - A 2026-11-30 100
                gas.pipeline plan GAS - 2026-11 3000
                gas.pipeline delivered GAS - 2026-11 2100";
    check_scope(text, "2026-11-29", "city", &[]);
    check_scope(text, "2026-11-30", "city", &["red gap gas.pipeline city 2026-11-30 100/70/30 0.3"]);
}

#[test]
fn evaluation_1_receipts_uses_and_stocks_count_from_their_last_day() {
    let received = "coal.industrial demand - A 2026-11-23 100
                    coal.industrial plan MINE A 2026-11-23 100
                    coal.industrial received - A 2026-11-23 96";
    check_scope(received, "2026-11-22", "party:A", &[]);
    check_scope(received, "2026-11-23", "party:A", &["blue gap coal.industrial party:A 2026-11-23 100/96/4 0.04"]);
    let stock = "coal.thermal stock - A 2026-11-23 10
                 coal.thermal used - A 2026-11-23 10";
    check(stock, "2026-11-22", &[]);
    check(stock, "2026-11-23", &["red stock coal.thermal party:A 2026-11-23 10/10 1"]);
    // The month's use ends on the 30th: on the 23rd nothing is known of it.
    let month = "coal.thermal stock - A 2026-11-23 10
                 coal.thermal used - A 2026-11 300";
    check(month, "2026-11-23", &[]);
    check_unknown(month, "2026-11-23", &["coal.thermal city", "coal.thermal party:A"]);
}

#[test]
fn evaluation_1_demand_and_plan_always_count() {
    // A month that has not ended, a year that has not ended, and the first figures ever of their parties.
    let month = "coal.thermal demand - A@410181 2026-11 3000
                 coal.thermal plan MINE A 2026-11 2700";
    check(
        month,
        "2026-11-16",
        &[
            "orange gap coal.thermal city 2026-11 3000/2700/300 0.1",
            "orange gap coal.thermal division:410181 2026-11 3000/2700/300 0.1",
            "orange gap coal.thermal party:A 2026-11 3000/2700/300 0.1",
        ],
    );
    let year = "gas.pipeline demand - A 2026 36500
                gas.pipeline plan GAS - 2026 29200";
    check(year, "2026-10-12", &["red gap gas.pipeline city 2026-10-10 100/80/20 0.2"]);
    // A day ahead, demand of which nothing was reported before.
    let ahead = "gas.pipeline demand - A 2026-12-07 100
                 gas.pipeline plan GAS - 2026-12-07 99";
    check(ahead, "2026-11-23", &["blue gap gas.pipeline city 2026-12-07 100/99/1 0.01"]);
}

#[test]
fn evaluation_1_a_day_without_known_supply_or_demand_is_unknown_and_cannot_fire() {
    let demand = "gas.pipeline demand - A 2026-11-23 100";
    check(demand, "2026-11-23", &[]);
    check_unknown(demand, "2026-11-23", &["gas.pipeline city", "gas.pipeline party:A"]);
    let supply = "gas.pipeline plan GAS - 2026-11-23 100";
    check(supply, "2026-11-23", &[]);
    check_unknown(supply, "2026-11-23", &["gas.pipeline city"]);
    // A pool serves A; what A itself gets is unknown.
    let both = "gas.pipeline plan GAS - 2026-11-23 100\ngas.pipeline demand - A 2026-11-23 100";
    check_unknown(both, "2026-11-23", &["gas.pipeline party:A"]);
}

/// Ten per cent too little gas on these days; nothing is known of the others.
fn short_gas(days: &str) -> String {
    days.split(' ').map(|day| gas(day, "90")).collect()
}

/// A demand of 100 for gas, and what there is of it.
fn gas(day: &str, supply: &str) -> String {
    format!("gas.pipeline demand - A {day} 100\ngas.pipeline plan GAS - {day} {supply}\n")
}

fn fires(text: &str, on: &str, expect: bool) {
    let found = alerts(&evaluation(&City::read(text), on));
    assert_eq!(!found.is_empty(), expect, "{text}on {on}: {found:?}");
}

#[test]
fn evaluation_2_off_season_a_gap_must_last_three_days() {
    // On 12 October: days from 10 to 19 October.
    for (days, expect) in [
        ("2026-10-12", false),
        ("2026-10-12..2026-10-13", false),
        ("2026-10-12..2026-10-14", true),
        ("2026-10-10..2026-10-12", true),
        // Only two of them are within the days that count.
        ("2026-10-07..2026-10-11", false),
        ("2026-10-18..2026-10-30", false),
        ("2026-10-17..2026-10-19", true),
        // Three days, but not in a row.
        ("2026-10-12..2026-10-13 2026-10-15", false),
    ] {
        fires(&short_gas(days), "2026-10-12", expect);
    }
}

#[test]
fn evaluation_2_in_season_one_day_is_enough() {
    for (day, expect) in
        [("2026-11-22", false), ("2026-11-23", true), ("2026-12-07", true), ("2026-12-08", false), ("2026-11-30", true)]
    {
        fires(&short_gas(day), "2026-11-23", expect);
    }
}

#[test]
fn evaluation_2_the_season_on_the_day_governs_and_both_its_ends_belong_to_it() {
    for (on, ahead, peak) in [
        ("2026-11-14", "2026-11-24..2026-11-26", false),
        ("2026-11-15", "2026-11-25..2026-11-27", true),
        ("2027-03-15", "2027-03-25..2027-03-27", true),
        ("2027-03-16", "2027-03-26..2027-03-28", false),
        ("2027-05-31", "2027-06-10..2027-06-12", false),
        ("2027-06-01", "2027-06-11..2027-06-13", true),
        ("2027-09-15", "2027-09-25..2027-09-27", true),
        ("2027-09-16", "2027-09-26..2027-09-28", false),
    ] {
        // One day today, and three days ahead that begin ten days from now.
        fires(&short_gas(on), on, peak);
        fires(&short_gas(ahead), on, peak);
    }
    // The day before the season begins: tomorrow's rules do not help today.
    fires(&short_gas("2026-11-15"), "2026-11-14", false);
    fires(&short_gas("2026-11-15"), "2026-11-15", true);
}

#[test]
fn evaluation_2_an_unknown_or_a_good_day_breaks_the_run() {
    fires(&short_gas("2026-10-12..2026-10-13 2026-10-15..2026-10-16"), "2026-10-12", false);
    let around = short_gas("2026-10-12..2026-10-13 2026-10-15..2026-10-16");
    fires(&(around.clone() + &gas("2026-10-14", "100")), "2026-10-12", false);
    fires(&(around + &gas("2026-10-14", "99.999")), "2026-10-12", true);
}

#[test]
fn evaluation_2_the_highest_level_that_lasts() {
    let days = |supplies: &[u32]| -> String {
        (12..).zip(supplies).map(|(day, supply)| gas(&format!("2026-10-{day}"), &supply.to_string())).collect()
    };
    let city = |supplies: &[u32], expect: &[&str]| check_scope(&days(supplies), "2026-10-12", "city", expect);
    // Yellow lasts three days, of which one is red; the numbers are of the worst of them.
    city(&[95, 70, 94, 99], &["yellow gap gas.pipeline city 2026-10-13 100/70/30 0.3"]);
    city(&[99, 89, 70, 90, 99], &["orange gap gas.pipeline city 2026-10-14 100/70/30 0.3"]);
    city(&[80, 80, 80], &["red gap gas.pipeline city 2026-10-12 100/80/20 0.2"]);
    // A worse level that does not last three days gives way to a lower one that does.
    city(&[70, 70, 99, 99, 80, 100, 98], &["blue gap gas.pipeline city 2026-10-12 100/70/30 0.3"]);
    // Two runs: the worst day of both.
    city(&[96, 96, 96, 100, 97, 95, 97, 99], &["blue gap gas.pipeline city 2026-10-17 100/95/5 0.05"]);
    city(&[100, 101, 100], &[]);
}

#[test]
fn evaluation_2_amounts_are_of_the_month_where_both_sides_are_monthly() {
    let monthly = "electricity.load demand - CITY 2026-12 1000
                   electricity.load plan GRID - 2026-12 900
                   gas.pipeline demand - CITY 2026-12 3100
                   gas.pipeline plan GAS - 2026-12 2945";
    check(
        monthly,
        "2026-11-23",
        &[
            "orange gap electricity.load city 2026-12 1000/900/100 0.1",
            "yellow gap gas.pipeline city 2026-12 3100/2945/155 0.05",
        ],
    );
    // One side by day: the amounts are of the day.
    let mixed = "gas.pipeline demand - CITY 2026-12 3100
                 gas.pipeline plan GAS - 2026-12-03 95";
    check(mixed, "2026-11-23", &["yellow gap gas.pipeline city 2026-12-03 100/95/5 0.05"]);
    // A month of which some days were reported is not monthly there.
    let partly = "gas.pipeline demand - CITY 2026-12 3100
                  gas.pipeline plan GAS - 2026-12 2945
                  gas.pipeline plan GAS - 2026-12-31 95";
    check(partly, "2026-11-23", &["yellow gap gas.pipeline city 2026-12-01 100/95/5 0.05"]);
    // B, of which only demand is known, and by day, is not counted: A's sides are monthly all the same.
    let uncounted = "coal.industrial demand - A 2026-12 3100
                     coal.industrial plan MINE A 2026-12 2945
                     coal.industrial demand - B 2026-12-01 7";
    check_scope(uncounted, "2026-11-23", "city", &["yellow gap coal.industrial city 2026-12 3100/2945/155 0.05"]);
    // B counts, and by day: the division is not monthly there, although A is.
    let together = "coal.industrial demand - A@410181 2026-12 3100
                    coal.industrial plan MINE A 2026-12 2945
                    coal.industrial demand - B@410181 2026-12-01 100
                    coal.industrial plan MINE B 2026-12-01 95";
    let division = ["yellow gap coal.industrial division:410181 2026-12-01 200/190/10 0.05"];
    check_scope(together, "2026-11-23", "division:410181", &division);
    // The worst window ends on 1 December, when A's supply and B's demand are no longer known: it is not the month's.
    let ended = "transport.rail demand - A 2026-11-30 100
                 transport.rail plan RAIL A 2026-11-30 80
                 transport.rail demand - B 2026-12 3100
                 transport.rail plan RAIL C 2026-12 3100";
    check_scope(ended, "2026-12-01", "city", &["red gap transport.rail city 2026-12-01 100/80/20 0.2"]);
}

#[test]
fn evaluation_2_a_months_amounts_are_those_of_its_balance() {
    // The worst day is in November, after D; the month's total holds what was delivered until D.
    let text = "gas.pipeline demand - CITY 2026-11 3000
                gas.pipeline plan GAS - 2026-11 2700
                gas.pipeline delivered GAS - 2026-11-01..2026-11-10 100
                gas.pipeline delivered GAS - 2026-11-20 5000";
    // 10 × 100 + 20 × 90, and a gap of 200 on the sums.
    check(text, "2026-11-15", &["orange gap gas.pipeline city 2026-11 3000/2800/200 0.1"]);
    // B belongs to the division's December, although it comes after the last judged day, the 8th.
    let later = "coal.thermal demand - A@410181 2026-12 3100
                 coal.thermal plan MINE A 2026-12 2480
                 coal.thermal demand - B@410181 2026-12-20 100
                 coal.thermal plan MINE B 2026-12-20 100";
    check(
        later,
        "2026-11-24",
        &[
            "red gap coal.thermal city 2026-12 3200/2580/620 0.2",
            "red gap coal.thermal division:410181 2026-12 3200/2580/620 0.2",
            "red gap coal.thermal party:A 2026-12 3100/2480/620 0.2",
        ],
    );
    check_unknown(later, "2026-11-24", &[]);
}

#[test]
fn evaluation_2_a_direct_citys_gap_is_the_sum_of_its_consumers() {
    let text = "coal.thermal demand - A@410181 2026-12 3100
                coal.thermal plan MINE A 2026-12 2790
                coal.thermal demand - B@410181 2026-12 3100
                coal.thermal plan MINE B 2026-12 9300
                coal.thermal demand - C 2026-12-05 100
                coal.thermal plan MINE C 2026-12-05 100";
    check(
        text,
        "2026-11-24",
        &[
            // A alone: 10 %. With B, whose surplus heats nobody: 310 of 6200, and of 6300 where C counts.
            "orange gap coal.thermal party:A 2026-12 3100/2790/310 0.1",
            "yellow gap coal.thermal city 2026-12 6300/12190/310 0.05",
            "yellow gap coal.thermal division:410181 2026-12 6200/12090/310 0.05",
        ],
    );
}

#[test]
fn evaluation_2_a_pools_city_gap_is_taken_on_the_sums() {
    let text = "gas.pipeline demand - A 2026-11-23 100
                gas.pipeline demand - B@410181 2026-11-23 100
                gas.pipeline plan GAS - 2026-11-23 200
                gas.pipeline plan GAS A 2026-11-23 110
                gas.pipeline plan GAS B 2026-11-23 90";
    check(
        text,
        "2026-11-23",
        &[
            "orange gap gas.pipeline division:410181 2026-11-23 100/90/10 0.1",
            "orange gap gas.pipeline party:B 2026-11-23 100/90/10 0.1",
        ],
    );
}

#[test]
fn evaluation_2_the_worst_comes_first_then_items_kinds_and_scopes() {
    let text = "coal.thermal demand - B 2026-11-23 100
                coal.thermal plan MINE B 2026-11-23 50
                coal.thermal stock - A 2026-11-23 10
                coal.thermal used - A 2026-11-23 10
                coal.thermal stock - B 2026-11-23 60
                coal.thermal used - B 2026-11-23 10
                gas.pipeline demand - A 2026-11-23 100
                gas.pipeline plan GAS A 2026-11-23 0
                electricity.energy demand - A@410181 2026-11-23 100
                electricity.energy plan GRID A 2026-11-23 96";
    let found = alerts(&evaluation(&City::read(text), "2026-11-23"));
    let order: Vec<String> = found.iter().map(|a| a.split(' ').take(4).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        order,
        [
            "red gap coal.thermal city",
            "red gap coal.thermal party:B",
            "red stock coal.thermal party:A",
            "red gap gas.pipeline city",
            "red gap gas.pipeline division:410181",
            "red gap gas.pipeline party:A",
            "orange stock coal.thermal party:B",
            "blue gap electricity.energy city",
            "blue gap electricity.energy division:410181",
            "blue gap electricity.energy party:A",
        ]
    );
}

#[test]
fn evaluation_2_who_supplies_and_needs_the_same_item_keeps_its_amounts() {
    let text = "electricity.energy demand - WORKS 2026-12 3100
                electricity.energy plan GRID WORKS 2026-12 2790
                electricity.energy plan WORKS - 2026-12 9300";
    check(text, "2026-11-24", &["orange gap electricity.energy party:WORKS 2026-12 3100/2790/310 0.1"]);
}

#[test]
fn evaluation_2_a_peak_or_quota_is_judged_by_the_day_also_where_a_window_is_set() {
    let text = "electricity.load demand - CITY 2026-11-17..2026-11-23 100
                electricity.load plan GRID - 2026-11-17..2026-11-22 100
                electricity.load plan GRID - 2026-11-23 80
                land.quota demand - A 2026-01 100
                land.quota plan LAND - 2026 90";
    let mut city = City::read(text);
    city.rules.rules.iter_mut().for_each(|rule| rule.window_days = 7);
    assert_eq!(
        alerts(&evaluation(&city, "2026-11-23")),
        ["red gap electricity.load city 2026-11-23 100/80/20 0.2", "orange gap land.quota city 2026-11 100/90/10 0.1"]
    );
}

#[test]
fn rule_8_coal_and_rail_are_summed_over_seven_days() {
    // A train of 70 every seventh day.
    let train = "coal.thermal demand - A 2026-11-10..2026-12-31 10
                 coal.thermal plan MINE A 2026-11-10..2026-11-30 0
                 coal.thermal plan MINE A 2026-12-01..2026-12-31 10";
    let with = |days: &[&str]| {
        let mut city = City::read(train);
        for figure in &mut city.figures {
            if figure.key.supplier().is_some() && days.contains(&figure.period.to_string().as_str()) {
                figure.quantity = baogong_domain::Quantity::parse("70").unwrap();
            }
        }
        alerts(&evaluation(&city, "2026-11-23"))
    };
    assert!(with(&["2026-11-17", "2026-11-24", "2026-12-01"]).is_empty());
    // Without the train of the 24th, 70 are missing from the 24th to the 30th: 70 of 70 from the 24th on.
    assert_eq!(
        with(&["2026-11-17", "2026-12-01"]),
        ["red gap coal.thermal city 2026-11-24 70/0/70 1", "red gap coal.thermal party:A 2026-11-24 70/0/70 1",]
    );
    let rail = |item: &str| {
        format!(
            "{item} demand - A 2026-11-17..2026-11-23 10
             {item} plan RAIL A 2026-11-17..2026-11-22 0
             {item} plan RAIL A 2026-11-23 63"
        )
    };
    check_scope(
        &rail("transport.rail"),
        "2026-11-23",
        "party:A",
        // Ahead, the window moves on and leaves days behind: on the 24th it holds the six from the 18th.
        &["orange gap transport.rail party:A 2026-11-23 70/63/7 0.1"],
    );
    check_scope(&rail("gas.pipeline"), "2026-11-23", "party:A", &[]);
}

#[test]
fn rule_8_unknown_days_of_the_window_are_left_out() {
    // Known on the 17th and the 20th alone: on the 23rd 20 against 18; from the 24th on the 20th alone, 10 against 10;
    // from the 27th on nothing.
    let text = "coal.thermal demand - A 2026-11-01..2026-12-20 10
                coal.thermal delivered MINE A 2026-11-17 8
                coal.thermal delivered MINE A 2026-11-20 10";
    check(
        text,
        "2026-11-23",
        &[
            "orange gap coal.thermal city 2026-11-23 20/18/2 0.1",
            "orange gap coal.thermal party:A 2026-11-23 20/18/2 0.1",
        ],
    );
    check(text, "2026-11-24", &[]);
    check_unknown(text, "2026-11-24", &[]);
    // No day of any window is known: unknown.
    check_unknown(text, "2026-11-27", &["coal.thermal city", "coal.thermal party:A"]);
}

#[test]
fn rule_8_the_window_reaches_back_before_the_pending_days() {
    // Off season on 12 October the first judged day is the 10th, and its window begins on the 4th.
    let text = "transport.rail demand - CITY 2026-10-04..2026-10-12 10
                transport.rail delivered RAIL - 2026-10-05..2026-10-12 10
                transport.rail delivered RAIL - 2026-10-04 0";
    // 10 October: 70 against 60. On the 11th the window has left the 4th behind.
    let mut city = City::read(text);
    assert!(alerts(&evaluation(&city, "2026-10-12")).is_empty());
    city.rules.rules.iter_mut().for_each(|rule| rule.pending_days = 1);
    assert_eq!(alerts(&evaluation(&city, "2026-10-10")), ["orange gap transport.rail city 2026-10-10 70/60/10 0.143"]);
    assert!(alerts(&evaluation(&city, "2026-10-11")).is_empty());
}

#[test]
fn rule_8_a_window_of_nothing_is_the_day_itself() {
    let mut city = City::read(&short_gas("2026-11-23"));
    city.rules.rules.iter_mut().for_each(|rule| (rule.window_days, rule.pending_days) = (0, 0));
    assert_eq!(alerts(&evaluation(&city, "2026-11-23")), ["orange gap gas.pipeline city 2026-11-23 100/90/10 0.1"]);
    city.rules.rules.iter_mut().for_each(|rule| (rule.window_days, rule.pending_days) = (7, 0));
    assert_eq!(alerts(&evaluation(&city, "2026-11-23")), ["orange gap gas.pipeline city 2026-11-23 100/90/10 0.1"]);
    assert!(alerts(&evaluation(&city, "2026-11-30")).is_empty());
}

/// A plant's stock and its use on each of the seven days up to it.
fn stock(item: &str, period: &str, quantity: &str, days: &str, used: &str) -> String {
    format!("{item} stock - A {period} {quantity}\n{item} used - A {days} {used}")
}

#[test]
fn evaluation_3_stock_levels_by_item_and_season() {
    for (item, day, lines) in [
        (
            "coal.thermal",
            "2026-10-12",
            [("15", ""), ("14.999", "blue"), ("11.999", "yellow"), ("6.999", "orange"), ("2.999", "red")],
        ),
        (
            "coal.thermal",
            "2026-11-23",
            [("20", ""), ("19.999", "blue"), ("14.999", "yellow"), ("6.999", "orange"), ("3.999", "red")],
        ),
        (
            "fuel.diesel",
            "2026-10-12",
            [("12", ""), ("11.999", "blue"), ("9.999", "yellow"), ("6.999", "orange"), ("2.999", "red")],
        ),
        ("fuel.gasoline", "2026-11-23", [("12", ""), ("12", ""), ("10", "blue"), ("7", "yellow"), ("3", "orange")]),
    ] {
        for (days, expect) in lines {
            let evaluation = evaluation(&City::read(&stock(item, day, days, day, "1")), day);
            let levels: Vec<&str> = evaluation.alerts.iter().map(|a| a.level.code()).collect();
            assert_eq!(levels.join(" "), expect, "{item}: {days} days on {day}");
        }
    }
}

#[test]
fn evaluation_3_no_lines_no_stock_alert() {
    check(&stock("coal.industrial", "2026-11-23", "0", "2026-11-23", "10"), "2026-11-23", &[]);
}

#[test]
fn evaluation_3_zero_use_is_fine_and_no_use_figure_is_unknown() {
    let idle = stock("coal.thermal", "2026-11-23", "0", "2026-11-17..2026-11-23", "0");
    let demand = "\ncoal.thermal demand - A 2026-11-23 1\ncoal.thermal plan MINE A 2026-11-23 1";
    check(&(idle.clone() + demand), "2026-11-23", &[]);
    check_unknown(&(idle + demand), "2026-11-23", &[]);
    // The last use is of the day before the seven.
    let none = stock("coal.thermal", "2026-11-23", "0", "2026-11-16", "10");
    check(&(none.clone() + demand), "2026-11-23", &[]);
    check_unknown(&(none + demand), "2026-11-23", &["coal.thermal party:A"]);
    let empty = stock("coal.thermal", "2026-11-23", "0", "2026-11-23", "10");
    check(&empty, "2026-11-23", &["red stock coal.thermal party:A 2026-11-23 0/10 0"]);
}

#[test]
fn evaluation_3_daily_use_is_the_mean_of_the_days_with_a_figure() {
    // 10, 20 and 0 within 14 to 20 November; 999 before and after do not count.
    let text = "coal.thermal stock - A 2026-11-20 50
                coal.thermal used - A 2026-11-13 999
                coal.thermal used - A 2026-11-14 10
                coal.thermal used - A 2026-11-17 20
                coal.thermal used - A 2026-11-20 0
                coal.thermal used - A 2026-11-21..2026-11-23 999";
    // The seven days end at the stock's last day, not at D.
    check(text, "2026-11-23", &["orange stock coal.thermal party:A 2026-11-20 50/10 5"]);
}

#[test]
fn evaluation_3_spread_months_of_use_count() {
    // (340 − 30) ÷ 30 on each of the other days: 30 on 31 October, else 10.333. (30 + 6 × 10.333…) ÷ 7 = 92 ÷ 7.
    let text = "coal.thermal stock - A 2026-10-31 92
                coal.thermal used - A 2026-10 340
                coal.thermal used - A 2026-10-31 30";
    check(text, "2026-11-02", &["yellow stock coal.thermal party:A 2026-10-31 92/13.143 7"]);
    // A window over two months, of which the second has a figure for one day: 3 days of 10, one of 50.
    let two = "coal.thermal stock - A 2026-11-04 60
               coal.thermal used - A 2026-10 310
               coal.thermal used - A 2026-11-03 50";
    check(two, "2026-11-04", &["orange stock coal.thermal party:A 2026-11-04 60/20 3"]);
}

#[test]
fn evaluation_3_a_stale_stock_is_unknown_never_fine() {
    let alone = |text: &str, on: &str, expect: &[&str]| {
        let with_gap = format!("{text}\ncoal.thermal demand - A 2026 365\ncoal.thermal plan MINE A 2026 365");
        check(&with_gap, on, expect);
        check_unknown(&with_gap, on, if expect.is_empty() { &["coal.thermal party:A"] } else { &[] });
    };
    let daily = stock("coal.thermal", "2026-11-20", "10", "2026-11-20", "5");
    alone(&daily, "2026-11-20", &["red stock coal.thermal party:A 2026-11-20 10/5 2"]);
    alone(&daily, "2026-11-23", &["red stock coal.thermal party:A 2026-11-20 10/5 2"]);
    alone(&daily, "2026-11-24", &[]);
    // 30 September + 35 days = 4 November.
    let monthly = stock("coal.thermal", "2026-09", "300", "2026-09", "3000");
    alone(&monthly, "2026-09-30", &["orange stock coal.thermal party:A 2026-09 300/100 3"]);
    alone(&monthly, "2026-11-04", &["orange stock coal.thermal party:A 2026-09 300/100 3"]);
    alone(&monthly, "2026-11-05", &[]);
    // Before its last day nothing of it is known, and nothing was ever due.
    let with_gap = format!("{monthly}\ncoal.thermal demand - A 2026 365\ncoal.thermal plan MINE A 2026 365");
    check(&with_gap, "2026-09-29", &[]);
    check_unknown(&with_gap, "2026-09-29", &[]);
    // The latest counts, stale or not: an older month's figure does not stand in for it.
    let both = format!("{monthly}\ncoal.thermal stock - A 2026-10-01 1\ncoal.thermal used - A 2026-10-01 1");
    alone(&both, "2026-10-05", &[]);
}

#[test]
fn evaluation_3_a_days_stock_beats_a_months_of_the_same_last_day() {
    let text = "coal.thermal stock - A 2026-10 100
                coal.thermal stock - A 2026-10-31 20
                coal.thermal used - A 2026-10 310";
    check(text, "2026-11-03", &["red stock coal.thermal party:A 2026-10-31 20/10 2"]);
    // And is stale as a day's.
    check(text, "2026-11-04", &[]);
    let later = format!("{text}\ncoal.thermal stock - A 2026-11-02 110\ncoal.thermal used - A 2026-11-02 12");
    // 27 to 31 October at 10, 2 November at 12: 62 ÷ 6.
    check(&later, "2026-11-04", &["yellow stock coal.thermal party:A 2026-11-02 110/10.333 10.645"]);
}

#[test]
fn evaluation_4_unknown_counts_pairs_and_nothing_is_remembered() {
    let text = "coal.thermal demand - A@410181 2026-11-23 100
                coal.thermal stock - A 2026-11-23 100
                coal.thermal used - B@410102 2026-11-20 5
                gas.pipeline demand - A 2025-01-01 7
                gas.pipeline demand - C 2027-05-01 7
                land.quota delivered LAND - 2027 7";
    // Coal: neither A's gap nor its stock can be judged: one pair. B, once seen, is expected. Gas: A fell silent; C is
    // not heard of before 2027. Land: nothing has been reported by then.
    let expect = [
        "coal.thermal city",
        "coal.thermal division:410102",
        "coal.thermal division:410181",
        "coal.thermal party:A",
        "coal.thermal party:B",
        "gas.pipeline city",
        "gas.pipeline division:410181",
        "gas.pipeline party:A",
    ];
    check_unknown(text, "2026-11-23", &expect);
    let city = City::read(text);
    assert_eq!(evaluation(&city, "2026-11-23"), evaluation(&city, "2026-11-23"));
    assert_eq!(evaluation(&city, "2026-11-23").on, date("2026-11-23"));
}

#[test]
fn evaluation_4_an_item_without_a_rule_or_figures_is_not_judged() {
    let mut city = City::read(&short_gas("2026-11-23"));
    city.rules.rules.clear();
    let found = evaluation(&city, "2026-11-23");
    assert!(found.alerts.is_empty() && found.unknown.is_empty());
    assert!(evaluation(&City::read(""), "2026-11-23").unknown.is_empty());
}

#[test]
fn evaluation_2_direct_peaks_have_their_consumers_gaps_too() {
    let mut items = defaults::items();
    for item in &mut items {
        item.route = Route::Direct;
    }
    let city = City::read_with(
        items,
        "electricity.load demand - A 2026-12 100
         electricity.load plan GRID A 2026-12 90
         electricity.load demand - B 2026-12 100
         electricity.load plan GRID B 2026-12 200",
    );
    assert_eq!(
        alerts(&evaluation(&city, "2026-11-23")),
        [
            "orange gap electricity.load party:A 2026-12 100/90/10 0.1",
            "yellow gap electricity.load city 2026-12 200/290/10 0.05",
        ]
    );
}
