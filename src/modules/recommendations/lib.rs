//! Recommendations: what is bought with what, and what is looked at besides.
//!
//! Owns `recommendations_*`: for each order the products in it (no buyer, no amount), and for each day counts of products
//! that were looked at one after another. Everything that is asked is answered from memory, which every instance reads
//! from these tables when it starts and keeps up by the log; a restart changes no answer. Knows ids only: whether a
//! product can be bought, and for how much, is told by the rooms that know, when an answer is shown.
mod dialect;
mod events;
mod memory;
mod model;
mod schema;
mod store;
#[cfg(test)]
mod tests;
mod trails;
mod weights;

use std::hash::Hash;
use std::sync::Arc;

use ::events::Recording as _;
use db::{Conn, Db, DbError, Lane, Tx};
use kernel::kinds::{ProductId, ReferenceId};
use kernel::{Actor, Micros};

pub use events::{BasketForgotten, BasketNoted, ViewsCounted};
use memory::Memory;
pub use memory::Size;
use trails::Trails;

/// Products of one basket that are noted: of a larger one the first.
pub const MOST_IN_A_BASKET: usize = 256;
/// Products one can ask for at once.
pub const MOST_GIVEN: usize = 64;
/// Pairs of looks written in one unit of work: about 3 ms on SQLite.
const PIECE: usize = 100;
/// Looks are kept for so many days.
const VIEWS_DAYS: i64 = 180;

#[derive(Debug, thiserror::Error)]
pub enum RecommendationsError {
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(RecommendationsError);

impl kernel::Coded for RecommendationsError {
    fn code(&self) -> &'static str {
        match self {
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        match self {
            Self::Db(e) => e.fault(),
        }
    }
}

/// A product worth showing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    pub product: ProductId,
    /// Only to be compared within one answer.
    pub score: f64,
    /// In how many baskets, or looks, it was together with what was given.
    pub times: u32,
}

/// Cheap to clone; clones share one memory.
#[derive(Clone)]
pub struct Recommendations {
    db: Db,
    memory: Arc<Memory>,
    trails: Arc<Trails>,
}

impl Recommendations {
    pub fn new(db: Db) -> Self {
        Self { db, memory: Arc::default(), trails: Arc::default() }
    }

    /// These products were bought together, at that time. A basket that was noted before, or forgotten, changes nothing.
    ///
    /// # Errors
    /// The database's.
    pub fn note(
        tx: &mut Tx<'_>,
        basket: ReferenceId,
        at: Micros,
        products: &[ProductId],
    ) -> Result<bool, RecommendationsError> {
        let mut products = products[..products.len().min(MOST_IN_A_BASKET)].to_vec();
        products.sort_unstable();
        products.dedup();
        if products.is_empty() || !store::insert(tx, basket, at, &products).map_err(DbError::from)? {
            return Ok(false);
        }
        tx.record(&BasketNoted { basket, at, products }).map_err(DbError::from)?;
        Ok(true)
    }

    /// They were not, after all. Answers whether it was known.
    ///
    /// # Errors
    /// The database's.
    pub fn forget(tx: &mut Tx<'_>, basket: ReferenceId) -> Result<bool, RecommendationsError> {
        if !store::empty(tx, basket).map_err(DbError::from)? {
            return Ok(false);
        }
        tx.record(&BasketForgotten { basket }).map_err(DbError::from)?;
        Ok(true)
    }

    /// Somebody looks at a product. `who` tells visitors apart within this process; nothing of it is kept.
    pub fn looked(&self, who: impl Hash, product: ProductId) {
        self.trails.step(who, product, self.db.clock().now());
    }

    /// Writes down what was looked at since the last time. Blocks; answers how many pairs.
    ///
    /// # Errors
    /// The database's: the pairs are lost, being a sample.
    pub fn write_looks(&self, actor: &Actor) -> Result<usize, RecommendationsError> {
        let now = self.db.clock().now();
        let pairs = self.trails.take(now);
        for piece in pairs.chunks(PIECE) {
            let piece = piece.to_vec();
            self.db.write_now(Lane::Bulk, actor, move |tx| Self::count_views(tx, now, &piece))?;
        }
        Ok(pairs.len())
    }

    /// Counts looks: product, what was looked at besides, how often.
    ///
    /// # Errors
    /// The database's.
    pub fn count_views(
        tx: &mut Tx<'_>,
        at: Micros,
        pairs: &[(ProductId, ProductId, i64)],
    ) -> Result<(), RecommendationsError> {
        let day = at.0.div_euclid(weights::DAY);
        for (product, other, count) in pairs {
            dialect::add_views(tx, (*product, *other), day, *count).map_err(DbError::from)?;
        }
        let mut products: Vec<ProductId> = pairs.iter().map(|(product, ..)| *product).collect();
        products.sort_unstable();
        products.dedup();
        if products.is_empty() {
            return Ok(());
        }
        let count = ReferenceId::new(tx.now());
        tx.record(&ViewsCounted { count, products }).map_err(DbError::from)?;
        Ok(())
    }

    /// Takes away what tells nothing any more, a piece of it; answers 0 when nothing is left.
    ///
    /// # Errors
    /// The database's.
    pub fn sweep(tx: &mut Tx<'_>, limit: i64) -> Result<usize, RecommendationsError> {
        let now = tx.now().0;
        let day = now.div_euclid(weights::DAY) - VIEWS_DAYS;
        // A month later than nobody looks at them any more: an instance may still hold them.
        let before = model::horizon(now) - 30 * weights::DAY;
        Ok(store::sweep(tx, before, day, limit).map_err(DbError::from)?)
    }

    /// Where somebody who goes through older things has come to.
    ///
    /// # Errors
    /// The database's.
    pub fn place_in(conn: &mut Conn, name: &str) -> Result<Option<Vec<u8>>, RecommendationsError> {
        Ok(store::place(conn, name).map_err(DbError::from)?)
    }

    /// Notes the same.
    ///
    /// # Errors
    /// The database's.
    pub fn keep_place(tx: &mut Tx<'_>, name: &str, last: &[u8]) -> Result<(), RecommendationsError> {
        let now = tx.now().0;
        dialect::put_state(tx, name, now, last).map_err(DbError::from)?;
        Ok(())
    }

    /// Reads the tables into memory. Blocks. Call it after the followers began: what they tell meanwhile is taken in.
    ///
    /// # Errors
    /// The database's; what was read stays.
    pub fn read_now(&self) -> Result<Size, RecommendationsError> {
        self.memory.read(&self.db)
    }

    /// News from the log, in whichever order. Blocks where looks are read again.
    ///
    /// # Errors
    /// The database's.
    pub fn heard(&self, news: &[::events::Recorded]) -> Result<(), RecommendationsError> {
        self.memory.heard(&self.db, news)
    }

    /// What is bought with these products, the best first; they themselves are left out. `least`: in so many baskets with
    /// one of them. Empty when nothing is known.
    pub fn together(&self, given: &[ProductId], least: u32, limit: usize) -> Vec<Suggestion> {
        self.memory.together(given, least, limit, self.db.clock().now())
    }

    /// What is looked at besides a product, the best first. Empty when nothing is known.
    pub fn viewed(&self, product: ProductId, least: u32, limit: usize) -> Vec<Suggestion> {
        self.memory.viewed(product, least, limit, self.db.clock().now())
    }

    /// How much is known.
    pub fn size(&self) -> Size {
        self.memory.size()
    }
}
