//! The machinery's own books (I8), and what other rooms' books ask of the log.
use std::time::Duration;

use db::{Conn, DbError};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use kernel::{Breach, Micros};

use crate::Cursor;
use crate::tables::{events_cursors, events_jobs, events_log, events_parked};

/// What is younger than this is on its way, not missing.
pub const GRACE: Duration = Duration::from_secs(10);

/// One event per stream and version. Answers how many events there are.
///
/// # Errors
/// Only when the database cannot be read.
pub fn log(conn: &mut Conn, found: &mut dyn FnMut(Breach)) -> Result<u64, DbError> {
    use events_log as t;
    let twice: Vec<(String, i64, i64)> = t::table
        .group_by((t::stream, t::version))
        .having(count_star().gt(1))
        .order((t::stream.asc(), t::version.asc()))
        .select((t::stream, t::version, count_star()))
        .limit(1000)
        .load(conn)?;
    for (stream, version, n) in twice {
        found(Breach::new("I8", format!("version {version} has {n} events")).of(stream));
    }
    Ok(t::table.count().get_result::<i64>(conn)?.max(0) as u64)
}

/// Every subscriber stands within the log, has taken what is older than [`GRACE`], and has parked nothing. What it is
/// still busy with goes to `lag`. Answers how many subscribers there are.
///
/// # Errors
/// Only when the database cannot be read.
pub fn subscribers(
    conn: &mut Conn,
    now: Micros,
    found: &mut dyn FnMut(Breach),
    lag: &mut dyn FnMut(String),
) -> Result<u64, DbError> {
    let end = end(conn)?;
    let readers = all_readers(conn, found)?;
    for reader in &readers {
        let name = &reader.subscriber;
        if let Some(end) = end
            && reader.at > end
        {
            let sentence = format!("{name} stands at {:?}, beyond the end of the log at {end:?}", reader.at);
            found(Breach::new("I8", sentence).of(name));
        }
        backlog(conn, reader, now, found, lag)?;
    }
    held(conn, found, lag)?;
    Ok(readers.len() as u64)
}

fn backlog(
    conn: &mut Conn,
    reader: &Reader,
    now: Micros,
    found: &mut dyn FnMut(Breach),
    lag: &mut dyn FnMut(String),
) -> Result<(), DbError> {
    use events_log as t;
    let unread = || {
        t::table
            .filter(t::xact.gt(reader.at.xact).or(t::xact.eq(reader.at.xact).and(t::seq.gt(reader.at.seq))))
            .filter(t::kind.eq_any(reader.types.clone()))
    };
    let first: Option<i64> = unread().order((t::xact, t::seq)).select(t::at).first(conn).optional()?;
    let Some(at) = first else { return Ok(()) };
    let count: i64 = unread().count().get_result(conn)?;
    let (name, age) = (&reader.subscriber, now.since(Micros(at)));
    let sentence = format!("{name} has {count} events to take, the oldest {} s old", age.as_secs());
    if age > GRACE {
        found(Breach::new("I8", sentence).of(name));
    } else {
        lag(sentence);
    }
    Ok(())
}

/// Parked events wait for staff; the others are tried again by themselves.
fn held(conn: &mut Conn, found: &mut dyn FnMut(Breach), lag: &mut dyn FnMut(String)) -> Result<(), DbError> {
    use events_parked as t;
    let rows: Vec<(String, i64, String, String, String, String)> = t::table
        .order((t::subscriber.asc(), t::seq.asc()))
        .select((t::subscriber, t::seq, t::stream, t::kind, t::state, t::error))
        .limit(1000)
        .load(conn)?;
    for (subscriber, seq, stream, kind, state, error) in rows {
        let sentence =
            format!("{subscriber} could not take event {seq} ({kind} of {stream}), it is {state}: {error}");
        if state == "parked" {
            found(Breach::new("I8", sentence).of(subscriber).of(stream));
        } else {
            lag(sentence);
        }
    }
    Ok(())
}

/// How far a subscriber has come.
#[derive(Clone, Debug)]
pub struct Reader {
    pub subscriber: String,
    pub at: Cursor,
    /// Event types it takes.
    pub types: Vec<String>,
}

fn all_readers(conn: &mut Conn, found: &mut dyn FnMut(Breach)) -> Result<Vec<Reader>, DbError> {
    use events_cursors as t;
    let rows: Vec<(String, i64, i64, String)> =
        t::table.order(t::subscriber.asc()).select((t::subscriber, t::xact, t::seq, t::types)).load(conn)?;
    let mut readers = Vec::with_capacity(rows.len());
    for (subscriber, xact, seq, types) in rows {
        let types = serde_json::from_str(&types).unwrap_or_else(|e| {
            found(Breach::new("I8", format!("what {subscriber} takes cannot be read: {e}")).of(&subscriber));
            Vec::new()
        });
        readers.push(Reader { subscriber, at: Cursor { xact, seq }, types });
    }
    Ok(readers)
}

/// The subscribers that take events of the type `kind`.
///
/// # Errors
/// Only when the database cannot be read.
pub fn readers_of(conn: &mut Conn, kind: &str) -> Result<Vec<Reader>, DbError> {
    let mut readers = all_readers(conn, &mut |_| {})?;
    readers.retain(|r| r.types.iter().any(|t| t == kind));
    Ok(readers)
}

/// Whether a subscriber has events to take, or has not begun.
///
/// # Errors
/// Only when the database cannot be read.
pub fn is_behind(conn: &mut Conn, subscriber: &str) -> Result<bool, DbError> {
    let readers = all_readers(conn, &mut |_| {})?;
    let Some(reader) = readers.iter().find(|r| r.subscriber == subscriber) else { return Ok(true) };
    let next = crate::log::first_after(conn, reader.at, &reader.types)?;
    let held: i64 =
        events_parked::table.filter(events_parked::subscriber.eq(subscriber)).count().get_result(conn)?;
    Ok(next.is_some() || held > 0)
}

/// The streams with an event of the type `kind` that a subscriber could not take yet, in order.
///
/// # Errors
/// Only when the database cannot be read.
pub fn held_streams(conn: &mut Conn, kind: &str) -> Result<Vec<String>, DbError> {
    use events_parked as t;
    Ok(t::table.filter(t::kind.eq(kind)).order(t::stream.asc()).select(t::stream).distinct().load(conn)?)
}

/// An event without its payload.
#[derive(Queryable, Clone, Debug)]
pub struct Logged {
    pub stream: String,
    pub version: i64,
    pub kind: String,
    /// Who caused it, as [`kernel::Actor::label`] writes it.
    pub actor: String,
    xact: i64,
    seq: i64,
    at: i64,
}

impl Logged {
    pub fn position(&self) -> Cursor {
        Cursor { xact: self.xact, seq: self.seq }
    }
    pub fn at(&self) -> Micros {
        Micros(self.at)
    }
}

/// Up to `limit` events whose stream begins with `prefix`, by stream and version, after `after`.
///
/// # Errors
/// Only when the database cannot be read.
pub fn streams(conn: &mut Conn, prefix: &str, after: Option<&Logged>, limit: i64) -> Result<Vec<Logged>, DbError> {
    use events_log as t;
    let (stream, version) = after.map_or((prefix, i64::MIN), |e| (e.stream.as_str(), e.version));
    let later =
        sql::<Bool>("(stream, version) > (").bind::<Text, _>(stream).sql(", ").bind::<BigInt, _>(version).sql(")");
    // Ids are ASCII: nothing that begins with the prefix sorts behind this.
    let end = format!("{prefix}\u{7f}");
    Ok(t::table
        .filter(later)
        .filter(t::stream.lt(end))
        .order((t::stream.asc(), t::version.asc()))
        .select((t::stream, t::version, t::kind, t::actor, t::xact, t::seq, t::at))
        .limit(limit)
        .load(conn)?)
}

/// When the log begins, if older events were trimmed; None while it holds everything that ever happened.
///
/// # Errors
/// Only when the database cannot be read.
pub fn trimmed_before(conn: &mut Conn) -> Result<Option<Micros>, DbError> {
    use events_log as t;
    let first: Option<(i64, i64)> =
        t::table.order((t::xact.asc(), t::seq.asc())).select((t::seq, t::at)).first(conn).optional()?;
    if let Some((seq, at)) = first {
        return Ok((seq > 1).then_some(Micros(at)));
    }
    // Nothing is left: if somebody has read something, it was trimmed behind them.
    let read: i64 = events_cursors::table.filter(events_cursors::seq.gt(0)).count().get_result(conn)?;
    Ok((read > 0).then_some(Micros(i64::MAX)))
}

/// Up to `limit` unique keys after `after`, in order, of jobs of this kind that wait, run or gave up.
///
/// # Errors
/// Only when the database cannot be read.
pub fn job_keys(conn: &mut Conn, kind: &str, after: Option<&str>, limit: i64) -> Result<Vec<String>, DbError> {
    use events_jobs as t;
    let keys: Vec<Option<String>> = t::table
        .filter(t::kind.eq(kind))
        .filter(t::unique_key.gt(after.unwrap_or_default()))
        .order(t::unique_key.asc())
        .select(t::unique_key)
        .distinct()
        .limit(limit)
        .load(conn)?;
    Ok(keys.into_iter().flatten().collect())
}

fn end(conn: &mut Conn) -> Result<Option<Cursor>, DbError> {
    use events_log as t;
    let last: Option<(i64, i64)> =
        t::table.order((t::xact.desc(), t::seq.desc())).select((t::xact, t::seq)).first(conn).optional()?;
    Ok(last.map(|(xact, seq)| Cursor { xact, seq }))
}
