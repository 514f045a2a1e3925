//! The sums of the last run's day, by item and part, as documents that only the rules read.

use baogong_domain::ItemCode;

use crate::engine::{StoreError, Transaction, on_engine};

/// Parts in one statement.
const PARTS_PER_STATEMENT: usize = 500;

/// The named parts of an item's sums that are there.
///
/// # Errors
/// The database fails.
pub async fn load(
    transaction: &mut Transaction,
    item: &ItemCode,
    parts: &[String],
) -> Result<Vec<(String, String)>, StoreError> {
    let mut found = Vec::with_capacity(parts.len());
    for chunk in parts.chunks(PARTS_PER_STATEMENT) {
        let rows: Vec<(String, String)> = on_engine!(&mut *transaction, c => {
            let mut query = sqlx::QueryBuilder::new("SELECT part, data FROM watch_sum WHERE item = ");
            query.push_bind(item.as_str()).push(" AND part IN (");
            let mut names = query.separated(", ");
            for part in chunk {
                names.push_bind(part);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        found.extend(rows);
    }
    Ok(found)
}

/// The parts of an item's sums whose names begin alike.
///
/// # Errors
/// The database fails.
pub async fn load_all(
    transaction: &mut Transaction,
    item: &ItemCode,
    prefix: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    // `;` is the character after `:`.
    const SQL: &str = "SELECT part, data FROM watch_sum WHERE item = $1 AND part >= $2 AND part < $3";
    let (first, last) = (format!("{prefix}:"), format!("{prefix};"));
    Ok(on_engine!(transaction, c =>
        sqlx::query_as(SQL).bind(item.as_str()).bind(first).bind(last).fetch_all(c).await?))
}

/// States parts of an item's sums.
///
/// # Errors
/// The database fails.
pub async fn put(transaction: &mut Transaction, item: &ItemCode, parts: &[(String, String)]) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO watch_sum (item, part, data) VALUES ($1, $2, $3) \
        ON CONFLICT (item, part) DO UPDATE SET data = excluded.data";
    for (part, data) in parts {
        on_engine!(&mut *transaction, c =>
            sqlx::query(SQL).bind(item.as_str()).bind(part).bind(data).execute(c).await.map(drop)?);
    }
    Ok(())
}

/// Forgets an item's sums.
///
/// # Errors
/// The database fails.
pub async fn clear(transaction: &mut Transaction, item: &ItemCode) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM watch_sum WHERE item = $1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(item.as_str()).execute(c).await.map(drop)?);
    Ok(())
}
