//! From a file to the shop, piece by piece, each with its checkpoint.
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::mem;
use std::rc::Rc;
use std::time::{Duration, Instant};

use catalog::{Catalog, CatalogError, Change};
use db::{Db, DbError, Lane, Tx};
use imports::{Imports, ImportsError, NewRun, Note, NoteKind, Run, State, Step};
use inventory::{Inventory, InventoryError};
use kernel::kinds::{ImportId, LocationId};
use kernel::{Actor, Currency};
use markets::Markets;
use media::Media;
use pricing::Pricing;
use shipping::Shipping;

use super::draft::{Draft, Next};
use super::file::{FileError, remark};
use super::report::Report;
use super::shelves::Shelves;
use super::spec::Spec;
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
    File(#[from] FileError),
    #[error("{0}")]
    Setup(#[from] SetupError),
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Imports(#[from] ImportsError),
    #[error(transparent)]
    Media(#[from] media::MediaError),
    #[error(transparent)]
    Orders(#[from] orders::OrdersError),
    /// What came before that line is in the shop.
    #[error("the import stopped at line {line}: {why}. Run it again: what is there already is not done twice")]
    Stopped { line: u64, why: String },
    /// A run that an older or newer release began.
    #[error("{0}")]
    Unknown(String),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(ImportError: Setup, Catalog, Inventory, Imports, Media, Orders);

/// A file as its owner has it.
pub struct Source<'a> {
    pub name: &'a str,
    pub size: u64,
    /// From [`Spec::fingerprint`].
    pub fingerprint: String,
}

/// How a stretch of work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The file is through.
    Done,
    /// Time is up; it goes on from its checkpoint.
    Paused,
    /// Somebody stopped it.
    Cancelled,
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
    pub media: Media,
    pub imports: Imports,
}

/// Everything that lasts over the pieces of one stretch.
struct Work<'a> {
    importer: &'a Importer,
    actor: &'a Actor,
    run: Run,
    consumed: Rc<Cell<u64>>,
    shelves: Shelves,
    places: HashMap<String, LocationId>,
    /// Paths that this run made: in a trial each piece makes its own anew.
    made: HashSet<String>,
    handles: HashSet<String>,
    piece: Vec<Arriving>,
    weight: usize,
    notes: Vec<Note>,
    /// Things that were read; those before the checkpoint are settled.
    seen: u64,
    stopping: bool,
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

    /// The run of this very work that was stopped on the way, to go on with; else a new one.
    ///
    /// # Errors
    /// A power that is missing; the database.
    pub fn begin(&self, actor: &Actor, spec: &Spec, source: &Source<'_>) -> Result<ImportId, ImportError> {
        if let Some(run) = self.db.read_now(|c| Imports::unfinished_in(c, &source.fingerprint))? {
            return Ok(run.id);
        }
        let new = NewRun {
            format: spec.form.as_str().to_owned(),
            file: source.name.chars().take(200).collect(),
            fingerprint: source.fingerprint.clone(),
            size: source.size,
            stored: false,
            settings: spec.settings(),
            dry_run: spec.dry_run,
        };
        Ok(self.db.write_now(Lane::Bulk, actor, move |tx| Imports::begin(tx, &new))?)
    }

    /// Works on a run from its checkpoint on, for at most `time`; what it reads is the whole file, from the beginning.
    ///
    /// Products are known by their address, else by their SKUs, and variants by SKU: what the file says takes the place of
    /// what the shop has, what it does not say stays, and importing the same file again changes nothing. Each thing stands
    /// alone: one that cannot be taken is reported and the others come in. Prices are amounts of the default market's
    /// currency and go to its price list; stock goes to the first location. Pictures are promised: see
    /// [`Importer::bring_pictures`].
    ///
    /// # Errors
    /// No market: see [`Importer::ensure_market`] (a trial does without). A file that cannot be read at all. The
    /// database: then what was read before is in the shop, and the run is marked as failed.
    pub fn work<R: Read + 'static>(
        &self,
        actor: &Actor,
        id: ImportId,
        reader: R,
        time: Option<Duration>,
        progress: &dyn Progress,
    ) -> Result<Ended, ImportError> {
        let outcome = self.stretch(actor, id, reader, time, progress);
        let state = match &outcome {
            Ok(Ended::Paused) => return outcome,
            Ok(Ended::Done) => State::Done,
            Ok(Ended::Cancelled) => State::Cancelled,
            Err(_) => State::Failed,
        };
        let error = outcome.as_ref().err().map(ToString::to_string).unwrap_or_default();
        let noted = self.db.write_now(Lane::Bulk, actor, move |tx| Imports::set_state(tx, id, state, &error));
        // Why it failed is the more important news.
        outcome.and_then(|ended| noted.map(|()| ended).map_err(ImportError::from))
    }

    fn stretch<R: Read + 'static>(
        &self,
        actor: &Actor,
        id: ImportId,
        reader: R,
        time: Option<Duration>,
        progress: &dyn Progress,
    ) -> Result<Ended, ImportError> {
        let began = Instant::now();
        let run = self.db.read_now(|c| Imports::run_in(c, id))?;
        if run.state == State::Done {
            return Ok(Ended::Done);
        }
        let spec = Spec::stored(&run).map_err(ImportError::Unknown)?;
        let currency = match self.db.read_now(setup::find)? {
            Some((setup, _)) => setup.market.currency,
            None if spec.dry_run => Currency::EUR,
            None => return Err(ImportError::NoMarket),
        };
        self.db.write_now(Lane::Bulk, actor, move |tx| Imports::set_state(tx, id, State::Running, ""))?;
        let tree = self.db.read_now(Catalog::categories_in)?;
        let places = self.db.read_now(Inventory::locations_in)?;
        let consumed = Rc::new(Cell::new(0));
        let drafts = spec.read(reader, currency, run.size, &consumed)?;
        progress.begin("Importing", run.size);
        let mut work = Work {
            importer: self,
            actor,
            run,
            consumed,
            shelves: Shelves::of(&tree),
            places: places.into_iter().map(|l| (l.code, l.id)).collect(),
            made: HashSet::new(),
            handles: HashSet::new(),
            piece: Vec::new(),
            weight: 0,
            notes: Vec::new(),
            seen: 0,
            stopping: false,
        };
        let outcome = work.through(drafts, began, time, progress);
        progress.end();
        self.catalog.forget_tree();
        outcome
    }

    /// What a run did.
    ///
    /// # Errors
    /// A run that is gone; the database's.
    pub fn report(&self, id: ImportId) -> Result<Report, ImportError> {
        Ok(Report::of(&self.db, id)?)
    }
}

impl Work<'_> {
    fn through(
        &mut self,
        drafts: Box<dyn Iterator<Item = Next>>,
        began: Instant,
        time: Option<Duration>,
        progress: &dyn Progress,
    ) -> Result<Ended, ImportError> {
        let (mut shown, mut reached) = (0, None);
        for next in drafts {
            self.seen += 1;
            let settled = self.seen <= self.run.settled;
            self.take(next, settled)?;
            if settled {
                continue;
            }
            // To come back to here takes as long again: a stretch is worth it.
            let reached = *reached.get_or_insert_with(|| began.elapsed());
            if self.weight >= PIECE {
                self.flush()?;
                progress.step(self.consumed.get().saturating_sub(shown));
                shown = shown.max(self.consumed.get());
                if self.stopping {
                    return Ok(Ended::Cancelled);
                }
                if time.is_some_and(|time| began.elapsed() > time.max(reached * 5)) {
                    return Ok(Ended::Paused);
                }
            }
        }
        self.flush()?;
        Ok(if self.stopping { Ended::Cancelled } else { Ended::Done })
    }

    /// Takes the next thing of the file. One that was settled before is only remembered.
    fn take(&mut self, next: Next, settled: bool) -> Result<(), ImportError> {
        match next {
            Ok(draft) => {
                let handle = self.handle(&draft, settled);
                if settled {
                    return Ok(());
                }
                self.weight += draft.weight().max(1);
                self.piece.push(Arriving { handle, position: self.seen as i64 - 1, draft });
            }
            Err(problems) if !settled => {
                self.weight += 1;
                self.run.tally.read += 1;
                self.run.tally.failed += 1;
                self.note(problems);
            }
            Err(_) => {}
        }
        Ok(())
    }

    fn note(&mut self, notes: Vec<Note>) {
        let problems = notes.iter().filter(|n| n.kind == NoteKind::Problem).count() as u64;
        self.run.tally.problems += problems;
        self.run.tally.remarks += notes.len() as u64 - problems;
        self.notes.extend(notes);
    }

    /// The handle as an address can carry it, where the file names one; different for different handles of the file.
    fn handle(&mut self, draft: &Draft, settled: bool) -> Option<String> {
        let Draft::Product(product) = draft else { return None };
        let named = product.handle.as_ref()?;
        let names = [named.as_str(), product.title.as_deref().unwrap_or_default(), "product"];
        let fits = named.len() <= 180 && named.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let slugs = names.into_iter().map(catalog::slug).find(|s| !s.is_empty()).unwrap_or_default();
        let wanted = if fits && !named.is_empty() { named.clone() } else { slugs };
        let mut handle = wanted.clone();
        let mut n = 2;
        while !self.handles.insert(handle.clone()) {
            handle = format!("{wanted}-{n}");
            n += 1;
        }
        if handle != *named && !settled {
            let what = format!("its address is {handle}: {named} cannot stand in one, or was taken");
            self.note(vec![remark(product.line, &handle, what)]);
        }
        Some(handle)
    }

    /// Writes what has gathered, in one unit of work with the checkpoint behind it.
    fn flush(&mut self) -> Result<(), ImportError> {
        self.weight = 0;
        let piece = mem::take(&mut self.piece);
        let notes = mem::take(&mut self.notes);
        let settled = self.seen;
        if settled == self.run.settled && piece.is_empty() && notes.is_empty() {
            return Ok(());
        }
        let line = piece.first().map_or(0, |arriving| arriving.draft.line());
        let (me, rooms) = (self.importer.clone(), self.importer.rooms());
        let (id, dry_run) = (self.run.id, self.run.dry_run);
        let (shelves, places, consumed) = (self.shelves.clone(), self.places.clone(), self.consumed.get());
        let (tally, known) = (self.run.tally, self.made.clone());
        let write = move |tx: &mut Tx<'_>| -> Result<(Written, Step, bool), WriteError> {
            let put = |tx: &mut Tx<'_>| -> Result<Written, WriteError> {
                if piece.is_empty() {
                    return Ok(Written::default());
                }
                let (ground, _) = rooms.ensure(tx)?;
                let mut writing = Writing {
                    catalog: &me.catalog,
                    pricing: &me.pricing,
                    inventory: &me.inventory,
                    ground,
                    shelves: shelves.clone(),
                    run: (!dry_run).then_some(id),
                    places: &places,
                };
                let outcomes = piece.iter().map(|p| writing.thing(tx, p)).collect::<Result<_, _>>()?;
                let written = Written { outcomes, made: writing.shelves.made };
                if dry_run { Err(WriteError::Trial(Box::new(written))) } else { Ok(written) }
            };
            let written = match tx.savepoint(put) {
                Ok(written) => written,
                Err(WriteError::Trial(written)) => *written,
                Err(e) => return Err(e),
            };
            let mut step = Step { settled, consumed, tally, notes: notes.clone() };
            step.tally.categories += written.made.iter().filter(|(path, _)| !known.contains(path)).count() as u64;
            for (arriving, outcome) in piece.iter().zip(&written.outcomes) {
                settle(&mut step, arriving, outcome);
            }
            // As the file goes, whatever was found out first.
            step.notes.sort_by_key(|note| note.line);
            let stopping = Imports::advance(tx, id, &step)?;
            Ok((written, step, stopping))
        };
        let (written, step, stopping) = self
            .importer
            .db
            .write_now(Lane::Bulk, self.actor, write)
            .map_err(|e| ImportError::Stopped { line, why: e.to_string() })?;
        self.run.tally = step.tally;
        self.run.settled = settled;
        self.stopping = stopping;
        self.made.extend(written.made.iter().map(|(path, _)| path.clone()));
        // A trial's categories are gone again: each of its pieces makes its own.
        if !dry_run {
            self.shelves.learn(written.made);
        }
        Ok(())
    }
}

/// Counts what became of a thing, and notes what there is to say.
fn settle(step: &mut Step, arriving: &Arriving, outcome: &super::write::Outcome) {
    let tally = &mut step.tally;
    tally.read += 1;
    let mut notes = Vec::new();
    if let Draft::Product(product) = &arriving.draft {
        tally.pictures += product.pictures.len() as u64;
        notes.extend(product.notes.iter().cloned().map(|mut note| {
            if let Some(handle) = &arriving.handle {
                note.subject.clone_from(handle);
            }
            note
        }));
    }
    if let Draft::Past(order) = &arriving.draft {
        notes.extend(order.notes.iter().cloned());
    }
    if let Draft::TakenBack(back) = &arriving.draft {
        notes.extend(back.notes.iter().cloned());
    }
    match &outcome.result {
        Ok(change) => {
            match change {
                Change::Created => tally.created += 1,
                Change::Updated => tally.updated += 1,
                Change::None => tally.unchanged += 1,
            }
            notes.extend(outcome.notes.iter().cloned());
        }
        Err(problem) => {
            tally.failed += 1;
            notes.push(problem.clone());
        }
    }
    let problems = notes.iter().filter(|n| n.kind == NoteKind::Problem).count() as u64;
    tally.problems += problems;
    tally.remarks += notes.len() as u64 - problems;
    step.notes.extend(notes);
}
