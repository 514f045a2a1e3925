//! Rail and road: who asks for wagons and lorries, and how many come.

use baogong_domain::Measure;

use super::{
    city::{City, Kind, Line, Pace, series_of, shares},
    enterprises::Enterprise,
    registry::Registry,
    timeline::Rhythm,
};

/// The railway loads this share of what is asked for, from so many days ago to so many days ahead.
const RAIL_SHARE: i64 = 9_300;
const RAIL_SHORT_SINCE: usize = 12;
const RAIL_SHORT_UNTIL: usize = 20;

const FREIGHT: Rhythm = Rhythm {
    months: [96, 88, 101, 101, 100, 100, 100, 101, 103, 104, 104, 102],
    saturday: 100,
    sunday: 98,
    holiday: 74,
};

/// Writes all figures of both.
pub(super) fn write(city: &mut City, registry: &Registry) {
    let rail = demand(city, registry, Kind::Rail, 60_000, |e| e.trade.needs.rail);
    let cover = rail_cover(city, registry.rail);
    let loaded = shares(Kind::Rail, &rail, &cover);
    let series = series_of(Kind::Rail, registry.rail) ^ (1 << 50);
    let planned = |(day, share): (usize, &i64)| share + city.timeline.noise(series, day, 30) + 30;
    let planned: Vec<i64> = cover.iter().enumerate().map(planned).collect();
    let plan = shares(Kind::Rail, &rail, &planned);
    city.supply(Kind::Rail, registry.rail, &plan, &loaded);

    let road = demand(city, registry, Kind::Road, 48_000_000, |e| e.trade.needs.road);
    let series = series_of(Kind::Road, registry.road);
    let plan = shares(Kind::Road, &road, &city.timeline.ample(series + 1, 500));
    let moved = shares(Kind::Road, &road, &city.timeline.cover(series, 200, 4));
    city.supply(Kind::Road, registry.road, &plan, &moved);
}

/// Everybody's demand by months, that of the small ones together by days.
fn demand(
    city: &mut City,
    registry: &Registry,
    kind: Kind,
    others: i64,
    need: impl Fn(&Enterprise) -> i64,
) -> Vec<i64> {
    let mut total = vec![0; city.timeline.len()];
    for enterprise in registry.enterprises.iter().filter(|e| need(e) > 0) {
        let days = city.monthly_need(kind, enterprise.party, enterprise.need(need(enterprise)), &FREIGHT);
        city.demand(Line::of(kind, Measure::Demand, enterprise.party, Pace::Monthly), &days, &mut total);
    }
    let other = registry.groups.other;
    let days = city.days(kind, other, others, &city.timeline.profile(&FREIGHT), 500);
    city.demand(Line::of(kind, Measure::Demand, other, Pace::Daily), &days, &mut total);
    total
}

/// What share of the wagons asked for is loaded on each day: as a rule all, sometimes a little less, now too few.
fn rail_cover(city: &City, rail: usize) -> Vec<i64> {
    let timeline = &city.timeline;
    let series = series_of(Kind::Rail, rail);
    let mut cover = timeline.cover(series, 0, 3);
    let short = timeline.days_ago(RAIL_SHORT_SINCE)..timeline.today + RAIL_SHORT_UNTIL;
    for (day, share) in cover.iter_mut().enumerate().filter(|(day, _)| short.contains(day)) {
        *share = RAIL_SHARE + timeline.noise(series, day, 60);
    }
    cover
}
