//! The audit trail: searched by who, what, when and where, newest first; the whole checked on request.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use crate::{
    components::{
        empty_state::{Empty, Failure},
        export_links::ExportLinks,
    },
    model::audit::{AuditAsk, AuditCheck, AuditLine, AuditView},
    server_functions::audit::{check_audit, get_audit},
    text::{self, Text, audit as words, use_lang},
};

/// The conditions in the address.
const FIELDS: [(&str, Text, &str); 6] = [
    ("actor", words::ACTOR, "text"),
    ("action", words::ACTION, "text"),
    ("subject", words::SUBJECT, "text"),
    ("origin", words::ORIGIN, "text"),
    ("from", words::FROM, "date"),
    ("to", words::TO, "date"),
];

fn asked(query: &ParamsMap) -> AuditAsk {
    let of = |name| query.get(name).unwrap_or_default();
    AuditAsk {
        actor: of("actor"),
        action: of("action"),
        subject: of("subject"),
        origin: of("origin"),
        from: of("from"),
        to: of("to"),
        before: of("before"),
    }
}

/// The conditions as they stand in an address, without the place in the list.
fn conditions(query: &ParamsMap) -> String {
    let given = FIELDS.iter().filter_map(|(name, ..)| Some((*name, query.get(name).filter(|v| !v.is_empty())?)));
    let mut map = ParamsMap::new();
    for (name, value) in given {
        map.insert(name, value);
    }
    map.to_query_string()
}

/// The page.
#[component]
pub(crate) fn AuditPage() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let view = Resource::new_blocking(move || asked(&query.read()), get_audit);
    let checked = Resource::new_blocking(
        move || query.read().get("check").is_some(),
        async |wanted| if wanted { Some(check_audit().await) } else { None },
    );
    view! {
        <Title text=text::page_title(lang, words::AUDIT.get(lang)) />
        <Transition>
            {move || Suspend::new(async move {
                let checked = checked.await;
                match view.await {
                    Ok(view) => page(&query.read_untracked(), view, checked.and_then(Result::ok)),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

fn page(query: &ParamsMap, view: AuditView, checked: Option<AuditCheck>) -> AnyView {
    let lang = use_lang();
    let conditions = conditions(query);
    let field = |(name, label, kind): (&'static str, Text, &'static str)| {
        view! {
            <label class="field">
                <span>{label.get(lang)}</span>
                <input name=name type=kind value=query.get(name).unwrap_or_default() />
            </label>
        }
    };
    let joined = |extra: String| {
        if conditions.is_empty() { format!("/audit?{extra}") } else { format!("/audit{conditions}&{extra}") }
    };
    let older = view.older.map(|seq| {
        view! {
            <p class="actions">
                <a class="button" href=joined(format!("before={seq}"))>
                    {words::OLDER.get(lang)}
                </a>
            </p>
        }
    });
    let body = if view.entries.is_empty() {
        view! { <Empty title=words::NONE note=words::NONE_NOTE /> }.into_any()
    } else {
        table(view.entries)
    };
    view! {
        <main id="main" class="page audit">
            <header class="audit-head">
                <div>
                    <h1>{words::AUDIT.get(lang)}</h1>
                    <p class="hint">{words::AUDIT_NOTE.get(lang)}</p>
                </div>
                <a class="button" href=joined("check=1".to_owned()) rel="external">
                    {words::CHECK.get(lang)}
                </a>
            </header>
            {checked.map(outcome)}
            <section class="panel">
                <form method="get" action="/audit" class="row-form" role="search">
                    {FIELDS.map(field).into_iter().collect_view()}
                    <button class="button primary" type="submit">
                        {words::SEARCH.get(lang)}
                    </button>
                    <a class="button" href="/audit">
                        {words::CLEAR.get(lang)}
                    </a>
                </form>
            </section>
            <section class="panel">
                <p class="audit-export">
                    <ExportLinks what="audit" ask=conditions.trim_start_matches('?').to_owned() name=words::AUDIT.get(lang) />
                </p>
                {body}
                {older}
            </section>
        </main>
    }
    .into_any()
}

fn outcome(check: AuditCheck) -> AnyView {
    let lang = use_lang();
    match check {
        AuditCheck::Whole { head, secret, from } => {
            let from = from.map(|seq| view! { <br /> {words::from_checkpoint(lang, seq)} });
            let open = (!secret).then(|| view! { <br /> {words::NO_SECRET.get(lang)} });
            view! { <p class="done audit-outcome" role="status">{words::whole(lang, &head)} {from} {open}</p> }
                .into_any()
        }
        AuditCheck::Broken { seq, reason } => {
            view! { <p class="complaint" role="alert">{words::broken(lang, seq, &reason)}</p> }.into_any()
        }
    }
}

fn table(entries: Vec<AuditLine>) -> AnyView {
    let lang = use_lang();
    let head = |text: Text| view! { <th scope="col">{text.get(lang)}</th> };
    let row = |entry: AuditLine| {
        let details =
            entry.details.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt> <dd>{value}</dd></div> });
        view! {
            <tr>
                <td class="num">{entry.seq}</td>
                <td class="when">{entry.at}</td>
                <td>{entry.actor} <small>{entry.origin}</small></td>
                <td>{words::action(&entry.action, lang)}</td>
                <td class="subject">{entry.subject}</td>
                <td><dl class="details">{details.collect_view()}</dl></td>
            </tr>
        }
    };
    view! {
        <div class="scroll" role="region" tabindex="0" aria-label=words::AUDIT.get(lang)>
            <table class="plain audit-table">
                <thead>
                    <tr>
                        <th scope="col" class="num">"#"</th>
                        {head(words::WHEN)} {head(words::ACTOR)} {head(words::ACTION)} {head(words::SUBJECT)}
                        {head(words::DETAIL)}
                    </tr>
                </thead>
                <tbody>{entries.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
