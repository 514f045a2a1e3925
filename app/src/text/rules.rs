//! Texts: seasons and rules.

use super::{Lang, Text};

texts! {
    RULES = "季节与规则" | "Seasons and rules";
    RULES_NOTE = "季节一换，分级线、持续天数、前瞻、报送时限和升级时限一起换。每次改动先试算、再提出、经批准才生效；旧版本永远保留。" | "A season switches lines, days, look-ahead, deadlines and escalation together. A change is replayed first, then proposed, and holds once it is approved; older versions stay for good.";
    BACK_TO_RULES = "返回季节与规则" | "Back to seasons and rules";
    READ_ONLY = "您可以查看，不能改动。" | "You may read these, but not change them.";

    // Seasons.
    EVERY_YEAR = "常年" | "Every year";
    from_to(first: &str, last: &str) = "{first} 至 {last}" | "{first} to {last}";
    AS_ALWAYS = "按常年" | "as every year";
    RUNNING = "进行中" | "running";
    by_document(document: &str) = "按 {document} 调整" | "as decided by {document}";
    DECIDE = "按文号调整" | "Decide otherwise";
    CHANGE = "修改" | "Change";
    LOOK = "查看" | "Look";
    CHANGE_USUAL = "修改常年日期" | "Change the usual dates";

    // The table of rules.
    RULES_TABLE = "规则" | "Rules";
    RULES_CAPTION = "各品种在各季节的分级线、天数、报送时限和版本" | "Lines, days, deadlines and versions of each item by season";
    SEASON = "季节" | "Season";
    GAP_LINES = "缺口线（蓝 黄 橙 红，占需求 %）" | "Gap lines (blue yellow orange red, % of demand)";
    STOCK_LINES = "库存线（蓝 黄 橙 红，天）" | "Stock lines (blue yellow orange red, days)";
    PENDING = "持续" | "Lasting";
    AHEAD = "前瞻" | "Ahead";
    WINDOW = "累计" | "Summed";
    DEADLINE = "报送" | "Due";
    VERSION = "版本" | "Version";
    GOVERNS = "今天适用" | "governs today";
    NONE = "无" | "none";
    NEVER = "从不" | "never";
    days(days: &str) = "{days} 天" | "{days} d";
    daily_by(hour: &str) = "次日 {hour} 时前" | "daily by {hour}:00";
    monthly_by(day: &str) = "次月 {day} 日前" | "monthly by day {day}";
    DAILY = "每日" | "Daily";
    MONTHLY = "每月" | "Monthly";
    version(number: i64) = "第 {number} 版" | "Version {number}";
    approved(by: &str, at: &str) = "{by} 于 {at} 批准" | "approved by {by}, {at}";
    FROM_THE_START = "系统初始值" | "as the site began";
    proposed(by: &str, at: &str) = "{by} 于 {at} 提出" | "proposed by {by}, {at}";

    // The watch.
    WATCH = "值守" | "The watch";
    WATCH_NOTE = "回差、升级时限、逾期与可疑数据的判定。" | "Hysteresis, escalation, overdue and implausible reports.";
    WATCH_CAPTION = "值守在各季节的设置" | "How the watch behaves in each season";
    FIELD = "项目" | "Setting";

    // What is proposed.
    PROPOSALS = "待批准的改动" | "Waiting for approval";
    NO_PROPOSALS = "没有待批准的改动。" | "Nothing waits for approval.";
    REASON = "理由" | "Reason";
    DOCUMENT = "文号" | "Document number";
    DOCUMENT_OPTIONAL = "文号（可空）" | "Document number (optional)";
    SEE_REPLAY = "看试算并决定" | "See the replay and decide";
    SEE_REPLAY_ONLY = "看试算" | "See the replay";
    STALE = "已有新版本，不能再批准" | "A newer version holds: this cannot be approved any more";
    APPROVE = "批准" | "Approve";
    REFUSE = "不批准" | "Refuse";
    CONFIRM_APPROVE = "我已看过试算结果，批准后立即生效" | "I have seen the replay; once approved it holds at once";
    APPROVED = "已批准，现已生效" | "Approved: it holds now";
    REFUSED = "已退回，未作改动" | "Refused: nothing has changed";
    GONE = "该提案已有结论" | "This proposal has been decided";

    // One setting.
    CHANGES = "改动" | "Changes";
    from_into(name: &str, before: &str, after: &str) = "{name}：{before} → {after}" | "{name}: {before} → {after}";
    stated(name: &str, after: &str) = "{name}：{after}" | "{name}: {after}";
    NO_CHANGES = "与现行相同" | "Nothing differs from what holds";
    EDIT = "改动后先试算" | "Change and replay";
    EDIT_NOTE = "改好后点“试算”：看这样改，过去 400 天会多报、少报哪些告警。此时还不会保存。" | "Change what is to change and replay it: see which alerts of the last 400 days there would have been. Nothing is saved yet.";
    VALUES = "现行设置" | "What holds";
    REPLAY = "试算" | "Replay";
    RUNNING_REPLAY = "正在按过去 400 天试算…" | "Replaying the last 400 days…";
    HISTORY = "历次版本" | "Versions";
    NO_HISTORY = "还没有决定，按常年日期。" | "Nothing was decided yet: the dates are as every year.";
    FIRST_VERSION = "最初的设置" | "The first one";

    // What a replay says.
    RESULT = "试算结果" | "What it would have raised";
    looked(first: &str, last: &str, judged: usize) = "{first}至{last}，其中 {judged} 天的判断会受影响。" | "{first} to {last}, of which {judged} days are judged otherwise.";
    NOTHING_JUDGED = "这 400 天没有一天会换一种判断：改动只涉及依据或报送时限，或这些天都不归它管。" | "No day of these 400 would be judged otherwise: only the source or the deadline changes, or none of these days is governed by it.";
    NOTHING_DIFFERS = "告警不会有任何不同" | "No alert would have been different";
    NOTHING_DIFFERS_NOTE = "改动前后，每一天的告警和级别都一样。" | "Before and after, each day has the same alerts at the same levels.";
    NOT_REPLAYED = "这类设置不改变任何级别：它决定告警何时降级和解除、何时升级通知、逾期和可疑数据怎样判定。试算只比较每天的缺口和库存级别，所以这里没有可比的结果；批准后值守会立即按新设置重新判断。" | "These settings change no level: they say when an alert falls and closes, when it is escalated, how overdue and implausible reports are judged. A replay compares each day's levels of gap and stock, so there is nothing to compare here; once approved, the watch judges everything anew by them.";
    COUNTS = "按级别" | "By level";
    COUNTS_CAPTION = "现行与改动后的告警数和告警天数，按级别" | "Alerts and alert days as it holds and with the change, by level";
    NOW_HOLDS = "现行" | "As it holds";
    WITH_CHANGE = "改动后" | "With the change";
    alerts_days(alerts: usize, days: usize) = "{alerts} 次 · {days} 天" | "{alerts} alerts · {days} days";
    COUNT_NOTE = "次＝连续若干天的一次告警，按其最重的一天计级；天＝各告警在该级别的天数之和。" | "An alert is a run of days in a row, counted at its worst level; days are summed over all alerts.";
    SPELLS = "会不同的告警" | "Alerts that differ";
    SPELLS_CAPTION = "每段连续天的不同之处" | "What differs, by runs of days in a row";
    WHO = "谁" | "Who";
    WHAT = "告警" | "Alert";
    WHEN = "哪些天" | "Days";
    DIFFERS = "不同" | "Difference";
    GAP = "缺口" | "gap";
    STOCK = "库存" | "stock";
    ONLY_NEW = "多报" | "only with the change";
    ONLY_OLD = "不再报" | "no longer";
    WORSE = "升级" | "worse";
    LESSER = "降级" | "lesser";
    more(more: usize) = "另有 {more} 段未列出。" | "{more} more are not listed.";
    PROPOSE = "提交，待批准" | "Propose";
    SAVE = "批准并生效" | "Approve and save";
    PROPOSED = "已提交，等负责人批准" | "Proposed: the head of the office decides";
    DECIDE_HERE = "提出这项改动" | "Propose this change";
    SAVE_HERE = "批准这项改动" | "Approve this change";
}
