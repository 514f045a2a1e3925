//! How a level falls: each line must have been passed by the hysteresis, and stay passed for the hold.

use chrono::NaiveDate;

use crate::level::Level;

/// Since which evaluation day each line up to the alert's level has been passed; `None` where it has not.
///
/// A worse level's line is never passed later than a milder one's, for a value that has passed the milder has passed
/// both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Easing {
    passed: [Option<NaiveDate>; 4],
}

/// Blue, yellow, orange, red.
const MILDEST_FIRST: [Level; 4] = [Level::Blue, Level::Yellow, Level::Orange, Level::Red];

const fn place(level: Level) -> usize {
    match level {
        Level::Blue => 0,
        Level::Yellow => 1,
        Level::Orange => 2,
        Level::Red => 3,
    }
}

impl Easing {
    /// No line has been passed.
    pub const NONE: Self = Self { passed: [None; 4] };

    /// What was stored.
    pub fn from_lines(lines: impl IntoIterator<Item = (Level, NaiveDate)>) -> Self {
        let mut easing = Self::NONE;
        for (level, since) in lines {
            easing.passed[place(level)] = Some(since);
        }
        easing
    }

    /// The lines that have been passed, the mildest first.
    pub fn lines(self) -> impl Iterator<Item = (Level, NaiveDate)> {
        MILDEST_FIRST.into_iter().filter_map(move |level| Some((level, self.passed[place(level)]?)))
    }

    /// Since when the mildest line has been passed, and so all of them: the value is fine, only not for long enough.
    pub const fn all_since(self) -> Option<NaiveDate> {
        self.passed[0]
    }

    /// One evaluation: the level from now on (`None`: every line has been passed for the hold), and what has been
    /// passed. `reached` is the level of the value by the lines as they are, `held` by lines moved by the hysteresis.
    #[must_use]
    pub fn step(
        self,
        level: Level,
        reached: Option<Level>,
        held: Option<Level>,
        day: NaiveDate,
        hold_days: u32,
    ) -> (Option<Level>, Self) {
        let kept = reached.max(held);
        let top = reached.map_or(level, |reached| level.max(reached));
        let mut next = Self::NONE;
        let mut stands = None;
        for line in MILDEST_FIRST.into_iter().filter(|line| *line <= top) {
            if kept >= Some(line) {
                stands = Some(line);
                continue;
            }
            // A day may be judged again, never an earlier one: the first stays.
            let since = self.passed[place(line)].unwrap_or(day);
            if (day - since).num_days() >= i64::from(hold_days) {
                continue;
            }
            next.passed[place(line)] = Some(since);
            stands = Some(line);
        }
        (stands, next)
    }
}

#[cfg(test)]
mod tests {
    use Level::{Blue, Orange, Red, Yellow};

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    /// Levels day by day, from what each day reaches and holds.
    fn levels(from: Level, hold: u32, days: &[(u32, Option<Level>, Option<Level>)]) -> Vec<Option<Level>> {
        let mut state = (Some(from), Easing::NONE);
        let mut levels = Vec::new();
        for (at, reached, held) in days {
            if let Some(level) = state.0 {
                state = state.1.step(level, *reached, *held, day(*at), hold);
            }
            levels.push(state.0);
        }
        levels
    }

    #[test]
    fn a_level_rises_at_once_and_falls_on_the_second_day() {
        let days = [(1, Some(Red), Some(Red)), (2, Some(Blue), Some(Blue)), (3, Some(Blue), Some(Blue))];
        assert_eq!(levels(Blue, 1, &days), [Some(Red), Some(Red), Some(Blue)]);
    }

    #[test]
    fn each_line_is_passed_by_itself() {
        // 9.5 %: yellow by the lines, orange by the lines moved by a point.
        let days = [(1, Some(Yellow), Some(Orange)), (2, Some(Yellow), Some(Orange)), (3, None, None), (4, None, None)];
        assert_eq!(levels(Red, 1, &days), [Some(Red), Some(Orange), Some(Orange), None]);
    }

    #[test]
    fn a_worse_day_in_between_starts_the_hold_anew() {
        let (orange, fine) = ((Some(Orange), Some(Orange)), (None, None));
        let at = |d, (reached, held)| (d, reached, held);
        let days = [at(1, fine), at(2, orange), at(3, fine), at(4, fine), at(5, fine)];
        // The red line stays passed on the second day; the orange one does not.
        assert_eq!(levels(Red, 2, &days), [Some(Red), Some(Red), Some(Orange), Some(Orange), None]);
        // What is in the band is neither reached nor passed.
        let band = [(1, None, Some(Blue)), (9, None, Some(Blue))];
        assert_eq!(levels(Blue, 1, &band), [Some(Blue), Some(Blue)]);
    }

    #[test]
    fn without_a_hold_it_falls_at_once() {
        assert_eq!(levels(Red, 0, &[(1, Some(Blue), Some(Blue))]), [Some(Blue)]);
        assert_eq!(levels(Red, 0, &[(1, None, None)]), [None]);
    }

    #[test]
    fn a_day_judged_again_changes_nothing() {
        let once = Easing::NONE.step(Red, Some(Blue), Some(Blue), day(1), 1);
        let again = once.1.step(once.0.unwrap(), Some(Blue), Some(Blue), day(1), 1);
        assert_eq!(once, again);
        assert_eq!(once.1.lines().map(|(level, _)| level).collect::<Vec<_>>(), [Yellow, Orange, Red]);
        assert_eq!(Easing::from_lines(once.1.lines()), once.1);
    }
}
