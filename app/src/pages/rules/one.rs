//! One setting: its values or its form, the replay of what the form says, and its versions.

use baogong_domain::{
    Level,
    settings::{Field, Input, Values},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::components::Form;

use super::{Acts, Tried, decide::confirm, replayed, words as shown};
use crate::{
    model::rules::{ReplayView, RulesView, StoryView, VersionView},
    pages::board::outcome,
    text::{self, Lang, rules as words, use_lang},
};

pub(super) fn page(rules: RulesView, story: StoryView, acts: Acts, Tried { asked, sent, replay }: Tried) -> AnyView {
    let lang = use_lang();
    let title = story.setting.title.get(lang).to_owned();
    let (may_propose, may_approve) = (rules.may_propose, rules.may_approve);
    // What was typed stays typed when the page is loaded with its replay.
    let draft = asked.get_untracked().map_or_else(|| story.setting.values.clone(), |ask| ask.values);
    let form = if may_propose { edit_form(&story, &draft, lang) } else { values(&story, lang) };
    let base = story.base;
    let tried = move || {
        asked.get().filter(|_| may_propose).map(|_| {
            view! {
                {replayed::section(replay, lang)}
                <Suspense>
                    {move || {
                        let was_sent = sent.get().is_some() && sent.get() == asked.get();
                        Suspend::new(async move {
                            match replay.await {
                                Some(Ok(done)) if !was_sent => save_form(&done, base, may_approve, acts, lang),
                                _ => ().into_any(),
                            }
                        })
                    }}
                </Suspense>
            }
        })
    };
    let stamp = story.setting.stamp.as_ref().map(|stamp| shown::stamp(stamp, lang));
    view! {
        <Title text=text::page_title(lang, &title) />
        <main id="main" class="page rules-page">
            <div class="summary">
                <p class="crumbs">
                    <a href="/settings/rules">{words::BACK_TO_RULES.get(lang)}</a>
                </p>
                <h1>{title}</h1>
                <p class="hint">{stamp}</p>
                {move || outcome(acts.propose.value().get(), words::PROPOSED, lang)}
                {move || outcome(acts.save.value().get(), words::APPROVED, lang)}
            </div>
            {form}
            {tried}
            {history(&story, lang)}
        </main>
    }
    .into_any()
}

/// Values for those who only read.
fn values(story: &StoryView, lang: Lang) -> AnyView {
    let row = |field: &Field| {
        let value = story.setting.values.get(field.code).cloned().unwrap_or_default();
        view! {
            <div>
                <dt>{shown::name(field, lang)}</dt>
                <dd>{shown::shown(field, &value, lang)}</dd>
            </div>
        }
    };
    let rows = shown::fields(&story.setting.key).iter().map(row).collect_view();
    view! {
        <section class="panel" aria-labelledby="values">
            <h2 id="values">{words::VALUES.get(lang)}</h2>
            <p class="hint">{words::READ_ONLY.get(lang)}</p>
            <dl class="facts">{rows}</dl>
        </section>
    }
    .into_any()
}

/// The form leads to the same page with its values in the address: what comes back is the replay.
fn edit_form(story: &StoryView, draft: &Values, lang: Lang) -> AnyView {
    let key = story.setting.key.clone();
    // What is not kept in stock has no lines of it: left out, they are empty.
    let fits = |field: &&'static Field| story.has_stock || !field.code.starts_with("stock_");
    let inputs = shown::fields(&key).iter().filter(fits).map(|field| {
        let value = draft.get(field.code).cloned().unwrap_or_default();
        input(field, value, lang)
    });
    let inputs = inputs.collect_view();
    view! {
        <section class="panel" aria-labelledby="edit">
            <h2 id="edit">{words::EDIT.get(lang)}</h2>
            <p class="hint">{words::EDIT_NOTE.get(lang)}</p>
            <Form method="get" action="/settings/rules" noscroll=true attr:class="rules-form">
                <input type="hidden" name="setting" value=key />
                <input type="hidden" name="replay" value="1" />
                {inputs}
                <p class="rules-form-end">
                    <button class="button primary" type="submit">
                        {words::REPLAY.get(lang)}
                    </button>
                </p>
            </Form>
        </section>
    }
    .into_any()
}

fn input(field: &'static Field, value: String, lang: Lang) -> AnyView {
    let unit = shown::by(field.unit, lang);
    let unit = (!unit.is_empty()).then(|| view! { " " <small>{unit}</small> });
    let option = |code: &'static str, words: String| {
        let selected = value == code;
        view! {
            <option value=code selected=selected>
                {words}
            </option>
        }
    };
    let control = match field.input {
        Input::Percent => {
            view! { <input name=field.code value=value inputmode="decimal" autocomplete="off" required /> }.into_any()
        }
        Input::StockDays => {
            // The lines may be left out, all four together.
            let required = field.level.is_none();
            view! { <input name=field.code value=value inputmode="decimal" autocomplete="off" required=required /> }
                .into_any()
        }
        Input::Count(least, most) => {
            view! { <input type="number" name=field.code value=value min=least max=most required /> }.into_any()
        }
        Input::CountOrNever(least, most) => {
            let never = words::NEVER.get(lang);
            view! { <input type="number" name=field.code value=value min=least max=most placeholder=never /> }
                .into_any()
        }
        Input::Level => {
            let options = Level::WORST_FIRST
                .map(|level| option(level.code(), text::level(level, lang)))
                .into_iter()
                .collect_view();
            view! { <select name=field.code>{options}</select> }.into_any()
        }
        Input::Deadline => view! {
            <select name=field.code>
                {option("daily", words::DAILY.get(lang).to_owned())}
                {option("monthly", words::MONTHLY.get(lang).to_owned())}
            </select>
        }
        .into_any(),
        Input::Date => view! { <input type="date" name=field.code value=value required /> }.into_any(),
        Input::MonthDay => {
            view! { <input name=field.code value=value pattern="[0-9]{2}-[0-9]{2}" placeholder="11-15" required /> }
                .into_any()
        }
        Input::Text => view! {
            <textarea name=field.code rows="2" maxlength="300" required>
                {value}
            </textarea>
        }
        .into_any(),
    };
    let wide = field.input == Input::Text;
    let level = field.level.map(|level| format!("field of-{}", level.code()));
    view! {
        <label class=level.unwrap_or_else(|| "field".to_owned()) class:wide=wide>
            <span>{shown::name(field, lang)} {unit}</span>
            {control}
        </label>
    }
    .into_any()
}

/// After the replay: the change with its reason, proposed or saved.
fn save_form(done: &ReplayView, base: i64, may_approve: bool, acts: Acts, lang: Lang) -> AnyView {
    // A decision about one season is nothing without its document.
    let needed = done.key.matches(':').count() == 2 && done.key.starts_with("season:");
    let document = if needed { words::DOCUMENT } else { words::DOCUMENT_OPTIONAL };
    let values = done.after.iter().map(|(code, value)| {
        view! { <input type="hidden" name=format!("values[{code}]") value=value.clone() /> }
    });
    let fields = view! {
        <input type="hidden" name="key" value=done.key.clone() />
        <input type="hidden" name="base" value=base />
        {values.collect_view()}
        <label class="field">
            <span>{document.get(lang)}</span>
            <input name="document" maxlength="100" autocomplete="off" required=needed />
        </label>
        <label class="field">
            <span>{words::REASON.get(lang)}</span>
            <textarea name="reason" rows="2" maxlength="500" required></textarea>
        </label>
    }
    .into_any();
    let form = if may_approve {
        view! {
            <ActionForm action=acts.save attr:class="column-form">
                {fields} {confirm(lang)}
                <button class="button primary" type="submit">
                    {words::SAVE.get(lang)}
                </button>
            </ActionForm>
        }
        .into_any()
    } else {
        view! {
            <ActionForm action=acts.propose attr:class="column-form">
                {fields}
                <button class="button primary" type="submit">
                    {words::PROPOSE.get(lang)}
                </button>
            </ActionForm>
        }
        .into_any()
    };
    let title = if may_approve { words::SAVE_HERE } else { words::DECIDE_HERE };
    view! {
        <section class="panel" aria-labelledby="save">
            <h2 id="save">{title.get(lang)}</h2>
            {form}
        </section>
    }
    .into_any()
}

fn history(story: &StoryView, lang: Lang) -> AnyView {
    let entry = |version: &VersionView| {
        let VersionView { stamp, reason, values, before } = version;
        let by = (!reason.is_empty()).then(|| {
            let document = if stamp.document.is_empty() { String::new() } else { format!("{} · ", stamp.document) };
            let proposer = &stamp.proposed_by;
            view! { <p class="hint">{document} {words::REASON.get(lang)} ": " {reason.clone()} " · " {proposer.clone()}</p> }
        });
        let changes = match before {
            Some(before) => shown::difference_list(&story.setting.key, Some(before), values, lang),
            None if stamp.approved_at.is_some() => shown::difference_list(&story.setting.key, None, values, lang),
            None => view! { <p class="hint">{words::FIRST_VERSION.get(lang)}</p> }.into_any(),
        };
        view! {
            <li>
                <p>
                    <strong>{shown::stamp(stamp, lang)}</strong>
                </p>
                {changes}
                {by}
            </li>
        }
    };
    let none = story.versions.is_empty().then(|| view! { <p class="hint">{words::NO_HISTORY.get(lang)}</p> });
    view! {
        <section class="panel" aria-labelledby="history">
            <h2 id="history">{words::HISTORY.get(lang)}</h2>
            {none}
            <ol class="versions">{story.versions.iter().map(entry).collect_view()}</ol>
        </section>
    }
    .into_any()
}
