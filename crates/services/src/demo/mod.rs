//! The demo: a synthetic Zhengzhou with its registry and fourteen months of figures. No number and no enterprise in it
//! is real.
//!
//! Pure and deterministic: the same date, seed, items and calendar give the same city, on every machine (whole-number
//! arithmetic only). The stories that it tells are relative to `today`: a cold spell ahead, a mine that stopped, a late
//! reporter, a railway that is slightly short. What was on a past day does not depend on `today`, apart from those
//! stories and from coal and fuel in store, which are reckoned from the first day and levelled to end as the story says.

mod capacity;
mod city;
mod coal;
mod enterprises;
mod fuel;
mod gas;
mod land;
mod places;
mod power;
mod recorded;
mod registry;
mod roster;
mod timeline;
mod trades;
mod transport;

#[cfg(test)]
mod tests;

use baogong_domain::{Calendar, Item, ItemCode, Measure, Party, PartyCode, Period, Quantity};
use chrono::{NaiveDate, NaiveDateTime};

pub(crate) use capacity::capacities;
use city::City;
use registry::Registry;
pub(crate) use roster::{contacts, roster_events};
use timeline::Timeline;

/// Months of history of the demo, the current one included.
const DEMO_MONTHS: u32 = 14;

/// A synthetic city: who is there and what they reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCity {
    /// The registry; each code once.
    pub parties: Vec<Party>,
    /// At most one figure for the same item, measure, parties and period.
    pub figures: Vec<DemoFigure>,
}

/// One figure as its reporter stated it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoFigure {
    /// What it is of.
    pub item: ItemCode,
    /// What it states.
    pub measure: Measure,
    /// Who supplies, for supply-side measures.
    pub supplier: Option<PartyCode>,
    /// Who needs; none for supply into a pool.
    pub consumer: Option<PartyCode>,
    /// Day, month or year.
    pub period: Period,
    /// How much.
    pub quantity: Quantity,
    /// When it was handed in, office time.
    pub recorded_at: NaiveDateTime,
}

/// The demo city as it stands on `today`. Items that `items` does not hold get no figures; in the calendar's peak
/// seasons reports are daily.
pub fn generate(today: NaiveDate, seed: u64, items: &[Item], calendar: &Calendar) -> DemoCity {
    generate_scaled(today, seed, items, calendar, 1, DEMO_MONTHS)
}

/// The same city larger: each enterprise and plant `copies` times (at least once; from the second on with a number in
/// code and names, and the same stories), over `months` of history (at least one, the current month included).
pub fn generate_scaled(
    today: NaiveDate,
    seed: u64,
    items: &[Item],
    calendar: &Calendar,
    copies: u32,
    months: u32,
) -> DemoCity {
    let timeline = Timeline::new(today, seed, calendar, months);
    let registry = Registry::new(&timeline, copies);
    let mut city = City::new(timeline, &registry, items);
    power::write(&mut city, &registry);
    gas::write(&mut city, &registry);
    coal::write(&mut city, &registry);
    fuel::write(&mut city, &registry);
    transport::write(&mut city, &registry);
    land::write(&mut city, &registry);
    let figures = city.into_figures();
    DemoCity { parties: registry.parties, figures }
}
