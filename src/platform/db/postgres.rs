//! PostgreSQL's writers: a pool, one transaction a write, re-run when the server asks for it.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use kernel::{Actor, Clock};
use tokio::sync::Semaphore;

use crate::conn::{self, Conn};
use crate::error::DomainError;
use crate::pool::{self, Pool, Role};
use crate::signals::Signals;
use crate::tx::{TransactionGone, Tx};
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

    pub async fn write<T, E, F>(&self, actor: Actor, deadline: Instant, f: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: DomainError,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let Ok(place) = self.places.clone().try_acquire_owned() else {
            metrics::counter!("sundry_db_writes_refused_total").increment(1);
            return Err(DbError::Overloaded.into());
        };
        let me = self.clone();
        // Spawned, so that a write outlives the request that asked for it.
        let task = tokio::spawn(async move {
            let _place = place;
            let turn = tokio::time::timeout_at(deadline.into(), me.turns.clone().acquire_owned()).await;
            let Ok(Ok(turn)) = turn else {
                metrics::counter!("sundry_db_writes_expired_total").increment(1);
                return Err(DbError::Overloaded.into());
            };
            let work = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                me.write_now(&actor, deadline, f)
            });
            work.await.unwrap_or_else(|e| Err(DbError::Panicked(e.to_string()).into()))
        });
        task.await.unwrap_or_else(|e| Err(DbError::Panicked(e.to_string()).into()))
    }

    pub fn write_now<T, E, F>(&self, actor: &Actor, deadline: Instant, mut f: F) -> Result<T, E>
    where
        E: DomainError,
        F: FnMut(&mut Tx<'_>) -> Result<T, E>,
    {
        let mut conn = self.begin(deadline)?;
        let mut reruns = 0;
        loop {
            match self.once(&mut conn, actor, &mut f) {
                Err(e) if e.as_db().is_some_and(DbError::wants_rerun) && reruns < RERUNS => {
                    reruns += 1;
                    metrics::counter!("sundry_db_reruns_total").increment(1);
                    let pause = rand::random_range(0..4u64 << reruns.min(6));
                    std::thread::sleep(Duration::from_millis(pause));
                    conn::begin(&mut conn).map_err(E::from)?;
                }
                other => return other,
            }
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

    fn once<T, E, F>(&self, conn: &mut Conn, actor: &Actor, f: &mut F) -> Result<T, E>
    where
        E: DomainError,
        F: FnMut(&mut Tx<'_>) -> Result<T, E>,
    {
        let dead = Arc::new(AtomicBool::new(false));
        let mut tx = Tx::new(conn, actor, self.clock.now(), dead);
        let outcome = catch_unwind(AssertUnwindSafe(|| f(&mut tx)));
        let raised = tx.raised;
        match outcome {
            Ok(Ok(value)) => {
                conn::commit(conn).map_err(|e| {
                    let e = DbError::from(e);
                    if e.wants_rerun() { e } else { DbError::Storage(e.to_string()) }
                })?;
                self.signals.raise_all(raised);
                Ok(value)
            }
            Ok(Err(e)) => {
                Tx::unwind_to(conn, 0).map_err(|e| DbError::Unavailable(e.to_string()))?;
                Err(e)
            }
            Err(panic) => {
                let _ = Tx::unwind_to(conn, 0);
                if panic.is::<TransactionGone>() {
                    return Err(DbError::Storage("the transaction was gone".to_owned()).into());
                }
                let why = panic_text(&*panic);
                tracing::error!(%why, correlation = %actor.correlation, "a write panicked and was rolled back");
                Err(DbError::Panicked(why).into())
            }
        }
    }
}
