//! The roster of key enterprises (双百企业) of a year: who stands there, who entered and left when and why.

use baogong_domain::{
    Party, PartyCode,
    access::{self, Action, Actor, Reach},
    party::KeyTier,
    roster::{RosterEvent, RosterSettings, RosterStep, check_step, members, places},
};
use baogong_storage::{PartyId, Transaction, parties, roster};
use chrono::{Datelike as _, NaiveDate};
use serde_json::json;

use super::{FieldError, Outcome, seen_parties};
use crate::{ServiceError, Services, audit::Act};

/// The roster of a year as far as the actor may see it.
#[derive(Clone, Debug)]
pub struct Roster {
    /// Of which year.
    pub year: i32,
    /// Years that have a roster and this one, the newest first.
    pub years: Vec<i32>,
    /// How many stand in each tier, in the order of [`KeyTier::ALL`]; `None` for who sees only a part.
    pub counts: Option<[usize; 3]>,
    /// What the office has set.
    pub settings: RosterSettings,
    /// Who stands there, with the entry, by tier and code.
    pub members: Vec<(Party, RosterEvent)>,
    /// Who left, the last first.
    pub exits: Vec<(Party, RosterEvent)>,
    /// Who could enter: for those who may change the roster.
    pub candidates: Vec<Party>,
    /// Today in the office.
    pub today: NaiveDate,
}

/// An entry or exit to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepDraft {
    /// Who.
    pub party: PartyCode,
    /// Of the roster of which year.
    pub year: i32,
    /// Which tier.
    pub tier: KeyTier,
    /// In or out.
    pub step: RosterStep,
    /// The day from which it holds.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

impl Services {
    /// The roster of a year; of this year where none is named.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn roster(&self, actor: &Actor, year: Option<i32>) -> Result<Roster, ServiceError> {
        let reach = access::check(actor, Action::ReadParties)?;
        let today = self.clock().today();
        let year = year.unwrap_or_else(|| today.year());
        let mut transaction = self.store.begin_read().await?;
        let seen = seen_parties(&mut transaction, actor, reach).await?;
        let events = roster::of_year(&mut transaction, year).await?;
        let settings = roster_settings(&mut transaction).await?;
        let mut years = roster::years(&mut transaction).await?;
        years.extend([year, today.year()]);
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let standing = members(&events);
        let count = |tier: KeyTier| standing.iter().filter(|event| event.tier == tier).count();
        let counts = (reach == Reach::All).then(|| KeyTier::ALL.map(|(tier, ..)| count(tier)));
        let named = |event: &RosterEvent| {
            let place = seen.binary_search_by(|party| party.code.cmp(&event.party)).ok()?;
            Some((seen[place].clone(), event.clone()))
        };
        let exits = events.iter().rev().filter(|event| event.step == RosterStep::Exit);
        let may_change = access::check(actor, Action::WriteParties).is_ok();
        Ok(Roster {
            members: standing.iter().filter_map(|event| named(event)).collect(),
            exits: exits.filter_map(named).collect(),
            candidates: if may_change {
                seen.iter().filter(|party| party.kind.can_be_key()).cloned().collect()
            } else {
                Vec::new()
            },
            year,
            years,
            counts,
            settings,
            today,
        })
    }

    /// Records an entry or exit.
    ///
    /// # Errors
    /// Not allowed, or the database fails. What is wrong with the fields is an answer.
    pub async fn step_roster(&self, actor: &Actor, draft: &StepDraft) -> Result<Outcome<(), ()>, ServiceError> {
        access::check(actor, Action::WriteParties)?;
        let mut transaction = self.begin_change().await?;
        let Some((id, party)) = parties::by_code(&mut transaction, &draft.party).await? else {
            let message = "没有这个单位 / no party has this code";
            return Ok(Outcome::Refused(vec![FieldError::new("party", "party_unknown", message)]));
        };
        let event = RosterEvent {
            party: draft.party.clone(),
            year: draft.year,
            tier: draft.tier,
            step: draft.step,
            on: draft.on,
            reason: draft.reason.trim().to_owned(),
            actor: actor.name().to_owned(),
        };
        let events = roster::of_party(&mut transaction, id).await?;
        if let Err(error) = check_step(party.kind, &events, &event, self.clock().today()) {
            return Ok(Outcome::Refused(vec![FieldError::new(error.field(), error.code(), error)]));
        }
        roster::record(&mut transaction, id, std::slice::from_ref(&event), self.clock().now()).await?;
        self.remember_step(&mut transaction, actor, id, &party, &event).await?;
        transaction.commit().await?;
        Ok(Outcome::Done(()))
    }

    async fn remember_step(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        id: PartyId,
        party: &Party,
        event: &RosterEvent,
    ) -> Result<(), ServiceError> {
        let now = places(&roster::of_party(transaction, id).await?);
        let detail = json!({
            "before": { "tiers": KeyTier::write_roster(&party.tiers) },
            "after": { "tiers": KeyTier::write_roster(&now) },
            "name": party.name,
            "year": event.year,
            "tier": event.tier.code(),
            "on": event.on.to_string(),
            "reason": event.reason,
        });
        let action = match event.step {
            RosterStep::Entry => "roster.entry",
            RosterStep::Exit => "roster.exit",
        };
        self.remember(transaction, Act { actor, action, subject: party.code.as_str(), detail: &detail }).await
    }

    /// Changes how many a tier is to have, and under which on-time rate removal is proposed.
    ///
    /// # Errors
    /// Not allowed, or the database fails. What is wrong with the fields is an answer.
    pub async fn set_roster_settings(
        &self,
        actor: &Actor,
        settings: &RosterSettings,
    ) -> Result<Outcome<(), ()>, ServiceError> {
        access::check(actor, Action::WriteSettings)?;
        let mut wrong = Vec::new();
        if !(1..=10_000).contains(&settings.target) {
            wrong.push(FieldError::new("target", "roster_target", "须为 1 至 10000 / from 1 to 10,000"));
        }
        if settings.on_time_line > 10_000 {
            wrong.push(FieldError::new("line", "roster_line", "须为 0% 至 100% / from 0% to 100%"));
        }
        if settings.source.trim().is_empty() || settings.source.chars().count() > 500 {
            let message = "请写明依据（500 字以内）/ say by which document (at most 500 characters)";
            wrong.push(FieldError::new("source", "source_missing", message));
        }
        if !wrong.is_empty() {
            return Ok(Outcome::Refused(wrong));
        }
        let settings = RosterSettings { source: settings.source.trim().to_owned(), ..settings.clone() };
        let mut transaction = self.begin_change().await?;
        let before = roster_settings(&mut transaction).await?;
        if before != settings {
            roster::set_settings(&mut transaction, &settings).await?;
            let told =
                |s: &RosterSettings| json!({ "target": s.target, "on_time_line": s.on_time_line, "source": s.source });
            let detail = json!({ "before": told(&before), "after": told(&settings) });
            self.remember(
                &mut transaction,
                Act { actor, action: "roster.settings", subject: "roster", detail: &detail },
            )
            .await?;
            transaction.commit().await?;
        }
        Ok(Outcome::Done(()))
    }
}

/// What the office has set; what a new site starts with where it has not.
pub(super) async fn roster_settings(transaction: &mut Transaction) -> Result<RosterSettings, ServiceError> {
    Ok(roster::settings(transaction).await?.unwrap_or_else(baogong_domain::defaults::roster_settings))
}
