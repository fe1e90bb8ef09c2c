//! Addresses that were: links from elsewhere still lead to the thing under its new name.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{CategoryId, ProductId, ReferenceId};

use crate::schema::{catalog_categories as categories_t, catalog_products as products_t, catalog_redirects as t};
use crate::{Catalog, CatalogError, dialect};

const PRODUCT: &str = "product";
const CATEGORY: &str = "category";

/// The former name leads on; the new one is the thing's own from now on, whatever it led to before.
fn renamed(tx: &mut Tx<'_>, kind: &str, from: &str, to: &str, target: ReferenceId) -> Result<(), CatalogError> {
    let now = tx.now();
    dialect::put_redirect(tx, kind, from, target, now)?;
    taken(tx, kind, to)
}

fn taken(tx: &mut Tx<'_>, kind: &str, slug: &str) -> Result<(), CatalogError> {
    diesel::delete(t::table.find((kind, slug))).execute(&mut **tx)?;
    Ok(())
}

pub(crate) fn product_renamed(tx: &mut Tx<'_>, from: &str, to: &str, id: ProductId) -> Result<(), CatalogError> {
    renamed(tx, PRODUCT, from, to, id.cast())
}

pub(crate) fn category_renamed(tx: &mut Tx<'_>, from: &str, to: &str, id: CategoryId) -> Result<(), CatalogError> {
    renamed(tx, CATEGORY, from, to, id.cast())
}

/// A new category's name leads nowhere else any more.
pub(crate) fn category_taken(tx: &mut Tx<'_>, slug: &str) -> Result<(), CatalogError> {
    taken(tx, CATEGORY, slug)
}

fn target(conn: &mut Conn, kind: &str, slug: &str) -> Result<Option<ReferenceId>, CatalogError> {
    Ok(t::table.find((kind, slug)).select(t::target).first(conn).optional()?)
}

impl Catalog {
    /// The present address of an active product that was once called `handle`.
    pub async fn moved_product(&self, handle: &str) -> Result<Option<String>, CatalogError> {
        let handle = handle.to_owned();
        self.db
            .read(move |c| {
                let Some(id) = target(c, PRODUCT, &handle)? else { return Ok(None) };
                let now = products_t::table
                    .find(id.cast::<kernel::kinds::Product>())
                    .filter(products_t::status.eq("active"))
                    .select(products_t::handle);
                Ok(now.first(c).optional()?)
            })
            .await
    }

    /// The present address of a category that was once called `slug`.
    pub async fn moved_category(&self, slug: &str) -> Result<Option<String>, CatalogError> {
        let slug = slug.to_owned();
        self.db
            .read(move |c| {
                let Some(id) = target(c, CATEGORY, &slug)? else { return Ok(None) };
                let now = categories_t::table.find(id.cast::<kernel::kinds::Category>()).select(categories_t::slug);
                Ok(now.first(c).optional()?)
            })
            .await
    }
}
