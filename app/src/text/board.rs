//! Texts: deadlines and completeness.

use super::{Lang, Text};
#[cfg(feature = "ssr")]
use crate::model::Name;

texts! {
    // The board.
    BOARD = "报送进度" | "Reporting";
    BOARD_TITLE = "报送进度" | "Who has reported";
    board_range(first: &str, last: &str) = "{first} 至 {last}" | "{first} to {last}";
    ON_TIME_RATE = "及时上报率" | "On-time rate";
    COMPLETENESS = "完整率" | "Completeness";
    MISSING_FIGURES = "缺报" | "Missing";
    LATE_FIGURES = "迟报" | "Late";
    of_due(part: &str, due: &str) = "{part} / {due} 项" | "{part} of {due}";
    parties_with_missing(parties: usize) = "涉及 {parties} 家" | "{parties} parties";
    NOTHING_DUE = "无应报" | "nothing due";
    PARTIES_TABLE = "各单位报送情况" | "Party by party";
    parties_caption(shown: usize, of: usize) = "{of} 家，列出 {shown} 家" | "{shown} of {of} parties";
    party_table_caption(first: &str, last: &str) = "{first}至{last}每家单位应报、已报、及时的项数，以及每天的情况" | "Figures due, reported and in time of each party from {first} to {last}, and how each day went";
    PARTY = "单位" | "Party";
    KIND = "类型" | "Kind";
    DIVISION = "区县" | "Division";
    SHOW_ALL = "列出全部单位" | "List all parties";
    NOBODY_OWES = "没有应报的单位" | "Nobody owes anything";
    NOBODY_OWES_NOTE = "这段时间按所选条件没有应报的数。报过一次的品种和指标，从那时起都要续报。" | "Under these choices nothing was due in these days. What was reported once is owed from then on.";

    // Filters.
    FILTER = "筛选" | "Filter";
    FROM = "从" | "From";
    TO = "到" | "To";
    ALL = "全部" | "All";
    APPLY = "查看" | "Show";
    RESET = "恢复默认" | "Reset";
    ORDER = "排序" | "Order";
    BY_MISSING = "缺报最多" | "Most missing";
    BY_LATE = "迟报最多" | "Most late";
    BY_RATE = "及时率最低" | "Lowest on-time rate";
    BY_CODE = "单位代码" | "Party code";
    PRESETS = "常用时段" | "Usual ranges";
    LAST_WEEK = "近 7 天" | "Last 7 days";
    THIS_MONTH = "本月" | "This month";
    LAST_MONTH = "上月" | "Last month";
    BY_KIND = "按类型" | "By kind";
    BY_ITEM = "按品种" | "By item";
    BY_DIVISION = "按区县" | "By division";
    BY_BUREAU = "按主管部门" | "By bureau";
    ONLY_THIS = "只看这一项" | "Only this";

    // What became of a day.
    MARKS = "图例" | "Key";
    MARK_ON_TIME = "按时" | "on time";
    MARK_LATE = "迟报" | "late";
    MARK_MISSING = "缺报" | "missing";
    MARK_NOT_YET = "未到期" | "not due yet";
    MARK_NONE = "无应报" | "nothing owed";
    NOTE_RATES = "及时上报率＝按时 ÷ 应报，完整率＝已报 ÷ 应报；应报只算已到期的数。" | "On-time rate: in time ÷ due. Completeness: reported ÷ due. Only what is due by now counts.";
    NOTE_DEADLINES = "实际数：旺季次日、平时次月按规则时限；需求和计划在时期开始之前。按月报的数，实际算在月末一天，需求和计划算在月初一天。一天的符号取当天最差的一项。" | "Facts are due by each item's rule (in season the next day, else the next month), demand and plan before their period. A month's facts count on its last day, its demand and plan on its first. A day shows the worst of what it owes.";

    // One party.
    missing_title(party: &str) = "{party} 的缺报与迟报" | "Missing and late: {party}";
    MY_DUTIES = "我的待报" | "What I owe";
    my_duties_note(days: u32) = "{days} 天内缺报的和今明两天到期的数。" | "What is missing of the last {days} days, and what is due today and tomorrow.";
    NOTHING_MISSING = "没有缺报或迟报" | "Nothing missing or late";
    NOTHING_MISSING_NOTE = "这段时间应报的数都按时到了。" | "Everything that was due in these days came in time.";
    NOTHING_OWED = "没有待报的数" | "Nothing to report";
    NOTHING_OWED_NOTE = "应报的都报了；新的应报到期前会列在这里。" | "All that was due is there. What is due next will stand here before its deadline.";
    MISSING_TABLE = "缺报与迟报的数" | "Missing and late figures";
    OWED_TABLE = "待报的数" | "Figures to report";
    MEASURE = "指标" | "Measure";
    COUNTERPART = "对象" | "Of whom";
    DUE = "应报时限" | "Due";
    STATE = "情况" | "State";
    late_by(much: &str) = "晚 {much}" | "{much} late";
    overdue_by(much: &str) = "逾期 {much}" | "overdue by {much}";
    due_in(much: &str) = "还有 {much}" | "due in {much}";
    days_long(days: i64) = "{days} 天" | "{days} d";
    hours_long(hours: i64) = "{hours} 小时" | "{hours} h";
    minutes_long(minutes: i64) = "{minutes} 分钟" | "{minutes} min";
    end_of_day(day: &str) = "{day} 24:00" | "end of {day}";
    TO_DESK = "去填报" | "Report it";
    TO_DESK_OFFICE = "看填报台" | "Open the desk";
    GATE_REASON = "补报须写理由" | "with a reason";
    GATE_LOCKED = "已锁定" | "locked";
    gate_opened(until: &str) = "已开放补报至 {until}" | "opened until {until}";
    ASK_OFFICE = "已锁定的请联系协调办开放补报。" | "What is locked the coordination office can open for you.";
    more_cells(count: usize) = "另有 {count} 项未列出，请缩短时间或选品种。" | "{count} more are not listed: choose fewer days or an item.";

    // Openings.
    OPENINGS = "正在开放的补报" | "Openings in force";
    NO_OPENINGS = "没有正在开放的补报。" | "No opening is in force.";
    OPEN_PERIOD = "开放补报" | "Open locked days";
    OPEN_NOTE = "在截止时间之前，该单位可以补报所选日期内已锁定的数；每次补报仍须写理由，全程留痕。" | "Until the instant named the party may report locked figures of these days. Each still needs a reason, and all is kept in the trail.";
    FIRST_DAY = "起始日期" | "First day";
    LAST_DAY = "结束日期" | "Last day";
    UNTIL = "开放到" | "Open until";
    until_note(days: i64) = "最长 {days} 天" | "at most {days} days";
    ALL_ITEMS = "全部品种" | "All items";
    REASON = "理由" | "Reason";
    CONFIRM_OPEN = "我确认向该单位开放以上日期" | "I confirm opening these days for this party";
    OPENED = "已开放。" | "Opened.";
    CLOSE_OPENING = "关闭" | "Close";
    CLOSED = "已关闭。" | "Closed.";
    opened_by(who: &str) = "{who} 开放" | "opened by {who}";

    // Ending a duty.
    END_DUTY = "停报" | "End a duty";
    END_NOTE = "该项从所选日期之后不再应报，例如停产、不再供应；再选“恢复”即继续应报。" | "After the day chosen the figure is no longer owed (the plant stopped, the supply ended). Take it up again here, too.";
    SUBJECT = "报送事项" | "What";
    LAST_OWED = "最后应报日（留空＝恢复应报）" | "Last day owed (empty: take it up again)";
    CONFIRM_END = "我确认改变这项报送义务" | "I confirm changing this duty";
    DUTY_CHANGED = "已更改。" | "Changed.";

    // The working calendar.
    CALENDAR = "工作日历" | "Working calendar";
    CALENDAR_NOTE = "周一至周五为工作日，下列例外除外（节假日、调休）。" | "Monday to Friday are worked, but for these exceptions (holidays, and days worked for them).";
    EXCEPTIONS = "例外日期" | "Exceptions";
    DAY = "日期" | "Day";
    WORKED = "上班" | "worked";
    OFF = "休息" | "off";
    REMOVE = "删除" | "Remove";
    ADD_EXCEPTION = "增加例外" | "Add an exception";
    THIS_DAY_IS = "这天" | "This day is";
    BASIS = "依据（通知、决定）" | "Notice or decision";
    ADD = "增加" | "Add";
    SAVED = "已保存。" | "Saved.";
    REMOVED = "已删除。" | "Removed.";
    YEAR_VIEW = "全年一览" | "The year";
    DEADLINE_SETTINGS = "时限设置" | "Deadlines";
    LOCK_DAILY = "日报：逾期几天后锁定" | "Daily figures lock after (days)";
    LOCK_MONTHLY = "月报：逾期几天后锁定" | "Monthly figures lock after (days)";
    ROLL = "月报时限遇休息日顺延到下一工作日" | "A monthly deadline on a day off moves to the next working day";
    SAVE = "保存" | "Save";
    NO_EXCEPTIONS = "没有例外日期。" | "No exceptions.";
}

/// What parties of a kind are called.
#[cfg(feature = "ssr")]
pub(crate) fn kind_name(kind: baogong_domain::PartyKind) -> Name {
    let (zh, en) = kind.names();
    Name { zh: zh.to_owned(), en: en.to_owned() }
}

/// Where those are that count for the city alone.
#[cfg(feature = "ssr")]
pub(crate) fn city_wide() -> Name {
    Name { zh: "市直".to_owned(), en: "City-wide".to_owned() }
}
