//! Texts: how sure a number is, what was known when, and the figures behind it.

use super::{Lang, Text};

texts! {
    // As of an earlier instant.
    AS_OF = "截至时间" | "As of";
    AS_OF_NOW = "现在" | "now";
    AS_OF_HINT = "看某一时刻所知的情况：只用当时已报的数，按当时的日期和期限判断。" | "See what was known at an instant: only figures reported by then, judged by that day's date and deadlines.";
    SHOW = "查看" | "Show";
    known_then(at: &str) = "以下为 {at} 时所知" | "What was known on {at}";
    BACK_TO_NOW = "返回现在" | "Back to now";
    NOT_THE_PRESENT = "之后补报和更正的数不在内；单位名录和工作日历按现在的。" | "Figures reported or corrected later are not in it; registry and working calendar are today's.";

    // Last updated.
    UPDATED = "更新" | "Updated";
    minutes_ago(count: i64) = "{count} 分钟前" | "{count} min ago";
    hours_ago(count: i64) = "{count} 小时前" | "{count} h ago";
    days_ago(count: i64) = "{count} 天前" | "{count} d ago";
    JUST_NOW = "刚刚" | "just now";
    ago_and_at(ago: &str, at: &str) = "{ago} · {at}" | "{ago} · {at}";

    // Reported, planned, unknown.
    COMPUTED = "计算" | "computed";
    COMPUTED_NOTE = "按数据和规则计算出的等级，不是正式发布的等级。" | "Computed from figures and rules: not a level that was declared.";
    ALL_PLANNED = "全按计划" | "all planned";
    ALL_REPORTED = "全为已报" | "all reported";
    reported_share(percent: &str) = "已报 {percent}" | "{percent} reported";
    made_of(reported: &str, planned: &str) = "已报 {reported} · 计划 {planned}" | "reported {reported} · planned {planned}";
    up_to(level: &str) = "最高可达 {level}" | "up to {level}";
    gap_between(day: &str, low: &str, high: &str) = "{day}：缺口 {low}～{high}" | "{day}: gap {low}～{high}";
    late_at_plan(names: &str) = "{names} 逾期未报实际供应，暂按计划计；若全未供应，即为上限。" | "{names}: report overdue, taken at plan for now; the upper end holds if nothing was delivered.";
    because(what: &str, why: &str) = "{what}。{why}" | "{what}. {why}";
    SOME = "有供应单位" | "Some suppliers";
    LATE_SUPPLIERS = "迟报的供应单位" | "Suppliers that are late";
    and_more(names: &str, count: usize) = "{names} 等 {count} 家" | "{names} and others ({count})";

    // The figures behind a number.
    FIGURES = "数字由来" | "Behind the number";
    figures_title(item: &str, whom: &str, days: &str) = "{item} · {whom} · {days}" | "{item} · {whom} · {days}";
    TO_FIGURES = "看数字由来" | "see the figures behind it";
    number_behind(number: &str, head: &str) = "{head} {number}，看数字由来" | "{head} {number}: see the figures behind it";
    SUMS = "合计" | "Sums";
    SUMS_NOTE = "与来处的数字一致：各指标是“折合所选日期”之和，需求和供应是“计入供需”之和；月报按日摊分，所以可以小于原数。" | "They agree with the number that led here: each measure is the sum of “for these days”, demand and supply that of “in demand or supply”. A month's figure counts by its days, so its part may be less than the figure.";
    only_day(day: &str) = "合计为 {day}的数（最大负荷取缺口最大的一天，年累计取最后一天）。" | "The sums are of {day} (a peak's worst day, the last day of what accumulates).";
    LISTED = "各项数据" | "The figures";
    listed_count(count: usize) = "共 {count} 项" | "{count} in all";
    MEASURE = "指标" | "Measure";
    FROM_TO = "供应单位 → 需求单位" | "Supplier → consumer";
    TO_POOL = "全市统供" | "city's pool";
    QUANTITY = "原数" | "Figure";
    PART = "折合所选日期" | "For these days";
    COUNTS = "计入供需" | "In demand or supply";
    FATE = "为什么" | "Why";
    WHO = "填报人" | "Entered by";
    WHEN = "填报时间" | "When";
    SOURCE = "来源、原因、备注" | "Source, reason, note";
    BY_DESK = "填报台" | "reporting desk";
    BY_PROGRAM = "系统" | "the program";
    SOMEBODY = "（不向您显示姓名）" | "(name not shown to you)";
    WITHDRAWN = "已撤回" | "withdrawn";
    revision_no(count: usize) = "第 {count} 版" | "Revision {count}";
    reason_is(reason: &str) = "原因：{reason}" | "Reason: {reason}";
    note_is(note: &str) = "备注：{note}" | "Note: {note}";
    HIDDEN = "合计里还有不向您显示的数据。" | "The sums also hold figures that are not shown to you.";
    unknown_parties(count: usize) = "需求或供应未知、未计入缺口的单位 {count} 家" | "Parties with unknown demand or supply, not counted in the gap ({count})";
    NO_FIGURES = "没有数据" | "No figures";
    NO_FIGURES_NOTE = "这些天没有相关数据，或都不向您显示。未知不是零。" | "There are no such figures for these days, or none that you may see. Unknown is not zero.";
    ALL_MEASURES = "全部" | "All";
    FROM = "从" | "From";
    TO = "至" | "To";
}
