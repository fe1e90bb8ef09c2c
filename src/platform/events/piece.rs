//! One unit of work of a subscriber: effects and cursor together.
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use db::{Backend, Db, DbError, Lane, Tx};
use kernel::Actor;

use crate::cursor;
use crate::event::{Cursor, Recorded};
use crate::failpoint::failpoint;
use crate::parked::{self, Parked};
use crate::subscription::{SubscriberError, Subscription};
use crate::{lease, log};

/// How long a subscriber stays with an instance that says nothing more.
pub(crate) const LEASE: Duration = Duration::from_secs(5);
/// The most events one piece takes …
const EVENTS: usize = 32;
/// … and that are handed over in one go.
fn together(backend: Backend) -> usize {
    match backend {
        Backend::Sqlite => 6,
        Backend::Postgres => 16,
    }
}
/// … and after this long it takes no further one: on SQLite, so that shoppers' writes get their turn; on PostgreSQL, where they do
/// anyway, so that what it has locked is soon free.
fn time(backend: Backend) -> Duration {
    match backend {
        Backend::Sqlite => Duration::from_millis(3),
        Backend::Postgres => Duration::from_millis(25),
    }
}

/// What became of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// So many events are dealt with; the cursor stands there.
    Done { events: usize, at: Cursor },
    /// Another instance has the lease, or was faster.
    NotMine,
    /// A handler panicked: its event has been noted as failed, nothing else was done.
    Again,
}

#[derive(Debug)]
enum Halt {
    Db(DbError),
    Overtaken,
    /// An event could not be taken by those that guard against none.
    Unguarded,
}
impl From<DbError> for Halt {
    fn from(e: DbError) -> Self {
        Self::Db(e)
    }
}
db::domain_error!(Halt);

/// What keeps an event that fails from undoing those before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Guard {
    /// Nothing: the piece is undone, and done again with [`Guard::EachEvent`].
    None,
    /// A savepoint around each.
    EachEvent,
}

pub(crate) struct Pieces<'a> {
    pub db: &'a Db,
    pub me: &'a Arc<str>,
    pub sub: &'a Arc<Subscription>,
}

impl Pieces<'_> {
    /// Hands out the next of `events[first..]`, or only moves the cursor to `end` when nothing is left of them.
    pub fn next(
        &self,
        from: Cursor,
        events: &Arc<[Recorded]>,
        first: usize,
        end: Cursor,
    ) -> Result<Piece, DbError> {
        let culprit = Arc::new(AtomicI64::new(0));
        let attempt = |guard| {
            let (sub, me, batch, at_work) = (self.sub.clone(), self.me.clone(), events.clone(), culprit.clone());
            self.db.write_now(Lane::Bulk, &actor(), move |tx| {
                hand_out(tx, &sub, &me, &batch[first..], (from, end), guard, &at_work)
            })
        };
        // Hardly any event fails: a savepoint for each, two statements, is made once one has.
        let outcome = match attempt(Guard::None) {
            Err(Halt::Unguarded) => attempt(Guard::EachEvent),
            // Which of several that came together made it panic is seen when they come one by one.
            Err(Halt::Db(DbError::Panicked(_))) if culprit.load(Ordering::Relaxed) == 0 => {
                attempt(Guard::EachEvent)
            }
            outcome => outcome,
        };
        match outcome {
            Ok(piece) => {
                failpoint("subscriber.after-commit");
                Ok(piece)
            }
            Err(Halt::Overtaken | Halt::Unguarded) => Ok(Piece::NotMine),
            Err(Halt::Db(DbError::Panicked(why))) if culprit.load(Ordering::Relaxed) != 0 => {
                let seq = culprit.load(Ordering::Relaxed);
                match events.iter().find(|e| e.position.seq == seq) {
                    Some(event) => self.note_panic(event.clone(), Some(from), why),
                    None => Err(DbError::Panicked(why)),
                }
            }
            Err(Halt::Db(e)) => Err(e),
        }
    }

    /// Tries again what failed before and is due.
    pub fn retry(&self, rows: Vec<Parked>) -> Result<Piece, DbError> {
        let culprit = Arc::new(AtomicI64::new(0));
        let rows = Arc::new(rows);
        let (sub, me, due, at_work) = (self.sub.clone(), self.me.clone(), rows.clone(), culprit.clone());
        let outcome = self.db.write_now(Lane::Bulk, &actor(), move |tx| retry(tx, &sub, &me, &due, &at_work));
        match outcome {
            Ok(piece) => Ok(piece),
            Err(Halt::Overtaken | Halt::Unguarded) => Ok(Piece::NotMine),
            Err(Halt::Db(DbError::Panicked(why))) if culprit.load(Ordering::Relaxed) != 0 => {
                let seq = culprit.load(Ordering::Relaxed);
                match self.db.read_now(|c| log::find(c, seq).map_err(DbError::from))? {
                    Some(event) => self.note_panic(event, None, why),
                    None => Err(DbError::Panicked(why)),
                }
            }
            Err(Halt::Db(e)) => Err(e),
        }
    }

    /// A panic has undone the whole piece, so its failure is noted in a unit of work of its own. `from` is where the
    /// cursor must still stand, for an event that the cursor has not passed.
    fn note_panic(&self, event: Recorded, from: Option<Cursor>, why: String) -> Result<Piece, DbError> {
        let (sub, me) = (self.sub.clone(), self.me.clone());
        self.db.write_now(Lane::Bulk, &actor(), move |tx| {
            if !lease::take(tx, &sub.lease(), &me, LEASE)? {
                return Ok(Piece::NotMine);
            }
            let known = parked::get(tx, sub.name, event.position.seq)?;
            match from {
                Some(from) if cursor::get(tx, sub.name)? != Some(from) => return Ok(Piece::NotMine),
                None if known.is_none() => return Ok(Piece::NotMine),
                _ => {}
            }
            let why = ["it panicked: ", &why].concat();
            parked::failed(tx, &sub, &event, known.map_or(0, |k| k.attempts), &why)?;
            Ok(Piece::Again)
        })
    }
}

fn actor() -> Actor {
    Actor::system("subscribers")
}

/// What is known to stand in the way, by event and by stream.
struct InTheWay {
    seqs: HashMap<i64, ()>,
    /// The lowest open version of each stream.
    streams: HashMap<String, i64>,
}

impl InTheWay {
    fn of(rows: Vec<Parked>) -> Self {
        let mut it = Self { seqs: HashMap::new(), streams: HashMap::new() };
        rows.iter().for_each(|row| it.add(row));
        it
    }
    fn add(&mut self, row: &Parked) {
        self.seqs.insert(row.seq, ());
        let lowest = self.streams.entry(row.stream.clone()).or_insert(row.version);
        *lowest = row.version.min(*lowest);
    }
    fn is_clear(&self) -> bool {
        self.seqs.is_empty()
    }
    fn knows(&self, event: &Recorded) -> bool {
        self.seqs.contains_key(&event.position.seq)
    }
    fn blocks(&self, event: &Recorded) -> bool {
        self.streams.get(&event.stream).is_some_and(|lowest| *lowest < event.version)
    }
}

fn hand_out(
    tx: &mut Tx<'_>,
    sub: &Subscription,
    me: &str,
    events: &[Recorded],
    (from, end): (Cursor, Cursor),
    guard: Guard,
    at_work: &AtomicI64,
) -> Result<Piece, Halt> {
    failpoint("subscriber.before-lease");
    if !lease::take(tx, &sub.lease(), me, LEASE)? {
        return Ok(Piece::NotMine);
    }
    let piece = &events[..events.len().min(EVENTS)];
    let mut way = InTheWay::of(parked::open_for(tx, sub, piece)?);
    let types: Vec<String> = sub.types().into_iter().map(str::to_owned).collect();
    let started = Instant::now();
    let mut done = 0;
    while let Some(event) = piece.get(done) {
        if done > 0 && started.elapsed() > time(tx.backend()) {
            break;
        }
        if guard == Guard::None && !sub.ordered && way.is_clear() {
            let run = sub.together(&piece[done..piece.len().min(done + together(tx.backend()))]);
            if run > 1 {
                let events: Vec<&Recorded> = piece[done..done + run].iter().collect();
                failpoint("subscriber.before-effect");
                sub.handle(tx, &events).map_err(unguarded)?;
                failpoint("subscriber.after-effect");
                done += run;
                continue;
            }
        }
        done += 1;
        if way.knows(event) {
            continue;
        }
        let waits = sub.ordered
            && (way.blocks(event)
                || (tx.backend() == Backend::Postgres
                    && log::has_earlier_version_after(tx, &event.stream, event.version, &types, event.position)?));
        if waits {
            way.add(&parked::behind(tx, sub, event)?);
            continue;
        }
        at_work.store(event.position.seq, Ordering::Relaxed);
        let effect = |tx: &mut Tx<'_>| {
            failpoint("subscriber.before-effect");
            sub.handle(tx, &[event])?;
            failpoint("subscriber.after-effect");
            Ok::<_, SubscriberError>(())
        };
        let outcome = match guard {
            Guard::EachEvent => tx.savepoint(effect),
            Guard::None => effect(tx),
        };
        at_work.store(0, Ordering::Relaxed);
        if let Err(e) = outcome {
            if guard == Guard::None {
                return Err(unguarded(e));
            }
            way.add(&note(tx, sub, event, 0, e)?);
        }
    }
    let at = if done == events.len() { end } else { piece[done - 1].position };
    failpoint("subscriber.before-cursor");
    if !cursor::advance(tx, sub.name, from, at)? {
        return Err(Halt::Overtaken);
    }
    failpoint("subscriber.before-commit");
    Ok(Piece::Done { events: done, at })
}

fn retry(
    tx: &mut Tx<'_>,
    sub: &Subscription,
    me: &str,
    rows: &[Parked],
    at_work: &AtomicI64,
) -> Result<Piece, Halt> {
    if !lease::take(tx, &sub.lease(), me, LEASE)? {
        return Ok(Piece::NotMine);
    }
    let started = Instant::now();
    let mut done = 0;
    for row in rows.iter().take(EVENTS) {
        if done > 0 && started.elapsed() > time(tx.backend()) {
            break;
        }
        done += 1;
        if !parked::hold(tx, row)? {
            continue;
        }
        let Some(event) = log::find(tx, row.seq)? else {
            parked::remove(tx, sub.name, row.seq)?;
            continue;
        };
        at_work.store(row.seq, Ordering::Relaxed);
        let outcome = tx.savepoint(|tx| {
            failpoint("subscriber.retry-before-effect");
            sub.handle(tx, &[&event])?;
            failpoint("subscriber.retry-after-effect");
            Ok::<_, SubscriberError>(())
        });
        at_work.store(0, Ordering::Relaxed);
        match outcome {
            Ok(()) => drop(parked::remove(tx, sub.name, row.seq)?),
            Err(e) => drop(note(tx, sub, &event, row.attempts, e)?),
        }
    }
    Ok(Piece::Done { events: done, at: Cursor::START })
}

/// What undoes a piece that guards against nothing.
fn unguarded(e: SubscriberError) -> Halt {
    match e {
        SubscriberError::Db(db) if SubscriberError::Db(db.clone()).is_passing() => Halt::Db(db),
        _ => Halt::Unguarded,
    }
}

/// The event's own failure is noted; what was nobody's fault undoes the piece.
fn note(
    tx: &mut Tx<'_>,
    sub: &Subscription,
    event: &Recorded,
    before: i64,
    e: SubscriberError,
) -> Result<Parked, Halt> {
    match e {
        SubscriberError::Db(db) if SubscriberError::Db(db.clone()).is_passing() => Err(Halt::Db(db)),
        e => Ok(parked::failed(tx, sub, event, before, &e.to_string())?),
    }
}
