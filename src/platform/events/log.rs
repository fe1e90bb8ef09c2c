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

/// The settled events after `cursor` in the order of reading, at most `limit`.
pub fn after(conn: &mut Conn, cursor: Cursor, settled: Settled, limit: i64) -> QueryResult<Vec<Recorded>> {
    // A row value, so that both databases walk the index from the cursor on.
    let later = sql::<Bool>("(xact, seq) > (")
        .bind::<BigInt, _>(cursor.xact)
        .sql(", ")
        .bind::<BigInt, _>(cursor.seq)
        .sql(")");
    t::table
        .filter(later)
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

/// Whether committed events wait for an older transaction to end before they may be read.
pub(crate) fn unsettled(conn: &mut Conn, settled: Settled) -> QueryResult<bool> {
    if settled.0 == i64::MAX {
        return Ok(false);
    }
    diesel::select(diesel::dsl::exists(t::table.filter(t::xact.ge(settled.0)))).get_result(conn)
}

/// One event, if it was not trimmed.
pub(crate) fn find(conn: &mut Conn, seq: i64) -> QueryResult<Option<Recorded>> {
    t::table.find(seq).select(Row::as_select()).first(conn).optional().map(|r: Option<Row>| r.map(Recorded::from))
}

/// The events a subscriber of `types` has still to take.
pub(crate) fn count_after(conn: &mut Conn, cursor: Cursor, types: &[String]) -> QueryResult<i64> {
    let later = sql::<Bool>("(xact, seq) > (")
        .bind::<BigInt, _>(cursor.xact)
        .sql(", ")
        .bind::<BigInt, _>(cursor.seq)
        .sql(")");
    t::table.filter(later).filter(t::kind.eq_any(types.to_vec())).count().get_result(conn)
}

/// Place and time of the first event a subscriber of `types` has still to take.
pub(crate) fn first_after(
    conn: &mut Conn,
    cursor: Cursor,
    types: &[String],
) -> QueryResult<Option<(Cursor, Micros)>> {
    let later = sql::<Bool>("(xact, seq) > (")
        .bind::<BigInt, _>(cursor.xact)
        .sql(", ")
        .bind::<BigInt, _>(cursor.seq)
        .sql(")");
    let first: Option<(i64, i64, i64)> = t::table
        .filter(later)
        .filter(t::kind.eq_any(types.to_vec()))
        .order((t::xact, t::seq))
        .select((t::xact, t::seq, t::at))
        .first(conn)
        .optional()?;
    Ok(first.map(|(xact, seq, at)| (Cursor { xact, seq }, Micros(at))))
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
    let later = sql::<Bool>("(xact, seq) > (")
        .bind::<BigInt, _>(cursor.xact)
        .sql(", ")
        .bind::<BigInt, _>(cursor.seq)
        .sql(")");
    let earlier = t::table
        .filter(t::stream.eq(stream))
        .filter(t::version.lt(version))
        .filter(t::kind.eq_any(types.to_vec()))
        .filter(later);
    diesel::select(diesel::dsl::exists(earlier)).get_result(conn)
}
