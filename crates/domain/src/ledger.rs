//! One item's figures laid out by scope and day: who needs what, who supplies whom, and over what a gap may be taken
//! (design rules 3 to 7). Balances and evaluations both read from here, so that they can never disagree.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

use chrono::NaiveDate;

use crate::{
    exact::Exact,
    figure::Measure,
    item::{Item, Route},
    party::{DivisionCode, Party, PartyCode, PartyKind},
    period::{DayRange, Period},
    quantity::Quantity,
    spread::{DayValue, spread},
};

/// Whose balance: the whole city, one division or one party.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// `city`
    City,
    /// `division:410181`
    Division(DivisionCode),
    /// `party:CODE`
    Party(PartyCode),
}

/// A text is not a [`Scope`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("范围写法不对 / not a scope; write city, division:410181 or party:CODE")]
pub struct ScopeError;

impl FromStr for Scope {
    type Err = ScopeError;

    fn from_str(text: &str) -> Result<Self, ScopeError> {
        if text == "city" {
            return Ok(Self::City);
        }
        match text.split_once(':') {
            Some(("division", code)) => DivisionCode::parse(code).map(Self::Division).map_err(|_| ScopeError),
            Some(("party", code)) => PartyCode::parse(code).map(Self::Party).map_err(|_| ScopeError),
            _ => Err(ScopeError),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::City => f.write_str("city"),
            Self::Division(code) => write!(f, "division:{code}"),
            Self::Party(code) => write!(f, "party:{code}"),
        }
    }
}

/// All figures of one item, measure, supplier and consumer that a computation may need.
#[derive(Clone, Debug)]
pub struct Series {
    /// What they state.
    pub measure: Measure,
    /// Index of the supplier in the book's parties.
    pub supplier: Option<usize>,
    /// Index of the consumer in the book's parties.
    pub consumer: Option<usize>,
    /// The figures, in any order, at most one a period.
    pub figures: Vec<(Period, Quantity)>,
    /// Last day of the earliest period ever reported, also outside `figures`: since then its silence means unknown.
    pub since: Option<NaiveDate>,
}

impl Series {
    /// The day from which its silence means unknown: of a period that has not ended its first day.
    pub(crate) fn expected_from(&self) -> Option<NaiveDate> {
        self.figures.iter().map(|(period, _)| period.first_day()).chain(self.since).min()
    }
}

/// One item with its series.
#[derive(Clone, Debug)]
pub struct ItemBook<'a> {
    /// The item.
    pub item: &'a Item,
    /// The registry; series point into it.
    pub parties: &'a [Party],
    /// In any order.
    pub series: Vec<Series>,
}

/// Demand and supply over which a gap may be taken: both sides known.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub(crate) demand: Exact,
    pub(crate) supply: Exact,
    /// Supply where suppliers that are late with their report delivered nothing.
    pub(crate) supply_low: Exact,
    /// Whether both sides come from months' figures alone.
    pub(crate) whole_month: bool,
}

impl Counted {
    /// Both sides of one day, where both are known.
    pub(crate) fn of(demand: Option<&DayValue>, supply: Option<&DayValue>, supply_low: &Exact) -> Option<Self> {
        let (demand, supply) = demand.zip(supply)?;
        Some(Self {
            demand: demand.amount.clone(),
            supply: supply.amount.clone(),
            supply_low: supply_low.clone(),
            whole_month: demand.whole_month && supply.whole_month,
        })
    }

    fn add(total: &mut Option<Self>, part: Option<&Self>) {
        match (total.as_mut(), part) {
            (Some(total), Some(part)) => {
                total.demand += &part.demand;
                total.supply += &part.supply;
                total.supply_low += &part.supply_low;
                total.whole_month &= part.whole_month;
            }
            (None, Some(part)) => *total = Some(part.clone()),
            (_, None) => {}
        }
    }
}

/// What is known of one scope on one day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) demand: Option<DayValue>,
    pub(crate) plan: Option<DayValue>,
    pub(crate) delivered: Option<DayValue>,
    pub(crate) received: Option<DayValue>,
    pub(crate) used: Option<DayValue>,
    pub(crate) supply: Option<DayValue>,
    /// How much of the supply was delivered or received; the rest is planned (rule 9).
    pub(crate) reported: Exact,
    /// Suppliers that are late with their report and taken at their plan (rule 9), by place among the parties.
    pub(crate) late: BTreeSet<usize>,
    pub(crate) counted: Option<Counted>,
    /// As `counted`, without what the consumer says it received: the city's view of a pool (rule 4).
    pub(crate) counted_named: Option<Counted>,
}

impl Cell {
    fn add(&mut self, other: &Self) {
        DayValue::add(&mut self.demand, other.demand.as_ref());
        DayValue::add(&mut self.plan, other.plan.as_ref());
        DayValue::add(&mut self.delivered, other.delivered.as_ref());
        DayValue::add(&mut self.received, other.received.as_ref());
        DayValue::add(&mut self.used, other.used.as_ref());
        DayValue::add(&mut self.supply, other.supply.as_ref());
        self.reported += &other.reported;
        self.late.extend(&other.late);
        Counted::add(&mut self.counted, other.counted.as_ref());
        Counted::add(&mut self.counted_named, other.counted_named.as_ref());
    }

    /// Whether both sides, as far as they are counted, come from months' figures alone.
    pub(crate) fn whole_month(&self) -> bool {
        self.counted.as_ref().is_some_and(|counted| counted.whole_month)
    }
}

/// Demand, supply and gap over some days, taken where both sides are known.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    pub(crate) demand: Exact,
    pub(crate) supply: Exact,
    pub(crate) gap: Exact,
    pub(crate) gap_high: Exact,
}

impl Tally {
    /// Sums the days first, then takes the gap (rule 7); `None` where no day counts.
    pub(crate) fn of(cells: &[Cell]) -> Option<Self> {
        let mut sum = None;
        for cell in cells {
            Counted::add(&mut sum, cell.counted.as_ref());
        }
        sum.map(|Counted { demand, supply, supply_low, .. }| Self {
            gap: (&demand - &supply).or_zero(),
            gap_high: (&demand - &supply_low).or_zero(),
            demand,
            supply,
        })
    }

    /// Adds another consumer's gap: of a direct item gaps are added, a surplus never fills one.
    pub(crate) fn add(total: &mut Option<Self>, part: Option<&Self>) {
        match (total.as_mut(), part) {
            (Some(total), Some(part)) => {
                total.demand += &part.demand;
                total.supply += &part.supply;
                total.gap += &part.gap;
                total.gap_high += &part.gap_high;
            }
            (None, Some(part)) => *total = Some(part.clone()),
            (_, None) => {}
        }
    }
}

/// A series with its value on each day of the ledger's range.
pub(crate) struct Spread<'b> {
    pub(crate) series: &'b Series,
    pub(crate) days: Vec<Option<DayValue>>,
}

/// A supplier's plan for somebody and its delivery to the same.
struct Pair<'s> {
    supplier: Option<usize>,
    plan: Option<&'s [Option<DayValue>]>,
    delivered: Option<&'s [Option<DayValue>]>,
}

impl<'s> Pair<'s> {
    fn of(spreads: &'s [Spread<'_>]) -> Vec<Self> {
        let mut pairs: BTreeMap<(Option<usize>, Option<usize>), Self> = BTreeMap::new();
        for spread in spreads.iter().filter(|s| s.series.measure.is_supply_side()) {
            let named = (spread.series.supplier, spread.series.consumer);
            let pair = pairs.entry(named).or_insert(Self { supplier: named.0, plan: None, delivered: None });
            let slot = if spread.series.measure == Measure::Plan { &mut pair.plan } else { &mut pair.delivered };
            *slot = Some(&spread.days);
        }
        pairs.into_values().collect()
    }
}

/// What suppliers supply on one day.
#[derive(Default)]
struct Supplied {
    total: Option<DayValue>,
    /// The same where late suppliers delivered nothing.
    low: Exact,
    /// How much of it is delivered or received.
    reported: Exact,
    /// Suppliers that are late and taken at their plan.
    late: BTreeSet<usize>,
}

impl Supplied {
    /// What the consumer says it received stands for all that was sent to it (rule 3).
    fn received(received: &DayValue) -> Self {
        let amount = &received.amount;
        Self { total: Some(received.clone()), low: amount.clone(), reported: amount.clone(), late: BTreeSet::new() }
    }
}

/// Series by consumer, of the chosen parties.
pub(crate) fn by_consumer<'b>(
    book: &'b ItemBook<'_>,
    chosen: impl Fn(&Party) -> bool,
) -> BTreeMap<usize, Vec<&'b Series>> {
    by_party(book, |series| series.consumer, chosen)
}

/// Series by supplier, of the chosen parties.
pub(crate) fn by_supplier<'b>(
    book: &'b ItemBook<'_>,
    chosen: impl Fn(&Party) -> bool,
) -> BTreeMap<usize, Vec<&'b Series>> {
    by_party(book, |series| series.supplier, chosen)
}

fn by_party<'b>(
    book: &'b ItemBook<'_>,
    side: impl Fn(&Series) -> Option<usize>,
    chosen: impl Fn(&Party) -> bool,
) -> BTreeMap<usize, Vec<&'b Series>> {
    let mut grouped: BTreeMap<usize, Vec<&Series>> = BTreeMap::new();
    for series in &book.series {
        if let Some(party) = side(series).filter(|party| chosen(&book.parties[*party])) {
            grouped.entry(party).or_default().push(series);
        }
    }
    grouped
}

/// Whether it is a consumer among others: the city as one is not added to those whose sum it is (rule 6).
pub(crate) fn is_one_of_many(party: &Party) -> bool {
    party.kind != PartyKind::WholeCity
}

/// The demand that the city as one reports (rule 6).
pub(crate) fn whole_city_demand<'b>(book: &'b ItemBook<'_>) -> Vec<&'b Series> {
    let whole =
        |s: &&Series| s.measure == Measure::Demand && s.consumer.is_some_and(|c| !is_one_of_many(&book.parties[c]));
    book.series.iter().filter(whole).collect()
}

/// One supplier on one day.
pub(crate) struct SupplierDay {
    pub(crate) cell: Cell,
    pub(crate) low: Exact,
    /// Whether it has a figure into the pool.
    pub(crate) pooled: bool,
}

/// Lays out the figures of one item over a range of days.
pub(crate) struct Ledger<'b> {
    book: &'b ItemBook<'b>,
    range: DayRange,
    /// By day of the range: whether a supplier's missing report is overdue.
    overdue: Vec<bool>,
}

impl<'b> Ledger<'b> {
    pub(crate) fn new(book: &'b ItemBook<'b>, range: DayRange, overdue: impl Fn(NaiveDate) -> bool) -> Self {
        Self { book, range, overdue: range.iter().map(overdue).collect() }
    }

    pub(crate) fn spread_all(&self, series: &[&'b Series]) -> Vec<Spread<'b>> {
        let flowing = series.iter().filter(|s| s.measure != Measure::Stock);
        flowing
            .map(|series| Spread { series, days: spread(self.book.item.nature, &series.figures, self.range) })
            .collect()
    }

    /// One consumer's days from its own series (rule 3).
    pub(crate) fn consumer_cells(&self, spreads: &[Spread<'_>]) -> Vec<Cell> {
        let pairs = Pair::of(spreads);
        (0..self.range.len()).map(|day| self.consumer_cell(spreads, &pairs, day)).collect()
    }

    fn consumer_cell(&self, spreads: &[Spread<'_>], pairs: &[Pair<'_>], day: usize) -> Cell {
        let mut cell = Cell::default();
        for spread in spreads {
            let slot = match spread.series.measure {
                Measure::Demand => &mut cell.demand,
                Measure::Plan => &mut cell.plan,
                Measure::Delivered => &mut cell.delivered,
                Measure::Received => &mut cell.received,
                Measure::Used => &mut cell.used,
                Measure::Stock => continue,
            };
            DayValue::add(slot, spread.days[day].as_ref());
        }
        let named = self.supply_by_supplier(pairs, day);
        cell.counted_named = Counted::of(cell.demand.as_ref(), named.total.as_ref(), &named.low);
        let supplied = cell.received.as_ref().map_or(named, Supplied::received);
        cell.counted = Counted::of(cell.demand.as_ref(), supplied.total.as_ref(), &supplied.low);
        (cell.supply, cell.reported, cell.late) = (supplied.total, supplied.reported, supplied.late);
        cell
    }

    /// Sum over suppliers of what each delivered, else planned.
    fn supply_by_supplier(&self, pairs: &[Pair<'_>], day: usize) -> Supplied {
        let mut supplied = Supplied::default();
        for pair in pairs {
            let delivered = pair.delivered.and_then(|days| days[day].as_ref());
            let value = delivered.or_else(|| pair.plan.and_then(|days| days[day].as_ref()));
            DayValue::add(&mut supplied.total, value);
            let Some(value) = value else { continue };
            if delivered.is_some() {
                supplied.reported += &value.amount;
            }
            if delivered.is_some() || !self.overdue[day] {
                supplied.low += &value.amount;
            } else if value.amount.is_positive() {
                supplied.late.extend(pair.supplier);
            }
        }
        supplied
    }

    /// A supplier's own days: its figures without consumer, and only where there are none the sum of those that name
    /// one (rule 4). Demand stays unknown (rule 5). The flag says whether the day has a figure into the pool.
    pub(crate) fn supplier_cells(&self, own: &[&'b Series]) -> (Vec<Spread<'b>>, Vec<SupplierDay>) {
        let (pool, named): (Vec<&Series>, Vec<&Series>) = own.iter().partition(|s| s.consumer.is_none());
        let (mut pool, mut named) = (self.spread_all(&pool), self.spread_all(&named));
        let (pool_pairs, named_pairs) = (Pair::of(&pool), Pair::of(&named));
        let days = (0..self.range.len())
            .map(|day| {
                let column = |spreads: &[Spread<'_>], measure| {
                    let mut total = None;
                    for spread in spreads.iter().filter(|s| s.series.measure == measure) {
                        DayValue::add(&mut total, spread.days[day].as_ref());
                    }
                    total
                };
                let either = |measure| column(&pool, measure).or_else(|| column(&named, measure));
                let of_pool = self.supply_by_supplier(&pool_pairs, day);
                let pooled = of_pool.total.is_some();
                let supplied = if pooled { of_pool } else { self.supply_by_supplier(&named_pairs, day) };
                let cell = Cell {
                    plan: either(Measure::Plan),
                    delivered: either(Measure::Delivered),
                    supply: supplied.total,
                    reported: supplied.reported,
                    late: supplied.late,
                    ..Cell::default()
                };
                SupplierDay { cell, low: supplied.low, pooled }
            })
            .collect();
        pool.append(&mut named);
        (pool, days)
    }

    /// The city's days of a pool item (rules 4 and 6), from the sum of its consumers' days.
    pub(crate) fn city_pool_cells(&self, mut city: Vec<Cell>) -> CityPool<'b> {
        let (mut spreads, mut suppliers) = (Vec::new(), Vec::new());
        for own in by_supplier(self.book, |_| true).into_values() {
            let (own_spreads, days) = self.supplier_cells(&own);
            spreads.extend(own_spreads);
            suppliers.push(days);
        }
        let whole_city = self.spread_all(&whole_city_demand(self.book));
        let basis = pool_city(&mut city, &suppliers, |day| whole_city.iter().find_map(|s| s.days[day].clone()));
        spreads.extend(whole_city);
        CityPool { cells: city, basis, spreads }
    }

    /// Whether the item's supply goes to named consumers.
    pub(crate) fn is_direct(&self) -> bool {
        self.book.item.route == Route::Direct
    }
}

/// Turns the sum of the consumers' days into the city's of a pool item: its suppliers' supply against the demand that
/// the city as one reports, else that of all. Over what the gap is taken, by day.
pub(crate) fn pool_city(
    city: &mut [Cell],
    suppliers: &[Vec<SupplierDay>],
    as_one: impl Fn(usize) -> Option<DayValue>,
) -> Vec<Basis> {
    let mut basis = Vec::with_capacity(city.len());
    for (day, cell) in city.iter_mut().enumerate() {
        (cell.plan, cell.delivered, cell.supply) = (None, None, None);
        (cell.reported, cell.late) = (Exact::ZERO, BTreeSet::new());
        let (mut low, mut pooled) = (Exact::ZERO, false);
        for SupplierDay { cell: own, low: own_low, pooled: own_pool } in suppliers.iter().map(|days| &days[day]) {
            DayValue::add(&mut cell.plan, own.plan.as_ref());
            DayValue::add(&mut cell.delivered, own.delivered.as_ref());
            DayValue::add(&mut cell.supply, own.supply.as_ref());
            cell.reported += &own.reported;
            cell.late.extend(&own.late);
            low += own_low;
            pooled |= own_pool;
        }
        let as_one = as_one(day);
        basis.push(match (as_one.is_some(), pooled) {
            (true, _) => Basis::WholeCity,
            (false, true) => Basis::Pool,
            (false, false) => Basis::Named,
        });
        cell.demand = as_one.or(cell.demand.take());
        cell.counted = match basis[day] {
            Basis::Named => cell.counted_named.take(),
            Basis::WholeCity | Basis::Pool => Counted::of(cell.demand.as_ref(), cell.supply.as_ref(), &low),
        };
    }
    basis
}

/// Over what the city's gap of a pool item is taken on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// The demand of the city as one.
    WholeCity,
    /// All consumers' demand against the pool.
    Pool,
    /// No supplier feeds the pool: only consumers whose supply is named count.
    Named,
}

pub(crate) struct CityPool<'b> {
    pub(crate) cells: Vec<Cell>,
    pub(crate) basis: Vec<Basis>,
    pub(crate) spreads: Vec<Spread<'b>>,
}

/// What of a consumer's day is known, kept for naming those that are not counted.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    both: bool,
    both_named: bool,
    demand: bool,
}

impl Known {
    pub(crate) fn of(cell: &Cell) -> Self {
        Self { both: cell.counted.is_some(), both_named: cell.counted_named.is_some(), demand: cell.demand.is_some() }
    }

    /// Whether the consumer is counted on a day; `basis` only for the city's view of a pool.
    pub(crate) fn counts(self, basis: Option<Basis>) -> bool {
        match basis {
            None => self.both,
            Some(Basis::WholeCity) => true,
            Some(Basis::Pool) => self.demand,
            Some(Basis::Named) => self.both_named,
        }
    }
}

/// Sums cells day by day.
pub(crate) fn add_cells(total: &mut Vec<Cell>, part: &[Cell]) {
    if total.is_empty() {
        total.resize_with(part.len(), Cell::default);
    }
    for (total, part) in total.iter_mut().zip(part) {
        total.add(part);
    }
}
