//! Where SQLite and PostgreSQL are written differently: upserts, batch inserts, casts of sums.
use db::{Conn, each, kept};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use kernel::kinds::{CartId, VariantId};

use crate::CartRow;
use crate::schema::{cart_carts as carts, cart_keys as keys, cart_lines as lines};

pub(crate) fn put_line(
    conn: &mut Conn,
    cart: CartId,
    variant: VariantId,
    quantity: i64,
    position: i64,
) -> QueryResult<usize> {
    let row = (
        lines::cart.eq(cart),
        lines::variant.eq(variant),
        lines::quantity.eq(quantity),
        lines::position.eq(position),
    );
    each!(conn, c => kept(diesel::insert_into(lines::table)
        .values(row)
        .on_conflict((lines::cart, lines::variant))
        .do_update()
        .set(lines::quantity.eq(quantity)))
        .execute(c))
}

/// The open basket with its row locked. SQLite has one writer: nobody else is at it anyway.
pub(crate) fn lock(conn: &mut Conn, token_hash: &[u8]) -> QueryResult<Option<CartRow>> {
    let row = (carts::id, carts::market, carts::version, carts::coupon);
    let open = carts::table.filter(carts::token_hash.eq(token_hash)).filter(carts::state.eq("open")).select(row);
    let own: Option<CartRow> = match conn {
        Conn::Postgres(c) => open.for_update().first(c).optional()?,
        Conn::Sqlite(c) => open.first(c).optional()?,
    };
    if own.is_some() {
        return Ok(own);
    }
    let Some(cart) = keyed(conn, token_hash)? else { return Ok(None) };
    let open = carts::table.find(cart).filter(carts::state.eq("open")).select(row);
    match conn {
        Conn::Postgres(c) => open.for_update().first(c).optional(),
        Conn::Sqlite(c) => open.first(c).optional(),
    }
}

/// The basket that a further token opens.
pub(crate) fn keyed(conn: &mut Conn, token_hash: &[u8]) -> QueryResult<Option<CartId>> {
    keys::table.find(token_hash).select(keys::cart).first(conn).optional()
}

/// The version of an open basket, its row locked. SQLite has one writer: nobody else is at it anyway.
pub(crate) fn lock_version(conn: &mut Conn, id: CartId) -> QueryResult<Option<i64>> {
    let open = carts::table.find(id).filter(carts::state.eq("open")).select(carts::version);
    match conn {
        Conn::Postgres(c) => open.for_update().first(c).optional(),
        Conn::Sqlite(c) => open.first(c).optional(),
    }
}

/// `sum(BigInt)` is Numeric on PostgreSQL.
pub(crate) fn units(conn: &mut Conn, token_hash: &[u8]) -> QueryResult<i64> {
    let sum = || diesel::dsl::sql::<BigInt>("CAST(COALESCE(SUM(cart_lines.quantity), 0) AS BIGINT)");
    let own: i64 = each!(conn, c => lines::table
        .inner_join(carts::table)
        .filter(carts::token_hash.eq(token_hash))
        .filter(carts::state.eq("open"))
        .select(sum())
        .first(c)?);
    if own > 0 {
        return Ok(own);
    }
    let Some(cart) = keyed(conn, token_hash)? else { return Ok(0) };
    each!(conn, c => lines::table
        .inner_join(carts::table)
        .filter(carts::id.eq(cart))
        .filter(carts::state.eq("open"))
        .select(sum())
        .first(c))
}
