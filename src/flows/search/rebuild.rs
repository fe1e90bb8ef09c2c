//! All of it anew, in small pieces, beside an open shop.
use catalog::Catalog;
use db::{DbError, Lane};
use events::admin;
use kernel::Actor;
use kernel::kinds::{CategoryId, ProductId};
use search::Search;

use super::{ListingError, Listings, SUBSCRIBER};
use crate::Progress;

/// Products described in one unit of work: about 5 ms on SQLite.
const PIECE: i64 = 12;
/// How many ids are read at once.
const BATCH: i64 = 1_000;

/// What making everything anew did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Products looked at.
    pub products: u64,
    /// Those that were different.
    pub changed: u64,
}

impl Listings {
    /// Makes all lists anew. What happened before it began need not be handed to the subscriber any more.
    ///
    /// # Errors
    /// The database. What was done is done; it can be run again.
    pub fn rebuild(&self, actor: &Actor, progress: &dyn Progress) -> Result<Rebuilt, ListingError> {
        let end = self.db.read_now(|c| admin::end(c).map_err(DbError::from))?;
        let total = self.db.read_now(Catalog::count_active_in)?;
        progress.begin("Lists and search", total);
        let outcome = self.everything(actor, progress);
        progress.end();
        let done = outcome?;
        self.db.write_now(Lane::Bulk, actor, move |tx| -> Result<(), ListingError> {
            Search::set_built(tx)?;
            admin::skip_to(tx, SUBSCRIBER, end)?;
            Ok(())
        })?;
        self.search.forget();
        Ok(done)
    }

    /// Makes all lists when they never were made: an older shop, opened by this version. True when it did.
    ///
    /// # Errors
    /// As [`Listings::rebuild`].
    pub fn ensure(&self, actor: &Actor, progress: &dyn Progress) -> Result<bool, ListingError> {
        if self.db.read_now(Search::built_in)?.is_some() {
            return Ok(false);
        }
        self.rebuild(actor, progress).map(|_| true)
    }

    /// Describes anew what changes without an event: products whose price has begun or ended.
    ///
    /// # Errors
    /// The database.
    pub fn catch_up(&self, actor: &Actor) -> Result<u64, ListingError> {
        let mut done = 0;
        loop {
            let now = self.db.clock().now();
            let stale = self.db.read_now(|c| Search::stale_in(c, now, PIECE))?;
            if stale.is_empty() {
                return Ok(done);
            }
            done += stale.len() as u64;
            self.piece(actor, stale)?;
        }
    }

    /// Describes the products of a category, and of those below it, anew.
    ///
    /// # Errors
    /// The database.
    pub fn relist(&self, actor: &Actor, category: CategoryId) -> Result<u64, ListingError> {
        let parents = self.db.read_now(Catalog::parents_in)?;
        let mut categories = vec![category];
        let mut next = 0;
        while let Some(at) = categories.get(next).copied() {
            next += 1;
            let below = parents.iter().filter(|(id, (parent, _))| *parent == Some(at) && !categories.contains(id));
            let below: Vec<CategoryId> = below.map(|(id, _)| *id).collect();
            categories.extend(below);
        }
        let mut changed = 0;
        for category in categories {
            changed += self.each(
                |after| self.db.read_now(|c| Catalog::standing_in(c, category, after, BATCH)).map_err(Into::into),
                |piece| self.piece(actor, piece),
            )?;
        }
        Ok(changed)
    }

    fn everything(&self, actor: &Actor, progress: &dyn Progress) -> Result<Rebuilt, ListingError> {
        let mut done = Rebuilt::default();
        let began = self.db.clock().now();
        done.changed += self.each(
            |after| self.db.read_now(|c| Catalog::active_in(c, after, BATCH)).map_err(Into::into),
            |piece| {
                done.products += piece.len() as u64;
                progress.step(piece.len() as u64);
                self.piece(actor, piece)
            },
        )?;
        // What it knows and the catalogue does not sell any more.
        let sold = |ids: Vec<ProductId>| -> Result<Vec<ProductId>, ListingError> {
            let sold = self.db.read_now(|c| Catalog::addresses_in(c, &ids))?;
            let is_sold = |id: &ProductId| sold.binary_search_by_key(id, |a| a.product).is_ok();
            Ok(ids.into_iter().filter(|id| !is_sold(id)).collect())
        };
        done.changed += self.each(
            |after| self.db.read_now(|c| Search::known_in(c, after, BATCH)).map_err(Into::into),
            |piece| {
                let gone = sold(piece)?;
                if gone.is_empty() { Ok(0) } else { self.piece(actor, gone) }
            },
        )?;
        tracing::debug!(products = done.products, changed = done.changed, since = began.0, "lists were made anew");
        Ok(done)
    }

    /// Goes through ids batch by batch, and through a batch piece by piece; adds up what the pieces answer.
    fn each(
        &self,
        batch: impl Fn(Option<ProductId>) -> Result<Vec<ProductId>, ListingError>,
        mut piece: impl FnMut(Vec<ProductId>) -> Result<u64, ListingError>,
    ) -> Result<u64, ListingError> {
        let (mut after, mut sum) = (None, 0);
        loop {
            let ids = batch(after)?;
            let Some(last) = ids.last() else { return Ok(sum) };
            after = Some(*last);
            for some in ids.chunks(PIECE as usize) {
                sum += piece(some.to_vec())?;
            }
        }
    }

    fn piece(&self, actor: &Actor, ids: Vec<ProductId>) -> Result<u64, ListingError> {
        let me = self.clone();
        self.db.write_now(Lane::Bulk, actor, move |tx| me.list(tx, &ids).map(|changed| changed as u64))
    }
}
