//! What the books ask of the catalogue.
use db::{Conn, DbError};
use diesel::prelude::*;
use kernel::kinds::{ProductId, VariantId};

use crate::schema::{catalog_products as t, catalog_variants as variants_t};

/// Up to `limit` products on sale after `after`, by id, with their variants on sale.
///
/// # Errors
/// Only when the database cannot be read.
pub fn on_sale(
    conn: &mut Conn,
    after: Option<ProductId>,
    limit: i64,
) -> Result<Vec<(ProductId, Vec<VariantId>)>, DbError> {
    let after = after.unwrap_or(ProductId::from_bytes([0; 16]));
    let ids: Vec<ProductId> = t::table
        .filter(t::id.gt(after))
        .filter(t::status.eq("active"))
        .order(t::id.asc())
        .limit(limit)
        .select(t::id)
        .load(conn)?;
    let mut all: Vec<(ProductId, Vec<VariantId>)> = ids.into_iter().map(|id| (id, Vec::new())).collect();
    let (Some(first), Some(last)) = (all.first().map(|p| p.0), all.last().map(|p| p.0)) else { return Ok(all) };
    let variants: Vec<(ProductId, VariantId)> = variants_t::table
        .filter(variants_t::product.ge(first).and(variants_t::product.le(last)))
        .filter(variants_t::active.eq(true))
        .order((variants_t::product.asc(), variants_t::id.asc()))
        .select((variants_t::product, variants_t::id))
        .load(conn)?;
    for (product, variant) in variants {
        if let Ok(at) = all.binary_search_by_key(&product, |p| p.0) {
            all[at].1.push(variant);
        }
    }
    Ok(all)
}
