//! Goods on the way from one location to another: drafted, sent, received, in parts too.
//!
//! What was sent lies nowhere until it is received. What never arrives is written off where it came from, so that over
//! all movements a transfer that is over comes to nothing, and the loss stands in the ledger as what it is.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{HaulId, LocationId, VariantId};

use crate::clerk::{MANAGE, MOST};
use crate::schema::{inventory_transfer_lines as lines_t, inventory_transfers as t};
use crate::store::Movement;
use crate::{Inventory, InventoryError, dialect, stock};

/// The most different variants in one transfer or shipment.
pub const MOST_LINES: usize = 500;

/// Where a transfer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferState {
    Draft,
    /// On its way: some of it may have arrived.
    Sent,
    /// Over: what did not arrive was written off.
    Received,
}

impl TransferState {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Received => "received",
        }
    }
}

#[derive(Queryable, Clone, Debug)]
pub struct Transfer {
    pub id: HaulId,
    pub source: LocationId,
    pub target: LocationId,
    state: String,
    pub note: String,
    pub version: i64,
    made_at: i64,
    sent_at: Option<i64>,
    received_at: Option<i64>,
}

impl Transfer {
    pub fn state(&self) -> TransferState {
        match self.state.as_str() {
            "draft" => TransferState::Draft,
            "sent" => TransferState::Sent,
            _ => TransferState::Received,
        }
    }
    pub fn made_at(&self) -> Micros {
        Micros(self.made_at)
    }
    pub fn sent_at(&self) -> Option<Micros> {
        self.sent_at.map(Micros)
    }
    pub fn received_at(&self) -> Option<Micros> {
        self.received_at.map(Micros)
    }
}

/// So many of a variant that were meant to come, and so many that came.
#[derive(Queryable, Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedLine {
    pub variant: VariantId,
    pub quantity: i64,
    pub received: i64,
}

impl MovedLine {
    /// Units that are still waited for.
    pub fn missing(&self) -> i64 {
        (self.quantity - self.received).max(0)
    }
}

fn lines(conn: &mut Conn, id: HaulId) -> QueryResult<Vec<MovedLine>> {
    lines_t::table
        .filter(lines_t::transfer.eq(id))
        .order(lines_t::variant.asc())
        .select((lines_t::variant, lines_t::quantity, lines_t::received))
        .load(conn)
}

impl Inventory {
    /// The latest transfers, older than `before`.
    pub async fn transfers(&self, before: Option<HaulId>, limit: i64) -> Result<Vec<Transfer>, InventoryError> {
        self.db
            .read(move |c| {
                let mut query = t::table.order(t::id.desc()).limit(limit).into_boxed();
                if let Some(before) = before {
                    query = query.filter(t::id.lt(before));
                }
                Ok(query.load(c)?)
            })
            .await
    }

    /// A transfer with its lines.
    pub async fn transfer(&self, id: HaulId) -> Result<Option<(Transfer, Vec<MovedLine>)>, InventoryError> {
        self.db
            .read(move |c| {
                let Some(held) = t::table.find(id).first::<Transfer>(c).optional()? else { return Ok(None) };
                Ok(Some((held, lines(c, id)?)))
            })
            .await
    }

    /// A draft without lines.
    ///
    /// # Errors
    /// [`InventoryError::SamePlace`]; [`InventoryError::LocationOff`]; [`InventoryError::Reason`] for a note that is too long.
    pub fn draft_transfer(
        &self,
        tx: &mut Tx<'_>,
        source: LocationId,
        target: LocationId,
        note: &str,
    ) -> Result<HaulId, InventoryError> {
        tx.actor().require(MANAGE)?;
        if source == target {
            return Err(InventoryError::SamePlace);
        }
        if note.trim().chars().count() > 200 {
            return Err(InventoryError::Reason);
        }
        stock::must_be_open(tx, source)?;
        stock::must_be_open(tx, target)?;
        let id = HaulId::new(tx.now());
        let row = (
            t::id.eq(id),
            t::source.eq(source),
            t::target.eq(target),
            t::state.eq(TransferState::Draft.as_str()),
            t::note.eq(note.trim()),
            t::version.eq(1),
            t::made_at.eq(tx.now().0),
        );
        diesel::insert_into(t::table).values(row).execute(&mut **tx)?;
        tx.audit("transfer.draft", id, &serde_json::json!({ "from": source, "to": target }))?;
        Ok(id)
    }

    fn open_transfer(tx: &mut Tx<'_>, id: HaulId, wanted: TransferState) -> Result<Transfer, InventoryError> {
        tx.actor().require(MANAGE)?;
        let held = dialect::lock_transfer(tx, id)?.ok_or(InventoryError::NotFound)?;
        if held.state() == wanted { Ok(held) } else { Err(InventoryError::Over) }
    }

    /// Puts so many of a variant on a draft; none takes it off.
    ///
    /// # Errors
    /// [`InventoryError::Over`] once it was sent.
    pub fn put_transfer_line(
        &self,
        tx: &mut Tx<'_>,
        id: HaulId,
        variant: VariantId,
        quantity: i64,
    ) -> Result<(), InventoryError> {
        Self::open_transfer(tx, id, TransferState::Draft)?;
        if !(0..=MOST).contains(&quantity) {
            return Err(InventoryError::Quantity);
        }
        let held = lines(tx, id)?;
        diesel::delete(lines_t::table.find((id, variant))).execute(&mut **tx)?;
        if quantity > 0 {
            if held.len() >= MOST_LINES && held.iter().all(|l| l.variant != variant) {
                return Err(InventoryError::TooManyLines);
            }
            let row = (
                lines_t::transfer.eq(id),
                lines_t::variant.eq(variant),
                lines_t::quantity.eq(quantity),
                lines_t::received.eq(0),
            );
            diesel::insert_into(lines_t::table).values(row).execute(&mut **tx)?;
        }
        turn(tx, id, TransferState::Draft)
    }

    /// Throws a draft away.
    pub fn drop_transfer(&self, tx: &mut Tx<'_>, id: HaulId) -> Result<(), InventoryError> {
        Self::open_transfer(tx, id, TransferState::Draft)?;
        diesel::delete(lines_t::table.filter(lines_t::transfer.eq(id))).execute(&mut **tx)?;
        diesel::delete(t::table.find(id)).execute(&mut **tx)?;
        Ok(tx.audit("transfer.drop", id, &serde_json::json!({}))?)
    }

    /// Everything on a draft leaves its shelf.
    ///
    /// # Errors
    /// [`InventoryError::Negative`] when less of something is there that is promised to nobody.
    pub fn send_transfer(&self, tx: &mut Tx<'_>, id: HaulId) -> Result<(), InventoryError> {
        let held = Self::open_transfer(tx, id, TransferState::Draft)?;
        let lines = lines(tx, id)?;
        if lines.is_empty() {
            return Err(InventoryError::NoLines);
        }
        let variants: Vec<VariantId> = lines.iter().map(|l| l.variant).collect();
        dialect::lock(tx, &variants)?;
        let reference = id.to_string();
        for line in &lines {
            let kind = Movement::Transferred;
            stock::take_away(tx, held.source, line.variant, kind, line.quantity, &reference)?;
        }
        turn(tx, id, TransferState::Sent)?;
        let units: i64 = lines.iter().map(|l| l.quantity).sum();
        Ok(tx.audit("transfer.send", id, &serde_json::json!({ "lines": lines.len(), "units": units }))?)
    }

    /// What arrived comes on the shelf. When nothing is missing any more the transfer is over.
    ///
    /// # Errors
    /// [`InventoryError::TooMany`] for more than was sent: that is counted in.
    pub fn receive_transfer(
        &self,
        tx: &mut Tx<'_>,
        id: HaulId,
        arrived: &[(VariantId, i64)],
    ) -> Result<(), InventoryError> {
        let held = Self::open_transfer(tx, id, TransferState::Sent)?;
        let reference = id.to_string();
        let mut lines = lines(tx, id)?;
        let variants: Vec<VariantId> = lines.iter().map(|l| l.variant).collect();
        dialect::lock(tx, &variants)?;
        let mut units = 0;
        for line in &mut lines {
            let here: i64 = arrived.iter().filter(|(v, n)| *v == line.variant && *n > 0).map(|(_, n)| n).sum();
            if here == 0 {
                continue;
            }
            if here > line.missing() {
                return Err(InventoryError::TooMany { variant: line.variant, sent: line.missing() });
            }
            stock::book(tx, held.target, line.variant, Movement::Transferred, here, &reference)?;
            line.received += here;
            units += here;
            diesel::update(lines_t::table.find((id, line.variant)))
                .set(lines_t::received.eq(line.received))
                .execute(&mut **tx)?;
        }
        if units == 0 {
            return Err(InventoryError::Quantity);
        }
        let over = lines.iter().all(|l| l.missing() == 0);
        turn(tx, id, if over { TransferState::Received } else { TransferState::Sent })?;
        Ok(tx.audit("transfer.receive", id, &serde_json::json!({ "units": units, "over": over }))?)
    }

    /// Nothing more is waited for: what is missing is written off where it came from.
    pub fn end_transfer(&self, tx: &mut Tx<'_>, id: HaulId) -> Result<(), InventoryError> {
        let held = Self::open_transfer(tx, id, TransferState::Sent)?;
        let reference = id.to_string();
        let mut lost = 0;
        for line in lines(tx, id)?.iter().filter(|l| l.missing() > 0) {
            let (variant, missing) = (line.variant, line.missing());
            stock::movement(tx, variant, held.source, Movement::Transferred, missing, &reference)?;
            stock::movement(tx, variant, held.source, Movement::Adjusted, -missing, &reference)?;
            lost += missing;
        }
        turn(tx, id, TransferState::Received)?;
        Ok(tx.audit("transfer.end", id, &serde_json::json!({ "lost": lost }))?)
    }
}

fn turn(tx: &mut Tx<'_>, id: HaulId, to: TransferState) -> Result<(), InventoryError> {
    let now = tx.now().0;
    diesel::update(t::table.find(id))
        .set((t::state.eq(to.as_str()), t::version.eq(t::version + 1)))
        .execute(&mut **tx)?;
    match to {
        TransferState::Draft => {}
        TransferState::Sent => {
            diesel::update(t::table.find(id).filter(t::sent_at.is_null()))
                .set(t::sent_at.eq(now))
                .execute(&mut **tx)?;
        }
        TransferState::Received => {
            diesel::update(t::table.find(id)).set(t::received_at.eq(now)).execute(&mut **tx)?;
        }
    }
    Ok(())
}
