//! Saved mappings: how a party's own sheet is read.

use chrono::{DateTime, Utc};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    parties::PartyId,
};

/// Key of a mapping.
pub type MappingId = i64;

/// A mapping as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MappingRow {
    /// Its key.
    pub id: MappingId,
    /// Its name, unique for its party.
    pub name: String,
    /// The text of the mapping file.
    pub body: String,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// By whom.
    pub changed_by: String,
}

/// A party's mappings by name.
///
/// # Errors
/// The database fails.
pub async fn of_party(transaction: &mut Transaction, party: PartyId) -> Result<Vec<MappingRow>, StoreError> {
    const SQL: &str = "SELECT id, name, body, changed_at, changed_by FROM sheet_mapping WHERE party = $1 ORDER BY name";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).bind(party).fetch_all(c).await?))
}

/// A party's mapping with this key; none where the key is another party's.
///
/// # Errors
/// The database fails.
pub async fn by_id(
    transaction: &mut Transaction,
    party: PartyId,
    id: MappingId,
) -> Result<Option<MappingRow>, StoreError> {
    const SQL: &str = "SELECT id, name, body, changed_at, changed_by FROM sheet_mapping WHERE party = $1 AND id = $2";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).bind(party).bind(id).fetch_optional(c).await?))
}

/// Keeps a mapping under its name, in place of one that had it before; its key.
///
/// # Errors
/// The database fails.
pub async fn put(
    transaction: &mut Transaction,
    party: PartyId,
    name: &str,
    body: &str,
    changed_at: DateTime<Utc>,
    changed_by: &str,
) -> Result<MappingId, StoreError> {
    const SQL: &str = "INSERT INTO sheet_mapping (party, name, body, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (party, name) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at, \
        changed_by = excluded.changed_by RETURNING id";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(party)
        .bind(name)
        .bind(body)
        .bind(changed_at)
        .bind(changed_by)
        .fetch_one(c)
        .await?))
}

/// Removes a party's mapping; whether there was one.
///
/// # Errors
/// The database fails.
pub async fn remove(transaction: &mut Transaction, party: PartyId, id: MappingId) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM sheet_mapping WHERE party = $1 AND id = $2";
    let removed = on_engine!(transaction, c =>
        sqlx::query(SQL).bind(party).bind(id).execute(c).await?.rows_affected());
    Ok(removed > 0)
}
