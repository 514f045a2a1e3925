//! What a change would have raised: counts by level, and the runs of days that differ.

use baogong_domain::Level;
use leptos::prelude::*;

use super::{Replaying, words as shown};
use crate::{
    components::{empty_state::Empty, level_badge::badge},
    format,
    model::{
        State,
        rules::{Compared, Difference, LevelCount, ReplayView, SpellView},
    },
    pages::board::outcome,
    text::{self, Lang, Text, rules as words},
};

/// The replay, or that it runs.
pub(super) fn section(replay: Replaying, lang: Lang) -> AnyView {
    view! {
        <section class="panel replay" aria-labelledby="replay">
            <h2 id="replay">{words::RESULT.get(lang)}</h2>
            <Suspense fallback=move || running(lang)>
                {move || Suspend::new(async move {
                    match replay.await {
                        Some(Ok(done)) => result(&done, lang),
                        Some(Err(error)) => outcome(Some(Err(error)), words::REPLAY, lang).into_any(),
                        None => ().into_any(),
                    }
                })}
            </Suspense>
        </section>
    }
    .into_any()
}

fn running(lang: Lang) -> AnyView {
    view! {
        <p class="replay-running" role="status">
            {words::RUNNING_REPLAY.get(lang)}
        </p>
        <progress aria-label=words::RUNNING_REPLAY.get(lang)></progress>
    }
    .into_any()
}

fn result(done: &ReplayView, lang: Lang) -> AnyView {
    let changes = shown::difference_list(&done.key, done.before.as_ref(), &done.after, lang);
    let Some(compared) = &done.compared else {
        return view! {
            {changes}
            <p class="replay-note">{words::NOT_REPLAYED.get(lang)}</p>
        }
        .into_any();
    };
    let (first, last) = (format::full_day(compared.first, lang), format::full_day(compared.last, lang));
    if compared.judged == 0 {
        return view! {
            {changes}
            <p class="replay-note" role="status">
                {words::NOTHING_JUDGED.get(lang)}
            </p>
        }
        .into_any();
    }
    let spells = if compared.spells.is_empty() {
        view! { <Empty title=words::NOTHING_DIFFERS note=words::NOTHING_DIFFERS_NOTE /> }.into_any()
    } else {
        spells(compared, lang)
    };
    view! {
        {changes}
        <p role="status">{words::looked(lang, &first, &last, compared.judged)}</p>
        {counts(compared, lang)}
        {spells}
    }
    .into_any()
}

fn counts(compared: &Compared, lang: Lang) -> AnyView {
    let cell = |count: &LevelCount, other: &LevelCount| {
        let words = words::alerts_days(lang, count.alerts, count.days);
        view! { <td class="num" class:differs={count != other}>{words}</td> }
    };
    let rows = Level::WORST_FIRST.into_iter().zip(compared.old.iter().zip(&compared.new)).map(|(level, (old, new))| {
        view! {
            <tr>
                <th scope="row">{badge(State::Short(level))}</th>
                {cell(old, old)}
                {cell(new, old)}
            </tr>
        }
    });
    view! {
        <table class="plain replay-counts">
            <caption class="vh">{words::COUNTS_CAPTION.get(lang)}</caption>
            <thead>
                <tr>
                    <th scope="col">{words::COUNTS.get(lang)}</th>
                    <th scope="col" class="num">
                        {words::NOW_HOLDS.get(lang)}
                    </th>
                    <th scope="col" class="num">
                        {words::WITH_CHANGE.get(lang)}
                    </th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        <p class="hint">{words::COUNT_NOTE.get(lang)}</p>
    }
    .into_any()
}

fn spells(compared: &Compared, lang: Lang) -> AnyView {
    let head = |text: Text| view! { <th scope="col">{text.get(lang)}</th> };
    let row = |spell: &SpellView| {
        let days = if spell.first == spell.last {
            shown_day(spell.first, lang)
        } else {
            words::from_to(lang, &shown_day(spell.first, lang), &shown_day(spell.last, lang))
        };
        let level = |level: Option<Level>| match level {
            Some(level) => badge(State::Short(level)),
            None => view! { <span class="none">{format::UNKNOWN}</span> }.into_any(),
        };
        let differs = match spell.difference {
            Difference::OnlyNew => words::ONLY_NEW,
            Difference::OnlyOld => words::ONLY_OLD,
            Difference::Worse => words::WORSE,
            Difference::Lesser => words::LESSER,
        };
        let what = if spell.stock { words::STOCK } else { words::GAP };
        view! {
            <tr>
                <th scope="row">{spell.whom.name(lang).to_owned()}</th>
                <td>{spell.item.get(lang).to_owned()} " " {what.get(lang)}</td>
                <td class="when">{days}</td>
                <td>{differs.get(lang)}</td>
                <td class="replay-levels">{level(spell.old)} " → " {level(spell.new)}</td>
            </tr>
        }
    };
    let more = (compared.more > 0).then(|| view! { <p class="hint">{words::more(lang, compared.more)}</p> });
    view! {
        <h3 id="spells">{words::SPELLS.get(lang)}</h3>
        <div class="scroll" role="region" tabindex="0" aria-labelledby="spells">
            <table class="plain replay-spells">
                <caption class="vh">{words::SPELLS_CAPTION.get(lang)}</caption>
                <thead>
                    <tr>
                        {head(words::WHO)} {head(words::WHAT)} {head(words::WHEN)} {head(words::DIFFERS)}
                        {head(text::LEVEL)}
                    </tr>
                </thead>
                <tbody>{compared.spells.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}

/// With its year: a replay reaches over two.
fn shown_day(day: chrono::NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}", chrono::Datelike::year(&day), format::day(day, lang)),
        Lang::En => format!("{} {}", format::day(day, lang), chrono::Datelike::year(&day)),
    }
}
