//! Over the sheet: whose and when, and what can be done with it.

use leptos::{ev, html, prelude::*, web_sys::FormData};
use leptos_router::{NavigateOptions, hooks::use_navigate, params::ParamsMap};

use super::{
    editor::focus,
    input,
    shell::{Shell, subject_words},
};
use crate::{
    desk::{command::Command, machine::Desk, window},
    model::desk::{DeskView, SubjectName},
    text::{Text, desk as text, use_lang},
};

/// What the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DeskAddress {
    /// Code of the party; none: the user's own.
    pub(crate) party: Option<String>,
    /// By months, not by days.
    pub(crate) months: bool,
    /// The first period; none: the server chooses.
    pub(crate) first: Option<String>,
}

impl DeskAddress {
    /// Reads the query.
    pub(crate) fn of(query: &ParamsMap) -> Self {
        let named = |name: &str| query.get(name).filter(|value| !value.is_empty());
        Self { party: named("party"), months: named("grain").as_deref() == Some("month"), first: named("first") }
    }

    /// The word for the server.
    pub(crate) const fn grain(&self) -> &'static str {
        if self.months { "month" } else { "day" }
    }

    /// The address of the page.
    pub(crate) fn href(&self) -> String {
        let pairs = [
            ("party", self.party.clone().unwrap_or_default()),
            ("grain", self.grain().to_owned()),
            ("first", self.first.clone().unwrap_or_default()),
        ];
        href("/desk", &pairs)
    }

    /// The same sheet from another period on.
    pub(crate) fn from(&self, first: String) -> Self {
        Self { first: Some(first), ..self.clone() }
    }
}

/// Whose sheet, of which days or months. A plain form, so that it works without JavaScript.
#[component]
pub(crate) fn Choice(view: DeskView, address: DeskAddress) -> impl IntoView {
    let lang = use_lang();
    let form: NodeRef<html::Form> = NodeRef::new();
    let go = follow(form, "/desk");
    let first = view.periods.first().map(|period| period.period.clone()).unwrap_or_default();
    let party = (!view.others.is_empty()).then(|| {
        let mut parties = view.others.clone();
        if parties.iter().all(|party| party.code != view.party.code) {
            parties.insert(0, view.party.clone());
        }
        let options = parties.into_iter().map(|party| {
            view! {
                <option value=party.code.clone() selected={party.code == view.party.code}>
                    {party.name.get(lang).to_owned()}
                </option>
            }
        });
        view! {
            <label class="choice-party">
                <span>{text::PARTY.get(lang)}</span>
                <select name="party" on:change=move |_| submit(form)>
                    {options.collect_view()}
                </select>
            </label>
        }
    });
    let grain = |words: Text, months: bool| {
        let there = DeskAddress { months, first: None, ..address.clone() };
        let here = (months == address.months).then_some("page");
        view! {
            <a href=there.href() aria-current=here>
                {words.get(lang)}
            </a>
        }
    };
    let (jump, kind) = if address.months { (text::JUMP_MONTH, "month") } else { (text::JUMP_DAY, "date") };
    let own_party = (view.others.is_empty())
        .then(|| address.party.clone().map(|party| view! { <input type="hidden" name="party" value=party /> }));
    view! {
        <form class="choice" method="get" action="/desk" node_ref=form on:submit=go>
            {party} {own_party}
            <nav class="segments" aria-label=text::GRAIN.get(lang)>
                {grain(text::DAYS, false)}
                {grain(text::MONTHS, true)}
            </nav>
            <input type="hidden" name="grain" value=address.grain() />
            <a class="button" href=address.from(window::earlier(&first)).href()>
                <span aria-hidden="true">"‹ "</span>
                {text::EARLIER.get(lang)}
            </a>
            <label class="choice-date">
                <span>{jump.get(lang)}</span>
                <input type=kind name="first" value=first.clone() />
            </label>
            <button type="submit" class="button">
                {text::SHOW.get(lang)}
            </button>
            <a class="button" href=address.from(window::later(&first)).href()>
                {text::LATER.get(lang)}
                <span aria-hidden="true">" ›"</span>
            </a>
        </form>
    }
    .into_any()
}

/// Sends a form as if its button had been pressed.
pub(crate) fn submit(form: NodeRef<html::Form>) {
    if let Some(form) = form.get_untracked() {
        drop(form.request_submit());
    }
}

/// Follows a form of an address without loading the page anew: the desk, and what waits in it, stays.
pub(crate) fn follow(form: NodeRef<html::Form>, path: &'static str) -> impl Fn(ev::SubmitEvent) + Clone {
    let navigate = use_navigate();
    move |event: ev::SubmitEvent| {
        let data = form.get_untracked().and_then(|form| FormData::new_with_form(&form).ok());
        let Some(data) = data else { return };
        event.prevent_default();
        let names = ["party", "grain", "first", "item", "month"];
        let pairs = names.map(|name| (name, data.get(name).as_string().unwrap_or_default()));
        navigate(&href(path, &pairs), NavigateOptions { scroll: false, ..Default::default() });
    }
}

/// An address with its query; what is empty is left out.
pub(crate) fn href(path: &str, pairs: &[(&str, String)]) -> String {
    let mut address = path.to_owned();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(if address.len() == path.len() { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => address.push(char::from(byte)),
                _ => {
                    let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
                    address.extend(['%', digit(byte >> 4), digit(byte & 15)]);
                }
            }
        }
    }
    address
}

/// What can be done with the selected cells.
#[component]
pub(crate) fn Tools(
    shell: Shell,
    /// Rows that may be added.
    more: Vec<SubjectName>,
    /// Adds one.
    add: Callback<SubjectName>,
) -> impl IntoView {
    let lang = use_lang();
    let tool = |words: Text, command: Command, hint: &'static str, on: fn(&Desk) -> bool| {
        let act = move |_| {
            shell.used.set(true);
            input::change(shell, &command);
            focus(shell);
        };
        // Said to be off, yet in the tab order: a button that is switched off under the focus would lose it.
        let off = move || (!shell.watch(on)).then_some("true");
        view! {
            <button type="button" class="button" title=hint aria-disabled=off on:click=act>
                {words.get(lang)}
            </button>
        }
    };
    let hint = text::FILL_HINT.get(lang);
    let any: fn(&Desk) -> bool = |desk| !desk.sheet().size().is_empty();
    let rows = (!more.is_empty()).then(|| add_menu(more, add));
    view! {
        <div class="tools" role="group" aria-label=text::TOOLS.get(lang)>
            {tool(text::UNDO, Command::Undo, "Ctrl+Z", Desk::can_undo)}
            {tool(text::REDO, Command::Redo, "Ctrl+Y", Desk::can_redo)}
            {tool(text::FILL_RIGHT, Command::FillRight, hint, any)}
            {tool(text::FILL_DOWN, Command::FillDown, hint, any)}
            <button type="button" class="button" title="Alt+H" on:click=move |_| shell.open_story()>
                {text::STORY_BUTTON.get(lang)}
            </button>
            {rows}
        </div>
    }
    .into_any()
}

fn add_menu(more: Vec<SubjectName>, add: Callback<SubjectName>) -> AnyView {
    let lang = use_lang();
    let menu: NodeRef<html::Details> = NodeRef::new();
    let entries = more.into_iter().map(|name| {
        let words = subject_words(&name, lang);
        let choose = move |_| {
            if let Some(menu) = menu.get_untracked() {
                menu.set_open(false);
            }
            add.run(name.clone());
        };
        view! {
            <li>
                <button type="button" on:click=choose>
                    {words}
                </button>
            </li>
        }
    });
    let close = move |event: ev::KeyboardEvent| {
        if let Some(menu) = menu.get_untracked().filter(|_| event.key() == "Escape") {
            menu.set_open(false);
        }
    };
    view! {
        <details class="add-row" node_ref=menu on:keydown=close>
            <summary class="button">{text::ADD_ROW.get(lang)}</summary>
            <div class="add-row-menu">
                <p>{text::ADD_ROW_NOTE.get(lang)}</p>
                <ul>{entries.collect_view()}</ul>
            </div>
        </details>
    }
    .into_any()
}

/// The reason for all changes of the visit, where one must be given.
#[component]
pub(crate) fn VisitReason(shell: Shell) -> impl IntoView {
    let lang = use_lang();
    let missing = move || shell.watch(|desk| desk.visit().reason.is_empty());
    view! {
        <p class="visit-reason" class:missing=missing>
            <label for="visit-reason">{text::VISIT_REASON.get(lang)}</label>
            <input
                id="visit-reason"
                type="text"
                maxlength="500"
                required
                aria-invalid=move || missing().then_some("true")
                placeholder=text::VISIT_REASON_HINT.get(lang)
                prop:value=shell.read(|desk| desk.visit().reason.clone())
                on:change=move |event| {
                    let reason = event_target_value(&event);
                    shell.act(|desk| desk.set_reason(&reason));
                }
            />
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_keeps_what_is_shown() {
        let mut query = ParamsMap::new();
        query.insert("party", "GAS-1".to_owned());
        query.insert("grain", "month".to_owned());
        query.insert("first", String::new());
        let address = DeskAddress::of(&query);
        assert_eq!(address, DeskAddress { party: Some("GAS-1".into()), months: true, first: None });
        assert_eq!(address.from("2026-11".into()).href(), "/desk?party=GAS-1&grain=month&first=2026-11");
        assert_eq!(DeskAddress::default().href(), "/desk?grain=day");
        assert_eq!(
            href("/desk", &[("party", "甲&1".to_owned()), ("first", String::new())]),
            "/desk?party=%E7%94%B2%261"
        );
    }
}
