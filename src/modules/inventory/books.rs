//! Inventory's own books: I1 (stock), I2 (no oversell). Every stored figure is computed again from what led to it.
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter::Peekable;

use db::{Conn, DbError};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Binary, Bool};
use kernel::kinds::{LocationId, ReferenceId, SupplyId, VariantId};
use kernel::{Breach, Day, Micros};

use crate::dialect;
use crate::schema::{
    inventory_allocations as alloc_t, inventory_locations as locations_t, inventory_movements as moves_t,
    inventory_reservations as holds_t, inventory_stock as stock_t, inventory_supplies as supplies_t,
    inventory_supply_lines as supply_lines_t, inventory_transfer_lines as haul_lines_t,
    inventory_transfers as hauls_t,
};
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
    /// Came from other locations, or went there.
    pub carried: i64,
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
    let mut moved = moved(conn)?.into_iter().peekable();
    let mut promised = promised(conn)?.into_iter().peekable();
    let mut held = dialect::held(conn)?.into_iter().peekable();
    let carried = carried(conn)?;
    let supplied = supplied(conn)?;
    let expected = expected(conn)?;
    let off: HashSet<LocationId> = locations_t::table
        .filter(locations_t::active.eq(false))
        .order(locations_t::id.asc())
        .select(locations_t::id)
        .load(conn)?
        .into_iter()
        .collect();
    let stock: Vec<StockRow> =
        stock_t::table.order((stock_t::variant.asc(), stock_t::location.asc())).load(conn)?;
    let mut examined = 0;
    for row in &stock {
        let place = (row.variant, row.location);
        let moved = take(&mut moved, place, |p| orphan(found, p, "movements"));
        let promised = take(&mut promised, place, |p| orphan(found, p, "allocations"));
        let held = take(&mut held, place, |p| orphan(found, p, "reservations"));
        judge(row, moved, promised, held, found);
        let by_papers = carried.get(&place).copied().unwrap_or(0);
        if moved.carried != by_papers {
            let told = format!("{} units came by transfers, but the transfers say {by_papers}", moved.carried);
            found(Breach::new("I1", told).of(row.variant).of(row.location));
        }
        let arrives = expected.get(&place).copied();
        if row.arrives_on().map(|d| d.0) != arrives {
            let day = |day: Option<Day>| day.map_or_else(|| "no day".to_owned(), |d| d.to_string());
            let (told, first) = (day(row.arrives_on()), day(arrives.map(Day)));
            let told = format!("more is noted to arrive on {told}, but the first shipment comes on {first}");
            found(Breach::new("I1", told).of(row.variant).of(row.location));
        }
        if off.contains(&row.location) && (row.on_hand != 0 || row.allocated != 0 || row.reserved != 0) {
            let told = format!("{} units lie at a location that is switched off", row.on_hand);
            found(Breach::new("I1", told).of(row.variant).of(row.location));
        }
        examined += 1;
    }
    moved.for_each(|(p, _)| orphan(found, p, "movements"));
    promised.for_each(|(p, _)| orphan(found, p, "allocations"));
    held.for_each(|(p, _)| orphan(found, p, "reservations"));
    for ((supply, variant), (came, booked)) in supplied {
        if came != booked {
            let told = format!("{came} units came, but {booked} were booked in for it");
            found(Breach::new("I1", told).of(supply).of(variant));
        }
    }
    Ok(examined)
}

/// How many rows are read at once.
const PIECE: i64 = 10_000;

/// The movements of each place, in the order of variant and location. One pass over the ledger in its own order: grouping it
/// would walk an index, or sort all of it, and look up each row elsewhere.
fn moved(conn: &mut Conn) -> Result<Vec<(Place, Moved)>, DbError> {
    let (mut sums, mut after) = (BTreeMap::<Place, Moved>::new(), i64::MIN);
    loop {
        let rows: Vec<(i64, VariantId, LocationId, String, i64)> = moves_t::table
            .filter(moves_t::seq.gt(after))
            .order(moves_t::seq.asc())
            .limit(PIECE)
            .select((moves_t::seq, moves_t::variant, moves_t::location, moves_t::kind, moves_t::quantity))
            .load(conn)?;
        let Some(last) = rows.last() else { return Ok(sums.into_iter().collect()) };
        after = last.0;
        for (_, variant, location, kind, quantity) in rows {
            let sum = sums.entry((variant, location)).or_default();
            sum.all += quantity;
            match kind.as_str() {
                "received" | "adjusted" => sum.supplied += quantity,
                "transferred" => (sum.supplied, sum.carried) = (sum.supplied + quantity, sum.carried + quantity),
                "returned" => sum.returned += quantity,
                _ => {}
            }
        }
    }
}

/// The allocations of each place, in the order of variant and location; read in the order of their owners.
fn promised(conn: &mut Conn) -> Result<Vec<(Place, Promised)>, DbError> {
    type Row = (ReferenceId, VariantId, LocationId, i64, i64, i64);
    let (mut sums, mut after) = (BTreeMap::<Place, Promised>::new(), None::<(ReferenceId, VariantId, LocationId)>);
    loop {
        let (reference, variant, location) = after.unwrap_or((
            ReferenceId::from_bytes([0; 16]),
            VariantId::from_bytes([0; 16]),
            LocationId::from_bytes([0; 16]),
        ));
        let later = sql::<Bool>("(reference, variant, location) > (")
            .bind::<Binary, _>(reference)
            .sql(", ")
            .bind::<Binary, _>(variant)
            .sql(", ")
            .bind::<Binary, _>(location)
            .sql(")");
        let rows: Vec<Row> = alloc_t::table
            .filter(later)
            .order((alloc_t::reference.asc(), alloc_t::variant.asc(), alloc_t::location.asc()))
            .limit(PIECE)
            .load(conn)?;
        let Some(last) = rows.last() else { return Ok(sums.into_iter().collect()) };
        after = Some((last.0, last.1, last.2));
        for (_, variant, location, quantity, shipped, released) in rows {
            let sum = sums.entry((variant, location)).or_default();
            sum.live += quantity - shipped - released;
            sum.kept += quantity - released;
        }
    }
}

/// What transfers brought to each place, or took from it, by their own lines. Of one that is over only what arrived was
/// carried: the rest was written off.
fn carried(conn: &mut Conn) -> Result<HashMap<Place, i64>, DbError> {
    let rows: Vec<(VariantId, LocationId, LocationId, String, i64, i64)> = haul_lines_t::table
        .inner_join(hauls_t::table)
        .filter(hauls_t::state.ne("draft"))
        .order((haul_lines_t::transfer.asc(), haul_lines_t::variant.asc()))
        .select((
            haul_lines_t::variant,
            hauls_t::source,
            hauls_t::target,
            hauls_t::state,
            haul_lines_t::quantity,
            haul_lines_t::received,
        ))
        .load(conn)?;
    let mut out: HashMap<Place, i64> = HashMap::new();
    for (variant, source, target, state, quantity, received) in rows {
        *out.entry((variant, source)).or_default() -= if state == "sent" { quantity } else { received };
        *out.entry((variant, target)).or_default() += received;
    }
    Ok(out)
}

/// Units by the line of a supplier's shipment: what came, and what was booked in.
type Supplied = BTreeMap<(SupplyId, VariantId), (i64, i64)>;

/// What came of each supplier's shipment by its lines, and what was booked in for it.
fn supplied(conn: &mut Conn) -> Result<Supplied, DbError> {
    let lines: Vec<(SupplyId, VariantId, i64)> = supply_lines_t::table
        .filter(supply_lines_t::received.gt(0))
        .order((supply_lines_t::supply.asc(), supply_lines_t::variant.asc()))
        .select((supply_lines_t::supply, supply_lines_t::variant, supply_lines_t::received))
        .load(conn)?;
    let mut out: BTreeMap<_, (i64, i64)> = lines.into_iter().map(|(s, v, n)| ((s, v), (n, 0))).collect();
    let booked: Vec<(String, VariantId, i64)> = moves_t::table
        .filter(moves_t::kind.eq("received"))
        .filter(moves_t::reference.ge("sup_").and(moves_t::reference.lt("sup`")))
        .order(moves_t::seq.asc())
        .select((moves_t::reference, moves_t::variant, moves_t::quantity))
        .load(conn)?;
    for (reference, variant, units) in booked {
        if let Ok(supply) = reference.parse::<SupplyId>() {
            out.entry((supply, variant)).or_default().1 += units;
        }
    }
    Ok(out)
}

/// The first day on which a supplier brings more to each place.
fn expected(conn: &mut Conn) -> Result<HashMap<Place, i64>, DbError> {
    let rows: Vec<(VariantId, LocationId, Option<i64>)> = supply_lines_t::table
        .inner_join(supplies_t::table)
        .filter(supplies_t::state.eq("open"))
        .filter(supplies_t::expected_on.is_not_null())
        .filter(supply_lines_t::received.lt(supply_lines_t::quantity))
        .order((supply_lines_t::variant.asc(), supplies_t::location.asc()))
        .select((supply_lines_t::variant, supplies_t::location, supplies_t::expected_on))
        .load(conn)?;
    let mut out: HashMap<Place, i64> = HashMap::new();
    for (variant, location, on) in rows {
        let Some(on) = on else { continue };
        out.entry((variant, location)).and_modify(|first| *first = on.min(*first)).or_insert(on);
    }
    Ok(out)
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
    let saleable = row.unpromised();
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
