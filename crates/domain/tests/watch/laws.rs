//! Laws of the life cycle, over random courses of values and missing data.

use std::collections::BTreeMap;

use baogong_domain::watch::{Answer, Phase, Watched};
use proptest::{prelude::*, sample::Index};

use crate::room::{Key, Room, at, date, gap, key, report, stock};

const KEYS: [&str; 6] =
    ["gap city", "gap division:410183", "gap party:A", "stock party:A", "stock party:B", "overdue party:B"];

/// What a key answers on a day: a number of its kind's own, or missing data.
fn answers(of: &Key, value: Option<i64>) -> Answer {
    use baogong_domain::watch::Kind;
    match (of.kind, value) {
        (_, None) => Answer::Unknown,
        (Kind::Gap, Some(value)) => {
            if value % 7 == 0 {
                crate::room::brief(value)
            } else {
                gap(value)
            }
        }
        (Kind::Stock, Some(value)) => stock(value * 10),
        (_, Some(value)) => {
            report(baogong_domain::Level::WORST_FIRST.get(usize::try_from(value % 5).unwrap()).copied())
        }
    }
}

/// Days of values for each key; values that hit the lines, the band below them, and nothing.
fn courses() -> impl Strategy<Value = Vec<Vec<Option<i64>>>> {
    let value = prop_oneof![
        1 => Just(None),
        2 => Just(Some(0)),
        4 => prop::sample::select(vec![399, 400, 450, 499, 500, 899, 900, 950, 1000, 1899, 1900, 1950, 2000]).prop_map(Some),
        2 => (0i64..2600).prop_map(Some),
    ];
    prop::collection::vec(prop::collection::vec(value, KEYS.len()), 1..14)
}

fn day(number: usize) -> String {
    // Over a month's end, a leap day and a season's end.
    (date("2028-02-24") + chrono::Days::new(u64::try_from(number).unwrap())).to_string()
}

fn run(room: &mut Room, number: usize, minute: usize, values: &[Option<i64>], order: &[Index]) {
    let mut asked: Vec<(Key, Answer)> =
        KEYS.iter().zip(values).map(|(of, value)| (key(of), answers(&key(of), *value))).collect();
    for (place, index) in order.iter().enumerate() {
        let other = index.index(asked.len());
        let len = asked.len();
        asked.swap(place % len, other);
    }
    let (hour, minute) = (minute / 60, minute % 60);
    room.run(&day(number), at(&format!("{} {hour:02}:{minute:02}", day(number))), asked);
}

/// Everything but the instants, which tell when somebody looked.
fn without_instants(
    room: &Room,
) -> BTreeMap<Key, (Phase, baogong_domain::Level, Option<chrono::NaiveDate>, Option<Key>)> {
    room.open.iter().map(|a| (a.key.clone(), (a.phase.clone(), a.level, a.unknown_since, a.cause.clone()))).collect()
}

fn closed(room: &Room) -> Vec<(Key, Phase, baogong_domain::Level)> {
    let mut closed: Vec<_> = room.closed.iter().map(|a| (a.key.clone(), a.phase.clone(), a.worst)).collect();
    closed.sort_by_key(|(key, phase, _)| (key.clone(), format!("{phase:?}")));
    closed
}

proptest! {
    #[test]
    fn the_same_result_at_any_frequency_and_in_any_order(
        courses in courses(),
        often in prop::collection::vec(prop::collection::vec((0usize..1440, prop::collection::vec(any::<Index>(), 0..8)), 0..4), 14),
    ) {
        let (mut once, mut many) = (Room::new(), Room::new());
        for (number, values) in courses.iter().enumerate() {
            run(&mut once, number, 600, values, &[]);
            let mut times = often[number].clone();
            times.sort_by_key(|(minute, _)| *minute);
            for (minute, order) in &times {
                run(&mut many, number, *minute, values, order);
            }
            if times.is_empty() {
                run(&mut many, number, 1439, values, &[]);
            }
            prop_assert_eq!(without_instants(&once), without_instants(&many), "day {}", number);
        }
        prop_assert_eq!(closed(&once), closed(&many));
    }

    #[test]
    fn nothing_changes_when_nothing_has_changed(courses in courses()) {
        let mut room = Room::new();
        for (number, values) in courses.iter().enumerate() {
            run(&mut room, number, 600, values, &[]);
            let before: Vec<Watched> = room.open.clone();
            run(&mut room, number, 600, values, &[]);
            prop_assert_eq!(&before, &room.open);
        }
    }

    #[test]
    fn missing_data_never_close_and_never_ease(courses in courses()) {
        let mut room = Room::new();
        for (number, values) in courses.iter().enumerate() {
            let before: BTreeMap<Key, Watched> = room.open.iter().map(|a| (a.key.clone(), a.clone())).collect();
            run(&mut room, number, 600, values, &[]);
            for (of, value) in KEYS.iter().zip(values).map(|(of, value)| (key(of), value)) {
                if value.is_none() && let Some(before) = before.get(&of) {
                    let after = room.alert(&of).ok_or_else(|| TestCaseError::fail(format!("{of} closed")))?;
                    prop_assert_eq!(after.level, before.level);
                    prop_assert!(after.unknown_since.is_some());
                }
            }
        }
    }

    #[test]
    fn a_level_is_never_below_its_value_and_falls_only_past_the_band(courses in courses()) {
        let mut room = Room::new();
        for (number, values) in courses.iter().enumerate() {
            let before: BTreeMap<Key, Watched> = room.open.iter().map(|a| (a.key.clone(), a.clone())).collect();
            run(&mut room, number, 600, values, &[]);
            for (of, value) in KEYS.iter().zip(values).map(|(of, value)| (key(of), value)) {
                let Answer::Known { judged, .. } = answers(&of, *value) else { continue };
                let now = room.alert(&of).filter(|a| !matches!(a.phase, Phase::Pending { .. }));
                let level = now.map(|a| a.level);
                prop_assert!(level >= judged.reached, "{} {:?} {:?}", of, level, judged);
                let fired = |a: &&Watched| !matches!(a.phase, Phase::Pending { .. });
                if let Some(before) = before.get(&of).filter(fired) {
                    // What the moved lines still hold has not fallen below them.
                    prop_assert!(level >= judged.held.min(Some(before.level)), "{} {:?} {:?}", of, level, judged);
                }
            }
        }
    }
}
