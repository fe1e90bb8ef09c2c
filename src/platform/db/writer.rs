//! SQLite's one writer: group commit.
//!
//! Each job runs in its own savepoint inside one `BEGIN IMMEDIATE`; answers go out after `COMMIT`. An ordinary error
//! or a panic rolls back one job. Any failure of SAVEPOINT, ROLLBACK TO, RELEASE or COMMIT kills the batch: all its
//! jobs fail, nothing of it is kept, and the connection is replaced.
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use kernel::Clock;
use parking_lot::{Condvar, Mutex};

use crate::conn::{self, Conn};
use crate::pool::{self, Role, Watching};
use crate::signals::{Raised, Signals};
use crate::tx::{TransactionGone, Tx};
use crate::work::{Fate, Work};
use crate::{DbConfig, DbError, Lane, Url};

/// A batch closes at this many jobs …
const BATCH_JOBS: usize = 64;
/// … or after this long, whichever is first.
const BATCH_TIME: Duration = Duration::from_millis(5);
/// A single job slower than this is told in the log.
const SLOW_JOB: Duration = Duration::from_millis(20);
/// How long another process may hold the write lock before its waiters are turned away.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct Queue {
    interactive: VecDeque<Work>,
    bulk: VecDeque<Work>,
    closing: bool,
}

struct Shared {
    queue: Mutex<Queue>,
    arrived: Condvar,
    closed: Condvar,
    wrote: AtomicBool,
}

pub(crate) struct Writer {
    shared: Arc<Shared>,
    limit: usize,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Writer {
    pub fn start(config: DbConfig, clock: Clock, signals: Arc<Signals>) -> Result<Self, DbError> {
        let connection = Connection::open(&config.url)?;
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            arrived: Condvar::new(),
            closed: Condvar::new(),
            wrote: AtomicBool::new(false),
        });
        let limit = config.queue;
        let spawn = |name: &str, body: Box<dyn FnOnce() + Send>| {
            thread::Builder::new()
                .name(name.to_owned())
                .spawn(body)
                .map_err(|e| DbError::Unavailable(format!("no thread for {name}: {e}")))
        };
        let (a, b, url) = (shared.clone(), shared.clone(), config.url.clone());
        let threads = vec![
            spawn("db-writer", Box::new(move || Loop { config, clock, signals, shared: a }.run(connection)))?,
            spawn("db-checkpoint", Box::new(move || checkpoint(&url, &b)))?,
        ];
        Ok(Self { shared, limit, threads })
    }

    /// Queues a write.
    ///
    /// # Errors
    /// [`DbError::Overloaded`] when the lane is full; [`DbError::Closed`].
    pub fn submit(&self, lane: Lane, work: Work) -> Result<(), DbError> {
        let mut queue = self.shared.queue.lock();
        if queue.closing {
            return Err(DbError::Closed);
        }
        let lane = match lane {
            Lane::Interactive => &mut queue.interactive,
            Lane::Bulk => &mut queue.bulk,
        };
        if lane.len() >= self.limit {
            metrics::counter!("sundry_db_writes_refused_total").increment(1);
            return Err(DbError::Overloaded);
        }
        lane.push_back(work);
        drop(queue);
        self.shared.arrived.notify_one();
        Ok(())
    }
}

impl Writer {
    /// Writes that wait for their turn.
    pub fn waiting(&self) -> usize {
        let queue = self.shared.queue.lock();
        queue.interactive.len() + queue.bulk.len()
    }
}

impl Drop for Writer {
    /// Finishes what is queued, then lets the threads end.
    fn drop(&mut self) {
        self.shared.queue.lock().closing = true;
        self.shared.arrived.notify_all();
        self.shared.closed.notify_all();
        let me = thread::current().id();
        for handle in self.threads.drain(..) {
            if handle.thread().id() != me {
                let _ = handle.join();
            }
        }
    }
}

/// The writing connection with the flag that says its transaction is gone.
struct Connection {
    conn: Conn,
    dead: Arc<AtomicBool>,
}

impl Connection {
    fn open(url: &Url) -> Result<Self, DbError> {
        let mut conn = pool::open(url, Role::Writes).map_err(|e| DbError::Unavailable(e.to_string()))?;
        let dead = Arc::new(AtomicBool::new(false));
        diesel::Connection::set_instrumentation(&mut conn, Watching(dead.clone()));
        Ok(Self { conn, dead })
    }
}

struct Loop {
    config: DbConfig,
    clock: Clock,
    signals: Arc<Signals>,
    shared: Arc<Shared>,
}

impl Loop {
    fn run(self, connection: Connection) {
        let mut connection = Some(connection);
        while let Some(first) = self.wait() {
            // A connection that failed is replaced before the next batch; until that succeeds, writes are refused.
            let mut current = match connection.take() {
                Some(c) => c,
                None => match Connection::open(&self.config.url) {
                    Ok(c) => c,
                    Err(e) => {
                        fail_all(vec![first], &e);
                        continue;
                    }
                },
            };
            let (jobs, outcome) = self.batch(&mut current, first);
            metrics::histogram!("sundry_db_batch_jobs").record(jobs.len() as f64);
            match outcome {
                Ok(raised) => {
                    self.shared.wrote.store(true, Ordering::Relaxed);
                    jobs.into_iter().for_each(Work::answer);
                    self.signals.raise_all(raised);
                    connection = Some(current);
                }
                Err(e) => {
                    tracing::error!(error = %e, jobs = jobs.len(), "a batch of writes was lost; all were refused");
                    fail_all(jobs, &e);
                }
            }
        }
    }

    /// The next job, interactive first; none when the database closes.
    fn wait(&self) -> Option<Work> {
        let mut queue = self.shared.queue.lock();
        loop {
            if let Some(work) = queue.interactive.pop_front().or_else(|| queue.bulk.pop_front()) {
                return Some(work);
            }
            if queue.closing {
                return None;
            }
            self.shared.arrived.wait(&mut queue);
        }
    }

    /// What else may join the batch. Bulk work joins only when nobody waits, one piece a batch otherwise.
    fn more(&self, bulk_taken: bool) -> Option<(Work, bool)> {
        let mut queue = self.shared.queue.lock();
        if let Some(work) = queue.interactive.pop_front() {
            return Some((work, false));
        }
        if bulk_taken { None } else { queue.bulk.pop_front().map(|work| (work, true)) }
    }

    fn batch(&self, connection: &mut Connection, first: Work) -> (Vec<Work>, Result<Raised, DbError>) {
        let mut jobs = Vec::new();
        if let Err(e) = self.begin(&mut connection.conn) {
            jobs.push(first);
            return (jobs, Err(e));
        }
        let started = Instant::now();
        let mut raised = Raised::default();
        let mut bulk_taken = false;
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            let fate = self.job(connection, &mut job);
            jobs.push(job);
            match fate {
                Ok(more) => raised.merge(more),
                Err(e) => {
                    // The transaction may be gone already; this only tidies up after one that is not.
                    let _ = conn::rollback(&mut connection.conn);
                    return (jobs, Err(e));
                }
            }
            if jobs.len() < BATCH_JOBS && started.elapsed() < BATCH_TIME {
                next = self.more(bulk_taken).map(|(job, bulk)| {
                    bulk_taken |= bulk;
                    job
                });
            }
        }
        let outcome = conn::commit(&mut connection.conn).map(|()| raised).map_err(|e| {
            let _ = conn::rollback(&mut connection.conn);
            DbError::Storage(e.to_string())
        });
        (jobs, outcome)
    }

    /// Takes the write lock; another process (an import, a backup) may hold it for a moment.
    fn begin(&self, conn: &mut Conn) -> Result<(), DbError> {
        let since = Instant::now();
        loop {
            match conn::begin(conn) {
                Ok(()) => return Ok(()),
                Err(e) if e.to_string().contains("locked") && since.elapsed() < PATIENCE => {}
                Err(e) if e.to_string().contains("locked") => return Err(DbError::Overloaded),
                Err(e) => return Err(DbError::Storage(e.to_string())),
            }
        }
    }

    /// Runs one job in its savepoint. An error means the whole batch is lost.
    fn job(&self, connection: &mut Connection, job: &mut Work) -> Result<Raised, DbError> {
        if Instant::now() > job.deadline {
            metrics::counter!("sundry_db_writes_expired_total").increment(1);
            job.fail(DbError::Overloaded);
            return Ok(Raised::default());
        }
        let lost = |e: diesel::result::Error| DbError::Storage(e.to_string());
        let Connection { conn, dead } = connection;
        let outer = conn::depth(conn);
        conn::job_begins(conn).map_err(lost)?;
        let started = Instant::now();
        let actor = job.actor.clone();
        let mut tx = Tx::new(conn, &actor, self.clock.now(), dead.clone());
        let outcome = catch_unwind(AssertUnwindSafe(|| job.attempt(&mut tx)));
        let raised = tx.raised;
        if dead.load(Ordering::Relaxed) {
            return Err(DbError::Storage("the disk failed under a statement".to_owned()));
        }
        let keep = match outcome {
            Ok(fate) => fate == Fate::Keep,
            Err(panic) if panic.is::<TransactionGone>() => {
                return Err(DbError::Storage("the transaction was gone".to_owned()));
            }
            Err(panic) => {
                let why = panic_text(&*panic);
                tracing::error!(%why, correlation = %actor.correlation, "a write panicked and was rolled back");
                job.fail(DbError::Panicked(why));
                false
            }
        };
        let took = started.elapsed();
        if took > SLOW_JOB {
            tracing::warn!(?took, actor = %actor.label(), correlation = %actor.correlation, "a slow write");
        }
        if keep {
            conn::job_kept(conn).map_err(lost)?;
            return Ok(raised);
        }
        Tx::unwind_to(conn, outer).map_err(lost)?;
        conn::job_undone(conn).map_err(lost)?;
        Ok(Raised::default())
    }
}

fn fail_all(jobs: Vec<Work>, e: &DbError) {
    for mut job in jobs {
        job.fail(e.clone());
        job.answer();
    }
}

pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned())
}

/// Moves the log into the database file, off the writer's path.
fn checkpoint(url: &Url, shared: &Shared) {
    const EVERY: Duration = Duration::from_millis(1000);
    const LARGE_WAL: u64 = 64 << 20;
    let Url::Sqlite(path) = url else { return };
    let wal = format!("{}-wal", path.display());
    let mut conn = None;
    loop {
        {
            let mut queue = shared.queue.lock();
            if !queue.closing {
                shared.closed.wait_for(&mut queue, EVERY);
            }
            if queue.closing {
                return;
            }
        }
        if !shared.wrote.swap(false, Ordering::Relaxed) {
            continue;
        }
        let large = std::fs::metadata(&wal).map(|m| m.len()).unwrap_or(0) > LARGE_WAL;
        let sql = if large { "PRAGMA wal_checkpoint(RESTART)" } else { "PRAGMA wal_checkpoint(PASSIVE)" };
        let opened = match conn.take() {
            Some(c) => Ok(c),
            None => pool::open(url, Role::Writes),
        };
        match opened {
            Ok(mut c) => match conn::run(&mut c, sql) {
                Ok(()) => conn = Some(c),
                Err(e) => tracing::warn!(error = %e, "a checkpoint failed; it is tried again"),
            },
            Err(e) => tracing::warn!(error = %e, "no connection for a checkpoint"),
        }
    }
}
