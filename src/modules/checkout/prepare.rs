//! Prepare: recompute and compare on a reader; freeze and hold in the unit of work.
use cart::{Carts, Terms};
use customers::Buyer;
use db::{Conn, Tx};
use inventory::{Demand, InventoryError, When};
use kernel::kinds::{AttemptId, CartId, CustomerId, MarketId, OrderId};
use kernel::{Day, Micros, Money};
use orders::{DeliveryExplained, DeliveryRow, Orders};
use payments::Payments;
use pricing::{FeeRequest, Quote, ShippingRequest};
use shipping::{Method, Parcel, Shipping, ShippingError};

use crate::attempt::{self, Attempt, Row, State};
use crate::{Checkout, CheckoutError, Doc, HOLD, Outcome, Prepared, coupon, finalize};

/// What a shopper wants to buy, and how.
#[derive(Clone, Debug)]
pub struct Ask {
    pub cart_token: String,
    pub market: MarketId,
    /// Prices and taxes; the country is replaced by the buyer's.
    pub terms: Terms,
    pub locale: String,
    /// Whose account the order belongs to; None: a guest's.
    pub customer: Option<CustomerId>,
    pub buyer: Buyer,
    /// The code of a shipping method.
    pub delivery: String,
    /// The code of a payment provider.
    pub payment_method: String,
    /// What the shopper saw, minor units; None to take it as it is.
    pub expected_total: Option<i64>,
    pub idempotency_key: Option<String>,
}

/// A checkout as it was worked out on a reader: everything that a unit of work needs to promise it.
///
/// What is frozen is the state of one moment either way; the write proves that the basket is still the one that was
/// read, and takes the stock under its own condition.
pub(crate) struct Draft {
    row: Row,
    doc: Doc,
    demands: Vec<Demand>,
    total: Money,
}

/// Works a checkout out: recomputes the basket and compares it with what the shopper saw.
pub(crate) fn draft(conn: &mut Conn, now: Micros, ask: &Ask) -> Result<Draft, CheckoutError> {
    let contents = Carts::contents_in(conn, &kernel::token_hash(&ask.cart_token))?;
    let country = &ask.buyer.address.country;
    let method = Shipping::method_in(conn, &ask.delivery, country)?;
    // Whoever orders reads what they ordered in their own language, today and in a year.
    let name = method.name_in(ask.locale.split('-').next().unwrap_or_default()).to_owned();
    let fee = way_to_pay(conn, ask)?;
    let terms = Terms { country: country.clone(), fee, ..ask.terms.clone() };
    let charge = |quote: &Quote, weight_grams: i64| {
        let parcel = Parcel { goods: quote.goods_less_discount(), weight_grams };
        Some(ShippingRequest {
            code: method.code.clone(),
            name: name.clone(),
            price: method.charge(country, &parcel)?,
            tax_class: method.tax_class.clone(),
        })
    };
    let view = Carts::view_in(conn, now, contents, &terms, Some(&charge))?;
    if !view.gone.is_empty() {
        return Err(CheckoutError::Gone(view.gone));
    }
    if view.lines.is_empty() {
        return Err(CheckoutError::Empty);
    }
    if view.quote.shipping.is_none() {
        return Err(ShippingError::TooMuch { method: method.name }.into());
    }
    let delivery_cost = explained(&method, country, &view);
    let coupon = coupon::wanted(conn, &view, ask.buyer.email.as_str())?;
    let total = view.quote.total();
    if let Some(seen) = ask.expected_total
        && seen != total.amount
    {
        return Err(CheckoutError::Drift { seen: Money::new(seen, total.currency), now: total });
    }
    let waits = waits(conn, now, &view)?;
    let demands = view.lines.iter().map(|l| Demand { variant: l.item.variant, quantity: l.quantity }).collect();
    let doc = Doc {
        cart_version: view.version,
        market: ask.market,
        locale: ask.locale.clone(),
        link_token: kernel::random_token(),
        buyer: ask.buyer.clone(),
        quote: view.quote,
        items: view.lines.into_iter().map(|l| l.item).collect(),
        delivery: orders::Delivery {
            code: method.code.clone(),
            name,
            min_days: method.min_days,
            max_days: method.max_days,
        },
        coupon,
        customer: ask.customer,
        delivery_cost,
        waits,
    };
    let row = Row {
        id: AttemptId::new(now),
        cart: view.id,
        order_id: OrderId::new(now),
        state: State::Prepared.as_str().to_owned(),
        idempotency_key: ask.idempotency_key.clone(),
        payment_method: ask.payment_method.clone(),
        currency: total.currency.as_str().to_owned(),
        total: total.amount,
        doc: serde_json::to_string(&doc).map_err(|e| db::DbError::Unavailable(e.to_string()))?,
        created_at: now.0,
        expires_at: now.plus(HOLD).0,
    };
    Ok(Draft { row, doc, demands, total })
}

/// When each line goes out; nothing where all of it is there, which is found without asking anybody.
///
/// # Errors
/// [`InventoryError::OutOfStock`]: whoever comes when all is sold is told so here, and the unit of work is spared.
fn waits(conn: &mut Conn, now: Micros, view: &cart::View) -> Result<Vec<When>, CheckoutError> {
    let today = Day::utc(now);
    let there = |l: &cart::Line| !l.short() && l.availability.when(l.quantity, today).is_now();
    if view.lines.iter().all(there) {
        return Ok(Vec::new());
    }
    let own = attempt::held(conn, view.id)?;
    let mut out = Vec::with_capacity(view.lines.len());
    for line in &view.lines {
        let (variant, wanted) = (line.item.variant, line.quantity);
        let there = line.availability.with_own(own.get(&variant).copied().unwrap_or(0));
        if there.saleable < wanted {
            return Err(InventoryError::OutOfStock { variant, wanted, left: there.saleable.max(0) }.into());
        }
        out.push(there.when(wanted, today));
    }
    if out.iter().all(When::is_now) {
        out.clear();
    }
    Ok(out)
}

/// What the way to pay costs.
///
/// # Errors
/// [`CheckoutError::NoCash`] where whoever delivers takes no money.
fn way_to_pay(conn: &mut Conn, ask: &Ask) -> Result<Option<FeeRequest>, CheckoutError> {
    if ask.payment_method != payments::CASH {
        return Ok(None);
    }
    let cash = Payments::settings_in(conn)?.cash;
    if !cash.takes(&ask.delivery, &ask.buyer.address.country) {
        return Err(CheckoutError::NoCash);
    }
    let fee = cash.fee_in(ask.terms.currency);
    let code = ask.payment_method.clone();
    Ok(fee.map(|price| FeeRequest { code, price, tax_class: cash.tax_class().to_owned() }))
}

/// Why delivery costs what it costs; its taxes are put in when it becomes an order.
fn explained(method: &Method, country: &str, view: &cart::View) -> Option<DeliveryExplained> {
    let parcel = Parcel { goods: view.quote.goods_less_discount(), weight_grams: view.weight_grams() };
    let (price, row) = method.stated(country, &parcel)?;
    Some(DeliveryExplained {
        goods: parcel.goods.amount,
        weight_grams: parcel.weight_grams,
        price: price.amount,
        row: row.map(|r| DeliveryRow {
            zone: r.zone,
            weight_from: r.weight_from,
            weight_to: r.weight_to,
            goods_from: r.goods_from,
            goods_to: r.goods_to,
        }),
        free_over: method.free_over.filter(|m| m.currency == parcel.goods.currency).map(|m| m.amount),
        tax_class: method.tax_class.clone(),
        taxes: Vec::new(),
    })
}

/// What was prepared under the key of `ask` before.
///
/// # Errors
/// [`CheckoutError::KeyReused`] when that was something else; [`CheckoutError::NothingPrepared`] when it was given up.
pub(crate) fn under_key(conn: &mut Conn, ask: &Ask) -> Result<Option<Attempt>, CheckoutError> {
    let Some(key) = &ask.idempotency_key else { return Ok(None) };
    let Some(held) = attempt::of_key(conn, key)? else { return Ok(None) };
    let same = Carts::id_in(conn, &kernel::token_hash(&ask.cart_token))? == Some(held.cart)
        && held.payment_method == ask.payment_method
        && held.doc.buyer == ask.buyer
        && held.doc.delivery.code == ask.delivery;
    match held.state {
        _ if !same => Err(CheckoutError::KeyReused),
        State::Prepared | State::Paying | State::Placed => Ok(Some(held)),
        State::Void | State::Expired => Err(CheckoutError::NothingPrepared),
    }
}

/// Freezes a draft and holds its stock. None when the basket is no longer the one it was made from.
pub(crate) fn hold(checkout: &Checkout, tx: &mut Tx<'_>, draft: &Draft) -> Result<Option<Prepared>, CheckoutError> {
    if !checkout.carts.lock(tx, draft.row.cart, draft.doc.cart_version)? {
        return Ok(None);
    }
    give_up_former(checkout, tx, draft.row.cart)?;
    let prepared = draft.attempt(State::Prepared);
    attempt::insert(tx, &draft.row)?;
    coupon::hold(tx, &prepared)?;
    events::failpoint("checkout.prepared-uncommitted");
    // Last: from here on others who want the same wait for this one.
    checkout.inventory.hold(tx, prepared.id.cast(), &draft.demands, prepared.expires_at)?;
    events::failpoint("checkout.held-uncommitted");
    Ok(Some(prepared.prepared()))
}

/// Places the order of a draft whose money comes later: what is promised at once was never held. None as for [`hold`].
pub(crate) fn place(checkout: &Checkout, tx: &mut Tx<'_>, draft: &Draft) -> Result<Option<Outcome>, CheckoutError> {
    if !checkout.carts.close_at(tx, draft.row.cart, draft.doc.cart_version)? {
        return Ok(None);
    }
    give_up_former(checkout, tx, draft.row.cart)?;
    // Others may have taken the last while this waited for its turn: then nothing is written in vain, and no number is used up.
    checkout.inventory.suffices(tx, &draft.demands)?;
    let placed = draft.attempt(State::Placed);
    attempt::insert(tx, &Row { state: State::Placed.as_str().to_owned(), ..draft.row.clone() })?;
    finalize::order(checkout, tx, &placed)?;
    finalize::await_money(checkout, tx, &placed)?;
    // Last: from here on others who want the same wait for this one.
    coupon::take(tx, &placed)?;
    checkout.inventory.allocate(tx, Orders::reference(placed.order), &draft.demands)?;
    Ok(Some(Outcome::Placed(placed.placed())))
}

impl Draft {
    fn attempt(&self, state: State) -> Attempt {
        Attempt {
            id: self.row.id,
            cart: self.row.cart,
            order: self.row.order_id,
            state,
            payment_method: self.row.payment_method.clone(),
            total: self.total,
            doc: self.doc.clone(),
            expires_at: Micros(self.row.expires_at),
        }
    }
}

/// A basket has one attempt at a time.
///
/// # Errors
/// [`CheckoutError::Paying`]: one that asked a provider is not given up, its money may be on the way.
fn give_up_former(checkout: &Checkout, tx: &mut Tx<'_>, cart: CartId) -> Result<(), CheckoutError> {
    for (former, state) in attempt::open_of(tx, cart)? {
        if state == State::Paying {
            return Err(CheckoutError::Paying);
        }
        if attempt::set_state(tx, former, &[State::Prepared], State::Void)? {
            coupon::release(tx, cart)?;
            checkout.inventory.release_hold(tx, former.cast())?;
        }
    }
    Ok(())
}
