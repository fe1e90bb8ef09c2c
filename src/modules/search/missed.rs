//! What was asked for and not found. Counted in memory, as pages are made; written down now and then.
use std::collections::HashMap;
use std::time::Duration;

use db::{Conn, Lane};
use diesel::prelude::*;
use kernel::{Actor, Micros};
use parking_lot::Mutex;

use crate::schema::search_missed as t;
use crate::{Search, SearchError, VIEW, dialect, words};

/// Questions held at once: what is more is left out.
const HELD: usize = 2_000;
/// Questions written in one unit of work.
const PIECE: usize = 50;
/// Nobody asked for so long: forgotten.
const KEPT: Duration = Duration::from_secs(90 * 24 * 3600);

/// A question that found nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// As it was typed last.
    pub typed: String,
    /// How often, at least: answers are kept for a minute, and those who get a kept one are not counted.
    pub times: u64,
    pub last_at: Micros,
}

#[derive(Default)]
pub(crate) struct Misses(Mutex<HashMap<String, (String, i64)>>);

impl Misses {
    /// What looks like an address or a number of somebody is not kept.
    pub fn note(&self, typed: &str) {
        let folded = words::folded(typed);
        let digits = typed.chars().filter(char::is_ascii_digit).count();
        let length = folded.chars().count();
        if !(2..=60).contains(&length) || typed.contains('@') || digits > 6 {
            return;
        }
        let mut held = self.0.lock();
        if held.len() >= HELD && !held.contains_key(&folded) {
            return;
        }
        let entry = held.entry(folded).or_default();
        *entry = (typed.chars().take(80).collect(), entry.1 + 1);
    }

    fn take(&self) -> Vec<(String, String, i64)> {
        let held = std::mem::take(&mut *self.0.lock());
        let mut held: Vec<_> = held.into_iter().map(|(words, (typed, times))| (words, typed, times)).collect();
        held.sort_unstable();
        held
    }
}

impl Search {
    /// Writes down what was not found since the last time, and forgets what nobody asked for lately. Blocks; answers how many
    /// questions.
    ///
    /// # Errors
    /// The database's: what was counted is lost.
    pub fn write_missed(&self, actor: &Actor) -> Result<usize, SearchError> {
        let missed = self.misses.take();
        for piece in missed.chunks(PIECE) {
            let piece = piece.to_vec();
            self.db.write_now(Lane::Bulk, actor, move |tx| -> Result<(), SearchError> {
                let now = tx.now();
                for (words, typed, times) in &piece {
                    dialect::add_missed(tx, words, typed, *times, now.0)?;
                }
                let old = t::table.filter(t::last_at.lt(now.minus(KEPT).0));
                diesel::delete(old).execute(&mut **tx)?;
                Ok(())
            })?;
        }
        Ok(missed.len())
    }

    /// What was asked for most often and not found.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`VIEW`]; the database's.
    pub async fn missed(&self, actor: &Actor, limit: i64) -> Result<Vec<Missed>, SearchError> {
        actor.require(VIEW)?;
        let read = move |c: &mut Conn| -> Result<Vec<(String, i64, i64)>, SearchError> {
            Ok(t::table
                .order((t::times.desc(), t::words.asc()))
                .limit(limit)
                .select((t::typed, t::times, t::last_at))
                .load(c)?)
        };
        let rows = self.db.read_slow(read).await?;
        let one = |(typed, times, at): (String, i64, i64)| Missed {
            typed,
            times: times.max(0).unsigned_abs(),
            last_at: Micros(at),
        };
        Ok(rows.into_iter().map(one).collect())
    }
}
