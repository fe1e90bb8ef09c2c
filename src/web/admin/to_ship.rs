//! How many orders wait to be shipped: beside Orders on every page, so kept for a moment.
use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::Actor;
use orders::{Listed, Orders, OrdersError};
use parking_lot::Mutex;

const KEPT: Duration = Duration::from_secs(2);

/// The count, up to 2 s old, and at most [`orders::MOST_COUNTED`]. Cheap to clone; clones share it.
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
        let count = self.orders.count(actor, vec![Listed::to_ship()]).await?.first().map_or(0, |c| c.count);
        *self.kept.lock() = Some((Instant::now(), count));
        Ok(count)
    }

    /// An order was acted on: the next page counts anew.
    pub(crate) fn forget(&self) {
        *self.kept.lock() = None;
    }
}
