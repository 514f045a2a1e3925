//! How the state of a day looks: a sign of its own and its word; colour comes last. And how a rate is written.

use leptos::prelude::*;

use crate::{
    format,
    model::board::Mark,
    text::{Lang, Text, board as words, use_lang},
};

impl Mark {
    const ALL: [Self; 4] = [Self::OnTime, Self::Late, Self::Missing, Self::NotYetDue];

    /// The word in class names and in the names of signs.
    const fn class(self) -> &'static str {
        match self {
            Self::OnTime => "on-time",
            Self::Late => "late",
            Self::Missing => "missing",
            Self::NotYetDue => "not-yet",
        }
    }

    pub(super) const fn words(self) -> Text {
        match self {
            Self::OnTime => words::MARK_ON_TIME,
            Self::Late => words::MARK_LATE,
            Self::Missing => words::MARK_MISSING,
            Self::NotYetDue => words::MARK_NOT_YET,
        }
    }
}

/// The drawings, once a page: a tick, a clock, a cross, a dot.
#[component]
pub(super) fn Signs() -> impl IntoView {
    view! {
        <svg class="shapes" width="0" height="0" aria-hidden="true">
            <symbol id="sign-on-time" viewBox="0 0 16 16">
                <path d="M3 8.5 6.5 12 13 4.5" />
            </symbol>
            <symbol id="sign-late" viewBox="0 0 16 16">
                <circle cx="8" cy="8" r="5.6" />
                <path d="M8 4.8V8l2.4 1.8" />
            </symbol>
            <symbol id="sign-missing" viewBox="0 0 16 16">
                <path d="m4 4 8 8M12 4l-8 8" />
            </symbol>
            <symbol id="sign-not-yet" viewBox="0 0 16 16">
                <circle cx="8" cy="8" r="1" />
            </symbol>
        </svg>
    }
    .into_any()
}

/// The sign alone; what stands beside it says the same in words.
pub(super) fn sign(mark: Mark) -> AnyView {
    view! {
        <svg class="sign" aria-hidden="true">
            <use_ href=format!("#sign-{}", mark.class()) />
        </svg>
    }
    .into_any()
}

/// Sign and word.
pub(super) fn badge(mark: Mark) -> AnyView {
    view! { <span class=format!("mark-badge mark-{}", mark.class())>{sign(mark)} {mark.words().get(use_lang())}</span> }
        .into_any()
}

/// One cell of a strip: the sign, and its word for those who do not see it. `short` is what a narrow screen shows above.
pub(super) fn cell(mark: Option<Mark>, column: &str, short: &str, lang: Lang) -> AnyView {
    let said = mark.map_or(words::MARK_NONE, Mark::words).get(lang);
    let class = mark.map_or_else(String::new, |mark| format!(" mark-{}", mark.class()));
    view! {
        <td class=format!("day-mark{class}") title=format!("{column} {said}")>
            <span class="day-date" aria-hidden="true">
                {short.to_owned()}
            </span>
            {mark.map(sign)}
            <span class="vh">{said}</span>
        </td>
    }
    .into_any()
}

/// What the signs mean.
pub(super) fn key(lang: Lang) -> AnyView {
    view! {
        <ul class="legend-shapes" aria-label=words::MARKS.get(lang)>
            {Mark::ALL.map(|mark| view! { <li>{badge(mark)}</li> })}
        </ul>
    }
    .into_any()
}

/// A share in percent with its numerator and denominator beside it.
pub(super) fn share(part: u64, of: u64) -> AnyView {
    match percent(part, of) {
        Some(percent) => {
            let numbers = format!("{} / {}", count(part), count(of));
            view! { <span class="share">{percent}</span> <small class="of">{numbers}</small> }.into_any()
        }
        None => view! { <span class="none">{format::UNKNOWN}</span> }.into_any(),
    }
}

/// A share in percent; never one that was not reached.
pub(super) fn percent(part: u64, of: u64) -> Option<String> {
    let thousandths = (u128::from(part) * 100_000).checked_div(u128::from(of))?;
    Some(format::percent(&format!("{}.{:03}", thousandths / 1000, thousandths % 1000)))
}

/// A number of figures.
pub(super) fn count(number: u64) -> String {
    usize::try_from(number).map_or_else(|_| number.to_string(), format::count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_never_claims_what_was_not_reached() {
        for (part, of, expect) in [
            (0, 0, None),
            (0, 7, Some("0%")),
            (7, 7, Some("100.0%")),
            (9_999, 10_000, Some("99.99%")),
            (999_999, 1_000_000, Some("99.999%")),
            (1, 3, Some("33.3%")),
            (2, 3, Some("66.7%")),
        ] {
            assert_eq!(percent(part, of).as_deref(), expect, "{part} / {of}");
        }
    }
}
