//! Starts the user interface in the browser; everything else is in `app`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that the server puts into each page.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(baogong_app::App);
}
