//! From the rooms to the lists: what a product is found by, what it costs, whether it can be had.
//!
//! Whenever a product, a category, a price or a band of stock changed, the products it touches are described anew and
//! handed to [`search::Search::put`], which notices what is different. Doing it twice changes nothing.
mod describe;
mod rebuild;
#[cfg(test)]
mod tests;

use catalog::{Catalog, CatalogError};
use db::{Db, DbError, Tx};
use events::{Job, JobOptions, Recording};
use inventory::InventoryError;
use kernel::kinds::{CategoryId, ProductId, VariantId};
use pricing::PricingError;
use search::{Search, SearchError};
use serde::{Deserialize, Serialize};

pub use describe::offered;
pub use rebuild::Rebuilt;

/// The subscriber that keeps lists up to date, as its cursor is called.
pub const SUBSCRIBER: &str = "search.listings";

#[derive(Debug, thiserror::Error)]
pub enum ListingError {
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Pricing(#[from] PricingError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(ListingError: Catalog, Pricing, Inventory, Search);

/// Describe the products of a category and of those below it anew: it was moved or renamed.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct ListCategory {
    pub category: CategoryId,
}
impl Job for ListCategory {
    const KIND: &'static str = "search.list_category";
    fn options(&self) -> JobOptions {
        JobOptions { unique_key: Some(format!("search.list_category:{}", self.category)), ..JobOptions::default() }
    }
}

/// Keeps lists of products as the other rooms are.
#[derive(Clone)]
pub struct Listings {
    pub db: Db,
    pub search: Search,
    pub catalog: Catalog,
}

impl Listings {
    pub fn new(db: Db, search: Search, catalog: Catalog) -> Self {
        Self { db, search, catalog }
    }

    /// Describes these products as they are in this unit of work, and defines what they carry and nobody defined; answers
    /// how many changed.
    pub fn list(&self, tx: &mut Tx<'_>, products: &[ProductId]) -> Result<usize, ListingError> {
        let mut changed = 0;
        for document in describe::documents(tx, &self.catalog, products)? {
            changed += usize::from(self.search.put(tx, &document)?);
        }
        Ok(changed)
    }

    /// [`Listings::list`] for the product of a variant.
    pub fn list_variant(&self, tx: &mut Tx<'_>, variant: VariantId) -> Result<usize, ListingError> {
        match Catalog::products_of_in(tx, &[variant])?.get(&variant) {
            Some(product) => self.list(tx, &[*product]),
            None => Ok(0),
        }
    }

    /// Orders what a changed category means for its products: there may be many.
    pub fn list_category(tx: &mut Tx<'_>, category: CategoryId) -> Result<(), ListingError> {
        tx.enqueue(&ListCategory { category })?;
        Ok(())
    }
}
