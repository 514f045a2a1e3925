//! Sums over all parties of an item, from which groups are judged: the city, each division, each supplier.
//!
//! A party's share can be taken out again and put back changed. Amounts are exact, so that what is left is what a new
//! sum would be, to the last digit; and how many parties stand behind each amount is counted, so that what nobody knows
//! any more is unknown again, not zero.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{layout::Layout, share::Share};
use crate::{
    exact::Exact,
    ledger::{Cell, Counted, SupplierDay, Tally, pool_city},
    party::{DivisionCode, PartyCode},
    spread::DayValue,
};

/// Whether a share is put into a sum or taken out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    In,
    Out,
}

impl Turn {
    fn amount(self, sum: &mut Exact, part: &Exact) {
        match self {
            Self::In => *sum += part,
            Self::Out => *sum = &*sum - part,
        }
    }

    pub(super) fn count(self, sum: &mut u32, part: u32) {
        *sum = match self {
            Self::In => sum.saturating_add(part),
            Self::Out => sum.saturating_sub(part),
        };
    }
}

/// A sum of one amount: the sum, of how many known parts, and how many of them come from days' figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Amount(Exact, u32, u32);

impl Default for Amount {
    fn default() -> Self {
        Self(Exact::ZERO, 0, 0)
    }
}

impl Amount {
    fn turn(&mut self, turn: Turn, part: Option<&DayValue>) {
        if let Some(part) = part {
            turn.amount(&mut self.0, &part.amount);
            turn.count(&mut self.1, 1);
            turn.count(&mut self.2, u32::from(!part.whole_month));
        }
    }

    fn value(&self) -> Option<DayValue> {
        (self.1 > 0).then(|| DayValue { amount: self.0.clone(), whole_month: self.2 == 0 })
    }
}

/// A sum of two sides that are both known: demand, supply, of how many parts, and how many come from days' figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sides(Exact, Exact, u32, u32);

impl Default for Sides {
    fn default() -> Self {
        Self(Exact::ZERO, Exact::ZERO, 0, 0)
    }
}

impl Sides {
    fn turn(&mut self, turn: Turn, part: Option<&Counted>) {
        if let Some(part) = part {
            turn.amount(&mut self.0, &part.demand);
            turn.amount(&mut self.1, &part.supply);
            turn.count(&mut self.2, 1);
            turn.count(&mut self.3, u32::from(!part.whole_month));
        }
    }

    fn counted(&self) -> Option<Counted> {
        let Self(demand, supply, known, by_days) = self;
        let counted = || Counted {
            demand: demand.clone(),
            supply: supply.clone(),
            supply_low: supply.clone(),
            whole_month: *by_days == 0,
        };
        (*known > 0).then(counted)
    }
}

/// A sum of gaps: demand, supply, gap, of how many parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Gaps(Exact, Exact, Exact, u32);

impl Default for Gaps {
    fn default() -> Self {
        Self(Exact::ZERO, Exact::ZERO, Exact::ZERO, 0)
    }
}

impl Gaps {
    fn turn(&mut self, turn: Turn, part: Option<&Tally>) {
        if let Some(part) = part {
            turn.amount(&mut self.0, &part.demand);
            turn.amount(&mut self.1, &part.supply);
            turn.amount(&mut self.2, &part.gap);
            turn.count(&mut self.3, 1);
        }
    }

    fn tally(&self) -> Option<Tally> {
        let Self(demand, supply, gap, known) = self;
        let tally =
            || Tally { demand: demand.clone(), supply: supply.clone(), gap: gap.clone(), gap_high: gap.clone() };
        (*known > 0).then(tally)
    }
}

/// One day of a group: demand, supply, both sides, both sides without what consumers say they received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct GroupDay(Amount, Amount, Sides, Sides);

/// The sums of a group of consumers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSums {
    /// Of how many parties something is expected by the last judged day.
    pub(super) members: u32,
    /// Of how many parties these are the sums.
    parties: u32,
    days: Vec<GroupDay>,
    /// Of an item that goes to named consumers: by stretch, the sum of the consumers' own gaps.
    gaps: Vec<Gaps>,
}

impl GroupSums {
    fn turn(&mut self, turn: Turn, share: &Share) {
        turn.count(&mut self.members, u32::from(share.counts));
        turn.count(&mut self.parties, 1);
        if self.parties == 0 {
            *self = Self::default();
            return;
        }
        self.days.resize_with(share.cells.len(), GroupDay::default);
        for (GroupDay(demand, supply, counted, named), cell) in self.days.iter_mut().zip(&share.cells) {
            demand.turn(turn, cell.demand.as_ref());
            supply.turn(turn, cell.supply.as_ref());
            counted.turn(turn, cell.counted.as_ref());
            named.turn(turn, cell.counted_named.as_ref());
        }
        if share.direct {
            self.gaps.resize_with(share.tallies.len(), Gaps::default);
            for (sum, tally) in self.gaps.iter_mut().zip(&share.tallies) {
                sum.turn(turn, tally.as_ref());
            }
        }
    }

    pub(super) fn cells(&self, days: usize) -> Vec<Cell> {
        let cell = |GroupDay(demand, supply, counted, named): &GroupDay| Cell {
            demand: demand.value(),
            supply: supply.value(),
            counted: counted.counted(),
            counted_named: named.counted(),
            ..Cell::default()
        };
        let mut cells: Vec<Cell> = self.days.iter().map(cell).collect();
        cells.resize_with(days, Cell::default);
        cells
    }

    /// Gaps by stretch: of an item that goes to named consumers the sum of their own, else taken on the sums.
    pub(super) fn tallies(&self, layout: &Layout, direct: bool, cells: &[Cell]) -> Vec<Option<Tally>> {
        if !direct {
            return layout.tallies(cells);
        }
        let mut tallies: Vec<Option<Tally>> = self.gaps.iter().map(Gaps::tally).collect();
        tallies.resize_with(layout.stretches.len(), || None);
        tallies
    }
}

/// One day of what a supplier states for named consumers: plan, delivered, supply (delivered where it is known, else
/// planned), and plan against delivered where both are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct NamedDay(Amount, Amount, Amount, Sides);

/// One value of one day: the amount, and whether it comes from a month's figure alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct OneDay(Exact, bool);

impl OneDay {
    fn of(value: Option<&DayValue>) -> Option<Self> {
        value.map(|value| Self(value.amount.clone(), value.whole_month))
    }

    fn value(&self) -> DayValue {
        DayValue { amount: self.0.clone(), whole_month: self.1 }
    }
}

/// What a supplier states: into the pool, and for named consumers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierSums {
    pool_plan: Vec<Option<OneDay>>,
    pool_delivered: Vec<Option<OneDay>>,
    named: Vec<NamedDay>,
}

impl SupplierSums {
    /// Replaces what it states into the pool.
    pub(super) fn set_pool(&mut self, plan: &[Option<DayValue>], delivered: &[Option<DayValue>]) {
        let days = |values: &[Option<DayValue>]| values.iter().map(|value| OneDay::of(value.as_ref())).collect();
        (self.pool_plan, self.pool_delivered) = (days(plan), days(delivered));
    }

    fn turn(&mut self, turn: Turn, plan: &[Option<DayValue>], delivered: &[Option<DayValue>]) {
        self.named.resize_with(plan.len(), NamedDay::default);
        for (day, NamedDay(of_plan, of_delivered, supply, both)) in self.named.iter_mut().enumerate() {
            let (plan, delivered) = (plan[day].as_ref(), delivered[day].as_ref());
            of_plan.turn(turn, plan);
            of_delivered.turn(turn, delivered);
            supply.turn(turn, delivered.or(plan));
            let zero = Exact::ZERO;
            both.turn(turn, Counted::of(plan, delivered, &zero).as_ref());
        }
    }

    fn pool(values: &[Option<OneDay>], day: usize) -> Option<DayValue> {
        values.get(day)?.as_ref().map(OneDay::value)
    }

    /// What it delivered on a day in all: into the pool, else to named consumers.
    pub(super) fn delivered(&self, day: usize) -> Option<Exact> {
        let named = || self.named.get(day).and_then(|named| named.1.value());
        Self::pool(&self.pool_delivered, day).or_else(named).map(|value| value.amount)
    }

    /// Plan and delivered of a day, for the named consumers of whom both are known.
    pub(super) fn kept(&self, day: usize) -> Option<(Exact, Exact)> {
        let both = self.named.get(day)?.3.counted()?;
        Some((both.demand, both.supply))
    }

    fn days(&self, days: usize) -> Vec<SupplierDay> {
        let day = |day: usize| {
            let (plan, delivered) = (Self::pool(&self.pool_plan, day), Self::pool(&self.pool_delivered, day));
            let named = self.named.get(day);
            let of_pool = delivered.clone().or_else(|| plan.clone());
            let pooled = of_pool.is_some();
            let supply = of_pool.or_else(|| named.and_then(|named| named.2.value()));
            let low = supply.as_ref().map_or(Exact::ZERO, |supply| supply.amount.clone());
            let plan = plan.or_else(|| named.and_then(|named| named.0.value()));
            let delivered = delivered.or_else(|| named.and_then(|named| named.1.value()));
            SupplierDay { cell: Cell { plan, delivered, supply, ..Cell::default() }, low, pooled }
        };
        (0..days).map(day).collect()
    }
}

/// What is summed over the whole item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitySums {
    /// How many series matter on the day, whoever's.
    pub(super) series: u32,
    /// All consumers.
    pub(super) group: GroupSums,
    /// The demand that the city as one reports.
    whole_city: Vec<Option<OneDay>>,
}

/// The sums of one item on one day. Of divisions and suppliers only those at hand: all of them, or those of which a
/// changed party is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemSums {
    /// The city's.
    pub city: CitySums,
    /// Each division's.
    pub divisions: BTreeMap<DivisionCode, GroupSums>,
    /// Each supplier's.
    pub suppliers: BTreeMap<PartyCode, SupplierSums>,
}

impl ItemSums {
    /// Puts a party's share in, or takes it out.
    pub(super) fn turn(&mut self, turn: Turn, share: &Share) {
        turn.count(&mut self.city.series, share.series);
        if share.one_of_many {
            self.city.group.turn(turn, share);
            if let Some(division) = &share.division {
                self.divisions.entry(division.clone()).or_default().turn(turn, share);
            }
        }
        if let Some(demand) = &share.as_one {
            let days = demand.iter().map(|value| OneDay::of(value.as_ref()));
            self.city.whole_city = if turn == Turn::In { days.collect() } else { Vec::new() };
        }
        for (supplier, (plan, delivered)) in &share.named {
            self.suppliers.entry(supplier.clone()).or_default().turn(turn, plan, delivered);
        }
    }

    /// The city's days and gaps by stretch.
    pub(super) fn city(&self, layout: &Layout, direct: bool) -> (Vec<Cell>, Vec<Option<Tally>>) {
        let days = layout.days.len();
        let mut cells = self.city.group.cells(days);
        let as_one = |day: usize| self.city.whole_city.get(day)?.as_ref().map(OneDay::value);
        if direct {
            for (day, cell) in cells.iter_mut().enumerate() {
                cell.demand = as_one(day).or(cell.demand.take());
            }
        } else {
            let suppliers: Vec<Vec<SupplierDay>> = self.suppliers.values().map(|s| s.days(days)).collect();
            pool_city(&mut cells, &suppliers, as_one);
        }
        let tallies = self.city.group.tallies(layout, direct, &cells);
        (cells, tallies)
    }
}
