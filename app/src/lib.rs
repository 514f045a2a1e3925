//! ui
use leptos::prelude::*;
/// app
#[component]
pub fn App() -> impl IntoView { view! { <p>"x"</p> } }
