//! How the watch behaves, as stored.

use baogong_domain::{settings::Setting, watch::WatchBook};
use chrono::{DateTime, Utc};

use crate::{
    engine::{StoreError, Transaction},
    setting_versions,
};

/// The settings of all seasons as they stand.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn book(transaction: &mut Transaction) -> Result<WatchBook, StoreError> {
    book_as_of(transaction, None).await
}

/// The settings of all seasons as they stood at an instant; as they stand where none is named.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn book_as_of(transaction: &mut Transaction, as_of: Option<DateTime<Utc>>) -> Result<WatchBook, StoreError> {
    Ok(setting_versions::book(transaction, as_of).await?.watch)
}

/// Adds the seasons that are not there yet; what the office has decided stays.
///
/// # Errors
/// The database fails.
pub async fn add_missing(transaction: &mut Transaction, book: &WatchBook) -> Result<(), StoreError> {
    setting_versions::add_missing(transaction, book.seasons.iter().cloned().map(Setting::Watch)).await
}
