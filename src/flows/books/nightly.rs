//! The books are proved every night, where the shop is, and what came of it is kept for its keepers to see.
use std::time::{Duration, Instant};

use db::{Db, DbError, Lane, Proof};
use jiff::tz::TimeZone;
use kernel::{Actor, Micros};

use super::{Books, BooksError};

/// Between these hours of the shop's day, when few buy.
const NIGHT: std::ops::Range<i8> = 2..5;
/// A proof that is older than this is not of this night.
const FRESH: Duration = Duration::from_secs(12 * 3600);

/// Proves the books of a shop by itself.
#[derive(Clone)]
pub struct Nightly {
    db: Db,
}

impl Nightly {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Proves them if it is night at `zone` and this night's proof is still to come. Whether it did. Blocks.
    ///
    /// # Errors
    /// The database's. What is wrong in the books is no error: it is kept.
    pub fn when_due(&self, actor: &Actor, zone: &TimeZone) -> Result<bool, BooksError> {
        let now = self.db.clock().now();
        let last = self.db.read_now(|c| Proof::last(c).map_err(DbError::from))?;
        // One that is of a later time than now was kept by a clock that has been put back since.
        let fresh = last.is_some_and(|proof| proof.at() <= now && now.since(proof.at()) < FRESH);
        if fresh || !is_night(now, zone) {
            return Ok(false);
        }
        self.prove(actor)?;
        Ok(true)
    }

    /// Proves them now, and keeps what came of it. Blocks.
    ///
    /// # Errors
    /// As [`Nightly::when_due`].
    pub fn prove(&self, actor: &Actor) -> Result<Proof, BooksError> {
        let (at, began) = (self.db.clock().now(), Instant::now());
        let report = Books::new(self.db.clone()).gently().check(None)?;
        let proof = Proof::new(at, began.elapsed(), report.found(), report.to_string());
        tracing::info!(breaches = proof.breaches(), seconds = proof.took().as_secs(), "the books were proved");
        for breach in report.breaches() {
            tracing::error!(check = breach.check, %breach, "the books are not in order");
        }
        let kept = proof.clone();
        self.db.write_now(Lane::Bulk, actor, move |tx| Ok::<_, DbError>(kept.keep(tx)?))?;
        Ok(proof)
    }
}

fn is_night(now: Micros, zone: &TimeZone) -> bool {
    jiff::Timestamp::from_microsecond(now.0).is_ok_and(|at| NIGHT.contains(&at.to_zoned(zone.clone()).hour()))
}
