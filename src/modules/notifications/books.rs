//! What the books ask of notifications.
use db::{Conn, DbError};
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::notifications_messages as t;

/// Up to `limit` references after `after`, in order, about which there is a message of this kind, and how many.
///
/// # Errors
/// Only when the database cannot be read.
pub fn told(conn: &mut Conn, kind: &str, after: Option<&str>, limit: i64) -> Result<Vec<(String, i64)>, DbError> {
    Ok(t::table
        .filter(t::kind.eq(kind))
        .filter(t::reference.gt(after.unwrap_or_default()))
        .group_by(t::reference)
        .order(t::reference.asc())
        .select((t::reference, count_star()))
        .limit(limit)
        .load(conn)?)
}
