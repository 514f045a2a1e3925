//! What a change would have raised over the days that have passed, before it is saved.

use std::collections::HashSet;

use baogong_domain::{
    DayRange, ItemBook, Party, PartyCode, PartyKind, Scope, Series,
    access::Actor,
    replay::{Replay, reading_range, replay},
    settings::{Setting, SettingKey, SettingsBook, Values},
};
use baogong_storage::{Transaction, setting_versions};

use super::{
    ProposalId,
    decide::{check, pending},
    sees_everything,
};
use crate::{ServiceError, Services, city::City};

/// How far a replay looks back, in days.
pub const REPLAYED_DAYS: u32 = 400;

/// The change that is replayed.
#[derive(Clone, Debug)]
pub enum ReplayOf {
    /// As a form says it.
    Values(SettingKey, Values),
    /// As it was proposed.
    Proposal(ProposalId),
}

/// A change beside what holds.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// The values as they stand.
    pub before: Option<Setting>,
    /// The values as they would be.
    pub after: Setting,
    /// The version that stands.
    pub base: i64,
    /// What would have differed; `None` of what changes no level (how the watch behaves).
    pub replay: Option<Replay>,
    /// The parties that it names, and the district offices.
    pub parties: Vec<Party>,
}

impl Services {
    /// Compares a change with what holds, over the last [`REPLAYED_DAYS`] days. Writes nothing.
    ///
    /// # Errors
    /// Not allowed, values that are not sensible, no such proposal that waits for a decision, or the database fails.
    pub async fn replay_setting(&self, actor: &Actor, of: &ReplayOf) -> Result<Replayed, ServiceError> {
        sees_everything(actor)?;
        let mut transaction = self.store.begin_read().await?;
        let setting = match of {
            ReplayOf::Values(key, values) => Setting::read(key, values)?,
            ReplayOf::Proposal(id) => pending(&mut transaction, *id).await?.new.setting,
        };
        check(&mut transaction, &setting).await?;
        let key = setting.key();
        let base = setting_versions::newest(&mut transaction, &key).await?;
        let old = setting_versions::book(&mut transaction, None).await?;
        let before = old.get(&key).filter(|_| base > 0 || matches!(key, SettingKey::Decision(..)));
        let (replay, parties) = match &setting {
            // A level depends on rules and seasons alone.
            Setting::Watch(_) => (None, Vec::new()),
            Setting::Season(_) | Setting::Decision(_) | Setting::Rule(_) => {
                let new = old.clone().with(&setting);
                let (replay, parties) = self.compare(transaction, old, new).await?;
                (Some(replay), parties)
            }
        };
        Ok(Replayed { before, after: setting, base, replay, parties })
    }

    /// Replays two books of settings over the figures as they are known now.
    async fn compare(
        &self,
        mut transaction: Transaction,
        old: SettingsBook,
        new: SettingsBook,
    ) -> Result<(Replay, Vec<Party>), ServiceError> {
        let days = DayRange::ending(self.clock.today(), REPLAYED_DAYS);
        let city = City::load(&mut transaction).await?;
        let mut figures: Vec<(usize, Vec<Series>)> = Vec::new();
        for (place, item) in city.items.iter().enumerate() {
            let Some(range) = reading_range(&item.code, &old.rules, &new.rules, days) else { continue };
            figures.push((place, city.book(&mut transaction, item, range, None).await?.series));
        }
        drop(transaction);
        // It may take seconds: not on the threads that answer requests.
        let work = move || {
            let book = |(place, series): (usize, Vec<Series>)| {
                Some(ItemBook { item: city.items.get(place)?, parties: &city.parties, series })
            };
            let books: Vec<ItemBook<'_>> = figures.into_iter().filter_map(book).collect();
            let replay = replay(&books, &old.rules, &new.rules, days);
            let party = |scope: &Scope| if let Scope::Party(code) = scope { Some(code.clone()) } else { None };
            let named: HashSet<PartyCode> = replay.spells.iter().filter_map(|spell| party(&spell.scope)).collect();
            let named = |party: &&Party| party.kind == PartyKind::District || named.contains(&party.code);
            let parties = city.parties.iter().filter(named).cloned().collect();
            (replay, parties)
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| {
            tracing::error!(%error, "a replay broke off");
            ServiceError::invalid("replay_failed", "试算中断，请重试 / the replay broke off: try again")
        })
    }
}
