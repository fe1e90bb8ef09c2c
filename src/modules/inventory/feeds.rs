//! From where stock levels come by themselves, and what each time came to. Fetching and reading is a flow's business.
use std::time::Duration;

use db::{Conn, Tx};
use diesel::prelude::*;
use events::{Job, JobOptions, Recording};
use kernel::Micros;
use kernel::kinds::{FeedRunId, LocationId};
use serde::{Deserialize, Serialize};

use crate::clerk::MANAGE;
use crate::schema::{inventory_feed as t, inventory_feed_rows as rows_t, inventory_feed_runs as runs_t};
use crate::{Inventory, InventoryError, dialect, stock};

/// The shortest and the longest time between two fetches, in minutes.
pub const MINUTES: std::ops::RangeInclusive<i64> = 5..=10_080;
const THE_ONE: i64 = 1;
/// Rows of a run that are kept to be read; the others are only counted.
pub const MOST_ROWS: usize = 2_000;
/// A run that has not ended by then died with its process.
const LONGEST: Duration = Duration::from_secs(3600);

/// What the shop set.
#[derive(Queryable, Selectable, Insertable, AsChangeset, Clone, Debug, PartialEq, Eq)]
#[diesel(table_name = t, treat_none_as_null = true)]
pub struct Feed {
    id: i64,
    pub url: String,
    /// Between two fetches.
    pub minutes: i64,
    /// Where rows without a location lie; none: where goods come to.
    pub location: Option<LocationId>,
    pub active: bool,
    due_at: i64,
}

impl Feed {
    /// When it is fetched next, if it is active.
    pub fn due_at(&self) -> Micros {
        Micros(self.due_at)
    }
}

/// One fetch.
#[derive(Queryable, Clone, Debug)]
pub struct FeedRun {
    pub id: FeedRunId,
    /// `running`, `done`, `failed`.
    pub state: String,
    /// Why it failed.
    pub error: String,
    /// Rows.
    pub read: i64,
    pub changed: i64,
    pub refused: i64,
    begun_at: i64,
    ended_at: Option<i64>,
}

impl FeedRun {
    pub fn begun_at(&self) -> Micros {
        Micros(self.begun_at)
    }
    pub fn ended_at(&self) -> Option<Micros> {
        self.ended_at.map(Micros)
    }
    /// It failed, or left rows out.
    pub fn needs_a_look(&self) -> bool {
        self.state == "failed" || self.refused > 0
    }
}

/// What became of a row.
#[derive(Queryable, Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    pub line: i64,
    pub sku: String,
    /// `changed`, `same`, or the code of what is wrong with it.
    pub outcome: String,
    /// On hand before and afterwards.
    pub was: Option<i64>,
    pub now: Option<i64>,
}

/// Fetches the feed.
#[derive(Serialize, Deserialize, Clone, Copy, Debug)]
pub struct FetchStock {}

impl Job for FetchStock {
    const KIND: &'static str = "inventory.fetch_stock";
    fn options(&self) -> JobOptions {
        JobOptions { unique_key: Some(Self::KIND.to_owned()), ..JobOptions::default() }
    }
}

impl Inventory {
    /// The feed, if there is one.
    pub async fn feed(&self) -> Result<Option<Feed>, InventoryError> {
        self.db.read(Self::feed_in).await
    }

    /// [`Inventory::feed`] on a connection at hand.
    pub fn feed_in(conn: &mut Conn) -> Result<Option<Feed>, InventoryError> {
        Ok(t::table.find(THE_ONE).select(Feed::as_select()).first(conn).optional()?)
    }

    /// Sets from where levels come, and how often. The caller has judged the address.
    ///
    /// # Errors
    /// [`InventoryError::FeedMinutes`]; [`InventoryError::LocationOff`].
    pub fn set_feed(
        &self,
        tx: &mut Tx<'_>,
        url: &str,
        minutes: i64,
        location: Option<LocationId>,
        active: bool,
    ) -> Result<(), InventoryError> {
        tx.actor().require(MANAGE)?;
        if !MINUTES.contains(&minutes) {
            return Err(InventoryError::FeedMinutes);
        }
        if let Some(location) = location {
            stock::must_be_open(tx, location)?;
        }
        let due_at = tx.now().0;
        let row = Feed { id: THE_ONE, url: url.to_owned(), minutes, location, active, due_at };
        dialect::put_feed(tx, &row)?;
        // The address may hold a secret: it is not written into the log.
        let detail = serde_json::json!({ "minutes": minutes, "location": location, "active": active });
        Ok(tx.audit("stock.feed", "inventory", &detail)?)
    }

    /// Orders a fetch now.
    pub fn fetch_now(&self, tx: &mut Tx<'_>) -> Result<(), InventoryError> {
        tx.actor().require(MANAGE)?;
        tx.enqueue(&FetchStock {})?;
        Ok(())
    }

    /// Orders a fetch when one is due. True when it did.
    pub fn fetch_when_due(tx: &mut Tx<'_>) -> Result<bool, InventoryError> {
        let now = tx.now();
        let Some(feed) = Self::feed_in(tx)?.filter(|f| f.active && f.due_at <= now.0) else { return Ok(false) };
        let next = now.plus(Duration::from_secs(feed.minutes.unsigned_abs() * 60)).0;
        let moved = t::table.find(THE_ONE).filter(t::due_at.eq(feed.due_at));
        if diesel::update(moved).set(t::due_at.eq(next)).execute(&mut **tx)? == 0 {
            return Ok(false);
        }
        tx.enqueue(&FetchStock {})?;
        Ok(true)
    }

    /// Notes that a fetch began; what died before is noted as failed.
    pub fn begin_feed_run(tx: &mut Tx<'_>) -> Result<FeedRunId, InventoryError> {
        let now = tx.now();
        let dead =
            runs_t::table.filter(runs_t::state.eq("running")).filter(runs_t::begun_at.lt(now.minus(LONGEST).0));
        diesel::update(dead)
            .set((runs_t::state.eq("failed"), runs_t::error.eq("it was cut off"), runs_t::ended_at.eq(now.0)))
            .execute(&mut **tx)?;
        let id = FeedRunId::new(now);
        let row = (
            runs_t::id.eq(id),
            runs_t::state.eq("running"),
            runs_t::error.eq(""),
            runs_t::read.eq(0),
            runs_t::changed.eq(0),
            runs_t::refused.eq(0),
            runs_t::begun_at.eq(now.0),
        );
        diesel::insert_into(runs_t::table).values(row).execute(&mut **tx)?;
        Ok(id)
    }

    /// Notes what rows came to; only those that changed or were refused are kept.
    pub fn note_feed_rows(tx: &mut Tx<'_>, run: FeedRunId, rows: &[FeedRow]) -> Result<(), InventoryError> {
        let held: i64 = rows_t::table.filter(rows_t::run.eq(run)).count().get_result(&mut **tx)?;
        let room = MOST_ROWS.saturating_sub(usize::try_from(held).unwrap_or(MOST_ROWS));
        for row in rows.iter().filter(|r| r.outcome != "same").take(room) {
            let values = (
                rows_t::run.eq(run),
                rows_t::line.eq(row.line),
                rows_t::sku.eq(&row.sku),
                rows_t::outcome.eq(&row.outcome),
                rows_t::was.eq(row.was),
                rows_t::now.eq(row.now),
            );
            diesel::insert_into(rows_t::table).values(values).execute(&mut **tx)?;
        }
        let changed = rows.iter().filter(|r| r.outcome == "changed").count() as i64;
        let same = rows.iter().filter(|r| r.outcome == "same").count() as i64;
        let read = rows.len() as i64;
        diesel::update(runs_t::table.find(run))
            .set((
                runs_t::read.eq(runs_t::read + read),
                runs_t::changed.eq(runs_t::changed + changed),
                runs_t::refused.eq(runs_t::refused + (read - changed - same)),
            ))
            .execute(&mut **tx)?;
        Ok(())
    }

    /// Notes that a fetch is over, and why it failed.
    pub fn end_feed_run(tx: &mut Tx<'_>, run: FeedRunId, failed: Option<&str>) -> Result<(), InventoryError> {
        let now = tx.now().0;
        let state = if failed.is_some() { "failed" } else { "done" };
        diesel::update(runs_t::table.find(run))
            .set((runs_t::state.eq(state), runs_t::error.eq(failed.unwrap_or_default()), runs_t::ended_at.eq(now)))
            .execute(&mut **tx)?;
        Ok(())
    }

    /// The latest fetches.
    pub async fn feed_runs(&self, limit: i64) -> Result<Vec<FeedRun>, InventoryError> {
        self.db.read(move |c| Ok(runs_t::table.order(runs_t::id.desc()).limit(limit).load(c)?)).await
    }

    /// One fetch.
    pub async fn feed_run(&self, id: FeedRunId) -> Result<Option<FeedRun>, InventoryError> {
        self.db.read(move |c| Ok(runs_t::table.find(id).first(c).optional()?)).await
    }

    /// What became of the rows of a fetch, by line.
    pub async fn feed_rows(&self, run: FeedRunId, limit: i64) -> Result<Vec<FeedRow>, InventoryError> {
        self.db
            .read(move |c| {
                Ok(rows_t::table
                    .filter(rows_t::run.eq(run))
                    .order(rows_t::line.asc())
                    .limit(limit)
                    .select((rows_t::line, rows_t::sku, rows_t::outcome, rows_t::was, rows_t::now))
                    .load(c)?)
            })
            .await
    }

    /// Forgets fetches that began before; a few at a time.
    pub fn sweep_feed_runs(tx: &mut Tx<'_>, before: Micros, limit: i64) -> Result<usize, InventoryError> {
        let old: Vec<FeedRunId> = runs_t::table
            .filter(runs_t::begun_at.lt(before.0))
            .order(runs_t::id.asc())
            .limit(limit)
            .select(runs_t::id)
            .load(&mut **tx)?;
        for run in &old {
            diesel::delete(rows_t::table.filter(rows_t::run.eq(*run))).execute(&mut **tx)?;
            diesel::delete(runs_t::table.find(*run)).execute(&mut **tx)?;
        }
        Ok(old.len())
    }
}
