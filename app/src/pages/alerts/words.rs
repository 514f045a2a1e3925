//! Alerts in words: what it is in one line, how long, when, and what happened. Pure: the same on server and browser.

use baogong_domain::Period;
use chrono::{NaiveDateTime, TimeDelta};

use crate::{
    format,
    model::{
        Name,
        alerts::{AboutView, AlertRow, AttentionView, FactsView, HappenedView, PhaseView},
    },
    text::{self, Lang, alerts as words, board},
};

/// What it is in one line: `可用 2.6 天`.
pub(super) fn headline(row: &AlertRow, now: NaiveDateTime, lang: Lang) -> String {
    let unit = row.about.item.unit.get(lang);
    let share =
        |percent: &Option<String>| percent.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::percent);
    match &row.facts {
        FactsView::Gap { percent, gap, .. } => {
            let gap = gap.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::glance);
            words::gap_words(lang, &share(percent), &format::with_unit(&gap, unit))
        }
        FactsView::Stoppage { percent, .. } => words::stopped_words(lang, &share(percent)),
        FactsView::Stock { days: Some(days), .. } => words::stock_words(lang, &format::stock_days(days)),
        FactsView::Stock { days: None, .. } => words::STOCK_UNUSED.get(lang).to_owned(),
        FactsView::Overdue { missing, since, .. } => words::overdue_words(lang, *missing, &span(now - *since, lang)),
        FactsView::Implausible { doubts } => {
            let first = doubts.first().map(|(_, doubt)| doubt.get(lang).to_owned()).unwrap_or_default();
            let more = (doubts.len() > 1).then(|| words::more_doubts(lang, doubts.len()));
            first + &more.unwrap_or_default()
        }
        FactsView::None => words::kind(&row.about.kind, lang).to_owned(),
    }
}

/// Whose and of what: `新密电厂 · 电煤`.
pub(super) fn subject(about: &AboutView, lang: Lang) -> String {
    format!("{} · {}", about.whom.name(lang), about.item.name.get(lang))
}

/// The same with its kind: `新密电厂 · 电煤 · 库存`.
pub(super) fn about(about: &AboutView, lang: Lang) -> String {
    format!("{} · {}", subject(about, lang), words::kind(&about.kind, lang))
}

/// The word of a phase.
pub(super) fn phase(phase: PhaseView, lang: Lang) -> &'static str {
    let code = match phase {
        PhaseView::Pending => "pending",
        PhaseView::Firing => "firing",
        PhaseView::Recovering => "recovering",
        PhaseView::Resolved => "resolved",
    };
    let (zh, en) = baogong_domain::watch::Phase::names(code);
    if lang == Lang::Zh { zh } else { en }
}

/// Who attends to it; none where nobody has to.
pub(super) fn attention(attention: &AttentionView, now: NaiveDateTime, lang: Lang) -> Option<String> {
    Some(match attention {
        AttentionView::Quiet => return None,
        AttentionView::Unclaimed(None) => words::UNCLAIMED.get(lang).to_owned(),
        AttentionView::Unclaimed(Some(due)) if *due <= now => words::ESCALATES_NOW.get(lang).to_owned(),
        AttentionView::Unclaimed(Some(due)) => words::escalates_in(lang, &span(*due - now, lang)),
        AttentionView::Escalated(_) => words::ESCALATED.get(lang).to_owned(),
        AttentionView::Owned(who, _) => words::owner(lang, who.get(lang)),
    })
}

/// A span in its largest whole unit.
pub(super) fn span(span: TimeDelta, lang: Lang) -> String {
    match (span.num_days(), span.num_hours(), span.num_minutes()) {
        (days, ..) if days > 0 => board::days_long(lang, days),
        (_, hours, _) if hours > 0 => board::hours_long(lang, hours),
        (_, _, minutes) => board::minutes_long(lang, minutes.max(1)),
    }
}

/// How long it has lasted: by days where it began on an earlier one.
pub(super) fn age(row: &AlertRow, now: NaiveDateTime, lang: Lang) -> String {
    match row.since.map(|since| (now.date() - since).num_days()) {
        Some(days) if days > 0 => board::days_long(lang, days),
        _ => span(now - row.opened_at, lang),
    }
}

/// `11月23日 10:05`
pub(super) fn at(at: NaiveDateTime, lang: Lang) -> String {
    format!("{} {}", format::day(at.date(), lang), format::clock(at))
}

/// `10:05` today, else with its day.
pub(super) fn short(at_: NaiveDateTime, now: NaiveDateTime, lang: Lang) -> String {
    if at_.date() == now.date() { format::clock(at_) } else { at(at_, lang) }
}

/// An ISO period on one line: `11月23日`, `2026年11月`.
pub(super) fn period(iso: &str, lang: Lang) -> String {
    let (first, second) = format::period(iso, lang);
    match Period::parse(iso).map(Period::grain) {
        Ok(baogong_domain::Grain::Month) if lang == Lang::Zh => second + &first,
        Ok(baogong_domain::Grain::Month) => format!("{first} {second}"),
        _ => first,
    }
}

/// Measures in their order: `错峰 → 避峰`.
pub(super) fn measures<'n>(names: impl Iterator<Item = &'n Name>, lang: Lang) -> String {
    names.map(|name| name.get(lang)).collect::<Vec<_>>().join(" → ")
}

/// What happened, in words.
pub(super) fn happened(happened: &HappenedView, lang: Lang) -> String {
    let level = |level: &crate::model::alerts::LevelWord| text::level(level.0, lang);
    let fixed = |text: crate::text::Text| text.get(lang).to_owned();
    match happened {
        HappenedView::Opened(at, false) => words::ev_opened(lang, &level(at)),
        HappenedView::Opened(at, true) => words::ev_pending(lang, &level(at)),
        HappenedView::Fired(at) => words::ev_fired(lang, &level(at)),
        HappenedView::Rose(from, to) => words::ev_rose(lang, &level(from), &level(to)),
        HappenedView::Fell(from, to) => words::ev_fell(lang, &level(from), &level(to)),
        HappenedView::Recovering => fixed(words::EV_RECOVERING),
        HappenedView::Relapsed => fixed(words::EV_RELAPSED),
        HappenedView::Resolved => fixed(words::EV_RESOLVED),
        HappenedView::BecameUnknown => fixed(words::EV_UNKNOWN),
        HappenedView::KnownAgain => fixed(words::EV_KNOWN),
        HappenedView::Grouped(whom, item, kind) => {
            let cause = format!("{} · {} · {}", whom.name(lang), item.get(lang), words::kind(kind, lang));
            words::ev_grouped(lang, &cause)
        }
        HappenedView::StandsAlone => fixed(words::EV_ALONE),
        HappenedView::Escalated => fixed(words::EV_ESCALATED),
        HappenedView::Acknowledged(who) => words::ev_taken(lang, who.get(lang)),
        HappenedView::Silenced(until, reason) => words::ev_silenced(lang, &at(*until, lang), reason),
        HappenedView::SilenceEnded(how) => fixed(match how.as_str() {
            "expired" => words::EV_SILENCE_EXPIRED,
            "worse" => words::EV_SILENCE_WORSE,
            "resolved" => words::EV_SILENCE_RESOLVED,
            _ => words::EV_SILENCE_ENDED,
        }),
        HappenedView::Said(said) => format!("{}{said}", words::EV_SAID.get(lang)),
        HappenedView::Declared(at, document) => words::ev_declared(lang, &level(at), document),
        HappenedView::DeclaredEnded(at, document) => words::ev_declared_ended(lang, &level(at), document),
        HappenedView::Confirmed(measure, who) => words::ev_confirmed(lang, measure.get(lang), who.get(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_told_in_their_largest_whole_unit() {
        for (minutes, expect) in [(0, "1 分钟"), (59, "59 分钟"), (60, "1 小时"), (1439, "23 小时"), (2880, "2 天")]
        {
            assert_eq!(span(TimeDelta::minutes(minutes), Lang::Zh), expect);
        }
    }

    #[test]
    fn periods_stand_on_one_line() {
        assert_eq!(period("2026-11-23", Lang::Zh), "11月23日");
        assert_eq!(period("2026-11", Lang::Zh), "2026年11月");
        assert_eq!(period("2026-11", Lang::En), "Nov 2026");
    }

    #[test]
    fn an_instant_of_today_needs_no_day() {
        let now = "2026-11-23T10:10:00".parse().unwrap();
        assert_eq!(short("2026-11-23T18:00:00".parse().unwrap(), now, Lang::Zh), "18:00");
        assert_eq!(short("2026-11-24T08:00:00".parse().unwrap(), now, Lang::Zh), "11月24日 08:00");
    }
}
