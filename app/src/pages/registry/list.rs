//! Finding parties: words, kind, place and roster stand in the address.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use super::{head, party_address, places};
use crate::{
    components::{
        empty_state::{Empty, Failure, loading},
        export_links::ExportLinks,
        pager::pager,
    },
    format, me,
    model::registry::{PartiesView, PartyQuery, PartyRow},
    server_functions::registry::get_parties,
    text::{self, Lang, Text, registry as words, use_lang},
};
use baogong_domain::{access::Action, party::KeyTier};

/// `/parties`
#[component]
pub(crate) fn PartiesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(asked));
    let view = Resource::new_blocking(move || asked.get(), get_parties);
    view! {
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => page(view),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn asked(query: &ParamsMap) -> PartyQuery {
    let of = |name: &str| query.get(name).unwrap_or_default();
    PartyQuery {
        q: of("q"),
        kind: of("kind"),
        division: of("division"),
        year: of("year"),
        tier: of("tier"),
        page: of("page"),
    }
}

/// The address of another page of the same.
fn address(query: &PartyQuery, page: usize) -> String {
    let mut map = ParamsMap::new();
    for (name, value) in [
        ("q", &query.q),
        ("kind", &query.kind),
        ("division", &query.division),
        ("year", &query.year),
        ("tier", &query.tier),
    ] {
        if !value.is_empty() {
            map.insert(name, value.clone());
        }
    }
    if page > 1 {
        map.insert("page", page.to_string());
    }
    format!("/parties{}", map.to_query_string())
}

fn page(view: PartiesView) -> AnyView {
    let lang = use_lang();
    let all = format::count(view.all);
    let counted = if view.count == view.all {
        words::in_all(lang, &all)
    } else {
        words::found(lang, &format::count(view.count), &all)
    };
    let new = me::may(Action::WriteParties).then(|| {
        view! {
            <a class="button primary" href="/register">
                {words::NEW_PARTY.get(lang)}
            </a>
        }
    });
    let body = if view.rows.is_empty() {
        view! { <Empty title=words::NOBODY note=words::NOBODY_NOTE /> }.into_any()
    } else {
        table(&view.rows, lang)
    };
    view! {
        <leptos_meta::Title text=text::page_title(lang, words::REGISTRY.get(lang)) />
        <main id="main" class="page registry">
            <header class="registry-head">
                <h1>
                    {words::REGISTRY.get(lang)} " " <small role="status">{counted}</small>
                </h1>
                <div class="actions">
                    {new} <ExportLinks what="parties" name=words::REGISTRY.get(lang) />
                </div>
            </header>
            {filters(&view, lang)}
            <section class="panel" aria-label=words::PARTIES.get(lang)>
                {body} {pager(words::PAGES, view.page, view.pages, |page| address(&view.query, page))}
            </section>
        </main>
    }
    .into_any()
}

fn filters(view: &PartiesView, lang: Lang) -> AnyView {
    let PartyQuery { q, kind, division, year, tier, .. } = view.query.clone();
    let select = |name: &'static str, label: Text, options: Vec<(String, String)>, chosen: String| {
        let option = |(code, words): (String, String)| {
            let selected = code == chosen;
            view! {
                <option value=code selected=selected>
                    {words}
                </option>
            }
        };
        view! {
            <label class="field">
                <span>{label.get(lang)}</span>
                <select name=name>
                    <option value="">{words::ANY.get(lang)}</option>
                    {options.into_iter().map(option).collect_view()}
                </select>
            </label>
        }
    };
    let kinds = view.kinds.iter().map(|word| (word.clone(), words::kind_name(word, lang))).collect();
    let mut divisions: Vec<(String, String)> =
        view.divisions.iter().map(|(code, name)| (code.clone(), name.get(lang).to_owned())).collect();
    divisions.push(("-".to_owned(), words::CITY_ALONE.get(lang).to_owned()));
    let years: Vec<(String, String)> = view.years.iter().map(|year| (year.to_string(), year.to_string())).collect();
    let tiers = KeyTier::ALL.map(|(_, word, _)| (word.to_owned(), words::tier_name(word, lang))).to_vec();
    let roster = (!years.is_empty()).then(|| {
        view! { {select("year", words::ROSTER_YEAR, years, year)} {select("tier", words::TIER, tiers, tier)} }
    });
    view! {
        <form class="panel row-form filters" method="get" action="/parties" role="search">
            <label class="field words">
                <span>{words::SEARCH.get(lang)}</span>
                <input name="q" type="search" value=q placeholder=words::SEARCH_NOTE.get(lang) maxlength="100" />
            </label>
            {select("kind", words::KIND, kinds, kind)} {select("division", words::DIVISION, divisions, division)}
            {roster}
            <div class="actions">
                <button class="button primary" type="submit">
                    {words::SHOW.get(lang)}
                </button>
                <a class="button" href="/parties">
                    {words::RESET.get(lang)}
                </a>
            </div>
        </form>
    }
    .into_any()
}

fn table(rows: &[PartyRow], lang: Lang) -> AnyView {
    let row = |row: &PartyRow| {
        view! {
            <tr>
                <th scope="row" class="party">
                    <a href=party_address(&row.party.code)>{row.party.name.get(lang).to_owned()}</a>
                    <small>{row.party.code.clone()}</small>
                </th>
                <td>{words::kind_name(&row.kind, lang)}</td>
                <td>{row.division.as_ref().map(|name| name.get(lang).to_owned())}</td>
                <td class="wide">{row.industry.clone()}</td>
                <td class="wide">
                    <code>{row.uscc.clone()}</code>
                </td>
                <td class="places">{places(&row.tiers, lang)}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll">
            <table class="plain registry-table">
                <thead>
                    <tr>
                        {head(words::NAME, "")} {head(words::KIND, "")} {head(words::DIVISION, "")}
                        {head(words::INDUSTRY, "wide")} {head(words::USCC, "wide")} {head(words::KEY_ENTERPRISE, "places")}
                    </tr>
                </thead>
                <tbody>{rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
