//! Reports that are hardly possible: values that stand still, a stock that does not follow, deliveries that do not
//! arrive, more than a supplier can deliver. Warnings on entry are [`crate::plausible`]'s; the watch asks the same of what
//! stands there, and what can only be seen over several days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Doubt, judge::ItemWatch};
use crate::{
    exact::Exact,
    figure::Measure,
    ledger::{ItemBook, Series},
    party::PartyCode,
    period::{Grain, Period, minus_days},
    plausible::{Bounds, StockStep, Surroundings, Warning, plain, warnings},
    quantity::Quantity,
};

/// What was found, and whether there was anything to look at.
#[derive(Default)]
pub(super) struct Doubts {
    pub(super) found: Vec<Doubt>,
    pub(super) looked_at: bool,
}

impl Doubts {
    pub(super) fn extend(&mut self, other: Self) {
        self.found.extend(other.found);
        self.looked_at |= other.looked_at;
    }

    fn add(&mut self, found: Option<Doubt>) {
        self.found.extend(found);
    }
}

/// The doubts about what concerns one consumer: its own figures, and what suppliers say they delivered to it.
pub(super) fn doubts_of_consumer(watch: &ItemWatch<'_>, book: &ItemBook<'_>, series: &[&Series]) -> Doubts {
    let mut doubts = doubts_of_pool(watch, series);
    let of = |measure| Values::of(series.iter().filter(move |s| s.measure == measure).copied());
    let (stock, received, used) = (of(Measure::Stock), of(Measure::Received), of(Measure::Used));
    for grain in [Grain::Day, Grain::Month] {
        for period in looked_at(watch, grain) {
            let before = period.first_day().pred_opt().map(|day| Period::containing(day, grain));
            let step = || {
                let (before, stock) = (stock.one(before?)?, stock.one(period)?);
                Some(StockStep { before, received: received.one(period)?, used: used.one(period)?, stock })
            };
            doubts.add(step().and_then(|step| does_not_follow(watch, period, step)));
        }
    }
    doubts.add(apart(watch, book, series, &received));
    doubts
}

/// The doubts about each series by itself.
pub(super) fn doubts_of_pool(watch: &ItemWatch<'_>, series: &[&Series]) -> Doubts {
    let mut doubts = Doubts::default();
    for series in series.iter().filter(|s| !s.measure.is_intention()) {
        let mut recent = [Grain::Day, Grain::Month].into_iter().flat_map(|grain| looked_at(watch, grain));
        let values = Values::of([*series].into_iter());
        doubts.looked_at |= recent.any(|period| values.one(period).is_some());
        doubts.add(frozen(watch, series.measure, &values));
    }
    doubts
}

/// More delivered on a day than the supplier says it can deliver.
pub(super) fn doubts_of_capacity(
    watch: &ItemWatch<'_>,
    supplier: &PartyCode,
    delivered: impl Fn(NaiveDate) -> Option<Exact>,
) -> Doubts {
    let mut doubts = Doubts::default();
    let Some(per_day) = watch.capacities.get(supplier).copied() else { return doubts };
    for period in looked_at(watch, Grain::Day) {
        let Some(total) = delivered(period.first_day()) else { continue };
        doubts.looked_at = true;
        let around =
            Surroundings { capacity: Some((per_day, &total)), ..surroundings(watch, Measure::Delivered, period) };
        // The capacity is the only thing that this looks at, so the quantity itself says nothing.
        let found = warnings(Quantity::default(), &around, Bounds::DEFAULT);
        doubts.found.extend(found.iter().map(|warning| doubt(watch, period, warning)));
    }
    doubts
}

/// The periods that are looked at: the last days, or the last month that has ended.
fn looked_at(watch: &ItemWatch<'_>, grain: Grain) -> Vec<Period> {
    let ItemWatch { on, rule, settings, .. } = *watch;
    match grain {
        Grain::Day => {
            let first = minus_days(on, settings.apart_days + rule.stale_daily_days - 1);
            Period::between(first, on, grain)
        }
        Grain::Month | Grain::Year => {
            let first = minus_days(on, rule.stale_monthly_days);
            let ended = |period: &Period| period.last_day() <= on && period.last_day() >= first;
            Period::between(first, on, Grain::Month).into_iter().filter(ended).collect()
        }
    }
}

fn surroundings<'a>(watch: &ItemWatch<'a>, measure: Measure, period: Period) -> Surroundings<'a> {
    Surroundings { item: watch.item, measure, period, today: watch.on, last: &[], capacity: None, stock: None }
}

fn does_not_follow(watch: &ItemWatch<'_>, period: Period, step: StockStep) -> Option<Doubt> {
    let around = Surroundings { stock: Some(step), ..surroundings(watch, Measure::Stock, period) };
    warnings(step.stock, &around, Bounds::DEFAULT).first().map(|warning| doubt(watch, period, warning))
}

fn doubt(watch: &ItemWatch<'_>, period: Period, warning: &Warning) -> Doubt {
    let (zh, en) = warning.words(watch.item);
    Doubt { code: warning.code().to_owned(), period, zh, en }
}

/// The same value other than zero on so many days in a row, up to the last that was told.
fn frozen(watch: &ItemWatch<'_>, measure: Measure, values: &Values) -> Option<Doubt> {
    let days = watch.settings.frozen_days;
    let last = (0..=watch.rule.stale_daily_days).map(|back| minus_days(watch.on, back));
    let last = last.into_iter().find(|day| values.one(Period::day(*day)).is_some())?;
    let value = values.one(Period::day(last)).filter(|value| *value != Quantity::default())?;
    let same = |back| values.one(Period::day(minus_days(last, back))) == Some(value);
    if days < 2 || !(0..days).all(same) {
        return None;
    }
    let (name, name_en) = measure.names();
    let amount = plain(&value.into());
    let (unit, unit_en) = (&watch.item.unit, &watch.item.unit_en);
    Some(Doubt {
        code: "frozen".to_owned(),
        period: Period::day(last),
        zh: format!("{name}连续 {days} 天都是 {amount} {unit}"),
        en: format!("{} is {amount} {unit_en} on each of {days} days", name_en.to_lowercase()),
    })
}

/// What suppliers say they delivered against what the consumer says it received, over the last days on which all of
/// both are known; of what is told by months the last month.
fn apart(watch: &ItemWatch<'_>, book: &ItemBook<'_>, series: &[&Series], received: &Values) -> Option<Doubt> {
    let settings = watch.settings;
    let delivered: Vec<Values> =
        series.iter().filter(|s| s.measure == Measure::Delivered).map(|s| Values::of([*s].into_iter())).collect();
    if delivered.is_empty() || book.item.nature != crate::item::Nature::Flow {
        return None;
    }
    let both = |period: &Period| {
        let came = received.one(*period)?;
        let sent = delivered.iter().map(|values| values.one(*period)).collect::<Option<Vec<_>>>()?;
        Some((sent.into_iter().map(Exact::from).collect::<Vec<_>>().iter().sum::<Exact>(), Exact::from(came)))
    };
    for grain in [Grain::Day, Grain::Month] {
        let known: Vec<(Period, (Exact, Exact))> =
            looked_at(watch, grain).into_iter().filter_map(|period| Some((period, both(&period)?))).collect();
        let wanted = if grain == Grain::Day { usize::try_from(settings.apart_days).unwrap_or(7) } else { 1 };
        let Some(first) = known.len().checked_sub(wanted) else { continue };
        let last = &known[first..];
        let sent: Exact = last.iter().map(|(_, (sent, _))| sent).sum();
        let came: Exact = last.iter().map(|(_, (_, came))| came).sum();
        let (more, less) = if sent > came { (&sent, &came) } else { (&came, &sent) };
        let differs = (more - less).times(100) > more.times(i64::from(settings.apart_percent));
        let beyond_rounding = more - less > Exact::share(Bounds::DEFAULT.least_stock_difference.into(), 1);
        if differs && beyond_rounding {
            let (unit, unit_en) = (&watch.item.unit, &watch.item.unit_en);
            let (from, to) = (last.first()?.0, last.last()?.0);
            let span = if from == to { to.to_string() } else { format!("{from} – {to}") };
            let (sent, came) = (plain(&sent), plain(&came));
            return Some(Doubt {
                code: "apart".to_owned(),
                period: to,
                zh: format!("{span} 供方报实际供应 {sent} {unit}，需方报实收 {came} {unit}"),
                en: format!("{span}: suppliers delivered {sent} {unit_en}, {came} {unit_en} were received"),
            });
        }
    }
    None
}

/// What a measure states by period, summed over its series.
struct Values(BTreeMap<Period, Quantity>);

impl Values {
    fn of<'s>(series: impl Iterator<Item = &'s Series>) -> Self {
        Self(series.flat_map(|s| s.figures.iter().copied()).collect())
    }

    fn one(&self, period: Period) -> Option<Quantity> {
        self.0.get(&period).copied()
    }
}
