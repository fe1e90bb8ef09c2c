//! Where SQLite and PostgreSQL are written differently: upserts.
use db::{Conn, each};
use diesel::prelude::*;

use crate::coupons::UseRow;
use crate::schema::{pricing_coupon_uses as uses, pricing_prices as prices};
use crate::store::PriceRow;

/// Writes a price; the version it has then. A new one begins with `version`.
pub(crate) fn put_price(conn: &mut Conn, row: &PriceRow, version: i64) -> QueryResult<i64> {
    each!(conn, c => diesel::insert_into(prices::table)
        .values((row, prices::version.eq(version)))
        .on_conflict((prices::variant, prices::list, prices::currency, prices::min_qty, prices::valid_from))
        .do_update()
        .set((
            prices::amount.eq(row.amount),
            prices::compare_at.eq(row.compare_at),
            prices::valid_until.eq(row.valid_until),
            prices::floor.eq(row.floor),
            prices::version.eq(prices::version + 1),
        ))
        .returning(prices::version)
        .get_result(c))
}

/// Writes a use; one that was released before is taken again.
pub(crate) fn put_use(conn: &mut Conn, row: &UseRow) -> QueryResult<usize> {
    each!(conn, c => diesel::insert_into(uses::table)
        .values(row)
        .on_conflict((uses::coupon, uses::holder))
        .do_update()
        .set(row)
        .execute(c))
}
