//! Statements that SQLite and PostgreSQL want to see as their own.
use db::Conn;
use diesel::prelude::*;

use crate::schema::auth_throttles;

/// Counts one more under `key`. On PostgreSQL the row stays locked until the transaction ends, so that those who
/// count under the same key take turns.
pub(crate) fn count_one(conn: &mut Conn, key: &str, window_start: i64) -> QueryResult<()> {
    db::each!(conn, c => diesel::insert_into(auth_throttles::table)
        .values((
            auth_throttles::key.eq(key),
            auth_throttles::window_start.eq(window_start),
            auth_throttles::count.eq(1_i64),
        ))
        .on_conflict(auth_throttles::key)
        .do_update()
        .set(auth_throttles::count.eq(auth_throttles::count + 1_i64))
        .execute(c)
        .map(drop))
}
