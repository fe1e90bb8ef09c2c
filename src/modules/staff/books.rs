//! What the books ask of staff.
use std::collections::HashSet;

use db::{Conn, DbError};
use diesel::prelude::*;
use kernel::kinds::StaffId;

use crate::schema::staff_members as t;

/// Those of these who may come in.
///
/// # Errors
/// Only when the database cannot be read.
pub fn active(conn: &mut Conn, ids: &[StaffId]) -> Result<HashSet<StaffId>, DbError> {
    let found: Vec<StaffId> = t::table
        .filter(t::id.eq_any(ids))
        .filter(t::active.eq(true))
        .order(t::id.asc())
        .select(t::id)
        .load(conn)?;
    Ok(found.into_iter().collect())
}
