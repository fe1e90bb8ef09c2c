//! Runs jobs: claims, runs with bounded concurrency, notes the outcome.
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use db::{Db, DbError, Lane, Signal};
use futures_util::FutureExt;
use kernel::{Actor, Micros};
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tracing::Instrument as _;

use crate::failpoint::failpoint;
use crate::job::{JobError, Jobs};
use crate::queue::{self, Finished, JobRow};

/// The most jobs one claim takes.
const CLAIM: usize = 32;
/// Between two writes lies at least so long: under load what has ended meanwhile is noted together, and as many are claimed. What
/// comes while all is quiet is claimed at once.
const EASE: Duration = Duration::from_millis(10);

#[derive(Clone)]
pub(crate) struct Worker {
    pub db: Db,
    pub jobs: Arc<Jobs>,
    /// This instance, as leases name it.
    pub me: Arc<str>,
}

impl Worker {
    /// One write: notes what has ended and claims up to `room` more.
    async fn turn(
        &self,
        finished: Vec<Finished>,
        room: usize,
        free: Free,
    ) -> Result<Vec<JobRow>, (DbError, Vec<Finished>)> {
        failpoint(if finished.is_empty() { "jobs.before-claim" } else { "jobs.before-complete" });
        let finished = Arc::new(finished);
        let (me, ended) = (self.me.clone(), finished.clone());
        let written = self
            .db
            .write_in(Lane::Bulk, &Actor::system("jobs"), move |tx| {
                if !ended.is_empty() {
                    queue::settle(tx, &me, &ended)?;
                }
                let mut claimed = Vec::new();
                let mut room = room.min(CLAIM);
                if room > 0 {
                    claimed = queue::claim(tx, &refs(&free.together), &me, room)?;
                    room -= claimed.len();
                }
                for kind in free.alone.iter().take(room) {
                    claimed.extend(queue::claim(tx, &[kind], &me, 1)?);
                }
                if !claimed.is_empty() {
                    failpoint("jobs.claimed-uncommitted");
                }
                Ok::<_, DbError>(claimed)
            })
            .await;
        match written {
            Ok(claimed) => {
                count(&finished);
                if !finished.is_empty() {
                    failpoint("jobs.after-complete");
                }
                if !claimed.is_empty() {
                    failpoint("jobs.after-claim");
                }
                Ok(claimed)
            }
            Err(e) => Err((e, Arc::unwrap_or_clone(finished))),
        }
    }

    async fn prolong(&self, seqs: Vec<i64>) -> Result<(), DbError> {
        let me = self.me.clone();
        self.db
            .write_in(Lane::Bulk, &Actor::system("jobs"), move |tx| {
                queue::prolong(tx, &seqs, &me).map_err(DbError::from)
            })
            .await
    }

    async fn outlook(&self, free: Free) -> Result<(bool, Option<Micros>), DbError> {
        let (me, now) = (self.me.clone(), self.db.clock().now());
        let kinds = free.all();
        self.db.read(move |c| queue::outlook(c, &refs(&kinds), &me, now).map_err(DbError::from)).await
    }

    /// The kinds of which one more may run.
    fn free(&self, running: &Running) -> Free {
        let mut free = Free::default();
        for kind in self.jobs.kinds() {
            match self.jobs.get(kind).is_some_and(|registered| registered.alone) {
                false => free.together.push(kind.to_owned()),
                true if running.is_busy(kind) => {}
                true => free.alone.push(kind.to_owned()),
            }
        }
        free
    }

    /// Runs one job to its end; a panic or an overrun is a failure like another.
    async fn run(self, job: JobRow) -> Finished {
        let started = Instant::now();
        let outcome = match self.jobs.get(&job.kind) {
            None => Err(JobError::Retry(format!("nobody here runs {}", job.kind))),
            Some(registered) => {
                failpoint("jobs.before-run");
                let handler = registered.handler.clone();
                let run = job.run();
                // The handler's own synchronous part may panic, too.
                let span =
                    tracing::info_span!("job", kind = %run.kind, id = %run.id, correlation = %run.correlation);
                let work = async move { handler(run).await }.instrument(span);
                match tokio::time::timeout(registered.timeout, AssertUnwindSafe(work).catch_unwind()).await {
                    Ok(Ok(outcome)) => outcome,
                    Ok(Err(panic)) => Err(JobError::Retry(format!("it panicked: {}", words(&*panic)))),
                    Err(_) => Err(JobError::Retry(format!("it took longer than {:?}", registered.timeout))),
                }
            }
        };
        failpoint("jobs.after-run");
        metrics::histogram!("sundry_job_seconds", "kind" => job.kind.clone())
            .record(started.elapsed().as_secs_f64());
        if let Err(e) = &outcome {
            tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempts, error = %e, "a job failed");
        }
        Finished { job, outcome }
    }

    /// Runs everything that is due until nothing is; what waits for a later time stays. Gives the number of runs.
    pub async fn drain(&self) -> Result<u64, DbError> {
        let mut running = Running::default();
        let mut finished = Vec::new();
        let mut runs = 0;
        loop {
            let room = self.jobs.concurrency.saturating_sub(running.len());
            let claimed = self.turn(std::mem::take(&mut finished), room, self.free(&running)).await;
            let claimed = claimed.map_err(|(e, _)| e)?;
            runs += claimed.len() as u64;
            running.start(self, claimed);
            if running.is_empty() {
                return Ok(runs);
            }
            while finished.is_empty() && !running.is_empty() {
                tokio::select! {
                    done = running.next() => finished.extend(done),
                    () = tokio::time::sleep(queue::LEASE / 3) => self.prolong(running.seqs()).await?,
                }
            }
            running.more(&mut finished);
        }
    }

    /// Works until told to stop, then lets what runs come to its end.
    pub async fn work(self, mut stop: watch::Receiver<bool>, poll: Duration) {
        let mut ordered = self.db.signals().watch(Signal::Jobs);
        let mut running = Running::default();
        let mut finished = Vec::new();
        let mut prolonged = Instant::now();
        let mut turned: Option<Instant> = None;
        // Whether something may have become claimable since the last claim.
        let mut look = true;
        loop {
            let stopping = *stop.borrow_and_update();
            let rest = turned.map_or(Duration::ZERO, |at| EASE.saturating_sub(at.elapsed()));
            if !rest.is_zero() && !stopping {
                tokio::select! {
                    () = tokio::time::sleep(rest) => {}
                    changed = stop.changed() => if changed.is_err() { return },
                }
                continue;
            }
            running.more(&mut finished);
            let room = if stopping { 0 } else { self.jobs.concurrency.saturating_sub(running.len()) };
            let mut next = None;
            let mut due = false;
            if room > 0 && look {
                match self.outlook(self.free(&running)).await {
                    Ok((now, later)) => (due, next) = (now, later),
                    Err(e) => tracing::warn!(error = %e, "jobs cannot be read; trying again"),
                }
                look = false;
            }
            if !finished.is_empty() || due {
                turned = Some(Instant::now());
                match self.turn(std::mem::take(&mut finished), room, self.free(&running)).await {
                    Ok(claimed) => {
                        look = claimed.len() == room.min(CLAIM) && room > 0;
                        let some = !claimed.is_empty();
                        running.start(&self, claimed);
                        if some && look {
                            continue;
                        }
                    }
                    Err((e, kept)) => {
                        tracing::warn!(error = %e, "jobs cannot be noted; trying again");
                        finished = kept;
                    }
                }
            }
            if stopping && running.is_empty() && finished.is_empty() {
                return;
            }
            if running.is_empty() {
                prolonged = Instant::now();
            } else if prolonged.elapsed() >= queue::LEASE / 3 {
                if let Err(e) = self.prolong(running.seqs()).await {
                    tracing::warn!(error = %e, "the claims of running jobs were not prolonged");
                }
                prolonged = Instant::now();
            }
            let now = self.db.clock().now();
            let pause = next.map_or(poll, |at: Micros| at.since(now).min(poll)).max(Duration::from_millis(1));
            tokio::select! {
                done = running.next(), if !running.is_empty() => {
                    finished.extend(done);
                    look = true;
                }
                changed = ordered.changed() => look = changed.is_ok(),
                () = tokio::time::sleep(pause) => look = true,
                changed = stop.changed(), if !stopping => if changed.is_err() { return },
            }
        }
    }
}

/// Kinds of job that may be claimed.
#[derive(Default)]
struct Free {
    /// As many as there is room for.
    together: Vec<String>,
    /// One each.
    alone: Vec<String>,
}

impl Free {
    fn all(self) -> Vec<String> {
        let Self { mut together, alone } = self;
        together.extend(alone);
        together
    }
}

fn refs(kinds: &[String]) -> Vec<&str> {
    kinds.iter().map(String::as_str).collect()
}

/// What runs on this instance now.
#[derive(Default)]
struct Running {
    tasks: JoinSet<Finished>,
    /// Number and kind of what each task runs.
    jobs: HashMap<Id, (i64, String)>,
}

impl Running {
    fn len(&self) -> usize {
        self.tasks.len()
    }
    fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }
    fn seqs(&self) -> Vec<i64> {
        self.jobs.values().map(|(seq, _)| *seq).collect()
    }
    fn is_busy(&self, kind: &str) -> bool {
        self.jobs.values().any(|(_, running)| running == kind)
    }
    fn start(&mut self, worker: &Worker, claimed: Vec<JobRow>) {
        for job in claimed {
            let known = (job.seq, job.kind.clone());
            let task = self.tasks.spawn(worker.clone().run(job));
            self.jobs.insert(task.id(), known);
        }
    }
    fn ended(&mut self, joined: Result<(Id, Finished), JoinError>) -> Option<Finished> {
        match joined {
            Ok((id, finished)) => {
                self.jobs.remove(&id);
                Some(finished)
            }
            Err(e) => {
                // It is prolonged no more: once this instance is gone, another takes it over.
                self.jobs.remove(&e.id());
                tracing::error!(error = %e, "the task of a job was lost");
                None
            }
        }
    }
    async fn next(&mut self) -> Option<Finished> {
        let joined = self.tasks.join_next_with_id().await?;
        self.ended(joined)
    }
    /// What else has ended by now.
    fn more(&mut self, finished: &mut Vec<Finished>) {
        while let Some(joined) = self.tasks.try_join_next_with_id() {
            finished.extend(self.ended(joined));
        }
    }
}

fn count(finished: &[Finished]) {
    for f in finished {
        let outcome = match &f.outcome {
            Ok(()) => "done",
            Err(JobError::Retry(_)) if f.job.attempts < f.job.max_attempts => "retry",
            Err(_) => "dead",
        };
        metrics::counter!("sundry_jobs_total", "kind" => f.job.kind.clone(), "outcome" => outcome).increment(1);
    }
}

/// What a panic said.
pub(crate) fn words(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without words".to_owned())
}
