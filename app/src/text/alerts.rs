//! Texts: alerts, declared levels, the hand-over of a shift.

#[cfg(feature = "ssr")]
use crate::model::Name;

use super::{Lang, Text};

texts! {
    ALERTS = "告警" | "Alerts";
    LIST_TITLE = "告警值守" | "Alert watch";
    judged(day: &str, at: &str) = "已判定至 {day}，{at} 完成" | "judged up to {day}, done {at}";
    NEVER_JUDGED = "尚未判定：服务启动后一分钟内会自动判定。" | "Not judged yet: the server does so within a minute of its start.";
    TO_SHIFT = "交接班" | "Hand over the shift";
    RESOLVED_LINK = "已解除的" | "Resolved ones";

    // Counts.
    TOTALS = "告警数" | "Number of alerts";
    UNCLAIMED = "无人认领" | "Unclaimed";
    PENDING = "待确认" | "Pending";
    UNKNOWN = "无法判断" | "Unknown";
    SILENCED = "静默中" | "Silenced";

    // Filters.
    FILTER = "筛选告警" | "Filter alerts";
    STATE = "状态" | "State";
    OPEN = "未解除" | "Open";
    KIND = "种类" | "Kind";
    DIVISION = "区县" | "Division";
    PARTY = "单位" | "Party";
    ONLY_UNCLAIMED = "无人认领" | "Unclaimed";
    ONLY_MINE = "我认领的" | "Mine";
    ONLY_SILENCED = "静默中" | "Silenced";
    found(count: usize) = "{count} 条" | "{count}";

    // Rows.
    DECLARED = "已宣布" | "Declared";
    since(day: &str) = "{day}起" | "since {day}";
    lasting(span: &str) = "已 {span}" | "for {span}";
    owner(who: &str) = "{who} 认领" | "taken by {who}";
    ESCALATED = "已升级：无人认领" | "Escalated: nobody took it";
    escalates_in(span: &str) = "无人认领，{span}后升级" | "Unclaimed, escalates in {span}";
    ESCALATES_NOW = "无人认领，即将升级" | "Unclaimed, escalates now";
    silent_until(until: &str) = "静默至 {until}" | "Silent until {until}";
    unknown_since(day: &str) = "{day}起无法判断" | "cannot be judged since {day}";
    consequences(count: usize) = "由此引起 {count} 条" | "{count} follow from this";
    CAUSED_BY = "起因：" | "Follows from ";
    resolved_at(at: &str) = "{at} 解除" | "resolved {at}";
    was_worst(level: &str) = "曾达 {level}" | "was {level}";
    LOAD_MORE = "加载更多" | "Load more";
    SHOW_ALL = "全部列出" | "List all";
    more_groups(count: usize) = "另有 {count} 组未列出" | "{count} more are not listed";
    NO_ALERTS = "没有未解除的告警" | "No open alerts";
    NO_ALERTS_NOTE = "最近一次判定没有发现短缺、逾期或存疑的报数。" | "The last run found no shortage, no overdue and no implausible report.";
    NO_MATCH = "没有符合条件的告警" | "No alert fits";
    NO_MATCH_NOTE = "换一个条件，或恢复默认。" | "Choose otherwise, or reset the filter.";

    // What it is, in words.
    gap_words(percent: &str, gap: &str) = "缺口 {percent}（缺 {gap}）" | "short by {percent} ({gap})";
    stopped_words(percent: &str) = "供应中断：只供计划的 {percent}" | "supply stopped: {percent} of the plan";
    stock_words(days: &str) = "可用 {days} 天" | "stock for {days} days";
    STOCK_UNUSED = "库存天数未知" | "stock days unknown";
    overdue_words(missing: u64, late: &str) = "{missing} 项未报，最久逾期 {late}" | "{missing} figures missing, overdue by up to {late}";
    more_doubts(count: usize) = "等 {count} 处" | " and {count} more";

    // Bulk.
    SELECT_ALL = "全选" | "Select all";
    select_one(what: &str) = "选择：{what}" | "Select: {what}";
    chosen(count: usize) = "已选 {count} 条" | "{count} selected";
    CONFIRM_TAKE = "我认领所选告警，负责跟进" | "I take the selected alerts and attend to them";
    TAKE = "认领" | "Acknowledge";
    TAKE_CHOSEN = "认领所选" | "Acknowledge selected";
    taken(count: usize) = "已认领 {count} 条。" | "{count} acknowledged.";
    TAKEN_ALREADY = "这些告警已由您认领。" | "You had taken these already.";

    // One alert.
    CRUMB = "告警" | "Alerts";
    PRINT = "打印" | "Print";
    PHASE = "状态" | "Phase";
    LEVEL_NOW = "测算级别" | "Computed level";
    LEVEL_DECLARED = "宣布级别" | "Declared level";
    NOT_DECLARED = "未宣布" | "None declared";
    WORST = "最重曾达" | "Worst so far";
    SINCE = "开始" | "Since";
    ATTENDED = "认领" | "Owner";
    NOBODY_HAS_TO = "不响铃，无需认领" | "Does not ring; nobody has to take it";
    SILENCE = "静默" | "Silence";
    BECAUSE = "原因：" | "because: ";
    NUMBERS = "判定所依据的数字" | "The numbers it was judged by";
    NO_NUMBERS = "没有留下数字。" | "No numbers are kept.";
    DEMAND_OF = "需求" | "Demand";
    of_period(period: &str) = "时期：{period}" | "Period: {period}";
    window_of(period: &str, days: u32) = "时期：截至{period}的 {days} 天合计" | "Period: {days} days up to {period}";
    STOPPAGE_PLAN = "计划供应" | "Planned";
    STOPPAGE_DELIVERED = "实际供应" | "Delivered";
    STOPPAGE_SHARE = "实际占计划" | "Delivered of plan";
    STOCK_DAYS = "可用天数" | "Stock days";
    DAILY_USE = "日均消耗" | "Mean daily use";
    days(days: &str) = "{days} 天" | "{days} days";
    MISSING_COUNT = "未报项数" | "Figures missing";
    OLDEST = "最早一项" | "The oldest";
    LATE_SINCE = "应报时限" | "Was due";
    range_high(gap: &str, level: &str) = "区间：迟报的供应单位若全未供应，缺口可达 {gap}（{level}）。" | "Range: if suppliers that are late with their reports delivered nothing, the gap reaches {gap} ({level}).";
    NO_LEVEL = "不到等级线" | "below all lines";
    CURVE_STOCK = "库存可用天数" | "Stock days";
    stock_desc(first: &str, last: &str, low: &str, high: &str) = "{first}至{last}每天的库存可用天数，在 {low} 到 {high} 天之间；横线是各等级的界线。同样的数字在下面的表里。" | "Stock days of each day from {first} to {last}, between {low} and {high}; the lines are those of the levels. The table below holds the same numbers.";
    DOUBTS = "存疑之处" | "What is doubtful";
    MISSING_REPORTS = "缺报的数" | "Missing reports";
    more_missing(count: usize) = "另有 {count} 项" | "{count} more";
    TO_DUTIES = "查看该单位报送情况" | "The party's duties";
    TO_ITEM = "品种页" | "Item page";
    TO_PARTY = "单位页" | "Party page";
    TO_DESK = "填报台" | "Reporting desk";

    // The rule.
    THE_RULE = "触发的规则" | "The rule that fired";
    rule_stock_line(line: &str, level: &str) = "库存可用不足 {line} 天即为 {level}。" | "A stock of less than {line} days is {level}.";
    rule_gap_line(line: &str, level: &str) = "缺口达到需求的 {line} 即为 {level}。" | "A gap of {line} of demand is {level}.";
    rule_any_gap(level: &str) = "有缺口即为 {level}。" | "Any gap is {level}.";
    CURVE_COUNTED = "只画供需都已知的用户；全部已报的数见下表。" | "Drawn are those alone whose demand and supply are both known; all that is reported stands in the table.";
    CURVE_SUPPLY = "计划与实际供应" | "Planned and delivered";
    rule_stop_line(line: &str, level: &str) = "实际供应比计划少 {line} 以上为 {level}。" | "{line} less than planned is {level}.";
    rule_stopped(percent: u32, days: u32) = "供应单位 {days} 天合计实际供应比计划少 {percent}% 以上，视为中断。" | "A supplier that delivers {percent}% less than planned over {days} days counts as stopped.";
    rule_gap_ease(points: &str, hold: u32) = "减轻或解除：缺口须比界线低 {points} 个百分点，并保持到 {hold} 个判定日以后。" | "It eases or resolves once the gap lies {points} percentage points under the line and still does {hold} evaluation day(s) later.";
    rule_stock_ease(days: &str, hold: u32) = "减轻或解除：库存须比界线多 {days} 天，并保持到 {hold} 个判定日以后。" | "It eases or resolves once the stock is {days} day(s) above the line and still is {hold} evaluation day(s) later.";
    RULE_UNKNOWN = "缺数据时标为“无法判断”，不会因此解除。" | "Where data are missing it is marked unknown; that never resolves it.";
    rule_escalate(span: &str) = "该级别 {span}内无人认领即升级至协调办负责人。" | "If nobody takes it within {span}, it goes up to the head of the office.";
    rule_overdue(hours: u32, level: &str) = "逾期满 {hours} 小时为 {level}。" | "{hours} h past the deadline it is {level}.";
    rule_overdue_at_once(level: &str) = "一逾期即为 {level}。" | "As soon as it is overdue it is {level}.";
    RULE_MENDED = "报数补齐或更正后立即解除。" | "It resolves as soon as the report is there or mended.";
    rule_frozen(days: u32) = "连续 {days} 天报同一个非零数，存疑。" | "The same value other than zero on {days} days in a row is doubtful.";
    rule_apart(days: u32, percent: u32) = "{days} 天内供方实供与需方实收相差超过 {percent}%，存疑。" | "Delivered and received that differ by more than {percent}% over {days} days are doubtful.";
    RULE_OTHERS = "库存变动与收耗不符、实供超过供应能力，也存疑。" | "So is a stock that does not follow what came and went, and more delivered than can be.";
    RULE_SOURCE = "依据" | "Source";

    // Timeline.
    TIMELINE = "时间线" | "Timeline";
    RANG = "响铃" | "rang";
    judged_for(day: &str) = "判定日 {day}" | "evaluation day {day}";
    PROGRAM = "系统" | "The program";
    ev_opened(level: &str) = "首次发现，{level}" | "First seen, {level}";
    ev_pending(level: &str) = "首次发现，待确认，{level}" | "First seen, pending, {level}";
    ev_fired(level: &str) = "持续达到规定天数，告警 {level}" | "Has lasted long enough: {level}";
    ev_rose(from: &str, to: &str) = "加重：{from} → {to}" | "Got worse: {from} → {to}";
    ev_fell(from: &str, to: &str) = "减轻：{from} → {to}" | "Eased: {from} → {to}";
    EV_RECOVERING = "不再短缺，进入恢复观察" | "No longer short: recovering";
    EV_RELAPSED = "恢复中再度短缺" | "Short again while recovering";
    EV_RESOLVED = "解除" | "Resolved";
    EV_UNKNOWN = "缺数据，无法判断" | "Data are missing: cannot be judged";
    EV_KNOWN = "数据恢复，可以判断" | "Can be judged again";
    ev_grouped(cause: &str) = "归入起因：{cause}" | "Stands under its cause: {cause}";
    EV_ALONE = "不再有起因，单独告警" | "No cause stands above it any more";
    EV_ESCALATED = "超时无人认领，升级至协调办负责人" | "Nobody took it in time: escalated to the head of the office";
    ev_taken(who: &str) = "{who} 认领" | "Taken by {who}";
    ev_silenced(until: &str, reason: &str) = "静默至 {until}：{reason}" | "Silenced until {until}: {reason}";
    EV_SILENCE_EXPIRED = "静默到期" | "The silence is over";
    EV_SILENCE_WORSE = "级别加重，静默自动结束" | "The level got worse: the silence ended by itself";
    EV_SILENCE_ENDED = "结束静默" | "Silence ended";
    EV_SILENCE_RESOLVED = "告警解除，静默结束" | "Resolved: the silence ended";
    EV_SAID = "备注：" | "Comment: ";
    ev_declared(level: &str, document: &str) = "宣布 {level}（{document}）" | "{level} declared ({document})";
    ev_declared_ended(level: &str, document: &str) = "解除宣布的 {level}（{document}）" | "Declared {level} ended ({document})";
    ev_confirmed(measure: &str, who: &str) = "{who}确认已落实：{measure}" | "Confirmed by {who}: {measure}";

    // Cause and consequences.
    CAUSE = "起因" | "Cause";
    CONSEQUENCES = "由此引起" | "What follows from it";

    // Acts.
    ACTS = "处置" | "Handle";
    TAKE_OVER = "接手" | "Take over";
    ACKNOWLEDGED = "已认领。" | "Acknowledged.";
    SILENCE_IT = "静默" | "Silence";
    UNTIL = "静默到" | "Until";
    two_hours(at: &str) = "2 小时（至 {at}）" | "2 hours (until {at})";
    eight_hours(at: &str) = "8 小时（至 {at}）" | "8 hours (until {at})";
    tomorrow(at: &str) = "明早（{at}）" | "Tomorrow ({at})";
    OTHER_TIME = "其他时刻" | "Another time";
    SILENCE_NOTE = "静默期间不响铃、不升级；级别加重时自动结束。最长七天。" | "It neither rings nor escalates meanwhile; a worse level ends the silence by itself. Seven days at most.";
    REASON = "原因" | "Reason";
    SILENCED_DONE = "已静默。" | "Silenced.";
    END_SILENCE = "结束静默" | "End the silence";
    SILENCE_OVER = "静默已结束。" | "The silence has ended.";
    COMMENT = "备注" | "Comment";
    ADD_COMMENT = "添加备注" | "Add the comment";
    COMMENTED = "已添加。" | "Added.";

    // Declared levels.
    DECLARED_LEVELS = "宣布的级别与措施" | "Declared levels and measures";
    DECLARED_NOTE = "宣布的级别由协调办依文件发布，与测算级别分开显示，互不改变。" | "What the office declares by document stands apart from what the figures say; neither changes the other.";
    DECLARE = "宣布级别" | "Declare a level";
    declare_for(item: &str, whom: &str) = "范围：{whom} · {item}" | "For {whom} · {item}";
    MEASURES = "措施" | "Measures";
    CHOOSE_LEVEL = "级别与所要求的措施" | "Level and the measures it prescribes";
    DOCUMENT = "文号" | "Document number";
    NOTE = "说明（可不填）" | "Remark (optional)";
    confirm_declare(whom: &str, item: &str, level: &str, measures: &str) = "我确认依上述文件宣布：{whom} {item} {level}；措施：{measures}" | "I confirm declaring by this document: {whom}, {item}, {level}; measures: {measures}";
    CONFIRM_DECLARE_PLAIN = "我确认依上述文件宣布所选级别及其措施" | "I confirm declaring the chosen level and its measures by this document";
    DECLARED_DONE = "已宣布。" | "Declared.";
    declared_by(who: &str, at: &str) = "{who} 于 {at} 宣布" | "declared by {who}, {at}";
    ended_by(who: &str, at: &str, document: &str) = "{who} 于 {at} 解除（{document}）" | "ended by {who}, {at} ({document})";
    document_no(document: &str) = "文号 {document}" | "Document {document}";
    END_DECLARED = "解除宣布" | "End the declaration";
    END_DOCUMENT = "解除文号或原因" | "Document that ends it, or why";
    DECLARED_ENDED = "已解除。" | "Ended.";
    EARLIER = "以前宣布的" | "Earlier declarations";
    WAITS = "待确认" | "not confirmed";
    confirmed(at: &str) = "已确认 {at}" | "confirmed {at}";
    confirmed_by(who: &str, at: &str) = "{who} 已确认 {at}" | "confirmed by {who}, {at}";
    CONFIRM = "确认已落实" | "Confirm it is carried out";
    confirm_for(measure: &str, who: &str) = "确认已落实：{measure}（{who}）" | "Confirm as carried out: {measure} ({who})";
    CONFIRMED_DONE = "已确认。" | "Confirmed.";
    TO_CONFIRM = "请确认的措施" | "Measures for you to confirm";
    IN_FORCE = "生效中的宣布级别" | "Declared levels in force";

    // As of an instant.
    AS_OF_NOTE = "级别、阶段、认领、静默按时间线还原；当时的判定数字未留存，曲线按当时已报的数重算。" | "Level, phase, owner and silence are restored from the timeline. The numbers of that judgement are not kept; the curve is of the figures known then.";

    // The shift.
    SHIFT = "交接班" | "Hand-over";
    STANDING = "当前态势" | "How things stand";
    NO_DECLARED = "没有生效中的宣布级别。" | "No declared level is in force.";
    HAND_OVER = "交班" | "Hand over";
    TAKES_OVER = "接班人" | "Who takes over";
    WHAT_TO_KNOW = "交接内容" | "What the next shift has to know";
    CONFIRM_HAND_OVER = "我已与接班人当面或电话交清" | "I have told this to who takes over, in person or by telephone";
    HANDED_OVER = "已交班。" | "Handed over.";
    EARLIER_NOTES = "以往交接" | "Earlier hand-overs";
    NO_NOTES = "还没有交接记录" | "No hand-over yet";
    NO_NOTES_NOTE = "第一次交班的记录会列在这里。" | "The first hand-over will stand here.";
    handed(by: &str, to: &str) = "{by} → {to}" | "{by} → {to}";
    STOOD = "交班时" | "At that time";
    EARLIER_LINK = "更早的" | "Earlier ones";
}

/// The word of a kind in the language.
pub(crate) fn kind(code: &str, lang: Lang) -> &'static str {
    let (zh, en) = baogong_domain::watch::Kind::parse(code).map_or(("", ""), baogong_domain::watch::Kind::names);
    if lang == Lang::Zh { zh } else { en }
}

/// The office, for who may not know its people by name.
#[cfg(feature = "ssr")]
pub(crate) fn the_office() -> Name {
    Name { zh: "协调办".to_owned(), en: "the office".to_owned() }
}

/// The program itself.
#[cfg(feature = "ssr")]
pub(crate) fn the_program() -> Name {
    Name { zh: PROGRAM.zh.to_owned(), en: PROGRAM.en.to_owned() }
}
