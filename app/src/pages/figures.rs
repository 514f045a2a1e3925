//! The figures behind a number: what each says, who entered it, and what of it is in the number.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use crate::{
    components::{
        amount::{amount, gap},
        as_of::AsOf,
        empty_state::{Empty, Failure, loading},
        export_links::ExportLinks,
        known::{computed, few, stamp},
        level_badge::badge,
        pager::pager,
        status::Status,
    },
    format, links,
    model::figures::{FigureRevision, FigureRow, FiguresAsk, FiguresView},
    pages::overview::names,
    server_functions::figures::get_figures,
    text::{self, Lang, Text, known as words, use_lang},
};

fn asked(query: &ParamsMap) -> FiguresAsk {
    let of = |name| query.get(name).unwrap_or_default();
    FiguresAsk {
        item: of("item"),
        scope: of("scope"),
        from: of("from"),
        to: of("to"),
        measure: of("measure"),
        as_of: of("as_of"),
        page: of("page"),
    }
}

/// The page's parameters, without its place in the list.
fn parameters(ask: &FiguresAsk) -> Vec<(&'static str, String)> {
    let FiguresAsk { item, scope, from, to, measure, as_of, .. } = ask.clone();
    vec![("item", item), ("scope", scope), ("from", from), ("to", to), ("measure", measure), ("as_of", as_of)]
}

fn address(path: &str, ask: &FiguresAsk, page: &str) -> String {
    let parameters = parameters(ask);
    let mut all: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.push(("page", page));
    links::with(path, &all)
}

/// The page.
#[component]
pub(crate) fn FiguresPage() -> impl IntoView {
    let query = use_query_map();
    let view = Resource::new_blocking(move || asked(&query.read()), get_figures);
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

fn page(view: FiguresView) -> AnyView {
    let lang = use_lang();
    let item = view.item.name.get(lang).to_owned();
    let days = if view.first == view.last {
        format::weekday_and_day(view.first, lang)
    } else {
        text::board::board_range(lang, &format::day(view.first, lang), &format::day(view.last, lang))
    };
    let title = words::figures_title(lang, &item, view.whom.name(lang), &days);
    let also = parameters(&view.ask).into_iter().filter(|(name, _)| *name != "as_of").collect();
    let list = if view.figures.is_empty() {
        view! { <Empty title=words::NO_FIGURES note=words::NO_FIGURES_NOTE /> }.into_any()
    } else {
        table(&view, &title)
    };
    view! {
        <leptos_meta::Title text=text::page_title(lang, &format!("{} {title}", words::FIGURES.get(lang))) />
        <main id="main">
            <Status taken=view.taken.clone() season=view.season.name.clone() days_left=None lost=false />
            <AsOf at=view.taken.at past=view.past path="/figures" also />
            <div class="page figures-page">
                <div class="summary">
                    <nav class="crumbs" aria-label=text::OVERVIEW.get(lang)>
                        <a href=links::keep("/")>{text::OVERVIEW.get(lang)}</a>
                        <span aria-hidden="true">"›"</span>
                        <a href=links::keep(&format!("/items/{}", view.item.code))>{item}</a>
                        <span aria-hidden="true">"›"</span>
                        <span>{words::FIGURES.get(lang)}</span>
                    </nav>
                    <h1>
                        {title.clone()} " "
                        <small class="unit">{text::unit_of(lang, view.item.unit.get(lang))}</small>
                    </h1>
                </div>
                <section class="panel sums" aria-labelledby="sums">
                    <h2 id="sums">{words::SUMS.get(lang)}</h2>
                    {sums(&view)}
                </section>
                <section class="panel listed" aria-labelledby="listed">
                    <h2 id="listed">
                        {words::LISTED.get(lang)} " " <small>{words::listed_count(lang, view.total)}</small> " "
                        <ExportLinks
                            what="trail"
                            ask=address("", &view.ask, "").trim_start_matches('?')
                            name=words::FIGURES.get(lang)
                        />
                    </h2>
                    {choices(&view)}
                    {list}
                    {view.hidden.then(|| view! { <p class="explanation">{words::HIDDEN.get(lang)}</p> })}
                    {pager(words::LISTED, view.page, view.pages, |page| address("/figures", &view.ask, &page.to_string()))}
                </section>
            </div>
        </main>
    }
    .into_any()
}

/// The numbers that the figures make, as the balance has them.
fn sums(view: &FiguresView) -> AnyView {
    let lang = use_lang();
    let day = &view.sums;
    let sum = |head: Text, value: AnyView, note: Option<String>| {
        view! {
            <div class="number">
                <dt>{head.get(lang)}</dt>
                <dd>
                    <span class="now">{value}</span>
                    {note.map(|note| view! { <span class="before">{note}</span> })}
                </dd>
            </div>
        }
    };
    let column = |head: Text, value: &Option<String>| {
        value.is_some().then(|| sum(head, amount(value.as_deref(), format::exact), None))
    };
    let made = day.reported.as_deref().zip(day.planned.as_deref());
    let made = made.map(|(reported, planned)| words::made_of(lang, &format::exact(reported), &format::exact(planned)));
    let counted = (day.gap.is_some()).then(|| {
        let exact = |value: &Option<String>| value.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::exact);
        text::counted(lang, &exact(&day.counted_demand), &exact(&day.counted_supply))
    });
    let level = view! {
        {amount(day.percent.as_deref(), format::percent)}
        " "
        {badge(day.state())}
    };
    let worse = day.worse_level().map(|level| words::up_to(lang, &text::level(level, lang)));
    let late = (!day.late.is_empty()).then(|| words::late_at_plan(lang, &few(&day.late, lang)));
    let only = view.only.map(|day| words::only_day(lang, &format::weekday_and_day(day, lang)));
    let unknown = (!view.unknown.is_empty()).then(|| {
        view! {
            <details class="explanation">
                <summary>{words::unknown_parties(lang, view.unknown.len())}</summary>
                <p>{names(&view.unknown, lang)}</p>
            </details>
        }
    });
    let lines = [counted, late, only, Some(words::SUMS_NOTE.get(lang).to_owned())].into_iter().flatten();
    view! {
        <dl class="numbers">
            {sum(text::DEMAND, amount(day.demand.as_deref(), format::exact), None)} {column(text::PLAN, &day.plan)}
            {column(text::DELIVERED, &day.delivered)} {column(text::RECEIVED, &day.received)}
            {sum(text::SUPPLY, amount(day.supply.as_deref(), format::exact), made)}
            {sum(text::GAP, gap(day.gap.as_deref(), day.gap_range(), format::exact), worse)}
            <div class="number">
                <dt>{text::GAP_RATIO.get(lang)} " " {computed()}</dt>
                <dd>
                    <span class="now">{level}</span>
                </dd>
            </div>
            {column(text::USED, &day.used)} {column(text::STOCK, &day.stock)}
        </dl>
        {lines.map(|line| view! { <p class="explanation">{line}</p> }).collect_view()}
        {unknown}
    }
    .into_any()
}

/// Other days and measures of the same scope; a plain form.
fn choices(view: &FiguresView) -> AnyView {
    let lang = use_lang();
    let ask = view.ask.clone();
    let date = |name: &'static str, label: Text, value: chrono::NaiveDate| {
        view! {
            <label class="field">
                <span>{label.get(lang)}</span>
                <input type="date" name=name value=value.to_string() required />
            </label>
        }
    };
    let options = view.measures.iter().map(|(code, name)| {
        view! {
            <option value=code.clone() selected=*code == ask.measure>
                {name.get(lang).to_owned()}
            </option>
        }
    });
    view! {
        <form class="row-form choices" method="get" action="/figures" aria-label=words::LISTED.get(lang)>
            <input type="hidden" name="item" value=ask.item.clone() />
            <input type="hidden" name="scope" value=ask.scope.clone() />
            {(!ask.as_of.is_empty()).then(|| view! { <input type="hidden" name="as_of" value=ask.as_of.clone() /> })}
            {date("from", words::FROM, view.first)} {date("to", words::TO, view.last)}
            <label class="field">
                <span>{words::MEASURE.get(lang)}</span>
                <select name="measure">
                    <option value="">{words::ALL_MEASURES.get(lang)}</option>
                    {options.collect_view()}
                </select>
            </label>
            <button class="button primary" type="submit">
                {words::SHOW.get(lang)}
            </button>
        </form>
    }
    .into_any()
}

fn table(view: &FiguresView, title: &str) -> AnyView {
    let lang = use_lang();
    let head = |text: Text, class: &'static str| {
        view! {
            <th scope="col" role="columnheader" class=class>
                {text.get(lang)}
            </th>
        }
    };
    let rows = view.figures.iter().map(|figure| row(figure, view)).collect_view();
    view! {
        <div class="scroll" role="region" tabindex="0" aria-label=words::LISTED.get(lang)>
            <table class="figures-table" role="table">
                <caption class="vh">{title.to_owned()}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {head(words::MEASURE, "")} {head(text::PERIOD, "")} {head(words::FROM_TO, "")}
                        {head(words::QUANTITY, "num")} {head(words::PART, "num")} {head(words::COUNTS, "num")}
                        {head(words::FATE, "")}
                        {head(words::WHO, "")} {head(words::WHEN, "")} {head(words::SOURCE, "")}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(figure: &FigureRow, view: &FiguresView) -> AnyView {
    let lang = use_lang();
    let now = view.taken.at;
    let cell = |label: Text, class: &'static str, content: AnyView| {
        view! {
            <td role="cell" class=class>
                <span class="card-label" aria-hidden="true">
                    {label.get(lang)}
                </span>
                <div>{content}</div>
            </td>
        }
    };
    let (first, second) = format::period(&figure.period, lang);
    let newest = figure.revisions.first();
    let history = (figure.revisions.len() > 1).then(|| {
        let lines = figure.revisions.iter().map(|revision| history_line(revision, view)).collect_view();
        view! {
            <details class="history">
                <summary>{words::revision_no(lang, figure.revisions.len())}</summary>
                <ol>{lines}</ol>
            </details>
        }
    });
    let when = newest.map(|revision| {
        let exact = revision.at.format("%Y-%m-%dT%H:%M").to_string();
        view! { <time datetime=exact>{stamp(revision.at, now)}</time> }
    });
    view! {
        <tr role="row" class:is-left=!figure.counted>
            <th scope="row" role="rowheader">{figure.measure.get(lang).to_owned()}</th>
            {cell(text::PERIOD, "when", view! { {first} " " <small>{second}</small> }.into_any())}
            {cell(words::FROM_TO, "", parties(figure, lang).into_any())}
            {cell(words::QUANTITY, "num", amount(figure.quantity.as_deref(), format::exact))}
            {cell(words::PART, "num", part(figure.part.as_deref()))}
            {cell(words::COUNTS, "num", part(figure.counts.as_deref()))}
            {cell(words::FATE, "fate", figure.fate.get(lang).to_owned().into_any())}
            {cell(words::WHO, "", newest.map(|revision| person(revision, lang)).into_any())}
            {cell(words::WHEN, "when", view! { {when} {history} }.into_any())}
            {cell(words::SOURCE, "origin", newest.map(|revision| told(revision, lang)).into_any())}
        </tr>
    }
    .into_any()
}

/// A part; where there is none the next column says why.
fn part(value: Option<&str>) -> AnyView {
    value.map_or_else(|| "–".to_owned(), format::exact).into_any()
}

fn parties(figure: &FigureRow, lang: Lang) -> String {
    let name = |name: &Option<crate::model::Name>| name.as_ref().map(|name| name.get(lang).to_owned());
    match (name(&figure.supplier), name(&figure.consumer)) {
        (Some(supplier), Some(consumer)) => format!("{supplier} → {consumer}"),
        (Some(supplier), None) => format!("{supplier} → {}", words::TO_POOL.get(lang)),
        (None, consumer) => consumer.unwrap_or_default(),
    }
}

/// Who entered it: the person where the reader may know, and whom they act for.
fn person(revision: &FigureRevision, lang: Lang) -> AnyView {
    let party = revision.party.as_ref().map(|party| party.get(lang).to_owned());
    let person = match revision.person.as_deref() {
        Some("system") => words::BY_PROGRAM.get(lang).to_owned(),
        Some(person) => person.to_owned(),
        None => words::SOMEBODY.get(lang).to_owned(),
    };
    view! { {person} {party.map(|party| view! { " " <small>{party}</small> })} }.into_any()
}

/// From where, why and what was remarked.
fn told(revision: &FigureRevision, lang: Lang) -> AnyView {
    // The door's own word; any other is the name of a file, or of a program.
    let source = if revision.source == "desk" { words::BY_DESK.get(lang) } else { &revision.source };
    let lines = [
        (!source.is_empty()).then(|| source.to_owned()),
        (!revision.reason.is_empty()).then(|| words::reason_is(lang, &revision.reason)),
        (!revision.note.is_empty()).then(|| words::note_is(lang, &revision.note)),
    ];
    lines.into_iter().flatten().map(|line| view! { <span class="line">{line}</span> }).collect_view().into_any()
}

fn history_line(revision: &FigureRevision, view: &FiguresView) -> AnyView {
    let lang = use_lang();
    let quantity = revision.quantity.as_deref().map_or_else(|| words::WITHDRAWN.get(lang).to_owned(), format::exact);
    view! {
        <li>
            <strong>{quantity}</strong>
            " "
            {stamp(revision.at, view.taken.at)}
            " "
            {person(revision, lang)}
            " "
            {told(revision, lang)}
        </li>
    }
    .into_any()
}
