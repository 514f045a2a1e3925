//! The registry of parties.

use std::collections::HashMap;

use baogong_domain::{
    DivisionCode, Factor, Party, PartyCode, PartyKind, UnifiedSocialCreditCode,
    access::Role,
    party::{KeyTier, PartyError, Protection},
};
use chrono::{DateTime, Utc};

use crate::engine::{StoreError, Transaction, conflict, on_engine};

/// Key of a party inside the database; never shown.
pub type PartyId = i64;

/// A party as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PartyRow {
    /// Key inside the database.
    pub id: PartyId,
    code: String,
    name: String,
    name_en: String,
    kind: String,
    division: Option<String>,
    uscc: Option<String>,
    industry: String,
    tiers: String,
    protection: Option<String>,
    factors: String,
    reporter: Option<String>,
}

impl PartyRow {
    fn read(self) -> Result<(PartyId, Party), StoreError> {
        let Self { id, code, name, name_en, kind, division, uscc, industry, tiers, protection, factors, reporter } =
            self;
        let corrupt = |error: PartyError| StoreError::Corrupt(format!("party {code}: {error}"));
        let party = Party {
            code: PartyCode::parse(&code).map_err(corrupt)?,
            kind: PartyKind::parse(&kind).map_err(corrupt)?,
            division: division.as_deref().map(DivisionCode::parse).transpose().map_err(corrupt)?,
            uscc: uscc.as_deref().map(UnifiedSocialCreditCode::parse).transpose().map_err(corrupt)?,
            tiers: KeyTier::parse_roster(&tiers).map_err(corrupt)?,
            protection: protection.as_deref().map(Protection::parse).transpose().map_err(corrupt)?,
            factors: Factor::parse_list(&factors).map_err(corrupt)?,
            reporter: reporter.as_deref().map(PartyCode::parse).transpose().map_err(corrupt)?,
            name,
            name_en,
            industry,
        };
        Ok((id, party))
    }
}

/// All parties in the order of their codes, with their keys.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn all(transaction: &mut Transaction) -> Result<Vec<(PartyId, Party)>, StoreError> {
    const SQL: &str = "SELECT p.id, p.code, p.name, p.name_en, p.kind, p.division, p.uscc, p.industry, p.tiers, \
        p.protection, p.factors, r.code AS reporter FROM party p LEFT JOIN party r ON r.id = p.reporter ORDER BY p.code";
    let rows: Vec<PartyRow> = on_engine!(transaction, c => sqlx::query_as(SQL).fetch_all(c).await?);
    rows.into_iter().map(PartyRow::read).collect()
}

const ONE: &str = "SELECT p.id, p.code, p.name, p.name_en, p.kind, p.division, p.uscc, p.industry, p.tiers, \
    p.protection, p.factors, r.code AS reporter FROM party p LEFT JOIN party r ON r.id = p.reporter WHERE ";

/// The party with this key.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn by_id(transaction: &mut Transaction, id: PartyId) -> Result<Option<Party>, StoreError> {
    let sql = format!("{ONE} p.id = $1");
    let row: Option<PartyRow> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(c).await?);
    Ok(row.map(PartyRow::read).transpose()?.map(|(_, party)| party))
}

/// The party with this code, and its key.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn by_code(transaction: &mut Transaction, code: &PartyCode) -> Result<Option<(PartyId, Party)>, StoreError> {
    let sql = format!("{ONE} p.code = $1");
    let row: Option<PartyRow> = on_engine!(transaction, c =>
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(code.as_str()).fetch_optional(c).await?);
    row.map(PartyRow::read).transpose()
}

/// Keys of all parties by code.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn all_by_code(transaction: &mut Transaction) -> Result<HashMap<PartyCode, (PartyId, Party)>, StoreError> {
    Ok(all(transaction).await?.into_iter().map(|(id, party)| (party.code.clone(), (id, party))).collect())
}

/// Adds a party, or replaces what is known of the one with its code; its key. Its tiers are not written: they follow
/// from the roster ([`crate::roster::record`]).
///
/// # Errors
/// A second whole city, or the database fails.
pub async fn put(transaction: &mut Transaction, party: &Party) -> Result<PartyId, StoreError> {
    const SQL: &str = "INSERT INTO party (code, name, name_en, kind, division, uscc, industry, tiers, protection, \
        factors, reporter, revision) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, (SELECT id FROM party WHERE code = $10), 1) \
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_en = excluded.name_en, kind = excluded.kind, \
        division = excluded.division, uscc = excluded.uscc, industry = excluded.industry, \
        protection = excluded.protection, factors = excluded.factors, reporter = excluded.reporter, \
        revision = party.revision + 1 RETURNING id";
    let outcome = on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(party.code.as_str())
        .bind(&party.name)
        .bind(&party.name_en)
        .bind(party.kind.code())
        .bind(party.division.as_ref().map(DivisionCode::as_str))
        .bind(party.uscc.as_ref().map(UnifiedSocialCreditCode::as_str))
        .bind(&party.industry)
        .bind(party.protection.map(Protection::code))
        .bind(Factor::write_list(&party.factors))
        .bind(party.reporter.as_ref().map(PartyCode::as_str))
        .fetch_one(c)
        .await);
    outcome.map_err(|error| conflict(error, "the one party of kind whole_city"))
}

/// Which state of a party's facts this is, and who made it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Version {
    /// Grows with every change.
    pub revision: i64,
    /// When it was made; unknown for what was never changed by a form or a file.
    pub updated_at: Option<DateTime<Utc>>,
    /// By whom.
    pub updated_by: Option<String>,
}

/// The version of a party's facts.
///
/// # Errors
/// There is no such party, or the database fails.
pub async fn version(transaction: &mut Transaction, id: PartyId) -> Result<Version, StoreError> {
    const SQL: &str = "SELECT revision, updated_at, updated_by FROM party WHERE id = $1";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).bind(id).fetch_one(c).await?))
}

/// Notes who changed a party's facts.
///
/// # Errors
/// The database fails.
pub async fn stamp(transaction: &mut Transaction, id: PartyId, by: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE party SET updated_at = $2, updated_by = $3 WHERE id = $1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(id).bind(at).bind(by).execute(c).await.map(drop)?);
    Ok(())
}

/// What a party's kind is needed for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Figures name it as the one who supplies.
    pub supplies: bool,
    /// Figures name it as the one who needs.
    pub consumes: bool,
    /// Others name it as their reporter.
    pub reports: bool,
    /// Roles of the accounts that act for it.
    pub roles: Vec<Role>,
}

/// What a party's kind is needed for.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn uses(transaction: &mut Transaction, id: PartyId) -> Result<Uses, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM series WHERE supplier = $1), \
        EXISTS (SELECT 1 FROM series WHERE consumer = $1), EXISTS (SELECT 1 FROM party WHERE reporter = $1)";
    const ROLES: &str = "SELECT DISTINCT role FROM account WHERE party = $1 ORDER BY role";
    let (supplies, consumes, reports): (bool, bool, bool) =
        on_engine!(&mut *transaction, c => sqlx::query_as(SQL).bind(id).fetch_one(c).await?);
    let roles: Vec<String> = on_engine!(transaction, c => sqlx::query_scalar(ROLES).bind(id).fetch_all(c).await?);
    let role = |code: &String| Role::parse(code).ok_or_else(|| StoreError::Corrupt(format!("role {code}")));
    Ok(Uses { supplies, consumes, reports, roles: roles.iter().map(role).collect::<Result<_, _>>()? })
}
