//! Reading the log.
use db::Conn;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use kernel::{Correlation, Micros};

use crate::dialect;
use crate::event::{Cursor, Recorded};
use crate::tables::events_log as t;

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    seq: i64,
    xact: i64,
    stream: String,
    version: i64,
    kind: String,
    schema: i64,
    payload: String,
    correlation: String,
    actor: String,
    at: i64,
}

impl From<Row> for Recorded {
    fn from(row: Row) -> Self {
        Self {
            position: Cursor { xact: row.xact, seq: row.seq },
            stream: row.stream,
            version: row.version,
            kind: row.kind,
            schema: row.schema,
            payload: row.payload,
            correlation: Correlation(row.correlation),
            actor: row.actor,
            at: Micros(row.at),
        }
    }
}

/// What may be read: everything before this transaction, and nothing will ever be added there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled(i64);

/// Where the log stands still. Ask this before reading, so that what is read is complete up to here.
pub fn settled(conn: &mut Conn) -> QueryResult<Settled> {
    dialect::settled_before(conn).map(Settled)
}

/// Those behind a cursor, so that both databases walk the index from there on. PostgreSQL does for a row value; SQLite, where
/// `xact` is 0 and `seq` is the row's own number, would read the index from its beginning.
macro_rules! later {
    ($conn:expr, $cursor:expr) => {{
        let ([begin, middle, end], place) = dialect::later($conn, $cursor);
        sql::<Bool>(begin).bind::<BigInt, _>(place.xact).sql(middle).bind::<BigInt, _>(place.seq).sql(end)
    }};
}

/// The settled events after `cursor` in the order of reading, at most `limit`.
pub fn after(conn: &mut Conn, cursor: Cursor, settled: Settled, limit: i64) -> QueryResult<Vec<Recorded>> {
    t::table
        .filter(later!(conn, cursor))
        .filter(t::xact.lt(settled.0))
        .order((t::xact, t::seq))
        .limit(limit)
        .select(Row::as_select())
        .load(conn)
        .map(|rows: Vec<Row>| rows.into_iter().map(Recorded::from).collect())
}

/// The events of one stream, by version.
pub fn of_stream(conn: &mut Conn, stream: &str, limit: i64) -> QueryResult<Vec<Recorded>> {
    t::table
        .filter(t::stream.eq(stream))
        .order(t::version)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)
        .map(|rows: Vec<Row>| rows.into_iter().map(Recorded::from).collect())
}

/// The newest settled events, at most `limit`, oldest of them first.
pub fn newest(conn: &mut Conn, settled: Settled, limit: i64) -> QueryResult<Vec<Recorded>> {
    let rows: Vec<Row> = t::table
        .filter(t::xact.lt(settled.0))
        .order((t::xact.desc(), t::seq.desc()))
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().rev().map(Recorded::from).collect())
}

/// The last settled place; [`Cursor::START`] when nothing is.
pub fn end(conn: &mut Conn, settled: Settled) -> QueryResult<Cursor> {
    let last: Option<(i64, i64)> = t::table
        .filter(t::xact.lt(settled.0))
        .order((t::xact.desc(), t::seq.desc()))
        .select((t::xact, t::seq))
        .first(conn)
        .optional()?;
    Ok(last.map_or(Cursor::START, |(xact, seq)| Cursor { xact, seq }))
}

/// The last place there is. Asked for so, and not whether there is one behind another: a planner that knows nothing of a table yet
/// would read all of it.
fn newest_place(conn: &mut Conn) -> QueryResult<Option<Cursor>> {
    let newest: Option<(i64, i64)> =
        t::table.order((t::xact.desc(), t::seq.desc())).select((t::xact, t::seq)).first(conn).optional()?;
    Ok(newest.map(|(xact, seq)| Cursor { xact, seq }))
}

/// Whether committed events wait for an older transaction to end before they may be read.
pub(crate) fn unsettled(conn: &mut Conn, settled: Settled) -> QueryResult<bool> {
    if settled.0 == i64::MAX {
        return Ok(false);
    }
    Ok(newest_place(conn)?.is_some_and(|place| place.xact >= settled.0))
}

/// [`end`] and [`unsettled`], mostly in one statement.
pub(crate) fn end_and_unsettled(conn: &mut Conn, settled: Settled) -> QueryResult<(Cursor, bool)> {
    match newest_place(conn)? {
        None => Ok((Cursor::START, false)),
        Some(place) if place.xact < settled.0 => Ok((place, false)),
        Some(_) => Ok((end(conn, settled)?, true)),
    }
}

/// One event, if it was not trimmed.
pub(crate) fn find(conn: &mut Conn, seq: i64) -> QueryResult<Option<Recorded>> {
    t::table.find(seq).select(Row::as_select()).first(conn).optional().map(|r: Option<Row>| r.map(Recorded::from))
}

/// The end of the log: where, what and when, newest first.
pub(crate) struct Tail {
    events: Vec<(Cursor, String, Micros)>,
    /// Older ones were not looked at.
    cut: bool,
}

/// What a subscriber has still to take.
pub(crate) struct Ahead {
    /// Events of its types in the tail.
    pub(crate) count: i64,
    /// There are events before the tail that it has not passed.
    pub(crate) more: bool,
    /// When the oldest of them happened.
    pub(crate) since: Option<Micros>,
}

impl Tail {
    /// What comes after `cursor`, at most `most` events: after a large import the log is millions long, and nobody who
    /// looks at a page waits for them to be counted.
    pub(crate) fn after(conn: &mut Conn, cursor: Cursor, most: i64) -> QueryResult<Self> {
        let rows: Vec<(i64, i64, String, i64)> = t::table
            .filter(later!(conn, cursor))
            .order((t::xact.desc(), t::seq.desc()))
            .select((t::xact, t::seq, t::kind, t::at))
            .limit(most)
            .load(conn)?;
        let cut = rows.len() as i64 == most;
        let events =
            rows.into_iter().map(|(xact, seq, kind, at)| (Cursor { xact, seq }, kind, Micros(at))).collect();
        Ok(Self { events, cut })
    }

    /// What a subscriber of `types` that stands at `cursor` has still to take.
    pub(crate) fn ahead(&self, conn: &mut Conn, cursor: Cursor, types: &[String]) -> QueryResult<Ahead> {
        let unread = self.events.iter().take_while(|(at, _, _)| *at > cursor);
        let mine = unread.filter(|(_, kind, _)| types.contains(kind));
        let (count, since) = mine.fold((0, None), |(count, _), (_, _, at)| (count + 1, Some(*at)));
        let more = self.cut && self.events.last().is_some_and(|(at, _, _)| cursor < *at);
        // Which of them are its own is not known: the first it has to look at stands for them.
        let since = if more { first_at(conn, cursor)?.or(since) } else { since };
        Ok(Ahead { count, more, since })
    }
}

/// When the first event after `cursor` happened, of whatever type.
fn first_at(conn: &mut Conn, cursor: Cursor) -> QueryResult<Option<Micros>> {
    let at: Option<i64> =
        t::table.filter(later!(conn, cursor)).order((t::xact, t::seq)).select(t::at).first(conn).optional()?;
    Ok(at.map(Micros))
}

/// Place of the first event a subscriber of `types` has still to take.
pub(crate) fn first_after(conn: &mut Conn, cursor: Cursor, types: &[String]) -> QueryResult<Option<Cursor>> {
    let first: Option<(i64, i64)> = t::table
        .filter(later!(conn, cursor))
        .filter(t::kind.eq_any(types.to_vec()))
        .order((t::xact, t::seq))
        .select((t::xact, t::seq))
        .first(conn)
        .optional()?;
    Ok(first.map(|(xact, seq)| Cursor { xact, seq }))
}

/// Whether the stream has an event of `types` before `version` that stands after `cursor`: on PostgreSQL a
/// transaction may take its number before it waits for the one whose event precedes its own.
pub(crate) fn has_earlier_version_after(
    conn: &mut Conn,
    stream: &str,
    version: i64,
    types: &[String],
    cursor: Cursor,
) -> QueryResult<bool> {
    let earlier = t::table
        .filter(t::stream.eq(stream))
        .filter(t::version.lt(version))
        .filter(t::kind.eq_any(types.to_vec()))
        .filter(later!(conn, cursor));
    diesel::select(diesel::dsl::exists(earlier)).get_result(conn)
}
