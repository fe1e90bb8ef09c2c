//! How many orders wait to be shipped: beside Orders on every page, so kept for a moment.
use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::{Actor, Micros};
use orders::{Orders, OrdersError};
use parking_lot::Mutex;

const KEPT: Duration = Duration::from_secs(2);

/// The count, up to 2 s old. Cheap to clone; clones share it.
#[derive(Clone)]
pub struct ToShip {
    orders: Orders,
    kept: Arc<Mutex<Option<(Instant, u64)>>>,
}

impl ToShip {
    pub fn new(orders: Orders) -> Self {
        Self { orders, kept: Arc::default() }
    }

    /// Nothing for those who may not see orders.
    ///
    /// # Errors
    /// The database's.
    pub async fn count(&self, actor: &Actor) -> Result<u64, OrdersError> {
        if actor.require(orders::VIEW).is_err() {
            return Ok(0);
        }
        if let Some((at, count)) = *self.kept.lock()
            && at.elapsed() < KEPT
        {
            return Ok(count);
        }
        // Only the standing counts matter here; nothing was placed after the end of time.
        let count = self.orders.counts(actor, Micros(i64::MAX)).await?.to_ship;
        *self.kept.lock() = Some((Instant::now(), count));
        Ok(count)
    }

    /// An order was acted on: the next page counts anew.
    pub(crate) fn forget(&self) {
        *self.kept.lock() = None;
    }
}
