//! Where SQLite and PostgreSQL are written differently: UPDATE … RETURNING, INSERT … ON CONFLICT, and sums (the sum of
//! BIGINTs is NUMERIC on PostgreSQL).
use db::{Conn, each, kept};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use kernel::kinds::{HaulId, LocationId, SupplyId, VariantId};

use crate::books::Place;
use crate::feeds::Feed;
use crate::places::Location;
use crate::schema::{
    inventory_feed as feed, inventory_locations as places, inventory_movements as moves,
    inventory_reservations as holds, inventory_settings as settings, inventory_stock as stock,
    inventory_supplies as supplies, inventory_transfers as hauls,
};
use crate::store::{Change, StockRow};
use crate::supplies::Supply;
use crate::terms::Terms;
use crate::transfers::Transfer;

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
        .returning(stock::all_columns))
        .get_result::<StockRow>(c)
        .optional())
}

/// Sets how a variant is sold at a location, if its row still has this version and what is promised is covered; the row
/// as it is afterwards.
pub(crate) fn set_terms(conn: &mut Conn, held: &StockRow, terms: &Terms) -> QueryResult<Option<StockRow>> {
    let Terms { safety, backorder, preorder, expected_on } = *terms;
    each!(conn, c => diesel::update(
            stock::table
                .filter(stock::variant.eq(held.variant))
                .filter(stock::location.eq(held.location))
                .filter(stock::version.eq(held.version))
                .filter((stock::on_hand - stock::allocated - stock::reserved + backorder).ge(0)),
        )
        .set((
            stock::safety.eq(safety),
            stock::backorder.eq(backorder),
            stock::preorder.eq(preorder),
            stock::expected_on.eq(expected_on.map(|day| day.0)),
            stock::version.eq(stock::version + 1),
        ))
        .returning(stock::all_columns)
        .get_result::<StockRow>(c)
        .optional())
}

/// Notes when a supplier brings more; the row as it is afterwards.
pub(crate) fn set_arrival(
    conn: &mut Conn,
    variant: VariantId,
    location: LocationId,
    on: Option<i64>,
) -> QueryResult<Option<StockRow>> {
    each!(conn, c => diesel::update(
            stock::table.filter(stock::variant.eq(variant)).filter(stock::location.eq(location)),
        )
        .set((stock::arrives_on.eq(on), stock::version.eq(stock::version + 1)))
        .returning(stock::all_columns)
        .get_result::<StockRow>(c)
        .optional())
}

/// Locks the rows of these variants in the one order in which all are locked, until the unit of work ends. False where
/// there is one writer anyway, and what was read before still stands.
pub(crate) fn lock(conn: &mut Conn, variants: &[VariantId]) -> QueryResult<bool> {
    match conn {
        Conn::Sqlite(_) => Ok(false),
        Conn::Postgres(c) => {
            let rows = stock::table
                .filter(stock::variant.eq_any(variants))
                .order((stock::variant.asc(), stock::location.asc()))
                .select(stock::version)
                .for_update();
            let _locked: Vec<i64> = rows.load(c)?;
            Ok(true)
        }
    }
}

/// Whether goods may come to a location. It stays so until the unit of work ends.
pub(crate) fn is_open(conn: &mut Conn, location: LocationId) -> QueryResult<Option<bool>> {
    let found = places::table.find(location).select(places::active);
    match conn {
        Conn::Postgres(c) => found.for_share().first(c).optional(),
        Conn::Sqlite(c) => found.first(c).optional(),
    }
}

/// A location, locked until the unit of work ends.
pub(crate) fn lock_location(conn: &mut Conn, location: LocationId) -> QueryResult<Option<Location>> {
    let found = places::table.find(location);
    match conn {
        Conn::Postgres(c) => found.for_update().first(c).optional(),
        Conn::Sqlite(c) => found.first(c).optional(),
    }
}

/// A transfer, locked until the unit of work ends.
pub(crate) fn lock_transfer(conn: &mut Conn, id: HaulId) -> QueryResult<Option<Transfer>> {
    let found = hauls::table.find(id);
    match conn {
        Conn::Postgres(c) => found.for_update().first(c).optional(),
        Conn::Sqlite(c) => found.first(c).optional(),
    }
}

/// A shipment of a supplier, locked until the unit of work ends.
pub(crate) fn lock_supply(conn: &mut Conn, id: SupplyId) -> QueryResult<Option<Supply>> {
    let found = supplies::table.find(id);
    match conn {
        Conn::Postgres(c) => found.for_update().first(c).optional(),
        Conn::Sqlite(c) => found.first(c).optional(),
    }
}

/// Sets a setting of the shop.
pub(crate) fn put_setting(conn: &mut Conn, name: &str, value: &str) -> QueryResult<usize> {
    let row = (settings::name.eq(name), settings::value.eq(value));
    each!(conn, c => diesel::insert_into(settings::table)
        .values(row)
        .on_conflict(settings::name)
        .do_update()
        .set(settings::value.eq(value))
        .execute(c))
}

/// Sets the feed, the only one.
pub(crate) fn put_feed(conn: &mut Conn, row: &Feed) -> QueryResult<usize> {
    each!(conn, c => diesel::insert_into(feed::table)
        .values(row)
        .on_conflict(feed::id)
        .do_update()
        .set(row)
        .execute(c))
}

/// What moved on the shelf of a place after a point in time, signed: what a count of that time does not know of.
pub(crate) fn moved_since(
    conn: &mut Conn,
    variant: VariantId,
    location: LocationId,
    after: i64,
) -> QueryResult<i64> {
    each!(conn, c => moves::table
        .filter(moves::variant.eq(variant))
        .filter(moves::location.eq(location))
        .filter(moves::at.gt(after))
        .select(sql::<BigInt>("CAST(COALESCE(SUM(quantity), 0) AS BIGINT)"))
        .get_result(c))
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
        .returning(stock::all_columns)
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

/// The units reserved at each place, in the order of variant and location.
pub(crate) fn held(conn: &mut Conn) -> QueryResult<Vec<(Place, i64)>> {
    let rows: Vec<(VariantId, LocationId, i64)> = each!(conn, c => holds::table
        .group_by((holds::variant, holds::location))
        .order((holds::variant.asc(), holds::location.asc()))
        .select((holds::variant, holds::location, sql::<BigInt>("CAST(SUM(quantity) AS BIGINT)")))
        .load(c))?;
    Ok(rows.into_iter().map(|(v, l, n)| ((v, l), n)).collect())
}
