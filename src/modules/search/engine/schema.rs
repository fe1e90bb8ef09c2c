//! What the index holds of a product.
use std::collections::BTreeSet;

use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};

use super::text::{self, Stems, Tongue};
use super::{Entry, PARTS};
use crate::words;

/// Goes up with every change of what is written: an index of another version is thrown away and made anew.
pub(crate) const VERSION: u32 = 2;
/// Stands among the heads of a title that is about what belongs to a thing.
pub(crate) const ACCESSORY: &str = "!accessory";
/// Stands between the code and the value of an attribute.
pub(crate) const BETWEEN: char = '\u{1f}';

#[derive(Clone)]
pub(crate) struct Fields {
    /// One field a part, in the order of [`super::Part`].
    pub parts: [Field; PARTS],
    /// Every word of a product once.
    pub all: Field,
    /// Two words that stand side by side in a title.
    pub pair: Field,
    /// Words that a title may be about, rather than words before them.
    pub head: Field,
    pub id: Field,
    pub high: Field,
    pub low: Field,
    pub version: Field,
    pub created: Field,
    pub brand: Field,
    pub shelf: Field,
    pub position: Field,
    pub list: Field,
    pub price: Field,
    pub band: Field,
    pub facet: Field,
    pub title_key: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut b = Schema::builder();
    let text = |norms: bool, record: IndexRecordOption| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer("terms").set_fieldnorms(norms).set_index_option(record),
        )
    };
    let weighed = text(true, IndexRecordOption::WithFreqs);
    let plain = text(false, IndexRecordOption::Basic);
    let parts = ["title", "brand", "kind", "subtitle", "attributes", "description", "codes"]
        .map(|name| b.add_text_field(name, weighed.clone()));
    let column = TextOptions::default().set_fast("raw");
    let fields = Fields {
        parts,
        all: b.add_text_field("all", plain.clone()),
        pair: b.add_text_field("pair", plain.clone()),
        head: b.add_text_field("head", plain),
        id: b.add_bytes_field("id", BytesOptions::default().set_indexed()),
        high: b.add_u64_field("high", FAST),
        low: b.add_u64_field("low", FAST),
        version: b.add_u64_field("version", FAST),
        created: b.add_u64_field("created", FAST),
        brand: b.add_u64_field("brand_number", FAST),
        shelf: b.add_u64_field("shelf", FAST | INDEXED),
        position: b.add_u64_field("position", FAST),
        list: b.add_u64_field("list", FAST),
        price: b.add_u64_field("price", FAST),
        band: b.add_u64_field("band", FAST),
        facet: b.add_text_field("facet", column.clone()),
        title_key: b.add_text_field("title_key", column),
    };
    (b.build(), fields)
}

/// The terms of one product, part by part.
struct Terms {
    parts: [String; PARTS],
    all: BTreeSet<String>,
}

impl Terms {
    fn add(&mut self, part: usize, term: &str) {
        let text = &mut self.parts[part];
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(term);
        if !self.all.contains(term) {
            self.all.insert(term.to_owned());
        }
    }
}

impl Fields {
    pub fn term_of(&self, product: &[u8; 16]) -> Term {
        Term::from_field_bytes(self.id, product)
    }

    pub fn document(&self, stems: &Stems, entry: &Entry) -> TantivyDocument {
        let mut terms = Terms { parts: Default::default(), all: BTreeSet::new() };
        let (mut pairs, mut heads) = (BTreeSet::new(), BTreeSet::new());
        for (part, text) in &entry.texts {
            let (at, tongue) = (*part as usize, Tongue::of(text));
            let split = text::split(text);
            for word in &split {
                terms.add(at, word);
                let stem = stems.term(word, tongue);
                terms.add(at, &stem);
            }
            // A German umlaut is found as `ue`, too.
            if text.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
                for form in words::forms(text).into_iter().filter(|form| !split.contains(form)) {
                    terms.add(at, &form);
                    terms.add(at, &stems.term(&form, tongue));
                }
            }
            if matches!(part, super::Part::Title | super::Part::Subtitle) {
                let bare: Vec<String> = split.iter().map(|word| stems.bare(word)).collect();
                pairs.extend(bare.windows(2).map(|two| format!("{}_{}", two[0], two[1])));
                if *part == super::Part::Title {
                    if split.iter().any(|word| text::is_accessory(word)) {
                        heads.insert(ACCESSORY.to_owned());
                    }
                    let ends = (0..split.len()).filter(|at| text::ends_a_name(split.get(at + 1)));
                    heads.extend(
                        ends.filter(|at| split[*at].chars().all(char::is_alphabetic)).map(|at| bare[at].clone()),
                    );
                }
            }
        }
        for code in &entry.codes {
            let codes = super::Part::Codes as usize;
            for word in words::forms(code) {
                terms.add(codes, &word);
            }
            let whole = words::joined(code);
            if !whole.is_empty() {
                terms.add(codes, &format!("={whole}"));
            }
        }

        let mut doc = TantivyDocument::new();
        for (field, text) in self.parts.iter().zip(&terms.parts) {
            if !text.is_empty() {
                doc.add_text(*field, text);
            }
        }
        let joined = |set: BTreeSet<String>| set.into_iter().collect::<Vec<_>>().join(" ");
        doc.add_text(self.all, joined(terms.all));
        doc.add_text(self.pair, joined(pairs));
        doc.add_text(self.head, joined(heads));
        doc.add_bytes(self.id, &entry.product);
        let (high, low) = halves(&entry.product);
        doc.add_u64(self.high, high);
        doc.add_u64(self.low, low);
        doc.add_u64(self.version, entry.version);
        doc.add_u64(self.created, entry.created);
        doc.add_u64(self.brand, entry.brand);
        for (shelf, position) in &entry.shelves {
            doc.add_u64(self.shelf, *shelf);
            doc.add_u64(self.position, *position);
        }
        for offer in &entry.offers {
            doc.add_u64(self.list, offer.list);
            doc.add_u64(self.price, offer.price);
            doc.add_u64(self.band, offer.band);
        }
        for (name, value) in &entry.facets {
            doc.add_text(self.facet, format!("{name}{BETWEEN}{value}"));
        }
        doc.add_text(self.title_key, &entry.title_key);
        doc
    }
}

fn halves(id: &[u8; 16]) -> (u64, u64) {
    let both = u128::from_be_bytes(*id);
    ((both >> 64) as u64, both as u64)
}

pub(crate) fn whole(high: u64, low: u64) -> [u8; 16] {
    ((u128::from(high) << 64) | u128::from(low)).to_be_bytes()
}
