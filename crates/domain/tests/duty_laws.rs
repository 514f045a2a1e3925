//! Laws of what is owed, whatever was reported when.

use std::collections::BTreeMap;

use baogong_domain::{
    DayRange, Grain, Item, Measure, Period, defaults,
    duty::{DutySettings, Obligation, Owed, OwedState, Tally, Terms, owed, reading_range},
};
use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use proptest::{prelude::*, sample::Index};

const ITEMS: [&str; 4] = ["coal.thermal", "electricity.load", "fuel.diesel", "land.quota"];

/// A subject, its figures with when they came, a range around the seasons' ends, and the present.
#[derive(Clone, Debug)]
struct Case {
    item: Item,
    measure: Measure,
    since: NaiveDate,
    ended: Option<NaiveDate>,
    by_day: bool,
    roll: bool,
    known: BTreeMap<Period, NaiveDateTime>,
    range: DayRange,
    now: NaiveDateTime,
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 12, 20).unwrap_or_default() + Days::new(number)
}

fn noon(number: u64) -> NaiveDateTime {
    day(number).and_time("12:00:00".parse().unwrap_or_default())
}

prop_compose! {
    // From December 2027 to April 2028: the turn of a year, a leap day, the end of winter.
    fn cases()(
        item in prop::sample::select(ITEMS.to_vec()),
        measure in prop::sample::select(Measure::ALL.to_vec()),
        (since, length, now) in (0u64..60, 0u64..70, 0u64..150),
        ended in prop::option::of(0u64..130),
        (by_day, roll) in any::<(bool, bool)>(),
        first in 0u64..90,
        figures in prop::collection::vec((any::<Index>(), 0u64..150), 0..80),
    ) -> Case {
        let range = DayRange { first: day(first), last: day(first + length) };
        let read = reading_range(range);
        let mut periods: Vec<Period> = read.iter().map(Period::day).collect();
        periods.extend(Period::between(read.first, read.last, Grain::Month));
        periods.extend(Period::between(read.first, read.last, Grain::Year));
        Case {
            item: defaults::items().into_iter().find(|i| i.code.as_str() == item).unwrap_or_else(|| panic!("{item}")),
            measure,
            since: day(since),
            ended: ended.map(day),
            by_day,
            roll,
            known: figures.into_iter().map(|(index, at)| (*index.get(&periods), noon(at.min(now)))).collect(),
            range,
            now: noon(now),
        }
    }
}

impl Case {
    fn owed(&self) -> Vec<Owed> {
        let (rules, work_days) = (defaults::rule_book(), defaults::work_calendar());
        let settings = DutySettings { roll_monthly: self.roll, ..defaults::duty_settings() };
        let terms = Terms { rules: &rules, work_days: &work_days, settings: &settings };
        let Self { item, measure, since, ended, by_day, known, .. } = self.clone();
        let of = Obligation { item: &item, measure, since, ended, by_day, known };
        owed(terms, &of, self.range, self.now)
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.owed().iter().for_each(|o| tally.count(o, self.now));
        tally
    }
}

/// From the best to the worst; an instant later than another is worse.
fn badness(owed: &Owed) -> (u8, Option<NaiveDateTime>) {
    match owed.state {
        OwedState::OnTime => (0, None),
        OwedState::NotYetDue => (1, None),
        OwedState::Late(at) => (2, Some(at)),
        OwedState::Missing => (3, None),
    }
}

proptest! {
    #[test]
    fn nothing_is_owed_twice_and_states_say_what_the_instants_say(case in cases()) {
        let owed = case.owed();
        let mut periods: Vec<Period> = owed.iter().map(|o| o.period).collect();
        periods.sort();
        periods.dedup();
        prop_assert_eq!(periods.len(), owed.len());
        for o in &owed {
            match o.state {
                OwedState::Late(at) => prop_assert!(at >= o.due),
                OwedState::Missing => prop_assert!(case.now >= o.due),
                OwedState::NotYetDue => prop_assert!(case.now < o.due),
                OwedState::OnTime => {}
            }
            prop_assert!(o.period.last_day() >= case.since);
            prop_assert!(case.range.contains(o.counted_on) && o.period.days().contains(o.counted_on));
        }
        // Over whole months each day that is owed is covered by its own day or by its month, never by both.
        let mut whole = case.clone();
        whole.range = reading_range(case.range);
        let owed = whole.owed();
        for day in whole.range.iter().filter(|d| *d >= case.since && case.ended.is_none_or(|e| *d <= e)) {
            let own = owed.iter().filter(|o| o.period == Period::day(day)).count();
            prop_assert!(own <= 1);
            let month = Period::containing(day, Grain::Month);
            let ended_in_month = case.ended.is_some_and(|e| month.days().contains(e));
            let quota = case.item.code.as_str() == "land.quota";
            if own == 0 && !ended_in_month && !(quota && case.measure.is_intention()) {
                prop_assert!(owed.iter().any(|o| o.period == month), "{} is not covered", day);
            }
        }
        let tally = case.tally();
        prop_assert!(tally.on_time <= tally.reported && tally.reported <= tally.due);
    }

    #[test]
    fn a_range_is_the_sum_of_its_parts(case in cases(), index in any::<Index>()) {
        let days: Vec<NaiveDate> = case.range.iter().collect();
        let cut = *index.get(&days);
        let (mut before, mut after) = (case.clone(), case.clone());
        before.range.last = cut;
        let mut parts = before.owed();
        if let Some(next) = cut.succ_opt().filter(|next| *next <= case.range.last) {
            after.range.first = next;
            parts.extend(after.owed());
        }
        prop_assert_eq!(parts, case.owed());
    }

    #[test]
    fn reporting_more_or_earlier_never_makes_anything_worse(case in cases(), index in any::<Index>(), earlier in 0i64..60) {
        let before = case.owed();
        let mut better = case.clone();
        let read = reading_range(case.range);
        let periods: Vec<Period> = read.iter().map(Period::day).chain(Period::between(read.first, read.last, Grain::Month)).collect();
        let period = *index.get(&periods);
        let at = case.known.get(&period).map_or(case.now, |at| *at - TimeDelta::days(earlier));
        better.known.insert(period, at);
        let after = better.owed();
        prop_assert_eq!(before.len(), after.len());
        for (b, a) in before.iter().zip(&after) {
            prop_assert_eq!((b.period, b.due), (a.period, a.due));
            prop_assert!(badness(a) <= badness(b));
        }
        let (b, a) = (case.tally(), better.tally());
        prop_assert!(a.due == b.due && a.reported >= b.reported && a.on_time >= b.on_time);
    }
}
