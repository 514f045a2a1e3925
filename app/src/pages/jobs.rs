//! What the program does by itself: each job with its last and next run, and the runs of the past.

use baogong_domain::{SeasonKind, jobs::Job};
use chrono::{NaiveDateTime, Timelike as _};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use crate::{
    components::{
        empty_state::{Empty, Failure},
        settings_nav::SettingsNav,
        status::Status,
    },
    format,
    model::jobs::{JobView, JobsAsk, JobsView, OutcomeView, RunView},
    server_functions::{
        PageError,
        jobs::{RunJob, get_jobs},
    },
    text::{self, Lang, Text, files::one_language, jobs as words, use_lang},
};

type Run = ServerAction<RunJob>;

fn asked(query: &ParamsMap) -> JobsAsk {
    let of = |name| query.get(name).unwrap_or_default();
    JobsAsk { before: of("before"), failed: of("failed") }
}

/// `/settings/jobs`
#[component]
pub(crate) fn JobsPage() -> impl IntoView {
    let query = use_query_map();
    let run = Run::new();
    let ask = Memo::new(move |_| query.with(asked));
    let view = Resource::new_blocking(move || (ask.get(), run.version().get()), |(ask, _)| get_jobs(ask));
    super::keep_fresh(move || view.refetch());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => page(view, &ask.get_untracked(), run),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn page(view: JobsView, ask: &JobsAsk, run: Run) -> AnyView {
    let lang = use_lang();
    let may_run = view.may_run;
    let cards = view.jobs.into_iter().filter_map(|job| card(job, may_run, run, lang)).collect_view();
    let first = ask.before.is_empty() && ask.failed.is_empty();
    let failed = (first && !view.failed.is_empty()).then(|| {
        view! {
            <div class="panel">
                <h2>{words::FAILED_RUNS.get(lang)}</h2>
                {table(view.failed, words::FAILED_RUNS, lang)}
            </div>
        }
    });
    let runs = if view.runs.is_empty() {
        view! { <Empty title=words::NO_RUNS note=words::NO_RUNS_NOTE /> }.into_any()
    } else {
        table(view.runs, words::ALL_RUNS, lang)
    };
    let only = |here: bool| here.then_some("true");
    let older = view.older.map(|id| {
        let failed = if ask.failed.is_empty() { "" } else { "&failed=1" };
        view! {
            <p class="actions">
                <a class="button" href=format!("/settings/jobs?before={id}{failed}")>
                    {words::OLDER.get(lang)}
                </a>
            </p>
        }
    });
    view! {
        <Title text=text::page_title(lang, words::JOBS.get(lang)) />
        <main id="main">
            <Status taken=view.taken season=view.season.name days_left=None lost=false />
            <div class="page jobs">
                <SettingsNav />
                <div class="summary">
                    <h1>{words::JOBS.get(lang)}</h1>
                    <p class="hint">{words::JOBS_NOTE.get(lang)}</p>
                </div>
                {move || told(run.value().get(), lang)}
                {failed}
                <div class="job-cards">{cards}</div>
                <div class="panel">
                    <div class="runs-head">
                        <h2>{words::ALL_RUNS.get(lang)}</h2>
                        <p class="presets">
                            <a href="/settings/jobs" aria-current=only(ask.failed.is_empty())>
                                {words::EVERYTHING.get(lang)}
                            </a>
                            <a href="/settings/jobs?failed=1" aria-current=only(!ask.failed.is_empty())>
                                {words::ONLY_FAILED.get(lang)}
                            </a>
                        </p>
                    </div>
                    {runs}
                    {older}
                </div>
            </div>
        </main>
    }
    .into_any()
}

/// What became of a run that was asked for.
fn told(value: Option<Result<RunView, PageError>>, lang: Lang) -> Option<AnyView> {
    let (said, failed) = match value? {
        Ok(run) => {
            let name = Job::parse(&run.job).map_or(words::JOB, |job| words::about(job).0).get(lang);
            (words::ran(lang, name, &result(&run.outcome, lang)), matches!(run.outcome, OutcomeView::Failed { .. }))
        }
        Err(PageError::Invalid { message, .. }) => (one_language(&message, lang).to_owned(), true),
        Err(PageError::Denied) => (text::DENIED.get(lang).to_owned(), true),
        Err(PageError::SignedOut) => (text::accounts::SIGNED_OUT.get(lang).to_owned(), true),
        Err(PageError::NotFound | PageError::Failed) => (text::FAILED.get(lang).to_owned(), true),
    };
    Some(if failed {
        view! { <p class="complaint" role="alert">{said}</p> }.into_any()
    } else {
        view! { <p class="done" role="status">{said}</p> }.into_any()
    })
}

fn card(view: JobView, may_run: bool, run: Run, lang: Lang) -> Option<AnyView> {
    let job = Job::parse(&view.job)?;
    let (name, what) = words::about(job);
    let id = format!("job-{}", job.code());
    let line = |head: Text, body: AnyView| view! { <div><dt>{head.get(lang)}</dt> <dd>{body}</dd></div> };
    let last = match &view.last {
        None => line(words::LAST, view! { <span class="none">{words::NEVER.get(lang)}</span> }.into_any()).into_any(),
        Some(last) => {
            let took = last.took.map(|took| format!(" · {}", long(took, lang)));
            view! {
                {line(words::LAST, view! { {when(last.started, lang)} <small>{took}</small> }.into_any())}
                {line(words::RESULT, view! { {badge(&last.outcome, lang)} " " {result(&last.outcome, lang)} }.into_any())}
                {line(words::SERVER, view! { <span class="server">{last.server.clone()}</span> " " <small>{by(last, lang)}</small> }.into_any())}
            }
            .into_any()
        }
    };
    let running = view.running.as_ref().map(|running| {
        view! {
            <p class="running">
                {words::RUNNING_SINCE.get(lang)} " " {when(running.started, lang)}
                <small>" " <span class="server">{running.server.clone()}</span></small>
            </p>
        }
    });
    Some(
        view! {
            <section class="panel job-card" aria-labelledby=id.clone()>
                <h2 id=id.clone()>{name.get(lang)}</h2>
                <p class="hint">{what.get(lang)}</p>
                {running}
                <dl>
                    {line(words::SCHEDULE, words::schedule(job.schedule(), lang).into_any())}
                    {line(words::NEXT, when(view.next, lang).into_any())} {last}
                </dl>
                {may_run.then(|| run_form(job, name, run, lang))}
            </section>
        }
        .into_any(),
    )
}

fn run_form(job: Job, name: Text, run: Run, lang: Lang) -> AnyView {
    let pending = run.pending();
    view! {
        <details class="run-now">
            <summary class="button">
                {words::RUN_NOW.get(lang)} <span class="vh">" " {name.get(lang)}</span>
            </summary>
            <p class="hint">{words::CONFIRM_NOTE.get(lang)}</p>
            <ActionForm action=run>
                <input type="hidden" name="job" value=job.code() />
                <button class="button primary" type="submit" disabled=move || pending.get()>
                    {words::CONFIRM.get(lang)}
                    <span class="vh">" " {name.get(lang)}</span>
                </button>
            </ActionForm>
        </details>
    }
    .into_any()
}

fn table(runs: Vec<RunView>, name: Text, lang: Lang) -> AnyView {
    let head = |text: Text| view! { <th scope="col">{text.get(lang)}</th> };
    let rows = runs.into_iter().filter_map(|run| {
        let job = Job::parse(&run.job)?;
        let failed = matches!(run.outcome, OutcomeView::Failed { .. });
        let took = run.took.map(|took| long(took, lang));
        let by = by(&run, lang);
        Some(view! {
            <tr class:failed=failed>
                <th scope="row">{words::about(job).0.get(lang)}</th>
                <td class="when">{label(words::MEANT_FOR)} {when(run.slot, lang)}</td>
                <td class="when">{label(words::BEGAN)} {when(run.started, lang)}</td>
                <td class="when">{label(words::TOOK)} {took}</td>
                <td class="result">{badge(&run.outcome, lang)} " " {result(&run.outcome, lang)}</td>
                <td><span class="server">{run.server}</span> " " <small>{by}</small></td>
            </tr>
        })
    });
    view! {
        <div class="scroll" role="region" tabindex="0" aria-label=name.get(lang)>
            <table class="plain runs-table">
                <thead>
                    <tr>
                        {head(words::JOB)} {head(words::MEANT_FOR)} {head(words::BEGAN)} {head(words::TOOK)}
                        {head(words::RESULT)} {head(words::BY)}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What a time is, where a narrow screen shows no heads of columns.
fn label(text: Text) -> AnyView {
    view! {
        <span class="inline-label" aria-hidden="true">
            {text.get(use_lang())}
            " "
        </span>
    }
    .into_any()
}

/// Done, running or failed: the word, and a colour beside it.
fn badge(outcome: &OutcomeView, lang: Lang) -> AnyView {
    let (word, class) = match outcome {
        OutcomeView::Running => (words::RUNNING, "run-state is-running"),
        OutcomeView::Failed { .. } => (words::FAILED, "run-state is-failed"),
        _ => (words::DONE, "run-state"),
    };
    view! { <span class=class>{word.get(lang)}</span> }.into_any()
}

/// What it did, or why it failed; nothing while it runs.
fn result(outcome: &OutcomeView, lang: Lang) -> String {
    match outcome {
        OutcomeView::Running | OutcomeView::Done => String::new(),
        OutcomeView::Failed { reason, again } => {
            let then =
                again.map_or_else(|| words::GIVEN_UP.get(lang).to_owned(), |at| words::again(lang, &when(at, lang)));
            let stop = if lang == Lang::Zh { "；" } else { "; " };
            format!("{}{stop}{then}", one_language(reason, lang))
        }
        OutcomeView::Evaluated { days, opened, rose, fell, resolved, unknown, escalated } => {
            let more = (unknown + escalated > 0).then(|| words::evaluated_more(lang, *unknown, *escalated));
            words::evaluated(lang, *days, *opened, *rose, *fell, *resolved) + &more.unwrap_or_default()
        }
        OutcomeView::Reminded { parties: 0, .. } => words::REMINDED_NONE.get(lang).to_owned(),
        OutcomeView::Reminded { parties, figures } => words::reminded(lang, *parties, *figures),
        OutcomeView::Seasons { changes, .. } if changes.is_empty() => words::SEASON_SAME.get(lang).to_owned(),
        OutcomeView::Seasons { changes, .. } => {
            let change = |(season, day, opened): &(String, chrono::NaiveDate, bool)| {
                let (zh, en) = SeasonKind::parse(season).map_or(("", ""), SeasonKind::names);
                let (name, day) = (if lang == Lang::Zh { zh } else { en }, format::day(*day, lang));
                if *opened { words::opened(lang, name, &day) } else { words::closed(lang, name, &day) }
            };
            let stop = if lang == Lang::Zh { "，" } else { ", " };
            changes.iter().map(change).collect::<Vec<_>>().join(stop)
        }
        OutcomeView::Head { day, first: true } => words::head(lang, &format::day(*day, lang)),
        OutcomeView::Head { day, .. } => words::head_known(lang, &format::day(*day, lang)),
        OutcomeView::Cleaned { sessions: 0, invitations: 0, failures: 0, runs: 0, reminders: 0 } => {
            words::CLEANED_NONE.get(lang).to_owned()
        }
        OutcomeView::Cleaned { sessions, invitations, failures, runs, reminders } => {
            words::cleaned(lang, *sessions, *invitations, *failures, *runs, *reminders)
        }
    }
}

/// Who asked for it, and the how many-th attempt it was where not the first.
fn by(run: &RunView, lang: Lang) -> String {
    let who = run.asked_by.as_ref().map_or_else(|| words::THE_SCHEDULE.get(lang).to_owned(), |n| words::asked(lang, n));
    if run.attempt > 1 { format!("{who} · {}", words::attempt(lang, run.attempt)) } else { who }
}

/// `11月23日 10:00`, with seconds where it was not at a full minute.
fn when(at: NaiveDateTime, lang: Lang) -> String {
    let seconds = if at.second() == 0 { String::new() } else { format!(":{:02}", at.second()) };
    format!("{} {}{seconds}", format::day(at.date(), lang), format::clock(at))
}

/// A span in seconds with one decimal, a short one in milliseconds.
fn long(milliseconds: i64, lang: Lang) -> String {
    if milliseconds < 1000 {
        return words::milliseconds(lang, milliseconds);
    }
    words::seconds(lang, &format!("{}.{}", milliseconds / 1000, milliseconds % 1000 / 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_told_in_words() {
        let check = |outcome: OutcomeView, zh: &str, en: &str| {
            assert_eq!((result(&outcome, Lang::Zh).as_str(), result(&outcome, Lang::En).as_str()), (zh, en));
        };
        check(
            OutcomeView::Evaluated { days: 3, opened: 2, rose: 1, fell: 0, resolved: 4, unknown: 0, escalated: 0 },
            "判定 3 天：新增 2，加重 1，减轻 0，解除 4",
            "judged 3 day(s): 2 opened, 1 rose, 0 fell, 4 passed",
        );
        check(OutcomeView::Reminded { parties: 0, figures: 0 }, "没有需要提醒的", "nobody had to be reminded");
        let day = "2026-11-15".parse().unwrap();
        check(
            OutcomeView::Seasons { days: 3, changes: vec![("winter".to_owned(), day, true)] },
            "11月15日 进入迎峰度冬",
            "Winter peak opened on 15 Nov",
        );
        check(
            OutcomeView::Failed {
                reason: "数据库没有应答 / the database did not answer".to_owned(),
                again: Some("2026-11-23T10:01:00".parse().unwrap()),
            },
            "数据库没有应答；11月23日 10:01 再试",
            "the database did not answer; tried again at 23 Nov 10:01",
        );
    }

    #[test]
    fn times_are_as_exact_as_they_need_be() {
        let at = |text: &str| when(text.parse().unwrap(), Lang::Zh);
        assert_eq!(at("2026-11-23T10:00:00"), "11月23日 10:00");
        assert_eq!(at("2026-11-23T10:00:07.5"), "11月23日 10:00:07");
        assert_eq!((long(40, Lang::Zh), long(12_345, Lang::En)), ("40 毫秒".to_owned(), "12.3 s".to_owned()));
    }
}
