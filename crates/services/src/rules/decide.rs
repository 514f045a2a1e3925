//! Proposing, approving and refusing: each one transaction with its entry in the trail.

use baogong_domain::{
    access::{self, Action, Actor},
    settings::{Setting, SettingError, SettingKey, Values},
};
use baogong_storage::{
    Transaction,
    audit::take_head,
    setting_versions::{self, NewProposal, Proposal, ProposalId, ProposalState},
    settings,
};
use serde_json::json;

use super::{may_propose, not_found};
use crate::{ServiceError, Services, audit::Act};

/// The longest document number, in characters.
const LONGEST_DOCUMENT: usize = 100;
/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// A change to be proposed.
#[derive(Clone, Debug)]
pub struct NewChange {
    /// Which setting.
    pub key: SettingKey,
    /// The values by field.
    pub values: Values,
    /// The version that they were made on; 0 where there was none.
    pub base: i64,
    /// The number of the document (文号); of a decision about a season it is needed.
    pub document: String,
    /// Why.
    pub reason: String,
}

impl From<SettingError> for ServiceError {
    fn from(error: SettingError) -> Self {
        Self::invalid(SettingError::CODE, error.to_string())
    }
}

impl Services {
    /// Proposes a change.
    ///
    /// # Errors
    /// Not allowed, values that are not sensible, no reason, a decision without document, nothing that changes, or a
    /// newer version.
    pub async fn propose_setting(&self, actor: &Actor, change: &NewChange) -> Result<ProposalId, ServiceError> {
        may_propose(actor)?;
        let mut transaction = self.store.begin_write().await?;
        take_head(&mut transaction).await?;
        let id = self.propose(&mut transaction, actor, change).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Proposes a change and approves it in one step.
    ///
    /// # Errors
    /// As [`Services::propose_setting`]; or the actor may not approve.
    pub async fn save_setting(&self, actor: &Actor, change: &NewChange) -> Result<ProposalId, ServiceError> {
        access::check(actor, Action::ApproveSettings)?;
        may_propose(actor)?;
        let mut transaction = self.store.begin_write().await?;
        take_head(&mut transaction).await?;
        let id = self.propose(&mut transaction, actor, change).await?;
        self.approve(&mut transaction, actor, id).await?;
        transaction.commit().await?;
        self.bell.ring();
        Ok(id)
    }

    /// Approves a proposal: from now on it holds, and the watch judges everything anew.
    ///
    /// # Errors
    /// Not allowed, no such proposal, one that is decided, or a version that is newer than the one it was made on.
    pub async fn approve_setting(&self, actor: &Actor, id: ProposalId) -> Result<(), ServiceError> {
        access::check(actor, Action::ApproveSettings)?;
        let mut transaction = self.store.begin_write().await?;
        take_head(&mut transaction).await?;
        self.approve(&mut transaction, actor, id).await?;
        transaction.commit().await?;
        self.bell.ring();
        Ok(())
    }

    /// Refuses a proposal, with a reason.
    ///
    /// # Errors
    /// Not allowed, no reason, no such proposal, or one that is decided.
    pub async fn refuse_setting(&self, actor: &Actor, id: ProposalId, note: &str) -> Result<(), ServiceError> {
        access::check(actor, Action::ApproveSettings)?;
        let note = given_reason(note)?;
        let mut transaction = self.store.begin_write().await?;
        take_head(&mut transaction).await?;
        let proposal = pending(&mut transaction, id).await?;
        let by = (actor.name(), self.instant());
        setting_versions::decide(&mut transaction, id, ProposalState::Refused, by, note).await?;
        let detail = json!({ "proposal": id, "proposed_by": proposal.new.proposed_by, "reason": note });
        let subject = proposal.new.setting.key().to_string();
        self.remember(&mut transaction, Act { actor, action: "settings.refuse", subject: &subject, detail: &detail })
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn propose(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        change: &NewChange,
    ) -> Result<ProposalId, ServiceError> {
        let setting = Setting::read(&change.key, &change.values)?;
        let key = setting.key();
        let reason = given_reason(&change.reason)?;
        let document = given_document(&change.document, &key)?;
        check(transaction, &setting).await?;
        let newest = setting_versions::newest(transaction, &key).await?;
        if newest != change.base {
            return Err(stale(newest));
        }
        let before = setting_versions::book(transaction, None).await?.get(&key);
        if newest > 0 && before.as_ref() == Some(&setting) {
            let message = "没有改动 / nothing differs from what holds already: change a value first";
            return Err(ServiceError::invalid("setting_unchanged", message));
        }
        let new = NewProposal {
            setting: setting.clone(),
            base: change.base,
            document: document.to_owned(),
            reason: reason.to_owned(),
            proposed_by: actor.name().to_owned(),
            proposed_at: self.instant(),
        };
        let id = setting_versions::propose(transaction, &new).await?;
        let detail = json!({
            "proposal": id, "base": change.base, "document": document, "reason": reason,
            "before": before.map(|before| before.to_document()), "after": setting.to_document(),
        });
        let subject = key.to_string();
        self.remember(transaction, Act { actor, action: "settings.propose", subject: &subject, detail: &detail })
            .await?;
        Ok(id)
    }

    async fn approve(&self, transaction: &mut Transaction, actor: &Actor, id: ProposalId) -> Result<(), ServiceError> {
        let proposal = pending(transaction, id).await?;
        let key = proposal.new.setting.key();
        let newest = setting_versions::newest(transaction, &key).await?;
        if newest != proposal.new.base {
            return Err(stale(newest));
        }
        // Another season may have moved since it was proposed.
        check(transaction, &proposal.new.setting).await?;
        let before = setting_versions::book(transaction, None).await?.get(&key);
        let by = (actor.name(), self.instant());
        setting_versions::decide(transaction, id, ProposalState::Approved, by, "").await?;
        setting_versions::add(transaction, newest + 1, &proposal, by).await?;
        let detail = json!({
            "proposal": id, "version": newest + 1, "proposed_by": proposal.new.proposed_by,
            "document": proposal.new.document, "before": before.map(|before| before.to_document()),
            "after": proposal.new.setting.to_document(),
        });
        let subject = key.to_string();
        self.remember(transaction, Act { actor, action: "settings.approve", subject: &subject, detail: &detail }).await
    }
}

/// Checks a setting by itself, against its item and against the others as they stand.
pub(super) async fn check(transaction: &mut Transaction, setting: &Setting) -> Result<(), ServiceError> {
    setting.check()?;
    if let SettingKey::Rule(code, _) = setting.key() {
        let items = settings::items(transaction).await?;
        let item = items.iter().find(|item| item.code == code).ok_or_else(|| not_found(&setting.key()))?;
        setting.check_item(item)?;
    }
    setting_versions::book(transaction, None).await?.check_with(setting)?;
    Ok(())
}

/// A proposal about which nobody has decided.
pub(super) async fn pending(transaction: &mut Transaction, id: ProposalId) -> Result<Proposal, ServiceError> {
    let found = setting_versions::by_id(transaction, id).await?;
    let found = found.ok_or_else(|| ServiceError::NotFound(format!("提案 / proposal {id}")))?;
    if found.state != ProposalState::Pending {
        let message = "该提案已有结论 / somebody has decided about this proposal already";
        return Err(ServiceError::invalid("proposal_decided", message));
    }
    Ok(found)
}

fn stale(newest: i64) -> ServiceError {
    let message = format!(
        "这项设置已有新的版本（第 {newest} 版），请在新版本上重新提出 / the setting has a newer version ({newest}) than this was made on: make the change on that one"
    );
    ServiceError::invalid("setting_stale", message)
}

fn given_reason(reason: &str) -> Result<&str, ServiceError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let message = format!(
            "请写明理由，最多 {LONGEST_REASON} 字 / a reason is needed, in at most {LONGEST_REASON} characters"
        );
        return Err(ServiceError::invalid("reason_missing", message));
    }
    Ok(reason)
}

fn given_document<'t>(document: &'t str, key: &SettingKey) -> Result<&'t str, ServiceError> {
    let document = document.trim();
    if document.is_empty() && matches!(key, SettingKey::Decision(..)) {
        let message = "调整某一季须有决定文号 / a decision about a season needs its document number";
        return Err(ServiceError::invalid("document_missing", message));
    }
    if document.chars().count() > LONGEST_DOCUMENT {
        let message =
            format!("文号最多 {LONGEST_DOCUMENT} 字 / a document number has at most {LONGEST_DOCUMENT} characters");
        return Err(ServiceError::invalid("document_too_long", message));
    }
    Ok(document)
}
