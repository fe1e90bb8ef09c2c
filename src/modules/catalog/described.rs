//! What those who list products ask: cards by id, everything a list knows of a product, addresses for site maps.
use std::collections::HashMap;

use db::Conn;
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{CategoryId, ProductId, VariantId};

use crate::schema::{
    catalog_categories as categories_t, catalog_category_products as shelf_t, catalog_products as products_t,
    catalog_variants as variants_t,
};
use crate::store::{self, CARD, CardRow, VariantRow};
use crate::{Card, Catalog, CatalogError, Product};

/// A product with what lists sort and find it by.
#[derive(Clone, Debug)]
pub struct Described {
    pub product: Product,
    pub tags: Vec<String>,
    /// What it and its parts are called in other languages.
    pub spoken: Vec<String>,
    pub created_at: Micros,
    /// The categories it stands in, with its place in each.
    pub shelves: Vec<(CategoryId, i64)>,
}

/// Where a product's page is, and since when it reads as it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub product: ProductId,
    pub handle: String,
    pub updated_at: Micros,
}

impl Catalog {
    /// Active products as lists show them, in the order of `ids`; those that are not sold any more are left out.
    /// One query.
    pub async fn cards(&self, ids: &[ProductId]) -> Result<Vec<Card>, CatalogError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = ids.to_vec();
        self.db.read(move |c| cards(c, &ids)).await
    }

    /// The addresses of these products, those that are active, in id order.
    pub async fn addresses(&self, ids: Vec<ProductId>) -> Result<Vec<Address>, CatalogError> {
        self.db
            .read_slow(move |c| {
                let mut found = Vec::with_capacity(ids.len());
                for some in ids.chunks(500) {
                    found.extend(Self::addresses_in(c, some)?);
                }
                Ok(found)
            })
            .await
    }

    /// Products of any status with what lists know of them, on a connection at hand. Four queries.
    pub fn described_in(conn: &mut Conn, ids: &[ProductId]) -> Result<Vec<Described>, CatalogError> {
        let mut products = store::products(conn, ids)?;
        let more: Vec<(ProductId, String, i64)> = db::among!(
            conn,
            products_t::id,
            ids,
            products_t::table.order(products_t::id).select((
                products_t::id,
                products_t::tags,
                products_t::created_at
            ))
        )?;
        let rows: Vec<(ProductId, CategoryId, i64)> = db::among!(
            conn,
            shelf_t::product,
            ids,
            shelf_t::table.order((shelf_t::product, shelf_t::category)).select((
                shelf_t::product,
                shelf_t::category,
                shelf_t::position
            ))
        )?;
        let mut shelves: HashMap<ProductId, Vec<(CategoryId, i64)>> = HashMap::new();
        for (product, category, position) in rows {
            shelves.entry(product).or_default().push((category, position));
        }
        let mut spoken = Self::spoken_in(conn, ids)?;
        let listed = |(id, tags, created_at): (ProductId, String, i64)| {
            Some(Described {
                product: products.remove(&id)?,
                tags: store::from_json(&tags),
                spoken: spoken.remove(&id).unwrap_or_default(),
                created_at: Micros(created_at),
                shelves: shelves.remove(&id).unwrap_or_default(),
            })
        };
        Ok(more.into_iter().filter_map(listed).collect())
    }

    /// Whose variants these are, in sale or not.
    pub fn products_of_in(
        conn: &mut Conn,
        variants: &[VariantId],
    ) -> Result<HashMap<VariantId, ProductId>, CatalogError> {
        let rows: Vec<(VariantId, ProductId)> = db::among!(
            conn,
            variants_t::id,
            variants,
            variants_t::table.order(variants_t::id).select((variants_t::id, variants_t::product))
        )?;
        Ok(rows.into_iter().collect())
    }

    /// The products of these variants, each once, in their order; of any state.
    ///
    /// # Errors
    /// The database's.
    pub async fn products_of(&self, variants: Vec<VariantId>) -> Result<Vec<ProductId>, CatalogError> {
        if variants.is_empty() {
            return Ok(Vec::new());
        }
        self.db
            .read(move |c| {
                let known = Self::products_of_in(c, &variants)?;
                let mut products: Vec<ProductId> = Vec::with_capacity(variants.len());
                for product in variants.iter().filter_map(|variant| known.get(variant)) {
                    if !products.contains(product) {
                        products.push(*product);
                    }
                }
                Ok(products)
            })
            .await
    }

    /// Each category's parent and title.
    pub fn parents_in(conn: &mut Conn) -> Result<HashMap<CategoryId, (Option<CategoryId>, String)>, CatalogError> {
        let rows: Vec<(CategoryId, Option<CategoryId>, String)> = categories_t::table
            .order(categories_t::id)
            .select((categories_t::id, categories_t::parent, categories_t::title))
            .load(conn)?;
        Ok(rows.into_iter().map(|(id, parent, title)| (id, (parent, title))).collect())
    }

    /// Active products in id order after `after`.
    pub fn active_in(
        conn: &mut Conn,
        after: Option<ProductId>,
        limit: i64,
    ) -> Result<Vec<ProductId>, CatalogError> {
        let after = after.unwrap_or(ProductId::from_bytes([0; 16]));
        Ok(products_t::table
            .filter(products_t::id.gt(after))
            .filter(products_t::status.eq("active"))
            .order(products_t::id)
            .limit(limit)
            .select(products_t::id)
            .load(conn)?)
    }

    /// How many products are active.
    pub fn count_active_in(conn: &mut Conn) -> Result<u64, CatalogError> {
        let count: i64 = products_t::table.filter(products_t::status.eq("active")).count().get_result(conn)?;
        Ok(count.max(0) as u64)
    }

    /// The products of a category, in id order after `after`.
    pub fn standing_in(
        conn: &mut Conn,
        category: CategoryId,
        after: Option<ProductId>,
        limit: i64,
    ) -> Result<Vec<ProductId>, CatalogError> {
        let after = after.unwrap_or(ProductId::from_bytes([0; 16]));
        Ok(shelf_t::table
            .filter(shelf_t::category.eq(category))
            .filter(shelf_t::product.gt(after))
            .order(shelf_t::product)
            .limit(limit)
            .select(shelf_t::product)
            .load(conn)?)
    }

    /// The addresses of these products, those that are active, in id order.
    pub fn addresses_in(conn: &mut Conn, ids: &[ProductId]) -> Result<Vec<Address>, CatalogError> {
        let rows: Vec<(ProductId, String, i64)> = products_t::table
            .filter(products_t::id.eq_any(ids))
            .filter(products_t::status.eq("active"))
            .order(products_t::id)
            .select((products_t::id, products_t::handle, products_t::updated_at))
            .load(conn)?;
        let address = |(product, handle, at)| Address { product, handle, updated_at: Micros(at) };
        Ok(rows.into_iter().map(address).collect())
    }
}

fn cards(conn: &mut Conn, ids: &[ProductId]) -> Result<Vec<Card>, CatalogError> {
    let rows: Vec<(CardRow, Option<VariantRow>)> = db::among!(
        conn,
        products_t::id,
        ids,
        products_t::table
            .left_join(
                variants_t::table.on(variants_t::product.eq(products_t::id).and(variants_t::active.eq(true)))
            )
            .filter(products_t::status.eq("active"))
            .order((products_t::id.asc(), variants_t::position.asc()))
            .select((CARD, Option::<VariantRow>::as_select()))
    )?;
    let mut found: HashMap<ProductId, Card> =
        store::fold(rows, |r: &CardRow| r.0, store::card).into_iter().map(|card| (card.id, card)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
