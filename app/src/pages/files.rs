//! Files: the template, the upload with its preview and import, and how to read one's own sheets.
//!
//! The upload is one plain form. In the browser its script sends it and shows the answer in place; without JavaScript the
//! same addresses answer with this page, and the file is chosen once more for the import.

use leptos::{
    ev::{DragEvent, SubmitEvent},
    html::Input,
    prelude::*,
    wasm_bindgen::JsCast as _,
    web_sys::{HtmlElement, HtmlFormElement},
};

use crate::{
    components::{
        empty_state::Failure,
        mapping_editor::Mappings,
        preview_table::{PreviewTable, rejections},
        upload::{self, Progress},
    },
    format,
    model::files::{FilesView, PreviewView, ReportView, SavedMapping, UploadAnswer},
    server_functions::files::get_files,
    text::{self, files as words, use_lang},
};

/// The page.
#[component]
pub(crate) fn FilesPage() -> impl IntoView {
    let lang = use_lang();
    let view = Resource::new_blocking(|| (), |()| get_files());
    view! {
        <leptos_meta::Title text=text::page_title(lang, words::FILES.get(lang)) />
        <Transition>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => page(view),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn page(view: FilesView) -> AnyView {
    let lang = use_lang();
    let mappings = RwSignal::new(view.mappings.clone());
    view! {
        <main id="main" class="page files">
            <header class="summary">
                <div>
                    <h1>{words::FILES.get(lang)}</h1>
                    <p class="hint">{words::FILES_NOTE.get(lang)}</p>
                </div>
            </header>
            <div class="files-grid">
                <Upload answer=view.answer.clone() mappings />
                <div class="side">
                    <Template view=view.clone() /> <Mappings view mappings />
                </div>
            </div>
        </main>
    }
    .into_any()
}

#[component]
fn Template(view: FilesView) -> impl IntoView {
    let lang = use_lang();
    let note = if view.reason_always { words::TEMPLATE_OFFICE_NOTE } else { words::TEMPLATE_NOTE };
    view! {
        <section class="panel" aria-labelledby="template">
            <h2 id="template">{words::TEMPLATE.get(lang)}</h2>
            <p class="hint">{note.get(lang)}</p>
            <form class="stack" method="get" action="/files/template.xlsx">
                <div class="choices">
                    <label>
                        <input type="radio" name="grain" value="day" checked />
                        " "
                        {words::BY_DAY.get(lang)}
                    </label>
                    <label>
                        <input type="radio" name="grain" value="month" />
                        " "
                        {words::BY_MONTH.get(lang)}
                    </label>
                </div>
                <label class="field">
                    <span>{words::FIRST_DAY.get(lang)}</span>
                    <input type="date" name="first" value=view.first_day required />
                </label>
                <button class="button" type="submit">
                    {words::DOWNLOAD_TEMPLATE.get(lang)}
                </button>
            </form>
        </section>
    }
    .into_any()
}

/// Bytes as people say them.
fn size(bytes: f64) -> String {
    if bytes < 1_048_576.0 {
        format!("{:.0} KiB", (bytes / 1024.0).ceil())
    } else {
        format!("{:.1} MiB", bytes / 1_048_576.0)
    }
}

#[component]
fn Upload(answer: Option<UploadAnswer>, mappings: RwSignal<Vec<SavedMapping>>) -> impl IntoView {
    let lang = use_lang();
    let sent_mapping = match &answer {
        Some(UploadAnswer::Preview(preview)) => preview.mapping,
        Some(UploadAnswer::Report(report)) => report.mapping,
        _ => None,
    };
    let answer = RwSignal::new(answer);
    let progress = RwSignal::new(None::<Progress>);
    let chosen = RwSignal::new(None::<(String, String)>);
    let input = NodeRef::<Input>::new();
    // Another file is another question.
    let choose = move || {
        let file = input.get_untracked().and_then(|input| input.files()?.get(0));
        chosen.set(file.map(|file| (file.name(), size(file.size()))));
        answer.set(None);
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        if let (Some(input), Some(files)) = (input.get_untracked(), event.data_transfer().and_then(|d| d.files())) {
            input.set_files(Some(&files));
            choose();
        }
    };
    let submit = move |event: SubmitEvent| {
        let button = event.submitter().and_then(|button| button.dyn_into::<HtmlElement>().ok());
        let form = event.target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let door = button.and_then(|button| button.get_attribute("formaction"));
        // A download is the browser's own business.
        if let (Some(form), Some(door)) = (form, door.filter(|door| door != "/files/refused")) {
            event.prevent_default();
            progress.set(Some(Progress::Sending(0)));
            let done = move |said| {
                progress.set(None);
                answer.set(Some(said));
            };
            upload::send(&form, &door, lang, move |p| progress.set(Some(p)), done);
        }
    };
    let busy = move || progress.get().is_some();
    let options = move || {
        mappings
            .get()
            .into_iter()
            .map(|saved| {
                let selected = sent_mapping == Some(saved.id);
                view! { <option value=saved.id.to_string() selected=selected>{saved.name}</option> }
            })
            .collect_view()
    };
    let told = move || match chosen.get() {
        Some((name, size)) => view! { <strong>{words::chosen(lang, &name, &size)}</strong> }.into_any(),
        None => view! { <strong>{words::CHOOSE_FILE.get(lang)}</strong> }.into_any(),
    };
    let said = move || match answer.get()? {
        UploadAnswer::Preview(view) => Some(preview(*view, chosen)),
        UploadAnswer::Report(view) => Some(report(&view)),
        UploadAnswer::Problem { code, message } => Some(problem(&code, &message)),
        UploadAnswer::Sample(_) => None,
    };
    view! {
        <section class="panel upload" aria-labelledby="upload">
            <h2 id="upload">{words::UPLOAD.get(lang)}</h2>
            <form method="post" action="/files/preview" enctype="multipart/form-data" on:submit=submit>
                <div class="send">
                    <label class="drop" on:dragover=|event: DragEvent| event.prevent_default() on:drop=drop>
                        <input
                            type="file"
                            name="file"
                            required
                            accept=".csv,.xlsx,.txt"
                            node_ref=input
                            on:change=move |_| choose()
                        />
                        <span>{told} <small>{words::FILE_KINDS.get(lang)}</small></span>
                    </label>
                    <label class="field">
                        <span>{words::HOW_TO_READ.get(lang)}</span>
                        <select name="mapping" on:change=move |_| answer.set(None)>
                            <option value="">{words::STANDARD_HEADER.get(lang)}</option>
                            {options}
                        </select>
                    </label>
                    <button class="button primary" type="submit" formaction="/files/preview" formnovalidate=move || answer.get().is_some() disabled=busy>
                        {words::PREVIEW.get(lang)}
                    </button>
                </div>
                <div role="status" class="progress">
                    {move || progress.get().map(bar)}
                </div>
                <div aria-live="polite" class="said">
                    {said}
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn bar(progress: Progress) -> AnyView {
    let lang = use_lang();
    match progress {
        Progress::Sending(percent) => {
            let words = words::sending(lang, percent);
            view! {
                <progress max="100" value=percent.to_string() aria-label=words.clone()></progress>
                <span>{words}</span>
            }
            .into_any()
        }
        Progress::Checking => view! {
            <progress aria-label=words::CHECKING.get(lang)></progress>
            <span>{words::CHECKING.get(lang)}</span>
        }
        .into_any(),
    }
}

fn problem(code: &str, message: &str) -> AnyView {
    let lang = use_lang();
    view! {
        <p class="said-problem" role="alert" data-code=code.to_owned()>
            {words::one_language(message, lang).to_owned()}
        </p>
    }
    .into_any()
}

fn count(number: u64) -> String {
    format::count(usize::try_from(number).unwrap_or(usize::MAX))
}

fn preview(view: PreviewView, chosen: RwSignal<Option<(String, String)>>) -> AnyView {
    let lang = use_lang();
    let (new, changed) = (view.new.count, view.changed.count);
    let refused = view.rejected.count > 0;
    let whole = view.digest.is_empty();
    let again = move || chosen.get().is_none().then(|| view! { <p class="hint">{words::CHOOSE_AGAIN.get(lang)}</p> });
    let download = (refused && !whole).then(refused_button);
    let write = if new + changed == 0 {
        view! { <p>{words::NOTHING_TO_WRITE.get(lang)}</p> }.into_any()
    } else {
        let partial = refused.then(|| {
            view! {
                <label class="check">
                    <input type="checkbox" name="partial" value="yes" required />
                    <span>{words::PARTIAL.get(lang)} <small>{words::PARTIAL_NEEDED.get(lang)}</small></span>
                </label>
            }
        });
        view! {
            <p>
                <strong>{words::will_write(lang, &count(new), &count(changed))}</strong>
                " "
                {(changed > 0).then(|| words::OVERWRITES.get(lang))}
            </p>
            {(view.late > 0).then(|| view! { <p>{words::late_figures(lang, &count(view.late))}</p> })}
            {partial}
            <label class="field reason">
                <span>{words::REASON.get(lang)}</span>
                <input name="reason" maxlength="500" required=view.reason_needed />
                <small>{words::REASON_NOTE.get(lang)}</small>
            </label>
            {again}
            <button class="button primary" type="submit" formaction="/files/import">
                {words::import_figures(lang, &count(new + changed))}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="preview">
            <h3>{words::preview_of(lang, &view.file)}</h3>
            <input type="hidden" name="digest" value=view.digest.clone() />
            <input type="hidden" name="seen" value=view.seen.to_string() />
            <PreviewTable view id="preview" />
            <div class="decide">{write} {download}</div>
        </div>
    }
    .into_any()
}

fn refused_button() -> AnyView {
    let lang = use_lang();
    // The reason may be empty here, and the box unticked.
    view! {
        <button class="button" type="submit" formaction="/files/refused" formnovalidate>
            {words::DOWNLOAD_REFUSED.get(lang)}
        </button>
    }
    .into_any()
}

fn report(view: &ReportView) -> AnyView {
    let lang = use_lang();
    let title = if view.refused { words::NOT_IMPORTED } else { words::IMPORTED };
    let counts = if view.refused {
        words::NOTHING_WRITTEN.get(lang).to_owned()
    } else {
        words::imported_counts(lang, &count(view.accepted), &count(view.unchanged))
    };
    let refused = (view.rejected.count > 0).then(|| {
        let back = (view.rejected_rows > 0).then(|| {
            view! {
                <p>{words::refused_back(lang, &count(view.rejected_rows))}</p>
                {refused_button()}
            }
        });
        view! {
            {back}
            {rejections(&view.rejected, lang)}
        }
    });
    view! {
        <div class="report" class:report-done=!view.refused>
            <h3>{title.get(lang)} " " <small>{view.file.clone()}</small></h3>
            <p>
                <strong>{counts}</strong>
                " "
                {(view.skipped > 0).then(|| words::skipped_rows(lang, &count(view.skipped)))}
            </p>
            {refused}
        </div>
    }
    .into_any()
}
