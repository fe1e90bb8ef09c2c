//! Prepare: recompute, compare, freeze, hold.
use cart::{Carts, Terms};
use customers::Buyer;
use db::Tx;
use inventory::Demand;
use kernel::Money;
use kernel::kinds::{AttemptId, MarketId, OrderId};
use pricing::{Quote, ShippingRequest};
use shipping::Shipping;

use crate::attempt::{self, Row, State};
use crate::{Checkout, CheckoutError, Doc, HOLD, Prepared};

/// What a shopper wants to buy, and how.
#[derive(Clone, Debug)]
pub struct Ask {
    pub cart_token: String,
    pub market: MarketId,
    /// Prices and taxes; the country is replaced by the buyer's.
    pub terms: Terms,
    pub locale: String,
    pub buyer: Buyer,
    /// The code of a shipping method.
    pub delivery: String,
    /// The code of a payment provider.
    pub payment_method: String,
    /// What the shopper saw, minor units; None to take it as it is.
    pub expected_total: Option<i64>,
    pub idempotency_key: Option<String>,
}

pub(crate) fn prepare(checkout: &Checkout, tx: &mut Tx<'_>, ask: &Ask) -> Result<Prepared, CheckoutError> {
    let token_hash = kernel::token_hash(&ask.cart_token);
    if let Some(key) = &ask.idempotency_key
        && let Some(held) = attempt::of_key(tx, key)?
    {
        let same = Carts::id_in(tx, &token_hash)? == Some(held.cart)
            && held.payment_method == ask.payment_method
            && held.doc.buyer == ask.buyer
            && held.doc.delivery.code == ask.delivery;
        return match held.state {
            _ if !same => Err(CheckoutError::KeyReused),
            State::Prepared | State::Paying | State::Placed => Ok(held.prepared()),
            State::Void | State::Expired => Err(CheckoutError::NothingPrepared),
        };
    }
    let contents = checkout.carts.lock(tx, &token_hash)?;
    give_up_former(checkout, tx, &contents)?;
    let country = &ask.buyer.address.country;
    let method = Shipping::method_in(tx, &ask.delivery, country)?;
    let terms = Terms { country: country.clone(), ..ask.terms.clone() };
    let charge = |quote: &Quote| ShippingRequest {
        code: method.code.clone(),
        name: method.name.clone(),
        price: method.price_for(quote.money(quote.goods - quote.discount)),
        tax_class: method.tax_class.clone(),
    };
    let now = tx.now();
    let view = Carts::view_in(tx, now, contents, &terms, Some(&charge))?;
    if !view.gone.is_empty() {
        return Err(CheckoutError::Gone(view.gone));
    }
    if view.lines.is_empty() {
        return Err(CheckoutError::Empty);
    }
    let total = view.quote.total();
    if let Some(seen) = ask.expected_total
        && seen != total.amount
    {
        return Err(CheckoutError::Drift { seen: Money::new(seen, total.currency), now: total });
    }
    let (id, order) = (AttemptId::new(now), OrderId::new(now));
    let expires_at = now.plus(HOLD);
    let demands: Vec<Demand> =
        view.lines.iter().map(|l| Demand { variant: l.item.variant, quantity: l.quantity }).collect();
    checkout.inventory.hold(tx, id.cast(), &demands, expires_at)?;
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
            name: method.name.clone(),
            min_days: method.min_days,
            max_days: method.max_days,
        },
    };
    let row = Row {
        id,
        cart: view.id,
        order_id: order,
        state: State::Prepared.as_str().to_owned(),
        idempotency_key: ask.idempotency_key.clone(),
        payment_method: ask.payment_method.clone(),
        currency: total.currency.as_str().to_owned(),
        total: total.amount,
        doc: serde_json::to_string(&doc).map_err(|e| db::DbError::Unavailable(e.to_string()))?,
        created_at: now.0,
        expires_at: expires_at.0,
    };
    attempt::insert(tx, &row)?;
    Ok(Prepared {
        attempt: id,
        order,
        quote: doc.quote,
        buyer: doc.buyer,
        delivery: doc.delivery,
        payment_method: row.payment_method,
        expires_at,
    })
}

/// A basket has one attempt at a time.
///
/// # Errors
/// [`CheckoutError::Paying`]: one that asked a provider is not given up, its money may be on the way.
fn give_up_former(checkout: &Checkout, tx: &mut Tx<'_>, cart: &cart::Contents) -> Result<(), CheckoutError> {
    for (former, state) in attempt::open_of(tx, cart.id)? {
        if state == State::Paying {
            return Err(CheckoutError::Paying);
        }
        if attempt::set_state(tx, former, &[State::Prepared], State::Void)? {
            checkout.inventory.release_hold(tx, former.cast())?;
        }
    }
    Ok(())
}
