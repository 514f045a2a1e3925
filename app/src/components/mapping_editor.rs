//! Saying what the columns of one's own sheet mean: choose a sample, name the columns, try it, keep it under a name.

use baogong_domain::{Measure, Period};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local, wasm_bindgen::JsCast as _, web_sys};

use super::{preview_table::PreviewTable, upload};
use crate::{
    model::{
        Name,
        files::{Counterpart, FilesView, MappingColumn, MappingForm, SampleView, SavedMapping, UploadAnswer},
    },
    server_functions::{
        PageError,
        files::{remove_mapping, save_mapping},
    },
    text::{self, Lang, Text, files as words, use_lang},
};

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Unused,
    Period,
    Party,
    Figure,
}

impl Meaning {
    const ALL: [(Self, &'static str, Text); 4] = [
        (Self::Unused, "unused", words::UNUSED),
        (Self::Period, "period", words::IS_PERIOD),
        (Self::Party, "party", words::IS_PARTY),
        (Self::Figure, "figure", words::IS_FIGURE),
    ];

    fn parse(code: &str) -> Self {
        Self::ALL.into_iter().find(|(_, word, _)| *word == code).map_or(Self::Unused, |(meaning, ..)| meaning)
    }
}

/// A column of the sample, as far as it has been described.
#[derive(Clone, Copy)]
struct Column {
    heading: StoredValue<String>,
    values: StoredValue<String>,
    meaning: RwSignal<Meaning>,
    item: RwSignal<String>,
    measure: RwSignal<String>,
    factor: RwSignal<String>,
    /// Empty, `code:…` or `column:…`.
    counterpart: RwSignal<String>,
}

impl Column {
    fn new(heading: &str, values: &[String], form: &MappingForm) -> Self {
        let known = form.columns.iter().find(|column| column.heading == heading);
        let is_period = values.first().is_some_and(|value| Period::parse(value).is_ok() && value.len() > 5);
        let meaning = if known.is_some() {
            Meaning::Figure
        } else if form.period == heading || form.period.is_empty() && is_period {
            Meaning::Period
        } else if form.party_column.as_deref() == Some(heading) {
            Meaning::Party
        } else {
            Meaning::Unused
        };
        let known = known.cloned().unwrap_or_default();
        let counterpart = match known.counterpart {
            Counterpart::None => String::new(),
            Counterpart::One(code) => format!("code:{code}"),
            Counterpart::Column(heading) => format!("column:{heading}"),
        };
        Self {
            heading: StoredValue::new(heading.to_owned()),
            values: StoredValue::new(values.join(" · ")),
            meaning: RwSignal::new(meaning),
            item: RwSignal::new(known.item),
            measure: RwSignal::new(known.measure),
            factor: RwSignal::new(known.factor),
            counterpart: RwSignal::new(counterpart),
        }
    }

    fn figure(self) -> MappingColumn {
        let counterpart = self.counterpart.get();
        let counterpart = match counterpart.split_once(':') {
            Some(("code", code)) => Counterpart::One(code.to_owned()),
            Some(("column", heading)) => Counterpart::Column(heading.to_owned()),
            _ => Counterpart::None,
        };
        MappingColumn {
            heading: self.heading.get_value(),
            item: self.item.get(),
            measure: self.measure.get(),
            factor: self.factor.get(),
            counterpart,
        }
    }
}

/// The mapping that is being made.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    columns: RwSignal<Vec<Column>>,
    party: RwSignal<String>,
    /// What was there before the sample came.
    given: StoredValue<MappingForm>,
}

impl Draft {
    fn new(name: &str, form: MappingForm, own: Option<&str>) -> Self {
        let party = form.party.clone().or_else(|| own.map(str::to_owned)).unwrap_or_default();
        let mut headings: Vec<&str> = Vec::new();
        headings.extend(Some(form.period.as_str()).filter(|period| !period.is_empty()));
        headings.extend(form.party_column.as_deref());
        headings.extend(form.columns.iter().map(|column| column.heading.as_str()));
        let columns = headings.into_iter().map(|heading| Column::new(heading, &[], &form)).collect();
        Self {
            name: RwSignal::new(name.to_owned()),
            columns: RwSignal::new(columns),
            party: RwSignal::new(party),
            given: StoredValue::new(form),
        }
    }

    fn take_sample(self, sample: &SampleView) {
        let column = |(place, heading): (usize, &String)| {
            let values: Vec<String> = sample.rows.iter().take(3).filter_map(|row| row.get(place).cloned()).collect();
            self.given.with_value(|form| Column::new(heading, &values, form))
        };
        self.columns.set(sample.header.iter().enumerate().map(column).collect());
    }

    /// The mapping, once it says enough.
    fn form(self) -> Option<MappingForm> {
        let columns = self.columns.get();
        let of = |meaning| columns.iter().find(move |column| column.meaning.get() == meaning);
        let figures = columns.iter().filter(|column| column.meaning.get() == Meaning::Figure);
        let figures: Vec<MappingColumn> = figures.map(|column| column.figure()).collect();
        let party_column = of(Meaning::Party).map(|column| column.heading.get_value());
        let party = Some(self.party.get()).filter(|_| party_column.is_none());
        let whole = |column: &MappingColumn| !column.item.is_empty() && !column.measure.is_empty();
        let enough = !figures.is_empty() && figures.iter().all(whole) && party.as_deref() != Some("");
        let period = of(Meaning::Period)?.heading.get_value();
        enough.then_some(MappingForm { period, party_column, party, columns: figures })
    }
}

/// The party's mappings, and the editor.
#[component]
pub(crate) fn Mappings(view: FilesView, mappings: RwSignal<Vec<SavedMapping>>) -> impl IntoView {
    let lang = use_lang();
    let own = StoredValue::new(view.own.as_ref().map(|own| own.code.clone()));
    let view = StoredValue::new(view);
    let draft = RwSignal::new(None::<Draft>);
    let failed = RwSignal::new(None::<String>);
    let begin = move |name: &str, form: MappingForm| {
        draft.set(Some(own.with_value(|own| Draft::new(name, form, own.as_deref()))));
    };
    let remove = move |id: i64| {
        spawn_local(async move {
            match remove_mapping(id).await {
                Ok(left) => mappings.set(left),
                Err(error) => failed.set(Some(said(&error, lang))),
            }
        });
    };
    let row = move |saved: SavedMapping| {
        let (id, name, form) = (saved.id, saved.name.clone(), saved.form);
        view! {
            <li>
                <span>
                    {saved.name} " " <small>{words::changed_by(lang, &saved.changed_by, &saved.changed_at)}</small>
                </span>
                <button class="button small" type="button" on:click=move |_| begin(&name, form.clone())>
                    {words::CHANGE.get(lang)}
                </button>
                <button class="button small" type="button" on:click=move |_| remove(id)>
                    {words::REMOVE.get(lang)}
                </button>
            </li>
        }
    };
    let list = move || {
        let saved = mappings.get();
        if saved.is_empty() {
            view! { <p class="hint">{words::NO_MAPPINGS.get(lang)}</p> }.into_any()
        } else {
            view! { <ul class="mappings">{saved.into_iter().map(row).collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <section class="panel" aria-labelledby="mappings">
            <h2 id="mappings">{words::MAPPINGS.get(lang)}</h2>
            <p class="hint">{words::MAPPINGS_NOTE.get(lang)}</p>
            {list}
            {move || failed.get().map(|message| view! { <p class="said-problem" role="alert">{message}</p> })}
            <noscript>
                <p class="hint">{words::NEEDS_SCRIPT.get(lang)}</p>
            </noscript>
            <button class="button" type="button" on:click=move |_| begin("", MappingForm::default())>
                {words::NEW_MAPPING.get(lang)}
            </button>
            {move || draft.get().map(|draft| editor(draft, view, mappings))}
        </section>
    }
    .into_any()
}

fn said(error: &PageError, lang: Lang) -> String {
    match error {
        PageError::Invalid { message, .. } => words::one_language(message, lang).to_owned(),
        PageError::SignedOut => text::accounts::SIGNED_OUT_NOTE.get(lang).to_owned(),
        PageError::Denied => text::DENIED.get(lang).to_owned(),
        PageError::NotFound | PageError::Failed => text::FAILED.get(lang).to_owned(),
    }
}

fn editor(draft: Draft, view: StoredValue<FilesView>, mappings: RwSignal<Vec<SavedMapping>>) -> AnyView {
    let lang = use_lang();
    let told = RwSignal::new(None::<UploadAnswer>);
    let outcome = RwSignal::new(None::<Result<String, String>>);
    let rows = RwSignal::new(None::<usize>);
    let busy = RwSignal::new(false);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let door = event.submitter().and_then(|button| button.get_attribute("formaction"));
        let form = event.target().and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
        let (Some(door), Some(form)) = (door, form) else { return };
        busy.set(true);
        let done = move |answer| {
            busy.set(false);
            if let UploadAnswer::Sample(sample) = &answer {
                rows.set(Some(sample.row_count));
                draft.take_sample(sample);
                told.set(None);
            } else {
                told.set(Some(answer));
            }
        };
        upload::send(&form, &door, lang, |_| {}, done);
    };
    let json = move || draft.form().and_then(|form| serde_json::to_string(&form).ok()).unwrap_or_default();
    let save = move |_| {
        let Some(form) = draft.form() else {
            return outcome.set(Some(Err(words::INCOMPLETE.get(lang).to_owned())));
        };
        let name = draft.name.get();
        spawn_local(async move {
            match save_mapping(name.clone(), form).await {
                Ok(kept) => {
                    mappings.set(kept);
                    outcome.set(Some(Ok(words::saved_as(lang, name.trim()))));
                }
                Err(error) => outcome.set(Some(Err(said(&error, lang)))),
            }
        });
    };
    let answer = move || match told.get()? {
        UploadAnswer::Preview(view) => Some(view! { <PreviewTable view=*view id="try" /> }.into_any()),
        UploadAnswer::Problem { message, .. } => {
            let message = words::one_language(&message, lang).to_owned();
            Some(view! { <p class="said-problem" role="alert">{message}</p> }.into_any())
        }
        UploadAnswer::Report(_) | UploadAnswer::Sample(_) => None,
    };
    let kept = move || {
        outcome.get().map(|outcome| match outcome {
            Ok(message) => view! { <p class="said-done" role="status">{message}</p> }.into_any(),
            Err(message) => view! { <p class="said-problem" role="alert">{message}</p> }.into_any(),
        })
    };
    view! {
        <form class="mapping-editor" method="post" action="/files/sample" enctype="multipart/form-data" on:submit=send>
            <h3>{words::SAMPLE.get(lang)}</h3>
            <div class="send">
                <input type="file" name="file" required accept=".csv,.xlsx,.txt" aria-label=words::SAMPLE.get(lang) />
                <button class="button" type="submit" formaction="/files/sample" disabled=busy>
                    {words::READ_COLUMNS.get(lang)}
                </button>
            </div>
            {move || rows.get().map(|rows| view! { <p class="hint">{words::sample_rows(lang, &rows.to_string())}</p> })}
            {move || (!draft.columns.get().is_empty()).then(|| columns(draft, view))}
            <input type="hidden" name="draft" prop:value=json />
            <h3>{words::TRY_AND_SAVE.get(lang)}</h3>
            <div class="send">
                <button
                    class="button"
                    type="submit"
                    formaction="/files/preview"
                    disabled=move || busy.get() || draft.form().is_none()
                >
                    {words::TRY.get(lang)}
                </button>
                <label class="field">
                    <span>{words::MAPPING_NAME.get(lang)}</span>
                    <input
                        form=""
                        maxlength="60"
                        prop:value=draft.name
                        on:input:target=move |event| draft.name.set(event.target().value())
                    />
                </label>
                <button class="button primary" type="button" on:click=save>
                    {words::SAVE.get(lang)}
                </button>
            </div>
            {kept}
            {answer}
        </form>
    }
    .into_any()
}

/// A choice that is kept in a signal.
fn choice(label: String, value: RwSignal<String>, options: Vec<(String, String)>) -> AnyView {
    let options = options.into_iter().map(|(code, name)| {
        let chosen = code == value.get_untracked();
        view! { <option value=code selected=chosen>{name}</option> }
    });
    view! {
        <select aria-label=label on:change:target=move |event| value.set(event.target().value())>
            {options.collect_view()}
        </select>
    }
    .into_any()
}

fn columns(draft: Draft, view: StoredValue<FilesView>) -> AnyView {
    let lang = use_lang();
    let has_party = move || draft.columns.get().iter().any(|column| column.meaning.get() == Meaning::Party);
    let parties = move || {
        view.with_value(|view| {
            view.parties.iter().map(|party| (party.code.clone(), party.name.get(lang).to_owned())).collect::<Vec<_>>()
        })
    };
    let whose = move || {
        (!has_party()).then(|| {
            view! {
                <label class="field">
                    <span>{words::WHOSE.get(lang)}</span>
                    {choice(words::WHOSE.get(lang).to_owned(), draft.party, parties())}
                </label>
            }
        })
    };
    let rows = move || draft.columns.get().into_iter().map(|column| column_row(column, draft, view)).collect_view();
    view! {
        <h3>{words::COLUMNS.get(lang)}</h3>
        {whose}
        <ul class="mapping-columns">{rows}</ul>
    }
    .into_any()
}

fn column_row(column: Column, draft: Draft, view: StoredValue<FilesView>) -> AnyView {
    let lang = use_lang();
    let heading = column.heading.get_value();
    let about = move |what: Text| format!("{}: {}", column.heading.get_value(), what.get(lang));
    let meanings = Meaning::ALL.map(|(meaning, code, name)| {
        let chosen = meaning == column.meaning.get_untracked();
        view! { <option value=code selected=chosen>{name.get(lang)}</option> }
    });
    let nothing = || (String::new(), "—".to_owned());
    let details = move || {
        (column.meaning.get() == Meaning::Figure).then(|| {
            let items = view.with_value(|view| {
                let option = |name: &Name, unit: &Name| format!("{} ({})", name.get(lang), unit.get(lang));
                let items = view.items.iter().map(|item| (item.code.clone(), option(&item.name, &item.unit)));
                [nothing()].into_iter().chain(items).collect()
            });
            let measure_name = |measure: Measure| match lang {
                Lang::Zh => measure.names().0.to_owned(),
                Lang::En => measure.names().1.to_owned(),
            };
            let measures = Measure::ALL.map(|measure| (measure.code().to_owned(), measure_name(measure)));
            let measures = [nothing()].into_iter().chain(measures).collect();
            let served = move || {
                let supplies = Measure::parse(&column.measure.get()).is_some_and(Measure::is_supply_side);
                supplies.then(|| choice(about(words::COUNTERPART), column.counterpart, counterparts(draft, view, lang)))
            };
            view! {
                {choice(about(text::ITEM), column.item, items)} {choice(about(words::MEASURE), column.measure, measures)}
                <input
                    class="factor"
                    inputmode="decimal"
                    placeholder="× 1"
                    title=words::FACTOR_NOTE.get(lang)
                    aria-label=about(words::FACTOR)
                    prop:value=column.factor
                    on:input:target=move |event| column.factor.set(event.target().value())
                />
                {served}
            }
        })
    };
    view! {
        <li>
            <span class="heading">
                <strong>{heading}</strong>
                <small>{column.values.get_value()}</small>
            </span>
            <select
                aria-label=about(words::MEANING)
                on:change:target=move |event| column.meaning.set(Meaning::parse(&event.target().value()))
            >
                {meanings}
            </select>
            {details}
        </li>
    }
    .into_any()
}

/// Who may be supplied: the city, whom a column names, or one party.
fn counterparts(draft: Draft, view: StoredValue<FilesView>, lang: Lang) -> Vec<(String, String)> {
    let columns = draft.columns.get_untracked();
    let unused = columns.iter().filter(|column| column.meaning.get_untracked() == Meaning::Unused);
    let columns = unused.map(|column| {
        let heading = column.heading.get_value();
        (format!("column:{heading}"), words::column_named(lang, &heading))
    });
    let pool = (String::new(), words::POOL.get(lang).to_owned());
    let parties = view.with_value(|view| {
        view.parties.iter().map(|p| (format!("code:{}", p.code), p.name.get(lang).to_owned())).collect::<Vec<_>>()
    });
    [pool].into_iter().chain(columns).chain(parties).collect()
}
