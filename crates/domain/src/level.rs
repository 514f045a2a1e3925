//! The four levels of shortage and the lines that reach them. A level is kept by name: provinces number them differently.

use serde::{Deserialize, Serialize};

use crate::exact::Exact;

/// How bad a shortage is; a greater level is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// IV 一般, blue.
    Blue,
    /// III 较重, yellow.
    Yellow,
    /// II 严重, orange.
    Orange,
    /// I 特别严重, red.
    Red,
}

impl Level {
    /// All levels, the worst first.
    pub const WORST_FIRST: [Self; 4] = [Self::Red, Self::Orange, Self::Yellow, Self::Blue];

    /// The word in files, database and API: the colour.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
        }
    }

    /// Reads [`Level::code`].
    pub fn parse(code: &str) -> Option<Self> {
        Self::WORST_FIRST.into_iter().find(|l| l.code() == code)
    }

    /// Chinese and English names.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Blue => ("一般", "Moderate"),
            Self::Yellow => ("较重", "Serious"),
            Self::Orange => ("严重", "Severe"),
            Self::Red => ("特别严重", "Critical"),
        }
    }

    /// The roman number beside the name, as the national bands write it (I is the worst).
    pub const fn roman(self) -> &'static str {
        match self {
            Self::Blue => "IV",
            Self::Yellow => "III",
            Self::Orange => "II",
            Self::Red => "I",
        }
    }
}

/// The gap ratios from which each level holds, lower bound inclusive, in ten-thousandths (2000 = 20 %).
/// A line of zero is reached by any gap at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapLines {
    /// IV
    pub blue: i64,
    /// III
    pub yellow: i64,
    /// II
    pub orange: i64,
    /// I
    pub red: i64,
}

impl GapLines {
    /// The worst level whose line the gap reaches; compared exactly, never rounded.
    pub fn level(&self, gap: &Exact, demand: &Exact) -> Option<Level> {
        if !gap.is_positive() {
            return None;
        }
        let scaled = gap.times(10_000);
        Level::WORST_FIRST.into_iter().find(|level| scaled >= demand.times(self.line(*level)))
    }

    /// The worst level that the gap has not passed by `margin` ten-thousandths on its way down: what a watched alert
    /// keeps. A line within the margin of zero is passed where there is no gap at all, for no gap is smaller than none.
    pub fn held(&self, gap: &Exact, demand: &Exact, margin: i64) -> Option<Level> {
        let scaled = gap.times(10_000);
        let held = |level: &Level| scaled > demand.times((self.line(*level) - margin).max(0));
        if gap.is_positive() { Level::WORST_FIRST.into_iter().find(held) } else { None }
    }

    /// The line of a level.
    pub const fn line(&self, level: Level) -> i64 {
        match level {
            Level::Blue => self.blue,
            Level::Yellow => self.yellow,
            Level::Orange => self.orange,
            Level::Red => self.red,
        }
    }
}

/// The stock days under which each level holds, in thousandths of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLines {
    /// IV
    pub blue: i64,
    /// III
    pub yellow: i64,
    /// II
    pub orange: i64,
    /// I
    pub red: i64,
}

impl StockLines {
    /// The worst level whose line the stock is under: `stock < line × daily use`, compared exactly. Where nothing is
    /// used no stock is too low.
    pub fn level(&self, stock: &Exact, daily_use: &Exact) -> Option<Level> {
        let scaled = stock.times(1000);
        Level::WORST_FIRST.into_iter().find(|level| scaled < daily_use.times(self.line(*level)))
    }

    /// The worst level that the stock has not passed by `margin` thousandths of a day on its way up.
    pub fn held(&self, stock: &Exact, daily_use: &Exact, margin: i64) -> Option<Level> {
        let raised = |line| line + margin;
        let (blue, yellow) = (raised(self.blue), raised(self.yellow));
        Self { blue, yellow, orange: raised(self.orange), red: raised(self.red) }.level(stock, daily_use)
    }

    /// The line of a level.
    pub const fn line(&self, level: Level) -> i64 {
        match level {
            Level::Blue => self.blue,
            Level::Yellow => self.yellow,
            Level::Orange => self.orange,
            Level::Red => self.red,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gap_levels_include_their_lower_bound() {
        let lines = GapLines { blue: 0, yellow: 500, orange: 1000, red: 2000 };
        let level = |gap: i128, demand: i128| lines.level(&Exact::share(gap, 1), &Exact::share(demand, 1));
        for (gap, expect) in [
            (0, None),
            (1, Some(Level::Blue)),
            (49_999, Some(Level::Blue)),
            (50_000, Some(Level::Yellow)),
            (100_000, Some(Level::Orange)),
            (199_999, Some(Level::Orange)),
            (200_000, Some(Level::Red)),
            (1_000_000, Some(Level::Red)),
        ] {
            assert_eq!(level(gap, 1_000_000), expect, "{gap}");
        }
        assert_eq!(level(0, 0), None);
    }

    #[test]
    fn a_level_is_held_until_its_line_is_passed_by_the_margin() {
        let gaps = GapLines { blue: 0, yellow: 500, orange: 1000, red: 2000 };
        for (gap, expect) in [
            (190_001, Some(Level::Red)),
            (190_000, Some(Level::Orange)),
            (90_000, Some(Level::Yellow)),
            (40_001, Some(Level::Yellow)),
            (40_000, Some(Level::Blue)),
            (1, Some(Level::Blue)),
            (0, None),
        ] {
            assert_eq!(gaps.held(&Exact::share(gap, 1), &Exact::share(1_000_000, 1), 100), expect, "gap {gap}");
        }
        let stocks = StockLines { blue: 15_000, yellow: 12_000, orange: 7_000, red: 3_000 };
        for (days, expect) in
            [(3_999, Some(Level::Red)), (4_000, Some(Level::Orange)), (15_999, Some(Level::Blue)), (16_000, None)]
        {
            assert_eq!(stocks.held(&Exact::share(days, 1), &Exact::share(1000, 1), 1000), expect, "{days} days");
        }
        assert_eq!(stocks.held(&Exact::ZERO, &Exact::ZERO, 1000), None);
    }

    #[test]
    fn stock_levels_exclude_their_line() {
        let lines = StockLines { blue: 15_000, yellow: 12_000, orange: 7_000, red: 3_000 };
        let level = |days: i128| lines.level(&Exact::share(days * 30, 1), &Exact::share(30_000, 1));
        assert_eq!(level(15_000), None);
        assert_eq!(level(14_999), Some(Level::Blue));
        assert_eq!(level(7_000), Some(Level::Yellow));
        assert_eq!(level(3_000), Some(Level::Orange));
        assert_eq!(level(2_999), Some(Level::Red));
        assert_eq!(level(0), Some(Level::Red));
        assert_eq!(lines.level(&Exact::ZERO, &Exact::ZERO), None);
    }
}
