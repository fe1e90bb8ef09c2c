//! From rows to a product, as the mapping says.
use catalog::{Attribute, AttributeKind, Status};
use kernel::{Currency, Money};

use super::super::body;
use super::super::cell::{self, Wrong};
use super::super::draft::{
    Draft, Next, Notes, Once, PictureDraft, PriceDraft, ProductDraft, StockLevel, VariantDraft,
};
use super::super::write::WITHOUT_STOCK;
use super::cells::{Cells, column_of, value, values};
use super::spec::{AttributeRule, Decimal, Field, Kind, KnownBy, Mapping};

/// Longer values are cut; the editor takes no longer ones.
const LONGEST_VALUE: usize = 400;
const LONGEST_NAME: usize = 60;
const LONGEST_WORD: usize = 255;

/// What lasts over a whole file.
pub struct Builder {
    pub mapping: Mapping,
    pub currency: Currency,
    pub skus: Once,
    pub handles: Once,
}

/// A row with its line.
pub struct At<'a> {
    pub line: u64,
    pub cells: &'a dyn Cells,
}

impl Builder {
    /// `product` says what the product is; each of `variants` one variant.
    pub fn build(&mut self, product: &At<'_>, variants: &[At<'_>], mut notes: Notes) -> Next {
        let mapping = self.mapping.clone();
        let (p, optional) = (&mapping.product, mapping.optional);
        let text = |field: &Option<Field>| {
            let field = field.as_ref().filter(|f| is_there(optional, f, product.cells))?;
            Some(value(field, product.cells))
        };
        let handle = p.handle.as_ref().map(|f| value(f, product.cells)).filter(|h| !h.is_empty());
        if notes.subject.is_empty() {
            notes.subject = handle.clone().or_else(|| text(&p.title)).unwrap_or_default();
        }
        if mapping.known_by == KnownBy::Handle {
            let column = p.handle.as_ref().map(Field::rule).map(|r| column_of(&r).to_owned()).unwrap_or_default();
            match &handle {
                None => notes.wrong(
                    product.line,
                    &column,
                    "",
                    ("is blank", "Give the product a short handle like `speckled-mug`"),
                ),
                Some(handle) => {
                    if let Some(earlier) = self.handles.see(handle, product.line) {
                        let remedy =
                            format!("Line {earlier} has it already: let the rows of a product stand together");
                        notes.wrong(product.line, &column, handle, ("appeared further up already", &remedy));
                    }
                }
            }
        }
        let title = text(&p.title);
        if title.as_ref().is_some_and(String::is_empty) {
            notes.wrong(product.line, "title", "", ("is blank", "Write the title on the first row of the product"));
        }
        let status = text(&p.status).filter(|s| !s.is_empty());
        let status = status.and_then(|s| notes.take(product.line, "status", &s, read_status(&s)));
        let list = |field: &Option<Field>| {
            let field = field.as_ref().filter(|f| is_there(optional, f, product.cells))?;
            Some(values(field, product.cells))
        };
        let categories = list(&p.categories).map(|paths| {
            let step = p.categories.as_ref().and_then(|f| f.rule().path);
            let path = |text: &String| match &step {
                Some(step) => text.split(step.as_str()).map(|n| n.trim().to_owned()).collect(),
                None => vec![text.clone()],
            };
            paths.iter().map(path).collect()
        });
        let attributes = self.attributes(product, &mut notes);
        let mut draft = ProductDraft {
            line: product.line,
            handle: handle.filter(|_| mapping.known_by == KnownBy::Handle),
            title,
            subtitle: text(&p.subtitle).map(|t| body::words(&t).chars().take(300).collect()),
            description: text(&p.description).map(|t| body::clean(&t)),
            brand: text(&p.brand),
            categories,
            tags: list(&p.tags),
            status,
            tax_class: text(&p.tax_class).filter(|t| !t.is_empty()).map(|t| t.to_lowercase()),
            attributes,
            seo_title: text(&p.seo_title),
            seo_description: text(&p.seo_description),
            ..ProductDraft::default()
        };
        self.options(&mut draft, variants, &mut notes);
        for at in variants {
            self.variant(&mut draft, at, &mut notes);
        }
        self.pictures(&mut draft, product, variants);
        if notes.has_problems() {
            return Err(notes.problems());
        }
        draft.notes = notes.all;
        Ok(Draft::Product(Box::new(draft)))
    }

    fn options(&self, draft: &mut ProductDraft, variants: &[At<'_>], notes: &mut Notes) {
        for rule in &self.mapping.variant.options {
            // The name may stand on the first row only.
            let Some(named) = variants.iter().map(|at| at.cells.one(&rule.name)).find(|n| !n.is_empty()) else {
                continue;
            };
            match &rule.split {
                Some(split) => draft.options.extend(named.split(split.as_str()).map(|n| n.trim().to_owned())),
                None => draft.options.push(named.into_owned()),
            }
        }
        if let Some(twice) = draft.options.iter().enumerate().find(|(i, name)| draft.options[..*i].contains(name)) {
            let wrong = ("names an option twice", "Give each option a name of its own");
            notes.wrong(draft.line, "option", twice.1, wrong);
        }
    }

    fn values_of(&self, cells: &dyn Cells) -> Vec<String> {
        let mut all = Vec::new();
        for rule in &self.mapping.variant.options {
            let cell = cells.one(&rule.value);
            match &rule.split {
                Some(split) => all.extend(cell.split(split.as_str()).map(|v| v.trim().to_owned())),
                None => all.push(cell.into_owned()),
            }
        }
        all.retain(|v| !v.is_empty());
        all
    }

    fn amount(&mut self, field: &Field, at: &At<'_>, notes: &mut Notes) -> Option<Option<Money>> {
        let (rule, text) = (field.rule(), value(field, at.cells));
        if text.is_empty() {
            return Some(None);
        }
        let read = match rule.unit.as_deref() {
            Some("minor") => match cell::whole(&text) {
                Ok(Some(n)) if n < 0 => Err(("is negative", "Write a price of 0 or more")),
                Ok(n) => Ok(Money::new(n.unwrap_or(0), self.currency)),
                Err(wrong) => Err(wrong),
            },
            _ if self.mapping.decimal == Decimal::Comma => {
                cell::price(&text.replace('.', "").replace(',', "."), self.currency)
            }
            _ => cell::price(&text, self.currency),
        };
        notes.take(at.line, column_of(&rule), &text, read).map(Some)
    }

    fn variant(&mut self, draft: &mut ProductDraft, at: &At<'_>, notes: &mut Notes) {
        let (spec, optional) = (self.mapping.variant.clone(), self.mapping.optional);
        let one = |field: &Option<Field>| field.as_ref().map(|f| value(f, at.cells)).unwrap_or_default();
        let column =
            |field: &Option<Field>| field.as_ref().map(|f| column_of(&f.rule()).to_owned()).unwrap_or_default();
        let mut sku = one(&spec.sku);
        if spec.numbers_repeated_skus && self.skus.has(&sku) {
            sku = self.numbered(&sku, at.line, notes);
        }
        if sku.is_empty() || sku.len() > LONGEST_WORD {
            let wrong = ("is no SKU", "Give each variant a SKU of its own, of at most 255 characters");
            notes.wrong(at.line, &column(&spec.sku), &sku, wrong);
        } else if let Some(earlier) = self.skus.see(&sku, at.line) {
            let remedy = format!("Line {earlier} has it already: give each variant a SKU of its own");
            notes.wrong(at.line, &column(&spec.sku), &sku, ("appears twice", &remedy));
        }
        let values = self.values_of(at.cells);
        if values.len() != draft.options.len() {
            let place = spec.options.get(values.len().min(spec.options.len().saturating_sub(1)));
            let place = place.map_or("option", |o| o.value.as_str());
            let wrong = (
                "does not say a value for each option",
                "Give each variant one value for every option of the product",
            );
            notes.wrong(at.line, place, &values.join(", "), wrong);
        } else if draft.variants.iter().any(|v| v.values == values) {
            let wrong = (
                "makes a combination of options that the product already has",
                "Remove the row, or change an option value",
            );
            let place = spec.options.first().map_or("row", |o| o.value.as_str());
            notes.wrong(at.line, place, &values.join(", "), wrong);
        }
        let price = spec.price.as_ref().and_then(|f| self.amount(f, at, notes)).flatten();
        let compare = spec.compare_at_price.as_ref().and_then(|f| self.amount(f, at, notes)).flatten();
        let compare_at = compare.filter(|was| price.is_some_and(|p| was.amount > p.amount));
        let currency = one(&spec.currency);
        let foreign = !currency.is_empty() && currency != self.currency.as_str();
        if foreign && price.is_some() {
            let what =
                format!("the price of {sku} in {currency} is not taken: this shop sells in {}", self.currency);
            notes.remark(at.line, what);
        }
        let (price, compare_at) = if foreign { (None, None) } else { (price, compare_at) };
        let weight = one(&spec.weight);
        let weight_rule = spec.weight.as_ref().map(Field::rule).unwrap_or_default();
        let unit = weight_rule.unit_column.as_ref().map(|c| at.cells.one(c).into_owned()).filter(|u| !u.is_empty());
        let unit = unit.or(weight_rule.unit).unwrap_or_default();
        let grams = notes.take(at.line, &column(&spec.weight), &weight, cell::grams(&weight, &unit)).flatten();
        let stock = self.stock(at, notes);
        draft.variants.push(VariantDraft {
            line: at.line,
            sku,
            values,
            barcode: spec.barcode.as_ref().filter(|f| is_there(optional, f, at.cells)).map(|f| value(f, at.cells)),
            grams: spec.weight.as_ref().filter(|f| is_there(optional, f, at.cells)).map(|_| grams.unwrap_or(0)),
            price,
            compare_at,
            stock,
            taxable: true,
        });
    }

    /// The first name of the kind `SKU-2` that the file has not used.
    fn numbered(&self, sku: &str, line: u64, notes: &mut Notes) -> String {
        let mut number = 2;
        while self.skus.has(&format!("{sku}-{number}")) {
            number += 1;
        }
        let now = format!("{sku}-{number}");
        notes.remark(line, format!("the SKU {sku} appeared further up already, so this one is called {now}"));
        now
    }

    /// A row that says of a variant further up what it costs in another currency.
    pub fn price_row(&mut self, at: &At<'_>) -> Next {
        let spec = self.mapping.variant.clone();
        let one = |field: &Option<Field>| field.as_ref().map(|f| value(f, at.cells)).unwrap_or_default();
        let sku = one(&spec.sku);
        let mut notes = Notes::of(sku.clone());
        let currency = one(&spec.currency);
        if currency != self.currency.as_str() {
            let why = format!("is not what this shop sells in: {}", self.currency);
            let column = spec.currency.as_ref().map(|f| column_of(&f.rule()).to_owned()).unwrap_or_default();
            notes.wrong(at.line, &column, &currency, (&why, "Import the file into a shop of that currency"));
            return Err(notes.problems());
        }
        let price = spec.price.as_ref().and_then(|f| self.amount(f, at, &mut notes)).flatten();
        let compare = spec.compare_at_price.as_ref().and_then(|f| self.amount(f, at, &mut notes)).flatten();
        match price {
            Some(price) if !notes.has_problems() => {
                let compare_at = compare.filter(|was| was.amount > price.amount);
                Ok(Draft::Price(PriceDraft { line: at.line, sku, price, compare_at }))
            }
            _ => {
                if !notes.has_problems() {
                    notes.wrong(at.line, "price", "", ("is blank", "Write a price like 12.90; 0 is allowed"));
                }
                Err(notes.problems())
            }
        }
    }

    fn stock(&self, at: &At<'_>, notes: &mut Notes) -> StockLevel {
        let spec = &self.mapping.variant;
        let one = |field: &Option<Field>| field.as_ref().map(|f| value(f, at.cells)).unwrap_or_default();
        let read = |field: &Option<Field>, notes: &mut Notes| {
            let text = one(field);
            let column = field.as_ref().map(|f| column_of(&f.rule()).to_owned()).unwrap_or_default();
            let units = notes.take(at.line, &column, &text, cell::units(&text)).flatten();
            if units.is_some_and(|(_, below)| below) {
                notes.remark(at.line, format!("the stock is {text}; 0 is taken"));
            }
            units.map(|(n, _)| n)
        };
        let on_hand = read(&spec.stock, notes);
        let beyond = read(&spec.beyond_stock, notes);
        let endless = one(&spec.endless);
        let endless = notes.take(at.line, "endless", &endless, cell::answer(&endless)).flatten();
        StockLevel {
            on_hand,
            beyond: match endless {
                Some(true) => Some(WITHOUT_STOCK),
                Some(false) => Some(beyond.unwrap_or(0)),
                None => beyond,
            },
        }
    }

    fn attributes(&self, product: &At<'_>, notes: &mut Notes) -> Option<Vec<Attribute>> {
        let mut all = Vec::new();
        let own = self.mapping.product.attributes.as_ref();
        if let Some(column) = own {
            let there = product.cells.names().iter().any(|n| n.eq_ignore_ascii_case(column));
            if !there && self.mapping.attributes.is_empty() {
                return None;
            }
            for text in product.cells.all(column) {
                match ours(&text) {
                    Ok(found) => all.extend(found),
                    Err(wrong) => notes.wrong(product.line, column, &text, wrong),
                }
            }
        } else if self.mapping.attributes.is_empty() {
            return None;
        }
        for rule in &self.mapping.attributes {
            match rule.column.split_once('*') {
                Some((before, after)) => {
                    for name in product.cells.names() {
                        let middle = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
                        if let Some(middle) = middle {
                            all.extend(attribute(rule, name, middle, product.cells));
                        }
                    }
                }
                None => all.extend(attribute(rule, &rule.column, &rule.column, product.cells)),
            }
        }
        let mut once: Vec<Attribute> = Vec::with_capacity(all.len());
        for a in all {
            if !once.iter().any(|o| o.name == a.name) {
                once.push(a);
            }
        }
        Some(once)
    }

    fn pictures(&self, draft: &mut ProductDraft, product: &At<'_>, variants: &[At<'_>]) {
        let mut add =
            |source: String, sku: Option<&str>| match draft.pictures.iter_mut().find(|p| p.source == source) {
                Some(picture) => picture.skus.extend(sku.map(str::to_owned)),
                None => draft.pictures.push(PictureDraft {
                    source,
                    alt: String::new(),
                    skus: sku.map(str::to_owned).into_iter().collect(),
                }),
            };
        for field in &self.mapping.pictures {
            for source in values(field, product.cells) {
                add(source, None);
            }
        }
        let own: Vec<(String, String)> = match &self.mapping.variant.picture {
            Some(field) => variants
                .iter()
                .zip(&draft.variants)
                .flat_map(|(at, v)| values(field, at.cells).into_iter().map(|source| (source, v.sku.clone())))
                .collect(),
            None => Vec::new(),
        };
        let mut add = |source: String, sku: &str| match draft.pictures.iter_mut().find(|p| p.source == source) {
            Some(picture) => picture.skus.push(sku.to_owned()),
            None => draft.pictures.push(PictureDraft { source, alt: String::new(), skus: vec![sku.to_owned()] }),
        };
        for (source, sku) in own {
            add(source, &sku);
        }
    }
}

/// A file may lack columns that its mapping only takes where they are.
fn is_there(optional: bool, field: &Field, cells: &dyn Cells) -> bool {
    if !optional {
        return true;
    }
    let rule = field.rule();
    let names = cells.names();
    let there = |name: &String| names.iter().any(|n| n.eq_ignore_ascii_case(name)) || !cells.all(name).is_empty();
    rule.text.is_some() || rule.default.is_some() || rule.column.iter().chain(&rule.columns).any(there)
}

fn read_status(text: &str) -> Result<Status, Wrong> {
    match text.to_lowercase().as_str() {
        "active" | "published" | "1" | "true" => Ok(Status::Active),
        "draft" | "0" | "false" => Ok(Status::Draft),
        "archived" => Ok(Status::Archived),
        _ => Err(("is not a status", "Write active, draft or archived")),
    }
}

/// Attributes in our own form: a JSON list, or `Name=Value` with semicolons between.
fn ours(text: &str) -> Result<Vec<Attribute>, Wrong> {
    if text.starts_with('[') || text.starts_with('{') {
        let text = if text.starts_with('{') { format!("[{text}]") } else { text.to_owned() };
        return serde_json::from_str(&text)
            .map_err(|_| ("are no attributes", "Write [{\"name\": \"Material\", \"value\": \"Oak\"}]"));
    }
    text.split(';')
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) =
                pair.split_once('=').ok_or(("are no attributes", "Write Material=Oak; Height=12 cm"))?;
            Ok(Attribute::text(name.trim(), value.trim()))
        })
        .collect()
}

fn attribute(rule: &AttributeRule, column: &str, called: &str, cells: &dyn Cells) -> Option<Attribute> {
    let mut found: Vec<String> = Vec::new();
    for cell in cells.all(column) {
        match &rule.split {
            Some(split) => found.extend(cell.split(split.as_str()).map(|v| v.trim().to_owned())),
            None => found.push(cell.into_owned()),
        }
    }
    if let Some(begins) = &rule.begins {
        found = found.iter().filter_map(|v| v.strip_prefix(begins.as_str())).map(|v| v.trim().to_owned()).collect();
    }
    found.retain(|v| !v.is_empty());
    if found.is_empty() {
        return None;
    }
    let name = rule.name.clone().unwrap_or_else(|| in_words(called));
    let name: String = name.chars().take(LONGEST_NAME).collect();
    let joined = found.join(", ");
    let number = || joined.parse::<f64>().is_ok_and(f64::is_finite) && !joined.contains(['e', 'E', '+']);
    let (kind, value) = match rule.kind {
        Kind::Number if number() => (AttributeKind::Number, joined),
        Kind::YesNo => match cell::answer(&joined) {
            Ok(Some(yes)) => (AttributeKind::YesNo, (if yes { Attribute::YES } else { Attribute::NO }).to_owned()),
            _ => (AttributeKind::Text, joined),
        },
        _ => (AttributeKind::Text, joined),
    };
    let value = value.chars().take(LONGEST_VALUE).collect();
    let unit = if kind == AttributeKind::Number { rule.unit.clone() } else { String::new() };
    Some(Attribute { name, value, kind, unit })
}

/// `ink_type` and `custom_field.custom.ink-type` become `Ink type`.
fn in_words(name: &str) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    let words = last.split(['_', '-', ' ']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name.to_owned(),
    }
}
