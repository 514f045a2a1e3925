//! Everything that holds: seasons, rules, the watch; and what is proposed.

use baogong_domain::settings::{Field, SettingKey, Values};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{Acts, decide, words as shown};
use crate::{
    components::settings_nav::SettingsNav,
    components::status::Status,
    format,
    model::{
        Name,
        rules::{ItemRules, OccurrenceView, RulesView, SeasonRows, SettingView},
    },
    text::{self, Lang, Text, rules as words, use_lang},
};

pub(super) fn page(view: RulesView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let may = view.may_propose;
    let read_only = (!may).then(|| view! { <p class="hint">{words::READ_ONLY.get(lang)}</p> });
    let seasons = view.seasons.iter().map(|season| season_panel(season, may, lang)).collect_view();
    view! {
        <Title text=text::page_title(lang, words::RULES.get(lang)) />
        <main id="main">
            <Status
                taken=view.taken.clone()
                season=view.season.name.clone()
                days_left=view.season.days_left
                lost=false
            />
            <div class="page rules-page">
                <SettingsNav />
                <div class="summary">
                    <h1>{words::RULES.get(lang)}</h1>
                    <p class="hint">{words::RULES_NOTE.get(lang)}</p>
                    {read_only}
                </div>
                {decide::pending(&view, acts)}
                <div class="rules-seasons">{seasons}</div>
                {rules_panel(&view, lang)}
                {watch_panel(&view, lang)}
            </div>
        </main>
    }
    .into_any()
}

fn season_panel(season: &SeasonRows, may: bool, lang: Lang) -> AnyView {
    let value = |code: &str| season.usual.values.get(code).cloned().unwrap_or_default();
    let (first, last) = (shown::month_day(&value("first"), lang), shown::month_day(&value("last"), lang));
    let rows = season.occurrences.iter().map(|occurrence| occurrence_row(occurrence, may, lang)).collect_view();
    let id = season.usual.key.replace(':', "-");
    let labelled = id.clone();
    let stamp = season.usual.stamp.as_ref().map(|stamp| shown::stamp(stamp, lang));
    let go = if may { words::CHANGE_USUAL } else { words::LOOK };
    view! {
        <section class="panel" aria-labelledby=labelled>
            <h2 id=id>{season.usual.title.get(lang).to_owned()}</h2>
            <p>
                {words::EVERY_YEAR.get(lang)} " " <strong>{words::from_to(lang, &first, &last)}</strong> " "
                <a href=shown::address(&season.usual.key)>{go.get(lang)}</a>
            </p>
            <p class="hint">
                <span lang="zh-CN">{value("source")}</span> " · " {stamp}
            </p>
            <ul class="occurrences">{rows}</ul>
        </section>
    }
    .into_any()
}

fn occurrence_row(occurrence: &OccurrenceView, may: bool, lang: Lang) -> AnyView {
    let (first, last) = (format::full_day(occurrence.first, lang), format::full_day(occurrence.last, lang));
    let running = occurrence.running.then(|| view! { <span class="mark">{words::RUNNING.get(lang)}</span> " " });
    let by = match &occurrence.decided {
        Some(stamp) => format!("{} · {}", words::by_document(lang, &stamp.document), shown::stamp(stamp, lang)),
        None => words::AS_ALWAYS.get(lang).to_owned(),
    };
    let go = if may { words::DECIDE } else { words::LOOK };
    view! {
        <li>
            <p>
                <strong>{occurrence.years.clone()}</strong> " " {running} {words::from_to(lang, &first, &last)}
            </p>
            <p class="hint">
                {by} " "
                <a href=shown::address(&occurrence.key)>
                    {go.get(lang)} <span class="vh">" " {occurrence.years.clone()}</span>
                </a>
            </p>
        </li>
    }
    .into_any()
}

fn head(text: Text, lang: Lang) -> AnyView {
    view! { <th scope="col">{text.get(lang)}</th> }.into_any()
}

/// What a cell is, where a narrow screen shows no heads of columns.
fn label(text: Text, lang: Lang) -> AnyView {
    view! {
        <span class="rules-label" aria-hidden="true">
            {text.get(lang)}
        </span>
    }
    .into_any()
}

fn rules_panel(view: &RulesView, lang: Lang) -> AnyView {
    let rows = view.items.iter().map(|item| item_rows(item, view, lang)).collect_view();
    view! {
        <section class="panel" aria-labelledby="rules-table">
            <h2 id="rules-table">{words::RULES_TABLE.get(lang)}</h2>
            <div class="scroll" role="region" tabindex="0" aria-label=words::RULES_CAPTION.get(lang)>
                <table class="plain rules-table">
                    <caption class="vh">{words::RULES_CAPTION.get(lang)}</caption>
                    <thead>
                        <tr>
                            {head(words::SEASON, lang)} {head(words::GAP_LINES, lang)} {head(words::STOCK_LINES, lang)}
                            {head(words::PENDING, lang)} {head(words::AHEAD, lang)} {head(words::WINDOW, lang)}
                            {head(words::DEADLINE, lang)} {head(words::VERSION, lang)}
                        </tr>
                    </thead>
                    {rows}
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The rules of an item, under its name.
fn item_rows(item: &ItemRules, view: &RulesView, lang: Lang) -> AnyView {
    let rows = item.rules.iter().map(|(season, rule)| rule_row(season, rule, view, lang)).collect_view();
    view! {
        <tbody>
            <tr class="rules-item">
                <th scope="rowgroup" colspan="8">
                    {item.item.get(lang).to_owned()}
                </th>
            </tr>
            {rows}
        </tbody>
    }
    .into_any()
}

fn lines(values: &Values, measure: &str, lang: Lang) -> AnyView {
    let of = |level: &str| values.get(&format!("{measure}_{level}")).cloned().unwrap_or_default();
    if of("red").is_empty() {
        return view! { <span class="none">{words::NONE.get(lang)}</span> }.into_any();
    }
    let line = |level: &'static str| view! { <span class=format!("line line-{level}")>{of(level)}</span> };
    ["blue", "yellow", "orange", "red"].map(line).into_iter().collect_view().into_any()
}

fn rule_row(season: &Name, rule: &SettingView, view: &RulesView, lang: Lang) -> AnyView {
    let value = |code: &str| rule.values.get(code).cloned().unwrap_or_default();
    let due = if value("deadline_kind") == "daily" {
        words::daily_by(lang, &value("deadline_value"))
    } else {
        words::monthly_by(lang, &value("deadline_value"))
    };
    let governs = rule.key.ends_with(&format!(":{}", view.season_code));
    let governing = governs.then(|| view! { <span class="mark">{words::GOVERNS.get(lang)}</span> });
    let stamp = rule.stamp.as_ref().map(|stamp| shown::stamp(stamp, lang));
    let days = |code: &str| words::days(lang, &value(code));
    let go = if view.may_propose { words::CHANGE } else { words::LOOK };
    view! {
        <tr class:governs=governs>
            <th scope="row">{season.get(lang).to_owned()} " " {governing}</th>
            <td>{label(words::GAP_LINES, lang)} {lines(&rule.values, "gap", lang)}</td>
            <td>{label(words::STOCK_LINES, lang)} {lines(&rule.values, "stock", lang)}</td>
            <td>{label(words::PENDING, lang)} {days("pending_days")}</td>
            <td>{label(words::AHEAD, lang)} {days("look_ahead_days")}</td>
            <td>{label(words::WINDOW, lang)} {days("window_days")}</td>
            <td>{label(words::DEADLINE, lang)} {due}</td>
            <td class="rules-version">
                <a href=shown::address(&rule.key)>
                    {go.get(lang)} <span class="vh">" " {rule.title.get(lang).to_owned()}</span>
                </a>
                " "
                <small class="rules-stamp">{stamp}</small>
                <small lang="zh-CN">{value("source")}</small>
            </td>
        </tr>
    }
    .into_any()
}

/// How the watch behaves: a row a setting, a column a season.
fn watch_panel(view: &RulesView, lang: Lang) -> AnyView {
    let fields = SettingKey::Watch(baogong_domain::SeasonKind::Off).fields();
    let heads = view.watch.iter().map(|(season, settings)| {
        let go = if view.may_propose { words::CHANGE } else { words::LOOK };
        let stamp = settings.stamp.as_ref().map(|stamp| shown::stamp(stamp, lang));
        view! {
            <th scope="col">
                {season.get(lang).to_owned()} " "
                <a href=shown::address(&settings.key)>
                    {go.get(lang)} <span class="vh">" " {settings.title.get(lang).to_owned()}</span>
                </a> <small>{stamp}</small>
            </th>
        }
    });
    let row = |field: &Field| {
        let cell = |(_, settings): &(Name, SettingView)| {
            let value = settings.values.get(field.code).cloned().unwrap_or_default();
            view! { <td>{shown::shown(field, &value, lang)}</td> }
        };
        view! {
            <tr>
                <th scope="row">{shown::name(field, lang)}</th>
                {view.watch.iter().map(cell).collect_view()}
            </tr>
        }
    };
    view! {
        <section class="panel" aria-labelledby="watch-settings">
            <h2 id="watch-settings">{words::WATCH.get(lang)}</h2>
            <p class="hint">{words::WATCH_NOTE.get(lang)}</p>
            <div class="scroll" role="region" tabindex="0" aria-label=words::WATCH_CAPTION.get(lang)>
                <table class="plain watch-table">
                    <caption class="vh">{words::WATCH_CAPTION.get(lang)}</caption>
                    <thead>
                        <tr>{head(words::FIELD, lang)} {heads.collect_view()}</tr>
                    </thead>
                    <tbody>{fields.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
