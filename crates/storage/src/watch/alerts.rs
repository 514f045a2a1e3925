//! Alerts as they stand. What is open is read without what has passed, however much that is.

use std::collections::HashMap;

use baogong_domain::{
    DivisionCode, ItemCode, Level, Scope,
    watch::{AlertKey, Attention, Easing, Facts, Kind, Phase, Silence, Watched},
};
use chrono::{DateTime, NaiveDate, Utc};

use super::{corrupt, level};
use crate::{
    engine::{StoreError, Transaction, on_engine},
    parties::PartyId,
};

/// Key of an alert.
pub type AlertId = i64;

/// Scopes in one statement.
const SCOPES_PER_STATEMENT: usize = 500;

/// An alert with its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAlert {
    /// Its key.
    pub id: AlertId,
    /// The alert.
    pub alert: Watched,
    /// What it follows from.
    pub cause: Option<AlertId>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// When it passed.
    pub resolved_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct AlertRow {
    id: AlertId,
    kind: String,
    item: String,
    scope: String,
    phase: String,
    since: Option<NaiveDate>,
    resolved_on: Option<NaiveDate>,
    unknown_since: Option<NaiveDate>,
    easing: String,
    level: String,
    worst: String,
    facts: String,
    opened_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    resolved_at: Option<DateTime<Utc>>,
    attention: String,
    attention_at: Option<DateTime<Utc>>,
    owner: Option<String>,
    cause: Option<AlertId>,
    cause_kind: Option<String>,
    cause_item: Option<String>,
    cause_scope: Option<String>,
    silent_until: Option<DateTime<Utc>>,
    silent_reason: Option<String>,
    silent_level: Option<String>,
    silenced_by: Option<String>,
    silenced_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "SELECT a.id, a.kind, a.item, a.scope, a.phase, a.since, a.resolved_on, a.unknown_since, a.easing, \
    a.level, a.worst, a.facts, a.opened_at, a.changed_at, a.resolved_at, a.attention, a.attention_at, a.owner, a.cause, \
    c.kind AS cause_kind, c.item AS cause_item, c.scope AS cause_scope, s.until AS silent_until, \
    s.reason AS silent_reason, s.level AS silent_level, s.silenced_by, s.silenced_at \
    FROM alert a LEFT JOIN alert c ON c.id = a.cause LEFT JOIN silence s ON s.alert = a.id AND s.ended_at IS NULL";

fn key(kind: &str, item: &str, scope: &str) -> Result<AlertKey, StoreError> {
    Ok(AlertKey {
        kind: Kind::parse(kind).ok_or_else(|| corrupt("kind", kind))?,
        item: ItemCode::parse(item).ok_or_else(|| corrupt("item", item))?,
        scope: scope.parse().map_err(|_| corrupt("scope", scope))?,
    })
}

fn read_easing(text: &str) -> Result<Easing, StoreError> {
    let line = |line: &str| {
        let (level, since) = line.split_once(' ')?;
        Some((Level::parse(level)?, since.parse().ok()?))
    };
    let lines = text.split(',').filter(|line| !line.is_empty());
    let lines: Option<Vec<(Level, NaiveDate)>> = lines.map(line).collect();
    lines.map(Easing::from_lines).ok_or_else(|| corrupt("easing", text))
}

fn write_easing(easing: Easing) -> String {
    easing.lines().map(|(level, since)| format!("{} {since}", level.code())).collect::<Vec<_>>().join(",")
}

impl AlertRow {
    fn read(self) -> Result<StoredAlert, StoreError> {
        let phase = self.phase()?;
        let attention = self.attention()?;
        let silence = self.silence()?;
        let cause = match (&self.cause_kind, &self.cause_item, &self.cause_scope) {
            (Some(kind), Some(item), Some(scope)) => Some(key(kind, item, scope)?),
            _ => None,
        };
        let alert = Watched {
            key: key(&self.kind, &self.item, &self.scope)?,
            phase,
            level: level(&self.level)?,
            worst: level(&self.worst)?,
            unknown_since: self.unknown_since,
            facts: serde_json::from_str(&self.facts).map_err(|e| corrupt("facts", &e.to_string()))?,
            opened_at: self.opened_at,
            attention,
            silence,
            cause,
        };
        let Self { id, cause, changed_at, resolved_at, .. } = self;
        Ok(StoredAlert { id, alert, cause, changed_at, resolved_at })
    }

    fn phase(&self) -> Result<Phase, StoreError> {
        let missing = || corrupt("phase", &self.phase);
        let since = || self.since.ok_or_else(missing);
        let easing = read_easing(&self.easing)?;
        Ok(match self.phase.as_str() {
            "pending" => Phase::Pending { since: since()?, easing },
            "firing" => Phase::Firing { since: since()?, easing },
            "recovering" => Phase::Recovering { since: since()?, easing },
            "resolved" => Phase::Resolved { since: self.since, on: self.resolved_on.ok_or_else(missing)? },
            _ => return Err(missing()),
        })
    }

    fn attention(&self) -> Result<Attention, StoreError> {
        let missing = || corrupt("attention", &self.attention);
        let at = || self.attention_at.ok_or_else(missing);
        Ok(match self.attention.as_str() {
            "quiet" => Attention::Quiet,
            "unclaimed" => Attention::Unclaimed { due: at()? },
            "escalated" => Attention::Escalated { at: at()? },
            "owned" => Attention::Owned { by: self.owner.clone().ok_or_else(missing)?, at: at()? },
            _ => return Err(missing()),
        })
    }

    fn silence(&self) -> Result<Option<Silence>, StoreError> {
        let (Some(until), Some(at), Some(silenced)) = (self.silent_until, self.silenced_at, &self.silent_level) else {
            return Ok(None);
        };
        Ok(Some(Silence {
            until,
            at,
            level: level(silenced)?,
            reason: self.silent_reason.clone().unwrap_or_default(),
            by: self.silenced_by.clone().unwrap_or_default(),
        }))
    }
}

fn read(rows: Vec<AlertRow>) -> Result<Vec<StoredAlert>, StoreError> {
    rows.into_iter().map(AlertRow::read).collect()
}

/// Everything that is open.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn open(transaction: &mut Transaction) -> Result<Vec<StoredAlert>, StoreError> {
    let sql = format!("{COLUMNS} WHERE a.phase <> 'resolved' ORDER BY a.id");
    read(on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(c).await?))
}

/// What was open at an instant, as it stands now.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn open_at(transaction: &mut Transaction, at: DateTime<Utc>) -> Result<Vec<StoredAlert>, StoreError> {
    let sql =
        format!("{COLUMNS} WHERE a.opened_at <= $1 AND (a.resolved_at IS NULL OR a.resolved_at > $1) ORDER BY a.id");
    read(on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(at).fetch_all(c).await?))
}

/// What is open of an item in some scopes.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn open_of(
    transaction: &mut Transaction,
    item: &ItemCode,
    scopes: &[String],
) -> Result<Vec<StoredAlert>, StoreError> {
    let mut found = Vec::new();
    for chunk in scopes.chunks(SCOPES_PER_STATEMENT) {
        let rows: Vec<AlertRow> = on_engine!(&mut *transaction, c => {
            let mut query = sqlx::QueryBuilder::new(COLUMNS);
            query.push(" WHERE a.phase <> 'resolved' AND a.item = ").push_bind(item.as_str()).push(" AND a.scope IN (");
            let mut names = query.separated(", ");
            for scope in chunk {
                names.push_bind(scope);
            }
            query.push(") ORDER BY a.id");
            query.build_query_as().fetch_all(c).await?
        });
        found.extend(read(rows)?);
    }
    Ok(found)
}

/// The largest open gaps of single parties of an item, in the city or in a division: whose its gap may be.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn largest_gaps(
    transaction: &mut Transaction,
    item: &ItemCode,
    division: Option<&DivisionCode>,
    most: i64,
) -> Result<Vec<StoredAlert>, StoreError> {
    let within = if division.is_some() { "AND a.division = $2" } else { "AND $2 = ''" };
    let sql = format!(
        "{COLUMNS} WHERE a.phase <> 'resolved' AND a.item = $1 AND a.kind = 'gap' {within} AND a.party IS NOT NULL \
         AND a.about = 'gap' ORDER BY a.size DESC, a.scope LIMIT $3"
    );
    read(on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(item.as_str())
        .bind(division.map_or("", DivisionCode::as_str))
        .bind(most)
        .fetch_all(c)
        .await?))
}

/// What is open of an item at those whom a supplier serves: what may follow from its stoppage.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn open_at_customers(
    transaction: &mut Transaction,
    item: &ItemCode,
    supplier: PartyId,
) -> Result<Vec<StoredAlert>, StoreError> {
    let sql = format!(
        "{COLUMNS} WHERE a.phase <> 'resolved' AND a.item = $1 AND a.kind IN ('gap', 'stock') \
         AND a.party IN (SELECT consumer FROM series WHERE item = $1 AND supplier = $2) ORDER BY a.id"
    );
    read(on_engine!(transaction, c =>
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(item.as_str()).bind(supplier).fetch_all(c).await?))
}

/// What is open and follows from an alert; with what has passed where that is asked for.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn consequences(
    transaction: &mut Transaction,
    cause: AlertId,
    also_resolved: bool,
) -> Result<Vec<StoredAlert>, StoreError> {
    let open = if also_resolved { "" } else { " AND a.phase <> 'resolved'" };
    let sql = format!("{COLUMNS} WHERE a.cause = $1{open} ORDER BY a.id");
    read(on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(cause).fetch_all(c).await?))
}

/// Open alerts whose clock has struck: an escalation, or the end of a silence.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn due(transaction: &mut Transaction, now: DateTime<Utc>) -> Result<Vec<StoredAlert>, StoreError> {
    let sql =
        format!("{COLUMNS} WHERE a.phase <> 'resolved' AND a.next_due IS NOT NULL AND a.next_due <= $1 ORDER BY a.id");
    read(on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(now).fetch_all(c).await?))
}

/// One alert.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn by_id(transaction: &mut Transaction, id: AlertId) -> Result<Option<StoredAlert>, StoreError> {
    let sql = format!("{COLUMNS} WHERE a.id = $1");
    let row: Option<AlertRow> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(c).await?);
    row.map(AlertRow::read).transpose()
}

/// Which alerts that have passed are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct PastFilter<'a> {
    /// Of this item.
    pub item: Option<&'a ItemCode>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// In this scope.
    pub scope: Option<&'a Scope>,
    /// Whose last level was this one.
    pub level: Option<Level>,
    /// Made before this one.
    pub before: Option<AlertId>,
}

/// Alerts that have passed, the newest first.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn resolved(
    transaction: &mut Transaction,
    filter: PastFilter<'_>,
    most: i64,
) -> Result<Vec<StoredAlert>, StoreError> {
    let sql = format!(
        "{COLUMNS} WHERE a.phase = 'resolved' AND a.id < $1 AND ($2 = '' OR a.item = $2) AND ($3 = '' OR a.kind = $3) \
         AND ($4 = '' OR a.scope = $4) AND ($5 = '' OR a.level = $5) ORDER BY a.id DESC LIMIT $6"
    );
    read(on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(filter.before.unwrap_or(AlertId::MAX))
        .bind(filter.item.map_or("", ItemCode::as_str))
        .bind(filter.kind.map_or("", Kind::code))
        .bind(filter.scope.map(ToString::to_string).unwrap_or_default())
        .bind(filter.level.map_or("", Level::code))
        .bind(most)
        .fetch_all(c)
        .await?))
}

/// Where a party is, for its alerts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The party.
    pub party: PartyId,
    /// Its division.
    pub division: Option<DivisionCode>,
}

/// An alert as columns.
struct Columns<'a> {
    since: Option<NaiveDate>,
    resolved_on: Option<NaiveDate>,
    easing: String,
    facts: String,
    about: &'static str,
    size: i64,
    attention: &'static str,
    attention_at: Option<DateTime<Utc>>,
    owner: Option<&'a str>,
}

impl<'a> Columns<'a> {
    fn of(alert: &'a Watched) -> Result<Self, StoreError> {
        let (since, resolved_on, easing) = match alert.phase {
            Phase::Pending { since, easing }
            | Phase::Firing { since, easing }
            | Phase::Recovering { since, easing } => (Some(since), None, easing),
            Phase::Resolved { since, on } => (since, Some(on), Easing::NONE),
        };
        let (attention, attention_at, owner) = match &alert.attention {
            Attention::Quiet => ("quiet", None, None),
            Attention::Unclaimed { due } => ("unclaimed", Some(*due), None),
            Attention::Escalated { at } => ("escalated", Some(*at), None),
            Attention::Owned { by, at } => ("owned", Some(*at), Some(by.as_str())),
        };
        let about = match alert.facts {
            Facts::Gap { .. } => "gap",
            Facts::Stoppage { .. } => "stoppage",
            Facts::Stock { .. } => "stock",
            Facts::Overdue { .. } => "overdue",
            Facts::Implausible { .. } => "implausible",
            Facts::None => "none",
        };
        let size = alert.facts.gap().map_or(0, |gap| i64::try_from(gap.thousandths()).unwrap_or(i64::MAX));
        Ok(Self {
            since,
            resolved_on,
            easing: write_easing(easing),
            facts: serde_json::to_string(&alert.facts).map_err(|e| corrupt("facts", &e.to_string()))?,
            about,
            size,
            attention,
            attention_at,
            owner,
        })
    }
}

/// Adds an alert, without its cause; its key. Instants are kept to the microsecond.
///
/// # Errors
/// The database fails, or one of the same key is open.
pub async fn add(
    transaction: &mut Transaction,
    alert: &Watched,
    place: Option<&Place>,
    now: DateTime<Utc>,
) -> Result<AlertId, StoreError> {
    const SQL: &str = "INSERT INTO alert (kind, item, scope, party, division, phase, since, resolved_on, unknown_since, \
        easing, level, worst, facts, about, size, opened_at, changed_at, resolved_at, attention, attention_at, owner, \
        next_due, cause) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
        $20, $21, $22, NULL) RETURNING id";
    let columns = Columns::of(alert)?;
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(alert.key.kind.code())
        .bind(alert.key.item.as_str())
        .bind(alert.key.scope.to_string())
        .bind(place.map(|place| place.party))
        .bind(place.and_then(|place| place.division.as_ref()).map(DivisionCode::as_str))
        .bind(alert.phase.code())
        .bind(columns.since)
        .bind(columns.resolved_on)
        .bind(alert.unknown_since)
        .bind(columns.easing)
        .bind(alert.level.code())
        .bind(alert.worst.code())
        .bind(columns.facts)
        .bind(columns.about)
        .bind(columns.size)
        .bind(alert.opened_at)
        .bind(now)
        .bind(None::<DateTime<Utc>>)
        .bind(columns.attention)
        .bind(columns.attention_at)
        .bind(columns.owner)
        .bind(alert.next_due())
        .fetch_one(c)
        .await?))
}

/// States how an alert stands now; its silence and its cause apart.
///
/// # Errors
/// The database fails.
pub async fn put(
    transaction: &mut Transaction,
    id: AlertId,
    alert: &Watched,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE alert SET phase = $2, since = $3, resolved_on = $4, unknown_since = $5, easing = $6, \
        level = $7, worst = $8, facts = $9, about = $10, size = $11, changed_at = $12, resolved_at = $13, \
        attention = $14, attention_at = $15, owner = $16, next_due = $17 WHERE id = $1";
    let columns = Columns::of(alert)?;
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(id)
        .bind(alert.phase.code())
        .bind(columns.since)
        .bind(columns.resolved_on)
        .bind(alert.unknown_since)
        .bind(columns.easing)
        .bind(alert.level.code())
        .bind(alert.worst.code())
        .bind(columns.facts)
        .bind(columns.about)
        .bind(columns.size)
        .bind(now)
        .bind((!alert.phase.is_open()).then_some(now))
        .bind(columns.attention)
        .bind(columns.attention_at)
        .bind(columns.owner)
        .bind(alert.next_due())
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// States what an alert follows from.
///
/// # Errors
/// The database fails.
pub async fn put_cause(transaction: &mut Transaction, id: AlertId, cause: Option<AlertId>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE alert SET cause = $2 WHERE id = $1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(id).bind(cause).execute(c).await.map(drop)?);
    Ok(())
}

/// States whether an alert is silent: what ran before ends, and another may begin.
///
/// # Errors
/// The database fails.
pub async fn put_silence(
    transaction: &mut Transaction,
    id: AlertId,
    silence: Option<&Silence>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const END: &str = "UPDATE silence SET ended_at = $2 WHERE alert = $1 AND ended_at IS NULL";
    const ADD: &str = "INSERT INTO silence (alert, until, reason, level, silenced_by, silenced_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    on_engine!(&mut *transaction, c => sqlx::query(END).bind(id).bind(now).execute(c).await.map(drop)?);
    if let Some(silence) = silence {
        on_engine!(transaction, c => sqlx::query(ADD)
            .bind(id)
            .bind(silence.until)
            .bind(&silence.reason)
            .bind(silence.level.code())
            .bind(&silence.by)
            .bind(silence.at)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}

/// How many are open, by phase and level.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn count_open(transaction: &mut Transaction) -> Result<HashMap<(String, Level), u64>, StoreError> {
    const SQL: &str = "SELECT phase, level, COUNT(*) FROM alert WHERE phase <> 'resolved' GROUP BY phase, level";
    let rows: Vec<(String, String, i64)> = on_engine!(transaction, c => sqlx::query_as(SQL).fetch_all(c).await?);
    let count =
        |(phase, code, count): (String, String, i64)| Ok(((phase, level(&code)?), u64::try_from(count).unwrap_or(0)));
    rows.into_iter().map(count).collect()
}
