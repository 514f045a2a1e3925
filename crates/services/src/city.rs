//! What every computation over figures starts from: items, rules and parties, read in one transaction.

use std::collections::HashMap;

use baogong_domain::{
    DayRange, DivisionCode, Item, ItemBook, ItemCode, Party, PartyCode, Rule, RuleBook, Scope, Series, WorkCalendar,
    defaults,
    duty::{DutySettings, Terms},
};
use baogong_storage::{PartyId, Transaction, figures, parties, settings, work_calendar};
use chrono::{DateTime, NaiveDate, Utc};

use crate::ServiceError;

pub(crate) struct City {
    pub(crate) items: Vec<Item>,
    pub(crate) rules: RuleBook,
    work_days: WorkCalendar,
    duty: DutySettings,
    pub(crate) parties: Vec<Party>,
    /// As it was known at this instant, or now.
    pub(crate) as_of: Option<DateTime<Utc>>,
    ids: Vec<PartyId>,
    places: HashMap<PartyId, usize>,
}

impl City {
    pub(crate) async fn load(transaction: &mut Transaction) -> Result<Self, ServiceError> {
        Self::load_at(transaction, None).await
    }

    /// The city by the rules that were in force at an earlier instant. Registry, items and working calendar are today's:
    /// they keep no history.
    pub(crate) async fn load_at(
        transaction: &mut Transaction,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Self, ServiceError> {
        let parties = parties::all(transaction).await?;
        Self::with(transaction, parties, as_of).await
    }

    /// The city as if these were all its parties: the cost does not grow with the others.
    pub(crate) async fn load_of(transaction: &mut Transaction, who: &[PartyId]) -> Result<Self, ServiceError> {
        let mut parties = Vec::with_capacity(who.len());
        for id in who {
            if let Some(party) = parties::by_id(transaction, *id).await? {
                parties.push((*id, party));
            }
        }
        parties.sort_by(|(_, a), (_, b)| a.code.cmp(&b.code));
        parties.dedup_by_key(|(id, _)| *id);
        Self::with(transaction, parties, None).await
    }

    async fn with(
        transaction: &mut Transaction,
        parties: Vec<(PartyId, Party)>,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Self, ServiceError> {
        let items = settings::items(transaction).await?;
        let rules = settings::rule_book_as_of(transaction, as_of).await?;
        let work_days = work_calendar::load(transaction).await?;
        let duty = work_calendar::settings(transaction).await?.unwrap_or_else(defaults::duty_settings);
        let (ids, parties): (Vec<PartyId>, Vec<Party>) = parties.into_iter().unzip();
        let places = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        Ok(Self { items, rules, work_days, duty, parties, as_of, ids, places })
    }

    /// What deadlines depend on.
    pub(crate) const fn terms(&self) -> Terms<'_> {
        Terms { rules: &self.rules, work_days: &self.work_days, settings: &self.duty }
    }

    /// The division that a scope lies in; the city lies in none.
    pub(crate) fn division_of<'c>(&'c self, scope: &'c Scope) -> Option<&'c DivisionCode> {
        match scope {
            Scope::City => None,
            Scope::Division(code) => Some(code),
            Scope::Party(code) => self.party(code).ok()?.division.as_ref(),
        }
    }

    pub(crate) fn item(&self, code: &ItemCode) -> Result<&Item, ServiceError> {
        let found = self.items.iter().find(|i| i.code == *code);
        found.ok_or_else(|| ServiceError::NotFound(format!("品种 / item {code}")))
    }

    pub(crate) fn rule(&self, item: &ItemCode, on: NaiveDate) -> Result<&Rule, ServiceError> {
        let found = self.rules.rule(item, on);
        found.ok_or_else(|| ServiceError::NotFound(format!("规则 / rule for {item}")))
    }

    /// The rules that govern the items on a date.
    pub(crate) fn rules_on(&self, on: NaiveDate) -> Vec<Rule> {
        self.items.iter().filter_map(|item| self.rules.rule(&item.code, on)).cloned().collect()
    }

    pub(crate) fn party(&self, code: &PartyCode) -> Result<&Party, ServiceError> {
        let found = self.parties.binary_search_by(|p| p.code.cmp(code)).map(|place| &self.parties[place]);
        found.map_err(|_| ServiceError::NotFound(format!("单位 / party {code}")))
    }

    pub(crate) fn party_id(&self, code: &PartyCode) -> Result<PartyId, ServiceError> {
        let found = self.parties.binary_search_by(|p| p.code.cmp(code)).map(|place| self.ids[place]);
        found.map_err(|_| ServiceError::NotFound(format!("单位 / party {code}")))
    }

    pub(crate) fn party_of(&self, id: PartyId) -> Option<&Party> {
        self.places.get(&id).map(|place| &self.parties[*place])
    }

    pub(crate) fn code_of(&self, id: PartyId) -> Option<&PartyCode> {
        self.places.get(&id).map(|place| &self.parties[*place].code)
    }

    /// Series with their parties by place.
    pub(crate) fn series(&self, loaded: impl IntoIterator<Item = figures::Loaded>) -> Vec<Series> {
        let place = |id: Option<PartyId>| id.and_then(|id| self.places.get(&id).copied());
        let series = loaded.into_iter().map(|series| Series {
            measure: series.measure,
            supplier: place(series.supplier),
            consumer: place(series.consumer),
            figures: series.figures,
            since: Some(series.since),
        });
        series.collect()
    }

    /// The item's figures that a computation over `range` reads.
    pub(crate) async fn book<'c>(
        &'c self,
        transaction: &mut Transaction,
        item: &'c Item,
        range: DayRange,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<ItemBook<'c>, ServiceError> {
        let loaded = figures::load(transaction, &item.code, item.nature, range, as_of).await?;
        Ok(ItemBook { item, parties: &self.parties, series: self.series(loaded) })
    }
}
