//! From products that fit to a page of them: cut, put in order, counted.
use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};

use tantivy::DocId;

use super::question::{Question, Rules, question};
use super::schema::BETWEEN;
use super::score::{Match, matches};
use super::view::{Part, View};
use super::{Engine, EngineError};
use crate::words;

/// Fewer products than these, and those that have not every word are shown as well.
const ENOUGH: usize = 12;
/// So many attributes are offered to choose from, of those that most of the products have.
const ATTRIBUTES: usize = 8;
/// An attribute with more values than these is no choice.
const VALUES: usize = 30;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Order {
    Fit,
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
    /// By name: of several values, either.
    pub attributes: Vec<(String, Vec<String>)>,
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
    pub name: String,
    pub values: Vec<(String, u64)>,
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
    pub fn find(&self, text: &str, cut: &Cut) -> Result<Answer, EngineError> {
        let (view, rules) = (self.view(), self.rules());
        let asked = question(&view, &self.stems, &self.weights, &rules, text, cut.typing);
        let mut rows = rows(&view, &rules, cut, matches(&view, &self.weights, &asked)?);
        let partly = all_words_first(&mut rows, &asked);
        let pins = rules.pins.get(&words::folded(text)).map(Vec::as_slice).unwrap_or_default();
        rows.extend(missing_pins(&view, &rules, cut, pins, &rows));
        let chosen = Chosen::of(&view, cut);
        let (mut passing, mut counts) = (Vec::new(), Counts::of(&view));
        for row in &rows {
            let base = passes(row, cut);
            let part = &view.segments[row.fit.segment as usize];
            let missed = chosen.missed(part, row);
            if base && missed.is_none_or(|missed| missed.others == 0) {
                counts.add(&view, row, missed.map(|missed| missed.name));
            }
            if base && missed.is_none() {
                passing.push(*row);
            }
        }
        let counted = rows
            .iter()
            .map(|row| Counted { brand: row.brand, sold_out: row.band == SOLD_OUT, price: row.price })
            .collect();
        let pinned: HashMap<[u8; 16], usize> = pins.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        sort(&view, &mut passing, cut.order, &pinned);
        let hits = passing.iter().skip(cut.offset).take(cut.size);
        let hits = hits.map(|row| Hit { product: product(&view, row), band: row.band }).collect();
        let attributes = counts.offered(&view, cut, passing.len());
        Ok(Answer { hits, total: passing.len(), counted, attributes, read_as: asked.read_as, partly })
    }
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

/// What was chosen of attributes, as numbers of each segment.
struct Chosen {
    /// By segment, by attribute: which values pass.
    values: Vec<Vec<Vec<u64>>>,
}

/// What of the chosen attributes a product has not.
#[derive(Clone, Copy)]
struct Missed {
    /// The first of them.
    name: usize,
    others: usize,
}

impl Chosen {
    fn of(view: &View, cut: &Cut) -> Self {
        let of = |part: &Part| {
            let number = |name: &str, value: &String| {
                let key = format!("{name}{BETWEEN}{value}");
                part.facet.as_ref().and_then(|column| column.dictionary().term_ord(key.as_bytes()).ok().flatten())
            };
            let values =
                |(name, values): &(String, Vec<String>)| values.iter().filter_map(|v| number(name, v)).collect();
            cut.attributes.iter().map(values).collect()
        };
        Self { values: view.segments.iter().map(of).collect() }
    }

    fn missed(&self, part: &Part, row: &Row) -> Option<Missed> {
        let names = &self.values[row.fit.segment as usize];
        let has = |values: &Vec<u64>| {
            part.facet
                .as_ref()
                .is_some_and(|column| column.ords().values_for_doc(row.fit.doc).any(|ord| values.contains(&ord)))
        };
        let mut missed = names.iter().enumerate().filter(|(_, values)| !has(values)).map(|(name, _)| name);
        let name = missed.next()?;
        Some(Missed { name, others: missed.count() })
    }
}

/// Counts of every value, by segment and number.
struct Counts {
    /// Under all filters.
    all: Vec<Vec<u32>>,
    /// By chosen attribute: of products that miss it and nothing else.
    without: HashMap<usize, Vec<Vec<u32>>>,
}

impl Counts {
    fn of(view: &View) -> Self {
        Self { all: Self::empty(view), without: HashMap::new() }
    }

    fn empty(view: &View) -> Vec<Vec<u32>> {
        view.segments
            .iter()
            .map(|part| vec![0; part.facet.as_ref().map_or(0, |column| column.num_terms())])
            .collect()
    }

    fn add(&mut self, view: &View, row: &Row, missed: Option<usize>) {
        let (segment, doc): (usize, DocId) = (row.fit.segment as usize, row.fit.doc);
        let counts = match missed {
            None => &mut self.all,
            Some(name) => self.without.entry(name).or_insert_with(|| Self::empty(view)),
        };
        if let Some(column) = &view.segments[segment].facet {
            for ord in column.ords().values_for_doc(doc) {
                counts[segment][ord as usize] += 1;
            }
        }
    }

    /// The attributes that most of the products have, with their values; those that were chosen in any case.
    fn offered(&self, view: &View, cut: &Cut, products: usize) -> Vec<Values> {
        let mut names: HashMap<&str, (u64, usize)> = HashMap::new();
        for (part, counts) in view.segments.iter().zip(&self.all) {
            for (name, range) in part.names.iter() {
                let counts = &counts[range.clone()];
                let held = names.entry(name).or_default();
                held.0 += counts.iter().map(|count| u64::from(*count)).sum::<u64>();
                held.1 += counts.iter().filter(|count| **count > 0).count();
            }
        }
        let is_chosen = |name: &str| cut.attributes.iter().any(|(chosen, _)| chosen == name);
        let mut names: Vec<(&str, u64)> = names
            .into_iter()
            .filter(|(name, (found, values))| {
                is_chosen(name) || (4 * *found >= products as u64 && *values > 1 && *values <= VALUES)
            })
            .map(|(name, (found, _))| (name, found))
            .collect();
        names.sort_by(|a, b| (is_chosen(b.0), b.1).cmp(&(is_chosen(a.0), a.1)).then_with(|| a.0.cmp(b.0)));
        names.truncate(ATTRIBUTES.max(cut.attributes.len()));
        let mut out: Vec<Values> = names.into_iter().map(|(name, _)| self.values(view, cut, name)).collect();
        out.sort_by(|a, b| a.name.cmp(&b.name));
        out
    }

    fn values(&self, view: &View, cut: &Cut, name: &str) -> Values {
        let place = cut.attributes.iter().position(|(chosen, _)| chosen == name);
        let without = place.and_then(|place| self.without.get(&place));
        let mut values: HashMap<String, u64> = HashMap::new();
        let mut text = String::new();
        for (segment, part) in view.segments.iter().enumerate() {
            let Some((_, range)) = part.names.iter().find(|(own, _)| own == name) else { continue };
            for ord in range.clone() {
                let count = self.all[segment][ord] + without.map_or(0, |without| without[segment][ord]);
                if count == 0 {
                    continue;
                }
                text.clear();
                let read =
                    part.facet.as_ref().is_some_and(|column| column.ord_to_str(ord as u64, &mut text).is_ok());
                if let Some((_, value)) = text.split_once(BETWEEN).filter(|_| read) {
                    *values.entry(value.to_owned()).or_default() += u64::from(count);
                }
            }
        }
        for value in place.into_iter().flat_map(|place| &cut.attributes[place].1) {
            values.entry(value.clone()).or_default();
        }
        let mut values: Vec<(String, u64)> = values.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.truncate(VALUES);
        Values { name: name.to_owned(), values }
    }
}
