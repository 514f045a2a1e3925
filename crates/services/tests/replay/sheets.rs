//! The official sheets, month by month: each month's rows come in on its last day, and the watch judges every day.

use std::collections::BTreeMap;

use baogong_domain::{
    Period, Scope,
    access::Actor,
    watch::{AlertKey, Kind},
};
use baogong_services::{clock::Clock, import::ImportOptions};
use chrono::NaiveDate;

use crate::{
    common::{Site, each_site, mapping, official},
    table::{Line, history, office, table},
};

/// The rows of each month of a sheet whose first column is the month, with its heading.
fn months(sheet: &str) -> BTreeMap<&str, String> {
    let (heading, rows) = sheet.split_once('\n').unwrap();
    let mut months: BTreeMap<&str, String> = BTreeMap::new();
    for row in rows.lines() {
        let (month, _) = row.split_once(',').unwrap();
        let of_month = months.entry(month).or_insert_with(|| format!("{heading}\n"));
        of_month.push_str(row);
        of_month.push('\n');
    }
    months
}

/// Parties' shortages of one kind after all months have been judged.
async fn replay(site: &Site, sheet: &str, mapping_file: &str, kind: Kind) -> Vec<Line> {
    let mapping = mapping(mapping_file);
    let mut services = site.services.clone();
    for (month, rows) in months(sheet) {
        let last = Period::parse(month).unwrap().last_day();
        services = services.with_clock(Clock::Fixed(office(last, 20, 0)));
        let options = ImportOptions { mapping: Some(&mapping), ..ImportOptions::default() };
        let report = services.import(&Actor::System, month, rows.into_bytes(), options).await.unwrap();
        assert!(report.rejected.is_empty(), "{:?}", report.rejected);
        let runs = services.reconcile(&Actor::System, None).await.unwrap();
        assert_eq!(runs.last().map(|run| run.day), Some(last));
        let again = services.reconcile(&Actor::System, None).await.unwrap();
        assert_eq!(again.iter().map(|run| run.events).sum::<usize>(), 0, "{month} judged again");
    }
    history(&services, |key: &AlertKey| key.kind == kind && matches!(key.scope, Scope::Party(_))).await
}

fn by_month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

#[tokio::test]
async fn coal_stocks_of_india_month_by_month() {
    let Some(sheet) = official("cea-coal-2023-04-to-09.csv") else { return };
    for site in each_site().await {
        let lines = replay(&site, &sheet, "coal.toml", Kind::Stock).await;
        insta::assert_snapshot!("coal_stocks", table(&lines, by_month), site.engine);
    }
}

#[tokio::test]
async fn power_shortages_of_india_month_by_month() {
    let Some(sheet) = official("cea-power-2020-2021.csv") else { return };
    for site in each_site().await {
        let lines = replay(&site, &sheet, "power.toml", Kind::Gap).await;
        insta::assert_snapshot!("power_shortages", table(&lines, by_month), site.engine);
    }
}
