//! Items, seasons and rules as stored; and facts about the site.

use baogong_domain::{Item, ItemCode, Nature, Route, RuleBook, settings::Setting};
use chrono::{DateTime, Utc};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    setting_versions,
};

fn corrupt(what: &str, value: &str) -> StoreError {
    StoreError::Corrupt(format!("{what} {value}"))
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    code: String,
    name: String,
    name_en: String,
    unit: String,
    unit_en: String,
    nature: String,
    route: String,
    has_stock: bool,
}

/// All items in the order in which people list them.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn items(transaction: &mut Transaction) -> Result<Vec<Item>, StoreError> {
    const SQL: &str =
        "SELECT code, name, name_en, unit, unit_en, nature, route, has_stock FROM item ORDER BY position, code";
    let rows: Vec<ItemRow> = on_engine!(transaction, c => sqlx::query_as(SQL).fetch_all(c).await?);
    let item = |row: ItemRow| {
        Ok(Item {
            code: ItemCode::parse(&row.code).ok_or_else(|| corrupt("item", &row.code))?,
            nature: Nature::parse(&row.nature).ok_or_else(|| corrupt("nature", &row.nature))?,
            route: Route::parse(&row.route).ok_or_else(|| corrupt("route", &row.route))?,
            name: row.name,
            name_en: row.name_en,
            unit: row.unit,
            unit_en: row.unit_en,
            has_stock: row.has_stock,
        })
    };
    rows.into_iter().map(item).collect()
}

/// Adds the items that are not there yet; rows that the office has edited stay as they are.
///
/// # Errors
/// The database fails.
pub async fn add_missing_items(transaction: &mut Transaction, items: &[Item]) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO item (code, position, name, name_en, unit, unit_en, nature, route, has_stock) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (code) DO NOTHING";
    for (position, item) in (1i64..).zip(items) {
        on_engine!(transaction, c => sqlx::query(SQL)
            .bind(item.code.as_str())
            .bind(position)
            .bind(&item.name)
            .bind(&item.name_en)
            .bind(&item.unit)
            .bind(&item.unit_en)
            .bind(item.nature.code())
            .bind(item.route.code())
            .bind(item.has_stock)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}

/// The calendar and all rules as they stand.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn rule_book(transaction: &mut Transaction) -> Result<RuleBook, StoreError> {
    rule_book_as_of(transaction, None).await
}

/// The calendar and all rules as they stood at an instant; as they stand where none is named.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn rule_book_as_of(
    transaction: &mut Transaction,
    as_of: Option<DateTime<Utc>>,
) -> Result<RuleBook, StoreError> {
    Ok(setting_versions::book(transaction, as_of).await?.rules)
}

/// Adds the seasons and rules that are not there yet; what the office has decided stays.
///
/// # Errors
/// The database fails.
pub async fn add_missing_rules(transaction: &mut Transaction, book: &RuleBook) -> Result<(), StoreError> {
    let seasons = book.calendar.seasons.iter().cloned().map(Setting::Season);
    let settings = seasons.chain(book.rules.iter().cloned().map(Setting::Rule));
    setting_versions::add_missing(transaction, settings).await
}

/// A fact about the site, such as that it is the demo city.
///
/// # Errors
/// The database fails.
pub async fn site_fact(transaction: &mut Transaction, key: &str) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT value FROM site WHERE key = $1";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL).bind(key).fetch_optional(c).await?))
}

/// States a fact about the site.
///
/// # Errors
/// The database fails.
pub async fn set_site_fact(transaction: &mut Transaction, key: &str, value: &str) -> Result<(), StoreError> {
    const SQL: &str =
        "INSERT INTO site (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    on_engine!(transaction, c => sqlx::query(SQL).bind(key).bind(value).execute(c).await.map(drop)?);
    Ok(())
}
