//! PostgreSQL's writers: a pool, one transaction a write, re-run when the server asks for it.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use kernel::Clock;
use tokio::sync::Semaphore;

use crate::conn::{self, Conn};
use crate::pool::{self, Pool, Role};
use crate::signals::Signals;
use crate::tx::{TransactionGone, Tx};
use crate::work::{Fate, Work};
use crate::writer::panic_text;
use crate::{DbConfig, DbError};

/// How often a conflicting transaction is run again before the caller hears of it.
const RERUNS: u32 = 8;

#[derive(Clone)]
pub(crate) struct Writers {
    pool: Pool,
    clock: Clock,
    signals: Arc<Signals>,
    /// Bounds how many writes wait; the next one is refused.
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

impl Writers {
    pub fn open(config: &DbConfig, clock: Clock, signals: Arc<Signals>) -> Result<Self, DbError> {
        let pool = pool::build(config, Role::Writes, config.writers, None)?;
        let turns = Arc::new(Semaphore::new(config.writers as usize));
        Ok(Self { pool, clock, signals, places: Arc::new(Semaphore::new(config.queue)), turns })
    }

    /// Writes that wait for their turn; `queue` is how many may be under way or wait.
    pub fn waiting(&self, queue: usize) -> usize {
        let (all, busy) = (queue - self.places.available_permits().min(queue), self.busy());
        all.saturating_sub(busy)
    }

    fn busy(&self) -> usize {
        (self.pool.max_size() as usize).saturating_sub(self.turns.available_permits())
    }

    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// Sees a write through in a task of its own, so that it outlives the request that asked for it. Answers it in any case.
    ///
    /// # Errors
    /// [`DbError::Overloaded`] when too many wait already.
    pub fn submit(&self, mut work: Work) -> Result<(), DbError> {
        let Ok(place) = self.places.clone().try_acquire_owned() else {
            metrics::counter!("sundry_db_writes_refused_total").increment(1);
            return Err(DbError::Overloaded);
        };
        let me = self.clone();
        tokio::spawn(async move {
            let _place = place;
            let turn = tokio::time::timeout_at(work.deadline.into(), me.turns.clone().acquire_owned()).await;
            let Ok(Ok(turn)) = turn else {
                metrics::counter!("sundry_db_writes_expired_total").increment(1);
                work.fail(DbError::Overloaded);
                return work.answer();
            };
            tokio::task::spawn_blocking(move || {
                let _turn = turn;
                me.work_now(work);
            });
        });
        Ok(())
    }

    /// Runs a write on this thread and answers it.
    pub fn work_now(&self, mut work: Work) {
        if let Err(e) = self.seen_through(&mut work) {
            work.fail(e);
        }
        work.answer();
    }

    fn seen_through(&self, work: &mut Work) -> Result<(), DbError> {
        let mut conn = self.begin(work.deadline)?;
        let mut reruns = 0;
        loop {
            let again = match self.once(&mut conn, work) {
                Ok(fate) => fate == Fate::Rerun && reruns < RERUNS,
                Err(e) if e.wants_rerun() && reruns < RERUNS => true,
                Err(e) => return Err(e),
            };
            if !again {
                return Ok(());
            }
            reruns += 1;
            metrics::counter!("sundry_db_reruns_total").increment(1);
            let pause = rand::random_range(0..4u64 << reruns.min(6));
            std::thread::sleep(Duration::from_millis(pause));
            conn::begin(&mut conn)?;
        }
    }

    /// A connection with a transaction open. One that died in the pool shows here, and the next is tried.
    fn begin(&self, deadline: Instant) -> Result<diesel::r2d2::PooledConnection<pool::Manager>, DbError> {
        let mut last = String::new();
        for _ in 0..self.pool.max_size() + 1 {
            let wait = deadline.saturating_duration_since(Instant::now()).min(Duration::from_secs(5));
            let mut conn = match self.pool.get_timeout(wait) {
                Ok(conn) => conn,
                Err(e) => return Err(DbError::Unavailable(e.to_string())),
            };
            match conn::begin(&mut conn) {
                Ok(()) => return Ok(conn),
                Err(e) => last = e.to_string(),
            }
        }
        Err(DbError::Unavailable(last))
    }

    fn once(&self, conn: &mut Conn, work: &mut Work) -> Result<Fate, DbError> {
        let dead = Arc::new(AtomicBool::new(false));
        let actor = work.actor.clone();
        let mut tx = Tx::new(conn, &actor, self.clock.now(), dead);
        let outcome = catch_unwind(AssertUnwindSafe(|| work.attempt(&mut tx)));
        let raised = tx.raised;
        match outcome {
            Ok(Fate::Keep) => {
                conn::commit(conn).map_err(|e| {
                    let e = DbError::from(e);
                    if e.wants_rerun() { e } else { DbError::Storage(e.to_string()) }
                })?;
                self.signals.raise_all(raised);
                Ok(Fate::Keep)
            }
            Ok(fate) => {
                Tx::unwind_to(conn, 0).map_err(|e| DbError::Unavailable(e.to_string()))?;
                Ok(fate)
            }
            Err(panic) => {
                let _ = Tx::unwind_to(conn, 0);
                if panic.is::<TransactionGone>() {
                    return Err(DbError::Storage("the transaction was gone".to_owned()));
                }
                let why = panic_text(&*panic);
                tracing::error!(%why, correlation = %actor.correlation, "a write panicked and was rolled back");
                Err(DbError::Panicked(why))
            }
        }
    }
}
