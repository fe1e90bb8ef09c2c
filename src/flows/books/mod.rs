//! The books: what `sundry check` proves on any database, and what every fault test ends with.
//!
//! Owns no table. Each room answers for its own (`inventory::books`, `orders::books`, …); what must agree between rooms
//! is compared here from rows streamed in the order of their ids, a page at a time, so that a million orders need
//! little memory. Everything is read from one state of the database, so a shop that goes on selling is not found out of
//! step; on SQLite by two connections that look at the same.
//!
//! Covered: I1 stock, I2 no oversell, I3 durability (with a client's journal), I4 arithmetic, I5 ledger, I6 payments
//! (our own side), I7 coupons, I8 events, I9 state, I11 requests that happen once, I12 what lists show, I13 storage, I14
//! sessions; and that checkouts, holds and orders agree. I10 is of invoices, which there are none of.
mod acknowledged;
mod checkouts;
mod coupons;
mod event_log;
mod listings;
mod nightly;
mod paged;
mod report;
mod requests;
mod sessions;
#[cfg(test)]
mod tests;

use std::io::BufRead;
use std::time::Instant;

use db::{Backend, Conn, Db, DbError};
use kernel::{Breach, Micros};
use parking_lot::Mutex;

pub use nightly::Nightly;
pub use report::{CheckResult, Report, SHOWN};

/// How many rows are read at once.
const PAGE: i64 = 1000;

#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    #[error("line {line} of the journal cannot be read: {why}")]
    Journal { line: u64, why: String },
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(BooksError);

/// Proves the books of a shop.
#[derive(Clone)]
pub struct Books {
    db: Db,
    lanes: usize,
}

impl Books {
    pub fn new(db: Db) -> Self {
        Self { db, lanes: LANES }
    }

    /// One book after the other, so that a shop that is open has the rest of the machine.
    #[must_use]
    pub fn gently(self) -> Self {
        Self { lanes: 1, ..self }
    }

    /// Runs every check. `journal` is what a client saw acknowledged, one JSON object a line:
    /// `{"order": "ord_…", "total": 4290, "lines": [{"sku": "MUG-1", "quantity": 2}]}`, the total in minor units,
    /// `variant` in place of `sku` if that is known. Blocks for as long as reading the database takes.
    ///
    /// # Errors
    /// A journal that cannot be read, or a database that cannot. What is wrong in the books is no error: it stands in
    /// the [`Report`].
    pub fn check(&self, journal: Option<&mut dyn BufRead>) -> Result<Report, BooksError> {
        let now = self.db.clock().now();
        let mut snapshots = self.db.snapshots_now(self.lanes)?;
        let mut done: Vec<(usize, CheckResult)> = Vec::new();
        if let (Some(journal), Some(conn)) = (journal, snapshots.first_mut()) {
            let mut check = CheckResult::new("I3", "acknowledged orders exist as they were acknowledged");
            let started = Instant::now();
            check.examined = acknowledged::check(conn, journal, &mut |b| check.add(b))?;
            check.took = started.elapsed();
            done.push((2, check));
        }
        let books = Mutex::new(books(now));
        let found: Vec<Result<Vec<(usize, CheckResult)>, BooksError>> = std::thread::scope(|scope| {
            let lanes: Vec<_> = snapshots
                .into_iter()
                .map(|mut conn| {
                    let (db, books) = (&self.db, &books);
                    scope.spawn(move || {
                        let mut mine = Vec::new();
                        while let Some((place, book)) = { books.lock().pop() } {
                            let found = match book {
                                Book::Rows(prove) => prove(&mut conn)?,
                                // A broken index would end the snapshot on PostgreSQL, so it is asked outside of it.
                                Book::Storage if db.backend() == Backend::Postgres => vec![db.read_now(storage)?],
                                Book::Storage => vec![storage(&mut conn)?],
                            };
                            mine.extend(found.into_iter().map(|check| (place, check)));
                        }
                        Ok(mine)
                    })
                })
                .collect();
            let ended = |e: Box<dyn std::any::Any + Send>| {
                let why = e.downcast_ref::<&str>().map_or("it panicked", |why| why);
                Err(DbError::Panicked(format!("a book could not be proved: {why}")).into())
            };
            lanes.into_iter().map(|lane| lane.join().unwrap_or_else(ended)).collect()
        });
        for lane in found {
            done.extend(lane?);
        }
        done.sort_by_key(|(place, _)| *place);
        Ok(Report { checks: done.into_iter().map(|(_, check)| check).collect() })
    }
}

/// How many books are proved at once, each on a connection of its own.
const LANES: usize = 2;

type Prove = Box<dyn FnOnce(&mut Conn) -> Result<Vec<CheckResult>, DbError> + Send>;

/// What is proved in one go.
enum Book {
    /// From the rows, in a snapshot.
    Rows(Prove),
    Storage,
}

/// Every book with its place in the report; taken from the end, so those that take longest stand last.
fn books(now: Micros) -> Vec<(usize, Book)> {
    fn one(prove: impl FnOnce(&mut Conn) -> Result<CheckResult, DbError> + Send + 'static) -> Book {
        Book::Rows(Box::new(move |conn| Ok(vec![prove(conn)?])))
    }
    fn judged(
        id: &'static str,
        title: &'static str,
        judge: impl FnOnce(&mut Conn, &mut dyn FnMut(Breach)) -> Result<u64, DbError> + Send + 'static,
    ) -> Book {
        one(move |conn| CheckResult::of(conn, id, title, judge))
    }
    vec![
        (13, one(move |conn| checkouts::holds(conn, now))),
        (11, one(move |conn| sessions::check(conn, now))),
        (9, one(move |conn| requests::check(conn, now))),
        (6, one(move |conn| coupons::check(conn, now))),
        (10, one(move |conn| listings::check(conn, now))),
        (1, Book::Rows(Box::new(stock))),
        (4, judged("I5", "the ledger balances", payments::books::ledger)),
        (12, judged("checkout", "checkouts and orders agree", checkouts::attempts)),
        (5, judged("I6", "payments match the ledger (our own side)", payments::books::payments)),
        (3, judged("I4", "orders add up", orders::books::sums)),
        (8, judged("I9", "histories give the orders' state", orders::books::histories)),
        (7, one(move |conn| event_log::check(conn, now))),
        (14, Book::Storage),
    ]
}

/// I1 and I2 come out of one pass.
fn stock(conn: &mut Conn) -> Result<Vec<CheckResult>, DbError> {
    let mut stock = CheckResult::new("I1", "stock is the sum of what happened to it");
    let mut sold = CheckResult::new("I2", "nothing is oversold");
    let started = Instant::now();
    stock.examined =
        inventory::books::books(conn, &mut |b| if b.check == sold.id { sold.add(b) } else { stock.add(b) })?;
    sold.examined = stock.examined;
    (stock.took, sold.took) = (started.elapsed(), started.elapsed());
    Ok(vec![stock, sold])
}

/// I13.
fn storage(conn: &mut Conn) -> Result<CheckResult, DbError> {
    let mut check = CheckResult::new("I13", "the storage is sound");
    let started = Instant::now();
    let said = Db::integrity(conn)?;
    check.examined = said.examined;
    check.not_checked = said.not_checked;
    said.problems.into_iter().for_each(|problem| check.add(Breach::new("I13", problem)));
    check.took = started.elapsed();
    Ok(check)
}
