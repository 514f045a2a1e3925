//! The verbs about alerts.

use baogong_domain::{
    access::Actor,
    watch::{Attention, Facts},
};
use baogong_services::{
    Services,
    audit::office_time,
    watch::{AlertEntry, AlertFilter, Reconciled},
    wire,
};

use crate::{
    cli::{AlertsList, AlertsVerb},
    commands::{Outcome, print_json, print_lines, shown},
};

pub(crate) async fn run(services: &Services, verb: AlertsVerb, json: bool) -> Outcome {
    match verb {
        AlertsVerb::List(query) => list(services, query, json).await,
        AlertsVerb::Reconcile { on } => {
            let runs = services.reconcile(&Actor::System, on).await?;
            if json {
                let run = |run: &Reconciled| {
                    serde_json::json!({
                        "day": run.day.to_string(), "opened": run.opened, "rose": run.rose, "fell": run.fell,
                        "resolved": run.resolved, "unknown": run.unknown,
                    })
                };
                return print_json(&serde_json::json!({ "runs": runs.iter().map(run).collect::<Vec<_>>() }));
            }
            print_lines(runs.iter().map(|run| {
                format!(
                    "{}: 新增 opened {}, 加重 rose {}, 减轻 fell {}, 解除 resolved {}, 未知 unknown {}",
                    run.day, run.opened, run.rose, run.fell, run.resolved, run.unknown
                )
            }))
        }
    }
}

async fn list(services: &Services, query: AlertsList, json: bool) -> Outcome {
    let AlertsList { state, level, item, party, before } = query;
    let filter = AlertFilter { state, level, item, party, before, ..AlertFilter::default() };
    let list = services.alerts(&Actor::System, &filter).await?;
    if list.judged.is_none() {
        eprintln!("尚未值守判定 / nothing was judged yet: the server does so, or `baogong alerts reconcile`");
    }
    if json {
        return print_json(&wire::AlertsAnswer::from(&list));
    }
    print_lines(list.alerts.iter().map(line))
}

fn line(entry: &AlertEntry) -> String {
    let AlertEntry { id, alert, cause, .. } = entry;
    let what = match &alert.facts {
        Facts::Gap { period, demand, gap, .. } => {
            format!("{period} gap {} of {}", shown(gap.as_ref()), shown(demand.as_ref()))
        }
        Facts::Stoppage { from, to, plan, delivered } => format!("{from}..{to} delivered {delivered} of {plan}"),
        Facts::Stock { period, stock, stock_days, .. } => {
            format!("{period} stock {stock} days {}", shown(stock_days.as_ref()))
        }
        Facts::Overdue { missing, oldest, .. } => format!("missing {missing} since {oldest}"),
        Facts::Implausible { doubts } => {
            doubts.iter().map(|doubt| format!("{} {}", doubt.period, doubt.code)).collect::<Vec<_>>().join(", ")
        }
        Facts::None => "-".to_owned(),
    };
    let who = match &alert.attention {
        Attention::Owned { by, .. } => by.clone(),
        Attention::Escalated { .. } => "escalated".to_owned(),
        Attention::Unclaimed { due } => format!("unclaimed until {}", office_time(*due)),
        Attention::Quiet => "-".to_owned(),
    };
    let unknown = if alert.unknown_since.is_some() { " unknown" } else { "" };
    let cause = cause.map(|cause| format!("\tunder {cause}")).unwrap_or_default();
    format!("{id}\t{}\t{}{unknown}\t{}\t{what}\t{who}{cause}", alert.level.code(), alert.phase.code(), alert.key)
}
