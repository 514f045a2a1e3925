//! What a list shows: counts that lead to what they count, and a plain form whose answer is an address.

use baogong_domain::{
    Level,
    watch::{Kind, Phase},
};
use leptos::prelude::*;

use super::address;
use crate::{
    components::level_badge::shape,
    format,
    model::{
        State,
        alerts::{AlertAsk, AlertsView},
    },
    text::{self, Lang, Text, alerts as words, board, use_lang},
};

/// One tile a level and one for each thing that must not be overlooked; each leads to what it counts.
pub(super) fn tiles(view: &AlertsView) -> AnyView {
    let lang = use_lang();
    let base = AlertAsk { as_of: view.ask.as_of.clone(), ..AlertAsk::default() };
    let level = |(place, level): (usize, Level)| {
        let ask = AlertAsk { level: level.code().to_owned(), ..base.clone() };
        let here = view.ask == ask;
        let state = State::Short(level);
        tile(state.word(), Some(shape(state)), view.totals.levels[place], state.words(lang), &ask, here)
    };
    let levels = Level::WORST_FIRST.into_iter().enumerate().map(level).collect_view();
    let other = |class: &'static str, count: usize, name: Text, ask: AlertAsk| {
        let here = view.ask == ask;
        let sign = (class == "unknown").then(|| shape(State::Unknown));
        tile(class, sign, count, name.get(lang).to_owned(), &ask, here)
    };
    let yes = || "1".to_owned();
    let state = |word: &str| AlertAsk { state: word.to_owned(), ..base.clone() };
    let handled = view.sees_all.then(|| {
        view! {
            {other("unclaimed", view.totals.unclaimed, words::UNCLAIMED, AlertAsk { unclaimed: yes(), ..base.clone() })}
            {other("silenced", view.totals.silenced, words::SILENCED, AlertAsk { silenced: yes(), ..base.clone() })}
        }
    });
    view! {
        <ul class="counts alert-counts" aria-label=words::TOTALS.get(lang)>
            {levels} {handled} {other("pending", view.totals.pending, words::PENDING, state("pending"))}
            {other("unknown", view.totals.unknown, words::UNKNOWN, state("unknown"))}
        </ul>
    }
    .into_any()
}

fn tile(class: &str, sign: Option<AnyView>, count: usize, name: String, ask: &AlertAsk, here: bool) -> AnyView {
    let target = if here { AlertAsk { as_of: ask.as_of.clone(), ..AlertAsk::default() } } else { ask.clone() };
    view! {
        <li class=format!("count count-{class}") class:count-none=count == 0>
            {sign}
            <strong class:long={count > 999}>{format::count(count)}</strong>
            <a href=address(&target) aria-current=here.then_some("true")>
                {name}
            </a>
        </li>
    }
    .into_any()
}

/// The form.
pub(super) fn form(view: &AlertsView) -> AnyView {
    let lang = use_lang();
    let ask = view.ask.clone();
    let two = |(zh, en): (&'static str, &'static str)| if lang == Lang::Zh { zh } else { en }.to_owned();
    let states = ["pending", "firing", "recovering", "unknown", "resolved"].map(|code| {
        let name = if code == "unknown" { words::UNKNOWN.get(lang).to_owned() } else { two(Phase::names(code)) };
        (code.to_owned(), name)
    });
    let kinds = Kind::ALL.map(|kind| (kind.code().to_owned(), two(kind.names())));
    let levels = Level::WORST_FIRST.map(|level| (level.code().to_owned(), text::level(level, lang)));
    let named = |list: &[(String, crate::model::Name)]| {
        list.iter().map(|(code, name)| (code.clone(), name.get(lang).to_owned())).collect::<Vec<_>>()
    };
    let mut parties: Vec<(String, String)> =
        view.parties.iter().map(|party| (party.code.clone(), party.name.get(lang).to_owned())).collect();
    if !ask.party.is_empty() && parties.iter().all(|(code, _)| *code != ask.party) {
        parties.push((ask.party.clone(), ask.party.clone()));
    }
    let divisions = (view.divisions.len() > 1 || !ask.division.is_empty())
        .then(|| select("division", words::DIVISION, board::ALL, named(&view.divisions), ask.division.clone()));
    let flag = |name: &'static str, label: Text, on: bool| {
        view! {
            <label class="flag">
                <input type="checkbox" name=name value="1" checked=on />
                <span>{label.get(lang)}</span>
            </label>
        }
    };
    let flags = view.sees_all.then(|| {
        view! {
            {flag("unclaimed", words::ONLY_UNCLAIMED, !ask.unclaimed.is_empty())}
            {view.may_handle.then(|| flag("mine", words::ONLY_MINE, !ask.mine.is_empty()))}
            {flag("silenced", words::ONLY_SILENCED, !ask.silenced.is_empty())}
        }
    });
    let as_of = (!ask.as_of.is_empty()).then(|| view! { <input type="hidden" name="as_of" value=ask.as_of.clone() /> });
    let reset = address(&AlertAsk { as_of: ask.as_of.clone(), ..AlertAsk::default() });
    view! {
        <form class="row-form alert-filter" method="get" action="/alerts" aria-label=words::FILTER.get(lang) role="search">
            {as_of} {select("state", words::STATE, words::OPEN, states.into(), ask.state.clone())}
            {select("kind", words::KIND, board::ALL, kinds.into(), ask.kind.clone())}
            {select("level", text::LEVEL, board::ALL, levels.into(), ask.level.clone())}
            {select("item", text::ITEM, board::ALL, named(&view.items), ask.item.clone())} {divisions}
            {select("party", words::PARTY, board::ALL, parties, ask.party.clone())}
            <div class="flags">{flags}</div>
            <div class="actions">
                <button class="button primary" type="submit">
                    {board::APPLY.get(lang)}
                </button>
                <a class="button" href=reset>
                    {board::RESET.get(lang)}
                </a>
            </div>
        </form>
    }
    .into_any()
}

/// A choice; `any` is what stands for no choice.
fn select(name: &'static str, label: Text, any: Text, options: Vec<(String, String)>, chosen: String) -> AnyView {
    let lang = use_lang();
    let option = |(code, words): (String, String)| {
        let selected = code == chosen;
        view! {
            <option value=code selected=selected>
                {words}
            </option>
        }
    };
    let options = options.into_iter().map(option).collect_view();
    view! {
        <label class="field">
            <span>{label.get(lang)}</span>
            <select name=name>
                <option value="">{any.get(lang)}</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}
