//! From what an edit or a question names to a figure's key, and whether the actor may see it.

use baogong_domain::{
    FigureKey, Item, ItemCode, Measure, Party, PartyCode, Period,
    access::{self, Actor},
    duty::answerable,
};
use baogong_storage::{
    PartyId, Transaction,
    figures::{self, SeriesId},
};

use crate::{ServiceError, city::City, reading::named_of_item};

/// What a cell is about, in the words of files and addresses.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Code of the item.
    pub item: String,
    /// Code of the measure.
    pub measure: String,
    /// Code of the supplier.
    pub supplier: Option<String>,
    /// Code of the consumer.
    pub consumer: Option<String>,
}

/// A subject that reads well: everything that it names exists.
#[derive(Clone, Debug)]
pub(super) struct Named<'c> {
    pub(super) item: &'c Item,
    pub(super) key: FigureKey,
    pub(super) supplier: Option<&'c Party>,
    pub(super) consumer: Option<&'c Party>,
    /// As storage names it.
    pub(super) subject: figures::Subject<'c>,
    /// Its series, where it is known to have one.
    pub(super) series: Option<SeriesId>,
}

/// A cell that does not exist, or not for this reader.
pub(super) fn not_found() -> ServiceError {
    ServiceError::NotFound("指标 / figure".to_owned())
}

impl<'c> Named<'c> {
    /// Looks everything up.
    ///
    /// # Errors
    /// Not found, or a subject that cannot be: see [`baogong_domain::FigureError`].
    pub(super) fn find(city: &'c City, subject: &Subject) -> Result<Self, ServiceError> {
        let item = ItemCode::parse(&subject.item).ok_or_else(not_found)?;
        let item = city.item(&item).map_err(|_| not_found())?;
        let measure = Measure::parse(&subject.measure).ok_or_else(not_found)?;
        let party = |code: Option<&String>| {
            let code = code.map(|text| PartyCode::parse(text)).transpose().map_err(|_| not_found())?;
            code.map(|code| city.party(&code)).transpose().map_err(|_| not_found())
        };
        let (supplier, consumer) = (party(subject.supplier.as_ref())?, party(subject.consumer.as_ref())?);
        let key = FigureKey::new(item, measure, supplier, consumer)
            .map_err(|error| ServiceError::invalid(error.code(), error.to_string()))?;
        Self::of(city, item, key)
    }

    /// The same of a key that the city is known to hold.
    pub(super) fn of(city: &'c City, item: &'c Item, key: FigureKey) -> Result<Self, ServiceError> {
        let party = |code: Option<&PartyCode>| code.map(|code| city.party(code)).transpose();
        let id = |code: Option<&PartyCode>| -> Result<Option<PartyId>, ServiceError> {
            code.map(|code| city.party_id(code)).transpose()
        };
        let (supplier, consumer) = (party(key.supplier())?, party(key.consumer())?);
        let (supplier_id, consumer_id) = (id(key.supplier())?, id(key.consumer())?);
        let subject =
            figures::Subject { item: &item.code, measure: key.measure(), supplier: supplier_id, consumer: consumer_id };
        Ok(Self { item, key, supplier, consumer, subject, series: None })
    }

    /// Who is answerable for it, and for whom the office opens what is locked.
    pub(super) fn answerable(&self, city: &City) -> Option<PartyId> {
        let reporter = self.consumer.and_then(|party| party.reporter.as_ref());
        let reporter = reporter.and_then(|code| city.party_id(code).ok());
        answerable(self.key.measure(), self.subject.supplier, self.subject.consumer, |_| reporter)
    }

    /// Whether the actor may report it.
    pub(super) fn is_writable(&self, actor: &Actor) -> bool {
        access::may_write_figure(actor, &self.key, self.consumer)
    }

    /// Whether the actor may see it, where nothing but its own side counts. `named` as in [`access::Named`].
    pub(super) fn is_readable(&self, actor: &Actor, named: &access::Named) -> bool {
        access::may_read_figure(actor, &self.key, self.supplier, self.consumer, named)
    }

    /// Whether the actor may see it; reads whom its suppliers serve where that decides.
    pub(super) async fn may_be_read(
        &self,
        transaction: &mut Transaction,
        city: &City,
        actor: &Actor,
    ) -> Result<bool, ServiceError> {
        if self.is_writable(actor) || self.is_readable(actor, &access::Named::new()) {
            return Ok(true);
        }
        let named = named_of_item(transaction, city, self.item, actor).await?;
        Ok(self.is_readable(actor, &named))
    }
}

/// Reads a day or a month.
///
/// # Errors
/// It is neither.
pub(super) fn period(text: &str) -> Result<Period, ServiceError> {
    let period = Period::parse(text).map_err(|e| ServiceError::invalid(e.code(), format!("“{text}”：{e}")))?;
    if period.grain() == baogong_domain::Grain::Year {
        let message = "填报表只填日和月 / the desk takes days and months; import a year's figure from a file";
        return Err(ServiceError::invalid("period_is_a_year", message));
    }
    Ok(period)
}
