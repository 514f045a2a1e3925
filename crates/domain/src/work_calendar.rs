//! Working days (工作日): Monday to Friday, but for an editable list of exceptions, because holidays are made longer by
//! working on a Saturday or Sunday beside them (调休).

use chrono::{Datelike, NaiveDate, Weekday};

use crate::period::plus_days;

/// One day that is not what its weekday says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkDayException {
    /// The day.
    pub date: NaiveDate,
    /// Whether it is worked: a 调休 Saturday is, a holiday is not.
    pub working: bool,
    /// The notice or decision behind it.
    pub source: String,
}

/// Which days are worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    exceptions: Vec<WorkDayException>,
}

impl WorkCalendar {
    /// A calendar with these exceptions; of several for one day the last holds.
    pub fn new(exceptions: Vec<WorkDayException>) -> Self {
        let mut kept: Vec<WorkDayException> = Vec::with_capacity(exceptions.len());
        for exception in exceptions {
            match kept.binary_search_by_key(&exception.date, |e| e.date) {
                Ok(place) => kept[place] = exception,
                Err(place) => kept.insert(place, exception),
            }
        }
        Self { exceptions: kept }
    }

    /// The exceptions in order of time.
    pub fn exceptions(&self) -> &[WorkDayException] {
        &self.exceptions
    }

    /// Whether the day is worked.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        let exception =
            self.exceptions.binary_search_by_key(&day, |e| e.date).map(|place| self.exceptions[place].working);
        exception.unwrap_or(!matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
    }

    /// The day itself where it is worked, else the next day that is.
    pub fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_working(*day)).unwrap_or(NaiveDate::MAX)
    }

    /// The first working day after the day.
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        self.on_or_after(plus_days(day, 1))
    }

    /// The day after which so many working days have gone by: one from a Friday is the Monday. None leaves the day as
    /// it is, worked or not.
    pub fn add_working_days(&self, day: NaiveDate, count: u32) -> NaiveDate {
        (0..count).fold(day, |day, _| self.next_working_day(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::defaults;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn weekdays_are_worked_but_for_the_exceptions() {
        let calendar = defaults::work_calendar();
        for (day, expect) in [
            ("2026-11-20", true),
            ("2026-11-21", false),
            ("2026-11-22", false),
            ("2026-11-23", true),
            // 调休: a Thursday off, a Sunday worked.
            ("2026-01-01", false),
            ("2026-01-04", true),
            ("2026-02-14", true),
            ("2026-02-16", false),
            ("2026-02-23", false),
            ("2026-02-24", true),
            ("2026-02-28", true),
            ("2026-05-09", true),
            ("2026-09-20", true),
            ("2026-10-07", false),
            ("2026-10-08", true),
            ("2026-10-10", true),
            ("2026-10-11", false),
            // No notice is known for these years.
            ("2027-01-01", true),
            ("2025-10-01", true),
        ] {
            assert_eq!(calendar.is_working(date(day)), expect, "{day}");
        }
    }

    #[test]
    fn working_days_are_counted_over_weekends_holidays_and_years() {
        let calendar = defaults::work_calendar();
        for (from, count, expect) in [
            ("2026-11-20", 0, "2026-11-20"),
            ("2026-11-21", 0, "2026-11-21"),
            ("2026-11-20", 1, "2026-11-23"),
            ("2026-11-21", 1, "2026-11-23"),
            ("2026-11-23", 5, "2026-11-30"),
            // Over the new year: 1 and 2 January are off, Sunday the 4th is worked.
            ("2025-12-31", 1, "2026-01-04"),
            ("2025-12-31", 2, "2026-01-05"),
            // Over the Spring Festival, from a worked Saturday to the Tuesday after it.
            ("2026-02-13", 1, "2026-02-14"),
            ("2026-02-13", 2, "2026-02-24"),
            ("2026-09-30", 3, "2026-10-10"),
            ("2026-12-31", 1, "2027-01-01"),
        ] {
            assert_eq!(calendar.add_working_days(date(from), count), date(expect), "{from} + {count}");
        }
        assert_eq!(calendar.next_working_day(date("2026-09-30")), date("2026-10-08"));
        assert_eq!(calendar.on_or_after(date("2026-10-03")), date("2026-10-08"));
        assert_eq!(calendar.on_or_after(date("2026-10-10")), date("2026-10-10"));
    }

    #[test]
    fn of_two_exceptions_for_a_day_the_last_holds() {
        let exception = |working| WorkDayException { date: date("2026-11-21"), working, source: "test".to_owned() };
        let calendar = WorkCalendar::new(vec![exception(true), exception(false)]);
        assert!(!calendar.is_working(date("2026-11-21")));
        assert_eq!(calendar.exceptions().len(), 1);
    }

    #[test]
    fn every_default_differs_from_its_weekday_and_names_its_source() {
        let plain = WorkCalendar::default();
        let calendar = defaults::work_calendar();
        assert_eq!(calendar.exceptions().iter().filter(|e| e.working).count(), 6);
        assert_eq!(calendar.exceptions().iter().filter(|e| !e.working).count(), 19);
        for exception in calendar.exceptions() {
            assert_ne!(plain.is_working(exception.date), exception.working, "{}", exception.date);
            assert!(exception.source.contains("国务院办公厅"));
        }
    }
}
