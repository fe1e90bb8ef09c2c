//! Where SQLite and PostgreSQL are written differently: upserts.
use db::{Conn, each, kept};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{CustomerId, VariantId};

use crate::customers_customers as t;
use crate::schema::customers_wishes as wishes;

pub(crate) fn remember(
    conn: &mut Conn,
    id: CustomerId,
    email: &str,
    name: &str,
    now: Micros,
) -> QueryResult<usize> {
    let row =
        (t::id.eq(id), t::email.eq(email), t::name.eq(name), t::created_at.eq(now.0), t::last_order_at.eq(now.0));
    each!(conn, c => kept(diesel::insert_into(t::table)
        .values(row)
        .on_conflict(t::email)
        .do_update()
        .set((t::name.eq(name), t::last_order_at.eq(now.0))))
        .execute(c))
}

/// So many people a search finds at most; whoever finds more has to say more.
const MOST_FOUND: i64 = 500;

/// People in whose name or address `text` stands, in any case, those who bought last first.
pub(crate) fn people_like(conn: &mut Conn, text: &str) -> QueryResult<Vec<CustomerId>> {
    let pattern = format!("%{}%", text.trim().replace(['\\', '%', '_'], " "));
    match conn {
        Conn::Postgres(c) => t::table
            .filter(t::email.ilike(&pattern).or(t::name.ilike(&pattern)))
            .order((t::last_order_at.desc(), t::id.desc()))
            .limit(MOST_FOUND)
            .select(t::id)
            .load(c),
        Conn::Sqlite(c) => t::table
            .filter(t::email.like(&pattern).or(t::name.like(&pattern)))
            .order((t::last_order_at.desc(), t::id.desc()))
            .limit(MOST_FOUND)
            .select(t::id)
            .load(c),
    }
}

/// Among those who buy; whoever is there already stays as they are.
pub(crate) fn introduce(
    conn: &mut Conn,
    id: CustomerId,
    email: &str,
    name: &str,
    now: Micros,
) -> QueryResult<usize> {
    let row =
        (t::id.eq(id), t::email.eq(email), t::name.eq(name), t::created_at.eq(now.0), t::last_order_at.eq(0_i64));
    each!(conn, c => diesel::insert_into(t::table).values(row).on_conflict_do_nothing().execute(c))
}

/// Onto the list; what is on it stays.
pub(crate) fn wish(conn: &mut Conn, owner: CustomerId, variant: VariantId, now: Micros) -> QueryResult<usize> {
    let row = (wishes::account.eq(owner), wishes::variant.eq(variant), wishes::created_at.eq(now.0));
    each!(conn, c => diesel::insert_into(wishes::table).values(row).on_conflict_do_nothing().execute(c))
}
