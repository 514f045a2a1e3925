//! A number, or the mark that it is unknown: never a zero, never an empty place.

use leptos::prelude::*;

use crate::{
    format,
    text::{self, use_lang},
};

/// The number as `write` prints it; “—”, read out as “unknown”, where there is none.
pub(crate) fn amount(value: Option<&str>, write: fn(&str) -> String) -> AnyView {
    match value {
        Some(value) => write(value).into_any(),
        None => view! {
            <span class="none" aria-hidden="true">
                {format::UNKNOWN}
            </span>
            <span class="vh">{text::UNKNOWN.get(use_lang())}</span>
        }
        .into_any(),
    }
}

/// A gap: one number, or a range where late reports leave one.
pub(crate) fn gap(low: Option<&str>, high: Option<&str>, write: fn(&str) -> String) -> AnyView {
    match (low, high) {
        (Some(low), Some(high)) => format!("{}～{}", write(low), write(high)).into_any(),
        (low, _) => amount(low, write),
    }
}
