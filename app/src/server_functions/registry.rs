//! Questions and acts: parties, contacts, the roster of key enterprises.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::registry::{
    ContactForm, FormOutcome, NoForm, PartiesView, PartyChoices, PartyForm, PartyQuery, PartyView, RosterSettingsForm,
    RosterView, StepForm,
};

/// A page of the parties that fit.
#[server(prefix = "/ui", endpoint = "parties", input = GetUrl, output = Json)]
pub async fn get_parties(
    /// What the address asks for; what does not read filters nothing.
    query: PartyQuery,
) -> Result<PartiesView, PageError> {
    use baogong_domain::{DivisionCode, PartyKind, party::KeyTier};
    use baogong_services::registry::{PartyFilter, Place};
    let filter = PartyFilter {
        words: query.q.clone(),
        kind: PartyKind::parse(&query.kind).ok(),
        place: match query.division.as_str() {
            "-" => Some(Place::CityAlone),
            code => DivisionCode::parse(code).ok().map(Place::Division),
        },
        year: query.year.parse().ok(),
        tier: KeyTier::parse(&query.tier),
    };
    let page = query.page.parse().unwrap_or(1);
    let found =
        super::server::ask("parties", async |services, actor| services.find_parties(actor, &filter, page).await)
            .await?;
    Ok(crate::view_model::registry::parties(&found, query))
}

/// One party.
#[server(prefix = "/ui", endpoint = "party", input = GetUrl, output = Json)]
pub async fn get_party(
    /// Its code.
    code: String,
) -> Result<PartyView, PageError> {
    let code = read::code(&code)?;
    super::server::ask("party", async |services, actor| {
        let file = services.party(actor, &code).await?;
        let all = services.parties(actor).await?;
        Ok(crate::view_model::registry::party(file, &all, actor, services.clock().today()))
    })
    .await
}

/// What the form of a new party offers.
#[server(prefix = "/ui", endpoint = "party_choices", input = GetUrl, output = Json)]
pub async fn get_party_choices() -> Result<PartyChoices, PageError> {
    super::server::ask("party_choices", async |services, actor| {
        baogong_domain::access::check(actor, baogong_domain::access::Action::WriteParties)?;
        Ok(crate::view_model::registry::choices(&services.parties(actor).await?))
    })
    .await
}

/// Adds a party, or changes one.
#[server(prefix = "/ui", endpoint = "save_party")]
pub async fn save_party(
    /// Code of the party; empty for a new one.
    code: String,
    /// The revision that the form showed.
    base: i64,
    /// What was typed.
    form: PartyForm,
) -> Result<FormOutcome<PartyForm>, PageError> {
    use crate::view_model::registry::{outcome, party_draft, party_form};
    let draft = party_draft(form);
    let code = if code.is_empty() { None } else { Some(read::code(&code)?) };
    super::server::ask("save_party", async |services, actor| {
        let done = match &code {
            None => services.add_party(actor, &draft).await?,
            Some(code) => services.change_party(actor, code, base, &draft).await?,
        };
        Ok(outcome(done, party_form))
    })
    .await
}

/// Adds a contact to a party, or changes one.
#[server(prefix = "/ui", endpoint = "save_contact")]
pub async fn save_contact(
    /// Code of the party.
    party: String,
    /// The contact; 0 for a new one.
    id: i64,
    /// The revision that the form showed.
    base: i64,
    /// What was typed.
    form: ContactForm,
) -> Result<FormOutcome<ContactForm>, PageError> {
    use crate::view_model::registry::{contact_draft, contact_form, outcome};
    let (party, draft) = (read::code(&party)?, contact_draft(form));
    super::server::ask("save_contact", async |services, actor| {
        let done = match id {
            0 => services.add_contact(actor, &party, &draft).await?,
            id => services.change_contact(actor, id, base, &draft).await?,
        };
        Ok(outcome(done, contact_form))
    })
    .await
}

/// Removes a contact.
#[server(prefix = "/ui", endpoint = "remove_contact")]
pub async fn remove_contact(
    /// The contact.
    id: i64,
    /// The revision that the page showed.
    base: i64,
) -> Result<FormOutcome<ContactForm>, PageError> {
    use crate::view_model::registry::{contact_form, outcome};
    super::server::ask("remove_contact", async |services, actor| {
        Ok(outcome(services.remove_contact(actor, id, base).await?, contact_form))
    })
    .await
}

/// A year's roster.
#[server(prefix = "/ui", endpoint = "roster", input = GetUrl, output = Json)]
pub async fn get_roster(
    /// The year; empty for this one.
    year: String,
    /// Whether its review is asked for.
    review: bool,
) -> Result<RosterView, PageError> {
    let year = year.parse().ok();
    super::server::ask("roster", async |services, actor| {
        let review = if review { Some(services.review_roster(actor, year).await?) } else { None };
        let roster = services.roster(actor, year).await?;
        let all = services.parties(actor).await?;
        Ok(crate::view_model::registry::roster(roster, review, &all, actor))
    })
    .await
}

/// Records that a party enters the roster.
#[server(prefix = "/ui", endpoint = "enter_roster")]
pub async fn enter_roster(
    /// What was typed.
    form: StepForm,
) -> Result<FormOutcome<NoForm>, PageError> {
    read::step(baogong_domain::roster::RosterStep::Entry, "enter_roster", form).await
}

/// Records that a party leaves the roster.
#[server(prefix = "/ui", endpoint = "leave_roster")]
pub async fn leave_roster(
    /// What was typed.
    form: StepForm,
) -> Result<FormOutcome<NoForm>, PageError> {
    read::step(baogong_domain::roster::RosterStep::Exit, "leave_roster", form).await
}

/// Changes the settings of the roster.
#[server(prefix = "/ui", endpoint = "set_roster")]
pub async fn set_roster(
    /// What was typed.
    form: RosterSettingsForm,
) -> Result<FormOutcome<NoForm>, PageError> {
    use crate::view_model::registry;
    super::server::ask("set_roster", async |services, actor| {
        // Who may not is told that, whatever was typed.
        baogong_domain::access::check(actor, baogong_domain::access::Action::WriteSettings)?;
        match registry::settings(&form) {
            Err(wrong) => Ok(FormOutcome::Refused(wrong)),
            Ok(settings) => {
                let done = services.set_roster_settings(actor, &settings).await?;
                Ok(registry::outcome(registry::nothing(done), |()| NoForm))
            }
        }
    })
    .await
}

#[cfg(feature = "ssr")]
mod read {
    use baogong_domain::{PartyCode, party::KeyTier, roster::RosterStep};
    use baogong_services::{
        ServiceError,
        registry::{FieldError, Outcome, StepDraft},
    };

    use super::super::{PageError, server};
    use crate::{
        model::registry::{FormOutcome, NoForm, StepForm},
        view_model::registry,
    };

    /// A code from an address. What does not read is not there.
    pub(super) fn code(text: &str) -> Result<PartyCode, PageError> {
        PartyCode::parse(text).map_err(|_| server::refused(ServiceError::NotFound(text.to_owned())))
    }

    /// Records an entry or exit as typed.
    pub(super) async fn step(
        step: RosterStep,
        what: &'static str,
        form: StepForm,
    ) -> Result<FormOutcome<NoForm>, PageError> {
        server::ask(what, async |services, actor| {
            baogong_domain::access::check(actor, baogong_domain::access::Action::WriteParties)?;
            let done = match draft(step, form) {
                Ok(draft) => services.step_roster(actor, &draft).await?,
                Err(wrong) => Outcome::Refused(wrong),
            };
            Ok(registry::outcome(registry::nothing(done), |()| NoForm))
        })
        .await
    }

    fn draft(step: RosterStep, form: StepForm) -> Result<StepDraft, Vec<FieldError>> {
        let wrong = |field, code, message: &str| FieldError { field, code, message: message.to_owned() };
        // A list of suggestions may leave name and code in the field: the code stands first.
        let typed = form.party.split_whitespace().next().unwrap_or_default();
        let party = PartyCode::parse(typed);
        let year = form.year.trim().parse();
        let tier = KeyTier::parse(&form.tier);
        let on = form.on.trim().parse();
        match (party, year, tier, on) {
            (Ok(party), Ok(year), Some(tier), Ok(on)) => {
                Ok(StepDraft { party, year, tier, step, on, reason: form.reason })
            }
            (party, year, tier, on) => Err([
                party.err().map(|_| wrong("party", "party_unknown", "没有这个单位 / no party has this code")),
                year.err().map(|_| wrong("year", "roster_year", "请选年度 / choose a year")),
                tier.is_none().then(|| wrong("tier", "tier_unknown", "请选类别 / choose a tier")),
                on.err().map(|_| wrong("on", "date_malformed", "请填日期 / fill in the day")),
            ]
            .into_iter()
            .flatten()
            .collect()),
        }
    }
}
