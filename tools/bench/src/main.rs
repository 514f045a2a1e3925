//! `make bench`: what the program costs, each as a ratio against a baseline measured in the same run on the same
//! machine. Nothing here passes or fails; the aims stand beside the numbers. One or some of them by name:
//! `baogong-bench watch`.

mod site;
mod upload;
mod watch;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use baogong_domain::access::Actor;
use baogong_services::{Services, clock::Clock, demo_site::DemoSize, import::ImportOptions};
use tempfile::TempDir;

use site::Site;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const TODAY: &str = "2026-11-23";

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = TempDir::new()?;
    println!("保供 Baogong bench, {} CPUs\n", std::thread::available_parallelism()?);
    // Named on the command line, or all.
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let asked = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    if asked("import") {
        import(folder.path()).await?;
    }
    if asked("evaluate") {
        evaluation(folder.path()).await?;
    }
    if asked("page") {
        first_page(folder.path()).await?;
    }
    if asked("upload") {
        upload::run(folder.path()).await?;
    }
    if asked("watch") {
        watch::run(folder.path()).await?;
    }
    Ok(())
}

async fn open(path: &Path) -> Outcome<Services> {
    let services = Services::open(&format!("sqlite:{}", path.display()), Clock::OnDate(TODAY.parse()?)).await?;
    services.migrate(&Actor::System).await?;
    Ok(services)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Rows per second of a whole import (read, check, resolve, record with history) against the bare insert of the rows.
async fn import(folder: &Path) -> Outcome<()> {
    const PARTIES: u32 = 2000;
    const DAYS: u32 = 100;
    const ROUNDS: u32 = 3;
    let mut parties = "code,name,kind\n".to_owned();
    let mut figures = "item,measure,period,supplier,consumer,quantity,note\n".to_owned();
    let first: chrono::NaiveDate = "2026-08-01".parse()?;
    for party in 0..PARTIES {
        writeln!(parties, "P{party},plant {party},enterprise")?;
    }
    for (offset, day) in (0..DAYS).zip(first.iter_days()) {
        for party in 0..PARTIES {
            let quantity = (party * 7919 + offset * 31) % 100_000;
            writeln!(figures, "coal.thermal,used,{day},,P{party},{quantity}.{:03},", quantity % 1000)?;
        }
    }
    let rows = f64::from(PARTIES * DAYS);
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let services = open(&folder.join(format!("import-{round}.db"))).await?;
        services.import_parties(&Actor::System, "parties.csv", parties.clone().into_bytes()).await?;
        let start = Instant::now();
        let report = services
            .import(&Actor::System, "bench.csv", figures.clone().into_bytes(), ImportOptions::default())
            .await?;
        ours.push(start.elapsed());
        if report.accepted != u64::from(PARTIES * DAYS) {
            return Err(format!("the import went wrong: {report:?}").into());
        }
        services.close().await;
        bare.push(bare_insert(&folder.join(format!("bare-{round}.db")), PARTIES, DAYS, first)?);
    }
    let (ours, bare) = (rows / median(ours).as_secs_f64(), rows / median(bare).as_secs_f64());
    println!("import, {rows} rows of CSV into SQLite");
    println!("  baogong import            {ours:>10.0} rows/s");
    println!("  bare prepared insert      {bare:>10.0} rows/s");
    println!("  ratio                     {:>10.2}   (aim ≥ 0.4)\n", ours / bare);
    Ok(())
}

/// The baseline: one prepared statement, one transaction, the bare rows into a keyed table with the same durability;
/// nothing is parsed, checked or kept as history.
fn bare_insert(path: &Path, parties: u32, days: u32, first: chrono::NaiveDate) -> Outcome<Duration> {
    let mut rows = Vec::new();
    for (offset, day) in (0..days).zip(first.iter_days()) {
        let day = day.to_string();
        rows.extend((0..parties).map(|party| (party, day.clone(), (party * 7919 + offset * 31) % 100_000)));
    }
    let mut connection = rusqlite::Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "cache_size", -65536)?;
    connection.execute_batch(
        "CREATE TABLE bare (series BIGINT NOT NULL, first_day DATE NOT NULL, grain TEXT NOT NULL, \
         quantity BIGINT NOT NULL, note TEXT NOT NULL, batch BIGINT NOT NULL, \
         PRIMARY KEY (series, first_day, grain)) WITHOUT ROWID",
    )?;
    let start = Instant::now();
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO bare VALUES (?1, ?2, 'day', ?3, '', 1)")?;
        for (party, day, quantity) in &rows {
            insert.execute(rusqlite::params![party, day, quantity])?;
        }
    }
    transaction.commit()?;
    Ok(start.elapsed())
}

async fn demo(folder: &Path, name: &str, size: DemoSize) -> Outcome<(Services, PathBuf, usize)> {
    let path = folder.join(name);
    let services = open(&path).await?;
    let figures = services.seed_demo(&Actor::System, size, |_, _| {}).await?;
    Ok((services, path, figures))
}

/// A whole evaluation, reading included, of the demo city and of thirty times as many parties.
async fn evaluation(folder: &Path) -> Outcome<()> {
    println!("evaluate, whole city");
    let mut per_party = Vec::new();
    for copies in [1, 30] {
        let (services, _, figures) =
            demo(folder, &format!("evaluate-{copies}.db"), DemoSize { copies, ..DemoSize::default() }).await?;
        let parties = services.party_count(&Actor::System).await?;
        let mut times = Vec::new();
        for _ in 0..5 {
            let start = Instant::now();
            services.evaluate(&Actor::System, None).await?;
            times.push(start.elapsed());
        }
        let time = median(times);
        per_party.push(time.as_secs_f64() / f64::from(u32::try_from(parties)?));
        println!("  {parties:>6} parties, {figures:>8} figures {:>8.0} ms", time.as_secs_f64() * 1000.0);
        services.close().await;
    }
    let ten_thousand = per_party[1] * 10_000.0;
    println!("  time per party, ratio     {:>10.2}   (aim ≤ 1: linear or better)", per_party[1] / per_party[0]);
    println!("  10,000 parties            {ten_thousand:>10.2} s (aim < 2 s)\n");
    Ok(())
}

/// Time to the last byte of the first page, over HTTP, with 14 and with 140 months of history.
async fn first_page(folder: &Path) -> Outcome<()> {
    println!("first page, full HTML over HTTP");
    let mut times = Vec::new();
    for months in [14, 140] {
        let (services, path, figures) =
            demo(folder, &format!("page-{months}.db"), DemoSize { copies: 1, months }).await?;
        services.close().await;
        let time = page_time(&path)?;
        println!("  {months:>4} months, {figures:>8} figures {:>8.1} ms", time.as_secs_f64() * 1000.0);
        times.push(time);
    }
    let ratio = times[1].as_secs_f64() / times[0].as_secs_f64();
    println!("  ratio                     {ratio:>10.2}   (aim ≤ 1.2)");
    Ok(())
}

fn page_time(database: &Path) -> Outcome<Duration> {
    let site = Site::open(database, "office_officer")?;
    let page = || -> Outcome<usize> { Ok(site.ask("GET /", "text/plain", b"")?.len()) };
    for _ in 0..3 {
        page()?;
    }
    let mut times = Vec::new();
    for _ in 0..21 {
        let start = Instant::now();
        if page()? < 10_000 {
            return Err("that is not the whole page".into());
        }
        times.push(start.elapsed());
    }
    Ok(median(times))
}
