//! Verbs: each is a thin door onto one use case and prints its answer, for people or as JSON.

use std::{io::Write as _, path::Path, process::ExitCode, sync::Arc};

use baogong_domain::{Exact, Level, access::Actor};
use baogong_services::{
    ServiceError, Services,
    accounts::{Invitation, NewAccount},
    audit::{AuditHead, AuditKey, TrailState, office_time},
    balances::BalanceQuery,
    demo_site::DemoSize,
    figures::FigureQuery,
    import::{ImportOptions, ImportReport, mapping::Mapping},
    sheet::{MAX_FILE_BYTES, SheetError, is_workbook},
    wire,
};
use serde::Serialize;

use crate::{
    alerts,
    cli::{self, AuditVerb, Cli, PartyVerb, UserVerb, Verb},
    config::Config,
    heads::{self, HeadsFile},
    jobs,
    session::Door,
    web,
};

pub(crate) type Outcome = Result<ExitCode, ServiceError>;

pub(crate) async fn run(cli: Cli) -> Outcome {
    let config = Config::read()?;
    let database = config.database(cli.database);
    let services = Services::open(&database, config.clock(cli.today)).await?;
    let services = match std::env::var("BAOGONG_AUDIT_KEY") {
        Ok(key) => services.with_audit_key(AuditKey::parse(&key)?),
        Err(_) => services,
    };
    services.migrate(&Actor::System).await?;
    let json = cli.json;
    let outcome = match cli.verb {
        Verb::Serve(serve) => {
            let listen = config.listen(serve.listen);
            let lease = config.job_lease()?;
            let heads = Arc::new(HeadsFile(config.audit_heads(&database)));
            let services = services.clone().with_runner(jobs::runner(lease, heads));
            let door = Door {
                services: services.clone(),
                secure: config.https(listen),
                proxies: config.proxies()?,
                demo: serve.demo,
            };
            let jobs = jobs::start(services, lease).await?;
            let outcome = web::serve(door, listen).await;
            jobs.stop().await;
            outcome
        }
        Verb::User(UserVerb::Add { login, name, role, party }) => {
            let new = NewAccount { login, name, role, party };
            user_added(&services.add_account(&Actor::System, &new).await?, json)
        }
        Verb::Migrate => done(json, "数据库已就绪 / the database is ready"),
        Verb::Demo => demo(&services, json).await,
        Verb::Party(PartyVerb::Import { file }) => import_parties(&services, &file, json).await,
        Verb::Import(import) => import_figures(&services, &import, json).await,
        Verb::Figures(query) => figures(&services, query, json).await,
        Verb::Balances(query) => balances(&services, query, json).await,
        Verb::Evaluate { on } => evaluate(&services, on, json).await,
        Verb::Alerts(verb) => alerts::run(&services, verb, json).await,
        Verb::Audit(verb) => audit(&services, verb, json).await,
    };
    services.close().await;
    outcome
}

/// Says why a verb failed: words on standard error, and with `--json` a document on standard output.
pub(crate) fn report(error: &ServiceError, json: bool) {
    #[derive(Serialize)]
    struct Failure {
        code: &'static str,
        message: String,
    }
    eprintln!("baogong: {error}");
    if json {
        // Standard output may be closed already; then nobody reads the answer.
        let _ = print_json(&Failure { code: error.code(), message: error.to_string() });
    }
}

pub(crate) fn print_json(answer: &impl Serialize) -> Outcome {
    print(|output| {
        serde_json::to_writer(&mut *output, answer)?;
        writeln!(output)
    })
}

pub(crate) fn print_lines(lines: impl IntoIterator<Item = String>) -> Outcome {
    print(|output| lines.into_iter().try_for_each(|line| writeln!(output, "{line}")))
}

/// Writes to standard output; a reader who has gone away (`| head`) has read enough.
fn print(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> Outcome {
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    match write(&mut output).and_then(|()| output.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(ServiceError::invalid("output_failed", error.to_string()))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn done(json: bool, message: &str) -> Outcome {
    if json { print_json(&serde_json::json!({ "done": true })) } else { print_lines([message.to_owned()]) }
}

fn read_file(path: &Path) -> Result<Vec<u8>, ServiceError> {
    let unreadable = |e: std::io::Error| ServiceError::invalid("file_unreadable", format!("{}: {e}", path.display()));
    if std::fs::metadata(path).map_err(unreadable)?.len() > MAX_FILE_BYTES {
        return Err(ServiceError::invalid(SheetError::TooLarge.code(), SheetError::TooLarge.to_string()));
    }
    std::fs::read(path).map_err(unreadable)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

async fn demo(services: &Services, json: bool) -> Outcome {
    eprintln!("正在装入模拟城市 / seeding the synthetic city …");
    let progress = |written: usize, all: usize| eprintln!("  {written} / {all}");
    let figures = services.seed_demo(&Actor::System, DemoSize::default(), progress).await?;
    eprintln!("正在判定最近三周 / judging the last three weeks …");
    services.seed_watch(&Actor::System).await?;
    if json {
        return print_json(&serde_json::json!({ "figures": figures }));
    }
    print_lines([format!("模拟城市已就绪，{figures} 个数据 / the synthetic city is ready, {figures} figures")])
}

async fn import_parties(services: &Services, file: &Path, json: bool) -> Outcome {
    let report = services.import_parties(&Actor::System, &file_name(file), read_file(file)?).await?;
    import_answer(&report, json, false)
}

async fn import_figures(services: &Services, import: &cli::Import, json: bool) -> Outcome {
    let mapping = match &import.mapping {
        None => None,
        Some(path) => {
            let text = String::from_utf8(read_file(path)?).map_err(|_| {
                ServiceError::invalid("mapping_invalid", "映射文件须为 UTF-8 / the mapping must be UTF-8")
            })?;
            Some(Mapping::parse(&text)?)
        }
    };
    let (source, bytes) = (file_name(&import.file), read_file(&import.file)?);
    let options = ImportOptions {
        mapping: mapping.as_ref(),
        dry_run: import.dry_run,
        partial: import.partial,
        // A workbook may be a template that somebody filled in; a CSV was written by a program.
        skip_untouched: is_workbook(&bytes),
        ..ImportOptions::default()
    };
    let report = services.import(&Actor::System, &source, bytes, options).await?;
    import_answer(&report, json, import.dry_run)
}

fn import_answer(report: &ImportReport, json: bool, dry_run: bool) -> Outcome {
    const SHOWN: usize = 50;
    for rejection in report.rejected.iter().take(SHOWN) {
        let line = rejection.line.map_or_else(String::new, |l| format!("第 {l} 行 line {l}, "));
        let column = rejection.column.as_ref().map_or_else(String::new, |c| format!("列 column {c}: "));
        let cell = rejection.sheet.iter().zip(&rejection.cell).map(|(sheet, cell)| format!("{sheet}!{cell} ")).next();
        eprintln!("{}{line}{column}{} [{}]", cell.unwrap_or_default(), rejection.message, rejection.code);
    }
    if report.rejected.len() > SHOWN {
        eprintln!("… 另有 {0} 处 / {0} more", report.rejected.len() - SHOWN);
    }
    if report.is_refused() {
        eprintln!("未写入任何数据 / refused: nothing was written");
    } else if dry_run {
        eprintln!("仅检查，未写入 / dry run: nothing was written");
    }
    if json {
        print_json(report)?;
    } else {
        print_lines([format!(
            "接受 accepted {}, 未变 unchanged {}, 拒绝 rejected {}",
            report.accepted,
            report.unchanged,
            report.rejected.len()
        )])?;
    }
    Ok(if report.is_refused() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn figures(services: &Services, query: cli::Figures, json: bool) -> Outcome {
    let cli::Figures { item, measure, party, from, to, as_of } = query;
    let figures = services.figures(&Actor::System, &FigureQuery { item, measure, party, from, to, as_of }).await?;
    if json {
        return print_json(&wire::Figures::from(figures));
    }
    print_lines(figures.iter().map(|figure| {
        let code = |code: &Option<baogong_domain::PartyCode>| code.as_ref().map_or("-".to_owned(), ToString::to_string);
        let (supplier, consumer) = (code(&figure.supplier), code(&figure.consumer));
        format!("{}\t{}\t{supplier}\t{consumer}\t{}\t{}", figure.period, figure.measure, figure.quantity, figure.note)
    }))
}

pub(crate) fn shown(amount: Option<&Exact>) -> String {
    amount.map_or_else(|| "-".to_owned(), ToString::to_string)
}

async fn balances(services: &Services, query: cli::Balances, json: bool) -> Outcome {
    let cli::Balances { item, scope, from, to, granularity, as_of } = query;
    let query = BalanceQuery { item, scope, from, to, granularity: granularity.into(), as_of };
    let rows = services.balances(&Actor::System, &query).await?;
    if json {
        return print_json(&wire::Balances::from(rows.as_slice()));
    }
    let head = "period\tdemand\tplan\tdelivered\treceived\tused\tstock\tsupply\tgap\tratio\tlevel\tunknown".to_owned();
    print_lines([head].into_iter().chain(rows.iter().map(|row| {
        let amounts = [&row.demand, &row.plan, &row.delivered, &row.received, &row.used, &row.stock, &row.supply];
        let amounts: Vec<String> = amounts.iter().map(|a| shown(a.as_ref())).collect();
        let level = row.level.map_or("-", Level::code);
        let (gap, ratio) = (shown(row.gap.as_ref()), shown(row.gap_ratio.as_ref()));
        format!("{}\t{}\t{gap}\t{ratio}\t{level}\t{}", row.period, amounts.join("\t"), row.unknown.len())
    })))
}

async fn evaluate(services: &Services, on: Option<chrono::NaiveDate>, json: bool) -> Outcome {
    let evaluation = services.evaluate(&Actor::System, on).await?;
    if json {
        return print_json(&wire::EvaluationAnswer::from(&evaluation));
    }
    let counts = Level::WORST_FIRST.map(|l| format!("{} {} {}", l.names().0, l.code(), evaluation.count(l)));
    let head = format!("{}: {}, 未知 unknown {}", evaluation.on, counts.join(", "), evaluation.unknown.len());
    print_lines([head].into_iter().chain(evaluation.alerts.iter().map(|alert| {
        let what = match alert.stock_days.as_ref() {
            Some(days) => format!("stock {} days {days}", shown(alert.stock.as_ref())),
            None => format!("gap {} of {}", shown(alert.gap.as_ref()), shown(alert.demand.as_ref())),
        };
        let (kind, level) = (alert.kind.code(), alert.level.code());
        format!("{level}\t{kind}\t{}\t{}\t{}\t{what}", alert.item, alert.scope, alert.period)
    })))
}

async fn audit(services: &Services, verb: AuditVerb, json: bool) -> Outcome {
    match verb {
        AuditVerb::Verify { head, heads } => {
            let mut kept: Vec<AuditHead> = head.into_iter().collect();
            if let Some(path) = heads {
                kept.extend(heads::read(&path)?);
            }
            let state = services.verify_audit(&Actor::System, &kept).await?;
            verify_answer(&state, json)
        }
        AuditVerb::Checkpoint { before } => {
            let cut = services.cut_audit(&Actor::System, before).await?;
            let (seq, removed) = cut.map_or((0, 0), |cut| (cut.seq, cut.removed));
            if json {
                return print_json(&serde_json::json!({ "removed": removed, "through": seq }));
            }
            print_lines([format!("移除 {removed} 条，至第 {seq} 条 / removed {removed} entries, up to entry {seq}")])
        }
        AuditVerb::Head => {
            let head = services.audit_head(&Actor::System).await?;
            let text = head.to_string();
            if json { print_json(&serde_json::json!({ "head": text })) } else { print_lines([text]) }
        }
        AuditVerb::List { after, most } => {
            let entries = services.audit_entries(&Actor::System, after, most).await?;
            if json {
                return print_json(&wire::AuditTrail::from(entries));
            }
            print_lines(entries.iter().map(|entry| {
                let time = office_time(entry.recorded_at);
                format!("{}\t{time}\t{}\t{}\t{}\t{}", entry.seq, entry.actor, entry.action, entry.subject, entry.detail)
            }))
        }
    }
}

fn user_added(invitation: &Invitation, json: bool) -> Outcome {
    let (path, until) = (invitation.path(), office_time(invitation.until));
    if json {
        let answer = serde_json::json!({ "login": invitation.login, "invitation": path, "until": until });
        return print_json(&answer);
    }
    print_lines([format!("{}: {path} (一次有效，{until} 前 / good once, until {until})", invitation.login)])
}

fn verify_answer(state: &TrailState, json: bool) -> Outcome {
    match state {
        TrailState::Whole { head, secret, from } => {
            if !secret && head.seq > 0 {
                eprintln!(
                    "未设置 BAOGONG_AUDIT_KEY，留痕可被整体重写 / entries were made without BAOGONG_AUDIT_KEY: whoever can write the database could chain them anew"
                );
            }
            if json {
                return print_json(&serde_json::json!({
                    "whole": true, "head": head.to_string(), "secret": secret, "removed_through": from
                }));
            }
            print_lines([format!("完整 whole: {head}")])
        }
        TrailState::Broken { seq, reason } => {
            eprintln!("第 {seq} 条 entry {seq}: {reason}");
            if json {
                print_json(&serde_json::json!({ "whole": false, "seq": seq, "reason": reason }))?;
            }
            Ok(ExitCode::FAILURE)
        }
    }
}
