//! Checkout: turns a cart into an order, once.
//!
//! Owns `checkout_attempts`. *Prepare* freezes a quote and holds stock and a coupon's use under one expiry; *pay* asks
//! the provider outside any transaction; *finalize* reads only the attempt, places the order and turns the hold into
//! allocations.
//! [`Checkout::settle`] is an idempotent fold over what payments recorded: the request, the payment's event and the
//! reconciler call the same function.
//!
//! **Architecture invariant:** stock, the coupon's use, the order, the closed cart and the attempt's state change in one
//! unit of work.
mod asking;
mod attempt;
pub mod books;
mod coupon;
mod dialect;
mod finalize;
mod prepare;
mod schema;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use cart::{CartError, Carts};
use customers::{Buyer, Customers, CustomersError};
use db::{Db, DbError, Tx};
use events::Recording;
use inventory::{Inventory, InventoryError, When};
use kernel::kinds::{AttemptId, CartId, CustomerId, MarketId, OrderId, ReferenceId, VariantId};
use kernel::{Actor, Micros, Money};
use orders::{Orders, OrdersError};
use payments::{AuthorizeRequest, Fact, HearOut, Paying, Payments, PaymentsError, ProviderError, SaidRefusal};
use pricing::{PricingError, Quote};
use shipping::ShippingError;

pub use asking::Compared;
pub use attempt::State;
pub use prepare::Ask;

/// How long a prepared checkout holds its stock.
pub const HOLD: Duration = Duration::from_secs(15 * 60);
/// How often a page that waits has the provider asked again, at most.
pub const ASK_AGAIN: Duration = Duration::from_secs(3);
/// How long it is held on while a provider has been asked; it ends when that is over.
pub const HOLD_WHILE_PAYING: Duration = Duration::from_secs(60 * 60);
/// How long a provider may think about a payment while somebody waits. Well below the quiet after which the reconciler
/// asks about it: whoever never heard of it by then has never been asked.
const AUTHORIZE_WITHIN: Duration = Duration::from_secs(40);

/// How often a checkout is worked out while its basket changes under it.
const DRAFTS: usize = 4;

/// What a checkout's unit of work begins with.
enum Work<'a> {
    /// Prepared or placed before, under the same key.
    Former(Box<attempt::Attempt>),
    New(&'a prepare::Draft),
}

#[derive(Debug, thiserror::Error)]
pub enum CheckoutError {
    #[error("the basket is empty")]
    Empty,
    #[error("some things in the basket are no longer sold; take them out to go on")]
    Gone(Vec<VariantId>),
    #[error("the total is now {}, not {}; look at the basket again", .now.decimal(), .seen.decimal())]
    Drift { seen: Money, now: Money },
    #[error("nothing is prepared for this basket, or its time is over; start the checkout again")]
    NothingPrepared,
    #[error("the basket was changed after the checkout began; start the checkout again")]
    CartChanged,
    #[error("a payment for this basket is on its way; wait until it is decided")]
    Paying,
    #[error("this key was used for another basket, buyer, delivery or payment method already; use a new one")]
    KeyReused,
    #[error("cash on delivery is not offered for this way to deliver or this country; choose another way to pay")]
    NoCash,
    #[error("the payment was declined: {0}. Choose another way to pay")]
    Declined(String),
    #[error(transparent)]
    Cart(#[from] CartError),
    #[error(transparent)]
    Pricing(#[from] PricingError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Shipping(#[from] ShippingError),
    #[error(transparent)]
    Orders(#[from] OrdersError),
    #[error(transparent)]
    Payments(#[from] PaymentsError),
    #[error(transparent)]
    Customers(#[from] CustomersError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(CheckoutError: Cart, Pricing, Inventory, Shipping, Orders, Payments, Customers);

impl kernel::Coded for CheckoutError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "cart_empty",
            Self::Gone(_) => "not_sold",
            Self::Drift { .. } => "total_changed",
            Self::NothingPrepared => "nothing_prepared",
            Self::CartChanged => "cart_changed",
            Self::Paying => "payment_pending",
            Self::KeyReused => "key_reused",
            Self::NoCash => "no_cash_there",
            Self::Declined(_) => "payment_declined",
            Self::Cart(e) => e.code(),
            Self::Pricing(e) => e.code(),
            Self::Inventory(e) => e.code(),
            Self::Shipping(e) => e.code(),
            Self::Orders(e) => e.code(),
            Self::Payments(e) => e.code(),
            Self::Customers(e) => e.code(),
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::NoCash => Fault::Invalid,
            Self::Empty
            | Self::Gone(_)
            | Self::Drift { .. }
            | Self::NothingPrepared
            | Self::CartChanged
            | Self::Paying
            | Self::KeyReused
            | Self::Declined(_) => Fault::Conflict,
            Self::Cart(e) => e.fault(),
            Self::Pricing(e) => e.fault(),
            Self::Inventory(e) => e.fault(),
            Self::Shipping(e) => e.fault(),
            Self::Orders(e) => e.fault(),
            Self::Payments(e) => e.fault(),
            Self::Customers(e) => e.fault(),
            Self::Db(e) => e.fault(),
        }
    }
}

/// A checkout that holds its stock and waits for payment.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub attempt: AttemptId,
    /// The id the order will have.
    pub order: OrderId,
    pub quote: Quote,
    pub buyer: Buyer,
    pub delivery: orders::Delivery,
    pub payment_method: String,
    /// The code of the coupon that makes it cheaper.
    pub coupon: Option<String>,
    pub expires_at: Micros,
}

/// How paying went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The order stands.
    Placed(Placed),
    /// The provider has not decided; ask again with [`Checkout::status`].
    Pending,
    /// Paid too late: the stock was gone, and the money goes back.
    Returned,
}

/// Where a checkout stands.
#[derive(Clone, Debug)]
pub enum Progress {
    /// Its stock is held; nobody was asked for money.
    Prepared(Prepared),
    /// The provider was asked and has not decided.
    Paying(Prepared),
    Placed(Placed),
}

/// An order that was placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub order: OrderId,
    /// Opens the order's page.
    pub link_token: String,
}

#[derive(Clone)]
pub struct Checkout {
    db: Db,
    carts: Carts,
    inventory: Inventory,
    orders: Orders,
    payments: Payments,
    customers: Customers,
}

impl Checkout {
    pub fn new(
        db: Db,
        carts: Carts,
        inventory: Inventory,
        orders: Orders,
        payments: Payments,
        customers: Customers,
    ) -> Self {
        Self { db, carts, inventory, orders, payments, customers }
    }

    /// Recomputes the basket, compares it with what the shopper saw, freezes the quote and holds the stock. Whatever
    /// is only read is read before the unit of work, which proves that the basket is still the same. A former attempt
    /// of the same basket is given up. The same idempotency key answers the same attempt.
    ///
    /// # Errors
    /// [`CheckoutError::Drift`] when the total is another than `expected_total`; [`InventoryError::OutOfStock`].
    pub async fn prepare(&self, actor: &Actor, ask: Ask) -> Result<Prepared, CheckoutError> {
        self.payments.provider(&ask.payment_method)?;
        let me = self.clone();
        self.drafted(actor, ask, move |tx, work| match work {
            Work::Former(attempt) => Ok(Some(attempt.prepared())),
            Work::New(draft) => prepare::hold(&me, tx, draft),
        })
        .await
        .inspect(|_| events::failpoint("checkout.after-prepare"))
    }

    /// Works `ask` out on a reader and hands it to `f` in a unit of work. When `f` finds that the basket was changed in
    /// between, it is worked out anew.
    async fn drafted<T: Send + 'static>(
        &self,
        actor: &Actor,
        ask: Ask,
        f: impl Fn(&mut Tx<'_>, Work<'_>) -> Result<Option<T>, CheckoutError> + Clone + Send + 'static,
    ) -> Result<T, CheckoutError> {
        let ask = Arc::new(ask);
        for _ in 0..DRAFTS {
            let (now, asked) = (self.db.clock().now(), ask.clone());
            let draft = self.db.read(move |c| match prepare::under_key(c, &asked)? {
                Some(former) => Ok::<_, CheckoutError>(Err(former.id)),
                None => match prepare::draft(c, now, &asked) {
                    // The basket was closed between the two questions, perhaps by this very wish.
                    Err(gone @ CheckoutError::Cart(CartError::NotFound)) => match prepare::under_key(c, &asked)? {
                        Some(former) => Ok(Err(former.id)),
                        None => Err(gone),
                    },
                    drafted => drafted.map(Ok),
                },
            });
            let (draft, asked, f) = (draft.await?, ask.clone(), f.clone());
            let done = self.db.write(actor, move |tx| match &draft {
                Err(former) => {
                    let former = Box::new(attempt::lock(tx, *former)?);
                    f(tx, Work::Former(former))
                }
                // Somebody may have come with the same key since.
                Ok(draft) => match prepare::under_key(tx, &asked)? {
                    Some(former) => f(tx, Work::Former(Box::new(former))),
                    None => f(tx, Work::New(draft)),
                },
            });
            match done.await {
                Ok(Some(done)) => return Ok(done),
                Ok(None) => {}
                // The same key was written while this waited for the basket: the next round finds it.
                Err(CheckoutError::Db(e)) if e.is_duplicate() && ask.idempotency_key.is_some() => {}
                Err(e) => return Err(e),
            }
        }
        Err(CheckoutError::CartChanged)
    }

    /// Prepares and, where the method asks nobody (bank transfer), places the order in the same unit of work;
    /// otherwise goes on with [`Checkout::pay`].
    pub async fn place(
        &self,
        actor: &Actor,
        ask: Ask,
        paying: impl Into<Paying>,
    ) -> Result<Outcome, CheckoutError> {
        let paying = paying.into();
        let provider = self.payments.provider(&ask.payment_method)?;
        if !provider.settles_later() {
            let token = ask.cart_token.clone();
            // What was prepared here is what is paid, whatever else was prepared for this basket since.
            let id = self.prepare(actor, ask).await?.attempt;
            let attempt = self.db.read(move |c| attempt::get(c, id)).await?;
            return self.pay_for(actor, attempt, &token, paying).await;
        }
        self.orders.stock_numbers(actor).await?;
        let me = self.clone();
        self.drafted(actor, ask, move |tx, work| match work {
            Work::Former(attempt) => finalize::offline(&me, tx, attempt.id).map(Some),
            Work::New(draft) => prepare::place(&me, tx, draft),
        })
        .await
    }

    /// Pays for what is prepared for this basket. Safe to repeat: an order that was placed is answered again.
    ///
    /// # Errors
    /// [`CheckoutError::Declined`]; [`CheckoutError::NothingPrepared`]; a provider that does not answer: then the
    /// attempt stays open and is looked after.
    pub async fn pay(
        &self,
        actor: &Actor,
        cart_token: &str,
        paying: impl Into<Paying>,
    ) -> Result<Outcome, CheckoutError> {
        let paying = paying.into();
        let hash = kernel::token_hash(cart_token);
        let found = self.db.read(move |c| attempt::latest(c, &hash)).await?;
        let attempt = found.ok_or(CheckoutError::NothingPrepared)?;
        self.pay_for(actor, attempt, cart_token, paying).await
    }

    async fn pay_for(
        &self,
        actor: &Actor,
        attempt: attempt::Attempt,
        cart_token: &str,
        paying: Paying,
    ) -> Result<Outcome, CheckoutError> {
        match attempt.state {
            State::Placed => return Ok(Outcome::Placed(attempt.placed())),
            State::Prepared => {}
            State::Paying => return Ok(Outcome::Pending),
            State::Void | State::Expired => return Err(CheckoutError::NothingPrepared),
        }
        self.orders.stock_numbers(actor).await?;
        events::failpoint("checkout.after-numbers");
        let provider = self.payments.provider(&attempt.payment_method)?;
        let (me, id) = (self.clone(), attempt.id);
        // Nobody is asked for nothing.
        if provider.settles_later() || attempt.total.is_zero() {
            let outcome = self.db.write(actor, move |tx| finalize::offline(&me, tx, id)).await?;
            events::failpoint("checkout.after-commit");
            return Ok(outcome);
        }
        let total = attempt.total;
        let (code, payer) = (attempt.payment_method.clone(), paying.clone());
        let begun = self.db.write(actor, move |tx| {
            let attempt = attempt::begin_paying(tx, id)?;
            let payment = me.payments.begin(tx, attempt.order.cast(), &code, total)?;
            let card = me.payments.note_payer(tx, payment, &code, &payer, &attempt.cart.to_string())?;
            events::failpoint("checkout.begun-uncommitted");
            Ok::<_, CheckoutError>((payment, card))
        });
        let (payment, card) = match begun.await {
            Ok(payment) => payment,
            // A second click: the first one has begun since we looked, or is done.
            Err(late @ (CheckoutError::NothingPrepared | CheckoutError::CartChanged)) => {
                return match self.progress(cart_token).await {
                    Ok(Progress::Placed(order)) => Ok(Outcome::Placed(order)),
                    Ok(Progress::Paying(_)) => Ok(Outcome::Pending),
                    _ => Err(late),
                };
            }
            Err(e) => return Err(e),
        };
        events::failpoint("checkout.before-provider");
        let request = AuthorizeRequest {
            key: payment.to_string(),
            payment,
            amount: total,
            keep_card: paying.keep_card && paying.account.is_some() && card.is_none() && provider.keeps_cards(),
            details: paying.details,
            account: paying.account,
            card,
            back: paying.back,
        };
        let answer = tokio::time::timeout(AUTHORIZE_WITHIN, provider.authorize(request)).await;
        events::failpoint("checkout.after-provider");
        let (mut refused, books) = (false, provider.limits().is_some());
        let fact = match answer.unwrap_or_else(|_| Err(ProviderError::Unavailable("no answer in time".to_owned())))
        {
            Ok(answer) => Fact::from(answer),
            Err(ProviderError::Declined(reason)) => {
                refused = true;
                Fact::Failed { reason }
            }
            // Nobody was asked: it failed, and another way to pay may be chosen at once.
            Err(ProviderError::NotAsked(why)) => {
                let (me, reason) = (self.clone(), why.clone());
                self.db
                    .write(actor, move |tx| {
                        me.payments.record(tx, payment, &Fact::Failed { reason: reason.clone() })?;
                        me.settle_in(tx, id).map(drop)
                    })
                    .await?;
                return Err(PaymentsError::from(ProviderError::NotAsked(why)).into());
            }
            // Nobody knows what became of it: it stays open, and the reconciler asks.
            Err(e @ ProviderError::Unavailable(_)) => return Err(PaymentsError::from(e).into()),
        };
        let me = self.clone();
        let outcome = self
            .db
            .write(actor, move |tx| {
                me.payments.record(tx, payment, &fact)?;
                if refused {
                    let answer = SaidRefusal { name: "answer".to_owned(), fingerprint: String::new() };
                    me.payments.note_refusal(tx, payment, &answer)?;
                }
                // What it says of the payment altogether tells more than its answer: how risky it is, what it keeps.
                if books && matches!(fact, Fact::Authorized { .. } | Fact::Captured { .. }) {
                    tx.enqueue(&HearOut { payment })?;
                }
                events::failpoint("checkout.recorded-uncommitted");
                let outcome = me.settle_in(tx, id)?;
                events::failpoint("checkout.settled-uncommitted");
                Ok::<_, CheckoutError>((outcome, fact.clone()))
            })
            .await?;
        events::failpoint("checkout.after-commit");
        match outcome {
            (Some(outcome), _) => Ok(outcome),
            (None, Fact::Failed { reason }) => Err(CheckoutError::Declined(reason)),
            (None, _) => Ok(Outcome::Pending),
        }
    }

    /// Where the checkout of this basket stands.
    ///
    /// # Errors
    /// [`CheckoutError::NothingPrepared`] when none is under way.
    pub async fn status(&self, cart_token: &str) -> Result<Outcome, CheckoutError> {
        let hash = kernel::token_hash(cart_token);
        let found = self.db.read(move |c| attempt::latest(c, &hash)).await?;
        match found {
            Some(a) if a.state == State::Placed => Ok(Outcome::Placed(a.placed())),
            Some(a) if matches!(a.state, State::Prepared | State::Paying) => Ok(Outcome::Pending),
            _ => Err(CheckoutError::NothingPrepared),
        }
    }

    /// [`Checkout::status`], told apart for programs: whether to pay, to wait, or to look at the order.
    ///
    /// # Errors
    /// [`CheckoutError::NothingPrepared`] when none is under way.
    pub async fn progress(&self, cart_token: &str) -> Result<Progress, CheckoutError> {
        let hash = kernel::token_hash(cart_token);
        let found = self.db.read(move |c| attempt::latest(c, &hash)).await?;
        match found {
            Some(a) if a.state == State::Placed => Ok(Progress::Placed(a.placed())),
            Some(a) if a.state == State::Paying => Ok(Progress::Paying(a.prepared())),
            Some(a) if a.state == State::Prepared => Ok(Progress::Prepared(a.prepared())),
            _ => Err(CheckoutError::NothingPrepared),
        }
    }

    /// What is prepared for this basket, for the page that asks for payment.
    pub async fn prepared(&self, cart_token: &str) -> Result<Prepared, CheckoutError> {
        let hash = kernel::token_hash(cart_token);
        let found = self.db.read(move |c| attempt::latest(c, &hash)).await?;
        found.filter(|a| a.state == State::Prepared).map(|a| a.prepared()).ok_or(CheckoutError::NothingPrepared)
    }

    /// What the open checkouts of a basket hold for it: what is not there for others is there for it.
    pub async fn held(&self, cart: CartId) -> Result<HashMap<VariantId, i64>, CheckoutError> {
        self.db.read(move |c| attempt::held(c, cart)).await
    }

    /// Folds what payments recorded for an order into its attempt: enough money places it, a refusal reopens it.
    /// None while nothing is decided. Calling it again changes nothing.
    pub fn settle(&self, tx: &mut Tx<'_>, order: ReferenceId) -> Result<Option<Outcome>, CheckoutError> {
        match attempt::of_order(tx, order.cast())? {
            Some(attempt) => self.settle_in(tx, attempt.id),
            None => Ok(None),
        }
    }

    fn settle_in(&self, tx: &mut Tx<'_>, id: AttemptId) -> Result<Option<Outcome>, CheckoutError> {
        finalize::settle(self, tx, id)
    }

    /// Gives up checkouts whose time is over, a few at a time; answers how many. One whose provider has not decided
    /// within [`HOLD_WHILE_PAYING`] ends too, and the provider is asked to let the payment go; should its money come
    /// all the same, [`Checkout::settle`] honours it or sends it back.
    pub fn expire(&self, tx: &mut Tx<'_>, limit: i64) -> Result<usize, CheckoutError> {
        let over = attempt::over(tx, limit)?;
        for (id, order, cart) in &over {
            // It may have begun to pay since, and has longer.
            if attempt::lock(tx, *id)?.expires_at > tx.now() {
                continue;
            }
            let paying = attempt::set_state(tx, *id, &[State::Paying], State::Expired)?;
            if paying {
                self.let_go(tx, order.cast())?;
            }
            if paying || attempt::set_state(tx, *id, &[State::Prepared], State::Expired)? {
                coupon::release(tx, *cart)?;
                self.inventory.release_hold(tx, id.cast())?;
            }
        }
        Ok(over.len())
    }

    /// Asks for what providers left open to be let go. What they never acknowledged is asked about first, by
    /// [`Checkout::reconcile`].
    fn let_go(&self, tx: &mut Tx<'_>, reference: ReferenceId) -> Result<(), CheckoutError> {
        let asked = Payments::of_in(tx, &[reference])?.remove(&reference).unwrap_or_default();
        for payment in asked.iter().filter(|p| p.state == payments::State::Pending) {
            match self.payments.request(tx, payment.id, payments::Ask::Void, payment.amount.amount) {
                Ok(_) | Err(PaymentsError::Underway { .. }) => {}
                Err(PaymentsError::Db(e)) => return Err(e.into()),
                // One payment that cannot be let go must not keep the stock of all others.
                Err(e) => tracing::error!(payment = %payment.id, error = %e, "a payment could not be let go"),
            }
        }
        Ok(())
    }

    /// What time it is here.
    pub fn now(&self) -> Micros {
        self.db.clock().now()
    }
}

/// What an attempt is asked under; kept with it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Doc {
    pub cart_version: i64,
    pub market: MarketId,
    pub locale: String,
    pub link_token: String,
    pub buyer: Buyer,
    pub quote: Quote,
    pub items: Vec<cart::SaleItem>,
    pub delivery: orders::Delivery,
    /// Of which a use is held; those whose code did nothing are not in.
    #[serde(default)]
    pub coupon: Option<coupon::Held>,
    /// Whose account the order belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    #[serde(default)]
    pub delivery_cost: Option<orders::DeliveryExplained>,
    /// When each line goes out, in their order; empty where all of it is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<When>,
}
