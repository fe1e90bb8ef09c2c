//! Order numbers, handed out in blocks: each instance takes a hundred at a time, so that placing orders does not
//! queue for one counter. Gaps are allowed; numbers are unique.
use db::{Db, Tx};
use kernel::Actor;
use parking_lot::Mutex;

use crate::{OrdersError, dialect};

const BLOCK: i64 = 100;
const FIRST: i64 = 10_001;
const SERIES: &str = "orders";

#[derive(Default)]
pub(crate) struct Numbers(Mutex<std::ops::Range<i64>>);

impl Numbers {
    /// Takes another block when this one is half used.
    pub async fn refill(&self, db: &Db, actor: &Actor) -> Result<(), OrdersError> {
        let left = {
            let held = self.0.lock();
            held.end - held.start
        };
        if left > BLOCK / 2 {
            return Ok(());
        }
        let start = db.write(actor, |tx| take(tx, BLOCK)).await?;
        let mut held = self.0.lock();
        // A block that another request fetched meanwhile may be dropped here: gaps are allowed.
        if held.end < start || held.is_empty() {
            *held = start..start + BLOCK;
        }
        Ok(())
    }

    /// The next number. When the block is used up it takes a single one within the unit of work, which gives it back
    /// if that fails.
    pub fn next(&self, tx: &mut Tx<'_>) -> Result<String, OrdersError> {
        let held = self.0.lock().next();
        let n = match held {
            Some(n) => n,
            None => take(tx, 1)?,
        };
        Ok(format!("S-{n}"))
    }
}

fn take(tx: &mut Tx<'_>, count: i64) -> Result<i64, OrdersError> {
    Ok(dialect::take_numbers(tx, SERIES, FIRST, count)?)
}
