//! What must come of the commands, without a database: units of goods, and for each order its lines and its money.
use kernel::kinds::{OrderId, VariantId};

/// A good on sale at one location; units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Good {
    pub variant: VariantId,
    pub on_hand: i64,
    /// To orders and to checkouts under way.
    pub promised: i64,
}

impl Good {
    pub fn free(&self) -> i64 {
        self.on_hand - self.promised
    }
}

/// A line of an order; units.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub position: i64,
    /// Which good.
    pub good: usize,
    pub quantity: i64,
    pub shipped: i64,
    /// Never to be sent.
    pub dropped: i64,
    pub returned: i64,
}

impl Line {
    pub fn left(&self) -> i64 {
        self.quantity - self.shipped - self.dropped
    }
}

/// An order; minor units.
#[derive(Clone, Debug)]
pub(super) struct Sold {
    pub id: OrderId,
    pub total: i64,
    pub lines: Vec<Line>,
    /// Asked of the payer, once everything is done.
    pub captured: i64,
    pub refunded: i64,
    pub cancelled: bool,
}

impl Sold {
    /// What is with the shop, once everything is done.
    pub fn kept(&self) -> i64 {
        if self.cancelled { 0 } else { self.captured - self.refunded }
    }
}

/// What a checkout that nobody finished holds: good and units.
pub(super) type Held = Vec<(usize, i64)>;
