//! The registry's pages: parties, contacts, the roster and its review; and forms there and back.

use std::collections::BTreeSet;

use baogong_domain::{
    DivisionCode, Party, PartyKind, Quantity, UnifiedSocialCreditCode,
    access::{self, Action, Actor},
    party::KeyTier,
    roster::{RosterEvent, RosterSettings, RosterStep},
};
use baogong_services::{
    audit::office_time,
    registry::{
        self, Conflict, ContactDraft, Division, FieldError, Found, Outcome, PartyDraft, PartyFile, Review, Roster,
        StoredContact,
    },
};
use chrono::NaiveDate;

use super::pair;
use crate::model::{
    Name,
    desk::PartyRef,
    registry::{
        ConflictView, ContactForm, ContactView, EventView, FieldMessage, FormOutcome, JudgedView, MemberView,
        PartiesView, PartyChoices, PartyForm, PartyQuery, PartyRow, PartyView, ReviewView, RosterSettingsForm,
        RosterView,
    },
};

/// A message of the services, which says it in both languages: `中文 / English`.
pub(crate) fn both(message: &str) -> Name {
    message.split_once(" / ").map_or_else(|| pair((message, "")), pair)
}

/// What is wrong with a field.
pub(crate) fn field_message(error: &FieldError) -> FieldMessage {
    FieldMessage { field: error.field.to_owned(), message: both(&error.message) }
}

/// What became of a form.
pub(crate) fn outcome<T: ToString, D, F>(outcome: Outcome<T, D>, form: impl FnOnce(&D) -> F) -> FormOutcome<F> {
    match outcome {
        Outcome::Done(what) => FormOutcome::Done(what.to_string()),
        Outcome::Refused(wrong) => FormOutcome::Refused(wrong.iter().map(field_message).collect()),
        Outcome::Conflict(Conflict { by, at, revision, theirs }) => {
            let at = at.map(office_time).unwrap_or_default();
            FormOutcome::Conflict(Box::new(ConflictView { by, at, revision, theirs: form(&theirs) }))
        }
    }
}

/// An act that answers nothing but that it is done.
pub(crate) fn nothing(outcome: Outcome<(), ()>) -> Outcome<String, ()> {
    match outcome {
        Outcome::Done(()) => Outcome::Done(String::new()),
        Outcome::Refused(wrong) => Outcome::Refused(wrong),
        Outcome::Conflict(conflict) => Outcome::Conflict(conflict),
    }
}

/// A party's form as the services take it.
pub(crate) fn party_draft(form: PartyForm) -> PartyDraft {
    let PartyForm { code, name, name_en, kind, division, uscc, industry, protection, factors, reporter } = form;
    PartyDraft { code, name, name_en, kind, division, uscc, industry, protection, factors, reporter }
}

/// A party as a form shows it.
pub(crate) fn party_form(draft: &PartyDraft) -> PartyForm {
    let PartyDraft { code, name, name_en, kind, division, uscc, industry, protection, factors, reporter } =
        draft.clone();
    PartyForm { code, name, name_en, kind, division, uscc, industry, protection, factors, reporter }
}

/// A contact's form as the services take it.
pub(crate) fn contact_draft(form: ContactForm) -> ContactDraft {
    let ContactForm { name, duty, phone, email, note } = form;
    ContactDraft { name, duty, phone, email, note }
}

/// A contact as a form shows it.
pub(crate) fn contact_form(draft: &ContactDraft) -> ContactForm {
    let ContactDraft { name, duty, phone, email, note } = draft.clone();
    ContactForm { name, duty, phone, email, note }
}

fn party_ref(party: &Party) -> PartyRef {
    PartyRef { code: party.code.to_string(), name: pair((&party.name, &party.name_en)) }
}

fn division_name(divisions: &[Division], code: &DivisionCode) -> Name {
    let known = divisions.iter().find(|(known, ..)| known == code);
    known.map_or_else(|| pair((code.as_str(), "")), |(_, zh, en)| pair((zh, en)))
}

fn tier_words(tiers: &[(i32, KeyTier)]) -> Vec<(i32, String)> {
    tiers.iter().map(|(year, tier)| (*year, tier.code().to_owned())).collect()
}

fn row(party: &Party, divisions: &[Division]) -> PartyRow {
    PartyRow {
        party: party_ref(party),
        kind: party.kind.code().to_owned(),
        division: party.division.as_ref().map(|code| division_name(divisions, code)),
        industry: party.industry.clone(),
        uscc: party.uscc.as_ref().map_or("", UnifiedSocialCreditCode::as_str).to_owned(),
        tiers: tier_words(&party.tiers),
    }
}

fn to_choose(divisions: &[Division]) -> Vec<(String, Name)> {
    divisions.iter().map(|(code, zh, en)| (code.to_string(), pair((zh, en)))).collect()
}

/// A page of parties.
pub(crate) fn parties(found: &Found, query: PartyQuery) -> PartiesView {
    let divisions = registry::divisions(&found.all);
    let used = |code: &DivisionCode| found.all.iter().any(|party| party.division.as_ref() == Some(code));
    let kinds: BTreeSet<PartyKind> = found.all.iter().map(|party| party.kind).collect();
    let years: BTreeSet<i32> = found.all.iter().flat_map(|party| &party.tiers).map(|(year, _)| *year).collect();
    PartiesView {
        rows: found.parties.iter().map(|party| row(party, &divisions)).collect(),
        count: found.count,
        all: found.all.len(),
        page: found.page,
        pages: found.pages,
        kinds: kinds.into_iter().map(|kind| kind.code().to_owned()).collect(),
        divisions: to_choose(&divisions.iter().filter(|(code, ..)| used(code)).cloned().collect::<Vec<_>>()),
        years: years.into_iter().rev().collect(),
        query,
    }
}

/// What a form of a party offers.
pub(crate) fn choices(parties: &[Party]) -> PartyChoices {
    let reporters = parties.iter().filter(|party| {
        // Enterprises are many and hardly ever report for others: they can be typed.
        matches!(party.kind, PartyKind::Supplier | PartyKind::Bureau)
    });
    let industries: BTreeSet<&str> = parties.iter().map(|party| party.industry.as_str()).collect();
    PartyChoices {
        divisions: to_choose(&registry::divisions(parties)),
        reporters: reporters.map(party_ref).collect(),
        industries: industries.into_iter().filter(|text| !text.is_empty()).map(str::to_owned).collect(),
    }
}

/// One party; `all` are those that the reader may know of.
pub(crate) fn party(file: PartyFile, all: &[Party], actor: &Actor, today: NaiveDate) -> PartyView {
    let divisions = registry::divisions(all);
    let may_change = access::check(actor, Action::WriteParties).is_ok();
    // Who did what is for those who may see everybody's contacts.
    let insider = is_insider(actor);
    let contact = |contact: &StoredContact| ContactView {
        id: contact.id,
        revision: contact.revision,
        form: contact_form(&ContactDraft::of(&contact.contact)),
    };
    let changed = file.version.updated_at.map(office_time).zip(file.version.updated_by);
    PartyView {
        form: party_form(&PartyDraft::of(&file.party)),
        division: file.party.division.as_ref().map(|code| division_name(&divisions, code)),
        reporter: file.reporter.as_ref().map(party_ref),
        reports_for: file.reports_for.iter().map(party_ref).collect(),
        tiers: tier_words(&file.party.tiers),
        revision: file.version.revision,
        changed: changed.filter(|_| insider),
        contacts: file.contacts.map(|contacts| contacts.iter().map(contact).collect()),
        events: file.events.iter().rev().map(|event| event_view(event, insider)).collect(),
        choices: may_change.then(|| choices(all)),
        today,
    }
}

fn is_insider(actor: &Actor) -> bool {
    actor.role().is_some_and(|role| role.is_office() || access::reach(role, Action::ReadAudit).is_some())
}

fn event_view(event: &RosterEvent, insider: bool) -> EventView {
    EventView {
        year: event.year,
        tier: event.tier.code().to_owned(),
        entry: event.step == RosterStep::Entry,
        on: event.on,
        reason: event.reason.clone(),
        actor: if insider { event.actor.clone() } else { String::new() },
    }
}

/// A year's roster, with its review where that was asked for.
pub(crate) fn roster(roster: Roster, review: Option<Review>, all: &[Party], actor: &Actor) -> RosterView {
    let divisions = registry::divisions(all);
    let insider = is_insider(actor);
    let member = |(party, event): &(Party, RosterEvent)| MemberView {
        party: row(party, &divisions),
        event: event_view(event, insider),
    };
    let review = review.map(|review| ReviewView {
        range: review.range.map(|range| (range.first, range.last)),
        judged: review
            .judged
            .iter()
            .map(|judged| JudgedView {
                party: row(&judged.party, &divisions),
                tier: judged.entry.tier.code().to_owned(),
                on_time: judged.tally.on_time,
                due: judged.tally.due,
                proposed: judged.proposed,
            })
            .collect(),
        nothing_due: review.nothing_due.iter().map(party_ref).collect(),
    });
    RosterView {
        year: roster.year,
        years: roster.years,
        counts: roster.counts,
        target: roster.settings.target,
        settings: settings_form(&roster.settings),
        members: roster.members.iter().map(member).collect(),
        exits: roster.exits.iter().map(member).collect(),
        candidates: roster.candidates.iter().map(party_ref).collect(),
        may_change: access::check(actor, Action::WriteParties).is_ok(),
        may_set: access::check(actor, Action::WriteSettings).is_ok(),
        today: roster.today,
        review,
    }
}

fn settings_form(settings: &RosterSettings) -> RosterSettingsForm {
    RosterSettingsForm {
        target: settings.target.to_string(),
        line: crate::format::line_percent(settings.on_time_line.into()).trim_end_matches('%').to_owned(),
        source: settings.source.clone(),
    }
}

/// The settings as typed.
///
/// # Errors
/// The fields that do not read.
pub(crate) fn settings(form: &RosterSettingsForm) -> Result<RosterSettings, Vec<FieldMessage>> {
    let target = form.target.trim().parse().ok();
    // Percent with at most two decimals, as ten-thousandths.
    let line = Quantity::parse(form.line.trim_end_matches(['%', '％'])).ok();
    let line = line.map(baogong_domain::Quantity::thousandths).filter(|line| line % 10 == 0);
    let line = line.and_then(|line| u32::try_from(line / 10).ok());
    let wrong = |field: &str, message: &str| FieldMessage { field: field.to_owned(), message: both(message) };
    match (target, line) {
        (Some(target), Some(on_time_line)) => Ok(RosterSettings { target, on_time_line, source: form.source.clone() }),
        (target, line) => Err([
            target.is_none().then(|| wrong("target", "须为整数 / a whole number")),
            line.is_none().then(|| wrong("line", "须为百分数，最多两位小数 / a percentage with at most two decimals")),
        ]
        .into_iter()
        .flatten()
        .collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_what_their_form_shows() {
        let check = |target: &str, line: &str, expect: Option<(u32, u32)>| {
            let form = RosterSettingsForm { target: target.into(), line: line.into(), source: "x".into() };
            let read = settings(&form).ok();
            assert_eq!(read.as_ref().map(|s| (s.target, s.on_time_line)), expect, "{target} {line}");
            if let Some(read) = read {
                assert_eq!(settings(&settings_form(&read)).unwrap(), read);
            }
        };
        check("100", "80", Some((100, 8_000)));
        check(" 90 ", "79.55%", Some((90, 7_955)));
        check("x", "80", None);
        check("100", "79.555", None);
        check("100", "-1", None);
    }

    #[test]
    fn messages_say_it_in_both_languages() {
        assert_eq!(both("名称为空 / the name is empty"), pair(("名称为空", "the name is empty")));
        assert_eq!(both("x"), pair(("x", "")));
    }
}
