//! The figures as they are reported: which periods a series is told in, and what a city's demand then comes to.

use std::ops::Range;

use baogong_domain::{Item, ItemCode, Measure, Party, PartyCode, Period, Quantity};

use super::{
    DemoFigure,
    recorded::handed_in,
    registry::Registry,
    timeline::{Rhythm, Timeline, WHOLE, count, part, round_up},
};

/// The mine whose reports are late every day.
const SLOW_MINE: usize = 4;

/// The items that the demo knows; the number is their place in [`City::codes`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Energy,
    Load,
    ThermalCoal,
    IndustrialCoal,
    Gas,
    Diesel,
    Gasoline,
    Rail,
    Road,
    Land,
}

impl Kind {
    /// Its code, and the step in which its figures are reported, in thousandths.
    const ALL: [(Self, &'static str, i64); 10] = [
        (Self::Energy, "electricity.energy", 10),
        (Self::Load, "electricity.load", 100),
        (Self::ThermalCoal, "coal.thermal", 1_000),
        (Self::IndustrialCoal, "coal.industrial", 1_000),
        (Self::Gas, "gas.pipeline", 10),
        (Self::Diesel, "fuel.diesel", 100),
        (Self::Gasoline, "fuel.gasoline", 100),
        (Self::Rail, "transport.rail", 1_000),
        (Self::Road, "transport.road", 1_000),
        (Self::Land, "land.quota", 100),
    ];

    const fn place(self) -> usize {
        self as usize
    }

    pub(super) const fn step(self) -> i64 {
        Self::ALL[self.place()].2
    }
}

/// How often a series is reported.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Day by day, all year.
    Daily,
    /// By months, and in the peak seasons also day by day.
    Seasonal,
    /// By months.
    Monthly,
}

/// What a series is of and who reports it.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) kind: Kind,
    pub(super) measure: Measure,
    supplier: Option<usize>,
    consumer: Option<usize>,
    pace: Pace,
    /// First day that is not reported, where the reporter is late.
    silent_from: Option<usize>,
    /// A day that its reporter forgot.
    forgotten: Option<usize>,
}

impl Line {
    /// Demand, received, used or stock of a consumer.
    pub(super) const fn of(kind: Kind, measure: Measure, consumer: usize, pace: Pace) -> Self {
        Self { kind, measure, supplier: None, consumer: Some(consumer), pace, silent_from: None, forgotten: None }
    }

    /// Plan or delivery of a supplier, into the pool where no consumer is named.
    pub(super) const fn from(
        kind: Kind,
        measure: Measure,
        supplier: usize,
        consumer: Option<usize>,
        pace: Pace,
    ) -> Self {
        Self { kind, measure, supplier: Some(supplier), consumer, pace, silent_from: None, forgotten: None }
    }

    /// The same, told only until the day before `day`.
    pub(super) const fn silent_from(self, day: Option<usize>) -> Self {
        Self { silent_from: day, ..self }
    }

    /// The same without one day.
    pub(super) const fn forgetting(self, day: Option<usize>) -> Self {
        Self { forgotten: day, ..self }
    }
}

/// The city while its figures are written.
pub(super) struct City {
    pub(super) timeline: Timeline,
    parties: Vec<PartyCode>,
    codes: [Option<ItemCode>; 10],
    /// Position of the one that is late every day.
    slow: Option<usize>,
    figures: Vec<DemoFigure>,
}

impl City {
    pub(super) fn new(timeline: Timeline, registry: &Registry, items: &[Item]) -> Self {
        let code = |name: &str| items.iter().map(|i| &i.code).find(|c| c.as_str() == name).cloned();
        let codes = Kind::ALL.map(|(_, name, _)| code(name));
        let parties = registry.parties.iter().map(|party: &Party| party.code.clone()).collect();
        Self { timeline, parties, codes, slow: registry.mines.get(SLOW_MINE).copied(), figures: Vec::new() }
    }

    pub(super) fn into_figures(self) -> Vec<DemoFigure> {
        self.figures
    }

    /// A day by day series around a base that moves with `profile`, in the item's step.
    pub(super) fn days(&self, kind: Kind, party: usize, base: i64, profile: &[i64], spread: i64) -> Vec<i64> {
        let series = series_of(kind, party);
        let value = |(day, share): (usize, &i64)| {
            let amount = part(part(base, *share), WHOLE + self.timeline.noise(series, day, spread));
            round_up(amount, kind.step())
        };
        profile.iter().enumerate().map(value).collect()
    }

    /// As [`City::days`] without noise and steps: for what is told by months alone.
    pub(super) fn monthly_need(&self, kind: Kind, party: usize, base: i64, rhythm: &Rhythm) -> Vec<i64> {
        let series = series_of(kind, party);
        let mut days = self.timeline.profile(rhythm);
        for month in &self.timeline.months {
            let lot = WHOLE + self.timeline.noise(series, month.first, 500);
            for day in month.days() {
                days[day] = part(part(base, days[day]), lot);
            }
        }
        days
    }

    /// Writes a series as its pace tells it: intentions until thirty days ahead, facts until yesterday (months once they
    /// have ended). A month that reaches beyond the thirty days has its intentions as a month too.
    pub(super) fn write(&mut self, line: Line, days: &[i64]) {
        let last = if line.measure.is_intention() { self.timeline.ahead + 1 } else { self.timeline.today };
        let last = line.silent_from.map_or(last, |from| from.min(last));
        let monthly_last = match line.silent_from {
            Some(from) => from,
            None if line.measure.is_intention() => self.timeline.len(),
            None => self.timeline.today,
        };
        for month in self.timeline.months.clone() {
            let end = month.first + month.len;
            let told =
                if line.pace == Pace::Daily { end > last && line.measure.is_intention() } else { end <= monthly_last };
            if told {
                let beyond = month.first.max(last)..end;
                self.push(line, month.period, month_figure(line.kind, days, month.days(), beyond));
            }
        }
        if line.pace != Pace::Monthly {
            for (day, amount) in days.iter().enumerate().take(last) {
                let told = line.pace == Pace::Daily || self.timeline.peak[day];
                if told && line.forgotten != Some(day) {
                    self.push(line, Period::day(self.timeline.date(day)), *amount);
                }
            }
        }
    }

    /// Writes one figure.
    pub(super) fn push(&mut self, line: Line, period: Period, amount: i64) {
        let (Some(item), Ok(quantity)) = (self.codes[line.kind.place()].clone(), Quantity::from_thousandths(amount))
        else {
            return;
        };
        let party = |position: Option<usize>| position.map(|p| self.parties[p].clone());
        let reporter = line.supplier.or(line.consumer).unwrap_or(0);
        let slow = self.slow == Some(reporter);
        self.figures.push(DemoFigure {
            item,
            measure: line.measure,
            supplier: party(line.supplier),
            consumer: party(line.consumer),
            period,
            quantity,
            recorded_at: handed_in(&self.timeline, reporter, slow, line.measure, period),
        });
    }

    /// Writes a consumer's demand and adds what it comes to on each day to the city's.
    pub(super) fn demand(&mut self, line: Line, days: &[i64], total: &mut [i64]) {
        self.write(line, days);
        for (sum, amount) in total.iter_mut().zip(self.as_spread(line, days)) {
            *sum += amount;
        }
    }

    /// A pool's supply: plan until thirty days ahead, delivered until yesterday.
    pub(super) fn supply(&mut self, kind: Kind, supplier: usize, plan: &[i64], delivered: &[i64]) {
        self.write(Line::from(kind, Measure::Plan, supplier, None, Pace::Daily), plan);
        self.write(Line::from(kind, Measure::Delivered, supplier, None, Pace::Daily), delivered);
    }

    /// Each day as the domain will see it: a month's rest is spread over the days that are not reported. Rounded up,
    /// so that a supply that covers this covers the demand.
    fn as_spread(&self, line: Line, days: &[i64]) -> Vec<i64> {
        let timeline = &self.timeline;
        let mut spread = days.to_vec();
        if line.pace == Pace::Daily {
            return spread;
        }
        for month in &timeline.months {
            let reported = |day: &usize| line.pace == Pace::Seasonal && timeline.peak[*day] && *day <= timeline.ahead;
            let known: i64 = month.days().filter(reported).map(|day| days[day]).sum();
            let silent: Vec<usize> = month.days().filter(|day| !reported(day)).collect();
            let rest = (month_total(line.kind, &days[month.days()]) - known).max(0);
            for day in &silent {
                spread[*day] = rest.div_euclid(count(silent.len())) + 1;
            }
        }
        spread
    }
}

/// What a month's figure says: the sum of its days, or of a peak the highest of those that have no figure of their own.
fn month_figure(kind: Kind, days: &[i64], month: Range<usize>, beyond: Range<usize>) -> i64 {
    if kind == Kind::Load { days[beyond].iter().max().copied().unwrap_or(0) } else { month_total(kind, &days[month]) }
}

/// What a month comes to, in the item's step.
fn month_total(kind: Kind, days: &[i64]) -> i64 {
    round_up(days.iter().sum(), kind.step())
}

/// A number for the noise of a party's series of an item.
pub(super) fn series_of(kind: Kind, party: usize) -> u64 {
    u64::try_from(party * 16 + kind.place()).unwrap_or(0)
}

/// Each day's share of an amount, rounded up to the item's step.
pub(super) fn shares(kind: Kind, amounts: &[i64], of: &[i64]) -> Vec<i64> {
    amounts.iter().zip(of).map(|(amount, share)| round_up(part(*amount, *share), kind.step())).collect()
}
