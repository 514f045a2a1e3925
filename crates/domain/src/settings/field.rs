//! The fields of settings: their words, names and units, and how their values are written. One list for the form, the
//! check and the history alike.

use super::SettingKey;
use crate::level::Level;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A share in percent, with two decimals at most; kept in ten-thousandths.
    Percent,
    /// Days, with three decimals at most; kept in thousandths. May be left empty where there are no such lines.
    StockDays,
    /// A whole number from one to another.
    Count(u32, u32),
    /// The same, or empty for never.
    CountOrNever(u32, u32),
    /// One of the four levels.
    Level,
    /// A day of every year: `11-15`.
    MonthDay,
    /// A date: `2027-03-31`.
    Date,
    /// `daily` or `monthly`.
    Deadline,
    /// Words.
    Text,
}

/// One field of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The word in forms.
    pub code: &'static str,
    /// Chinese and English names.
    pub names: (&'static str, &'static str),
    /// Chinese and English units; empty where there is none.
    pub unit: (&'static str, &'static str),
    /// The level that the value belongs to.
    pub level: Option<Level>,
    /// How it is written.
    pub input: Input,
}

const DAYS: (&str, &str) = ("天", "days");
const NONE: (&str, &str) = ("", "");

const fn field(
    code: &'static str,
    zh: &'static str,
    en: &'static str,
    unit: (&'static str, &'static str),
    input: Input,
) -> Field {
    Field { code, names: (zh, en), unit, level: None, input }
}

const fn of(
    level: Level,
    code: &'static str,
    names: (&'static str, &'static str),
    unit: (&'static str, &'static str),
    input: Input,
) -> Field {
    Field { code, names, unit, level: Some(level), input }
}

const SOURCE: Field = field("source", "依据", "Source", NONE, Input::Text);

const SEASON: [Field; 3] = [
    field("first", "开始日期", "First day", NONE, Input::MonthDay),
    field("last", "结束日期", "Last day", NONE, Input::MonthDay),
    SOURCE,
];

const DECISION: [Field; 3] = [
    field("first", "开始日期", "First day", NONE, Input::Date),
    field("last", "结束日期", "Last day", NONE, Input::Date),
    SOURCE,
];

const PERCENT: (&str, &str) = ("%", "%");
const STOCK: Input = Input::StockDays;

const RULE: [Field; 17] = [
    of(Level::Blue, "gap_blue", ("缺口蓝线", "Gap, blue line"), PERCENT, Input::Percent),
    of(Level::Yellow, "gap_yellow", ("缺口黄线", "Gap, yellow line"), PERCENT, Input::Percent),
    of(Level::Orange, "gap_orange", ("缺口橙线", "Gap, orange line"), PERCENT, Input::Percent),
    of(Level::Red, "gap_red", ("缺口红线", "Gap, red line"), PERCENT, Input::Percent),
    of(Level::Blue, "stock_blue", ("库存蓝线", "Stock, blue line"), DAYS, STOCK),
    of(Level::Yellow, "stock_yellow", ("库存黄线", "Stock, yellow line"), DAYS, STOCK),
    of(Level::Orange, "stock_orange", ("库存橙线", "Stock, orange line"), DAYS, STOCK),
    of(Level::Red, "stock_red", ("库存红线", "Stock, red line"), DAYS, STOCK),
    field("pending_days", "持续天数", "Days in a row before it fires", DAYS, Input::Count(1, 30)),
    field("look_ahead_days", "前瞻天数", "Days looked ahead", DAYS, Input::Count(0, 60)),
    field("window_days", "缺口累计天数", "Days over which a gap is summed", DAYS, Input::Count(1, 31)),
    field("use_window_days", "日耗平均天数", "Days over which daily use is averaged", DAYS, Input::Count(1, 31)),
    field("stale_daily_days", "日库存有效天数", "Daily stock is stale after", DAYS, Input::Count(1, 31)),
    field("stale_monthly_days", "月库存有效天数", "Monthly stock is stale after", DAYS, Input::Count(28, 120)),
    field("deadline_kind", "报送方式", "Reports are due", NONE, Input::Deadline),
    field(
        "deadline_value",
        "报送时限（几点 或 次月几日）",
        "Due by (hour, or day of the next month)",
        NONE,
        Input::Count(0, 28),
    ),
    SOURCE,
];

const ESCALATE: Input = Input::Count(1, 7 * 24 * 60);
const MINUTES: (&str, &str) = ("分钟", "minutes");
const OVERDUE: Input = Input::CountOrNever(0, 60 * 24);
const HOURS: (&str, &str) = ("小时", "hours");

const WATCH: [Field; 19] = [
    field("gap_hysteresis", "缺口回差", "Gap hysteresis", ("个百分点", "percentage points"), Input::Percent),
    field("stock_hysteresis", "库存回差", "Stock hysteresis", DAYS, Input::StockDays),
    field("hold_days", "保持天数", "Days held before it falls", DAYS, Input::Count(0, 14)),
    of(Level::Blue, "escalate_blue", ("蓝色升级时限", "Blue is escalated after"), MINUTES, ESCALATE),
    of(Level::Yellow, "escalate_yellow", ("黄色升级时限", "Yellow is escalated after"), MINUTES, ESCALATE),
    of(Level::Orange, "escalate_orange", ("橙色升级时限", "Orange is escalated after"), MINUTES, ESCALATE),
    of(Level::Red, "escalate_red", ("红色升级时限", "Red is escalated after"), MINUTES, ESCALATE),
    of(Level::Blue, "overdue_blue", ("逾期几小时为蓝", "Overdue report is blue after"), HOURS, OVERDUE),
    of(Level::Yellow, "overdue_yellow", ("逾期几小时为黄", "Overdue report is yellow after"), HOURS, OVERDUE),
    of(Level::Orange, "overdue_orange", ("逾期几小时为橙", "Overdue report is orange after"), HOURS, OVERDUE),
    of(Level::Red, "overdue_red", ("逾期几小时为红", "Overdue report is red after"), HOURS, OVERDUE),
    field("implausible_level", "可疑数据级别", "Level of an implausible report", NONE, Input::Level),
    field("frozen_days", "连续相同天数", "Equal days in a row that are frozen", DAYS, Input::Count(2, 60)),
    field("apart_percent", "发收差异上限", "Delivered and received may differ by", PERCENT, Input::Count(1, 100)),
    field("apart_days", "发收比较天数", "Days over which they are compared", DAYS, Input::Count(1, 31)),
    field("stoppage_percent", "停供判定比例", "A supplier has stopped from", PERCENT, Input::Count(1, 100)),
    field("stoppage_days", "停供判定天数", "Days over which a stoppage is seen", DAYS, Input::Count(1, 31)),
    field("cause_percent", "主因占比", "Share of a group's gap that is its cause", PERCENT, Input::Count(1, 100)),
    SOURCE,
];

impl SettingKey {
    /// The fields of the setting, in the order of a form.
    pub const fn fields(&self) -> &'static [Field] {
        match self {
            Self::Season(_) => &SEASON,
            Self::Decision(..) => &DECISION,
            Self::Rule(..) => &RULE,
            Self::Watch(_) => &WATCH,
        }
    }
}
