//! What the books ask of the lists (I12).
use db::{Conn, DbError};
use diesel::prelude::*;
use kernel::kinds::{PriceListId, ProductId};

use crate::schema::search_listings as t;
use crate::{Scope, Stock, shelf};

/// A product as the list of everything shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub product: ProductId,
    /// Minor units.
    pub price: i64,
    pub stock: Stock,
}

/// Up to `limit` products of the list of everything at this price list's prices, after `after`, by id.
///
/// # Errors
/// Only when the database cannot be read.
pub fn listed(
    conn: &mut Conn,
    list: PriceListId,
    after: Option<ProductId>,
    limit: i64,
) -> Result<Vec<Listed>, DbError> {
    let rows: Vec<(ProductId, i64, i64)> = t::table
        .filter(t::shelf.eq(shelf(list, Scope::All)))
        .filter(t::product.gt(after.unwrap_or(ProductId::from_bytes([0; 16]))))
        .order(t::product.asc())
        .limit(limit)
        .select((t::product, t::price, t::band))
        .load(conn)?;
    Ok(rows.into_iter().map(|(product, price, band)| Listed { product, price, stock: Stock::of(band) }).collect())
}
