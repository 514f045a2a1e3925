//! What is drawn beside an alert: the balance of its scope, or how long its party's stock lasts, day by day.

use baogong_domain::{
    BalanceRow, DayRange, Exact, Grain, Period,
    access::{self, Action, Actor},
    evaluation::{reading_range, stock_days},
    period::{minus_days, plus_days},
    watch::Kind,
};
use baogong_storage::watch::alerts::AlertId;
use chrono::{DateTime, NaiveDate, Utc};

use super::{
    detail::one,
    sight::{Eyes, party_of},
};
use crate::{
    ServiceError, Services,
    balances::{covering, rows},
    city::City,
    clock::office_zone,
    reading,
};

/// Days before today that are drawn.
const DAYS_BACK: u32 = 30;
/// Days after today that are drawn of a balance.
const DAYS_AHEAD: u32 = 14;

/// One day of a stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockDay {
    /// The day.
    pub day: NaiveDate,
    /// What was reported for it.
    pub stock: Option<Exact>,
    /// How many days the latest stock known on it lasts, as the watch judges it.
    pub days: Option<Exact>,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlertCurve {
    /// The balance of its scope by days, and that of the period by which it was judged.
    Balance(Vec<BalanceRow>, Option<Box<BalanceRow>>),
    /// The stock of its party.
    Stock(Vec<StockDay>),
    /// It is about reports.
    None,
}

impl Services {
    /// What is drawn beside an alert, from the figures as they are known now or at an instant. `period` is the one by
    /// which its gap was judged.
    ///
    /// # Errors
    /// Not allowed, or no such alert, or one that the actor may not see.
    pub async fn alert_curve(
        &self,
        actor: &Actor,
        id: AlertId,
        period: Option<Period>,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<AlertCurve, ServiceError> {
        let reach = access::check(actor, Action::ReadSituation)?;
        let now = as_of.unwrap_or_else(|| self.clock.now()).with_timezone(&office_zone()).naive_local();
        let today = now.date();
        let mut transaction = self.store.begin_read().await?;
        let city = City::load_at(&mut transaction, as_of).await?;
        let mut eyes = Eyes::new(&city, actor, reach, self.clock.today());
        let key = one(&mut transaction, &mut eyes, id).await?.alert.key;
        if !key.kind.is_shortage() {
            return Ok(AlertCurve::None);
        }
        let (item, rule) = (city.item(&key.item)?, city.rule(&key.item, today)?);
        let first = minus_days(today, DAYS_BACK);
        let days = match key.kind {
            Kind::Stock => Period::between(first, today, Grain::Day),
            _ => Period::between(first, plus_days(today, DAYS_AHEAD), Grain::Day),
        };
        let (shown, judged) = (covering(&days), reading_range(rule, first));
        let range = DayRange { first: judged.first.min(shown.first), last: judged.last.max(shown.last) };
        let book = city.book(&mut transaction, item, range, as_of).await?;
        let sight = reading::sight(actor, &key.scope, &book);
        let balance = |periods: &[Period]| reading::masked(sight, rows(&book, &key.scope, periods, city.terms(), now));
        if let (Kind::Stock, Some(party)) = (key.kind, party_of(&key.scope)) {
            let rows = balance(&days);
            let day = |row: &BalanceRow| {
                let day = row.period.first_day();
                let rule = city.rule(&key.item, day)?;
                Ok(StockDay { day, stock: row.stock.clone(), days: stock_days(&book, party, rule, day) })
            };
            return Ok(AlertCurve::Stock(rows.iter().map(day).collect::<Result<_, ServiceError>>()?));
        }
        let of_period = period.filter(|period| covers(range, *period)).map(|period| balance(&[period]));
        Ok(AlertCurve::Balance(balance(&days), of_period.and_then(|rows| rows.into_iter().next()).map(Box::new)))
    }
}

/// Whether all days of the period were read: figures are read in whole months.
fn covers(range: DayRange, period: Period) -> bool {
    baogong_domain::period::first_of_month(range.first) <= period.first_day()
        && period.last_day() <= baogong_domain::period::last_of_month(range.last)
}
