//! Provenance: which figures made a number, how much of each is in it, and why others are not.
//!
//! It follows the same rules as [`crate::balance`] and adds nothing: the parts of a column add up to the balance's own
//! column, those of the supply to its supply, to the last digit. A property test holds the two together.

mod sources;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    exact::{Exact, add_known},
    figure::Measure,
    item::{Nature, Route},
    ledger::{ItemBook, Scope, Series, is_one_of_many},
    party::Party,
    period::DayRange,
    spread::last_stock,
};

/// Why a figure, or a part of it, is not in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A plan: what the supplier delivered is known and stands for it (rule 3).
    Delivered,
    /// A plan or delivery: what the consumer received is known and stands for it (rule 3).
    Received,
    /// It names a consumer, and the supplier's figure into the pool holds it already (rule 4).
    Pool,
    /// A consumer's demand: the city as one states its demand (rule 6).
    WholeCity,
    /// Figures of shorter periods say it more closely (rule 1).
    Finer,
    /// A later stock is known (rule 2).
    Later,
}

/// What became of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in demand or supply.
    Counted,
    /// It is in them on some of the days; on others not, and why.
    Partly(Reason),
    /// It is not in them.
    Left(Reason),
    /// It stands in a column of its own and is neither demand nor supply.
    Beside,
}

/// One figure and what of it is in the numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Place of its series in the book.
    pub series: usize,
    /// Its place in the series.
    pub figure: usize,
    /// Its part of its measure's column.
    pub column: Option<Exact>,
    /// Its part of the supply.
    pub supply: Option<Exact>,
    /// What became of it.
    pub fate: Fate,
}

/// The figures behind the numbers of a scope over some days, series by series. A quota stands as of the last day; of a
/// peak's longer period the caller names the day that it shows.
pub fn parts(book: &ItemBook<'_>, scope: &Scope, days: DayRange) -> Vec<Part> {
    let last = DayRange { first: days.last, last: days.last };
    let trace = Trace::new(book, scope, if book.item.nature == Nature::Quota { last } else { days });
    let mut parts = Vec::new();
    for line in &trace.lines {
        if line.series.measure == Measure::Stock {
            stock(line, days, &mut parts);
        } else {
            trace.flow(line, days, &mut parts);
        }
    }
    parts
}

/// What a day of a series comes to.
#[derive(Clone, Copy)]
struct Verdict {
    column: bool,
    supply: bool,
    reason: Option<Reason>,
}

impl Verdict {
    const SHOWN: Self = Self { column: true, supply: false, reason: None };
    const SUPPLY: Self = Self { column: true, supply: true, reason: None };

    const fn left(column: bool, reason: Reason) -> Self {
        Self { column, supply: false, reason: Some(reason) }
    }
}

struct Line<'b> {
    place: usize,
    series: &'b Series,
    /// Whether it is the demand of the city as one, in its own view.
    as_one: bool,
    /// By day of the range.
    sources: Vec<Vec<(usize, Exact)>>,
}

impl Line<'_> {
    fn known(&self, day: usize) -> bool {
        self.sources.get(day).is_some_and(|sources| !sources.is_empty())
    }
}

/// Whose supply side is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    /// What reaches consumers.
    Consumers,
    /// What suppliers give, the demand being that of all.
    Suppliers,
}

struct Trace<'b> {
    view: View,
    lines: Vec<Line<'b>>,
    /// Days on which the city as one states its demand, in its own view.
    as_one: Vec<bool>,
    /// Consumers that say what they received, by day.
    received: BTreeSet<(usize, usize)>,
    /// Who delivered to whom, by day; nobody is the pool.
    delivered: BTreeSet<(Option<usize>, Option<usize>, usize)>,
    /// Suppliers that feed the pool, by day, with any measure or with this one.
    pooled: BTreeSet<(Option<usize>, Option<Measure>, usize)>,
}

impl<'b> Trace<'b> {
    fn new(book: &'b ItemBook<'b>, scope: &Scope, range: DayRange) -> Self {
        let named = |place: Option<usize>| place.map(|place| &book.parties[place]);
        let chosen: Box<dyn Fn(&Party) -> bool + '_> = match scope {
            Scope::City => Box::new(is_one_of_many),
            Scope::Division(division) => Box::new(move |p| is_one_of_many(p) && p.division.as_ref() == Some(division)),
            Scope::Party(code) => Box::new(move |p| p.code == *code),
        };
        let consumes = |s: &Series| named(s.consumer).is_some_and(&chosen);
        let supplies = |s: &Series| named(s.supplier).is_some_and(&chosen);
        let direct = book.item.route == Route::Direct;
        let view = match scope {
            Scope::City if !direct => View::Suppliers,
            Scope::Party(_) => {
                let demands = book.series.iter().any(|s| consumes(s) && s.measure == Measure::Demand);
                if demands || !book.series.iter().any(supplies) { View::Consumers } else { View::Suppliers }
            }
            Scope::City | Scope::Division(_) => View::Consumers,
        };
        let city = *scope == Scope::City;
        let as_one = |s: &Series| {
            city && s.measure == Measure::Demand && named(s.consumer).is_some_and(|party| !is_one_of_many(party))
        };
        let belongs = |s: &Series| match (view, s.measure.is_supply_side()) {
            (View::Suppliers, true) => s.supplier.is_some() && (city || supplies(s)),
            (View::Consumers, true) | (_, false) => consumes(s) || as_one(s),
        };
        let line = |(place, series): (usize, &'b Series)| Line {
            place,
            series,
            as_one: as_one(series),
            sources: match series.measure {
                Measure::Stock => Vec::new(),
                _ => sources::sources(book.item.nature, &series.figures, range),
            },
        };
        let lines: Vec<Line<'b>> = book.series.iter().enumerate().filter(|(_, s)| belongs(s)).map(line).collect();
        let mut trace = Self {
            view,
            as_one: vec![false; range.len()],
            received: BTreeSet::new(),
            delivered: BTreeSet::new(),
            pooled: BTreeSet::new(),
            lines: Vec::new(),
        };
        for line in &lines {
            for day in (0..range.len()).filter(|day| line.known(*day)) {
                trace.note(line, day);
            }
        }
        trace.lines = lines;
        trace
    }

    /// Remembers what a known value says about the others of its day.
    fn note(&mut self, line: &Line<'_>, day: usize) {
        let Series { measure, supplier, consumer, .. } = line.series;
        match measure {
            Measure::Demand if line.as_one => self.as_one[day] = true,
            Measure::Received => self.received.extend(consumer.map(|consumer| (consumer, day))),
            Measure::Plan | Measure::Delivered => {
                if *measure == Measure::Delivered {
                    self.delivered.insert((*supplier, *consumer, day));
                }
                if consumer.is_none() {
                    self.pooled.extend([(*supplier, None, day), (*supplier, Some(*measure), day)]);
                }
            }
            Measure::Demand | Measure::Used | Measure::Stock => {}
        }
    }

    fn verdict(&self, line: &Line<'_>, day: usize) -> Verdict {
        let Series { measure, supplier, consumer, .. } = line.series;
        match (measure, self.view) {
            (Measure::Demand, _) if self.as_one[day] && !line.as_one => Verdict::left(false, Reason::WholeCity),
            (Measure::Received, View::Consumers) => Verdict::SUPPLY,
            (Measure::Demand | Measure::Received | Measure::Used | Measure::Stock, _) => Verdict::SHOWN,
            (Measure::Plan | Measure::Delivered, view) => {
                let received = consumer.is_some_and(|consumer| self.received.contains(&(consumer, day)));
                let in_pool = |measure| self.pooled.contains(&(*supplier, measure, day));
                if view == View::Consumers && received {
                    Verdict::left(true, Reason::Received)
                } else if view == View::Suppliers && consumer.is_some() && in_pool(None) {
                    Verdict::left(!in_pool(Some(*measure)), Reason::Pool)
                } else if *measure == Measure::Plan && self.delivered.contains(&(*supplier, *consumer, day)) {
                    Verdict::left(true, Reason::Delivered)
                } else {
                    Verdict::SUPPLY
                }
            }
        }
    }

    /// The figures of a series that touch the days.
    fn flow(&self, line: &Line<'_>, days: DayRange, parts: &mut Vec<Part>) {
        let mut found: BTreeMap<usize, Tracked> = BTreeMap::new();
        for (place, (period, _)) in line.series.figures.iter().enumerate() {
            if period.first_day() <= days.last && period.last_day() >= days.first {
                found.entry(place).or_default();
            }
        }
        for (day, sources) in line.sources.iter().enumerate() {
            let verdict = self.verdict(line, day);
            for (figure, amount) in sources {
                found.entry(*figure).or_default().add(line.series.measure, verdict, amount);
            }
        }
        let part = |(figure, tracked): (usize, Tracked)| Part {
            series: line.place,
            figure,
            fate: tracked.fate(line.series.measure, self.view),
            column: tracked.column,
            supply: tracked.supply,
        };
        parts.extend(found.into_iter().map(part));
    }
}

/// What of a figure was found on the days.
#[derive(Default)]
struct Tracked {
    column: Option<Exact>,
    supply: Option<Exact>,
    counted: bool,
    reason: Option<Reason>,
}

impl Tracked {
    fn add(&mut self, measure: Measure, verdict: Verdict, amount: &Exact) {
        if verdict.column {
            add_known(&mut self.column, Some(amount));
        }
        if verdict.supply {
            add_known(&mut self.supply, Some(amount));
        }
        self.counted |= verdict.supply || (measure == Measure::Demand && verdict.column);
        self.reason = match (self.reason, verdict.reason) {
            (Some(known), Some(new)) => Some(known.min(new)),
            (known, new) => known.or(new),
        };
    }

    fn fate(&self, measure: Measure, view: View) -> Fate {
        let beside = match measure {
            Measure::Used | Measure::Stock => true,
            Measure::Received => view == View::Suppliers,
            Measure::Demand | Measure::Plan | Measure::Delivered => false,
        };
        match (self.counted, self.reason) {
            (true, None) => Fate::Counted,
            (true, Some(reason)) => Fate::Partly(reason),
            (false, Some(reason)) => Fate::Left(reason),
            (false, None) if beside && self.column.is_some() => Fate::Beside,
            (false, None) => Fate::Left(Reason::Finer),
        }
    }
}

/// Of the stocks within the days the last one stands.
fn stock(line: &Line<'_>, days: DayRange, parts: &mut Vec<Part>) {
    let last = last_stock(&line.series.figures, days).map(|(period, _)| period);
    for (figure, (period, quantity)) in line.series.figures.iter().enumerate() {
        if days.contains(period.last_day()) {
            let (column, fate) = if last == Some(*period) {
                (Some((*quantity).into()), Fate::Beside)
            } else {
                (None, Fate::Left(Reason::Later))
            };
            parts.push(Part { series: line.place, figure, column, supply: None, fate });
        }
    }
}
