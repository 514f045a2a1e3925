//! The command line as people type it. Verbs, flags and answers are a contract: other systems call them.

use std::{net::SocketAddr, path::PathBuf};

use baogong_domain::{Grain, ItemCode, Measure, PartyCode, Period, Scope, ScopeError, access::Role};
use baogong_services::audit::AuditHead;
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// 保供 Baogong: supply coordination of a city's production factors.
///
/// Settings come from flags, then BAOGONG_* variables, then baogong.toml. Exit codes: 0 done, 1 refused or failed,
/// 2 wrong usage.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Cli {
    /// Database address: sqlite:PATH or postgres://… [default: sqlite:data/baogong.db]
    #[arg(long, global = true, env = "BAOGONG_DATABASE", value_name = "URL")]
    pub(crate) database: Option<String>,
    /// Answer with one JSON document on standard output; messages go to standard error
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Take this date as today, for demonstrations and tests
    #[arg(long, global = true, env = "BAOGONG_TODAY", value_name = "DATE")]
    pub(crate) today: Option<NaiveDate>,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Serve the user interface
    Serve(Serve),
    /// Make the database, or bring it to this version
    Migrate,
    /// Seed the synthetic demo city into an empty database
    Demo,
    /// The registry of parties
    #[command(subcommand)]
    Party(PartyVerb),
    /// Import figures from CSV or XLSX
    Import(Import),
    /// List figures as they were reported
    Figures(Figures),
    /// Balances of an item by day or month
    Balances(Balances),
    /// Shortages seen from a day; writes nothing
    Evaluate {
        /// The day to evaluate [default: today]
        #[arg(long, value_name = "DATE")]
        on: Option<NaiveDate>,
    },
    /// Accounts of people
    #[command(subcommand)]
    User(UserVerb),
    /// The audit trail: who did what, when
    #[command(subcommand)]
    Audit(AuditVerb),
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserVerb {
    /// Make an account; prints the path of its one-time link
    Add {
        /// What they sign in with
        #[arg(long)]
        login: String,
        /// Their name
        #[arg(long)]
        name: String,
        /// office_head, office_officer, supplier_clerk, bureau_officer, enterprise_clerk, district_officer,
        /// police_officer, checkpoint, administrator or auditor
        #[arg(long, value_parser = role)]
        role: Role,
        /// Code of the party that they act for
        #[arg(long, value_parser = party, value_name = "CODE")]
        party: Option<PartyCode>,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| "不是角色 / not a role; see --help for the list".to_owned())
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuditVerb {
    /// Check that no entry was changed, removed or cut off; names the first that was
    Verify {
        /// A head that `audit head` printed earlier and that was kept elsewhere
        #[arg(long, value_name = "SEQ:MAC", value_parser = head)]
        head: Option<AuditHead>,
        /// The file to which the server writes the head of each day
        #[arg(long, value_name = "FILE")]
        heads: Option<PathBuf>,
    },
    /// Remove the entries of before a day, at least six months ago, and leave a signed checkpoint
    Checkpoint {
        /// The first day that stays
        #[arg(long, value_name = "DATE")]
        before: NaiveDate,
    },
    /// The newest entry's number and mac, to be kept elsewhere
    Head,
    /// Entries, oldest first
    List {
        /// Entries after this number
        #[arg(long, default_value_t = 0)]
        after: i64,
        /// At most so many
        #[arg(long, default_value_t = 100)]
        most: u16,
    },
}

fn head(text: &str) -> Result<AuditHead, String> {
    AuditHead::parse(text).ok_or_else(|| "不是链头 / not a head: NUMBER:MAC as `audit head` prints it".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to listen on [default: 127.0.0.1:3000]
    #[arg(long, env = "BAOGONG_LISTEN", value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
    /// Serve the demo city; only a database that `baogong demo` made, and only on loopback
    #[arg(long)]
    pub(crate) demo: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PartyVerb {
    /// Import parties from CSV or XLSX: all rows or none
    Import {
        /// The file
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file
    pub(crate) file: PathBuf,
    /// TOML file that says how to read somebody else's sheet
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Check everything, write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Keep the good rows where others are refused
    #[arg(long)]
    pub(crate) partial: bool,
}

fn item(text: &str) -> Result<ItemCode, String> {
    ItemCode::parse(text).ok_or_else(|| "不是品种代码 / not an item code; for example coal.thermal".to_owned())
}

fn measure(text: &str) -> Result<Measure, String> {
    Measure::parse(text)
        .ok_or_else(|| "不是指标 / not a measure: demand, plan, delivered, received, used or stock".to_owned())
}

fn period(text: &str) -> Result<Period, String> {
    Period::parse(text).map_err(|e| e.to_string())
}

fn scope(text: &str) -> Result<Scope, String> {
    text.parse().map_err(|e: ScopeError| e.to_string())
}

fn party(text: &str) -> Result<PartyCode, String> {
    PartyCode::parse(text).map_err(|e| e.to_string())
}

#[derive(Debug, Args)]
pub(crate) struct Figures {
    /// The item, such as coal.thermal
    #[arg(long, value_parser = item)]
    pub(crate) item: ItemCode,
    /// One measure only
    #[arg(long, value_parser = measure)]
    pub(crate) measure: Option<Measure>,
    /// Figures that name this party
    #[arg(long, value_parser = party, value_name = "CODE")]
    pub(crate) party: Option<PartyCode>,
    /// From this day, month or year
    #[arg(long, value_parser = period, value_name = "PERIOD")]
    pub(crate) from: Option<Period>,
    /// To the end of this day, month or year
    #[arg(long, value_parser = period, value_name = "PERIOD")]
    pub(crate) to: Option<Period>,
    /// As known at this instant (RFC 3339)
    #[arg(long, value_name = "INSTANT")]
    pub(crate) as_of: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Granularity {
    Day,
    Month,
    Year,
}

impl From<Granularity> for Grain {
    fn from(granularity: Granularity) -> Self {
        match granularity {
            Granularity::Day => Self::Day,
            Granularity::Month => Self::Month,
            Granularity::Year => Self::Year,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Balances {
    /// The item, such as coal.thermal
    #[arg(long, value_parser = item)]
    pub(crate) item: ItemCode,
    /// city, division:410181 or party:CODE
    #[arg(long, value_parser = scope, default_value = "city")]
    pub(crate) scope: Scope,
    /// From this day, month or year
    #[arg(long, value_parser = period, value_name = "PERIOD")]
    pub(crate) from: Period,
    /// To the end of this day, month or year
    #[arg(long, value_parser = period, value_name = "PERIOD")]
    pub(crate) to: Period,
    /// One row a day, month or year
    #[arg(long, value_enum, default_value = "day")]
    pub(crate) granularity: Granularity,
    /// As known at this instant (RFC 3339)
    #[arg(long, value_name = "INSTANT")]
    pub(crate) as_of: Option<DateTime<Utc>>,
}
