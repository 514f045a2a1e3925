//! The two questions that an evaluation asks of a scope: how bad is its gap, and how long does its stock last. The
//! watch asks the same questions with easier lines, so the answers can never disagree.

use chrono::NaiveDate;

use crate::{
    exact::Exact,
    figure::Measure,
    item::Nature,
    ledger::{Series, Tally},
    level::Level,
    period::{DayRange, Grain, Period, minus_days},
    rule::Rule,
    spread::{last_stock, spread},
};

/// The worst level that is reached on at least `length` days in a row, and the worst day of such runs.
pub(crate) fn lasting(
    tallies: &[Option<Tally>],
    length: usize,
    level_of: impl Fn(&Tally) -> Option<Level>,
) -> Option<(Level, usize)> {
    let levels: Vec<Option<Level>> = tallies.iter().map(|t| t.as_ref().and_then(&level_of)).collect();
    let ratio = |day: &usize| tallies[*day].as_ref().and_then(|t| Exact::ratio(&t.gap, &t.demand));
    Level::WORST_FIRST.into_iter().find_map(|level| {
        // Of equal days the first.
        let worst = lasting_days(&levels, level, length).into_iter().rev().max_by_key(ratio)?;
        Some((level, worst))
    })
}

/// The days of the runs of at least `length` days in a row that reach the level.
fn lasting_days(levels: &[Option<Level>], level: Level, length: usize) -> Vec<usize> {
    let mut days = Vec::new();
    let mut start = 0;
    for end in 0..=levels.len() {
        let reaches = levels.get(end).is_some_and(|l| *l >= Some(level));
        if !reaches {
            if end - start >= length.max(1) {
                days.extend(start..end);
            }
            start = end + 1;
        }
    }
    days
}

/// The worst level that may be reached on so many days in a row: by known days, and by unknown ones beside them. Runs of
/// unknown days alone say nothing.
pub(crate) fn may_last(
    tallies: &[Option<Tally>],
    length: usize,
    level_of: impl Fn(&Tally) -> Option<Level>,
) -> Option<Level> {
    let levels: Vec<Option<Option<Level>>> = tallies.iter().map(|t| t.as_ref().map(&level_of)).collect();
    Level::WORST_FIRST.into_iter().find(|level| {
        let runs = levels.split(|day| day.is_some_and(|known| known < Some(*level)));
        let lasts = |run: &[Option<Option<Level>>]| run.len() >= length.max(1) && run.iter().any(Option::is_some);
        runs.into_iter().any(lasts)
    })
}

/// How long a party's stock lasts.
pub(crate) enum StockVerdict {
    /// Neither stock nor use was ever reported: nothing is asked.
    NeverReported,
    /// No stock, a stale one, or no use.
    Unknown,
    /// What a level is taken of.
    Known {
        /// The period of the stock's figure.
        period: Period,
        /// The stock.
        stock: Exact,
        /// Mean daily use of the days that end with it.
        daily_use: Exact,
    },
}

/// The latest stock by the day over the mean daily use of the days that end with it.
pub(crate) fn stock_verdict(rule: &Rule, nature: Nature, series: &[&Series], on: NaiveDate) -> StockVerdict {
    let of = |measure| series.iter().find(|s| s.measure == measure && s.since.is_some());
    let (stocks, uses) = (of(Measure::Stock), of(Measure::Used));
    if stocks.is_none() && uses.is_none() {
        return StockVerdict::NeverReported;
    }
    let ever = DayRange { first: NaiveDate::MIN, last: on };
    let Some((period, stock)) = stocks.and_then(|s| last_stock(&s.figures, ever)) else {
        return StockVerdict::Unknown;
    };
    let stale_after = match period.grain() {
        Grain::Day => rule.stale_daily_days,
        Grain::Month | Grain::Year => rule.stale_monthly_days,
    };
    if minus_days(on, stale_after) > period.last_day() {
        return StockVerdict::Unknown;
    }
    let days = DayRange::ending(period.last_day(), rule.use_window_days);
    let known = uses.map(|s| spread(nature, &s.figures, days)).unwrap_or_default();
    let known: Vec<Exact> = known.into_iter().flatten().map(|v| v.amount).collect();
    let Ok(count @ 1..) = u32::try_from(known.len()) else { return StockVerdict::Unknown };
    StockVerdict::Known { period, stock: stock.into(), daily_use: known.iter().sum::<Exact>().divided(count) }
}
