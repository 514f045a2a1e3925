//! Imports: what is read, what is refused and where, and that a refused file leaves nothing behind.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use baogong_domain::{ItemCode, access::Actor};
use baogong_services::{
    figures::FigureQuery,
    import::{ImportOptions, mapping::Mapping},
};
use common::{Site, each_site, example, mapping};

const PARTIES: &str = "code,name,kind\nMINE-1,一矿,supplier\nPLANT-1,一电厂,enterprise\nGRID,电力公司,supplier\n";
const HEADER: &str = "item,measure,period,supplier,consumer,quantity,note\n";

async fn stored(site: &Site) -> usize {
    let mut count = 0;
    for code in ["coal.thermal", "electricity.energy"] {
        let item = ItemCode::parse(code).unwrap();
        let query = FigureQuery { item, measure: None, party: None, from: None, to: None, as_of: None };
        count += site.services.figures(&Actor::System, &query).await.unwrap().len();
    }
    count
}

#[tokio::test]
async fn bad_rows_are_named_and_nothing_is_written() {
    let good = "coal.thermal,plan,2026-11,MINE-1,PLANT-1,100,\n";
    let cases = [
        ("steel.plate,plan,2026-11,MINE-1,PLANT-1,1,", "item_unknown", "item"),
        ("coal.thermal,promise,2026-11,MINE-1,PLANT-1,1,", "measure_unknown", "measure"),
        ("coal.thermal,demand,2026-11,,PLANT-1,-5,", "quantity_negative", "quantity"),
        ("coal.thermal,demand,2026-11,,PLANT-1,5.1234,", "quantity_too_many_decimals", "quantity"),
        ("coal.thermal,demand,2026-06-31,,PLANT-1,5,", "period_no_such_date", "period"),
        ("coal.thermal,demand,2026-11,,PLANT-1,1000000000000000000,", "quantity_too_large", "quantity"),
        ("coal.thermal,plan,2026-11,MINE-1,,5,", "consumer_missing", "consumer"),
        ("coal.thermal,plan,2026-11,,PLANT-1,5,", "supplier_missing", "supplier"),
        ("coal.thermal,demand,2026-11,,NOBODY,5,", "party_unknown", "consumer"),
        ("coal.thermal,plan,2026-11,MINE-1,PLANT-1,101,", "figure_contradicted", "quantity"),
        ("coal.thermal,demand,2026-11,,PLANT-1,,", "quantity_missing", "quantity"),
        ("coal.thermal,demand,2026-11,,PLANT-1,viel,", "quantity_not_a_number", "quantity"),
    ];
    for site in each_site().await {
        assert!(site.parties(PARTIES).await.rejected.is_empty());
        for (row, code, column) in cases {
            let report = site.import(&format!("{HEADER}{good}{row}\n"), ImportOptions::default()).await;
            let found: Vec<_> = report.rejected.iter().map(|r| (r.line, r.column.as_deref(), r.code)).collect();
            assert_eq!(found, [(Some(3), Some(column), code)], "{row}");
            assert!(report.is_refused());
            assert_eq!(stored(&site).await, 0, "{row}");
        }
        // With --partial the good row is kept; of two that contradict each other neither is.
        let partial = ImportOptions { partial: true, ..ImportOptions::default() };
        let report = site.import(&format!("{HEADER}{good}{}\n", cases[9].0), partial).await;
        assert_eq!((report.accepted, stored(&site).await), (0, 0));
        let report = site.import(&format!("{HEADER}{good}{}\n", cases[0].0), partial).await;
        assert_eq!((report.accepted, report.rejected.len(), stored(&site).await), (1, 1, 1));
    }
}

#[tokio::test]
async fn wrong_headers_are_refused() {
    let site = each_site().await.remove(0);
    for (text, code) in [
        ("item,measure,period,supplier,consumer\ncoal.thermal,plan,2026-11,A,B\n", "heading_missing"),
        ("item,measure,period,suplier,consumer,quantity\nx,x,x,x,x,1\n", "heading_unknown"),
        ("item,item,measure,period,quantity\nx,x,x,x,1\n", "heading_repeated"),
        ("", "file_empty"),
        (HEADER, "no_rows"),
        ("item,measure,period,quantity\ncoal.thermal,demand,2026-11,1,2,3\n", "row_too_long"),
    ] {
        let report = site.import(text, ImportOptions::default()).await;
        assert_eq!(report.rejected.first().map(|r| r.code), Some(code), "{text}");
        assert!(report.is_refused());
    }
}

#[tokio::test]
async fn chinese_sheets_and_names_work() {
    for site in each_site().await {
        site.parties(PARTIES).await;
        let text = "品种,指标,时期,供应单位,需求单位,数量,备注\n电煤,供应计划,2026年11月,一矿,一电厂,\"12,000.5\",补\n电量,需求,2026/11/1,,PLANT-1,3,\n";
        let gb18030 = encoding_rs::GB18030.encode(text).0.into_owned();
        let bytes = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        let report = site.services.import(&Actor::System, "a.csv", gb18030, ImportOptions::default()).await.unwrap();
        assert_eq!((report.accepted, &report.rejected), (2, &Vec::new()));
        let report = site.services.import(&Actor::System, "a.csv", bytes, ImportOptions::default()).await.unwrap();
        assert_eq!((report.accepted, report.unchanged), (0, 2));
    }
}

#[tokio::test]
async fn a_dry_run_writes_nothing_and_repeated_rows_count_once() {
    for site in each_site().await {
        site.parties(PARTIES).await;
        let text =
            format!("{HEADER}coal.thermal,used,2026-11-01,,PLANT-1,1,\ncoal.thermal,used,2026-11-01,,PLANT-1,1.0,\n");
        let dry_run = ImportOptions { dry_run: true, ..ImportOptions::default() };
        let report = site.import(&text, dry_run).await;
        assert_eq!((report.accepted, report.unchanged, stored(&site).await), (1, 1, 0));
        let report = site.import(&text, ImportOptions::default()).await;
        assert_eq!((report.accepted, report.unchanged, stored(&site).await), (1, 1, 1));
    }
}

#[tokio::test]
async fn the_shipped_examples_import() {
    for site in each_site().await {
        for (sheet, toml, figures) in [("power-small.csv", "power.toml", 6), ("coal-small.csv", "coal.toml", 12)] {
            let mapping = mapping(toml);
            let options = ImportOptions { mapping: Some(&mapping), ..ImportOptions::default() };
            let report = site.import(&example(sheet), options).await;
            assert_eq!((report.accepted, report.rejected.len()), (figures, 0), "{sheet}");
        }
    }
}

#[tokio::test]
async fn a_mapping_makes_parties_only_where_it_says_so() {
    let site = each_site().await.remove(0);
    let mapping = Mapping::parse(&example("power.toml").replace("create = \"consumer_group\"\n", "")).unwrap();
    let options = ImportOptions { mapping: Some(&mapping), ..ImportOptions::default() };
    let report = site.import(&example("power-small.csv"), options).await;
    assert!(report.is_refused());
    assert_eq!(report.rejected[0].code, "party_unknown");
    assert_eq!((report.rejected[0].line, report.rejected[0].column.as_deref()), (Some(2), Some("area")));
}

#[tokio::test]
async fn the_registry_is_checked_and_brought_up_to_date() {
    for site in each_site().await {
        assert_eq!(site.parties(PARTIES).await.accepted, 3);
        let more = "code,name,name_en,kind,division,uscc,industry,tiers,protection\nGRID,电力公司,Power company,supplier,410102,91350100M000100Y43,电网,2026:scale,\nMINE-1,一矿,,supplier,,,,,\n";
        let report = site.parties(more).await;
        assert_eq!((report.accepted, report.unchanged), (1, 1));
        for (row, code) in [
            ("X,x,king,,", "party_kind_unknown"),
            ("X,x,supplier,4101,", "division_invalid"),
            ("X,x,supplier,,91350100M000100Y44", "uscc_invalid"),
            (",x,supplier,,", "party_code_invalid"),
            ("X,,supplier,,", "party_name_missing"),
        ] {
            let report = site.parties(&format!("code,name,kind,division,uscc\n{row}\n")).await;
            assert_eq!(report.rejected.first().map(|r| r.code), Some(code), "{row}");
        }
        for (text, code, column) in [
            ("code,name,kind,division,division\nX,x,supplier,,\n", "heading_repeated", Some("division")),
            ("code,name,kind\nX,a,b,supplier\n", "row_too_long", None),
            ("代码,名称,类型\nX,x,king\n", "party_kind_unknown", Some("类型")),
            ("代码,名称,类型\nX,x,supplier\nX,y,supplier\n", "party_repeated", Some("代码")),
        ] {
            let report = site.parties(text).await;
            assert_eq!(report.rejected[0].code, code, "{text}");
            assert_eq!(report.rejected[0].column.as_deref(), column, "{text}");
        }
    }
}
