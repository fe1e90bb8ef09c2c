//! Everything that goes on behind the requests, on one instance.
use std::sync::Arc;
use std::time::Duration;

use db::{Backend, Db, DbError, Lane};
use kernel::Actor;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::follower::{Followers, Reader};
use crate::job::Jobs;
use crate::lease;
use crate::schedule::{Schedules, Ticker};
use crate::subscribers::{Dispatcher, blocking};
use crate::subscription::Subscriptions;
use crate::worker::Worker;

/// How long [`Runner::stop`] waits for what is under way. What does not end by then is left to its lease.
const GRACE: Duration = Duration::from_secs(25);

/// One instance's subscribers, followers, jobs and schedules, with nothing running by itself: tests and the command
/// line drain it, [`Runner`] keeps it going. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    db: Db,
    me: Arc<str>,
    subscribers: Arc<Dispatcher>,
    followers: Arc<Reader>,
    worker: Worker,
    ticker: Arc<Ticker>,
}

/// What draining did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Events handed to subscribers (each of them counts), or found in their way.
    pub events: u64,
    /// Events handed to followers.
    pub followed: u64,
    /// Runs of jobs.
    pub jobs: u64,
    pub ticks: u64,
}

impl Engine {
    /// Followers begin at the log's end as of now.
    ///
    /// # Errors
    /// When the log cannot be read.
    ///
    /// # Panics
    /// When a schedule's closure and a job share a kind.
    pub fn new(
        db: Db,
        subscriptions: Subscriptions,
        followers: Followers,
        mut jobs: Jobs,
        schedules: Schedules,
    ) -> Result<Self, DbError> {
        let me: Arc<str> = kernel::random_token()[..20].into();
        schedules.register_jobs(&mut jobs);
        Ok(Self {
            subscribers: Arc::new(Dispatcher::new(db.clone(), &subscriptions, me.clone())),
            followers: Arc::new(Reader::new(db.clone(), followers)?),
            worker: Worker { db: db.clone(), jobs: Arc::new(jobs), me: me.clone() },
            ticker: Arc::new(Ticker { db: db.clone(), schedules }),
            db,
            me,
        })
    }

    /// This instance's name, as leases carry it.
    pub fn instance(&self) -> &str {
        &self.me
    }

    /// Does everything that is due at the clock's present time until nothing is left, schedules first, and gives
    /// back its leases. What waits for a later time (a backoff, a delay) or belongs to another instance stays.
    ///
    /// # Errors
    /// When the database fails. A subscriber's or a job's own failure is none: it is in the tables.
    pub async fn drain(&self) -> Result<Drained, DbError> {
        let mut sum = Drained { ticks: self.ticker.step().await?.0, ..Drained::default() };
        loop {
            let events = self.hand_out().await?;
            let jobs = self.worker.drain().await?;
            sum.events += events;
            sum.jobs += jobs;
            if events + jobs == 0 {
                break;
            }
        }
        sum.followed = self.follow().await?;
        self.release().await?;
        Ok(sum)
    }

    /// [`Engine::drain`] for threads that may block and run no async code: the command line.
    ///
    /// # Errors
    /// As [`Engine::drain`], and when no runtime could be made.
    pub fn drain_now(&self) -> Result<Drained, DbError> {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| DbError::Unavailable(format!("no runtime: {e}")))?
            .block_on(self.drain())
    }

    /// Only the subscribers' part of [`Engine::drain`]; keeps the leases.
    pub async fn hand_out(&self) -> Result<u64, DbError> {
        let subscribers = self.subscribers.clone();
        blocking(move || subscribers.drain_now()).await
    }

    /// Only the followers' part of [`Engine::drain`].
    pub async fn follow(&self) -> Result<u64, DbError> {
        let followers = self.followers.clone();
        blocking(move || followers.drain_now()).await
    }

    /// Only the jobs' part of [`Engine::drain`].
    pub async fn run_jobs(&self) -> Result<u64, DbError> {
        self.worker.drain().await
    }

    /// Only the schedules' part of [`Engine::drain`]: gives how many were due.
    pub async fn tick(&self) -> Result<u64, DbError> {
        self.ticker.step().await.map(|(ticks, _)| ticks)
    }

    /// Gives back the leases, so that another instance need not wait for their end.
    pub async fn release(&self) -> Result<(), DbError> {
        let me = self.me.clone();
        self.db
            .write_in(Lane::Bulk, &Actor::system("subscribers"), move |tx| {
                lease::release_all(tx, &me).map_err(DbError::from)
            })
            .await
    }
}

/// Keeps an [`Engine`] going on the tokio runtime it was started in.
pub struct Runner {
    engine: Engine,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Runner {
    /// Must be called inside a tokio runtime with time.
    ///
    /// # Errors
    /// As [`Engine::new`].
    pub fn start(
        db: Db,
        subscriptions: Subscriptions,
        followers: Followers,
        jobs: Jobs,
        schedules: Schedules,
    ) -> Result<Self, DbError> {
        Ok(Self::of(Engine::new(db, subscriptions, followers, jobs, schedules)?))
    }

    /// Keeps this engine going. Must be called inside a tokio runtime with time.
    pub fn of(engine: Engine) -> Self {
        let (stop, stopped) = watch::channel(false);
        // Commits of this process wake everybody at once; the poll is for those of others.
        let poll = match engine.db.backend() {
            Backend::Postgres => Duration::from_millis(250),
            Backend::Sqlite => Duration::from_secs(1),
        };
        let tasks = vec![
            tokio::spawn(engine.subscribers.clone().work(stopped.clone(), poll)),
            tokio::spawn(engine.followers.clone().work(stopped.clone(), poll)),
            tokio::spawn(engine.worker.clone().work(stopped.clone(), poll)),
            tokio::spawn(engine.ticker.clone().work(stopped)),
        ];
        Self { engine, stop, tasks }
    }

    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Takes on nothing new, lets what is under way come to its end (for at most 25 s) and gives back its leases.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        let deadline = tokio::time::Instant::now() + GRACE;
        for mut task in self.tasks {
            match tokio::time::timeout_at(deadline, &mut task).await {
                Ok(Ok(())) => {}
                Ok(Err(e)) => tracing::error!(error = %e, "background work ended badly"),
                Err(_) => {
                    tracing::warn!("background work did not end in time; its leases will run out");
                    task.abort();
                }
            }
        }
        if let Err(e) = self.engine.release().await {
            tracing::warn!(error = %e, "leases were not given back; they run out by themselves");
        }
    }
}
