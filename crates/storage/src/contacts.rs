//! Contacts of parties.

use baogong_domain::contact::{Contact, ContactError, Email, Phone};
use chrono::{DateTime, Utc};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    parties::PartyId,
};

/// Key of a contact.
pub type ContactId = i64;

/// A contact as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredContact {
    /// Key.
    pub id: ContactId,
    /// Whose.
    pub party: PartyId,
    /// Who, and how to reach them.
    pub contact: Contact,
    /// Grows with every change.
    pub revision: i64,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ContactId,
    party: PartyId,
    name: String,
    duty: String,
    phone: Option<String>,
    email: Option<String>,
    note: String,
    revision: i64,
    updated_at: DateTime<Utc>,
    updated_by: String,
}

impl Row {
    fn read(self) -> Result<StoredContact, StoreError> {
        let Self { id, party, name, duty, phone, email, note, revision, updated_at, updated_by } = self;
        let corrupt = |error: ContactError| StoreError::Corrupt(format!("contact {id}: {error}"));
        let phone = phone.as_deref().map(Phone::parse).transpose().map_err(corrupt)?;
        let email = email.as_deref().map(Email::parse).transpose().map_err(corrupt)?;
        let contact = Contact { name, duty, phone, email, note };
        Ok(StoredContact { id, party, contact, revision, updated_at, updated_by })
    }
}

/// A party's contacts in the order in which they were added.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn of_party(transaction: &mut Transaction, party: PartyId) -> Result<Vec<StoredContact>, StoreError> {
    const SQL: &str = "SELECT id, party, name, duty, phone, email, note, revision, updated_at, updated_by \
        FROM party_contact WHERE party = $1 ORDER BY id";
    let rows: Vec<Row> = on_engine!(transaction, c => sqlx::query_as(SQL).bind(party).fetch_all(c).await?);
    rows.into_iter().map(Row::read).collect()
}

/// The contact with this key.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn by_id(transaction: &mut Transaction, id: ContactId) -> Result<Option<StoredContact>, StoreError> {
    const SQL: &str = "SELECT id, party, name, duty, phone, email, note, revision, updated_at, updated_by \
        FROM party_contact WHERE id = $1";
    let row: Option<Row> = on_engine!(transaction, c => sqlx::query_as(SQL).bind(id).fetch_optional(c).await?);
    row.map(Row::read).transpose()
}

/// Adds a contact; its key.
///
/// # Errors
/// The database fails.
pub async fn add(
    transaction: &mut Transaction,
    party: PartyId,
    contact: &Contact,
    by: &str,
    at: DateTime<Utc>,
) -> Result<ContactId, StoreError> {
    const SQL: &str = "INSERT INTO party_contact (party, name, duty, phone, email, note, updated_at, updated_by) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(party)
        .bind(&contact.name)
        .bind(&contact.duty)
        .bind(contact.phone.as_ref().map(Phone::as_str))
        .bind(contact.email.as_ref().map(Email::as_str))
        .bind(&contact.note)
        .bind(at)
        .bind(by)
        .fetch_one(c)
        .await?))
}

/// Replaces a contact.
///
/// # Errors
/// The database fails.
pub async fn update(
    transaction: &mut Transaction,
    id: ContactId,
    contact: &Contact,
    by: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE party_contact SET name = $2, duty = $3, phone = $4, email = $5, note = $6, \
        updated_at = $7, updated_by = $8, revision = revision + 1 WHERE id = $1";
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(id)
        .bind(&contact.name)
        .bind(&contact.duty)
        .bind(contact.phone.as_ref().map(Phone::as_str))
        .bind(contact.email.as_ref().map(Email::as_str))
        .bind(&contact.note)
        .bind(at)
        .bind(by)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Removes a contact: what it was stands in the audit trail alone.
///
/// # Errors
/// The database fails.
pub async fn remove(transaction: &mut Transaction, id: ContactId) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM party_contact WHERE id = $1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(id).execute(c).await.map(drop)?);
    Ok(())
}
