//! What came in, in figures: from the index of time, never from all orders.
use std::time::Duration;

use kernel::{Actor, Micros};

use crate::{Orders, OrdersError, VIEW, dialect};

/// What came in during one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hour {
    /// Cancelled ones left out.
    pub orders: u64,
    /// Minor units of the shop's currency.
    pub amount: i64,
}

impl Orders {
    /// What came in from `from` on, hour by hour, until before `until`. At most 25 hours: the longest day there is. May be late
    /// by some seconds (ADR 62).
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`VIEW`].
    pub async fn by_hour(&self, actor: &Actor, from: Micros, until: Micros) -> Result<Vec<Hour>, OrdersError> {
        actor.require(VIEW)?;
        let last = Micros(from.0.saturating_add(Duration::from_secs(25 * 3600).as_micros() as i64));
        let until = Micros(until.0.min(last.0));
        let rows = self.db.read_stale(move |c| Ok::<_, OrdersError>(dialect::by_hour(c, from, until)?)).await?;
        let mut out = Vec::new();
        for (hour, orders, amount) in rows {
            let at = usize::try_from(hour).unwrap_or(0);
            if out.len() <= at {
                out.resize(at + 1, Hour::default());
            }
            out[at] = Hour { orders: orders.max(0).unsigned_abs(), amount };
        }
        Ok(out)
    }
}
