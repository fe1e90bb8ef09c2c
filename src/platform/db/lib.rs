//! The database: one connection type over SQLite and PostgreSQL, chosen at run time by URL.
//!
//! [`Db::read`] answers from pooled readers and cannot write. [`Db::write`] runs a closure as one unit of work:
//! on SQLite inside the group commit of the single writer thread, on PostgreSQL in a transaction of its own that is
//! re-run when the server asks for it. Both answer only after the commit is durable.
//!
//! Owns `audit_log`, `audit_proofs`, `idempotency_requests` and the migrations' bookkeeping. Knows no business table.
//!
//! **Architecture invariant:** nobody outside this crate begins, commits or rolls back a transaction.
mod among;
mod audit;
pub mod books;
mod config;
mod conn;
mod error;
mod integrity;
mod kept;
mod lock;
mod migrate;
mod once;
mod pool;
mod postgres;
mod proofs;
mod replica;
mod signals;
mod snapshot;
mod tx;
mod work;
mod writer;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use kernel::{Actor, Clock};

pub use among::Among;
pub use audit::{AuditEntry, Deeds};
pub use config::{Backend, DbConfig, Url};
pub use conn::{Conn, MultiBackend};
/// What a query fails with; `domain_error!` names it for rooms that have no SQL of their own.
pub use diesel::result::Error as QueryError;
pub use error::{DbError, DomainError, Trouble};
pub use integrity::Integrity;
pub use kept::{Kept, kept};
pub use lock::{DataLock, LockError};
pub use migrate::{Applied, Migrations};
pub use once::{Claimed, KeptAnswer, Requests};
pub use proofs::Proof;
pub use replica::{Replica, Standing};
pub use signals::{Signal, Signals};
pub use snapshot::Snapshot;
pub use tx::Tx;

/// Asks the database for nothing, to hear that it is there.
pub fn ping(conn: &mut Conn) -> diesel::QueryResult<()> {
    conn::run(conn, "SELECT 1")
}

/// Which queue a write waits in. Shoppers and staff are served before bulk work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits for the answer.
    Interactive,
    /// Imports, subscribers, jobs: pieces of at most 5 ms.
    Bulk,
}

/// How busy the database is from here, this very moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pulse {
    /// Writes that wait for their turn, and how many may.
    pub waiting: usize,
    pub queue: usize,
    /// Connections that read.
    pub readers: Connections,
    /// Connections that write; SQLite has one, which is no pool.
    pub writers: Option<Connections>,
}

/// A pool of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    pub busy: u32,
    pub most: u32,
}

impl Connections {
    fn of(pool: &pool::Pool) -> Self {
        let state = pool.state();
        Self { busy: state.connections.saturating_sub(state.idle_connections), most: pool.max_size() }
    }
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    config: DbConfig,
    clock: Clock,
    readers: pool::Pool,
    writes: Writes,
    signals: Arc<Signals>,
    queries: Arc<pool::QueryCount>,
    replica: Option<replica::Reader>,
}

enum Writes {
    Sqlite(writer::Writer),
    Postgres(postgres::Writers),
}

impl Db {
    /// Opens the database and starts its writer. Does not migrate.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the file cannot be opened or the server not reached.
    pub fn open(config: DbConfig, clock: Clock) -> Result<Self, DbError> {
        let signals = Arc::new(Signals::default());
        let queries = Arc::new(pool::QueryCount::default());
        let writes = match config.url.backend() {
            Backend::Sqlite => {
                Writes::Sqlite(writer::Writer::start(config.clone(), clock.clone(), signals.clone())?)
            }
            Backend::Postgres => {
                Writes::Postgres(postgres::Writers::open(&config, clock.clone(), signals.clone())?)
            }
        };
        let readers = pool::readers(&config, queries.clone())?;
        let replica = match &config.replica {
            Some(url) if config.url.backend() == Backend::Postgres => {
                Some(replica::Reader::start(&config, url, queries.clone())?)
            }
            _ => None,
        };
        Ok(Self(Arc::new(Inner { config, clock, readers, writes, signals, queries, replica })))
    }

    pub fn backend(&self) -> Backend {
        self.0.config.url.backend()
    }

    pub fn url(&self) -> &Url {
        &self.0.config.url
    }

    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// What was committed since: wakes subscribers and job workers.
    pub fn signals(&self) -> &Signals {
        &self.0.signals
    }

    /// How many queries readers have run since the start.
    pub fn reads_so_far(&self) -> u64 {
        self.0.queries.0.load(Ordering::Relaxed)
    }

    /// How busy it is; asks the database nothing.
    pub fn pulse(&self) -> Pulse {
        let queue = self.0.config.queue;
        let (waiting, writers) = match &self.0.writes {
            Writes::Sqlite(writer) => (writer.waiting(), None),
            Writes::Postgres(writers) => (writers.waiting(queue), Some(Connections::of(writers.pool()))),
        };
        Pulse { waiting, queue, readers: Connections::of(&self.0.readers), writers }
    }

    /// Asks something short. On SQLite the answer comes from this very thread (microseconds); on PostgreSQL, or
    /// when every reader is busy, from a blocking thread.
    ///
    /// # Errors
    /// Whatever `f` says; [`DbError::Overloaded`] when no reader became free in time.
    pub async fn read<T, E, F>(&self, f: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: DomainError,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        if self.backend() == Backend::Sqlite
            && let Some(mut conn) = self.0.readers.try_get()
        {
            return f(&mut conn);
        }
        self.read_slow(f).await
    }

    /// Asks something that may take milliseconds: always from a blocking thread.
    pub async fn read_slow<T, E, F>(&self, f: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: DomainError,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let answer = self.ask(work::question(f)).await?;
        work::answered(Some(answer), DbError::Closed)
    }

    /// Asks what may be late by some seconds: a read replica where there is one that keeps up, the primary otherwise.
    /// Nothing that is promised, sold, or shown to whoever has just changed it is asked this way. `f` may run twice: when
    /// the replica fails amid an answer the primary is asked.
    ///
    /// # Errors
    /// As [`Db::read`]; the replica's troubles are none.
    pub async fn read_stale<T, E, F>(&self, mut f: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: DomainError,
        F: FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let Some(replica) = self.0.replica.clone() else { return self.read_slow(f).await };
        let db = self.clone();
        let asking = tokio::task::spawn_blocking(move || {
            if let Some(mut conn) = replica.connection() {
                match f(&mut conn) {
                    Err(e) if e.as_db().is_some() => replica.failed(e.as_db()),
                    answer => {
                        replica.answered();
                        return answer;
                    }
                }
            }
            replica.fell_back();
            f(&mut *db.reader()?)
        });
        asking.await.unwrap_or_else(|e| Err(DbError::Panicked(e.to_string()).into()))
    }

    /// How the read replica does; None where none is set.
    pub fn replica(&self) -> Option<Replica> {
        self.0.replica.as_ref().map(replica::Reader::state)
    }

    async fn ask(&self, question: work::Question) -> Result<work::Answer, DbError> {
        let db = self.clone();
        tokio::task::spawn_blocking(move || db.reader().map(|mut conn| question(&mut conn)))
            .await
            .unwrap_or_else(|e| Err(DbError::Panicked(e.to_string())))
    }

    fn reader(&self) -> Result<pool::Reader, DbError> {
        self.0.readers.get().map_err(|e| {
            metrics::counter!("sundry_db_reader_waits_failed").increment(1);
            DbError::Unavailable(format!("no reader became free: {e}"))
        })
    }

    /// [`Db::read`] for threads that may block: the command line, tests, workers.
    pub fn read_now<T, E: DomainError>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        f(&mut *self.reader()?)
    }

    /// Asks several things of one unmoving state of the database, for the length of `f`.
    pub fn snapshot_now<T, E: DomainError>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.read_now(|conn| {
            conn::begin_snapshot(conn)?;
            let answer = f(conn);
            conn::rollback(conn)?;
            answer
        })
    }

    /// Connections that all look at the very same state of the database, for as long as they are kept: up to `n` on SQLite,
    /// one on PostgreSQL, and one where nothing can be written. For those who read nearly everything, on several threads.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn snapshots_now(&self, n: usize) -> Result<Vec<Snapshot>, DbError> {
        if self.backend() == Backend::Sqlite && n > 1 {
            let some = (0..n).map(|_| self.reader().map(Snapshot::new)).collect::<Result<Vec<_>, _>>()?;
            let mut some = Some(some);
            // Whoever has the write lock keeps everybody from committing between the first and the last of them.
            let begin = move |_: &mut Tx<'_>| {
                let mut some = some.take().ok_or(DbError::Closed)?;
                some.iter_mut().try_for_each(Snapshot::begin)?;
                Ok::<_, DbError>(some)
            };
            // From a thread of its own: whoever asks may stand inside a runtime, which must not wait for the writer.
            let begun = std::thread::scope(|scope| {
                let asked = scope.spawn(|| self.write_now(Lane::Interactive, &Actor::system("snapshots"), begin));
                asked.join().unwrap_or_else(|_| Err(DbError::Closed))
            });
            match begun {
                Ok(some) => return Ok(some),
                Err(e) => tracing::debug!(error = %e, "one snapshot has to do"),
            }
        }
        let mut one = Snapshot::new(self.reader()?);
        one.begin()?;
        Ok(vec![one])
    }

    /// Runs `f` as one unit of work and answers once it is durable. `f` may run more than once (a serialization
    /// conflict on PostgreSQL) and must do nothing slow: no hashing, HTTP or rendering. When the future is dropped
    /// the queued write still happens.
    ///
    /// # Errors
    /// Whatever `f` says, after rolling it back; [`DbError::Overloaded`] when the queue is full or the deadline
    /// passed before its turn; [`DbError::Storage`] when the commit failed: then nothing of it is kept.
    pub async fn write<T, E, F>(&self, actor: &Actor, f: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: DomainError,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        self.write_in(Lane::Interactive, actor, f).await
    }

    /// [`Db::write`] in a chosen lane.
    pub async fn write_in<T, E, F>(&self, lane: Lane, actor: &Actor, f: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: DomainError,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (work, reply) = work::Work::new(actor.clone(), self.deadline(lane), f);
        match &self.0.writes {
            Writes::Sqlite(writer) => writer.submit(lane, work)?,
            Writes::Postgres(writers) => writers.submit(work)?,
        }
        work::answered(reply.await.ok(), DbError::Closed)
    }

    /// [`Db::write_in`] for threads that may block.
    pub fn write_now<T, E, F>(&self, lane: Lane, actor: &Actor, f: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: DomainError,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (work, mut reply) = work::Work::new(actor.clone(), self.deadline(lane), f);
        let answer = match &self.0.writes {
            Writes::Sqlite(writer) => {
                writer.submit(lane, work)?;
                reply.blocking_recv().ok()
            }
            Writes::Postgres(writers) => {
                writers.work_now(work);
                reply.try_recv().ok()
            }
        };
        work::answered(answer, DbError::Closed)
    }

    fn deadline(&self, lane: Lane) -> Instant {
        let wait = match lane {
            Lane::Interactive => self.0.config.write_wait,
            Lane::Bulk => Duration::from_secs(120),
        };
        Instant::now() + wait
    }

    /// Brings the schema up to date; several instances may call it at once.
    pub fn migrate(&self, sets: &[&Migrations]) -> Result<Vec<Applied>, DbError> {
        migrate::run(&self.0.config.url, sets)
    }

    /// Asks the database whether its own structures are sound (books, I13). Not inside a snapshot: on PostgreSQL a
    /// broken index would end it. Reads everything once.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when it cannot be asked; what it finds is no error.
    pub fn integrity(conn: &mut Conn) -> Result<Integrity, DbError> {
        integrity::check(conn)
    }

    /// The database's size on disk in bytes.
    pub fn size(&self) -> Result<u64, DbError> {
        match self.url() {
            Url::Sqlite(path) => Ok(["", "-wal"]
                .iter()
                .filter_map(|end| std::fs::metadata(format!("{}{end}", path.display())).ok())
                .map(|m| m.len())
                .sum()),
            Url::Postgres(_) => self.read_now(|c| conn::database_size(c).map_err(DbError::from)),
        }
    }
}
