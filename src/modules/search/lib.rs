//! Search: which products a list shows, in which order, and how many there are of what.
//!
//! Owns `search_*`: what the shop set about searching, what was not found, and a projection of the catalogue, its prices and its stock, one row a product and shelf, and the words
//! under which a product is found. It has no truth of its own: whoever knows the rooms hands it a [`Document`] whenever
//! one of them changed, and may make all of it anew. Answers are ids, totals and counts; names and prices that are shown
//! come from the rooms that own them. Words are looked up in an index in the data folder, once [`Search::open_index`] has
//! opened it and it has caught up with the tables; until then, and where there is none, the tables answer.
//!
//! What is sold out stands last, unless words were asked for and it fits them better. Lists end after [`MOST_LISTED`] products, however many there are.
pub mod books;
mod dialect;
mod document;
mod engine;
mod facets;
mod find;
mod index;
mod kept;
mod matching;
mod measure;
mod missed;
mod rules;
mod schema;
#[cfg(test)]
mod tests;
mod words;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use db::{Conn, Db, DbError, Tx};
use diesel::prelude::*;
use events::Event;
use kernel::kinds::{CategoryId, PriceListId, ProductId};
use kernel::{Forbidden, Micros, Page};
use serde::{Deserialize, Serialize};

pub use document::{Document, Offer, Word};
pub use engine::Part;
pub use facets::{Attribute, Brand, Facets, Value};
use index::Index;
pub use index::IndexKeeper;
use kept::KeptCells;
pub use matching::MOST_MATCHES;
pub use measure::{Bounds, Range, Thousandths, measured};
pub use missed::Missed;
pub use rules::{KEPT as RULES_KEPT, KeptRule, MANAGE, Rule, RulesChanged, VIEW};
use schema::{search_listings as listings_t, search_products as products_t, search_state as state_t};

#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("the search index cannot be used: {0}")]
    Index(String),
    /// A rule that cannot be set.
    #[error("the field {field} cannot be taken: {code}")]
    Wrong { field: &'static str, code: &'static str },
    #[error("there is no such rule, or not any more")]
    NoRule,
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
}
db::domain_error!(SearchError);

impl kernel::Coded for SearchError {
    fn code(&self) -> &'static str {
        match self {
            Self::Db(e) => e.code(),
            Self::Index(_) => "search_index",
            Self::Wrong { code, .. } => code,
            Self::NoRule => "no_rule",
            Self::Forbidden(_) => "forbidden",
        }
    }
    fn fault(&self) -> kernel::Fault {
        match self {
            Self::Db(e) => e.fault(),
            Self::Index(_) => kernel::Fault::Ours,
            Self::Wrong { .. } => kernel::Fault::Invalid,
            Self::NoRule => kernel::Fault::NotFound,
            Self::Forbidden(_) => kernel::Fault::Forbidden,
        }
    }
}

/// How much there is of a product, over the variants that have a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    In,
    Low,
    Out,
}

impl Stock {
    fn number(self) -> i64 {
        match self {
            Self::In => 0,
            Self::Low => 1,
            Self::Out => 2,
        }
    }
    fn of(number: i64) -> Self {
        match number {
            0 => Self::In,
            1 => Self::Low,
            _ => Self::Out,
        }
    }
}

/// Where to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everything that is sold.
    All,
    /// What stands in a category or below it.
    Category(CategoryId),
}

/// In which order. What is sold out stands last in each, but for those that fit words better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// As the shop arranged it; with words, as they fit.
    Arranged,
    Newest,
    Cheapest,
    Dearest,
    Title,
}

/// What is to be left out. Empty leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Brands by slug; of several, either.
    pub brands: Vec<String>,
    /// The lowest price from here, in minor units of the list's currency.
    pub from: Option<i64>,
    /// The lowest price up to here, in minor units.
    pub to: Option<i64>,
    /// Only what can be bought now.
    pub in_stock: bool,
    /// Attributes by code; of several values, either. Only the index knows them: without it they leave nothing out.
    pub attributes: Vec<(String, Vec<String>)>,
    /// Attributes that are numbers. As above.
    pub ranges: Vec<Range>,
}

impl Filter {
    /// Whether only the index can tell what it leaves.
    fn asks_the_index(&self) -> bool {
        !self.attributes.is_empty() || !self.ranges.is_empty()
    }
}

/// Which attributes are counted beside a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Offered {
    /// Those that many of its products have.
    #[default]
    Usual,
    /// These, by code and in this order.
    These(Vec<String>),
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ask {
    pub list: PriceListId,
    pub scope: Scope,
    /// What somebody typed; empty for everything. What has every word is found; where that is little, what has most.
    pub words: String,
    pub filter: Filter,
    /// Which attributes it can be narrowed down by. Only the index counts them.
    pub offered: Offered,
    pub sort: Sort,
    /// Which page, from 1; one beyond the last is answered with the last.
    pub number: u64,
    pub size: u64,
}

/// One product of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub product: ProductId,
    pub stock: Stock,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its total is what is listed: at most [`MOST_LISTED`].
    pub page: Page<Hit>,
    /// How many there are.
    pub total: u64,
    /// Whether there are more than were looked at, so that all counts are too low.
    pub capped: bool,
    pub facets: Facets,
    /// How the words were read, when nothing has one of them.
    pub read_as: Option<String>,
    /// What may have been meant instead, when the words are known and find little.
    pub meant: Option<String>,
    /// Little has every word: what has fewer is shown as well.
    pub partly: bool,
}

/// Which answers of the index may be others than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refreshed {
    All,
    /// Those about what stands, or stood, in these categories; and those about everything that is sold.
    Categories(Vec<CategoryId>),
}

/// So many products of a list can be paged through; whoever wants more narrows it down.
pub const MOST_LISTED: u64 = 6_000;

/// A product's listings changed: lists that show it, or showed it, are old.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct ListingChanged {
    pub product: ProductId,
    pub version: i64,
    /// Where it stands now or stood before, parents included.
    pub categories: Vec<CategoryId>,
}
impl Event for ListingChanged {
    const TYPE: &'static str = "search.listing_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        format!("listing:{}", self.product)
    }
    fn version(&self) -> i64 {
        self.version
    }
}

#[derive(Clone)]
pub struct Search {
    db: Db,
    kept: Arc<KeptCells>,
    index: Arc<OnceLock<Index>>,
    misses: Arc<missed::Misses>,
}

impl Search {
    pub fn new(db: Db) -> Self {
        Self { db, kept: Arc::new(KeptCells::default()), index: Arc::default(), misses: Arc::default() }
    }

    /// One page of a list. Without words one query, when the counts of the shelf were asked for lately.
    pub async fn find(&self, ask: Ask) -> Result<Found, SearchError> {
        let words = words::asked(&ask.words);
        if words.is_empty() {
            return self.on_shelf(ask).await;
        }
        let missable = (ask.filter == Filter::default() && ask.scope == Scope::All).then(|| ask.words.clone());
        let found = match self.ready_index() {
            Some(index) => index.find(&self.db, ask).await?,
            None => self.db.read_slow(move |c| matching::find(c, &ask, &words)).await?,
        };
        // What was read otherwise than it was typed found nothing as it was.
        if let Some(words) = missable.filter(|_| found.total == 0) {
            self.misses.note(&words);
        }
        Ok(found)
    }

    /// Without words the tables answer, which need not look at a whole shelf for one page of it; attributes are the
    /// index's.
    async fn on_shelf(&self, ask: Ask) -> Result<Found, SearchError> {
        let Some(index) = self.ready_index() else { return find::on_shelf(&self.db, &self.kept, ask).await };
        if ask.filter.asks_the_index() {
            return index.find(&self.db, Ask { words: String::new(), ..ask }).await;
        }
        let attributes = index.attributes(&ask)?;
        let mut found = find::on_shelf(&self.db, &self.kept, ask).await?;
        found.facets.attributes = attributes;
        Ok(found)
    }

    /// In how many products that are sold each attribute stands, by code; none while there is no index.
    pub fn carried(&self) -> Option<std::collections::HashMap<String, u64>> {
        self.ready_index().map(Index::carried)
    }

    /// Opens the index in `folder` (without one, in memory) and keeps it as the tables are, on a thread of its own, for
    /// as long as what it answers is held. Words are answered by the tables until it has caught up. `refreshed` is
    /// told whenever answers may have changed, and which.
    ///
    /// # Errors
    /// A folder that cannot be used, or an index that is open already.
    pub fn open_index(
        &self,
        folder: Option<&Path>,
        refreshed: impl Fn(Refreshed) + Send + 'static,
    ) -> Result<IndexKeeper, SearchError> {
        index::open(&self.db, &self.index, folder, refreshed)
    }

    /// Tells the index that listings changed.
    pub fn changed(&self, listings: Vec<ListingChanged>) {
        if let Some(index) = self.index.get() {
            index.changed(listings);
        }
    }

    /// Tells the index that what the shop's keepers set changed.
    pub fn rules_changed(&self) {
        if let Some(index) = self.index.get() {
            index.rules_changed();
        }
    }

    /// Whether words are looked up in the index.
    pub fn is_indexed(&self) -> bool {
        self.ready_index().is_some()
    }

    fn ready_index(&self) -> Option<&Index> {
        self.index.get().filter(|index| index.is_ready())
    }

    /// The first few products that fit what was typed so far.
    pub async fn suggest(&self, list: PriceListId, typed: &str, limit: usize) -> Result<Vec<Hit>, SearchError> {
        let words = words::asked(typed);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(index) = self.ready_index() {
            return index.suggest(list, typed, limit);
        }
        let typed = typed.to_owned();
        self.db.read_slow(move |c| matching::suggest(c, list, &typed, &words, limit)).await
    }

    /// How many products a list sells, sold-out ones among them.
    pub async fn count(&self, list: PriceListId) -> Result<u64, SearchError> {
        let shelf = shelf(list, Scope::All);
        let count = move |c: &mut Conn| -> Result<i64, SearchError> {
            Ok(listings_t::table.filter(listings_t::shelf.eq(shelf)).count().get_result(c)?)
        };
        Ok(self.db.read_slow(count).await?.max(0) as u64)
    }

    /// The products that a list sells, in id order, `limit` of them from the one at `offset`.
    pub async fn listed(&self, list: PriceListId, offset: u64, limit: u64) -> Result<Vec<ProductId>, SearchError> {
        let shelf = shelf(list, Scope::All);
        let (offset, limit) = (i64::try_from(offset).unwrap_or(i64::MAX), limit as i64);
        self.db
            .read_slow(move |c| {
                Ok(listings_t::table
                    .filter(listings_t::shelf.eq(shelf))
                    .order(listings_t::product)
                    .offset(offset)
                    .limit(limit)
                    .select(listings_t::product)
                    .load(c)?)
            })
            .await
    }

    /// Puts a product where it belongs, or takes it away when it has no offer. True when that changed anything; then
    /// a [`ListingChanged`] is recorded.
    pub fn put(&self, tx: &mut Tx<'_>, document: &Document) -> Result<bool, SearchError> {
        document::put(tx, document)
    }

    /// Products whose price begins or ends by itself, and whose time has come.
    pub fn stale_in(conn: &mut Conn, now: Micros, limit: i64) -> Result<Vec<ProductId>, SearchError> {
        Ok(products_t::table
            .filter(products_t::stale_at.gt(0))
            .filter(products_t::stale_at.le(now.0))
            .order(products_t::stale_at)
            .limit(limit)
            .select(products_t::product)
            .load(conn)?)
    }

    /// The products it knows, in id order after `after`.
    pub fn known_in(conn: &mut Conn, after: Option<ProductId>, limit: i64) -> Result<Vec<ProductId>, SearchError> {
        let after = after.unwrap_or(ProductId::from_bytes([0; 16]));
        Ok(products_t::table
            .filter(products_t::product.gt(after))
            .order(products_t::product)
            .limit(limit)
            .select(products_t::product)
            .load(conn)?)
    }

    /// When all of it was last made; none while it never was.
    pub fn built_in(conn: &mut Conn) -> Result<Option<Micros>, SearchError> {
        let at: Option<i64> = state_t::table.find(BUILT).select(state_t::at).first(conn).optional()?;
        Ok(at.map(Micros))
    }

    /// Notes that all of it was made.
    pub fn set_built(tx: &mut Tx<'_>) -> Result<(), SearchError> {
        let now = tx.now();
        dialect::put_state(tx, BUILT, now.0)?;
        Ok(())
    }

    /// Counts anew from now on: listings changed.
    pub fn forget(&self) {
        self.kept.forget();
        if let Some(index) = self.index.get() {
            index.forget_brands();
        }
    }

    /// A brand as addresses write it.
    pub fn brand_slug(brand: &str) -> String {
        words::slug(brand)
    }
}

/// Another name than before attributes were known by code: an older shop makes its lists once more.
const BUILT: &str = "built.3";

/// A shelf's number. Two may share one in theory: with 63 bits of SHA-256, not in practice.
fn shelf(list: PriceListId, scope: Scope) -> i64 {
    let category = match scope {
        Scope::All => [0; 16],
        Scope::Category(id) => *id.bytes(),
    };
    number(&[list.bytes(), &category])
}

/// A price list's number.
fn list_number(list: PriceListId) -> i64 {
    number(&[list.bytes()])
}

/// A brand's number, by its slug; 0 for none.
fn brand(slug: &str) -> i64 {
    if slug.is_empty() { 0 } else { number(&[slug.as_bytes()]) }
}

fn number(parts: &[&[u8]]) -> i64 {
    use sha2::Digest;
    let mut hash = sha2::Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    let bytes: [u8; 32] = hash.finalize().into();
    let first = bytes.first_chunk::<8>().copied().unwrap_or_default();
    i64::from_be_bytes(first) & i64::MAX
}
