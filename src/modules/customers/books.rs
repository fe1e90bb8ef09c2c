//! What the books ask of customers.
use std::collections::HashSet;

use db::{Conn, DbError};
use diesel::prelude::*;
use kernel::kinds::CustomerId;

use crate::schema::customers_accounts as t;

/// Those of these whose account is there, and whose address was confirmed.
///
/// # Errors
/// Only when the database cannot be read.
pub fn confirmed(conn: &mut Conn, ids: &[CustomerId]) -> Result<HashSet<CustomerId>, DbError> {
    let found: Vec<CustomerId> = t::table
        .filter(t::id.eq_any(ids))
        .filter(t::verified_at.is_not_null())
        .order(t::id.asc())
        .select(t::id)
        .load(conn)?;
    Ok(found.into_iter().collect())
}
