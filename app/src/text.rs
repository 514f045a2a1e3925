//! All texts of the pages in both languages, and which language a page is in.
//!
//! A text without one of its languages does not compile, and one that no page uses is a dead-code warning.
//!
//! A page has one language for its whole life: the server decides (`?lang=`, else the cookie, else Chinese) and writes
//! it into `<html lang>`, where the browser reads it again. The link to the other language loads the page anew.

use leptos::prelude::*;

/// The language of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl Lang {
    /// The value of `?lang=` and of the cookie.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The value of the attribute `lang`.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    #[cfg(feature = "ssr")]
    pub(crate) fn parse(code: &str) -> Option<Self> {
        [Self::Zh, Self::En].into_iter().find(|lang| lang.code() == code)
    }

    /// The language of the page that is being made or, in the browser, was loaded.
    pub(crate) fn of_page() -> Self {
        #[cfg(feature = "ssr")]
        return crate::request::language();
        #[cfg(not(feature = "ssr"))]
        {
            let tag = document().document_element().and_then(|html| html.get_attribute("lang"));
            if tag.as_deref() == Some(Self::En.tag()) { Self::En } else { Self::Zh }
        }
    }
}

/// The language that [`crate::App`] provides.
pub(crate) fn use_lang() -> Lang {
    use_context().unwrap_or(Lang::Zh)
}

/// A text in Chinese and English.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text {
    zh: &'static str,
    en: &'static str,
}

impl Text {
    pub(crate) const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// `NAME = "中文" | "English";` for fixed texts, `name(argument: type) = "中文 {argument}" | "English {argument}";` for others.
macro_rules! texts {
    ($($name:ident $(($($arg:ident: $type:ty),+))? = $zh:literal | $en:literal;)*) => {
        $(text! { $name $(($($arg: $type),+))? = $zh | $en })*
    };
}

macro_rules! text {
    ($name:ident = $zh:literal | $en:literal) => {
        pub(crate) const $name: Text = Text { zh: $zh, en: $en };
    };
    ($name:ident($($arg:ident: $type:ty),+) = $zh:literal | $en:literal) => {
        pub(crate) fn $name(lang: Lang, $($arg: $type),+) -> String {
            match lang {
                Lang::Zh => format!($zh),
                Lang::En => format!($en),
            }
        }
    };
}

pub(crate) mod accounts;
pub(crate) mod alerts;
pub(crate) mod audit;
pub(crate) mod board;
pub(crate) mod desk;
pub(crate) mod files;
pub(crate) mod jobs;
pub(crate) mod known;
pub(crate) mod registry;
pub(crate) mod rules;
pub(crate) mod settings;

texts! {
    // A long list in pages.
    PAGE_BEFORE = "上一页" | "Previous";
    PAGE_AFTER = "下一页" | "Next";
    page_of(page: usize, pages: usize) = "第 {page} 页，共 {pages} 页" | "Page {page} of {pages}";

    // The frame of each page.
    PRODUCT = "保供" | "Baogong";
    TAGLINE = "生产要素保障 · 值班" | "Supply assurance · duty desk";
    SKIP = "跳到正文" | "Skip to content";
    OVERVIEW = "总览" | "Overview";
    SYNTHETIC = "模拟数据" | "Synthetic data";
    SYNTHETIC_NOTE = "虚构城市的模拟数据，不是真实情况。" | "Synthetic data of an invented city: not a real situation.";
    TAKEN_AT = "数据取自" | "Data taken at";
    days_left(days: usize) = "剩余 {days} 天" | "days left: {days}";
    lost(time: &str) = "与服务器失去联系，以下仍是 {time} 的数据；每分钟自动重试。" | "No answer from the server: these are still the data of {time}. Trying again every minute.";
    LOADING = "正在读取…" | "Loading…";
    page_title(page: &str) = "{page} · 保供" | "{page} · Baogong";

    // Levels and states.
    FINE = "正常" | "Met";
    UNKNOWN = "未知" | "Unknown";
    LEGEND = "图例" | "Key";

    // Measures.
    DEMAND = "需求" | "Demand";
    PLAN = "供应计划" | "Plan";
    DELIVERED = "实际供应" | "Delivered";
    RECEIVED = "实收" | "Received";
    USED = "实际消耗" | "Used";
    STOCK = "库存" | "Stock";
    SUPPLY = "供应" | "Supply";
    GAP = "缺口" | "Gap";
    GAP_RATIO = "缺口率" | "Gap ratio";
    LEVEL = "等级" | "Level";
    TODAY_LEVEL = "今日等级" | "Today";
    FULFILMENT = "计划兑现率" | "Plan fulfilled";
    RAIL_FULFILMENT = "请车满足率" | "Requests met";

    // The overview.
    SITUATION = "今日供需总览" | "Supply situation today";
    COUNTS = "预警数" | "Number of alerts";
    COUNT_UNKNOWN = "无法判断" | "Not judged";
    headline_fine(items: usize) = "{items} 个品种全市都没有已知缺口" | "the city has no known gap in any of {items} items";
    headline_short(items: usize, short: usize) = "全市 {items} 个品种中 {short} 个有缺口" | "the city is short of {short} of {items} items";
    WORST_ALERT = "最重预警" | "Worst alert";
    headline_alert(whom: &str, item: &str, much: &str, level: &str) = "{whom} · {item}，{much}（{level}）" | "{whom} · {item}, {much} ({level})";
    AHEAD_HEAD = "今后" | "Ahead";
    ALL_UNKNOWN = "没有数据，缺口未知" | "no data: gaps are unknown";
    AHEAD_FINE = "没有已知缺口" | "no known gap";
    headline_gap(percent: &str) = "缺口 {percent}" | "short by {percent}";
    alert_count(count: usize) = "{count} 条" | "× {count}";
    NO_ALERT = "无预警" | "none";
    headline_worst(item: &str, percent: &str, level: &str) = "，最重：{item} {percent}（{level}）" | ", the worst {item} {percent} ({level})";
    headline_ahead(day: &str, item: &str, percent: &str, level: &str) = "最重：{day} {item} {percent}（{level}）" | "the worst {day}, {item} {percent} ({level})";
    headline_no_number(items: usize) = "；{items} 个缺口未知" | "; {items} unknown";
    BALANCES = "各品种供需平衡" | "Balance of each item";
    balances_caption(first: &str, last: &str) = "全市今天（{first}）的需求、供应、缺口和等级，以及到{last}为止每天的等级" | "The whole city's demand, supply, gap and level of today ({first}), and the level of each day until {last}";
    ITEM = "品种" | "Item";
    TODAY = "今天" | "Today";
    ahead(days: usize) = "今天和今后 {days} 天的等级" | "Level today and in the next {days} days";
    DIRECT_MARK = "对口" | "direct";
    QUOTA_MARK = "年累计" | "since 1 Jan";
    not_counted(parties: usize) = "{parties} 家未计入" | "{parties} left out";
    NOTE_SUPPLY = "供应：已报实际供应的按实际，未报的按计划；今天以后都按计划。" | "Supply: as delivered where reported, else as planned; after today always as planned.";
    NOTE_DIRECT = "对口：供应到户，缺口是各用户缺口之和，一家的盈余不能补另一家。" | "Direct: supply goes to a named user; the gap is the sum of the users' own gaps, for one user's surplus does not serve another.";
    NOTE_QUOTA = "年累计：从 1 月 1 日起累计。" | "Since 1 Jan: accumulated over the year.";
    NOTE_DAY = "当日等级只看那一天的缺口；预警按各品种规则判定（连续天数、合计天数、库存），也看到各区县和单位，两者可能不同。" | "A day's level is of that day's gap alone; alerts follow each item's rule (days in a row, days summed, stocks) and look at every division and party, so the two may differ.";
    NOTE_MASKED = "您看到本单位的数字和至少五家单位的合计；其余数字不向您显示，标为“—”或“未知”。" | "You see your own figures and totals of at least five parties; other numbers are not shown to you and stand as “—” or “unknown”.";
    NOTE_UNKNOWN = "“—”和“未知”表示没有数据，不是零。" | "“—” and “unknown” mean no data; they are not zero.";

    // Alerts.
    ALERTS = "预警" | "Alerts";
    alerts_caption(count: usize) = "共 {count} 条，最重的在前" | "{count} in all, the worst first";
    NO_ALERTS = "没有预警" | "No alerts";
    NO_ALERTS_NOTE = "按现行规则，已知数据中没有需要预警的缺口或低库存。" | "By the rules in force, the known data hold no gap and no low stock that calls for an alert.";
    BLIND = "没有数据，无法判断" | "No data: nothing can be judged";
    BLIND_NOTE = "今天的需求或供应没有数据。请导入报表或催报；没有预警不等于不缺。" | "Today's demand or supply has no data. Import the reports or ask for them: no alert does not mean no shortage.";
    more_alerts(count: usize) = "其余 {count} 条" | "{count} more";
    WHO = "对象" | "Who";
    HOW_MUCH = "缺多少" | "How much";
    PERIOD = "时期" | "Period";
    WHOLE_CITY = "全市" | "Whole city";
    gap_of(amount: &str) = "缺 {amount}" | "{amount} short";
    gap_of_days(days: u32, amount: &str) = "{days} 日合计缺 {amount}" | "{days}-day gap {amount}";
    demand_of(amount: &str) = "需求 {amount}" | "demand {amount}";
    supply_of(amount: &str) = "供应 {amount}" | "supply {amount}";
    lasts(days: &str) = "库存可用 {days} 天" | "stock lasts {days} days";
    lasts_short(days: &str) = "{days} 天" | "{days} days";
    stock_of(stock: &str) = "存 {stock}" | "{stock} left";
    daily_use(amount: &str) = "日耗 {amount}" | "{amount} used a day";
    NOTE_AMOUNTS = "缺多少按该品种规则的合计天数算（如电煤按数日合计），详见品种页。" | "Amounts are summed over the days that the item's rule says (thermal coal: several); its page tells.";
    NOT_JUDGED = "无法判断" | "Could not be judged";
    from_the_pool(count: usize) = "另有 {count} 家（处）用全市统一供应，未单独判断" | "{count} more draw on the city's pool and are not judged one by one";
    parties_count(count: &str) = "{count} 家" | "{count} parties";
    not_judged_caption(count: &str) = "{count} 项缺少需求、供应或库存数据，请催报；没有预警不等于不缺。" | "{count} lack demand, supply or stock data: ask for their reports. No alert does not mean no shortage.";
    unit_of(unit: &str) = "单位：{unit}" | "Unit: {unit}";

    // An item's page.
    TODAY_NUMBERS = "今天的数字" | "Today's numbers";
    yesterday_was(amount: &str) = "昨天 {amount}" | "yesterday {amount}";
    of_base(part: &str, base: &str) = "{part} ÷ {base}" | "{part} ÷ {base}";
    PLANNED = "今天未报，按计划" | "not reported yet: as planned";
    counted(demand: &str, supply: &str) = "缺口按两边都已知的用户计：需求 {demand}，供应 {supply}。" | "The gap counts users with both sides known: demand {demand}, supply {supply}.";
    last_known(day: &str) = "{day}的数" | "of {day}";
    CURVE = "需求、计划与供应曲线" | "Demand, plan and supply";
    curve_desc(first: &str, last: &str, low: &str, high: &str, short: usize) = "{first}至{last}每天的需求、供应计划和供应；已知的数在 {low} 到 {high} 之间，其中 {short} 天有缺口。同样的数字在下面的表里。" | "Demand, plan and supply of each day from {first} to {last}; the known numbers lie between {low} and {high}, and {short} days have a gap. The table below holds the same numbers.";
    axis_from(low: &str) = "纵轴从 {low} 起，不从零起" | "The axis starts at {low}, not at zero";
    TODAY_MARK = "今天" | "today";
    AHEAD = "今后（计划）" | "ahead (planned)";
    ASIDE_GAP = "缺口（按等级着色）" | "Gap, by level";
    GAP_AXIS = "缺口率" | "Gap ratio";
    NO_CURVE = "没有可画的数据" | "Nothing to draw";
    NO_CURVE_NOTE = "这段时间没有任何需求、计划或供应数据；请催有关单位报数。" | "No demand, plan or supply is known for these days; ask for the reports.";
    DAY_TABLE = "逐日数字（表）" | "Day by day (table)";
    day_table_caption(item: &str, unit: &str) = "{item}逐日平衡，单位：{unit}" | "{item}, day by day, in {unit}";
    DATE = "日期" | "Date";
    NOT_COUNTED = "未计入" | "Not counted";
    households(count: usize) = "{count} 家" | "{count}";
    WHO_IS_SHORT = "谁缺" | "Who is short";
    SHORT_OF_SUPPLY = "供不应求" | "Short of supply";
    LOW_STOCK = "库存偏低" | "Low stock";
    NO_SHORT = "没有单位预警" | "Nobody is short";
    WHAT_IS_UNKNOWN = "哪些未知" | "What is unknown";
    NO_DATA = "今天的需求或供应没有数据，缺口未知；请催有关单位报数。" | "Today's demand or supply has no data, so the gap is unknown: ask for the reports.";
    NOTHING_UNKNOWN = "应判断的都有数据。" | "Everything that should be judged has data.";
    unjudged_areas(count: usize) = "无法判断的区域 {count} 个：" | "Areas that could not be judged ({count}):";
    unjudged_parties(count: usize) = "无法判断的单位 {count} 家" | "Parties that could not be judged ({count})";
    uncounted_parties(count: usize) = "今天未计入缺口的单位 {count} 家（需求或供应未知）" | "Parties not counted in today's gap ({count}): demand or supply unknown";
    RULE = "判定规则" | "The rule";
    rule_caption(season: &str) = "{season}期间各等级的界线" | "Where each level begins: {season}";
    GAP_LINE = "缺口占需求" | "Gap of demand";
    STOCK_LINE = "库存可用" | "Stock lasts";
    ANY_GAP = "有缺口" | "any gap";
    at_least(line: &str) = "≥ {line}" | "≥ {line}";
    under_days(line: &str) = "< {line} 天" | "< {line} days";
    rule_gap(pending: u32, ahead: u32) = "缺口连续 {pending} 天达到界线即预警；向前看 {ahead} 天。" | "A gap alerts once it holds its line for {pending} day(s) in a row; {ahead} days ahead are judged.";
    rule_window(days: u32) = "需求和供应先按 {days} 天合计，再算缺口率。" | "Demand and supply are summed over {days} days before the ratio is taken.";
    rule_use(days: u32) = "库存可用天数 = 库存 ÷ 最近 {days} 天平均消耗。" | "Stock days = stock ÷ mean use of the last {days} days.";
    rule_daily(hour: u32) = "每天 {hour}:00 前报前一天的数。" | "Each day's figures are due on the next day before {hour}:00.";
    rule_monthly(day: u32) = "每月 {day} 日前报上月的数。" | "Each month's figures are due by day {day} of the next month.";
    SOURCE = "依据" | "Source";

    // When something is missing or fails.
    NO_ITEMS = "还没有品种" | "No items yet";
    NO_ITEMS_NOTE = "数据库里没有品种。请先执行 baogong migrate，或用 baogong demo 生成模拟城市。" | "The database holds no items. Run baogong migrate first, or baogong demo for the synthetic city.";
    NOT_FOUND = "没有这个页面" | "There is no such page";
    NOT_FOUND_NOTE = "地址可能写错了，或该品种已停用。请从总览重新进入。" | "The address may be wrong, or the item is no longer in use. Start again from the overview.";
    FAILED = "现在读不到数据" | "The data cannot be read now";
    FAILED_NOTE = "请稍后重试。仍不行时，请系统管理员查看服务器日志；在此之前请用电话核实情况，不要依据旧数据处置。" | "Try again in a moment. If it persists, ask the administrator to look at the server's log; until then verify the situation by telephone and do not act on old numbers.";
    DENIED = "没有权限查看" | "You may not see this";
    DENIED_NOTE = "请用有权限的账号，或联系协调办。" | "Use an account that may, or ask the coordination office.";
    form_refused(code: &str) = "没有办成，请检查所填内容后再试（{code}）。" | "Not done: check what you entered and try again ({code}).";
    RETRY = "重试" | "Try again";
    BACK = "回到总览" | "Back to the overview";
}

/// A level in words: `I 特别严重`.
pub(crate) fn level(level: baogong_domain::Level, lang: Lang) -> String {
    let (zh, en) = level.names();
    format!("{} {}", level.roman(), if lang == Lang::Zh { zh } else { en })
}
