//! Work for later: what a job is, and who runs which kind.
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use kernel::kinds::JobId;
use kernel::{Actor, Correlation};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Work ordered in a unit of work and done after it, outside any transaction. It may run more than once (a process
/// dies between doing and noting): towards the outside it carries [`JobRun::idempotency_key`].
pub trait Job: Serialize + DeserializeOwned {
    /// `<room>.<what_to_do>`, as `payments.capture`. Never changes.
    const KIND: &'static str;
    fn options(&self) -> JobOptions {
        JobOptions::default()
    }
}

/// How a job wants to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobOptions {
    /// At most one live (waiting or running) job a key.
    pub unique_key: Option<String>,
    /// Jobs of one key run one at a time, in the order in which they were ordered. A dead one lets the next pass.
    pub ordering_key: Option<String>,
    /// Higher first; 0 is usual.
    pub priority: i64,
    /// Not before this long from now.
    pub delay: Duration,
    /// After this many runs that failed it is dead, until staff retry it.
    pub max_attempts: i64,
}

impl Default for JobOptions {
    fn default() -> Self {
        Self { unique_key: None, ordering_key: None, priority: 0, delay: Duration::ZERO, max_attempts: 12 }
    }
}

/// One run of a job.
#[derive(Clone, Debug)]
pub struct JobRun {
    pub id: JobId,
    pub kind: String,
    /// Which run this is, from 1.
    pub attempt: i64,
    pub max_attempts: i64,
    /// The chain of causes it was ordered in.
    pub correlation: Correlation,
    /// JSON.
    pub payload: String,
}

impl JobRun {
    /// The same for every run of this job: what is done twice under it is to have the effect of once.
    pub fn idempotency_key(&self) -> String {
        self.id.to_string()
    }

    /// Who acts in what this job writes.
    pub fn actor(&self) -> Actor {
        Actor::system("jobs").caused_by(self.correlation.clone())
    }

    pub fn is_last(&self) -> bool {
        self.attempt >= self.max_attempts
    }
}

/// Why a run did not succeed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum JobError {
    /// Later it may: it is run again after a while.
    #[error("{0}")]
    Retry(String),
    /// It never will: it goes to the dead letters at once.
    #[error("{0}")]
    Permanent(String),
}

impl JobError {
    pub fn retry(why: impl ToString) -> Self {
        Self::Retry(why.to_string())
    }
    pub fn permanent(why: impl ToString) -> Self {
        Self::Permanent(why.to_string())
    }
}

impl From<db::DbError> for JobError {
    fn from(e: db::DbError) -> Self {
        Self::Retry(e.to_string())
    }
}

pub(crate) type Handler = Arc<dyn Fn(JobRun) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

#[derive(Clone)]
pub(crate) struct Registered {
    pub handler: Handler,
    pub timeout: Duration,
    /// One of this kind at a time on an instance.
    pub alone: bool,
}

/// Which kinds of job this instance runs, and how. Kinds nobody registered stay where they are.
#[derive(Clone)]
pub struct Jobs {
    kinds: HashMap<String, Registered>,
    pub(crate) concurrency: usize,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { kinds: HashMap::new(), concurrency: 8 }
    }
}

impl Jobs {
    pub fn new() -> Self {
        Self::default()
    }

    /// How many run at once on this instance; 8 unless told.
    pub fn concurrency(mut self, at_once: usize) -> Self {
        self.concurrency = at_once.max(1);
        self
    }

    /// `J`s are run by `f`, at most a minute each.
    ///
    /// ```ignore
    /// jobs.on(move |run, job: Capture| capture(payments.clone(), run, job));
    /// ```
    ///
    /// # Panics
    /// When the kind has a handler already.
    pub fn on<J, Fut>(&mut self, f: impl Fn(JobRun, J) -> Fut + Send + Sync + 'static) -> &mut Self
    where
        J: Job,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        self.on_within(Duration::from_secs(60), f)
    }

    /// `J`s are run by `f`; a run longer than `timeout` is dropped and counts as failed.
    ///
    /// # Panics
    /// When the kind has a handler already.
    pub fn on_within<J, Fut>(
        &mut self,
        timeout: Duration,
        f: impl Fn(JobRun, J) -> Fut + Send + Sync + 'static,
    ) -> &mut Self
    where
        J: Job,
        Fut: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let handler = move |run: JobRun| -> BoxFuture<'static, Result<(), JobError>> {
            match serde_json::from_str::<J>(&run.payload) {
                Ok(job) => Box::pin(f(run, job)),
                Err(e) => {
                    let unreadable = JobError::Permanent(format!("the payload cannot be read: {e}"));
                    Box::pin(std::future::ready(Err(unreadable)))
                }
            }
        };
        self.raw(J::KIND.to_owned(), timeout, Arc::new(handler))
    }

    /// Jobs of kind `J` come one after the other on this instance: each takes much memory. Others run beside them.
    ///
    /// # Panics
    /// When nobody runs the kind yet.
    pub fn alone<J: Job>(&mut self) -> &mut Self {
        let registered = self.kinds.get_mut(J::KIND);
        registered.expect("a kind is registered before it is said to run alone").alone = true;
        self
    }

    pub(crate) fn raw(&mut self, kind: String, timeout: Duration, handler: Handler) -> &mut Self {
        let before = self.kinds.insert(kind.clone(), Registered { handler, timeout, alone: false });
        assert!(before.is_none(), "two handlers for jobs of the kind {kind}");
        self
    }

    pub(crate) fn get(&self, kind: &str) -> Option<&Registered> {
        self.kinds.get(kind)
    }

    /// The kinds registered here, in order.
    pub fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = self.kinds.keys().map(String::as_str).collect();
        kinds.sort_unstable();
        kinds
    }
}
