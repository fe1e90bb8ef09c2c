//! The memory of an instance: the model, and neighbours that were worked out lately.
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use db::{Db, DbError};
use events::Recorded;
use kernel::Micros;
use kernel::kinds::{ProductId, ReferenceId};
use moka::sync::Cache;
use parking_lot::RwLock;

use crate::model::{Model, Near, horizon, mark};
use crate::{BasketForgotten, BasketNoted, MOST_GIVEN, RecommendationsError, Suggestion, ViewsCounted, store};

/// Baskets read at once.
const PAGE: i64 = 5_000;
/// Products whose looks are read at once.
const SOME: i64 = 256;
/// Neighbours are worked out anew after this, though no basket of theirs came: others did.
const KEPT: Duration = Duration::from_secs(600);
/// Products whose neighbours are kept: about 6 KB each at most.
const MOST_KEPT: u64 = 20_000;

/// How much an instance knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub baskets: usize,
    pub products: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Together,
    Viewed,
}

pub(crate) struct Memory {
    model: RwLock<Model>,
    near: Cache<(Kind, u32), Arc<[Near]>>,
    reading: AtomicBool,
}

impl Default for Memory {
    fn default() -> Self {
        let near = Cache::builder().max_capacity(MOST_KEPT).time_to_live(KEPT).build();
        Self { model: RwLock::default(), near, reading: AtomicBool::new(false) }
    }
}

impl Memory {
    pub fn read(&self, db: &Db) -> Result<Size, RecommendationsError> {
        self.reading.store(true, Ordering::SeqCst);
        let since = horizon(db.clock().now().0);
        let mut last = None;
        loop {
            let page = db.read_now(|c| store::read(c, since, last, PAGE).map_err(DbError::from))?;
            let mut model = self.model.write();
            for (basket, at, products) in &page {
                model.add(mark(*basket), *at, products);
            }
            let Some((basket, at, _)) = page.last() else {
                model.is_read();
                break;
            };
            last = Some((*at, *basket));
        }
        self.reading.store(false, Ordering::SeqCst);
        let mut after = None;
        loop {
            let some = db.read_now(|c| store::viewed(c, after, SOME).map_err(DbError::from))?;
            let Some(last) = some.last() else { break };
            after = Some(*last);
            self.read_views(db, &some)?;
        }
        // What was worked out from a part is worked out again.
        self.near.invalidate_all();
        Ok(self.size())
    }

    fn read_views(&self, db: &Db, products: &[ProductId]) -> Result<(), RecommendationsError> {
        let rows = db.read_now(|c| store::views_of(c, products).map_err(DbError::from))?;
        let mut of: HashMap<ProductId, Vec<(ProductId, i64, i64)>> = HashMap::new();
        for (product, other, day, count) in rows {
            of.entry(product).or_default().push((other, day, count));
        }
        let mut model = self.model.write();
        for product in products {
            let rows = of.get(product).map(Vec::as_slice).unwrap_or_default();
            let number = model.set_views(*product, rows);
            self.near.invalidate(&(Kind::Viewed, number));
        }
        Ok(())
    }

    pub fn heard(&self, db: &Db, news: &[Recorded]) -> Result<(), RecommendationsError> {
        let mut viewed: HashSet<ProductId> = HashSet::new();
        for event in news {
            let touched = if let Some(Ok(e)) = event.decode::<BasketNoted>() {
                self.model.write().add(mark(e.basket), e.at.0, &e.products)
            } else if let Some(Ok(e)) = event.decode::<BasketForgotten>() {
                self.forget(e.basket)
            } else if let Some(Ok(e)) = event.decode::<ViewsCounted>() {
                viewed.extend(e.products);
                continue;
            } else {
                continue;
            };
            for product in touched {
                self.near.invalidate(&(Kind::Together, product));
            }
        }
        let viewed: Vec<ProductId> = viewed.into_iter().collect();
        viewed.chunks(SOME as usize).try_for_each(|some| self.read_views(db, some))
    }

    fn forget(&self, basket: ReferenceId) -> Vec<u32> {
        let mut model = self.model.write();
        let reading = self.reading.load(Ordering::SeqCst);
        model.remove(mark(basket), reading)
    }

    /// A product's neighbours, as they were worked out last. A change meanwhile makes them worked out again.
    fn near(&self, kind: Kind, number: u32, now: Micros) -> Arc<[Near]> {
        if let Some(near) = self.near.get(&(kind, number)) {
            return near;
        }
        let model = self.model.read();
        let near: Arc<[Near]> = match kind {
            Kind::Together => model.together(number, now.0),
            Kind::Viewed => model.viewed(number, now.0),
        }
        .into();
        // Under the lock: whoever changes the model takes them out after this.
        self.near.insert((kind, number), near.clone());
        near
    }

    pub fn together(&self, given: &[ProductId], least: u32, limit: usize, now: Micros) -> Vec<Suggestion> {
        let numbers: Vec<u32> = {
            let model = self.model.read();
            given.iter().take(MOST_GIVEN).filter_map(|product| model.number(*product)).collect()
        };
        if let [only] = numbers[..] {
            let near = self.near(Kind::Together, only, now);
            return self.told(near.iter().filter(|n| n.times >= least).take(limit));
        }
        let mut sums: HashMap<u32, Near> = HashMap::new();
        for number in &numbers {
            for near in self.near(Kind::Together, *number, now).iter() {
                let sum = sums.entry(near.product).or_insert(Near { score: 0.0, times: 0, ..*near });
                sum.score += near.score;
                sum.times = sum.times.max(near.times);
            }
        }
        let mut best: Vec<Near> =
            sums.into_values().filter(|n| n.times >= least && !numbers.contains(&n.product)).collect();
        let model = self.model.read();
        best.sort_unstable_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| model.name(a.product).cmp(&model.name(b.product)))
        });
        drop(model);
        self.told(best.iter().take(limit))
    }

    pub fn viewed(&self, product: ProductId, least: u32, limit: usize, now: Micros) -> Vec<Suggestion> {
        let Some(number) = self.model.read().number(product) else { return Vec::new() };
        let near = self.near(Kind::Viewed, number, now);
        self.told(near.iter().filter(|n| n.times >= least).take(limit))
    }

    fn told<'a>(&self, near: impl Iterator<Item = &'a Near>) -> Vec<Suggestion> {
        let model = self.model.read();
        near.map(|n| Suggestion { product: model.name(n.product), score: n.score, times: n.times }).collect()
    }

    pub fn size(&self) -> Size {
        let model = self.model.read();
        Size { baskets: model.baskets(), products: model.products() }
    }
}
