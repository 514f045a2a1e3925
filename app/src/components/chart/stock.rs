//! How many days a stock lasts, day by day, against the lines of the levels; drawn as the curve of a balance is.

use baogong_domain::Level;
use chrono::Datelike;
use leptos::prelude::*;

use super::{
    super::empty_state::Empty,
    scale::{Frame, Scale, Ticks, lonely, path},
    tick_text,
};
use crate::{
    format,
    model::{RuleLine, alerts::StockDay},
    text::{self, Lang, alerts as words, use_lang},
};

const WIDE: Frame = Frame {
    name: "wide",
    width: 940.0,
    height: 260.0,
    left: 46.0,
    right: 60.0,
    top: 14.0,
    plot: 216.0,
    gap: 0.0,
    letter: 12.0,
};
const NARROW: Frame = Frame {
    name: "narrow",
    width: 358.0,
    height: 230.0,
    left: 34.0,
    right: 44.0,
    top: 12.0,
    plot: 188.0,
    gap: 0.0,
    letter: 11.0,
};

/// The chart with its numbers as a table.
#[component]
pub(crate) fn StockChart(days: Vec<StockDay>, lines: Vec<RuleLine>) -> impl IntoView {
    let lang = use_lang();
    let known: Vec<f64> = days.iter().filter_map(value).collect();
    let drawn: Vec<(Level, f64, String)> = lines
        .iter()
        .filter_map(|line| {
            let text = format::line_days(line.stock.filter(|days| *days > 0)?);
            Some((line.level, format::coordinate(&text)?, text))
        })
        .collect();
    let all: Vec<f64> = known.iter().copied().chain(drawn.iter().map(|(_, at, _)| *at)).chain([0.0]).collect();
    let Some(ticks) = Ticks::of(&all).filter(|_| !known.is_empty()) else {
        return view! { <Empty title=text::NO_CURVE note=text::NO_CURVE_NOTE /> }.into_any();
    };
    let description = describe(&days, lang);
    view! {
        {drawing(&days, &drawn, &WIDE, &ticks, &description)}
        {drawing(&days, &drawn, &NARROW, &ticks, &description)}
        {table(&days, lang)}
    }
    .into_any()
}

fn value(day: &StockDay) -> Option<f64> {
    day.days.as_deref().and_then(format::coordinate)
}

fn describe(days: &[StockDay], lang: Lang) -> String {
    let texts = days.iter().filter(|day| value(day).is_some()).filter_map(|day| day.days.as_ref());
    let by_size = |a: &&String, b: &&String| {
        format::coordinate(a).partial_cmp(&format::coordinate(b)).unwrap_or(std::cmp::Ordering::Equal)
    };
    let (low, high) = (texts.clone().min_by(by_size), texts.max_by(by_size));
    let number = |text: Option<&String>| text.map_or_else(|| format::UNKNOWN.to_owned(), |t| format::stock_days(t));
    let date = |day: Option<&StockDay>| day.map_or_else(String::new, |d| format::weekday_and_day(d.date, lang));
    words::stock_desc(lang, &date(days.first()), &date(days.last()), &number(low), &number(high))
}

fn drawing(
    days: &[StockDay],
    lines: &[(Level, f64, String)],
    frame: &Frame,
    ticks: &Ticks,
    description: &str,
) -> AnyView {
    let lang = use_lang();
    let scale = Scale::new(frame, days.len(), ticks);
    let right = frame.width - frame.right;
    let (title_id, desc_id) = (format!("stock-title-{}", frame.name), format!("stock-desc-{}", frame.name));
    let labelled_by = format!("{title_id} {desc_id}");
    let tick = |tick: &f64| {
        let y = scale.y(*tick);
        view! {
            <line class="grid" x1=frame.left x2=right y1=y y2=y />
            <text class="label" x=frame.left - 6.0 y=y + frame.letter * 0.35 text-anchor="end">
                {tick_text(*tick)}
            </text>
        }
    };
    let line = |(level, at, text): &(Level, f64, String)| {
        let y = scale.y(*at);
        view! {
            <line class=format!("rule-line line-{}", level.code()) x1=frame.left x2=right y1=y y2=y />
            <text class="label" x=right + 5.0 y=y + frame.letter * 0.35>
                {format!("{} <{text}", level.roman())}
            </text>
        }
    };
    let every = if frame.name == WIDE.name { 1 } else { 2 };
    let bottom = frame.top + frame.plot;
    let mondays = days.iter().enumerate().filter(|(_, d)| d.date.weekday() == chrono::Weekday::Mon);
    let dates = mondays.rev().step_by(every).map(|(place, day)| {
        let x = scale.x(place);
        view! {
            <line class="grid" x1=x x2=x y1=bottom y2=bottom + 4.0 />
            <text class="label" x=x y=bottom + frame.letter + 6.0 text-anchor="middle">
                {format::day(day.date, lang)}
            </text>
        }
    });
    let points: Vec<Option<(f64, f64)>> =
        days.iter().enumerate().map(|(place, day)| Some((scale.x(place), scale.y(value(day)?)))).collect();
    let dots = lonely(&points).map(|(x, y)| view! { <circle class="dot supply" cx=x cy=y r="2.5" /> });
    let last = points.iter().rev().flatten().next().map(|(x, y)| {
        view! { <circle class="dot demand" cx=*x cy=*y r="4" /> }
    });
    view! {
        <svg
            class=format!("chart chart-{}", frame.name)
            viewBox=format!("0 0 {} {}", frame.width, frame.height)
            role="img"
            aria-labelledby=labelled_by
        >
            <title id=title_id>{words::CURVE_STOCK.get(lang)}</title>
            <desc id=desc_id>{description.to_owned()}</desc>
            {ticks.iter().map(tick).collect_view()}
            {lines.iter().map(line).collect_view()}
            {dates.collect_view()}
            <path class="curve supply" d=path(&points) />
            {dots.collect_view()}
            {last}
        </svg>
    }
    .into_any()
}

fn table(days: &[StockDay], lang: Lang) -> AnyView {
    let row = |day: &StockDay| {
        let stock = day.stock.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::exact);
        let days = day.days.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::stock_days);
        view! {
            <tr>
                <th scope="row">{format::weekday_and_day(day.date, lang)}</th>
                <td class="num">{stock}</td>
                <td class="num">{days}</td>
            </tr>
        }
    };
    view! {
        <details class="stock-table">
            <summary>{text::DAY_TABLE.get(lang)}</summary>
            <table class="plain">
                <caption class="vh">{words::CURVE_STOCK.get(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{text::DATE.get(lang)}</th>
                        <th scope="col" class="num">
                            {text::STOCK.get(lang)}
                        </th>
                        <th scope="col" class="num">
                            {words::STOCK_DAYS.get(lang)}
                        </th>
                    </tr>
                </thead>
                <tbody>{days.iter().rev().map(row).collect_view()}</tbody>
            </table>
        </details>
    }
    .into_any()
}
