//! Where SQLite and PostgreSQL are written differently: row locks. SQLite has one writer, nobody else is at it.
use db::Conn;
use diesel::prelude::*;
use kernel::kinds::AttemptId;

use crate::attempt::Row;
use crate::schema::checkout_attempts as t;

pub(crate) fn lock(conn: &mut Conn, id: AttemptId) -> QueryResult<Option<Row>> {
    let found = t::table.find(id);
    match conn {
        Conn::Postgres(c) => found.for_update().select(Row::as_select()).first(c).optional(),
        Conn::Sqlite(c) => found.select(Row::as_select()).first(c).optional(),
    }
}
