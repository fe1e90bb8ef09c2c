//! The job table: ordering, claiming, finishing.
use std::time::Duration;

use db::{Conn, Signal, Tx};
use diesel::prelude::*;
use kernel::kinds::JobId;
use kernel::{Correlation, Micros};

use crate::backoff::backoff;
use crate::dialect;
use crate::failpoint::failpoint;
use crate::job::{JobError, JobOptions, JobRun};
use crate::schedule::SCHEDULED;
use crate::tables::events_jobs as t;

/// How long a claim holds without being prolonged. Workers prolong it every third of that.
pub(crate) const LEASE: Duration = Duration::from_secs(15);
const BACKOFF_BASE: Duration = Duration::from_secs(5);
const BACKOFF_CAP: Duration = Duration::from_secs(3600);

#[derive(Insertable)]
#[diesel(table_name = t)]
pub(crate) struct NewJob<'a> {
    id: JobId,
    kind: &'a str,
    payload: &'a str,
    state: &'a str,
    priority: i64,
    run_after: i64,
    attempts: i64,
    max_attempts: i64,
    unique_key: Option<&'a str>,
    ordering_key: Option<&'a str>,
    owner: &'a str,
    until: i64,
    error: &'a str,
    correlation: &'a str,
    at: i64,
}

#[derive(Queryable, Selectable, Debug, Clone)]
#[diesel(table_name = t)]
pub(crate) struct JobRow {
    pub seq: i64,
    pub id: JobId,
    pub kind: String,
    pub payload: String,
    pub priority: i64,
    pub attempts: i64,
    pub max_attempts: i64,
    pub unique_key: Option<String>,
    pub ordering_key: Option<String>,
    pub correlation: String,
    pub again: Option<JobId>,
    pub again_payload: Option<String>,
}

impl JobRow {
    pub fn run(&self) -> JobRun {
        JobRun {
            id: self.id,
            kind: self.kind.clone(),
            attempt: self.attempts,
            max_attempts: self.max_attempts,
            correlation: Correlation(self.correlation.clone()),
            payload: self.payload.clone(),
        }
    }
}

impl<'a> NewJob<'a> {
    fn of(now: Micros, correlation: &'a str, kind: &'a str, payload: &'a str, options: &'a JobOptions) -> Self {
        Self {
            id: JobId::new(now),
            kind,
            payload,
            state: "ready",
            priority: options.priority,
            run_after: now.plus(options.delay).0,
            attempts: 0,
            max_attempts: options.max_attempts.max(1),
            unique_key: options.unique_key.as_deref(),
            ordering_key: options.ordering_key.as_deref(),
            owner: "",
            until: 0,
            error: "",
            correlation,
            at: now.0,
        }
    }
}

/// [`enqueue`] for several of a kind: on PostgreSQL in one statement where each has a key and no live one has it.
pub(crate) fn enqueue_all(tx: &mut Tx<'_>, kind: &str, jobs: Vec<(String, JobOptions)>) -> QueryResult<()> {
    let (now, correlation) = (tx.now(), tx.actor().correlation.0.clone());
    let rows: Vec<NewJob<'_>> =
        jobs.iter().map(|(payload, options)| NewJob::of(now, &correlation, kind, payload, options)).collect();
    if rows.iter().all(|row| row.unique_key.is_some()) && dialect::insert_jobs(tx, &rows)? {
        tx.raise(Signal::Jobs);
        return Ok(());
    }
    // Those that were inserted after all are found by their keys.
    jobs.into_iter().try_for_each(|(payload, options)| enqueue(tx, kind, payload, options).map(drop))
}

pub(crate) fn enqueue(tx: &mut Tx<'_>, kind: &str, payload: String, options: JobOptions) -> QueryResult<JobId> {
    let (now, correlation) = (tx.now(), tx.actor().correlation.0.clone());
    let job = NewJob::of(now, &correlation, kind, &payload, &options);
    tx.raise(Signal::Jobs);
    // On PostgreSQL the one that was in the way may be finished by the time it is looked at.
    for _ in 0..8 {
        if dialect::insert_job(tx, &job)? {
            return Ok(job.id);
        }
        let Some(key) = job.unique_key else { break };
        if let Some(id) = join(tx, key, &job)? {
            return Ok(id);
        }
    }
    Err(diesel::result::Error::NotFound)
}

/// The live job of the key does the work: a waiting one has not looked yet, a running one is followed by another run,
/// for what it has read already may be old.
fn join(tx: &mut Tx<'_>, key: &str, job: &NewJob<'_>) -> QueryResult<Option<JobId>> {
    let conn: &mut Conn = tx;
    let followed = diesel::update(
        t::table.filter(t::unique_key.eq(key)).filter(t::state.eq("running")).filter(t::again.is_null()),
    )
    .set((t::again.eq(job.id), t::again_payload.eq(job.payload)))
    .execute(conn)?;
    if followed == 1 {
        return Ok(Some(job.id));
    }
    // Touching the row waits for whoever is finishing or claiming it.
    let waiting = diesel::update(t::table.filter(t::unique_key.eq(key)).filter(t::state.ne("dead")))
        .set(t::unique_key.eq(key))
        .execute(conn)?;
    if waiting == 0 {
        return Ok(None);
    }
    // One that has not been tried yet is as urgent as the most urgent wish for it.
    diesel::update(
        t::table
            .filter(t::unique_key.eq(key))
            .filter(t::state.eq("ready"))
            .filter(t::attempts.eq(0))
            .filter(t::run_after.gt(job.run_after)),
    )
    .set(t::run_after.eq(job.run_after))
    .execute(conn)?;
    let live: Option<(JobId, Option<JobId>, String)> = t::table
        .filter(t::unique_key.eq(key))
        .filter(t::state.ne("dead"))
        .order(t::seq)
        .select((t::id, t::again, t::state))
        .first(conn)
        .optional()?;
    Ok(live.and_then(|(id, again, state)| if state == "running" { again } else { Some(id) }))
}

/// Whether something may be claimed at `now`, and when the next waiting job is due.
pub(crate) fn outlook(
    conn: &mut Conn,
    kinds: &[&str],
    me: &str,
    now: Micros,
) -> QueryResult<(bool, Option<Micros>)> {
    let ready =
        t::table.filter(t::state.eq("ready")).filter(t::run_after.le(now.0)).filter(t::kind.eq_any(kinds.to_vec()));
    let abandoned = t::table
        .filter(t::state.eq("running"))
        .filter(t::until.le(now.0))
        .filter(t::owner.ne(me))
        .filter(t::kind.eq_any(kinds.to_vec()));
    let due = diesel::select(diesel::dsl::exists(ready)).get_result::<bool>(conn)?
        || diesel::select(diesel::dsl::exists(abandoned)).get_result::<bool>(conn)?;
    let next: Option<i64> = t::table
        .filter(t::state.eq("ready"))
        .filter(t::run_after.gt(now.0))
        .filter(t::kind.eq_any(kinds.to_vec()))
        .order(t::run_after)
        .select(t::run_after)
        .first(conn)
        .optional()?;
    Ok((due, next.map(Micros)))
}

/// Takes up to `limit` jobs for `me`: those whose worker is gone first, then what is due, most urgent first.
pub(crate) fn claim(tx: &mut Tx<'_>, kinds: &[&str], me: &str, limit: usize) -> QueryResult<Vec<JobRow>> {
    let now = tx.now();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let abandoned = dialect::abandoned(tx, kinds, me, now.0, limit)?;
    let mut seqs = Vec::new();
    for job in abandoned {
        if job.attempts >= job.max_attempts {
            bury(tx, &job, "its worker was lost on its last attempt")?;
        } else {
            seqs.push(job.seq);
        }
    }
    let rest = limit - seqs.len() as i64;
    if rest > 0 {
        seqs.extend(dialect::startable(tx, kinds, now.0, rest)?);
    }
    if seqs.is_empty() {
        return Ok(Vec::new());
    }
    let conn: &mut Conn = tx;
    diesel::update(t::table.filter(t::seq.eq_any(seqs.clone())))
        .set((
            t::state.eq("running"),
            t::owner.eq(me),
            t::until.eq(now.plus(LEASE).0),
            t::attempts.eq(t::attempts + 1),
        ))
        .execute(conn)?;
    t::table
        .filter(t::seq.eq_any(seqs))
        .order((t::priority.desc(), t::seq.asc()))
        .select(JobRow::as_select())
        .load(conn)
}

/// Prolongs the claims of what still runs.
pub(crate) fn prolong(tx: &mut Tx<'_>, seqs: &[i64], me: &str) -> QueryResult<()> {
    let until = tx.now().plus(LEASE).0;
    let conn: &mut Conn = tx;
    diesel::update(
        t::table.filter(t::seq.eq_any(seqs.to_vec())).filter(t::state.eq("running")).filter(t::owner.eq(me)),
    )
    .set(t::until.eq(until))
    .execute(conn)
    .map(drop)
}

/// A run that ended.
#[derive(Debug, Clone)]
pub(crate) struct Finished {
    pub job: JobRow,
    pub outcome: Result<(), JobError>,
}

/// Notes how runs ended, in one go for many. What another instance has taken over meanwhile is left to it.
pub(crate) fn settle(tx: &mut Tx<'_>, me: &str, finished: &[Finished]) -> QueryResult<()> {
    let done: Vec<i64> = finished.iter().filter(|f| f.outcome.is_ok()).map(|f| f.job.seq).collect();
    if !done.is_empty() {
        for job in dialect::remove_running(tx, &done, me)? {
            if job.kind.starts_with(SCHEDULED) {
                made_good(tx, &job)?;
            }
            follow(tx, &job)?;
        }
    }
    for Finished { job, outcome } in finished {
        match outcome {
            Ok(()) => {}
            Err(JobError::Retry(why)) if job.attempts < job.max_attempts => put_back(tx, me, job, why)?,
            Err(JobError::Retry(why) | JobError::Permanent(why)) => {
                let conn: &mut Conn = tx;
                // The row as it is now: it may be followed by another run.
                let held = t::table
                    .filter(t::seq.eq(job.seq))
                    .filter(t::state.eq("running"))
                    .filter(t::owner.eq(me))
                    .select(JobRow::as_select())
                    .first(conn)
                    .optional()?;
                if let Some(held) = held {
                    bury(tx, &held, why)?;
                }
            }
        }
    }
    failpoint("jobs.completed-uncommitted");
    Ok(())
}

fn put_back(tx: &mut Tx<'_>, me: &str, job: &JobRow, why: &str) -> QueryResult<()> {
    let wait = backoff(job.attempts, BACKOFF_BASE, 2, BACKOFF_CAP);
    let run_after = tx.now().plus(wait).0;
    let conn: &mut Conn = tx;
    diesel::update(t::table.filter(t::seq.eq(job.seq)).filter(t::state.eq("running")).filter(t::owner.eq(me)))
        .set((t::state.eq("ready"), t::owner.eq(""), t::until.eq(0), t::run_after.eq(run_after), t::error.eq(why)))
        .execute(conn)
        .map(drop)
}

/// To the dead letters. Of one unique key only the last is kept, so that what fails for ever does not pile up.
fn bury(tx: &mut Tx<'_>, job: &JobRow, why: &str) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    if let Some(key) = &job.unique_key {
        diesel::delete(t::table.filter(t::unique_key.eq(key)).filter(t::state.eq("dead"))).execute(conn)?;
    }
    diesel::update(t::table.filter(t::seq.eq(job.seq)))
        .set((
            t::state.eq("dead"),
            t::owner.eq(""),
            t::until.eq(0),
            t::error.eq(why),
            t::again.eq(None::<JobId>),
            t::again_payload.eq(None::<String>),
        ))
        .execute(conn)?;
    tracing::error!(job = %job.id, kind = job.kind, attempts = job.attempts, error = why, "a job is dead");
    follow(tx, job)
}

/// A time of a schedule that failed for good has nothing left to do once a later one went well.
fn made_good(tx: &mut Tx<'_>, job: &JobRow) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    let same = t::table.filter(t::state.eq("dead")).filter(t::unique_key.eq(&job.unique_key));
    diesel::delete(same).execute(conn).map(drop)
}

/// The run that was asked for while this one was under way.
fn follow(tx: &mut Tx<'_>, job: &JobRow) -> QueryResult<()> {
    let (Some(id), Some(payload)) = (job.again, &job.again_payload) else { return Ok(()) };
    let now = tx.now();
    let next = NewJob {
        id,
        kind: &job.kind,
        payload,
        state: "ready",
        priority: job.priority,
        run_after: now.0,
        attempts: 0,
        max_attempts: job.max_attempts,
        unique_key: job.unique_key.as_deref(),
        ordering_key: job.ordering_key.as_deref(),
        owner: "",
        until: 0,
        error: "",
        correlation: &job.correlation,
        at: now.0,
    };
    tx.raise(Signal::Jobs);
    dialect::insert_job(tx, &next).map(drop)
}
