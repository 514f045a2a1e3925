//! Declared levels: what the office declares with a document, beside what the figures say; and that its measures are
//! carried out.

use baogong_domain::{
    ItemCode, Level, Scope,
    access::{self, Action, Actor, Reach},
    watch::{Confirmer, DeclaredLevel, Step, measures},
};
use baogong_storage::{
    Transaction, figures, parties,
    watch::declared::{self, Confirmation, DeclaredId, StoredDeclared},
};
use chrono::{DateTime, Utc};
use serde_json::json;

use super::handle::text_of;
use crate::{ServiceError, Services, audit::Act, city::City};

/// A level to be declared.
#[derive(Clone, Debug)]
pub struct NewDeclaration {
    /// Of which item.
    pub item: ItemCode,
    /// Where.
    pub scope: Scope,
    /// Which level.
    pub level: Level,
    /// The number of the document.
    pub document: String,
    /// A remark; may be empty.
    pub note: String,
}

/// Measures in the order in which they are taken, each with who must confirm it and who has.
pub type Measures = Vec<(Step, Vec<(Confirmer, Option<Confirmation>)>)>;

/// A declared level with its measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Its key.
    pub id: DeclaredId,
    /// What it says, and how it ended.
    pub stored: StoredDeclared,
    /// Each measure that it prescribes, with who must confirm it and who has.
    pub measures: Measures,
    /// For whom the reader may confirm.
    pub may_confirm: Vec<Confirmer>,
}

impl Declaration {
    /// What was declared of an item in a scope, the newest first.
    pub(super) async fn of(
        transaction: &mut Transaction,
        actor: &Actor,
        item: &ItemCode,
        scope: &Scope,
        most: i64,
    ) -> Result<Vec<Self>, ServiceError> {
        let mut declared = Vec::new();
        for stored in declared::of(transaction, item, scope, most).await? {
            declared.push(Self::read(transaction, actor, stored).await?);
        }
        Ok(declared)
    }

    /// As it stood at an instant; `None` where it had not been declared.
    pub(super) fn then(mut self, at: DateTime<Utc>) -> Option<Self> {
        if self.stored.declared.at > at {
            return None;
        }
        self.stored.ended = self.stored.ended.filter(|(_, ended, _)| *ended <= at);
        self.may_confirm.clear();
        for (_, confirmation) in self.measures.iter_mut().flat_map(|(_, confirmers)| confirmers) {
            *confirmation = confirmation.take().filter(|found| found.at <= at);
        }
        Some(self)
    }

    async fn read(transaction: &mut Transaction, actor: &Actor, stored: StoredDeclared) -> Result<Self, ServiceError> {
        let confirmed = declared::confirmations(transaction, stored.id).await?;
        let confirmation = |step: Step, confirmer: Confirmer| {
            let found = confirmed.iter().find(|c| c.step == step && c.confirmer == confirmer).cloned();
            (confirmer, found)
        };
        let measure = |step: &Step| (*step, step.confirmers().iter().map(|c| confirmation(*step, *c)).collect());
        let measures = measures(stored.declared.level).iter().map(measure).collect();
        let may_confirm = if stored.ended.is_none() && access::check(actor, Action::ConfirmMeasures).is_ok() {
            let DeclaredLevel { item, scope, .. } = &stored.declared;
            let supplies = supplies(transaction, actor, item).await?;
            let may = |confirmer: &Confirmer| access::may_confirm(actor, item.factor(), scope, *confirmer, supplies);
            Confirmer::ALL.into_iter().filter(may).collect()
        } else {
            Vec::new()
        };
        Ok(Self { id: stored.id, stored, measures, may_confirm })
    }
}

impl Services {
    /// The declared levels in force, now or at an instant, with their measures: all of them, or for who confirms measures those of the city
    /// and of the own division.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn declarations(
        &self,
        actor: &Actor,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Vec<Declaration>, ServiceError> {
        let reach = access::check(actor, Action::ReadSituation)?;
        let mut transaction = self.store.begin_read().await?;
        let in_force = match as_of {
            None => declared::in_force(&mut transaction).await?,
            Some(at) => declared::in_force_at(&mut transaction, at).await?,
        };
        let mut found = Vec::new();
        for stored in in_force {
            if reach == Reach::All || is_told(actor, &stored.declared.scope) {
                let declaration = Declaration::read(&mut transaction, actor, stored).await?;
                found.extend(match as_of {
                    None => Some(declaration),
                    Some(at) => declaration.then(at),
                });
            }
        }
        Ok(found)
    }

    /// Declares a level. One that was in force for the same item and scope ends by it.
    ///
    /// # Errors
    /// Not allowed, no document number, an unknown item, party or division, or the same level is in force.
    pub async fn declare(&self, actor: &Actor, new: &NewDeclaration) -> Result<DeclaredId, ServiceError> {
        access::check(actor, Action::HandleAlerts)?;
        let document =
            text_of(&new.document, "document_missing", "请填写文号 / a declared level needs its document number")?;
        let mut transaction = self.begin_handling().await?;
        let city = City::load(&mut transaction).await?;
        city.item(&new.item)?;
        match &new.scope {
            Scope::Party(code) => drop(city.party(code)?),
            Scope::Division(code) => {
                let known = city.parties.iter().any(|p| p.division.as_ref() == Some(code));
                known.then_some(()).ok_or_else(|| ServiceError::NotFound(format!("区划 / division {code}")))?;
            }
            Scope::City => {}
        }
        let now = self.instant();
        let running = declared::in_force(&mut transaction).await?;
        let before = running.into_iter().find(|s| s.declared.item == new.item && s.declared.scope == new.scope);
        if let Some(before) = &before {
            if before.declared.level == new.level {
                let message = "已宣布该级别 / this level is in force already: end it first, or declare another";
                return Err(ServiceError::invalid("already_declared", message));
            }
            declared::end(&mut transaction, before.id, actor.name(), now, document).await?;
        }
        let declared = DeclaredLevel {
            item: new.item.clone(),
            scope: new.scope.clone(),
            level: new.level,
            document: document.to_owned(),
            note: new.note.trim().to_owned(),
            by: actor.name().to_owned(),
            at: now,
        };
        let id = declared::add(&mut transaction, &declared).await?;
        let subject = format!("{} {}", new.item, new.scope);
        let detail = json!({
            "declared": id, "level": new.level.code(), "document": document,
            "before": before.map(|before| before.declared.level.code()),
        });
        self.remember(&mut transaction, Act { actor, action: "alerts.declare", subject: &subject, detail: &detail })
            .await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Ends a declared level, by a document or with a reason.
    ///
    /// # Errors
    /// Not allowed, no document or reason, no such declaration, or one that has ended.
    pub async fn end_declared(&self, actor: &Actor, id: DeclaredId, document: &str) -> Result<(), ServiceError> {
        access::check(actor, Action::HandleAlerts)?;
        let document =
            text_of(document, "document_missing", "请填写解除文号或原因 / say by which document or why it ends")?;
        let mut transaction = self.begin_handling().await?;
        let stored = declared::by_id(&mut transaction, id).await?.ok_or_else(|| not_found(id))?;
        if !declared::end(&mut transaction, id, actor.name(), self.instant(), document).await? {
            return Err(ended());
        }
        let subject = format!("{} {}", stored.declared.item, stored.declared.scope);
        let detail = json!({ "declared": id, "level": stored.declared.level.code(), "document": document });
        self.remember(
            &mut transaction,
            Act { actor, action: "alerts.end_declared", subject: &subject, detail: &detail },
        )
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Records that a measure is carried out, for one of those who must confirm it. The first confirmation stands.
    ///
    /// # Errors
    /// Not allowed, no such declaration, one that has ended, or a measure or confirmer that it does not ask for.
    pub async fn confirm_measure(
        &self,
        actor: &Actor,
        id: DeclaredId,
        step: Step,
        confirmer: Confirmer,
        note: &str,
    ) -> Result<(), ServiceError> {
        access::check(actor, Action::ConfirmMeasures)?;
        let mut transaction = self.begin_handling().await?;
        let stored = declared::by_id(&mut transaction, id).await?.ok_or_else(|| not_found(id))?;
        let declared = &stored.declared;
        let supplies = supplies(&mut transaction, actor, &declared.item).await?;
        if !access::may_confirm(actor, declared.item.factor(), &declared.scope, confirmer, supplies) {
            return Err(access::Denied.into());
        }
        if stored.ended.is_some() {
            return Err(ended());
        }
        if !measures(declared.level).contains(&step) || !step.confirmers().contains(&confirmer) {
            let message = "该级别没有这项措施或确认方 / this level does not ask for that measure or confirmer";
            return Err(ServiceError::invalid("measure_not_asked", message));
        }
        let confirmation = Confirmation {
            step,
            confirmer,
            by: actor.name().to_owned(),
            at: self.instant(),
            note: note.trim().to_owned(),
        };
        if declared::confirm(&mut transaction, id, &confirmation).await? {
            let subject = format!("{} {}", declared.item, declared.scope);
            let detail = json!({ "declared": id, "step": step.code(), "confirmer": confirmer.code() });
            let act = Act { actor, action: "alerts.confirm_measure", subject: &subject, detail: &detail };
            self.remember(&mut transaction, act).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}

/// Whether the actor hears of what is declared in a scope: of the city everybody who confirms measures does.
fn is_told(actor: &Actor, scope: &Scope) -> bool {
    let confirms = access::check(actor, Action::ConfirmMeasures).is_ok();
    let own = |user: &access::User| match scope {
        Scope::City => confirms,
        Scope::Division(division) => confirms && user.division.as_ref() == Some(division),
        Scope::Party(party) => user.is_of(party),
    };
    actor.user().is_none_or(own)
}

/// Whether the actor's party supplies the item.
async fn supplies(transaction: &mut Transaction, actor: &Actor, item: &ItemCode) -> Result<bool, ServiceError> {
    let Some(party) = actor.user().and_then(|user| user.party.as_ref()) else { return Ok(false) };
    let Some((id, _)) = parties::by_code(transaction, party).await? else { return Ok(false) };
    let subjects = figures::subjects(transaction, item).await?;
    Ok(subjects.iter().any(|subject| subject.supplier == Some(id)))
}

fn not_found(id: DeclaredId) -> ServiceError {
    ServiceError::NotFound(format!("宣布级别 / declared level {id}"))
}

fn ended() -> ServiceError {
    ServiceError::invalid("declared_ended", "该级别已解除 / the declared level has ended")
}
