//! How far each subscriber has come.
use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;

use crate::dialect;
use crate::event::{Cursor, json};
use crate::log;
use crate::subscription::Subscription;
use crate::tables::events_cursors as t;

/// Gives each of `subs` a cursor if it has none: at the log's end, or at its start for one that wants it and in a
/// shop that has had no subscriber yet, where nothing was ever handed out.
pub(crate) fn register<'a>(tx: &mut Tx<'_>, subs: impl Iterator<Item = &'a Subscription>) -> QueryResult<()> {
    let now = tx.now().0;
    let conn: &mut Conn = tx;
    // Who was only told to skip something has not been handed anything either.
    let first = t::table.filter(t::types.ne(NO_TYPES)).count().get_result::<i64>(conn)? == 0;
    let settled = log::settled(conn)?;
    let end = log::end(conn, settled)?;
    for sub in subs {
        let start = if first || sub.from_start { Cursor::START } else { end };
        let types = json(&sub.types())?;
        if !dialect::insert_cursor(conn, sub.name, (start.xact, start.seq), &types, now)? {
            diesel::update(t::table.find(sub.name).filter(t::types.ne(&types)))
                .set(t::types.eq(&types))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// What a subscriber takes that nobody registered yet.
const NO_TYPES: &str = "[]";

/// Moves the cursor on to `to`, unless it is further; one that has none yet begins there.
pub(crate) fn skip_to(tx: &mut Tx<'_>, subscriber: &str, to: Cursor) -> QueryResult<()> {
    let now = tx.now().0;
    let conn: &mut Conn = tx;
    if dialect::insert_cursor(conn, subscriber, (to.xact, to.seq), NO_TYPES, now)? {
        return Ok(());
    }
    let before = t::xact.lt(to.xact).or(t::xact.eq(to.xact).and(t::seq.lt(to.seq)));
    diesel::update(t::table.find(subscriber).filter(before))
        .set((t::xact.eq(to.xact), t::seq.eq(to.seq), t::moved_at.eq(now)))
        .execute(conn)
        .map(drop)
}

pub(crate) fn all(conn: &mut Conn) -> QueryResult<HashMap<String, Cursor>> {
    let rows: Vec<(String, i64, i64)> =
        t::table.select((t::subscriber, t::xact, t::seq)).order(t::subscriber).load(conn)?;
    Ok(rows.into_iter().map(|(name, xact, seq)| (name, Cursor { xact, seq })).collect())
}

pub(crate) fn get(conn: &mut Conn, subscriber: &str) -> QueryResult<Option<Cursor>> {
    let row: Option<(i64, i64)> = t::table.find(subscriber).select((t::xact, t::seq)).first(conn).optional()?;
    Ok(row.map(|(xact, seq)| Cursor { xact, seq }))
}

/// Moves the cursor if it still stands at `from`; false when somebody else has moved it.
pub(crate) fn advance(tx: &mut Tx<'_>, subscriber: &str, from: Cursor, to: Cursor) -> QueryResult<bool> {
    let now = tx.now().0;
    let conn: &mut Conn = tx;
    diesel::update(t::table.find(subscriber).filter(t::xact.eq(from.xact)).filter(t::seq.eq(from.seq)))
        .set((t::xact.eq(to.xact), t::seq.eq(to.seq), t::moved_at.eq(now)))
        .execute(conn)
        .map(|n| n == 1)
}

/// Puts the cursor somewhere else, whatever it was; false when there is no such subscriber.
pub(crate) fn put(tx: &mut Tx<'_>, subscriber: &str, to: Cursor) -> QueryResult<bool> {
    let now = tx.now().0;
    let conn: &mut Conn = tx;
    diesel::update(t::table.find(subscriber))
        .set((t::xact.eq(to.xact), t::seq.eq(to.seq), t::moved_at.eq(now)))
        .execute(conn)
        .map(|n| n == 1)
}
