//! Everything there is to know of one product: what the editor shows.
use db::Conn;
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{CategoryId, ProductId};

use crate::edit::{row, shelves};
use crate::levels::Level;
use crate::model::{Product, Variant};
use crate::schema::{catalog_products as products_t, catalog_variants as variants_t};
use crate::store::{VariantRow, from_json};
use crate::{Catalog, CatalogError};

/// A product with what shoppers never see.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its variants are those in sale.
    pub product: Product,
    pub tags: Vec<String>,
    /// The main one first.
    pub categories: Vec<CategoryId>,
    pub publish_from: Option<Micros>,
    pub publish_until: Option<Micros>,
    pub created_at: Micros,
    pub updated_at: Micros,
    /// All of them, those taken out of sale too, in their order.
    pub variants: Vec<SheetVariant>,
}

#[derive(Clone, Debug)]
pub struct SheetVariant {
    pub variant: Variant,
    /// Whether it is in sale, as far as its product is.
    pub active: bool,
    pub level: Option<Level>,
}

impl Catalog {
    /// One product for the editor.
    pub async fn sheet(&self, id: ProductId) -> Result<Option<Sheet>, CatalogError> {
        self.db.read(move |c| Self::sheet_in(c, id)).await
    }

    /// [`Catalog::sheet`] on a connection at hand.
    pub fn sheet_in(conn: &mut Conn, id: ProductId) -> Result<Option<Sheet>, CatalogError> {
        let row = match row(conn, id) {
            Err(CatalogError::NotFound) => return Ok(None),
            other => other?,
        };
        let rows: Vec<(VariantRow, String)> = variants_t::table
            .filter(variants_t::product.eq(id))
            .order((variants_t::position.asc(), variants_t::id.asc()))
            .select((VariantRow::as_select(), variants_t::level))
            .load(conn)?;
        let variants: Vec<SheetVariant> = rows
            .into_iter()
            .map(|(row, level)| SheetVariant {
                active: row.active,
                level: Level::parse(&level),
                variant: row.into_variant(),
            })
            .collect();
        let mut categories = shelves(conn, id)?;
        if let Some(main) = row.category {
            categories.sort_by_key(|c| *c != main);
        }
        let at = |micros: i64| (micros > 0).then_some(Micros(micros));
        let (tags, from, until) = (from_json(&row.tags), at(row.publish_from), at(row.publish_until));
        let (created_at, updated_at) = (Micros(row.created_at), Micros(row.updated_at));
        let sold = variants.iter().filter(|v| v.active).map(|v| v.variant.clone()).collect();
        Ok(Some(Sheet {
            product: row.into_product(sold),
            tags,
            categories,
            publish_from: from,
            publish_until: until,
            created_at,
            updated_at,
            variants,
        }))
    }

    /// Brands by name, the first `most` of them.
    pub async fn brands(&self, most: usize) -> Result<Vec<String>, CatalogError> {
        self.db
            .read(move |c| {
                let mut found: Vec<String> = Vec::new();
                // A step along the index for each, instead of a look at every product.
                while found.len() < most {
                    let last = found.last().cloned().unwrap_or_default();
                    let next: Option<String> = products_t::table
                        .filter(products_t::brand.gt(last))
                        .order(products_t::brand.asc())
                        .select(products_t::brand)
                        .first(c)
                        .optional()?;
                    match next {
                        Some(brand) => found.push(brand),
                        None => break,
                    }
                }
                Ok(found)
            })
            .await
    }

    /// The product that a variant belongs to.
    pub fn product_of(conn: &mut Conn, variant: kernel::kinds::VariantId) -> Result<ProductId, CatalogError> {
        variants_t::table
            .find(variant)
            .select(variants_t::product)
            .first(conn)
            .optional()?
            .ok_or(CatalogError::NotFound)
    }
}
