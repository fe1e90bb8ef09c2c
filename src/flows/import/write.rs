//! One product of a file into the shop.
use std::collections::HashMap;
use std::sync::Arc;

use catalog::{Catalog, CatalogError, Change, NewCategory, NewProduct, NewVariant, OptionAxis, PutProduct, slug};
use db::{DbError, Tx};
use diesel::result::{DatabaseErrorKind, Error};
use inventory::{Inventory, InventoryError};
use kernel::kinds::{CategoryId, VariantId};
use pricing::{Pricing, PricingError};

use super::report::Problem;
use super::shopify::{ImportedProduct, ImportedVariant, OutOfStock, Status};
use crate::setup::{Ground, SetupError};

/// What may be sold beyond the stock where a shop goes on selling without it, or does not count at all: more than
/// anybody orders, and far from what would overflow a sum.
pub(super) const WITHOUT_STOCK: i64 = 1_000_000;
/// So many SKUs are tried for one variant whose own is taken: `MUG-2`, `MUG-3`, …
const SKUS_TRIED: usize = 1000;
/// The longest title of a category in characters.
const TITLE: usize = 120;

/// Why a piece of the file was not written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Pricing(#[from] PricingError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// Not an error: a trial is over, and nothing of it is kept.
    #[error("a trial")]
    Trial(Written),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(WriteError: Catalog, Pricing, Inventory, Setup);

impl WriteError {
    fn db(&self) -> Option<&DbError> {
        match self {
            Self::Catalog(CatalogError::Db(e))
            | Self::Pricing(PricingError::Db(e))
            | Self::Inventory(InventoryError::Db(e))
            | Self::Setup(SetupError::Db(e))
            | Self::Db(e) => Some(e),
            _ => None,
        }
    }

    /// Whether only this product is at fault. The database's own troubles are not, except for what it forbids.
    fn is_its_own(&self) -> bool {
        match self.db() {
            None => !matches!(self, Self::Trial(_) | Self::Setup(_)),
            Some(DbError::Query(e)) => matches!(
                &**e,
                Error::DatabaseError(
                    DatabaseErrorKind::UniqueViolation
                        | DatabaseErrorKind::CheckViolation
                        | DatabaseErrorKind::NotNullViolation
                        | DatabaseErrorKind::ForeignKeyViolation,
                    _
                )
            ),
            Some(_) => false,
        }
    }
}

/// What became of a product that could be read.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub handle: String,
    pub result: Result<Change, Problem>,
    pub remarks: Vec<(u64, String)>,
}

/// What one unit of work did.
#[derive(Debug)]
pub(super) struct Written {
    pub outcomes: Vec<Outcome>,
    /// The categories that were made, by slug.
    pub made: Vec<(String, CategoryId)>,
}

/// A product under the handle it will have here.
#[derive(Clone, Debug)]
pub(super) struct Arriving {
    pub handle: String,
    pub product: ImportedProduct,
    /// Its place on the shelves: its number in the file.
    pub position: i64,
}

/// The rooms and the ground that products are written to.
pub(super) struct Writing<'a> {
    pub catalog: &'a Catalog,
    pub pricing: &'a Pricing,
    pub inventory: &'a Inventory,
    pub ground: Ground,
    /// Those that were there before, by slug.
    pub categories: Arc<HashMap<String, CategoryId>>,
    /// Those that were made since.
    pub made: Vec<(String, CategoryId)>,
}

impl Writing<'_> {
    /// Writes one product in a savepoint: what is wrong with it undoes nothing else.
    ///
    /// # Errors
    /// Only what is not this product's fault: the database.
    pub fn product(&mut self, tx: &mut Tx<'_>, arriving: &Arriving) -> Result<Outcome, WriteError> {
        let mut remarks = Vec::new();
        let made = self.made.len();
        let result = tx.savepoint(|tx| self.put(tx, arriving, &mut remarks));
        let result = match result {
            Ok(change) => Ok(change),
            Err(e) if e.is_its_own() => {
                self.made.truncate(made);
                remarks.clear();
                Err(problem(arriving, &e))
            }
            Err(e) => return Err(e),
        };
        Ok(Outcome { handle: arriving.handle.clone(), result, remarks })
    }

    fn put(
        &mut self,
        tx: &mut Tx<'_>,
        arriving: &Arriving,
        remarks: &mut Vec<(u64, String)>,
    ) -> Result<Change, WriteError> {
        let product = &arriving.product;
        let category = self.category(tx, product)?;
        let put = self.under_free_skus(tx, new_product(arriving, category), product, remarks)?;
        let mut changed = false;
        for (id, variant) in put.variants.iter().zip(&product.variants) {
            changed |= self.pricing.put_price(tx, *id, self.ground.list, variant.price, variant.compare_at)?;
            match tx.savepoint(|tx| self.stock(tx, *id, variant)) {
                Ok(stock) => changed |= stock,
                Err(e) if e.is_its_own() => remarks.push((
                    variant.line,
                    format!(
                        "the stock of {} stays as it is: more is promised to orders than the file would leave",
                        variant.sku
                    ),
                )),
                Err(e) => return Err(e),
            }
        }
        if product.gift_card {
            let remark = "a gift card; those are not sold yet, so it came in as a draft";
            remarks.push((product.line, remark.to_owned()));
        }
        if let Some(variant) = product.variants.iter().find(|v| !v.taxable) {
            let remark = "sold without tax there; here the standard rate applies to it";
            remarks.push((variant.line, remark.to_owned()));
        }
        Ok(if changed && put.change == Change::None { Change::Updated } else { put.change })
    }

    /// The category of its type, made where the shop has none of that name.
    fn category(&mut self, tx: &mut Tx<'_>, product: &ImportedProduct) -> Result<Option<CategoryId>, WriteError> {
        let Some(kind) = &product.kind else { return Ok(None) };
        let slug = slug(kind);
        if slug.is_empty() {
            return Ok(None);
        }
        let fresh = self.made.iter().find(|(known, _)| *known == slug).map(|(_, id)| *id);
        if let Some(id) = self.categories.get(&slug).copied().or(fresh) {
            return Ok(Some(id));
        }
        let new = NewCategory {
            slug: slug.clone(),
            title: kind.chars().take(TITLE).collect(),
            intro: String::new(),
            position: (self.categories.len() + self.made.len()) as i64,
            picture: None,
        };
        let (id, _) = self.catalog.put_category(tx, &new)?;
        self.made.push((slug, id));
        Ok(Some(id))
    }

    /// Puts the product; a SKU that another product of the shop has gets a number behind it. The same number each
    /// time, since the variant that has it by then is its own.
    fn under_free_skus(
        &self,
        tx: &mut Tx<'_>,
        mut new: NewProduct,
        product: &ImportedProduct,
        remarks: &mut Vec<(u64, String)>,
    ) -> Result<PutProduct, WriteError> {
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        loop {
            let taken = match tx.savepoint(|tx| self.catalog.put_product(tx, &new)) {
                Err(CatalogError::SkuTaken(sku)) => sku,
                other => {
                    let put = other?;
                    for index in numbers.into_keys() {
                        let (was, now) = (&product.variants[index], &new.variants[index].sku);
                        let remark =
                            format!("the SKU {} is another product's here, so this one is called {now}", was.sku);
                        remarks.push((was.line, remark));
                    }
                    remarks.sort();
                    return Ok(put);
                }
            };
            let Some(index) = new.variants.iter().position(|v| v.sku == taken) else {
                return Err(CatalogError::SkuTaken(taken).into());
            };
            let wanted = &product.variants[index].sku;
            let number = numbers.entry(index).or_insert(1);
            loop {
                *number += 1;
                let sku = format!("{wanted}-{number}");
                if new.variants.iter().all(|v| v.sku != sku) {
                    new.variants[index].sku = sku;
                    break;
                }
            }
            if *number > SKUS_TRIED {
                return Err(CatalogError::SkuTaken(taken).into());
            }
        }
    }

    /// Sets what is on hand and how far beyond it may be sold. True when anything differed.
    fn stock(&self, tx: &mut Tx<'_>, id: VariantId, variant: &ImportedVariant) -> Result<bool, WriteError> {
        let Ground { location, .. } = self.ground;
        let uncounted = !variant.tracked && variant.quantity.is_none();
        let endless = uncounted || variant.out_of_stock == OutOfStock::Continue;
        let mut changed = false;
        // What is promised must be covered all the time: the allowance comes before the count, and goes after it.
        if endless {
            changed |= self.inventory.allow_backorder(tx, location, id, WITHOUT_STOCK)?;
        }
        if let Some(units) = variant.quantity {
            changed |= self.inventory.count(tx, location, id, i64::from(units), "import")?;
        }
        if !endless {
            changed |= self.inventory.allow_backorder(tx, location, id, 0)?;
        }
        Ok(changed)
    }
}

fn new_product(arriving: &Arriving, category: Option<CategoryId>) -> NewProduct {
    let Arriving { handle, product: p, position } = arriving;
    let values = |axis: usize| {
        let mut values: Vec<String> = Vec::new();
        for value in p.variants.iter().filter_map(|v| v.values.get(axis)) {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        values
    };
    let status = match p.status {
        Status::Archived => catalog::Status::Archived,
        Status::Active if !p.gift_card => catalog::Status::Active,
        _ => catalog::Status::Draft,
    };
    NewProduct {
        handle: handle.clone(),
        title: p.title.clone(),
        subtitle: String::new(),
        description: p.body_html.clone(),
        brand: p.vendor.clone().unwrap_or_default(),
        status,
        tax_class: "standard".into(),
        attributes: Vec::new(),
        options: p
            .options
            .iter()
            .enumerate()
            .map(|(axis, name)| OptionAxis { name: name.clone(), values: values(axis) })
            .collect(),
        pictures: Vec::new(),
        tags: p.tags.clone(),
        seo_title: p.seo_title.clone().unwrap_or_default(),
        seo_description: p.seo_description.clone().unwrap_or_default(),
        categories: category.into_iter().collect(),
        position: *position,
        variants: p
            .variants
            .iter()
            .map(|v| NewVariant {
                sku: v.sku.clone(),
                option_values: v.values.clone(),
                barcode: v.barcode.clone().unwrap_or_default(),
                weight_grams: i64::from(v.grams.unwrap_or(0)),
                picture: None,
            })
            .collect(),
    }
}

/// The shop's own words for why it refused a product.
fn problem(arriving: &Arriving, e: &WriteError) -> Problem {
    let (column, value, remedy) = match e {
        WriteError::Catalog(CatalogError::SkuTaken(sku)) => {
            ("Variant SKU", sku.clone(), "Give the variant a SKU of its own")
        }
        WriteError::Catalog(_) => {
            ("Handle", arriving.handle.clone(), "Give the product a short handle of letters and digits")
        }
        WriteError::Pricing(_) => ("Variant Price", String::new(), "Write a price like 12.90"),
        _ => ("row", String::new(), "Import the product by itself; if that fails too, tell us"),
    };
    Problem {
        line: arriving.product.line,
        handle: Some(arriving.product.handle.clone()),
        column: column.into(),
        value,
        why: format!("was refused: {e}").into(),
        remedy: remedy.into(),
    }
}
