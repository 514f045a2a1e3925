//! The band that says when the server cannot be reached or the session has ended, and how much waits.

use leptos::prelude::*;
use leptos_router::{hooks::use_location, location::Location};

use super::{bar::href, shell::Shell};
use crate::{
    desk::link::Link,
    text::{desk as text, use_lang},
};

/// The band; empty while all is well.
#[component]
pub(crate) fn Banner(shell: Shell) -> impl IntoView {
    let state = Memo::new(move |_| shell.watch(|desk| (desk.link(), desk.counts().unsaved)));
    view! {
        // Always there, so that a reader's software says it when it comes.
        <div class="desk-banner" role="status">
            {move || {
                let (link, unsaved) = state.get();
                words(shell, link, unsaved)
            }}
        </div>
    }
    .into_any()
}

fn words(shell: Shell, link: Link, unsaved: usize) -> Option<AnyView> {
    let lang = use_lang();
    let kept = shell.kept_well.get();
    let Location { pathname, search, .. } = use_location();
    let here = format!("{}?{}", pathname.get_untracked(), search.get_untracked());
    let sign_in = href("/sign-in", &[("next", here)]);
    let (sentence, out) = match link {
        Link::Up => return None,
        Link::Down(_) if unsaved == 0 => (text::OFFLINE_NOTHING.get(lang).to_owned(), false),
        Link::Down(_) if kept => (text::offline(lang, unsaved), false),
        Link::Down(_) => (text::offline_unkept(lang, unsaved), false),
        Link::SignedOut if unsaved == 0 => (text::SIGNED_OUT.get(lang).to_owned(), true),
        Link::SignedOut => (text::signed_out(lang, unsaved), true),
    };
    let act = if out {
        view! {
            <a class="button" href=sign_in rel="external">
                {text::SIGN_IN.get(lang)}
            </a>
        }
        .into_any()
    } else {
        view! {
            <button type="button" class="button" on:click=move |_| shell.try_now()>
                {text::RETRY_NOW.get(lang)}
            </button>
        }
        .into_any()
    };
    Some(view! { <p>{sentence}</p> {act} }.into_any())
}
