//! The index beside the tables: opened, caught up with them, kept up with every change, asked.
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use db::{Conn, Db};
use diesel::prelude::*;
use kernel::Page;
use kernel::kinds::{PriceListId, ProductId};
use parking_lot::RwLock;

use crate::engine::{Cut, Engine, EngineError, Entry, Order, Set, Tally, Values};
use crate::facets::{Attribute, Brand, Facets, Value};
use crate::rules::{KeptRule, Rule};
use crate::schema::search_documents as documents_t;
use crate::{
    Ask, Found, Hit, ListingChanged, MOST_LISTED, Offered, Refreshed, Scope, SearchError, Sort, Stock, brand, find,
    list_number, shelf,
};

/// Changes that come one after another are made seen together, so long after the first of them at the latest.
const TOGETHER: Duration = Duration::from_millis(250);
/// So long after the last change the writer's memory is let go.
const REST: Duration = Duration::from_secs(5);
/// After a failure the index is compared with the tables again, so much later.
const AGAIN: Duration = Duration::from_secs(10);
/// Rows read at once while catching up, and entries put before they are made seen.
const BATCH: i64 = 2_000;
const PIECE: usize = 400;
/// Answers kept until something changes.
const ANSWERS: u64 = 2_000;

enum Told {
    Changed(Vec<ListingChanged>),
    Rules,
    Stop,
}

type Names = HashMap<i64, (String, String)>;

/// An open index and the way to its thread.
pub(crate) struct Index {
    engine: Engine,
    ready: AtomicBool,
    told: Sender<Told>,
    /// Slugs and names of brands by number, as far as they were asked for.
    brands: RwLock<Names>,
    answers: moka::sync::Cache<(u64, Ask), Arc<Found>>,
    suggestions: moka::sync::Cache<(u64, PriceListId, String, usize), Arc<[Hit]>>,
    offers: moka::sync::Cache<(u64, Ask), Arc<[Attribute]>>,
}

/// Keeps the index as the tables are, until it is dropped.
pub struct IndexKeeper {
    told: Sender<Told>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for IndexKeeper {
    fn drop(&mut self) {
        // A thread that has ended hears nothing, and need not.
        let _ = self.told.send(Told::Stop);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread of the search index ended by a panic");
        }
    }
}

fn broken(e: &EngineError) -> SearchError {
    SearchError::Index(e.to_string())
}

pub(crate) fn open(
    db: &Db,
    place: &Arc<OnceLock<Index>>,
    folder: Option<&Path>,
    refreshed: impl Fn(Refreshed) + Send + 'static,
) -> Result<IndexKeeper, SearchError> {
    let engine = folder.map_or_else(Engine::in_memory, Engine::open).map_err(|e| broken(&e))?;
    let (told, hears) = channel();
    let index = Index {
        engine,
        ready: AtomicBool::new(false),
        told: told.clone(),
        brands: RwLock::default(),
        answers: moka::sync::Cache::new(ANSWERS),
        suggestions: moka::sync::Cache::new(ANSWERS),
        offers: moka::sync::Cache::new(ANSWERS / 4),
    };
    if place.set(index).is_err() {
        return Err(SearchError::Index("it is open already".into()));
    }
    let (db, place) = (db.clone(), place.clone());
    let keep = move || {
        if let Some(index) = place.get() {
            index.keep(&db, &hears, &refreshed);
        }
    };
    let thread = std::thread::Builder::new().name("search-index".into()).spawn(keep);
    let thread = thread.map_err(|e| SearchError::Index(e.to_string()))?;
    Ok(IndexKeeper { told, thread: Some(thread) })
}

impl Index {
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    pub fn changed(&self, listings: Vec<ListingChanged>) {
        // A keeper that is gone is compared with the tables when the next one starts.
        let _ = self.told.send(Told::Changed(listings));
    }

    pub fn rules_changed(&self) {
        let _ = self.told.send(Told::Rules);
    }

    /// Reads what the shop's keepers set.
    fn read_rules(&self, db: &Db) {
        match db.read_now(crate::rules::rules_in) {
            Ok(rules) => self.engine.set_rules(set(rules)),
            Err(e) => tracing::warn!(error = %e, "what was set about searching could not be read"),
        }
    }

    pub fn forget_brands(&self) {
        self.brands.write().clear();
    }

    /// The thread's life.
    fn keep(&self, db: &Db, hears: &Receiver<Told>, refreshed: &dyn Fn(Refreshed)) {
        let (mut caught_up, mut resting) = (false, false);
        loop {
            if !caught_up {
                match self.catch_up(db) {
                    Ok(different) => {
                        self.read_rules(db);
                        tracing::info!(different, "the search index is as the tables are");
                        (caught_up, resting) = (true, false);
                        self.ready.store(true, Ordering::Release);
                        refreshed(Refreshed::All);
                        self.engine.prepare();
                    }
                    Err(e) => tracing::warn!(error = %e, "the search index could not catch up: the tables answer"),
                }
            }
            match hears.recv_timeout(if caught_up { REST } else { AGAIN }) {
                Ok(Told::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(Told::Rules) => {
                    self.read_rules(db);
                    refreshed(Refreshed::All);
                }
                Ok(Told::Changed(first)) => {
                    let (listings, rules, stop) = gather(first, hears);
                    if rules {
                        self.read_rules(db);
                    }
                    resting = false;
                    let products = unique(listings.iter().map(|l| l.product).collect());
                    let categories = unique(listings.into_iter().flat_map(|l| l.categories).collect());
                    match self.take_up(db, &products) {
                        Ok(()) if rules => refreshed(Refreshed::All),
                        Ok(()) => refreshed(Refreshed::Categories(categories)),
                        Err(e) => {
                            tracing::warn!(error = %e, "the search index missed a change: it is compared anew");
                            caught_up = false;
                        }
                    }
                    if stop {
                        break;
                    }
                }
                Err(RecvTimeoutError::Timeout) if !resting => {
                    if let Err(e) = self.engine.rest() {
                        tracing::warn!(error = %e, "the search index could not let its writer go");
                    }
                    resting = true;
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        if let Err(e) = self.engine.rest() {
            tracing::warn!(error = %e, "the search index was left as it was");
        }
    }

    fn take_up(&self, db: &Db, products: &[ProductId]) -> Result<(), SearchError> {
        for some in products.chunks(PIECE) {
            self.put(db, some)?;
        }
        self.engine.commit().map_err(|e| broken(&e))
    }

    fn put(&self, db: &Db, products: &[ProductId]) -> Result<(), SearchError> {
        let wanted = products.to_vec();
        let rows: Vec<(ProductId, i64, String)> = db.read_now(move |c: &mut Conn| -> Result<_, SearchError> {
            Ok(documents_t::table
                .filter(documents_t::product.eq_any(wanted))
                .order(documents_t::product)
                .load(c)?)
        })?;
        let held: HashSet<ProductId> = rows.iter().map(|(product, ..)| *product).collect();
        let gone: Vec<[u8; 16]> = products.iter().filter(|p| !held.contains(p)).map(|p| *p.bytes()).collect();
        let read = |(product, version, body): &(ProductId, i64, String)| {
            Entry::read(*product.bytes(), *version as u64, body)
        };
        let entries: Vec<Entry> = rows.iter().filter_map(read).collect();
        self.engine.put(&entries).and_then(|()| self.engine.remove(&gone)).map_err(|e| broken(&e))
    }

    /// Compares versions with the tables, and takes up what is different. Answers how many were.
    fn catch_up(&self, db: &Db) -> Result<usize, SearchError> {
        let mut known: HashMap<[u8; 16], u64> = self.engine.versions().into_iter().collect();
        let mut after = ProductId::from_bytes([0; 16]);
        let mut different = 0;
        loop {
            let rows: Vec<(ProductId, i64)> = db.read_now(move |c: &mut Conn| -> Result<_, SearchError> {
                Ok(documents_t::table
                    .filter(documents_t::product.gt(after))
                    .order(documents_t::product)
                    .limit(BATCH)
                    .select((documents_t::product, documents_t::version))
                    .load(c)?)
            })?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            let mut old =
                |(product, version): &(ProductId, i64)| known.remove(product.bytes()) != Some(*version as u64);
            let old: Vec<ProductId> = rows.iter().filter(|row| old(row)).map(|(product, _)| *product).collect();
            different += old.len();
            for some in old.chunks(PIECE) {
                self.put(db, some)?;
            }
        }
        different += known.len();
        let gone: Vec<[u8; 16]> = known.into_keys().collect();
        if different > 0 {
            self.engine.remove(&gone).and_then(|()| self.engine.commit()).map_err(|e| broken(&e))?;
        }
        Ok(different)
    }

    pub async fn find(&self, db: &Db, ask: Ask) -> Result<Found, SearchError> {
        let key = (self.engine.generation(), ask);
        if let Some(found) = self.answers.get(&key) {
            return Ok(found.as_ref().clone());
        }
        let found = self.answer(db, &key.1).await?;
        self.answers.insert(key, Arc::new(found.clone()));
        Ok(found)
    }

    async fn answer(&self, db: &Db, ask: &Ask) -> Result<Found, SearchError> {
        let mut cut = cut(ask);
        let mut answer = self.engine.find(&ask.words, &cut).map_err(|e| broken(&e))?;
        let total = answer.total as u64;
        let listed = total.min(MOST_LISTED);
        let number = ask.number.clamp(1, listed.div_ceil(ask.size).max(1));
        if number != ask.number {
            cut.offset = ((number - 1) * ask.size) as usize;
            answer = self.engine.find(&ask.words, &cut).map_err(|e| broken(&e))?;
        }
        let mut facets = self.counts(db, &answer.tally, ask).await?;
        facets.attributes = offered(ask, answer.attributes);
        let items = answer
            .hits
            .iter()
            .map(|hit| Hit { product: ProductId::from_bytes(hit.product), stock: Stock::of(hit.band as i64) });
        Ok(Found {
            page: Page { items: items.collect(), total: listed, number, size: ask.size },
            total,
            capped: false,
            facets,
            read_as: answer.read_as,
            meant: answer.meant,
            partly: answer.partly,
        })
    }

    /// By which attributes a list without words can be narrowed down.
    pub fn attributes(&self, ask: &Ask) -> Result<Vec<Attribute>, SearchError> {
        // Every page and order of a list has the same.
        let ask = Ask { words: String::new(), sort: Sort::Arranged, number: 1, size: 1, ..ask.clone() };
        let key = (self.engine.generation(), ask);
        if let Some(kept) = self.offers.get(&key) {
            return Ok(kept.to_vec());
        }
        let values = self.engine.attributes(&cut(&key.1)).map_err(|e| broken(&e))?;
        let attributes = offered(&key.1, values);
        self.offers.insert(key, attributes.clone().into());
        Ok(attributes)
    }

    pub fn carried(&self) -> HashMap<String, u64> {
        self.engine.carried()
    }

    /// What was counted, with the brands' names.
    async fn counts(&self, db: &Db, tally: &Tally, ask: &Ask) -> Result<Facets, SearchError> {
        let chosen: HashSet<i64> = ask.filter.brands.iter().map(|slug| brand(slug)).collect();
        let counts = tally.brands.iter().map(|(number, count)| (*number as i64, *count));
        // Those that the other filters leave nothing of are named only when they are chosen.
        let counts: Vec<_> = counts.filter(|(number, count)| *count > 0 || chosen.contains(number)).collect();
        let names = self.brands(db, counts.iter().map(|(number, _)| *number)).await?;
        let named = counts.iter().filter_map(|(number, count)| {
            let (slug, name) = names.get(number)?;
            let chosen = chosen.contains(number);
            Some(Brand { slug: slug.clone(), name: name.clone(), count: *count, chosen })
        });
        let mut brands: Vec<Brand> = named.collect();
        brands.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.slug.cmp(&b.slug)));
        Ok(Facets {
            in_stock: tally.in_stock,
            sold_out: tally.sold_out,
            brands,
            prices: tally.prices.map(|(low, high)| (low as i64, high as i64)),
            attributes: Vec::new(),
            everything: tally.everything,
        })
    }

    /// Names of brands: from memory, those not asked for yet from the tables.
    async fn brands(&self, db: &Db, numbers: impl Iterator<Item = i64>) -> Result<Names, SearchError> {
        let mut names = Names::new();
        let mut missing = Vec::new();
        {
            let held = self.brands.read();
            for number in numbers.filter(|number| *number != 0) {
                match held.get(&number) {
                    Some(name) => drop(names.insert(number, name.clone())),
                    None => missing.push(number),
                }
            }
        }
        if !missing.is_empty() {
            let read = db.read(move |c| find::brands(c, missing)).await?;
            self.brands.write().extend(read.iter().map(|(number, name)| (*number, name.clone())));
            names.extend(read);
        }
        Ok(names)
    }

    pub fn suggest(&self, list: PriceListId, typed: &str, limit: usize) -> Result<Vec<Hit>, SearchError> {
        let key = (self.engine.generation(), list, typed.to_lowercase(), limit);
        if let Some(hits) = self.suggestions.get(&key) {
            return Ok(hits.to_vec());
        }
        let ask = Ask {
            list,
            scope: Scope::All,
            words: typed.to_owned(),
            filter: crate::Filter::default(),
            offered: Offered::default(),
            sort: Sort::Arranged,
            number: 1,
            size: limit as u64,
        };
        let cut = Cut { typing: true, ..cut(&ask) };
        let answer = self.engine.find(typed, &cut).map_err(|e| broken(&e))?;
        let hit = |hit: &crate::engine::Hit| Hit {
            product: ProductId::from_bytes(hit.product),
            stock: Stock::of(hit.band as i64),
        };
        let hits: Vec<Hit> = answer.hits.iter().map(hit).collect();
        self.suggestions.insert(key, hits.as_slice().into());
        Ok(hits)
    }
}

/// Rules as the engine takes them; of two for the same the later one counts.
fn set(rules: Vec<KeptRule>) -> Set {
    let mut set = Set::default();
    let factor = |percent: i64| percent as f32 / 100.0;
    for KeptRule { rule, .. } in rules.into_iter().rev() {
        match rule {
            Rule::Synonyms { phrases } => set.synonyms.push(phrases),
            Rule::Pin { words, products } => {
                set.pins.insert(words, products.iter().map(|p| *p.bytes()).collect());
            }
            Rule::Product { product, percent } => {
                set.products.insert(*product.bytes(), factor(percent));
            }
            Rule::Brand { brand: slug, percent } => {
                set.brands.insert(brand(&slug) as u64, factor(percent));
            }
        }
    }
    set
}

fn cut(ask: &Ask) -> Cut {
    let amount = |amount: Option<i64>| amount.map(|amount| amount.max(0) as u64);
    Cut {
        list: list_number(ask.list) as u64,
        shelf: shelf(ask.list, ask.scope) as u64,
        whole: ask.scope == Scope::All,
        brands: ask.filter.brands.iter().map(|slug| brand(slug) as u64).collect(),
        from: amount(ask.filter.from),
        to: amount(ask.filter.to),
        in_stock: ask.filter.in_stock,
        attributes: ask.filter.attributes.clone(),
        ranges: ask.filter.ranges.clone(),
        offered: match &ask.offered {
            Offered::Usual => None,
            Offered::These(codes) => Some(codes.clone()),
        },
        order: match ask.sort {
            Sort::Arranged if ask.words.is_empty() => Order::Arranged,
            Sort::Arranged => Order::Fit,
            Sort::Newest => Order::Newest,
            Sort::Cheapest => Order::Cheapest,
            Sort::Dearest => Order::Dearest,
            Sort::Title => Order::Title,
        },
        offset: ((ask.number.max(1) - 1) * ask.size) as usize,
        size: ask.size as usize,
        typing: false,
    }
}

fn offered(ask: &Ask, values: Vec<Values>) -> Vec<Attribute> {
    let chosen = |code: &str, value: &str| {
        ask.filter.attributes.iter().any(|(own, values)| own == code && values.iter().any(|v| v == value))
    };
    let attribute = |of: Values| Attribute {
        values: of
            .values
            .into_iter()
            .map(|(value, count)| Value { chosen: chosen(&of.code, &value), value, count })
            .collect(),
        bounds: of.bounds,
        code: of.code,
    };
    values.into_iter().map(attribute).collect()
}

/// What came in the meantime, too; and whether rules changed, and the end was among it.
fn gather(first: Vec<ListingChanged>, hears: &Receiver<Told>) -> (Vec<ListingChanged>, bool, bool) {
    let (mut listings, mut rules) = (first, false);
    let until = Instant::now() + TOGETHER;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        match hears.recv_timeout(left) {
            Ok(Told::Changed(more)) => listings.extend(more),
            Ok(Told::Rules) => rules = true,
            Ok(Told::Stop) | Err(RecvTimeoutError::Disconnected) => return (listings, rules, true),
            Err(RecvTimeoutError::Timeout) => return (listings, rules, false),
        }
    }
}

fn unique<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_unstable();
    all.dedup();
    all
}
