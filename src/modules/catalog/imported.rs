//! What imports ask and do: products by what files know them by, and pictures that come later.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{ProductId, VariantId};

use crate::edit::{row, store};
use crate::model::Picture;
use crate::names::sku_holder;
use crate::schema::{catalog_products as products_t, catalog_variants as variants_t};
use crate::store::{from_json, to_json};
use crate::{Catalog, CatalogError, MANAGE};

impl Catalog {
    /// The product with this address, of any status.
    pub fn id_of_handle_in(conn: &mut Conn, handle: &str) -> Result<Option<ProductId>, CatalogError> {
        Ok(products_t::table.filter(products_t::handle.eq(handle)).select(products_t::id).first(conn).optional()?)
    }

    /// The address of the product whose variant has this SKU.
    pub fn handle_of_sku_in(conn: &mut Conn, sku: &str) -> Result<Option<String>, CatalogError> {
        let Some(product) = sku_holder(conn, sku)? else { return Ok(None) };
        Ok(products_t::table.find(product).select(products_t::handle).first(conn).optional()?)
    }

    /// The variant that has this SKU, in sale or not.
    pub fn variant_of_sku_in(conn: &mut Conn, sku: &str) -> Result<Option<VariantId>, CatalogError> {
        Ok(variants_t::table.filter(variants_t::sku.eq(sku)).select(variants_t::id).first(conn).optional()?)
    }

    /// Products of any status in id order after `after`: for files of everything.
    pub fn every_in(conn: &mut Conn, after: Option<ProductId>, limit: i64) -> Result<Vec<ProductId>, CatalogError> {
        let after = after.unwrap_or(ProductId::from_bytes([0; 16]));
        Ok(products_t::table
            .filter(products_t::id.gt(after))
            .order(products_t::id.asc())
            .limit(limit)
            .select(products_t::id)
            .load(conn)?)
    }

    /// Hangs a picture behind those a product has, and as the one of these variants. False when it hangs there already.
    ///
    /// # Errors
    /// [`CatalogError::NotFound`] when the product is gone; a power that is missing.
    pub fn hang_imported(
        &self,
        tx: &mut Tx<'_>,
        product: ProductId,
        picture: &Picture,
        skus: &[String],
    ) -> Result<bool, CatalogError> {
        tx.actor().require(MANAGE)?;
        let mut row = row(tx, product)?;
        let mut pictures: Vec<Picture> = from_json(&row.pictures);
        if pictures.iter().any(|p| p.id == picture.id) {
            return Ok(false);
        }
        pictures.push(picture.clone());
        row.pictures = to_json(&pictures);
        if !skus.is_empty() {
            let shown = variants_t::table
                .filter(variants_t::product.eq(product))
                .filter(variants_t::sku.eq_any(skus))
                .filter(variants_t::picture.is_null());
            diesel::update(shown).set(variants_t::picture.eq(Some(picture.id))).execute(&mut **tx)?;
        }
        store(tx, row, &[])?;
        Ok(true)
    }
}
