//! Order numbers, handed out in blocks: each instance takes a hundred at a time, so that placing orders does not
//! queue for one counter. Gaps are allowed; numbers are unique.
use std::collections::VecDeque;
use std::ops::Range;

use db::{Db, Tx};
use kernel::Actor;
use parking_lot::Mutex;

use crate::{OrdersError, dialect};

const BLOCK: i64 = 100;
/// With fewer left whoever needs one waits for the next block, since as many may be on their way already.
const FEW: i64 = 16;
const FIRST: i64 = 10_001;
const SERIES: &str = "orders";

#[derive(Default)]
pub(crate) struct Numbers {
    blocks: Mutex<VecDeque<Range<i64>>>,
    /// One at a time takes a block.
    refilling: tokio::sync::Mutex<()>,
}

impl Numbers {
    fn left(&self) -> i64 {
        self.blocks.lock().iter().map(|block| block.end - block.start).sum()
    }

    /// Takes another block when the last one is half used. While somebody does, others go on with what is left.
    pub async fn refill(&self, db: &Db, actor: &Actor) -> Result<(), OrdersError> {
        let left = self.left();
        if left > BLOCK / 2 {
            return Ok(());
        }
        let _alone = match self.refilling.try_lock() {
            Ok(alone) => alone,
            Err(_) if left > FEW => return Ok(()),
            Err(_) => self.refilling.lock().await,
        };
        // Whoever was before may have done it.
        if self.left() > BLOCK / 2 {
            return Ok(());
        }
        let start = db.write(actor, |tx| take(tx, BLOCK)).await?;
        self.blocks.lock().push_back(start..start + BLOCK);
        Ok(())
    }

    /// The next number. When the blocks are used up it takes a single one within the unit of work, which gives it back
    /// if that fails.
    pub fn next(&self, tx: &mut Tx<'_>) -> Result<String, OrdersError> {
        let n = match self.next_of_blocks() {
            Some(n) => n,
            None => take(tx, 1)?,
        };
        Ok(format!("S-{n}"))
    }

    fn next_of_blocks(&self) -> Option<i64> {
        let mut blocks = self.blocks.lock();
        loop {
            match blocks.front_mut()?.next() {
                Some(n) => return Some(n),
                None => drop(blocks.pop_front()),
            }
        }
    }
}

fn take(tx: &mut Tx<'_>, count: i64) -> Result<i64, OrdersError> {
    Ok(dialect::take_numbers(tx, SERIES, FIRST, count)?)
}
