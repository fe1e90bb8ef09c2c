//! From products that fit to a page of them: cut, put in order, counted.
use std::cmp::{Ordering, Reverse};
use std::collections::{HashMap, HashSet};

use tantivy::{DocSet, TERMINATED};

use super::chosen::{Chosen, Counts};
use super::question::{Question, Rules, question};
use super::score::{Match, matches};
use super::sheet::Line;
use super::spelling;
use super::tally::{Counted, Tally};
use super::view::{Part, View};
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
    /// Whether that is the shelf of all that is sold, which most questions are about.
    pub whole: bool,
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
    /// The last word may still go on, and nothing is counted.
    pub typing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub product: [u8; 16],
    pub band: u64,
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
    pub tally: Tally,
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
            let rows = rows(&view, &rules, cut, standing(&view, cut.shelf, usize::MAX)?.into_iter());
            return Ok(answer(&view, cut, rows, &[], &Question::default(), false));
        }
        let asked = question(&view, &self.stems, &self.weights, &rules, text, cut.typing);
        let (mut rows, partly) = fitting(&view, &rules, cut, &matches(&view, &self.weights, &asked)?, &asked);
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
        let (passing, counts) = sift(&view, cut, rows(&view, &rules, cut, found.into_iter()));
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
fn sift(view: &View, cut: &Cut, rows: Vec<Row>) -> (Vec<Row>, Counts) {
    let mut counts = Counts::of(view);
    if cut.leaves_all() {
        if !cut.typing {
            rows.iter().for_each(|row| counts.add(view, row.fit, None));
        }
        return (rows, counts);
    }
    let chosen = Chosen::of(view, cut);
    let mut passing = Vec::new();
    for row in rows.into_iter().filter(|row| passes(row, cut)) {
        let missed = chosen.missed(view, row.fit);
        if !cut.typing && missed.is_none_or(|missed| missed.others == 0) {
            counts.add(view, row.fit, missed.map(|missed| missed.first));
        }
        if missed.is_none() {
            passing.push(row);
        }
    }
    (passing, counts)
}

fn answer(view: &View, cut: &Cut, rows: Vec<Row>, pins: &[[u8; 16]], asked: &Question, partly: bool) -> Answer {
    let counted = |row: &Row| Counted { brand: row.brand, sold_out: row.band == SOLD_OUT, price: row.price };
    let tally = if cut.typing { Tally::default() } else { Tally::of(rows.iter().map(counted), cut) };
    let (mut passing, counts) = sift(view, cut, rows);
    let pinned: HashMap<[u8; 16], usize> = pins.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    sort(view, &mut passing, cut.order, &pinned, cut.offset + cut.size);
    let hits = passing.iter().skip(cut.offset).take(cut.size);
    let hits = hits.map(|row| Hit { product: product(view, row), band: row.band }).collect();
    let attributes = if cut.typing { Vec::new() } else { counts.offered(view, cut, passing.len()) };
    Answer { hits, total: passing.len(), tally, attributes, read_as: asked.read_as.clone(), meant: None, partly }
}

/// What stands first for a question although it has none of its words.
fn missing_pins(view: &View, rules: &Rules, cut: &Cut, pins: &[[u8; 16]], found: &[Row]) -> Vec<Row> {
    if pins.is_empty() {
        return Vec::new();
    }
    let there: HashSet<[u8; 16]> = found.iter().map(|row| product(view, row)).collect();
    let missing = pins.iter().filter(|id| !there.contains(*id)).filter_map(|id| view.place(id));
    let found = missing.map(|(segment, doc)| Match { segment, doc, score: 0.0, has: 0, code: false });
    rows(view, rules, cut, found)
}

fn product(view: &View, row: &Row) -> [u8; 16] {
    view.segments[row.fit.segment as usize].product(row.fit.doc)
}

/// What of the matches stands on the shelf, with the shop's own weights.
fn rows(view: &View, rules: &Rules, cut: &Cut, matches: impl Iterator<Item = Match>) -> Vec<Row> {
    let weighed = !rules.brands.is_empty() || !rules.products.is_empty();
    let sheet = |part: &Part| if cut.whole { part.lines(cut.shelf, cut.list) } else { None };
    let sheets: Vec<_> = view.segments.iter().map(sheet).collect();
    let row = |mut fit: Match| {
        let (segment, part) = (fit.segment as usize, &view.segments[fit.segment as usize]);
        let line = match &sheets[segment] {
            Some(lines) => *lines.get(fit.doc as usize)?,
            None => part.line(fit.doc, cut.shelf, cut.list),
        };
        if weighed && line.stands {
            fit.score *= rules.brands.get(&line.brand).copied().unwrap_or(1.0);
            fit.score *= rules.products.get(&part.product(fit.doc)).copied().unwrap_or(1.0);
        }
        let Line { position, price, brand, band, stands } = line;
        stands.then_some(Row { position, price, brand, band: u64::from(band), fit })
    };
    matches.filter_map(row).collect()
}

/// What has every word; when that is little, what has fewer words as well. True when it is.
fn fitting(view: &View, rules: &Rules, cut: &Cut, matches: &[Match], question: &Question) -> (Vec<Row>, bool) {
    // A whole article number names what it names, and nothing else; a short one may be a size.
    if question.code.len() >= 4 {
        let named = rows(view, rules, cut, matches.iter().filter(|fit| fit.code).copied());
        if !named.is_empty() {
            return (named, false);
        }
    }
    let large: u16 = question.slots.iter().enumerate().filter(|(_, slot)| !slot.small).map(|(at, _)| 1 << at).sum();
    let all = large.count_ones();
    let words = |fit: &Match| if fit.code { all } else { (fit.has & large).count_ones() };
    // Most have some of the words only, and are not looked at any further.
    let having = |number: u32| rows(view, rules, cut, matches.iter().filter(|fit| words(fit) == number).copied());
    let mut need = all;
    let mut found = having(need);
    while need > 1 && (found.is_empty() || (found.len() < ENOUGH && need > all / 2)) {
        need -= 1;
        found.extend(having(need));
    }
    (found, need < all)
}

impl Cut {
    /// Whether nothing is left out.
    fn leaves_all(&self) -> bool {
        let plain = self.brands.is_empty() && self.from.is_none() && self.to.is_none() && !self.in_stock;
        plain && self.attributes.is_empty() && self.ranges.is_empty()
    }

    pub fn has_brand(&self, brand: u64) -> bool {
        self.brands.is_empty() || self.brands.contains(&brand)
    }

    pub fn has_price(&self, price: u64) -> bool {
        self.from.is_none_or(|from| price >= from) && self.to.is_none_or(|to| price <= to)
    }
}

fn passes(row: &Row, cut: &Cut) -> bool {
    cut.has_brand(row.brand) && cut.has_price(row.price) && !(cut.in_stock && row.band == SOLD_OUT)
}

/// Puts the first `shown` in order; those behind them stand as they may.
fn sort(view: &View, rows: &mut [Row], order: Order, pinned: &HashMap<[u8; 16], usize>, shown: usize) {
    let ids = |row: &Row| product(view, row);
    let sold_out = |row: &Row| row.band == SOLD_OUT;
    match order {
        Order::Fit => {
            let place = |row: &Row| if pinned.is_empty() { None } else { pinned.get(&ids(row)).copied() };
            first(rows, shown, |a, b| {
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

/// Of a long list few are shown, and no two are equal: the others need no order.
fn first(rows: &mut [Row], shown: usize, compare: impl Fn(&Row, &Row) -> Ordering) {
    let shown = if shown < rows.len() / 2 {
        rows.select_nth_unstable_by(shown, &compare);
        shown
    } else {
        rows.len()
    };
    rows[..shown].sort_unstable_by(compare);
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
