//! The books: what `sundry check` proves on any database, and what every fault test ends with.
//!
//! Owns no table. Each room answers for its own (`inventory::books`, `orders::books`, …); what must agree between rooms
//! is compared here from rows streamed in the order of their ids, a page at a time, so that a million orders need
//! little memory. Everything is read from one snapshot, so a shop that goes on selling is not found out of step.
//!
//! Covered: I1 stock, I2 no oversell, I3 durability (with a client's journal), I4 arithmetic, I5 ledger, I6 payments
//! (our own side), I7 coupons, I8 events, I9 state, I13 storage; and that checkouts, holds and orders agree.
mod acknowledged;
mod checkouts;
mod coupons;
mod event_log;
mod paged;
mod report;
#[cfg(test)]
mod tests;

use std::io::BufRead;
use std::time::Instant;

use db::{Conn, Db, DbError};
use kernel::Breach;

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
}

impl Books {
    pub fn new(db: Db) -> Self {
        Self { db }
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
        let mut report = self.db.snapshot_now(|conn| -> Result<Report, BooksError> {
            let mut report = Report::default();
            stock(conn, &mut report)?;
            if let Some(journal) = journal {
                let mut check = CheckResult::new("I3", "acknowledged orders exist as they were acknowledged");
                let started = Instant::now();
                check.examined = acknowledged::check(conn, journal, &mut |b| check.add(b))?;
                check.took = started.elapsed();
                report.checks.push(check);
            }
            report.run(conn, "I4", "orders add up", orders::books::sums)?;
            report.run(conn, "I5", "the ledger balances", payments::books::ledger)?;
            report.run(conn, "I6", "payments match the ledger (our own side)", payments::books::payments)?;
            report.checks.push(coupons::check(conn, now)?);
            report.checks.push(event_log::check(conn, now)?);
            report.run(conn, "I9", "histories give the orders' state", orders::books::histories)?;
            report.run(conn, "checkout", "checkouts and orders agree", checkouts::attempts)?;
            report.checks.push(checkouts::holds(conn, now)?);
            Ok(report)
        })?;
        // A broken index would end the snapshot on PostgreSQL, so the storage is asked outside of it.
        report.checks.push(self.db.read_now(storage)?);
        Ok(report)
    }
}

/// I1 and I2 come out of one pass.
fn stock(conn: &mut Conn, report: &mut Report) -> Result<(), DbError> {
    let mut stock = CheckResult::new("I1", "stock is the sum of what happened to it");
    let mut sold = CheckResult::new("I2", "nothing is oversold");
    let started = Instant::now();
    stock.examined =
        inventory::books::books(conn, &mut |b| if b.check == sold.id { sold.add(b) } else { stock.add(b) })?;
    sold.examined = stock.examined;
    (stock.took, sold.took) = (started.elapsed(), started.elapsed());
    report.checks.extend([stock, sold]);
    Ok(())
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
