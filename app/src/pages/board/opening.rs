//! Opening locked days for a party, the openings in force, and the end of a duty: plain forms that work without
//! JavaScript.

use baogong_domain::Period;
use chrono::NaiveDate;
use leptos::{form::ActionForm, prelude::*};

use super::{Acts, outcome};
use crate::{
    format,
    model::{
        board::{DutiesView, OpeningView, OwedState, OwedView},
        desk::Gate,
    },
    text::{Lang, board as words, use_lang},
};

/// The longest that a period is opened for; the service's own number.
const MOST_DAYS_OPEN: i64 = 7;

/// The form that opens locked days; the days of what is missing are suggested.
pub(super) fn form(view: &DutiesView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let (first, last) = suggested_days(&view.cells).unwrap_or((view.taken.today, view.taken.today));
    let items = view.items.iter().map(|(code, name)| {
        view! { <option value=code.clone()>{name.get(lang).to_owned()}</option> }
    });
    let items = items.collect_view();
    let (party, until) = (view.party.code.clone(), view.suggested_until.clone());
    view! {
        <section class="panel opening" aria-labelledby="open-period">
            <h2 id="open-period">{words::OPEN_PERIOD.get(lang)}</h2>
            <p class="hint">{words::OPEN_NOTE.get(lang)}</p>
            {move || outcome(acts.open.value().get(), words::OPENED, lang)}
            <ActionForm action=acts.open attr:class="column-form">
                <input type="hidden" name="party" value=party />
                <label class="field">
                    <span>{crate::text::ITEM.get(lang)}</span>
                    <select name="item">
                        <option value="">{words::ALL_ITEMS.get(lang)}</option>
                        {items}
                    </select>
                </label>
                <label class="field">
                    <span>{words::FIRST_DAY.get(lang)}</span>
                    <input type="date" name="first" value=first.to_string() required />
                </label>
                <label class="field">
                    <span>{words::LAST_DAY.get(lang)}</span>
                    <input type="date" name="last" value=last.to_string() required />
                </label>
                <label class="field">
                    <span>
                        {words::UNTIL.get(lang)} " " <small>{words::until_note(lang, MOST_DAYS_OPEN)}</small>
                    </span>
                    <input type="datetime-local" name="until" value=until required />
                </label>
                {reason(lang)}
                {confirm(words::CONFIRM_OPEN.get(lang))}
                <button class="button primary" type="submit">
                    {words::OPEN_PERIOD.get(lang)}
                </button>
            </ActionForm>
        </section>
    }
    .into_any()
}

/// The days of what is missing and locked; where nothing is locked, of all that is missing.
fn suggested_days(cells: &[OwedView]) -> Option<(NaiveDate, NaiveDate)> {
    let missing = || cells.iter().filter(|cell| cell.state == OwedState::Missing);
    let locked: Vec<&OwedView> = missing().filter(|cell| cell.gate == Gate::Locked).collect();
    let chosen = if locked.is_empty() { missing().collect() } else { locked };
    let periods = || chosen.iter().filter_map(|cell| Period::parse(&cell.period).ok());
    Some((periods().map(Period::first_day).min()?, periods().map(Period::last_day).max()?))
}

/// The openings in force, each to be closed.
pub(super) fn running(openings: Vec<OpeningView>, acts: Acts) -> AnyView {
    let lang = use_lang();
    let entry = |opening: OpeningView| {
        let id = opening.id;
        view! {
            <li>
                {told(&opening, lang)}
                <ActionForm action=acts.close>
                    <input type="hidden" name="id" value=id />
                    <button class="button small" type="submit">
                        {words::CLOSE_OPENING.get(lang)}
                    </button>
                </ActionForm>
            </li>
        }
    };
    let none = openings.is_empty().then(|| view! { <p class="hint">{words::NO_OPENINGS.get(lang)}</p> });
    let entries = openings.into_iter().map(entry).collect_view();
    view! {
        <section class="panel openings" aria-labelledby="openings">
            <h2 id="openings">{words::OPENINGS.get(lang)}</h2>
            {move || outcome(acts.close.value().get(), words::CLOSED, lang)}
            {none}
            <ul>{entries}</ul>
        </section>
    }
    .into_any()
}

/// The openings in force, for those who may not close them.
pub(super) fn seen(openings: Vec<OpeningView>) -> AnyView {
    let lang = use_lang();
    let entries = openings.iter().map(|opening| view! { <li>{told(opening, lang)}</li> }).collect_view();
    view! {
        <section class="panel openings" aria-labelledby="openings">
            <h2 id="openings">{words::OPENINGS.get(lang)}</h2>
            <ul>{entries}</ul>
        </section>
    }
    .into_any()
}

fn told(opening: &OpeningView, lang: Lang) -> AnyView {
    let item = opening.item.as_ref().map_or(words::ALL_ITEMS.get(lang), |name| name.get(lang)).to_owned();
    let (first, last) = (format::day(opening.first, lang), format::day(opening.last, lang));
    let days = if opening.first == opening.last { first } else { words::board_range(lang, &first, &last) };
    let until = format!("{} {}", format::day(opening.until.date(), lang), format::clock(opening.until));
    view! {
        <p>
            <a href=format!("/board/{}", opening.party.code)>{opening.party.name.get(lang).to_owned()}</a>
            " "
            <span class="mark">{words::gate_opened(lang, &until)}</span>
        </p>
        <p>{item} " · " {days}</p>
        <p class="hint">{opening.reason.clone()} " · " {words::opened_by(lang, &opening.opened_by)}</p>
    }
    .into_any()
}

/// The form that ends a duty or takes it up again; folded, for it is seldom wanted.
pub(super) fn end_form(view: &DutiesView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let mut subjects: Vec<(String, String)> = Vec::new();
    for cell in &view.cells {
        let of = &cell.subject;
        let named = |code: &Option<String>| code.clone().unwrap_or_default();
        let key = format!("{}|{}|{}|{}", of.item, of.measure, named(&of.supplier), named(&of.consumer));
        let counterpart = cell.counterpart.as_ref().map(|name| format!(" · {}", name.get(lang)));
        let words =
            format!("{} · {}{}", cell.item.name.get(lang), cell.measure.get(lang), counterpart.unwrap_or_default());
        if subjects.iter().all(|(known, _)| *known != key) {
            subjects.push((key, words));
        }
    }
    let today = view.taken.today.to_string();
    let options = subjects.into_iter().map(|(key, words)| view! { <option value=key>{words}</option> }).collect_view();
    view! {
        <details class="panel end-duty">
            <summary>{words::END_DUTY.get(lang)}</summary>
            <p class="hint">{words::END_NOTE.get(lang)}</p>
            <ActionForm action=acts.end attr:class="column-form">
                <label class="field">
                    <span>{words::SUBJECT.get(lang)}</span>
                    <select name="subject">{options}</select>
                </label>
                <label class="field">
                    <span>{words::LAST_OWED.get(lang)}</span>
                    <input type="date" name="last_day" value=today />
                </label>
                {reason(lang)}
                {confirm(words::CONFIRM_END.get(lang))}
                <button class="button" type="submit">
                    {words::END_DUTY.get(lang)}
                </button>
            </ActionForm>
        </details>
        {move || outcome(acts.end.value().get(), words::DUTY_CHANGED, lang)}
    }
    .into_any()
}

fn reason(lang: Lang) -> AnyView {
    view! {
        <label class="field">
            <span>{words::REASON.get(lang)}</span>
            <textarea name="reason" rows="2" maxlength="500" required></textarea>
        </label>
    }
    .into_any()
}

/// A box without which the form is not sent; it needs no name, for the server asks for the reason.
fn confirm(question: &'static str) -> AnyView {
    view! {
        <label class="confirm">
            <input type="checkbox" required />
            <span>{question}</span>
        </label>
    }
    .into_any()
}
