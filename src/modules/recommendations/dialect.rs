//! Where SQLite and PostgreSQL are written differently: upserts.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::kinds::{ProductId, ReferenceId};

use crate::schema::{
    recommendations_baskets as baskets, recommendations_state as state, recommendations_views as views,
};

/// 0 when it is there already.
pub(crate) fn insert_basket(conn: &mut Conn, basket: ReferenceId, at: i64, products: &[u8]) -> QueryResult<usize> {
    let row = (baskets::basket.eq(basket), baskets::at.eq(at), baskets::products.eq(products));
    each!(conn, c => diesel::insert_into(baskets::table)
        .values(row)
        .on_conflict(baskets::basket)
        .do_nothing()
        .execute(c))
}

pub(crate) fn add_views(
    conn: &mut Conn,
    (product, other): (ProductId, ProductId),
    day: i64,
    count: i64,
) -> QueryResult<usize> {
    let row = (views::product.eq(product), views::other.eq(other), views::day.eq(day), views::views.eq(count));
    each!(conn, c => diesel::insert_into(views::table)
        .values(row)
        .on_conflict((views::product, views::other, views::day))
        .do_update()
        .set(views::views.eq(views::views + count))
        .execute(c))
}

pub(crate) fn put_state(conn: &mut Conn, name: &str, at: i64, last: &[u8]) -> QueryResult<usize> {
    each!(conn, c => diesel::insert_into(state::table)
        .values((state::name.eq(name), state::at.eq(at), state::last.eq(last)))
        .on_conflict(state::name)
        .do_update()
        .set((state::at.eq(at), state::last.eq(last)))
        .execute(c))
}
