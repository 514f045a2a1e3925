//! What one party adds to the sums of an item: its own days as a consumer, and what suppliers state for it.

use std::collections::BTreeMap;

use super::layout::Layout;
use crate::{
    figure::Measure,
    ledger::{Cell, ItemBook, Ledger, Series, Tally, is_one_of_many},
    party::{DivisionCode, PartyCode},
    spread::DayValue,
};

type Days = Vec<Option<DayValue>>;

/// A consumer's share.
pub(super) struct Share {
    /// Whether it is a consumer among others.
    pub(super) one_of_many: bool,
    /// Whether something is expected of it by the last judged day; else it has only what a month may show.
    pub(super) counts: bool,
    /// How many of its series matter.
    pub(super) series: u32,
    pub(super) division: Option<DivisionCode>,
    /// Whether the item goes to named consumers.
    pub(super) direct: bool,
    pub(super) cells: Vec<Cell>,
    /// By stretch.
    pub(super) tallies: Vec<Option<Tally>>,
    /// Of the city as one: the demand that it reports.
    pub(super) as_one: Option<Days>,
    /// By supplier: plan and delivered for this consumer.
    pub(super) named: BTreeMap<PartyCode, (Days, Days)>,
}

/// Whether something is expected of the series by the last judged day.
pub(super) fn matters(layout: &Layout, series: &Series) -> bool {
    series.expected_from().is_some_and(|first| first <= layout.last_judged)
}

impl Share {
    pub(super) fn of(book: &ItemBook<'_>, layout: &Layout, consumer: usize, series: &[&Series]) -> Self {
        let ledger = Ledger::new(book, layout.days, |_| false);
        let party = &book.parties[consumer];
        let one_of_many = is_one_of_many(party);
        let mattering = series.iter().filter(|s| matters(layout, s)).count();
        let spreads = ledger.spread_all(series);
        let none = || vec![None; layout.days.len()];
        let mut named: BTreeMap<PartyCode, (Days, Days)> = BTreeMap::new();
        let mut as_one = None;
        for spread in &spreads {
            match (spread.series.measure, spread.series.supplier) {
                (Measure::Plan, Some(supplier)) => {
                    let code = book.parties[supplier].code.clone();
                    named.entry(code).or_insert_with(|| (none(), none())).0.clone_from(&spread.days);
                }
                (Measure::Delivered, Some(supplier)) => {
                    let code = book.parties[supplier].code.clone();
                    named.entry(code).or_insert_with(|| (none(), none())).1.clone_from(&spread.days);
                }
                (Measure::Demand, _) if !one_of_many => as_one = Some(spread.days.clone()),
                _ => {}
            }
        }
        let counts = one_of_many && mattering > 0;
        let cells = if one_of_many { ledger.consumer_cells(&spreads) } else { Vec::new() };
        Self {
            one_of_many,
            counts,
            series: u32::try_from(mattering).unwrap_or(u32::MAX),
            division: party.division.clone(),
            direct: ledger.is_direct(),
            tallies: if one_of_many { layout.tallies(&cells) } else { Vec::new() },
            cells,
            as_one,
            named,
        }
    }
}
