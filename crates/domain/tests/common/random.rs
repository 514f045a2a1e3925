//! Cities in which anything may have been reported, and days to judge them on.
#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::BTreeMap;

use baogong_domain::{DayRange, Grain, Measure, Period, Route};
use chrono::NaiveDate;
use proptest::{prelude::*, sample::Index};

use crate::common::{City, date, period};

/// One item of each nature and route, with and without window, stock lines and stock.
pub(crate) const ITEMS: [&str; 6] =
    ["coal.thermal", "fuel.diesel", "gas.pipeline", "transport.rail", "electricity.load", "land.quota"];
pub(crate) const SUPPLIERS: [&str; 2] = ["MINE", "GRID"];
pub(crate) const CONSUMERS: [&str; 4] = ["A@410181", "B@410181", "C", "CITY"];
/// Which periods the figures of one series may have.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    /// Days, months and years side by side.
    Mixed,
    /// Only days, only months or only years: then a smaller figure makes no day greater. (In a mixed series it does:
    /// what is taken from one day of a month is spread over the others.)
    OneGrain,
}

/// What a figure says before it is put into words: measure, supplier, consumer, period and quantity by number.
pub(crate) type Draft = (usize, usize, usize, Index, i64);

pub(crate) fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    // Demand more often: without it nothing can be short. Quantities that hit zero, each other and all the lines.
    let measure = prop::sample::select(vec![0usize, 0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 5]);
    let quantity = prop_oneof![
        1 => 0i64..12,
        2 => 0i64..200_000,
        4 => 180_000i64..220_000,
        4 => (15i64..22).prop_map(|n| n * 10_000),
    ];
    let draft = (measure, 0..SUPPLIERS.len() + 1, 0..CONSUMERS.len() + 1, any::<Index>(), quantity);
    prop::collection::vec(draft, 0..60)
}

fn periods(grain: Grain) -> Vec<Period> {
    match grain {
        Grain::Day => {
            DayRange { first: date("2026-11-12"), last: date("2026-12-03") }.iter().map(Period::day).collect()
        }
        Grain::Month => ["2026-10", "2026-11", "2026-12"].map(period).to_vec(),
        Grain::Year => vec![period("2026")],
    }
}

/// A city of one item; drafts that a site would refuse are left out, of two about the same the first stays.
pub(crate) fn city(item: &str, shape: Shape, drafts: &[Draft]) -> City {
    let known = City::read("");
    let item = known.items.iter().find(|i| i.code.as_str() == item).unwrap_or_else(|| panic!("{item}"));
    let mut lines = BTreeMap::new();
    for (measure, supplier, consumer, index, quantity) in drafts {
        let measure = Measure::ALL[*measure];
        let consumer = CONSUMERS.get(*consumer).copied();
        let supplier = measure.is_supply_side().then(|| SUPPLIERS[supplier % SUPPLIERS.len()]);
        let pooled = measure.is_supply_side() && item.route == Route::Pool;
        if (consumer.is_none() && !pooled) || (measure == Measure::Stock && !item.has_stock) {
            continue;
        }
        let series = format!("{} {measure} {} {}", item.code, supplier.unwrap_or("-"), consumer.unwrap_or("-"));
        let periods = match shape {
            // Mostly days, sometimes a year.
            Shape::Mixed => [periods(Grain::Day), periods(Grain::Month).repeat(4), periods(Grain::Year)].concat(),
            Shape::OneGrain => periods(match series.bytes().map(usize::from).sum::<usize>() % 5 {
                0 => Grain::Year,
                1 | 2 => Grain::Month,
                _ => Grain::Day,
            }),
        };
        let period = periods[index.index(periods.len())];
        let days = match (measure, period.grain()) {
            // A stock of up to 22 days.
            (Measure::Stock, _) => quantity / 10 % 23,
            (_, Grain::Day) => 1,
            (_, Grain::Month) => 30,
            (_, Grain::Year) => 365,
        };
        // Multiples of four, so that all can be scaled by quarters.
        lines.entry((series, period)).or_insert(quantity * days * 4);
    }
    let line = |((series, period), quantity): (&(String, Period), &i64)| {
        format!("{series} {period} {}.{:03}\n", quantity / 1000, quantity % 1000)
    };
    City::read(&lines.iter().map(line).collect::<String>())
}

/// A city in which anything may have been reported.
pub(crate) fn cities(shape: Shape) -> impl Strategy<Value = (&'static str, City)> {
    (prop::sample::select(ITEMS.to_vec()), drafts()).prop_map(move |(item, drafts)| (item, city(item, shape, &drafts)))
}

/// The evaluated day: off season and winter.
pub(crate) fn days() -> impl Strategy<Value = NaiveDate> {
    (0u64..20).prop_map(|n| date("2026-11-11") + chrono::Days::new(n))
}
