//! What suppliers are to bring: expected on a day, received in parts, closed with what is missing.
//!
//! The first day on which more of a variant comes to a location stands in its stock row (`arrives_on`), because pages read
//! that row anyway.
use std::collections::BTreeSet;

use db::{Conn, Tx};
use diesel::prelude::*;
use events::Recording;
use kernel::kinds::{LocationId, SupplyId, VariantId};
use kernel::{Day, Micros};

use crate::clerk::{MANAGE, MOST};
use crate::schema::{inventory_supplies as t, inventory_supply_lines as lines_t};
use crate::store::{self, Movement};
use crate::transfers::{MOST_LINES, MovedLine};
use crate::{BandChanged, Inventory, InventoryError, dialect, stock};

#[derive(Queryable, Clone, Debug)]
pub struct Supply {
    pub id: SupplyId,
    pub location: LocationId,
    pub supplier: String,
    /// The number of the order or of the delivery note.
    pub reference: String,
    expected_on: Option<i64>,
    state: String,
    pub version: i64,
    made_at: i64,
    closed_at: Option<i64>,
}

impl Supply {
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
    pub fn expected_on(&self) -> Option<Day> {
        self.expected_on.map(Day)
    }
    pub fn made_at(&self) -> Micros {
        Micros(self.made_at)
    }
    pub fn closed_at(&self) -> Option<Micros> {
        self.closed_at.map(Micros)
    }
}

/// What is known of a shipment beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSupply {
    pub location: LocationId,
    pub supplier: String,
    pub reference: String,
    pub expected_on: Option<Day>,
}

impl NewSupply {
    fn check(&self) -> Result<(), InventoryError> {
        let fits = |text: &str, least: usize| (least..=120).contains(&text.trim().chars().count());
        if fits(&self.supplier, 1) && fits(&self.reference, 0) { Ok(()) } else { Err(InventoryError::Supplier) }
    }
}

fn lines(conn: &mut Conn, id: SupplyId) -> QueryResult<Vec<MovedLine>> {
    lines_t::table
        .filter(lines_t::supply.eq(id))
        .order(lines_t::variant.asc())
        .select((lines_t::variant, lines_t::quantity, lines_t::received))
        .load(conn)
}

/// The first day on which more of a variant is to come to a location.
pub(crate) fn arrival(conn: &mut Conn, variant: VariantId, location: LocationId) -> QueryResult<Option<i64>> {
    lines_t::table
        .inner_join(t::table)
        .filter(lines_t::variant.eq(variant))
        .filter(lines_t::received.lt(lines_t::quantity))
        .filter(t::location.eq(location))
        .filter(t::state.eq("open"))
        .select(diesel::dsl::min(t::expected_on))
        .first(conn)
}

/// Brings the days in the stock rows up to date.
fn note_arrivals(
    tx: &mut Tx<'_>,
    location: LocationId,
    variants: impl IntoIterator<Item = VariantId>,
) -> Result<(), InventoryError> {
    for variant in variants.into_iter().collect::<BTreeSet<_>>() {
        let on = arrival(tx, variant, location)?;
        let held = store::rows(tx, &[variant])?.into_iter().find(|r| r.location == location);
        if held.map_or(on.is_none(), |r| r.arrives_on().map(|d| d.0) == on) {
            continue;
        }
        dialect::ensure(tx, variant, location)?;
        if let Some(row) = dialect::set_arrival(tx, variant, location, on)?
            && row.backorder > 0
            && row.expected_on().is_none()
        {
            tx.record(&BandChanged { variant, location, band: row.band(), version: row.version })?;
        }
    }
    Ok(())
}

impl Inventory {
    /// The latest shipments, open ones before closed ones, older than `before` within them.
    pub async fn supplies(
        &self,
        open: bool,
        before: Option<SupplyId>,
        limit: i64,
    ) -> Result<Vec<Supply>, InventoryError> {
        self.db
            .read(move |c| {
                let state = if open { "open" } else { "closed" };
                let mut query = t::table.filter(t::state.eq(state)).order(t::id.desc()).limit(limit).into_boxed();
                if let Some(before) = before {
                    query = query.filter(t::id.lt(before));
                }
                Ok(query.load(c)?)
            })
            .await
    }

    /// A shipment with its lines.
    pub async fn supply(&self, id: SupplyId) -> Result<Option<(Supply, Vec<MovedLine>)>, InventoryError> {
        self.db
            .read(move |c| {
                let Some(held) = t::table.find(id).first::<Supply>(c).optional()? else { return Ok(None) };
                Ok(Some((held, lines(c, id)?)))
            })
            .await
    }

    /// A shipment that is expected, without lines.
    ///
    /// # Errors
    /// [`InventoryError::Supplier`]; [`InventoryError::LocationOff`].
    pub fn expect_supply(&self, tx: &mut Tx<'_>, new: &NewSupply) -> Result<SupplyId, InventoryError> {
        tx.actor().require(MANAGE)?;
        new.check()?;
        stock::must_be_open(tx, new.location)?;
        let id = SupplyId::new(tx.now());
        let row = (
            t::id.eq(id),
            t::location.eq(new.location),
            t::supplier.eq(new.supplier.trim()),
            t::reference.eq(new.reference.trim()),
            t::expected_on.eq(new.expected_on.map(|d| d.0)),
            t::state.eq("open"),
            t::version.eq(1),
            t::made_at.eq(tx.now().0),
        );
        diesel::insert_into(t::table).values(row).execute(&mut **tx)?;
        let detail = serde_json::json!({ "location": new.location, "expected_on": new.expected_on });
        tx.audit("supply.expect", id, &detail)?;
        Ok(id)
    }

    fn open_supply(tx: &mut Tx<'_>, id: SupplyId) -> Result<Supply, InventoryError> {
        tx.actor().require(MANAGE)?;
        let held = dialect::lock_supply(tx, id)?.ok_or(InventoryError::NotFound)?;
        if held.is_open() { Ok(held) } else { Err(InventoryError::Over) }
    }

    /// Changes who brings it and when. The location stays.
    pub fn edit_supply(
        &self,
        tx: &mut Tx<'_>,
        id: SupplyId,
        supplier: &str,
        reference: &str,
        expected_on: Option<Day>,
    ) -> Result<(), InventoryError> {
        let held = Self::open_supply(tx, id)?;
        let new = NewSupply {
            location: held.location,
            supplier: supplier.to_owned(),
            reference: reference.to_owned(),
            expected_on,
        };
        new.check()?;
        diesel::update(t::table.find(id))
            .set((
                t::supplier.eq(supplier.trim()),
                t::reference.eq(reference.trim()),
                t::expected_on.eq(expected_on.map(|d| d.0)),
                t::version.eq(t::version + 1),
            ))
            .execute(&mut **tx)?;
        let variants: Vec<VariantId> = lines(tx, id)?.iter().map(|l| l.variant).collect();
        note_arrivals(tx, held.location, variants)?;
        Ok(tx.audit("supply.edit", id, &serde_json::json!({ "expected_on": expected_on }))?)
    }

    /// So many of a variant are to come; none takes it off, unless some came already.
    ///
    /// # Errors
    /// [`InventoryError::Over`] for a closed one; [`InventoryError::Quantity`] for less than came already.
    pub fn put_supply_line(
        &self,
        tx: &mut Tx<'_>,
        id: SupplyId,
        variant: VariantId,
        quantity: i64,
    ) -> Result<(), InventoryError> {
        let held = Self::open_supply(tx, id)?;
        let all = lines(tx, id)?;
        let came = all.iter().find(|l| l.variant == variant).map_or(0, |l| l.received);
        if !(0..=MOST).contains(&quantity) || quantity < came {
            return Err(InventoryError::Quantity);
        }
        diesel::delete(lines_t::table.find((id, variant))).execute(&mut **tx)?;
        if quantity > 0 {
            if all.len() >= MOST_LINES && all.iter().all(|l| l.variant != variant) {
                return Err(InventoryError::TooManyLines);
            }
            let row = (
                lines_t::supply.eq(id),
                lines_t::variant.eq(variant),
                lines_t::quantity.eq(quantity),
                lines_t::received.eq(came),
            );
            diesel::insert_into(lines_t::table).values(row).execute(&mut **tx)?;
        }
        diesel::update(t::table.find(id)).set(t::version.eq(t::version + 1)).execute(&mut **tx)?;
        note_arrivals(tx, held.location, [variant])
    }

    /// What came goes on the shelf, more than was expected too. When nothing is missing any more the shipment is closed.
    ///
    /// # Errors
    /// [`InventoryError::Quantity`] when nothing came, or too much to be meant.
    pub fn receive_supply(
        &self,
        tx: &mut Tx<'_>,
        id: SupplyId,
        came: &[(VariantId, i64)],
    ) -> Result<(), InventoryError> {
        let held = Self::open_supply(tx, id)?;
        let reference = id.to_string();
        let mut all = lines(tx, id)?;
        let variants: Vec<VariantId> = all.iter().map(|l| l.variant).collect();
        dialect::lock(tx, &variants)?;
        let mut units = 0_i64;
        for line in &mut all {
            let here: i64 = came.iter().filter(|(v, n)| *v == line.variant && *n > 0).map(|(_, n)| n).sum();
            if here == 0 {
                continue;
            }
            if here > MOST {
                return Err(InventoryError::Quantity);
            }
            stock::book(tx, held.location, line.variant, Movement::Received, here, &reference)?;
            line.received += here;
            units += here;
            diesel::update(lines_t::table.find((id, line.variant)))
                .set(lines_t::received.eq(line.received))
                .execute(&mut **tx)?;
        }
        if units == 0 {
            return Err(InventoryError::Quantity);
        }
        let over = all.iter().all(|l| l.missing() == 0);
        turn(tx, id, over)?;
        note_arrivals(tx, held.location, variants)?;
        Ok(tx.audit("supply.receive", id, &serde_json::json!({ "units": units, "over": over }))?)
    }

    /// What is missing is no longer waited for.
    pub fn close_supply(&self, tx: &mut Tx<'_>, id: SupplyId) -> Result<(), InventoryError> {
        let held = Self::open_supply(tx, id)?;
        turn(tx, id, true)?;
        let all = lines(tx, id)?;
        note_arrivals(tx, held.location, all.iter().map(|l| l.variant).collect::<Vec<_>>())?;
        let missing: i64 = all.iter().map(MovedLine::missing).sum();
        Ok(tx.audit("supply.close", id, &serde_json::json!({ "missing": missing }))?)
    }
}

fn turn(tx: &mut Tx<'_>, id: SupplyId, over: bool) -> Result<(), InventoryError> {
    let (now, row) = (tx.now().0, t::table.find(id));
    if over {
        let closed = (t::state.eq("closed"), t::closed_at.eq(now), t::version.eq(t::version + 1));
        diesel::update(row).set(closed).execute(&mut **tx)?;
    } else {
        diesel::update(row).set(t::version.eq(t::version + 1)).execute(&mut **tx)?;
    }
    Ok(())
}
