//! A migrated database for a test: SQLite in a directory of its own, and PostgreSQL where `SUNDRY_TEST_POSTGRES` names a
//! server on which databases may be made.
use std::path::PathBuf;

use db::{Db, DbConfig, Migrations, Tx};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use kernel::{Actor, Clock, Micros};

use crate::AuthError;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../../migrations/postgres");

pub const NOON: Micros = Micros(1_795_300_000_000_000);

pub struct Shop {
    pub db: Db,
    pub clock: Clock,
}

impl Shop {
    fn open(url: &str, at: Micros) -> Self {
        let clock = Clock::fake(at);
        let mut config = DbConfig::new(url.parse().unwrap());
        (config.readers, config.writers) = (2, 4);
        Self { db: Db::open(config, clock.clone()).unwrap(), clock }
    }

    fn migrated(url: &str) -> Self {
        let shop = Self::open(url, NOON);
        shop.db.migrate(&[&Migrations { sqlite: SQLITE, postgres: POSTGRES }]).unwrap();
        shop
    }

    /// The same database, seen by an instance whose clock says otherwise.
    pub fn again_at(&self, at: Micros) -> Self {
        let clock = Clock::fake(at);
        let mut config = DbConfig::new(self.db.url().clone());
        (config.readers, config.writers) = (2, 4);
        Self { db: Db::open(config, clock.clone()).unwrap(), clock }
    }

    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnMut(&mut Tx<'_>) -> Result<T, AuthError> + Send + 'static,
    ) -> Result<T, AuthError> {
        self.db.write(&Actor::system("test"), f).await
    }
}

struct TempDir(PathBuf);

impl Drop for TempDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub async fn on_every_database(story: impl AsyncFn(&Shop)) {
    let name = format!("sundry_auth_{}", &kernel::random_token()[..12]);
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
