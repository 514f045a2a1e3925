//! Adding and changing a party by form.

use std::collections::HashMap;

use baogong_domain::{
    DivisionCode, Factor, Party, PartyCode, PartyKind, UnifiedSocialCreditCode,
    access::{self, Action, Actor},
    party::{PartyError, Protection},
};
use baogong_storage::{PartyId, Transaction, parties, watch};
use serde_json::json;

use super::{Conflict, FieldError, Outcome, facts, party_to_change};
use crate::{ServiceError, Services, audit::Act};

/// A party as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartyDraft {
    /// Code; fixed once the party is there.
    pub code: String,
    /// Name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Word of the kind.
    pub kind: String,
    /// Six digits.
    pub division: String,
    /// Social credit code.
    pub uscc: String,
    /// Industry.
    pub industry: String,
    /// Word of the class.
    pub protection: String,
    /// Words of the factors.
    pub factors: Vec<String>,
    /// Code of the reporter.
    pub reporter: String,
}

impl PartyDraft {
    /// A party as a form shows it.
    pub fn of(party: &Party) -> Self {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Self {
            code: party.code.to_string(),
            name: party.name.clone(),
            name_en: party.name_en.clone(),
            kind: party.kind.code().to_owned(),
            division: text(party.division.as_ref().map(DivisionCode::as_str)),
            uscc: text(party.uscc.as_ref().map(UnifiedSocialCreditCode::as_str)),
            industry: party.industry.clone(),
            protection: text(party.protection.map(Protection::code)),
            factors: party.factors.iter().map(|f| f.code().to_owned()).collect(),
            reporter: text(party.reporter.as_ref().map(PartyCode::as_str)),
        }
    }

    /// Reads the fields; everything that is wrong is said at once.
    fn read(&self) -> Result<Party, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let mut keep = |field, error: PartyError| wrong.push(FieldError::new(field, error.code(), error));
        let given = |text: &str| !text.trim().is_empty();
        let code = PartyCode::parse(&self.code).map_err(|e| keep("code", e)).ok();
        let kind = PartyKind::parse(&self.kind).map_err(|e| keep("kind", e)).ok();
        if !given(&self.name) {
            keep("name", PartyError::Name);
        }
        let division = given(&self.division).then(|| DivisionCode::parse(&self.division)).transpose();
        let uscc = given(&self.uscc).then(|| UnifiedSocialCreditCode::parse(&self.uscc)).transpose();
        let protection = given(&self.protection).then(|| Protection::parse(&self.protection)).transpose();
        let reporter = given(&self.reporter).then(|| PartyCode::parse(&self.reporter)).transpose();
        let division = division.map_err(|e| keep("division", e)).ok().flatten();
        let uscc = uscc.map_err(|e| keep("uscc", e)).ok().flatten();
        let protection = protection.map_err(|e| keep("protection", e)).ok().flatten();
        let reporter = reporter.map_err(|_| keep("reporter", PartyError::ReporterUnknown)).ok().flatten();
        let factors = Factor::parse_list(&self.factors.join(";")).map_err(|e| keep("factors", e)).unwrap_or_default();
        let party = match (code, kind) {
            (Some(code), Some(kind)) if wrong.is_empty() => Party {
                name_en: self.name_en.trim().to_owned(),
                industry: self.industry.trim().to_owned(),
                division,
                uscc,
                protection,
                reporter,
                factors,
                ..Party::new(code, self.name.trim(), kind)
            },
            _ => return Err(wrong),
        };
        Ok(party)
    }
}

impl Services {
    /// Adds a party; its code.
    ///
    /// # Errors
    /// Not allowed, or the database fails. What is wrong with the fields is an answer.
    pub async fn add_party(
        &self,
        actor: &Actor,
        draft: &PartyDraft,
    ) -> Result<Outcome<PartyCode, PartyDraft>, ServiceError> {
        access::check(actor, Action::WriteParties)?;
        let party = match draft.read() {
            Ok(party) => party,
            Err(wrong) => return Ok(Outcome::Refused(wrong)),
        };
        let mut transaction = self.begin_change().await?;
        let known = parties::all_by_code(&mut transaction).await?;
        if known.contains_key(&party.code) {
            let message = "代码已被使用 / the code is taken";
            return Ok(Outcome::Refused(vec![FieldError::new("code", "party_code_taken", message)]));
        }
        if let Err(wrong) = fits(&known, &party) {
            return Ok(Outcome::Refused(vec![wrong]));
        }
        let id = parties::put(&mut transaction, &party).await?;
        parties::stamp(&mut transaction, id, actor.name(), self.clock().now()).await?;
        watch::mark_stale(&mut transaction).await?;
        let detail = json!({ "before": null, "after": facts(&party) });
        let act = Act { actor, action: "party.add", subject: party.code.as_str(), detail: &detail };
        self.remember(&mut transaction, act).await?;
        transaction.commit().await?;
        self.bell.ring();
        Ok(Outcome::Done(party.code))
    }

    /// Changes a party, where its facts are still those of revision `base`. Its code stays as it is; its roster is not
    /// touched.
    ///
    /// # Errors
    /// Not allowed, no such party, or the database fails. What is wrong, and that somebody was faster, are answers.
    pub async fn change_party(
        &self,
        actor: &Actor,
        code: &PartyCode,
        base: i64,
        draft: &PartyDraft,
    ) -> Result<Outcome<PartyCode, PartyDraft>, ServiceError> {
        access::check(actor, Action::WriteParties)?;
        let draft = PartyDraft { code: code.to_string(), ..draft.clone() };
        let mut party = match draft.read() {
            Ok(party) => party,
            Err(wrong) => return Ok(Outcome::Refused(wrong)),
        };
        let mut transaction = self.begin_change().await?;
        let (id, before) = party_to_change(&mut transaction, code).await?;
        party.tiers.clone_from(&before.tiers);
        let version = parties::version(&mut transaction, id).await?;
        if version.revision != base {
            return Ok(Outcome::Conflict(Conflict {
                by: version.updated_by.unwrap_or_default(),
                at: version.updated_at,
                revision: version.revision,
                theirs: PartyDraft::of(&before),
            }));
        }
        if party == before {
            return Ok(Outcome::Done(party.code));
        }
        let known = parties::all_by_code(&mut transaction).await?;
        if let Err(wrong) = fits(&known, &party) {
            return Ok(Outcome::Refused(vec![wrong]));
        }
        if let Err(wrong) = kind_may_change(&mut transaction, id, &before, &party).await? {
            return Ok(Outcome::Refused(vec![wrong]));
        }
        parties::put(&mut transaction, &party).await?;
        parties::stamp(&mut transaction, id, actor.name(), self.clock().now()).await?;
        watch::mark_stale(&mut transaction).await?;
        let detail = json!({ "before": facts(&before), "after": facts(&party) });
        let act = Act { actor, action: "party.change", subject: code.as_str(), detail: &detail };
        self.remember(&mut transaction, act).await?;
        transaction.commit().await?;
        self.bell.ring();
        Ok(Outcome::Done(party.code))
    }
}

/// Whether a party's facts go together and with those of the other parties.
pub(super) fn fits(known: &HashMap<PartyCode, (PartyId, Party)>, party: &Party) -> Result<(), FieldError> {
    let reporter = party.reporter.as_ref().and_then(|code| known.get(code)).map(|(_, reporter)| reporter);
    party.check(reporter).map_err(|(field, error)| FieldError::new(field, error.code(), error))?;
    let another = |p: &Party| p.kind == PartyKind::WholeCity && p.code != party.code;
    if party.kind == PartyKind::WholeCity && known.values().any(|(_, p)| another(p)) {
        let message = "“全市”只能有一个 / there can be only one party of kind whole_city";
        return Err(FieldError::new("kind", "whole_city_twice", message));
    }
    Ok(())
}

/// Whether nothing relies on the kind that is to be given up.
pub(super) async fn kind_may_change(
    transaction: &mut Transaction,
    id: PartyId,
    before: &Party,
    after: &Party,
) -> Result<Result<(), FieldError>, ServiceError> {
    if before.kind == after.kind {
        return Ok(Ok(()));
    }
    let after = after.kind;
    let uses = parties::uses(transaction, id).await?;
    let what = if uses.supplies && !after.can_supply() {
        "已有供应数据 / figures name it as supplier"
    } else if uses.consumes && !after.can_consume() {
        "已有需求数据 / figures name it as consumer"
    } else if uses.reports && !after.can_report_for_others() {
        "是其他单位的填报单位 / it reports for others"
    } else if uses.roles.iter().any(|role| role.party_kind().is_some_and(|kind| kind != after)) {
        "有账号按原类型使用 / accounts act for it in its old kind"
    } else {
        return Ok(Ok(()));
    };
    let (zh, en) = what.split_once(" / ").unwrap_or((what, what));
    let message = format!("类型不能改为“{}”：{zh} / the kind cannot become {}: {en}", after.names().0, after.code());
    Ok(Err(FieldError::new("kind", "kind_in_use", message)))
}
