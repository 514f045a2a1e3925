//! The days of the city's history: seasons, weekdays, holidays, spells of weather, and noise.
//!
//! Days are positions from the first day of history on. Shares are whole numbers of ten-thousandths (10 000 = all), so
//! that no machine rounds otherwise than another.

use baogong_domain::{
    Calendar, Grain, Period,
    period::{first_of_month, last_of_month, minus_days, plus_days},
};
use chrono::{Datelike, Months, NaiveDate, Weekday};

/// All of something, in ten-thousandths.
pub(super) const WHOLE: i64 = 10_000;

/// How far ahead demands and plans are known day by day.
const AHEAD_DAYS: u32 = 30;

/// First days of the Chinese year, 2014–2036: month and day.
const NEW_YEARS: [(u32, u32); 23] = [
    (1, 31),
    (2, 19),
    (2, 8),
    (1, 28),
    (2, 16),
    (2, 5),
    (1, 25),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 10),
    (1, 29),
    (2, 17),
    (2, 6),
    (1, 26),
    (2, 13),
    (2, 3),
    (1, 23),
    (2, 11),
    (1, 31),
    (2, 19),
    (2, 8),
    (1, 28),
];

/// How demand moves over the year and the week, in percent of its mean.
pub(super) struct Rhythm {
    /// In the middle of each month; in between it moves evenly.
    pub(super) months: [i64; 12],
    pub(super) saturday: i64,
    pub(super) sunday: i64,
    /// In the long public holidays.
    pub(super) holiday: i64,
}

/// One month of the history.
#[derive(Clone, Copy)]
pub(super) struct Month {
    pub(super) period: Period,
    /// Position of its first day.
    pub(super) first: usize,
    /// Number of its days.
    pub(super) len: usize,
}

impl Month {
    pub(super) fn days(self) -> std::ops::Range<usize> {
        self.first..self.first + self.len
    }
}

/// Days of strained weather, at each of which the value is its place in the spell, from 0 to [`Spell::LEN`] − 1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spell {
    /// The cold spell that is forecast from today on.
    Forecast(usize),
    /// A cold spell of a January that has passed.
    Past(usize),
}

impl Spell {
    const LEN: u32 = 7;

    /// The position in the spell.
    pub(super) const fn place(self) -> usize {
        match self {
            Self::Forecast(place) | Self::Past(place) => place,
        }
    }
}

/// The days from the first day of history to the end of the last month that is planned.
pub(super) struct Timeline {
    seed: u64,
    dates: Vec<NaiveDate>,
    /// Position of today.
    pub(super) today: usize,
    /// Position of the last day with daily demands and plans.
    pub(super) ahead: usize,
    /// Whether reports of the day are daily.
    pub(super) peak: Vec<bool>,
    pub(super) months: Vec<Month>,
    spells: Vec<Option<Spell>>,
}

impl Timeline {
    pub(super) fn new(today: NaiveDate, seed: u64, calendar: &Calendar, months: u32) -> Self {
        let this_month = first_of_month(today);
        let first = this_month.checked_sub_months(Months::new(months.max(1) - 1)).unwrap_or(this_month);
        let last = last_of_month(plus_days(today, AHEAD_DAYS));
        let dates: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last).collect();
        let position = |date: NaiveDate| usize::try_from((date - first).num_days()).unwrap_or(0);
        let month = |period: Period| Month { period, first: position(period.first_day()), len: period.days().len() };
        let mut timeline = Self {
            seed,
            today: position(today),
            ahead: position(plus_days(today, AHEAD_DAYS)),
            peak: dates.iter().map(|day| calendar.season_on(*day).is_peak()).collect(),
            months: Period::between(first, last, Grain::Month).into_iter().map(month).collect(),
            spells: vec![None; dates.len()],
            dates,
        };
        timeline.mark_spells(today);
        timeline
    }

    /// One cold spell from three days from now on, and one in the middle of every January that is well past.
    fn mark_spells(&mut self, today: NaiveDate) {
        let forecast = plus_days(today, 3);
        for (day, date) in self.dates.iter().enumerate() {
            let since = |first: NaiveDate| {
                let days = u32::try_from((*date - first).num_days()).ok();
                days.filter(|d| *d < Spell::LEN).and_then(|d| usize::try_from(d).ok())
            };
            let january = NaiveDate::from_ymd_opt(date.year(), 1, 12).unwrap_or(*date);
            let past = plus_days(january, Spell::LEN + 10) < today;
            let of_january = since(january).filter(|_| past).map(Spell::Past);
            self.spells[day] = since(forecast).map(Spell::Forecast).or(of_january);
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.dates.len()
    }

    pub(super) fn date(&self, day: usize) -> NaiveDate {
        self.dates[day]
    }

    /// Position so many days before today, not before the first.
    pub(super) const fn days_ago(&self, days: usize) -> usize {
        self.today.saturating_sub(days)
    }

    pub(super) fn spell(&self, day: usize) -> Option<Spell> {
        self.spells[day]
    }

    /// Whether the peak season's lines govern today.
    pub(super) fn in_peak(&self) -> bool {
        self.peak[self.today]
    }

    /// Each day's share of mean demand.
    pub(super) fn profile(&self, rhythm: &Rhythm) -> Vec<i64> {
        self.dates.iter().map(|date| share_on(rhythm, *date)).collect()
    }

    /// Even noise of one series on one day, from −`spread` to `spread`.
    pub(super) fn noise(&self, series: u64, day: usize, spread: i64) -> i64 {
        self.draw(series, self.dates[day], spread)
    }

    /// A trait of one series that never changes, from −`spread` to `spread`.
    pub(super) fn lot(&self, series: u64, spread: i64) -> i64 {
        self.mix(series, 0, spread)
    }

    /// Even noise of one series on a date, also outside the history.
    pub(super) fn draw(&self, series: u64, date: NaiveDate, spread: i64) -> i64 {
        self.mix(series, u64::from(date.num_days_from_ce().unsigned_abs()), spread)
    }

    fn mix(&self, series: u64, number: u64, spread: i64) -> i64 {
        let mixed = self.seed.rotate_left(29)
            ^ series.wrapping_mul(0x9E37_79B9_7F4A_7C15)
            ^ number.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        fastrand::Rng::with_seed(mixed).i64(-spread..=spread)
    }

    /// A little more than all, day by day: at most `surplus`.
    pub(super) fn ample(&self, series: u64, surplus: i64) -> Vec<i64> {
        let half = surplus / 2;
        (0..self.len()).map(|day| WHOLE + half + self.noise(series, day, half)).collect()
    }

    /// How well a supplier covered demand: amply, but in about one month of `one_in` short by up to four percent for a
    /// few days. The last days before today are left to the stories.
    pub(super) fn cover(&self, series: u64, surplus: i64, one_in: i64) -> Vec<i64> {
        let mut cover = self.ample(series, surplus);
        for month in &self.months {
            let lot = |salt: u64, spread: i64| self.noise(series ^ (salt << 40), month.first, spread);
            if lot(1, 1 << 20).rem_euclid(one_in) != 0 {
                continue;
            }
            let first = month.first + usize::try_from(lot(2, 11) + 12).unwrap_or(0);
            let short_days = usize::try_from(lot(3, 1) + 2).unwrap_or(1);
            for day in (first..first + short_days).filter(|day| *day + 10 < self.today) {
                cover[day] = WHOLE - 220 + self.noise(series ^ 7, day, 160);
            }
        }
        cover
    }
}

/// The share of its mean that a demand has on a date.
pub(super) fn share_on(rhythm: &Rhythm, date: NaiveDate) -> i64 {
    // The middle of a month lies at its 15th; the share moves evenly from one middle to the next.
    let before =
        if date.day() >= 15 { first_of_month(date) } else { first_of_month(minus_days(first_of_month(date), 1)) };
    let middle = plus_days(before, 14);
    let next = plus_days(last_of_month(before), 15);
    let of_month = |day: NaiveDate| rhythm.months[usize::try_from(day.month0()).unwrap_or(0)];
    let (length, gone) = ((next - middle).num_days(), (date - middle).num_days());
    let season = (of_month(middle) * (length - gone) + of_month(next) * gone) * 100 / length;
    let week = match date.weekday() {
        Weekday::Sat => rhythm.saturday,
        Weekday::Sun => rhythm.sunday,
        _ => 100,
    };
    let rest = if is_holiday(date) { rhythm.holiday.min(week) } else { week };
    // A demand that rises in holidays rises on each of their days.
    let rest = if is_holiday(date) && rhythm.holiday > 100 { rhythm.holiday } else { rest };
    season * rest / 100
}

/// New Year's days of the Chinese calendar, 1 May and 1 October with the days around them.
fn is_holiday(date: NaiveDate) -> bool {
    let fixed = matches!((date.month(), date.day()), (1, 1) | (5, 1..=3) | (10, 1..=6));
    let index = usize::try_from(date.year() - 2014).ok();
    let new_year = index.and_then(|i| NEW_YEARS.get(i));
    let new_year = new_year.and_then(|(month, day)| NaiveDate::from_ymd_opt(date.year(), *month, *day));
    fixed || new_year.is_some_and(|first| (-3..=7).contains(&(date - first).num_days()))
}

/// A share of an amount.
pub(super) const fn part(amount: i64, ten_thousandths: i64) -> i64 {
    amount * ten_thousandths / WHOLE
}

/// The next multiple of `step` that is not below.
pub(super) const fn round_up(amount: i64, step: i64) -> i64 {
    (amount + step - 1) / step * step
}

/// A number of things as a number to reckon with.
pub(super) fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}
