//! What is looked at one after another, without knowing by whom.
//!
//! A trail is the last few products that one address and browser asked for within half an hour. It is kept in memory
//! only, under a hash whose key is made when the process starts and never leaves it; what is written down are counts of
//! pairs of products a day. When there are more trails or pairs than there is room for, new ones are left out: counts
//! are a sample.
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};

use kernel::Micros;
use kernel::kinds::ProductId;
use parking_lot::Mutex;

/// Trails at once.
const TRAILS: usize = 50_000;
/// Products of a trail that a new one is paired with.
const STEPS: usize = 5;
/// A trail this long within its time is no person's.
const LONGEST: u32 = 60;
/// Without a step for this long a trail ends. In microseconds.
const ENDS: i64 = 30 * 60 * 1_000_000;
/// Pairs between two times of writing them down.
const PAIRS: usize = 20_000;

struct Trail {
    last: i64,
    steps: Vec<ProductId>,
    taken: u32,
}

#[derive(Default)]
struct Kept {
    trails: HashMap<u64, Trail>,
    pairs: HashMap<(ProductId, ProductId), u32>,
}

#[derive(Default)]
pub(crate) struct Trails {
    key: RandomState,
    kept: Mutex<Kept>,
}

impl Trails {
    /// Somebody looks at a product. `who` tells visitors apart; it is hashed and forgotten.
    pub fn step(&self, who: impl Hash, product: ProductId, now: Micros) {
        let who = self.key.hash_one(who);
        let mut kept = self.kept.lock();
        let Kept { trails, pairs } = &mut *kept;
        if trails.len() >= TRAILS && !trails.contains_key(&who) {
            return;
        }
        let trail = trails.entry(who).or_insert_with(|| Trail { last: now.0, steps: Vec::new(), taken: 0 });
        if now.0 - trail.last > ENDS {
            (trail.steps, trail.taken) = (Vec::new(), 0);
        }
        trail.last = now.0;
        if trail.steps.contains(&product) {
            return;
        }
        trail.taken += 1;
        if trail.taken > LONGEST {
            return;
        }
        for other in &trail.steps {
            for pair in [(product, *other), (*other, product)] {
                if pairs.len() < PAIRS || pairs.contains_key(&pair) {
                    *pairs.entry(pair).or_default() += 1;
                }
            }
        }
        if trail.steps.len() == STEPS {
            trail.steps.remove(0);
        }
        trail.steps.push(product);
    }

    /// The pairs since the last time; trails that have ended are forgotten.
    pub fn take(&self, now: Micros) -> Vec<(ProductId, ProductId, i64)> {
        let mut kept = self.kept.lock();
        kept.trails.retain(|_, trail| now.0 - trail.last <= ENDS);
        let pairs = std::mem::take(&mut kept.pairs);
        drop(kept);
        let mut pairs: Vec<_> =
            pairs.into_iter().map(|((product, other), count)| (product, other, i64::from(count))).collect();
        pairs.sort_unstable();
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> ProductId {
        ProductId::from_bytes([n; 16])
    }
    const MINUTE: i64 = 60_000_000;

    #[test]
    fn what_one_visitor_looks_at_is_paired_and_others_are_not() {
        let trails = Trails::default();
        trails.step("ada", id(1), Micros(0));
        trails.step("bob", id(9), Micros(0));
        trails.step("ada", id(2), Micros(MINUTE));
        trails.step("ada", id(2), Micros(2 * MINUTE));
        assert_eq!(trails.take(Micros(3 * MINUTE)), [(id(1), id(2), 1), (id(2), id(1), 1)]);
        assert!(trails.take(Micros(3 * MINUTE)).is_empty(), "they are told once");
    }

    #[test]
    fn a_trail_ends_after_half_an_hour() {
        let trails = Trails::default();
        trails.step("ada", id(1), Micros(0));
        trails.step("ada", id(2), Micros(31 * MINUTE));
        assert!(trails.take(Micros(31 * MINUTE)).is_empty());
    }

    #[test]
    fn who_looks_at_everything_counts_little() {
        let trails = Trails::default();
        for n in 0..200 {
            trails.step("robot", id(n), Micros(0));
        }
        let pairs = trails.take(Micros(0));
        assert!(pairs.iter().all(|(product, ..)| product.bytes()[0] < 60), "{}", pairs.len());
        assert!(!pairs.is_empty());
    }
}
