//! The counts of shelves, kept for a moment: pages ask for them all the time, and they take a look at every row.
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::facets::Cells;

/// How old counts may be when nobody told that they changed.
const KEPT: Duration = Duration::from_secs(30);
/// So many shelves are kept, and none with more cells than this: about 10 MB at most.
const SHELVES: usize = 200;
const CELLS: usize = 20_000;
const ALL_CELLS: usize = 250_000;

#[derive(Default)]
pub(crate) struct KeptCells(Mutex<Held>);

#[derive(Default)]
struct Held {
    /// Goes up when everything is forgotten: what was asked before is not kept after.
    round: u64,
    size: usize,
    shelves: HashMap<i64, (Instant, Arc<Cells>)>,
}

/// When the question was asked.
pub(crate) struct Round(u64);

impl KeptCells {
    /// The counts as they are kept; else when it was asked, for [`KeptCells::keep`].
    pub fn look(&self, shelf: i64) -> Result<Arc<Cells>, Round> {
        let held = self.0.lock();
        match held.shelves.get(&shelf) {
            Some((at, cells)) if at.elapsed() < KEPT => Ok(cells.clone()),
            _ => Err(Round(held.round)),
        }
    }

    pub fn keep(&self, round: &Round, shelf: i64, cells: Cells) -> Arc<Cells> {
        let cells = Arc::new(cells);
        let mut held = self.0.lock();
        if held.round == round.0 && cells.cells.len() <= CELLS {
            if held.shelves.len() >= SHELVES || held.size > ALL_CELLS {
                held.shelves.clear();
                held.size = 0;
            }
            held.size += cells.cells.len();
            held.shelves.insert(shelf, (Instant::now(), cells.clone()));
        }
        cells
    }

    pub fn forget(&self) {
        let mut held = self.0.lock();
        held.round += 1;
        held.size = 0;
        held.shelves.clear();
    }
}
