//! Orders: what was sold, to whom, and what became of it.
//!
//! Owns `orders_*`. An order keeps three stored axes (lifecycle, payment, fulfilment), each with one transition
//! function in [`axes`](self). Every change raises the order's version by one and writes, in the same unit of work, one
//! row of history and one event of that version; folding the history gives the stored state.
//! The payment axis has one writer: [`Orders::settle`], which folds what payments recorded. Money is given back by
//! [`Orders::refund`], in shares of what was stored when it was sold.
mod axes;
mod batches;
pub mod books;
mod bought;
mod buyer;
mod buyers;
mod dialect;
mod events;
mod explained;
mod figures;
mod history;
mod listing;
mod model;
mod named;
mod notes;
mod numbers;
mod owned;
mod particulars;
mod past;
mod receipts;
mod refunds;
mod reviews;
mod schema;
mod sending;
mod store;
mod terms;
mod unpaid;

use std::collections::HashMap;
use std::sync::Arc;

use ::events::Recording;
use db::{Conn, Db, DbError, Tx};
use inventory::{Inventory, InventoryError};
use kernel::kinds::{FulfilmentId, OrderId, ReferenceId};
use kernel::{Actor, Forbidden, Micros};
use payments::{Ask, Fact, Payments, PaymentsError, State, Sums};

pub use axes::{FulfilmentAxis, Lifecycle, PaymentAxis};
pub use batches::{Batch, BatchState, Deed, MOST_AT_ONCE, Refusal, RunBatch};
pub use bought::Bought;
pub use buyers::BuyerSums;
pub use events::{
    OrderBrought, OrderCancelled, OrderCompleted, OrderHeld, OrderPaymentChanged, OrderPlaced, OrderRefunded,
    OrderShipped, PlacedLine,
};
pub use explained::{DeliveryExplained, DeliveryRow, Explained, LineExplained, PromotionShare, TaxExplained};
pub use figures::Hour;
pub use history::{Entry, Folded, Happened, ShippedLine, Units};
pub use listing::{Counted, Cursor, Listed, MOST_COUNTED, Slice};
pub use model::{
    Contact, Delivery, Fulfilment, Line, NewOrder, Order, PostalAddress, ShippingCharge, Summary, Takings, Tax,
};
pub use notes::Note;
pub use particulars::{Fee, Particulars, Reduction, Waits};
pub use refunds::{GivenBack, Planned, Refund, RefundAsk, RefundLine, RefundedLine, Share};
pub use reviews::{HeldFor, Review, Verdict};
pub use sending::ToSend;
pub use unpaid::UNPAID;

/// May ship, capture and cancel.
pub const MANAGE: &str = "orders.manage";
/// May give money back.
pub const REFUND: &str = "orders.refund";
/// May see orders and the people in them.
pub const VIEW: &str = "orders.view";

#[derive(Debug, thiserror::Error)]
pub enum OrdersError {
    #[error("there is no such order")]
    NotFound,
    #[error("an order that is {from} cannot be {verb}")]
    Transition { from: &'static str, verb: &'static str },
    #[error("nothing of this order is left to ship")]
    NothingToShip,
    #[error("line {position} has only {left} left to ship")]
    TooMuchToShip { position: i64, left: i64 },
    #[error("this order is held back: look at it and accept it, or refuse it, first")]
    Held,
    #[error("this order is not held back (any more)")]
    NotHeld,
    #[error("nothing of this order can be captured now")]
    NothingToCapture,
    #[error("line {position} has only {left} units that can be paid back")]
    TooMuchToRefund { position: i64, left: i64 },
    #[error("at most {most} minor units are left to be given back")]
    TooMuchMoney { most: i64 },
    #[error("nothing is left to be given back, or nothing was chosen")]
    NothingToRefund,
    #[error("nothing of this order was sent: cancel it instead, which gives everything back")]
    CancelInstead,
    #[error("say why, in up to 200 characters")]
    Reason,
    #[error("the order was changed meanwhile; look at it again")]
    Stale,
    #[error("write a note of up to 2,000 characters")]
    Note,
    #[error("at most 20 tags, each of up to 40 characters and without commas")]
    Tag,
    #[error("no order of this list is one for it; look at the list again")]
    NothingFound,
    #[error("at most {most} orders are acted on at once: cut the list by date, state or words")]
    TooMany { most: u64 },
    #[error("too many tries; wait {} seconds and try again", retry_after.as_secs() + 1)]
    TooManyTries { retry_after: std::time::Duration },
    #[error("its totals do not add up: {0}")]
    Sums(String),
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Payments(#[from] PaymentsError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(OrdersError: Inventory, Payments);

impl kernel::Coded for OrdersError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "order_not_found",
            Self::Transition { .. } => "order_state",
            Self::NothingToShip => "nothing_to_ship",
            Self::TooMuchToShip { .. } => "too_much_to_ship",
            Self::NothingToCapture => "nothing_to_capture",
            Self::Held => "order_held",
            Self::NotHeld => "order_not_held",
            Self::TooMuchToRefund { .. } => "too_much_to_refund",
            Self::TooMuchMoney { .. } => "amount_too_high",
            Self::NothingToRefund => "nothing_to_refund",
            Self::CancelInstead => "cancel_instead",
            Self::Reason => "reason_missing",
            Self::Stale => "changed_meanwhile",
            Self::Note => "order_note",
            Self::Tag => "order_tag",
            Self::NothingFound => "nothing_found",
            Self::TooMany { .. } => "too_many_orders",
            Self::TooManyTries { .. } => "too_many_tries",
            Self::Sums(_) => "sums",
            Self::Forbidden(_) => "forbidden",
            Self::Inventory(e) => e.code(),
            Self::Payments(e) => e.code(),
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Transition { .. }
            | Self::NothingToShip
            | Self::TooMuchToShip { .. }
            | Self::NothingToCapture
            | Self::Held
            | Self::NotHeld
            | Self::TooMuchToRefund { .. }
            | Self::TooMuchMoney { .. }
            | Self::NothingToRefund
            | Self::CancelInstead
            | Self::NothingFound
            | Self::Stale => Fault::Conflict,
            Self::TooMany { .. } | Self::Reason | Self::Note | Self::Tag => Fault::Invalid,
            Self::TooManyTries { .. } => Fault::TooMany,
            Self::Sums(_) => Fault::Ours,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Inventory(e) => e.fault(),
            Self::Payments(e) => e.fault(),
            Self::Db(e) => e.fault(),
        }
    }
}

#[derive(Clone)]
pub struct Orders {
    db: Db,
    inventory: Inventory,
    payments: Payments,
    numbers: Arc<numbers::Numbers>,
}

impl Orders {
    pub fn new(db: Db, inventory: Inventory, payments: Payments) -> Self {
        Self { db, inventory, payments, numbers: Arc::default() }
    }

    /// The opaque name under which other rooms keep things for an order.
    pub fn reference(id: OrderId) -> ReferenceId {
        id.cast()
    }

    /// Fetches order numbers ahead, so that placing an order does not have to. Call it before the unit of work.
    pub async fn stock_numbers(&self, actor: &Actor) -> Result<(), OrdersError> {
        self.numbers.refill(&self.db, actor).await
    }

    /// Places an order: its rows, its history, [`OrderPlaced`]. Stock and payments are the caller's, in the same unit
    /// of work.
    ///
    /// # Errors
    /// [`OrdersError::Sums`] when total ≠ goods − discount + shipping (+ tax where prices exclude it).
    pub fn place(&self, tx: &mut Tx<'_>, new: &NewOrder) -> Result<String, OrdersError> {
        new.check()?;
        let number = self.numbers.next(tx)?;
        store::insert(tx, new, &number, &store::Standing::placed(tx.now()))?;
        let happened = Happened::Placed { total: new.total, currency: new.currency };
        history::append(tx, new.id, 1, &happened)?;
        tx.record(&OrderPlaced {
            order: new.id,
            number: number.clone(),
            total: new.total,
            currency: new.currency,
            lines: PlacedLine::of(&new.lines),
        })?;
        Ok(number)
    }

    /// Brings the payment axis in line with what payments recorded, and asks back what was taken for an order that is
    /// cancelled. Calling it again changes nothing.
    pub fn settle(&self, tx: &mut Tx<'_>, id: OrderId) -> Result<(), OrdersError> {
        let order = store::head(tx, id)?;
        let reference = Self::reference(id);
        let paid = Payments::of_in(tx, &[reference])?.remove(&reference).unwrap_or_default();
        let sums = Sums::of(&paid);
        if order.lifecycle == Lifecycle::Cancelled {
            for p in &paid {
                let left = Payments::refundable_in(tx, p)?;
                // What the provider refused is asked for again by staff, not by itself.
                if left > 0 && !Payments::is_refused_in(tx, p.id, Ask::Refund)? {
                    self.payments.request(tx, p.id, Ask::Refund, left)?;
                }
                // Set aside after the order was cancelled: it is let go, too.
                let late = p.state == State::Authorized && !Payments::is_let_go_in(tx, p.id)?;
                if late && !Payments::is_refused_in(tx, p.id, Ask::Void)? {
                    self.payments.request(tx, p.id, Ask::Void, p.authorized.amount)?;
                }
            }
        }
        let axis = PaymentAxis::fold(order.total, &sums);
        if axis == order.payment {
            return Ok(());
        }
        let happened = Happened::PaymentChanged {
            payment: axis,
            authorized: sums.authorized,
            captured: sums.captured,
            refunded: sums.refunded,
        };
        let version = history::append(tx, id, order.version + 1, &happened)?;
        store::set_payment(tx, &order, axis)?;
        tx.record(&OrderPaymentChanged {
            order: id,
            payment: axis,
            captured: sums.captured,
            refunded: sums.refunded,
            version,
        })?;
        self.complete(tx, id)
    }

    /// An order that is paid and sent is done.
    fn complete(&self, tx: &mut Tx<'_>, id: OrderId) -> Result<(), OrdersError> {
        let order = store::head(tx, id)?;
        let settled =
            matches!(order.payment, PaymentAxis::Paid | PaymentAxis::PartiallyRefunded | PaymentAxis::Refunded);
        let gone = matches!(order.fulfilment, FulfilmentAxis::Fulfilled | FulfilmentAxis::Returned);
        let done = order.lifecycle == Lifecycle::Placed && settled && gone;
        if !done {
            return Ok(());
        }
        let lifecycle = order.lifecycle.complete()?;
        let version = history::append(tx, id, order.version + 1, &Happened::Completed)?;
        store::set_lifecycle(tx, &order, lifecycle)?;
        tx.record(&OrderCompleted { order: id, version })?;
        Ok(())
    }

    /// Takes the money that is set aside, through the provider; or, where it comes by itself (bank transfer), notes
    /// that it has come.
    ///
    /// # Errors
    /// [`Forbidden`] without [`MANAGE`]; [`OrdersError::NothingToCapture`].
    pub async fn capture(&self, actor: &Actor, id: OrderId) -> Result<(), OrdersError> {
        actor.require(MANAGE)?;
        let me = self.clone();
        let asked = self
            .db
            .write(actor, move |tx| {
                let order = store::head(tx, id)?;
                order.lifecycle.may_be_paid()?;
                reviews::not_held(tx, id)?;
                let reference = Self::reference(id);
                let paid = Payments::of_in(tx, &[reference])?.remove(&reference).unwrap_or_default();
                let mut asked = 0;
                for p in paid {
                    let by_itself = me.payments.provider(&p.provider).is_ok_and(|x| x.settles_later());
                    match p.state {
                        State::Authorized => {
                            me.payments.request(tx, p.id, Ask::Capture, p.authorized.amount)?;
                        }
                        State::Created | State::Pending if by_itself => {
                            let all = Fact::Captured { provider_reference: None, amount: None };
                            me.payments.record(tx, p.id, &all)?;
                        }
                        _ => continue,
                    }
                    asked += 1;
                }
                if asked == 0 {
                    return Err(OrdersError::NothingToCapture);
                }
                tx.audit("order.capture", id, &serde_json::json!({ "payments": asked }))?;
                ::events::failpoint("capture.asked-uncommitted");
                me.settle(tx, id)
            })
            .await;
        ::events::failpoint("capture.after-commit");
        asked
    }

    /// Cancels an order of which nothing has been sent: stock is released, money set aside is let go, money taken is
    /// given back.
    ///
    /// # Errors
    /// [`Forbidden`] without [`MANAGE`]; no reason; an order of which something was sent.
    pub async fn cancel(&self, actor: &Actor, id: OrderId, reason: &str) -> Result<(), OrdersError> {
        actor.require(MANAGE)?;
        let reason = reason.trim().to_owned();
        if reason.is_empty() || reason.chars().count() > 200 {
            return Err(OrdersError::Reason);
        }
        let me = self.clone();
        self.db.write(actor, move |tx| me.cancel_in(tx, id, &reason)).await
    }

    /// Staff give a reason; without one it is the buyer who cancels, and gets back what is theirs.
    fn cancel_in(&self, tx: &mut Tx<'_>, id: OrderId, reason: &str) -> Result<(), OrdersError> {
        let order = store::head(tx, id)?;
        if order.fulfilment != FulfilmentAxis::Unfulfilled {
            return Err(OrdersError::Transition { from: order.fulfilment.as_str(), verb: "cancelled" });
        }
        let reference = Self::reference(id);
        let paid = Payments::of_in(tx, &[reference])?.remove(&reference).unwrap_or_default();
        if !reason.is_empty() && paid.iter().any(|p| p.captured.amount > p.refunded.amount) {
            tx.actor().require(REFUND)?;
        }
        let lifecycle = order.lifecycle.cancel()?;
        reviews::end(tx, id, Verdict::Cancelled)?;
        self.inventory.release(tx, reference)?;
        let version =
            history::append(tx, id, order.version + 1, &Happened::Cancelled { reason: reason.to_owned() })?;
        store::set_lifecycle(tx, &order, lifecycle)?;
        tx.record(&OrderCancelled { order: id, version })?;
        tx.audit("order.cancel", id, &serde_json::json!({ "reason": reason }))?;
        for p in paid {
            match p.state {
                State::Authorized => {
                    self.payments.request(tx, p.id, Ask::Void, p.authorized.amount)?;
                }
                State::Created | State::Pending => {
                    self.payments.record(tx, p.id, &Fact::Voided)?;
                }
                // What was taken already is asked back below.
                _ => {}
            }
        }
        self.settle(tx, id)
    }

    /// The order behind a link from a mail or a confirmation page.
    pub async fn by_link(&self, token: &str) -> Result<Option<Order>, OrdersError> {
        let token = token.to_owned();
        self.db.read(move |c| store::by_link(c, &token)).await
    }

    /// # Errors
    /// [`OrdersError::NotFound`].
    pub async fn get(&self, id: OrderId) -> Result<Order, OrdersError> {
        self.db.read(move |c| Self::get_in(c, id)).await
    }

    /// These orders, in this order; those that do not exist are left out.
    ///
    /// # Errors
    /// [`Forbidden`] without [`VIEW`].
    pub async fn get_many(&self, actor: &Actor, ids: &[OrderId]) -> Result<Vec<Order>, OrdersError> {
        actor.require(VIEW)?;
        let ids = ids.to_vec();
        self.db
            .read_slow(move |c| {
                let found = ids.into_iter().map(|id| store::get(c, id)).collect::<Result<Vec<_>, _>>()?;
                Ok(found.into_iter().flatten().collect())
            })
            .await
    }

    /// [`Orders::get`] on a connection at hand.
    pub fn get_in(conn: &mut Conn, id: OrderId) -> Result<Order, OrdersError> {
        store::get(conn, id)?.ok_or(OrdersError::NotFound)
    }

    /// The order with this number, as people write it.
    ///
    /// # Errors
    /// The database's.
    pub fn by_number_in(conn: &mut Conn, number: &str) -> Result<Option<OrderId>, OrdersError> {
        buyer::by_number(conn, number)
    }

    /// What happened to an order, oldest first.
    pub async fn history(&self, id: OrderId) -> Result<Vec<Entry>, OrdersError> {
        self.db.read(move |c| Self::history_in(c, id)).await
    }

    /// [`Orders::history`] on a connection at hand.
    pub fn history_in(conn: &mut Conn, id: OrderId) -> Result<Vec<Entry>, OrdersError> {
        history::of(conn, id)
    }

    /// What was sent, oldest first.
    pub async fn fulfilments(&self, id: OrderId) -> Result<Vec<Fulfilment>, OrdersError> {
        self.db.read(move |c| Self::fulfilments_in(c, id)).await
    }

    /// [`Orders::fulfilments`] on a connection at hand.
    ///
    /// # Errors
    /// The database's.
    pub fn fulfilments_in(conn: &mut Conn, id: OrderId) -> Result<Vec<Fulfilment>, OrdersError> {
        store::fulfilments(conn, id)
    }

    /// A parcel, and whose it is.
    ///
    /// # Errors
    /// [`OrdersError::NotFound`].
    pub fn fulfilment_in(conn: &mut Conn, id: FulfilmentId) -> Result<(OrderId, Fulfilment), OrdersError> {
        store::fulfilment(conn, id)?.ok_or(OrdersError::NotFound)
    }

    /// What came in from one moment until before another. May be late by some seconds (ADR 62).
    ///
    /// # Errors
    /// [`Forbidden`] without [`VIEW`].
    pub async fn takings(&self, actor: &Actor, from: Micros, until: Micros) -> Result<Takings, OrdersError> {
        actor.require(VIEW)?;
        let (orders, amount) =
            self.db.read_stale(move |c| Ok::<_, OrdersError>(dialect::takings(c, from, until)?)).await?;
        Ok(Takings { orders: orders.max(0).unsigned_abs(), amount })
    }

    /// The state an order has after `entries` of its history; a beginning of it gives the order as it was (books, I9).
    pub fn fold(entries: &[Entry]) -> Folded {
        history::fold(entries)
    }

    /// Lines of many orders.
    pub async fn lines(&self, ids: &[OrderId]) -> Result<HashMap<OrderId, Vec<Line>>, OrdersError> {
        let ids = ids.to_vec();
        self.db.read(move |c| store::lines(c, &ids)).await
    }
}
