//! The roster of key enterprises of a year: who stands in which tier, who entered and left, and the yearly review.

mod review;
mod steps;

pub(crate) use steps::entry;

use baogong_domain::party::KeyTier;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use crate::{
    components::empty_state::{Empty, Failure, loading},
    model::registry::{MemberView, RosterSettingsForm, RosterView},
    pages::registry::{
        form::{Form, Kind},
        head, party_address,
    },
    server_functions::registry::{SetRoster, get_roster},
    text::{self, Lang, registry as words, use_lang},
};

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    year: String,
    tier: String,
    review: bool,
    /// Who is to leave: code.
    leave: String,
}

impl Asked {
    fn of(query: &ParamsMap) -> Self {
        let of = |name: &str| query.get(name).unwrap_or_default();
        Self { year: of("year"), tier: of("tier"), review: query.get("review").is_some(), leave: of("leave") }
    }

    /// The tier that is shown; the first where none is named.
    fn tier(&self) -> KeyTier {
        KeyTier::parse(&self.tier).unwrap_or(KeyTier::Scale)
    }
}

/// Where a tier of a year's roster is.
fn address(year: i32, tier: KeyTier) -> String {
    format!("/roster?year={year}&tier={}", tier.code())
}

/// `/roster`
#[component]
pub(crate) fn RosterPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(Asked::of));
    let roster = Memo::new(move |_| asked.with(|asked| (asked.year.clone(), asked.review)));
    let done = RwSignal::new(0_usize);
    let view =
        Resource::new_blocking(move || (roster.get(), done.get()), |((year, review), _)| get_roster(year, review));
    view! {
        <Transition fallback=loading>
            {move || {
                let asked = asked.get();
                Suspend::new(async move {
                    match view.await {
                        Ok(view) => page(&view, &asked, done),
                        Err(error) => view! { <Failure error /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

fn page(view: &RosterView, asked: &Asked, done: RwSignal<usize>) -> AnyView {
    let lang = use_lang();
    let tier = asked.tier();
    let changed = move || done.update(|count| *count += 1);
    let leaving = view
        .members
        .iter()
        .find(|member| view.may_change && member.party.party.code == asked.leave && member.event.tier == tier.code());
    let leave = leaving.map(|member| steps::leave(member, view, asked.review, changed));
    // Who sees the whole chooses a tier; who sees only its own sees all of that.
    let whole = view.counts.is_some();
    let shown = |member: &&MemberView| !whole || member.event.tier == tier.code();
    let members: Vec<&MemberView> = view.members.iter().filter(shown).collect();
    let exits: Vec<&MemberView> = view.exits.iter().filter(shown).collect();
    let enter = view.may_change.then(|| {
        let form = entry(None, &view.candidates, view.year, view.today, tier.code(), changed);
        view! {
            <details class="act">
                <summary>{words::ENTER.get(lang)}</summary>
                {form}
            </details>
        }
    });
    let body = if members.is_empty() {
        let note = if view.may_change { words::NO_MEMBERS_NOTE } else { words::ROSTER_NOTE };
        view! { <Empty title=words::NO_MEMBERS note /> }.into_any()
    } else {
        table(&members, view, lang)
    };
    let title = if whole {
        words::members_of(lang, &words::tier_name(tier.code(), lang), members.len())
    } else {
        words::MEMBERS.get(lang).to_owned()
    };
    view! {
        <leptos_meta::Title text=text::page_title(lang, words::ROSTER_TITLE.get(lang)) />
        <main id="main" class="page registry roster">
            <header class="registry-head">
                <div>
                    <h1>{words::ROSTER_TITLE.get(lang)} " " <small>{words::of_year(lang, view.year)}</small></h1>
                    <p class="hint">{words::ROSTER_NOTE.get(lang)}</p>
                </div>
                {years(view, tier, lang)}
            </header>
            {tiles(view, tier, lang)}
            {leave}
            {whole.then(|| review::section(view, asked, tier))}
            <section class="panel" aria-labelledby="members">
                <h2 id="members">{title}</h2>
                {enter}
                {body}
            </section>
            <section class="panel" aria-labelledby="exits">
                <h2 id="exits">{words::EXITS.get(lang)}</h2>
                {left(&exits, lang)}
            </section>
            {view.may_set.then(|| settings(view.settings.clone(), changed))}
        </main>
    }
    .into_any()
}

fn years(view: &RosterView, tier: KeyTier, lang: Lang) -> AnyView {
    let link = |year: &i32| {
        view! {
            <a href=address(*year, tier) aria-current=(*year == view.year).then_some("page")>
                {*year}
            </a>
        }
    };
    view! {
        <nav class="years" aria-label=words::YEARS.get(lang)>
            {view.years.iter().map(link).collect_view()}
        </nav>
    }
    .into_any()
}

/// One tile a tier: how many of how many; each is the way to its tier.
fn tiles(view: &RosterView, chosen: KeyTier, lang: Lang) -> Option<AnyView> {
    let counts = view.counts?;
    let tile = |((tier, word, _), count): ((KeyTier, &str, &str), usize)| {
        let target = view.target as usize;
        let note = match count.cmp(&target) {
            std::cmp::Ordering::Less => words::open_places(lang, view.target - u32::try_from(count).unwrap_or(0)),
            std::cmp::Ordering::Equal => words::FULL.get(lang).to_owned(),
            std::cmp::Ordering::Greater => words::too_many(lang, u32::try_from(count - target).unwrap_or(0)),
        };
        view! {
            <a class="tier" href=address(view.year, tier) aria-current=(tier == chosen).then_some("page")>
                <span>{words::tier_name(word, lang)}</span>
                <strong>{words::of_target(lang, count, view.target)}</strong>
                <small>{note}</small>
            </a>
        }
    };
    Some(
        view! {
            <nav class="tiers" aria-label=words::TIERS.get(lang)>
                {KeyTier::ALL.into_iter().zip(counts).map(tile).collect_view()}
            </nav>
        }
        .into_any(),
    )
}

/// A party's cell: its name leads to its page.
fn party_cell(member: &crate::model::registry::PartyRow, lang: Lang) -> AnyView {
    view! {
        <th scope="row" class="party">
            <a href=party_address(&member.party.code)>{member.party.name.get(lang).to_owned()}</a>
            <small>{member.party.code.clone()}</small>
        </th>
    }
    .into_any()
}

fn table(members: &[&MemberView], view: &RosterView, lang: Lang) -> AnyView {
    let insider = members.iter().any(|member| !member.event.actor.is_empty());
    let row = |member: &&MemberView| {
        let tier = KeyTier::parse(&member.event.tier).unwrap_or(KeyTier::Scale);
        let leave = view.may_change.then(|| {
            let to = format!("{}&leave={}", address(view.year, tier), member.party.party.code);
            let name = member.party.party.name.get(lang).to_owned();
            view! {
                <td>
                    <a class="button small" href=to>
                        {words::LEAVE.get(lang)}
                        <span class="vh">{name}</span>
                    </a>
                </td>
            }
        });
        view! {
            <tr>
                {party_cell(&member.party, lang)}
                <td>{member.party.division.as_ref().map(|name| name.get(lang).to_owned())}</td>
                <td class="wide">{member.party.industry.clone()}</td>
                {view.counts.is_none().then(|| view! { <td>{words::tier_name(&member.event.tier, lang)}</td> })}
                <td class="when">{member.event.on.to_string()}</td>
                <td class="wide">{member.event.reason.clone()}</td>
                {insider.then(|| view! { <td class="wide">{member.event.actor.clone()}</td> })}
                {leave}
            </tr>
        }
    };
    view! {
        <div class="scroll">
            <table class="plain registry-table">
                <thead>
                    <tr>
                        {head(words::ENTERPRISE, "")} {head(words::DIVISION, "")} {head(words::INDUSTRY, "wide")}
                        {view.counts.is_none().then(|| head(words::TIER, ""))} {head(words::SINCE, "")}
                        {head(words::REASON, "wide")} {insider.then(|| head(words::CLERK, "wide"))}
                        {view.may_change.then(|| view! { <td></td> })}
                    </tr>
                </thead>
                <tbody>{members.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn left(exits: &[&MemberView], lang: Lang) -> AnyView {
    if exits.is_empty() {
        return view! { <p class="hint">{words::NO_EXITS.get(lang)}</p> }.into_any();
    }
    let insider = exits.iter().any(|member| !member.event.actor.is_empty());
    let row = |member: &&MemberView| {
        view! {
            <tr>
                {party_cell(&member.party, lang)} <td>{words::tier_name(&member.event.tier, lang)}</td>
                <td class="when">{member.event.on.to_string()}</td> <td>{member.event.reason.clone()}</td>
                {insider.then(|| view! { <td>{member.event.actor.clone()}</td> })}
            </tr>
        }
    };
    view! {
        <div class="scroll">
            <table class="plain registry-table">
                <thead>
                    <tr>
                        {head(words::ENTERPRISE, "")} {head(words::TIER, "")} {head(words::LEFT_ON, "")}
                        {head(words::REASON, "")} {insider.then(|| head(words::CLERK, ""))}
                    </tr>
                </thead>
                <tbody>{exits.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn settings(began: RosterSettingsForm, changed: impl Fn() + 'static) -> AnyView {
    let lang = use_lang();
    let set = ServerAction::<SetRoster>::new();
    let form = Form::new("roster-settings", move || set.value().get());
    form.when_done(move |_| changed());
    let RosterSettingsForm { target, line, source } = began;
    let none = |_: &crate::model::registry::NoForm| String::new();
    let field = |label, name, value| form.line(label, name, value, none, Kind::TEXT.required());
    let fields = [
        field(words::TARGET, "target", target),
        field(words::LINE, "line", line),
        field(words::BASIS, "source", source),
    ];
    let outcome = form.outcome(Some(words::SAVED));
    view! {
        <details class="panel act">
            <summary>{words::SETTINGS.get(lang)}</summary>
            <ActionForm action=set attr:class="column-form" attr:novalidate=true>
                {outcome} <div class="two">{fields.collect_view()}</div>
                <button class="button primary" type="submit" disabled=move || set.pending().get()>
                    {words::SAVE.get(lang)}
                </button>
            </ActionForm>
        </details>
    }
    .into_any()
}
