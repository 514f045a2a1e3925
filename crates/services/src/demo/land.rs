//! Land quota: projects ask for theirs over the year, the land supply plans the year and delivers by months.

use baogong_domain::{Grain, Measure, Period, period::plus_days};
use chrono::{Datelike, NaiveDate};

use super::{
    city::{City, Kind, Line, Pace},
    registry::Registry,
    timeline::{WHOLE, part, round_up},
};

/// How many enterprises have a project each year.
const PROJECTS: usize = 20;
/// Every so many-th asks for the whole year, the others for a month.
const YEARLY: usize = 5;
/// What has been delivered so far this year, of what will have been asked for in two weeks.
const DELIVERED: i64 = 9_850;

/// One project: who, from which month on (0: the whole year), how much.
struct Project {
    party: usize,
    month: u32,
    area: i64,
}

/// Writes all figures of land, whole years.
pub(super) fn write(city: &mut City, registry: &Registry) {
    let (first, last) = (city.timeline.date(0), city.timeline.date(city.timeline.len() - 1));
    let today = city.timeline.date(city.timeline.today);
    for year in Period::between(first, last, Grain::Year) {
        let projects = projects(city, registry, year.first_day().year());
        write_demand(city, &projects, year, last);
        write_supply(city, registry.land, &projects, year, today);
    }
}

fn projects(city: &City, registry: &Registry, year: i32) -> Vec<Project> {
    let salt = u64::from(year.unsigned_abs());
    let enterprises = &registry.enterprises;
    let project = |index: usize| {
        let lot = |trait_of: u64, spread: i64| {
            city.timeline.lot(salt << 20 | trait_of << 12 | u64::try_from(index).unwrap_or(0), spread)
        };
        let place =
            (index * enterprises.len() / PROJECTS + usize::try_from(lot(1, 7) + 7).unwrap_or(0)) % enterprises.len();
        // Spread over the months, so that no single one weighs too much.
        let month = if index.is_multiple_of(YEARLY) { 0 } else { u32::try_from(index * 7 % 12 + 1).unwrap_or(1) };
        let area = round_up(170_000 + lot(2, 110_000), Kind::Land.step());
        Project { party: enterprises[place].party, month, area }
    };
    (0..PROJECTS).map(project).collect()
}

/// What has been asked for up to a month of the year.
fn asked(projects: &[Project], month: u32) -> i64 {
    projects.iter().filter(|p| p.month <= month).map(|p| p.area).sum()
}

fn write_demand(city: &mut City, projects: &[Project], year: Period, last: NaiveDate) {
    for project in projects {
        let line = Line::of(Kind::Land, Measure::Demand, project.party, Pace::Monthly);
        let first = NaiveDate::from_ymd_opt(year.first_day().year(), project.month.max(1), 1);
        match first {
            Some(_) if project.month == 0 => city.push(line, year, project.area),
            Some(first) if first <= last => city.push(line, Period::containing(first, Grain::Month), project.area),
            _ => {}
        }
    }
}

/// The year's plan, quota and 增减挂钩 together, and each ended month's delivery, a month ahead of demand; what is
/// delivered by now is a trifle less.
fn write_supply(city: &mut City, land: usize, projects: &[Project], year: Period, today: NaiveDate) {
    let line = |measure| Line::from(Kind::Land, measure, land, None, Pace::Monthly);
    city.push(line(Measure::Plan), year, part(asked(projects, 12), WHOLE + 200));
    let mut delivered = 0;
    for month in Period::between(year.first_day(), year.last_day(), Grain::Month) {
        let number = month.first_day().month();
        let next = plus_days(month.last_day(), 1);
        if next > today {
            break;
        }
        let is_last_ended = plus_days(Period::containing(next, Grain::Month).last_day(), 1) > today;
        let until = if is_last_ended {
            let soon = plus_days(today, 14);
            let asked_soon =
                if soon.year() == today.year() { asked(projects, soon.month()) } else { asked(projects, 12) };
            part(asked_soon, DELIVERED)
        } else {
            asked(projects, number + 1)
        };
        let amount = round_up((until - delivered).max(0), Kind::Land.step());
        delivered += amount;
        city.push(line(Measure::Delivered), month, amount);
    }
}
