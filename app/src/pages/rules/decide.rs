//! What is proposed: listed for all readers, decided by the head of the office beside its replay.

use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;

use super::{Acts, Replaying, replayed, words as shown};
use crate::{
    model::rules::{ProposalView, RulesView},
    pages::board::outcome,
    text::{self, Lang, rules as words, use_lang},
};

/// The list on the page of all settings, with what became of the last decision.
pub(super) fn pending(view: &RulesView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let entry = |proposal: &ProposalView| {
        let go = if view.may_approve { words::SEE_REPLAY } else { words::SEE_REPLAY_ONLY };
        view! {
            <li>
                {told(proposal, lang)}
                <p class="actions">
                    <a class="button" href=format!("/settings/rules?proposal={}", proposal.id)>
                        {go.get(lang)}
                        <span class="vh">" " {proposal.title.get(lang).to_owned()}</span>
                    </a>
                </p>
            </li>
        }
    };
    let none = view.pending.is_empty().then(|| view! { <p class="hint">{words::NO_PROPOSALS.get(lang)}</p> });
    view! {
        <section class="panel" aria-labelledby="proposals">
            <h2 id="proposals">{words::PROPOSALS.get(lang)}</h2>
            {decided(acts, lang)}
            {none}
            <ul class="proposals">{view.pending.iter().map(entry).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn decided(acts: Acts, lang: Lang) -> AnyView {
    view! {
        {move || outcome(acts.approve.value().get(), words::APPROVED, lang)}
        {move || outcome(acts.refuse.value().get(), words::REFUSED, lang)}
    }
    .into_any()
}

/// What, by whom, why, and what differs.
fn told(proposal: &ProposalView, lang: Lang) -> AnyView {
    let by = words::proposed(lang, &proposal.proposed_by, &shown::instant(proposal.proposed_at));
    let document = (!proposal.document.is_empty()).then(|| format!("{} · ", proposal.document));
    let stale = proposal.stale.then(|| view! { <p class="complaint">{words::STALE.get(lang)}</p> });
    view! {
        <p>
            <strong>{proposal.title.get(lang).to_owned()}</strong> " " <span class="hint">{by}</span>
        </p>
        {shown::difference_list(&proposal.key, proposal.before.as_ref(), &proposal.after, lang)}
        <p class="hint">{document} {words::REASON.get(lang)} ": " {proposal.reason.clone()}</p>
        {stale}
    }
    .into_any()
}

/// One proposal with its replay.
pub(super) fn page(view: RulesView, id: i64, acts: Acts, replay: Replaying) -> AnyView {
    let lang = use_lang();
    let proposal = view.pending.iter().find(|proposal| proposal.id == id).cloned();
    let title = proposal.as_ref().map_or(words::PROPOSALS.get(lang), |proposal| proposal.title.get(lang)).to_owned();
    let body = match proposal {
        Some(proposal) => {
            let forms = (view.may_approve && !proposal.stale).then(|| forms(&proposal, acts, lang));
            let refuse = (view.may_approve && proposal.stale).then(|| refuse_form(&proposal, acts, lang));
            view! {
                <section class="panel" aria-labelledby="changes">
                    <h2 id="changes">{words::CHANGES.get(lang)}</h2>
                    {told(&proposal, lang)}
                </section>
                {replayed::section(replay, lang)}
                {forms}
                {refuse}
            }
            .into_any()
        }
        None => view! { <p class="hint">{words::GONE.get(lang)}</p> }.into_any(),
    };
    view! {
        <Title text=text::page_title(lang, &title) />
        <main id="main" class="page rules-page">
            <div class="summary">
                <p class="crumbs">
                    <a href="/settings/rules">{words::BACK_TO_RULES.get(lang)}</a>
                </p>
                <h1>{title}</h1>
                {decided(acts, lang)}
            </div>
            {body}
        </main>
    }
    .into_any()
}

fn forms(proposal: &ProposalView, acts: Acts, lang: Lang) -> AnyView {
    let id = proposal.id;
    view! {
        <div class="rules-seasons">
            <section class="panel" aria-labelledby="approve">
                <h2 id="approve">{words::APPROVE.get(lang)}</h2>
                <ActionForm action=acts.approve attr:class="column-form">
                    <input type="hidden" name="id" value=id />
                    {confirm(lang)}
                    <button class="button primary" type="submit">
                        {words::APPROVE.get(lang)}
                    </button>
                </ActionForm>
            </section>
            {refuse_form(proposal, acts, lang)}
        </div>
    }
    .into_any()
}

fn refuse_form(proposal: &ProposalView, acts: Acts, lang: Lang) -> AnyView {
    let id = proposal.id;
    view! {
        <section class="panel" aria-labelledby="refuse">
            <h2 id="refuse">{words::REFUSE.get(lang)}</h2>
            <ActionForm action=acts.refuse attr:class="column-form">
                <input type="hidden" name="id" value=id />
                <label class="field">
                    <span>{words::REASON.get(lang)}</span>
                    <textarea name="note" rows="2" maxlength="500" required></textarea>
                </label>
                <button class="button" type="submit">
                    {words::REFUSE.get(lang)}
                </button>
            </ActionForm>
        </section>
    }
    .into_any()
}

/// A box without which the form is not sent; it needs no name.
pub(super) fn confirm(lang: Lang) -> AnyView {
    view! {
        <label class="confirm">
            <input type="checkbox" required />
            <span>{words::CONFIRM_APPROVE.get(lang)}</span>
        </label>
    }
    .into_any()
}
