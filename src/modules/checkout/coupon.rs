//! A coupon's use: held for the basket while its checkout is under way, the order's once that is placed.
use cart::View;
use db::{Conn, Tx};
use kernel::kinds::{CartId, CouponId};
use orders::Orders;
use pricing::{Pricing, Quote};
use serde::{Deserialize, Serialize};

use crate::CheckoutError;
use crate::attempt::Attempt;

/// What a checkout holds of a coupon.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Held {
    pub coupon: CouponId,
    pub code: String,
    /// What it takes off, minor units.
    pub amount: i64,
}

/// What a quote takes off by promotions with a code, minor units.
fn taken_off(quote: &Quote) -> i64 {
    quote.promotions.iter().filter(|p| p.code.is_some()).map(|p| p.goods + p.delivery).sum()
}

/// The coupon of a basket that somebody wants to buy; None when there is none, or it takes nothing off.
///
/// # Errors
/// Why it cannot be used (by `buyer`, a mail address): whoever typed it in decides whether to go on without.
pub(crate) fn wanted(conn: &mut Conn, view: &View, buyer: &str) -> Result<Option<Held>, CheckoutError> {
    let Some(entered) = &view.coupon else { return Ok(None) };
    if let Some(wrong) = entered.wrong {
        return Err(pricing::PricingError::from(wrong).into());
    }
    let amount = taken_off(&view.quote);
    let Some(coupon) = entered.coupon.filter(|_| amount > 0) else { return Ok(None) };
    Pricing::may_use_in(conn, coupon, view.id.cast(), buyer)?;
    Ok(Some(Held { coupon, code: entered.code.clone(), amount }))
}

/// Holds a use until the checkout ends.
pub(crate) fn hold(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<(), CheckoutError> {
    let Some(held) = &attempt.doc.coupon else { return Ok(()) };
    let (buyer, until) = (attempt.doc.buyer.email.as_str(), attempt.expires_at);
    Ok(Pricing::hold_coupon(tx, held.coupon, attempt.cart.cast(), buyer, held.amount, until)?)
}

/// Takes a use for an order that is placed at once.
pub(crate) fn take(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<(), CheckoutError> {
    let Some(held) = &attempt.doc.coupon else { return Ok(()) };
    let (owner, buyer) = (Orders::reference(attempt.order), attempt.doc.buyer.email.as_str());
    Ok(Pricing::take_coupon(tx, held.coupon, owner, buyer, held.amount)?)
}

/// What was held is the order's.
pub(crate) fn keep(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<(), CheckoutError> {
    let Some(held) = &attempt.doc.coupon else { return Ok(()) };
    let (owner, buyer) = (Orders::reference(attempt.order), attempt.doc.buyer.email.as_str());
    Ok(Pricing::use_coupon(tx, held.coupon, attempt.cart.cast(), owner, buyer, held.amount)?)
}

/// Lets go of what is held for a basket.
pub(crate) fn release(tx: &mut Tx<'_>, cart: CartId) -> Result<(), CheckoutError> {
    Pricing::release_coupon(tx, cart.cast())?;
    Ok(())
}
