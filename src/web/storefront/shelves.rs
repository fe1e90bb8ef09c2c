//! The beginnings of shelves, for rows beside other things: kept for a moment, so that they cost no query.
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalog::{Card, Catalog, CatalogError, Category, Sort};
use kernel::kinds::CategoryId;
use parking_lot::Mutex;

/// How old a row may be when nobody told that it changed.
const KEPT: Duration = Duration::from_secs(5);
/// How many products of a shelf are kept: two rows, and the one that is looked at.
const FIRST: u64 = 9;

/// Cheap to clone; clones are one.
#[derive(Clone, Default)]
pub struct Shelves(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    /// Goes up when everything is forgotten: what was asked before is not kept after.
    round: u64,
    rows: HashMap<CategoryId, (Instant, Arc<Vec<Card>>)>,
}

impl Shelves {
    /// The first products of a category, as the shop arranged them.
    pub(crate) async fn first(
        &self,
        catalog: &Catalog,
        category: &Category,
    ) -> Result<Arc<Vec<Card>>, CatalogError> {
        let round = {
            let kept = self.0.lock();
            if let Some((at, row)) = kept.rows.get(&category.id)
                && at.elapsed() < KEPT
            {
                return Ok(row.clone());
            }
            kept.round
        };
        let row = Arc::new(catalog.shelf(category, Sort::Arranged, 1, FIRST).await?.items);
        let mut kept = self.0.lock();
        if kept.round == round {
            kept.rows.insert(category.id, (Instant::now(), row.clone()));
        }
        Ok(row)
    }

    /// Asks anew from now on: a catalogue event arrived.
    pub fn forget(&self) {
        let mut kept = self.0.lock();
        kept.round += 1;
        kept.rows.clear();
    }
}
