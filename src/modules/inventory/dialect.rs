//! Where SQLite and PostgreSQL are written differently: UPDATE … RETURNING, and INSERT … ON CONFLICT.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::kinds::{LocationId, VariantId};

use crate::schema::inventory_stock as stock;
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
    each!(conn, c => diesel::update(
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
            stock::backorder, stock::version,
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
