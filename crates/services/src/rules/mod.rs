//! Seasons, rules and the watch's behaviour in versions: what holds, what held, what is proposed.
//!
//! Who may write settings proposes a change on the version that it was made on; the head of the office approves or
//! refuses it. What was approved governs from that instant on, and the watch judges everything anew. Writers queue at
//! the head of the audit trail, so of two approvals on the same version one comes second and is told so.

mod decide;
mod replay;

use baogong_domain::{
    Item, SeasonKind,
    access::{self, Action, Actor, Reach},
    settings::{Setting, SettingKey, SettingsBook},
};
use baogong_storage::{setting_versions, settings};
use chrono::{DateTime, NaiveDateTime, Utc};

pub use baogong_storage::setting_versions::{Proposal, ProposalId, SettingVersion};
pub use decide::NewChange;
pub use replay::{REPLAYED_DAYS, ReplayOf, Replayed};

use crate::{ServiceError, Services, clock::office_zone, demo_site::is_synthetic};

/// Seasons and rules as the page shows them.
#[derive(Clone, Debug)]
pub struct RulesInForce {
    /// Date and time in the office.
    pub taken_at: NaiveDateTime,
    /// The season that governs today.
    pub season: SeasonKind,
    /// Days left of a peak season, today included.
    pub season_days_left: Option<usize>,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// The items, in the order in which people list them.
    pub items: Vec<Item>,
    /// The newest version of each setting, by key.
    pub versions: Vec<SettingVersion>,
    /// All of them together.
    pub book: SettingsBook,
    /// What is proposed, the oldest first.
    pub pending: Vec<Proposal>,
    /// Whether the actor may propose changes.
    pub may_propose: bool,
    /// Whether the actor may approve them.
    pub may_approve: bool,
}

impl RulesInForce {
    /// The newest version of a setting.
    pub fn version(&self, key: &SettingKey) -> Option<&SettingVersion> {
        self.versions.iter().find(|version| version.setting.key() == *key)
    }
}

/// One setting, to be looked at or changed.
#[derive(Clone, Debug)]
pub struct SettingStory {
    /// The values as they stand; of an occurrence about which nothing was decided its dates as always.
    pub setting: Setting,
    /// Its versions, the newest first.
    pub versions: Vec<SettingVersion>,
}

/// Who reads the settings: who sees the whole city, and who changes settings.
fn may_read(actor: &Actor) -> Result<(), ServiceError> {
    if access::check(actor, Action::WriteSettings).is_ok() {
        return Ok(());
    }
    sees_everything(actor)
}

/// What a change would have raised tells of everybody.
fn sees_everything(actor: &Actor) -> Result<(), ServiceError> {
    match access::check(actor, Action::ReadSituation)? {
        Reach::All => Ok(()),
        Reach::Own => Err(access::Denied.into()),
    }
}

/// Who proposes: who may write settings and sees what the change would have raised.
fn may_propose(actor: &Actor) -> Result<(), ServiceError> {
    access::check(actor, Action::WriteSettings)?;
    sees_everything(actor)
}

impl Services {
    /// Seasons, rules and the watch's behaviour, with what is proposed.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn rules(&self, actor: &Actor) -> Result<RulesInForce, ServiceError> {
        may_read(actor)?;
        let mut transaction = self.store.begin_read().await?;
        let taken_at = self.clock.office_now();
        let versions = setting_versions::in_force(&mut transaction, None).await?;
        let book = setting_versions::gathered(versions.iter().map(|version| version.setting.clone()));
        let calendar = &book.rules.calendar;
        Ok(RulesInForce {
            taken_at,
            season: calendar.season_on(taken_at.date()),
            season_days_left: calendar.days_left(taken_at.date()),
            synthetic: is_synthetic(&mut transaction).await?,
            items: settings::items(&mut transaction).await?,
            versions,
            pending: setting_versions::pending(&mut transaction).await?,
            may_propose: may_propose(actor).is_ok(),
            may_approve: access::check(actor, Action::ApproveSettings).is_ok(),
            book,
        })
    }

    /// One setting with its versions.
    ///
    /// # Errors
    /// Not allowed, or there is no such setting.
    pub async fn setting(&self, actor: &Actor, key: &SettingKey) -> Result<SettingStory, ServiceError> {
        may_read(actor)?;
        let mut transaction = self.store.begin_read().await?;
        let book = setting_versions::book(&mut transaction, None).await?;
        let setting = book.get(key).ok_or_else(|| not_found(key))?;
        Ok(SettingStory { setting, versions: setting_versions::history(&mut transaction, key).await? })
    }
}

/// An instant as the office writes it.
pub fn office_clock(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&office_zone()).naive_local()
}

fn not_found(key: &SettingKey) -> ServiceError {
    ServiceError::NotFound(format!("设置 / setting {key}"))
}
