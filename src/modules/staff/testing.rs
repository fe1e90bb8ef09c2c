//! A migrated database for a test: SQLite in a directory of its own, and PostgreSQL where `SUNDRY_TEST_POSTGRES` names a
//! server on which databases may be made.
use std::path::PathBuf;

use auth::{Passwords, Realm, SessionPolicy, Sessions, Throttles};
use db::{Db, DbConfig, Migrations, Url};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kernel::{Clock, Micros};

use crate::Staff;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../../migrations/postgres");

pub struct Shop {
    pub db: Db,
    pub clock: Clock,
    pub staff: Staff,
}

impl Shop {
    fn migrated(url: &str) -> Self {
        let clock = Clock::fake(Micros(1_795_300_000_000_000));
        let mut config = DbConfig::new(url.parse().unwrap());
        (config.readers, config.writers) = (2, 4);
        let db = Db::open(config, clock.clone()).unwrap();
        db.migrate(&[&Migrations { sqlite: SQLITE, postgres: POSTGRES }]).unwrap();
        ensure_audit_log(db.url());
        let sessions = Sessions::new(db.clone(), Realm::Staff, SessionPolicy::of(Realm::Staff));
        let staff = Staff::new(db.clone(), Passwords::new(2), sessions, Throttles::new(db.clone()));
        Self { db, clock, staff }
    }
}

/// The table belongs to the platform's own migrations, which may stand elsewhere.
fn ensure_audit_log(url: &Url) {
    const COLUMNS: &str = "at BIGINT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, entity TEXT NOT NULL, \
                           detail TEXT NOT NULL, correlation TEXT NOT NULL";
    let create = |binary| format!("CREATE TABLE IF NOT EXISTS audit_log (id {binary} PRIMARY KEY, {COLUMNS})");
    match url {
        Url::Sqlite(path) => {
            let mut c = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
            c.batch_execute(&create("BLOB")).unwrap();
        }
        Url::Postgres(url) => {
            let mut c = PgConnection::establish(url).unwrap();
            c.batch_execute(&create("BYTEA")).unwrap();
        }
    }
}

struct TempDir(PathBuf);

impl Drop for TempDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub async fn on_every_database(story: impl AsyncFn(&Shop)) {
    let name = format!("sundry_staff_{}", &kernel::random_token()[..12]);
    let dir = TempDir(std::env::temp_dir().join(&name));
    std::fs::create_dir_all(&dir.0).unwrap();
    story(&Shop::migrated(&format!("sqlite:{}/shop.db", dir.0.display()))).await;

    let Ok(server) = std::env::var("SUNDRY_TEST_POSTGRES") else { return };
    let mut admin = PgConnection::establish(&server).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    story(&Shop::migrated(&format!("{base}/{name}"))).await;
    admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
}
