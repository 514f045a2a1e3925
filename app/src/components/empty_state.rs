//! What stands where there is nothing to show: what is the matter, and what to do.

use leptos::prelude::*;

use crate::{
    server_functions::PageError,
    text::{self, Text, use_lang},
};

/// A calm note inside a section.
#[component]
pub(crate) fn Empty(title: Text, note: Text) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="empty">
            <p class="empty-title">{title.get(lang)}</p>
            <p>{note.get(lang)}</p>
        </div>
    }
    .into_any()
}

/// A page that is on its way.
pub(crate) fn loading() -> AnyView {
    view! {
        <main id="main" class="page">
            <p class="loading">{text::LOADING.get(use_lang())}</p>
        </main>
    }
    .into_any()
}

/// A whole page that could not be shown; also sets the status of the response.
#[component]
pub(crate) fn Failure(error: PageError) -> impl IntoView {
    let lang = use_lang();
    let (title, note) = match error {
        PageError::NotFound => (text::NOT_FOUND, text::NOT_FOUND_NOTE),
        PageError::Denied => (text::DENIED, text::DENIED_NOTE),
        PageError::SignedOut => (text::accounts::SIGNED_OUT, text::accounts::SIGNED_OUT_NOTE),
        PageError::Invalid { .. } | PageError::Failed => (text::FAILED, text::FAILED_NOTE),
    };
    let reason = match &error {
        PageError::Invalid { message, .. } => Some(view! { <p>{message.clone()}</p> }),
        _ => None,
    };
    #[cfg(feature = "ssr")]
    crate::request::set_status(match &error {
        PageError::NotFound => axum::http::StatusCode::NOT_FOUND,
        PageError::Denied => axum::http::StatusCode::FORBIDDEN,
        PageError::SignedOut => axum::http::StatusCode::UNAUTHORIZED,
        PageError::Invalid { .. } => axum::http::StatusCode::UNPROCESSABLE_ENTITY,
        PageError::Failed => axum::http::StatusCode::SERVICE_UNAVAILABLE,
    });
    let retry = (error == PageError::Failed).then(|| {
        // An empty address is this page; loaded anew.
        view! {
            <a class="button" href="?" rel="external">
                {text::RETRY.get(lang)}
            </a>
        }
    });
    view! {
        <leptos_meta::Title text=text::page_title(lang, title.get(lang)) />
        <main id="main" class="page failure">
            <h1>{title.get(lang)}</h1>
            <p>{note.get(lang)}</p>
            {reason}
            <p class="actions">
                {retry} <a class="button" href="/">
                    {text::BACK.get(lang)}
                </a>
            </p>
        </main>
    }
    .into_any()
}
