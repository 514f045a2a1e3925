//! The forms by which somebody enters or leaves the roster. Leaving asks for a reason and a confirmation.

use baogong_domain::party::KeyTier;
use chrono::NaiveDate;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_navigate;

use super::{address, review};
use crate::{
    model::{
        desk::PartyRef,
        registry::{MemberView, NoForm, RosterView},
    },
    pages::registry::{
        facts::select,
        form::{Form, Kind},
    },
    server_functions::registry::{EnterRoster, LeaveRoster},
    text::{registry as words, use_lang},
};

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as forms that are refused are read")]
fn none(_: &NoForm) -> String {
    String::new()
}

/// The form of an entry: of the party, or of one to be chosen. `tier` is suggested.
pub(crate) fn entry(
    party: Option<&str>,
    candidates: &[PartyRef],
    year: i32,
    today: NaiveDate,
    tier: &str,
    changed: impl Fn() + 'static,
) -> AnyView {
    let lang = use_lang();
    let enter = ServerAction::<EnterRoster>::new();
    let form = Form::new("enter", move || enter.value().get());
    form.when_done(move |_| changed());
    let suggestion = |party: &PartyRef| {
        let words = format!("{} {}", party.code, party.name.get(lang));
        view! { <option value=words></option> }
    };
    let kind = Kind { list: Some("candidates"), hint: Some(words::ENTER_NOTE.get(lang)), ..Kind::TEXT.required() };
    let who = match party {
        None => form.line(words::ENTERPRISE, "party", String::new(), none, kind),
        // Its own faults are told where the field would be.
        Some(code) => form.field(words::ENTERPRISE, "party", code.to_owned(), none, |control| {
            let crate::pages::registry::form::Control { id, name, told, .. } = control;
            view! { <input id=id name=name value=code.to_owned() readonly aria-describedby=told /> }.into_any()
        }),
    };
    let tiers = KeyTier::ALL.map(|(_, word, _)| (word.to_owned(), words::tier_name(word, lang))).to_vec();
    let tier_field =
        form.field(words::TIER, "tier", String::new(), none, |control| select(control, words::NONE, tiers, tier));
    let of = |kind: &'static str| Kind { kind, ..Kind::TEXT.required() };
    let year = form.line(words::YEAR, "year", year.to_string(), none, of("number"));
    let day = form.line(words::DAY, "on", today.to_string(), none, of("date"));
    let reason = form.line(words::REASON, "reason", String::new(), none, Kind::TEXT.required());
    let (suggestions, outcome) = (candidates.iter().map(suggestion).collect_view(), form.outcome(None));
    view! {
        <ActionForm action=enter attr:class="column-form" attr:novalidate=true>
            {outcome} <datalist id="candidates">{suggestions}</datalist>
            <div class="two">{who} {year} {tier_field} {day} {reason}</div>
            <button class="button primary" type="submit" disabled=move || enter.pending().get()>
                {words::ENTER.get(lang)}
            </button>
        </ActionForm>
    }
    .into_any()
}

/// The form of an exit. Out of the review the reason is suggested, with its numbers.
pub(super) fn leave(
    member: &MemberView,
    view: &RosterView,
    from_review: bool,
    changed: impl Fn() + 'static,
) -> AnyView {
    let lang = use_lang();
    let tier = KeyTier::parse(&member.event.tier).unwrap_or(KeyTier::Scale);
    let back = format!("{}{}", address(view.year, tier), if from_review { "&review" } else { "" });
    let leave = ServerAction::<LeaveRoster>::new();
    let form = Form::new("leave", move || leave.value().get());
    let (navigate, to) = (use_navigate(), back.clone());
    form.when_done(move |_| {
        changed();
        navigate(&to, leptos_router::NavigateOptions::default());
    });
    let (code, name) = (member.party.party.code.clone(), member.party.party.name.get(lang).to_owned());
    let title = words::leave_title(lang, &name, view.year, &words::tier_name(tier.code(), lang));
    let reason = review::reason(view, &code, tier, lang).unwrap_or_default();
    let (on, since) = (view.today.to_string(), member.event.on.to_string());
    // What the form cannot change is told where it is told what is wrong.
    let fault = form.field(words::ENTERPRISE, "party", code.clone(), none, |control| {
        let crate::pages::registry::form::Control { id, name, told, .. } = control;
        view! { <input id=id name=name value=code readonly aria-describedby=told /> }.into_any()
    });
    let day = form.line(words::DAY, "on", on, none, Kind { kind: "date", ..Kind::TEXT.required() });
    let why = form.line(words::REASON, "reason", reason, none, Kind::TEXT.required());
    let (outcome, year, confirm) = (form.outcome(None), view.year.to_string(), words::leave_confirm(lang, &name));
    view! {
        <section class="panel leave" aria-labelledby="leave">
            <h2 id="leave">{title} " " <small>{format!("{} {since}", words::SINCE.get(lang))}</small></h2>
            <ActionForm action=leave attr:class="column-form">
                {outcome} <input type="hidden" name="form[year]" value=year />
                <input type="hidden" name="form[tier]" value=tier.code() />
                <div class="two">{fault} {day} {why}</div>
                <label class="check">
                    <input type="checkbox" required />
                    {confirm}
                </label>
                <div class="actions">
                    <button class="button primary" type="submit" disabled=move || leave.pending().get()>
                        {words::LEAVE_DO.get(lang)}
                    </button>
                    <a class="button" href=back>
                        {words::CANCEL.get(lang)}
                    </a>
                </div>
            </ActionForm>
        </section>
    }
    .into_any()
}
