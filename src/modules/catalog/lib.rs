//! Catalogue: what we sell. Products with their options and variants, and the categories that shelve them.
//!
//! What shoppers read is in `lib.rs`; what staff change is in files of its own (`edit.rs`, `variants.rs`, `tree.rs`): each
//! change is checked for power and version, noted and told. What attributes are is `attributes.rs`. Other languages are `wording.rs`. Former addresses, words to search by and copies of stock levels
//! are kept beside.
//!
//! Owns `catalog_*`. Never knows a price, a stock level or a file: prices are [pricing]'s, units are [inventory]'s,
//! pictures are named by id and described by alt text and size only.
//!
//! [pricing]: ../pricing [inventory]: ../inventory
mod attributes;
pub mod books;
mod described;
mod dialect;
mod edit;
mod imported;
mod levels;
mod listing;
mod matrix;
mod model;
mod names;
mod redirects;
mod schema;
mod sheet;
mod shelves;
mod store;
mod tree;
mod undo;
mod variants;
mod wording;
mod words;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use db::{Db, DbError, Tx};
use events::{Event, Recording};
use kernel::kinds::{CategoryId, ProductId, VariantId};
use kernel::{Kept, Page};
use parking_lot::RwLock;
use serde::{Deserialize, Serialize};

pub use attributes::{
    ATTRIBUTE_TEXTS, AttributeChanged, Definition, DefinitionEdit, Definitions, MOST_FACETS, ValueKind,
    attribute_code, facets_of,
};
pub use described::{Address, Described};
pub use edit::{ProductEdit, Saved, Wrong};
pub use levels::Level;
pub use listing::{Cursor, Listed, ListedProduct, ListedSku, ListedVariant, SkuListing, Slice};
pub use matrix::{AxisEdit, MOST_AXES, MOST_VARIANTS, ValueEdit};
pub use model::{
    Attribute, AttributeKind, Card, Category, Change, Focus, NewCategory, NewProduct, NewVariant, OptionAxis,
    Picture, Product, SaleItem, Sort, Status, Variant,
};
pub use names::slug;
pub use sheet::{Sheet, SheetVariant};
pub use tree::CategoryEdit;
pub use undo::Undo;
pub use variants::{SavedVariants, VariantEdit};
pub use wording::{CATEGORY_TEXTS, PRODUCT_TEXTS, Renamed, Wording, names_of};

/// May change products, variants, categories and their pictures.
pub const MANAGE: &str = "products.manage";

#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    #[error("the SKU `{0}` belongs to another product already; give this variant its own")]
    SkuTaken(String),
    #[error("`{0}` cannot stand in an address; use letters, digits and hyphens")]
    Handle(String),
    #[error("the product `{0}` has no variant; it needs at least one to be sold")]
    NoVariant(String),
    #[error("there is nothing of that kind; it may have been deleted")]
    NotFound,
    #[error("somebody changed this meanwhile; look at it again, and make your change anew")]
    Stale,
    #[error("`{0}` is the address of something else already; choose another")]
    HandleTaken(String),
    #[error("some fields cannot be kept as they are")]
    Wrong(Vec<Wrong>),
    #[error("that makes {0} variants; a product has at most {MOST_VARIANTS}")]
    TooMany(usize),
    #[error("there is still something in this category; move it first")]
    NotEmpty,
    #[error("a category cannot stand below itself")]
    Circle,
    #[error("this cannot be taken back any more")]
    TooLate,
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(CatalogError);

impl kernel::Coded for CatalogError {
    fn code(&self) -> &'static str {
        match self {
            Self::SkuTaken(_) => "sku_taken",
            Self::Handle(_) => "bad_handle",
            Self::NoVariant(_) => "no_variant",
            Self::NotFound => "not_found",
            Self::Stale => "changed_meanwhile",
            Self::HandleTaken(_) => "handle_taken",
            Self::Wrong(_) => "invalid",
            Self::TooMany(_) => "too_many_variants",
            Self::NotEmpty => "category_not_empty",
            Self::Circle => "category_circle",
            Self::TooLate => "too_late",
            Self::Forbidden(_) => "forbidden",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::SkuTaken(_)
            | Self::HandleTaken(_)
            | Self::Stale
            | Self::NotEmpty
            | Self::Circle
            | Self::TooLate => Fault::Conflict,
            Self::Handle(_) | Self::NoVariant(_) | Self::Wrong(_) | Self::TooMany(_) => Fault::Invalid,
            Self::NotFound => Fault::NotFound,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Db(e) => e.fault(),
        }
    }
}

/// A product was made or changed: pages that show it are old.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct ProductChanged {
    pub product: ProductId,
    pub version: i64,
    pub categories: Vec<CategoryId>,
}
impl Event for ProductChanged {
    const TYPE: &'static str = "catalog.product_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        self.product.to_string()
    }
    fn version(&self) -> i64 {
        self.version
    }
}

/// A category was made or changed.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct CategoryChanged {
    pub category: CategoryId,
    pub version: i64,
}
impl Event for CategoryChanged {
    const TYPE: &'static str = "catalog.category_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        self.category.to_string()
    }
    fn version(&self) -> i64 {
        self.version
    }
}

/// The tree with its counts is asked for by every page and changes rarely.
const TREE_KEPT: Duration = Duration::from_secs(5);
/// Definitions change by staff, who tell of it.
const DEFINITIONS_KEPT: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub struct Catalog {
    db: Db,
    tree: Kept<Vec<Category>>,
    /// Of the categories, in other languages.
    names: Kept<wording::CategoryNames>,
    definitions: Kept<Definitions>,
    /// Codes that are defined for certain: what a product carries of these is nothing new.
    learnt: Arc<RwLock<HashSet<String>>>,
}

impl Catalog {
    pub fn new(db: Db) -> Self {
        Self {
            db,
            tree: Kept::for_at_most(TREE_KEPT),
            names: Kept::for_at_most(TREE_KEPT),
            definitions: Kept::for_at_most(DEFINITIONS_KEPT),
            learnt: Arc::default(),
        }
    }

    /// All categories in their order, with the number of active products in each. Up to 5 s old unless
    /// [`Catalog::forget_tree`] was called since.
    pub async fn categories(&self) -> Result<Arc<Vec<Category>>, CatalogError> {
        match self.tree.look() {
            Ok(tree) => Ok(tree),
            Err(ticket) => Ok(self.tree.keep(ticket, self.db.read(store::categories).await?)),
        }
    }

    /// Reads the tree anew at the next question: a catalogue event arrived.
    pub fn forget_tree(&self) {
        self.tree.forget();
        self.names.forget();
    }

    /// An active product by the name in its address, with its variants. One query.
    pub async fn product(&self, handle: &str) -> Result<Option<Product>, CatalogError> {
        let handle = handle.to_owned();
        self.db.read(move |c| store::product_by_handle(c, &handle)).await
    }

    /// Products by id, of any status.
    pub async fn products(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, Product>, CatalogError> {
        let ids = ids.to_vec();
        self.db.read(move |c| store::products(c, &ids)).await
    }

    /// One page of a category's active products. One query; the count comes from the tree.
    pub async fn shelf(
        &self,
        category: &Category,
        sort: Sort,
        number: u64,
        size: u64,
    ) -> Result<Page<Card>, CatalogError> {
        let (id, total) = (category.id, category.products);
        let number = number.clamp(1, total.div_ceil(size).max(1));
        let items = self.db.read(move |c| store::shelf(c, id, sort, (number - 1) * size, size)).await?;
        Ok(Page { items, total, number, size })
    }

    /// The newest active products.
    pub async fn newest(&self, limit: u64) -> Result<Vec<Card>, CatalogError> {
        self.db.read(move |c| store::newest(c, limit)).await
    }

    /// What a basket, a quote or an order needs to know of variants. Those that are not sold (inactive, draft,
    /// unknown) are missing from the answer.
    pub async fn sale_items(&self, ids: &[VariantId]) -> Result<HashMap<VariantId, SaleItem>, CatalogError> {
        let ids = ids.to_vec();
        self.db.read(move |c| Self::sale_items_in(c, &ids)).await
    }

    /// [`Catalog::sale_items`] on a connection at hand, inside a unit of work too.
    pub fn sale_items_in(
        conn: &mut db::Conn,
        ids: &[VariantId],
    ) -> Result<HashMap<VariantId, SaleItem>, CatalogError> {
        store::sale_items(conn, ids)
    }

    /// Active products for programs, in id order after `after`.
    pub async fn after(&self, after: Option<ProductId>, limit: u64) -> Result<Vec<Product>, CatalogError> {
        self.db.read(move |c| Self::after_in(c, after, limit)).await
    }

    /// [`Catalog::after`] on a connection at hand.
    pub fn after_in(
        conn: &mut db::Conn,
        after: Option<ProductId>,
        limit: u64,
    ) -> Result<Vec<Product>, CatalogError> {
        store::after(conn, after, limit)
    }

    /// All categories as they are now, on a connection at hand. Counts their products: not for every page.
    pub fn categories_in(conn: &mut db::Conn) -> Result<Vec<Category>, CatalogError> {
        store::categories(conn)
    }

    /// Makes a category or brings it up to date, by its slug.
    pub fn put_category(&self, tx: &mut Tx<'_>, new: &NewCategory) -> Result<(CategoryId, Change), CatalogError> {
        check_handle(&new.slug)?;
        let (id, version, change) = store::put_category(tx, new)?;
        if change != Change::None {
            tx.record(&CategoryChanged { category: id, version })?;
        }
        Ok((id, change))
    }

    /// Makes a product with its variants or brings it up to date, by its handle; variants are known by SKU, and those
    /// no longer named are taken out of sale. Writing the same again changes nothing.
    ///
    /// # Errors
    /// A SKU that another product has; no variant; a handle that cannot stand in an address.
    pub fn put_product(&self, tx: &mut Tx<'_>, new: &NewProduct) -> Result<PutProduct, CatalogError> {
        Self::put(tx, new, false)
    }

    /// [`Catalog::put_product`], where what staff arranged of a product that is there already stays: its pictures, and its
    /// places on the shelves it stands on.
    ///
    /// # Errors
    /// As [`Catalog::put_product`].
    pub fn put_imported(&self, tx: &mut Tx<'_>, new: &NewProduct) -> Result<PutProduct, CatalogError> {
        Self::put(tx, new, true)
    }

    fn put(tx: &mut Tx<'_>, new: &NewProduct, arranged: bool) -> Result<PutProduct, CatalogError> {
        check_handle(&new.handle)?;
        if new.variants.is_empty() {
            return Err(CatalogError::NoVariant(new.handle.clone()));
        }
        let put = store::put_product(tx, new, arranged)?;
        if put.change != Change::None {
            words::index(tx, put.id)?;
            tx.record(&ProductChanged {
                product: put.id,
                version: put.version,
                categories: new.categories.clone(),
            })?;
        }
        Ok(put)
    }
}

/// What [`Catalog::put_product`] did.
#[derive(Debug, Clone)]
pub struct PutProduct {
    pub id: ProductId,
    pub version: i64,
    pub change: Change,
    /// The variants' ids, in the order they were given.
    pub variants: Vec<VariantId>,
}

fn check_handle(handle: &str) -> Result<(), CatalogError> {
    let good = !handle.is_empty()
        && handle.len() <= 200
        && handle.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if good { Ok(()) } else { Err(CatalogError::Handle(handle.chars().take(80).collect())) }
}
