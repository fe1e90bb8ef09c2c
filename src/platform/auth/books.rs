//! What the books ask of sessions (I14).
use db::{Conn, DbError};
use diesel::dsl::count_star;
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::SessionId;

use crate::schema::{auth_refresh_tokens as refresh_t, auth_sessions as t};

/// A session that opens.
#[derive(Queryable, Clone, Debug, PartialEq, Eq)]
pub struct Live {
    pub id: SessionId,
    /// As [`crate::Realm::as_str`] writes it.
    pub realm: String,
    /// Whose it is, as its realm calls them.
    pub subject: String,
    expires_at: i64,
    absolute_expires_at: i64,
}

impl Live {
    /// Whether it ends when it should at the latest.
    pub fn ends(&self) -> bool {
        self.expires_at <= self.absolute_expires_at
    }
}

/// Up to `limit` sessions that open at `now`, by id, after `after`.
///
/// # Errors
/// Only when the database cannot be read.
pub fn live(conn: &mut Conn, now: Micros, after: Option<SessionId>, limit: i64) -> Result<Vec<Live>, DbError> {
    Ok(t::table
        .filter(t::id.gt(after.unwrap_or(SessionId::from_bytes([0; 16]))))
        .filter(t::revoked_at.is_null())
        .filter(t::expires_at.gt(now.0))
        .order(t::id.asc())
        .limit(limit)
        .select((t::id, t::realm, t::subject, t::expires_at, t::absolute_expires_at))
        .load(conn)?)
}

/// Sessions for which several refresh tokens would get a pair, and how many; at most 1,000. There is one chain a session.
///
/// # Errors
/// Only when the database cannot be read.
pub fn forked(conn: &mut Conn) -> Result<Vec<(SessionId, i64)>, DbError> {
    Ok(refresh_t::table
        .filter(refresh_t::used_at.is_null())
        .group_by(refresh_t::session)
        .having(count_star().gt(1))
        .order(refresh_t::session.asc())
        .select((refresh_t::session, count_star()))
        .limit(1000)
        .load(conn)?)
}
