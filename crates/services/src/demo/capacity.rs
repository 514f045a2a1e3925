//! What the demo's suppliers say they can deliver in a day: a third more than they ever delivered.

use std::collections::BTreeMap;

use baogong_domain::{Grain, Item, ItemCode, Measure, Nature, PartyCode, Period, Quantity};

use super::{DemoCity, DemoFigure};

/// By supplier and item, in whole units. Land is granted, not delivered from a capacity.
pub(crate) fn capacities<'c>(city: &'c DemoCity, items: &[Item]) -> BTreeMap<(&'c PartyCode, &'c ItemCode), Quantity> {
    type Total = (Option<i64>, i64);
    let mut days: BTreeMap<(&PartyCode, &ItemCode, Period), Total> = BTreeMap::new();
    let delivered = |f: &&DemoFigure| f.measure == Measure::Delivered && f.period.grain() == Grain::Day;
    for figure in city.figures.iter().filter(delivered) {
        let Some(supplier) = &figure.supplier else { continue };
        let (pool, named) = days.entry((supplier, &figure.item, figure.period)).or_default();
        match figure.consumer {
            None => *pool = Some(figure.quantity.thousandths()),
            Some(_) => *named += figure.quantity.thousandths(),
        }
    }
    let mut most: BTreeMap<(&PartyCode, &ItemCode), i64> = BTreeMap::new();
    for ((supplier, item, _), (pool, named)) in days {
        // Those named are the breakdown of what went into the pool.
        let day = pool.unwrap_or(named);
        let known = most.entry((supplier, item)).or_default();
        *known = day.max(*known);
    }
    let is_granted = |code: &ItemCode| items.iter().any(|i| i.code == *code && i.nature == Nature::Quota);
    let capacity = |thousandths: i64| Quantity::from_thousandths((thousandths / 3 * 4 / 1000 + 1) * 1000).ok();
    most.into_iter().filter(|((_, item), _)| !is_granted(item)).filter_map(|(k, q)| Some((k, capacity(q)?))).collect()
}
