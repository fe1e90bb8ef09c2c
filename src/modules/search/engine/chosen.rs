//! What was chosen of attributes, and how much there is of each value.
use std::collections::HashMap;

use tantivy::DocId;

use super::answer::{Cut, Values};
use super::schema::BETWEEN;
use super::score::Match;
use super::view::{Named, Part, View};
use crate::Bounds;

/// So many attributes are offered to choose from, of those that most of the products have.
const ATTRIBUTES: usize = 16;
/// An attribute with more values than these is no choice.
const VALUES: usize = 30;

/// What was chosen, as numbers of each segment.
pub(super) struct Chosen {
    /// By segment, by what was chosen: which values pass, in order.
    values: Vec<Vec<Vec<u64>>>,
}

/// What of the chosen attributes a product has not.
#[derive(Clone, Copy)]
pub(super) struct Missed {
    /// The first of them.
    pub first: usize,
    pub others: usize,
}

/// What was chosen of one attribute: values come first, ranges behind them.
fn codes(cut: &Cut) -> impl Iterator<Item = &str> {
    cut.attributes.iter().map(|(code, _)| code.as_str()).chain(cut.ranges.iter().map(|range| range.code.as_str()))
}

impl Chosen {
    pub fn of(view: &View, cut: &Cut) -> Self {
        let of = |part: &Part| {
            let number = |code: &str, value: &String| {
                let key = format!("{code}{BETWEEN}{value}");
                part.facet.as_ref().and_then(|column| column.dictionary().term_ord(key.as_bytes()).ok().flatten())
            };
            let mut all: Vec<Vec<u64>> = Vec::with_capacity(cut.attributes.len() + cut.ranges.len());
            for (code, values) in &cut.attributes {
                all.push(values.iter().filter_map(|value| number(code, value)).collect());
            }
            for range in &cut.ranges {
                let held = |named: &Named| -> Vec<u64> {
                    let measures = named.measures.as_deref().unwrap_or_default();
                    let each = named.values.clone().zip(measures);
                    each.filter(|(_, measure)| range.holds(**measure)).map(|(ord, _)| ord as u64).collect()
                };
                all.push(part.named(&range.code).map(held).unwrap_or_default());
            }
            all.iter_mut().for_each(|values| values.sort_unstable());
            all
        };
        Self { values: view.segments.iter().map(of).collect() }
    }

    pub fn missed(&self, view: &View, fit: Match) -> Option<Missed> {
        let part = &view.segments[fit.segment as usize];
        let has = |values: &Vec<u64>| {
            part.facet.as_ref().is_some_and(|column| {
                column.ords().values_for_doc(fit.doc).any(|ord| values.binary_search(&ord).is_ok())
            })
        };
        let all = self.values[fit.segment as usize].iter().enumerate();
        let mut missed = all.filter(|(_, values)| !has(values)).map(|(at, _)| at);
        let first = missed.next()?;
        Some(Missed { first, others: missed.count() })
    }
}

/// Counts of every value, by segment and number.
pub(super) struct Counts {
    /// Under all filters.
    all: Vec<Vec<u32>>,
    /// By what was chosen: of products that miss it and nothing else.
    without: HashMap<usize, Vec<Vec<u32>>>,
}

impl Counts {
    pub fn of(view: &View) -> Self {
        Self { all: Self::empty(view), without: HashMap::new() }
    }

    fn empty(view: &View) -> Vec<Vec<u32>> {
        let values = |part: &Part| part.facet.as_ref().map_or(0, |column| column.num_terms());
        view.segments.iter().map(|part| vec![0; values(part)]).collect()
    }

    pub fn add(&mut self, view: &View, fit: Match, missed: Option<usize>) {
        let (segment, doc): (usize, DocId) = (fit.segment as usize, fit.doc);
        let counts = match missed {
            None => &mut self.all,
            Some(at) => self.without.entry(at).or_insert_with(|| Self::empty(view)),
        };
        let counts = &mut counts[segment];
        view.segments[segment].each_value(doc, |number| {
            if let Some(count) = counts.get_mut(number) {
                *count += 1;
            }
        });
    }

    /// The attributes that are asked for; else those that most of the products have, and what was chosen in any case.
    pub fn offered(&self, view: &View, cut: &Cut, products: usize) -> Vec<Values> {
        if let Some(codes) = &cut.offered {
            let asked = codes.iter().map(|code| self.values(view, cut, code));
            return asked.filter(|values| !values.values.is_empty() || values.bounds.is_some()).collect();
        }
        let mut found: HashMap<&str, (u64, usize, bool)> = HashMap::new();
        for (part, counts) in view.segments.iter().zip(&self.all) {
            for named in part.names.iter() {
                let counts = &counts[named.values.clone()];
                let held = found.entry(&named.code).or_insert((0, 0, true));
                held.0 += counts.iter().map(|count| u64::from(*count)).sum::<u64>();
                held.1 += counts.iter().filter(|count| **count > 0).count();
                held.2 &= named.measures.is_some();
            }
        }
        let is_chosen = |code: &str| codes(cut).any(|chosen| chosen == code);
        let mut named: Vec<(&str, u64)> = found
            .into_iter()
            .filter(|(code, (found, values, numbers))| {
                let choice = *values > 1 && (*numbers || *values <= VALUES);
                is_chosen(code) || (choice && 4 * *found >= products as u64)
            })
            .map(|(code, (found, ..))| (code, found))
            .collect();
        named.sort_by(|a, b| (is_chosen(b.0), b.1).cmp(&(is_chosen(a.0), a.1)).then_with(|| a.0.cmp(b.0)));
        named.truncate(ATTRIBUTES.max(codes(cut).count()));
        named.into_iter().map(|(code, _)| self.values(view, cut, code)).collect()
    }

    fn values(&self, view: &View, cut: &Cut, code: &str) -> Values {
        let place = codes(cut).position(|chosen| chosen == code);
        let without = place.and_then(|place| self.without.get(&place));
        let mut values: HashMap<&str, u64> = HashMap::new();
        let mut bounds: HashMap<u64, (Bounds, u64)> = HashMap::new();
        let mut numbers = true;
        for (segment, part) in view.segments.iter().enumerate() {
            let Some(named) = part.named(code) else { continue };
            numbers &= named.measures.is_some();
            for (at, ord) in named.values.clone().enumerate() {
                let count = self.all[segment][ord] + without.map_or(0, |without| without[segment][ord]);
                if count == 0 {
                    continue;
                }
                if let Some(measure) = named.measures.as_ref().and_then(|all| all.get(at)) {
                    let new = (Bounds::of(*measure), 0);
                    let held = bounds.entry(measure.kind).or_insert(new);
                    held.0.add(*measure);
                    held.1 += u64::from(count);
                }
                *values.entry(named.text(at)).or_default() += u64::from(count);
            }
        }
        for (_, chosen) in cut.attributes.iter().filter(|(own, _)| own == code) {
            for value in chosen {
                values.entry(value).or_default();
            }
        }
        // What is measured most often is what it is about.
        let bounds = bounds.into_values().max_by_key(|(bounds, count)| (*count, bounds.kind()));
        let mut values: Vec<(&str, u64)> = values.into_iter().collect();
        values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        values.truncate(VALUES);
        let values = values.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
        Values { code: code.to_owned(), values, bounds: bounds.filter(|_| numbers).map(|(bounds, _)| bounds) }
    }
}
