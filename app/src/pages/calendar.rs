//! The working calendar with its exceptions, and the settings of deadlines.

use chrono::{Datelike, NaiveDate};
use leptos::{form::ActionForm, prelude::*};

use super::board::outcome;
use crate::{
    components::{empty_state::Failure, settings_nav::SettingsNav, status::Status},
    format,
    model::board::{CalendarView, ExceptionView},
    server_functions::board::{RemoveException, SetDeadlines, SetException, get_calendar},
    text::{self, Lang, board as words, use_lang},
};

/// What the page can have done.
#[derive(Clone, Copy)]
struct Acts {
    set: ServerAction<SetException>,
    remove: ServerAction<RemoveException>,
    deadlines: ServerAction<SetDeadlines>,
}

/// `/settings/calendar`
#[component]
pub(crate) fn CalendarPage() -> impl IntoView {
    let acts = Acts { set: ServerAction::new(), remove: ServerAction::new(), deadlines: ServerAction::new() };
    let done = move || acts.set.version().get() + acts.remove.version().get() + acts.deadlines.version().get();
    let view = Resource::new_blocking(done, |_| get_calendar());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => page(view, acts),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn page(view: CalendarView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let year = view.taken.today.year();
    view! {
        <leptos_meta::Title text=text::page_title(lang, words::CALENDAR.get(lang)) />
        <main id="main">
            <Status taken=view.taken.clone() season=view.season.name.clone() days_left=None lost=false />
            <div class="page board calendar">
                <SettingsNav />
                <div class="summary">
                    <h1>{words::CALENDAR.get(lang)}</h1>
                    <p class="hint">{words::CALENDAR_NOTE.get(lang)}</p>
                </div>
                <div class="side">
                    <section class="panel year" aria-labelledby="year">
                        <h2 id="year">{words::YEAR_VIEW.get(lang)} " " <small>{year.to_string()}</small></h2>
                        <div class="months" aria-hidden="true">
                            {(1..=12).map(|month| month_grid(year, month, &view, lang)).collect_view()}
                        </div>
                    </section>
                    {exceptions(&view, acts, lang)}
                </div>
                <div class="side">
                    {view.may_change.then(|| add_form(&view, acts, lang))} {deadlines(&view, acts, lang)}
                </div>
            </div>
        </main>
    }
    .into_any()
}

/// One month: what is not worked stands back, an exception is framed. The list beside it says the same in words.
fn month_grid(year: i32, month: u32, view: &CalendarView, lang: Lang) -> Option<AnyView> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let blanks = (0..first.weekday().num_days_from_monday()).map(|_| view! { <span></span> }).collect_view();
    let days = first.iter_days().take_while(|day| day.month() == month).map(|day| {
        let exception = view.exceptions.iter().find(|e| e.date == day);
        let working = exception.map_or(!format::is_weekend(day), |e| e.working);
        view! {
            <span class:off=!working class:exception=exception.is_some() class:is-today={day == view.taken.today}>
                {day.day()}
            </span>
        }
    });
    let days = days.collect_view();
    let name = format::month(first, lang);
    Some(
        view! {
            <div class="month">
                <p>{name}</p>
                <div class="month-days">{blanks} {days}</div>
            </div>
        }
        .into_any(),
    )
}

fn add_form(view: &CalendarView, acts: Acts, lang: Lang) -> AnyView {
    let today = view.taken.today.to_string();
    view! {
        <section class="panel" aria-labelledby="add">
            <h2 id="add">{words::ADD_EXCEPTION.get(lang)}</h2>
            {move || outcome(acts.set.value().get(), words::SAVED, lang)}
            <ActionForm action=acts.set attr:class="column-form">
                <label class="field">
                    <span>{words::DAY.get(lang)}</span>
                    <input type="date" name="date" value=today required />
                </label>
                <label class="field">
                    <span>{words::THIS_DAY_IS.get(lang)}</span>
                    <select name="working">
                        <option value="false">{words::OFF.get(lang)}</option>
                        <option value="true">{words::WORKED.get(lang)}</option>
                    </select>
                </label>
                <label class="field">
                    <span>{words::BASIS.get(lang)}</span>
                    <input name="source" maxlength="200" required autocomplete="off" />
                </label>
                <button class="button primary" type="submit">
                    {words::ADD.get(lang)}
                </button>
            </ActionForm>
        </section>
    }
    .into_any()
}

fn exceptions(view: &CalendarView, acts: Acts, lang: Lang) -> AnyView {
    let may_change = view.may_change;
    let row = |exception: &ExceptionView| {
        let date = exception.date;
        let remove = may_change.then(|| {
            view! {
                <ActionForm action=acts.remove>
                    <input type="hidden" name="date" value=date.to_string() />
                    <button class="button small" type="submit">
                        {words::REMOVE.get(lang)}
                        <span class="vh">" " {date.to_string()}</span>
                    </button>
                </ActionForm>
            }
        });
        let state = if exception.working { words::WORKED } else { words::OFF };
        view! {
            <tr class:off=!exception.working>
                <th scope="row" class="day">
                    {format::full_day(date, lang)}
                </th>
                <td class="when">{state.get(lang)}</td>
                <td lang="zh-CN" class="basis">
                    {exception.source.clone()}
                </td>
                <td class="go">{remove}</td>
            </tr>
        }
    };
    // The newest first: what is coming is looked up more often than what was.
    let rows = view.exceptions.iter().rev().map(row).collect_view();
    let none = view.exceptions.is_empty().then(|| view! { <p class="hint">{words::NO_EXCEPTIONS.get(lang)}</p> });
    view! {
        <section class="panel" aria-labelledby="exceptions">
            <h2 id="exceptions">{words::EXCEPTIONS.get(lang)}</h2>
            {move || outcome(acts.remove.value().get(), words::REMOVED, lang)}
            {none}
            <div class="scroll">
                <table class="cells-table">
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn deadlines(view: &CalendarView, acts: Acts, lang: Lang) -> AnyView {
    let CalendarView { lock_days_daily, lock_days_monthly, roll_monthly, source, .. } = view.clone();
    let fixed = !view.may_change;
    let save = view.may_change.then(|| {
        view! {
            <button class="button primary" type="submit">
                {words::SAVE.get(lang)}
            </button>
        }
    });
    view! {
        <section class="panel" aria-labelledby="deadlines">
            <h2 id="deadlines">{words::DEADLINE_SETTINGS.get(lang)}</h2>
            {move || outcome(acts.deadlines.value().get(), words::SAVED, lang)}
            <ActionForm action=acts.deadlines attr:class="column-form">
                <label class="field">
                    <span>{words::LOCK_DAILY.get(lang)}</span>
                    <input
                        type="number"
                        name="lock_days_daily"
                        min="0"
                        max="365"
                        value=lock_days_daily
                        required
                        disabled=fixed
                    />
                </label>
                <label class="field">
                    <span>{words::LOCK_MONTHLY.get(lang)}</span>
                    <input
                        type="number"
                        name="lock_days_monthly"
                        min="0"
                        max="365"
                        value=lock_days_monthly
                        required
                        disabled=fixed
                    />
                </label>
                <label class="confirm">
                    <input type="checkbox" name="roll_monthly" value="true" checked=roll_monthly disabled=fixed />
                    <span>{words::ROLL.get(lang)}</span>
                </label>
                <label class="field">
                    <span>{words::BASIS.get(lang)}</span>
                    <input name="source" maxlength="200" value=source required disabled=fixed autocomplete="off" />
                </label>
                {save}
            </ActionForm>
        </section>
    }
    .into_any()
}
