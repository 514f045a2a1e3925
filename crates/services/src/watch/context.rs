//! What a run starts from: the city, how the watch behaves, and whether either has changed.

use std::collections::BTreeMap;

use baogong_domain::{
    Item, PartyCode, Quantity, Rule,
    watch::{ItemWatch, WatchBook, WatchSettings},
};
use baogong_storage::{PartyId, Transaction, capacities, watch::settings};
use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};

use crate::{ServiceError, city::City, hex};

/// City and settings of one run.
pub(super) struct Context {
    pub(super) city: City,
    pub(super) book: WatchBook,
    pub(super) day: NaiveDate,
}

impl Context {
    /// Everything that a run over all parties needs.
    pub(super) async fn whole(transaction: &mut Transaction, day: NaiveDate) -> Result<Self, ServiceError> {
        let city = City::load(transaction).await?;
        Ok(Self { city, book: settings::book(transaction).await?, day })
    }

    /// The same with some parties alone.
    pub(super) async fn of(
        transaction: &mut Transaction,
        day: NaiveDate,
        parties: &[PartyId],
    ) -> Result<Self, ServiceError> {
        let city = City::load_of(transaction, parties).await?;
        Ok(Self { city, book: settings::book(transaction).await?, day })
    }

    /// How the watch behaves on the day.
    pub(super) fn settings(&self) -> Result<&WatchSettings, ServiceError> {
        let found = self.book.on(&self.city.rules.calendar, self.day);
        found.ok_or_else(|| ServiceError::NotFound("值守设置 / settings of the watch".to_owned()))
    }

    /// A digest of everything but figures and parties that a judgement depends on.
    pub(super) fn digest(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(format!("{:?}{:?}{:?}", self.city.items, self.city.terms(), self.book));
        hex(&digest.finalize())
    }

    /// What each party can deliver of an item.
    pub(super) async fn capacities(
        &self,
        transaction: &mut Transaction,
        item: &Item,
    ) -> Result<BTreeMap<PartyCode, Quantity>, ServiceError> {
        let stated = capacities::of_item(transaction, &item.code).await?;
        let known = |(party, per_day): (PartyId, Quantity)| Some((self.city.code_of(party)?.clone(), per_day));
        Ok(stated.into_iter().filter_map(known).collect())
    }

    /// The watch over an item, where the office has set a rule.
    pub(super) fn watch<'c>(
        &'c self,
        item: &'c Item,
        capacities: &'c BTreeMap<PartyCode, Quantity>,
    ) -> Result<Option<ItemWatch<'c>>, ServiceError> {
        let Some(rule): Option<&Rule> = self.city.rules.rule(&item.code, self.day) else { return Ok(None) };
        Ok(Some(ItemWatch { on: self.day, item, rule, settings: self.settings()?, capacities }))
    }
}
