//! How sure a number is: when it was last updated, what it is made of, and the way to the figures behind it.

use chrono::NaiveDateTime;
use leptos::prelude::*;

use super::amount::amount;
use crate::{
    format,
    model::{Day, Name},
    text::{Lang, known as words, use_lang},
};

/// As many names as a line takes.
const NAMES: usize = 4;

/// `10 分钟前 · 11-23 09:50`; the date alone tells where it is of another year.
pub(crate) fn ago(at: NaiveDateTime, now: NaiveDateTime, lang: Lang) -> String {
    words::ago_and_at(lang, &since(at, now, lang), &stamp(at, now))
}

/// `10 分钟前`: in the largest whole unit.
fn since(at: NaiveDateTime, now: NaiveDateTime, lang: Lang) -> String {
    let span = now - at;
    match (span.num_days(), span.num_hours(), span.num_minutes()) {
        (days @ 1.., ..) => words::days_ago(lang, days),
        (_, hours @ 1.., _) => words::hours_ago(lang, hours),
        (_, _, minutes @ 1..) => words::minutes_ago(lang, minutes),
        _ => words::JUST_NOW.get(lang).to_owned(),
    }
}

/// `11-23 09:50`, with its year where that is another.
pub(crate) fn stamp(at: NaiveDateTime, now: NaiveDateTime) -> String {
    use chrono::Datelike as _;
    at.format(if at.year() == now.year() { "%m-%d %H:%M" } else { "%Y-%m-%d %H:%M" }).to_string()
}

/// When it was last updated, as a small line; nothing where nothing was reported. `said` where no heading says what it is.
pub(crate) fn updated(at: Option<NaiveDateTime>, now: NaiveDateTime, said: bool) -> Option<AnyView> {
    let lang = use_lang();
    let at = at?;
    let exact = at.format("%Y-%m-%dT%H:%M").to_string();
    Some(
        view! {
            <small class="updated">
                <span class:vh=!said>{words::UPDATED.get(lang)} " "</span>
                {since(at, now, lang)}
                " · "
                <time datetime=exact>{stamp(at, now)}</time>
            </small>
        }
        .into_any(),
    )
}

/// A number that leads to the figures behind it; what is unknown leads nowhere.
pub(crate) fn traced(value: Option<&str>, write: fn(&str) -> String, head: &str, address: String) -> AnyView {
    match value {
        Some(value) => link(write(value), head, address),
        None => amount(None, write),
    }
}

/// A gap, or a range of it, that leads to the figures behind it.
pub(crate) fn traced_gap(
    low: Option<&str>,
    high: Option<&str>,
    write: fn(&str) -> String,
    head: &str,
    address: String,
) -> AnyView {
    match (low, high) {
        (Some(low), Some(high)) => link(format!("{}～{}", write(low), write(high)), head, address),
        (low, _) => traced(low, write, head, address),
    }
}

fn link(number: String, head: &str, address: String) -> AnyView {
    let lang = use_lang();
    let spoken = words::number_behind(lang, &number, head);
    view! {
        <a class="traced" href=address aria-label=spoken title=words::TO_FIGURES.get(lang)>
            {number}
        </a>
    }
    .into_any()
}

/// What a supply is made of, at a glance; nothing where it is unknown or nothing.
pub(crate) fn made_of_share(day: &Day, lang: Lang) -> Option<String> {
    let (reported, planned) = (day.reported.as_deref()?, day.planned.as_deref()?);
    let none = |amount: &str| amount.bytes().all(|b| matches!(b, b'0' | b'.'));
    match (none(reported), none(planned)) {
        (true, true) => None,
        (true, false) => Some(words::ALL_PLANNED.get(lang).to_owned()),
        (false, true) => Some(words::ALL_REPORTED.get(lang).to_owned()),
        (false, false) => Some(words::reported_share(lang, &format::percent(day.reported_percent.as_deref()?))),
    }
}

/// Names in a row, the first few and how many.
pub(crate) fn few(names: &[Name], lang: Lang) -> String {
    let listed: Vec<&str> = names.iter().take(NAMES).map(|name| name.get(lang)).collect();
    let listed = listed.join(if lang == Lang::Zh { "、" } else { ", " });
    if names.len() > NAMES { words::and_more(lang, &listed, names.len()) } else { listed }
}

/// That a level was computed: a declared one may stand elsewhere.
pub(crate) fn computed() -> AnyView {
    let lang = use_lang();
    view! {
        <abbr class="computed" title=words::COMPUTED_NOTE.get(lang)>
            {words::COMPUTED.get(lang)}
        </abbr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_ago_is_told_in_the_largest_unit_and_exactly() {
        let now = "2026-11-23T10:00:00".parse().unwrap();
        for (at, zh, en) in [
            ("2026-11-23T09:50:00", "10 分钟前 · 11-23 09:50", "10 min ago · 11-23 09:50"),
            ("2026-11-23T09:59:30", "刚刚 · 11-23 09:59", "just now · 11-23 09:59"),
            ("2026-11-23T08:01:00", "1 小时前 · 11-23 08:01", "1 h ago · 11-23 08:01"),
            ("2026-11-20T10:00:00", "3 天前 · 11-20 10:00", "3 d ago · 11-20 10:00"),
            ("2025-12-31T10:00:00", "327 天前 · 2025-12-31 10:00", "327 d ago · 2025-12-31 10:00"),
            // A clock that was put back must not say anything odd.
            ("2026-11-23T10:05:00", "刚刚 · 11-23 10:05", "just now · 11-23 10:05"),
        ] {
            let at = at.parse().unwrap();
            assert_eq!((ago(at, now, Lang::Zh).as_str(), ago(at, now, Lang::En).as_str()), (zh, en));
        }
    }
}
