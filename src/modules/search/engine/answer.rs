//! From products that fit to a page of them: cut, put in order, counted.
use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};

use tantivy::{DocSet, TERMINATED};

use super::chosen::{Chosen, Counts};
use super::question::{Question, Rules, question};
use super::score::{Match, matches};
use super::spelling;
use super::view::View;
use super::{Engine, EngineError};
use crate::measure::Range;
use crate::{Bounds, words};

/// Fewer products than these, and those that have not every word are shown as well.
const ENOUGH: usize = 12;
/// Longer shelves are not counted by their attributes: whoever wants that narrows them down.
const MOST_COUNTED: usize = 200_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Order {
    Fit,
    /// As the shop arranged it.
    Arranged,
    Newest,
    Cheapest,
    Dearest,
    Title,
}

/// What is to be left out, in which order the rest comes, and which piece of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Cut {
    pub list: u64,
    pub shelf: u64,
    pub brands: Vec<u64>,
    pub from: Option<u64>,
    pub to: Option<u64>,
    pub in_stock: bool,
    /// By code: of several values, either.
    pub attributes: Vec<(String, Vec<String>)>,
    pub ranges: Vec<Range>,
    /// Which attributes are counted, by code and in this order; none: those that most of the products have.
    pub offered: Option<Vec<String>>,
    pub order: Order,
    pub offset: usize,
    pub size: usize,
    /// The last word may still go on.
    pub typing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub product: [u8; 16],
    pub band: u64,
}

/// What is counted of a product: its brand, whether it is sold out, its price.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    pub brand: u64,
    pub sold_out: bool,
    pub price: u64,
}

/// How many products there are with each value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Values {
    pub code: String,
    pub values: Vec<(String, u64)>,
    /// Where all of them are numbers.
    pub bounds: Option<Bounds>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub hits: Vec<Hit>,
    pub total: usize,
    /// Everything that fits, before anything is left out.
    pub counted: Vec<Counted>,
    pub attributes: Vec<Values>,
    /// How the question was read, when nothing has one of its words.
    pub read_as: Option<String>,
    /// What may have been meant, when known words find little.
    pub meant: Option<String>,
    /// Whether what is shown has not every word.
    pub partly: bool,
}

/// A product that fits, with what its order and its filters look at.
#[derive(Clone, Copy)]
struct Row {
    fit: Match,
    position: u64,
    price: u64,
    band: u64,
    brand: u64,
}

const SOLD_OUT: u64 = 2;

impl Engine {
    /// What fits the words; without words, all that stands on the shelf.
    pub fn find(&self, text: &str, cut: &Cut) -> Result<Answer, EngineError> {
        let (view, rules) = (self.view(), self.rules());
        if text.is_empty() {
            let rows = rows(&view, &rules, cut, standing(&view, cut.shelf, usize::MAX)?);
            return Ok(answer(&view, cut, rows, &[], &Question::default(), false));
        }
        let asked = question(&view, &self.stems, &self.weights, &rules, text, cut.typing);
        let mut rows = rows(&view, &rules, cut, matches(&view, &self.weights, &asked)?);
        let partly = all_words_first(&mut rows, &asked);
        // A whole article number was meant as it is; while somebody types nothing is finished yet.
        let little = (partly || rows.len() < ENOUGH) && !cut.typing && asked.read_as.is_none();
        let is_code = rows.iter().any(|row| row.fit.code);
        let meant = if little && !is_code { spelling::meant(&view, &self.stems, &asked.words) } else { None };
        let pins = rules.pins.get(&words::folded(text)).map(Vec::as_slice).unwrap_or_default();
        rows.extend(missing_pins(&view, &rules, cut, pins, &rows));
        Ok(Answer { meant, ..answer(&view, cut, rows, pins, &asked, partly) })
    }

    /// By which attributes what stands on a shelf can be narrowed down; none for a shelf that is too long.
    pub fn attributes(&self, cut: &Cut) -> Result<Vec<Values>, EngineError> {
        let (view, rules) = (self.view(), self.rules());
        let found = standing(&view, cut.shelf, MOST_COUNTED)?;
        if found.len() > MOST_COUNTED {
            return Ok(Vec::new());
        }
        let (passing, counts) = sift(&view, cut, &rows(&view, &rules, cut, found));
        Ok(counts.offered(&view, cut, passing.len()))
    }

    /// In how many products each attribute stands, by code.
    pub fn carried(&self) -> HashMap<String, u64> {
        let view = self.view();
        let mut carried: HashMap<String, u64> = HashMap::new();
        for part in &view.segments {
            let Some(column) = part.facet.as_ref().filter(|_| !part.names.is_empty()) else { continue };
            let mut of_value = vec![0_u32; column.num_terms()];
            for (at, named) in part.names.iter().enumerate() {
                of_value[named.values.clone()].fill(at as u32);
            }
            let mut counts = vec![0_u64; part.names.len()];
            for doc in part.reader.doc_ids_alive() {
                let mut held: Vec<u32> = column
                    .ords()
                    .values_for_doc(doc)
                    .filter_map(|ord| of_value.get(ord as usize).copied())
                    .collect();
                // One that has two values of an attribute has it once.
                held.sort_unstable();
                held.dedup();
                held.iter().for_each(|at| counts[*at as usize] += 1);
            }
            for (named, count) in part.names.iter().zip(counts) {
                *carried.entry(named.code.clone()).or_default() += count;
            }
        }
        carried
    }
}

/// Everything on a shelf, as it lies; no more than one beyond `most`.
fn standing(view: &View, shelf: u64, most: usize) -> Result<Vec<Match>, EngineError> {
    let mut found = Vec::new();
    for (segment, part) in view.segments.iter().enumerate() {
        let Some(mut postings) = part.standing(&view.fields, shelf)? else { continue };
        while postings.doc() != TERMINATED && found.len() <= most {
            let doc = postings.doc();
            if part.alive(doc) {
                found.push(Match { segment: segment as u32, doc, score: 0.0, has: 0, code: false });
            }
            postings.advance();
        }
    }
    Ok(found)
}

/// What passes all filters, and how much there is of each value of an attribute.
fn sift(view: &View, cut: &Cut, rows: &[Row]) -> (Vec<Row>, Counts) {
    let chosen = Chosen::of(view, cut);
    let (mut passing, mut counts) = (Vec::new(), Counts::of(view));
    for row in rows.iter().filter(|row| passes(row, cut)) {
        let missed = chosen.missed(view, row.fit);
        if missed.is_none_or(|missed| missed.others == 0) {
            counts.add(view, row.fit, missed.map(|missed| missed.first));
        }
        if missed.is_none() {
            passing.push(*row);
        }
    }
    (passing, counts)
}

fn answer(view: &View, cut: &Cut, rows: Vec<Row>, pins: &[[u8; 16]], asked: &Question, partly: bool) -> Answer {
    let (mut passing, counts) = sift(view, cut, &rows);
    let counted = rows
        .iter()
        .map(|row| Counted { brand: row.brand, sold_out: row.band == SOLD_OUT, price: row.price })
        .collect();
    let pinned: HashMap<[u8; 16], usize> = pins.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    sort(view, &mut passing, cut.order, &pinned);
    let hits = passing.iter().skip(cut.offset).take(cut.size);
    let hits = hits.map(|row| Hit { product: product(view, row), band: row.band }).collect();
    let attributes = counts.offered(view, cut, passing.len());
    Answer { hits, total: passing.len(), counted, attributes, read_as: asked.read_as.clone(), meant: None, partly }
}

/// What stands first for a question although it has none of its words.
fn missing_pins(view: &View, rules: &Rules, cut: &Cut, pins: &[[u8; 16]], found: &[Row]) -> Vec<Row> {
    if pins.is_empty() {
        return Vec::new();
    }
    let there: HashSet<[u8; 16]> = found.iter().map(|row| product(view, row)).collect();
    let missing = pins.iter().filter(|id| !there.contains(*id)).filter_map(|id| view.place(id));
    let found = missing.map(|(segment, doc)| Match { segment, doc, score: 0.0, has: 0, code: false }).collect();
    rows(view, rules, cut, found)
}

fn product(view: &View, row: &Row) -> [u8; 16] {
    view.segments[row.fit.segment as usize].product(row.fit.doc)
}

/// What of the matches stands on the shelf, with the shop's own weights.
fn rows(view: &View, rules: &Rules, cut: &Cut, matches: Vec<Match>) -> Vec<Row> {
    let weighed = !rules.brands.is_empty() || !rules.products.is_empty();
    matches
        .into_iter()
        .filter_map(|mut fit| {
            let part = &view.segments[fit.segment as usize];
            let at = part.shelf.values_for_doc(fit.doc).position(|shelf| shelf == cut.shelf)?;
            let offer = part.list.values_for_doc(fit.doc).position(|list| list == cut.list)?;
            let brand = part.brand.first(fit.doc).unwrap_or(0);
            if weighed {
                fit.score *= rules.brands.get(&brand).copied().unwrap_or(1.0);
                fit.score *= rules.products.get(&part.product(fit.doc)).copied().unwrap_or(1.0);
            }
            let nth =
                |column: &tantivy::columnar::Column<u64>, n| column.values_for_doc(fit.doc).nth(n).unwrap_or(0);
            Some(Row {
                position: nth(&part.position, at),
                price: nth(&part.price, offer),
                band: nth(&part.band, offer),
                brand,
                fit,
            })
        })
        .collect()
}

/// Leaves those that have every word; when they are few, those that have fewer words as well. True when it did.
fn all_words_first(rows: &mut Vec<Row>, question: &Question) -> bool {
    // A whole article number names what it names, and nothing else; a short one may be a size.
    if question.code.len() >= 4 && rows.iter().any(|row| row.fit.code) {
        rows.retain(|row| row.fit.code);
        return false;
    }
    let large: u16 = question.slots.iter().enumerate().filter(|(_, slot)| !slot.small).map(|(at, _)| 1 << at).sum();
    let all = large.count_ones();
    let mut having = [0_usize; 17];
    for row in rows.iter() {
        having[if row.fit.code { all } else { (row.fit.has & large).count_ones() } as usize] += 1;
    }
    let mut need = all;
    let mut found: usize = having[need as usize];
    while need > 1 && (found == 0 || (found < ENOUGH && need > all / 2)) {
        need -= 1;
        found += having[need as usize];
    }
    rows.retain(|row| row.fit.code || (row.fit.has & large).count_ones() >= need);
    need < all
}

fn passes(row: &Row, cut: &Cut) -> bool {
    (cut.brands.is_empty() || cut.brands.contains(&row.brand))
        && cut.from.is_none_or(|from| row.price >= from)
        && cut.to.is_none_or(|to| row.price <= to)
        && !(cut.in_stock && row.band == SOLD_OUT)
}

fn sort(view: &View, rows: &mut [Row], order: Order, pinned: &HashMap<[u8; 16], usize>) {
    let ids = |row: &Row| product(view, row);
    let sold_out = |row: &Row| row.band == SOLD_OUT;
    match order {
        Order::Fit => {
            let place = |row: &Row| if pinned.is_empty() { None } else { pinned.get(&ids(row)).copied() };
            rows.sort_by(|a, b| {
                let by_pin = match (place(a), place(b)) {
                    (Some(a), Some(b)) => a.cmp(&b),
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (None, None) => Ordering::Equal,
                };
                by_pin
                    .then_with(|| b.fit.code.cmp(&a.fit.code))
                    .then_with(|| b.fit.score.total_cmp(&a.fit.score))
                    .then_with(|| sold_out(a).cmp(&sold_out(b)))
                    .then_with(|| a.position.cmp(&b.position))
                    .then_with(|| ids(a).cmp(&ids(b)))
            });
        }
        Order::Arranged => rows.sort_by_cached_key(|row| (sold_out(row), row.position, ids(row))),
        Order::Newest => {
            let created =
                |row: &Row| view.segments[row.fit.segment as usize].created.first(row.fit.doc).unwrap_or(0);
            rows.sort_by_cached_key(|row| (sold_out(row), Reverse(created(row)), Reverse(ids(row))));
        }
        Order::Cheapest => rows.sort_by_cached_key(|row| (sold_out(row), row.price, ids(row))),
        Order::Dearest => rows.sort_by_cached_key(|row| (sold_out(row), Reverse(row.price), Reverse(ids(row)))),
        Order::Title => rows.sort_by_cached_key(|row| (sold_out(row), title(view, row), ids(row))),
    }
}

fn title(view: &View, row: &Row) -> String {
    let mut out = String::new();
    if let Some(column) = &view.segments[row.fit.segment as usize].title_key
        && let Some(ord) = column.ords().first(row.fit.doc)
    {
        // A title that cannot be read sorts as none.
        let _ = column.ord_to_str(ord, &mut out);
    }
    out
}
