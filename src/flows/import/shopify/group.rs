//! From rows to a product: what each row adds, and what is wrong with it.
use std::collections::{HashMap, HashSet};

use kernel::{Currency, Money};

use super::super::file::{MAX_PRODUCT, RowProblem};
use super::super::records::Row;
use super::super::{body, cell};
use super::columns::{Column, Columns, OPTIONS};
use super::model::*;

/// More problems than this are not told for one product.
const MAX_PROBLEMS: usize = 20;
/// Bodies beyond this are refused: Shopify itself allows 512 KB, and nobody reads it.
const MAX_BODY: usize = 256 * 1024;
/// Handles, SKUs, option values and the like.
const MAX_WORD: usize = 255;

/// What must be known over the whole file: the handles that were closed and the SKUs that were given.
pub struct Groups {
    currency: Currency,
    skus: HashMap<String, u64>,
    handles: HashMap<String, u64>,
}

/// A product in the making.
pub struct Growing {
    product: ImportedProduct,
    problems: Vec<RowProblem>,
    combinations: HashSet<Vec<String>>,
    /// Which of the three option columns are in use.
    used: Vec<usize>,
    bytes: usize,
}

type Wrong = (Column, &'static str, &'static str);

impl Growing {
    /// Whether a row with this handle still belongs here. A blank handle continues the product above.
    pub fn owns(&self, handle: &str) -> bool {
        handle.is_empty() || handle == self.product.handle
    }

    fn wrong(&mut self, columns: &Columns, row: &Row, (column, why, remedy): Wrong) {
        if self.problems.len() < MAX_PROBLEMS {
            let value = columns.text(row, column).chars().take(80).collect();
            let handle = Some(self.product.handle.clone()).filter(|h| !h.is_empty());
            self.problems.push(RowProblem { line: row.line, handle, column: column.name(), value, why, remedy });
        }
    }

    fn note(&mut self, line: u64, remark: Remark) {
        self.product.notes.push(Note { line, remark });
    }

    /// The product, or everything that is wrong with it.
    pub fn finish(mut self) -> Result<ImportedProduct, Vec<RowProblem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        self.product.images.sort_by_key(|image| image.position);
        Ok(self.product)
    }
}

impl Groups {
    pub fn new(currency: Currency) -> Self {
        Self { currency, skus: HashMap::new(), handles: HashMap::new() }
    }

    /// Opens a product with the texts of its first row.
    pub fn begin(&mut self, columns: &Columns, row: &Row) -> Growing {
        let text = |column| columns.text(row, column);
        let word = |column| Some(text(column).to_owned()).filter(|t| !t.is_empty());
        let handle = text(Column::Handle);
        let mut used = Vec::new();
        let mut options = Vec::new();
        for (i, (name, _)) in OPTIONS.into_iter().enumerate() {
            if !text(name).is_empty() {
                used.push(i);
                options.push(text(name).to_owned());
            }
        }
        // Shopify's way to say that there are no options.
        if options == ["Title"] && text(Column::Option1Value) == "Default Title" {
            used.clear();
            options.clear();
        }
        let tags = text(Column::Tags).split(',').map(str::trim).filter(|t| !t.is_empty());
        let product = ImportedProduct {
            line: row.line,
            handle: handle.to_owned(),
            title: text(Column::Title).to_owned(),
            body_html: String::new(),
            vendor: word(Column::Vendor),
            kind: word(Column::Kind),
            tags: tags.map(str::to_owned).collect(),
            status: Status::Active,
            gift_card: text(Column::GiftCard).eq_ignore_ascii_case("true"),
            seo_title: word(Column::SeoTitle),
            seo_description: word(Column::SeoDescription),
            options,
            variants: Vec::new(),
            images: Vec::new(),
            notes: Vec::new(),
        };
        let mut growing = Growing { product, problems: Vec::new(), combinations: HashSet::new(), used, bytes: 0 };
        if handle.is_empty() || handle.len() > MAX_WORD {
            let wrong = (Column::Handle, "is not a handle", "Give the row a short handle like `speckled-mug`");
            growing.wrong(columns, row, wrong);
        } else if self.handles.insert(handle.to_owned(), row.line).is_some() {
            let wrong = (
                Column::Handle,
                "appeared further up already, with other products between",
                "Sort the file by Handle so that the rows of a product stand together",
            );
            growing.wrong(columns, row, wrong);
        }
        if growing.product.title.is_empty() {
            growing.wrong(
                columns,
                row,
                (Column::Title, "is blank", "Write the title on the first row of the product"),
            );
        }
        match status(text(Column::Status), text(Column::Published)) {
            Ok(status) => growing.product.status = status,
            Err(wrong) => growing.wrong(columns, row, wrong),
        }
        match text(Column::Body) {
            long if long.len() > MAX_BODY => {
                growing.wrong(columns, row, (Column::Body, "is longer than 256 KiB", "Shorten the description"));
            }
            html => growing.product.body_html = body::clean(html),
        }
        growing
    }

    /// Adds what a row says: a variant, an image, or both. The first row always is a variant.
    pub fn add(&mut self, growing: &mut Growing, columns: &Columns, row: &Row) {
        growing.bytes += row.fields.as_slice().len();
        if growing.bytes > MAX_PRODUCT {
            let wrong = (Column::Handle, "has rows of more than 8 MiB", "Split the product into several");
            if growing.problems.last().is_none_or(|p| p.why != wrong.1) {
                growing.wrong(columns, row, wrong);
            }
            return;
        }
        if row.windows_1252 {
            growing.note(row.line, Remark::Windows1252);
        }
        if let Some(column) = columns.formula(row) {
            growing.wrong(columns, row, (column, cell::FORMULA.0, cell::FORMULA.1));
            return;
        }
        if let Err(wrong) = image(growing, columns, row) {
            growing.wrong(columns, row, wrong);
        }
        let text = |column| columns.text(row, column);
        let says = [Column::Price, Column::Sku, Column::Option1Value, Column::Option2Value, Column::Option3Value];
        let first = row.line == growing.product.line;
        if first || says.into_iter().any(|column| !text(column).is_empty()) {
            match self.variant(growing, columns, row) {
                Ok(variant) => growing.product.variants.push(variant),
                Err(wrong) => growing.wrong(columns, row, wrong),
            }
        }
    }

    fn variant(&mut self, growing: &mut Growing, columns: &Columns, row: &Row) -> Result<ImportedVariant, Wrong> {
        let text = |column| columns.text(row, column);
        let mut values = Vec::with_capacity(growing.used.len());
        for &i in &growing.used {
            let column = OPTIONS[i].1;
            match text(column) {
                "" => {
                    return Err((column, "is blank", "Give each variant a value for every option of the product"));
                }
                long if long.len() > MAX_WORD => return Err((column, "is too long", "Use at most 255 characters")),
                value => values.push(value.to_owned()),
            }
        }
        if !growing.combinations.insert(values.clone()) {
            let remedy = "Remove the row, or change an option value: each combination may appear once";
            return Err((
                Column::Option1Value,
                "makes a combination of options that the product already has",
                remedy,
            ));
        }
        let price = match text(Column::Price) {
            "" => return Err((Column::Price, "is blank", "Write a price like 12.90; 0 is allowed")),
            _ => self.amount(columns, row, Column::Price)?,
        };
        let compare_at = match text(Column::CompareAt) {
            "" => None,
            _ => Some(self.amount(columns, row, Column::CompareAt)?),
        };
        let compare_at = compare_at.filter(|was| {
            if was.amount <= price.amount && !was.is_zero() {
                growing.note(row.line, Remark::CompareAtNotAbove { compare_at: *was });
            }
            was.amount > price.amount
        });
        let grams = whole(text(Column::Grams)).and_then(|g| g.map(u32::try_from).transpose().ok());
        let grams = grams.ok_or((Column::Grams, "is not a weight in grams", "Write a whole number like 350"))?;
        let quantity = whole(text(Column::Quantity)).filter(|q| q.is_none_or(|q| i32::try_from(q).is_ok()));
        let quantity =
            quantity.ok_or((Column::Quantity, "is not a number of units", "Write a whole number like 12"))?;
        if let Some(quantity) = quantity.filter(|q| *q < 0) {
            growing.note(row.line, Remark::StockBelowZero { quantity });
        }
        let out_of_stock = match text(Column::Policy).to_lowercase().as_str() {
            "" | "deny" | "false" => OutOfStock::Deny,
            "continue" | "true" => OutOfStock::Continue,
            _ => return Err((Column::Policy, "is not a policy", "Write deny or continue")),
        };
        let taxable = yes(text(Column::Taxable), Column::Taxable)?;
        let requires_shipping = yes(text(Column::Shipping), Column::Shipping)?;
        let sku = self.sku(growing, code(text(Column::Sku)), &values, row)?;
        Ok(ImportedVariant {
            line: row.line,
            sku,
            values,
            price,
            compare_at,
            grams: grams.filter(|g| *g > 0),
            quantity: quantity.map(|q| u32::try_from(q).unwrap_or(0)),
            tracked: !text(Column::Tracker).is_empty(),
            out_of_stock,
            taxable,
            requires_shipping,
            barcode: Some(code(text(Column::Barcode)).to_owned()).filter(|b| !b.is_empty()),
            image: Some(text(Column::VariantImage).to_owned()).filter(|i| !i.is_empty()),
        })
    }

    fn amount(&self, columns: &Columns, row: &Row, column: Column) -> Result<Money, Wrong> {
        let text = columns.text(row, column);
        match Money::parse(text, self.currency) {
            Ok(amount) if amount.amount < 0 => Err((column, "is negative", "Write a price of 0 or more")),
            Ok(amount) => Ok(amount),
            Err(_) if text.contains(',') => {
                Err((column, "has a comma", "Write 12.90: a point before the cents, and nothing between thousands"))
            }
            Err(_) => Err((column, "is not an amount", "Write a price like 12.90")),
        }
    }

    /// The row's SKU, or one made from handle and options; never one that the file has used before.
    fn sku(&mut self, growing: &mut Growing, given: &str, values: &[String], row: &Row) -> Result<String, Wrong> {
        if given.len() > MAX_WORD {
            return Err((Column::Sku, "is too long", "Use at most 255 characters"));
        }
        let wanted = match given {
            "" => derived(&growing.product.handle, values),
            given => given.to_owned(),
        };
        let mut sku = wanted.clone();
        let mut n = 2;
        while self.skus.contains_key(&sku) {
            sku = format!("{wanted}-{n}");
            n += 1;
        }
        match self.skus.get(&wanted) {
            _ if given.is_empty() => growing.note(row.line, Remark::SkuDerived { sku: sku.clone() }),
            Some(&earlier) => {
                growing.note(row.line, Remark::SkuTwice { sku: wanted, earlier, instead: sku.clone() })
            }
            None => {}
        }
        self.skus.insert(sku.clone(), row.line);
        Ok(sku)
    }
}

fn image(growing: &mut Growing, columns: &Columns, row: &Row) -> Result<(), Wrong> {
    let src = columns.text(row, Column::ImageSrc);
    let images = &mut growing.product.images;
    if src.is_empty() || images.iter().any(|image| image.src == src) {
        return Ok(());
    }
    let wrong = (Column::ImagePosition, "is not a position", "Write 1 for the first picture, 2 for the second");
    let next = images.iter().map(|image| image.position).max().unwrap_or(0).saturating_add(1);
    let position = match whole(columns.text(row, Column::ImagePosition)) {
        Some(None) => next,
        Some(Some(n)) => u32::try_from(n).map_err(|_| wrong)?,
        None => return Err(wrong),
    };
    let alt = Some(columns.text(row, Column::ImageAlt).to_owned()).filter(|alt| !alt.is_empty());
    images.push(ImportedImage { src: src.to_owned(), position, alt });
    Ok(())
}

/// `Status` decides where the file has it; older exports only say `Published`.
fn status(status: &str, published: &str) -> Result<Status, Wrong> {
    let published = published.is_empty() || yes(published, Column::Published)?;
    match status.to_lowercase().as_str() {
        "" | "active" if published => Ok(Status::Active),
        "" | "active" | "draft" | "unlisted" => Ok(Status::Draft),
        "archived" => Ok(Status::Archived),
        _ => Err((Column::Status, "is not a status", "Write active, draft or archived")),
    }
}

/// Blank means yes, as in Shopify's own import.
fn yes(text: &str, column: Column) -> Result<bool, Wrong> {
    match text.to_lowercase().as_str() {
        "" | "true" | "yes" | "1" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        _ => Err((column, "is neither true nor false", "Write true or false")),
    }
}

/// A whole number, perhaps written `454.0`. The outer `None` says that it is none; the inner that it is blank.
fn whole(text: &str) -> Option<Option<i64>> {
    let digits = match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    if digits.is_empty() { Some(None) } else { digits.parse().ok().map(Some) }
}

/// Spreadsheets keep leading zeros by a leading apostrophe, and Shopify exports it.
fn code(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text).trim()
}

/// `speckled-mug` and `Moss green` become `SPECKLED-MUG-MOSS-GREEN`.
fn derived(handle: &str, values: &[String]) -> String {
    let mut sku = String::new();
    for part in std::iter::once(handle).chain(values.iter().map(String::as_str)) {
        for word in part.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            if !sku.is_empty() {
                sku.push('-');
            }
            sku.extend(word.chars().flat_map(char::to_uppercase));
        }
    }
    if sku.is_empty() { "VARIANT".to_owned() } else { sku.chars().take(64).collect() }
}
