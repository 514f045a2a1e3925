//! Settings: read from forms, checked, kept as documents.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use baogong_domain::{
    SeasonKind, defaults,
    settings::{Setting, SettingKey, SettingsBook, Values, season_year},
};

fn book() -> SettingsBook {
    SettingsBook { rules: defaults::rule_book(), watch: defaults::watch_book() }
}

fn key(text: &str) -> SettingKey {
    text.parse().unwrap()
}

/// The setting as it stands, with these fields written otherwise.
fn edited(of: &str, fields: &[(&str, &str)]) -> Result<Setting, String> {
    let key = key(of);
    let mut values: Values = book().get(&key).unwrap().values();
    for (code, value) in [("source", "某文件")].iter().chain(fields) {
        values.insert((*code).to_owned(), (*value).to_owned());
    }
    let setting = Setting::read(&key, &values).map_err(|error| error.to_string())?;
    book().check_with(&setting).map_err(|error| error.to_string())?;
    Ok(setting)
}

#[test]
fn every_setting_reads_back_from_its_form_and_its_document() {
    let all = book();
    let rules = all.rules.rules.iter().cloned().map(Setting::Rule);
    let seasons = all.rules.calendar.seasons.iter().cloned().map(Setting::Season);
    let watch = all.watch.seasons.iter().cloned().map(Setting::Watch);
    let decided = edited("season:winter:2026", &[("last", "2027-03-31")]).unwrap();
    for setting in rules.chain(seasons).chain(watch).chain([decided]) {
        let key = setting.key();
        assert_eq!(key.to_string().parse(), Ok(key.clone()));
        assert_eq!(Setting::from_document(&key, &setting.to_document().to_string()), Some(setting.clone()));
        assert_eq!(Setting::read(&key, &setting.values()), Ok(setting.clone()), "{key}");
        let fields: Vec<&str> = key.fields().iter().map(|field| field.code).collect();
        assert!(setting.values().keys().all(|code| fields.contains(&code.as_str())), "{key}");
        assert_eq!(setting.values().len(), fields.len(), "{key}");
    }
}

#[test]
fn a_key_that_is_none_does_not_read() {
    for text in
        ["", "season", "season:off", "season:winter:26", "season:winter:+2026x", "rule:coal:spring", "watch:", "x:y"]
    {
        assert!(text.parse::<SettingKey>().is_err(), "{text}");
    }
    // A document of another setting is not taken for it.
    let winter = book().get(&key("season:winter")).unwrap().to_document().to_string();
    assert_eq!(Setting::from_document(&key("season:summer"), &winter), None);
}

#[test]
fn values_that_are_not_sensible_are_refused_with_field_and_remedy() {
    for (of, fields, words) in [
        (
            "rule:coal.thermal:winter",
            &[("gap_yellow", "25")][..],
            "缺口橙线：不能低于前一级的线 / Gap, orange line: it is not under",
        ),
        ("rule:coal.thermal:winter", &[("gap_blue", "-1")], "缺口蓝线：写成不带单位的数"),
        ("rule:coal.thermal:winter", &[("gap_blue", "1.234")], "最多 2 位小数"),
        ("rule:coal.thermal:winter", &[("gap_blue", "")], "缺口蓝线：请填写 / Gap, blue line: fill it in"),
        ("rule:coal.thermal:winter", &[("gap_red", "101")], "100%"),
        ("rule:coal.thermal:winter", &[("stock_red", "8")], "库存红线：不能高于前一级的线"),
        ("rule:coal.thermal:winter", &[("stock_red", "")], "四条库存线须都填或都不填"),
        ("rule:coal.thermal:winter", &[("stock_blue", "366")], "最多 365 天"),
        ("rule:coal.thermal:winter", &[("pending_days", "0")], "持续天数：写 1 至 30 的整数"),
        ("rule:coal.thermal:winter", &[("look_ahead_days", "61")], "前瞻天数：写 0 至 60 的整数"),
        ("rule:coal.thermal:winter", &[("deadline_value", "24")], "0 至 23 点"),
        ("rule:coal.thermal:winter", &[("deadline_kind", "monthly"), ("deadline_value", "0")], "1 至 28 日"),
        ("rule:coal.thermal:winter", &[("deadline_kind", "weekly")], "报送方式：选每日或每月"),
        ("rule:coal.thermal:winter", &[("source", " ")], "依据：写明依据的文件或决定"),
        ("watch:winter", &[("gap_hysteresis", "11")], "缺口回差：最多 10 个百分点"),
        ("watch:winter", &[("escalate_red", "31")], "红色升级时限：级别越重时限越短"),
        ("watch:winter", &[("overdue_orange", "1")], "逾期几小时为橙：级别越重逾期越久"),
        ("watch:winter", &[("implausible_level", "green")], "可疑数据级别：选一个级别"),
        ("season:winter", &[("last", "02-30")], "结束日期：写成月-日"),
        ("season:winter", &[("last", "06-01")], "重叠"),
        ("season:summer", &[("last", "06-01"), ("first", "06-02")], "一季最长 240 天"),
        ("season:winter:2026", &[("last", "2026-11-14")], "结束日期：不能早于开始日期"),
        ("season:winter:2026", &[("last", "2027-06-14")], "离常年的 2027-03-15 不超过 90 天"),
        ("season:winter:2026", &[("first", "2025-11-15")], "开始日期：离常年的 2026-11-15"),
        (
            "season:winter:2026",
            &[("last", "2027-06-01")],
            "迎峰度冬与迎峰度夏在 2027 年重叠：前者到 2027-06-01，后者从 2027-06-01 起",
        ),
        ("season:winter:2026", &[("last", "31 March")], "写成 2027-03-31"),
    ] {
        let refused = edited(of, fields).expect_err(&format!("{of} {fields:?}"));
        assert!(refused.contains(words), "{of} {fields:?}: {refused}");
        assert_eq!(refused.matches(" / ").count(), 1, "{refused}");
    }
}

#[test]
fn what_is_sensible_is_read() {
    let Setting::Rule(rule) = edited("rule:fuel.diesel:off", &[("gap_yellow", "7.5"), ("stock_red", "2.25")]).unwrap()
    else {
        panic!("a rule")
    };
    assert_eq!((rule.gap.yellow, rule.stock.unwrap().red), (750, 2250));
    let Setting::Decision(decided) = edited("season:winter:2026", &[("last", "2027-03-31")]).unwrap() else {
        panic!("a decision")
    };
    assert_eq!((decided.kind, decided.year), (SeasonKind::Winter, 2026));
    let with = book().with(&Setting::Decision(decided));
    let days = with.rules.calendar.occurrence(SeasonKind::Winter, 2026).unwrap();
    assert_eq!(season_year(days), "2026/27");
    // The last day of a season may be a leap day.
    assert!(edited("season:winter", &[("last", "02-29")]).is_ok());
    let never = edited("watch:winter", &[("overdue_red", "")]).unwrap();
    assert!(matches!(never, Setting::Watch(settings) if settings.overdue_hours.red.is_none()));
}

#[test]
fn only_what_is_kept_in_stock_has_stock_lines() {
    let items = defaults::items();
    let item = |code: &str| items.iter().find(|item| item.code.as_str() == code).unwrap();
    let lines = [("stock_blue", "9"), ("stock_yellow", "7"), ("stock_orange", "5"), ("stock_red", "3")];
    let gas = edited("rule:gas.pipeline:winter", &lines).unwrap();
    assert!(gas.check_item(item("gas.pipeline")).unwrap_err().to_string().contains("没有库存"));
    let coal = edited("rule:coal.industrial:winter", &lines).unwrap();
    assert!(coal.check_item(item("coal.industrial")).is_ok());
}
