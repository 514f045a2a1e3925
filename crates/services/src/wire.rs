//! JSON as other systems see it. Amounts are numbers with at most three decimals, written digit by digit: they never
//! pass through floating point.

use baogong_domain::{
    Alert, BalanceRow, Evaluation, Exact, Level, PartyCode,
    watch::{Attention, Facts, Phase},
};
use baogong_storage::audit::AuditEntry;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    figures::ReportedFigure,
    watch::{AlertEntry, AlertList},
};

/// An exact amount as a JSON number.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Number(Box<RawValue>);

impl Number {
    fn new(amount: &Exact) -> Option<Self> {
        let text = amount.to_string();
        let text = text.trim_end_matches('0').trim_end_matches('.');
        RawValue::from_string(text.to_owned()).ok().map(Self)
    }

    fn of(amount: Option<&Exact>) -> Option<Self> {
        amount.and_then(Self::new)
    }
}

/// `balances --json`
#[derive(Debug, Serialize)]
pub struct Balances {
    rows: Vec<Balance>,
}

/// One row of a balance; what is unknown is null.
#[derive(Debug, Serialize)]
struct Balance {
    period: String,
    demand: Option<Number>,
    plan: Option<Number>,
    delivered: Option<Number>,
    received: Option<Number>,
    used: Option<Number>,
    stock: Option<Number>,
    supply: Option<Number>,
    counted_demand: Option<Number>,
    gap: Option<Number>,
    gap_ratio: Option<Number>,
    level: Option<&'static str>,
    gap_high: Option<Number>,
    level_high: Option<&'static str>,
    partial: bool,
    unknown: Vec<String>,
}

impl From<&[BalanceRow]> for Balances {
    fn from(rows: &[BalanceRow]) -> Self {
        let row = |row: &BalanceRow| Balance {
            period: row.period.to_string(),
            demand: Number::of(row.demand.as_ref()),
            plan: Number::of(row.plan.as_ref()),
            delivered: Number::of(row.delivered.as_ref()),
            received: Number::of(row.received.as_ref()),
            used: Number::of(row.used.as_ref()),
            stock: Number::of(row.stock.as_ref()),
            supply: Number::of(row.supply.as_ref()),
            counted_demand: Number::of(row.counted_demand.as_ref()),
            gap: Number::of(row.gap.as_ref()),
            gap_ratio: Number::of(row.gap_ratio.as_ref()),
            level: row.level.map(Level::code),
            gap_high: Number::of(row.gap_high.as_ref()),
            level_high: row.level_high.map(Level::code),
            partial: row.partial,
            unknown: row.unknown.iter().map(ToString::to_string).collect(),
        };
        Self { rows: rows.iter().map(row).collect() }
    }
}

/// `evaluate --json`
#[derive(Debug, Serialize)]
pub struct EvaluationAnswer {
    on: String,
    alerts: Vec<AlertAnswer>,
    counts: Counts,
    unknown: usize,
}

#[derive(Debug, Serialize)]
struct Counts {
    red: usize,
    orange: usize,
    yellow: usize,
    blue: usize,
}

#[derive(Debug, Serialize)]
struct AlertAnswer {
    kind: &'static str,
    item: String,
    scope: String,
    level: &'static str,
    period: String,
    ratio: Option<Number>,
    demand: Option<Number>,
    supply: Option<Number>,
    gap: Option<Number>,
    stock: Option<Number>,
    daily_use: Option<Number>,
    stock_days: Option<Number>,
}

impl From<&Evaluation> for EvaluationAnswer {
    fn from(evaluation: &Evaluation) -> Self {
        let alert = |alert: &Alert| AlertAnswer {
            kind: alert.kind.code(),
            item: alert.item.to_string(),
            scope: alert.scope.to_string(),
            level: alert.level.code(),
            period: alert.period.to_string(),
            ratio: Number::of(alert.ratio.as_ref()),
            demand: Number::of(alert.demand.as_ref()),
            supply: Number::of(alert.supply.as_ref()),
            gap: Number::of(alert.gap.as_ref()),
            stock: Number::of(alert.stock.as_ref()),
            daily_use: Number::of(alert.daily_use.as_ref()),
            stock_days: Number::of(alert.stock_days.as_ref()),
        };
        Self {
            on: evaluation.on.to_string(),
            alerts: evaluation.alerts.iter().map(alert).collect(),
            counts: Counts {
                red: evaluation.count(Level::Red),
                orange: evaluation.count(Level::Orange),
                yellow: evaluation.count(Level::Yellow),
                blue: evaluation.count(Level::Blue),
            },
            unknown: evaluation.unknown.len(),
        }
    }
}

/// `alerts list --json`
#[derive(Debug, Serialize)]
pub struct AlertsAnswer {
    /// The day that the last run judged; null before the first.
    judged: Option<String>,
    alerts: Vec<WatchedAnswer>,
    next: Option<i64>,
}

/// One watched alert; what does not apply is null.
#[derive(Debug, Serialize)]
struct WatchedAnswer {
    id: i64,
    kind: &'static str,
    item: String,
    scope: String,
    level: &'static str,
    worst: &'static str,
    state: &'static str,
    /// Whether it cannot be judged for want of data.
    unknown: bool,
    /// Evaluation day since which it is pending or has fired.
    since: Option<String>,
    opened_at: String,
    resolved_at: Option<String>,
    owner: Option<String>,
    escalated: bool,
    silenced_until: Option<String>,
    /// The alert that it follows from.
    cause: Option<i64>,
    period: Option<String>,
    ratio: Option<Number>,
    demand: Option<Number>,
    supply: Option<Number>,
    gap: Option<Number>,
    stock: Option<Number>,
    daily_use: Option<Number>,
    stock_days: Option<Number>,
    /// How many reports are overdue.
    missing: Option<u64>,
    /// What is hardly possible.
    doubts: Vec<String>,
}

impl WatchedAnswer {
    fn bare(entry: &AlertEntry) -> Self {
        let AlertEntry { id, alert, cause, resolved_at, .. } = entry;
        let since = match alert.phase {
            Phase::Pending { since, .. } | Phase::Firing { since, .. } | Phase::Recovering { since, .. } => Some(since),
            Phase::Resolved { since, .. } => since,
        };
        let owner = if let Attention::Owned { by, .. } = &alert.attention { Some(by.clone()) } else { None };
        Self {
            id: *id,
            kind: alert.key.kind.code(),
            item: alert.key.item.to_string(),
            scope: alert.key.scope.to_string(),
            level: alert.level.code(),
            worst: alert.worst.code(),
            state: alert.phase.code(),
            unknown: alert.unknown_since.is_some(),
            since: since.map(|day| day.to_string()),
            opened_at: alert.opened_at.to_rfc3339(),
            resolved_at: resolved_at.map(|at| at.to_rfc3339()),
            owner,
            escalated: matches!(alert.attention, Attention::Escalated { .. }),
            silenced_until: alert.silence.as_ref().map(|silence| silence.until.to_rfc3339()),
            cause: *cause,
            period: None,
            ratio: None,
            demand: None,
            supply: None,
            gap: None,
            stock: None,
            daily_use: None,
            stock_days: None,
            missing: None,
            doubts: Vec::new(),
        }
    }

    fn of(entry: &AlertEntry) -> Self {
        let bare = Self::bare(entry);
        match &entry.alert.facts {
            Facts::Gap { period, ratio, demand, supply, gap } => Self {
                period: Some(period.to_string()),
                ratio: Number::of(ratio.as_ref()),
                demand: Number::of(demand.as_ref()),
                supply: Number::of(supply.as_ref()),
                gap: Number::of(gap.as_ref()),
                ..bare
            },
            Facts::Stoppage { to, plan, delivered, .. } => {
                let gap = entry.alert.facts.gap();
                Self {
                    period: Some(to.to_string()),
                    ratio: gap.as_ref().and_then(|gap| Exact::ratio(gap, plan)).as_ref().and_then(Number::new),
                    demand: Number::new(plan),
                    supply: Number::new(delivered),
                    gap: Number::of(gap.as_ref()),
                    ..bare
                }
            }
            Facts::Stock { period, stock, daily_use, stock_days } => Self {
                period: Some(period.to_string()),
                stock: Number::new(stock),
                daily_use: Number::new(daily_use),
                stock_days: Number::of(stock_days.as_ref()),
                ..bare
            },
            Facts::Overdue { missing, oldest, .. } => {
                Self { period: Some(oldest.to_string()), missing: Some(*missing), ..bare }
            }
            Facts::Implausible { doubts } => {
                Self { doubts: doubts.iter().map(|doubt| format!("{} / {}", doubt.zh, doubt.en)).collect(), ..bare }
            }
            Facts::None => bare,
        }
    }
}

impl From<&AlertList> for AlertsAnswer {
    fn from(list: &AlertList) -> Self {
        Self {
            judged: list.judged.map(|(day, _)| day.to_string()),
            alerts: list.alerts.iter().map(WatchedAnswer::of).collect(),
            next: list.next,
        }
    }
}

/// `figures --json`
#[derive(Debug, Serialize)]
pub struct Figures {
    figures: Vec<FigureAnswer>,
}

#[derive(Debug, Serialize)]
struct FigureAnswer {
    item: String,
    measure: &'static str,
    period: String,
    supplier: Option<String>,
    consumer: Option<String>,
    quantity: Option<Number>,
    note: Option<String>,
}

impl From<Vec<ReportedFigure>> for Figures {
    fn from(figures: Vec<ReportedFigure>) -> Self {
        let code = |code: Option<PartyCode>| code.map(|c| c.to_string());
        let figure = |figure: ReportedFigure| FigureAnswer {
            item: figure.item.to_string(),
            measure: figure.measure.code(),
            period: figure.period.to_string(),
            supplier: code(figure.supplier),
            consumer: code(figure.consumer),
            quantity: Number::new(&figure.quantity.into()),
            note: Some(figure.note).filter(|n| !n.is_empty()),
        };
        Self { figures: figures.into_iter().map(figure).collect() }
    }
}

/// `audit list --json`
#[derive(Debug, Serialize)]
pub struct AuditTrail {
    entries: Vec<AuditAnswer>,
}

#[derive(Debug, Serialize)]
struct AuditAnswer {
    seq: i64,
    recorded_at: String,
    actor: String,
    origin: String,
    action: String,
    subject: String,
    detail: serde_json::Value,
    mac: String,
}

impl From<Vec<AuditEntry>> for AuditTrail {
    fn from(entries: Vec<AuditEntry>) -> Self {
        let entry = |entry: AuditEntry| AuditAnswer {
            seq: entry.seq,
            recorded_at: entry.recorded_at.to_rfc3339(),
            actor: entry.actor,
            origin: entry.origin,
            action: entry.action,
            subject: entry.subject,
            // What is not JSON was changed by hand; it is shown as it is.
            detail: serde_json::from_str(&entry.detail).unwrap_or(serde_json::Value::String(entry.detail)),
            mac: entry.mac,
        };
        Self { entries: entries.into_iter().map(entry).collect() }
    }
}
