//! What happens every so often, once for all instances.
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use db::{Conn, Db, DbError, Lane, Tx};
use diesel::prelude::*;
use kernel::{Actor, Micros};
use tokio::sync::watch;

use crate::event::Recording;
use crate::failpoint::failpoint;
use crate::job::{Handler, Job, JobError, JobOptions, JobRun, Jobs};
use crate::tables::events_schedules as t;
use crate::{dialect, queue};

/// How the kinds of job begin that are a schedule's times.
pub const SCHEDULED: &str = "schedule.";

type Tick = dyn Fn(&mut Tx<'_>) -> QueryResult<()> + Send + Sync;

#[derive(Clone)]
struct Entry {
    name: &'static str,
    every: Duration,
    tick: Arc<Tick>,
}

/// All schedules of an instance. The first time is at once, the later ones `every` after it; times that were missed
/// while nobody ran are not made up for.
#[derive(Clone, Default)]
pub struct Schedules {
    list: Vec<Entry>,
    /// Closures, run as jobs: one at a time, taken over when their process dies, retried when they fail.
    jobs: Vec<(String, Duration, Handler)>,
}

impl Schedules {
    pub fn new() -> Self {
        Self::default()
    }

    /// Every so often, a write: usually one that enqueues. It is committed together with the mark that it happened,
    /// so it happens once; when it fails it is tried again.
    ///
    /// # Panics
    /// When the name is taken.
    pub fn write(
        &mut self,
        name: &'static str,
        every: Duration,
        tick: impl Fn(&mut Tx<'_>) -> QueryResult<()> + Send + Sync + 'static,
    ) -> &mut Self {
        assert!(self.list.iter().all(|e| e.name != name), "two schedules are called {name}");
        self.list.push(Entry { name, every, tick: Arc::new(tick) });
        self
    }

    /// Every so often, a job.
    ///
    /// # Panics
    /// When the name is taken.
    pub fn enqueue<J: Job>(
        &mut self,
        name: &'static str,
        every: Duration,
        job: impl Fn() -> J + Send + Sync + 'static,
    ) -> &mut Self {
        self.write(name, every, move |tx| tx.enqueue(&job()).map(drop))
    }

    /// Every so often, something longer, at most `timeout`, outside any transaction. It runs as a job of the kind
    /// `schedule.<name>`, never twice at once. When it failed for good, its next time goes on, and takes its dead letter
    /// away when that goes well.
    ///
    /// # Panics
    /// When the name is taken.
    pub fn run<F, Fut>(&mut self, name: &'static str, every: Duration, timeout: Duration, f: F) -> &mut Self
    where
        F: Fn(JobRun) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let kind = [SCHEDULED, name].concat();
        self.jobs.push((kind.clone(), timeout, Arc::new(move |run| Box::pin(f(run)))));
        self.write(name, every, move |tx| {
            let options = JobOptions { unique_key: Some(kind.clone()), max_attempts: 3, ..JobOptions::default() };
            queue::enqueue(tx, &kind, "null".to_owned(), options).map(drop)
        })
    }

    /// The closures become kinds of job.
    pub(crate) fn register_jobs(&self, jobs: &mut Jobs) {
        for (kind, timeout, handler) in &self.jobs {
            jobs.raw(kind.clone(), *timeout, handler.clone());
        }
    }
}

pub(crate) struct Ticker {
    pub db: Db,
    pub schedules: Schedules,
}

impl Ticker {
    /// Does what is due; gives how many were, and when the next one is.
    pub async fn step(&self) -> Result<(u64, Option<Micros>), DbError> {
        if self.schedules.list.is_empty() {
            return Ok((0, None));
        }
        let now = self.db.clock().now();
        let known: Vec<(String, i64)> = self
            .db
            .read(|c| t::table.select((t::name, t::next_at)).order(t::name).load(c).map_err(DbError::from))
            .await?;
        let mut ticks = 0;
        let mut next: Option<Micros> = None;
        for entry in &self.schedules.list {
            let at = known.iter().find(|(name, _)| name == entry.name).map(|(_, at)| *at);
            let mut upcoming = at.map(Micros);
            if at.is_none_or(|at| is_due(at, now, entry.every)) {
                failpoint("schedule.before-tick");
                let mine = entry.clone();
                let ticked = self
                    .db
                    .write_in(Lane::Bulk, &Actor::system("schedules"), move |tx| {
                        tick(tx, &mine).map_err(DbError::from)
                    })
                    .await;
                failpoint("schedule.after-tick");
                match ticked {
                    Ok((mine, at)) => {
                        ticks += u64::from(mine);
                        upcoming = Some(at);
                    }
                    Err(e) => {
                        tracing::warn!(schedule = entry.name, error = %e, "a schedule failed; trying again");
                        upcoming = Some(now.plus(Duration::from_secs(5)));
                    }
                }
            }
            next = match (next, upcoming) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        Ok((ticks, next))
    }

    pub async fn work(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        const LONGEST: Duration = Duration::from_secs(1);
        const SHORTEST: Duration = Duration::from_millis(20);
        while !*stop.borrow_and_update() {
            let next = match self.step().await {
                Ok((_, next)) => next,
                Err(e) => {
                    tracing::warn!(error = %e, "schedules cannot be read; trying again");
                    None
                }
            };
            let now = self.db.clock().now();
            let pause = next.map_or(LONGEST, |at| at.since(now).clamp(SHORTEST, LONGEST));
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }
}

/// A time further off than one interval was set by another interval or another clock.
fn is_due(next_at: i64, now: Micros, every: Duration) -> bool {
    next_at <= now.0 || next_at > now.plus(every).0
}

/// Does it, if it is still due; tells whether, and when the next time is.
fn tick(tx: &mut Tx<'_>, entry: &Entry) -> QueryResult<(bool, Micros)> {
    let now = tx.now();
    let every = entry.every.as_micros() as i64;
    let conn: &mut Conn = tx;
    // Waits for another instance that is at it.
    dialect::insert_schedule(conn, entry.name, every, now.0)?;
    let at: i64 = t::table.find(entry.name).select(t::next_at).first(conn)?;
    if !is_due(at, now, entry.every) {
        return Ok((false, Micros(at)));
    }
    // In step with the times before, unless one was missed.
    let in_step = at.saturating_add(every);
    let next = if in_step > now.0 && in_step <= now.0 + every { in_step } else { now.0 + every };
    let mine = diesel::update(t::table.find(entry.name).filter(t::next_at.eq(at)))
        .set((t::next_at.eq(next), t::every.eq(every), t::last_at.eq(now.0)))
        .execute(conn)?;
    if mine == 1 {
        (entry.tick)(tx)?;
    }
    failpoint("schedule.ticked-uncommitted");
    Ok((mine == 1, Micros(next)))
}
