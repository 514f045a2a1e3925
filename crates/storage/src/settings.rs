//! Items, seasons and rules as stored; and facts about the site.

use baogong_domain::{
    Calendar, Item, ItemCode, Nature, Route, Rule, RuleBook, Season, SeasonKind,
    level::{GapLines, StockLines},
    rule::ReportDeadline,
};

use crate::engine::{StoreError, Transaction, on_engine};

fn corrupt(what: &str, value: &str) -> StoreError {
    StoreError::Corrupt(format!("{what} {value}"))
}

fn small(what: &str, value: i64) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| corrupt(what, &value.to_string()))
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

#[derive(sqlx::FromRow)]
struct SeasonRow {
    kind: String,
    first_month: i64,
    first_day: i64,
    last_month: i64,
    last_day: i64,
    source: String,
}

#[derive(sqlx::FromRow)]
struct RuleRow {
    item: String,
    season: String,
    gap_blue: i64,
    gap_yellow: i64,
    gap_orange: i64,
    gap_red: i64,
    stock_blue: Option<i64>,
    stock_yellow: Option<i64>,
    stock_orange: Option<i64>,
    stock_red: Option<i64>,
    pending_days: i64,
    look_ahead_days: i64,
    window_days: i64,
    use_window_days: i64,
    stale_daily_days: i64,
    stale_monthly_days: i64,
    deadline_kind: String,
    deadline_value: i64,
    source: String,
}

impl RuleRow {
    fn read(self) -> Result<Rule, StoreError> {
        let stock = match (self.stock_blue, self.stock_yellow, self.stock_orange, self.stock_red) {
            (Some(blue), Some(yellow), Some(orange), Some(red)) => Some(StockLines { blue, yellow, orange, red }),
            _ => None,
        };
        let deadline = match self.deadline_kind.as_str() {
            "daily" => ReportDeadline::Daily { hour: small("hour", self.deadline_value)? },
            _ => ReportDeadline::Monthly { day: small("day", self.deadline_value)? },
        };
        Ok(Rule {
            item: ItemCode::parse(&self.item).ok_or_else(|| corrupt("item", &self.item))?,
            season: SeasonKind::parse(&self.season).ok_or_else(|| corrupt("season", &self.season))?,
            gap: GapLines { blue: self.gap_blue, yellow: self.gap_yellow, orange: self.gap_orange, red: self.gap_red },
            stock,
            pending_days: small("pending_days", self.pending_days)?,
            look_ahead_days: small("look_ahead_days", self.look_ahead_days)?,
            window_days: small("window_days", self.window_days)?,
            use_window_days: small("use_window_days", self.use_window_days)?,
            stale_daily_days: small("stale_daily_days", self.stale_daily_days)?,
            stale_monthly_days: small("stale_monthly_days", self.stale_monthly_days)?,
            deadline,
            source: self.source,
        })
    }
}

/// The calendar and all rules.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn rule_book(transaction: &mut Transaction) -> Result<RuleBook, StoreError> {
    const SEASONS: &str =
        "SELECT kind, first_month, first_day, last_month, last_day, source FROM season ORDER BY kind DESC";
    const RULES: &str = "SELECT * FROM rule ORDER BY item, season";
    let seasons: Vec<SeasonRow> = on_engine!(&mut *transaction, c => sqlx::query_as(SEASONS).fetch_all(c).await?);
    let rules: Vec<RuleRow> = on_engine!(transaction, c => sqlx::query_as(RULES).fetch_all(c).await?);
    let season = |row: SeasonRow| {
        Ok(Season {
            kind: SeasonKind::parse(&row.kind).ok_or_else(|| corrupt("season", &row.kind))?,
            first: (small("month", row.first_month)?, small("day", row.first_day)?),
            last: (small("month", row.last_month)?, small("day", row.last_day)?),
            source: row.source,
        })
    };
    Ok(RuleBook {
        calendar: Calendar { seasons: seasons.into_iter().map(season).collect::<Result<_, StoreError>>()? },
        rules: rules.into_iter().map(RuleRow::read).collect::<Result<_, _>>()?,
    })
}

/// Adds the seasons and rules that are not there yet; rows that the office has edited stay as they are.
///
/// # Errors
/// The database fails.
pub async fn add_missing_rules(transaction: &mut Transaction, book: &RuleBook) -> Result<(), StoreError> {
    const SEASON: &str = "INSERT INTO season (kind, first_month, first_day, last_month, last_day, source) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kind) DO NOTHING";
    const RULE: &str = "INSERT INTO rule (item, season, gap_blue, gap_yellow, gap_orange, gap_red, \
        stock_blue, stock_yellow, stock_orange, stock_red, pending_days, look_ahead_days, window_days, \
        use_window_days, stale_daily_days, stale_monthly_days, deadline_kind, deadline_value, source) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) \
        ON CONFLICT (item, season) DO NOTHING";
    for season in &book.calendar.seasons {
        on_engine!(&mut *transaction, c => sqlx::query(SEASON)
            .bind(season.kind.code())
            .bind(i64::from(season.first.0))
            .bind(i64::from(season.first.1))
            .bind(i64::from(season.last.0))
            .bind(i64::from(season.last.1))
            .bind(&season.source)
            .execute(c)
            .await
            .map(drop)?);
    }
    for rule in &book.rules {
        let (deadline_kind, deadline_value) = match rule.deadline {
            ReportDeadline::Daily { hour } => ("daily", hour),
            ReportDeadline::Monthly { day } => ("monthly", day),
        };
        on_engine!(&mut *transaction, c => sqlx::query(RULE)
            .bind(rule.item.as_str())
            .bind(rule.season.code())
            .bind(rule.gap.blue)
            .bind(rule.gap.yellow)
            .bind(rule.gap.orange)
            .bind(rule.gap.red)
            .bind(rule.stock.map(|s| s.blue))
            .bind(rule.stock.map(|s| s.yellow))
            .bind(rule.stock.map(|s| s.orange))
            .bind(rule.stock.map(|s| s.red))
            .bind(i64::from(rule.pending_days))
            .bind(i64::from(rule.look_ahead_days))
            .bind(i64::from(rule.window_days))
            .bind(i64::from(rule.use_window_days))
            .bind(i64::from(rule.stale_daily_days))
            .bind(i64::from(rule.stale_monthly_days))
            .bind(deadline_kind)
            .bind(i64::from(deadline_value))
            .bind(&rule.source)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
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
