//! The demo keeps the field's rules, is the same every time, and tells its stories on whatever day it is made.

use std::collections::{BTreeMap, BTreeSet};

use baogong_domain::{
    Alert, AlertKind, Evaluation, FigureKey, Grain, ItemBook, Level, PartyKind, Period, Scope, Series, balance_rows,
    defaults,
    duty::{Gate, Terms},
    evaluate,
    party::KeyTier,
    period::{minus_days, plus_days},
};
use chrono::{Datelike, NaiveDate};

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn demo(today: &str) -> DemoCity {
    generate(date(today), 1, &defaults::items(), &defaults::calendar())
}

/// The figures as the evaluation wants them.
fn books<'a>(city: &'a DemoCity, items: &'a [Item]) -> Vec<ItemBook<'a>> {
    let position: BTreeMap<&PartyCode, usize> = city.parties.iter().enumerate().map(|(i, p)| (&p.code, i)).collect();
    let mut books: Vec<ItemBook> =
        items.iter().map(|item| ItemBook { item, parties: &city.parties, series: Vec::new() }).collect();
    let mut places = BTreeMap::new();
    for f in &city.figures {
        let book = items.iter().position(|i| i.code == f.item).unwrap();
        let (supplier, consumer) = (f.supplier.as_ref().map(|c| position[c]), f.consumer.as_ref().map(|c| position[c]));
        let series = &mut books[book].series;
        let place = *places.entry((book, f.measure, supplier, consumer)).or_insert_with(|| {
            series.push(Series { measure: f.measure, supplier, consumer, figures: Vec::new(), since: None });
            series.len() - 1
        });
        let last = f.period.last_day();
        series[place].figures.push((f.period, f.quantity));
        series[place].since = Some(series[place].since.map_or(last, |since| since.min(last)));
    }
    books
}

fn judged(city: &DemoCity, today: &str) -> Evaluation {
    evaluate(date(today), books(city, &defaults::items()), &defaults::rule_book())
}

fn find<'e>(evaluation: &'e Evaluation, kind: AlertKind, item: &str, scope: &str) -> Option<&'e Alert> {
    let fits = |a: &&Alert| a.kind == kind && a.item.as_str() == item && a.scope.to_string() == scope;
    evaluation.alerts.iter().find(fits)
}

fn level(evaluation: &Evaluation, kind: AlertKind, item: &str, scope: &str) -> Option<Level> {
    find(evaluation, kind, item, scope).map(|a| a.level)
}

/// Every figure names whom it may, once, and no fact lies in the future.
fn assert_well_formed(city: &DemoCity, today: NaiveDate) {
    let items = defaults::items();
    let parties: BTreeMap<&PartyCode, &Party> = city.parties.iter().map(|p| (&p.code, p)).collect();
    assert_eq!(parties.len(), city.parties.len(), "a code twice");
    let mut seen = BTreeSet::new();
    for f in &city.figures {
        let item = items.iter().find(|i| i.code == f.item).unwrap();
        let of = |code: &Option<PartyCode>| code.as_ref().map(|c| parties[c]);
        let key = FigureKey::new(item, f.measure, of(&f.supplier), of(&f.consumer));
        let key = key.unwrap_or_else(|e| panic!("{f:?}: {e}"));
        assert!(f.measure.is_intention() || f.period.last_day() < today, "a fact of the future: {f:?}");
        assert!(seen.insert((key, f.period)), "twice: {f:?}");
    }
}

#[test]
fn every_figure_is_one_that_the_contract_accepts() {
    let city = demo("2026-11-23");
    assert_well_formed(&city, date("2026-11-23"));
    assert!((120_000..200_000).contains(&city.figures.len()), "{}", city.figures.len());
}

#[test]
fn same_seed_and_date_give_the_same_city() {
    let (a, b) = (demo("2026-11-23"), demo("2026-11-23"));
    assert!(a == b);
    let other = generate(date("2026-11-23"), 2, &defaults::items(), &defaults::calendar());
    assert!(a != other);
    // What was, stays: another day tells the same past, stories and stocks apart.
    let past = |city: &DemoCity| -> Vec<DemoFigure> {
        let group = |f: &&DemoFigure| f.consumer.as_ref().is_some_and(|c| c.as_str() == "ZZ-GROUP-RESIDENTS");
        let in_may = Period::parse("2026-05-10").unwrap();
        city.figures.iter().filter(group).filter(|f| f.period == in_may).cloned().collect()
    };
    assert_eq!(past(&a), past(&demo("2026-09-02")));
}

#[test]
fn only_known_items_have_figures() {
    let items: Vec<Item> = defaults::items().into_iter().filter(|i| i.code.as_str() == "gas.pipeline").collect();
    let city = generate(date("2026-11-23"), 1, &items, &defaults::calendar());
    assert!(!city.figures.is_empty() && city.figures.iter().all(|f| f.item == items[0].code));
}

#[test]
fn the_registry_is_complete() {
    let city = demo("2026-11-23");
    let of_kind = |kind| city.parties.iter().filter(|p| p.kind == kind).count();
    for (kind, expect) in [
        (PartyKind::Office, 1),
        (PartyKind::Supplier, 6 + 7),
        (PartyKind::Bureau, 3),
        (PartyKind::Enterprise, 316 + 8),
        (PartyKind::ConsumerGroup, 6),
        (PartyKind::WholeCity, 1),
        (PartyKind::Police, 1),
        (PartyKind::Checkpoint, 6),
        (PartyKind::District, 15),
    ] {
        assert_eq!(of_kind(kind), expect, "{kind:?}");
    }
    let gongyi = city.parties.iter().find(|p| p.code.as_str() == "ZZ-410181").unwrap();
    assert_eq!((gongyi.name.as_str(), gongyi.name_en.as_str()), ("巩义市", "Gongyi"));
    let names: BTreeSet<&str> = city.parties.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names.len(), city.parties.len(), "a name twice");
    let enterprises: Vec<&Party> = city.parties.iter().filter(|p| p.kind == PartyKind::Enterprise).collect();
    let credit_codes: BTreeSet<&str> = enterprises.iter().map(|p| p.uscc.as_ref().unwrap().as_str()).collect();
    assert_eq!(credit_codes.len(), enterprises.len(), "a credit code twice");
    assert!(enterprises.iter().all(|p| p.division.is_some() && !p.industry.is_empty() && p.protection.is_some()));
}

#[test]
fn each_tier_has_a_hundred_and_changes_with_the_year() {
    let city = demo("2026-11-23");
    let members = |year: i32, tier: KeyTier| -> BTreeSet<&PartyCode> {
        city.parties.iter().filter(|p| p.tiers.contains(&(year, tier))).map(|p| &p.code).collect()
    };
    for (tier, ..) in KeyTier::ALL {
        let (now, before) = (members(2026, tier), members(2025, tier));
        assert_eq!((now.len(), before.len()), (100, 100));
        assert!((5..=10).contains(&now.difference(&before).count()), "{tier:?}");
    }
}

#[test]
fn the_stories_are_visible_in_november() {
    use AlertKind::{Gap, Stock};
    let today = "2026-11-23";
    let city = demo(today);
    let evaluation = judged(&city, today);
    let level = |kind, item, scope| level(&evaluation, kind, item, scope);
    // The cold spell: gas and load fall short in the next days.
    assert_eq!(level(Gap, "gas.pipeline", "city"), Some(Level::Yellow));
    assert_eq!(level(Gap, "electricity.load", "city"), Some(Level::Yellow));
    assert_eq!(level(Gap, "electricity.energy", "city"), None);
    let worst = find(&evaluation, Gap, "gas.pipeline", "city").unwrap().period;
    assert!((date("2026-11-26")..=date("2026-12-02")).contains(&worst.first_day()), "{worst}");
    // The mine that stopped: one plant red, one orange, and what else is low.
    assert_eq!(level(Stock, "coal.thermal", "party:ZZ-PLANT-03"), Some(Level::Red));
    assert_eq!(level(Stock, "coal.thermal", "party:ZZ-PLANT-02"), Some(Level::Orange));
    assert_eq!(level(Stock, "coal.thermal", "party:ZZ-PLANT-06"), Some(Level::Yellow));
    assert_eq!(level(Stock, "coal.thermal", "party:ZZ-PLANT-07"), Some(Level::Blue));
    assert_eq!(evaluation.alerts.iter().filter(|a| a.kind == Stock && a.item.as_str() == "coal.thermal").count(), 4);
    assert_eq!(level(Gap, "coal.thermal", "party:ZZ-PLANT-03"), Some(Level::Red));
    // The late reporters: a plant and an enterprise are unknown.
    let late: Vec<&Scope> =
        evaluation.unknown.iter().filter(|u| u.1.as_str() == "coal.thermal").map(|u| &u.0).collect();
    assert_eq!(late, [&"party:ZZ-PLANT-08".parse().unwrap()]);
    let named: BTreeSet<&PartyCode> = city
        .figures
        .iter()
        .filter(|f| f.item.as_str() == "electricity.energy" && f.measure == Measure::Plan)
        .filter_map(|f| f.consumer.as_ref())
        .collect();
    let is_named = |scope: &Scope| matches!(scope, Scope::Party(code) if named.contains(code));
    let unknown_power = evaluation.unknown.iter().filter(|u| u.1.as_str() == "electricity.energy");
    assert_eq!((named.len(), unknown_power.filter(|u| is_named(&u.0)).count()), (60, 1));
    // Rail a little short; diesel in plenty, gasoline less so.
    assert_eq!(level(Gap, "transport.rail", "city"), Some(Level::Yellow));
    assert_eq!(level(Stock, "fuel.gasoline", "party:ZZ-FUEL-01"), Some(Level::Blue));
    assert!(!evaluation.alerts.iter().any(|a| a.item.as_str() == "fuel.diesel"));
    // Two to four enterprises get less electricity than they need, one of them much less.
    let enterprises = |a: &&Alert| a.item.as_str() == "electricity.energy" && matches!(a.scope, Scope::Party(_));
    let short: Vec<Level> = evaluation.alerts.iter().filter(enterprises).map(|a| a.level).collect();
    assert_eq!(short, [Level::Orange, Level::Yellow, Level::Blue, Level::Blue]);
}

#[test]
fn the_board_is_believable_on_any_day() {
    for today in ["2026-11-23", "2026-01-02", "2026-03-18", "2026-06-30", "2026-08-01", "2026-10-03", "2027-12-31"] {
        let city = demo(today);
        let evaluation = judged(&city, today);
        for (level, expect) in
            [(Level::Red, 2..=3), (Level::Orange, 3..=5), (Level::Yellow, 4..=8), (Level::Blue, 5..=12)]
        {
            let count = evaluation.count(level);
            assert!(expect.contains(&count), "{today}: {count} {level:?}, {:#?}", evaluation.alerts);
        }
        let gas = level(&evaluation, AlertKind::Gap, "gas.pipeline", "city");
        assert!(gas >= Some(Level::Yellow), "{today}");
        assert!(level(&evaluation, AlertKind::Gap, "electricity.load", "city").is_some(), "{today}");
        assert_eq!(level(&evaluation, AlertKind::Stock, "coal.thermal", "party:ZZ-PLANT-03"), Some(Level::Red));
    }
}

#[test]
fn the_past_is_mostly_balanced_and_of_the_right_size() {
    let city = demo("2026-11-23");
    let (items, rules) = (defaults::items(), defaults::rule_book());
    let days = Period::between(date("2025-11-01"), date("2026-11-10"), Grain::Day);
    let sizes: BTreeMap<&str, (i128, i128)> = [
        ("electricity.energy", (16_000, 25_500)),
        ("electricity.load", (850, 1_600)),
        ("gas.pipeline", (750, 2_600)),
        ("fuel.diesel", (1_500, 3_200)),
        ("transport.rail", (900, 1_450)),
    ]
    .into();
    for book in books(&city, &items) {
        let code = book.item.code.as_str();
        let rows = balance_rows(&book, &Scope::City, &days, &rules, |_| false);
        let short = |at_least| rows.iter().filter(|row| row.level >= Some(at_least)).count();
        assert!(code == "coal.industrial" || short(Level::Blue) <= 30, "{code}: {} days", short(Level::Blue));
        assert!(short(Level::Yellow) <= 10 && short(Level::Orange) == 0, "{code}");
        let Some((least, most)) = sizes.get(code) else { continue };
        for row in rows {
            let demand = row.demand.unwrap().thousandths() / 1000;
            assert!((*least..=*most).contains(&demand), "{code} {}: {demand}", row.period);
        }
    }
}

#[test]
fn stocks_follow_from_what_came_and_what_was_used() {
    for today in ["2026-11-23", "2026-04-20", "2027-08-05"] {
        let city = demo(today);
        let mut days: BTreeMap<(&ItemCode, &PartyCode, NaiveDate), BTreeMap<Measure, i64>> = BTreeMap::new();
        let daily = |f: &&DemoFigure| f.period.grain() == Grain::Day && f.supplier.is_none();
        for f in city.figures.iter().filter(daily) {
            let key = (&f.item, f.consumer.as_ref().unwrap(), f.period.first_day());
            days.entry(key).or_default().insert(f.measure, f.quantity.thousandths());
        }
        let mut compared = 0;
        for ((item, party, day), measures) in &days {
            let Some(stock) = measures.get(&Measure::Stock) else { continue };
            let Some(before) = days.get(&(*item, *party, day.pred_opt().unwrap())) else { continue };
            let Some(held) = before.get(&Measure::Stock) else { continue };
            let expect = held + measures[&Measure::Received] - measures[&Measure::Used];
            assert_eq!(*stock, expect, "{item} {party} {day}");
            assert!(*stock > 2 * measures[&Measure::Used], "{item} {party} {day}: {stock}");
            compared += 1;
        }
        assert!(compared > 3_000);
    }
}

#[test]
fn a_larger_city_has_more_of_the_same() {
    let today = date("2026-11-23");
    let make = |copies, months| generate_scaled(today, 1, &defaults::items(), &defaults::calendar(), copies, months);
    let (one, three) = (make(1, 2), make(3, 2));
    assert_well_formed(&three, today);
    assert_eq!(three.parties.len(), one.parties.len() + 2 * (316 + 8));
    assert!(three.parties.iter().any(|p| p.code.as_str() == "ZZ-PLANT-03-2" && p.name == "新密青屏热电（2）"));
    assert!(three.figures.len() > 2 * one.figures.len());
    let long = make(1, 30);
    assert_eq!(long.figures.iter().map(|f| f.period.first_day()).min().map(|d| d.year()), Some(2024));
    // The shortest history, and none of what cannot be.
    for day in ["2027-01-01", "2028-02-29", "2026-12-31"] {
        let city = generate_scaled(date(day), 1, &defaults::items(), &defaults::calendar(), 0, 0);
        assert_well_formed(&city, date(day));
    }
}

#[test]
fn capacities_leave_room_for_what_was_planned_and_delivered() {
    let city = demo("2026-11-23");
    let items = defaults::items();
    let capacities = capacities(&city, &items);
    let mines = capacities.keys().filter(|(party, _)| party.as_str().starts_with("ZZ-MINE-")).count();
    assert!(mines >= 6 && !capacities.keys().any(|(_, item)| item.as_str() == "land.quota"), "{capacities:?}");
    for ((supplier, item), per_day) in &capacities {
        let is_peak = items.iter().any(|i| i.code == **item && i.nature == baogong_domain::Nature::Peak);
        let mut totals: BTreeMap<(Measure, Period, bool), i64> = BTreeMap::new();
        let own = |f: &&DemoFigure| f.supplier.as_ref() == Some(supplier) && f.item == **item;
        for f in city.figures.iter().filter(own) {
            *totals.entry((f.measure, f.period, f.consumer.is_some())).or_default() += f.quantity.thousandths();
        }
        for ((measure, period, _), total) in totals {
            let days = if is_peak { 1 } else { i64::try_from(period.days().len()).unwrap() };
            assert!(total <= days * per_day.thousandths(), "{supplier} {item} {measure} {period}: {total} {per_day}");
        }
    }
}

#[test]
fn most_is_handed_in_in_time_and_the_slow_the_silent_and_the_forgetful_show() {
    let (items, rules) = (defaults::items(), defaults::rule_book());
    let (work_days, settings) = (defaults::work_calendar(), defaults::duty_settings());
    let terms = Terms { rules: &rules, work_days: &work_days, settings: &settings };
    for today in ["2026-11-23", "2026-08-01", "2026-04-20"] {
        let city = demo(today);
        let now = date(today).and_hms_opt(16, 0, 0).unwrap();
        let tomorrow = plus_days(date(today), 1).and_hms_opt(0, 0, 0).unwrap();
        let (mut all, mut late, mut missed) = (0u32, 0u32, BTreeSet::new());
        for figure in &city.figures {
            let item = items.iter().find(|i| i.code == figure.item).unwrap();
            let due = terms.due(item, figure.measure, figure.period).unwrap();
            assert!(figure.recorded_at < tomorrow, "handed in after today: {figure:?}");
            if figure.measure.is_intention() || figure.period.last_day() < date(today) {
                all += 1;
                late += u32::from(figure.recorded_at >= due);
            }
            if figure.recorded_at >= due && plus_days(figure.period.first_day(), 10) > date(today) {
                missed.insert(figure.supplier.as_ref().or(figure.consumer.as_ref()).unwrap().as_str());
            }
        }
        assert!(late * 100 / all >= 1 && late * 100 / all <= 9, "{today}: {late} of {all} are late");
        let peak = defaults::calendar().season_on(date(today)).is_peak();
        assert!(!peak || missed.contains("ZZ-MINE-05"), "{today}: {missed:?}");
        // The forgotten day: known to the office as locked by now.
        let forgotten = Period::day(minus_days(date(today), 5));
        let of = |party: &str, measure, period| {
            let fits =
                |f: &&DemoFigure| f.item.as_str() == "coal.thermal" && f.measure == measure && f.period == period;
            city.figures.iter().filter(fits).any(|f| f.consumer.as_ref().is_some_and(|c| c.as_str() == party))
        };
        let coal = items.iter().find(|i| i.code.as_str() == "coal.thermal").unwrap();
        for measure in [Measure::Received, Measure::Used, Measure::Stock] {
            assert!(!of("ZZ-PLANT-01", measure, forgotten) && of("ZZ-PLANT-02", measure, forgotten), "{measure}");
            let gate = terms.gate(coal, measure, forgotten, now, None);
            assert_eq!(gate == Gate::Locked, peak, "{today} {measure}");
        }
    }
}
