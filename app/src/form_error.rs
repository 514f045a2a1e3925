//! What became of a form that was sent without JavaScript: the answer leads back to the page, and the address says which
//! act was refused and why.
//!
//! Anybody can write an address, so only the kind of refusal and its code are taken from it, never its words.

use leptos::{prelude::*, server::ServerActionError, server_fn::error::ServerFnUrlError};
use leptos_router::location::Url;

use crate::{
    server_functions::PageError,
    text::{self, Lang},
};

/// Gives the page's acts the refusal that its address tells of.
pub(crate) fn provide(lang: Lang) {
    let Some(query) = query() else { return };
    let value = |name: &str| {
        let found = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        found.map(Url::unescape)
    };
    if let (Some(path), Some(error)) = (value("__path"), value("__err")) {
        let error = without_words(ServerFnUrlError::<PageError>::decode_err(&error), lang);
        let told = ServerFnUrlError::new(&path, error).to_url("http://localhost/").ok();
        let told =
            told.and_then(|url| url.query_pairs().find(|(name, _)| name == "__err").map(|(_, e)| e.into_owned()));
        if let Some(told) = told {
            provide_context(ServerActionError::new(&path, &told));
        }
    }
}

fn without_words(error: PageError, lang: Lang) -> PageError {
    match error {
        PageError::Invalid { code, .. } => {
            let plain = (1..=40).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            let code = if plain { code } else { "invalid".to_owned() };
            PageError::Invalid { message: text::form_refused(lang, &code), code }
        }
        other => other,
    }
}

/// The query of the page's address, as the server got it or the browser shows it.
fn query() -> Option<String> {
    #[cfg(feature = "ssr")]
    return crate::request::query();
    #[cfg(not(feature = "ssr"))]
    {
        let search = window().location().search().ok()?;
        Some(search.trim_start_matches('?').to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_of_an_address_are_shown() {
        let invalid = |code: &str| PageError::Invalid { code: code.to_owned(), message: "call 555".to_owned() };
        let shown = |error| match without_words(error, Lang::En) {
            PageError::Invalid { code, message } => format!("{code}: {message}"),
            other => format!("{other:?}"),
        };
        assert!(shown(invalid("reason_missing")).starts_with("reason_missing: "));
        for code in ["reason_missing", "Call 555", "", &"a".repeat(41)] {
            let shown = shown(invalid(code));
            assert!(!shown.contains("555") && !shown.contains(&"a".repeat(41)), "{shown}");
        }
        assert_eq!(shown(PageError::Denied), "Denied");
    }
}
