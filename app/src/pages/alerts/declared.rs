//! Declared levels: who declared what by which document, its measures in their order, who must confirm them and who
//! has. Always apart from the computed level.

use leptos::{form::ActionForm, prelude::*};

use super::{Acts, forms, words as say};
use crate::{
    components::level_badge::badge,
    model::{
        State,
        alerts::{AlertDetailView, ConfirmerView, DeclaredView, MeasureView},
    },
    pages::board::outcome,
    text::{Lang, alerts as words, use_lang},
};

/// The section of one alert's page.
pub(super) fn section(view: &AlertDetailView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let (running, earlier): (Vec<&DeclaredView>, Vec<&DeclaredView>) =
        view.declared.iter().partition(|declared| declared.ended.is_none());
    let now = running.iter().map(|declared| {
        view! {
            {one(declared, acts, false)}
            {view.may_handle.then(|| forms::end(declared.id, acts, lang))}
        }
    });
    let now = now.collect_view();
    let none = running.is_empty().then(|| view! { <p class="none">{words::NOT_DECLARED.get(lang)}</p> });
    let earlier = (!earlier.is_empty()).then(|| {
        let list = earlier.iter().map(|declared| one(declared, acts, false)).collect_view();
        view! {
            <details class="earlier">
                <summary>{words::EARLIER.get(lang)}</summary>
                {list}
            </details>
        }
    });
    view! {
        <section class="panel declared" aria-labelledby="declared">
            <h2 id="declared">{words::DECLARED_LEVELS.get(lang)}</h2>
            <p class="hint">{words::DECLARED_NOTE.get(lang)}</p>
            {told(acts, lang)}
            {none}
            {now}
            {view.may_handle.then(|| forms::declare(view, acts))}
            {earlier}
        </section>
    }
    .into_any()
}

/// What became of the acts that change declared levels.
fn told(acts: Acts, lang: Lang) -> impl Fn() -> AnyView + Clone + Send + 'static {
    move || {
        view! {
            {outcome(acts.declare.value().get(), words::DECLARED_DONE, lang)}
            {outcome(acts.end.value().get(), words::DECLARED_ENDED, lang)}
            {outcome(acts.confirm.value().get(), words::CONFIRMED_DONE, lang)}
        }
        .into_any()
    }
}

/// For who carries measures out: those that wait for them, before everything else.
pub(super) fn to_confirm(declared: &[DeclaredView], acts: Acts) -> Option<AnyView> {
    let lang = use_lang();
    let handles = crate::me::may(baogong_domain::access::Action::HandleAlerts);
    let waiting: Vec<AnyView> =
        declared.iter().filter(|d| !handles && d.waits_for_reader()).map(|d| one(d, acts, true)).collect();
    let done = move || outcome(acts.confirm.value().get(), words::CONFIRMED_DONE, lang);
    if handles {
        return None;
    }
    (!waiting.is_empty() || declared.iter().any(|d| d.ended.is_none())).then(|| {
        let heading = (!waiting.is_empty()).then(|| {
            view! { <h2 id="to-confirm">{words::TO_CONFIRM.get(lang)}</h2> }
        });
        view! {
            {done}
            {(!waiting.is_empty())
                .then(|| {
                    view! {
                        <section class="panel declared to-confirm" aria-labelledby="to-confirm">
                            {heading} {waiting}
                        </section>
                    }
                })}
        }
        .into_any()
    })
}

/// All that is in force and the reader is told of.
pub(super) fn in_force(declared: &[DeclaredView], acts: Acts) -> Option<AnyView> {
    let lang = use_lang();
    let handles = crate::me::may(baogong_domain::access::Action::HandleAlerts);
    // What waits for the reader stands above already.
    let rest: Vec<&DeclaredView> = declared.iter().filter(|d| handles || !d.waits_for_reader()).collect();
    (!rest.is_empty()).then(|| {
        let list = rest.into_iter().map(|d| one(d, acts, true)).collect_view();
        view! {
            <section class="panel declared" aria-labelledby="in-force">
                <h2 id="in-force">{words::IN_FORCE.get(lang)}</h2>
                <p class="hint">{words::DECLARED_NOTE.get(lang)}</p>
                {list}
            </section>
        }
        .into_any()
    })
}

/// One declared level; `named` where the page does not say of what and where.
fn one(declared: &DeclaredView, acts: Acts, named: bool) -> AnyView {
    let lang = use_lang();
    let subject = named.then(|| {
        view! {
            <strong>{format!("{} · {}", declared.whom.name(lang), declared.item.name.get(lang))}</strong>
            " "
        }
    });
    let note = (!declared.note.is_empty()).then(|| view! { <p>{declared.note.clone()}</p> });
    let ended = declared.ended.as_ref().map(|end| {
        let words = words::ended_by(lang, end.by.get(lang), &say::at(end.at, lang), &end.document);
        view! { <p class="hint">{words}</p> }
    });
    let measures = declared.measures.iter().map(|m| measure(declared, m, acts)).collect_view();
    view! {
        <div class="declared-one" class:ended=declared.ended.is_some()>
            <p class="declared-head">
                {subject} {badge(State::Short(declared.level))} " "
                <span>{words::document_no(lang, &declared.document)}</span>
            </p>
            <p class="hint">{words::declared_by(lang, declared.by.get(lang), &say::at(declared.at, lang))}</p>
            {note}
            <ol class="measures" aria-label=words::MEASURES.get(lang)>
                {measures}
            </ol>
            {ended}
        </div>
    }
    .into_any()
}

fn measure(declared: &DeclaredView, measure: &MeasureView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let confirmer = |confirmer: &ConfirmerView| {
        let who = confirmer.name.get(lang).to_owned();
        let state = match &confirmer.confirmed {
            Some((by, at, note)) => {
                let (by, at) = (by.get(lang), say::at(*at, lang));
                let words =
                    if by.is_empty() { words::confirmed(lang, &at) } else { words::confirmed_by(lang, by, &at) };
                let note = (!note.is_empty()).then(|| format!(" {note}"));
                view! { <span class="mark mark-done">{words} {note}</span> }.into_any()
            }
            None if declared.ended.is_some() => ().into_any(),
            None => view! { <span class="mark mark-waits">{words::WAITS.get(lang)}</span> }.into_any(),
        };
        let may = confirmer.may && confirmer.confirmed.is_none() && declared.ended.is_none();
        let button = may.then(|| {
            let label = words::confirm_for(lang, measure.name.get(lang), &who);
            let (id, step, of) = (declared.id.to_string(), measure.code.clone(), confirmer.code.clone());
            view! {
                <ActionForm action=acts.confirm>
                    <input type="hidden" name="id" value=id />
                    <input type="hidden" name="step" value=step />
                    <input type="hidden" name="confirmer" value=of />
                    <button class="button small" type="submit" aria-label=label>
                        {words::CONFIRM.get(lang)}
                    </button>
                </ActionForm>
            }
        });
        view! { <li>{who} " " {state} {button}</li> }
    };
    view! {
        <li>
            <strong>{measure.name.get(lang).to_owned()}</strong>
            <ul>{measure.confirmers.iter().map(confirmer).collect_view()}</ul>
        </li>
    }
    .into_any()
}
