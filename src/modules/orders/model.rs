//! What other rooms see of an order. Amounts are minor units of its currency.
use kernel::kinds::{CustomerId, FulfilmentId, MarketId, OrderId, VariantId};
use kernel::{BasisPoints, Currency, Micros, TaxMode};
use serde::{Deserialize, Serialize};

use crate::{FulfilmentAxis, Lifecycle, OrdersError, Particulars, PaymentAxis};

/// Who bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub email: String,
    pub name: String,
    pub phone: String,
}

/// Where to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalAddress {
    pub name: String,
    pub company: String,
    pub line1: String,
    pub line2: String,
    pub postal_code: String,
    pub city: String,
    /// ISO 3166 alpha-2.
    pub country: String,
}

/// How the goods travel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub code: String,
    pub name: String,
    /// Working days.
    pub min_days: i64,
    pub max_days: i64,
}

/// Tax of one rate, over the whole order or one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    pub name: String,
    pub rate: BasisPoints,
    pub base: i64,
    pub amount: i64,
}

/// What delivery cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingCharge {
    pub amount: i64,
    pub taxes: Vec<Tax>,
}

/// One line, as it was sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub position: i64,
    pub variant: VariantId,
    pub sku: String,
    pub title: String,
    /// `Moss, 350 ml`.
    pub options: String,
    /// A path, or empty.
    pub picture: String,
    pub quantity: i64,
    pub unit: i64,
    pub discount: i64,
    pub tax: i64,
    /// unit × quantity.
    pub amount: i64,
    pub shipped: i64,
    /// Units that were paid back before they were sent: they will not be.
    pub dropped: i64,
}

impl Line {
    /// Units that are still to be sent.
    pub fn left(&self) -> i64 {
        (self.quantity - self.shipped - self.dropped).max(0)
    }
}

/// The parts of an order that are kept as one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doc {
    pub contact: Contact,
    pub shipping_address: PostalAddress,
    pub delivery: Delivery,
    pub shipping: ShippingCharge,
    pub taxes: Vec<Tax>,
    pub tax_mode: TaxMode,
    pub payment_method: String,
    #[serde(default)]
    pub particulars: Particulars,
}

/// What [`Orders::place`](crate::Orders::place) takes.
#[derive(Clone, Debug)]
pub struct NewOrder {
    pub id: OrderId,
    /// Opens the order's page to whoever holds the link.
    pub link_token: String,
    pub market: MarketId,
    pub locale: String,
    pub currency: Currency,
    pub tax_mode: TaxMode,
    /// Whose account it belongs to; None: a guest's.
    pub customer: Option<CustomerId>,
    pub contact: Contact,
    pub shipping_address: PostalAddress,
    pub delivery: Delivery,
    pub payment_method: String,
    pub lines: Vec<Line>,
    pub shipping: ShippingCharge,
    pub taxes: Vec<Tax>,
    pub goods: i64,
    pub discount: i64,
    pub tax: i64,
    pub total: i64,
    pub particulars: Particulars,
}

impl NewOrder {
    /// # Errors
    /// [`OrdersError::Sums`]: an order that does not add up is not placed.
    pub(crate) fn check(&self) -> Result<(), OrdersError> {
        let goods: i64 = self.lines.iter().map(|l| l.amount).sum();
        let added = match self.tax_mode {
            TaxMode::Inclusive => 0,
            TaxMode::Exclusive => self.tax,
        };
        let fee = self.particulars.fee_amount();
        let total = self.goods - self.discount + self.shipping.amount + fee + added;
        let lines = self.lines.iter().all(|l| l.amount == l.unit * l.quantity && l.quantity > 0);
        if goods == self.goods && total == self.total && lines && !self.lines.is_empty() {
            return Ok(());
        }
        Err(OrdersError::Sums(format!("lines {goods}, goods {}, sum {total}, total {}", self.goods, self.total)))
    }
}

/// An order with its lines.
#[derive(Clone, Debug)]
pub struct Order {
    pub id: OrderId,
    pub number: String,
    pub link_token: String,
    pub market: MarketId,
    pub locale: String,
    pub currency: Currency,
    pub tax_mode: TaxMode,
    pub lifecycle: Lifecycle,
    pub payment: PaymentAxis,
    pub fulfilment: FulfilmentAxis,
    pub contact: Contact,
    pub shipping_address: PostalAddress,
    pub delivery: Delivery,
    pub payment_method: String,
    pub lines: Vec<Line>,
    pub shipping: ShippingCharge,
    pub taxes: Vec<Tax>,
    pub goods: i64,
    pub discount: i64,
    pub tax: i64,
    pub total: i64,
    pub placed_at: Micros,
    pub version: i64,
    pub particulars: Particulars,
}

impl Order {
    /// Whoever delivers it takes its money.
    pub fn is_paid_at_the_door(&self) -> bool {
        self.payment_method == payments::CASH
    }

    /// Its money is here, set aside or taken at the door, and something is left to be sent.
    pub fn is_ready_to_ship(&self) -> bool {
        let waits = self.payment == PaymentAxis::Pending && !self.is_paid_at_the_door();
        self.lifecycle == Lifecycle::Placed
            && !waits
            && !matches!(self.payment, PaymentAxis::Failed | PaymentAxis::Refunded)
            && self.lines.iter().any(|line| line.left() > 0)
    }
}

/// An order as lists show it.
#[derive(Clone, Debug)]
pub struct Summary {
    pub id: OrderId,
    pub number: String,
    pub buyer: String,
    pub email: String,
    pub currency: Currency,
    pub lifecycle: Lifecycle,
    pub payment: PaymentAxis,
    pub fulfilment: FulfilmentAxis,
    pub total: i64,
    pub placed_at: Micros,
    /// Whoever delivers it takes its money.
    pub at_the_door: bool,
}

/// A parcel that was sent.
#[derive(Clone, Debug)]
pub struct Fulfilment {
    pub id: FulfilmentId,
    pub units: i64,
    pub carrier: String,
    pub tracking: String,
    pub shipped_at: Micros,
}

/// What came in during some time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Takings {
    /// Cancelled ones left out.
    pub orders: u64,
    /// Minor units of the shop's currency.
    pub amount: i64,
}
