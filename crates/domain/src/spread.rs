//! From reported figures to days (design rules 1 and 2): a month's figure is spread over the days that nobody
//! reported, a peak holds on each of its days, a quota accumulates from 1 January, a stock is never spread.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::{
    exact::Exact,
    item::Nature,
    period::{DayRange, Grain, Period, first_of_month, first_of_year},
    quantity::Quantity,
};

/// What is known of one series on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayValue {
    /// The amount, in thousandths of the item's unit.
    pub amount: Exact,
    /// Whether it comes from a month's figure alone, in a month without reported days.
    pub whole_month: bool,
}

impl DayValue {
    /// Adds another series' value of the same day.
    pub(crate) fn add(total: &mut Option<Self>, part: Option<&Self>) {
        match (total.as_mut(), part) {
            (Some(total), Some(part)) => {
                total.amount += &part.amount;
                total.whole_month &= part.whole_month;
            }
            (None, Some(part)) => *total = Some(part.clone()),
            (_, None) => {}
        }
    }
}

/// Figures of one series, ordered for look-up.
struct Reported {
    days: BTreeMap<NaiveDate, Quantity>,
    months: BTreeMap<NaiveDate, Quantity>,
    years: BTreeMap<NaiveDate, Quantity>,
}

impl Reported {
    fn new(figures: &[(Period, Quantity)]) -> Self {
        let of = |grain| {
            let chosen = figures.iter().filter(|(p, _)| p.grain() == grain);
            chosen.map(|(p, q)| (p.first_day(), *q)).collect()
        };
        Self { days: of(Grain::Day), months: of(Grain::Month), years: of(Grain::Year) }
    }

    /// Sum and number of the reported days of a range.
    fn sum_days(&self, range: DayRange) -> (i128, u32) {
        self.days
            .range(range.first..=range.last)
            .fold((0, 0), |(sum, count), (_, q)| (sum + i128::from(q.thousandths()), count + 1))
    }

    /// What each unreported day of a month gets from the month's figure, if there is one: its share of a flow, a peak
    /// as it is.
    fn of_month(&self, month: Period, nature: Nature) -> Option<DayValue> {
        let figure = *self.months.get(&month.first_day())?;
        let (sum, reported) = self.sum_days(month.days());
        let amount = match nature {
            Nature::Peak => figure.into(),
            Nature::Flow | Nature::Quota => {
                Exact::share((i128::from(figure.thousandths()) - sum).max(0), day_count(month) - reported)
            }
        };
        Some(DayValue { amount, whole_month: reported == 0 })
    }

    /// What each day of a year gets that neither a day's nor a month's figure covers.
    fn of_year(&self, year: Period, nature: Nature) -> Option<DayValue> {
        let amount = match nature {
            Nature::Peak => (*self.years.get(&year.first_day())?).into(),
            Nature::Flow | Nature::Quota => self.year_share(year)?,
        };
        Some(DayValue { amount, whole_month: false })
    }

    fn year_share(&self, year: Period) -> Option<Exact> {
        let figure = i128::from(self.years.get(&year.first_day())?.thousandths());
        let (mut known, mut covered) = (0i128, 0u32);
        for month in Period::between(year.first_day(), year.last_day(), Grain::Month) {
            let (sum, reported) = self.sum_days(month.days());
            match self.months.get(&month.first_day()) {
                Some(whole) if reported < day_count(month) => {
                    known += sum.max(whole.thousandths().into());
                    covered += day_count(month);
                }
                _ => {
                    known += sum;
                    covered += reported;
                }
            }
        }
        Some(Exact::share((figure - known).max(0), day_count(year) - covered))
    }

    /// Quota: by day all that counts since 1 January.
    fn accumulated(&self, range: DayRange) -> Vec<Option<DayValue>> {
        let mut values = Vec::with_capacity(range.len());
        let mut earlier = Accrued::default();
        for day in range.iter() {
            let month = first_of_month(day);
            if values.is_empty() || day == month {
                let months = Period::between(first_of_year(day), day, Grain::Month);
                let past = months.iter().filter(|m| m.first_day() < month);
                earlier = past.fold(Accrued::default(), |sum, m| sum.and(self.accrued(m.days())));
            }
            let mut known = earlier.and(self.accrued(DayRange { first: month, last: day }));
            if let Some(whole) = self.years.get(&first_of_year(day)) {
                known = Accrued { total: known.total.max(whole.thousandths().into()), any: true, ..known };
            }
            let value = || DayValue { amount: Exact::share(known.total, 1), whole_month: !known.by_days };
            values.push(known.any.then(value));
        }
        values
    }

    /// Quota: what counts of a month up to a day. A month's figure counts from the first day, its days are part of it.
    fn accrued(&self, month_to_date: DayRange) -> Accrued {
        let (sum, reported) = self.sum_days(month_to_date);
        let whole = self.months.get(&month_to_date.first).map(|q| i128::from(q.thousandths()));
        Accrued { total: sum.max(whole.unwrap_or(0)), any: whole.is_some() || reported > 0, by_days: reported > 0 }
    }
}

/// A quota's sum so far, in thousandths.
#[derive(Clone, Copy, Default)]
struct Accrued {
    total: i128,
    /// Whether there is any figure.
    any: bool,
    /// Whether there are days' figures among them.
    by_days: bool,
}

impl Accrued {
    const fn and(self, other: Self) -> Self {
        Self { total: self.total + other.total, any: self.any || other.any, by_days: self.by_days || other.by_days }
    }
}

fn day_count(period: Period) -> u32 {
    u32::try_from(period.days().len()).unwrap_or(0)
}

/// One value for each day of the range; `None` where nothing is known.
///
/// `figures` must hold each day's and month's figure of every month that the range touches, and where there is a
/// year's figure, or the item is a quota, all figures of that year.
pub fn spread(nature: Nature, figures: &[(Period, Quantity)], range: DayRange) -> Vec<Option<DayValue>> {
    if figures.is_empty() {
        return vec![None; range.len()];
    }
    let reported = Reported::new(figures);
    if nature == Nature::Quota {
        return reported.accumulated(range);
    }
    let mut values = Vec::with_capacity(range.len());
    let (mut of_month, mut of_year) = (None, None);
    for day in range.iter() {
        if values.is_empty() || day.day() == 1 {
            of_month = reported.of_month(Period::containing(day, Grain::Month), nature);
        }
        if values.is_empty() || day.ordinal() == 1 {
            of_year = reported.of_year(Period::containing(day, Grain::Year), nature);
        }
        let own = reported.days.get(&day).map(|q| DayValue { amount: (*q).into(), whole_month: false });
        values.push(own.or_else(|| of_month.clone()).or_else(|| of_year.clone()));
    }
    values
}

/// The last stock reported in the range: the figure whose period ends last; of two that end on the same day, the
/// shorter. Stocks are never spread and never carried into a range without a report.
pub fn last_stock(figures: &[(Period, Quantity)], range: DayRange) -> Option<(Period, Quantity)> {
    let inside = figures.iter().filter(|(p, _)| range.contains(p.last_day()));
    inside.max_by_key(|(p, _)| (p.last_day(), std::cmp::Reverse(p.grain()))).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn figure(period: &str, quantity: &str) -> (Period, Quantity) {
        (Period::parse(period).unwrap(), Quantity::parse(quantity).unwrap())
    }

    fn total(nature: Nature, figures: &[(Period, Quantity)], period: &str) -> String {
        let days = spread(nature, figures, Period::parse(period).unwrap().days());
        let known: Vec<Exact> = days.into_iter().flatten().map(|d| d.amount).collect();
        known.iter().sum::<Exact>().to_string()
    }

    fn on(nature: Nature, figures: &[(Period, Quantity)], day: &str) -> Option<String> {
        let day = day.parse().unwrap();
        spread(nature, figures, DayRange { first: day, last: day })[0].as_ref().map(|d| d.amount.to_string())
    }

    #[test]
    fn rule_1_month_and_day() {
        use Nature::Flow;
        let month = figure("2026-11", "300");
        let some = [month, figure("2026-11-01", "100"), figure("2026-11-02", "20")];
        // 300 − 120 over 28 days
        assert_eq!(on(Flow, &some, "2026-11-03").unwrap(), "6.429");
        assert_eq!(on(Flow, &some, "2026-11-02").unwrap(), "20.000");
        assert_eq!(total(Flow, &some, "2026-11"), "300.000");
        // The reported days are more than the month's figure: the other days get nothing, the month is their sum.
        let above = [month, figure("2026-11-01", "400")];
        assert_eq!(on(Flow, &above, "2026-11-30").unwrap(), "0.000");
        assert_eq!(total(Flow, &above, "2026-11"), "400.000");
        // All days reported: their sum, also below the month's figure.
        let all: Vec<_> = (1..=30).map(|d| figure(&format!("2026-11-{d:02}"), "5")).chain([month]).collect();
        assert_eq!(total(Flow, &all, "2026-11"), "150.000");
        // Without a month's figure only the reported days are known.
        assert_eq!(on(Flow, &some[1..], "2026-11-03"), None);
        assert_eq!(total(Flow, &some[1..], "2026-11"), "120.000");
    }

    #[test]
    fn rule_1_year_spreads_likewise() {
        let figures = [figure("2026", "3650"), figure("2026-01", "620"), figure("2026-02-01", "27")];
        // (3650 − 620 − 27) ÷ (365 − 31 − 1)
        assert_eq!(on(Nature::Flow, &figures, "2026-02-02").unwrap(), "9.018");
        assert_eq!(on(Nature::Flow, &figures, "2026-01-15").unwrap(), "20.000");
        assert_eq!(total(Nature::Flow, &figures, "2026"), "3650.000");
    }

    #[test]
    fn rule_2_peak_holds_on_each_day() {
        let figures = [figure("2026-11", "900"), figure("2026-11-02", "950")];
        assert_eq!(on(Nature::Peak, &figures, "2026-11-01").unwrap(), "900.000");
        assert_eq!(on(Nature::Peak, &figures, "2026-11-02").unwrap(), "950.000");
        assert_eq!(on(Nature::Peak, &figures, "2026-12-01"), None);
    }

    #[test]
    fn rule_2_quota_accumulates() {
        let figures = [figure("2026-01", "100"), figure("2026-03", "50"), figure("2026-05-10", "7")];
        for (day, expect) in [
            ("2026-01-01", Some("100.000")),
            ("2026-02-28", Some("100.000")),
            ("2026-03-01", Some("150.000")),
            ("2026-05-09", Some("150.000")),
            ("2026-05-10", Some("157.000")),
            ("2026-12-31", Some("157.000")),
            ("2025-12-31", None),
            ("2027-01-01", None),
        ] {
            assert_eq!(on(Nature::Quota, &figures, day).as_deref(), expect, "{day}");
        }
        assert_eq!(
            on(Nature::Quota, &[figure("2026", "400"), figure("2026-03", "50")], "2026-01-01").unwrap(),
            "400.000"
        );
    }

    #[test]
    fn rule_2_stock_is_the_last_reported() {
        let figures = [figure("2026-10", "70"), figure("2026-10-31", "71"), figure("2026-11-03", "60")];
        let last =
            |period: &str| last_stock(&figures, Period::parse(period).unwrap().days()).map(|(p, q)| format!("{p} {q}"));
        assert_eq!(last("2026-10").unwrap(), "2026-10-31 71.000");
        assert_eq!(last("2026-11").unwrap(), "2026-11-03 60.000");
        assert_eq!(last("2026-12"), None);
        assert_eq!(last("2026-11-04"), None);
        assert_eq!(last("2026").unwrap(), "2026-11-03 60.000");
    }

    proptest! {
        #[test]
        fn a_month_equals_its_days(
            month in prop::option::of(0i64..1_000_000_000),
            days in prop::collection::btree_map(1u32..=30, 0i64..50_000_000, 0..=30),
        ) {
            let quantity = |t| Quantity::from_thousandths(t).unwrap();
            let mut figures: Vec<_> = days
                .iter()
                .map(|(d, q)| (Period::parse(&format!("2026-11-{d:02}")).unwrap(), quantity(*q)))
                .collect();
            figures.extend(month.map(|m| (Period::parse("2026-11").unwrap(), quantity(m))));
            let sum: i64 = days.values().sum();
            let expect = match month {
                Some(m) if days.len() < 30 => m.max(sum),
                _ => sum,
            };
            let values = spread(Nature::Flow, &figures, Period::parse("2026-11").unwrap().days());
            let known: Vec<Exact> = values.iter().flatten().map(|d| d.amount.clone()).collect();
            prop_assert_eq!(known.iter().sum::<Exact>(), Exact::from(quantity(expect)));
            prop_assert_eq!(known.len(), if month.is_some() { 30 } else { days.len() });
        }
    }
}
