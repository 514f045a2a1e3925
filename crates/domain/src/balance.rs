//! Balances: demand against supply of one item, for one scope, period by period (design rules 1 to 9).

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use chrono::NaiveDate;

use crate::{
    exact::{Exact, add_known},
    figure::Measure,
    item::Nature,
    ledger::{
        Basis, Cell, CityPool, ItemBook, Known, Ledger, Scope, Series, Spread, Tally, add_cells, by_consumer,
        by_supplier, is_one_of_many, whole_city_demand,
    },
    level::Level,
    party::{Party, PartyCode},
    period::{DayRange, Period},
    rule::RuleBook,
    spread::{DayValue, last_stock},
};

/// How much of a supply is known and how much is only planned. The two add up to the supply, to the last digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composition {
    /// Delivered by suppliers or received by consumers.
    pub reported: Exact,
    /// Planned, where nothing is reported.
    pub planned: Exact,
    /// Suppliers whose report is overdue and whose plan is taken (rule 9), by code.
    pub late: Vec<PartyCode>,
}

/// One period of a balance. Amounts are exact, in the item's unit; `None` is unknown, never zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    /// The period.
    pub period: Period,
    /// All demand that is known.
    pub demand: Option<Exact>,
    /// All plans that are known.
    pub plan: Option<Exact>,
    /// All deliveries that are known.
    pub delivered: Option<Exact>,
    /// What consumers say they received.
    pub received: Option<Exact>,
    /// What consumers used.
    pub used: Option<Exact>,
    /// Stocks at the end of the period, summed over parties.
    pub stock: Option<Exact>,
    /// Supply as rules 3 and 4 take it.
    pub supply: Option<Exact>,
    /// What the supply is made of; `None` where it is unknown.
    pub composition: Option<Composition>,
    /// The demand of those consumers and days over which the gap is taken.
    pub counted_demand: Option<Exact>,
    /// The supply that the gap is taken against.
    pub counted_supply: Option<Exact>,
    /// How much is missing.
    pub gap: Option<Exact>,
    /// Gap ÷ counted demand.
    pub gap_ratio: Option<Exact>,
    /// The level of the gap; `None` also where nothing is short.
    pub level: Option<Level>,
    /// The gap if suppliers that are late with their report delivered nothing.
    pub gap_high: Option<Exact>,
    /// The level of that gap.
    pub level_high: Option<Level>,
    /// Whether days are missing in one of the columns.
    pub partial: bool,
    /// Consumers that could not be counted.
    pub unknown: Vec<PartyCode>,
}

impl BalanceRow {
    /// Delivered ÷ plan, or for an item with 请车满足率 delivered ÷ demand: see [`BalanceRow::fulfilment_base`].
    pub fn fulfilment(&self, rail: bool) -> Option<Exact> {
        Exact::ratio(self.delivered.as_ref()?, self.fulfilment_base(rail)?)
    }

    /// What fulfilment is measured against: the plan, for rail the wagons asked for.
    pub const fn fulfilment_base(&self, rail: bool) -> Option<&Exact> {
        if rail { self.demand.as_ref() } else { self.plan.as_ref() }
    }
}

/// The balance of an item over a scope, one row for each of the consecutive `periods`.
///
/// `overdue` says for a day whether the deadline of its reports has passed (rule 9).
pub fn balance_rows(
    book: &ItemBook<'_>,
    scope: &Scope,
    periods: &[Period],
    rules: &RuleBook,
    overdue: impl Fn(NaiveDate) -> bool,
) -> Vec<BalanceRow> {
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Vec::new() };
    let range = DayRange { first: first.first_day(), last: last.last_day() };
    let spans = periods.iter().map(|period| period.days()).collect();
    let mut sheet = Sheet::new(Ledger::new(book, range, overdue), book, periods, spans, range);
    sheet.scope(scope);
    sheet.rows(rules)
}

/// The balance of an item over a scope and any run of days, as one row, which bears the last day as its period; and the
/// days that its columns show: all of a flow, the worst of a peak, the last of a quota (rule 2).
pub fn balance_over(
    book: &ItemBook<'_>,
    scope: &Scope,
    days: DayRange,
    rules: &RuleBook,
    overdue: impl Fn(NaiveDate) -> bool,
) -> (BalanceRow, DayRange) {
    let last = Period::day(days.last);
    let mut sheet = Sheet::new(Ledger::new(book, days, overdue), book, std::slice::from_ref(&last), vec![days], days);
    sheet.scope(scope);
    sheet.sum_up();
    let row = sheet.row(0, last, rules);
    let day = |place: usize| days.iter().nth(place).unwrap_or(days.last);
    let shown = sheet.shown_days(days);
    (row, DayRange { first: day(shown.start), last: day(shown.end - 1) })
}

/// One row of a group of consumers whose series the caller has at hand: the same as that of their scope, without
/// searching the book for them.
pub(crate) fn group_row<'b>(
    book: &'b ItemBook<'b>,
    group: &BTreeMap<usize, Vec<&'b Series>>,
    period: Period,
    rules: &RuleBook,
) -> Option<BalanceRow> {
    let (periods, range) = ([period], period.days());
    let mut sheet = Sheet::new(Ledger::new(book, range, |_| false), book, &periods, vec![range], range);
    sheet.consumers(group);
    sheet.rows(rules).pop()
}

/// Working state: the scope's days, summed, and by period or stretch what cannot be summed.
struct Sheet<'b> {
    ledger: Ledger<'b>,
    book: &'b ItemBook<'b>,
    periods: &'b [Period],
    /// The days of each period.
    spans: Vec<DayRange>,
    range: DayRange,
    cells: Vec<Cell>,
    /// The days over which a gap is taken as one: a flow's periods, else the single days.
    stretches: Vec<Range<usize>>,
    /// By stretch. Of a direct item the sum of the consumers' own, one by one; of a pool taken when all are summed.
    tallies: Vec<Option<Tally>>,
    stocks: Vec<Option<Exact>>,
    partial: Vec<bool>,
    members: Vec<Member>,
    basis: Option<Vec<Basis>>,
}

struct Member {
    code: PartyCode,
    expected_from: Option<NaiveDate>,
    known: Vec<Known>,
}

impl<'b> Sheet<'b> {
    fn new(
        ledger: Ledger<'b>,
        book: &'b ItemBook<'b>,
        periods: &'b [Period],
        spans: Vec<DayRange>,
        range: DayRange,
    ) -> Self {
        let stretches: Vec<_> = match book.item.nature {
            Nature::Flow => spans.iter().map(|span| places(range, *span)).collect(),
            Nature::Peak | Nature::Quota => (0..range.len()).map(|day| day..day + 1).collect(),
        };
        Self {
            ledger,
            book,
            periods,
            spans,
            range,
            cells: vec![Cell::default(); range.len()],
            tallies: vec![None; stretches.len()],
            stretches,
            stocks: vec![None; periods.len()],
            partial: vec![false; periods.len()],
            members: Vec::new(),
            basis: None,
        }
    }

    fn scope(&mut self, scope: &Scope) {
        match scope {
            Scope::City => self.city(),
            Scope::Division(division) => {
                let inside = |p: &Party| is_one_of_many(p) && p.division.as_ref() == Some(division);
                self.consumers(&by_consumer(self.book, inside));
            }
            Scope::Party(code) => self.party(|p| p.code == *code),
        }
    }

    fn city(&mut self) {
        self.consumers(&by_consumer(self.book, is_one_of_many));
        let whole_city = if self.ledger.is_direct() {
            let spreads = self.ledger.spread_all(&whole_city_demand(self.book));
            for (day, cell) in self.cells.iter_mut().enumerate() {
                let as_one: Option<DayValue> = spreads.iter().find_map(|s| s.days[day].clone());
                cell.demand = as_one.or(cell.demand.take());
            }
            spreads
        } else {
            let CityPool { cells, basis, spreads } = self.ledger.city_pool_cells(std::mem::take(&mut self.cells));
            (self.cells, self.basis) = (cells, Some(basis));
            spreads
        };
        self.mark_partial(&whole_city);
    }

    fn consumers(&mut self, group: &BTreeMap<usize, Vec<&'b Series>>) {
        for (party, series) in group {
            let spreads = self.ledger.spread_all(series);
            let cells = self.ledger.consumer_cells(&spreads);
            self.mark_partial(&spreads);
            self.add_stock(series);
            if self.ledger.is_direct() {
                for (tally, stretch) in self.tallies.iter_mut().zip(&self.stretches) {
                    Tally::add(tally, Tally::of(&cells[stretch.clone()]).as_ref());
                }
            }
            self.members.push(Member {
                code: self.book.parties[*party].code.clone(),
                expected_from: series.iter().filter_map(|s| s.expected_from()).min(),
                known: cells.iter().map(Known::of).collect(),
            });
            add_cells(&mut self.cells, &cells);
        }
    }

    /// One party: a consumer where it needs the item, else a supplier, which may hold a stock of its own.
    fn party(&mut self, own: impl Fn(&Party) -> bool) {
        let needs = by_consumer(self.book, &own);
        let supplies = by_supplier(self.book, &own);
        let demands = needs.values().flatten().any(|series| series.measure == Measure::Demand);
        if demands || supplies.is_empty() {
            return self.consumers(&needs);
        }
        for series in supplies.values() {
            let (spreads, days) = self.ledger.supplier_cells(series);
            self.mark_partial(&spreads);
            self.cells = days.into_iter().map(|day| day.cell).collect();
        }
        for series in needs.values() {
            let spreads = self.ledger.spread_all(series);
            self.mark_partial(&spreads);
            self.add_stock(series);
            for (cell, of_consumer) in self.cells.iter_mut().zip(self.ledger.consumer_cells(&spreads)) {
                (cell.received, cell.used) = (of_consumer.received, of_consumer.used);
            }
        }
    }

    fn mark_partial(&mut self, spreads: &[Spread<'_>]) {
        if self.book.item.nature == Nature::Quota {
            return;
        }
        for spread in spreads {
            for (partial, span) in self.partial.iter_mut().zip(&self.spans) {
                let days = &spread.days[places(self.range, *span)];
                let known = days.iter().filter(|d| d.is_some()).count();
                *partial |= known > 0 && known < days.len();
            }
        }
    }

    fn add_stock(&mut self, series: &[&Series]) {
        for stock in series.iter().filter(|s| s.measure == Measure::Stock) {
            for (total, span) in self.stocks.iter_mut().zip(&self.spans) {
                add_known(total, last_stock(&stock.figures, *span).map(|(_, q)| q.into()).as_ref());
            }
        }
    }

    fn rows(mut self, rules: &RuleBook) -> Vec<BalanceRow> {
        self.sum_up();
        let row = |(index, period): (usize, &Period)| self.row(index, *period, rules);
        self.periods.iter().enumerate().map(row).collect()
    }

    /// Of a pool the gap is taken when all are summed.
    fn sum_up(&mut self) {
        if !self.ledger.is_direct() {
            self.tallies = self.stretches.iter().map(|stretch| Tally::of(&self.cells[stretch.clone()])).collect();
        }
    }

    fn row(&self, index: usize, period: Period, rules: &RuleBook) -> BalanceRow {
        let days = self.shown_days(self.spans[index]);
        let cells = &self.cells[days.clone()];
        let tally = match self.book.item.nature {
            Nature::Flow => self.tallies[index].clone(),
            Nature::Peak | Nature::Quota => self.tallies[days.start].clone(),
        };
        let column = |pick: fn(&Cell) -> Option<&DayValue>| {
            let mut total = None;
            for cell in cells {
                add_known(&mut total, pick(cell).map(|v| &v.amount));
            }
            total
        };
        let rule = rules.rule(&self.book.item.code, period.last_day());
        let level = |gap: &Exact, demand: &Exact| rule.and_then(|r| r.gap.level(gap, demand));
        let counts =
            |known: &[Known]| days.clone().any(|day| known[day].counts(self.basis.as_ref().map(|basis| basis[day])));
        let expected = |m: &Member| m.expected_from.is_some_and(|first| first <= period.last_day());
        let silent = |m: &&Member| expected(m) && !counts(&m.known);
        let supply = column(|c| c.supply.as_ref());
        BalanceRow {
            period,
            demand: column(|c| c.demand.as_ref()),
            plan: column(|c| c.plan.as_ref()),
            delivered: column(|c| c.delivered.as_ref()),
            received: column(|c| c.received.as_ref()),
            used: column(|c| c.used.as_ref()),
            composition: supply.as_ref().map(|supply| self.composition(cells, supply)),
            supply,
            stock: self.stocks[index].clone(),
            gap_ratio: tally.as_ref().and_then(|t| Exact::ratio(&t.gap, &t.demand)),
            level: tally.as_ref().and_then(|t| level(&t.gap, &t.demand)),
            level_high: tally.as_ref().and_then(|t| level(&t.gap_high, &t.demand)),
            gap_high: tally.as_ref().map(|t| t.gap_high.clone()),
            counted_demand: tally.as_ref().map(|t| t.demand.clone()),
            counted_supply: tally.as_ref().map(|t| t.supply.clone()),
            gap: tally.map(|t| t.gap),
            partial: self.partial[index],
            unknown: self.members.iter().filter(silent).map(|m| m.code.clone()).collect(),
        }
    }

    fn composition(&self, cells: &[Cell], supply: &Exact) -> Composition {
        let reported: Exact = cells.iter().map(|cell| &cell.reported).sum();
        let late: BTreeSet<usize> = cells.iter().flat_map(|cell| cell.late.iter().copied()).collect();
        let mut late: Vec<PartyCode> = late.into_iter().map(|place| self.book.parties[place].code.clone()).collect();
        late.sort();
        Composition { planned: supply - &reported, reported, late }
    }

    /// The days whose columns a row shows: all of a flow, the worst of a peak, the last of a quota (rule 2).
    fn shown_days(&self, span: DayRange) -> Range<usize> {
        let days = places(self.range, span);
        match self.book.item.nature {
            Nature::Flow => days,
            Nature::Quota => days.end - 1..days.end,
            Nature::Peak => {
                let worst = peak_day(&self.cells, &self.tallies, days);
                worst..worst + 1
            }
        }
    }
}

/// The day whose columns a peak's longer period shows (rule 2).
pub(crate) fn peak_day(cells: &[Cell], tallies: &[Option<Tally>], days: Range<usize>) -> usize {
    let size = |day: usize| {
        let gap = tallies[day].as_ref().map(|t| &t.gap);
        (gap, cells[day].demand.as_ref().map(|d| &d.amount), cells[day].supply.is_some())
    };
    // Of equal days the first, so that the answer does not depend on chance; but one with something on it.
    let first = days.start;
    days.rev().max_by_key(|day| size(*day)).unwrap_or(first)
}

pub(crate) fn positions(range: DayRange, period: Period) -> Range<usize> {
    places(range, period.days())
}

/// Where days lie in a range that holds them.
fn places(range: DayRange, days: DayRange) -> Range<usize> {
    let at = |day| range.position(day).unwrap_or(0);
    at(days.first)..at(days.last) + 1
}
