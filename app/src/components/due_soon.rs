//! The band on the reporting desk that says what the reader's own party still owes before a deadline that is near.

use chrono::NaiveTime;
use leptos::prelude::*;

use crate::{
    format,
    model::jobs::DueSoonView,
    server_functions::PageError,
    text::{Lang, jobs as words, use_lang},
};

/// What is due soon, as the page asks for it.
pub(crate) type Soon = Resource<Result<Vec<DueSoonView>, PageError>>;

/// The band; nothing while nothing is due soon.
#[component]
pub(crate) fn DueSoon(soon: Soon) -> impl IntoView {
    let lang = use_lang();
    view! {
        // Without an answer there is nothing to remind of.
        <Transition>{move || Suspend::new(async move { band(soon.await.unwrap_or_default(), lang) })}</Transition>
    }
    .into_any()
}

fn band(soon: Vec<DueSoonView>, lang: Lang) -> Option<AnyView> {
    if soon.is_empty() {
        return None;
    }
    let lines = soon.into_iter().map(|soon| view! { <li>{sentence(soon, lang)}</li> }).collect_view();
    Some(
        view! {
            <section class="due-soon" aria-label=words::DUE_SOON.get(lang)>
                <ul>{lines}</ul>
                <a href="/board">{words::WHAT_IS_DUE.get(lang)}</a>
            </section>
        }
        .into_any(),
    )
}

/// Midnight is the end of the day before it.
fn sentence(soon: DueSoonView, lang: Lang) -> String {
    let DueSoonView { due, today, figures } = soon;
    if due.time() == NaiveTime::MIN {
        let day = due.date().pred_opt().unwrap_or(due.date());
        return if day == today {
            words::due_end_today(lang, figures)
        } else {
            words::due_end_on(lang, &format::day(day, lang), figures)
        };
    }
    if due.date() == today {
        words::due_today(lang, &format::clock(due), figures)
    } else {
        words::due_on(lang, &format::day(due.date(), lang), &format::clock(due), figures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_said_as_people_say_it() {
        let check = |due: &str, zh: &str, en: &str| {
            let of = DueSoonView { due: due.parse().unwrap(), today: "2026-11-23".parse().unwrap(), figures: 3 };
            assert_eq!((sentence(of, Lang::Zh).as_str(), sentence(of, Lang::En).as_str()), (zh, en));
        };
        check("2026-11-23T10:00:00", "今天 10:00 前还应报 3 个数", "Figures due by 10:00 today: 3");
        check("2026-11-24T09:00:00", "11月24日 09:00 前还应报 3 个数", "Figures due by 09:00 on 24 Nov: 3");
        check("2026-11-24T00:00:00", "今天之内还应报 3 个数", "Figures due by the end of today: 3");
        check("2026-12-04T00:00:00", "12月3日之内还应报 3 个数", "Figures due by the end of 3 Dec: 3");
    }
}
