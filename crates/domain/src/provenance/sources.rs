//! From a day's value back to the figures that make it (design rules 1 and 2).

use chrono::{Datelike, NaiveDate};

use crate::{
    exact::Exact,
    item::Nature,
    period::{DayRange, Grain, Period, first_of_month, first_of_year},
    quantity::Quantity,
    spread::spread,
};

/// For each day of the range the figures that make its value, by place, each with its part of it. The parts add up to
/// what [`spread`] says of the day; where that is unknown there are none.
pub(super) fn sources(nature: Nature, figures: &[(Period, Quantity)], range: DayRange) -> Vec<Vec<(usize, Exact)>> {
    if nature == Nature::Quota {
        return range.iter().map(|day| accrued(figures, day)).collect();
    }
    let place = |period: Period| figures.iter().position(|(own, _)| *own == period);
    let values = spread(nature, figures, range);
    let mut parts = Vec::with_capacity(range.len());
    let (mut of_month, mut of_year) = (None, None);
    for (day, value) in range.iter().zip(values) {
        if parts.is_empty() || day.day() == 1 {
            of_month = place(Period::containing(day, Grain::Month));
        }
        if parts.is_empty() || day.ordinal() == 1 {
            of_year = place(Period::containing(day, Grain::Year));
        }
        let source = value.and_then(|value| Some((place(Period::day(day)).or(of_month).or(of_year)?, value.amount)));
        parts.push(source.into_iter().collect());
    }
    parts
}

/// A quota's day: its days' figures as they are, of a coarser figure what goes beyond the finer ones that are part of it.
fn accrued(figures: &[(Period, Quantity)], day: NaiveDate) -> Vec<(usize, Exact)> {
    let since = first_of_year(day);
    let own = |(place, (period, quantity)): (usize, &(Period, Quantity))| {
        let amount = i128::from(quantity.thousandths());
        let counts = period.first_day() >= since && period.first_day() <= day;
        counts.then_some((place, *period, amount))
    };
    let counting: Vec<(usize, Period, i128)> = figures.iter().enumerate().filter_map(own).collect();
    let of = |grain| counting.iter().filter(move |(_, period, _)| period.grain() == grain);
    let mut parts: Vec<(usize, i128)> = of(Grain::Day).map(|(place, _, amount)| (*place, *amount)).collect();
    for (place, month, whole) in of(Grain::Month) {
        let inside = of(Grain::Day).filter(|(_, p, _)| first_of_month(p.first_day()) == month.first_day());
        let days: i128 = inside.map(|(.., amount)| amount).sum();
        parts.push((*place, (whole - days).max(0)));
    }
    let finer: i128 = parts.iter().map(|(_, amount)| amount).sum();
    parts.extend(of(Grain::Year).map(|(place, _, whole)| (*place, (whole - finer).max(0))));
    parts.into_iter().map(|(place, amount)| (place, Exact::share(amount, 1))).collect()
}
