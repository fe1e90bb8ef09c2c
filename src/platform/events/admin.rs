//! What staff and the command line see of the machinery, and do to it. What is done is audited.
use std::collections::HashSet;

use db::{Conn, Signal, Tx};
use diesel::dsl::{count_star, min};
use diesel::prelude::*;
use kernel::kinds::JobId;
use kernel::{Correlation, Micros};
use serde_json::json;

use crate::event::{Cursor, Recorded};
use crate::parked::{PARKED, Parked, WAITING};
use crate::tables::{events_cursors, events_jobs, events_log, events_parked, events_schedules};
use crate::{cursor, dialect, log};

/// How far behind a subscriber is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lag {
    pub subscriber: String,
    pub position: Cursor,
    /// Events it has still to be handed, among the newest 10,000 of the log.
    pub behind: i64,
    /// It has not passed older ones either, which were not counted.
    pub more: bool,
    /// Age in seconds of the oldest it has still to be handed, or to look at; 0 when there is none.
    pub seconds: i64,
    /// Events that failed, or wait for one that did, and will be tried again.
    pub waiting: i64,
    /// Events that only staff can free.
    pub parked: i64,
}

/// So many events, the newest of the log, are looked at to say how far behind subscribers are: more than a subscriber
/// passes in memory before it moves its cursor in the table.
const LOOKED_AT: i64 = 10_000;

/// Every subscriber that ever ran here, by name.
pub fn lag(conn: &mut Conn, now: Micros) -> QueryResult<Vec<Lag>> {
    let cursors: Vec<(String, i64, i64, String)> = events_cursors::table
        .order(events_cursors::subscriber)
        .select((events_cursors::subscriber, events_cursors::xact, events_cursors::seq, events_cursors::types))
        .load(conn)?;
    let least = cursors.iter().map(|(_, xact, seq, _)| Cursor { xact: *xact, seq: *seq }).min();
    let tail = log::Tail::after(conn, least.unwrap_or(Cursor::START), LOOKED_AT)?;
    let mut lags = Vec::with_capacity(cursors.len());
    for (subscriber, xact, seq, types) in cursors {
        let position = Cursor { xact, seq };
        let types = types_of(&types)?;
        let ahead = tail.ahead(conn, position, &types)?;
        let parked = parked_count(conn, &subscriber, true)?;
        let waiting = parked_count(conn, &subscriber, false)?;
        let seconds = ahead.since.map_or(0, |at| now.since(at).as_secs() as i64);
        lags.push(Lag { subscriber, position, behind: ahead.count, more: ahead.more, seconds, waiting, parked });
    }
    Ok(lags)
}

fn types_of(json: &str) -> QueryResult<Vec<String>> {
    serde_json::from_str(json).map_err(|e| diesel::result::Error::DeserializationError(Box::new(e)))
}

fn parked_count(conn: &mut Conn, subscriber: &str, parked: bool) -> QueryResult<i64> {
    use events_parked as t;
    let mine = t::table.filter(t::subscriber.eq(subscriber));
    if parked {
        mine.filter(t::state.eq(PARKED)).count().get_result(conn)
    } else {
        mine.filter(t::state.ne(PARKED)).count().get_result(conn)
    }
}

/// The readable events after `after`, oldest first.
pub fn tail(conn: &mut Conn, after: Cursor, limit: i64) -> QueryResult<Vec<Recorded>> {
    let settled = log::settled(conn)?;
    log::after(conn, after, settled, limit)
}

/// The newest readable events, at most `limit`, oldest of them first.
pub fn newest(conn: &mut Conn, limit: i64) -> QueryResult<Vec<Recorded>> {
    let settled = log::settled(conn)?;
    log::newest(conn, settled, limit)
}

/// The events of one stream that were not trimmed, in the order of their versions.
pub fn of_stream(conn: &mut Conn, stream: &str, limit: i64) -> QueryResult<Vec<Recorded>> {
    log::of_stream(conn, stream, limit)
}

/// The place after the newest readable event.
pub fn end(conn: &mut Conn) -> QueryResult<Cursor> {
    let settled = log::settled(conn)?;
    log::end(conn, settled)
}

/// Where a subscriber is to take the log up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// Everything that was not trimmed.
    Start,
    /// The first event at or after this time.
    Time(Micros),
    /// The first event after this place.
    Position(Cursor),
}

/// Sets a subscriber's cursor: what comes after it is handed out again. False when there is no such subscriber.
pub fn replay(tx: &mut Tx<'_>, subscriber: &str, since: Since) -> QueryResult<bool> {
    let to = match since {
        Since::Start => Cursor::START,
        Since::Position(at) => at,
        Since::Time(time) => {
            let conn: &mut Conn = tx;
            let first: Option<(i64, i64)> = events_log::table
                .filter(events_log::at.ge(time.0))
                .order((events_log::xact, events_log::seq))
                .select((events_log::xact, events_log::seq))
                .first(conn)
                .optional()?;
            match first {
                Some((xact, seq)) => Cursor { xact, seq: seq - 1 },
                None => end(tx)?,
            }
        }
    };
    let found = cursor::put(tx, subscriber, to)?;
    if found {
        tx.audit("events.replay", subscriber, &json!({ "to": to }))?;
        tx.raise(Signal::Events);
    }
    Ok(found)
}

/// What happened up to `to` need not be handed to this subscriber any more: its effect was made another way. A cursor
/// that is further stays; a subscriber that is not known yet begins there.
pub fn skip_to(tx: &mut Tx<'_>, subscriber: &str, to: Cursor) -> QueryResult<()> {
    cursor::skip_to(tx, subscriber, to)
}

/// Events that could not be taken, oldest first; of one subscriber or of all.
pub fn parked(conn: &mut Conn, subscriber: Option<&str>, limit: i64) -> QueryResult<Vec<Parked>> {
    use events_parked as t;
    match subscriber {
        Some(name) => t::table
            .filter(t::subscriber.eq(name))
            .order((t::at, t::seq))
            .limit(limit)
            .select(Parked::as_select())
            .load(conn),
        None => t::table.order((t::at, t::subscriber, t::seq)).limit(limit).select(Parked::as_select()).load(conn),
    }
}

/// Tries a parked event again, with all its attempts. False when it is not parked.
pub fn parked_retry(tx: &mut Tx<'_>, subscriber: &str, seq: i64) -> QueryResult<bool> {
    use events_parked as t;
    let now = tx.now();
    let conn: &mut Conn = tx;
    let found = diesel::update(t::table.find((subscriber, seq)).filter(t::state.eq(PARKED)))
        .set((t::state.eq(WAITING), t::attempts.eq(0), t::retry_at.eq(now.0)))
        .execute(conn)?
        == 1;
    if found {
        tx.audit("events.retry", subscriber, &json!({ "seq": seq }))?;
        tx.raise(Signal::Events);
    }
    Ok(found)
}

/// Gives an event up for this subscriber; what waits behind it goes on. False when nothing was held there.
pub fn parked_skip(tx: &mut Tx<'_>, subscriber: &str, seq: i64) -> QueryResult<bool> {
    let found = crate::parked::remove(tx, subscriber, seq)?;
    if found {
        tx.audit("events.skip", subscriber, &json!({ "seq": seq }))?;
        tx.raise(Signal::Events);
    }
    Ok(found)
}

/// How many jobs of a kind are in a state.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct JobCount {
    pub kind: String,
    /// `ready`, `running` or `dead`.
    pub state: String,
    pub count: i64,
    /// Microseconds UTC: when the oldest of them was ordered.
    pub oldest: Option<i64>,
}

/// The jobs there are; those that are done are gone.
pub fn jobs_overview(conn: &mut Conn) -> QueryResult<Vec<JobCount>> {
    use events_jobs as t;
    t::table
        .group_by((t::kind, t::state))
        .order((t::kind, t::state))
        .select((t::kind, t::state, count_star(), min(t::at)))
        .load(conn)
}

/// A job as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = events_jobs)]
pub struct JobView {
    pub id: JobId,
    pub kind: String,
    /// JSON.
    pub payload: String,
    /// `ready`, `running` or `dead`.
    pub state: String,
    /// How often it was run.
    pub attempts: i64,
    pub max_attempts: i64,
    /// Microseconds UTC.
    pub run_after: i64,
    /// What went wrong last.
    pub error: String,
    pub correlation: String,
    /// Microseconds UTC: when it was ordered.
    pub at: i64,
}

impl JobView {
    pub fn correlation(&self) -> Correlation {
        Correlation(self.correlation.clone())
    }
}

/// The dead letters, newest first.
pub fn dead(conn: &mut Conn, limit: i64) -> QueryResult<Vec<JobView>> {
    use events_jobs as t;
    t::table.filter(t::state.eq("dead")).order(t::seq.desc()).limit(limit).select(JobView::as_select()).load(conn)
}

/// One job, if it is not done.
pub fn job(conn: &mut Conn, id: JobId) -> QueryResult<Option<JobView>> {
    use events_jobs as t;
    t::table.filter(t::id.eq(id)).select(JobView::as_select()).first(conn).optional()
}

/// Lets a dead job run again with all its attempts, under the same idempotency key. When a live job has its unique
/// key, that one does the work and the dead one goes. False when there is no such dead job.
pub fn retry_dead(tx: &mut Tx<'_>, id: JobId) -> QueryResult<bool> {
    use events_jobs as t;
    let now = tx.now();
    let conn: &mut Conn = tx;
    let key: Option<Option<String>> =
        t::table.filter(t::id.eq(id)).filter(t::state.eq("dead")).select(t::unique_key).first(conn).optional()?;
    let Some(key) = key else { return Ok(false) };
    let dead = t::table.filter(t::id.eq(id)).filter(t::state.eq("dead"));
    let replaced = match &key {
        Some(key) => {
            let live = t::table.filter(t::unique_key.eq(key)).filter(t::state.ne("dead"));
            live.count().get_result::<i64>(conn)? > 0
        }
        None => false,
    };
    let found = if replaced {
        diesel::delete(dead).execute(conn)?
    } else {
        diesel::update(dead).set((t::state.eq("ready"), t::attempts.eq(0), t::run_after.eq(now.0))).execute(conn)?
    };
    if found == 1 {
        tx.audit("jobs.retry", id, &json!({ "replaced": replaced }))?;
        tx.raise(Signal::Jobs);
    }
    Ok(found == 1)
}

/// Gives a dead job up. False when there is no such dead job.
pub fn discard_dead(tx: &mut Tx<'_>, id: JobId) -> QueryResult<bool> {
    use events_jobs as t;
    let conn: &mut Conn = tx;
    let found = diesel::delete(t::table.filter(t::id.eq(id)).filter(t::state.eq("dead"))).execute(conn)? == 1;
    if found {
        tx.audit("jobs.discard", id, &json!({}))?;
    }
    Ok(found)
}

/// A schedule and its times, microseconds UTC; `last_at` is 0 before the first.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct ScheduleView {
    pub name: String,
    /// Microseconds.
    pub every: i64,
    pub next_at: i64,
    pub last_at: i64,
}

pub fn schedules(conn: &mut Conn) -> QueryResult<Vec<ScheduleView>> {
    use events_schedules as t;
    t::table.order(t::name).select((t::name, t::every, t::next_at, t::last_at)).load(conn)
}

/// Forgets a subscriber that the program no longer has: its cursor would hold the log for ever. False when there is
/// no such subscriber.
pub fn forget(tx: &mut Tx<'_>, subscriber: &str) -> QueryResult<bool> {
    let conn: &mut Conn = tx;
    diesel::delete(events_parked::table.filter(events_parked::subscriber.eq(subscriber))).execute(conn)?;
    let found = diesel::delete(events_cursors::table.find(subscriber)).execute(conn)? == 1;
    if found {
        tx.audit("events.forget", subscriber, &json!({}))?;
    }
    Ok(found)
}

/// Removes up to `limit` events from the log's beginning, older than `before`, that every subscriber has passed and
/// none still holds. Gives how many; call it again until it gives 0. It looks at no more of the log than that, however
/// far subscribers are behind: other writers wait meanwhile.
pub fn trim(tx: &mut Tx<'_>, before: Micros, limit: i64) -> QueryResult<usize> {
    use events_log as t;
    let conn: &mut Conn = tx;
    let held: Vec<i64> = events_parked::table.order(events_parked::seq).select(events_parked::seq).load(conn)?;
    let held: HashSet<i64> = held.into_iter().collect();
    let look = limit.saturating_add(held.len() as i64);
    let beginning: Vec<(i64, i64, i64, String)> =
        t::table.order((t::xact, t::seq)).limit(look).select((t::xact, t::seq, t::at, t::kind)).load(conn)?;
    // Only a beginning goes: a log with holes could not tell what was trimmed from what was lost. A clock that was set
    // back, or a past that was written later, leaves old times behind newer ones.
    let old = beginning.into_iter().take_while(|(_, _, at, _)| *at < before.0);
    let mut old: Vec<(Cursor, String)> = old.map(|(xact, seq, _, kind)| (Cursor { xact, seq }, kind)).collect();
    let settled = log::settled(conn)?;
    let end = log::end(conn, settled)?;
    old.retain(|(place, _)| *place <= end);
    let cursors: Vec<(i64, i64, String)> = events_cursors::table
        .order(events_cursors::subscriber)
        .select((events_cursors::xact, events_cursors::seq, events_cursors::types))
        .load(conn)?;
    for (xact, seq, types) in cursors {
        let types = types_of(&types)?;
        // A cursor that stands still because nothing of interest came holds nothing back.
        let to_take = |(place, kind): &(Cursor, String)| *place > Cursor { xact, seq } && types.contains(kind);
        if let Some(first) = old.iter().position(to_take) {
            old.truncate(first);
        }
    }
    let passed = old.iter().map(|(place, _)| place.seq);
    let gone: Vec<i64> = passed.filter(|seq| !held.contains(seq)).take(limit.max(0) as usize).collect();
    let mut removed = 0;
    for some in gone.chunks(500) {
        removed += diesel::delete(t::table.filter(t::seq.eq_any(some.to_vec()))).execute(conn)?;
    }
    Ok(removed)
}

/// Whether the log was written under transaction numbers this server has not reached: it was restored into another
/// cluster, and what is recorded now would stand before it. [`rebase`] mends that.
pub fn needs_rebase(conn: &mut Conn) -> QueryResult<bool> {
    let next = dialect::next_xact(conn)?;
    diesel::select(diesel::dsl::exists(events_log::table.filter(events_log::xact.ge(next)))).get_result(conn)
}

/// Moves all places in the log, and the cursors with them, before every transaction to come. After restoring a
/// PostgreSQL database elsewhere, before anything is recorded; SQLite has no such numbers.
pub fn rebase(tx: &mut Tx<'_>) -> QueryResult<()> {
    let conn: &mut Conn = tx;
    if !dialect::numbers_transactions(conn) {
        return Ok(());
    }
    let last: Option<i64> =
        events_log::table.order(events_log::xact.desc()).select(events_log::xact).first(conn).optional()?;
    let by = last.unwrap_or(0).max(0) + 1;
    diesel::update(events_log::table).set(events_log::xact.eq(events_log::xact - by)).execute(conn)?;
    diesel::update(events_cursors::table.filter(events_cursors::xact.gt(i64::MIN / 2)))
        .set(events_cursors::xact.eq(events_cursors::xact - by))
        .execute(conn)?;
    diesel::update(events_parked::table).set(events_parked::xact.eq(events_parked::xact - by)).execute(conn)?;
    tx.audit("events.rebase", "events_log", &json!({ "by": by }))
}
