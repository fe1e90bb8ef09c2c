//! Which categories products stand in, with those above them; and what products are called in addresses.
use std::collections::{HashMap, HashSet};

use db::Conn;
use diesel::prelude::*;
use kernel::kinds::{CategoryId, ProductId};

use crate::schema::{
    catalog_categories as t, catalog_category_products as shelf_t, catalog_products as products_t,
};
use crate::{Catalog, CatalogError};

impl Catalog {
    /// The categories that each of these products stands in, and all above those. Two queries.
    ///
    /// # Errors
    /// The database's.
    pub fn shelves_in(
        conn: &mut Conn,
        products: &[ProductId],
    ) -> Result<HashMap<ProductId, Vec<CategoryId>>, CatalogError> {
        let rows: Vec<(ProductId, CategoryId)> = db::among!(
            conn,
            shelf_t::product,
            products,
            shelf_t::table
                .order((shelf_t::product.asc(), shelf_t::category.asc()))
                .select((shelf_t::product, shelf_t::category))
        )?;
        let above: Vec<(CategoryId, Option<CategoryId>)> =
            t::table.order(t::id.asc()).select((t::id, t::parent)).load(conn)?;
        let above: HashMap<CategoryId, Option<CategoryId>> = above.into_iter().collect();
        let mut out: HashMap<ProductId, HashSet<CategoryId>> = HashMap::new();
        for (product, category) in rows {
            let shelves = out.entry(product).or_default();
            let mut at = Some(category);
            // What is in already has its own above it in, too: a tree that bites its tail ends here.
            while let Some(category) = at.filter(|c| shelves.insert(*c)) {
                at = above.get(&category).copied().flatten();
            }
        }
        Ok(out.into_iter().map(|(product, shelves)| (product, shelves.into_iter().collect())).collect())
    }

    /// The products with these handles, of any state.
    ///
    /// # Errors
    /// The database's.
    pub async fn by_handles(&self, handles: Vec<String>) -> Result<HashMap<String, ProductId>, CatalogError> {
        let rows: Vec<(String, ProductId)> = self
            .db
            .read(move |c| {
                let found =
                    products_t::table.filter(products_t::handle.eq_any(&handles)).order(products_t::id.asc());
                Ok::<_, CatalogError>(found.select((products_t::handle, products_t::id)).load(c)?)
            })
            .await?;
        Ok(rows.into_iter().collect())
    }

    /// The handles of these products, of any state, in the order of their ids.
    ///
    /// # Errors
    /// The database's.
    pub async fn handles_of(&self, ids: Vec<ProductId>) -> Result<Vec<String>, CatalogError> {
        self.db
            .read(move |c| {
                let found = products_t::table.filter(products_t::id.eq_any(&ids)).order(products_t::id.asc());
                Ok::<_, CatalogError>(found.select(products_t::handle).load(c)?)
            })
            .await
    }
}
