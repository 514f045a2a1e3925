//! The official sheets of India's power ministry, imported by the shipped mappings: totals to the tonne and alerts as
//! counted by hand from the sheets. Skipped, in words, where `../shared/data` is absent.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::collections::BTreeMap;

use baogong_domain::{
    AlertKind, Evaluation, Exact, Grain, ItemCode, Level, Measure, PartyCode, Period, Scope, access::Actor,
};
use baogong_services::{balances::BalanceQuery, figures::FigureQuery, import::ImportOptions};
use common::{Site, each_site, mapping, official};

fn item(code: &str) -> ItemCode {
    ItemCode::parse(code).unwrap()
}

/// How many parties' alerts of a kind have each level, the worst first.
fn counts(evaluation: &Evaluation, kind: AlertKind) -> [usize; 4] {
    let of = |level| {
        let chosen =
            |a: &&baogong_domain::Alert| a.kind == kind && a.level == level && matches!(a.scope, Scope::Party(_));
        evaluation.alerts.iter().filter(chosen).count()
    };
    Level::WORST_FIRST.map(of)
}

async fn import_twice(site: &Site, sheet: &str, mapping_file: &str, expect: u64) {
    let mapping = mapping(mapping_file);
    let options = ImportOptions { mapping: Some(&mapping), ..ImportOptions::default() };
    let first = site.import(sheet, options).await;
    assert_eq!((first.accepted, first.unchanged, first.rejected.len()), (expect, 0, 0), "{}", site.engine);
    let again = site.import(sheet, options).await;
    assert_eq!((again.accepted, again.unchanged, again.rejected.len()), (0, expect, 0), "{}", site.engine);
}

/// The columns of the city's or of summed parties' rows that the official totals know.
const COLUMNS: [(&str, Measure); 4] = [
    ("allocation_kt", Measure::Plan),
    ("receipt_kt", Measure::Received),
    ("consumption_kt", Measure::Used),
    ("closing_stock_kt", Measure::Stock),
];

#[tokio::test]
async fn coal_agrees_with_the_official_totals() {
    let (Some(sheet), Some(totals)) =
        (official("cea-coal-2023-04-to-09.csv"), official("cea-coal-2023-04-to-09-official-totals.csv"))
    else {
        return;
    };
    for site in each_site().await {
        import_twice(&site, &sheet, "coal.toml", 1080 * 4).await;
        let region_of: BTreeMap<PartyCode, String> = rows(&sheet)
            .map(|row| (PartyCode::from_name("IN-", &row["plant"]).unwrap(), row["region"].clone()))
            .collect();
        assert_eq!(region_of.len(), 187);
        let query =
            FigureQuery { item: item("coal.thermal"), measure: None, party: None, from: None, to: None, as_of: None };
        let mut sums: BTreeMap<(Period, String, Measure), Exact> = BTreeMap::new();
        for figure in site.services.figures(&Actor::System, &query).await.unwrap() {
            let region = region_of[figure.consumer.as_ref().unwrap()].clone();
            for region in [region, "ALL INDIA".to_owned()] {
                let sum = sums.entry((figure.period, region, figure.measure)).or_insert(Exact::ZERO);
                *sum += &figure.quantity.into();
            }
        }
        let two_tonnes = Exact::share(2000, 1);
        for total in rows(&totals) {
            let period = Period::parse(&total["period"]).unwrap();
            let region = total["plant"].trim_start_matches("Total of ").trim_start_matches("Total ").to_owned();
            for (column, measure) in COLUMNS {
                let official = thousand(&total[column]);
                let ours = &sums[&(period, region.clone(), measure)];
                let apart = (ours - &official).max(&official - ours);
                // The sheet's own rounding leaves the nation's allocation and sums a little apart; plants agree.
                if region != "ALL INDIA" {
                    assert!(apart <= two_tonnes, "{period} {region} {column}: {ours} against {official}");
                }
            }
        }
        // The city's balance is the sum of the sheet's rows, to the tonne and beyond.
        let query = BalanceQuery {
            item: item("coal.thermal"),
            scope: Scope::City,
            from: Period::parse("2023-04").unwrap(),
            to: Period::parse("2023-09").unwrap(),
            granularity: Grain::Month,
            as_of: None,
        };
        for row in site.services.balances(&Actor::System, &query).await.unwrap() {
            let sum = |measure| Some(sums[&(row.period, "ALL INDIA".to_owned(), measure)].clone());
            assert_eq!(row.plan, sum(Measure::Plan));
            assert_eq!(row.received, sum(Measure::Received));
            assert_eq!(row.used, sum(Measure::Used));
            assert_eq!(row.stock, sum(Measure::Stock));
            assert_eq!((row.demand, row.gap, row.level), (None, None, None));
        }
        for (day, expect) in [("2023-04-30", [10, 26, 33, 19]), ("2023-09-30", [29, 47, 34, 17])] {
            let evaluation = site.services.evaluate(&Actor::System, Some(day.parse().unwrap())).await.unwrap();
            assert_eq!(counts(&evaluation, AlertKind::Stock), expect, "{day} on {}", site.engine);
        }
    }
}

#[tokio::test]
async fn power_alerts_are_those_of_the_sheet() {
    let Some(sheet) = official("cea-power-2020-2021.csv") else { return };
    for site in each_site().await {
        import_twice(&site, &sheet, "power.toml", 888 * 2).await;
        for year in [2020, 2021] {
            for month in 1..=12 {
                let period = Period::parse(&format!("{year}-{month:02}")).unwrap();
                let evaluation = site.services.evaluate(&Actor::System, Some(period.last_day())).await.unwrap();
                let expect = states_short(&sheet, &period.to_string());
                assert_eq!(counts(&evaluation, AlertKind::Gap), expect, "{period} on {}", site.engine);
            }
        }
        let evaluation = site.services.evaluate(&Actor::System, Some("2021-10-31".parse().unwrap())).await.unwrap();
        assert_eq!(counts(&evaluation, AlertKind::Gap), [0, 0, 3, 22]);
        let scope: Scope = "party:IN-JHARKHAND".parse().unwrap();
        let alert = evaluation.alerts.iter().find(|a| a.scope == scope).unwrap();
        let text = |amount: &Option<Exact>| amount.as_ref().unwrap().to_string();
        assert_eq!(alert.level, Level::Yellow);
        assert_eq!(alert.period.to_string(), "2021-10");
        assert_eq!((text(&alert.demand), text(&alert.gap)), ("95502.000".to_owned(), "7924.100".to_owned()));
    }
}

/// Counted straight from the sheet: a month's shortage stands on each of its days, so the month's ratio decides.
fn states_short(sheet: &str, period: &str) -> [usize; 4] {
    let mut counts = [0; 4];
    for row in rows(sheet).filter(|row| row["level"] == "state" && row["period"] == period) {
        let (demand, supply) = (thousand(&row["requirement_gwh"]), thousand(&row["availability_gwh"]));
        let gap = (&demand - &supply).or_zero();
        let bands = [20, 10, 5, 0];
        let reached = bands.iter().position(|band| gap.is_positive() && gap.times(100) >= demand.times(*band));
        if let Some(level) = reached {
            counts[level] += 1;
        }
    }
    counts
}

/// A sheet's number times a thousand, exactly.
fn thousand(text: &str) -> Exact {
    let factor = baogong_domain::quantity::Decimal::parse("1000").unwrap();
    baogong_domain::Quantity::parse_scaled(text, factor).unwrap().into()
}

fn rows(sheet: &str) -> impl Iterator<Item = BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let rows: Vec<_> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    rows.into_iter()
}
