//! What other rooms hear of orders: ids, amounts and versions, never names or addresses.
use ::events::Event;
use kernel::kinds::{FulfilmentId, OrderId, RefundId, VariantId};
use kernel::{Currency, Micros};
use serde::{Deserialize, Serialize};

use crate::{Line, PaymentAxis};

#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct OrderPlaced {
    pub order: OrderId,
    pub number: String,
    /// Minor units.
    pub total: i64,
    pub currency: Currency,
    pub lines: Vec<PlacedLine>,
}

#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct PlacedLine {
    pub variant: VariantId,
    pub quantity: i64,
    /// Minor units.
    pub amount: i64,
}

impl PlacedLine {
    pub(crate) fn of(lines: &[Line]) -> Vec<Self> {
        let one = |l: &Line| Self { variant: l.variant, quantity: l.quantity, amount: l.amount };
        lines.iter().map(one).collect()
    }
}

/// An order that was sold, paid and sent elsewhere, before this shop, is kept here from now on. Nothing is to be done for
/// it: no mail, no stock, no money.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct OrderBrought {
    pub order: OrderId,
    pub number: String,
    pub placed_at: Micros,
    /// Minor units.
    pub total: i64,
    pub currency: Currency,
    pub lines: Vec<PlacedLine>,
}

#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct OrderPaymentChanged {
    pub order: OrderId,
    pub payment: PaymentAxis,
    /// Altogether, minor units.
    pub captured: i64,
    pub refunded: i64,
    pub version: i64,
}

#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct OrderShipped {
    pub order: OrderId,
    pub fulfilment: FulfilmentId,
    pub version: i64,
}

#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct OrderCancelled {
    pub order: OrderId,
    pub version: i64,
}

#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct OrderCompleted {
    pub order: OrderId,
    pub version: i64,
}

/// Somebody has to look at the order before anything is sent.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct OrderHeld {
    pub order: OrderId,
    /// `risk`, `high-risk`, `amount`.
    pub why: String,
}

impl Event for OrderHeld {
    const TYPE: &'static str = "orders.order_held";
    const SCHEMA: i64 = 1;
    /// Beside what the order is: it changes no version of it, and the books read what happened to orders by their streams.
    fn stream(&self) -> String {
        format!("review/{}", self.order)
    }
    /// An order is held once.
    fn version(&self) -> i64 {
        1
    }
}

/// Money is being given back. The payment's changes tell when it was.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct OrderRefunded {
    pub order: OrderId,
    pub refund: RefundId,
    /// This time, minor units.
    pub amount: i64,
    /// The part of it that is tax.
    pub tax: i64,
    pub version: i64,
}

macro_rules! event {
    ($name:ident, $type:literal, $version:expr) => {
        impl Event for $name {
            const TYPE: &'static str = $type;
            const SCHEMA: i64 = 1;
            fn stream(&self) -> String {
                self.order.to_string()
            }
            fn version(&self) -> i64 {
                let version: fn(&Self) -> i64 = $version;
                version(self)
            }
        }
    };
}
event!(OrderPlaced, "orders.order_placed", |_| 1);
event!(OrderBrought, "orders.order_brought", |_| 1);
event!(OrderPaymentChanged, "orders.payment_changed", |e| e.version);
event!(OrderShipped, "orders.order_shipped", |e| e.version);
event!(OrderCancelled, "orders.order_cancelled", |e| e.version);
event!(OrderRefunded, "orders.order_refunded", |e| e.version);
event!(OrderCompleted, "orders.order_completed", |e| e.version);
