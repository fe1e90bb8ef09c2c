//! Where SQLite and PostgreSQL are written differently: UPDATE … RETURNING, INSERT … ON CONFLICT, and sums (the sum of
//! BIGINTs is NUMERIC on PostgreSQL).
use db::{Conn, each, kept};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use kernel::kinds::{LocationId, VariantId};

use crate::books::{Moved, Place, Promised};
use crate::schema::{
    inventory_allocations as alloc, inventory_movements as moves, inventory_reservations as holds,
    inventory_stock as stock,
};
use crate::store::{Change, StockRow};

/// Applies `change` if the row allows it; the row as it is afterwards. None: not enough there, or no such row.
/// The condition stands in the statement, so that two shoppers cannot both see the last unit (PostgreSQL waits for the
/// row and looks again; SQLite has one writer).
pub(crate) fn apply(
    conn: &mut Conn,
    variant: VariantId,
    location: LocationId,
    change: Change,
) -> QueryResult<Option<StockRow>> {
    let Change { on_hand, allocated, reserved, takes } = change;
    each!(conn, c => kept(diesel::update(
            stock::table
                .filter(stock::variant.eq(variant))
                .filter(stock::location.eq(location))
                .filter((stock::on_hand - stock::allocated - stock::reserved - stock::safety + stock::backorder).ge(takes))
                .filter((stock::on_hand + on_hand).ge(0)),
        )
        .set((
            stock::on_hand.eq(stock::on_hand + on_hand),
            stock::allocated.eq(stock::allocated + allocated),
            stock::reserved.eq(stock::reserved + reserved),
            stock::version.eq(stock::version + 1),
        ))
        .returning((
            stock::variant, stock::location, stock::on_hand, stock::allocated, stock::reserved, stock::safety,
            stock::backorder, stock::version, stock::low_at,
        )))
        .get_result::<StockRow>(c)
        .optional())
}

/// Allows `to` units below zero where `from` were allowed; the row as it is afterwards. None: it was another number, or
/// more is promised.
pub(crate) fn allow_backorder(
    conn: &mut Conn,
    variant: VariantId,
    location: LocationId,
    from: i64,
    to: i64,
) -> QueryResult<Option<StockRow>> {
    each!(conn, c => diesel::update(
            stock::table
                .filter(stock::variant.eq(variant))
                .filter(stock::location.eq(location))
                .filter(stock::backorder.eq(from))
                .filter((stock::on_hand - stock::allocated - stock::reserved + to).ge(0)),
        )
        .set((stock::backorder.eq(to), stock::version.eq(stock::version + 1)))
        .returning((
            stock::variant, stock::location, stock::on_hand, stock::allocated, stock::reserved, stock::safety,
            stock::backorder, stock::version, stock::low_at,
        ))
        .get_result::<StockRow>(c)
        .optional())
}

/// From how many units down staff are told; the row as it is afterwards.
pub(crate) fn set_low_at(
    conn: &mut Conn,
    variant: VariantId,
    location: LocationId,
    low_at: Option<i64>,
) -> QueryResult<Option<StockRow>> {
    each!(conn, c => diesel::update(
            stock::table.filter(stock::variant.eq(variant)).filter(stock::location.eq(location)),
        )
        .set((stock::low_at.eq(low_at), stock::version.eq(stock::version + 1)))
        .returning((
            stock::variant, stock::location, stock::on_hand, stock::allocated, stock::reserved, stock::safety,
            stock::backorder, stock::version, stock::low_at,
        ))
        .get_result::<StockRow>(c)
        .optional())
}

/// Makes the row of a variant at a location when there is none.
pub(crate) fn ensure(conn: &mut Conn, variant: VariantId, location: LocationId) -> QueryResult<usize> {
    let row = (
        stock::variant.eq(variant),
        stock::location.eq(location),
        stock::on_hand.eq(0),
        stock::allocated.eq(0),
        stock::reserved.eq(0),
        stock::safety.eq(0),
        stock::backorder.eq(0),
        stock::version.eq(0),
    );
    each!(conn, c => diesel::insert_into(stock::table).values(row).on_conflict_do_nothing().execute(c))
}

/// The movements of each place, in the order of variant and location.
pub(crate) fn moved(conn: &mut Conn) -> QueryResult<Vec<(Place, Moved)>> {
    let rows: Vec<(VariantId, LocationId, i64, i64, i64)> = each!(conn, c => moves::table
        .group_by((moves::variant, moves::location))
        .order((moves::variant.asc(), moves::location.asc()))
        .select((
            moves::variant,
            moves::location,
            sql::<BigInt>("CAST(SUM(quantity) AS BIGINT)"),
            sql::<BigInt>("CAST(SUM(CASE WHEN kind IN ('received', 'adjusted') THEN quantity ELSE 0 END) AS BIGINT)"),
            sql::<BigInt>("CAST(SUM(CASE WHEN kind = 'returned' THEN quantity ELSE 0 END) AS BIGINT)"),
        ))
        .load(c))?;
    Ok(rows
        .into_iter()
        .map(|(v, l, all, supplied, returned)| ((v, l), Moved { all, supplied, returned }))
        .collect())
}

/// The allocations of each place, in the order of variant and location.
pub(crate) fn promised(conn: &mut Conn) -> QueryResult<Vec<(Place, Promised)>> {
    let rows: Vec<(VariantId, LocationId, i64, i64)> = each!(conn, c => alloc::table
        .group_by((alloc::variant, alloc::location))
        .order((alloc::variant.asc(), alloc::location.asc()))
        .select((
            alloc::variant,
            alloc::location,
            sql::<BigInt>("CAST(SUM(quantity - shipped - released) AS BIGINT)"),
            sql::<BigInt>("CAST(SUM(quantity - released) AS BIGINT)"),
        ))
        .load(c))?;
    Ok(rows.into_iter().map(|(v, l, live, kept)| ((v, l), Promised { live, kept })).collect())
}

/// The units reserved at each place, in the order of variant and location.
pub(crate) fn held(conn: &mut Conn) -> QueryResult<Vec<(Place, i64)>> {
    let rows: Vec<(VariantId, LocationId, i64)> = each!(conn, c => holds::table
        .group_by((holds::variant, holds::location))
        .order((holds::variant.asc(), holds::location.asc()))
        .select((holds::variant, holds::location, sql::<BigInt>("CAST(SUM(quantity) AS BIGINT)")))
        .load(c))?;
    Ok(rows.into_iter().map(|(v, l, n)| ((v, l), n)).collect())
}
