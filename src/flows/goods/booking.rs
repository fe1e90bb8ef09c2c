//! Prices and stock as programs set them: a list in one unit of work, each thing on it by itself. What cannot be done is
//! told and leaves the others as they are; a failure of ours leaves all of them.
use catalog::Catalog;
use db::{DomainError as _, Tx};
use inventory::{Inventory, Recounted};
use kernel::kinds::{LocationId, VariantId};
use kernel::{Actor, Micros, Money};

use super::{Goods, GoodsError, InList};

/// How the number of units on hand changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockChange {
    /// So many more, or fewer.
    By(i64),
    /// So many were counted.
    To(i64),
    /// So many are to be there, if there are as many as were seen.
    From(i64, i64),
    /// So many were counted at that time; what moved since then is put on top.
    AsOf(i64, Micros),
}

/// One thing that is booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockDeed {
    pub variant: VariantId,
    /// None: where goods come to.
    pub location: Option<LocationId>,
    pub change: StockChange,
    /// From how many saleable units down staff are told; none leaves that as it is.
    pub low_at: Option<i64>,
    /// For whoever reads the ledger.
    pub why: String,
}

/// One price that is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceDeed {
    pub variant: VariantId,
    pub unit: Money,
    /// What is struck through beside it.
    pub compare_at: Option<Money>,
}

impl Goods {
    /// Books each of these; answers what is on hand afterwards, or why it was not booked.
    ///
    /// # Errors
    /// The database's: then nothing was booked.
    pub async fn book(
        &self,
        actor: &Actor,
        deeds: Vec<StockDeed>,
    ) -> Result<Vec<Result<i64, GoodsError>>, GoodsError> {
        actor.require(inventory::MANAGE)?;
        let goods = self.clone();
        self.db.write(actor, move |tx| each(tx, &deeds, |tx, deed| goods.book_one(tx, deed))).await
    }

    fn book_one(&self, tx: &mut Tx<'_>, deed: &StockDeed) -> Result<i64, GoodsError> {
        Ok(self.book_counted(tx, deed)?.to)
    }

    /// Books one thing; answers what was on hand and what is.
    ///
    /// # Errors
    /// Those of the deed: nothing was booked then, if the caller lets go of what it did.
    pub fn book_counted(&self, tx: &mut Tx<'_>, deed: &StockDeed) -> Result<Recounted, GoodsError> {
        let variant = deed.variant;
        Catalog::product_of(tx, variant)?;
        let location = match deed.location {
            Some(location) if Inventory::locations_in(tx)?.iter().any(|l| l.id == location) => location,
            Some(_) => return Err(catalog::CatalogError::NotFound.into()),
            None => self.location(tx)?,
        };
        let from = on_hand(tx, location, variant)?;
        match deed.change {
            StockChange::By(by) => self.inventory.adjust(tx, location, variant, by, &deed.why)?,
            StockChange::To(counted) => {
                self.inventory.recount(tx, location, variant, from, counted, &deed.why)?;
            }
            StockChange::From(shown, counted) => {
                self.inventory.recount(tx, location, variant, shown, counted, &deed.why)?;
            }
            StockChange::AsOf(counted, at) => {
                self.inventory.count_as_of(tx, location, variant, counted, at, &deed.why)?;
            }
        }
        if let Some(low_at) = deed.low_at {
            self.inventory.warn_at(tx, location, variant, Some(low_at))?;
        }
        super::note_level(tx, &self.catalog, variant)?;
        Ok(Recounted { from, to: on_hand(tx, location, variant)? })
    }

    /// Sets each of these prices; answers whether it differed, or why it was not set.
    ///
    /// # Errors
    /// The database's: then nothing was set.
    pub async fn put_prices(
        &self,
        actor: &Actor,
        at: InList,
        deeds: Vec<PriceDeed>,
    ) -> Result<Vec<Result<bool, GoodsError>>, GoodsError> {
        actor.require(super::PRICES)?;
        let goods = self.clone();
        self.db.write(actor, move |tx| each(tx, &deeds, |tx, deed| goods.put_price(tx, at, deed))).await
    }

    fn put_price(&self, tx: &mut Tx<'_>, at: InList, deed: &PriceDeed) -> Result<bool, GoodsError> {
        Catalog::product_of(tx, deed.variant)?;
        let wrong = deed.unit.currency != at.currency || deed.compare_at.is_some_and(|c| c.currency != at.currency);
        if wrong || deed.compare_at.is_some_and(|c| c.amount <= deed.unit.amount) {
            return Err(GoodsError::Price(deed.compare_at.unwrap_or(deed.unit).decimal()));
        }
        self.set_price(tx, at, deed.variant, deed.unit, deed.compare_at)
    }
}

fn each<D, T>(
    tx: &mut Tx<'_>,
    deeds: &[D],
    mut one: impl FnMut(&mut Tx<'_>, &D) -> Result<T, GoodsError>,
) -> Result<Vec<Result<T, GoodsError>>, GoodsError> {
    let mut done = Vec::with_capacity(deeds.len());
    for deed in deeds {
        match tx.savepoint(|tx| one(tx, deed)) {
            Err(e) if e.as_db().is_some() => return Err(e),
            other => done.push(other),
        }
    }
    Ok(done)
}

fn on_hand(tx: &mut Tx<'_>, location: LocationId, variant: VariantId) -> Result<i64, GoodsError> {
    let rows = Inventory::stock_in(tx, &[variant])?;
    let rows = rows.get(&variant).map_or(&[][..], Vec::as_slice);
    Ok(rows.iter().find(|r| r.location == location).map_or(0, |r| r.on_hand))
}
