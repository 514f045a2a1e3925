//! Values of settings in words.

use baogong_domain::{
    Level,
    settings::{Field, Input, SettingKey, Values},
};
use chrono::NaiveDateTime;
use leptos::prelude::*;

use crate::{
    format,
    model::rules::Stamp,
    text::{self, Lang, rules as words},
};

/// The fields of a setting.
pub(super) fn fields(key: &str) -> &'static [Field] {
    key.parse::<SettingKey>().map_or(&[], |key| key.fields())
}

pub(super) fn name(field: &Field, lang: Lang) -> &'static str {
    by(field.names, lang)
}

pub(super) fn by((zh, en): (&'static str, &'static str), lang: Lang) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

/// A value with its unit.
pub(super) fn shown(field: &Field, value: &str, lang: Lang) -> String {
    let unit = by(field.unit, lang);
    match field.input {
        Input::CountOrNever(..) if value.is_empty() => words::NEVER.get(lang).to_owned(),
        _ if value.is_empty() => words::NONE.get(lang).to_owned(),
        Input::Level => Level::parse(value).map_or_else(|| value.to_owned(), |level| text::level(level, lang)),
        Input::Deadline if value == "daily" => words::DAILY.get(lang).to_owned(),
        Input::Deadline => words::MONTHLY.get(lang).to_owned(),
        Input::Date => value.parse().map_or_else(|_| value.to_owned(), |day| format::full_day(day, lang)),
        Input::MonthDay => month_day(value, lang),
        _ if unit.is_empty() => value.to_owned(),
        _ if unit == "%" => format!("{value}%"),
        _ => format!("{value} {unit}"),
    }
}

/// `11-15` as people write it.
pub(super) fn month_day(value: &str, lang: Lang) -> String {
    // A year that has all days.
    let day = format!("2024-{value}").parse();
    day.map_or_else(|_| value.to_owned(), |day| format::day(day, lang))
}

/// What differs, one sentence a field; without values before, all that is stated.
pub(super) fn differences(key: &str, before: Option<&Values>, after: &Values, lang: Lang) -> Vec<String> {
    let value = |values: &Values, field: &Field| values.get(field.code).cloned().unwrap_or_default();
    let sentence = |field: &Field| {
        let new = value(after, field);
        let Some(before) = before else {
            return Some(words::stated(lang, name(field, lang), &shown(field, &new, lang)));
        };
        let old = value(before, field);
        let (was, is) = (shown(field, &old, lang), shown(field, &new, lang));
        (old != new).then(|| words::from_into(lang, name(field, lang), &was, &is))
    };
    fields(key).iter().filter_map(sentence).collect()
}

/// The same as a list.
pub(super) fn difference_list(key: &str, before: Option<&Values>, after: &Values, lang: Lang) -> AnyView {
    let lines = differences(key, before, after, lang);
    if lines.is_empty() {
        return view! { <p class="hint">{words::NO_CHANGES.get(lang)}</p> }.into_any();
    }
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! { <ul class="differences">{lines}</ul> }.into_any()
}

/// `2026-11-23 10:05`, the same in both languages.
pub(super) fn instant(at: NaiveDateTime) -> String {
    format!("{} {}", at.date(), format::clock(at))
}

/// Which version, and who approved it when.
pub(super) fn stamp(stamp: &Stamp, lang: Lang) -> String {
    let by = match stamp.approved_at {
        Some(at) => words::approved(lang, &stamp.approved_by, &instant(at)),
        None => words::FROM_THE_START.get(lang).to_owned(),
    };
    format!("{} · {by}", words::version(lang, stamp.version))
}

/// Where a setting is looked at.
pub(super) fn address(key: &str) -> String {
    format!("/settings/rules?setting={key}")
}
