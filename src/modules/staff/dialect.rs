//! Statements that SQLite and PostgreSQL want to see as their own.
use db::Conn;
use diesel::prelude::*;
use kernel::kinds::StaffId;

use crate::Role;
use crate::schema::staff_members::dsl;

/// The active owners, by id. On PostgreSQL they stay locked, so that two who demote each other at once take turns;
/// SQLite has one writer anyway.
pub(crate) fn lock_active_owners(conn: &mut Conn) -> QueryResult<Vec<StaffId>> {
    let owners = dsl::staff_members
        .filter(dsl::active.eq(true))
        .filter(dsl::role.eq(Role::Owner.as_str()))
        .order(dsl::id)
        .select(dsl::id);
    match conn {
        Conn::Postgres(c) => owners.for_update().load(c),
        Conn::Sqlite(c) => owners.load(c),
    }
}
