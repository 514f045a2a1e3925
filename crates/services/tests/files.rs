//! Files: what a preview promises and an import keeps, whose figures a file may hold, refused rows that come back mended,
//! templates, saved mappings, exports.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use baogong_domain::{
    DayRange, Grain, ItemCode, Party, PartyCode, PartyKind,
    access::{Actor, Role, User},
};
use baogong_services::{
    ServiceError,
    demo_site::DemoSize,
    export::Ask,
    figures::FigureQuery,
    import::{
        ImportOptions, Preview,
        mapping::{FigureFile, Mapping, MappingFile, PartyFile, SupplierFile},
    },
    openings::OpenPeriod,
    sheet::Sheet,
    table::{Language, TableFormat},
    template::TemplateQuery,
};
use common::{Site, each_site};
use rust_xlsxwriter::Workbook;

const PARTIES: &str = "code,name,kind\nMINE-1,一矿,supplier\nMINE-2,二矿,supplier\nPLANT-1,一电厂,enterprise\nPLANT-2,二电厂,enterprise\nOFFICE,协调办,office\n";
const HEADER: &str = "item,measure,period,supplier,consumer,quantity,note\n";
const REASON: &str = "退回原因 / reason";

fn user(role: Role, code: &str, kind: PartyKind) -> Actor {
    let party = Party::new(PartyCode::parse(code).unwrap(), code, kind);
    Actor::User(Box::new(User::new(1, "clerk", role, Some(&party))))
}

fn plant() -> Actor {
    user(Role::EnterpriseClerk, "PLANT-1", PartyKind::Enterprise)
}

fn mine() -> Actor {
    user(Role::SupplierClerk, "MINE-1", PartyKind::Supplier)
}

async fn preview(site: &Site, actor: &Actor, bytes: &[u8]) -> Preview {
    site.services.preview(actor, bytes.to_vec(), ImportOptions::default()).await.unwrap()
}

async fn stored(site: &Site) -> Vec<(String, String)> {
    let item = ItemCode::parse("coal.thermal").unwrap();
    let query = FigureQuery { item, measure: None, party: None, from: None, to: None, as_of: None };
    let figures = site.services.figures(&Actor::System, &query).await.unwrap();
    figures.into_iter().map(|f| (f.period.to_string(), f.quantity.to_string())).collect()
}

fn rows(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let sheet = Sheet::open(bytes).unwrap();
    let mut rows = vec![sheet.header];
    sheet.rows.visit(|_, row| rows.push(row.iter().map(str::to_owned).collect())).unwrap();
    rows
}

fn csv_of(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

#[tokio::test]
async fn a_preview_counts_what_an_import_then_does() {
    for site in each_site().await {
        site.parties(PARTIES).await;
        let first =
            format!("{HEADER}coal.thermal,used,2026-11-01,,PLANT-1,10,\ncoal.thermal,used,2026-11-02,,PLANT-1,20,\n");
        site.import(&first, ImportOptions::default()).await;
        let text = format!(
            "{HEADER}coal.thermal,used,2026-11-01,,PLANT-1,10,\ncoal.thermal,used,2026-11-02,,PLANT-1,25,\n\
             coal.thermal,used,2026-11-03,,PLANT-1,30,\ncoal.thermal,used,2026-11-04,,PLANT-1,wenig,\n"
        );
        let seen = preview(&site, &plant(), text.as_bytes()).await;
        let counts = [seen.new.count, seen.changed.count, seen.unchanged.count, seen.rejected.count];
        assert_eq!(counts, [1, 1, 1, 1], "{}", site.engine);
        assert_eq!(stored(&site).await.len(), 2, "nothing was written");
        let changed = &seen.changed.first[0];
        let before = changed.before.map(|q| q.to_string());
        assert_eq!(
            (changed.line, before.as_deref(), changed.quantity.to_string().as_str()),
            (3, Some("20.000"), "25.000")
        );
        let previewed = seen.previewed();
        let options = ImportOptions { previewed: Some(&previewed), ..ImportOptions::default() };
        let whole = site.services.import(&plant(), "a.csv", text.clone().into_bytes(), options).await.unwrap();
        assert!(whole.is_refused());
        let options = ImportOptions { partial: true, ..options };
        // Another file than the previewed one.
        let other = site.services.import(&plant(), "a.csv", first.into_bytes(), options).await.unwrap();
        assert_eq!(other.rejected[0].code, "file_changed");
        let report = site.services.import(&plant(), "a.csv", text.into_bytes(), options).await.unwrap();
        assert_eq!((report.accepted, report.unchanged, report.rejected.len()), (2, 1, 1));
        assert_eq!(stored(&site).await.len(), 3);
    }
}

#[tokio::test]
async fn an_import_never_overwrites_what_came_after_its_preview() {
    for site in each_site().await {
        site.parties(PARTIES).await;
        let line = |day: u32, quantity: u32| format!("coal.thermal,used,2026-11-{day:02},,PLANT-1,{quantity},\n");
        let text = format!("{HEADER}{}{}{}", line(1, 10), line(2, 20), line(3, 30));
        let previewed = preview(&site, &plant(), text.as_bytes()).await.previewed();
        // Somebody else writes: one figure the same, one another day's, one in the way.
        for (day, quantity) in [(1, 10), (9, 90)] {
            site.import(&format!("{HEADER}{}", line(day, quantity)), ImportOptions::default()).await;
        }
        let options = ImportOptions { previewed: Some(&previewed), ..ImportOptions::default() };
        let report = site.services.import(&plant(), "a.csv", text.clone().into_bytes(), options).await.unwrap();
        assert_eq!((report.accepted, report.unchanged), (2, 1), "what is not in the way does not matter");
        let text = text.replace(",10,", ",11,").replace(",20,", ",21,");
        let previewed = preview(&site, &plant(), text.as_bytes()).await.previewed();
        site.import(&format!("{HEADER}{}", line(2, 22)), ImportOptions::default()).await;
        let options = ImportOptions { previewed: Some(&previewed), partial: true, ..ImportOptions::default() };
        let report = site.services.import(&plant(), "a.csv", text.clone().into_bytes(), options).await.unwrap();
        assert!(report.is_refused());
        let refused: Vec<_> = report.rejected.iter().map(|r| (r.line, r.column.as_deref(), r.code)).collect();
        assert_eq!(refused, [(Some(3), Some("quantity"), "changed_meanwhile")]);
        assert!(report.rejected[0].message.contains("22.000"), "{}", report.rejected[0].message);
        assert!(stored(&site).await.contains(&("2026-11-01".to_owned(), "10.000".to_owned())), "nothing was written");
        // Previewed again it goes through.
        let previewed = preview(&site, &plant(), text.as_bytes()).await.previewed();
        let options = ImportOptions { previewed: Some(&previewed), ..ImportOptions::default() };
        let report = site.services.import(&plant(), "a.csv", text.into_bytes(), options).await.unwrap();
        assert_eq!(report.accepted, 2);
    }
}

#[tokio::test]
async fn a_file_holds_only_its_writers_own_figures() {
    let site = each_site().await.remove(0);
    site.parties(PARTIES).await;
    let text = format!(
        "{HEADER}coal.thermal,used,2026-11-01,,PLANT-1,10,\ncoal.thermal,used,2026-11-01,,PLANT-2,20,\n\
         coal.thermal,plan,2026-12-01,MINE-1,PLANT-1,30,\ncoal.thermal,plan,2026-12-01,MINE-2,PLANT-1,40,\n"
    );
    let refused = async |actor: &Actor| {
        let preview = preview(&site, actor, text.as_bytes()).await;
        let rejected = preview.rejected.first.iter().map(|r| {
            assert_eq!(r.code, "not_yours");
            (r.line.unwrap(), r.column.clone().unwrap())
        });
        (preview.new.count, rejected.collect::<Vec<_>>())
    };
    let at = |line: u64, column: &str| (line, column.to_owned());
    assert_eq!(refused(&plant()).await, (1, vec![at(3, "consumer"), at(4, "supplier"), at(5, "supplier")]));
    assert_eq!(refused(&mine()).await, (1, vec![at(2, "consumer"), at(3, "consumer"), at(5, "supplier")]));
    let auditor = user(Role::Auditor, "OFFICE", PartyKind::Office);
    let error = site.services.preview(&auditor, text.clone().into_bytes(), ImportOptions::default()).await.unwrap_err();
    assert!(matches!(error, ServiceError::Denied(_)));
    // The office may all, and says why.
    let office = user(Role::OfficeOfficer, "OFFICE", PartyKind::Office);
    assert_eq!(refused(&office).await, (4, vec![]));
    let bytes = text.into_bytes();
    let error = site.services.import(&office, "a.csv", bytes.clone(), ImportOptions::default()).await.unwrap_err();
    assert_eq!(error.code(), "reason_missing");
    let options = ImportOptions { reason: "电话核实", ..ImportOptions::default() };
    assert_eq!(site.services.import(&office, "a.csv", bytes, options).await.unwrap().accepted, 4);
    // A mapping that makes parties is the office's alone.
    let mapping = Mapping::parse(&common::example("power.toml")).unwrap();
    let options = ImportOptions { mapping: Some(&mapping), ..ImportOptions::default() };
    let sheet = common::example("power-small.csv").into_bytes();
    assert!(matches!(site.services.preview(&plant(), sheet, options).await, Err(ServiceError::Denied(_))));
}

#[tokio::test]
async fn deadlines_and_locks_hold_for_files_as_for_the_desk() {
    let site = each_site().await.remove(0);
    site.parties(PARTIES).await;
    let locked = "coal.thermal,plan,2026-11-01,MINE-1,PLANT-1,30,\n";
    let late = "coal.thermal,delivered,2026-11-20,MINE-1,PLANT-1,31,\n";
    let ahead = "coal.thermal,plan,2026-12-01,MINE-1,PLANT-1,32,\n";
    let bytes = format!("{HEADER}{locked}{late}{ahead}").into_bytes();
    let seen = preview(&site, &mine(), &bytes).await;
    assert_eq!((seen.new.count, seen.late, seen.rejected.count), (2, 1, 1));
    let at = |r: &baogong_services::import::Rejection| (r.line, r.column.clone(), r.code);
    assert_eq!(at(&seen.rejected.first[0]), (Some(2), Some("quantity".to_owned()), "locked"));
    let import = async |actor: &Actor, bytes: &[u8], partial, reason| {
        let options = ImportOptions { partial, reason, ..ImportOptions::default() };
        site.services.import(actor, "a.csv", bytes.to_vec(), options).await
    };
    assert!(import(&mine(), &bytes, false, "晚报").await.unwrap().is_refused());
    assert_eq!(import(&mine(), &bytes, true, " ").await.unwrap_err().code(), "reason_missing");
    assert!(stored(&site).await.is_empty());
    let report = import(&mine(), &bytes, true, "磅房断电，今日补报").await.unwrap();
    assert_eq!((report.accepted, report.rejected.len()), (2, 1));
    let file = site.services.refused_rows(&mine(), bytes.clone(), ImportOptions::default()).await.unwrap();
    assert_eq!(rows(file.bytes)[1][2], "2026-11-01");
    // The same again changes nothing, and nothing holds it back but the locked row.
    assert_eq!(preview(&site, &mine(), &bytes).await.late, 0);
    // The office opens it.
    let office = user(Role::OfficeOfficer, "OFFICE", PartyKind::Office);
    let day = "2026-11-01".parse().unwrap();
    let opening = OpenPeriod {
        party: PartyCode::parse("MINE-1").unwrap(),
        item: None,
        days: DayRange { first: day, last: day },
        until: "2026-11-24T10:00:00".parse().unwrap(),
        reason: "月初漏报".to_owned(),
    };
    site.services.open_period(&office, &opening).await.unwrap();
    let seen = preview(&site, &mine(), &bytes).await;
    assert_eq!((seen.new.count, seen.late, seen.unchanged.count, seen.rejected.count), (1, 1, 2, 0));
    assert_eq!(import(&mine(), &bytes, false, "补报").await.unwrap().accepted, 1);
    // The office itself is held back by no lock.
    let other = bytes_replace(&bytes, "MINE-1", "MINE-2");
    assert_eq!(import(&office, &other, false, "电话核实").await.unwrap().accepted, 3);
}

fn bytes_replace(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    String::from_utf8(bytes.to_vec()).unwrap().replace(from, to).into_bytes()
}

#[tokio::test]
async fn refused_rows_come_back_with_their_reason_and_import_once_mended() {
    let site = each_site().await.remove(0);
    site.parties(PARTIES).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("十一月").unwrap();
    sheet.write_row(0, 0, ["品种", "指标", "时期", "需求单位", "数量", "备注"]).unwrap();
    for (line, day, quantity) in [(1, 1, "10"), (2, 2, "-5"), (3, 3, "30")] {
        let period = format!("2026-11-{day:02}");
        sheet.write_row(line, 0, ["电煤", "实际消耗", &period, "一电厂", quantity, "=不是公式"]).unwrap();
    }
    sheet.write(4, 0, "电煤").unwrap();
    let formula = rust_xlsxwriter::Formula::new("=20+20").set_result("40");
    sheet.write_row(4, 1, ["实际消耗", "2026-11-04", "一电厂"]).unwrap().write(4, 4, formula).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let seen = preview(&site, &plant(), &bytes).await;
    let places: Vec<_> = seen
        .rejected
        .first
        .iter()
        .map(|r| (r.sheet.as_deref(), r.cell.as_deref(), r.column.as_deref(), r.code))
        .collect();
    let at = |cell, code| (Some("十一月"), Some(cell), Some("数量"), code);
    assert_eq!(places, [at("E3", "quantity_negative"), at("E5", "formula_cell")]);
    assert_eq!(seen.rejected_rows, 2);
    let file = site.services.refused_rows(&plant(), bytes, ImportOptions::default()).await.unwrap();
    assert_eq!(file.format, TableFormat::Xlsx);
    let refused = rows(file.bytes.clone());
    assert_eq!(refused[0].last().unwrap(), REASON);
    assert_eq!(refused.len(), 3);
    assert_eq!(refused[1][..6], ["电煤", "实际消耗", "2026-11-02", "一电厂", "-5", "=不是公式"]);
    assert!(refused[1][6].contains("E3") && refused[1][6].contains("负"), "{}", refused[1][6]);
    assert_eq!(refused[2][4], "40", "what the formula showed");
    // Unmended the one is refused again, the other is a value now; mended both go in, the reasons passed over.
    let again = preview(&site, &plant(), &file.bytes).await;
    assert_eq!((again.new.count, again.rejected.count), (1, 1));
    let mut mended = refused.clone();
    mended[1][4] = "5".to_owned();
    let report = site.services.import(&plant(), "b.csv", csv_of(&mended), ImportOptions::default()).await.unwrap();
    assert_eq!((report.accepted, report.rejected), (2, vec![]));
    // A CSV comes back as CSV, and both lines of a contradiction with it.
    let text = format!(
        "{HEADER}coal.thermal,used,2026-11-08,,PLANT-1,1,+1\ncoal.thermal,used,2026-11-08,,PLANT-1,2,\ncoal.thermal,used,2026-11-09,,PLANT-1,3,\n"
    );
    let file = site.services.refused_rows(&plant(), text.into_bytes(), ImportOptions::default()).await.unwrap();
    assert_eq!(file.format, TableFormat::Csv);
    assert!(String::from_utf8(file.bytes.clone()).unwrap().contains(",'+1,"));
    assert_eq!(rows(file.bytes)[1..].iter().map(|row| row[5].clone()).collect::<Vec<_>>(), ["1", "2"]);
}

#[tokio::test]
async fn a_template_is_filled_in_and_imported_as_it_is() {
    let site = each_site().await.remove(0);
    site.services.seed_demo(&Actor::System, DemoSize { copies: 1, months: 1 }, |_, _| {}).await.unwrap();
    let clerk = user(Role::EnterpriseClerk, "ZZ-PLANT-01", PartyKind::Enterprise);
    let query = TemplateQuery { grain: Grain::Day, first: None };
    let bytes = site.services.template(&clerk, query).await.unwrap();
    let prepared = rows(bytes.clone());
    assert_eq!(prepared[0], ["品种", "指标", "时期", "供应单位", "需求单位", "数量", "备注"]);
    assert!(prepared.len() > 20, "{}", prepared.len());
    let name = prepared[1][4].clone();
    assert!(prepared[1..].iter().all(|row| row[4] == name && row[3].is_empty()), "only what is its own");
    let demand: Vec<_> =
        prepared.iter().filter(|row| row[0] == "电煤" && row[1] == "需求").map(|row| &row[2]).collect();
    assert_eq!((demand.len(), demand[0].as_str()), (7, "2026-11-24"));
    // Untouched it says nothing.
    let options = ImportOptions { skip_untouched: true, ..ImportOptions::default() };
    let seen = site.services.preview(&clerk, bytes, options).await.unwrap();
    assert_eq!((seen.new.count, seen.changed.count, seen.rejected.count), (0, 0, 0));
    assert_eq!(seen.skipped, prepared.len() as u64 - 1);
    // Two quantities filled in are two figures.
    let mut filled = prepared.clone();
    for (row, quantity) in filled.iter_mut().filter(|row| row[1] == "需求").zip(["8123.5", "8234"]) {
        row.resize(7, String::new());
        row[5] = quantity.to_owned();
    }
    let report = site.services.import(&clerk, "t.csv", csv_of(&filled), options).await.unwrap();
    assert_eq!((report.accepted, report.rejected.len(), report.skipped), (2, 0, prepared.len() as u64 - 3));
    // The power company reports the groups' demand, too; the coal bureau the mines' plans.
    let power = user(Role::SupplierClerk, "ZZ-POWER", PartyKind::Supplier);
    let own = rows(site.services.template(&power, TemplateQuery { grain: Grain::Month, first: None }).await.unwrap());
    assert!(own.iter().any(|row| row[1] == "需求" && row[4] == "居民" && row[2] == "2026-11"));
    assert!(own.iter().any(|row| row[1] == "实际供应" && row[2] == "2026-10"));
}

#[tokio::test]
async fn mappings_are_kept_for_their_party_alone() {
    for site in each_site().await {
        site.parties(PARTIES).await;
        let column = |heading: &str, measure: &str| FigureFile {
            column: heading.to_owned(),
            item: "coal.thermal".to_owned(),
            measure: measure.to_owned(),
            factor: Some("10000".to_owned()),
            ..FigureFile::default()
        };
        let file = MappingFile {
            period: "日期".to_owned(),
            party: PartyFile { code: Some("PLANT-1".to_owned()), ..PartyFile::default() },
            figure: vec![column("耗煤(万吨)", "used"), column("存煤(万吨)", "stock")],
            ..MappingFile::default()
        };
        let id = site.services.save_mapping(&plant(), " 生产日报 ", file.clone()).await.unwrap();
        assert_eq!(site.services.save_mapping(&plant(), "生产日报", file.clone()).await.unwrap(), id);
        let saved = site.services.mappings(&plant()).await.unwrap();
        assert_eq!(saved.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["生产日报"]);
        assert!(site.services.mappings(&mine()).await.unwrap().is_empty());
        assert_eq!(site.services.mapping(&mine(), id).await.unwrap_err().code(), "not_found");
        assert_eq!(site.services.remove_mapping(&mine(), id).await.unwrap_err().code(), "not_found");
        let mapping = site.services.mapping(&plant(), id).await.unwrap();
        let options = ImportOptions { mapping: Some(&mapping), ..ImportOptions::default() };
        let text = "日期,班次,耗煤(万吨),存煤(万吨)\n2026-11-01,全天,0.81,12.5\n2026-11-02,全天,,12\n";
        let sample = site.services.sample(&plant(), text.as_bytes().to_vec()).await.unwrap();
        assert_eq!((sample.header.len(), sample.row_count, sample.rows[0][2].as_str()), (4, 2, "0.81"));
        let report = site.services.import(&plant(), "m.csv", text.as_bytes().to_vec(), options).await.unwrap();
        assert_eq!((report.accepted, report.rejected.len()), (3, 0));
        assert!(stored(&site).await.contains(&("2026-11-01".to_owned(), "8100.000".to_owned())));
        // What cannot work is not kept.
        for wrong in [
            MappingFile { figure: Vec::new(), ..file.clone() },
            MappingFile { figure: vec![column("x", "promise")], ..file.clone() },
            MappingFile {
                party: PartyFile { create: Some("enterprise".to_owned()), ..file.party.clone() },
                ..file.clone()
            },
        ] {
            let error = site.services.save_mapping(&plant(), "x", wrong).await.unwrap_err();
            assert_eq!(error.code(), "mapping_invalid");
        }
        site.services.remove_mapping(&plant(), id).await.unwrap();
        assert!(site.services.mappings(&plant()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_suppliers_own_sheet_names_whom_it_serves() {
    let site = each_site().await.remove(0);
    site.parties(PARTIES).await;
    let file = MappingFile {
        period: "月份".to_owned(),
        party: PartyFile { code: Some("MINE-1".to_owned()), ..PartyFile::default() },
        figure: vec![FigureFile {
            column: "计划".to_owned(),
            item: "电煤".to_owned(),
            measure: "供应计划".to_owned(),
            supplier: Some(SupplierFile::Word("row".to_owned())),
            consumer: Some(baogong_services::import::mapping::ConsumerFile::Column { column: "电厂".to_owned() }),
            ..FigureFile::default()
        }],
        ..MappingFile::default()
    };
    let mapping = file.check().unwrap();
    let options = ImportOptions { mapping: Some(&mapping), ..ImportOptions::default() };
    let text = "月份,电厂,计划\n2026-12,一电厂,100\n2026-12,PLANT-2,200\n2026-12,三电厂,300\n2026-12,,400\n";
    let preview = site.services.preview(&mine(), text.as_bytes().to_vec(), options).await.unwrap();
    assert_eq!(preview.new.count, 2);
    let consumers: Vec<_> = preview.new.first.iter().map(|f| f.consumer.as_ref().unwrap().code.to_string()).collect();
    assert_eq!(consumers, ["PLANT-1", "PLANT-2"]);
    let refused: Vec<_> = preview.rejected.first.iter().map(|r| (r.line, r.column.as_deref(), r.code)).collect();
    assert_eq!(refused, [(Some(4), Some("电厂"), "party_unknown"), (Some(5), Some("电厂"), "consumer_missing")]);
}

#[tokio::test]
async fn exports_are_cut_to_their_reader_and_leave_a_trace() {
    let site = each_site().await.remove(0);
    site.services.seed_demo(&Actor::System, DemoSize { copies: 1, months: 1 }, |_, _| {}).await.unwrap();
    let export = async |actor: &Actor, what: &str, ask: &[(&str, &str)], language| {
        let ask: Ask = ask.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (name, file) = site.services.export(actor, what, &ask, TableFormat::Csv, language).await?;
        Ok::<_, ServiceError>((name, rows(file.bytes)))
    };
    let (zh, en) = (Language::Zh, Language::En);
    let coal = [("item", "coal.thermal"), ("from", "2026-11-20"), ("to", "2026-11-22")];
    let (name, balances) = export(&Actor::System, "balances", &coal, zh).await.unwrap();
    assert_eq!((name.as_str(), balances.len(), balances[1][0].as_str()), ("供需平衡-2026-11-23.csv", 4, "2026-11-20"));
    assert_eq!(export(&Actor::System, "balances", &coal, en).await.unwrap().1[0][4], "Demand");
    assert!(export(&Actor::System, "situation", &[], zh).await.unwrap().1.len() > 100);
    assert!(export(&Actor::System, "alerts", &[], zh).await.unwrap().1.len() > 1);
    assert!(export(&Actor::System, "completeness", &[], zh).await.unwrap().1.len() > 10);
    let all = export(&Actor::System, "parties", &[], zh).await.unwrap().1.len();
    let clerk = user(Role::EnterpriseClerk, "ZZ-PLANT-01", PartyKind::Enterprise);
    assert!(export(&clerk, "parties", &[], zh).await.unwrap().1.len() < all / 10);
    let own = export(&clerk, "figures", &coal, zh).await.unwrap().1;
    let everything = export(&Actor::System, "figures", &coal, zh).await.unwrap().1;
    assert!(own.len() > 1 && own.len() < everything.len() / 2, "{} of {}", own.len(), everything.len());
    // What was taken away can be brought back as it is.
    let report = site.services.preview(&Actor::System, csv_of(&own), ImportOptions::default()).await.unwrap();
    assert_eq!((report.new.count, report.changed.count, report.rejected.count), (0, 0, 0));
    for (what, ask, code) in [
        ("nothing", &[][..], "not_found"),
        ("balances", &[][..], "parameter_missing"),
        ("balances", &[("item", "coal.thermal"), ("from", "x")][..], "parameter_invalid"),
        ("balances", &[("item", "coal.coking")][..], "not_found"),
    ] {
        assert_eq!(export(&Actor::System, what, ask, zh).await.unwrap_err().code(), code, "{what}");
    }
    let entries = site.services.audit_entries(&Actor::System, 0, 1000).await.unwrap();
    let exported: Vec<_> = entries.iter().filter(|e| e.action == "export").map(|e| e.subject.as_str()).collect();
    assert_eq!(exported.iter().filter(|what| **what == "balances").count(), 2);
    assert_eq!(exported.len(), 9);
}
