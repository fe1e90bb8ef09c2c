//! Variants and the options that make them, as staff change them. A variant is never deleted, since orders and stock
//! name it: it is taken out of sale.
use std::collections::BTreeSet;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{PictureId, ProductId, VariantId};

use crate::edit::{row, row_at, store};
use crate::matrix::{self, AxisEdit, Cell};
use crate::model::Status;
use crate::schema::catalog_variants as variants_t;
use crate::store::{ProductRow, VariantRow, from_json, to_json};
use crate::{Catalog, CatalogError, MANAGE, NewProduct, NewVariant, Saved, Wrong, names, words};

/// What staff keep of one variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantEdit {
    pub id: VariantId,
    pub sku: String,
    pub barcode: String,
    pub weight_grams: i64,
    pub picture: Option<PictureId>,
    /// Whether it is in sale.
    pub active: bool,
}

impl VariantEdit {
    fn wrongs(&self) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let mut bad = |part: &str, code| wrong.push(Wrong::new(format!("{part}-{}", self.id), code));
        if self.sku.trim().is_empty() {
            bad("sku", "missing");
        }
        if self.sku.chars().count() > 80 {
            bad("sku", "too_long");
        }
        if self.barcode.chars().count() > 40 {
            bad("barcode", "too_long");
        }
        if !(0..=100_000_000).contains(&self.weight_grams) {
            bad("weight", "not_a_number");
        }
        wrong
    }
}

/// What a change of options came to.
#[derive(Clone, Debug)]
pub struct SavedVariants {
    pub saved: Saved,
    /// Those that were made.
    pub made: Vec<VariantId>,
    /// The one they were made like: its price fits them too.
    pub like: Option<VariantId>,
}

fn rows(conn: &mut Conn, product: ProductId) -> Result<Vec<VariantRow>, CatalogError> {
    Ok(variants_t::table
        .filter(variants_t::product.eq(product))
        .order((variants_t::position.asc(), variants_t::id.asc()))
        .select(VariantRow::as_select())
        .load(conn)?)
}

impl Catalog {
    /// A new draft with one variant. Without a SKU it gets one made from the title.
    ///
    /// # Errors
    /// A title that is missing or too long; a SKU that is taken.
    pub fn draft(
        &self,
        tx: &mut Tx<'_>,
        title: &str,
        sku: Option<&str>,
    ) -> Result<(ProductId, VariantId), CatalogError> {
        tx.actor().require(MANAGE)?;
        let title = title.trim();
        if title.is_empty() || title.chars().count() > 200 {
            let code = if title.is_empty() { "missing" } else { "too_long" };
            return Err(CatalogError::Wrong(vec![Wrong::new("title", code)]));
        }
        let handle = names::product_handle(tx, title)?;
        let sku = match sku.map(str::trim).filter(|s| !s.is_empty()) {
            Some(sku) if sku.chars().count() > 80 => {
                return Err(CatalogError::Wrong(vec![Wrong::new("sku", "too_long")]));
            }
            Some(sku) if names::sku_holder(tx, sku)?.is_some() => {
                return Err(CatalogError::SkuTaken(sku.to_owned()));
            }
            Some(sku) => sku.to_owned(),
            None => names::sku(tx, &[title])?,
        };
        let new = NewProduct {
            handle,
            title: title.to_owned(),
            subtitle: String::new(),
            description: String::new(),
            brand: String::new(),
            status: Status::Draft,
            tax_class: "standard".into(),
            attributes: Vec::new(),
            options: Vec::new(),
            pictures: Vec::new(),
            tags: Vec::new(),
            seo_title: String::new(),
            seo_description: String::new(),
            categories: Vec::new(),
            position: 0,
            variants: vec![NewVariant {
                sku,
                option_values: Vec::new(),
                barcode: String::new(),
                weight_grams: 0,
                picture: None,
            }],
        };
        let put = self.put_product(tx, &new)?;
        tx.audit("product.create", put.id, &serde_json::json!({}))?;
        Ok((put.id, put.variants[0]))
    }

    /// A draft that is like `id` in everything but its addresses: a new handle, new SKUs, no barcodes. Answers which
    /// variant became which.
    pub fn duplicate(
        &self,
        tx: &mut Tx<'_>,
        id: ProductId,
        title: &str,
    ) -> Result<(ProductId, Vec<(VariantId, VariantId)>), CatalogError> {
        tx.actor().require(MANAGE)?;
        let sheet = Self::sheet_in(tx, id)?.ok_or(CatalogError::NotFound)?;
        let p = sheet.product;
        let mut variants = Vec::with_capacity(sheet.variants.len());
        let mut from = Vec::with_capacity(sheet.variants.len());
        let mut taken = BTreeSet::new();
        for v in sheet.variants.into_iter().filter(|v| v.active) {
            let mut sku = names::sku(tx, &[&v.variant.sku, "copy"])?;
            // Not written yet, so the database does not know it is taken.
            while !taken.insert(sku.clone()) {
                sku.push_str("-X");
            }
            from.push(v.variant.id);
            variants.push(NewVariant {
                sku,
                option_values: v.variant.option_values,
                barcode: String::new(),
                weight_grams: v.variant.weight_grams,
                picture: v.variant.picture,
            });
        }
        if variants.is_empty() {
            return Err(CatalogError::NoVariant(p.handle));
        }
        let title: String = title.chars().take(200).collect();
        let new = NewProduct {
            handle: names::product_handle(tx, &title)?,
            title,
            subtitle: p.subtitle,
            description: p.description,
            brand: p.brand,
            status: Status::Draft,
            tax_class: p.tax_class,
            attributes: p.attributes,
            options: p.options,
            pictures: p.pictures,
            tags: sheet.tags,
            seo_title: String::new(),
            seo_description: String::new(),
            categories: sheet.categories,
            position: 0,
            variants,
        };
        let put = self.put_product(tx, &new)?;
        tx.audit("product.duplicate", put.id, &serde_json::json!({ "of": id }))?;
        Ok((put.id, from.into_iter().zip(put.variants).collect()))
    }

    /// Keeps what the editor says of a product's variants, in the order given; those not named stay as they are,
    /// behind them.
    ///
    /// # Errors
    /// [`CatalogError::Wrong`] names fields as `sku-var_…`; [`CatalogError::SkuTaken`]; [`CatalogError::Stale`].
    pub fn edit_variants(
        &self,
        tx: &mut Tx<'_>,
        id: ProductId,
        version: i64,
        edits: &[VariantEdit],
    ) -> Result<Saved, CatalogError> {
        tx.actor().require(MANAGE)?;
        let mut wrong: Vec<Wrong> = edits.iter().flat_map(VariantEdit::wrongs).collect();
        for (i, edit) in edits.iter().enumerate() {
            if edits[..i].iter().any(|other| other.sku.trim() == edit.sku.trim()) {
                wrong.push(Wrong::new(format!("sku-{}", edit.id), "twice"));
            }
        }
        if !wrong.is_empty() {
            return Err(CatalogError::Wrong(wrong));
        }
        let product = row_at(tx, id, version)?;
        let held = rows(tx, id)?;
        let mut wanted: Vec<VariantRow> = Vec::with_capacity(held.len());
        for edit in edits {
            let row = held.iter().find(|h| h.id == edit.id).ok_or(CatalogError::NotFound)?;
            wanted.push(VariantRow {
                sku: edit.sku.trim().to_owned(),
                barcode: edit.barcode.trim().to_owned(),
                weight_grams: edit.weight_grams,
                picture: edit.picture,
                active: edit.active,
                ..row.clone()
            });
        }
        wanted.extend(held.iter().filter(|h| edits.iter().all(|e| e.id != h.id)).cloned());
        for (position, row) in wanted.iter_mut().enumerate() {
            row.position = position as i64;
        }
        self.write_variants(tx, product, &held, &wanted, None, "product.variants")
    }

    /// Sets the options of a product: renamed values keep their variants, dropped ones are taken out of sale, and
    /// combinations that nobody has are made when `fill` says so.
    pub fn set_options(
        &self,
        tx: &mut Tx<'_>,
        id: ProductId,
        version: i64,
        wanted: &[AxisEdit],
        fill: bool,
    ) -> Result<SavedVariants, CatalogError> {
        tx.actor().require(MANAGE)?;
        let product = row_at(tx, id, version)?;
        let held = rows(tx, id)?;
        let cells: Vec<Cell> =
            held.iter().map(|r| Cell { id: r.id, values: from_json(&r.option_values), active: r.active }).collect();
        let plan = matrix::plan(&cells, wanted)?;
        let mut rows: Vec<VariantRow> = held
            .iter()
            .zip(&plan.cells)
            .map(|(row, cell)| VariantRow {
                option_values: to_json(&cell.values),
                active: cell.active,
                ..row.clone()
            })
            .collect();
        let like = held.iter().find(|r| r.active).or(held.first()).cloned();
        let mut made = Vec::new();
        if fill {
            for values in &plan.missing {
                let json = to_json(values);
                // One that was taken out of sale comes back before another is made.
                if let Some(row) = rows.iter_mut().find(|r| r.option_values == json) {
                    row.active = true;
                    continue;
                }
                let mut parts = vec![product.handle.as_str()];
                parts.extend(values.iter().map(String::as_str));
                let mut sku = names::sku(tx, &parts)?;
                while rows.iter().any(|r| r.sku == sku) {
                    sku.push_str("-X");
                }
                let new = VariantId::new(tx.now());
                made.push(new);
                rows.push(VariantRow {
                    id: new,
                    product: id,
                    sku,
                    option_values: json,
                    barcode: String::new(),
                    weight_grams: like.as_ref().map_or(0, |l| l.weight_grams),
                    position: 0,
                    picture: None,
                    active: true,
                });
            }
        }
        sort(&mut rows, &plan.axes);
        let json = to_json(&plan.axes);
        let saved = self.write_variants(tx, product, &held, &rows, Some(json), "product.options")?;
        Ok(SavedVariants { saved, made, like: like.map(|l| l.id) })
    }

    fn write_variants(
        &self,
        tx: &mut Tx<'_>,
        mut product: ProductRow,
        held: &[VariantRow],
        wanted: &[VariantRow],
        options: Option<String>,
        deed: &str,
    ) -> Result<Saved, CatalogError> {
        let id = product.id;
        let before = |row: &VariantRow| held.iter().find(|h| h.id == row.id);
        let same_options = options.as_ref().is_none_or(|o| *o == product.options);
        if same_options && wanted.len() == held.len() && wanted.iter().all(|w| before(w) == Some(w)) {
            return Ok(Saved { version: product.version, changed: false });
        }
        for row in wanted {
            let renamed = before(row).is_none_or(|b| b.sku != row.sku);
            if !renamed {
                continue;
            }
            match names::sku_holder(tx, &row.sku)? {
                Some(holder) if holder != id => return Err(CatalogError::SkuTaken(row.sku.clone())),
                // Two of the same product exchange theirs: one steps aside for a moment.
                Some(_) => {
                    let holder = variants_t::table.filter(variants_t::sku.eq(&row.sku));
                    let aside = format!("\u{1}{}", row.id);
                    diesel::update(holder).set(variants_t::sku.eq(aside)).execute(&mut **tx)?;
                }
                None => {}
            }
        }
        for row in wanted {
            match before(row) {
                Some(_) => diesel::update(variants_t::table.find(row.id)).set(row).execute(&mut **tx)?,
                None => diesel::insert_into(variants_t::table).values(row).execute(&mut **tx)?,
            };
        }
        if let Some(options) = options {
            product.options = options;
        }
        let product = store(tx, product, &[])?;
        words::index(tx, id)?;
        let sold = wanted.iter().filter(|r| r.active).count();
        let detail = serde_json::json!({ "variants": wanted.len(), "sold": sold, "version": product.version });
        tx.audit(deed, id, &detail)?;
        Ok(Saved { version: product.version, changed: true })
    }

    /// The newest version of a product, for those who change it without having seen it.
    pub fn version_in(conn: &mut Conn, id: ProductId) -> Result<i64, CatalogError> {
        Ok(row(conn, id)?.version)
    }
}

/// In the order of the options' values, those out of sale behind.
fn sort(rows: &mut [VariantRow], axes: &[crate::OptionAxis]) {
    rows.sort_by_cached_key(|row| {
        let values: Vec<String> = from_json(&row.option_values);
        let places: Vec<usize> = axes
            .iter()
            .zip(&values)
            .map(|(axis, value)| axis.values.iter().position(|v| v == value).unwrap_or(usize::MAX))
            .collect();
        (!row.active, places)
    });
    for (position, row) in rows.iter_mut().enumerate() {
        row.position = position as i64;
    }
}
