use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Day;
use kernel::kinds::{LocationId, VariantId};

use crate::schema::{inventory_locations as locations_t, inventory_stock as stock_t};
use crate::{Availability, Band, InventoryError};

/// Why on-hand changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    Received,
    Shipped,
    Returned,
    Adjusted,
    /// To another location, or from it.
    Transferred,
}

impl Movement {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Shipped => "shipped",
            Self::Returned => "returned",
            Self::Adjusted => "adjusted",
            Self::Transferred => "transferred",
        }
    }
}

/// The stock of a variant at a location.
#[derive(Queryable, Clone, Copy, Debug)]
pub struct StockRow {
    pub variant: VariantId,
    pub location: LocationId,
    pub on_hand: i64,
    pub allocated: i64,
    pub reserved: i64,
    pub safety: i64,
    pub backorder: i64,
    pub version: i64,
    /// From how many saleable units down staff are to be told; none: [`crate::LOW`].
    pub low_at: Option<i64>,
    /// It has not come out yet.
    pub preorder: bool,
    expected_on: Option<i64>,
    arrives_on: Option<i64>,
}

impl StockRow {
    /// What may be promised, what is not there yet included.
    pub fn saleable(&self) -> i64 {
        self.ready() + self.backorder
    }
    /// What may be promised and lies here.
    pub fn ready(&self) -> i64 {
        self.unpromised() - self.safety
    }
    /// What lies here and is promised to nobody; below zero: what is owed.
    pub fn unpromised(&self) -> i64 {
        self.on_hand - self.allocated - self.reserved
    }
    /// The day from which staff say there is more.
    pub fn expected_on(&self) -> Option<Day> {
        self.expected_on.map(Day)
    }
    /// The day on which a supplier brings more.
    pub fn arrives_on(&self) -> Option<Day> {
        self.arrives_on.map(Day)
    }
    /// The day that shoppers are told: what staff say, else when a supplier brings more.
    pub fn told_on(&self) -> Option<Day> {
        self.expected_on().or(self.arrives_on())
    }
    pub fn band(&self) -> Band {
        Band::of(self.saleable())
    }
    /// Whether staff should see to it that there is more.
    pub fn is_low(&self) -> bool {
        self.saleable() <= self.low_at.unwrap_or(crate::LOW)
    }
}

/// What a booking does to a stock row; signed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Change {
    pub on_hand: i64,
    pub allocated: i64,
    pub reserved: i64,
    /// How much must be saleable for it to be allowed; `i64::MIN` to allow it always.
    pub takes: i64,
}

impl Change {
    /// What it adds to the saleable units.
    pub fn saleable(&self) -> i64 {
        self.on_hand - self.allocated - self.reserved
    }
}

pub(crate) fn availability(
    conn: &mut Conn,
    variants: &[VariantId],
) -> Result<HashMap<VariantId, Availability>, InventoryError> {
    let rows: Vec<StockRow> =
        db::among!(conn, stock_t::variant, variants, stock_t::table.order(stock_t::variant.asc()))?;
    let mut out = HashMap::with_capacity(rows.len());
    for row in rows {
        out.entry(row.variant).or_insert(Availability::default()).add(&row);
    }
    Ok(out)
}

/// The rows of these variants, each variant's locations by priority.
pub(crate) fn rows(conn: &mut Conn, variants: &[VariantId]) -> QueryResult<Vec<StockRow>> {
    db::among!(
        conn,
        stock_t::variant,
        variants,
        stock_t::table
            .inner_join(locations_t::table)
            .order((stock_t::variant.asc(), locations_t::priority.asc(), stock_t::location.asc()))
            .select(stock_t::all_columns)
    )
}

pub(crate) fn first_location(conn: &mut Conn) -> QueryResult<Option<LocationId>> {
    locations_t::table
        .filter(locations_t::active.eq(true))
        .order((locations_t::priority.asc(), locations_t::id.asc()))
        .select(locations_t::id)
        .first(conn)
        .optional()
}

pub(crate) fn put_location(
    tx: &mut Tx<'_>,
    code: &str,
    name: &str,
    priority: i64,
) -> Result<LocationId, InventoryError> {
    let held = locations_t::table
        .filter(locations_t::code.eq(code))
        .select(locations_t::id)
        .first::<LocationId>(&mut **tx)
        .optional()?;
    if let Some(id) = held {
        return Ok(id);
    }
    let id = LocationId::new(tx.now());
    diesel::insert_into(locations_t::table)
        .values((
            locations_t::id.eq(id),
            locations_t::code.eq(code),
            locations_t::name.eq(name),
            locations_t::priority.eq(priority),
            locations_t::active.eq(true),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}
