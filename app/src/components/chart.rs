//! The curve of demand, plan and supply with the gap ratio beneath, drawn as SVG without any script.
//!
//! Drawn twice, wide and narrow, of which the stylesheet shows one: letters keep their size on a phone. Coordinates
//! are the only use of floating-point numbers; every printed number comes from the exact text.

mod scale;
pub(crate) mod stock;

use baogong_domain::Level;
use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;
use scale::{Frame, Scale, Ticks};

use super::empty_state::Empty;
use crate::{
    format,
    model::{Day, ItemView, State},
    text::{self, Lang, use_lang},
};

type Pick = fn(&Day) -> Option<&String>;

/// Name of its class, and where a series takes its numbers from.
const SERIES: [(&str, Pick); 3] =
    [("plan", |d| d.plan.as_ref()), ("supply", |d| d.supply.as_ref()), ("demand", |d| d.demand.as_ref())];

const WIDE: Frame = Frame {
    name: "wide",
    width: 940.0,
    height: 400.0,
    left: 66.0,
    right: 12.0,
    top: 34.0,
    plot: 236.0,
    gap: 68.0,
    letter: 12.0,
};
const NARROW: Frame = Frame {
    name: "narrow",
    width: 358.0,
    height: 354.0,
    left: 46.0,
    right: 6.0,
    top: 28.0,
    plot: 200.0,
    gap: 64.0,
    letter: 11.0,
};

/// The chart with its key.
#[component]
pub(crate) fn Chart(
    view: ItemView,
    /// It is a supplier's: nobody's demand is drawn, and no gap.
    #[prop(optional)]
    supplier: bool,
) -> impl IntoView {
    let lang = use_lang();
    let values: Vec<f64> =
        view.days.iter().flat_map(|day| SERIES.map(|(_, pick)| value(day, pick))).flatten().collect();
    let Some(ticks) = Ticks::of(&values) else {
        return view! { <Empty title=text::NO_CURVE note=text::NO_CURVE_NOTE /> }.into_any();
    };
    let description = describe(&view, lang);
    let axis_note = ticks.first().filter(|first| **first > 0.0).map(|first| text::axis_from(lang, &tick_text(*first)));
    let key = |class: &'static str, words: &'static str| {
        view! {
            <li>
                <svg class="key" viewBox="0 0 28 10" aria-hidden="true">
                    <path class=format!("curve {class}") d="M1 5h26" />
                </svg>
                {words}
            </li>
        }
    };
    view! {
        <ul class="curve-key">
            {(!supplier).then(|| key("demand", text::DEMAND.get(lang)))} {key("supply", text::SUPPLY.get(lang))}
            {key("plan", text::PLAN.get(lang))}
            {(!supplier)
                .then(|| {
                    view! {
                        <li>
                            <span class="key-gap" aria-hidden="true"></span>
                            {text::ASIDE_GAP.get(lang)}
                        </li>
                    }
                })}
            <li class="axis-note">{text::unit_of(lang, view.item.unit.get(lang))}</li>
            {axis_note.map(|note| view! { <li class="axis-note">{note}</li> })}
        </ul>
        {drawing(&view, &frame_of(&WIDE, supplier), &ticks, &description)}
        {drawing(&view, &frame_of(&NARROW, supplier), &ticks, &description)}
    }
    .into_any()
}

/// A supplier's drawing has no panel of gaps.
fn frame_of(frame: &Frame, supplier: bool) -> Frame {
    if supplier { Frame { height: frame.height - frame.gap - frame.letter * 2.0, gap: 0.0, ..*frame } } else { *frame }
}

fn value(day: &Day, pick: Pick) -> Option<f64> {
    pick(day).and_then(|text| format::coordinate(text))
}

fn tick_text(tick: f64) -> String {
    format::glance(&format!("{tick:.3}"))
}

/// What the drawing shows, in words, for those who do not see it.
fn describe(view: &ItemView, lang: Lang) -> String {
    let texts = view.days.iter().flat_map(|day| SERIES.iter().filter_map(|(_, pick)| pick(day)));
    let by_size = |a: &&String, b: &&String| {
        format::coordinate(a).partial_cmp(&format::coordinate(b)).unwrap_or(std::cmp::Ordering::Equal)
    };
    let (low, high) = (texts.clone().min_by(by_size), texts.max_by(by_size));
    let number = |text: Option<&String>| text.map_or_else(|| format::UNKNOWN.to_owned(), |t| format::exact(t));
    let date = |day: Option<&Day>| day.map_or_else(String::new, |d| format::weekday_and_day(d.date, lang));
    let short = view.days.iter().filter(|d| matches!(d.state(), State::Short(_))).count();
    text::curve_desc(lang, &date(view.days.first()), &date(view.days.last()), &number(low), &number(high), short)
}

fn drawing(view: &ItemView, frame: &Frame, ticks: &Ticks, description: &str) -> AnyView {
    let lang = use_lang();
    let scale = Scale::new(frame, view.days.len(), ticks);
    let today = view.days.iter().position(|d| d.date == view.taken.today);
    let (title_id, desc_id) = (format!("curve-title-{}", frame.name), format!("curve-desc-{}", frame.name));
    let labelled_by = format!("{title_id} {desc_id}");
    view! {
        <svg
            class=format!("chart chart-{}", frame.name)
            viewBox=format!("0 0 {} {}", frame.width, frame.height)
            role="img"
            aria-labelledby=labelled_by
        >
            <title id=title_id>{format!("{} · {}", view.item.name.get(lang), text::CURVE.get(lang))}</title>
            <desc id=desc_id>{description.to_owned()}</desc>
            {background(&scale, today, view.taken.today, lang)}
            {grid(&scale, ticks)}
            {dates(&scale, view, today, lang)}
            {(!view.item.direct).then(|| shortfalls(&scale, &view.days))}
            {SERIES.map(|(class, pick)| curve(&scale, &view.days, today, class, pick)).collect_view()}
            {(frame.gap > 0.0).then(|| gap_panel(&scale, view, lang))}
            {(frame.name == WIDE.name).then(|| readouts(&scale, &view.days, lang))}
        </svg>
    }
    .into_any()
}

/// The days to come on another ground, and the line of today.
fn background(scale: &Scale, today: Option<usize>, date: NaiveDate, lang: Lang) -> Option<AnyView> {
    let frame = scale.frame;
    let x = scale.x(today?);
    let (top, bottom) = (frame.top - 8.0, frame.gap_bottom());
    let beyond = frame.width - frame.right - x;
    let ahead = (frame.name == WIDE.name).then(|| {
        view! {
            <text class="label" x=x + beyond / 2.0 + 40.0 y=frame.top - 14.0 text-anchor="middle">
                {text::AHEAD.get(lang)}
            </text>
        }
    });
    Some(
        view! {
            <rect class="future" x=x y=top width=beyond height=bottom - top />
            <line class="now-line" x1=x x2=x y1=top y2=bottom />
            <text class="label now-label" x=x y=frame.top - 14.0 text-anchor="middle">
                {format!("{} {}", text::TODAY_MARK.get(lang), format::day(date, lang))}
            </text>
            {ahead}
        }
        .into_any(),
    )
}

fn grid(scale: &Scale, ticks: &Ticks) -> AnyView {
    let frame = scale.frame;
    let line = |tick: &f64| {
        let y = scale.y(*tick);
        view! {
            <line class="grid" x1=frame.left x2=frame.width - frame.right y1=y y2=y />
            <text class="label" x=frame.left - 6.0 y=y + frame.letter * 0.35 text-anchor="end">
                {tick_text(*tick)}
            </text>
        }
    };
    ticks.iter().map(line).collect_view().into_any()
}

/// Mondays; on the narrow drawing every second one.
fn dates(scale: &Scale, view: &ItemView, today: Option<usize>, lang: Lang) -> AnyView {
    let frame = scale.frame;
    let y = frame.gap_bottom() + frame.letter + 5.0;
    let every = if frame.name == WIDE.name { 1 } else { 2 };
    let mondays = view.days.iter().enumerate().filter(|(_, d)| d.date.weekday() == chrono::Weekday::Mon);
    // Counted from today's week, so that this week's Monday is always there.
    let this_week = today.map_or(0, |t| t / 7);
    let labels = mondays.filter(move |(index, _)| (index / 7).abs_diff(this_week) % every == 0).map(|(index, day)| {
        let x = scale.x(index);
        // The last one keeps inside the drawing.
        let edge = frame.width - x < frame.letter * 2.5;
        let (at, anchor) = if edge { (frame.width, "end") } else { (x, "middle") };
        view! {
            <line class="grid" x1=x x2=x y1=frame.gap_bottom() y2=frame.gap_bottom() + 4.0 />
            <text class="label" x=at y=y text-anchor=anchor>
                {format::day(day.date, lang)}
            </text>
        }
    });
    labels.collect_view().into_any()
}

/// From supply up to demand, on the days that are short.
fn shortfalls(scale: &Scale, days: &[Day]) -> AnyView {
    let width = scale.step() * 0.62;
    let bar = |(index, day): (usize, &Day)| {
        let (high, low) = (value(day, |d| d.demand.as_ref())?, value(day, |d| d.supply.as_ref())?);
        let State::Short(level) = day.state() else { return None };
        let (top, bottom) = (scale.y(high), scale.y(low));
        (bottom > top).then(|| {
            view! {
                <rect
                    class=format!("shortfall fill-{}", level.code())
                    x=scale.x(index) - width / 2.0
                    y=top
                    width=width
                    height=bottom - top
                />
            }
        })
    };
    days.iter().enumerate().filter_map(bar).collect_view().into_any()
}

/// One line, broken where nothing is known; what lies ahead is drawn otherwise than what has been.
fn curve(scale: &Scale, days: &[Day], today: Option<usize>, class: &str, pick: Pick) -> AnyView {
    let points: Vec<Option<(f64, f64)>> =
        days.iter().enumerate().map(|(i, day)| Some((scale.x(i), scale.y(value(day, pick)?)))).collect();
    let turn = today.unwrap_or(points.len().saturating_sub(1));
    let past = points.get(..=turn).unwrap_or(&points);
    let ahead = points.get(turn..).unwrap_or_default();
    let dots = scale::lonely(&points).map(|(x, y)| view! { <circle class=format!("dot {class}") cx=x cy=y r="2.5" /> });
    view! {
        <path class=format!("curve {class}") d=scale::path(past) />
        <path class=format!("curve {class} ahead") d=scale::path(ahead) />
        {dots.collect_view()}
    }
    .into_any()
}

/// The gap ratio of each day as a bar, against the lines of the levels.
fn gap_panel(scale: &Scale, view: &ItemView, lang: Lang) -> AnyView {
    let frame = scale.frame;
    let ratio = |day: &Day| day.percent.as_deref().and_then(format::coordinate);
    let highest = view.days.iter().filter_map(ratio).fold(0.0, f64::max);
    let lines: Vec<(Level, i64)> =
        view.rule.lines.iter().map(|l| (l.level, l.gap)).filter(|(_, gap)| *gap > 0).collect();
    #[expect(clippy::cast_precision_loss, reason = "a coordinate")]
    let percent = |gap: i64| gap as f64 / 100.0;
    let lowest_line = lines.iter().map(|(_, gap)| percent(*gap)).fold(f64::INFINITY, f64::min);
    let ceiling = (highest * 1.12).max(if lowest_line.is_finite() { lowest_line * 1.3 } else { 1.0 });
    let (top, bottom) = (frame.gap_top(), frame.gap_bottom());
    let y = |percent: f64| bottom - (bottom - top) * (percent / ceiling).min(1.0);
    // Labels that would touch the one beneath are left out; the line stays.
    let mut last_label = bottom;
    let mut rules = Vec::new();
    for (level, gap) in lines.iter().rev().filter(|(_, gap)| percent(*gap) <= ceiling) {
        let at = y(percent(*gap));
        let labelled = last_label - at >= frame.letter;
        if labelled {
            last_label = at;
        }
        rules.push(view! {
            <line class=format!("rule-line line-{}", level.code()) x1=frame.left x2=frame.width - frame.right y1=at y2=at />
            {labelled.then(|| {
                view! {
                    <text class="label" x=frame.left - 6.0 y=at + frame.letter * 0.35 text-anchor="end">
                        {format::line_percent(*gap)}
                    </text>
                }
            })}
        });
    }
    let width = scale.step() * 0.62;
    let bars = view.days.iter().enumerate().filter_map(|(index, day)| {
        let x = scale.x(index);
        match (day.state(), ratio(day)) {
            (State::Unknown, _) => Some(
                view! { <text class="label unknown-mark" x=x y=bottom - 3.0 text-anchor="middle">"?"</text> }
                    .into_any(),
            ),
            (State::Short(level), Some(percent)) => Some(
                view! {
                    <rect
                        class=format!("ratio fill-{}", level.code())
                        x=x - width / 2.0
                        y=y(percent)
                        width=width
                        height=(bottom - y(percent)).max(1.5)
                    />
                }
                .into_any(),
            ),
            _ => None,
        }
    });
    view! {
        <line class="base" x1=frame.left x2=frame.width - frame.right y1=bottom y2=bottom />
        <text class="label" x=frame.left y=top - 5.0>
            {text::GAP_AXIS.get(lang)}
        </text>
        {rules}
        {bars.collect_view()}
    }
    .into_any()
}

/// The numbers of the day under the pointer; the stylesheet shows them.
fn readouts(scale: &Scale, days: &[Day], lang: Lang) -> AnyView {
    let frame = scale.frame;
    let written = |v: &Option<String>| v.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::glance);
    let readout = |(index, day): (usize, &Day)| {
        let words = format!(
            "{}　{} {}　{} {}　{} {}　{} {}（{}）{}",
            format::weekday_and_day(day.date, lang),
            text::DEMAND.get(lang),
            written(&day.demand),
            text::PLAN.get(lang),
            written(&day.plan),
            text::SUPPLY.get(lang),
            written(&day.supply),
            text::GAP.get(lang),
            written(&day.gap),
            day.percent.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::percent),
            day.state().words(lang),
        );
        let x = scale.x(index);
        view! {
            <g class="readout">
                <rect class="hit" x=x - scale.step() / 2.0 y=frame.top - 8.0 width=scale.step() height=frame.gap_bottom() - frame.top + 8.0 />
                <line class="pointer" x1=x x2=x y1=frame.top - 8.0 y2=frame.gap_bottom() />
                <rect class="plate" x="0" y="0" width=frame.width height=frame.top - 9.0 />
                <text class="words" x=frame.left y=frame.top - 15.0>
                    {words}
                </text>
            </g>
        }
    };
    days.iter().enumerate().map(readout).collect_view().into_any()
}
