//! One thing of a file into the shop.
use std::collections::HashMap;

use catalog::{Catalog, CatalogError, Change, NewProduct, NewVariant, OptionAxis, PutProduct, Sheet, slug};
use db::{DbError, Tx};
use diesel::result::{DatabaseErrorKind, Error};
use imports::{Imports, ImportsError, Note, Wanted};
use inventory::{Inventory, InventoryError};
use kernel::kinds::{CategoryId, ImportId, LocationId, VariantId};
use pricing::{Pricing, PricingError};

use super::draft::{Draft, PriceDraft, ProductDraft, StockDraft, StockLevel, VariantDraft};
use super::file::{problem, remark};
use super::past::taken_back;
use super::shelves::Shelves;
use crate::setup::{Ground, SetupError};

/// What may be sold beyond the stock where a shop goes on selling without it, or does not count at all: more than
/// anybody orders, and far from what would overflow a sum.
pub(super) const WITHOUT_STOCK: i64 = inventory::UNCOUNTED;
/// So many SKUs are tried for one variant whose own is taken: `MUG-2`, `MUG-3`, …
const SKUS_TRIED: usize = 1000;

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
    #[error(transparent)]
    Imports(#[from] ImportsError),
    #[error(transparent)]
    Orders(#[from] orders::OrdersError),
    /// What the draft itself cannot be: column, value, why, remedy.
    #[error("{2}")]
    Draft(&'static str, String, &'static str, &'static str),
    /// Not an error: a trial is over, and nothing of it is kept.
    #[error("a trial")]
    Trial(Box<Written>),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(WriteError: Catalog, Pricing, Inventory, Setup, Imports, Orders);

impl WriteError {
    fn db(&self) -> Option<&DbError> {
        db::DomainError::as_db(self)
    }

    /// Whether only this thing is at fault. The database's own troubles are not, except for what it forbids.
    fn is_its_own(&self) -> bool {
        match self.db() {
            None => !matches!(self, Self::Trial(_) | Self::Setup(_) | Self::Imports(_)),
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

/// What became of a thing that could be read.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub result: Result<Change, Note>,
    /// What there is to say of it beside.
    pub notes: Vec<Note>,
}

/// What one unit of work did.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub outcomes: Vec<Outcome>,
    /// The categories that were made, by path.
    pub made: Vec<(String, CategoryId)>,
}

/// A thing on its way in.
#[derive(Clone, Debug)]
pub(super) struct Arriving {
    pub draft: Draft,
    /// The address a product will have here, where its file names one.
    pub handle: Option<String>,
    /// Its place on the shelves: its number in the file.
    pub position: i64,
}

/// The rooms and the ground that things are written to.
pub(super) struct Writing<'a> {
    pub catalog: &'a Catalog,
    pub pricing: &'a Pricing,
    pub inventory: &'a Inventory,
    pub ground: Ground,
    pub shelves: Shelves,
    /// Where pictures are promised to; none where nobody brings them.
    pub run: Option<ImportId>,
    /// Places by their code.
    pub places: &'a HashMap<String, LocationId>,
}

impl Writing<'_> {
    /// Writes one thing in a savepoint: what is wrong with it undoes nothing else.
    ///
    /// # Errors
    /// Only what is not this thing's fault: the database.
    pub fn thing(&mut self, tx: &mut Tx<'_>, arriving: &Arriving) -> Result<Outcome, WriteError> {
        let mut notes = Vec::new();
        let made = self.shelves.made.len();
        let result = tx.savepoint(|tx| match &arriving.draft {
            Draft::Product(product) => self.product(tx, product, arriving, &mut notes),
            Draft::Stock(stock) => self.stock_of(tx, stock),
            Draft::Price(price) => self.price_of(tx, price),
            Draft::Past(order) => self.past(tx, order, &mut notes),
            Draft::TakenBack(back) => taken_back(tx, back),
        });
        let result = match result {
            Ok(change) => Ok(change),
            Err(e) if e.is_its_own() => {
                self.shelves.made.truncate(made);
                notes.clear();
                Err(refused(arriving, &e))
            }
            Err(e) => return Err(e),
        };
        Ok(Outcome { result, notes })
    }

    fn stock_of(&self, tx: &mut Tx<'_>, draft: &StockDraft) -> Result<Change, WriteError> {
        let variant = variant(tx, &draft.sku)?;
        let location = match draft.location.as_str() {
            "" => self.ground.location,
            code => *self.places.get(code).ok_or(WriteError::Draft(
                "location",
                code.to_owned(),
                "is no place of this shop",
                "Write the code of a place, or leave it blank for the first one",
            ))?,
        };
        let changed = self.stock(tx, location, variant, draft.stock)?;
        Ok(if changed { Change::Updated } else { Change::None })
    }

    fn price_of(&self, tx: &mut Tx<'_>, draft: &PriceDraft) -> Result<Change, WriteError> {
        let variant = variant(tx, &draft.sku)?;
        let changed = self.pricing.put_price(tx, variant, self.ground.list, draft.price, draft.compare_at)?;
        Ok(if changed { Change::Updated } else { Change::None })
    }

    fn product(
        &mut self,
        tx: &mut Tx<'_>,
        draft: &ProductDraft,
        arriving: &Arriving,
        notes: &mut Vec<Note>,
    ) -> Result<Change, WriteError> {
        let handle = match &arriving.handle {
            Some(handle) => handle.clone(),
            None => address(tx, draft)?,
        };
        let held = match Catalog::id_of_handle_in(tx, &handle)? {
            Some(id) => Catalog::sheet_in(tx, id)?,
            None => None,
        };
        let categories = match &draft.categories {
            None => held.as_ref().map(|h| h.categories.clone()).unwrap_or_default(),
            Some(paths) => {
                let mut found = Vec::with_capacity(paths.len());
                for path in paths {
                    let id = self.shelves.at(tx, self.catalog, path)?;
                    found.extend(id.filter(|id| !found.contains(id)));
                }
                found
            }
        };
        let new = new_product(draft, handle.clone(), arriving.position, categories, held.as_ref());
        let put = self.under_free_skus(tx, new, draft, &handle, notes)?;
        let mut changed = false;
        for (id, variant) in put.variants.iter().zip(&draft.variants) {
            if let Some(price) = variant.price {
                changed |= self.pricing.put_price(tx, *id, self.ground.list, price, variant.compare_at)?;
            }
            match tx.savepoint(|tx| self.stock(tx, self.ground.location, *id, variant.stock)) {
                Ok(stock) => changed |= stock,
                Err(e) if e.is_its_own() => notes.push(remark(
                    variant.line,
                    &handle,
                    format!(
                        "the stock of {} stays as it is: more is promised to orders than the file would leave",
                        variant.sku
                    ),
                )),
                Err(e) => return Err(e),
            }
        }
        if let Some(run) = self.run {
            for (place, picture) in draft.pictures.iter().enumerate() {
                let wanted = Wanted {
                    source: picture.source.clone(),
                    alt: if picture.alt.is_empty() {
                        draft.title.clone().unwrap_or_default()
                    } else {
                        picture.alt.clone()
                    },
                    skus: picture.skus.clone(),
                    place: place as i64,
                };
                Imports::want(tx, run, put.id, &wanted)?;
            }
        }
        if let Some(variant) = draft.variants.iter().find(|v| !v.taxable) {
            let what = "sold without tax there; here the standard rate applies to it";
            notes.push(remark(variant.line, &handle, what));
        }
        Ok(if changed && put.change == Change::None { Change::Updated } else { put.change })
    }

    /// Puts the product. Where its file may rename them, a SKU that another product of the shop has gets a number behind
    /// it. The same number each time, since the variant that has it by then is its own.
    fn under_free_skus(
        &self,
        tx: &mut Tx<'_>,
        mut new: NewProduct,
        draft: &ProductDraft,
        handle: &str,
        notes: &mut Vec<Note>,
    ) -> Result<PutProduct, WriteError> {
        if !draft.renames_skus {
            return Ok(self.catalog.put_imported(tx, &new)?);
        }
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        loop {
            let taken = match tx.savepoint(|tx| self.catalog.put_imported(tx, &new)) {
                Err(CatalogError::SkuTaken(sku)) => sku,
                other => {
                    let put = other?;
                    let mut indexes: Vec<usize> = numbers.into_keys().collect();
                    indexes.sort_unstable();
                    for index in indexes {
                        let (was, now) = (&draft.variants[index], &new.variants[index].sku);
                        let what =
                            format!("the SKU {} is another product's here, so this one is called {now}", was.sku);
                        notes.push(remark(was.line, handle, what));
                    }
                    return Ok(put);
                }
            };
            let Some(index) = new.variants.iter().position(|v| v.sku == taken) else {
                return Err(CatalogError::SkuTaken(taken).into());
            };
            let wanted = &draft.variants[index].sku;
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
    fn stock(
        &self,
        tx: &mut Tx<'_>,
        location: LocationId,
        id: VariantId,
        level: StockLevel,
    ) -> Result<bool, WriteError> {
        let mut changed = false;
        // What is promised must be covered all the time: a larger allowance comes before the count, a smaller after it.
        if let Some(units) = level.beyond.filter(|units| *units > 0) {
            changed |= self.inventory.allow_backorder(tx, location, id, units)?;
        }
        if let Some(units) = level.on_hand {
            changed |= self.inventory.count(tx, location, id, units, "import")?;
        }
        if level.beyond == Some(0) {
            changed |= self.inventory.allow_backorder(tx, location, id, 0)?;
        }
        Ok(changed)
    }
}

fn variant(tx: &mut Tx<'_>, sku: &str) -> Result<VariantId, WriteError> {
    Catalog::variant_of_sku_in(tx, sku)?.ok_or_else(|| {
        let remedy = "Import the products first, or correct the SKU";
        WriteError::Draft("sku", sku.to_owned(), "is no article of this shop", remedy)
    })
}

/// The address of a product that its file does not name: of the one that has its SKU, else a free one of its title.
fn address(tx: &mut Tx<'_>, draft: &ProductDraft) -> Result<String, WriteError> {
    for variant in &draft.variants {
        if let Some(handle) = Catalog::handle_of_sku_in(tx, &variant.sku)? {
            return Ok(handle);
        }
    }
    let names = [draft.title.as_deref().unwrap_or_default(), draft.variants.first().map_or("", |v| v.sku.as_str())];
    let wanted = names.into_iter().map(slug).find(|s| !s.is_empty()).unwrap_or_else(|| "product".to_owned());
    let mut handle = wanted.clone();
    let mut n = 1;
    while Catalog::id_of_handle_in(tx, &handle)?.is_some() {
        n += 1;
        handle = format!("{wanted}-{n}");
    }
    Ok(handle)
}

fn axes(draft: &ProductDraft) -> Vec<OptionAxis> {
    let values = |axis: usize| {
        let mut values: Vec<String> = Vec::new();
        for value in draft.variants.iter().filter_map(|v| v.values.get(axis)) {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        values
    };
    draft.options.iter().enumerate().map(|(i, name)| OptionAxis { name: name.clone(), values: values(i) }).collect()
}

/// What the file says over what the shop has over what is usual.
fn new_product(
    draft: &ProductDraft,
    handle: String,
    position: i64,
    categories: Vec<CategoryId>,
    held: Option<&Sheet>,
) -> NewProduct {
    let product = held.map(|h| &h.product);
    let text = |said: &Option<String>, has: fn(&catalog::Product) -> &String| {
        said.clone().or_else(|| product.map(|p| has(p).clone())).unwrap_or_default()
    };
    let known = |v: &VariantDraft| {
        let found = held?.variants.iter().find(|h| h.variant.sku == v.sku);
        found.map(|h| &h.variant)
    };
    let axes = axes(draft);
    // The order of values is as staff left it, as long as they are the same.
    let same = |held: &[OptionAxis]| {
        let sorted = |all: &[OptionAxis]| {
            let of = |a: &OptionAxis| {
                let mut values = a.values.clone();
                values.sort();
                (a.name.clone(), values)
            };
            all.iter().map(of).collect::<Vec<_>>()
        };
        sorted(held) == sorted(&axes)
    };
    let options = match product {
        Some(p) if same(&p.options) => p.options.clone(),
        _ => axes,
    };
    NewProduct {
        handle,
        title: text(&draft.title, |p| &p.title),
        subtitle: text(&draft.subtitle, |p| &p.subtitle),
        description: text(&draft.description, |p| &p.description),
        brand: text(&draft.brand, |p| &p.brand),
        status: draft.status.or(product.map(|p| p.status)).unwrap_or(catalog::Status::Active),
        tax_class: Some(text(&draft.tax_class, |p| &p.tax_class))
            .filter(|class| !class.is_empty())
            .unwrap_or_else(|| "standard".to_owned()),
        attributes: draft.attributes.clone().or_else(|| product.map(|p| p.attributes.clone())).unwrap_or_default(),
        options,
        pictures: Vec::new(),
        tags: draft.tags.clone().or_else(|| held.map(|h| h.tags.clone())).unwrap_or_default(),
        seo_title: text(&draft.seo_title, |p| &p.seo_title),
        seo_description: text(&draft.seo_description, |p| &p.seo_description),
        categories,
        position,
        variants: draft
            .variants
            .iter()
            .map(|v| NewVariant {
                sku: v.sku.clone(),
                option_values: v.values.clone(),
                barcode: v.barcode.clone().or_else(|| known(v).map(|k| k.barcode.clone())).unwrap_or_default(),
                weight_grams: v.grams.or_else(|| known(v).map(|k| k.weight_grams)).unwrap_or(0),
                picture: None,
            })
            .collect(),
    }
}

/// The shop's own words for why it refused a thing.
fn refused(arriving: &Arriving, e: &WriteError) -> Note {
    let subject = match &arriving.draft {
        Draft::Product(p) => p.handle.clone().or_else(|| p.variants.first().map(|v| v.sku.clone())),
        Draft::Stock(s) => Some(s.sku.clone()),
        Draft::Price(p) => Some(p.sku.clone()),
        Draft::Past(o) => Some(o.number.clone()),
        Draft::TakenBack(t) => Some(t.number.clone()),
    };
    let subject = subject.unwrap_or_default();
    let line = arriving.draft.line();
    let (column, value, remedy) = match e {
        WriteError::Draft(column, value, why, remedy) => {
            return problem(line, &subject, column, value, why, remedy);
        }
        WriteError::Catalog(CatalogError::SkuTaken(sku)) => {
            ("SKU", sku.clone(), "Give the variant a SKU of its own")
        }
        WriteError::Catalog(_) => {
            ("Handle", subject.clone(), "Give the product a short handle of letters and digits")
        }
        WriteError::Pricing(_) => ("Price", String::new(), "Write a price like 12.90"),
        WriteError::Inventory(InventoryError::Promised { .. }) => (
            "Stock",
            String::new(),
            "Count in what is missing, or go on selling without stock until those are sent",
        ),
        WriteError::Inventory(_) => {
            ("Stock", String::new(), "Count at least what is promised to orders, or cancel those first")
        }
        _ => ("row", String::new(), "Import the thing by itself; if that fails too, tell us"),
    };
    problem(line, &subject, column, &value, &format!("was refused: {e}"), remedy)
}
