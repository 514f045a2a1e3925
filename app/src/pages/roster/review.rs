//! The yearly review: who reported on time too seldom is proposed for removal, with both numbers. It removes nobody.

use baogong_domain::party::KeyTier;
use leptos::prelude::*;

use super::{Asked, address, party_cell};
use crate::{
    format,
    model::registry::{JudgedView, ReviewView, RosterView},
    pages::registry::head,
    text::{Lang, registry as words, use_lang},
};

/// The section; what is computed only on request, for it reads a year.
pub(super) fn section(view: &RosterView, asked: &Asked, tier: KeyTier) -> AnyView {
    let lang = use_lang();
    let body = match &view.review {
        None => {
            let ask = format!("{}&review", address(view.year, tier));
            view! {
                <p class="actions">
                    <a class="button" href=ask>
                        {words::REVIEW_DO.get(lang)}
                    </a>
                </p>
            }
            .into_any()
        }
        Some(review) => found(review, view, lang),
    };
    view! {
        <section class="panel review" aria-labelledby="review">
            <h2 id="review">
                {words::REVIEW.get(lang)} " " <small>{asked.review.then(|| range(view, lang)).flatten()}</small>
            </h2>
            <p class="hint">{words::review_note(lang, &view.settings.line)}</p>
            {body}
        </section>
    }
    .into_any()
}

fn range(view: &RosterView, lang: Lang) -> Option<String> {
    let (first, last) = view.review.as_ref()?.range?;
    Some(words::review_range(lang, &format::day(first, lang), &format::day(last, lang)))
}

fn found(review: &ReviewView, view: &RosterView, lang: Lang) -> AnyView {
    if review.range.is_none() {
        return view! { <p>{words::NOT_BEGUN.get(lang)}</p> }.into_any();
    }
    let (proposed, others): (Vec<&JudgedView>, Vec<&JudgedView>) = review.judged.iter().partition(|j| j.proposed);
    let head_line = match proposed.len() {
        0 => words::NO_PROPOSAL.get(lang).to_owned(),
        count => words::proposed(lang, count, review.judged.len()),
    };
    let silent: Vec<&str> = review.nothing_due.iter().map(|party| party.name.get(lang)).collect();
    let silent = (!silent.is_empty()).then(|| {
        view! {
            <details>
                <summary>{words::nothing_due(lang, silent.len())}</summary>
                <p>{silent.join(if lang == Lang::Zh { "、" } else { ", " })}</p>
            </details>
        }
    });
    let others = (!others.is_empty()).then(|| {
        view! {
            <details>
                <summary>{words::others(lang, others.len())}</summary>
                {table(&others, view, lang)}
            </details>
        }
    });
    let proposed = (!proposed.is_empty()).then(|| table(&proposed, view, lang));
    view! {
        <p>
            <strong>{head_line}</strong>
        </p>
        {proposed}
        {others}
        {silent}
    }
    .into_any()
}

fn table(judged: &[&JudgedView], view: &RosterView, lang: Lang) -> AnyView {
    let row = |judged: &&JudgedView| {
        let tier = KeyTier::parse(&judged.tier).unwrap_or(KeyTier::Scale);
        let leave = (view.may_change && judged.proposed).then(|| {
            let to = format!("{}&review&leave={}", address(view.year, tier), judged.party.party.code);
            let name = judged.party.party.name.get(lang).to_owned();
            view! {
                <a class="button small" href=to>
                    {words::LEAVE.get(lang)}
                    <span class="vh">{name}</span>
                </a>
            }
        });
        view! {
            <tr>
                {party_cell(&judged.party, lang)} <td>{words::tier_name(&judged.tier, lang)}</td>
                <td class="num">
                    {rate(judged)} " " <small>{format!("{} / {}", judged.on_time, judged.due)}</small>
                </td> <td>{leave}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll">
            <table class="plain registry-table">
                <thead>
                    <tr>
                        {head(words::ENTERPRISE, "")} {head(words::TIER, "")} {head(words::ON_TIME, "num")} <td></td>
                    </tr>
                </thead>
                <tbody>{judged.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The rate with one decimal, rounded down: what is below the line must not look as if it reached it.
fn rate(judged: &JudgedView) -> String {
    let tenths = judged.on_time * 1000 / judged.due.max(1);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// The reason that the review gives for an exit.
pub(super) fn reason(view: &RosterView, code: &str, tier: KeyTier, lang: Lang) -> Option<String> {
    let judged = &view.review.as_ref()?.judged;
    let of = judged.iter().find(|j| j.proposed && j.party.party.code == code && j.tier == tier.code())?;
    let (on_time, due) = (of.on_time.to_string(), of.due.to_string());
    Some(words::review_reason(lang, &rate(of), &on_time, &due, &view.settings.line))
}
