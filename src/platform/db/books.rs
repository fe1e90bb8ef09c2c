//! What the books ask of requests that happen once (I11).
use diesel::prelude::*;
use kernel::Micros;

use crate::Conn;
use crate::once::idempotency_requests as t;

/// A request under a key, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is known by: a hash of its sender and its key.
    pub request: Vec<u8>,
    /// The answer's; None while somebody carries it out, or nobody does any more.
    pub status: Option<i64>,
    /// Whether the answer's headers can be read.
    pub readable: bool,
    pub body: Vec<u8>,
    /// Until when whoever carries it out is believed to be at it.
    pub held_until: Micros,
    pub written: bool,
    pub expires_at: Micros,
}

/// Up to `limit` requests after `after`, in the order of what they are known by.
///
/// # Errors
/// Only when the database cannot be read.
pub fn requests(conn: &mut Conn, after: &[u8], limit: i64) -> QueryResult<Vec<Kept>> {
    type Row = (Vec<u8>, Option<i64>, String, Vec<u8>, i64, bool, i64);
    let rows: Vec<Row> = t::table
        .filter(t::request.gt(after))
        .order(t::request.asc())
        .limit(limit)
        .select((t::request, t::status, t::headers, t::body, t::held_until, t::written, t::expires_at))
        .load(conn)?;
    let kept = |(request, status, headers, body, held_until, written, expires_at): Row| Kept {
        readable: status.is_none() || serde_json::from_str::<Vec<(String, String)>>(&headers).is_ok(),
        request,
        status,
        body,
        held_until: Micros(held_until),
        written,
        expires_at: Micros(expires_at),
    };
    Ok(rows.into_iter().map(kept).collect())
}
