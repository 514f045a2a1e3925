//! Electricity: energy by consumer and supplier, and the load of the city as one.

use baogong_domain::{Measure, period::first_of_month};

use super::{
    city::{City, Kind, Line, Pace, series_of, shares},
    enterprises::Enterprise,
    registry::{Groups, Registry},
    timeline::{Rhythm, Spell, WHOLE, part, round_up},
};

/// How many of the largest report daily in season and have their supply named by the power company.
const NAMED: usize = 60;
/// Of these, by their place, the ones that get less than they need, and how much less.
const SHORT: [(usize, i64); 4] = [(7, 1_200), (15, 650), (23, 300), (38, 180)];
/// The one whose reports are late, and by how many days.
const LATE: usize = 45;
const LATE_DAYS: usize = 5;

/// By how much a spell raises the load on each of its days.
const SPELL: [i64; 7] = [810, 860, 930, 1_000, 960, 880, 820];

const AT_HOME: Rhythm =
    Rhythm { months: [124, 114, 92, 76, 78, 104, 138, 140, 98, 76, 88, 118], saturday: 104, sunday: 106, holiday: 110 };
const IN_SHOPS: Rhythm =
    Rhythm { months: [104, 94, 90, 88, 94, 112, 126, 126, 104, 90, 92, 102], saturday: 103, sunday: 102, holiday: 92 };
const ON_FIELDS: Rhythm =
    Rhythm { months: [30, 60, 180, 150, 140, 190, 120, 100, 70, 60, 40, 30], saturday: 100, sunday: 100, holiday: 100 };
const IN_OFFICES: Rhythm =
    Rhythm { months: [108, 98, 96, 90, 92, 106, 118, 116, 100, 92, 96, 106], saturday: 86, sunday: 80, holiday: 66 };
const IN_WORKSHOPS: Rhythm =
    Rhythm { months: [98, 90, 100, 99, 100, 104, 108, 107, 102, 97, 101, 103], saturday: 93, sunday: 86, holiday: 66 };
/// Average load as a share of the day's peak.
const LOAD_FACTOR: Rhythm =
    Rhythm { months: [72, 72, 73, 73, 72, 71, 70, 70, 72, 73, 73, 72], saturday: 100, sunday: 100, holiday: 100 };

/// Writes all figures of electricity.
pub(super) fn write(city: &mut City, registry: &Registry) {
    let mut total = vec![0; city.timeline.len()];
    for enterprise in &registry.enterprises {
        write_enterprise(city, registry.power, enterprise, &mut total);
    }
    let mut groups = group_days(city, &registry.groups);
    let mut normal = total.clone();
    for (_, days) in &groups {
        add(&mut normal, days);
    }
    write_load(city, registry, &normal);
    // The weather adds energy too, at home before all; of this there is enough.
    for (day, all) in normal.iter().enumerate() {
        let extra = city.timeline.spell(day).map_or(0, |spell| part(*all, SPELL[spell.place()] * 6 / 10));
        groups[0].1[day] += round_up(part(extra, 7_000), Kind::Energy.step());
        groups[1].1[day] += round_up(part(extra, 3_000), Kind::Energy.step());
    }
    for (group, days) in &groups {
        city.demand(Line::of(Kind::Energy, Measure::Demand, *group, Pace::Daily), days, &mut total);
    }
    let series = series_of(Kind::Energy, registry.power);
    let delivered = shares(Kind::Energy, &total, &city.timeline.cover(series, 120, 6));
    let plan = shares(Kind::Energy, &total, &city.timeline.ample(series + 1, 300));
    city.supply(Kind::Energy, registry.power, &plan, &delivered);
}

/// An enterprise's demand and use, and for the largest what the power company names as theirs.
fn write_enterprise(city: &mut City, power: usize, enterprise: &Enterprise, total: &mut [i64]) {
    let party = enterprise.party;
    let profile = city.timeline.profile(enterprise.trade.rhythm);
    let base = enterprise.need(enterprise.trade.needs.energy);
    let days = city.days(Kind::Energy, party, base, &profile, 250);
    let named = enterprise.energy_rank < NAMED;
    let pace = if named { Pace::Seasonal } else { Pace::Monthly };
    let silent = (enterprise.energy_rank == LATE).then(|| city.timeline.days_ago(LATE_DAYS));
    let demand = Line::of(Kind::Energy, Measure::Demand, party, pace).silent_from(silent);
    city.demand(demand, &days, total);

    let missing = SHORT.iter().find(|short| short.0 == enterprise.energy_rank).map_or(0, |short| short.1);
    let short_from = short_from(city);
    let supplied =
        |day: usize, surplus: i64| if day >= short_from && missing > 0 { WHOLE - missing } else { WHOLE + surplus };
    let series = series_of(Kind::Energy, party) ^ (1 << 50);
    let of_delivered = |day: usize| {
        if named {
            supplied(day, 30 + city.timeline.noise(series, day, 30))
        } else {
            WHOLE - 80 + city.timeline.noise(series, day, 60)
        }
    };
    let of_delivered: Vec<i64> = (0..days.len()).map(of_delivered).collect();
    let delivered = shares(Kind::Energy, &days, &of_delivered);
    if named {
        let of_plan: Vec<i64> = (0..days.len()).map(|day| supplied(day, 150)).collect();
        let plan = shares(Kind::Energy, &days, &of_plan);
        city.write(Line::from(Kind::Energy, Measure::Plan, power, Some(party), pace), &plan);
        city.write(Line::from(Kind::Energy, Measure::Delivered, power, Some(party), pace), &delivered);
    }
    city.write(Line::of(Kind::Energy, Measure::Used, party, pace).silent_from(silent), &delivered);
}

/// First day of the shortage of some enterprises: a month's start, so that it shows in months' figures too.
fn short_from(city: &City) -> usize {
    let about = city.timeline.date(city.timeline.days_ago(12));
    let first = first_of_month(about);
    city.timeline.months.iter().find(|m| m.period.first_day() == first).map_or(0, |m| m.first)
}

/// What the groups need on each day; those at home and in shops come first.
fn group_days(city: &City, groups: &Groups) -> Vec<(usize, Vec<i64>)> {
    let of = |group: usize, base: i64, rhythm: &Rhythm, spread: i64| {
        (group, city.days(Kind::Energy, group, base, &city.timeline.profile(rhythm), spread))
    };
    vec![
        of(groups.residents, 4_200_000, &AT_HOME, 200),
        of(groups.commerce, 3_500_000, &IN_SHOPS, 150),
        of(groups.farms, 220_000, &ON_FIELDS, 600),
        of(groups.public, 1_000_000, &IN_OFFICES, 150),
        of(groups.heating, 160_000, &super::gas::HEATING, 200),
        of(groups.other, 2_600_000, &IN_WORKSHOPS, 150),
    ]
}

/// The coincident peak of the city as one, as the power company sees it, and the load that it can carry.
fn write_load(city: &mut City, registry: &Registry, energy: &[i64]) {
    let timeline = &city.timeline;
    let series = series_of(Kind::Load, registry.power);
    let carried = timeline.cover(series, 200, 4);
    let factors = timeline.profile(&LOAD_FACTOR);
    let (mut demand, mut plan, mut delivered) = (Vec::new(), Vec::new(), Vec::new());
    for (day, energy) in energy.iter().enumerate() {
        // 万千瓦时 in a day ÷ 24 hours ÷ load factor = 万千瓦 at the peak.
        let normal = energy * WHOLE / 24 / factors[day];
        let normal = part(normal, WHOLE + timeline.noise(series + 1, day, 80));
        let extra = timeline.spell(day).map_or(0, |spell| part(normal, SPELL[spell.place()]));
        let (planned_extra, carried_extra) = match timeline.spell(day) {
            Some(Spell::Forecast(_)) => (2_000, 2_000),
            Some(Spell::Past(_)) => (5_000, 4_500),
            None => (WHOLE, WHOLE),
        };
        demand.push(round_up(normal + extra, Kind::Load.step()));
        plan.push(round_up(part(normal, WHOLE + 200) + part(extra, planned_extra), Kind::Load.step()));
        delivered.push(round_up(part(normal, carried[day] + 20) + part(extra, carried_extra), Kind::Load.step()));
    }
    city.write(Line::of(Kind::Load, Measure::Demand, registry.whole_city, Pace::Daily), &demand);
    city.supply(Kind::Load, registry.power, &plan, &delivered);
}

fn add(total: &mut [i64], days: &[i64]) {
    for (sum, amount) in total.iter_mut().zip(days) {
        *sum += amount;
    }
}
