//! Balances of one item over a scope, by day or month.

use baogong_domain::{
    BalanceRow, DayRange, Grain, ItemBook, ItemCode, Period, Scope,
    access::{self, Action, Actor},
    balance_rows,
    duty::Terms,
};
use chrono::{DateTime, NaiveDateTime, Utc};

use crate::{ServiceError, Services, city::City, clock::office_zone, reading};

/// The most rows one call answers: ten years of days.
pub const MOST_ROWS: usize = 3700;

/// Which balance is asked for.
#[derive(Clone, Debug)]
pub struct BalanceQuery {
    /// The item.
    pub item: ItemCode,
    /// Whose balance.
    pub scope: Scope,
    /// From the first day of this period.
    pub from: Period,
    /// To the last day of this one.
    pub to: Period,
    /// One row a day, month or year.
    pub granularity: Grain,
    /// As known at this instant, or now.
    pub as_of: Option<DateTime<Utc>>,
}

impl Services {
    /// The rows of a balance, in order of time.
    ///
    /// # Errors
    /// Not allowed, an unknown item or party, a range that runs backwards or is too long.
    pub async fn balances(&self, actor: &Actor, query: &BalanceQuery) -> Result<Vec<BalanceRow>, ServiceError> {
        access::check(actor, Action::ReadSituation)?;
        let (from, to) = (query.from.first_day(), query.to.last_day());
        if to < from {
            return Err(ServiceError::invalid("range_backwards", "起止时期颠倒 / the range ends before it begins"));
        }
        let periods = Period::between(from, to, query.granularity);
        if periods.len() > MOST_ROWS {
            let message = format!("最多 {MOST_ROWS} 行 / at most {MOST_ROWS} rows: ask for a shorter range or months");
            return Err(ServiceError::invalid("range_too_long", message));
        }
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        if let Scope::Party(code) = &query.scope {
            city.party(code)?;
        }
        let item = city.item(&query.item)?;
        let range = covering(&periods);
        let book = city.book(&mut transaction, item, range, query.as_of).await?;
        let now = query.as_of.unwrap_or_else(|| self.clock.now()).with_timezone(&office_zone()).naive_local();
        let sight = reading::sight(actor, &query.scope, &book);
        if sight.is_none() {
            return Err(hidden(&query.scope));
        }
        Ok(reading::masked(sight, rows(&book, &query.scope, &periods, city.terms(), now)))
    }
}

/// Balance rows with the deadlines of the item's own rules.
pub(crate) fn rows(
    book: &ItemBook<'_>,
    scope: &Scope,
    periods: &[Period],
    terms: Terms<'_>,
    now: NaiveDateTime,
) -> Vec<BalanceRow> {
    balance_rows(book, scope, periods, terms.rules, |day| terms.has_passed(&book.item.code, day, now))
}

/// What is not to be seen is not there: the same words as for a party that does not exist.
pub(crate) fn hidden(scope: &Scope) -> ServiceError {
    ServiceError::NotFound(match scope {
        Scope::Party(code) => format!("单位 / party {code}"),
        other => other.to_string(),
    })
}

/// All days of consecutive periods.
pub(crate) fn covering(periods: &[Period]) -> DayRange {
    let first = periods.first().map(|p| p.first_day()).unwrap_or_default();
    DayRange { first, last: periods.last().map_or(first, |p| p.last_day()) }
}
