//! Laws that hold whatever was reported: exact sums, months that equal their days, levels that never fall when things
//! get worse, answers that do not depend on order, and no hindsight.

mod common;
#[path = "common/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};

use baogong_domain::{
    AlertKind, BalanceRow, DayRange, Evaluation, Exact, Grain, ItemBook, ItemCode, Level, Measure, Nature, Period,
    Quantity, Route, Scope, Series, balance_rows, evaluate, evaluation::reading_range, provenance,
};
use chrono::NaiveDate;
use common::{City, Figure, amount, date, period};
use proptest::{prelude::*, sample::Index};
use random::{Shape, cities, city, days, drafts};

const SCOPES: [&str; 8] =
    ["city", "division:410181", "division:410199", "party:A", "party:C", "party:CITY", "party:MINE", "party:NOBODY"];

fn rows_of(city: &City, book: &ItemBook<'_>, scope: &str, periods: &[Period]) -> Vec<BalanceRow> {
    let scope: Scope = scope.parse().unwrap_or_else(|e| panic!("{scope}: {e}"));
    balance_rows(book, &scope, periods, &city.rules, |day| day <= date("2026-11-20"))
}

fn rows(city: &City, item: &str, scope: &str, grain: Grain) -> Vec<BalanceRow> {
    let periods = Period::between(date("2026-11-01"), date("2026-12-31"), grain);
    rows_of(city, &city.book(item), scope, &periods)
}

fn november_days(city: &City, item: &str, scope: &str) -> Vec<BalanceRow> {
    rows_of(city, &city.book(item), scope, &Period::between(date("2026-11-01"), date("2026-11-30"), Grain::Day))
}

fn november(city: &City, item: &str, scope: &str) -> BalanceRow {
    rows_of(city, &city.book(item), scope, &[period("2026-11")]).remove(0)
}

fn evaluation(city: &City, on: NaiveDate) -> Evaluation {
    let books = city.items.iter().map(|item| city.book(item.code.as_str())).collect();
    evaluate(on, books, &city.rules)
}

fn nature(city: &City, item: &str) -> Nature {
    city.book(item).item.nature
}

/// A known amount must stay as it is summed: `None` where none of the parts is known.
fn sum<'a>(parts: impl Iterator<Item = Option<&'a Exact>>) -> Option<Exact> {
    let known: Vec<&Exact> = parts.flatten().collect();
    (!known.is_empty()).then(|| known.into_iter().sum())
}

type Column = fn(&BalanceRow) -> Option<&Exact>;

const COLUMNS: [(&str, Column); 8] = [
    ("demand", |r| r.demand.as_ref()),
    ("plan", |r| r.plan.as_ref()),
    ("delivered", |r| r.delivered.as_ref()),
    ("received", |r| r.received.as_ref()),
    ("used", |r| r.used.as_ref()),
    ("supply", |r| r.supply.as_ref()),
    ("counted demand", |r| r.counted_demand.as_ref()),
    ("counted supply", |r| r.counted_supply.as_ref()),
];

/// A row or an evaluation as a set: who is unknown has no order.
fn as_set(row: &BalanceRow) -> BalanceRow {
    let mut row = row.clone();
    row.unknown.sort();
    row
}

fn unknown_set(evaluation: &Evaluation) -> BTreeSet<(Scope, ItemCode)> {
    let set: BTreeSet<_> = evaluation.unknown.iter().cloned().collect();
    assert_eq!(set.len(), evaluation.unknown.len(), "a pair counts once");
    set
}

/// The level of each scope's alerts of one kind.
fn levels(evaluation: &Evaluation, kind: AlertKind) -> BTreeMap<Scope, Level> {
    evaluation.alerts.iter().filter(|a| a.kind == kind).map(|a| (a.scope.clone(), a.level)).collect()
}

fn change(city: &City, mut quantity: impl FnMut(&Figure) -> i64) -> City {
    let mut changed = city.clone();
    for figure in &mut changed.figures {
        figure.quantity = Quantity::from_thousandths(quantity(figure)).unwrap_or_default();
    }
    changed
}

/// Whether a figure says how much reaches somebody.
fn is_supply(figure: &Figure) -> bool {
    matches!(figure.key.measure(), Measure::Plan | Measure::Delivered | Measure::Received)
}

/// Asserts that wherever things got worse no level fell, in balances and in the evaluation of a day.
///
/// Left out are a peak's months: such a row is the day with the largest *gap*, and when another day's gap becomes the
/// largest, the row moves to that day, whose *ratio* may be smaller. `groups` says whether the law holds for several
/// consumers of a direct item together.
fn never_falls(item: &str, before: &City, after: &City, on: NaiveDate, groups: bool) -> Result<(), TestCaseError> {
    let grains: &[Grain] =
        if nature(before, item) == Nature::Peak { &[Grain::Day] } else { &[Grain::Day, Grain::Month] };
    let holds = |scope: &str| groups || scope.starts_with("party:");
    for (scope, grain) in SCOPES.iter().flat_map(|s| grains.iter().map(move |g| (*s, *g))).filter(|(s, _)| holds(s)) {
        for (old, new) in rows(before, item, scope, grain).iter().zip(rows(after, item, scope, grain)) {
            prop_assert!(old.level <= new.level, "{scope} {}: {:?} then {:?}", old.period, old, new);
            prop_assert!(old.level_high <= new.level_high, "{scope} {}: {:?} then {:?}", old.period, old, new);
            prop_assert!(old.gap <= new.gap, "{scope} {}: {:?} then {:?}", old.period, old, new);
        }
    }
    let (old, new) = (evaluation(before, on), evaluation(after, on));
    let after = levels(&new, AlertKind::Gap);
    for (scope, level) in levels(&old, AlertKind::Gap).iter().filter(|(scope, _)| holds(&scope.to_string())) {
        prop_assert!(after.get(scope) >= Some(level), "{scope} on {on}: {level:?} then {:?}", after.get(scope));
    }
    prop_assert_eq!(levels(&old, AlertKind::Stock), levels(&new, AlertKind::Stock));
    prop_assert_eq!(unknown_set(&old), unknown_set(&new));
    Ok(())
}

/// The highest level that an evaluation must find, from the rows of daily balances alone.
#[expect(clippy::option_option, reason = "the outer one says whether it could be judged, the inner one is the level")]
fn level_by_rows(city: &City, item: &str, scope: &str, on: NaiveDate) -> Option<Option<Level>> {
    let book = city.book(item);
    let rule = city.rules.rule(&book.item.code, on)?;
    let flow = book.item.nature == Nature::Flow;
    let window = if flow { usize::try_from(rule.window_days).ok()? } else { 1 };
    let back = u64::from(rule.pending_days) + u64::try_from(window).ok()? - 2;
    let (first, last) = (on - chrono::Days::new(back), on + chrono::Days::new(rule.look_ahead_days.into()));
    // Of a direct item each consumer is looked at by itself.
    let members = match (book.item.route, scope) {
        (Route::Direct, "city") => vec!["party:A", "party:B", "party:C"],
        (Route::Direct, "division:410181") => vec!["party:A", "party:B"],
        _ => vec![scope],
    };
    let periods = Period::between(first, last, Grain::Day);
    let scopes = members.iter().map(|m| m.parse().ok()).collect::<Option<Vec<Scope>>>()?;
    let balances: Vec<_> = scopes.iter().map(|m| balance_rows(&book, m, &periods, &city.rules, |_| false)).collect();
    let mut judged = Vec::new();
    for end in window..=periods.len() {
        let (mut gap, mut demand) = (None::<Exact>, Exact::ZERO);
        for days in balances.iter().map(|rows| &rows[end - window..end]) {
            let needed = sum(days.iter().map(|d| d.counted_demand.as_ref()));
            let supplied = sum(days.iter().map(|d| d.counted_supply.as_ref()));
            if let (Some(needed), Some(supplied)) = (needed, supplied) {
                demand += &needed;
                *gap.get_or_insert(Exact::ZERO) += &(&needed - &supplied).or_zero();
            }
        }
        judged.push(gap.map(|gap| rule.gap.level(&gap, &demand)));
    }
    let pending = usize::try_from(rule.pending_days).ok()?;
    let lowest = |run: &[Option<Option<Level>>]| run.iter().map(|day| day.flatten()).min().flatten();
    judged.iter().any(Option::is_some).then(|| judged.windows(pending).filter_map(lowest).max())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// To the last digit: a direct item's month over all consumers, against plain integers.
    #[test]
    fn a_sum_is_exactly_what_was_reported((item, city) in (Just("coal.thermal"), drafts().prop_map(|d| city("coal.thermal", Shape::Mixed, &d)))) {
        let counts = |f: &&Figure| f.period.grain() != Grain::Year && f.key.consumer().is_none_or(|c| c.as_str() != "CITY");
        let city = City { figures: city.figures.iter().filter(counts).cloned().collect(), ..city.clone() };
        // By measure and series: the month's figure, the sum and the number of its days.
        let mut series: BTreeMap<_, (Option<i64>, i64, u32)> = BTreeMap::new();
        for Figure { key, period, quantity } in &city.figures {
            let entry = series.entry((key.measure(), key.supplier(), key.consumer())).or_default();
            match period.grain() {
                Grain::Month if *period == common::period("2026-11") => entry.0 = Some(quantity.thousandths()),
                Grain::Day if period.to_string().starts_with("2026-11") => {
                    entry.1 += quantity.thousandths();
                    entry.2 += 1;
                }
                _ => {}
            }
        }
        let row = november(&city, item, "city");
        let measures = [Measure::Demand, Measure::Plan, Measure::Delivered, Measure::Received, Measure::Used];
        for (measure, (name, column)) in measures.into_iter().zip(COLUMNS) {
            let known = series.iter().filter(|((m, ..), (month, _, days))| *m == measure && (month.is_some() || *days > 0));
            let totals: Vec<i64> = known.map(|(_, (month, days, _))| (*days).max(month.unwrap_or(0))).collect();
            let expect = (!totals.is_empty()).then(|| Exact::share(totals.iter().map(|t| i128::from(*t)).sum(), 1));
            prop_assert_eq!(column(&row).cloned(), expect, "{}", name);
        }
    }

    /// A flow's month is the sum of its days in every column, its gap is taken on the sums; a peak's month is one of
    /// its days with the largest gap; a quota's is its last day.
    #[test]
    fn a_month_equals_its_days((item, city) in cities(Shape::Mixed)) {
        for scope in SCOPES {
            let (month, days) = (november(&city, item, scope), november_days(&city, item, scope));
            match nature(&city, item) {
                Nature::Flow => {
                    for (name, column) in COLUMNS {
                        prop_assert_eq!(column(&month).cloned(), sum(days.iter().map(column)), "{} of {}", name, scope);
                    }
                    let gaps = sum(days.iter().map(|d| d.gap.as_ref()));
                    prop_assert!(month.gap <= gaps, "{scope}: gaps offset each other over a month, never grow");
                    let group = city.book(item).item.route == Route::Direct && !scope.starts_with("party:");
                    if let (Some(demand), Some(supply), false) = (&month.counted_demand, &month.counted_supply, group) {
                        prop_assert_eq!(month.gap.clone(), Some((demand - supply).or_zero()));
                    }
                }
                Nature::Peak => {
                    let largest = days.iter().map(|d| &d.gap).max();
                    prop_assert_eq!(Some(&month.gap), largest);
                    let alike = |d: &&BalanceRow| d.gap == month.gap && COLUMNS.iter().all(|(_, c)| c(d) == c(&month));
                    let found = days.iter().find(alike);
                    prop_assert!(found.is_some(), "{scope}: {month:?} is none of its days");
                    let most = days.iter().filter(|d| d.gap == month.gap).map(|d| &d.demand).max();
                    prop_assert_eq!(Some(&month.demand), most);
                }
                Nature::Quota => {
                    let last = days.last().map(|d| BalanceRow { period: month.period, ..as_set(d) });
                    prop_assert_eq!(Some(as_set(&month)), last);
                }
            }
        }
    }

    /// A row is of its own period alone: it does not matter which rows are asked for with it.
    #[test]
    fn a_row_stands_alone((item, city) in cities(Shape::Mixed), which in any::<Index>()) {
        for grain in [Grain::Day, Grain::Month] {
            let periods = Period::between(date("2026-10-20"), date("2027-01-10"), grain);
            let chosen = which.index(periods.len());
            let book = city.book(item);
            for scope in SCOPES {
                let together = &rows_of(&city, &book, scope, &periods)[chosen];
                let alone = &rows_of(&city, &book, scope, &periods[chosen..=chosen])[0];
                prop_assert_eq!(together, alone, "{}", scope);
            }
        }
    }

    /// What a row says of itself.
    #[test]
    fn a_gap_lies_between_nothing_and_demand((item, city) in cities(Shape::Mixed)) {
        for (scope, grain) in SCOPES.iter().flat_map(|s| [(s, Grain::Day), (s, Grain::Month)]) {
            for row in rows(&city, item, scope, grain) {
                let known = row.gap.is_some();
                prop_assert_eq!(row.counted_demand.is_some(), known);
                prop_assert_eq!(row.counted_supply.is_some(), known);
                prop_assert!(row.gap_high >= row.gap && row.level_high >= row.level);
                prop_assert!(row.gap_high <= row.counted_demand);
                prop_assert!(known || row.level.is_none());
                prop_assert_eq!(row.level.is_some(), row.gap.as_ref().is_some_and(Exact::is_positive));
                prop_assert!(known || row.unknown.is_empty() || row.gap_ratio.is_none());
            }
        }
    }

    /// One supply figure falls. True of every scope, group and window, as it leaves demand and what is known as they are.
    #[test]
    fn a_level_never_falls_when_a_supply_falls(
        (item, city) in cities(Shape::OneGrain), which in any::<Index>(), part in 0i64..4, on in days(),
    ) {
        let supplies: Vec<usize> = (0..city.figures.len()).filter(|i| is_supply(&city.figures[*i])).collect();
        prop_assume!(!supplies.is_empty());
        let chosen = supplies[which.index(supplies.len())];
        let mut worse = city.clone();
        let figure = &mut worse.figures[chosen];
        figure.quantity = Quantity::from_thousandths(figure.quantity.thousandths() / 4 * part).unwrap_or_default();
        never_falls(item, &city, &worse, on, true)?;
    }

    /// One demand figure rises. True of single consumers and of pools, where the ratio is 1 − supply ÷ demand. Not true
    /// of several consumers of a direct item together: demand that one's surplus covers adds to demand, not to the gap.
    #[test]
    fn a_level_never_falls_when_a_demand_rises(
        (item, city) in cities(Shape::OneGrain), which in any::<Index>(), more in prop_oneof![0i64..400_000, 0i64..100_000_000], on in days(),
    ) {
        let demands: Vec<usize> =
            (0..city.figures.len()).filter(|i| city.figures[*i].key.measure() == Measure::Demand).collect();
        prop_assume!(!demands.is_empty());
        let chosen = demands[which.index(demands.len())];
        let mut worse = city.clone();
        let figure = &mut worse.figures[chosen];
        figure.quantity = Quantity::from_thousandths(figure.quantity.thousandths() + more).unwrap_or_default();
        let pool = city.book(item).item.route == Route::Pool;
        never_falls(item, &city, &worse, on, pool)?;
    }

    /// All supply falls or all demand rises in the same proportion. True of every shape of series and every scope.
    #[test]
    fn a_level_never_falls_when_all_supply_falls_or_all_demand_rises(
        (item, city) in cities(Shape::Mixed), part in 0i64..4, times in 1i64..4, on in days(),
    ) {
        let less = change(&city, |f| f.quantity.thousandths() / 4 * if is_supply(f) { part } else { 4 });
        never_falls(item, &city, &less, on, true)?;
        let more = change(&city, |f| f.quantity.thousandths() * if f.key.measure() == Measure::Demand { times } else { 1 });
        never_falls(item, &city, &more, on, true)?;
    }

    /// A stock falls, or all use rises in proportion.
    #[test]
    fn a_stock_level_never_falls_when_stock_falls_or_use_rises(
        (item, city) in cities(Shape::Mixed), part in 0i64..4, times in 1i64..4, on in days(),
    ) {
        let before = levels(&evaluation(&city, on), AlertKind::Stock);
        let less = change(&city, |f| f.quantity.thousandths() / 4 * if f.key.measure() == Measure::Stock { part } else { 4 });
        let more = change(&city, |f| f.quantity.thousandths() * if f.key.measure() == Measure::Used { times } else { 1 });
        for worse in [less, more] {
            let after = levels(&evaluation(&worse, on), AlertKind::Stock);
            for (scope, level) in &before {
                prop_assert!(after.get(scope) >= Some(level), "{item} {scope} on {on}");
            }
        }
    }

    /// Neither the order of series nor that of figures changes anything.
    #[test]
    fn the_order_of_series_and_figures_does_not_matter(
        ((item, city), shuffled) in cities(Shape::Mixed).prop_flat_map(|(item, city)| {
            let series = Just(city.book(item).series).prop_shuffle();
            let figures = series.prop_flat_map(|series| {
                let shuffle = |s: Series| Just(s.figures.clone()).prop_shuffle().prop_map(move |figures| Series { figures, ..s.clone() });
                series.into_iter().map(shuffle).collect::<Vec<_>>()
            });
            (Just((item, city.clone())), figures)
        }),
        on in days(),
    ) {
        let book = city.book(item);
        let mixed = ItemBook { series: shuffled, ..book.clone() };
        for scope in SCOPES {
            for grain in [Grain::Day, Grain::Month] {
                let periods = Period::between(date("2026-11-01"), date("2026-12-31"), grain);
                prop_assert_eq!(rows_of(&city, &book, scope, &periods), rows_of(&city, &mixed, scope, &periods), "{}", scope);
            }
        }
        prop_assert_eq!(evaluate(on, vec![book], &city.rules), evaluate(on, vec![mixed], &city.rules));
    }

    /// Neither does the order of the registry: who is unknown is a set.
    #[test]
    fn the_order_of_the_registry_does_not_matter(
        ((item, city), parties) in cities(Shape::Mixed)
            .prop_flat_map(|(item, city)| (Just((item, city.clone())), Just(city.parties).prop_shuffle())),
        on in days(),
    ) {
        let other = City { parties, ..city.clone() };
        for scope in SCOPES {
            for (here, there) in rows(&city, item, scope, Grain::Day).iter().zip(rows(&other, item, scope, Grain::Day)) {
                prop_assert_eq!(as_set(here), as_set(&there), "{}", scope);
            }
            prop_assert_eq!(as_set(&november(&city, item, scope)), as_set(&november(&other, item, scope)));
        }
        let (here, there) = (evaluation(&city, on), evaluation(&other, on));
        prop_assert_eq!(unknown_set(&here), unknown_set(&there));
        prop_assert_eq!(here.alerts, there.alerts);
    }

    /// Facts that end after the day are not there yet: neither their amounts nor that they exist.
    #[test]
    fn an_evaluation_has_no_hindsight((_, city) in cities(Shape::Mixed), on in days()) {
        let known = |f: &&Figure| f.key.measure().is_intention() || f.period.last_day() <= on;
        let by_then = City { figures: city.figures.iter().filter(known).cloned().collect(), ..city.clone() };
        prop_assert_eq!(evaluation(&city, on), evaluation(&by_then, on));
    }

    /// An evaluation needs the figures of its reading range in whole months (and years, where there are years' figures
    /// or a quota), and the date since which each series is reported; the rest changes nothing.
    #[test]
    fn an_evaluation_needs_its_reading_range_alone((item, city) in cities(Shape::Mixed), on in days()) {
        let book = city.book(item);
        let Some(rule) = city.rules.rule(&book.item.code, on) else { return Err(TestCaseError::fail("no rule")) };
        let range = reading_range(rule, on);
        let by_year = city.figures.iter().any(|f| f.period.grain() == Grain::Year) || book.item.nature == Nature::Quota;
        let range = if by_year { range.whole_years() } else { range.whole_months() };
        let overlaps = |p: Period| p.first_day() <= range.last && p.last_day() >= range.first;
        let mut cut = book.clone();
        cut.series.iter_mut().for_each(|series| series.figures.retain(|(period, _)| overlaps(*period)));
        prop_assert_eq!(evaluate(on, vec![book], &city.rules), evaluate(on, vec![cut], &city.rules));
    }

    /// Balances and evaluation never disagree: the level of a day follows from the rows of its days.
    #[test]
    fn an_evaluation_follows_from_balances((item, city) in cities(Shape::Mixed), on in days()) {
        let known = |f: &&Figure| f.key.measure().is_intention() || f.period.last_day() <= on;
        let by_then = City { figures: city.figures.iter().filter(known).cloned().collect(), ..city.clone() };
        let found = evaluation(&city, on);
        let (gaps, unknown) = (levels(&found, AlertKind::Gap), unknown_set(&found));
        let stock_lines = city.rules.rule(&city.book(item).item.code, on).is_some_and(|r| r.stock.is_some());
        for scope in ["city", "division:410181", "party:A", "party:B", "party:C"] {
            let by_rows = level_by_rows(&by_then, item, scope, on);
            let parsed: Scope = scope.parse().unwrap_or(Scope::City);
            prop_assert_eq!(gaps.get(&parsed).copied(), by_rows.flatten(), "{} on {}", scope, on);
            let listed = unknown.iter().any(|(s, _)| *s == parsed);
            prop_assert!(by_rows.is_none() || !listed || (stock_lines && scope.starts_with("party:")), "{scope} on {on}");
        }
    }

    /// Every alert is of a pair that could be judged in what it is about, and says of what it is made.
    #[test]
    fn an_alert_agrees_with_itself((_, city) in cities(Shape::Mixed), on in days()) {
        for alert in evaluation(&city, on).alerts {
            match alert.kind {
                AlertKind::Gap => {
                    prop_assert!(alert.ratio.as_ref().is_some_and(Exact::is_positive));
                    prop_assert!(alert.demand.is_some() && alert.supply.is_some() && alert.gap.is_some(), "{alert:?}");
                    prop_assert!(alert.gap <= alert.demand, "{}", amount(alert.gap.as_ref()));
                }
                AlertKind::Stock => {
                    prop_assert_eq!(alert.stock_days, Exact::ratio(
                        &alert.stock.unwrap_or(Exact::ZERO),
                        &alert.daily_use.unwrap_or(Exact::ZERO),
                    ));
                    prop_assert!(alert.period.last_day() <= on);
                }
            }
        }
    }
}

/// The parts of one measure's column, or of the supply where none is named.
fn parts_of(book: &ItemBook<'_>, scope: &str, days: DayRange, measure: Option<Measure>) -> Option<Exact> {
    let scope: Scope = scope.parse().unwrap_or_else(|e| panic!("{scope}: {e}"));
    let parts = provenance::parts(book, &scope, days);
    let of_measure = |part: &&provenance::Part| measure.is_none_or(|m| book.series[part.series].measure == m);
    let amount = |part: &provenance::Part| if measure.is_some() { part.column.clone() } else { part.supply.clone() };
    let known: Vec<Exact> = parts.iter().filter(of_measure).filter_map(amount).collect();
    (!known.is_empty()).then(|| known.iter().sum())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// What a supply is made of adds up to it, whatever was reported.
    #[test]
    fn reported_and_planned_add_up_to_the_supply((item, city) in cities(Shape::Mixed)) {
        for scope in SCOPES {
            for grain in [Grain::Day, Grain::Month] {
                for row in rows(&city, item, scope, grain) {
                    prop_assert_eq!(row.supply.is_some(), row.composition.is_some(), "{} {}", scope, row.period);
                    let Some((supply, made)) = row.supply.zip(row.composition) else { continue };
                    prop_assert_eq!(&[made.reported.clone(), made.planned.clone()].iter().sum::<Exact>(), &supply);
                    prop_assert!(made.reported >= Exact::ZERO && made.planned >= Exact::ZERO, "{} {}", scope, row.period);
                    // Who is late is named exactly where that leaves a range.
                    if row.gap != row.gap_high {
                        prop_assert!(!made.late.is_empty(), "{} {}", scope, row.period);
                    }
                }
            }
        }
    }

    /// The figures behind a number add up to it, column by column.
    #[test]
    fn the_parts_of_a_number_add_up_to_it((item, city) in cities(Shape::Mixed)) {
        let book = city.book(item);
        for scope in SCOPES {
            let mut rows = rows(&city, item, scope, Grain::Day);
            // Of a peak only single days: a longer period shows one of them.
            if nature(&city, item) != Nature::Peak {
                rows.extend(self::rows(&city, item, scope, Grain::Month));
            }
            for row in rows {
                let of = |measure| parts_of(&book, scope, row.period.days(), measure);
                for (measure, column) in [
                    (Measure::Demand, &row.demand),
                    (Measure::Plan, &row.plan),
                    (Measure::Delivered, &row.delivered),
                    (Measure::Received, &row.received),
                    (Measure::Used, &row.used),
                    (Measure::Stock, &row.stock),
                ] {
                    prop_assert_eq!(&of(Some(measure)), column, "{} of {} in {}", measure, scope, row.period);
                }
                prop_assert_eq!(&of(None), &row.supply, "supply of {} in {}", scope, row.period);
            }
        }
    }
}
