//! WooCommerce's product CSV export: products by SKU, variations by their parent wherever they stand.
use std::collections::{HashMap, VecDeque};
use std::io::Read;

use catalog::{Attribute, Status};
use csv::StringRecord;
use imports::Note;
use kernel::Currency;

use super::cell::{self, Wrong};
use super::draft::{Draft, Next, Notes, Once, PictureDraft, ProductDraft, StockLevel, VariantDraft};
use super::file::{FileError, MAX_PRODUCT, problem};
use super::records::Records;
use super::table::{Columns, Gathered};
use super::write::WITHOUT_STOCK;
use super::{Consumed, body};

const HINT: &str = "Export under Products, Export, with all columns and in English";
/// A product has no more variants here.
const MOST_VARIANTS: usize = catalog::MOST_VARIANTS;
/// Further attributes are not looked for.
const MOST_ATTRIBUTES: usize = 30;

/// The products of one file.
pub(super) struct Reader {
    table: Gathered,
    currency: Currency,
    /// Variations by the name of their product.
    children: HashMap<u64, Vec<usize>>,
    at: usize,
    skus: Once,
    consumed: Consumed,
    size: u64,
    /// Variations whose product is not in the file.
    orphans: VecDeque<usize>,
    weight_unit: String,
}

fn kinds(columns: &Columns, fields: &StringRecord) -> String {
    columns.text(fields, "Type").to_lowercase()
}

fn is_variation(kinds: &str) -> bool {
    kinds.split(',').any(|k| k.trim() == "variation")
}

/// # Errors
/// Columns that are missing; a file that cannot be read.
pub(super) fn read<R: Read>(
    reader: R,
    currency: Currency,
    size: u64,
    consumed: Consumed,
) -> Result<Reader, FileError> {
    let mut records = Records::new(reader);
    let columns = Columns::of(&records.header()?);
    columns.require(&["Type", "SKU", "Name", "Regular price"], HINT)?;
    let named = columns.names.iter().find_map(|n| n.strip_prefix("Weight (")?.strip_suffix(')').map(str::to_owned));
    let table = Gathered::read(records, columns, |columns, fields| {
        let text = |name| columns.text(fields, name);
        if is_variation(&kinds(columns, fields)) {
            return (String::new(), text("Parent").to_owned());
        }
        // Parents are named by SKU, or by `id:` where they have none.
        let own = match text("SKU") {
            "" => format!("id:{}", text("ID")),
            sku => sku.to_owned(),
        };
        (own, String::new())
    })?;
    let mut children: HashMap<u64, Vec<usize>> = HashMap::new();
    for (i, entry) in table.entries.iter().enumerate().filter(|(_, e)| e.parent != 0) {
        children.entry(entry.parent).or_default().push(i);
    }
    let parents: std::collections::HashSet<u64> =
        table.entries.iter().filter(|e| e.parent == 0).map(|e| e.key).collect();
    let lone = |(i, e): (usize, &super::table::Entry)| (e.parent != 0 && !parents.contains(&e.parent)).then_some(i);
    let orphans = table.entries.iter().enumerate().filter_map(lone).collect();
    let weight_unit = named.unwrap_or_else(|| "kg".to_owned());
    Ok(Reader { table, currency, children, at: 0, skus: Once::default(), consumed, size, orphans, weight_unit })
}

impl Iterator for Reader {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        loop {
            let Some(entry) = self.table.entries.get(self.at).copied() else {
                let orphan = self.orphans.pop_front().map(|i| self.orphan(i));
                return orphan.or_else(|| self.table.broken.take().map(|note| Err(vec![note])));
            };
            self.at += 1;
            self.consumed.set(self.size * self.at as u64 / self.table.entries.len() as u64);
            if entry.parent != 0 {
                continue;
            }
            let read = self.table.row(entry);
            return Some(match read {
                Ok((line, fields)) => self.product(line, &fields, entry.key),
                Err(e) => {
                    Err(vec![problem(0, "", "row", "", &format!("cannot be read again: {e}"), "Try once more")])
                }
            });
        }
    }
}

/// One row with its columns at hand.
struct Line<'a> {
    line: u64,
    fields: &'a StringRecord,
    columns: &'a Columns,
}

impl Line<'_> {
    fn text(&self, name: &str) -> &str {
        self.columns.text(self.fields, name)
    }

    /// Names and values of its attributes.
    fn attributes(&self) -> Vec<(String, Vec<String>)> {
        (1..=MOST_ATTRIBUTES)
            .map_while(|n| {
                let name = format!("Attribute {n} name");
                self.columns.has(&name).then(|| (self.text(&name), self.text(&format!("Attribute {n} value(s)"))))
            })
            .filter(|(name, _)| !name.is_empty())
            .map(|(name, values)| (name.to_owned(), list(values)))
            .collect()
    }

    fn price(&self, currency: Currency, notes: &mut Notes) -> Option<(kernel::Money, Option<kernel::Money>)> {
        let mut of = |column: &str| match self.text(column) {
            "" => Some(None),
            text => notes.take(self.line, column, text, cell::price(text, currency)).map(Some),
        };
        let (regular, sale) = (of("Regular price")?, of("Sale price")?);
        match (regular, sale) {
            (Some(regular), Some(sale)) if sale.amount < regular.amount => Some((sale, Some(regular))),
            (Some(regular), _) => Some((regular, None)),
            (None, Some(sale)) => Some((sale, None)),
            (None, None) => {
                notes.wrong(self.line, "Regular price", "", ("is blank", "Write a price like 12.90; 0 is allowed"));
                None
            }
        }
    }

    fn stock(&self, notes: &mut Notes) -> Option<StockLevel> {
        let text = self.text("Stock");
        let units = notes.take(self.line, "Stock", text, cell::units(text))?;
        let beyond = match self.text("Backorders allowed?").to_lowercase().as_str() {
            "1" | "yes" | "notify" => WITHOUT_STOCK,
            _ => 0,
        };
        Some(match (units, self.text("In stock?")) {
            (Some((on_hand, below)), _) => {
                if below {
                    notes.remark(self.line, format!("the stock is {text}; 0 is taken"));
                }
                StockLevel { on_hand: Some(on_hand), beyond: Some(beyond) }
            }
            (None, "0" | "no") => StockLevel { on_hand: Some(0), beyond: Some(beyond) },
            (None, _) => StockLevel { on_hand: None, beyond: Some(WITHOUT_STOCK) },
        })
    }

    fn variant(&self, currency: Currency, unit: &str, notes: &mut Notes) -> Option<VariantDraft> {
        let price = self.price(currency, notes);
        let stock = self.stock(notes);
        let weight = self.text(&format!("Weight ({unit})"));
        let grams = notes.take(self.line, "Weight", weight, cell::grams(weight, unit));
        let (price, compare_at) = price?;
        Some(VariantDraft {
            line: self.line,
            sku: self.text("SKU").to_owned(),
            barcode: Some(self.text("GTIN, UPC, EAN, or ISBN")).filter(|b| !b.is_empty()).map(str::to_owned),
            grams: grams?,
            price: Some(price),
            compare_at,
            stock: stock?,
            taxable: self.text("Tax status") != "none",
            ..VariantDraft::default()
        })
    }
}

/// `a, b\, c` are two values.
fn list(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut escaped = false;
    for c in text.chars() {
        match (c, escaped) {
            ('\\', false) => escaped = true,
            (',', false) => values.push(String::new()),
            _ => {
                if let Some(last) = values.last_mut() {
                    last.push(c);
                }
                escaped = false;
            }
        }
    }
    values.iter().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect()
}

impl Reader {
    fn orphan(&mut self, index: usize) -> Next {
        let entry = self.table.entries[index];
        let (line, fields) = self.table.row(entry).unwrap_or_default();
        let text = |name: &str| self.table.columns.text(&fields, name).to_owned();
        let (why, remedy) = ("is no product of this file", "Export the product together with its variations");
        Err(vec![problem(line, &text("SKU"), "Parent", &text("Parent"), why, remedy)])
    }

    fn product(&mut self, line: u64, fields: &StringRecord, key: u64) -> Next {
        let columns = self.table.columns.clone();
        let row = Line { line, fields, columns: &columns };
        let kinds = kinds(&columns, fields);
        let has = |kind: &str| kinds.split(',').any(|k| k.trim() == kind);
        let subject = [row.text("SKU"), row.text("Name")].into_iter().find(|t| !t.is_empty()).unwrap_or_default();
        let mut notes = Notes::of(subject);
        if let Some((column, text)) = columns.formula(fields) {
            notes.wrong(line, column, text, cell::FORMULA);
            return Err(notes.problems());
        }
        let refuse: Option<Wrong> = if has("grouped") {
            Some(("groups other products", "Make a category of them here; they come in by themselves"))
        } else if has("external") {
            Some(("is sold elsewhere", "Sell it here, or link to it on a page of its own"))
        } else if !has("simple") && !has("variable") {
            Some(("is a kind of product that is not known", "Make it a simple or a variable product"))
        } else {
            None
        };
        if let Some(wrong) = refuse {
            notes.wrong(line, "Type", row.text("Type"), wrong);
            return Err(notes.problems());
        }
        if row.text("Name").is_empty() {
            notes.wrong(line, "Name", "", ("is blank", "Give the product a name"));
        }
        let attributes = row.attributes();
        let pictures: Vec<PictureDraft> = list(row.text("Images"))
            .into_iter()
            .map(|source| PictureDraft { source, alt: String::new(), skus: Vec::new() })
            .collect();
        let mut draft = ProductDraft { line, pictures, ..ProductDraft::default() };
        if has("variable") {
            self.variations(&row, key, &attributes, &mut draft, &mut notes);
        } else if let Some(mut variant) = row.variant(self.currency, &self.weight_unit, &mut notes) {
            if variant.sku.is_empty() {
                variant.sku = catalog::slug(row.text("Name")).to_uppercase();
                notes.remark(line, format!("no SKU in the file, so it is called {}", variant.sku));
            }
            draft.variants.push(variant);
        }
        for variant in &draft.variants {
            if let Some(earlier) = self.skus.see(&variant.sku, variant.line) {
                let remedy = format!("Line {earlier} has it already: give each variant a SKU of its own");
                notes.wrong(variant.line, "SKU", &variant.sku, ("appears twice", &remedy));
            }
        }
        if has("downloadable") {
            notes.remark(line, "its downloads are not taken");
        }
        if !row.text("Date sale price ends").is_empty() {
            notes.remark(line, "its sale price is taken without its dates");
        }
        if notes.has_problems() {
            return Err(notes.problems());
        }
        Ok(Draft::Product(Box::new(fill(&row, draft, attributes, notes))))
    }

    fn variations(
        &mut self,
        row: &Line<'_>,
        key: u64,
        attributes: &[(String, Vec<String>)],
        draft: &mut ProductDraft,
        notes: &mut Notes,
    ) {
        let mut found = Vec::new();
        let mut bytes = 0;
        for index in self.children.get(&key).cloned().unwrap_or_default() {
            let entry = self.table.entries[index];
            let Ok((line, fields)) = self.table.row(entry) else { continue };
            bytes += fields.as_slice().len();
            if found.len() >= MOST_VARIANTS || bytes > MAX_PRODUCT {
                notes.wrong(
                    line,
                    "Parent",
                    row.text("SKU"),
                    ("has too many variations", "Split the product into several"),
                );
                return;
            }
            found.push((line, fields));
        }
        if found.is_empty() {
            let wrong = ("has no variation in this file", "Export the variations together with it");
            notes.wrong(row.line, "Type", row.text("Type"), wrong);
            return;
        }
        let lines: Vec<Line<'_>> =
            found.iter().map(|(line, fields)| Line { line: *line, fields, columns: row.columns }).collect();
        // What at least one of them says.
        let said: Vec<Vec<(String, Vec<String>)>> = lines.iter().map(Line::attributes).collect();
        let axes: Vec<&(String, Vec<String>)> = attributes
            .iter()
            .filter(|(name, _)| said.iter().flatten().any(|(n, v)| n.eq_ignore_ascii_case(name) && !v.is_empty()))
            .collect();
        // Those that no variation says, and every one leaves open, tell apart as well: any size.
        let open: Vec<&(String, Vec<String>)> = attributes
            .iter()
            .filter(|a| !axes.iter().any(|x| x.0 == a.0) && a.1.len() > 1)
            .filter(|(name, _)| said.iter().flatten().any(|(n, _)| n.eq_ignore_ascii_case(name)))
            .collect();
        let axes: Vec<&(String, Vec<String>)> =
            attributes.iter().filter(|a| axes.iter().chain(&open).any(|x| x.0 == a.0)).collect();
        draft.options = axes.iter().map(|(name, _)| name.clone()).collect();
        for (line, said) in lines.iter().zip(&said) {
            if let Some((column, text)) = row.columns.formula(line.fields) {
                notes.wrong(line.line, column, text, cell::FORMULA);
                continue;
            }
            let Some(variant) = line.variant(self.currency, &self.weight_unit, notes) else { continue };
            let choices: Vec<Vec<String>> = axes
                .iter()
                .map(|(name, all)| {
                    let own = said.iter().find(|(n, v)| n.eq_ignore_ascii_case(name) && !v.is_empty());
                    own.map_or_else(|| all.clone(), |(_, v)| v[..1].to_vec())
                })
                .collect();
            let all = combinations(&choices);
            if all.len() > 1 {
                let what =
                    format!("stands for {} variants: each combination it leaves open is one of its own", all.len());
                notes.remark(line.line, what);
            }
            for (i, values) in all.iter().enumerate() {
                if draft.variants.iter().any(|v| v.values == *values) {
                    continue;
                }
                let mut one = VariantDraft { values: values.clone(), ..variant.clone() };
                if one.sku.is_empty() || all.len() > 1 {
                    let stem = if one.sku.is_empty() { row.text("SKU") } else { one.sku.as_str() };
                    let open = values.iter().zip(&choices).filter(|(_, c)| variant.sku.is_empty() || c.len() > 1);
                    let ends: Vec<String> = open.map(|(v, _)| catalog::slug(v)).collect();
                    one.sku = format!("{stem}-{}", ends.join("-"));
                }
                if i > 0 && one.stock.on_hand.is_some_and(|n| n > 0) {
                    one.stock.on_hand = Some(0);
                }
                if draft.variants.len() >= MOST_VARIANTS {
                    notes.wrong(
                        line.line,
                        "Parent",
                        row.text("SKU"),
                        ("has too many variations", "Split the product into several"),
                    );
                    return;
                }
                draft.variants.push(one);
            }
            for source in list(line.text("Images")) {
                let skus: Vec<String> =
                    draft.variants.iter().rev().take(all.len()).map(|v| v.sku.clone()).collect();
                match draft.pictures.iter_mut().find(|p| p.source == source) {
                    Some(picture) => picture.skus.extend(skus),
                    None => draft.pictures.push(PictureDraft { source, alt: String::new(), skus }),
                }
            }
        }
    }
}

/// Every way to take one of each.
fn combinations(choices: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for values in choices {
        if all.len() * values.len() > MOST_VARIANTS {
            break;
        }
        all = all
            .iter()
            .flat_map(|begun: &Vec<String>| values.iter().map(|v| begun.iter().chain([v]).cloned().collect()))
            .collect();
    }
    all
}

fn fill(
    row: &Line<'_>,
    mut draft: ProductDraft,
    attributes: Vec<(String, Vec<String>)>,
    notes: Notes,
) -> ProductDraft {
    let mut all: Vec<Note> = notes.all;
    let class = row.text("Tax class").to_lowercase();
    draft.tax_class = Some(if class.contains("reduced") { "reduced" } else { "standard" }.to_owned());
    if !matches!(class.as_str(), "" | "standard" | "parent") && !class.contains("reduced") {
        all.push(super::file::remark(
            row.line,
            row.text("SKU"),
            format!("its tax class {class} is not known here; standard is taken"),
        ));
    }
    let described = |name: &str| body::clean(&row.text(name).replace("\\n", "\n"));
    draft.title = Some(row.text("Name").to_owned());
    draft.subtitle = Some(text_of(row.text("Short description")));
    draft.description = Some(described("Description"));
    draft.categories = Some(
        list(row.text("Categories"))
            .iter()
            .map(|path| path.split(" > ").map(|name| name.trim().to_owned()).collect())
            .collect(),
    );
    draft.tags = Some(list(row.text("Tags")));
    draft.status = Some(if row.text("Published") == "1" { Status::Active } else { Status::Draft });
    let told = attributes.into_iter().filter(|(name, v)| !draft.options.contains(name) && !v.is_empty());
    draft.attributes = Some(told.map(|(name, values)| Attribute::text(name, values.join(", "))).collect());
    draft.notes = all;
    draft
}

/// A short text without tags, as subtitles are.
fn text_of(html: &str) -> String {
    let html = html.replace("\\n", " ");
    super::body::words(&html).chars().take(300).collect()
}
