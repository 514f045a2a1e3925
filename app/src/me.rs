//! The person at the page: written into the document by the server, read again there by the browser. It stays the same for
//! a page's whole life, for signing in and out load the page anew.

use baogong_domain::access::{self, Action};
use leptos::prelude::*;

use crate::model::accounts::Me;

/// Name of the element that carries it.
#[cfg(feature = "ssr")]
pub(crate) const META: &str = "baogong-me";

/// Who is signed in.
pub(crate) fn of_page() -> Option<Me> {
    #[cfg(feature = "ssr")]
    return crate::session::me();
    #[cfg(not(feature = "ssr"))]
    {
        let meta = document().query_selector("meta[name=baogong-me]").ok().flatten()?;
        serde_json::from_str(&meta.get_attribute("content")?).ok()
    }
}

/// The person that [`crate::App`] provides.
pub(crate) fn use_me() -> Option<Me> {
    use_context::<Option<Me>>().flatten()
}

/// Whether a page may offer them something; the services decide again.
pub(crate) fn may(action: Action) -> bool {
    use_me().and_then(|me| me.role()).is_some_and(|role| access::reach(role, action).is_some())
}

/// Whether the person may do it everywhere, as a hint for what to show; the services decide.
pub(crate) fn reaches_all(action: Action) -> bool {
    use_me().and_then(|me| me.role()).is_some_and(|role| access::reach(role, action) == Some(access::Reach::All))
}
