//! The settings a new site starts with: items, seasons and rules, each with its source. The office edits the rows
//! in the database; nothing else may read these values.

use chrono::NaiveDate;

use crate::{
    calendar::{Calendar, Season, SeasonKind},
    duty::DutySettings,
    item::{Item, ItemCode, Nature, Route},
    level::{GapLines, Level, StockLines},
    roster::RosterSettings,
    rule::{ReportDeadline, Rule, RuleBook},
    watch::{ByLevel, WatchBook, WatchSettings},
    work_calendar::{WorkCalendar, WorkDayException},
};

const GAP_SOURCE: &str = "《有序用电管理办法》(发改运行〔2011〕832号)分级，缺口占需求 20%/10%/5%";
const COAL_SOURCE: &str = "河南2010年存煤不足3天为告急；郑州铁路局2021年保12天以上；7天为通行红线";
const COAL_PEAK_SOURCE: &str = "青海2023年迎峰存煤20天以上；湖南2011年低于4天为警戒线下";
const FUEL_SOURCE: &str = "成都2006年成品油库存 10/7/3 天";
const HOLIDAY_SOURCE: &str = "《国务院办公厅关于2026年部分节假日安排的通知》(2025年11月4日)";
const OWN_SOURCE: &str = "本系统默认";

/// The year whose holidays are known.
const HOLIDAY_YEAR: i32 = 2026;
/// Weekdays that are not worked, with the holiday.
const HOLIDAYS: [(u32, u32, &str); 19] = [
    (1, 1, "元旦"),
    (1, 2, "元旦"),
    (2, 16, "春节"),
    (2, 17, "春节"),
    (2, 18, "春节"),
    (2, 19, "春节"),
    (2, 20, "春节"),
    (2, 23, "春节"),
    (4, 6, "清明节"),
    (5, 1, "劳动节"),
    (5, 4, "劳动节"),
    (5, 5, "劳动节"),
    (6, 19, "端午节"),
    (9, 25, "中秋节"),
    (10, 1, "国庆节"),
    (10, 2, "国庆节"),
    (10, 5, "国庆节"),
    (10, 6, "国庆节"),
    (10, 7, "国庆节"),
];
/// Saturdays and Sundays that are worked for it.
const MADE_UP: [(u32, u32, &str); 6] =
    [(1, 4, "元旦"), (2, 14, "春节"), (2, 28, "春节"), (5, 9, "劳动节"), (9, 20, "国庆节"), (10, 10, "国庆节")];

/// The items of the field.
pub fn items() -> Vec<Item> {
    use Nature::{Flow, Peak, Quota};
    use Route::{Direct, Pool};
    let rows = [
        ("electricity.energy", "电量", "Electric energy", "万千瓦时", "10⁴ kWh", Flow, Pool, false),
        ("electricity.load", "最大负荷", "Peak load", "万千瓦", "10 MW", Peak, Pool, false),
        ("coal.thermal", "电煤", "Thermal coal", "吨", "t", Flow, Direct, true),
        ("coal.industrial", "工业用煤", "Industrial coal", "吨", "t", Flow, Direct, true),
        ("gas.pipeline", "天然气", "Natural gas", "万立方米", "10⁴ m³", Flow, Pool, false),
        ("fuel.diesel", "柴油", "Diesel", "吨", "t", Flow, Pool, true),
        ("fuel.gasoline", "汽油", "Gasoline", "吨", "t", Flow, Pool, true),
        ("transport.rail", "铁路", "Rail", "车", "wagons", Flow, Pool, false),
        ("transport.road", "公路运力", "Road", "吨", "t", Flow, Pool, false),
        ("land.quota", "用地指标", "Land quota", "亩", "mu", Quota, Pool, false),
    ];
    let item =
        |(code, name, name_en, unit, unit_en, nature, route, has_stock): (&str, &str, &str, &str, &str, _, _, _)| {
            Some(Item {
                code: ItemCode::parse(code)?,
                name: name.to_owned(),
                name_en: name_en.to_owned(),
                unit: unit.to_owned(),
                unit_en: unit_en.to_owned(),
                nature,
                route,
                has_stock,
            })
        };
    rows.into_iter().filter_map(item).collect()
}

/// Winter as Zhengzhou heats, summer as the grid plans.
pub fn calendar() -> Calendar {
    let season = |kind, first, last, source: &str| Season { kind, first, last, source: source.to_owned() };
    Calendar {
        seasons: vec![
            season(SeasonKind::Winter, (11, 15), (3, 15), "郑州市供暖期 11月15日至次年3月15日"),
            season(SeasonKind::Summer, (6, 1), (9, 15), "迎峰度夏 6月1日至9月15日"),
        ],
        decisions: Vec::new(),
    }
}

/// The city's divisions (GB/T 2260, and the statistical codes of its zones): code, Chinese and English name.
pub const DIVISIONS: [(&str, &str, &str); 15] = [
    ("410102", "中原区", "Zhongyuan"),
    ("410103", "二七区", "Erqi"),
    ("410104", "管城回族区", "Guancheng"),
    ("410105", "金水区", "Jinshui"),
    ("410106", "上街区", "Shangjie"),
    ("410108", "惠济区", "Huiji"),
    ("410122", "中牟县", "Zhongmu"),
    ("410171", "经开区", "Economic Development Zone"),
    ("410172", "高新区", "High-tech Zone"),
    ("410173", "航空港区", "Airport Zone"),
    ("410181", "巩义市", "Gongyi"),
    ("410182", "荥阳市", "Xingyang"),
    ("410183", "新密市", "Xinmi"),
    ("410184", "新郑市", "Xinzheng"),
    ("410185", "登封市", "Dengfeng"),
];

/// A hundred enterprises a tier; who reports on time less than four times in five is looked at again.
pub fn roster_settings() -> RosterSettings {
    let source = "郑州市推进企业服务活动行动计划：规模优势、高成长、行业强企业各100户；及时上报率80%为本系统默认";
    RosterSettings { target: 100, on_time_line: 8_000, source: source.to_owned() }
}

/// Working days with the holidays that are announced; of other years Monday to Friday, until the office enters them.
pub fn work_calendar() -> WorkCalendar {
    let exception = |working: bool, words: &'static str| {
        move |(month, day, holiday): &(u32, u32, &str)| {
            let date = NaiveDate::from_ymd_opt(HOLIDAY_YEAR, *month, *day)?;
            Some(WorkDayException { date, working, source: format!("{holiday}{words}：{HOLIDAY_SOURCE}") })
        }
    };
    let off = HOLIDAYS.iter().filter_map(exception(false, "放假"));
    WorkCalendar::new(off.chain(MADE_UP.iter().filter_map(exception(true, "调休上班"))).collect())
}

/// How long a late figure is still taken, and that deadlines fall on the calendar's own day.
pub fn duty_settings() -> DutySettings {
    DutySettings { lock_days_daily: 3, lock_days_monthly: 10, roll_monthly: false, source: OWN_SOURCE.to_owned() }
}

/// How the watch behaves, by season. In a peak season reports are due every day, so a missing one is late sooner.
pub fn watch_book() -> WatchBook {
    let settings = |season: SeasonKind| {
        let (yellow, orange) = if season.is_peak() { (24, 72) } else { (72, 240) };
        WatchSettings {
            season,
            gap_hysteresis: 100,
            stock_hysteresis: 1000,
            hold_days: 1,
            escalate_minutes: ByLevel { blue: 24 * 60, yellow: 120, orange: 30, red: 15 },
            overdue_hours: ByLevel { blue: Some(0), yellow: Some(yellow), orange: Some(orange), red: None },
            implausible_level: Level::Blue,
            frozen_days: 7,
            apart_percent: 10,
            apart_days: 7,
            stoppage_percent: 50,
            stoppage_days: 3,
            cause_percent: 50,
            source: OWN_SOURCE.to_owned(),
        }
    };
    WatchBook { seasons: SeasonKind::ALL.map(settings).to_vec() }
}

/// Rules for every item and season.
pub fn rule_book() -> RuleBook {
    let rules = items().iter().flat_map(|item| SeasonKind::ALL.map(|season| rule(item, season))).collect();
    RuleBook { calendar: calendar(), rules }
}

fn rule(item: &Item, season: SeasonKind) -> Rule {
    let peak = season.is_peak();
    let stock = |blue: i64, yellow: i64, orange: i64, red: i64| {
        Some(StockLines { blue: blue * 1000, yellow: yellow * 1000, orange: orange * 1000, red: red * 1000 })
    };
    let (stock, stock_source) = match (item.code.as_str(), peak) {
        ("coal.thermal", false) => (stock(15, 12, 7, 3), COAL_SOURCE),
        ("coal.thermal", true) => (stock(20, 15, 7, 4), COAL_PEAK_SOURCE),
        ("fuel.diesel" | "fuel.gasoline", _) => (stock(12, 10, 7, 3), FUEL_SOURCE),
        _ => (None, ""),
    };
    let summed = matches!(item.code.as_str(), "coal.thermal" | "coal.industrial" | "transport.rail");
    Rule {
        item: item.code.clone(),
        season,
        gap: GapLines { blue: 0, yellow: 500, orange: 1000, red: 2000 },
        stock,
        pending_days: if peak { 1 } else { 3 },
        look_ahead_days: if peak { 14 } else { 7 },
        window_days: if summed { 7 } else { 1 },
        use_window_days: 7,
        stale_daily_days: 3,
        stale_monthly_days: 35,
        deadline: if peak { ReportDeadline::Daily { hour: 10 } } else { ReportDeadline::Monthly { day: 3 } },
        source: [GAP_SOURCE, stock_source].iter().filter(|s| !s.is_empty()).copied().collect::<Vec<_>>().join("；"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_has_a_rule_in_every_season() {
        assert_eq!(items().len(), 10);
        assert_eq!(rule_book().rules.len(), 30);
    }
}
