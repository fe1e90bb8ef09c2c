//! Databases for tests: one of its own for every test, on both backends, with a clock that stands still.
//!
//! [`both_databases!`] writes two tests from one body. SQLite: a migrated file is made once a process and copied.
//! PostgreSQL: a migrated template database is made once a process and cloned, on the server that
//! `SUNDRY_TEST_POSTGRES` names or on a private cluster that dies with the process. Without a PostgreSQL such a test
//! says so and passes, unless `SUNDRY_REQUIRE` contains `postgres`.
//!
//! Only for tests: what goes wrong here panics.
mod cluster;
mod folder;
mod postgres;
mod sqlite;

use std::future::Future;
use std::io::Write;
use std::time::Duration;

use db::{Backend, Db, DbConfig, Migrations, Url};
use kernel::{Clock, Micros};

pub use cluster::OwnPostgres;

/// 2026-01-01T00:00:00Z: when every test begins.
pub const START: Micros = Micros(1_767_225_600_000_000);

/// A database of one test's own. Removed when dropped.
pub struct TestDb {
    pub db: Db,
    /// The clock `db` uses; it moves only when told.
    pub clock: Clock,
    // After `db`: what is below is removed once the connections are closed.
    _place: Place,
}

enum Place {
    Sqlite { _folder: folder::Folder },
    Postgres { _database: postgres::Database },
}

impl TestDb {
    fn open(url: Url, place: Place) -> Self {
        let clock = Clock::fake(START);
        let db = open(url, clock.clone());
        Self { db, clock, _place: place }
    }

    /// A second instance of the shop on the same data and the same clock, with connections of its own.
    /// On SQLite it stands for another process.
    pub fn another(&self) -> Db {
        open(self.db.url().clone(), self.clock.clone())
    }

    pub fn is_postgres(&self) -> bool {
        self.db.backend() == Backend::Postgres
    }

    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }
}

fn open(url: Url, clock: Clock) -> Db {
    let mut config = DbConfig::new(url);
    config.readers = 2;
    config.writers = 4;
    Db::open(config, clock).expect("the test's database opens")
}

/// A migrated SQLite database.
pub fn sqlite(migrations: &'static Migrations) -> TestDb {
    let (url, folder) = sqlite::copy(migrations);
    TestDb::open(url, Place::Sqlite { _folder: folder })
}

/// A migrated PostgreSQL database; none when there is no PostgreSQL here.
///
/// # Panics
/// When there is none and `SUNDRY_REQUIRE` contains `postgres`.
pub fn postgres(migrations: &'static Migrations) -> Option<TestDb> {
    let database = postgres::clone(migrations)?;
    Some(TestDb::open(database.url(), Place::Postgres { _database: database }))
}

#[doc(hidden)]
pub fn on_sqlite<F: Future<Output = ()>>(migrations: &'static Migrations, body: impl FnOnce(TestDb) -> F) {
    let db = sqlite(migrations);
    runtime().block_on(body(db));
}

#[doc(hidden)]
pub fn on_postgres<F: Future<Output = ()>>(migrations: &'static Migrations, body: impl FnOnce(TestDb) -> F) {
    match postgres(migrations) {
        Some(db) => runtime().block_on(body(db)),
        None => skipped("postgres"),
    }
}

/// Says on the terminal, past the test harness's capture, that a test did not run for want of `what`.
///
/// # Panics
/// When `SUNDRY_REQUIRE` (a comma-separated list) contains `what`.
pub fn skipped(what: &str) {
    let required = std::env::var("SUNDRY_REQUIRE").unwrap_or_default();
    assert!(!required.split(',').any(|r| r.trim() == what), "SUNDRY_REQUIRE wants {what}, and it is missing");
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "{test}: skipped: needs {what}");
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// Two `#[test]`s, `name::sqlite` and `name::postgres`, from each body.
///
/// ```ignore
/// testkit::both_databases! { &MIGRATIONS;
///     async fn a_mug_is_sold_once(t: testkit::TestDb) { … t.db … t.clock … }
/// }
/// ```
#[macro_export]
macro_rules! both_databases {
    ($migrations:expr; $( $(#[$meta:meta])* async fn $name:ident($t:ident: $ty:ty) $body:block )+) => {
        $(
            $(#[$meta])*
            mod $name {
                #[allow(unused_imports)]
                use super::*;
                async fn body($t: $ty) $body
                #[test]
                fn sqlite() {
                    $crate::on_sqlite($migrations, body);
                }
                #[test]
                fn postgres() {
                    $crate::on_postgres($migrations, body);
                }
            }
        )+
    };
}
