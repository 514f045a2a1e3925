//! What is unusual about an edit: the figures around it, as they would stand after all edits of the call.

use std::collections::HashMap;

use baogong_domain::{
    Exact, Measure, Period, Quantity,
    plausible::{Bounds, StockStep, Surroundings, Warning, warnings},
};
use baogong_storage::{PartyId, Transaction, capacities, desk, figures};
use chrono::NaiveDate;

use super::save::Draft;
use crate::ServiceError;

/// What the call's edits state; `None` withdraws.
pub(super) type Stated<'c> = HashMap<(figures::Subject<'c>, Period), Option<Quantity>>;

/// Everything unusual about a quantity.
pub(super) async fn judge(
    transaction: &mut Transaction,
    draft: &Draft<'_>,
    quantity: Quantity,
    stated: &Stated<'_>,
    today: NaiveDate,
) -> Result<Vec<Warning>, ServiceError> {
    let bounds = Bounds::DEFAULT;
    let last = match (draft.named.series, bounds.last_values(draft.period)) {
        (Some(series), Some(range)) => desk::values(transaction, series, draft.period.grain(), range).await?,
        _ => Vec::new(),
    };
    let capacity = capacity(transaction, draft, quantity, stated).await?;
    let surroundings = Surroundings {
        item: draft.named.item,
        measure: draft.named.key.measure(),
        period: draft.period,
        today,
        last: &last,
        capacity: capacity.as_ref().map(|(per_day, total)| (*per_day, total)),
        stock: stock_step(transaction, draft, quantity, stated).await?,
    };
    Ok(warnings(quantity, &surroundings, bounds))
}

/// What the supplier can deliver in a day, and all that it states for the period: its figure into the pool, or all that
/// it states for single consumers.
async fn capacity(
    transaction: &mut Transaction,
    draft: &Draft<'_>,
    quantity: Quantity,
    stated: &Stated<'_>,
) -> Result<Option<(Quantity, Exact)>, ServiceError> {
    let of = draft.named.subject;
    let Some(supplier) = of.supplier else { return Ok(None) };
    let Some(per_day) = capacities::per_day(transaction, supplier, of.item).await? else { return Ok(None) };
    let mut by_consumer: HashMap<Option<PartyId>, Option<Quantity>> = HashMap::new();
    if of.consumer.is_some() {
        let known = desk::supplied(transaction, of.item, of.measure, supplier, draft.period).await?;
        by_consumer.extend(known.into_iter().map(|(consumer, quantity)| (consumer, Some(quantity))));
        let same = |subject: &figures::Subject<'_>, period: Period| {
            (subject.item, subject.measure, subject.supplier, period)
                == (of.item, of.measure, of.supplier, draft.period)
        };
        let edits = stated.iter().filter(|((subject, period), _)| same(subject, *period));
        by_consumer.extend(edits.map(|((subject, _), quantity)| (subject.consumer, *quantity)));
        by_consumer.remove(&None);
    }
    by_consumer.insert(of.consumer, Some(quantity));
    let total = by_consumer.values().flatten().map(|q| Exact::from(*q)).fold(Exact::ZERO, |mut total, part| {
        total += &part;
        total
    });
    Ok(Some((per_day, total)))
}

/// The step of the consumer's stock, where all its parts are known. Where the call states the stock as well, that cell
/// alone is warned about.
async fn stock_step(
    transaction: &mut Transaction,
    draft: &Draft<'_>,
    quantity: Quantity,
    stated: &Stated<'_>,
) -> Result<Option<StockStep>, ServiceError> {
    let (of, period) = (draft.named.subject, draft.period);
    let is_part = matches!(of.measure, Measure::Stock | Measure::Received | Measure::Used);
    let (true, Some(consumer), Some(day_before)) =
        (draft.named.item.has_stock && is_part, of.consumer, period.first_day().pred_opt())
    else {
        return Ok(None);
    };
    let stock = figures::Subject { measure: Measure::Stock, ..of };
    if of.measure != Measure::Stock && stated.contains_key(&(stock, period)) {
        return Ok(None);
    }
    let before = Period::containing(day_before, period.grain());
    let days = [before.first_day(), period.first_day()];
    let known = desk::own_side(transaction, of.item, consumer, period.grain(), days).await?;
    let mut values: HashMap<(Measure, Period), Option<Quantity>> =
        known.into_iter().map(|(measure, period, quantity)| ((measure, period), Some(quantity))).collect();
    let edits = stated
        .iter()
        .filter(|((subject, _), _)| (subject.item, subject.supplier, subject.consumer) == (of.item, None, of.consumer));
    values.extend(edits.map(|((subject, period), quantity)| ((subject.measure, *period), *quantity)));
    values.insert((of.measure, period), Some(quantity));
    let value = |measure, period| values.get(&(measure, period)).copied().flatten();
    let step = || {
        Some(StockStep {
            before: value(Measure::Stock, before)?,
            received: value(Measure::Received, period)?,
            used: value(Measure::Used, period)?,
            stock: value(Measure::Stock, period)?,
        })
    };
    Ok(step())
}
