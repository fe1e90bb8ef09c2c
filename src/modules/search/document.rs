//! A product as lists know it, and how it gets in.
use std::collections::{BTreeMap, HashSet};

use db::{Conn, Tx};
use diesel::prelude::*;
use events::Recording;
use kernel::Micros;
use kernel::kinds::{CategoryId, PriceListId, ProductId};

use crate::engine::{Entry, EntryOffer, Part};
use crate::schema::{
    search_documents as documents_t, search_listings as listings_t, search_products as products_t,
    search_words as words_t,
};
use crate::{ListingChanged, Scope, SearchError, Stock, brand, dialect, list_number, shelf, words};

/// What a product costs in one price list, and whether it can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub list: PriceListId,
    /// The lowest price of one unit, in minor units of the list's currency.
    pub price: i64,
    pub stock: Stock,
}

/// Text under which a product is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    /// Where it stands.
    pub part: Part,
    /// How much a find in it says where the tables answer: 1 to 9; 0 for what is found by the index only.
    pub weight: i64,
    /// A SKU or barcode: found as a whole too, whatever signs stand in it.
    pub code: bool,
}

/// A product as lists know it. Without an offer it stands nowhere.
#[derive(Clone, Debug)]
pub struct Document {
    pub product: ProductId,
    pub title: String,
    pub brand: String,
    pub created_at: Micros,
    pub offers: Vec<Offer>,
    /// Where it stands and in which place, parents included.
    pub shelves: Vec<(CategoryId, i64)>,
    /// Its place among everything.
    pub position: i64,
    pub words: Vec<Word>,
    /// Codes of attributes, and values, that lists can be narrowed down by.
    pub facets: Vec<(String, String)>,
    /// When it has to be looked at again by itself: a price begins or ends.
    pub stale_at: Option<Micros>,
}

#[derive(Queryable, Selectable, Insertable, Clone, Debug, PartialEq, Eq)]
#[diesel(table_name = listings_t)]
pub(crate) struct Row {
    shelf: i64,
    product: ProductId,
    sold_out: bool,
    position: i64,
    created_at: i64,
    title_key: String,
    price: i64,
    brand: i64,
    band: i64,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset, Clone, Debug, PartialEq, Eq)]
#[diesel(table_name = products_t)]
pub(crate) struct ProductRow {
    product: ProductId,
    version: i64,
    categories: String,
    stale_at: i64,
}

#[derive(Queryable, Selectable, Insertable, Clone, Debug, PartialEq, Eq)]
#[diesel(table_name = words_t)]
pub(crate) struct WordRow {
    word: String,
    product: ProductId,
    weight: i64,
}

/// Enough to sort by; longer titles sort alike.
const TITLE_KEY: usize = 48;

impl Document {
    /// A product that is sold no more.
    pub fn gone(product: ProductId) -> Self {
        Self {
            product,
            title: String::new(),
            brand: String::new(),
            created_at: Micros(0),
            offers: Vec::new(),
            shelves: Vec::new(),
            position: 0,
            words: Vec::new(),
            facets: Vec::new(),
            stale_at: None,
        }
    }

    fn rows(&self) -> Vec<Row> {
        let title_key: String = words::folded(&self.title).chars().take(TITLE_KEY).collect();
        let mut rows = Vec::with_capacity(self.offers.len() * (self.shelves.len() + 1));
        for offer in &self.offers {
            let all = (Scope::All, self.position);
            let below = self.shelves.iter().map(|(category, position)| (Scope::Category(*category), *position));
            for (scope, position) in std::iter::once(all).chain(below) {
                rows.push(Row {
                    shelf: shelf(offer.list, scope),
                    product: self.product,
                    sold_out: offer.stock == Stock::Out,
                    position,
                    created_at: self.created_at.0,
                    title_key: title_key.clone(),
                    price: offer.price,
                    brand: brand(&words::slug(&self.brand)),
                    band: offer.stock.number(),
                });
            }
        }
        rows.sort_by_key(|row| row.shelf);
        rows.dedup_by_key(|row| row.shelf);
        rows
    }

    fn word_rows(&self) -> Vec<WordRow> {
        if self.offers.is_empty() {
            return Vec::new();
        }
        let mut found: BTreeMap<String, i64> = BTreeMap::new();
        let mut add = |form: String, weight: i64| {
            let held = found.entry(form).or_insert(weight);
            *held = weight.max(*held);
        };
        for word in self.words.iter().filter(|word| word.weight > 0) {
            words::forms(&word.text).into_iter().for_each(|form| add(form, word.weight));
            let whole = if word.code { words::joined(&word.text) } else { String::new() };
            if !whole.is_empty() {
                add(whole, CODE);
            }
        }
        found.into_iter().map(|(word, weight)| WordRow { word, product: self.product, weight }).collect()
    }
}

impl Document {
    /// What the index takes of it; its version is not known here.
    fn entry(&self) -> Entry {
        let text = |word: &Word| (word.part, word.text.clone());
        let number = |number: i64| number.max(0) as u64;
        let mut shelves: Vec<(u64, u64)> = Vec::new();
        let mut offers = Vec::new();
        for offer in &self.offers {
            shelves.push((number(shelf(offer.list, Scope::All)), number(self.position)));
            for (category, position) in &self.shelves {
                shelves.push((number(shelf(offer.list, Scope::Category(*category))), number(*position)));
            }
            let list = number(list_number(offer.list));
            offers.push(EntryOffer { list, price: number(offer.price), band: number(offer.stock.number()) });
        }
        Entry {
            product: *self.product.bytes(),
            version: 0,
            texts: self.words.iter().filter(|word| !word.code && !word.text.is_empty()).map(text).collect(),
            codes: self
                .words
                .iter()
                .filter(|word| word.code && !word.text.is_empty())
                .map(|w| w.text.clone())
                .collect(),
            shelves,
            offers,
            facets: self.facets.clone(),
            brand: number(brand(&words::slug(&self.brand))),
            created: number(self.created_at.0),
            title_key: words::folded(&self.title).chars().take(TITLE_KEY).collect(),
        }
    }
}

/// The weight of a whole SKU or barcode.
pub(crate) const CODE: i64 = 100;

pub(crate) fn put(tx: &mut Tx<'_>, document: &Document) -> Result<bool, SearchError> {
    let id = document.product;
    let known = dialect::lock_product(tx, id)?;
    let (rows, words) = (document.rows(), document.word_rows());
    if known.is_none() && rows.is_empty() {
        return Ok(false);
    }
    let stood = known.as_ref().map_or("", |row| &row.categories).split(' ').filter_map(|id| id.parse().ok());
    let stood: Vec<CategoryId> = stood.collect();
    let mut stands: Vec<CategoryId> = Vec::new();
    if !rows.is_empty() {
        stands.extend(document.shelves.iter().map(|(category, _)| *category));
        stands.sort_unstable();
        stands.dedup();
    }
    let version = known.as_ref().map_or(0, |row| row.version);
    let mut row = ProductRow {
        product: id,
        version,
        categories: stands.iter().map(CategoryId::to_string).collect::<Vec<_>>().join(" "),
        stale_at: document.stale_at.map_or(0, |at| at.0),
    };
    let body = if rows.is_empty() { String::new() } else { document.entry().written() };
    let rows_changed = put_rows(tx, id, &rows)?;
    let words_changed = put_words(tx, id, &words)?;
    let body_changed = body_changed(tx, id, &body)?;
    if !rows_changed && !words_changed && !body_changed {
        if known.as_ref() != Some(&row) {
            dialect::put_product(tx, &row)?;
        }
        return Ok(false);
    }
    if !document.brand.is_empty() && !rows.is_empty() {
        let slug = words::slug(&document.brand);
        dialect::put_brand(tx, brand(&slug), &slug, &document.brand)?;
    }
    row.version += 1;
    dialect::put_product(tx, &row)?;
    if body.is_empty() {
        dialect::take_document(tx, id)?;
    } else {
        dialect::put_document(tx, id, row.version, &body)?;
    }
    stands.extend(stood);
    stands.sort_unstable();
    stands.dedup();
    tx.record(&ListingChanged { product: id, version: row.version, categories: stands })?;
    Ok(true)
}

fn body_changed(conn: &mut Conn, id: ProductId, body: &str) -> Result<bool, SearchError> {
    let held: Option<String> = documents_t::table.find(id).select(documents_t::body).first(conn).optional()?;
    Ok(held.unwrap_or_default() != body)
}

/// Brings the rows of a product up to date. False when they were.
fn put_rows(conn: &mut Conn, id: ProductId, rows: &[Row]) -> Result<bool, SearchError> {
    let mut held: Vec<Row> =
        listings_t::table.filter(listings_t::product.eq(id)).select(Row::as_select()).load(conn)?;
    held.sort_by_key(|row| row.shelf);
    if held == rows {
        return Ok(false);
    }
    let same: HashSet<i64> = held.iter().filter(|row| rows.contains(row)).map(|row| row.shelf).collect();
    for old in held.iter().filter(|row| !same.contains(&row.shelf)) {
        diesel::delete(listings_t::table.find((old.shelf, id))).execute(conn)?;
    }
    let new: Vec<Row> = rows.iter().filter(|row| !same.contains(&row.shelf)).cloned().collect();
    if !new.is_empty() {
        dialect::insert_listings(conn, &new)?;
    }
    Ok(true)
}

fn put_words(conn: &mut Conn, id: ProductId, words: &[WordRow]) -> Result<bool, SearchError> {
    let mut held: Vec<WordRow> =
        words_t::table.filter(words_t::product.eq(id)).select(WordRow::as_select()).load(conn)?;
    held.sort_by(|a, b| a.word.cmp(&b.word));
    if held == words {
        return Ok(false);
    }
    diesel::delete(words_t::table.filter(words_t::product.eq(id))).execute(conn)?;
    if !words.is_empty() {
        dialect::insert_words(conn, words)?;
    }
    Ok(true)
}
