//! What a new figure costs the watch, in a city of 300, 3,000 and 30,000 parties, and what judging everything costs.

use std::{path::Path, time::Instant};

use baogong_domain::access::Actor;
use baogong_services::{Services, demo_site::DemoSize, import::ImportOptions};

use crate::{Outcome, demo, median};

/// Two months: the days that the watch looks at, whatever the month begins with.
const MONTHS: u32 = 2;
/// New figures in a row, each judged by itself.
const ROUNDS: u32 = 21;

pub(crate) async fn run(folder: &Path) -> Outcome<()> {
    println!("\nreconcile");
    let (mut parts, mut wholes) = (Vec::new(), Vec::new());
    for copies in [1, 10, 100] {
        let size = DemoSize { copies, months: MONTHS };
        let (services, _, figures) = demo(folder, &format!("watch-{copies}.db"), size).await?;
        let parties = services.party_count(&Actor::System).await?;
        let mut times = Vec::new();
        services.reconcile(&Actor::System, None).await?;
        for _ in 0..3 {
            let start = Instant::now();
            services.reconcile(&Actor::System, None).await?;
            times.push(start.elapsed());
        }
        let whole = median(times).as_secs_f64();
        let part = one_figure(&services).await?;
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

/// Seconds from a written figure to its judgement: a plant's stock of this morning, another one each time.
async fn one_figure(services: &Services) -> Outcome<f64> {
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let row = format!(
            "item,measure,period,consumer,quantity\ncoal.thermal,stock,2026-11-22,ZZ-PLANT-01,{}\n",
            90_000 + round
        );
        services.import(&Actor::System, "stock.csv", row.into_bytes(), ImportOptions::default()).await?;
        let start = Instant::now();
        let done = services.look(&Actor::System).await?;
        times.push(start.elapsed());
        if done.is_none_or(|run| run.whole) {
            return Err(format!("that was not a run over what changed: {done:?}").into());
        }
    }
    Ok(median(times).as_secs_f64())
}
