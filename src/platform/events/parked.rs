//! Events that a subscriber could not take (yet).
use std::time::Duration;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;

use crate::backoff::backoff;
use crate::dialect::{self, EARLIER};
use crate::event::{Cursor, Recorded};
use crate::log;
use crate::subscription::Subscription;
use crate::tables::events_parked as t;

/// After this many failures an event is parked, until staff retry or skip it.
pub const ATTEMPTS: i64 = 5;
const BACKOFF_BASE: Duration = Duration::from_secs(1);
const BACKOFF_CAP: Duration = Duration::from_secs(120);
const LONGEST_ERROR: usize = 2000;

/// Waits for its next attempt.
pub const WAITING: &str = "waiting";
/// Waits for an earlier event of its stream.
pub const BEHIND: &str = "behind";
/// Waits for staff.
pub const PARKED: &str = "parked";

/// An event a subscriber could not take, and why.
#[derive(Queryable, Selectable, Insertable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = t)]
pub struct Parked {
    pub subscriber: String,
    /// The event's place, with `xact`.
    pub seq: i64,
    pub xact: i64,
    pub stream: String,
    pub version: i64,
    pub kind: String,
    /// [`WAITING`], [`BEHIND`] or [`PARKED`].
    pub state: String,
    /// How often it failed.
    pub attempts: i64,
    /// Microseconds UTC: not tried before.
    pub retry_at: i64,
    /// What went wrong last.
    pub error: String,
    /// Microseconds UTC: when it first could not be taken.
    pub at: i64,
}

impl Parked {
    pub fn position(&self) -> Cursor {
        Cursor { xact: self.xact, seq: self.seq }
    }
    pub fn since(&self) -> Micros {
        Micros(self.at)
    }
}

/// Notes one more failure of `event`; parks it after the last attempt.
pub(crate) fn failed(
    tx: &mut Tx<'_>,
    sub: &Subscription,
    event: &Recorded,
    before: i64,
    why: &str,
) -> QueryResult<Parked> {
    let attempts = before + 1;
    let state = if attempts >= ATTEMPTS { PARKED } else { WAITING };
    if state == PARKED {
        tracing::error!(subscriber = sub.name, event = %event.position, kind = event.kind, error = why, "an event is parked");
    } else {
        tracing::warn!(subscriber = sub.name, event = %event.position, kind = event.kind, attempts, error = why, "an event failed");
    }
    metrics::counter!("sundry_subscriber_failures_total", "subscriber" => sub.name).increment(1);
    let retry_at = tx.now().plus(backoff(attempts, BACKOFF_BASE, 4, BACKOFF_CAP));
    put(tx, sub, event, state, attempts, retry_at, why)
}

/// Notes that `event` waits for an earlier one of its stream.
pub(crate) fn behind(tx: &mut Tx<'_>, sub: &Subscription, event: &Recorded) -> QueryResult<Parked> {
    let now = tx.now();
    put(tx, sub, event, BEHIND, 0, now, "")
}

fn put(
    tx: &mut Tx<'_>,
    sub: &Subscription,
    event: &Recorded,
    state: &str,
    attempts: i64,
    retry_at: Micros,
    why: &str,
) -> QueryResult<Parked> {
    let row = Parked {
        subscriber: sub.name.to_owned(),
        seq: event.position.seq,
        xact: event.position.xact,
        stream: event.stream.clone(),
        version: event.version,
        kind: event.kind.clone(),
        state: state.to_owned(),
        attempts,
        retry_at: retry_at.0,
        error: why.chars().take(LONGEST_ERROR).collect(),
        at: tx.now().0,
    };
    dialect::put_parked(tx, &row)?;
    Ok(row)
}

/// What of the subscriber's stands in the way of `events`: themselves, and for an ordered one what is open in their
/// streams.
pub(crate) fn open_for(conn: &mut Conn, sub: &Subscription, events: &[Recorded]) -> QueryResult<Vec<Parked>> {
    let mine = t::table.filter(t::subscriber.eq(sub.name)).order(t::seq).select(Parked::as_select());
    if sub.ordered {
        let mut streams: Vec<&str> = events.iter().map(|e| e.stream.as_str()).collect();
        streams.sort_unstable();
        streams.dedup();
        mine.filter(t::stream.eq_any(streams)).load(conn)
    } else {
        let seqs: Vec<i64> = events.iter().map(|e| e.position.seq).collect();
        mine.filter(t::seq.eq_any(seqs)).load(conn)
    }
}

pub(crate) fn remove(conn: &mut Conn, subscriber: &str, seq: i64) -> QueryResult<bool> {
    diesel::delete(t::table.find((subscriber, seq))).execute(conn).map(|n| n == 1)
}

/// Holds the row for this unit of work; false when staff have skipped or parked it meanwhile.
pub(crate) fn hold(conn: &mut Conn, row: &Parked) -> QueryResult<bool> {
    diesel::update(t::table.find((&row.subscriber, row.seq)).filter(t::state.ne(PARKED)))
        .set(t::attempts.eq(t::attempts))
        .execute(conn)
        .map(|n| n == 1)
}

pub(crate) fn get(conn: &mut Conn, subscriber: &str, seq: i64) -> QueryResult<Option<Parked>> {
    t::table.find((subscriber, seq)).select(Parked::as_select()).first(conn).optional()
}

/// What may be tried again now. Of an ordered stream only its first; nothing the cursor has not passed, for that is
/// the cursor's to hand out.
pub(crate) fn due(
    conn: &mut Conn,
    sub: &Subscription,
    cursor: Cursor,
    now: Micros,
    limit: i64,
) -> QueryResult<Vec<Parked>> {
    let passed = t::xact.lt(cursor.xact).or(t::xact.eq(cursor.xact).and(t::seq.le(cursor.seq)));
    let mine = t::table
        .filter(t::subscriber.eq(sub.name))
        .filter(t::state.ne(PARKED))
        .filter(t::retry_at.le(now.0))
        .filter(passed);
    if !sub.ordered {
        return mine.order((t::retry_at, t::seq)).limit(limit).select(Parked::as_select()).load(conn);
    }
    let before = EARLIER
        .filter(EARLIER.field(t::subscriber).eq(t::subscriber))
        .filter(EARLIER.field(t::stream).eq(t::stream))
        .filter(EARLIER.field(t::version).lt(t::version));
    let mut due: Vec<Parked> = mine
        .filter(diesel::dsl::not(diesel::dsl::exists(before)))
        .order((t::retry_at, t::seq))
        .limit(limit)
        .select(Parked::as_select())
        .load(conn)?;
    let types: Vec<String> = sub.types().into_iter().map(str::to_owned).collect();
    let mut waits = Vec::new();
    for row in &due {
        waits.push(log::has_earlier_version_after(conn, &row.stream, row.version, &types, cursor)?);
    }
    let mut waits = waits.into_iter();
    due.retain(|_| !waits.next().unwrap_or(false));
    Ok(due)
}

/// The subscribers that have something whose time has come.
pub(crate) fn subscribers_due(conn: &mut Conn, now: Micros) -> QueryResult<Vec<String>> {
    t::table
        .filter(t::state.ne(PARKED))
        .filter(t::retry_at.le(now.0))
        .select(t::subscriber)
        .distinct()
        .order(t::subscriber)
        .load(conn)
}

/// When the next one will be due.
pub(crate) fn next_due(conn: &mut Conn, now: Micros) -> QueryResult<Option<Micros>> {
    let at: Option<i64> = t::table
        .filter(t::state.eq(WAITING))
        .filter(t::retry_at.gt(now.0))
        .order(t::retry_at)
        .select(t::retry_at)
        .first(conn)
        .optional()?;
    Ok(at.map(Micros))
}
