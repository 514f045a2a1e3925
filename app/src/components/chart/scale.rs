//! Where things lie in a drawing: pure geometry.

/// The measures of a drawing, in its own units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) name: &'static str,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    /// Height of the curves.
    pub(super) plot: f64,
    /// Height of the gap's panel.
    pub(super) gap: f64,
    /// Height of letters.
    pub(super) letter: f64,
}

impl Frame {
    pub(super) fn gap_top(&self) -> f64 {
        self.gap_bottom() - self.gap
    }

    pub(super) fn gap_bottom(&self) -> f64 {
        self.height - self.letter - 10.0
    }
}

/// Round numbers that enclose the values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ticks(Vec<f64>);

impl Ticks {
    /// A handful of ticks; from zero, unless all values lie far above it, where a shortage would be too thin to see.
    pub(super) fn of(values: &[f64]) -> Option<Self> {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !low.is_finite() || !high.is_finite() {
            return None;
        }
        let low = if low < high * 0.55 || low >= high { 0.0 } else { (low - (high - low) * 0.15).max(0.0) };
        let span = if high > low { high - low } else { high.abs().max(1.0) };
        let rough = span / 5.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|m| m * power).into_iter().find(|s| *s >= rough).unwrap_or(rough);
        let first = (low / step).floor();
        let mut ticks = vec![first * step];
        let mut next = first;
        while ticks.len() < 2 || (ticks.last().is_some_and(|last| *last < high) && ticks.len() < 12) {
            next += 1.0;
            ticks.push(next * step);
        }
        Some(Self(ticks))
    }

    pub(super) fn first(&self) -> Option<&f64> {
        self.0.first()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &f64> {
        self.0.iter()
    }
}

/// From days and amounts to coordinates.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    pub(super) frame: Frame,
    days: usize,
    low: f64,
    high: f64,
}

impl Scale {
    pub(super) fn new(frame: &Frame, days: usize, ticks: &Ticks) -> Self {
        let low = ticks.0.first().copied().unwrap_or(0.0);
        let high = ticks.0.last().copied().filter(|high| *high > low).unwrap_or(low + 1.0);
        Self { frame: *frame, days, low, high }
    }

    /// The width of a day.
    pub(super) fn step(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a number of days")]
        let days = self.days.max(1) as f64;
        (self.frame.width - self.frame.left - self.frame.right) / days
    }

    /// The middle of a day.
    pub(super) fn x(&self, day: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a number of days")]
        let day = day as f64;
        tenth(self.frame.left + (day + 0.5) * self.step())
    }

    pub(super) fn y(&self, amount: f64) -> f64 {
        tenth(self.frame.top + self.frame.plot * (1.0 - (amount - self.low) / (self.high - self.low)))
    }
}

/// A tenth of a unit is finer than any screen, and keeps the page small.
fn tenth(coordinate: f64) -> f64 {
    (coordinate * 10.0).round() / 10.0
}

/// A path through the points, broken where one is missing.
pub(super) fn path(points: &[Option<(f64, f64)>]) -> String {
    let mut path = String::new();
    let mut drawing = false;
    for point in points {
        if let Some((x, y)) = point {
            path.push(if drawing { 'L' } else { 'M' });
            path.push_str(&x.to_string());
            path.push(' ');
            path.push_str(&y.to_string());
        }
        drawing = point.is_some();
    }
    path
}

/// Points without neighbours, which a path would not show.
pub(super) fn lonely(points: &[Option<(f64, f64)>]) -> impl Iterator<Item = (f64, f64)> {
    let known = |index: Option<usize>| index.and_then(|i| points.get(i)).is_some_and(Option::is_some);
    let alone = move |i: usize| !known(i.checked_sub(1)) && !known(i.checked_add(1));
    points.iter().enumerate().filter(move |(i, _)| alone(*i)).filter_map(|(_, point)| *point)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[f64]) -> Vec<f64> {
        Ticks::of(values).unwrap().0
    }

    #[test]
    fn ticks_are_round_and_enclose_the_values() {
        assert_eq!(ticks(&[0.0, 96.0]), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(&[17_800.0, 18_900.0]), [17_500.0, 18_000.0, 18_500.0, 19_000.0]);
        assert_eq!(ticks(&[0.0, 0.0]), [0.0, 0.2]);
        assert!(Ticks::of(&[]).is_none());
        for values in [[3.0, 3.0], [0.001, 0.002], [1e11, 9.99e11], [55.0, 100.0]] {
            let ticks = ticks(&values);
            assert!((2..=12).contains(&ticks.len()), "{ticks:?}");
            assert!(ticks[0] <= values[0] && ticks[ticks.len() - 1] >= values[1], "{ticks:?}");
        }
    }

    #[test]
    fn paths_break_where_nothing_is_known() {
        let points = [Some((0.0, 1.0)), Some((1.0, 2.5)), None, Some((3.0, 1.0)), None];
        assert_eq!(path(&points), "M0 1L1 2.5M3 1");
        assert_eq!(lonely(&points).collect::<Vec<_>>(), [(3.0, 1.0)]);
        assert_eq!(path(&[]), "");
    }
}
