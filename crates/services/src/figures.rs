//! Lists of figures as they were reported.

use std::collections::HashMap;

use baogong_domain::{
    DayRange, FigureKey, Item, ItemCode, Measure, PartyCode, Period, Quantity,
    access::{self, Action, Actor, Reach},
};
use baogong_storage::{
    figures::{self, Filter},
    settings,
};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{ServiceError, Services, city::City, reading};

/// Which figures are asked for.
#[derive(Clone, Debug)]
pub struct FigureQuery {
    /// The item.
    pub item: ItemCode,
    /// One measure, or all.
    pub measure: Option<Measure>,
    /// A party on either side, or all.
    pub party: Option<PartyCode>,
    /// Periods that begin on or after the first day of this one.
    pub from: Option<Period>,
    /// Periods that begin on or before the last day of this one.
    pub to: Option<Period>,
    /// As known at this instant, or now.
    pub as_of: Option<DateTime<Utc>>,
}

/// One figure as it was reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedFigure {
    /// The item.
    pub item: ItemCode,
    /// The measure.
    pub measure: Measure,
    /// Its period.
    pub period: Period,
    /// Who supplies.
    pub supplier: Option<PartyCode>,
    /// Who needs.
    pub consumer: Option<PartyCode>,
    /// Its quantity.
    pub quantity: Quantity,
    /// The reporter's remark.
    pub note: String,
}

impl Services {
    /// The items that figures may be of, in the order in which people list them.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn items(&self, actor: &Actor) -> Result<Vec<Item>, ServiceError> {
        access::check(actor, Action::ReadFigures)?;
        Ok(settings::items(&mut self.store.begin_read().await?).await?)
    }

    /// Figures, ordered by period, measure and parties.
    ///
    /// # Errors
    /// Not allowed, or an unknown item or party.
    pub async fn figures(&self, actor: &Actor, query: &FigureQuery) -> Result<Vec<ReportedFigure>, ServiceError> {
        let reach = access::check(actor, Action::ReadFigures)?;
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        let item = city.item(&query.item)?;
        let named = reading::named_of_item(&mut transaction, &city, item, actor).await?;
        let party = query.party.as_ref().map(|code| city.party_id(code)).transpose()?;
        let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
        let last = NaiveDate::from_ymd_opt(2199, 12, 31).unwrap_or_default();
        let range = DayRange {
            first: query.from.map_or(first, Period::first_day),
            last: query.to.map_or(last, Period::last_day),
        };
        let filter = Filter { item: &item.code, measure: query.measure, party, range, as_of: query.as_of };
        let listed = figures::list(&mut transaction, filter).await?;
        let mut seen: HashMap<_, bool> = HashMap::new();
        let mut may_see = |figure: &figures::Listed| {
            reach == Reach::All
                || *seen.entry((figure.measure, figure.supplier, figure.consumer)).or_insert_with(|| {
                    let of = |id: Option<_>| id.and_then(|id| city.party_of(id));
                    let (supplier, consumer) = (of(figure.supplier), of(figure.consumer));
                    FigureKey::new(item, figure.measure, supplier, consumer)
                        .is_ok_and(|key| access::may_read_figure(actor, &key, supplier, consumer, &named))
                })
        };
        let listed: Vec<figures::Listed> = listed.into_iter().filter(|figure| may_see(figure)).collect();
        if let Some(code) = query.party.as_ref().filter(|_| listed.is_empty() && reach == Reach::Own) {
            let known = access::may_see_party(actor, city.party(code)?, &named);
            if !known {
                return Err(ServiceError::NotFound(format!("单位 / party {code}")));
            }
        }
        let code = |id: Option<_>| id.and_then(|id| city.code_of(id)).cloned();
        let figure = |figure: figures::Listed| ReportedFigure {
            item: item.code.clone(),
            measure: figure.measure,
            period: figure.period,
            supplier: code(figure.supplier),
            consumer: code(figure.consumer),
            quantity: figure.quantity,
            note: figure.note,
        };
        Ok(listed.into_iter().map(figure).collect())
    }
}
