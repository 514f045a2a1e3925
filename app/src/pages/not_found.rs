//! The page for an address that leads nowhere.

use leptos::prelude::*;

use crate::{components::empty_state::Failure, server_functions::PageError};

/// The page.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! { <Failure error=PageError::NotFound /> }
}
