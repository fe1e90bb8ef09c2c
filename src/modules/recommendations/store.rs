//! The tables: baskets and counted looks.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{ProductId, ReferenceId};

use crate::dialect;
use crate::schema::{
    recommendations_baskets as baskets, recommendations_state as state, recommendations_views as views,
};

pub(crate) type Read = (ReferenceId, i64, Vec<ProductId>);

fn packed(products: &[ProductId]) -> Vec<u8> {
    products.iter().flat_map(|p| *p.bytes()).collect()
}

fn unpacked(bytes: &[u8]) -> Vec<ProductId> {
    bytes.as_chunks().0.iter().map(|id| ProductId::from_bytes(*id)).collect()
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    basket: ReferenceId,
    at: Micros,
    products: &[ProductId],
) -> QueryResult<bool> {
    Ok(dialect::insert_basket(tx, basket, at.0, &packed(products))? > 0)
}

/// Its row stays, empty, so that it does not come back. Whether there was something in it.
pub(crate) fn empty(tx: &mut Tx<'_>, basket: ReferenceId) -> QueryResult<bool> {
    let conn: &mut Conn = tx;
    let full = baskets::table.find(basket).filter(baskets::products.ne(Vec::<u8>::new()));
    Ok(diesel::update(full).set(baskets::products.eq(Vec::<u8>::new())).execute(conn)? > 0)
}

/// Baskets from `since` on in the order of time, after `last`.
pub(crate) fn read(
    conn: &mut Conn,
    since: i64,
    last: Option<(i64, ReferenceId)>,
    limit: i64,
) -> QueryResult<Vec<Read>> {
    let (at, id) = last.unwrap_or((since - 1, ReferenceId::from_bytes([0xff; 16])));
    let rows: Vec<(ReferenceId, i64, Vec<u8>)> = baskets::table
        .filter(baskets::at.ge(at))
        .filter(baskets::at.gt(at).or(baskets::basket.gt(id)))
        .order((baskets::at, baskets::basket))
        .limit(limit)
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, at, products)| (id, at, unpacked(&products))).collect())
}

/// What was looked at besides these products: product, other, day, how often.
pub(crate) fn views_of(
    conn: &mut Conn,
    products: &[ProductId],
) -> QueryResult<Vec<(ProductId, ProductId, i64, i64)>> {
    db::among!(
        conn,
        views::product,
        products,
        views::table.order((views::product, views::other, views::day)).select((
            views::product,
            views::other,
            views::day,
            views::views
        ))
    )
}

/// Products that were looked at, in id order after `after`.
pub(crate) fn viewed(conn: &mut Conn, after: Option<ProductId>, limit: i64) -> QueryResult<Vec<ProductId>> {
    let after = after.unwrap_or(ProductId::from_bytes([0; 16]));
    views::table
        .filter(views::product.gt(after))
        .order(views::product)
        .select(views::product)
        .distinct()
        .limit(limit)
        .load(conn)
}

/// Takes away what is older, a piece of it. Answers how many rows.
pub(crate) fn sweep(tx: &mut Tx<'_>, before: i64, day: i64, limit: i64) -> QueryResult<usize> {
    let conn: &mut Conn = tx;
    let old: Vec<ReferenceId> = baskets::table
        .filter(baskets::at.lt(before))
        .order((baskets::at, baskets::basket))
        .limit(limit)
        .select(baskets::basket)
        .load(conn)?;
    let gone = diesel::delete(baskets::table.filter(baskets::basket.eq_any(&old))).execute(conn)?;
    let faded: Vec<i64> =
        views::table.filter(views::day.lt(day)).order(views::day).limit(1).select(views::day).load(conn)?;
    let faded = match faded.first() {
        Some(day) => diesel::delete(views::table.filter(views::day.eq(day))).execute(conn)?,
        None => 0,
    };
    Ok(gone + faded)
}

/// How far older orders were looked through.
pub(crate) fn place(conn: &mut Conn, name: &str) -> QueryResult<Option<Vec<u8>>> {
    state::table.find(name).select(state::last).first(conn).optional()
}
