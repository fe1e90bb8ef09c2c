//! Where SQLite and PostgreSQL are written differently.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::kinds::{CategoryId, ProductId};

use crate::schema::catalog_category_products as shelf;

pub(crate) fn put_on_shelf(
    conn: &mut Conn,
    category: CategoryId,
    product: ProductId,
    position: i64,
) -> QueryResult<usize> {
    let row = (shelf::category.eq(category), shelf::product.eq(product), shelf::position.eq(position));
    each!(conn, c => diesel::insert_into(shelf::table)
        .values(row)
        .on_conflict((shelf::category, shelf::product))
        .do_update()
        .set(shelf::position.eq(position))
        .execute(c))
}

/// SQLite's LIKE folds ASCII case by itself; PostgreSQL needs ILIKE.
pub(crate) fn matching_products(
    conn: &mut Conn,
    pattern: &str,
    offset: i64,
    limit: i64,
) -> QueryResult<Vec<ProductId>> {
    use crate::schema::{catalog_products as p, catalog_variants as v};
    match conn {
        Conn::Postgres(c) => p::table
            .filter(
                p::title
                    .ilike(pattern)
                    .or(p::handle.ilike(pattern))
                    .or(p::id.eq_any(v::table.filter(v::sku.ilike(pattern)).select(v::product))),
            )
            .order((p::updated_at.desc(), p::id.desc()))
            .offset(offset)
            .limit(limit)
            .select(p::id)
            .load(c),
        Conn::Sqlite(c) => p::table
            .filter(
                p::title
                    .like(pattern)
                    .or(p::handle.like(pattern))
                    .or(p::id.eq_any(v::table.filter(v::sku.like(pattern)).select(v::product))),
            )
            .order((p::updated_at.desc(), p::id.desc()))
            .offset(offset)
            .limit(limit)
            .select(p::id)
            .load(c),
    }
}

pub(crate) fn count_matching(conn: &mut Conn, pattern: &str) -> QueryResult<i64> {
    use crate::schema::{catalog_products as p, catalog_variants as v};
    match conn {
        Conn::Postgres(c) => p::table
            .filter(
                p::title
                    .ilike(pattern)
                    .or(p::handle.ilike(pattern))
                    .or(p::id.eq_any(v::table.filter(v::sku.ilike(pattern)).select(v::product))),
            )
            .count()
            .get_result(c),
        Conn::Sqlite(c) => p::table
            .filter(
                p::title
                    .like(pattern)
                    .or(p::handle.like(pattern))
                    .or(p::id.eq_any(v::table.filter(v::sku.like(pattern)).select(v::product))),
            )
            .count()
            .get_result(c),
    }
}
