//! Magento 2's product CSV export: configurable products with the simple ones they are made of, wherever those stand.
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::io::Read;

use catalog::{Attribute, Status};
use csv::StringRecord;
use kernel::{Currency, Money};

use super::cell;
use super::draft::{Draft, Next, Notes, Once, PictureDraft, ProductDraft, StockLevel, VariantDraft};
use super::file::{FileError, problem};
use super::records::Records;
use super::table::{Columns, Gathered};
use super::write::WITHOUT_STOCK;
use super::{Consumed, body};

const HINT: &str = "Export under System, Data Transfer, Export, Products";
const MOST_VARIANTS: usize = catalog::MOST_VARIANTS;
/// Attributes of the shop system itself.
const ITS_OWN: [&str; 4] = ["has_options", "required_options", "shipment_type", "samples_title"];

/// The products of one file.
pub(super) struct Reader {
    table: Gathered,
    currency: Currency,
    by_sku: HashMap<u64, usize>,
    /// SKUs that configurable products are made of.
    claimed: HashSet<u64>,
    hasher: RandomState,
    at: usize,
    skus: Once,
    consumed: Consumed,
    size: u64,
}

/// # Errors
/// Columns that are missing; a file that cannot be read.
pub(super) fn read<R: Read + 'static>(
    reader: R,
    currency: Currency,
    size: u64,
    consumed: Consumed,
) -> Result<Box<dyn Iterator<Item = Next>>, FileError> {
    let mut records = Records::new(reader);
    let columns = Columns::of(&records.header()?);
    if columns.has("sku") && (columns.has("linked_sku") || columns.has("review")) {
        return Ok(Box::new(Beside { records, columns }));
    }
    columns.require(&["sku", "product_type", "name", "price"], HINT)?;
    let hasher = RandomState::new();
    let claimed = RefCell::new(HashSet::new());
    let table = Gathered::read(records, columns, |columns, fields| {
        for (sku, _) in variations(columns.text(fields, "configurable_variations")) {
            claimed.borrow_mut().insert(hasher.hash_one(sku.to_lowercase()));
        }
        let view = columns.text(fields, "store_view_code");
        (if view.is_empty() { columns.text(fields, "sku").to_owned() } else { String::new() }, String::new())
    })?;
    let mut by_sku = HashMap::new();
    for (i, entry) in table.entries.iter().enumerate().filter(|(_, e)| e.key != 0) {
        by_sku.entry(entry.key).or_insert(i);
    }
    let claimed = claimed.into_inner();
    Ok(Box::new(Reader { table, currency, by_sku, claimed, hasher, at: 0, skus: Once::default(), consumed, size }))
}

/// Tables of links and of reviews, for which there is no place yet: every row is told.
struct Beside<R> {
    records: Records<R>,
    columns: Columns,
}

impl<R: Read> Iterator for Beside<R> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        let row = match self.records.next()? {
            Ok(row) => row,
            Err(problem) => return Some(Err(vec![problem.into()])),
        };
        let sku = self.columns.text(&row.fields, "sku");
        let (column, what) = if self.columns.has("review") {
            ("review", "is a review; there is no place for those yet")
        } else {
            ("linked_sku", "links products; there is no place for that yet")
        };
        let value = self.columns.text(&row.fields, column);
        let remedy = "Nothing is lost but this row: keep the file";
        Some(Err(vec![problem(row.line, sku, column, value, what, remedy)]))
    }
}

/// `sku=A-1,size=S|sku=A-2,size=M`: SKUs with their options.
fn variations(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    text.split('|')
        .filter_map(|one| {
            let mut pairs = pairs(one);
            let at = pairs.iter().position(|(name, _)| name == "sku")?;
            let (_, sku) = pairs.remove(at);
            Some((sku, pairs))
        })
        .collect()
}

/// `a=1,b=2, 3` has two pairs: what has no name belongs to the one before.
fn pairs(text: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for part in text.split(',') {
        match (part.split_once('='), all.last_mut()) {
            (Some((name, value)), _) => all.push((name.trim().to_owned(), value.trim().to_owned())),
            (None, Some((_, value))) => {
                value.push(',');
                value.push_str(part);
            }
            (None, None) => {}
        }
    }
    all
}

/// `eco_collection` is `Eco collection`.
fn in_words(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A row with its columns at hand.
struct Line<'a> {
    line: u64,
    fields: &'a StringRecord,
    columns: &'a Columns,
}

impl Line<'_> {
    fn text(&self, name: &str) -> &str {
        self.columns.text(self.fields, name)
    }

    fn prices(&self, currency: Currency, notes: &mut Notes) -> Option<(Money, Option<Money>)> {
        let text = self.text("price");
        if text.is_empty() {
            notes.wrong(self.line, "price", "", ("is blank", "Write a price like 12.90; 0 is allowed"));
            return None;
        }
        // It writes four decimals.
        let short = |text: &str| {
            text.strip_suffix("00").filter(|t| t.len() > 3 && t.contains('.')).unwrap_or(text).to_owned()
        };
        let price = notes.take(self.line, "price", text, cell::price(&short(text), currency))?;
        let special = match self.text("special_price") {
            "" => None,
            text => Some(notes.take(self.line, "special_price", text, cell::price(&short(text), currency))?),
        };
        match special.filter(|s| s.amount < price.amount) {
            Some(special) => {
                if !self.text("special_price_to_date").is_empty() {
                    notes.remark(self.line, "its special price is taken without its dates");
                }
                Some((special, Some(price)))
            }
            None => Some((price, None)),
        }
    }

    fn stock(&self, notes: &mut Notes) -> Option<StockLevel> {
        let text = self.text("qty");
        let units = notes.take(self.line, "qty", text, cell::units(text))?;
        let uncounted = self.text("manage_stock") == "0" && self.text("use_config_manage_stock") != "1";
        let backorders = !matches!(self.text("allow_backorders"), "" | "0");
        if units.is_some_and(|(_, below)| below) {
            notes.remark(self.line, format!("the stock is {text}; 0 is taken"));
        }
        Some(StockLevel {
            on_hand: units.map(|(n, _)| n),
            beyond: Some(if uncounted || backorders || units.is_none() { WITHOUT_STOCK } else { 0 }),
        })
    }

    fn variant(&self, currency: Currency, notes: &mut Notes) -> Option<VariantDraft> {
        let (price, stock) = (self.prices(currency, notes), self.stock(notes));
        let weight = self.text("weight");
        let grams = notes.take(self.line, "weight", weight, cell::grams(weight, "kg"));
        let (price, compare_at) = price?;
        let class = self.text("tax_class_name").to_lowercase();
        Some(VariantDraft {
            line: self.line,
            sku: self.text("sku").to_owned(),
            grams: Some(grams?.unwrap_or(0)),
            price: Some(price),
            compare_at,
            stock: stock?,
            taxable: !matches!(class.as_str(), "none" | "0"),
            ..VariantDraft::default()
        })
    }

    fn pictures(&self) -> Vec<String> {
        let more = self.text("additional_images").split(',');
        let mut all: Vec<String> = Vec::new();
        for source in std::iter::once(self.text("base_image")).chain(more).map(str::trim) {
            if !source.is_empty() && source != "no_selection" && !all.iter().any(|s| s == source) {
                all.push(source.to_owned());
            }
        }
        all
    }
}

impl Iterator for Reader {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        loop {
            let Some(entry) = self.table.entries.get(self.at).copied() else {
                return self.table.broken.take().map(|note| Err(vec![note]));
            };
            self.at += 1;
            self.consumed.set(self.size * self.at as u64 / self.table.entries.len() as u64);
            let (line, fields) = match self.table.row(entry) {
                Ok(row) => row,
                Err(e) => {
                    let why = format!("cannot be read again: {e}");
                    return Some(Err(vec![problem(0, "", "row", "", &why, "Try once more")]));
                }
            };
            let columns = self.table.columns.clone();
            let row = Line { line, fields: &fields, columns: &columns };
            if let Some(next) = self.product(&row) {
                return Some(next);
            }
        }
    }
}

impl Reader {
    /// None for a simple product that a configurable one is made of.
    fn product(&mut self, row: &Line<'_>) -> Option<Next> {
        let sku = row.text("sku");
        let mut notes = Notes::of(sku);
        let (line, kind) = (row.line, row.text("product_type"));
        let view = row.text("store_view_code");
        if !view.is_empty() {
            let wrong = ("is a row of another store view", "Its texts are not taken; translate the product here");
            notes.wrong(line, "store_view_code", view, wrong);
            return Some(Err(notes.problems()));
        }
        let part = self.claimed.contains(&self.hasher.hash_one(sku.to_lowercase()));
        if kind != "configurable" && part {
            return None;
        }
        if let Some((column, text)) = row.columns.formula(row.fields) {
            notes.wrong(line, column, text, cell::FORMULA);
            return Some(Err(notes.problems()));
        }
        if !matches!(kind, "simple" | "virtual" | "configurable" | "downloadable") {
            let wrong = ("is a kind of product that is not sold here", "Its parts come in by themselves");
            notes.wrong(line, "product_type", kind, wrong);
            return Some(Err(notes.problems()));
        }
        if sku.is_empty() {
            notes.wrong(line, "sku", "", ("is blank", "Give each product a SKU"));
        }
        if row.text("name").is_empty() {
            notes.wrong(line, "name", "", ("is blank", "Give the product a name"));
        }
        let mut draft = ProductDraft { line, ..ProductDraft::default() };
        draft.pictures = row.pictures().into_iter().map(|source| picture(source, None)).collect();
        let mut told: Vec<String> = Vec::new();
        if kind == "configurable" {
            told = self.variants(row, &mut draft, &mut notes);
        } else {
            draft.variants.extend(row.variant(self.currency, &mut notes));
        }
        for variant in &draft.variants {
            if let Some(earlier) = self.skus.see(&variant.sku, variant.line) {
                let remedy = format!("Line {earlier} has it already: give each variant a SKU of its own");
                notes.wrong(variant.line, "sku", &variant.sku, ("appears twice", &remedy));
            }
        }
        if kind == "downloadable" {
            notes.remark(line, "its downloads are not taken");
        }
        if ["related_skus", "upsell_skus", "crosssell_skus"].iter().any(|c| !row.text(c).is_empty()) {
            notes.remark(line, "its links to other products are not taken: there is no place for them yet");
        }
        if notes.has_problems() {
            return Some(Err(notes.problems()));
        }
        fill(row, &mut draft, &told);
        draft.notes = notes.all;
        Some(Ok(Draft::Product(Box::new(draft))))
    }

    /// The simple products that a configurable one is made of; gives the codes of the options.
    fn variants(&mut self, row: &Line<'_>, draft: &mut ProductDraft, notes: &mut Notes) -> Vec<String> {
        let all = variations(row.text("configurable_variations"));
        let labels = pairs(row.text("configurable_variation_labels"));
        let codes: Vec<String> =
            all.first().map(|(_, pairs)| pairs.iter().map(|(code, _)| code.clone()).collect()).unwrap_or_default();
        let label = |code: &String| labels.iter().find(|(c, _)| c == code).map(|(_, l)| l.clone());
        draft.options = codes.iter().map(|code| label(code).unwrap_or_else(|| in_words(code))).collect();
        if all.len() > MOST_VARIANTS {
            let wrong = ("has too many variations", "Split the product into several");
            notes.wrong(row.line, "configurable_variations", row.text("sku"), wrong);
            return codes;
        }
        for (sku, options) in all {
            let entry = self.by_sku.get(&self.table.key(&sku)).map(|i| self.table.entries[*i]);
            let Some((line, fields)) = entry.and_then(|e| self.table.row(e).ok()) else {
                notes.remark(row.line, format!("its variation {sku} is not in the file, and is left out"));
                continue;
            };
            let part = Line { line, fields: &fields, columns: row.columns };
            if let Some((column, text)) = row.columns.formula(&fields) {
                notes.wrong(line, column, text, cell::FORMULA);
                continue;
            }
            let Some(mut variant) = part.variant(self.currency, notes) else { continue };
            variant.values = codes
                .iter()
                .map(|code| options.iter().find(|(c, _)| c == code).map(|(_, v)| v.clone()).unwrap_or_default())
                .collect();
            if variant.values.iter().any(String::is_empty) {
                let wrong = ("does not say a value for each option", "Export the product again");
                notes.wrong(row.line, "configurable_variations", &sku, wrong);
                continue;
            }
            if draft.variants.iter().any(|v| v.values == variant.values) {
                let wrong =
                    ("makes a combination of options that the product already has", "Remove one of the two");
                notes.wrong(row.line, "configurable_variations", &sku, wrong);
                continue;
            }
            for source in part.pictures() {
                match draft.pictures.iter_mut().find(|p| p.source == source) {
                    Some(held) => held.skus.push(variant.sku.clone()),
                    None => draft.pictures.push(picture(source, Some(&variant.sku))),
                }
            }
            draft.variants.push(variant);
        }
        if draft.variants.is_empty() && !notes.has_problems() {
            let wrong = ("has no variation in this file", "Export the simple products together with it");
            notes.wrong(row.line, "configurable_variations", row.text("sku"), wrong);
        }
        codes
    }
}

fn picture(source: String, sku: Option<&String>) -> PictureDraft {
    PictureDraft { source, alt: String::new(), skus: sku.into_iter().cloned().collect() }
}

fn fill(row: &Line<'_>, draft: &mut ProductDraft, told: &[String]) {
    let text = |name: &str| Some(row.text(name).to_owned());
    draft.handle = text("url_key").filter(|key| !key.is_empty());
    draft.title = text("name");
    draft.subtitle = Some(body::words(row.text("short_description")).chars().take(300).collect());
    draft.description = Some(body::clean(row.text("description")));
    draft.seo_title = text("meta_title");
    draft.seo_description = text("meta_description");
    let online = row.text("product_online") != "2" && row.text("product_online") != "0";
    let visible = row.text("visibility") != "Not Visible Individually";
    draft.status = Some(if online && visible { Status::Active } else { Status::Draft });
    let class = row.text("tax_class_name").to_lowercase();
    draft.tax_class = Some(if class.contains("reduced") { "reduced" } else { "standard" }.to_owned());
    let mut paths: Vec<Vec<String>> = Vec::new();
    for path in row.text("categories").split(',') {
        // The first step is the tree's root, which shoppers never see.
        let steps: Vec<String> =
            path.split('/').skip(1).map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect();
        if !steps.is_empty() && !paths.contains(&steps) {
            paths.push(steps);
        }
    }
    draft.categories = Some(paths);
    let attributes = pairs(row.text("additional_attributes"))
        .into_iter()
        .filter(|(name, value)| !value.is_empty() && !ITS_OWN.contains(&name.as_str()) && !told.contains(name));
    draft.attributes =
        Some(attributes.map(|(name, value)| Attribute::text(in_words(&name), value.replace('|', ", "))).collect());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_may_have_commas() {
        let found = pairs("color=Red, dark,size=S");
        assert_eq!(found, [("color".into(), "Red, dark".into()), ("size".into(), "S".into())]);
        let all = variations("sku=A-1,size=S|sku=A-2,size=M");
        assert_eq!((all.len(), all[1].0.as_str(), all[1].1[0].1.as_str()), (2, "A-2", "M"));
    }
}
