//! Diesel and gasoline: two companies sell into the pool and hold the city's stock.

use baogong_domain::Measure;

use super::{
    city::{City, Kind, Line, Pace, series_of, shares},
    registry::Registry,
    timeline::{Rhythm, WHOLE, count, part, round_up},
};

/// The companies' shares of the market.
const MARKET: [i64; 2] = [6_000, 4_000];
/// Tenths of days of stock today, by company.
const DIESEL_DAYS: [i64; 2] = [163, 149];
const GASOLINE_DAYS: [i64; 2] = [109, 134];

const STEADY: Rhythm = Rhythm {
    months: [97, 93, 101, 100, 100, 101, 101, 101, 102, 100, 101, 103],
    saturday: 100,
    sunday: 100,
    holiday: 70,
};
const LORRIES: Rhythm =
    Rhythm { months: [88, 78, 105, 107, 105, 103, 98, 100, 107, 106, 105, 98], saturday: 97, sunday: 92, holiday: 72 };
const FIELDS: Rhythm =
    Rhythm { months: [30, 40, 130, 110, 120, 230, 80, 70, 100, 190, 70, 30], saturday: 100, sunday: 100, holiday: 100 };
const CARS: Rhythm = Rhythm {
    months: [102, 106, 96, 98, 101, 100, 104, 104, 99, 103, 94, 96],
    saturday: 104,
    sunday: 106,
    holiday: 118,
};

/// Writes all figures of both fuels.
pub(super) fn write(city: &mut City, registry: &Registry) {
    let groups = &registry.groups;
    let mut diesel = vec![0; city.timeline.len()];
    for enterprise in &registry.enterprises {
        let base = enterprise.need(enterprise.trade.needs.diesel);
        let days = city.monthly_need(Kind::Diesel, enterprise.party, base, &STEADY);
        city.demand(Line::of(Kind::Diesel, Measure::Demand, enterprise.party, Pace::Monthly), &days, &mut diesel);
    }
    for (group, base, rhythm) in
        [(groups.other, 1_350_000, &LORRIES), (groups.farms, 220_000, &FIELDS), (groups.public, 120_000, &STEADY)]
    {
        demand_of_group(city, Kind::Diesel, group, base, rhythm, &mut diesel);
    }
    let mut gasoline = vec![0; city.timeline.len()];
    for (group, base, rhythm) in
        [(groups.residents, 1_900_000, &CARS), (groups.commerce, 620_000, &STEADY), (groups.public, 180_000, &STEADY)]
    {
        demand_of_group(city, Kind::Gasoline, group, base, rhythm, &mut gasoline);
    }
    for (index, company) in registry.fuel.iter().enumerate() {
        sell(city, Kind::Diesel, *company, (MARKET[index], DIESEL_DAYS[index]), &diesel);
        sell(city, Kind::Gasoline, *company, (MARKET[index], GASOLINE_DAYS[index]), &gasoline);
    }
}

fn demand_of_group(city: &mut City, kind: Kind, group: usize, base: i64, rhythm: &Rhythm, total: &mut [i64]) {
    let days = city.days(kind, group, base, &city.timeline.profile(rhythm), 200);
    city.demand(Line::of(kind, Measure::Demand, group, Pace::Daily), &days, total);
}

/// One company's part: its sales into the pool, and the depot they come from.
fn sell(city: &mut City, kind: Kind, company: usize, (share, tenths_of_days): (i64, i64), demand: &[i64]) {
    let series = series_of(kind, company);
    let own: Vec<i64> = demand.iter().map(|all| part(*all, share) + 1).collect();
    let sold = shares(kind, &own, &city.timeline.cover(series, 100, 6));
    let plan = shares(kind, &own, &city.timeline.ample(series + 1, 300));
    city.supply(kind, company, &plan, &sold);

    let aim = own[0] * tenths_of_days / 10;
    let mut held = aim;
    let (mut received, mut stock) = (Vec::new(), Vec::new());
    for (day, sold_today) in sold.iter().enumerate() {
        // The refinery sends what the last fortnight took, and refills slowly towards the same number of days.
        let fortnight = &sold[day.saturating_sub(13)..=day];
        let mean = fortnight.iter().sum::<i64>() / count(fortnight.len());
        let refill = (mean * tenths_of_days / 10 - held) / 20;
        let share = WHOLE + city.timeline.noise(series + 2, day, 600);
        let arrived = round_up(part((mean + refill).max(0), share), kind.step());
        held += arrived - sold_today;
        received.push(arrived);
        stock.push(held);
    }
    let known = city.timeline.days_ago(1);
    let week = &sold[known.saturating_sub(6)..=known];
    let daily_use = week.iter().sum::<i64>() / count(week.len());
    let shift = round_up(daily_use * tenths_of_days / 10, kind.step()) - stock[known];
    for level in &mut stock {
        *level += shift;
    }
    for (measure, days) in [(Measure::Received, &received), (Measure::Used, &sold), (Measure::Stock, &stock)] {
        city.write(Line::of(kind, measure, company, Pace::Daily), days);
    }
}
