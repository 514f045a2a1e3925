//! Laws of the watch, whatever was reported: it answers as an evaluation does, and judging what changed gives the same
//! answers and sums as judging everything.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;
#[path = "common/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};

use baogong_domain::{
    Alert, ItemBook, PartyCode, Quantity, Scope, defaults, evaluate,
    watch::{Answer, Answers, Facts, GroupSums, ItemSums, ItemWatch, Kind, WatchSettings},
};
use chrono::NaiveDate;
use common::{City, amount};
use proptest::{prelude::*, sample::Index};
use random::{ITEMS, Shape, city, days, drafts};

fn settings(on: NaiveDate) -> WatchSettings {
    defaults::watch_book().on(&defaults::calendar(), on).unwrap().clone()
}

fn capacities() -> BTreeMap<PartyCode, Quantity> {
    let of = |code: &str, amount: &str| (PartyCode::parse(code).unwrap(), Quantity::parse(amount).unwrap());
    BTreeMap::from([of("MINE", "700"), of("GRID", "700")])
}

fn with_watch<T>(city: &City, item: &str, on: NaiveDate, ask: impl FnOnce(ItemWatch<'_>) -> T) -> T {
    let item = city.items.iter().find(|i| i.code.as_str() == item).unwrap();
    let (rule, settings, capacities) = (city.rules.rule(&item.code, on).unwrap(), settings(on), capacities());
    ask(ItemWatch { on, item, rule, settings: &settings, capacities: &capacities })
}

fn whole(city: &City, item: &str, on: NaiveDate) -> (ItemSums, Answers) {
    with_watch(city, item, on, |watch| watch.whole(city.book(item)))
}

/// Shortages as an evaluation tells them, without what only the watch sees.
fn shortages(answers: &Answers) -> BTreeSet<String> {
    let alert = |(key, answer): (&baogong_domain::watch::AlertKey, &Answer)| {
        let Answer::Known { judged, facts } = answer else { return None };
        let level = judged.reached?;
        let amounts = match facts {
            Facts::Gap { period, ratio, demand, supply, gap } => {
                format!("{period} {ratio:?} {demand:?} {supply:?} {gap:?}")
            }
            Facts::Stock { period, stock, daily_use, stock_days } => {
                format!("{period} {stock} {daily_use} {}", amount(stock_days.as_ref()))
            }
            Facts::Stoppage { .. } | Facts::Overdue { .. } | Facts::Implausible { .. } | Facts::None => return None,
        };
        Some(format!("{key} {level:?} {amounts}"))
    };
    answers.iter().filter_map(alert).collect()
}

fn as_watched(alert: &Alert) -> String {
    let Alert { item, scope, level, period, ratio, demand, supply, gap, stock, daily_use, stock_days, .. } = alert;
    let kind = Kind::from(alert.kind).code();
    match (stock, daily_use) {
        (Some(stock), Some(daily_use)) => {
            let stock_days = amount(stock_days.as_ref());
            format!("{kind} {item} {scope} {level:?} {period} {stock} {daily_use} {stock_days}")
        }
        _ => format!("{kind} {item} {scope} {level:?} {period} {ratio:?} {demand:?} {supply:?} {gap:?}"),
    }
}

/// The series of some parties alone: as consumers, and as suppliers into the pool.
fn part<'c>(city: &'c City, item: &str, who: &BTreeSet<usize>) -> ItemBook<'c> {
    let mut book = city.book(item);
    book.series.retain(|s| s.consumer.or(s.supplier).is_some_and(|party| who.contains(&party)));
    book
}

/// Whom the figure touches: both its sides, and whoever they are as consumers.
fn touched(city: &City, figure: &common::Figure) -> BTreeSet<usize> {
    let place = |code: &PartyCode| city.parties.iter().position(|p| p.code == *code).unwrap();
    [figure.key.supplier(), figure.key.consumer()].into_iter().flatten().map(place).collect()
}

fn changed(city: &City, change: Index, quantity: Option<i64>) -> Option<(City, BTreeSet<usize>)> {
    if city.figures.is_empty() {
        return None;
    }
    let mut after = city.clone();
    let place = change.index(after.figures.len());
    let who = touched(&after, &after.figures[place]);
    match quantity {
        Some(quantity) => after.figures[place].quantity = Quantity::from_thousandths(quantity).unwrap(),
        None => drop(after.figures.remove(place)),
    }
    Some((after, who))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_watch_answers_as_an_evaluation_does(
        item in prop::sample::select(ITEMS.to_vec()), drafts in drafts(), on in days(), mixed in any::<bool>(),
    ) {
        let city = city(item, if mixed { Shape::Mixed } else { Shape::OneGrain }, &drafts);
        let evaluation = evaluate(on, vec![city.book(item)], &city.rules);
        let (_, answers) = whole(&city, item, on);
        let expect: BTreeSet<String> = evaluation.alerts.iter().map(as_watched).collect();
        prop_assert_eq!(shortages(&answers), expect);
        for (key, answer) in &answers {
            if let Answer::Known { judged, .. } = answer {
                prop_assert!(judged.held >= judged.reached, "{} {:?}", key, judged);
                prop_assert!(judged.brief_held >= judged.brief, "{} {:?}", key, judged);
            }
        }
        // What an evaluation cannot judge, the watch knows nothing of either.
        for (scope, item) in &evaluation.unknown {
            let unknown = |kind| {
                let key = baogong_domain::watch::AlertKey { kind, item: item.clone(), scope: scope.clone() };
                matches!(answers.get(&key), Some(Answer::Unknown))
            };
            prop_assert!(unknown(Kind::Gap) || unknown(Kind::Stock), "{} {}", scope, item);
        }
    }

    #[test]
    fn judging_what_changed_is_judging_everything(
        item in prop::sample::select(ITEMS.to_vec()), drafts in drafts(), on in days(), mixed in any::<bool>(),
        changes in prop::collection::vec((any::<Index>(), prop::option::of(0i64..400_000)), 1..5),
    ) {
        let mut before = city(item, if mixed { Shape::Mixed } else { Shape::OneGrain }, &drafts);
        let (mut sums, mut answers) = whole(&before, item, on);
        for (change, quantity) in &changes {
            let Some((after, who)) = changed(&before, *change, *quantity) else { break };
            let codes = who.iter().map(|p| after.parties[*p].code.clone()).collect();
            let news = with_watch(&after, item, on, |watch| {
                watch.changed(&codes, part(&before, item, &who), part(&after, item, &who), &mut sums)
            });
            let (all_sums, all) = whole(&after, item, on);
            for (key, answer) in &news {
                // Nothing more is expected of somebody whose last figure is gone.
                let expect = all.get(key).unwrap_or(&Answer::Unknown);
                prop_assert_eq!(answer, expect, "{}", key);
            }
            // What was not judged anew would have been answered as before.
            let gone = |key: &baogong_domain::watch::AlertKey| match &key.scope {
                Scope::Party(code) => who.iter().any(|p| after.parties[*p].code == *code),
                Scope::Division(_) | Scope::City => true,
            };
            for (key, answer) in all.iter().filter(|(key, _)| !news.contains_key(key)) {
                prop_assert_eq!(Some(answer), answers.get(key), "{}", key);
            }
            for key in answers.keys().filter(|key| !all.contains_key(key)) {
                prop_assert!(gone(key), "{}", key);
            }
            let text = |sums: &ItemSums| serde_json::to_string(&sums.city).unwrap();
            prop_assert_eq!(&sums.city, &all_sums.city, "{} and {}", text(&sums), text(&all_sums));
            let divisions = |sums: &ItemSums| {
                let some = |(_, group): &(&_, &GroupSums)| **group != GroupSums::default();
                sums.divisions.iter().filter(some).map(|(code, group)| (code.clone(), group.clone())).collect::<Vec<_>>()
            };
            prop_assert_eq!(divisions(&sums), divisions(&all_sums));
            let stored: baogong_domain::watch::CitySums = serde_json::from_str(&text(&sums)).unwrap();
            prop_assert_eq!(&stored, &sums.city);
            (before, answers) = (after, all);
        }
    }
}
