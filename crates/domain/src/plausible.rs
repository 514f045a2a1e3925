//! What is unusual about a figure: warnings that its reporter reads and may stand by. They block nothing and change no
//! number; what cannot be a figure at all is refused elsewhere ([`crate::quantity::QuantityError`],
//! [`crate::FigureError`]). Missing data never warn: what is unknown is neither usual nor unusual.

use chrono::NaiveDate;

use crate::{
    exact::Exact,
    figure::Measure,
    item::{Item, Nature},
    period::{DayRange, Grain, Period, minus_days},
    quantity::Quantity,
};

/// From where on a figure is unusual (Setting; experience of reporting desks, no regulation).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// So many times the usual value, or as small a part of it, is far.
    pub times: i64,
    /// With fewer known values nothing is usual yet.
    pub least_known: usize,
    /// How many days' values make the usual one: four weeks, so that each weekday counts alike.
    pub last_days: u32,
    /// How many months' values make the usual one: a year, so that each season counts alike.
    pub last_months: u32,
    /// A smaller difference from the usual value is none, in thousandths of the unit.
    pub least_difference: i64,
    /// How far a stock may be from what it follows from, in percent of the larger of the two: scales and sampling.
    pub stock_percent: i64,
    /// A smaller difference of a stock is rounding, in thousandths of the unit.
    pub least_stock_difference: i64,
}

impl Bounds {
    /// What a new site starts with.
    pub const DEFAULT: Self = Self {
        times: 3,
        least_known: 5,
        last_days: 28,
        last_months: 12,
        least_difference: 1000,
        stock_percent: 2,
        least_stock_difference: 1000,
    };

    /// The first days of the periods whose values make the usual one; none for a year, of which there are too few.
    pub fn last_values(self, period: Period) -> Option<DayRange> {
        let last = period.first_day().pred_opt()?;
        let first = match period.grain() {
            Grain::Day => minus_days(period.first_day(), self.last_days),
            Grain::Month => period.first_day().checked_sub_months(chrono::Months::new(self.last_months))?,
            Grain::Year => return None,
        };
        Some(DayRange { first, last })
    }
}

/// What a stock follows from; all of one consumer and, but for `before`, of one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StockStep {
    /// The stock at the end of the period before.
    pub before: Quantity,
    /// What came.
    pub received: Quantity,
    /// What was used.
    pub used: Quantity,
    /// The stock at the end of the period.
    pub stock: Quantity,
}

/// What is known around a figure.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The item.
    pub item: &'a Item,
    /// What the figure states.
    pub measure: Measure,
    /// Its period.
    pub period: Period,
    /// Today in the office.
    pub today: NaiveDate,
    /// The subject's values within [`Bounds::last_values`], in any order.
    pub last: &'a [Quantity],
    /// What the supplier can deliver in a day, and all that it states for the period with this figure among it.
    pub capacity: Option<(Quantity, &'a Exact)>,
    /// The stock's step, where the figure is a part of it and the other parts are known.
    pub stock: Option<StockStep>,
}

/// Something unusual, with the numbers that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A fact about a period that has not begun.
    Ahead {
        /// What it states.
        measure: Measure,
        /// Of when.
        period: Period,
    },
    /// Far from what the subject usually states.
    FarFromUsual {
        /// What it states now.
        quantity: Quantity,
        /// The median of the last values, zeros left out.
        usual: Exact,
        /// How many values are known.
        known: usize,
    },
    /// More than the supplier says it can deliver.
    OverCapacity {
        /// All that it states for the period.
        total: Exact,
        /// What it can deliver in a day.
        per_day: Quantity,
        /// In so many days; 1 for a peak, which holds on each of them.
        days: u32,
    },
    /// The stock is not what it was before, plus what came, less what was used.
    StockDoesNotFollow(StockStep),
}

/// Everything unusual about a quantity.
pub fn warnings(quantity: Quantity, around: &Surroundings<'_>, bounds: Bounds) -> Vec<Warning> {
    let Surroundings { item, measure, period, today, last, capacity, stock } = *around;
    let ahead = !measure.is_intention() && period.first_day() > today;
    [
        ahead.then_some(Warning::Ahead { measure, period }),
        // A quota's figures are grants: none is like the one before.
        far_from_usual(quantity, last, bounds).filter(|_| item.nature != Nature::Quota),
        capacity.and_then(|(per_day, total)| over_capacity(total, per_day, item.nature, period)),
        stock.filter(|step| !step.follows(bounds)).map(Warning::StockDoesNotFollow),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn far_from_usual(quantity: Quantity, last: &[Quantity], bounds: Bounds) -> Option<Warning> {
    if last.len() < bounds.least_known {
        return None;
    }
    // Zero is a value of its own: a plant without a train today is as usual as one with.
    let mut values: Vec<i128> = last.iter().map(|q| q.thousandths().into()).filter(|q| *q > 0).collect();
    let zero_is_usual = values.len() < last.len();
    if quantity.thousandths() == 0 && zero_is_usual {
        return None;
    }
    values.sort_unstable();
    // Twice the median is a whole number of thousandths, however many values there are.
    let middle = values.len() / 2;
    let twice = match values.len() {
        0 => 0,
        len if len % 2 == 1 => 2 * values[middle],
        _ => values[middle - 1] + values[middle],
    };
    let stated = 2 * i128::from(quantity.thousandths());
    let times = i128::from(bounds.times);
    let far = stated > times * twice || stated * times < twice;
    let differs = (stated - twice).abs() >= 2 * i128::from(bounds.least_difference);
    (far && differs).then(|| Warning::FarFromUsual { quantity, usual: Exact::share(twice, 2), known: last.len() })
}

fn over_capacity(total: &Exact, per_day: Quantity, nature: Nature, period: Period) -> Option<Warning> {
    let days = match nature {
        Nature::Peak => 1,
        Nature::Flow | Nature::Quota => u32::try_from(period.days().len()).unwrap_or(u32::MAX),
    };
    let most = Exact::from(per_day).times(days.into());
    (*total > most).then(|| Warning::OverCapacity { total: total.clone(), per_day, days })
}

impl StockStep {
    /// What the stock should be; below zero where more was used than there was.
    fn expected(self) -> i128 {
        [self.before, self.received].iter().map(|q| i128::from(q.thousandths())).sum::<i128>()
            - i128::from(self.used.thousandths())
    }

    fn follows(self, bounds: Bounds) -> bool {
        let (expected, stock) = (self.expected(), i128::from(self.stock.thousandths()));
        let difference = (expected - stock).abs();
        difference <= i128::from(bounds.least_stock_difference)
            || difference * 100 <= i128::from(bounds.stock_percent) * expected.max(stock)
    }
}

impl Warning {
    /// Stable code for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Ahead { .. } => "ahead",
            Self::FarFromUsual { .. } => "far_from_usual",
            Self::OverCapacity { .. } => "over_capacity",
            Self::StockDoesNotFollow(_) => "stock_does_not_follow",
        }
    }

    /// The warning in Chinese and English, with its numbers in the item's unit.
    pub fn words(&self, item: &Item) -> (String, String) {
        let (unit, unit_en) = (&item.unit, &item.unit_en);
        match self {
            Self::Ahead { measure, period } => {
                let (name, name_en) = measure.names();
                let zh = format!("{period} 还没有到：{name}是已发生的数");
                (zh, format!("{period} has not come yet: {} is a fact, not a plan", name_en.to_lowercase()))
            }
            Self::FarFromUsual { quantity, usual, known } => {
                let (stated, usual) = (plain(&(*quantity).into()), plain(usual));
                let zh = format!("与平时相差悬殊：填报 {stated} {unit}，近 {known} 期的中位数是 {usual} {unit}");
                let en = format!(
                    "far from usual: {stated} {unit_en}, while the median of the last {known} values is {usual} {unit_en}"
                );
                (zh, en)
            }
            Self::OverCapacity { total, per_day, days } => {
                let (total, one_day) = (plain(total), plain(&(*per_day).into()));
                let most = plain(&Exact::from(*per_day).times((*days).into()));
                let (over_days, over_days_en) = match days {
                    1 => (String::new(), String::new()),
                    days => (format!("{one_day} × {days} 天 = "), format!("{one_day} × {days} days = ")),
                };
                let zh = format!("超过申报的供应能力：合计 {total} {unit}，能力 {over_days}{most} {unit}");
                let en = format!(
                    "over the stated capacity: {total} {unit_en} in all, capacity {over_days_en}{most} {unit_en}"
                );
                (zh, en)
            }
            Self::StockDoesNotFollow(step) => {
                let [before, received, used, stock] =
                    [step.before, step.received, step.used, step.stock].map(|q| plain(&q.into()));
                let expected = plain(&Exact::share(step.expected(), 1));
                let zh = format!(
                    "库存对不上：上期 {before} + 实收 {received} − 消耗 {used} = {expected} {unit}，填报 {stock} {unit}"
                );
                let en = format!(
                    "the stock does not follow: {before} before + {received} received − {used} used = {expected} {unit_en}, stated {stock} {unit_en}"
                );
                (zh, en)
            }
        }
    }
}

/// An amount as people write it: commas between thousands, no zeros at the end.
pub(crate) fn plain(amount: &Exact) -> String {
    let text = amount.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut written = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    let decimals = decimals.trim_end_matches('0');
    if !decimals.is_empty() {
        written.push('.');
        written.push_str(decimals);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::defaults;

    fn item(code: &str) -> Item {
        defaults::items().into_iter().find(|i| i.code.as_str() == code).unwrap()
    }

    fn q(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    fn codes(quantity: &str, around: &Surroundings<'_>) -> Vec<&'static str> {
        warnings(q(quantity), around, Bounds::DEFAULT).iter().map(Warning::code).collect()
    }

    fn around<'a>(item: &'a Item, measure: Measure, period: &str, last: &'a [Quantity]) -> Surroundings<'a> {
        let (period, today) = (Period::parse(period).unwrap(), "2026-11-23".parse().unwrap());
        Surroundings { item, measure, period, today, last, capacity: None, stock: None }
    }

    #[test]
    fn far_is_more_than_three_times_or_less_than_a_third() {
        let coal = item("coal.thermal");
        let check = |last: &[&str], stated: &str, far: bool| {
            let last: Vec<Quantity> = last.iter().map(|text| q(text)).collect();
            let got = codes(stated, &around(&coal, Measure::Used, "2026-11-22", &last));
            assert_eq!(got == ["far_from_usual"], far, "{stated} after {last:?}: {got:?}");
        };
        let steady = ["900", "1000", "1100", "900", "1100"];
        check(&steady, "3000", false);
        check(&steady, "3000.001", true);
        check(&steady, "333.334", false);
        check(&steady, "333.333", true);
        check(&steady, "0", true);
        // Too few values make nothing usual.
        check(&steady[..4], "9000", false);
        // The median of an even number lies half-way: 950.0005.
        let even = ["900", "900", "900", "1000.001", "1000.001", "1000.001"];
        check(&even, "2850.001", false);
        check(&even, "2850.002", true);
        // One mistake of the past does not become the usual.
        check(&["900", "1000", "1100", "900", "990000"], "3300.001", true);
        // A small difference is none, whatever the ratio.
        check(&["0.1", "0.1", "0.1", "0.1", "0.1"], "1.099", false);
        check(&["0.1", "0.1", "0.1", "0.1", "0.1"], "1.1", true);
        // Where zeros are among the values zero is usual, and so is the size of the others.
        let trains = ["0", "0", "4000", "0", "0", "4100", "0"];
        check(&trains, "0", false);
        check(&trains, "4000", false);
        check(&trains, "13000", true);
        check(&["0", "0", "0", "0", "0"], "0.999", false);
        check(&["0", "0", "0", "0", "0"], "1", true);
    }

    #[test]
    fn grants_of_land_have_no_usual_size() {
        let (land, last) = (item("land.quota"), [q("10"); 6]);
        assert!(codes("900", &around(&land, Measure::Plan, "2026-11", &last)).is_empty());
    }

    #[test]
    fn capacity_counts_all_that_is_stated_and_every_day() {
        let check = |code: &str, period: &str, total: &str, over: bool| {
            let (item, total) = (item(code), q(total).into());
            let surroundings =
                Surroundings { capacity: Some((q("100"), &total)), ..around(&item, Measure::Plan, period, &[]) };
            assert_eq!(codes("1", &surroundings) == ["over_capacity"], over, "{code} {period} {total}");
        };
        check("coal.thermal", "2026-11-30", "100", false);
        check("coal.thermal", "2026-11-30", "100.001", true);
        check("coal.thermal", "2026-12", "3100", false);
        check("coal.thermal", "2026-12", "3100.001", true);
        check("coal.thermal", "2028-02", "2900.001", true);
        // A month's load is a peak, not a sum.
        check("electricity.load", "2026-12", "100", false);
        check("electricity.load", "2026-12", "100.001", true);
    }

    #[test]
    fn a_stock_follows_within_two_percent_or_a_unit() {
        let coal = item("coal.thermal");
        let check = |[before, received, used, stock]: [&str; 4], follows: bool| {
            let step = StockStep { before: q(before), received: q(received), used: q(used), stock: q(stock) };
            let surroundings = Surroundings { stock: Some(step), ..around(&coal, Measure::Stock, "2026-11-22", &[]) };
            assert_eq!(codes(stock, &surroundings).is_empty(), follows, "{step:?}");
        };
        check(["1000", "200", "300", "900"], true);
        check(["1000", "200", "300", "882"], true);
        check(["1000", "200", "300", "881.999"], false);
        // Two percent of the larger.
        check(["1000", "200", "300", "918.367"], true);
        check(["1000", "200", "300", "918.368"], false);
        check(["10", "2", "3", "10"], true);
        check(["10", "2", "3", "10.001"], false);
        // More used than there was.
        check(["10", "0", "30", "0"], false);
        check(["0", "0", "0", "0"], true);
        check(["999999999999.999", "999999999999.999", "0", "0"], false);
    }

    #[test]
    fn only_facts_may_not_lie_ahead() {
        let coal = item("coal.thermal");
        let check = |measure, period: &str, expect: &[&str]| {
            assert_eq!(codes("1", &around(&coal, measure, period, &[])), expect, "{measure} {period}");
        };
        check(Measure::Used, "2026-11-23", &[]);
        check(Measure::Used, "2026-11-24", &["ahead"]);
        check(Measure::Delivered, "2026-11", &[]);
        check(Measure::Delivered, "2026-12", &["ahead"]);
        check(Measure::Plan, "2026-12", &[]);
        check(Measure::Demand, "2026-11-24", &[]);
    }

    #[test]
    fn the_usual_is_taken_from_four_weeks_or_a_year() {
        let check = |period: &str, expect: Option<(&str, &str)>| {
            let range = Bounds::DEFAULT.last_values(Period::parse(period).unwrap());
            let got = range.map(|r| (r.first.to_string(), r.last.to_string()));
            assert_eq!(got, expect.map(|(a, b)| (a.to_owned(), b.to_owned())), "{period}");
        };
        check("2026-11-29", Some(("2026-11-01", "2026-11-28")));
        check("2026-11", Some(("2025-11-01", "2026-10-31")));
        check("2026", None);
    }

    #[test]
    fn words_carry_their_numbers_exactly() {
        let coal = item("coal.thermal");
        let last = [q("1000.5"), q("1000.5"), q("1000.5"), q("1001.5"), q("1001.5"), q("1001.5")];
        let mut surroundings = around(&coal, Measure::Used, "2026-11-25", &last);
        let total = q("1234567.25").into();
        surroundings.capacity = Some((q("1000"), &total));
        surroundings.stock = Some(StockStep { before: q("10"), received: q("0.5"), used: q("30"), stock: q("4000") });
        let words: Vec<String> = warnings(q("4000"), &surroundings, Bounds::DEFAULT)
            .iter()
            .map(|warning| {
                let (zh, en) = warning.words(&coal);
                format!("{zh} / {en}")
            })
            .collect();
        assert_eq!(
            words,
            [
                "2026-11-25 还没有到：实际消耗是已发生的数 / 2026-11-25 has not come yet: used is a fact, not a plan",
                "与平时相差悬殊：填报 4,000 吨，近 6 期的中位数是 1,001 吨 / far from usual: 4,000 t, while the median of the last 6 values is 1,001 t",
                "超过申报的供应能力：合计 1,234,567.25 吨，能力 1,000 吨 / over the stated capacity: 1,234,567.25 t in all, capacity 1,000 t",
                "库存对不上：上期 10 + 实收 0.5 − 消耗 30 = -19.5 吨，填报 4,000 吨 / the stock does not follow: 10 before + 0.5 received − 30 used = -19.5 t, stated 4,000 t",
            ]
        );
        let month = Surroundings { capacity: surroundings.capacity, ..around(&coal, Measure::Plan, "2026-12", &[]) };
        let (zh, _) = warnings(q("1"), &month, Bounds::DEFAULT)[0].words(&coal);
        assert_eq!(zh, "超过申报的供应能力：合计 1,234,567.25 吨，能力 1,000 × 31 天 = 31,000 吨");
    }
}
