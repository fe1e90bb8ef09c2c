//! How many requests are worked on at the same time.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts requests in hand over all workers.
#[derive(Clone)]
pub(crate) struct Admission {
    in_hand: Arc<AtomicUsize>,
    most: usize,
}

/// A place taken; free again when dropped.
pub(crate) struct Place(Arc<AtomicUsize>);

impl Admission {
    pub(crate) fn new(most: usize) -> Self {
        Self { in_hand: Arc::default(), most }
    }

    /// None when the house is full.
    pub(crate) fn enter(&self) -> Option<Place> {
        if self.in_hand.fetch_add(1, Ordering::Relaxed) < self.most {
            return Some(Place(self.in_hand.clone()));
        }
        self.in_hand.fetch_sub(1, Ordering::Relaxed);
        None
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_house_lets_nobody_in_until_somebody_leaves() {
        let house = Admission::new(2);
        let (first, second) = (house.enter(), house.enter());
        assert!(first.is_some() && second.is_some() && house.enter().is_none());
        drop(first);
        assert!(house.enter().is_some());
    }
}
