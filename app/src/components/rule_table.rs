//! The rule that governs an item today, in words and lines, with its source.

use leptos::prelude::*;

use super::level_badge::badge;
use crate::{
    format,
    model::{DeadlineView, RuleView, State},
    text::{self, Lang, use_lang},
};

/// The rule.
#[component]
pub(crate) fn Rule(rule: RuleView) -> impl IntoView {
    let lang = use_lang();
    let with_stock = rule.lines.iter().any(|line| line.stock.is_some());
    let lines = rule.lines.iter().map(|line| {
        let gap = match line.gap {
            0 => text::ANY_GAP.get(lang).to_owned(),
            share => text::at_least(lang, &format::line_percent(share)),
        };
        let stock = with_stock.then(|| {
            let days = line
                .stock
                .map_or_else(|| format::UNKNOWN.to_owned(), |days| text::under_days(lang, &format::line_days(days)));
            view! { <td class="num">{days}</td> }
        });
        view! {
            <tr>
                <th scope="row">{badge(State::Short(line.level))}</th>
                <td class="num">{gap}</td>
                {stock}
            </tr>
        }
    });
    let lines = lines.collect_view();
    let stock_head = with_stock.then(|| {
        view! {
            <th scope="col" class="num">
                {text::STOCK_LINE.get(lang)}
            </th>
        }
    });
    view! {
        <div class="rule">
            <table>
                <caption>{text::rule_caption(lang, rule.season.get(lang))}</caption>
                <thead>
                    <tr>
                        <th scope="col">{text::LEVEL.get(lang)}</th>
                        <th scope="col" class="num">
                            {text::GAP_LINE.get(lang)}
                        </th>
                        {stock_head}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
            <ul>
                {sentences(&rule, with_stock, lang).into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <p class="source">
                {text::SOURCE.get(lang)} {if lang == Lang::Zh { "：" } else { ": " }} <span lang=Lang::Zh.tag()>{rule.source.clone()}</span>
            </p>
        </div>
    }
    .into_any()
}

fn sentences(rule: &RuleView, with_stock: bool, lang: Lang) -> Vec<String> {
    let mut lines = vec![text::rule_gap(lang, rule.pending_days, rule.look_ahead_days)];
    if rule.window_days > 1 {
        lines.push(text::rule_window(lang, rule.window_days));
    }
    if with_stock {
        lines.push(text::rule_use(lang, rule.use_window_days));
    }
    lines.push(match rule.deadline {
        DeadlineView::Daily(hour) => text::rule_daily(lang, hour),
        DeadlineView::Monthly(day) => text::rule_monthly(lang, day),
    });
    lines
}
