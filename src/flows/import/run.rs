//! From a file to the shop, piece by piece.
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::mem;
use std::rc::Rc;
use std::sync::Arc;

use catalog::{Catalog, CatalogError, Change};
use db::{Db, DbError, Lane, Tx};
use inventory::Inventory;
use kernel::kinds::CategoryId;
use kernel::{Actor, Currency};
use markets::Markets;
use pricing::Pricing;
use shipping::Shipping;

use super::report::Report;
use super::shopify::{self, ImportedProduct, RowProblem};
use super::write::{Arriving, WriteError, Writing, Written};
use crate::Progress;
use crate::setup::{self, Rooms, SetupError};

/// Variants written in one unit of work, unless a single product has more: about 5 ms on SQLite.
const PIECE: usize = 12;

/// Why an import came to nothing, or ended before the file did.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(
        "the shop has no market yet, so there is no currency to read prices in; run `sundry demo`, or set one up"
    )]
    NoMarket,
    #[error(transparent)]
    File(#[from] shopify::ImportError),
    #[error("{0}")]
    Setup(#[from] SetupError),
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// What came before that line is in the shop.
    #[error("the import stopped at line {line}: {why}. Run it again: what is there already is not done twice")]
    Stopped { line: u64, why: String },
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(ImportError: Setup, Catalog);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Tells what would be done; writes nothing.
    pub dry_run: bool,
}

/// Brings other shops' files in.
#[derive(Clone)]
pub struct Importer {
    pub db: Db,
    pub catalog: Catalog,
    pub pricing: Pricing,
    pub inventory: Inventory,
    pub shipping: Shipping,
    pub markets: Markets,
}

/// Everything that lasts over the pieces of one run.
struct Run<'a> {
    importer: &'a Importer,
    actor: &'a Actor,
    options: Options,
    categories: Arc<HashMap<String, CategoryId>>,
    /// The slugs of those this run made.
    made: HashSet<String>,
    handles: HashSet<String>,
    piece: Vec<Arriving>,
    variants: usize,
    report: Report,
    /// The product that the problem before this one belongs to.
    failing: Option<String>,
}

impl Importer {
    /// Makes the first market (see [`setup`]) where the shop has none, so that a file can be imported into an empty
    /// database. True when it was made.
    ///
    /// # Errors
    /// See [`setup::find`].
    pub fn ensure_market(&self, actor: &Actor) -> Result<bool, ImportError> {
        let rooms = self.rooms();
        Ok(self.db.write_now(Lane::Bulk, actor, move |tx| rooms.ensure(tx)).map(|(_, made)| made)?)
    }

    fn rooms(&self) -> Rooms {
        Rooms {
            markets: self.markets.clone(),
            pricing: self.pricing.clone(),
            inventory: self.inventory.clone(),
            shipping: self.shipping.clone(),
        }
    }

    /// Imports a product export of Shopify's, read as a stream; `file_size` in bytes is for `progress` only.
    ///
    /// Products are known by handle and variants by SKU: what the file says takes the place of what the shop has, and
    /// importing the same file again changes nothing. Each product stands alone: one that cannot be taken is reported
    /// and the others come in. Prices are amounts of the default market's currency and go to its price list; stock
    /// goes to the first location. Product types become categories. Pictures are counted, not fetched.
    ///
    /// Where stock may run out, or is not counted, up to 1,000,000 units are sold beyond it.
    ///
    /// # Errors
    /// No market: see [`Importer::ensure_market`] (a dry run does without). A file that cannot be read at all. The
    /// database: then what was read before is in the shop.
    pub fn shopify<R: Read>(
        &self,
        actor: &Actor,
        reader: R,
        file_size: u64,
        options: Options,
        progress: &dyn Progress,
    ) -> Result<Report, ImportError> {
        let found = self.db.read_now(setup::find)?;
        let currency = match &found {
            Some((setup, _)) => setup.market.currency,
            None if options.dry_run => Currency::EUR,
            None => return Err(ImportError::NoMarket),
        };
        let categories = self.db.read_now(Catalog::categories_in)?;
        let mut run = Run {
            importer: self,
            actor,
            options,
            categories: Arc::new(categories.into_iter().map(|c| (c.slug, c.id)).collect()),
            made: HashSet::new(),
            handles: HashSet::new(),
            piece: Vec::new(),
            variants: 0,
            report: Report { dry_run: options.dry_run, ..Report::default() },
            failing: None,
        };
        let consumed = Rc::new(Cell::new(0));
        let products = shopify::read(Counting { inner: reader, consumed: consumed.clone() }, currency)?;
        progress.begin("Importing", file_size);
        let outcome = products.into_iter().try_for_each(|next| {
            progress.step(consumed.take());
            run.take(next)
        });
        let outcome = outcome.and_then(|()| run.flush());
        progress.end();
        self.catalog.forget_tree();
        outcome.map(|()| run.report)
    }
}

impl Run<'_> {
    fn take(&mut self, next: Result<ImportedProduct, RowProblem>) -> Result<(), ImportError> {
        match next {
            Ok(product) => self.arrive(product),
            Err(problem) => {
                self.failed(problem);
                Ok(())
            }
        }
    }

    /// One product may have several problems; they come one after the other.
    fn failed(&mut self, problem: RowProblem) {
        let same = match &problem.handle {
            Some(handle) => self.failing.as_ref() == Some(handle),
            None => self.failing.as_deref() == Some("") && problem.column != "row",
        };
        if !same {
            self.report.read += 1;
            self.report.failed += 1;
        }
        self.failing = Some(problem.handle.clone().unwrap_or_default());
        self.report.problem(problem.into());
    }

    fn arrive(&mut self, product: ImportedProduct) -> Result<(), ImportError> {
        self.failing = None;
        let handle = self.handle(&product);
        for note in &product.notes {
            // Its own text begins with the line, which the report has beside it.
            let text = note.to_string();
            let text = text.split_once(": ").map_or(text.as_str(), |(_, rest)| rest);
            self.report.remark(note.line, &handle, text);
        }
        self.report.pictures += product.images.len() as u64;
        self.variants += product.variants.len();
        let position = self.report.read as i64;
        self.report.read += 1;
        self.piece.push(Arriving { handle, product, position });
        if self.variants >= PIECE { self.flush() } else { Ok(()) }
    }

    /// The handle as an address can carry it; different for different handles of the file.
    fn handle(&mut self, product: &ImportedProduct) -> String {
        let mut wanted = catalog::slug(&product.handle);
        if wanted.is_empty() {
            wanted = catalog::slug(&product.title);
        }
        if wanted.is_empty() {
            wanted = "product".to_owned();
        }
        let mut handle = wanted.clone();
        let mut n = 2;
        while !self.handles.insert(handle.clone()) {
            handle = format!("{wanted}-{n}");
            n += 1;
        }
        if handle != product.handle {
            let remark = format!("its address is {handle}: {} cannot stand in one, or was taken", product.handle);
            self.report.remark(product.line, &handle, remark);
        }
        handle
    }

    /// Writes what has gathered, in one unit of work.
    fn flush(&mut self) -> Result<(), ImportError> {
        self.variants = 0;
        let piece = mem::take(&mut self.piece);
        let Some(line) = piece.first().map(|arriving| arriving.product.line) else { return Ok(()) };
        let (me, rooms) = (self.importer.clone(), self.importer.rooms());
        let (dry_run, known) = (self.options.dry_run, self.categories.clone());
        let write = move |tx: &mut Tx<'_>| -> Result<Written, WriteError> {
            let (ground, _) = rooms.ensure(tx)?;
            let mut writing = Writing {
                catalog: &me.catalog,
                pricing: &me.pricing,
                inventory: &me.inventory,
                ground,
                categories: known.clone(),
                made: Vec::new(),
            };
            let outcomes = piece.iter().map(|p| writing.product(tx, p)).collect::<Result<_, _>>()?;
            let written = Written { outcomes, made: writing.made };
            if dry_run { Err(WriteError::Trial(written)) } else { Ok(written) }
        };
        match self.importer.db.write_now(Lane::Bulk, self.actor, write) {
            Ok(written) | Err(WriteError::Trial(written)) => self.note(written),
            Err(e) => return Err(ImportError::Stopped { line, why: e.to_string() }),
        }
        Ok(())
    }

    fn note(&mut self, written: Written) {
        let made = written.made.iter().filter(|(slug, _)| self.made.insert(slug.clone())).count();
        self.report.categories += made as u64;
        // A trial's categories are gone again: each of its pieces makes its own.
        if !self.options.dry_run {
            Arc::make_mut(&mut self.categories).extend(written.made);
        }
        for outcome in written.outcomes {
            for (line, remark) in outcome.remarks {
                self.report.remark(line, &outcome.handle, remark);
            }
            match outcome.result {
                Ok(Change::Created) => self.report.created += 1,
                Ok(Change::Updated) => self.report.updated += 1,
                Ok(Change::None) => self.report.unchanged += 1,
                Err(problem) => {
                    self.report.failed += 1;
                    self.report.problem(problem);
                }
            }
        }
    }
}

/// Counts what is read.
struct Counting<R> {
    inner: R,
    consumed: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.consumed.set(self.consumed.get() + n as u64);
        Ok(n)
    }
}
