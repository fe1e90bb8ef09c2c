//! Opening connections, and the pool of readers.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, R2D2Connection};

use crate::config::{DbConfig, Url};
use crate::conn::{self, Conn};
use crate::error::is_storage;
use crate::{Backend, DbError};

pub(crate) type Pool = diesel::r2d2::Pool<Manager>;
pub(crate) type Reader = diesel::r2d2::PooledConnection<Manager>;

/// Counts the queries readers run: pages promise how many they need.
#[derive(Default)]
pub(crate) struct QueryCount(pub AtomicU64);

struct Counting(Arc<QueryCount>);

impl Instrumentation for Counting {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::FinishQuery { .. } = event {
            self.0.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Notices that the disk failed under a statement, whoever swallowed the error.
pub(crate) struct Watching(pub Arc<AtomicBool>);

impl Instrumentation for Watching {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::FinishQuery { error: Some(e), .. } = event
            && is_storage(e)
        {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Reads,
    Writes,
}

/// Opens one connection with its settings.
pub(crate) fn open(url: &Url, role: Role) -> Result<Conn, ConnectionError> {
    match url {
        Url::Sqlite(path) => {
            let mut c = SqliteConnection::establish(&path.to_string_lossy())?;
            let settings = match role {
                // `busy_timeout` first: switching to WAL may have to wait. FULL: NORMAL can lose an acknowledged
                // commit when the power goes. Checkpoints are the checkpointer's, off the writer's path.
                Role::Writes => {
                    "PRAGMA busy_timeout=250; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; \
                     PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-8000; \
                     PRAGMA temp_store=MEMORY;"
                }
                Role::Reads => {
                    "PRAGMA busy_timeout=5000; PRAGMA query_only=ON; PRAGMA cache_size=-2000; \
                     PRAGMA temp_store=MEMORY;"
                }
            };
            diesel::connection::SimpleConnection::batch_execute(&mut c, settings)
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(Conn::Sqlite(c))
        }
        Url::Postgres(url) => {
            let mut c = PgConnection::establish(url)?;
            let settings = match role {
                // Statements of a write find few rows by their keys: one plan serves all values, and is made once.
                Role::Writes => {
                    "SET lock_timeout='8s'; SET idle_in_transaction_session_timeout='30s'; SET jit=off; \
                     SET plan_cache_mode='force_generic_plan'"
                }
                Role::Reads => "SET default_transaction_read_only=on; SET statement_timeout='60s'; SET jit=off",
            };
            diesel::connection::SimpleConnection::batch_execute(&mut c, settings)
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(Conn::Postgres(c))
        }
    }
}

/// Opens and judges connections for r2d2.
pub(crate) struct Manager {
    url: Url,
    role: Role,
    count: Option<Arc<QueryCount>>,
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        let mut conn = open(&self.url, self.role).map_err(diesel::r2d2::Error::ConnectionError)?;
        if let Some(count) = &self.count {
            conn.set_instrumentation(Counting(count.clone()));
        }
        Ok(conn)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        conn::run(conn, "SELECT 1").map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || crate::each!(conn, c => c.is_broken())
    }
}

pub(crate) fn build(
    config: &DbConfig,
    role: Role,
    size: u32,
    count: Option<Arc<QueryCount>>,
) -> Result<Pool, DbError> {
    let manager = Manager { url: config.url.clone(), role, count };
    builder(size)
        .min_idle(Some(1))
        .connection_timeout(Duration::from_secs(5))
        .build(manager)
        .map_err(|e| DbError::Unavailable(e.to_string()))
}

fn builder(size: u32) -> diesel::r2d2::Builder<Manager> {
    diesel::r2d2::Pool::builder()
        .max_size(size)
        .idle_timeout(Some(Duration::from_secs(600)))
        .max_lifetime(None)
        .test_on_check_out(false)
        .thread_pool(maintenance())
}

/// Readers of a replica: opened when they are needed, for it need not be there.
pub(crate) fn replica(url: Url, size: u32, count: Arc<QueryCount>) -> Pool {
    let manager = Manager { url, role: Role::Reads, count: Some(count) };
    builder(size).min_idle(Some(0)).connection_timeout(Duration::from_secs(1)).build_unchecked(manager)
}

/// One thread opens connections for all pools; r2d2 would start three for each.
fn maintenance() -> Arc<scheduled_thread_pool::ScheduledThreadPool> {
    static POOL: std::sync::OnceLock<Arc<scheduled_thread_pool::ScheduledThreadPool>> = std::sync::OnceLock::new();
    POOL.get_or_init(|| {
        Arc::new(
            scheduled_thread_pool::ScheduledThreadPool::builder()
                .num_threads(1)
                .thread_name_pattern("db-pool")
                .build(),
        )
    })
    .clone()
}

pub(crate) fn readers(config: &DbConfig, count: Arc<QueryCount>) -> Result<Pool, DbError> {
    let size = match config.url.backend() {
        Backend::Sqlite => config.readers,
        Backend::Postgres => config.readers * 2,
    };
    build(config, Role::Reads, size.max(1), Some(count))
}
