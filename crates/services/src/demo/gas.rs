//! Natural gas: heating makes the winter, and a cold spell more of it than the plan follows.

use baogong_domain::Measure;

use super::{
    city::{City, Kind, Line, Pace, series_of, shares},
    enterprises::Enterprise,
    registry::{Groups, Registry},
    timeline::{Rhythm, Spell, WHOLE, part, round_up},
};

/// How many of the largest users have their supply named by the gas company.
const NAMED: usize = 20;
/// How many report daily in season.
const DAILY: usize = 30;
/// Of the named, by their place, those that yield to the residents in the cold spell ahead, and by how much.
const YIELDING: [(usize, i64); 2] = [(2, 700), (9, 350)];

/// By how much a spell raises the city's demand on each of its days.
const SPELL: [i64; 7] = [1_220, 1_450, 1_650, 1_780, 1_700, 1_480, 1_240];
/// Who needs it: residents, commerce, heating.
const SPELL_SHARES: [i64; 3] = [5_000, 1_500, 3_500];

const AT_HOME: Rhythm =
    Rhythm { months: [190, 176, 120, 72, 50, 42, 38, 38, 46, 64, 122, 178], saturday: 102, sunday: 103, holiday: 104 };
const IN_SHOPS: Rhythm =
    Rhythm { months: [150, 138, 106, 85, 75, 72, 72, 72, 76, 88, 116, 146], saturday: 103, sunday: 102, holiday: 94 };
/// Boilers and heat networks, from 15 November to 15 March.
pub(super) const HEATING: Rhythm =
    Rhythm { months: [240, 222, 108, 8, 3, 3, 3, 3, 3, 10, 150, 230], saturday: 100, sunday: 100, holiday: 100 };
const ON_THE_ROAD: Rhythm =
    Rhythm { months: [96, 90, 102, 103, 102, 101, 100, 100, 103, 103, 101, 99], saturday: 98, sunday: 95, holiday: 85 };

/// Writes all figures of gas.
pub(super) fn write(city: &mut City, registry: &Registry) {
    let mut total = vec![0; city.timeline.len()];
    for enterprise in registry.enterprises.iter().filter(|e| e.trade.needs.gas > 0) {
        write_enterprise(city, registry.gas, enterprise, &mut total);
    }
    let mut groups = group_days(city, &registry.groups);
    let mut normal = total.clone();
    for (_, days) in &groups {
        for (sum, amount) in normal.iter_mut().zip(days) {
            *sum += amount;
        }
    }
    for (day, all) in normal.iter().enumerate() {
        let extra = city.timeline.spell(day).map_or(0, |spell| part(*all, SPELL[spell.place()]));
        for ((_, days), share) in groups.iter_mut().zip(SPELL_SHARES) {
            days[day] += round_up(part(extra, share), Kind::Gas.step());
        }
    }
    for (group, days) in &groups {
        city.demand(Line::of(Kind::Gas, Measure::Demand, *group, Pace::Daily), days, &mut total);
    }
    let (plan, delivered) = pool(city, registry.gas, &normal, &total);
    city.supply(Kind::Gas, registry.gas, &plan, &delivered);
}

/// Plan and delivery of the gas company: all that is normal, and a part of what the weather adds.
fn pool(city: &City, gas: usize, normal: &[i64], total: &[i64]) -> (Vec<i64>, Vec<i64>) {
    let series = series_of(Kind::Gas, gas);
    let of_delivered = city.timeline.cover(series, 120, 4);
    let of_plan = city.timeline.ample(series + 1, 400);
    let day = |(day, (normal, total)): (usize, (&i64, &i64))| {
        let extra = total - normal;
        let (planned, delivered) = match city.timeline.spell(day) {
            Some(Spell::Forecast(_)) => (3_000, 3_000),
            Some(Spell::Past(_)) => (4_000, 6_000),
            None => (WHOLE, WHOLE),
        };
        let supplied =
            |share: i64, of_extra: i64| round_up(part(*normal, share) + part(extra, of_extra), Kind::Gas.step());
        (supplied(of_plan[day], planned), supplied(of_delivered[day], delivered))
    };
    normal.iter().zip(total).enumerate().map(day).unzip()
}

/// An enterprise's demand and use, and for the largest what the gas company names as theirs.
fn write_enterprise(city: &mut City, gas: usize, enterprise: &Enterprise, total: &mut [i64]) {
    let party = enterprise.party;
    let profile = city.timeline.profile(enterprise.trade.rhythm);
    let base = enterprise.need(enterprise.trade.needs.gas);
    let days = city.days(Kind::Gas, party, base, &profile, 250);
    let pace = if enterprise.gas_rank < DAILY { Pace::Seasonal } else { Pace::Monthly };
    city.demand(Line::of(Kind::Gas, Measure::Demand, party, pace), &days, total);

    let named = enterprise.gas_rank < NAMED;
    let series = series_of(Kind::Gas, party) ^ (1 << 50);
    let surplus = if named { 30 } else { -90 };
    let of_delivered: Vec<i64> =
        (0..days.len()).map(|day| WHOLE + surplus + city.timeline.noise(series, day, 30)).collect();
    let delivered = shares(Kind::Gas, &days, &of_delivered);
    if named {
        let yields = YIELDING.iter().find(|y| y.0 == enterprise.gas_rank).map(|y| y.1);
        let of_plan = |day: usize| match (city.timeline.spell(day), yields) {
            (Some(Spell::Forecast(_)), Some(less)) => WHOLE - less,
            _ => WHOLE + 150,
        };
        let of_plan: Vec<i64> = (0..days.len()).map(of_plan).collect();
        let plan = shares(Kind::Gas, &days, &of_plan);
        city.write(Line::from(Kind::Gas, Measure::Plan, gas, Some(party), pace), &plan);
        city.write(Line::from(Kind::Gas, Measure::Delivered, gas, Some(party), pace), &delivered);
    }
    city.write(Line::of(Kind::Gas, Measure::Used, party, pace), &delivered);
}

/// What the groups need on each day; the first three are those that the weather drives.
fn group_days(city: &City, groups: &Groups) -> Vec<(usize, Vec<i64>)> {
    let of = |group: usize, base: i64, rhythm: &Rhythm, spread: i64| {
        (group, city.days(Kind::Gas, group, base, &city.timeline.profile(rhythm), spread))
    };
    vec![
        of(groups.residents, 300_000, &AT_HOME, 200),
        of(groups.commerce, 180_000, &IN_SHOPS, 150),
        of(groups.heating, 260_000, &HEATING, 200),
        of(groups.public, 40_000, &IN_SHOPS, 150),
        of(groups.other, 90_000, &ON_THE_ROAD, 200),
    ]
}
