//! The two engines behind one face: opening by URL, migrations, transactions.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    PgPool, Postgres, Sqlite, SqlitePool,
    migrate::{MigrateError, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/postgres");

/// Why storage could not do something. The driver's text is for the log, never for a client.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Neither `sqlite:` nor `postgres:`.
    #[error(
        "数据库地址不认识 / not a database address: {0}; write sqlite:data/baogong.db or postgres://user@host/name"
    )]
    Address(String),
    /// The database is newer than this program, or its migrations were changed.
    #[error("数据库与程序版本不符 / the database was made by another version of baogong: {0}")]
    Version(String),
    /// A stored value that the rules do not allow: somebody changed the database by hand.
    #[error("数据库中有不合规的值 / a stored value does not read: {0}")]
    Corrupt(String),
    /// Something that must be unique is there already.
    #[error("已存在 / already there: {0}")]
    Conflict(String),
    /// Anything else that the driver says.
    #[error("数据库出错 / the database failed: {0}")]
    Driver(#[from] sqlx::Error),
}

/// An open database.
#[derive(Clone, Debug)]
pub enum Store {
    /// One file on this machine.
    #[doc(hidden)]
    Sqlite(SqlitePool),
    /// A server.
    #[doc(hidden)]
    Postgres(PgPool),
}

/// A running transaction; rolled back unless committed.
pub enum Transaction {
    #[doc(hidden)]
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    #[doc(hidden)]
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// Runs the same body on either engine, with `$connection` bound to the engine's own connection.
macro_rules! on_engine {
    ($transaction:expr, $connection:ident => $body:expr) => {
        match $transaction {
            $crate::engine::Transaction::Sqlite(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
            $crate::engine::Transaction::Postgres(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
        }
    };
}
pub(crate) use on_engine;

impl Store {
    /// Opens `sqlite:PATH` (made if it does not exist, with its folder) or `postgres://…`.
    ///
    /// # Errors
    /// An unknown address, or a database that does not answer.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url).map_err(|_| StoreError::Address(url.to_owned()))?;
            if let Some(folder) = options.get_filename().parent().filter(|f| !f.as_os_str().is_empty()) {
                make_folder(folder)?;
            }
            let options = options
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                // An acknowledged write survives a power cut.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(30))
                .statement_cache_capacity(200)
                .pragma("cache_size", "-65536");
            Ok(Self::Sqlite(SqlitePoolOptions::new().max_connections(8).connect_with(options).await?))
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url).map_err(|_| StoreError::Address(url.to_owned()))?;
            Ok(Self::Postgres(PgPoolOptions::new().max_connections(16).connect_with(options).await?))
        } else {
            Err(StoreError::Address(url.to_owned()))
        }
    }

    /// Brings the tables to this program's version.
    ///
    /// # Errors
    /// A database that is newer than the program, or that fails.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let outcome = match self {
            Self::Sqlite(pool) => SQLITE_MIGRATIONS.run(pool).await,
            Self::Postgres(pool) => POSTGRES_MIGRATIONS.run(pool).await,
        };
        outcome.map_err(|error| match error {
            MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) | MigrateError::Dirty(_) => {
                StoreError::Version(error.to_string())
            }
            MigrateError::Execute(error) => error.into(),
            other => StoreError::Version(other.to_string()),
        })
    }

    /// Brings the tables to an older version.
    #[cfg(feature = "testing")]
    pub(crate) async fn migrate_to(&self, version: i64) -> Result<(), MigrateError> {
        match self {
            Self::Sqlite(pool) => SQLITE_MIGRATIONS.run_to(version, pool).await,
            Self::Postgres(pool) => POSTGRES_MIGRATIONS.run_to(version, pool).await,
        }
    }

    /// A transaction that writes. On SQLite it takes the one place for writers at once, so it never fails half-way.
    ///
    /// # Errors
    /// The database does not answer, or another writer does not finish.
    pub async fn begin_write(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => Transaction::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
        })
    }

    /// A transaction that sees one moment of the database and writes nothing.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn begin_read(&self) -> Result<Transaction, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => Transaction::Sqlite(pool.begin().await?),
            Self::Postgres(pool) => {
                Transaction::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Closes all connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Transaction {
    /// Makes everything done in it lasting.
    ///
    /// # Errors
    /// The database could not promise that; then nothing was done.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }

    /// Undoes everything done in it.
    ///
    /// # Errors
    /// The database does not answer; then nothing was done either.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.rollback().await?,
            Self::Postgres(transaction) => transaction.rollback().await?,
        }
        Ok(())
    }
}

fn make_folder(folder: &Path) -> Result<(), StoreError> {
    std::fs::create_dir_all(folder).map_err(|e| StoreError::Driver(sqlx::Error::Io(e)))
}

/// Turns "this must be unique" into words, whatever the engine calls it.
pub(crate) fn conflict(error: sqlx::Error, what: &str) -> StoreError {
    match error.as_database_error() {
        Some(database) if database.is_unique_violation() => StoreError::Conflict(what.to_owned()),
        _ => error.into(),
    }
}
