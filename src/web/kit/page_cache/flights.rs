//! One at a time: of all who want the same missing page, one makes it and the others wait for it.
use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::sync::{Mutex as Turn, MutexGuard};

use super::PageKey;
use super::page::Page;
use crate::Failure;

/// How the making of a page went.
pub(super) enum Outcome {
    /// Nobody has finished yet. Also when whoever began went away.
    Open,
    Made(Arc<Page>),
    Failed(Failure),
}

#[derive(Default)]
pub(super) struct Flights(Mutex<HashMap<PageKey, Arc<Turn<Outcome>>>>);

/// A place among those who wait for one page.
pub(super) struct Seat<'a> {
    flights: &'a Flights,
    key: &'a PageKey,
    flight: Arc<Turn<Outcome>>,
}

impl Flights {
    pub(super) fn join<'a>(&'a self, key: &'a PageKey) -> Seat<'a> {
        let flight = {
            let mut flights = self.0.lock();
            match flights.get(key) {
                Some(flight) => flight.clone(),
                None => {
                    let flight = Arc::new(Turn::new(Outcome::Open));
                    flights.insert(key.clone(), flight.clone());
                    flight
                }
            }
        };
        Seat { flights: self, key, flight }
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.0.lock().len()
    }
}

impl Seat<'_> {
    /// Waits until it is ours to look, and to make the page if nobody has.
    pub(super) async fn turn(&self) -> MutexGuard<'_, Outcome> {
        self.flight.lock().await
    }

    /// The flight has landed: who comes now begins another.
    pub(super) fn land(&self) {
        let mut flights = self.flights.0.lock();
        if flights.get(self.key).is_some_and(|flight| Arc::ptr_eq(flight, &self.flight)) {
            flights.remove(self.key);
        }
    }
}

impl Drop for Seat<'_> {
    /// Whoever leaves last takes an unfinished flight away.
    fn drop(&mut self) {
        let mut flights = self.flights.0.lock();
        let mine = flights.get(self.key).is_some_and(|flight| Arc::ptr_eq(flight, &self.flight));
        if mine && Arc::strong_count(&self.flight) == 2 {
            flights.remove(self.key);
        }
    }
}
