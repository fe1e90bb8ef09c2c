//! Where SQLite and PostgreSQL are written differently: batches and upserts.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::kinds::ProductId;

use crate::document::{ProductRow, Row, WordRow};
use crate::schema::{
    search_brands as brands, search_documents as documents, search_listings as listings, search_missed as missed,
    search_products as products, search_state as state, search_words as words,
};

pub(crate) fn insert_listings(conn: &mut Conn, rows: &[Row]) -> QueryResult<usize> {
    each!(conn, c => diesel::insert_into(listings::table).values(rows).execute(c))
}

pub(crate) fn insert_words(conn: &mut Conn, rows: &[WordRow]) -> QueryResult<usize> {
    each!(conn, c => diesel::insert_into(words::table).values(rows).execute(c))
}

pub(crate) fn put_brand(conn: &mut Conn, brand: i64, slug: &str, name: &str) -> QueryResult<usize> {
    let row = (brands::brand.eq(brand), brands::slug.eq(slug), brands::name.eq(name));
    each!(conn, c => diesel::insert_into(brands::table)
        .values(row)
        .on_conflict(brands::brand)
        .do_update()
        .set(brands::name.eq(name))
        .execute(c))
}

/// A product's row, which nobody else writes until this unit of work ends (SQLite has one writer).
pub(crate) fn lock_product(conn: &mut Conn, product: ProductId) -> QueryResult<Option<ProductRow>> {
    match conn {
        Conn::Postgres(c) => {
            products::table.find(product).select(ProductRow::as_select()).for_update().first(c).optional()
        }
        Conn::Sqlite(c) => products::table.find(product).select(ProductRow::as_select()).first(c).optional(),
    }
}

pub(crate) fn put_product(conn: &mut Conn, row: &ProductRow) -> QueryResult<usize> {
    each!(conn, c => diesel::insert_into(products::table)
        .values(row)
        .on_conflict(products::product)
        .do_update()
        .set(row)
        .execute(c))
}

pub(crate) fn put_document(conn: &mut Conn, product: ProductId, version: i64, body: &str) -> QueryResult<usize> {
    let row = (documents::product.eq(product), documents::version.eq(version), documents::body.eq(body));
    each!(conn, c => diesel::insert_into(documents::table)
        .values(row)
        .on_conflict(documents::product)
        .do_update()
        .set((documents::version.eq(version), documents::body.eq(body)))
        .execute(c))
}

pub(crate) fn take_document(conn: &mut Conn, product: ProductId) -> QueryResult<usize> {
    diesel::delete(documents::table.find(product)).execute(conn)
}

pub(crate) fn put_state(conn: &mut Conn, name: &str, at: i64) -> QueryResult<usize> {
    each!(conn, c => diesel::insert_into(state::table)
        .values((state::name.eq(name), state::at.eq(at)))
        .on_conflict(state::name)
        .do_update()
        .set(state::at.eq(at))
        .execute(c))
}

pub(crate) fn add_missed(conn: &mut Conn, words: &str, typed: &str, times: i64, at: i64) -> QueryResult<usize> {
    let row = (missed::words.eq(words), missed::typed.eq(typed), missed::times.eq(times), missed::last_at.eq(at));
    each!(conn, c => diesel::insert_into(missed::table)
        .values(row)
        .on_conflict(missed::words)
        .do_update()
        .set((missed::typed.eq(typed), missed::times.eq(missed::times + times), missed::last_at.eq(at)))
        .execute(c))
}
