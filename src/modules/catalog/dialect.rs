//! Where SQLite and PostgreSQL are written differently.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::kinds::{CategoryId, ProductId, ReferenceId};

use crate::attributes::AttributeRow;
use crate::schema::{
    catalog_attributes as attributes, catalog_category_products as shelf, catalog_redirects as redirects,
    catalog_texts as texts, catalog_words as words,
};

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

/// Makes a definition, unless its code is defined. How many it made.
pub(crate) fn learn_attribute(conn: &mut Conn, row: &AttributeRow) -> QueryResult<usize> {
    each!(conn, c => diesel::insert_into(attributes::table)
        .values(row)
        .on_conflict(attributes::code)
        .do_nothing()
        .execute(c))
}

/// Notes that `word` and its like are found in a product.
pub(crate) fn put_words(conn: &mut Conn, product: ProductId, all: &[String]) -> QueryResult<usize> {
    let rows: Vec<_> = all.iter().map(|w| (words::word.eq(w), words::product.eq(product))).collect();
    each!(conn, c => diesel::insert_into(words::table).values(&rows).on_conflict_do_nothing().execute(c))
}

/// From now on `slug` leads to `target`.
pub(crate) fn put_redirect(
    conn: &mut Conn,
    kind: &str,
    slug: &str,
    target: ReferenceId,
    at: kernel::Micros,
) -> QueryResult<usize> {
    let row = (
        redirects::kind.eq(kind),
        redirects::slug.eq(slug),
        redirects::target.eq(target),
        redirects::created_at.eq(at.0),
    );
    each!(conn, c => diesel::insert_into(redirects::table)
        .values(row)
        .on_conflict((redirects::kind, redirects::slug))
        .do_update()
        .set((redirects::target.eq(target), redirects::created_at.eq(at.0)))
        .execute(c))
}

/// What a field of something says in a language.
pub(crate) fn put_text(
    conn: &mut Conn,
    entity: ReferenceId,
    language: &str,
    field: &str,
    text: &str,
) -> QueryResult<usize> {
    let row = (texts::entity.eq(entity), texts::locale.eq(language), texts::field.eq(field), texts::value.eq(text));
    each!(conn, c => diesel::insert_into(texts::table)
        .values(row)
        .on_conflict((texts::entity, texts::locale, texts::field))
        .do_update()
        .set(texts::value.eq(text))
        .execute(c))
}
