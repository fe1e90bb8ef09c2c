//! Pages that are the same for many, kept whole: rendered and compressed once.
//!
//! A page bears tags for what it was made from. The count of changes is read before its first query; a hit compares,
//! so a page made from data older than a change of one of its tags is never shown once [`PageCache::invalidate`] has
//! returned. Of all who want a missing page one makes it. Errors are not kept.
//!
//! **Architecture invariant:** nothing personal is ever in here; the key has no place for a person.
mod flights;
mod page;
mod pieces;
mod tags;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, web};
use moka::sync::Cache;

use crate::{Failure, Visit};
use flights::{Flights, Outcome};
use page::Page;
use tags::Changes;

pub use page::Rendered;
use pieces::Pieces;
pub use pieces::{Form, Gap, Thing, Written};
pub use tags::Tag;

/// Which page: its address with the parameters that matter, and for which market, locale and price list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageKey {
    address: String,
    vary: Arc<str>,
}

impl PageKey {
    /// The request's path with `params`, in this order; all other parameters change nothing.
    pub fn of(visit: &Visit, req: &HttpRequest, params: &[&str]) -> Self {
        let mut address = req.path().to_owned();
        if !req.query_string().is_empty() {
            add_query(&mut address, req.query_string(), params);
        }
        Self { address, vary: visit.vary.clone() }
    }

    /// An address that the handler has put in order itself.
    pub fn at(visit: &Visit, address: impl Into<String>) -> Self {
        Self { address: address.into(), vary: visit.vary.clone() }
    }

    /// The same, as it is kept for those who take it packed.
    fn packed(self) -> Self {
        Self { address: self.address + "\0br", ..self }
    }
}

/// Decoded as handlers read it: otherwise `?p%61ge=7` would be kept as the first page and read as the seventh.
fn add_query(address: &mut String, query: &str, params: &[&str]) {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query).map(web::Query::into_inner);
    let pairs = pairs.unwrap_or_else(|_| vec![(String::new(), query.to_owned())]);
    for wanted in params {
        for (name, value) in pairs.iter().filter(|(name, _)| name == wanted || name.is_empty()) {
            // With the length before it, no value can pretend to be two.
            let _ = write!(address, "?{name}={}:{value}", value.len());
        }
    }
}

/// How the cache does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheStats {
    pub hits: u64,
    pub misses: u64,
    /// How often a page was made.
    pub fills: u64,
    pub entries: u64,
    pub bytes: u64,
}

/// The pages. Cheap to clone; clones are one.
#[derive(Clone)]
pub struct PageCache(Arc<Inner>);

struct Inner {
    pages: Cache<PageKey, Arc<Page>>,
    pieces: Pieces,
    flights: Flights,
    changes: Changes,
    max_age: Duration,
    off: bool,
    hits: AtomicU64,
    misses: AtomicU64,
    fills: AtomicU64,
}

/// Memory for [`pieces`], in bytes, where nobody says otherwise.
const PIECES: u64 = 48 << 20;
/// When nothing tells that a page changed, it is made anew after this.
const MAX_AGE: Duration = Duration::from_secs(60);

impl Default for PageCache {
    /// 48 MiB.
    fn default() -> Self {
        Self::new(48 << 20)
    }
}

impl PageCache {
    /// At most `bytes` of pages, packed and unpacked together. Zero switches the cache off: every page is made anew
    /// and sent as it is, since packing pays only for pages that are kept.
    pub fn new(bytes: u64) -> Self {
        Self::with_max_age(bytes, MAX_AGE)
    }

    /// With `pieces` bytes of memory for things that many answers show, beside the pages.
    pub fn with_pieces(bytes: u64, pieces: u64) -> Self {
        Self::made(bytes, pieces, MAX_AGE)
    }

    pub fn with_max_age(bytes: u64, max_age: Duration) -> Self {
        Self::made(bytes, PIECES, max_age)
    }

    fn made(bytes: u64, pieces: u64, max_age: Duration) -> Self {
        let weigh =
            |key: &PageKey, page: &Arc<Page>| u32::try_from(page.bytes() + key.address.len()).unwrap_or(u32::MAX);
        Self(Arc::new(Inner {
            pages: Cache::builder().max_capacity(bytes).weigher(weigh).build(),
            pieces: Pieces::new(pieces),
            flights: Flights::default(),
            changes: Changes::new(),
            max_age,
            off: bytes == 0,
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            fills: AtomicU64::new(0),
        }))
    }

    /// What bears `tag` has changed, and the change is committed. No page made from older data is shown after this.
    pub fn invalidate(&self, tag: Tag) {
        self.0.changes.note(tag);
    }

    /// The page, from the cache or from `fill`, in the form the client takes; 304 when the client has it.
    /// `tags` are those known beforehand; [`Rendered::tagged`] adds those that the queries tell.
    ///
    /// # Errors
    /// What `fill` fails with; those who waited for it get the same.
    pub async fn serve<F, R>(
        &self,
        req: &HttpRequest,
        key: PageKey,
        tags: &[Tag],
        fill: impl FnOnce() -> F,
    ) -> Result<HttpResponse, Failure>
    where
        F: Future<Output = Result<R, Failure>>,
        R: Into<Rendered>,
    {
        if self.0.off {
            self.0.fills.fetch_add(1, Ordering::Relaxed);
            return page::unkept(fill().await?.into());
        }
        Ok(self.page(&key, tags, fill).await?.answer(req))
    }

    /// The page, from the cache or from `fill`.
    async fn page<F, R>(&self, key: &PageKey, tags: &[Tag], fill: impl FnOnce() -> F) -> Result<Arc<Page>, Failure>
    where
        F: Future<Output = Result<R, Failure>>,
        R: Into<Rendered>,
    {
        if let Some(page) = self.right(key) {
            self.0.hits.fetch_add(1, Ordering::Relaxed);
            return Ok(page);
        }
        self.0.misses.fetch_add(1, Ordering::Relaxed);
        self.missing(key, tags, fill).await
    }

    pub fn stats(&self) -> CacheStats {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        CacheStats {
            hits: of(&self.0.hits),
            misses: of(&self.0.misses),
            fills: of(&self.0.fills),
            entries: self.0.pages.entry_count(),
            bytes: self.0.pages.weighted_size(),
        }
    }

    fn right(&self, key: &PageKey) -> Option<Arc<Page>> {
        self.0.pages.get(key).filter(|page| self.is_right(page))
    }

    fn is_right(&self, page: &Page) -> bool {
        page.is_right(&self.0.changes, self.0.max_age)
    }

    async fn missing<F, R>(
        &self,
        key: &PageKey,
        tags: &[Tag],
        fill: impl FnOnce() -> F,
    ) -> Result<Arc<Page>, Failure>
    where
        F: Future<Output = Result<R, Failure>>,
        R: Into<Rendered>,
    {
        loop {
            let seat = self.0.flights.join(key);
            let mut outcome = seat.turn().await;
            match &*outcome {
                Outcome::Made(page) if self.is_right(page) => return Ok(page.clone()),
                // It changed while we waited: we asked after the change, and must not get what was before it.
                Outcome::Made(_) => continue,
                Outcome::Failed(failure) => return Err(failure.clone()),
                Outcome::Open => {}
            }
            // Somebody may have landed between our look and our seat.
            if let Some(page) = self.right(key) {
                seat.land();
                *outcome = Outcome::Made(page.clone());
                return Ok(page);
            }
            let since = self.0.changes.so_far();
            self.0.fills.fetch_add(1, Ordering::Relaxed);
            let made = fill().await.and_then(|rendered| Page::make(rendered.into(), tags, since)).map(Arc::new);
            *outcome = match &made {
                Ok(page) => {
                    self.0.pages.insert(key.clone(), page.clone());
                    Outcome::Made(page.clone())
                }
                Err(failure) => Outcome::Failed(failure.clone()),
            };
            seat.land();
            return made;
        }
    }
}
