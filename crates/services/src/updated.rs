//! Last updated: when the figures behind a day's numbers were written.

use std::collections::BTreeMap;

use baogong_domain::{
    DayRange, Item, Measure, Nature, Period,
    access::Sight,
    period::{first_of_month, first_of_year},
};
use baogong_storage::{Transaction, figures};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::{ServiceError, as_of::office, city::City};

/// By measure when the newest figure that speaks of a day was written (office time): one of the day itself, of its month
/// or of its year; of a quota, which accumulates, any of the year so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updated(BTreeMap<Measure, NaiveDateTime>);

impl Updated {
    /// The newest of these measures; `None` where nothing speaks of the day.
    pub fn newest(&self, measures: &[Measure]) -> Option<NaiveDateTime> {
        measures.iter().filter_map(|measure| self.0.get(measure)).max().copied()
    }

    fn of(item: &Item, day: NaiveDate, written: &[(Measure, Period, DateTime<Utc>)], sight: Sight) -> Self {
        let speaks = |period: &Period| match item.nature {
            Nature::Quota => first_of_year(period.first_day()) == first_of_year(day) && period.first_day() <= day,
            Nature::Flow | Nature::Peak => period.days().contains(day),
        };
        let seen = |measure: Measure| match measure {
            Measure::Demand => sight.demand,
            Measure::Plan | Measure::Delivered => sight.supply_side,
            Measure::Received => sight.received,
            Measure::Used => sight.used,
            Measure::Stock => sight.stock,
        };
        let mut newest: BTreeMap<Measure, NaiveDateTime> = BTreeMap::new();
        for (measure, _, at) in written.iter().filter(|(measure, period, _)| seen(*measure) && speaks(period)) {
            let known = newest.entry(*measure).or_insert_with(|| office(*at));
            *known = office(*at).max(*known);
        }
        Self(newest)
    }
}

/// When the figures behind each of some consecutive days were written, as far as `sight` reaches. Reads these days and
/// the coarser periods around them alone.
pub(crate) async fn updated(
    transaction: &mut Transaction,
    city: &City,
    item: &Item,
    days: DayRange,
    sight: Sight,
) -> Result<Vec<Updated>, ServiceError> {
    let mut spans = vec![match item.nature {
        Nature::Quota => DayRange { first: first_of_year(days.first), last: days.last },
        Nature::Flow | Nature::Peak => days,
    }];
    for day in days.iter() {
        for first in [first_of_month(day), first_of_year(day)] {
            if !spans.iter().any(|span| span.contains(first)) {
                spans.push(DayRange { first, last: first });
            }
        }
    }
    let written = figures::updates(transaction, &item.code, &spans, city.as_of).await?;
    Ok(days.iter().map(|day| Updated::of(item, day, &written, sight)).collect())
}
