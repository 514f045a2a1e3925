//! The desk on a phone: one day or month, each row a card with one large field, and the value before it beside.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    bar::DeskAddress,
    keeping,
    shell::{Shell, shown},
    signs::{badge, drawing},
    status_line::told,
};
use crate::{
    desk::{
        face::{Face, Sign},
        select::{At, Selection},
        window,
    },
    format,
    model::desk::{DeskRow, DeskView},
    text::{Lang, desk as text, use_lang},
};

/// The cards.
#[component]
pub(crate) fn Cards(
    shell: Shell,
    view: DeskView,
    address: DeskAddress,
    /// The period that is shown, kept while other sheets are loaded; empty: the server's current one.
    chosen: RwSignal<String>,
) -> impl IntoView {
    let lang = use_lang();
    let periods: Vec<String> = view.periods.iter().map(|period| period.period.clone()).collect();
    let current = view.periods.iter().position(|period| period.current).unwrap_or(0);
    let column = {
        let periods = periods.clone();
        Memo::new(move |_| chosen.with(|chosen| periods.iter().position(|period| period == chosen)).unwrap_or(current))
    };
    let typing: RwSignal<Option<(usize, String)>> = RwSignal::new(None);
    let rows = view.rows.iter().enumerate();
    let cards = rows.map(|(row, of)| card(shell, row, of, column, typing, address.months)).collect_view();
    let on_input = move |event: ev::Event| {
        let Some(row) = row_of(&event) else { return };
        let typed = event_target_value(&event);
        typing.set(Some((row, typed.clone())));
        let at = At { row, column: column.get_untracked() };
        shell.inner.update_value(|inner| inner.typing = shell.desk.with_value(|desk| desk.sheet().key(at).cloned()));
        shell.look(|desk| {
            desk.select(Selection::one(at));
            desk.type_in(at, &typed);
        });
        keeping::keep(shell);
    };
    let finish = move |event: ev::Event| {
        if row_of(&event).is_some() && typing.get_untracked().is_some() {
            shell.inner.update_value(|inner| inner.typing = None);
            typing.set(None);
            shell.act(|_| ());
        }
    };
    let on_focus = move |event: ev::FocusEvent| {
        if let Some(row) = row_of(&event) {
            shell.used.set(true);
            shell.look(|desk| desk.select(Selection::one(At { row, column: column.get_untracked() })));
        }
    };
    let on_click = move |event: ev::MouseEvent| act(shell, &event, column.get_untracked());
    let stepper = stepper(periods, column, &address, chosen, lang);
    view! {
        <div class="cards">
            {stepper}
            <ul
                class="card-list"
                on:input=on_input
                on:change=finish
                on:focusout=move |event| finish(event.into())
                on:focusin=on_focus
                on:click=on_click
            >
                {cards}
            </ul>
        </div>
    }
    .into_any()
}

/// The row of the card that an event is of.
fn row_of(event: &ev::Event) -> Option<usize> {
    let field: HtmlElement = event.target()?.dyn_into().ok()?;
    field.id().strip_prefix("row-")?.parse().ok()
}

/// The buttons of the cards: the same number again, and the cell's story.
fn act(shell: Shell, event: &ev::MouseEvent, column: usize) {
    let button = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok());
    let Some(button) = button.and_then(|target| target.closest("button[data-row]").ok().flatten()) else { return };
    let Some(row) = button.get_attribute("data-row").and_then(|row| row.parse().ok()) else { return };
    let at = At { row, column };
    shell.used.set(true);
    shell.look(|desk| desk.select(Selection::one(at)));
    if button.class_list().contains("again") {
        let before = column.checked_sub(1).map(|column| At { row, column });
        let Some(text) = before.and_then(|at| shell.read(|desk| desk.cell(at).map(|cell| cell.text().to_owned())))
        else {
            return;
        };
        if let Some(entered) = shell.act(|desk| desk.enter([(at, text)])) {
            shell.say_entered(entered);
        }
    } else {
        shell.open_story();
    }
}

/// Previous and next; beyond the sheet's ends the sheet around the other day is loaded.
fn stepper(
    periods: Vec<String>,
    column: Memo<usize>,
    address: &DeskAddress,
    chosen: RwSignal<String>,
    lang: Lang,
) -> AnyView {
    let (before, after) =
        if address.months { (text::PREVIOUS_MONTH, text::NEXT_MONTH) } else { (text::PREVIOUS_DAY, text::NEXT_DAY) };
    let navigate = use_navigate();
    let (titles, ends) = (periods.clone(), periods.len().saturating_sub(1));
    let address = address.clone();
    let go = Callback::new(move |by: i32| {
        let here = periods.get(column.get_untracked()).cloned().unwrap_or_default();
        let there = window::shifted(&here, by);
        // The first column has nobody before it to show beside: it is only passed through.
        let inside = periods.iter().skip(1).any(|period| *period == there);
        chosen.set(there.clone());
        if !inside {
            let href = address.from(window::around(&there)).href();
            navigate(&href, NavigateOptions { scroll: false, replace: true, ..Default::default() });
        }
    });
    let title = move || {
        let period = titles.get(column.get().min(ends)).map(String::as_str).unwrap_or_default();
        let (first, second) = format::period(period, lang);
        format!("{first} {second}").trim().to_owned()
    };
    view! {
        <div class="stepper">
            <button type="button" class="button" aria-label=before.get(lang) on:click=move |_| go.run(-1)>
                "‹"
            </button>
            <p aria-live="polite">{title}</p>
            <button type="button" class="button" aria-label=after.get(lang) on:click=move |_| go.run(1)>
                "›"
            </button>
        </div>
    }
    .into_any()
}

fn card(
    shell: Shell,
    row: usize,
    of: &DeskRow,
    column: Memo<usize>,
    typing: RwSignal<Option<(usize, String)>>,
    months: bool,
) -> AnyView {
    let lang = shell.lang;
    let face = Memo::new(move |_| shell.face(At { row, column: column.get() }).map(|face| face.get()));
    let before = Memo::new(move |_| {
        let column = column.get().checked_sub(1)?;
        shell.face(At { row, column }).map(|face| face.with(|face| face.text.clone())).filter(|text| !text.is_empty())
    });
    let value = move || {
        let typed = typing.with(|typing| typing.as_ref().filter(|(at, _)| *at == row).map(|(_, typed)| typed.clone()));
        typed.unwrap_or_else(|| face.with(|face| face.as_ref().map(|face| face.text.clone()).unwrap_or_default()))
    };
    let is = move |read: fn(&Face) -> bool| face.with(|face| face.as_ref().is_some_and(read));
    let shut = move || is(|face| !face.writable);
    let field = format!("row-{row}");
    let told = move || {
        // Whatever changes the cell changes its face, too.
        face.track();
        let at = At { row, column: column.get() };
        let told = shell.read(|desk| desk.cell(at).map(|cell| told(cell, lang)).unwrap_or_default());
        told.into_iter().map(|line| view! { <span class="told">{line}</span> }).collect_view()
    };
    let unit = of.of.item.unit.get(lang).to_owned();
    view! {
        <li class=move || face.with(|face| format!("card {}", face.as_ref().map(card_class).unwrap_or_default()))>
            <label for=field.clone()>
                <strong>{of.of.item.name.get(lang).to_owned()}</strong>
                " "
                <span>{of.of.measure.get(lang).to_owned()}</span>
                {of.of.counterpart.as_ref().map(|name| view! { <small>{name.get(lang).to_owned()}</small> })}
            </label>
            <p class="card-field">
                <input
                    id=field
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    enterkeyhint="next"
                    readonly=shut
                    aria-invalid=move || is(|face| matches!(face.sign, Sign::Refused | Sign::Conflict)).then_some("true")
                    aria-describedby=format!("state-{row}")
                    prop:value=value
                />
                <span class="unit">{unit}</span>
            </p>
            <p class="card-before">
                {move || before.get().map(|text| again(row, &text, months, is(|face| face.writable), lang))}
            </p>
            <p class="card-state" id=format!("state-{row}")>
                {move || face.with(|face| face.as_ref().and_then(|face| state_words(face, lang)))}
                {told}
            </p>
            <button type="button" class="button card-story" data-row=row.to_string() aria-label=text::STORY_BUTTON.get(lang)>
                {drawing("comments")}
            </button>
        </li>
    }
    .into_any()
}

fn again(row: usize, text: &str, months: bool, writable: bool, lang: Lang) -> AnyView {
    let words =
        if months { text::last_month_value(lang, &shown(text)) } else { text::yesterday_value(lang, &shown(text)) };
    if !writable {
        return words.into_any();
    }
    view! {
        {words}
        " "
        <button type="button" class="again" data-row=row.to_string()>
            {text::SAME_AGAIN.get(lang)}
        </button>
    }
    .into_any()
}

fn card_class(face: &Face) -> String {
    let sign = if face.sign == Sign::None { String::new() } else { format!("is-{}", face.sign.word()) };
    let late = if face.late && face.text.is_empty() { " is-late" } else { "" };
    format!("{sign}{late}{}", if face.writable { "" } else { " shut" })
}

fn state_words(face: &Face, lang: Lang) -> Option<AnyView> {
    match face.sign {
        Sign::None if face.late && face.text.is_empty() => Some(badge("late", text::LATE.get(lang))),
        Sign::None => None,
        sign => Some(badge(sign.word(), sign.words(lang))),
    }
}
