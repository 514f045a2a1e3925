//! The band at the top of every page: whose page it is, and the way to the other language.

use leptos::prelude::*;

use crate::text::{self, Lang, use_lang};

/// The band.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let lang = use_lang();
    let other = lang.other();
    view! {
        <a class="skip" href="#main" rel="external">
            {text::SKIP.get(lang)}
        </a>
        <header class="masthead">
            <a class="brand" href="/">
                <span class="seal" lang="zh-CN" aria-hidden="true">
                    "保供"
                </span>
                <span class="wordmark">
                    <span lang="zh-CN" class="vh">
                        {text::PRODUCT.get(Lang::Zh)}
                    </span>
                    {text::PRODUCT.get(Lang::En)}
                </span>
                <span class="tagline">{text::TAGLINE.get(lang)}</span>
            </a>
            // Loads the page anew: the server alone decides about the language.
            <a class="language" href=format!("?lang={}", other.code()) hreflang=other.tag() lang=other.tag() rel="external">
                {match other {
                    Lang::Zh => "中文",
                    Lang::En => "English",
                }}
            </a>
        </header>
    }
    .into_any()
}
