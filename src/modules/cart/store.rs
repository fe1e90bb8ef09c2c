use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{CartId, MarketId, VariantId};

use crate::schema::{cart_carts as carts_t, cart_lines as lines_t};
use crate::{CartError, FIRST_VERSION, dialect};

/// An open basket.
#[derive(Queryable, Clone, Debug)]
pub struct CartRow {
    pub id: CartId,
    pub market: MarketId,
    pub version: i64,
    /// The code that was typed into it.
    pub coupon: Option<String>,
}

pub(crate) fn create(
    tx: &mut Tx<'_>,
    id: CartId,
    market: MarketId,
    token_hash: &[u8],
    lines: &[(VariantId, i64)],
) -> Result<(), CartError> {
    let now = tx.now();
    diesel::insert_into(carts_t::table)
        .values((
            carts_t::id.eq(id),
            carts_t::token_hash.eq(token_hash),
            carts_t::market.eq(market),
            carts_t::state.eq("open"),
            carts_t::version.eq(FIRST_VERSION),
            carts_t::created_at.eq(now.0),
            carts_t::updated_at.eq(now.0),
        ))
        .execute(&mut **tx)?;
    for (position, (variant, quantity)) in lines.iter().enumerate() {
        dialect::put_line(tx, id, *variant, *quantity, position as i64)?;
    }
    Ok(())
}

pub(crate) fn open(conn: &mut Conn, token_hash: &[u8]) -> Result<CartRow, CartError> {
    carts_t::table
        .filter(carts_t::token_hash.eq(token_hash))
        .filter(carts_t::state.eq("open"))
        .select((carts_t::id, carts_t::market, carts_t::version, carts_t::coupon))
        .first(conn)
        .optional()?
        .map_or_else(|| open_by_key(conn, token_hash), Ok)
}

/// The same by a further token.
fn open_by_key(conn: &mut Conn, token_hash: &[u8]) -> Result<CartRow, CartError> {
    let cart = dialect::keyed(conn, token_hash)?.ok_or(CartError::NotFound)?;
    let open = carts_t::table.find(cart).filter(carts_t::state.eq("open"));
    let row = (carts_t::id, carts_t::market, carts_t::version, carts_t::coupon);
    open.select(row).first(conn).optional()?.ok_or(CartError::NotFound)
}

pub(crate) fn id(conn: &mut Conn, token_hash: &[u8]) -> QueryResult<Option<CartId>> {
    let own =
        carts_t::table.filter(carts_t::token_hash.eq(token_hash)).select(carts_t::id).first(conn).optional()?;
    match own {
        Some(own) => Ok(Some(own)),
        None => dialect::keyed(conn, token_hash),
    }
}

pub(crate) fn version(conn: &mut Conn, id: CartId) -> QueryResult<Option<i64>> {
    carts_t::table.find(id).filter(carts_t::state.eq("open")).select(carts_t::version).first(conn).optional()
}

pub(crate) fn lines(conn: &mut Conn, cart: CartId) -> Result<Vec<(VariantId, i64)>, CartError> {
    Ok(lines_t::table
        .filter(lines_t::cart.eq(cart))
        .order((lines_t::position.asc(), lines_t::variant.asc()))
        .select((lines_t::variant, lines_t::quantity))
        .load(conn)?)
}

pub(crate) fn units(conn: &mut Conn, token_hash: &[u8]) -> QueryResult<i64> {
    dialect::units(conn, token_hash)
}

fn touch(tx: &mut Tx<'_>, cart: CartId) -> Result<(), CartError> {
    let now = tx.now().0;
    let changed = (carts_t::version.eq(carts_t::version + 1), carts_t::updated_at.eq(now));
    db::update!(tx, diesel::update(carts_t::table.find(cart)).set(changed))?;
    Ok(())
}

pub(crate) fn put_line(tx: &mut Tx<'_>, cart: CartId, variant: VariantId, quantity: i64) -> Result<(), CartError> {
    // New lines go below: their position is the moment they came.
    let position = tx.now().0;
    dialect::put_line(tx, cart, variant, quantity, position)?;
    touch(tx, cart)
}

pub(crate) fn drop_line(tx: &mut Tx<'_>, cart: CartId, variant: VariantId) -> Result<(), CartError> {
    diesel::delete(lines_t::table.find((cart, variant))).execute(&mut **tx)?;
    touch(tx, cart)
}

pub(crate) fn put_coupon(tx: &mut Tx<'_>, cart: CartId, code: Option<&str>) -> Result<(), CartError> {
    diesel::update(carts_t::table.find(cart)).set(carts_t::coupon.eq(code)).execute(&mut **tx)?;
    touch(tx, cart)
}

pub(crate) fn close(tx: &mut Tx<'_>, id: CartId, version: Option<i64>) -> Result<bool, CartError> {
    let now = tx.now().0;
    let open = carts_t::table.find(id).filter(carts_t::state.eq("open"));
    let ordered = (carts_t::state.eq("ordered"), carts_t::updated_at.eq(now));
    let closed = match version {
        Some(version) => db::update!(tx, diesel::update(open.filter(carts_t::version.eq(version))).set(ordered))?,
        None => db::update!(tx, diesel::update(open).set(ordered))?,
    };
    Ok(closed == 1)
}
