//! Inventory's own books: I1 (stock), I2 (no oversell). Every stored figure is computed again from what led to it.
use std::cmp::Ordering;
use std::iter::Peekable;

use db::{Conn, DbError};
use diesel::prelude::*;
use kernel::kinds::{LocationId, ReferenceId, VariantId};
use kernel::{Breach, Micros};

use crate::dialect;
use crate::schema::{inventory_reservations as holds_t, inventory_stock as stock_t};
use crate::store::StockRow;

/// A variant at a location.
pub(crate) type Place = (VariantId, LocationId);

/// What the movement ledger says of a place; units.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Moved {
    pub all: i64,
    /// Received, and what counting added or took.
    pub supplied: i64,
    pub returned: i64,
}

/// What was promised at a place; units.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Promised {
    /// Neither shipped nor released.
    pub live: i64,
    /// Shipped or live.
    pub kept: i64,
}

/// Compares every stock row with its movements, allocations and reservations, all read from one snapshot. Memory
/// grows with the number of stocked variants, not of orders. Answers how many rows it looked at.
///
/// # Errors
/// Only when the database cannot be read.
pub fn books(conn: &mut Conn, found: &mut dyn FnMut(Breach)) -> Result<u64, DbError> {
    let mut moved = dialect::moved(conn)?.into_iter().peekable();
    let mut promised = dialect::promised(conn)?.into_iter().peekable();
    let mut held = dialect::held(conn)?.into_iter().peekable();
    let stock: Vec<StockRow> =
        stock_t::table.order((stock_t::variant.asc(), stock_t::location.asc())).load(conn)?;
    let mut examined = 0;
    for row in &stock {
        let place = (row.variant, row.location);
        let moved = take(&mut moved, place, |p| orphan(found, p, "movements"));
        let promised = take(&mut promised, place, |p| orphan(found, p, "allocations"));
        let held = take(&mut held, place, |p| orphan(found, p, "reservations"));
        judge(row, moved, promised, held, found);
        examined += 1;
    }
    moved.for_each(|(p, _)| orphan(found, p, "movements"));
    promised.for_each(|(p, _)| orphan(found, p, "allocations"));
    held.for_each(|(p, _)| orphan(found, p, "reservations"));
    Ok(examined)
}

fn judge(row: &StockRow, moved: Moved, promised: Promised, held: i64, found: &mut dyn FnMut(Breach)) {
    let mut say = |check, sentence: String| found(Breach::new(check, sentence).of(row.variant).of(row.location));
    if row.on_hand != moved.all {
        say("I1", format!("on hand is {}, but its movements add up to {}", row.on_hand, moved.all));
    }
    if row.allocated != promised.live {
        say("I1", format!("allocated is {}, but its live allocations add up to {}", row.allocated, promised.live));
    }
    if row.reserved != held {
        say("I1", format!("reserved is {}, but its reservations add up to {held}", row.reserved));
    }
    let saleable = row.on_hand - row.allocated - row.reserved;
    if saleable < -row.backorder {
        say("I1", format!("{saleable} are saleable, below the backorder allowance of {}", row.backorder));
    }
    let sold = promised.kept - moved.returned;
    if sold > moved.supplied + row.backorder {
        let (supplied, allowance) = (moved.supplied, row.backorder);
        say("I2", format!("oversold: {sold} units are sold, {supplied} came in and {allowance} may be owed"));
    }
}

fn orphan(found: &mut dyn FnMut(Breach), (variant, location): Place, what: &str) {
    let sentence = format!("there are {what}, but no stock is kept of this variant there");
    found(Breach::new("I1", sentence).of(variant).of(location));
}

/// The sum for `place`; sums before it belong to no stock row.
fn take<T: Copy + Default>(
    sums: &mut Peekable<std::vec::IntoIter<(Place, T)>>,
    place: Place,
    mut orphan: impl FnMut(Place),
) -> T {
    while let Some((at, sum)) = sums.peek().copied() {
        match at.cmp(&place) {
            Ordering::Less => orphan(at),
            Ordering::Equal => {
                sums.next();
                return sum;
            }
            Ordering::Greater => break,
        }
        sums.next();
    }
    T::default()
}

/// A hold that should be over.
#[derive(Clone, Copy, Debug)]
pub struct StaleHold {
    pub reference: ReferenceId,
    pub expires_at: Micros,
}

/// Up to `limit` references after `after`, in their order, with something reserved that ended before `before`.
///
/// # Errors
/// Only when the database cannot be read.
pub fn stale_holds(
    conn: &mut Conn,
    before: Micros,
    after: Option<ReferenceId>,
    limit: i64,
) -> Result<Vec<StaleHold>, DbError> {
    let mut query = holds_t::table
        .filter(holds_t::expires_at.lt(before.0))
        .group_by(holds_t::reference)
        .select((holds_t::reference, diesel::dsl::max(holds_t::expires_at)))
        .order(holds_t::reference.asc())
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(holds_t::reference.gt(after));
    }
    let rows: Vec<(ReferenceId, Option<i64>)> = query.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(reference, at)| StaleHold { reference, expires_at: Micros(at.unwrap_or_default()) })
        .collect())
}
