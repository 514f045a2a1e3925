//! Addresses by which pages lead to each other: the same text on the server and in the browser.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// A value as an address takes it: every byte that could mean something there is written by its number.
pub(crate) fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    value.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// A path with those parameters that say something.
pub(crate) fn with(path: &str, parameters: &[(&str, &str)]) -> String {
    let given = parameters.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = given.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// The earlier instant that the page's address asks for; empty for now.
pub(crate) fn as_of() -> String {
    use_query_map().read_untracked().get("as_of").unwrap_or_default()
}

/// Another page as of the same instant as this one.
pub(crate) fn keep(path: &str) -> String {
    with(path, &[("as_of", &as_of())])
}

/// The figures behind a scope's numbers over some days, as of the same instant as this page.
pub(crate) fn figures(item: &str, scope: &str, first: NaiveDate, last: NaiveDate, measure: &str) -> String {
    let (from, to) = (first.to_string(), last.to_string());
    let as_of = as_of();
    let parameters =
        [("item", item), ("scope", scope), ("from", &from), ("to", &to), ("measure", measure), ("as_of", &as_of)];
    with("/figures", &parameters)
}

/// The alerts of an item in a scope; of the whole city all of the item. They are those of now.
pub(crate) fn alerts(item: &str, scope: &str) -> String {
    match scope.split_once(':') {
        Some((of, code)) => with("/alerts", &[("item", item), (of, code)]),
        None => with("/alerts", &[("item", item)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_only_what_is_given_and_nothing_breaks_out_of_it() {
        assert_eq!(with("/items/coal.thermal", &[("as_of", "")]), "/items/coal.thermal");
        assert_eq!(with("/", &[("as_of", "2026-11-03T09:00")]), "/?as_of=2026-11-03T09%3A00");
        assert_eq!(alerts("coal.thermal", "party:A&b=\"市"), "/alerts?item=coal.thermal&party=A%26b%3D%22%E5%B8%82");
    }
}
