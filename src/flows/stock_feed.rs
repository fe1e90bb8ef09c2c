//! Stock levels from elsewhere: a table at an address, fetched by schedule, or a list that a program sends.
//!
//! A level is a count: so many lay on the shelf at a time. What moved there since then is put on top
//! ([`inventory::Inventory::count_as_of`]), so a parcel that left after the count was made is not brought back; and what is
//! promised but lies on the shelf still, was counted. The time is the row's own (`counted_at`), else when we began to ask.
use std::time::Duration;

use catalog::Catalog;
use db::{Lane, Tx};
use inventory::{FeedRow, Inventory};
use kernel::kinds::{FeedRunId, LocationId};
use kernel::{Actor, Coded, Micros};
use outbound::{Outbound, OutboundError};

use crate::goods::{Goods, GoodsError, StockChange, StockDeed};
use crate::import::records::Records;

/// The largest table, in bytes.
const MOST: usize = 16 * 1024 * 1024;
/// For connection and answer together.
const PATIENCE: Duration = Duration::from_secs(60);
/// Rows in one unit of work: about 5 ms.
const PIECE: usize = 20;
/// Of a text from elsewhere so much is kept.
const LONGEST: usize = 80;

/// Why a table was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    #[error("no feed is set")]
    Nothing,
    #[error("{0}")]
    Address(#[from] OutboundError),
    #[error("the other side answered {0}")]
    Status(u16),
    #[error("the table is larger than 16 MiB")]
    TooLarge,
    #[error("the table needs the columns sku and on_hand in its first line; it has: {0}")]
    Columns(String),
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Goods(#[from] GoodsError),
}

/// What a fetch came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    pub read: u64,
    pub changed: u64,
    pub refused: u64,
}

/// Takes levels in. Cheap to clone.
#[derive(Clone)]
pub struct StockFeed {
    goods: Goods,
    outbound: Outbound,
}

/// A row as it is to be booked, or what is wrong with it.
type Read = (u64, String, Result<Level, &'static str>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Level {
    place: Option<String>,
    on_hand: i64,
    low_at: Option<i64>,
    counted_at: Option<Micros>,
}

impl StockFeed {
    pub fn new(goods: Goods, outbound: Outbound) -> Self {
        Self { goods, outbound }
    }

    /// # Errors
    /// What is wrong with an address: only such on the open internet are asked.
    pub fn check(&self, url: &str) -> Result<(), OutboundError> {
        self.outbound.check(url)
    }

    /// Fetches the table, books it row by row, and notes what came of it.
    ///
    /// # Errors
    /// Only the database's: what else went wrong stands in the run, for staff to read.
    pub async fn run(&self, actor: &Actor) -> Result<Option<Fetched>, GoodsError> {
        let Some(feed) = self.goods.inventory.feed().await? else { return Ok(None) };
        let begun = self.goods.db.clock().now();
        let run = self.goods.db.write_in(Lane::Bulk, actor, Inventory::begin_feed_run).await?;
        let done = match self.table(&feed.url).await {
            Ok(table) => self.take(actor, run, &table, feed.location, begun).await,
            Err(e) => Err(e),
        };
        let failed = match &done {
            Err(FeedError::Goods(e)) if db::DomainError::as_db(e).is_some() => {
                Some("the database was away".to_owned())
            }
            Err(e) => Some(e.to_string()),
            Ok(_) => None,
        };
        let end = move |tx: &mut Tx<'_>| Inventory::end_feed_run(tx, run, failed.as_deref());
        self.goods.db.write_in(Lane::Bulk, actor, end).await?;
        match done {
            Ok(fetched) => Ok(Some(fetched)),
            Err(FeedError::Goods(e)) => Err(e),
            Err(_) => Ok(None),
        }
    }

    async fn table(&self, url: &str) -> Result<Vec<u8>, FeedError> {
        let found = self.outbound.get(url, "text/csv, text/plain, */*;q=0.1", true, MOST, PATIENCE).await?;
        match found.status {
            200 if found.cut => Err(FeedError::TooLarge),
            200 => Ok(found.bytes),
            status => Err(FeedError::Status(status)),
        }
    }

    /// Books a table. A row that cannot be booked leaves the others as they are.
    ///
    /// # Errors
    /// [`FeedError::Columns`]; [`FeedError::Unreadable`]; the database's.
    pub async fn take(
        &self,
        actor: &Actor,
        run: FeedRunId,
        table: &[u8],
        place: Option<LocationId>,
        asked_at: Micros,
    ) -> Result<Fetched, FeedError> {
        let rows = read(table)?;
        let places = self.goods.inventory.locations().await.map_err(GoodsError::from)?;
        let mut fetched = Fetched::default();
        for piece in rows.chunks(PIECE) {
            let (goods, piece, places) = (self.goods.clone(), piece.to_vec(), places.clone());
            let write = self.goods.db.write_in(Lane::Bulk, actor, move |tx| -> Result<_, GoodsError> {
                let mut noted = Vec::with_capacity(piece.len());
                for (line, sku, level) in &piece {
                    let line = i64::try_from(*line).unwrap_or(i64::MAX);
                    let mut row = FeedRow { line, sku: sku.clone(), outcome: String::new(), was: None, now: None };
                    let booked = level.clone().map_err(str::to_owned).and_then(|level| {
                        let location = match &level.place {
                            None => place,
                            Some(code) => match places.iter().find(|l| l.code == *code) {
                                Some(l) => Some(l.id),
                                None => return Err("location_not_found".to_owned()),
                            },
                        };
                        Ok((level, location))
                    });
                    let booked = match booked {
                        Ok((level, location)) => match Catalog::variant_of_sku_in(tx, sku)? {
                            None => Err("sku_not_found".to_owned()),
                            Some(variant) => {
                                let at = level.counted_at.unwrap_or(asked_at).0.min(asked_at.0);
                                let deed = StockDeed {
                                    variant,
                                    location,
                                    change: StockChange::AsOf(level.on_hand, Micros(at)),
                                    low_at: level.low_at,
                                    why: "feed".to_owned(),
                                };
                                match tx.savepoint(|tx| goods.book_counted(tx, &deed)) {
                                    Err(e) if db::DomainError::as_db(&e).is_some() => return Err(e),
                                    other => other.map_err(|e| e.code().to_owned()),
                                }
                            }
                        },
                        Err(code) => Err(code),
                    };
                    match booked {
                        Ok(done) => {
                            row.outcome = if done.from == done.to { "same" } else { "changed" }.to_owned();
                            (row.was, row.now) = (Some(done.from), Some(done.to));
                        }
                        Err(code) => row.outcome = code,
                    }
                    noted.push(row);
                }
                Inventory::note_feed_rows(tx, run, &noted)?;
                Ok(noted)
            });
            for row in write.await? {
                fetched.read += 1;
                match row.outcome.as_str() {
                    "same" => {}
                    "changed" => fetched.changed += 1,
                    _ => fetched.refused += 1,
                }
            }
        }
        Ok(fetched)
    }
}

/// The separator of a first line: whichever of the usual ones stands there most often.
fn separator(table: &[u8]) -> u8 {
    let first = table.split(|b| *b == b'\n' || *b == b'\r').next().unwrap_or_default();
    let count = |sign: u8| first.iter().filter(|b| **b == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

fn read(table: &[u8]) -> Result<Vec<Read>, FeedError> {
    let mut records = Records::separated(table, separator(table));
    let head = records.header().map_err(|e| FeedError::Unreadable(e.to_string()))?;
    let names: Vec<String> =
        head.iter().map(|n| n.trim_start_matches('\u{feff}').trim().to_lowercase().replace(' ', "_")).collect();
    let at = |name: &str| names.iter().position(|n| n == name);
    let (Some(sku), Some(on_hand)) = (at("sku"), at("on_hand")) else {
        return Err(FeedError::Columns(names.join(", ").chars().take(200).collect()));
    };
    let (place, low, counted) = (at("location"), at("low_at"), at("counted_at"));
    let mut out = Vec::new();
    let mut seen = std::collections::HashSet::new();
    while let Some(row) = records.next() {
        let row = match row {
            Ok(row) => row,
            Err(problem) => return Err(FeedError::Unreadable(format!("line {}: {}", problem.line, problem.why))),
        };
        let cell = |at: Option<usize>| at.and_then(|i| row.fields.get(i)).unwrap_or_default().trim();
        let own: String = cell(Some(sku)).chars().take(LONGEST).collect();
        let level = (|| {
            if own.is_empty() {
                return Err("sku_missing");
            }
            let place = Some(cell(place)).filter(|p| !p.is_empty()).map(str::to_owned);
            if !seen.insert((own.clone(), place.clone())) {
                return Err("sku_twice");
            }
            let number = |text: &str| text.parse::<i64>().ok().filter(|n| *n >= 0).ok_or("stock_quantity");
            let low_at = Some(cell(low)).filter(|t| !t.is_empty()).map(number).transpose()?;
            let counted_at = Some(cell(counted)).filter(|t| !t.is_empty()).map(|t| time(t).ok_or("bad_time"));
            let on_hand = number(cell(Some(on_hand)))?;
            Ok(Level { place, on_hand, low_at, counted_at: counted_at.transpose()? })
        })();
        out.push((row.line, own, level));
    }
    Ok(out)
}

/// As RFC 3339 writes it.
pub fn time(text: &str) -> Option<Micros> {
    text.trim().parse::<jiff::Timestamp>().ok().map(|t| Micros(t.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_whatever_separates_their_cells() {
        let table = "\u{feff}SKU;Location;On hand;low_at;counted_at\r\nMUG-1;kiel;12;3;2026-11-27T10:00:00Z\r\n\r\nMUG-2;;0;;\r\n";
        let rows = read(table.as_bytes()).unwrap();
        let first = Level {
            place: Some("kiel".into()),
            on_hand: 12,
            low_at: Some(3),
            counted_at: Some(Micros(1_795_773_600_000_000)),
        };
        assert_eq!(rows[0], (2, "MUG-1".to_owned(), Ok(first)));
        assert_eq!((rows[1].0, rows[1].2.as_ref().unwrap().on_hand), (4, 0));
        let wrong = "sku,on_hand,counted_at\n,1,\nA,-1,\nB,many,\nC,1,yesterday\nD,1,\nD,2,\n";
        let codes: Vec<_> = read(wrong.as_bytes()).unwrap().into_iter().map(|(_, _, l)| l.err()).collect();
        let told = [
            Some("sku_missing"),
            Some("stock_quantity"),
            Some("stock_quantity"),
            Some("bad_time"),
            None,
            Some("sku_twice"),
        ];
        assert_eq!(codes, told);
        assert!(matches!(read(b"article,units\nA,1\n"), Err(FeedError::Columns(has)) if has == "article, units"));
        assert!(matches!(read(b""), Err(FeedError::Unreadable(_))));
    }
}
