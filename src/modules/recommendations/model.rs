//! What is known of products together, in memory: baskets, and in which of them each product lies.
//!
//! Neighbours are not kept here but worked out from a product's latest baskets when somebody asks: a new basket is one
//! short list and an entry behind each of its products. The same baskets give the same answers, in whichever order
//! they came.
use std::collections::{HashMap, HashSet};

use kernel::kinds::{ProductId, ReferenceId};

use crate::weights::{self, DAY, Nearness};

/// How far back baskets are looked at.
pub(crate) const HORIZON_DAYS: i64 = 730;
/// The latest baskets of a product that its neighbours are worked out from.
const LATEST: usize = 4_000;
/// Neighbours of a product that are kept.
pub(crate) const NEIGHBOURS: usize = 250;

/// One product near another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Near {
    pub product: u32,
    pub score: f64,
    /// In how many baskets, or looks, they were together.
    pub times: u32,
}

struct Basket {
    at: i64,
    /// The latter half of its id, which is random: enough to tell baskets apart and order them.
    mark: u64,
    products: Box<[u32]>,
}

#[derive(Default)]
struct Held {
    /// Baskets by number, in the order of their time.
    baskets: Vec<u32>,
    /// The weight of all of them.
    weight: f64,
    /// What was looked at besides: number, weight, times.
    viewed: Vec<(u32, f64, u32)>,
    views: f64,
}

#[derive(Default)]
pub(crate) struct Model {
    numbers: HashMap<ProductId, u32>,
    names: Vec<ProductId>,
    held: Vec<Held>,
    baskets: Vec<Basket>,
    known: HashMap<u64, u32>,
    /// Called back before it was heard of, while the tables are still being read.
    gone: HashSet<u64>,
    /// Goes up with each change of a product's baskets.
    pub changes: u64,
}

pub(crate) fn mark(basket: ReferenceId) -> u64 {
    let bytes = basket.bytes();
    u64::from_be_bytes([bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]])
}

impl Model {
    pub fn number(&self, product: ProductId) -> Option<u32> {
        self.numbers.get(&product).copied()
    }

    pub fn name(&self, number: u32) -> ProductId {
        self.names[number as usize]
    }

    pub fn baskets(&self) -> usize {
        self.known.len()
    }

    pub fn products(&self) -> usize {
        self.names.len()
    }

    fn numbered(&mut self, product: ProductId) -> u32 {
        *self.numbers.entry(product).or_insert_with(|| {
            self.names.push(product);
            self.held.push(Held::default());
            (self.names.len() - 1) as u32
        })
    }

    /// Takes a basket in; one that is known already changes nothing. Answers the numbers of what lies in it.
    pub fn add(&mut self, mark: u64, at: i64, products: &[ProductId]) -> Vec<u32> {
        if self.known.contains_key(&mark) || self.gone.contains(&mark) {
            return Vec::new();
        }
        let mut lies: Vec<u32> = products.iter().map(|p| self.numbered(*p)).collect();
        lies.sort_unstable();
        lies.dedup();
        if lies.is_empty() {
            return lies;
        }
        let number = self.baskets.len() as u32;
        self.known.insert(mark, number);
        self.baskets.push(Basket { at, mark, products: lies.clone().into() });
        self.changes += 1;
        for product in &lies {
            let held = &mut self.held[*product as usize];
            let place = held.baskets.partition_point(|b| {
                let before = &self.baskets[*b as usize];
                (before.at, before.mark) < (at, mark)
            });
            held.baskets.insert(place, number);
            if place + 1 == held.baskets.len() {
                held.weight += weights::weight(at);
            } else {
                held.weight = sum(&self.baskets, &held.baskets);
            }
        }
        lies
    }

    /// Takes a basket out again: its order was cancelled.
    pub fn remove(&mut self, mark: u64, reading: bool) -> Vec<u32> {
        if reading {
            self.gone.insert(mark);
        }
        let Some(number) = self.known.remove(&mark) else { return Vec::new() };
        let lies = std::mem::take(&mut self.baskets[number as usize].products).into_vec();
        self.changes += 1;
        for product in &lies {
            let held = &mut self.held[*product as usize];
            held.baskets.retain(|b| *b != number);
            held.weight = sum(&self.baskets, &held.baskets);
        }
        lies
    }

    /// The tables were read to the end.
    pub fn is_read(&mut self) {
        self.gone = HashSet::new();
    }

    /// Says anew what was looked at besides a product: other product, day from 1970, how often.
    pub fn set_views(&mut self, product: ProductId, rows: &[(ProductId, i64, i64)]) -> u32 {
        let number = self.numbered(product);
        let mut viewed: HashMap<u32, (f64, u32)> = HashMap::new();
        for (other, day, count) in rows {
            let entry = viewed.entry(self.numbered(*other)).or_default();
            entry.0 += weights::views_weight(*day) * *count as f64;
            entry.1 = entry.1.saturating_add(u32::try_from(*count).unwrap_or(u32::MAX));
        }
        let mut viewed: Vec<_> =
            viewed.into_iter().map(|(other, (weight, times))| (other, weight, times)).collect();
        viewed.sort_unstable_by_key(|(other, ..)| *other);
        let held = &mut self.held[number as usize];
        held.views = viewed.iter().map(|(_, weight, _)| weight).sum();
        held.viewed = viewed;
        self.changes += 1;
        number
    }

    /// Products that were bought with this one, the nearest first.
    pub fn together(&self, product: u32, now: i64) -> Vec<Near> {
        let own = &self.held[product as usize];
        let since = horizon(now);
        let mut shared: HashMap<u32, (f64, u32)> = HashMap::new();
        for number in &own.baskets[own.baskets.len().saturating_sub(LATEST)..] {
            let basket = &self.baskets[*number as usize];
            if basket.at < since {
                continue;
            }
            let weight = weights::weight(basket.at) * weights::share(basket.products.len());
            for other in basket.products.iter().filter(|other| **other != product) {
                let entry = shared.entry(*other).or_default();
                entry.0 += weight;
                entry.1 += 1;
            }
        }
        let nearness = Nearness::at(now);
        let near = shared.into_iter().map(|(other, (both, times))| {
            let score = nearness.of(both, own.weight, self.held[other as usize].weight);
            Near { product: other, score, times }
        });
        self.nearest(near.collect())
    }

    /// Products that were looked at besides this one, the nearest first.
    pub fn viewed(&self, product: u32, now: i64) -> Vec<Near> {
        let own = &self.held[product as usize];
        let nearness = Nearness::of_views(now);
        let near = own.viewed.iter().map(|(other, both, times)| {
            let score = nearness.of(*both, own.views, self.held[*other as usize].views);
            Near { product: *other, score, times: *times }
        });
        self.nearest(near.collect())
    }

    fn nearest(&self, mut near: Vec<Near>) -> Vec<Near> {
        let before = |a: &Near, b: &Near| {
            b.score.total_cmp(&a.score).then_with(|| self.name(a.product).cmp(&self.name(b.product)))
        };
        if near.len() > NEIGHBOURS {
            near.select_nth_unstable_by(NEIGHBOURS, before);
            near.truncate(NEIGHBOURS);
        }
        near.sort_unstable_by(before);
        near
    }
}

/// Nothing before this time is looked at: whole days, so that it stands still for a while.
pub(crate) fn horizon(now: i64) -> i64 {
    (now.div_euclid(DAY) - HORIZON_DAYS) * DAY
}

fn sum(baskets: &[Basket], numbers: &[u32]) -> f64 {
    numbers.iter().map(|b| weights::weight(baskets[*b as usize].at)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_767_225_600_000_000;

    fn id(n: u8) -> ProductId {
        ProductId::from_bytes([n; 16])
    }

    fn names(model: &Model, product: u8) -> Vec<(u8, u32)> {
        let number = model.number(id(product)).unwrap();
        let name = |near: &Near| (model.name(near.product).bytes()[0], near.times);
        model.together(number, NOW).iter().map(name).collect()
    }

    #[test]
    fn what_is_bought_together_is_near_and_what_sells_anyway_is_less_so() {
        let mut model = Model::default();
        for n in 0..4 {
            model.add(n, NOW - DAY, &[id(1), id(2)]);
        }
        for n in 10..30 {
            model.add(n, NOW - DAY, &[id(3), id(if n < 14 { 1 } else { 4 })]);
        }
        assert_eq!(names(&model, 1), [(2, 4), (3, 4)]);
        assert_eq!(names(&model, 2), [(1, 4)]);
    }

    #[test]
    fn recent_and_small_baskets_tell_more() {
        let mut model = Model::default();
        model.add(1, NOW - 200 * DAY, &[id(1), id(2)]);
        model.add(2, NOW - DAY, &[id(1), id(3)]);
        let crowd: Vec<ProductId> = [1, 4].into_iter().chain(20..60).map(id).collect();
        model.add(3, NOW - DAY, &crowd);
        let near = names(&model, 1);
        assert_eq!(near.first(), Some(&(3, 1)));
        let place = |n| near.iter().position(|(name, _)| *name == n).unwrap();
        assert!(place(3) < place(2) && place(3) < place(4), "{near:?}");
    }

    #[test]
    fn the_same_baskets_give_the_same_answers_in_whichever_order_they_come() {
        let baskets: Vec<(u64, i64, Vec<ProductId>)> = (0..60_u64)
            .map(|n| {
                let lies = [1 + n % 7, 1 + n % 5, 1 + n % 3].map(|n| id(n as u8)).to_vec();
                (n, NOW - (n as i64 % 11) * DAY, lies)
            })
            .collect();
        let (mut one, mut other) = (Model::default(), Model::default());
        for (mark, at, lies) in &baskets {
            one.add(*mark, *at, lies);
        }
        // Backwards, one twice, one that is called back, as when the log and the tables meet.
        other.add(99, NOW, &[id(1), id(6)]);
        for (mark, at, lies) in baskets.iter().rev() {
            other.add(*mark, *at, lies);
            other.add(*mark, *at, lies);
        }
        other.remove(99, false);
        for product in 1..=7 {
            let of = |model: &Model| {
                let near = model.together(model.number(id(product)).unwrap(), NOW);
                near.iter().map(|n| (model.name(n.product), n.score, n.times)).collect::<Vec<_>>()
            };
            assert_eq!(of(&one), of(&other), "{product}");
        }
    }

    #[test]
    fn what_was_called_back_while_the_tables_were_read_stays_away() {
        let mut model = Model::default();
        model.remove(5, true);
        assert!(model.add(5, NOW, &[id(1), id(2)]).is_empty());
        model.is_read();
        assert_eq!(model.baskets(), 0);
    }

    #[test]
    fn looks_are_counted_anew_each_time_they_are_told() {
        let mut model = Model::default();
        let today = NOW / DAY;
        for _ in 0..2 {
            model.set_views(id(1), &[(id(2), today, 5), (id(3), today - 90, 5), (id(2), today - 1, 1)]);
        }
        let number = model.number(id(1)).unwrap();
        let viewed: Vec<_> = model.viewed(number, NOW).iter().map(|n| (model.name(n.product), n.times)).collect();
        assert_eq!(viewed, [(id(2), 6), (id(3), 5)]);
    }
}
