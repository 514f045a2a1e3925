//! Ten thousand rows of XLSX as a person brings them: sent, previewed, sent again and imported, over HTTP.

use std::{path::Path, time::Instant};

use baogong_services::{
    demo_site::DemoSize,
    table::{Cell, Table, TableFormat},
};
use serde_json::Value;

use super::{Outcome, demo, site::Site};

const ROWS: u32 = 10_000;
const PLANTS: u32 = 8;
const BOUNDARY: &str = "----baogong-bench";

pub(crate) async fn run(folder: &Path) -> Outcome<()> {
    println!("upload, {ROWS} rows of XLSX over HTTP");
    let (services, path, _) = demo(folder, "upload.db", DemoSize::default()).await?;
    services.close().await;
    let site = Site::open(&path, "office_officer")?;
    let file = workbook()?;
    let start = Instant::now();
    let preview = send(&site, "/files/preview", &file, &[])?;
    let previewed = start.elapsed();
    let preview = &preview["Preview"];
    if preview["new"]["count"] != ROWS {
        return Err(format!("the preview went wrong: {preview:.500}").into());
    }
    let (digest, seen) = (preview["digest"].as_str().unwrap_or_default(), preview["seen"].to_string());
    let told = [("digest", digest), ("seen", seen.as_str()), ("reason", "bench")];
    let start = Instant::now();
    let report = send(&site, "/files/import", &file, &told)?;
    let imported = start.elapsed();
    if report["Report"]["accepted"] != ROWS {
        return Err(format!("the import went wrong: {report:.500}").into());
    }
    println!("  file                      {:>10.0} KiB", f64::from(u32::try_from(file.len())?) / 1024.0);
    println!("  preview                   {:>10.2} s", previewed.as_secs_f64());
    println!("  import                    {:>10.2} s", imported.as_secs_f64());
    println!("  together                  {:>10.2} s (aim < 10 s)", (previewed + imported).as_secs_f64());
    Ok(())
}

fn workbook() -> Outcome<Vec<u8>> {
    let headings = ["品种", "指标", "时期", "供应单位", "需求单位", "数量", "备注"].map(str::to_owned).to_vec();
    let first: chrono::NaiveDate = "2021-01-01".parse()?;
    let row = |number: u32| {
        let day = first + chrono::Days::new((number / PLANTS).into());
        let quantity = format!("{}.{:03}", 1000 + number % 9000, number % 1000);
        vec![
            Cell::text("电煤"),
            Cell::text("实际消耗"),
            Cell::text(day.to_string()),
            Cell::Empty,
            Cell::text(format!("ZZ-PLANT-{:02}", number % PLANTS + 1)),
            Cell::Number(quantity),
            Cell::text(if number.is_multiple_of(50) { "盘点" } else { "" }),
        ]
    };
    let table = Table { title: "bench".to_owned(), headings, rows: (0..ROWS).map(row).collect() };
    Ok(table.write(TableFormat::Xlsx)?)
}

fn send(site: &Site, path: &str, file: &[u8], fields: &[(&str, &str)]) -> Outcome<Value> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let field = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(field.bytes());
    }
    let head = "Content-Disposition: form-data; name=\"file\"; filename=\"bench.xlsx\"\r\n\r\n";
    body.extend(format!("--{BOUNDARY}\r\n{head}").bytes());
    body.extend(file);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let answer = site.ask(&format!("POST {path}"), &kind, &body)?;
    let split = answer.windows(4).position(|window| window == b"\r\n\r\n").ok_or("no answer")?;
    Ok(serde_json::from_slice(&answer[split + 4..])?)
}
