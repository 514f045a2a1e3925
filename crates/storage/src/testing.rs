//! Fresh databases for tests: SQLite in a temporary folder, PostgreSQL on the server that `BAOGONG_TEST_POSTGRES`
//! names (`make test` starts one). Without that variable PostgreSQL is left out, and the test says so.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

/// An empty database that nobody else uses.
pub struct TestDatabase {
    /// Its engine, for messages.
    pub engine: &'static str,
    /// Its address.
    pub url: String,
    // Removed with the test.
    _folder: Option<TempDir>,
}

/// An empty SQLite database.
///
/// # Panics
/// There is no room for temporary files.
#[expect(clippy::expect_used, reason = "for tests only")]
pub fn sqlite() -> TestDatabase {
    let folder = TempDir::new().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    TestDatabase { engine: "sqlite", url, _folder: Some(folder) }
}

/// An empty database on each engine.
///
/// # Panics
/// PostgreSQL was promised but does not answer.
#[expect(clippy::expect_used, reason = "for tests only")]
pub async fn each_engine() -> Vec<TestDatabase> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let mut databases = vec![sqlite()];
    let Ok(server) = std::env::var("BAOGONG_TEST_POSTGRES") else {
        eprintln!("PostgreSQL is skipped: BAOGONG_TEST_POSTGRES is not set (make test sets it)");
        return databases;
    };
    let name = format!("baogong_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(&server).await.expect("PostgreSQL answers");
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(create).execute(&mut connection).await.expect("a new database");
    let (base, options) =
        server.split_once('?').map_or((server.as_str(), String::new()), |(b, o)| (b, format!("?{o}")));
    let host = base.rsplit_once('/').map_or(base, |(host, _)| host);
    databases.push(TestDatabase { engine: "postgres", url: format!("{host}/{name}{options}"), _folder: None });
    databases
}

/// Brings a database to an older version of the tables, as an older program left it.
///
/// # Panics
/// It does not work.
#[expect(clippy::expect_used, reason = "for tests only")]
pub async fn migrate_to(database: &TestDatabase, version: i64) {
    let store = crate::Store::open(&database.url).await.expect("the database opens");
    store.migrate_to(version).await.expect("the older tables");
    store.close().await;
}

/// Runs statements by hand.
///
/// # Panics
/// A statement fails.
#[expect(clippy::expect_used, reason = "for tests only")]
pub async fn run(database: &TestDatabase, statements: &[&'static str]) {
    try_run(database, statements).await.expect("the statements run");
}

/// Runs statements by hand, all or none.
///
/// # Errors
/// A statement is refused.
pub async fn try_run(database: &TestDatabase, statements: &[&'static str]) -> Result<(), crate::StoreError> {
    let store = crate::Store::open(&database.url).await?;
    let mut transaction = store.begin_write().await?;
    for statement in statements {
        crate::engine::on_engine!(&mut transaction, c => sqlx::query(*statement).execute(c).await.map(drop)?);
    }
    transaction.commit().await?;
    store.close().await;
    Ok(())
}

/// Does to the audit trail what only somebody with the database in hand can do: takes the guards off, then runs the
/// statements.
///
/// # Panics
/// A statement fails.
pub async fn tamper(database: &TestDatabase, statements: &[&'static str]) {
    const OFF_SQLITE: [&str; 4] = [
        "DROP TRIGGER audit_entry_is_never_changed",
        "DROP TRIGGER audit_entry_is_never_removed",
        "DROP TRIGGER audit_checkpoint_is_never_changed",
        "DROP TRIGGER audit_checkpoint_is_never_removed",
    ];
    const OFF_POSTGRES: [&str; 3] = [
        "DROP TRIGGER audit_entry_is_never_changed ON audit_entry",
        "DROP TRIGGER audit_entry_is_never_removed ON audit_entry",
        "DROP TRIGGER audit_checkpoint_is_never_changed ON audit_checkpoint",
    ];
    let off: &[&'static str] = if database.engine == "sqlite" { &OFF_SQLITE } else { &OFF_POSTGRES };
    run(database, &[off, statements].concat()).await;
}
