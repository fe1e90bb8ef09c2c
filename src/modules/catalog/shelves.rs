//! Which categories products stand in, with those above them.
use std::collections::{HashMap, HashSet};

use db::Conn;
use diesel::prelude::*;
use kernel::kinds::{CategoryId, ProductId};

use crate::schema::{catalog_categories as t, catalog_category_products as shelf_t};
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
}
