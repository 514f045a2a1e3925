//! What a page needs from its HTTP request and says in its response. On the server only.

use axum::http::{HeaderValue, Method, StatusCode, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::text::Lang;

const COOKIE: &str = "lang";

/// The language asked for: `?lang=`, else the cookie, else Chinese.
pub(crate) fn language() -> Lang {
    use_context::<Parts>().map_or(Lang::Zh, |parts| language_of(&parts))
}

/// The language that a request asks for.
pub(crate) fn language_of(parts: &Parts) -> Lang {
    asked_for(parts).or_else(|| remembered(parts)).unwrap_or(Lang::Zh)
}

/// Keeps the language that the address asks for in a cookie, for a year.
pub(crate) fn remember_language() {
    let Some(lang) = use_context::<Parts>().as_ref().and_then(asked_for) else { return };
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", lang.code());
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}

/// Which scripts the page may run: our own files, and what the server wrote into it under this page's nonce.
pub(crate) fn set_content_policy() {
    let nonce = leptos::nonce::use_nonce().map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    let policy = format!(
        "default-src 'self'; script-src 'self'{nonce} 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    if let (Some(response), Ok(policy)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&policy)) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Sets the status of the page. The answer to a form that was sent without JavaScript keeps its own: it leads back.
pub(crate) fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>().filter(|_| !is_plain_form()) {
        response.set_status(status);
    }
}

/// Whether a browser itself sent a form from one of our pages.
fn is_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accepts = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
        parts.method == Method::POST
            && parts.headers.contains_key(header::REFERER)
            && accepts.is_some_and(|accepts| accepts.contains("text/html"))
    })
}

/// The query of the address that is asked for.
pub(crate) fn query() -> Option<String> {
    use_context::<Parts>()?.uri.query().map(str::to_owned)
}

fn asked_for(parts: &Parts) -> Option<Lang> {
    value_of(parts.uri.query()?.split('&'))
}

fn remembered(parts: &Parts) -> Option<Lang> {
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    value_of(cookies.flat_map(|line| line.split(';')))
}

fn value_of<'a>(mut pairs: impl Iterator<Item = &'a str>) -> Option<Lang> {
    pairs.find_map(|pair| Lang::parse(pair.trim().strip_prefix(COOKIE)?.strip_prefix('=')?))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn parts(uri: &str, cookie: &str) -> Parts {
        Request::builder().uri(uri).header("cookie", cookie).body(()).unwrap().into_parts().0
    }

    #[test]
    fn the_address_goes_before_the_cookie() {
        assert_eq!(asked_for(&parts("/?lang=en", "lang=zh")), Some(Lang::En));
        assert_eq!(asked_for(&parts("/items/coal.thermal?x=1&lang=zh", "")), Some(Lang::Zh));
        assert_eq!(remembered(&parts("/", "session=1; lang=en")), Some(Lang::En));
    }

    #[test]
    fn what_is_no_language_is_passed_over() {
        assert_eq!(asked_for(&parts("/?lang=fr", "")), None);
        assert_eq!(asked_for(&parts("/?language=en", "")), None);
        assert_eq!(asked_for(&parts("/", "")), None);
        assert_eq!(remembered(&parts("/", "xlang=en; lang=\"en")), None);
    }
}
