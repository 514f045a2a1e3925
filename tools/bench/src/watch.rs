//! What a new figure costs the watch, in a city of 300, 3,000 and 30,000 parties, and what judging everything costs.

use std::{path::Path, process::Command, time::Instant};

use baogong_domain::access::Actor;
use baogong_services::{Services, demo_site::DemoSize, import::ImportOptions};

use crate::{Outcome, demo, median, open};

/// Two months: the days that the watch looks at, whatever the month begins with.
const MONTHS: u32 = 2;
/// New figures in a row, each judged by itself.
const ROUNDS: u32 = 21;
/// The word by which this program becomes the writer.
pub(crate) const WRITE: &str = "write-stock";

pub(crate) async fn run(folder: &Path) -> Outcome<()> {
    println!("\nreconcile");
    let (mut parts, mut wholes) = (Vec::new(), Vec::new());
    for copies in [1, 10, 100] {
        let size = DemoSize { copies, months: MONTHS };
        let (services, path, figures) = demo(folder, &format!("watch-{copies}.db"), size).await?;
        let parties = services.party_count(&Actor::System).await?;
        let mut times = Vec::new();
        services.reconcile(&Actor::System, None).await?;
        for _ in 0..3 {
            let start = Instant::now();
            services.reconcile(&Actor::System, None).await?;
            times.push(start.elapsed());
        }
        let whole = median(times).as_secs_f64();
        let part = one_figure(&services, &path).await?;
        let (whole_ms, part_ms) = (whole * 1000.0, part * 1000.0);
        println!(
            "  {parties:>6} parties, {figures:>8} figures: everything {whole_ms:>8.0} ms, one new figure {part_ms:>6.1} ms"
        );
        wholes.push(whole / f64::from(u32::try_from(parties)?));
        parts.push(part);
        services.close().await;
    }
    println!(
        "  one new figure, ratio     {:>10.2}   (aim ≤ 2: what changed counts, not the city)",
        parts[2] / parts[0]
    );
    println!("  everything, per party     {:>10.2}   (aim ≤ 1: linear or better)", wholes[2] / wholes[0]);
    Ok(())
}

/// Seconds from a written figure to its judgement. Another process writes, as another server would: what its write leaves
/// behind in memory is not counted.
async fn one_figure(services: &Services, path: &Path) -> Outcome<f64> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let quantity = (90_000 + round).to_string();
        let written = Command::new(std::env::current_exe()?).arg(WRITE).arg(path).arg(quantity).status()?;
        if !written.success() {
            return Err("the figure was not written".into());
        }
        let start = Instant::now();
        let done = services.look(&Actor::System).await?;
        times.push(start.elapsed());
        if done.is_none_or(|run| run.whole) {
            return Err(format!("that was not a run over what changed: {done:?}").into());
        }
    }
    Ok(median(times).as_secs_f64())
}

/// The other process: a plant's stock of this morning.
pub(crate) async fn write(path: &Path, quantity: &str) -> Outcome<()> {
    let services = open(path).await?;
    let row = format!("item,measure,period,consumer,quantity\ncoal.thermal,stock,2026-11-22,ZZ-PLANT-01,{quantity}\n");
    services.import(&Actor::System, "stock.csv", row.into_bytes(), ImportOptions::default()).await?;
    services.close().await;
    Ok(())
}
