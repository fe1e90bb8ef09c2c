//! What staff do to stock, and what they look at: each deed with its reason, checked and noted.
use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{LocationId, ReferenceId, VariantId};

use crate::schema::{inventory_allocations as alloc_t, inventory_movements as moves_t};
use crate::store::{self, Movement, StockRow};
use crate::{Inventory, InventoryError, dialect, stock};

/// May receive, count and adjust.
pub const MANAGE: &str = "inventory.manage";
/// No single booking is larger: a slip of the keyboard, not a delivery.
pub(crate) const MOST: i64 = 10_000_000;

/// One entry of the ledger.
#[derive(Queryable, Clone, Debug)]
pub struct MovementRow {
    pub seq: i64,
    pub location: LocationId,
    /// `received`, `shipped`, `returned`, `adjusted`, `transferred`.
    pub kind: String,
    /// Signed.
    pub quantity: i64,
    /// Why, or for which order.
    pub reference: String,
    /// Who, as [`kernel::Actor::label`] writes it.
    pub actor: String,
    at: i64,
}

impl MovementRow {
    pub fn at(&self) -> Micros {
        Micros(self.at)
    }
}

/// Units of a variant at a location that are somebody's.
#[derive(Queryable, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    pub variant: VariantId,
    pub location: LocationId,
    pub quantity: i64,
    pub shipped: i64,
    pub released: i64,
}

impl Promise {
    /// Neither sent nor given up.
    pub fn live(&self) -> i64 {
        self.quantity - self.shipped - self.released
    }
}

/// What counting did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recounted {
    pub from: i64,
    pub to: i64,
}

fn reason(text: &str) -> Result<&str, InventoryError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 200 { Err(InventoryError::Reason) } else { Ok(text) }
}

impl Inventory {
    /// The stock of each variant, location by location. Variants nobody ever stocked are missing.
    pub async fn stock(&self, variants: &[VariantId]) -> Result<HashMap<VariantId, Vec<StockRow>>, InventoryError> {
        let variants = variants.to_vec();
        self.db.read(move |c| Self::stock_in(c, &variants)).await
    }

    /// [`Inventory::stock`] on a connection at hand.
    pub fn stock_in(
        conn: &mut Conn,
        variants: &[VariantId],
    ) -> Result<HashMap<VariantId, Vec<StockRow>>, InventoryError> {
        let mut out: HashMap<VariantId, Vec<StockRow>> = HashMap::with_capacity(variants.len());
        for row in store::rows(conn, variants)? {
            out.entry(row.variant).or_default().push(row);
        }
        Ok(out)
    }

    /// The ledger of a variant, the newest first, older than `before`.
    pub async fn movements(
        &self,
        variant: VariantId,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<MovementRow>, InventoryError> {
        self.db
            .read(move |c| {
                Ok(moves_t::table
                    .filter(moves_t::variant.eq(variant))
                    .filter(moves_t::seq.lt(before.unwrap_or(i64::MAX)))
                    .order(moves_t::seq.desc())
                    .limit(limit)
                    .select((
                        moves_t::seq,
                        moves_t::location,
                        moves_t::kind,
                        moves_t::quantity,
                        moves_t::reference,
                        moves_t::actor,
                        moves_t::at,
                    ))
                    .load(c)?)
            })
            .await
    }

    /// What is promised to each of these, location by location.
    pub async fn promises(
        &self,
        owners: &[ReferenceId],
    ) -> Result<HashMap<ReferenceId, Vec<Promise>>, InventoryError> {
        let owners = owners.to_vec();
        self.db
            .read(move |c| {
                let rows: Vec<(ReferenceId, VariantId, LocationId, i64, i64, i64)> = db::among!(
                    c,
                    alloc_t::reference,
                    owners.as_slice(),
                    alloc_t::table.order((
                        alloc_t::reference.asc(),
                        alloc_t::variant.asc(),
                        alloc_t::location.asc()
                    ))
                )?;
                let mut out: HashMap<ReferenceId, Vec<Promise>> = HashMap::with_capacity(owners.len());
                for (owner, variant, location, quantity, shipped, released) in rows {
                    let promise = Promise { variant, location, quantity, shipped, released };
                    out.entry(owner).or_default().push(promise);
                }
                Ok(out)
            })
            .await
    }

    /// Sets what is on hand to what was counted at a time that is past: what moved on the shelf since then is put on top, so
    /// that a parcel that left meanwhile is not brought back. Sales that were not sent do not count: they lie on the shelf.
    ///
    /// # Errors
    /// [`InventoryError::Negative`] when more is promised than would be left; [`InventoryError::Quantity`].
    pub fn count_as_of(
        &self,
        tx: &mut Tx<'_>,
        location: LocationId,
        variant: VariantId,
        counted: i64,
        at: Micros,
        why: &str,
    ) -> Result<Recounted, InventoryError> {
        tx.actor().require(MANAGE)?;
        let why = reason(why)?;
        if !(0..=MOST).contains(&counted) {
            return Err(InventoryError::Quantity);
        }
        stock::must_be_open(tx, location)?;
        dialect::lock(tx, &[variant])?;
        let held = store::rows(tx, &[variant])?.into_iter().find(|r| r.location == location);
        let from = held.map_or(0, |r| r.on_hand);
        let to = counted + dialect::moved_since(tx, variant, location, at.0)?;
        if stock::count(tx, location, variant, to, why)? {
            let detail = serde_json::json!({ "location": location, "from": from, "to": to, "counted": counted });
            tx.audit("stock.count", variant, &detail)?;
        }
        Ok(Recounted { from, to })
    }

    /// Adds to what is on hand or takes away from it, and says why.
    ///
    /// # Errors
    /// [`InventoryError::Negative`] when more is promised than would be left; [`InventoryError::Reason`].
    pub fn adjust(
        &self,
        tx: &mut Tx<'_>,
        location: LocationId,
        variant: VariantId,
        by: i64,
        why: &str,
    ) -> Result<(), InventoryError> {
        tx.actor().require(MANAGE)?;
        let why = reason(why)?;
        if by == 0 || by.abs() > MOST {
            return Err(InventoryError::Quantity);
        }
        if by < 0 {
            let held = store::rows(tx, &[variant])?.into_iter().find(|r| r.location == location);
            let free = held.map_or(0, |r| r.on_hand.min(r.unpromised() + r.backorder));
            if free + by < 0 {
                return Err(InventoryError::Negative { variant, would_be: free + by });
            }
        }
        stock::book(tx, location, variant, Movement::Adjusted, by, why)?;
        let detail = serde_json::json!({ "location": location, "by": by });
        Ok(tx.audit("stock.adjust", variant, &detail)?)
    }

    /// Books in what a supplier brought. `note` says from whom, for people.
    pub fn take_in(
        &self,
        tx: &mut Tx<'_>,
        location: LocationId,
        variant: VariantId,
        quantity: i64,
        note: &str,
    ) -> Result<(), InventoryError> {
        tx.actor().require(MANAGE)?;
        let note = reason(note)?;
        if !(1..=MOST).contains(&quantity) {
            return Err(InventoryError::Quantity);
        }
        stock::book(tx, location, variant, Movement::Received, quantity, note)?;
        let detail = serde_json::json!({ "location": location, "quantity": quantity });
        Ok(tx.audit("stock.receive", variant, &detail)?)
    }

    /// Sets what is on hand to what was counted, if there is still as much as the one who counted was shown. True when
    /// it differed.
    ///
    /// # Errors
    /// [`InventoryError::Moved`] when it changed meanwhile; [`InventoryError::Negative`] when more is promised.
    pub fn recount(
        &self,
        tx: &mut Tx<'_>,
        location: LocationId,
        variant: VariantId,
        shown: i64,
        counted: i64,
        why: &str,
    ) -> Result<bool, InventoryError> {
        tx.actor().require(MANAGE)?;
        let why = reason(why)?;
        if !(0..=MOST).contains(&counted) {
            return Err(InventoryError::Quantity);
        }
        let held = store::rows(tx, &[variant])?.into_iter().find(|r| r.location == location);
        let now = held.map_or(0, |r| r.on_hand);
        if now != shown {
            return Err(InventoryError::Moved { variant, now });
        }
        if !stock::count(tx, location, variant, counted, why)? {
            return Ok(false);
        }
        let detail = serde_json::json!({ "location": location, "from": now, "to": counted });
        tx.audit("stock.count", variant, &detail)?;
        Ok(true)
    }

    /// From how many saleable units down staff want to be told; none for the usual number, [`crate::LOW`].
    pub fn warn_at(
        &self,
        tx: &mut Tx<'_>,
        location: LocationId,
        variant: VariantId,
        low_at: Option<i64>,
    ) -> Result<bool, InventoryError> {
        tx.actor().require(MANAGE)?;
        if low_at.is_some_and(|n| !(0..=MOST).contains(&n)) {
            return Err(InventoryError::Quantity);
        }
        if !stock::set_low_at(tx, location, variant, low_at)? {
            return Ok(false);
        }
        tx.audit("stock.warn_at", variant, &serde_json::json!({ "location": location, "low_at": low_at }))?;
        Ok(true)
    }
}
