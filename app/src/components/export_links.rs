//! “XLSX · CSV” beside a table: what it shows, to take away.

use leptos::prelude::*;

use crate::text::{files as words, use_lang};

/// Two links. `what` is the table's name at the door `/export/`, `ask` its parameters, `name` what people call it.
#[component]
pub(crate) fn ExportLinks(
    what: &'static str,
    #[prop(into, optional)] ask: String,
    #[prop(into)] name: String,
) -> impl IntoView {
    let lang = use_lang();
    let link = |ending: &str, kind: &str| {
        let question = if ask.is_empty() { "" } else { "?" };
        let address = format!("/export/{what}.{ending}{question}{ask}");
        // `rel=external`: a file, not a page of this program.
        view! {
            <a href=address rel="external" download aria-label=words::export_as(lang, &name, kind)>
                {kind.to_owned()}
            </a>
        }
    };
    view! { <span class="export-links">{link("xlsx", "XLSX")} <span aria-hidden="true">"·"</span> {link("csv", "CSV")}</span> }
        .into_any()
}
