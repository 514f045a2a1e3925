//! Settings in versions, and what is proposed of them. Nothing here is changed or removed but a proposal's state.

use baogong_domain::{
    RuleBook, SeasonKind,
    settings::{Setting, SettingKey, SettingsBook},
    watch::WatchBook,
};
use chrono::{DateTime, Utc};

use crate::engine::{StoreError, Transaction, on_engine};

/// Key of a proposal.
pub type ProposalId = i64;

fn corrupt(what: &str, value: &str) -> StoreError {
    StoreError::Corrupt(format!("{what} {value}"))
}

/// One version of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingVersion {
    /// Which one of its setting; from 1.
    pub version: i64,
    /// The values.
    pub setting: Setting,
    /// The number of the document by which it was decided; may be empty.
    pub document: String,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// When; `None` of what a site starts with.
    pub proposed_at: Option<DateTime<Utc>>,
    /// Who approved it.
    pub approved_by: String,
    /// When; `None` of what a site starts with: it has always held.
    pub approved_at: Option<DateTime<Utc>>,
    /// The proposal that it was.
    pub proposal: Option<ProposalId>,
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalState {
    /// Nobody has decided.
    Pending,
    /// It is a version.
    Approved,
    /// It is none.
    Refused,
}

impl ProposalState {
    const ALL: [Self; 3] = [Self::Pending, Self::Approved, Self::Refused];

    /// The word in database and trail.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }
}

/// What is to be proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProposal {
    /// The values.
    pub setting: Setting,
    /// The version that they were made on; 0 where there was none.
    pub base: i64,
    /// The number of the document; may be empty.
    pub document: String,
    /// Why.
    pub reason: String,
    /// Who proposes it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
}

/// What somebody proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its key.
    pub id: ProposalId,
    /// What, by whom, why.
    pub new: NewProposal,
    /// What became of it.
    pub state: ProposalState,
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    subject: String,
    version: i64,
    value: String,
    document: String,
    reason: String,
    proposed_by: String,
    proposed_at: Option<DateTime<Utc>>,
    approved_by: String,
    approved_at: Option<DateTime<Utc>>,
    proposal: Option<i64>,
}

fn read(subject: &str, value: &str) -> Result<Setting, StoreError> {
    let key: SettingKey = subject.parse().map_err(|_| corrupt("setting", subject))?;
    Setting::from_document(&key, value).ok_or_else(|| corrupt("setting", subject))
}

impl VersionRow {
    fn read(self) -> Result<SettingVersion, StoreError> {
        Ok(SettingVersion {
            version: self.version,
            setting: read(&self.subject, &self.value)?,
            document: self.document,
            reason: self.reason,
            proposed_by: self.proposed_by,
            proposed_at: self.proposed_at,
            approved_by: self.approved_by,
            approved_at: self.approved_at,
            proposal: self.proposal,
        })
    }
}

/// The newest version of each setting that was approved by an instant (of all where none is named), by key.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn in_force(
    transaction: &mut Transaction,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<SettingVersion>, StoreError> {
    const NOW: &str = "SELECT * FROM setting_version v WHERE version = \
        (SELECT MAX(version) FROM setting_version w WHERE w.subject = v.subject)";
    const THEN: &str = "SELECT * FROM setting_version v WHERE version = (SELECT MAX(version) FROM setting_version w \
        WHERE w.subject = v.subject AND (w.approved_at IS NULL OR w.approved_at <= $1))";
    let rows: Vec<VersionRow> = match as_of {
        None => on_engine!(transaction, c => sqlx::query_as(NOW).fetch_all(c).await?),
        Some(instant) => on_engine!(transaction, c => sqlx::query_as(THEN).bind(instant).fetch_all(c).await?),
    };
    let mut versions = rows.into_iter().map(VersionRow::read).collect::<Result<Vec<_>, _>>()?;
    versions.sort_by_cached_key(|version| version.setting.key());
    Ok(versions)
}

/// All settings as they stood at an instant; now where none is named.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn book(transaction: &mut Transaction, as_of: Option<DateTime<Utc>>) -> Result<SettingsBook, StoreError> {
    Ok(gathered(in_force(transaction, as_of).await?.into_iter().map(|version| version.setting)))
}

/// Settings by what they are of.
pub fn gathered(settings: impl IntoIterator<Item = Setting>) -> SettingsBook {
    let calendar = baogong_domain::Calendar { seasons: Vec::new(), decisions: Vec::new() };
    let mut book =
        SettingsBook { rules: RuleBook { calendar, rules: Vec::new() }, watch: WatchBook { seasons: Vec::new() } };
    for setting in settings {
        match setting {
            Setting::Season(season) => book.rules.calendar.seasons.push(season),
            Setting::Decision(decided) => book.rules.calendar.decisions.push(decided),
            Setting::Rule(rule) => book.rules.rules.push(rule),
            Setting::Watch(settings) => book.watch.seasons.push(settings),
        }
    }
    book.rules.calendar.seasons.sort_by_key(|season| season.kind);
    let place = |kind: SeasonKind| kind.code();
    book.rules.rules.sort_by(|a, b| (&a.item, place(a.season)).cmp(&(&b.item, place(b.season))));
    book
}

/// The versions of a setting, the newest first.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn history(transaction: &mut Transaction, key: &SettingKey) -> Result<Vec<SettingVersion>, StoreError> {
    const SQL: &str = "SELECT * FROM setting_version WHERE subject = $1 ORDER BY version DESC";
    let subject = key.to_string();
    let rows: Vec<VersionRow> = on_engine!(transaction, c => sqlx::query_as(SQL).bind(subject).fetch_all(c).await?);
    rows.into_iter().map(VersionRow::read).collect()
}

/// The number of a setting's newest version; 0 where there is none.
///
/// # Errors
/// The database fails.
pub async fn newest(transaction: &mut Transaction, key: &SettingKey) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT MAX(version) FROM setting_version WHERE subject = $1";
    let subject = key.to_string();
    let found: Option<i64> = on_engine!(transaction, c => sqlx::query_scalar(SQL).bind(subject).fetch_one(c).await?);
    Ok(found.unwrap_or(0))
}

/// Adds what a site starts with where a setting has no version yet; what the office has decided stays.
///
/// # Errors
/// The database fails.
pub async fn add_missing(
    transaction: &mut Transaction,
    settings: impl IntoIterator<Item = Setting>,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO setting_version (subject, version, value, document, reason, proposed_by, approved_by) \
        VALUES ($1, 1, $2, '', '', 'system', 'system') ON CONFLICT (subject, version) DO NOTHING";
    for setting in settings {
        let (subject, value) = (setting.key().to_string(), setting.to_document().to_string());
        on_engine!(&mut *transaction, c => sqlx::query(SQL).bind(subject).bind(value).execute(c).await.map(drop)?);
    }
    Ok(())
}

/// Adds a proposal.
///
/// # Errors
/// The database fails.
pub async fn propose(transaction: &mut Transaction, new: &NewProposal) -> Result<ProposalId, StoreError> {
    const SQL: &str = "INSERT INTO setting_proposal (subject, base, value, document, reason, proposed_by, proposed_at, \
        state, note) VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', '') RETURNING id";
    let (subject, value) = (new.setting.key().to_string(), new.setting.to_document().to_string());
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(subject)
        .bind(new.base)
        .bind(value)
        .bind(&new.document)
        .bind(&new.reason)
        .bind(&new.proposed_by)
        .bind(new.proposed_at)
        .fetch_one(c)
        .await?))
}

/// Decides about a pending proposal; whether it still was one.
///
/// # Errors
/// The database fails.
pub async fn decide(
    transaction: &mut Transaction,
    id: ProposalId,
    state: ProposalState,
    (by, at): (&str, DateTime<Utc>),
    note: &str,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE setting_proposal SET state = $2, decided_by = $3, decided_at = $4, note = $5 \
        WHERE id = $1 AND state = 'pending'";
    let changed = on_engine!(transaction, c => sqlx::query(SQL)
        .bind(id)
        .bind(state.code())
        .bind(by)
        .bind(at)
        .bind(note)
        .execute(c)
        .await?
        .rows_affected());
    Ok(changed > 0)
}

/// Makes a proposal the next version of its setting.
///
/// # Errors
/// There is such a version already, or the database fails.
pub async fn add(
    transaction: &mut Transaction,
    version: i64,
    proposal: &Proposal,
    (by, at): (&str, DateTime<Utc>),
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO setting_version (subject, version, value, document, reason, proposed_by, proposed_at, \
        approved_by, approved_at, proposal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let new = &proposal.new;
    let (subject, value) = (new.setting.key().to_string(), new.setting.to_document().to_string());
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(&subject)
        .bind(version)
        .bind(value)
        .bind(&new.document)
        .bind(&new.reason)
        .bind(&new.proposed_by)
        .bind(new.proposed_at)
        .bind(by)
        .bind(at)
        .bind(proposal.id)
        .execute(c)
        .await
        .map(drop)
        .map_err(|error| crate::engine::conflict(error, &subject))?);
    Ok(())
}

#[derive(sqlx::FromRow)]
struct ProposalRow {
    id: i64,
    subject: String,
    base: i64,
    value: String,
    document: String,
    reason: String,
    proposed_by: String,
    proposed_at: DateTime<Utc>,
    state: String,
}

impl ProposalRow {
    fn read(self) -> Result<Proposal, StoreError> {
        let state = ProposalState::ALL.into_iter().find(|state| state.code() == self.state);
        Ok(Proposal {
            id: self.id,
            new: NewProposal {
                setting: read(&self.subject, &self.value)?,
                base: self.base,
                document: self.document,
                reason: self.reason,
                proposed_by: self.proposed_by,
                proposed_at: self.proposed_at,
            },
            state: state.ok_or_else(|| corrupt("state", &self.state))?,
        })
    }
}

/// A proposal.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn by_id(transaction: &mut Transaction, id: ProposalId) -> Result<Option<Proposal>, StoreError> {
    const SQL: &str = "SELECT id, subject, base, value, document, reason, proposed_by, proposed_at, state \
        FROM setting_proposal WHERE id = $1";
    let row: Option<ProposalRow> = on_engine!(transaction, c => sqlx::query_as(SQL).bind(id).fetch_optional(c).await?);
    row.map(ProposalRow::read).transpose()
}

/// The proposals about which nobody has decided, the oldest first.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn pending(transaction: &mut Transaction) -> Result<Vec<Proposal>, StoreError> {
    const SQL: &str = "SELECT id, subject, base, value, document, reason, proposed_by, proposed_at, state \
        FROM setting_proposal WHERE state = 'pending' ORDER BY id";
    let rows: Vec<ProposalRow> = on_engine!(transaction, c => sqlx::query_as(SQL).fetch_all(c).await?);
    rows.into_iter().map(ProposalRow::read).collect()
}
