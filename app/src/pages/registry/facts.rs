//! A party's facts, and the form that changes them.

use baogong_domain::{Factor, PartyKind, party::Protection};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_navigate;

use super::{
    form::{Control, Form, Kind},
    party_address, places,
};
use crate::{
    model::{
        desk::PartyRef,
        registry::{PartyChoices, PartyForm, PartyView},
    },
    server_functions::registry::SaveParty,
    text::{Lang, Text, registry as words, use_lang},
};

/// What is known of a party.
pub(super) fn facts(view: &PartyView, lang: Lang) -> AnyView {
    let PartyForm { name_en, kind, uscc, industry, protection, factors, .. } = view.form.clone();
    let kind = PartyKind::parse(&kind).unwrap_or(PartyKind::Enterprise);
    let text = |text: String| if text.is_empty() { words::NOT_GIVEN.get(lang).to_owned() } else { text };
    let fact = |label: Text, value: AnyView| view! { <div><dt>{label.get(lang)}</dt> <dd>{value}</dd></div> };
    let plain = |label: Text, value: String| fact(label, text(value).into_any());
    let link = |party: &PartyRef| {
        view! { <a href=party_address(&party.code)>{party.name.get(lang).to_owned()}</a> }
    };
    let division = view.division.as_ref().map_or_else(|| words::CITY_ALONE.get(lang), |name| name.get(lang)).to_owned();
    let charge = (kind == PartyKind::Bureau).then(|| {
        let names: Vec<String> = factors.iter().map(|word| words::factor_name(word, lang)).collect();
        plain(words::FACTORS, names.join(if lang == Lang::Zh { "、" } else { ", " }))
    });
    let reporter = kind.has_reporter().then(|| {
        let who = view.reporter.as_ref().map(|party| link(party).into_any());
        fact(words::REPORTER, who.unwrap_or_else(|| text(view.form.reporter.clone()).into_any()))
    });
    let reports_for = (!view.reports_for.is_empty()).then(|| {
        let list = view.reports_for.iter().map(|party| view! { <li>{link(party)}</li> }).collect_view();
        fact(words::REPORTS_FOR, view! { <ul class="inline">{list}</ul> }.into_any())
    });
    let uscc = match uscc.as_str() {
        "" => text(String::new()).into_any(),
        _ => view! { <code>{uscc}</code> }.into_any(),
    };
    let key = kind.can_be_key().then(|| {
        if view.tiers.is_empty() {
            plain(words::KEY_ENTERPRISE, String::new())
        } else {
            fact(words::KEY_ENTERPRISE, places(&view.tiers, lang))
        }
    });
    let changed = view.changed.as_ref().map(|(when, who)| {
        view! { <p class="hint">{words::changed_by(lang, when, who)}</p> }
    });
    view! {
        <dl class="facts">
            {plain(words::CODE, view.form.code.clone())} {plain(words::NAME, view.form.name.clone())}
            {plain(words::NAME_EN, name_en)} {plain(words::KIND, words::kind_name(kind.code(), lang))}
            {plain(words::DIVISION, division)} {fact(words::USCC, uscc)} {plain(words::INDUSTRY, industry)}
            {(!protection.is_empty()).then(|| plain(words::PROTECTION, words::protection_name(&protection, lang)))}
            {key} {charge} {reporter} {reports_for}
        </dl>
        {changed}
    }
    .into_any()
}

/// The form of a party; of a new one where no code is there yet. `saved` hears that it is done.
pub(super) fn form(
    began: PartyForm,
    revision: i64,
    choices: PartyChoices,
    saved: impl Fn() + Clone + 'static,
) -> AnyView {
    let lang = use_lang();
    let save = ServerAction::<SaveParty>::new();
    let form = Form::new("party", move || save.value().get());
    let navigate = use_navigate();
    form.when_done(move |code| {
        saved();
        navigate(&party_address(&code), leptos_router::NavigateOptions::default());
    });
    let (code, base) = (began.code.clone(), form.base(revision));
    let back = if code.is_empty() { "/parties".to_owned() } else { party_address(&code) };
    let code_field = code.is_empty().then(|| {
        let kind = Kind { hint: Some(words::CODE_NOTE.get(lang)), ..Kind::TEXT.required() };
        form.line(words::CODE, "code", String::new(), |theirs| theirs.code.clone(), kind)
    });
    let chosen = RwSignal::new(PartyKind::parse(&began.kind).unwrap_or(PartyKind::Enterprise));
    let kind_field = form.field(
        words::KIND,
        "kind",
        began.kind.clone(),
        move |theirs| words::kind_name(&theirs.kind, lang),
        |control| kinds(control, chosen),
    );
    let divisions = choices.divisions.iter().map(|(code, name)| (code.clone(), format!("{} {code}", name.get(lang))));
    let divisions: Vec<(String, String)> = divisions.collect();
    let division_field = form.field(
        words::DIVISION,
        "division",
        began.division.clone(),
        |theirs| theirs.division.clone(),
        |control| select(control, words::CITY_ALONE, divisions, &began.division),
    );
    let classes = Protection::ALL.map(|(_, word, _)| (word.to_owned(), words::protection_name(word, lang))).to_vec();
    let protection_field = form.field(
        words::PROTECTION,
        "protection",
        began.protection.clone(),
        move |theirs| words::protection_name(&theirs.protection, lang),
        |control| select(control, words::NONE, classes, &began.protection),
    );
    let uscc = Kind { hint: Some(words::USCC_NOTE.get(lang)), ..Kind::TEXT };
    let reporters = Kind { list: Some("reporters"), hint: Some(words::REPORTER_NOTE.get(lang)), ..Kind::TEXT };
    let industries = Kind { list: Some("industries"), ..Kind::TEXT };
    let reporter_field =
        form.line(words::REPORTER, "reporter", began.reporter.clone(), |theirs| theirs.reporter.clone(), reporters);
    let factor_field = form.field(
        words::FACTORS,
        "factors",
        began.factors.join(";"),
        |theirs| theirs.factors.join(";"),
        |control| factors(control, &began.factors, lang),
    );
    let suggestion = |code: &str, words: String| view! { <option value=code.to_owned()>{words}</option> };
    let name = form.line(words::NAME, "name", began.name, |theirs| theirs.name.clone(), Kind::TEXT.required());
    let name_en = form.line(words::NAME_EN, "name_en", began.name_en, |theirs| theirs.name_en.clone(), Kind::TEXT);
    let uscc = form.line(words::USCC, "uscc", began.uscc, |theirs| theirs.uscc.clone(), uscc);
    let industry = form.line(words::INDUSTRY, "industry", began.industry, |theirs| theirs.industry.clone(), industries);
    let people = choices.reporters.iter().map(|party| suggestion(&party.code, party.name.get(lang).to_owned()));
    let trades = choices.industries.iter().map(|industry| suggestion(industry, String::new()));
    let (people, trades, outcome) = (people.collect_view(), trades.collect_view(), form.outcome(None));
    view! {
        <ActionForm action=save attr:class="column-form party-form" attr:novalidate=true>
            {outcome} <input type="hidden" name="code" value=code />
            <input type="hidden" name="base" value=move || base.get().to_string() />
            <datalist id="reporters">{people}</datalist>
            <datalist id="industries">{trades}</datalist>
            <div class="two">
                {code_field} {name} {name_en} {kind_field} {division_field} {uscc} {industry} {protection_field}
                // What the kind does not have is not sent.
                <fieldset class="bare" hidden=move || !chosen.get().has_reporter() disabled=move || {
                    !chosen.get().has_reporter()
                }>{reporter_field}</fieldset>
                <fieldset class="bare" hidden=move || chosen.get() != PartyKind::Bureau disabled=move || {
                    chosen.get() != PartyKind::Bureau
                }>{factor_field}</fieldset>
            </div>
            <div class="actions">
                <button class="button primary" type="submit" disabled=move || save.pending().get()>
                    {words::SAVE.get(lang)}
                </button>
                <a class="button" href=back>
                    {words::CANCEL.get(lang)}
                </a>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn kinds(control: Control, chosen: RwSignal<PartyKind>) -> AnyView {
    let lang = use_lang();
    let Control { id, name, told, invalid } = control;
    let began = chosen.get_untracked();
    let option = |kind: PartyKind| {
        view! {
            <option value=kind.code() selected=kind == began>
                {words::kind_name(kind.code(), lang)}
            </option>
        }
    };
    view! {
        <select
            id=id
            name=name
            aria-describedby=told
            aria-invalid=move || invalid.get()
            on:change:target=move |event| {
                if let Ok(kind) = PartyKind::parse(&event.target().value()) {
                    chosen.set(kind);
                }
            }
        >
            {PartyKind::ALL.map(option).into_iter().collect_view()}
        </select>
    }
    .into_any()
}

/// A choice with an empty one first.
pub(crate) fn select(control: Control, empty: Text, options: Vec<(String, String)>, chosen: &str) -> AnyView {
    let lang = use_lang();
    let Control { id, name, told, invalid } = control;
    let option = |(code, words): (String, String)| {
        let selected = code == chosen;
        view! {
            <option value=code selected=selected>
                {words}
            </option>
        }
    };
    view! {
        <select id=id name=name aria-describedby=told aria-invalid=move || invalid.get()>
            <option value="">{empty.get(lang)}</option>
            {options.into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

fn factors(control: Control, chosen: &[String], lang: Lang) -> AnyView {
    let Control { id, name, told, .. } = control;
    let one = |factor: Factor| {
        let checked = chosen.iter().any(|word| word == factor.code());
        view! {
            <label class="check">
                <input type="checkbox" name=format!("{name}[]") value=factor.code() checked=checked />
                {words::factor_name(factor.code(), lang)}
            </label>
        }
    };
    view! {
        <div id=id class="checks" role="group" aria-label=words::FACTORS.get(lang) aria-describedby=told>
            {Factor::ALL.map(one).into_iter().collect_view()}
        </div>
    }
    .into_any()
}
