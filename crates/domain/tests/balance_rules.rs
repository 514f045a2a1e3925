//! The rules of a balance (design §2, "Exact meaning of a balance"), by number. The expected numbers are worked out by
//! hand from the design.

mod common;

use baogong_domain::{BalanceRow, Item, Nature, PartyCode, Route, balance_rows, defaults};
use chrono::NaiveDate;
use common::{City, amount, date, period};

const COAL: &str = "coal.thermal";
const POWER: &str = "electricity.energy";
const LOAD: &str = "electricity.load";
const LAND: &str = "land.quota";
const GAS: &str = "gas.pipeline";
const RAIL: &str = "transport.rail";

fn row(city: &City, item: &str, scope: &str, of: &str, overdue: impl Fn(NaiveDate) -> bool) -> BalanceRow {
    let scope = scope.parse().unwrap_or_else(|e| panic!("{scope}: {e}"));
    let mut rows = balance_rows(&city.book(item), &scope, &[period(of)], &city.rules, overdue);
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

/// The named columns of a row, side by side.
fn show(row: &BalanceRow, columns: &str) -> String {
    let column = |name: &str| match name {
        "demand" => amount(row.demand.as_ref()),
        "plan" => amount(row.plan.as_ref()),
        "delivered" => amount(row.delivered.as_ref()),
        "received" => amount(row.received.as_ref()),
        "used" => amount(row.used.as_ref()),
        "stock" => amount(row.stock.as_ref()),
        "supply" => amount(row.supply.as_ref()),
        "counted" => amount(row.counted_demand.as_ref()),
        "against" => amount(row.counted_supply.as_ref()),
        "gap" => amount(row.gap.as_ref()),
        "ratio" => amount(row.gap_ratio.as_ref()),
        "level" => row.level.map_or("-", |l| l.code()).to_owned(),
        "gap_high" => amount(row.gap_high.as_ref()),
        "level_high" => row.level_high.map_or("-", |l| l.code()).to_owned(),
        "partial" => if row.partial { "partial" } else { "whole" }.to_owned(),
        "unknown" if row.unknown.is_empty() => "-".to_owned(),
        "unknown" => row.unknown.iter().map(PartyCode::as_str).collect::<Vec<_>>().join("+"),
        _ => panic!("no column {name}"),
    };
    columns.split(' ').map(column).collect::<Vec<_>>().join(" ")
}

/// Compares columns of rows: scope, period, what they show.
fn check(city: &City, item: &str, columns: &str, table: &[(&str, &str, &str)]) {
    for (scope, of, expect) in table {
        assert_eq!(show(&row(city, item, scope, of, |_| false), columns), *expect, "{columns} of {scope} in {of}");
    }
}

#[test]
fn rule_1_a_months_figure_fills_the_days_without_one() {
    let city = City::read(
        "coal.thermal demand - PLANT 2026-11 300
         coal.thermal demand - PLANT 2026-11-01 100
         coal.thermal demand - PLANT 2026-11-02 20
         coal.thermal plan MINE PLANT 2026-11 600",
    );
    // (300 − 120) ÷ 28 = 6.428571…
    check(
        &city,
        COAL,
        "demand plan partial",
        &[
            ("city", "2026-11-01", "100 20 whole"),
            ("city", "2026-11-02", "20 20 whole"),
            ("city", "2026-11-03", "6.429 20 whole"),
            ("city", "2026-11-30", "6.429 20 whole"),
            ("city", "2026-11", "300 600 whole"),
            ("city", "2026-12", "- - whole"),
        ],
    );
}

#[test]
fn rule_1_more_than_the_months_figure_leaves_nothing_for_the_other_days() {
    let city = City::read(
        "coal.thermal demand - PLANT 2026-11 300
         coal.thermal demand - PLANT 2026-11-30 400",
    );
    check(&city, COAL, "demand partial", &[("city", "2026-11-29", "0 whole"), ("city", "2026-11", "400 whole")]);
}

#[test]
fn rule_1_all_days_reported_are_the_month() {
    let city = City::read(
        "coal.thermal demand - PLANT 2026-11 300
         coal.thermal demand - PLANT 2026-11-01..2026-11-30 5
         coal.thermal received - PLANT 2026-11-01..2026-11-29 7",
    );
    check(&city, COAL, "demand received partial", &[("city", "2026-11", "150 203 partial")]);
}

#[test]
fn rule_1_without_a_months_figure_a_month_is_partial() {
    let city = City::read("coal.thermal demand - PLANT 2026-11-05..2026-11-08 2.5");
    check(
        &city,
        COAL,
        "demand partial",
        &[("city", "2026-11", "10 partial"), ("city", "2026-11-05", "2.5 whole"), ("city", "2026-11-04", "- whole")],
    );
}

#[test]
fn rule_1_a_year_spreads_likewise() {
    // 2028 has 366 days: 7320 − 310 − 10 = 7000 over 366 − 31 − 1 = 334 days.
    let city = City::read(
        "gas.pipeline demand - PLANT 2028 7320
         gas.pipeline demand - PLANT 2028-01 310
         gas.pipeline demand - PLANT 2028-02-29 10",
    );
    check(
        &city,
        GAS,
        "demand",
        &[
            ("city", "2028-01-31", "10"),
            ("city", "2028-02-28", "20.958"),
            ("city", "2028-02-29", "10"),
            // 28 × 7000 ÷ 334 + 10
            ("city", "2028-02", "596.826"),
            ("city", "2028-12-31", "20.958"),
            ("city", "2028", "7320"),
            ("city", "2029-01", "-"),
        ],
    );
    // All days of January are reported: January is their sum, 310, whatever its own figure; (3650 − 310) ÷ 334 = 10.
    let reported = City::read(
        "gas.pipeline demand - PLANT 2026 3650
         gas.pipeline demand - PLANT 2026-01 620
         gas.pipeline demand - PLANT 2026-01-01..2026-01-31 10",
    );
    check(&reported, GAS, "demand", &[("city", "2026-02-01", "10"), ("city", "2026", "3650")]);
}

#[test]
fn rule_1_shares_are_exact_and_only_output_rounds() {
    // A thirtieth of 100 has no last decimal; the line is met, and missed by a thousandth of a month, all the same.
    let city = City::read(
        "gas.pipeline demand - PLANT 2026-11 100
         gas.pipeline plan GAS - 2026-11 95
         gas.pipeline plan GAS2 - 2026-12 99.999
         gas.pipeline demand - PLANT 2026-12 100",
    );
    // 5 ÷ 100 is the yellow line itself; in December a 31st of 0.001 is missing on each day.
    check(
        &city,
        GAS,
        "demand supply gap level",
        &[("city", "2026-11-07", "3.333 3.167 0.167 yellow"), ("city", "2026-12-07", "3.226 3.226 0 blue")],
    );
}

#[test]
fn rule_2_a_peak_month_is_the_day_with_the_largest_gap_in_all_columns() {
    let city = City::read(
        "electricity.load demand - PLANT 2026-11 900
         electricity.load demand - PLANT 2026-11-10 1000
         electricity.load demand - PLANT 2026-11-20 950
         electricity.load plan GRID - 2026-11 1000
         electricity.load plan GRID - 2026-11-20 800
         electricity.load delivered GRID - 2026-11-10 990
         electricity.load used - PLANT 2026-11-20 810
         electricity.load used - PLANT 2026-11-10 985
         electricity.load received - PLANT 2026-11-10 986",
    );
    // 10 Nov: 1000 − 990 = 10. 20 Nov: 950 − 800 = 150, 15.8 %. Other days: 900 < 1000.
    check(
        &city,
        LOAD,
        "demand plan delivered received used supply counted gap ratio level",
        &[
            ("city", "2026-11-05", "900 1000 - - - 1000 900 0 0 -"),
            ("city", "2026-11-10", "1000 1000 990 986 985 990 1000 10 0.01 blue"),
            ("city", "2026-11", "950 800 - - 810 800 950 150 0.158 orange"),
        ],
    );
}

#[test]
fn rule_2_of_equal_gaps_the_day_with_the_largest_demand() {
    let city = City::read(
        "electricity.load demand - PLANT 2026-11-03 1000
         electricity.load plan GRID - 2026-11-03 900
         electricity.load demand - PLANT 2026-11-04 1200
         electricity.load plan GRID - 2026-11-04 1100
         electricity.load demand - PLANT 2026-11-05 1100
         electricity.load plan GRID - 2026-11-05 1000
         electricity.load demand - PLANT 2026-12 500
         electricity.load demand - PLANT 2026-12-24 700
         electricity.load plan GRID - 2026-12 800",
    );
    check(
        &city,
        LOAD,
        "demand plan gap level partial",
        &[("city", "2026-11", "1200 1100 100 yellow partial"), ("city", "2026-12", "700 800 0 - whole")],
    );
}

#[test]
fn rule_2_a_peak_month_goes_by_the_gap_not_by_the_ratio_and_passes_over_unknown_days() {
    let city = City::read(
        "electricity.load demand - PLANT 2026-11-03 100
         electricity.load plan GRID - 2026-11-03 50
         electricity.load demand - PLANT 2026-11-04 1000
         electricity.load plan GRID - 2026-11-04 940
         electricity.load demand - PLANT 2026-11-05 5000
         electricity.load demand - PLANT 2026-12-05 5000
         electricity.load demand - PLANT 2026-12-06 10
         electricity.load plan GRID - 2026-12-06 10",
    );
    // 5 Nov and 5 Dec have no known supply: their gap is unknown, not large.
    check(
        &city,
        LOAD,
        "demand supply gap level",
        &[("city", "2026-11", "1000 940 60 yellow"), ("city", "2026-12", "10 10 0 -")],
    );
}

#[test]
fn rule_2_the_peak_of_a_supplier_or_of_demand_alone_is_a_day_that_is_known() {
    let city = City::read(
        "electricity.load plan GRID - 2026-11-20 800
         electricity.load demand - PLANT 2026-11-10 90
         electricity.load demand - PLANT 2026-11-11 95",
    );
    check(
        &city,
        LOAD,
        "demand plan gap partial",
        &[
            ("party:GRID", "2026-11", "- 800 - partial"),
            ("party:PLANT", "2026-11", "95 - - partial"),
            ("city", "2026-11", "95 - - partial"),
        ],
    );
}

#[test]
fn rule_2_a_quota_is_cumulative_since_the_first_of_january() {
    let city = City::read(
        "land.quota demand - WORKS 2025-12 999
         land.quota demand - WORKS 2026-01 100
         land.quota demand - WORKS 2026-03 50
         land.quota demand - WORKS 2026-05-10 30
         land.quota plan LAND - 2026 130
         land.quota demand - WORKS 2026-07 10
         land.quota demand - WORKS 2026-07-20 15
         land.quota plan LAND - 2026-08 140",
    );
    check(
        &city,
        LAND,
        "demand plan gap ratio level partial",
        &[
            // A month's and a year's figure count from their first day.
            ("city", "2026-01-01", "100 130 0 0 - whole"),
            ("city", "2026-02", "100 130 0 0 - whole"),
            ("city", "2026-03-01", "150 130 20 0.133 orange whole"),
            ("city", "2026-03", "150 130 20 0.133 orange whole"),
            ("city", "2026-05-09", "150 130 20 0.133 orange whole"),
            // A month's row stands at its last day.
            ("city", "2026-05", "180 130 50 0.278 red whole"),
            ("city", "2026-06", "180 130 50 0.278 red whole"),
            // A day is part of its month, a month of its year: the larger counts.
            ("city", "2026-07-19", "190 130 60 0.316 red whole"),
            ("city", "2026-07-20", "195 130 65 0.333 red whole"),
            ("city", "2026-12", "195 140 55 0.282 red whole"),
            ("city", "2025-11", "- - - - - whole"),
            ("city", "2027-01", "- - - - - whole"),
        ],
    );
}

#[test]
fn rule_2_a_stock_is_the_last_report_in_the_period_summed_over_parties() {
    let city = City::read(
        "coal.thermal stock - PLANT@410181 2026-11-10 50
         coal.thermal stock - PLANT 2026-11-20 40
         coal.thermal stock - HEAT@410181 2026-11 100
         coal.thermal stock - HEAT 2026-11-30 90
         coal.thermal stock - KILN@410102 2026-10 7",
    );
    check(
        &city,
        COAL,
        "stock",
        &[
            // 40 of PLANT; of HEAT the day's figure, which beats the month's of the same last day.
            ("city", "2026-11", "130"),
            ("division:410181", "2026-11", "130"),
            ("party:PLANT", "2026-11", "40"),
            ("city", "2026-11-10", "50"),
            ("city", "2026-11-20", "40"),
            // Never carried into a period without a report.
            ("city", "2026-11-15", "-"),
            ("city", "2026-12", "-"),
            ("division:410102", "2026-11", "-"),
            ("city", "2026-10", "7"),
        ],
    );
}

/// The office may make a peak or a quota a direct item.
fn with_route(code: &str, route: Route) -> Vec<Item> {
    let mut items = defaults::items();
    items.iter_mut().filter(|i| i.code.as_str() == code).for_each(|i| i.route = route);
    items
}

#[test]
fn rule_2_holds_for_direct_items_too() {
    let load = City::read_with(
        with_route(LOAD, Route::Direct),
        "electricity.load demand - A 2026-11 100
         electricity.load plan GRID A 2026-11 90
         electricity.load demand - B 2026-11 200
         electricity.load plan GRID B 2026-11 300
         electricity.load plan GRID A 2026-11-20 70
         electricity.load plan GRID B 2026-11-20 900",
    );
    // On 20 Nov A misses 30, whatever B has; on the others 10.
    check(
        &load,
        LOAD,
        "demand supply counted gap ratio",
        &[("city", "2026-11-19", "300 390 300 10 0.033"), ("city", "2026-11", "300 970 300 30 0.1")],
    );
    let land = City::read_with(
        with_route(LAND, Route::Direct),
        "land.quota demand - A 2026-01 100
         land.quota plan LAND A 2026 90
         land.quota demand - B 2026-02 100
         land.quota plan LAND B 2026 300",
    );
    assert!(defaults::items().iter().any(|i| i.code.as_str() == LAND && i.nature == Nature::Quota));
    check(&land, LAND, "demand supply counted gap", &[("city", "2026-03", "200 390 200 10")]);
}

#[test]
fn rule_3_delivered_else_plan_by_supplier_then_the_sum() {
    let city = City::read(
        "coal.thermal demand - PLANT 2026-11-01..2026-11-04 20
         coal.thermal plan MINE-A PLANT 2026-11-01..2026-11-03 10
         coal.thermal plan MINE-B PLANT 2026-11-01..2026-11-02 5
         coal.thermal delivered MINE-A PLANT 2026-11-01 7
         coal.thermal delivered MINE-A PLANT 2026-11-02 0
         coal.thermal delivered MINE-C PLANT 2026-11-03 4",
    );
    check(
        &city,
        COAL,
        "plan delivered supply gap",
        &[
            ("party:PLANT", "2026-11-01", "15 7 12 8"),
            // Nothing delivered is known: it is zero, not the plan.
            ("party:PLANT", "2026-11-02", "15 0 5 15"),
            ("party:PLANT", "2026-11-03", "10 4 14 6"),
            // Nothing known is unknown, not zero.
            ("party:PLANT", "2026-11-04", "- - - -"),
        ],
    );
    check(&city, COAL, "level unknown", &[("party:PLANT", "2026-11-04", "- PLANT")]);
}

#[test]
fn rule_3_received_replaces_the_sum_also_where_it_is_spread() {
    let city = City::read(
        "coal.thermal demand - PLANT 2026-10 620
         coal.thermal plan MINE PLANT 2026-10 930
         coal.thermal delivered MINE PLANT 2026-10-05 31
         coal.thermal received - PLANT 2026-10 310
         coal.thermal received - PLANT 2026-10-02 40
         coal.thermal demand - PLANT 2026-11-01 20
         coal.thermal received - PLANT 2026-11-01 0",
    );
    check(
        &city,
        COAL,
        "plan delivered received supply gap",
        &[
            ("party:PLANT", "2026-10-02", "30 - 40 40 0"),
            // (310 − 40) ÷ 30
            ("party:PLANT", "2026-10-05", "30 31 9 9 11"),
            ("party:PLANT", "2026-10", "930 31 310 310 310"),
            // Received alone makes supply known, zero too.
            ("party:PLANT", "2026-11-01", "- - 0 0 20"),
            // Direct: the city's supply is the sum over consumers, and so what they received.
            ("city", "2026-10", "930 31 310 310 310"),
        ],
    );
}

#[test]
fn rule_3_received_counts_day_by_day() {
    let city = City::read(
        "coal.thermal plan MINE PLANT 2026-11-01..2026-11-02 10
         coal.thermal received - PLANT 2026-11-01 3",
    );
    check(&city, COAL, "supply", &[("party:PLANT", "2026-11", "13"), ("city", "2026-11", "13")]);
}

#[test]
fn rule_4_a_figure_into_the_pool_has_the_named_ones_as_its_breakdown() {
    let city = City::read(
        "electricity.energy demand - A 2026-11-01..2026-11-03 70
         electricity.energy demand - B 2026-11-01..2026-11-03 80
         electricity.energy plan GRID - 2026-11-01..2026-11-02 100
         electricity.energy plan GRID A 2026-11-01..2026-11-03 60
         electricity.energy plan GRID B 2026-11-01..2026-11-03 30
         electricity.energy delivered GRID A 2026-11-02 65
         electricity.energy plan FARM B 2026-11-01 20
         electricity.energy received - A 2026-11-01 999",
    );
    check(
        &city,
        POWER,
        "plan delivered received supply counted against gap",
        &[
            // 100 of GRID with its breakdown 60 + 30, and 20 of FARM, which names its consumers only.
            ("city", "2026-11-01", "120 - 999 120 150 120 30"),
            // A delivery to one consumer is not GRID's delivery into the pool: the plan still stands.
            ("city", "2026-11-02", "100 65 - 100 150 100 50"),
            // Where it has no figure without consumer, the sum of the named ones.
            ("city", "2026-11-03", "90 - - 90 150 90 60"),
            // Consumers have what names them, or what they received.
            ("party:A", "2026-11-01", "60 - 999 999 70 999 0"),
            ("party:A", "2026-11-02", "60 65 - 65 70 65 5"),
            ("party:B", "2026-11-01", "50 - - 50 80 50 30"),
            ("party:GRID", "2026-11-01", "100 - - 100 - - -"),
            ("party:GRID", "2026-11-03", "90 - - 90 - - -"),
            ("party:FARM", "2026-11-01", "20 - - 20 - - -"),
        ],
    );
}

#[test]
fn rule_4_delivered_into_the_pool_beats_the_plan_by_supplier() {
    let city = City::read(
        "gas.pipeline demand - A 2026-11-01..2026-11-02 100
         gas.pipeline plan GAS - 2026-11-01..2026-11-02 90
         gas.pipeline plan LNG - 2026-11-01..2026-11-02 20
         gas.pipeline delivered GAS - 2026-11-01 70",
    );
    check(
        &city,
        GAS,
        "plan delivered supply gap level",
        &[("city", "2026-11-01", "110 70 90 10 orange"), ("city", "2026-11-02", "110 - 110 0 -")],
    );
}

#[test]
fn rule_4_where_no_supplier_feeds_the_pool_only_named_consumers_count() {
    let city = City::read(
        "electricity.energy demand - A 2026-11-01 25
         electricity.energy demand - B 2026-11-01 30
         electricity.energy demand - C 2026-11-01 10
         electricity.energy plan FARM A 2026-11-01 20
         electricity.energy plan FARM C 2026-11-01 12
         electricity.energy plan FARM D 2026-11-01 50
         electricity.energy received - A 2026-11-01 40
         electricity.energy demand - E 2026-11-01 5
         electricity.energy received - E 2026-11-01 5",
    );
    // A and C: 35 against 32. B has no known supply, D no known demand: D's 50 serves nobody that is counted. What A
    // and E received stands in their own balances, not in the city's, which knows of no supply to E.
    check(
        &city,
        POWER,
        "demand supply counted against gap unknown",
        &[
            ("city", "2026-11-01", "70 82 35 32 3 B+D+E"),
            ("party:A", "2026-11-01", "25 40 25 40 0 -"),
            ("party:E", "2026-11-01", "5 5 5 5 0 -"),
        ],
    );
}

#[test]
fn rule_4_a_direct_item_is_the_sum_over_consumers() {
    let city = City::read(
        "coal.thermal plan MINE A 2026-11-01 60
         coal.thermal delivered MINE A 2026-11-01 55
         coal.thermal plan MINE B 2026-11-01 30
         coal.thermal received - B 2026-11-01 28",
    );
    check(
        &city,
        COAL,
        "plan delivered received supply",
        &[("city", "2026-11-01", "90 55 28 83"), ("party:MINE", "2026-11-01", "90 55 - 85")],
    );
}

#[test]
fn rule_5_a_division_counts_consumers_with_both_sides_known() {
    let city = City::read(
        "coal.thermal demand - A@410181 2026-11-01 100
         coal.thermal plan MINE A 2026-11-01 90
         coal.thermal demand - B@410181 2026-11-01 40
         coal.thermal plan MINE C@410181 2026-11-01 70
         coal.thermal demand - D@410102 2026-11-01 11
         coal.thermal demand - E 2026-11-01 10
         coal.thermal plan MINE E 2026-11-01 4",
    );
    check(
        &city,
        COAL,
        "demand supply counted against gap ratio level unknown",
        &[
            ("division:410181", "2026-11-01", "140 160 100 90 10 0.1 orange B+C"),
            ("division:410102", "2026-11-01", "11 - - - - - - D"),
            // E has no division: it counts for the city alone.
            ("city", "2026-11-01", "161 164 110 94 16 0.145 orange B+C+D"),
            ("division:410199", "2026-11-01", "- - - - - - - -"),
        ],
    );
}

#[test]
fn rule_5_who_once_reported_and_is_silent_is_unknown_from_then_on() {
    let city = City::read(
        "coal.thermal demand - A 2026-11-05 100
         coal.thermal plan MINE A 2026-11-05 90
         coal.thermal stock - HEAT 2026-11-05 40",
    );
    check(
        &city,
        COAL,
        "demand gap unknown",
        &[
            ("city", "2026-11-04", "- - -"),
            // Of the heat works a stock is known, but neither side of a gap.
            ("city", "2026-11-05", "100 10 HEAT"),
            ("city", "2026-11-06", "- - A+HEAT"),
            ("city", "2026-12", "- - A+HEAT"),
        ],
    );
}

#[test]
fn rule_5_a_month_or_year_that_has_not_ended_names_its_unknown_consumers() {
    // The first figures ever of B and C end after the day that is looked at, but cover it.
    let city = City::read(
        "coal.thermal demand - A 2026-11 300
         coal.thermal plan MINE A 2026-11 300
         coal.thermal demand - B 2026-11 600
         coal.thermal plan MINE C 2026 365",
    );
    check(
        &city,
        COAL,
        "demand supply counted unknown",
        &[("city", "2026-11-10", "30 11 10 B+C"), ("city", "2026-11", "900 330 300 B+C")],
    );
}

#[test]
fn rule_5_a_suppliers_own_balance_has_no_demand() {
    let city = City::read(
        "coal.thermal demand - A 2026-11 100
         coal.thermal plan MINE A 2026-11 90
         coal.thermal plan MINE B 2026-11 30
         coal.thermal delivered MINE A 2026-11 45
         coal.thermal stock - MINE 2026-11 500
         coal.thermal used - MINE 2026-11 3",
    );
    // What it holds and uses itself is shown all the same.
    check(
        &city,
        COAL,
        "demand plan delivered supply gap level counted stock used",
        &[("party:MINE", "2026-11", "- 120 45 75 - - - 500 3")],
    );
}

#[test]
fn rule_5_who_needs_what_it_also_supplies_is_judged_as_a_consumer() {
    // An enterprise with a power station of its own: it feeds the pool and is served from it.
    let city = City::read(
        "electricity.energy demand - WORKS 2026-11-01 50
         electricity.energy plan GRID WORKS 2026-11-01 40
         electricity.energy plan WORKS - 2026-11-01 10",
    );
    check(
        &city,
        POWER,
        "demand plan gap",
        &[("party:WORKS", "2026-11-01", "50 40 10"), ("city", "2026-11-01", "50 50 0")],
    );
}

#[test]
fn rule_6_used_never_stands_for_demand() {
    let city = City::read(
        "gas.pipeline used - A 2026-11-01 100
         gas.pipeline plan GAS - 2026-11-01 50",
    );
    check(&city, GAS, "demand used supply gap level unknown", &[("city", "2026-11-01", "- 100 50 - - A")]);
}

#[test]
fn rule_6_the_whole_citys_demand_has_the_consumers_as_its_breakdown() {
    let city = City::read(
        "electricity.load demand - CITY 2026-11-01 900
         electricity.load demand - A@410181 2026-11-01..2026-11-02 600
         electricity.load demand - B 2026-11-01..2026-11-02 500
         electricity.load plan GRID - 2026-11-01..2026-11-02 855
         electricity.load plan GRID A 2026-11-01..2026-11-02 570",
    );
    check(
        &city,
        LOAD,
        "demand supply counted gap ratio level unknown",
        &[
            ("city", "2026-11-01", "900 855 900 45 0.05 yellow -"),
            // Where it does not report, the consumers' sum is the city's demand.
            ("city", "2026-11-02", "1100 855 1100 245 0.223 red -"),
            // Divisions know nothing of it.
            ("division:410181", "2026-11-01", "600 570 600 30 0.05 yellow -"),
            // What is known of the city as one is shown in its own balance.
            ("party:CITY", "2026-11-01", "900 - - - - - CITY"),
        ],
    );
}

#[test]
fn rule_6_of_a_direct_item_the_gap_stays_the_consumers() {
    let city = City::read(
        "coal.thermal demand - CITY 2026-11-01 500
         coal.thermal demand - A 2026-11-01 100
         coal.thermal plan MINE A 2026-11-01 90",
    );
    check(&city, COAL, "demand supply counted gap ratio", &[("city", "2026-11-01", "500 90 100 10 0.1")]);
}

#[test]
fn rule_7_columns_show_all_and_the_gap_counts_where_both_are_known() {
    let city = City::read(
        "gas.pipeline demand - A 2026-11 300
         gas.pipeline plan GAS - 2026-11-01..2026-11-10 9",
    );
    // Ten days: 100 against 90.
    check(
        &city,
        GAS,
        "demand supply counted against gap ratio level partial",
        &[("city", "2026-11", "300 90 100 90 10 0.1 orange partial")],
    );
}

#[test]
fn rule_7_a_months_gap_is_taken_on_the_sums() {
    let city = City::read(
        "gas.pipeline demand - A 2026-11-01..2026-11-02 10
         gas.pipeline plan GAS - 2026-11-01 4
         gas.pipeline plan GAS - 2026-11-02 15
         coal.thermal demand - A 2026-11-01..2026-11-02 10
         coal.thermal plan MINE A 2026-11-01 4
         coal.thermal plan MINE A 2026-11-02 15",
    );
    for item in [GAS, COAL] {
        check(
            &city,
            item,
            "counted against gap",
            &[("city", "2026-11-01", "10 4 6"), ("city", "2026-11-02", "10 15 0"), ("city", "2026-11", "20 19 1")],
        );
    }
}

#[test]
fn rule_7_one_plants_surplus_does_not_heat_another() {
    let text = |item: &str| {
        format!(
            "{item} demand - A@410181 2026-11 100
             {item} demand - B@410181 2026-11 100
             {item} plan MINE A 2026-11 150
             {item} plan MINE B 2026-11 80"
        )
    };
    // Coal: the sum of the consumers' own gaps. Gas, where named only: 200 − 230.
    let table = |gap| [("city", "2026-11", gap), ("division:410181", "2026-11", gap)];
    check(&City::read(&text(COAL)), COAL, "counted against gap ratio", &table("200 230 20 0.1"));
    check(&City::read(&text(GAS)), GAS, "counted against gap ratio", &table("200 230 0 0"));
}

#[test]
fn rule_7_levels_include_their_lower_bound() {
    for (supply, expect) in [
        ("1000", "0 -"),
        ("999.999", "0.001 blue"),
        ("950.001", "49.999 blue"),
        ("950", "50 yellow"),
        ("900.001", "99.999 yellow"),
        ("900", "100 orange"),
        ("800.001", "199.999 orange"),
        ("800", "200 red"),
        ("0", "1000 red"),
    ] {
        let text = format!("gas.pipeline demand - A 2026-11-01 1000\ngas.pipeline plan GAS - 2026-11-01 {supply}");
        check(&City::read(&text), GAS, "gap level", &[("city", "2026-11-01", expect)]);
    }
    // No demand, no ratio, no level.
    let idle = City::read("gas.pipeline demand - A 2026-11-01 0\ngas.pipeline plan GAS - 2026-11-01 0");
    check(&idle, GAS, "gap ratio level", &[("city", "2026-11-01", "0 - -")]);
}

#[test]
fn rule_7_fulfilment_is_delivered_by_plan_and_for_rail_by_demand() {
    let city = City::read(
        "transport.rail demand - A 2026-11-01 80
         transport.rail plan RAIL A 2026-11-01 64
         transport.rail delivered RAIL A 2026-11-01 60",
    );
    let row = row(&city, RAIL, "city", "2026-11-01", |_| false);
    assert_eq!(amount(row.fulfilment(false).as_ref()), "0.938");
    assert_eq!(amount(row.fulfilment(true).as_ref()), "0.75");
    assert_eq!(amount(row.fulfilment_base(true)), "80");
}

#[test]
fn rule_8_a_balance_row_is_of_its_own_period_alone() {
    let city = City::read(
        "coal.thermal demand - PLANT 2026-11-01..2026-11-07 10
         coal.thermal delivered MINE PLANT 2026-11-01..2026-11-06 0
         coal.thermal delivered MINE PLANT 2026-11-07 70",
    );
    check(
        &city,
        COAL,
        "counted against gap level",
        &[("city", "2026-11-06", "10 0 10 red"), ("city", "2026-11-07", "10 70 0 -"), ("city", "2026-11", "70 70 0 -")],
    );
}

/// As [`check`], where the reports of the days up to 20 November are due.
fn check_late(city: &City, item: &str, table: &[(&str, &str, &str)]) {
    for (scope, of, expect) in table {
        let row = row(city, item, scope, of, |day| day <= date("2026-11-20"));
        assert_eq!(show(&row, "gap level gap_high level_high"), *expect, "{scope} in {of}");
    }
}

#[test]
fn rule_9_a_late_supplier_counts_at_its_plan_and_may_have_delivered_nothing() {
    let city = City::read(
        "gas.pipeline demand - A 2026-11-19..2026-11-21 100
         gas.pipeline plan GAS - 2026-11-19..2026-11-21 90
         gas.pipeline plan LNG - 2026-11-19..2026-11-21 6
         gas.pipeline delivered LNG - 2026-11-20 6
         gas.pipeline delivered GAS - 2026-11-19 95",
    );
    check_late(
        &city,
        GAS,
        &[
            // LNG is late on the 19th, GAS on the 20th; the 21st is not yet due.
            ("city", "2026-11-19", "0 - 5 yellow"),
            ("city", "2026-11-20", "4 blue 94 red"),
            ("city", "2026-11-21", "4 blue 4 blue"),
            // 300 against 293 (95 + 6 + 96 + 96); against 197 where the late ones delivered nothing.
            ("city", "2026-11", "7 blue 103 red"),
        ],
    );
}

#[test]
fn rule_9_what_is_reported_is_sure() {
    let city = City::read(
        "coal.thermal demand - A 2026-11-19..2026-11-20 100
         coal.thermal plan MINE A 2026-11-19..2026-11-20 95
         coal.thermal received - A 2026-11-19 94
         coal.thermal demand - B 2026-11-19..2026-11-20 10
         coal.thermal plan MINE B 2026-11-19..2026-11-20 20
         coal.thermal delivered MINE B 2026-11-20 0",
    );
    check_late(
        &city,
        COAL,
        &[
            // The consumer says what it received: the silence of the mine does not matter.
            ("party:A", "2026-11-19", "6 yellow 6 yellow"),
            ("party:A", "2026-11-20", "5 yellow 100 red"),
            ("party:B", "2026-11-20", "10 red 10 red"),
            ("party:B", "2026-11-19", "0 - 10 red"),
            // Direct: sums of the consumers' own gaps.
            ("city", "2026-11-19", "6 yellow 16 orange"),
            ("city", "2026-11-20", "15 orange 110 red"),
            ("party:MINE", "2026-11-19", "- - - -"),
        ],
    );
    let named = City::read(
        "electricity.energy demand - A 2026-11-19..2026-11-20 25
         electricity.energy plan FARM A 2026-11-19..2026-11-20 20
         electricity.energy delivered FARM A 2026-11-20 20",
    );
    check_late(&named, POWER, &[("city", "2026-11-19", "5 red 25 red"), ("city", "2026-11-20", "5 red 5 red")]);
}
