//! The rule that fired, in words, with its source.

use baogong_domain::Level;
use chrono::TimeDelta;
use leptos::prelude::*;

use super::words as say;
use crate::{
    format,
    model::alerts::{AlertDetailView, FactsView},
    text::{self, Lang, alerts as words, use_lang},
};

/// The sentences.
pub(super) fn rule(view: &AlertDetailView) -> AnyView {
    let lang = use_lang();
    let lines = sentences(view, lang).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let about_reports = matches!(view.row.about.kind.as_str(), "overdue" | "implausible");
    let sources = [(!about_reports).then_some(&view.rule.source), Some(&view.watch.source)];
    let mut sources: Vec<String> = sources.into_iter().flatten().cloned().collect();
    sources.dedup();
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    view! {
        <section class="panel ruling" aria-labelledby="rule">
            <h2 id="rule">
                {words::THE_RULE.get(lang)} " " <small>{view.rule.season.get(lang).to_owned()}</small>
            </h2>
            <ul class="plain-list">{lines}</ul>
            <p class="source">
                {words::RULE_SOURCE.get(lang)} {colon} <span lang=Lang::Zh.tag()>{sources.join("；")}</span>
            </p>
        </section>
    }
    .into_any()
}

fn sentences(view: &AlertDetailView, lang: Lang) -> Vec<String> {
    let (rule, watch) = (&view.rule, &view.watch);
    let patience = say::span(TimeDelta::minutes(i64::from(watch.escalate_minutes)), lang);
    let escalation = words::rule_escalate(lang, &patience);
    let mut lines = Vec::new();
    match view.row.about.kind.as_str() {
        "stock" => {
            for line in &rule.lines {
                if let Some(days) = line.stock {
                    lines.push(words::rule_stock_line(lang, &format::line_days(days), &text::level(line.level, lang)));
                }
            }
            lines.push(text::rule_use(lang, rule.use_window_days));
            let days = format::line_days(watch.stock_hysteresis);
            lines.push(words::rule_stock_ease(lang, &days, watch.hold_days));
        }
        "gap" => {
            let stopped = matches!(view.row.facts, FactsView::Stoppage { .. });
            if stopped {
                lines.push(words::rule_stopped(lang, watch.stoppage_percent, watch.stoppage_days));
            }
            for line in &rule.lines {
                let (level, share) = (text::level(line.level, lang), format::line_percent(line.gap));
                match (line.gap, stopped) {
                    (0, true) => {}
                    (0, false) => lines.push(words::rule_any_gap(lang, &level)),
                    (_, true) => lines.push(words::rule_stop_line(lang, &share, &level)),
                    (_, false) => lines.push(words::rule_gap_line(lang, &share, &level)),
                }
            }
            if !stopped {
                lines.push(text::rule_gap(lang, rule.pending_days, rule.look_ahead_days));
                if rule.window_days > 1 {
                    lines.push(text::rule_window(lang, rule.window_days));
                }
            }
            let points = format::line_percent(watch.gap_hysteresis);
            lines.push(words::rule_gap_ease(lang, points.trim_end_matches('%'), watch.hold_days));
        }
        "overdue" => {
            lines.push(match rule.deadline {
                crate::model::DeadlineView::Daily(hour) => text::rule_daily(lang, hour),
                crate::model::DeadlineView::Monthly(day) => text::rule_monthly(lang, day),
            });
            for (level, hours) in Level::WORST_FIRST.into_iter().zip(watch.overdue_hours) {
                let level = text::level(level, lang);
                lines.extend(hours.map(|hours| match hours {
                    0 => words::rule_overdue_at_once(lang, &level),
                    hours => words::rule_overdue(lang, hours, &level),
                }));
            }
            lines.push(words::RULE_MENDED.get(lang).to_owned());
            lines.push(escalation);
            return lines;
        }
        _ => {
            lines.push(words::rule_frozen(lang, watch.frozen_days));
            lines.push(words::rule_apart(lang, watch.apart_days, watch.apart_percent));
            lines.push(words::RULE_OTHERS.get(lang).to_owned());
            lines.push(words::RULE_MENDED.get(lang).to_owned());
        }
    }
    lines.push(escalation);
    lines.push(words::RULE_UNKNOWN.get(lang).to_owned());
    lines
}
