//! Inventory: what we hold, and what we have promised.
//!
//! Owns `inventory_*`. Never knows why stock is wanted: callers pass an opaque [`ReferenceId`]. The movement ledger is
//! the only writer of on-hand; reserved and allocated are the sums of the live reservations and allocations.
//!
//! saleable = on hand − allocated − reserved − safety + backorder allowance, location by location.
pub mod books;
mod clerk;
mod dialect;
mod feeds;
mod places;
mod plan;
mod schema;
mod stock;
mod store;
mod supplies;
mod terms;
mod transfers;

use std::collections::HashMap;

use db::{Conn, Db, DbError, Tx};
use events::Event;
use kernel::kinds::{LocationId, ReferenceId, VariantId};
use kernel::{Day, Micros};
use serde::{Deserialize, Serialize};

pub use clerk::{MANAGE, MovementRow, Promise, Recounted};
pub use feeds::{Feed, FeedRow, FeedRun, FetchStock, MINUTES, MOST_ROWS as MOST_FEED_ROWS};
pub use places::{Location, MOST_LOCATIONS};
pub use plan::Strategy;
pub use store::{Movement, StockRow};
pub use supplies::{NewSupply, Supply};
pub use terms::Terms;
pub use transfers::{MOST_LINES, MovedLine, Transfer, TransferState};

#[derive(Debug, thiserror::Error)]
pub enum InventoryError {
    #[error("only {left} left of {variant}, {wanted} wanted")]
    OutOfStock { variant: VariantId, wanted: i64, left: i64 },
    #[error("nothing is promised to {0} that could be shipped or released")]
    NothingAllocated(ReferenceId),
    #[error("the hold of {0} has ended")]
    HoldGone(ReferenceId),
    #[error("stock of {variant} cannot fall to {would_be}; correct the amount")]
    Negative { variant: VariantId, would_be: i64 },
    #[error(
        "more is promised than lies on the shelf, by {units}; book that in, or allow at least so many beyond the stock"
    )]
    Promised { variant: VariantId, units: i64 },
    #[error("there are {now} of {variant} by now; look again, and count anew")]
    Moved { variant: VariantId, now: i64 },
    #[error("say why, in up to 200 characters")]
    Reason,
    #[error("a quantity must be from 1 to {MOST}", MOST = clerk::MOST)]
    Quantity,
    #[error(
        "{units} of {variant} are promised and have not come in yet; they can be sent once they lie on the shelf"
    )]
    NotThere { variant: VariantId, units: i64 },
    #[error("a preorder needs the day on which it comes out, and how many may be ordered before")]
    Preorder,
    #[error("there is no such location; choose another")]
    NoLocation,
    #[error("nothing comes to {0} any more: it is switched off; choose another, or switch it on again")]
    LocationOff(LocationId),
    #[error("a location needs a name of up to 60 characters")]
    LocationName,
    #[error("a code is made of small letters, digits and dashes, up to 40 of them")]
    LocationCode,
    #[error("another location has the code {0}; choose another one")]
    LocationTaken(String),
    #[error("more than {MOST} locations are not kept", MOST = places::MOST_LOCATIONS)]
    TooManyLocations,
    #[error(
        "{units} units lie in {name} and {promised} are promised from there, or something is on its way there; transfer or count it out, send or cancel the orders, and end what is on its way"
    )]
    LocationBusy { name: String, units: i64, promised: i64 },
    #[error("a shop needs a location: switch another one on first")]
    LastLocation,
    #[error("goods are transferred from one location to another: choose two")]
    SamePlace,
    #[error("this is over or was sent already; look at it again")]
    Over,
    #[error("put something on it first")]
    NoLines,
    #[error("at most {MOST} different things at once; make another one", MOST = transfers::MOST_LINES)]
    TooManyLines,
    #[error("only {sent} of {variant} are on the way; count in what is more")]
    TooMany { variant: VariantId, sent: i64 },
    #[error("say who brings it, and under which number, in up to 120 characters each")]
    Supplier,
    #[error("from 5 minutes to 7 days lie between two fetches")]
    FeedMinutes,
    #[error("there is nothing under this number")]
    NotFound,
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(InventoryError);

impl kernel::Coded for InventoryError {
    fn code(&self) -> &'static str {
        match self {
            Self::OutOfStock { .. } => "out_of_stock",
            Self::NothingAllocated(_) => "nothing_to_ship",
            Self::HoldGone(_) => "hold_expired",
            Self::Negative { .. } => "negative_stock",
            Self::Moved { .. } => "stock_moved",
            Self::Promised { .. } => "stock_promised",
            Self::Reason => "stock_reason",
            Self::Quantity => "stock_quantity",
            Self::NotThere { .. } => "not_in_yet",
            Self::Preorder => "preorder_day",
            Self::NoLocation => "location_not_found",
            Self::LocationOff(_) => "location_off",
            Self::LocationName => "location_name",
            Self::LocationCode => "location_code",
            Self::LocationTaken(_) => "location_taken",
            Self::TooManyLocations => "too_many_locations",
            Self::LocationBusy { .. } => "location_busy",
            Self::LastLocation => "last_location",
            Self::SamePlace => "same_location",
            Self::Over => "stock_over",
            Self::NoLines => "stock_no_lines",
            Self::TooManyLines => "stock_too_many_lines",
            Self::TooMany { .. } => "stock_too_many",
            Self::Supplier => "supplier_name",
            Self::FeedMinutes => "feed_minutes",
            Self::NotFound => "not_found",
            Self::Forbidden(_) => "forbidden",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::OutOfStock { .. } => Fault::Conflict,
            Self::NothingAllocated(_) => Fault::Conflict,
            Self::HoldGone(_) => Fault::Conflict,
            Self::Negative { .. } | Self::Moved { .. } | Self::Promised { .. } => Fault::Conflict,
            Self::NotThere { .. } | Self::LocationOff(_) | Self::LocationTaken(_) => Fault::Conflict,
            Self::TooManyLocations | Self::LocationBusy { .. } | Self::LastLocation => Fault::Conflict,
            Self::Over | Self::NoLines | Self::TooManyLines | Self::TooMany { .. } => Fault::Conflict,
            Self::Reason | Self::Quantity | Self::Preorder | Self::SamePlace | Self::Supplier => Fault::Invalid,
            Self::LocationName | Self::LocationCode | Self::FeedMinutes => Fault::Invalid,
            Self::NoLocation | Self::NotFound => Fault::NotFound,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Db(e) => e.fault(),
        }
    }
}

/// How much there is, in the words a page uses. Only a change of band makes a cached page old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    In,
    Low,
    Out,
}

/// From this many saleable units down, a page says "a few left".
pub const LOW: i64 = 5;

impl Band {
    pub fn of(saleable: i64) -> Self {
        match saleable {
            i64::MIN..=0 => Self::Out,
            1..=LOW => Self::Low,
            _ => Self::In,
        }
    }
}

/// An allowance from this many units up says that nobody counts: the goods are made, or had, as they are ordered. Shoppers
/// are told nothing of waiting unless there is a day.
pub const UNCOUNTED: i64 = 1_000_000;

/// What there is of a variant, over all locations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Availability {
    pub on_hand: i64,
    /// What may still be promised, backorder allowance included.
    pub saleable: i64,
    /// What may still be promised and lies there.
    pub ready: i64,
    /// The first day on which there is more.
    pub expected_on: Option<Day>,
    /// It has not come out yet; until that day.
    pub preorder: bool,
    /// Nobody counts it: [`UNCOUNTED`].
    pub uncounted: bool,
}

/// When what is ordered can go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "on")]
pub enum When {
    Now,
    /// It is sold before it is there again; the day on which it is expected, where that is known.
    Backorder(Option<Day>),
    /// It has not come out yet.
    Preorder(Option<Day>),
}

impl When {
    pub fn is_now(&self) -> bool {
        *self == Self::Now
    }

    /// The day on which it is expected.
    pub fn on(&self) -> Option<Day> {
        match self {
            Self::Now => None,
            Self::Backorder(on) | Self::Preorder(on) => *on,
        }
    }
}

impl Availability {
    pub fn band(&self) -> Band {
        Band::of(self.saleable)
    }

    pub(crate) fn add(&mut self, row: &StockRow) {
        // What one location lacks is no other's: only what each has counts.
        self.on_hand += row.on_hand;
        self.saleable += row.saleable().max(0);
        self.ready += row.ready().max(0);
        self.uncounted |= row.backorder >= UNCOUNTED;
        if row.backorder > 0 || row.preorder {
            self.preorder |= row.preorder;
            self.expected_on = match (self.expected_on, row.told_on()) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
    }

    /// The same for whoever holds so many already.
    #[must_use]
    pub fn with_own(self, held: i64) -> Self {
        Self { saleable: self.saleable + held, ready: self.ready + held, ..self }
    }

    /// When so many go out that are ordered today.
    pub fn when(&self, quantity: i64, today: Day) -> When {
        let on = self.expected_on.filter(|day| *day > today);
        if self.preorder && on.is_some() {
            return When::Preorder(on);
        }
        // Of what cannot be had at all nobody promises when.
        if quantity <= self.ready || self.saleable <= 0 || (self.uncounted && on.is_none()) {
            return When::Now;
        }
        When::Backorder(on)
    }
}

/// So many units of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    pub variant: VariantId,
    pub quantity: i64,
}

/// A variant's stock went from one band to another.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct BandChanged {
    pub variant: VariantId,
    pub location: LocationId,
    pub band: Band,
    pub version: i64,
}
impl Event for BandChanged {
    const TYPE: &'static str = "inventory.band_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        format!("stock:{}:{}", self.variant, self.location)
    }
    fn version(&self) -> i64 {
        self.version
    }
}

/// A variant's stock fell to where staff want to be told, or rose above it; only where they set a number of their own.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct LowChanged {
    pub variant: VariantId,
    pub location: LocationId,
    pub low: bool,
    pub version: i64,
}
impl Event for LowChanged {
    const TYPE: &'static str = "inventory.low_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        format!("low:{}:{}", self.variant, self.location)
    }
    fn version(&self) -> i64 {
        self.version
    }
}

#[derive(Clone)]
pub struct Inventory {
    db: Db,
}

impl Inventory {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// What may be sold of each variant, over all locations. Variants nobody ever stocked are missing. One query.
    pub async fn availability(
        &self,
        variants: &[VariantId],
    ) -> Result<HashMap<VariantId, Availability>, InventoryError> {
        let variants = variants.to_vec();
        self.db.read(move |c| Self::availability_in(c, &variants)).await
    }

    /// [`Inventory::availability`] on a connection at hand.
    pub fn availability_in(
        conn: &mut Conn,
        variants: &[VariantId],
    ) -> Result<HashMap<VariantId, Availability>, InventoryError> {
        store::availability(conn, variants)
    }

    /// Holds stock for `reference` until `expires_at`, all or nothing. Demands for one variant count together; where there are
    /// several locations, the shop's [`Strategy`] says which of them give.
    ///
    /// # Errors
    /// [`InventoryError::OutOfStock`] names the first variant that does not suffice.
    pub fn hold(
        &self,
        tx: &mut Tx<'_>,
        reference: ReferenceId,
        demands: &[Demand],
        expires_at: Micros,
    ) -> Result<(), InventoryError> {
        stock::take(tx, demands, stock::Taking::Hold { reference, expires_at })
    }

    /// Holds on to what is held for `reference` until another time.
    pub fn hold_until(tx: &mut Tx<'_>, reference: ReferenceId, until: Micros) -> Result<(), InventoryError> {
        stock::hold_until(tx, reference, until)
    }

    /// What is held for these, over all locations.
    pub fn held_in(conn: &mut Conn, references: &[ReferenceId]) -> Result<HashMap<VariantId, i64>, InventoryError> {
        stock::held(conn, references)
    }

    /// Turns what is held for `hold` into a promise to `owner`.
    ///
    /// # Errors
    /// [`InventoryError::HoldGone`] when it expired meanwhile: try [`Inventory::allocate`].
    pub fn allocate_held(
        &self,
        tx: &mut Tx<'_>,
        hold: ReferenceId,
        owner: ReferenceId,
    ) -> Result<(), InventoryError> {
        stock::allocate_held(tx, hold, owner)
    }

    /// Promises stock to `owner` that nobody held before, all or nothing.
    pub fn allocate(&self, tx: &mut Tx<'_>, owner: ReferenceId, demands: &[Demand]) -> Result<(), InventoryError> {
        stock::take(tx, demands, stock::Taking::Promise { owner })
    }

    /// Whether so much could be promised as things stand; others may be about to take it.
    ///
    /// # Errors
    /// [`InventoryError::OutOfStock`] names the first variant that does not suffice.
    pub fn suffices(&self, conn: &mut Conn, demands: &[Demand]) -> Result<(), InventoryError> {
        stock::suffices(conn, demands)
    }

    /// Lets go of what is held for `reference`. True when there was anything.
    pub fn release_hold(&self, tx: &mut Tx<'_>, reference: ReferenceId) -> Result<bool, InventoryError> {
        stock::release_hold(tx, reference)
    }

    /// Takes back every promise to `owner` that has not been shipped.
    pub fn release(&self, tx: &mut Tx<'_>, owner: ReferenceId) -> Result<(), InventoryError> {
        stock::release(tx, owner)
    }

    /// Takes back promises to `owner` of so many units.
    ///
    /// # Errors
    /// [`InventoryError::NothingAllocated`] when fewer are promised and not shipped.
    pub fn release_some(
        &self,
        tx: &mut Tx<'_>,
        owner: ReferenceId,
        demands: &[Demand],
    ) -> Result<(), InventoryError> {
        stock::release_some(tx, owner, demands)
    }

    /// Puts units on the shelf again that were shipped to `owner`, where they came from. The caller sees to it that no
    /// more come back than went out.
    ///
    /// # Errors
    /// [`InventoryError::NothingAllocated`] when fewer were shipped.
    pub fn take_back(&self, tx: &mut Tx<'_>, owner: ReferenceId, demands: &[Demand]) -> Result<(), InventoryError> {
        stock::take_back(tx, owner, demands)
    }

    /// Sends out promised units: on hand and allocated both fall.
    ///
    /// # Errors
    /// [`InventoryError::NothingAllocated`] when more is to be shipped than was promised; [`InventoryError::NotThere`] for
    /// what was sold before it is there.
    pub fn ship(&self, tx: &mut Tx<'_>, owner: ReferenceId, demands: &[Demand]) -> Result<(), InventoryError> {
        stock::ship(tx, owner, demands)
    }

    /// Ends holds whose time is over, a few at a time; answers how many.
    pub fn expire_holds(&self, tx: &mut Tx<'_>, limit: i64) -> Result<usize, InventoryError> {
        stock::expire_holds(tx, limit)
    }

    /// The location with this code, made when it is missing.
    pub fn put_location(
        &self,
        tx: &mut Tx<'_>,
        code: &str,
        name: &str,
        priority: i64,
    ) -> Result<LocationId, InventoryError> {
        store::put_location(tx, code, name, priority)
    }

    /// The location that is drawn on first; none while there is no location.
    pub fn first_location_in(conn: &mut Conn) -> Result<Option<LocationId>, InventoryError> {
        Ok(store::first_location(conn)?)
    }

    /// Books goods in. `reference` says from where, for people.
    pub fn receive(
        &self,
        tx: &mut Tx<'_>,
        location: LocationId,
        variant: VariantId,
        quantity: i64,
        reference: &str,
    ) -> Result<(), InventoryError> {
        stock::book(tx, location, variant, Movement::Received, quantity, reference)
    }

    /// Sets what is on hand to what was counted, through an adjusting movement. True when it differed.
    pub fn count(
        &self,
        tx: &mut Tx<'_>,
        location: LocationId,
        variant: VariantId,
        counted: i64,
        reference: &str,
    ) -> Result<bool, InventoryError> {
        stock::count(tx, location, variant, counted, reference)
    }

    /// How far below zero a variant may be sold at a location. True when that differed.
    ///
    /// # Errors
    /// [`InventoryError::Promised`] when more than that is promised already: what was sold stays sold.
    pub fn allow_backorder(
        &self,
        tx: &mut Tx<'_>,
        location: LocationId,
        variant: VariantId,
        units: i64,
    ) -> Result<bool, InventoryError> {
        terms::set(tx, location, variant, |held| Terms { backorder: units.max(0), ..held })
    }
}
