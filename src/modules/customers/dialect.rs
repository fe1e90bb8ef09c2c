//! Where SQLite and PostgreSQL are written differently: upserts.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::CustomerId;

use crate::customers_customers as t;

pub(crate) fn remember(
    conn: &mut Conn,
    id: CustomerId,
    email: &str,
    name: &str,
    now: Micros,
) -> QueryResult<usize> {
    let row =
        (t::id.eq(id), t::email.eq(email), t::name.eq(name), t::created_at.eq(now.0), t::last_order_at.eq(now.0));
    each!(conn, c => diesel::insert_into(t::table)
        .values(row)
        .on_conflict(t::email)
        .do_update()
        .set((t::name.eq(name), t::last_order_at.eq(now.0)))
        .execute(c))
}
