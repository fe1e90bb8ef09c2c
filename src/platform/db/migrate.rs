//! Schema changes. The root package embeds its own; a team that builds on Sundry adds a source of its own.
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};

use crate::DbError;
use crate::config::Url;

/// One source of migrations: the same names for both databases.
pub struct Migrations {
    pub sqlite: EmbeddedMigrations,
    pub postgres: EmbeddedMigrations,
}

/// The name of a migration that was just run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied(pub String);

pub(crate) fn run(url: &Url, sets: &[&Migrations]) -> Result<Vec<Applied>, DbError> {
    let failed = |e: &dyn std::fmt::Display| DbError::Migration(e.to_string());
    let mut applied = Vec::new();
    match url {
        Url::Sqlite(path) => {
            let mut c = SqliteConnection::establish(&path.to_string_lossy())
                .map_err(|e| DbError::Unavailable(e.to_string()))?;
            diesel::connection::SimpleConnection::batch_execute(
                &mut c,
                "PRAGMA busy_timeout=60000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            )?;
            for set in sets {
                let done = c.run_pending_migrations(Borrowed(&set.sqlite)).map_err(|e| failed(&e))?;
                applied.extend(done.iter().map(|v| Applied(v.to_string())));
            }
        }
        Url::Postgres(url) => {
            let mut c = PgConnection::establish(url).map_err(|e| DbError::Unavailable(e.to_string()))?;
            // Instances that start together take turns; the lock goes with the connection.
            diesel::connection::SimpleConnection::batch_execute(&mut c, "SELECT pg_advisory_lock(7305)")?;
            for set in sets {
                let done = c.run_pending_migrations(Borrowed(&set.postgres)).map_err(|e| failed(&e))?;
                applied.extend(done.iter().map(|v| Applied(v.to_string())));
            }
        }
    }
    Ok(applied)
}

/// `EmbeddedMigrations` is taken by value; a set is used again by the next database.
struct Borrowed<'a>(&'a EmbeddedMigrations);

impl<DB: diesel::backend::Backend> diesel::migration::MigrationSource<DB> for Borrowed<'_> {
    fn migrations(&self) -> diesel::migration::Result<Vec<Box<dyn diesel::migration::Migration<DB>>>> {
        self.0.migrations()
    }
}
