//! Every change of stock. Rows are touched in the order of variant and location, so that two writers cannot wait
//! for each other in a circle.
use std::collections::{BTreeMap, HashMap};

use db::{Conn, Tx};
use diesel::prelude::*;
use events::Recording;
use kernel::Micros;
use kernel::kinds::{LocationId, ReferenceId, VariantId};

use crate::plan::{self, Pick, Strategy};
use crate::schema::{
    inventory_allocations as alloc_t, inventory_movements as moves_t, inventory_reservations as holds_t,
};
use crate::store::{self, Change, Movement, StockRow};
use crate::{Band, BandChanged, Demand, InventoryError, LowChanged, dialect, places};

/// What pages tell of a row: in which band it is, and whether anything lies there.
#[derive(PartialEq, Eq)]
pub(crate) struct Shown {
    band: Band,
    ready: bool,
}

impl Shown {
    pub fn of(row: &StockRow) -> Self {
        Self { band: row.band(), ready: row.ready() > 0 }
    }
}

/// Applies a change and records it when what pages tell turned.
fn apply(
    tx: &mut Tx<'_>,
    variant: VariantId,
    location: LocationId,
    change: Change,
) -> Result<Option<StockRow>, InventoryError> {
    let Some(row) = dialect::apply(tx, variant, location, change)? else { return Ok(None) };
    let was =
        Shown { band: Band::of(row.saleable() - change.saleable()), ready: row.ready() - change.saleable() > 0 };
    if was != Shown::of(&row) {
        tx.record(&BandChanged { variant, location, band: row.band(), version: row.version })?;
    }
    // The usual number is where a band begins: only one of their own needs telling apart.
    if let Some(low_at) = row.low_at
        && (row.saleable() - change.saleable() <= low_at) != row.is_low()
    {
        tx.record(&LowChanged { variant, location, low: row.is_low(), version: row.version })?;
    }
    Ok(Some(row))
}

fn together(demands: &[Demand]) -> BTreeMap<VariantId, i64> {
    let mut sums = BTreeMap::new();
    for d in demands.iter().filter(|d| d.quantity > 0) {
        *sums.entry(d.variant).or_insert(0) += d.quantity;
    }
    sums
}

/// What units are taken for.
#[derive(Clone, Copy)]
pub(crate) enum Taking {
    /// Held for a checkout until then.
    Hold { reference: ReferenceId, expires_at: Micros },
    /// Promised to an order.
    Promise { owner: ReferenceId },
}

impl Taking {
    fn change(self, take: i64) -> Change {
        match self {
            Self::Hold { .. } => Change { reserved: take, takes: take, ..Change::default() },
            Self::Promise { .. } => Change { allocated: take, takes: take, ..Change::default() },
        }
    }

    fn note(self, tx: &mut Tx<'_>, variant: VariantId, location: LocationId, take: i64) -> QueryResult<usize> {
        match self {
            Self::Hold { reference, expires_at } => {
                let row = (
                    holds_t::reference.eq(reference),
                    holds_t::variant.eq(variant),
                    holds_t::location.eq(location),
                    holds_t::quantity.eq(take),
                    holds_t::expires_at.eq(expires_at.0),
                );
                db::insert!(tx, holds_t::table, row)
            }
            Self::Promise { owner } => promise(tx, owner, variant, location, take),
        }
    }
}

fn promise(
    tx: &mut Tx<'_>,
    owner: ReferenceId,
    variant: VariantId,
    location: LocationId,
    quantity: i64,
) -> QueryResult<usize> {
    let row = (
        alloc_t::reference.eq(owner),
        alloc_t::variant.eq(variant),
        alloc_t::location.eq(location),
        alloc_t::quantity.eq(quantity),
        alloc_t::shipped.eq(0),
        alloc_t::released.eq(0),
    );
    db::insert!(tx, alloc_t::table, row)
}

/// Whether [`take`] could succeed now.
pub(crate) fn suffices(conn: &mut Conn, demands: &[Demand]) -> Result<(), InventoryError> {
    let wanted = together(demands);
    let variants: Vec<VariantId> = wanted.keys().copied().collect();
    let rows = store::rows(conn, &variants)?;
    plan::plan(&wanted, &rows, Strategy::Priority).map(drop)
}

/// All of it or nothing. Where something lies at several locations, the shop's strategy says what is taken from which.
pub(crate) fn take(tx: &mut Tx<'_>, demands: &[Demand], taking: Taking) -> Result<(), InventoryError> {
    let wanted = together(demands);
    let variants: Vec<VariantId> = wanted.keys().copied().collect();
    let mut rows = store::rows(tx, &variants)?;
    let several = rows.windows(2).any(|two| two[0].variant == two[1].variant);
    let mut strategy = Strategy::Priority;
    if several {
        if dialect::lock(tx, &variants)? {
            rows = store::rows(tx, &variants)?;
        }
        strategy = places::strategy(tx)?;
    }
    for pick in plan::plan(&wanted, &rows, strategy)? {
        let Pick { variant, location, quantity } = pick;
        // Taken by somebody else since it was read.
        if apply(tx, variant, location, taking.change(quantity))?.is_none() {
            let wanted = wanted.get(&variant).copied().unwrap_or(quantity);
            return Err(InventoryError::OutOfStock { variant, wanted, left: wanted - quantity });
        }
        taking.note(tx, variant, location, quantity)?;
    }
    Ok(())
}

pub(crate) fn hold_until(tx: &mut Tx<'_>, reference: ReferenceId, until: Micros) -> Result<(), InventoryError> {
    diesel::update(holds_t::table.filter(holds_t::reference.eq(reference)))
        .set(holds_t::expires_at.eq(until.0))
        .execute(&mut **tx)?;
    Ok(())
}

pub(crate) fn held(conn: &mut Conn, references: &[ReferenceId]) -> Result<HashMap<VariantId, i64>, InventoryError> {
    let rows: Vec<(VariantId, i64)> = db::among!(
        conn,
        holds_t::reference,
        references,
        holds_t::table.order(holds_t::variant.asc()).select((holds_t::variant, holds_t::quantity))
    )?;
    let mut out = HashMap::with_capacity(rows.len());
    for (variant, quantity) in rows {
        *out.entry(variant).or_insert(0) += quantity;
    }
    Ok(out)
}

type Held = (VariantId, LocationId, i64);

fn take_holds(tx: &mut Tx<'_>, reference: ReferenceId) -> Result<Vec<Held>, InventoryError> {
    let held: Vec<Held> = holds_t::table
        .filter(holds_t::reference.eq(reference))
        .order((holds_t::variant.asc(), holds_t::location.asc()))
        .select((holds_t::variant, holds_t::location, holds_t::quantity))
        .load(&mut **tx)?;
    if held.is_empty() {
        return Ok(held);
    }
    let gone = diesel::delete(holds_t::table.filter(holds_t::reference.eq(reference))).execute(&mut **tx)?;
    // Another writer was quicker: what it took is not ours to give back again.
    if gone == held.len() { Ok(held) } else { Err(InventoryError::HoldGone(reference)) }
}

pub(crate) fn allocate_held(tx: &mut Tx<'_>, hold: ReferenceId, owner: ReferenceId) -> Result<(), InventoryError> {
    let held = take_holds(tx, hold)?;
    if held.is_empty() {
        return Err(InventoryError::HoldGone(hold));
    }
    for (variant, location, quantity) in held {
        let change = Change { reserved: -quantity, allocated: quantity, takes: i64::MIN, ..Change::default() };
        apply(tx, variant, location, change)?;
        promise(tx, owner, variant, location, quantity)?;
    }
    Ok(())
}

pub(crate) fn release_hold(tx: &mut Tx<'_>, reference: ReferenceId) -> Result<bool, InventoryError> {
    let held = match take_holds(tx, reference) {
        Err(InventoryError::HoldGone(_)) => return Ok(false),
        other => other?,
    };
    for (variant, location, quantity) in &held {
        let change = Change { reserved: -quantity, takes: i64::MIN, ..Change::default() };
        apply(tx, *variant, *location, change)?;
    }
    Ok(!held.is_empty())
}

type Live = (VariantId, LocationId, i64, i64, i64);

fn allocations(tx: &mut Tx<'_>, owner: ReferenceId) -> Result<Vec<Live>, InventoryError> {
    Ok(alloc_t::table
        .filter(alloc_t::reference.eq(owner))
        .order((alloc_t::variant.asc(), alloc_t::location.asc()))
        .select((alloc_t::variant, alloc_t::location, alloc_t::quantity, alloc_t::shipped, alloc_t::released))
        .load(&mut **tx)?)
}

pub(crate) fn release(tx: &mut Tx<'_>, owner: ReferenceId) -> Result<(), InventoryError> {
    for (variant, location, quantity, shipped, released) in allocations(tx, owner)? {
        let live = quantity - shipped - released;
        if live == 0 {
            continue;
        }
        let change = Change { allocated: -live, takes: i64::MIN, ..Change::default() };
        apply(tx, variant, location, change)?;
        diesel::update(alloc_t::table.find((owner, variant, location)))
            .set(alloc_t::released.eq(released + live))
            .execute(&mut **tx)?;
    }
    Ok(())
}

pub(crate) fn ship(tx: &mut Tx<'_>, owner: ReferenceId, demands: &[Demand]) -> Result<(), InventoryError> {
    let mut wanted = together(demands);
    for (variant, location, quantity, shipped, released) in allocations(tx, owner)? {
        let Some(missing) = wanted.get_mut(&variant) else { continue };
        let send = (*missing).min(quantity - shipped - released);
        if send == 0 {
            continue;
        }
        *missing -= send;
        let change = Change { on_hand: -send, allocated: -send, takes: i64::MIN, ..Change::default() };
        if apply(tx, variant, location, change)?.is_none() {
            return Err(InventoryError::NotThere { variant, units: send });
        }
        movement(tx, variant, location, Movement::Shipped, -send, &owner.to_string())?;
        diesel::update(alloc_t::table.find((owner, variant, location)))
            .set(alloc_t::shipped.eq(shipped + send))
            .execute(&mut **tx)?;
    }
    if wanted.values().any(|missing| *missing > 0) {
        return Err(InventoryError::NothingAllocated(owner));
    }
    Ok(())
}

pub(crate) fn release_some(tx: &mut Tx<'_>, owner: ReferenceId, demands: &[Demand]) -> Result<(), InventoryError> {
    let mut wanted = together(demands);
    if wanted.is_empty() {
        return Ok(());
    }
    for (variant, location, quantity, shipped, released) in allocations(tx, owner)? {
        let Some(missing) = wanted.get_mut(&variant) else { continue };
        let free = (*missing).min(quantity - shipped - released);
        if free == 0 {
            continue;
        }
        *missing -= free;
        let change = Change { allocated: -free, takes: i64::MIN, ..Change::default() };
        apply(tx, variant, location, change)?;
        diesel::update(alloc_t::table.find((owner, variant, location)))
            .set(alloc_t::released.eq(released + free))
            .execute(&mut **tx)?;
    }
    if wanted.values().any(|missing| *missing > 0) {
        return Err(InventoryError::NothingAllocated(owner));
    }
    Ok(())
}

pub(crate) fn take_back(tx: &mut Tx<'_>, owner: ReferenceId, demands: &[Demand]) -> Result<(), InventoryError> {
    let mut wanted = together(demands);
    if wanted.is_empty() {
        return Ok(());
    }
    for (variant, location, _, shipped, _) in allocations(tx, owner)? {
        let Some(missing) = wanted.get_mut(&variant) else { continue };
        let back = (*missing).min(shipped);
        if back == 0 {
            continue;
        }
        *missing -= back;
        let location = match dialect::is_open(tx, location)? {
            Some(true) => location,
            // What was sent from a place that is no more comes to where goods come to.
            _ => store::first_location(tx)?.ok_or(InventoryError::NoLocation)?,
        };
        book(tx, location, variant, Movement::Returned, back, &owner.to_string())?;
    }
    if wanted.values().any(|missing| *missing > 0) {
        return Err(InventoryError::NothingAllocated(owner));
    }
    Ok(())
}

pub(crate) fn expire_holds(tx: &mut Tx<'_>, limit: i64) -> Result<usize, InventoryError> {
    let now = tx.now();
    let mut over: Vec<ReferenceId> = holds_t::table
        .filter(holds_t::expires_at.le(now.0))
        .order((holds_t::expires_at.asc(), holds_t::reference.asc()))
        .limit(limit)
        .select(holds_t::reference)
        .load(&mut **tx)?;
    over.dedup();
    for reference in &over {
        release_hold(tx, *reference)?;
    }
    Ok(over.len())
}

pub(crate) fn movement(
    tx: &mut Tx<'_>,
    variant: VariantId,
    location: LocationId,
    kind: Movement,
    quantity: i64,
    reference: &str,
) -> Result<(), InventoryError> {
    let (actor, at) = (tx.actor().label(), tx.now().0);
    diesel::insert_into(moves_t::table)
        .values((
            moves_t::variant.eq(variant),
            moves_t::location.eq(location),
            moves_t::kind.eq(kind.as_str()),
            moves_t::quantity.eq(quantity),
            moves_t::reference.eq(reference),
            moves_t::actor.eq(actor),
            moves_t::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub(crate) fn book(
    tx: &mut Tx<'_>,
    location: LocationId,
    variant: VariantId,
    kind: Movement,
    quantity: i64,
    reference: &str,
) -> Result<(), InventoryError> {
    if quantity > 0 {
        must_be_open(tx, location)?;
    }
    dialect::ensure(tx, variant, location)?;
    let change = Change { on_hand: quantity, takes: i64::MIN, ..Change::default() };
    if apply(tx, variant, location, change)?.is_none() {
        return Err(InventoryError::Negative { variant, would_be: quantity });
    }
    movement(tx, variant, location, kind, quantity, reference)
}

pub(crate) fn set_low_at(
    tx: &mut Tx<'_>,
    location: LocationId,
    variant: VariantId,
    low_at: Option<i64>,
) -> Result<bool, InventoryError> {
    dialect::ensure(tx, variant, location)?;
    let held = store::rows(tx, &[variant])?.into_iter().find(|r| r.location == location);
    if held.is_some_and(|r| r.low_at == low_at) {
        return Ok(false);
    }
    let was = held.is_some_and(|r| r.is_low());
    if let Some(row) = dialect::set_low_at(tx, variant, location, low_at)?
        && row.is_low() != was
    {
        tx.record(&LowChanged { variant, location, low: row.is_low(), version: row.version })?;
    }
    Ok(true)
}

pub(crate) fn count(
    tx: &mut Tx<'_>,
    location: LocationId,
    variant: VariantId,
    counted: i64,
    reference: &str,
) -> Result<bool, InventoryError> {
    if counted < 0 {
        return Err(InventoryError::Negative { variant, would_be: counted });
    }
    let held = store::rows(tx, &[variant])?.into_iter().find(|r| r.location == location);
    let difference = counted - held.map_or(0, |r| r.on_hand);
    if difference == 0 && held.is_some() {
        return Ok(false);
    }
    let short = held.map_or(0, |r| r.allocated + r.reserved - r.backorder);
    if counted < short {
        return Err(InventoryError::Negative { variant, would_be: counted - short });
    }
    if difference == 0 {
        dialect::ensure(tx, variant, location)?;
        return Ok(true);
    }
    book(tx, location, variant, Movement::Adjusted, difference, reference)?;
    Ok(true)
}

/// # Errors
/// [`InventoryError::NoLocation`]; [`InventoryError::LocationOff`].
pub(crate) fn must_be_open(tx: &mut Tx<'_>, location: LocationId) -> Result<(), InventoryError> {
    match dialect::is_open(tx, location)? {
        Some(true) => Ok(()),
        Some(false) => Err(InventoryError::LocationOff(location)),
        None => Err(InventoryError::NoLocation),
    }
}

/// Takes units of the shelf that are promised to nobody, and books why.
///
/// # Errors
/// [`InventoryError::Negative`] when fewer are free.
pub(crate) fn take_away(
    tx: &mut Tx<'_>,
    location: LocationId,
    variant: VariantId,
    kind: Movement,
    quantity: i64,
    reference: &str,
) -> Result<(), InventoryError> {
    dialect::lock(tx, &[variant])?;
    let held = store::rows(tx, &[variant])?.into_iter().find(|r| r.location == location);
    let free = held.map_or(0, |r| r.unpromised());
    if free < quantity {
        return Err(InventoryError::Negative { variant, would_be: free - quantity });
    }
    book(tx, location, variant, kind, -quantity, reference)
}
