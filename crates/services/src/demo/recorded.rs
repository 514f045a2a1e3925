//! When each figure was handed in: mostly in time, now and then late, and by one mine late every day of late.

use baogong_domain::{
    Grain, Measure, Period,
    period::{minus_days, plus_days},
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::timeline::Timeline;

/// Hour and minute, before the deadline of a day's facts and after it.
const IN_TIME: [(u32, u32); 3] = [(7, 40), (8, 30), (9, 20)];
const LATE: [(u32, u32); 3] = [(10, 20), (11, 50), (15, 10)];
/// At the end of an afternoon plans and months' figures are handed in.
const AFTERNOON: (u32, u32) = (16, 0);

/// Of a hundred days or months of a reporter so many are late.
const LATE_PERCENT: i64 = 3;
/// How many days before a period its demand and plan are told.
const AHEAD_DAYS: u32 = 5;
/// Since when the slow reporter is late every day.
const SLOW_DAYS: u32 = 20;

/// Office time at which the reporter at `party` handed in a figure. `slow` is always late.
pub(super) fn handed_in(
    timeline: &Timeline,
    party: usize,
    slow: bool,
    measure: Measure,
    period: Period,
) -> NaiveDateTime {
    let series = (1 << 60) ^ u64::try_from(party).unwrap_or(0);
    let (first, next) = (period.first_day(), plus_days(period.last_day(), 1));
    let today = timeline.date(timeline.today);
    let slow = slow && next > minus_days(today, SLOW_DAYS);
    // Everything that a reporter hands in for a day comes together.
    let late = slow || timeline.draw(series, first, 49) + 49 < LATE_PERCENT;
    let lot = timeline.draw(series ^ (1 << 59), first, 4) + 4;
    match (measure.is_intention(), late, period.grain()) {
        (true, false, _) => {
            let told = at(minus_days(first, AHEAD_DAYS), AFTERNOON);
            told.min(at(minus_days(today, 1), AFTERNOON))
        }
        (true, true, _) => at(first, IN_TIME[place(lot)]).min(at(minus_days(today, 1), AFTERNOON)),
        (false, false, Grain::Day) => at(next, IN_TIME[place(lot)]),
        (false, true, Grain::Day) => at(next, LATE[place(lot)]),
        (false, false, _) => at(plus_days(next, days(lot)), AFTERNOON).min(at(today, IN_TIME[2])),
        (false, true, _) => at(plus_days(next, days(lot) + 4), AFTERNOON).min(at(today, IN_TIME[2])),
    }
}

/// One of three places.
fn place(lot: i64) -> usize {
    usize::try_from(lot.rem_euclid(3)).unwrap_or(0)
}

/// None to two days.
fn days(lot: i64) -> u32 {
    u32::try_from(lot.rem_euclid(3)).unwrap_or(0)
}

fn at(date: NaiveDate, (hour, minute): (u32, u32)) -> NaiveDateTime {
    date.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())
}
