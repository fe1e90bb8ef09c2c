//! Finalize: everything was promised in the attempt; here it becomes an order.
use cart::Carts;
use customers::Address;
use db::Tx;
use inventory::{Demand, InventoryError};
use kernel::kinds::{AttemptId, ReferenceId};
use orders::{
    Contact, DeliveryExplained, Explained, Fee, HeldFor, Line, LineExplained, NewOrder, Orders, Particulars,
    PostalAddress, PromotionShare, Reduction, ShippingCharge, Tax, TaxExplained, Waits,
};
use payments::{Ask, Payments, PaymentsError, Sums};
use pricing::{PricingError, TaxLine};

use crate::attempt::{self, Attempt, State};
use crate::{Checkout, CheckoutError, Outcome, coupon};

/// Places an order whose money comes later.
pub(crate) fn offline(checkout: &Checkout, tx: &mut Tx<'_>, id: AttemptId) -> Result<Outcome, CheckoutError> {
    let attempt = attempt::lock(tx, id)?;
    if attempt.state == State::Placed {
        return Ok(Outcome::Placed(attempt.placed()));
    }
    if !checkout.carts.close_at(tx, attempt.cart, attempt.doc.cart_version)? {
        return Err(CheckoutError::CartChanged);
    }
    if attempt.expires_at <= tx.now() || !attempt::set_state(tx, id, &[State::Prepared], State::Placed)? {
        return Err(CheckoutError::NothingPrepared);
    }
    coupon::keep(tx, &attempt)?;
    order(checkout, tx, &attempt)?;
    await_money(checkout, tx, &attempt)?;
    checkout.inventory.allocate_held(tx, id.cast(), Orders::reference(attempt.order))?;
    Ok(Outcome::Placed(attempt.placed()))
}

/// Notes that money is to come; an order that costs nothing is paid.
pub(crate) fn await_money(checkout: &Checkout, tx: &mut Tx<'_>, attempt: &Attempt) -> Result<(), CheckoutError> {
    if attempt.total.is_zero() {
        return Ok(checkout.orders.settle(tx, attempt.order)?);
    }
    checkout.payments.begin(tx, attempt.order.cast(), &attempt.payment_method, attempt.total)?;
    Ok(())
}

/// Folds what providers said about this attempt's money.
pub(crate) fn settle(
    checkout: &Checkout,
    tx: &mut Tx<'_>,
    id: AttemptId,
) -> Result<Option<Outcome>, CheckoutError> {
    let attempt = attempt::lock(tx, id)?;
    let reference: ReferenceId = attempt.order.cast();
    let paid = Payments::of_in(tx, &[reference])?.remove(&reference).unwrap_or_default();
    let sums = Sums::of(&paid);
    if attempt.state == State::Placed {
        checkout.orders.settle(tx, attempt.order)?;
        give_back_surplus(
            checkout,
            tx,
            &paid,
            sums.authorized + sums.captured
                - sums.refunded
                - sums.charged_back
                - sums.disputed
                - attempt.total.amount,
        )?;
        return Ok(Some(Outcome::Placed(attempt.placed())));
    }
    // Given up: whatever money still comes goes back, and no order comes of it any more.
    if attempt.state == State::Void {
        give_back(checkout, tx, &paid)?;
        return Ok(Some(Outcome::Returned));
    }
    if sums.authorized + sums.captured - sums.refunded < attempt.total.amount {
        // All was refused or let go: it goes on where it was.
        if !paid.is_empty() && !sums.open {
            attempt::set_state(tx, id, &[State::Paying], State::Prepared)?;
        }
        return Ok(None);
    }
    if attempt.state == State::Expired && is_unwanted(tx, &attempt, &paid)? {
        give_back(checkout, tx, &paid)?;
        attempt::set_state(tx, id, &[State::Expired], State::Void)?;
        return Ok(Some(Outcome::Returned));
    }
    // Paid. Whatever happened to the attempt meanwhile, the money is honoured if the basket was not ordered by another
    // attempt and the stock is there. The stock comes last: from then on others who want the same wait for this one.
    let placed = tx.savepoint(|tx| {
        if !checkout.carts.close(tx, attempt.cart)? {
            return Err(CheckoutError::CartChanged);
        }
        events::failpoint("checkout.closed-uncommitted");
        attempt::set_state(tx, id, &[State::Paying, State::Prepared, State::Expired], State::Placed)?;
        order(checkout, tx, &attempt)?;
        checkout.orders.settle(tx, attempt.order)?;
        promise(checkout, tx, &attempt)?;
        events::failpoint("checkout.promised-uncommitted");
        Ok(())
    });
    match placed {
        Ok(()) => {
            if checkout.payments.settings_within(tx)?.review.wants(attempt.total) {
                checkout.orders.hold_in(tx, attempt.order, HeldFor::Amount)?;
            }
            Ok(Some(Outcome::Placed(attempt.placed())))
        }
        Err(CheckoutError::CartChanged) => {
            if attempt.state != State::Expired {
                checkout.inventory.release_hold(tx, id.cast())?;
            }
            give_back(checkout, tx, &paid)?;
            attempt::set_state(tx, id, &[State::Paying, State::Prepared, State::Expired], State::Void)?;
            Ok(Some(Outcome::Returned))
        }
        Err(
            CheckoutError::Inventory(InventoryError::OutOfStock { .. })
            | CheckoutError::Pricing(PricingError::Coupon(_)),
        ) => {
            // One that had ended let go of its own already: what is held now is a later checkout's.
            if attempt.state != State::Expired {
                coupon::release(tx, attempt.cart)?;
            }
            give_back(checkout, tx, &paid)?;
            attempt::set_state(tx, id, &[State::Paying, State::Prepared, State::Expired], State::Void)?;
            Ok(Some(Outcome::Returned))
        }
        Err(e) => Err(e),
    }
}

/// Whether money for a checkout that ended has no order to come to: another checkout of the same basket became one, or
/// the provider is being asked to let the money go and may do so at any moment, which would leave an order unpaid.
fn is_unwanted(tx: &mut Tx<'_>, attempt: &Attempt, paid: &[payments::Payment]) -> Result<bool, CheckoutError> {
    if Carts::version_in(tx, attempt.cart)?.is_none() {
        return Ok(true);
    }
    for payment in paid {
        if Payments::is_let_go_in(tx, payment.id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What is held, stock and coupon; or, when the hold has ended, what is still there.
fn promise(checkout: &Checkout, tx: &mut Tx<'_>, attempt: &Attempt) -> Result<(), CheckoutError> {
    coupon::keep(tx, attempt)?;
    let owner = Orders::reference(attempt.order);
    match checkout.inventory.allocate_held(tx, attempt.id.cast(), owner) {
        Err(InventoryError::HoldGone(_)) => {
            let demands: Vec<Demand> = attempt
                .doc
                .quote
                .lines
                .iter()
                .map(|l| Demand { variant: l.variant, quantity: l.quantity })
                .collect();
            Ok(checkout.inventory.allocate(tx, owner, &demands)?)
        }
        other => Ok(other?),
    }
}

/// Money that came too late goes back the way it came; what was asked for already is not asked for again.
fn give_back(checkout: &Checkout, tx: &mut Tx<'_>, paid: &[payments::Payment]) -> Result<(), CheckoutError> {
    for p in paid {
        let (ask, amount) = match p.state {
            payments::State::Authorized => (Ask::Void, p.authorized.amount),
            payments::State::Captured => (Ask::Refund, Payments::refundable_in(tx, p)?),
            _ => continue,
        };
        if amount > 0 {
            ask_back(checkout, tx, p, ask, amount)?;
        }
    }
    Ok(())
}

/// What came beside the money that an order was placed for (a refusal that was none after all, when the shopper had paid
/// again) goes back, the latest first.
fn give_back_surplus(
    checkout: &Checkout,
    tx: &mut Tx<'_>,
    paid: &[payments::Payment],
    surplus: i64,
) -> Result<(), CheckoutError> {
    let mut left = surplus;
    for p in paid.iter().rev() {
        match p.state {
            payments::State::Authorized if p.authorized.amount <= left => {
                ask_back(checkout, tx, p, Ask::Void, p.authorized.amount)?;
                left -= p.authorized.amount;
            }
            payments::State::Captured if left > 0 => {
                let open = p.kept() - Payments::refundable_in(tx, p)?;
                let amount = (left - open).min(p.kept() - open);
                if amount > 0 {
                    ask_back(checkout, tx, p, Ask::Refund, amount)?;
                }
                left -= open + amount.max(0);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Asks once: what a provider refused to give back is for people to settle with it, and asking again would never end.
fn ask_back(
    checkout: &Checkout,
    tx: &mut Tx<'_>,
    payment: &payments::Payment,
    ask: Ask,
    amount: i64,
) -> Result<(), CheckoutError> {
    if Payments::is_refused_in(tx, payment.id, ask)? {
        tracing::error!(payment = %payment.id, "money that has no order was not taken back by its provider; settle it there");
        return Ok(());
    }
    match checkout.payments.request(tx, payment.id, ask, amount) {
        Ok(_) | Err(PaymentsError::Underway { .. }) => Ok(()),
        Err(e) => Err(e.into()),
    }
}

/// The order and the remembered buyer.
pub(crate) fn order(checkout: &Checkout, tx: &mut Tx<'_>, attempt: &Attempt) -> Result<(), CheckoutError> {
    let doc = &attempt.doc;
    let lines = doc
        .quote
        .lines
        .iter()
        .zip(&doc.items)
        .enumerate()
        .map(|(i, (line, item))| Line {
            position: i as i64 + 1,
            variant: line.variant,
            sku: item.sku.clone(),
            title: item.title.clone(),
            options: item.options.clone(),
            picture: item.picture.as_ref().map(|p| p.id.to_string()).unwrap_or_default(),
            quantity: line.quantity,
            unit: line.unit,
            discount: line.discount,
            tax: line.taxes.iter().map(|t| t.amount).sum(),
            amount: line.amount,
            shipped: 0,
            dropped: 0,
        })
        .collect();
    let address = &doc.buyer.address;
    let shipping = doc.quote.shipping.as_ref();
    checkout.orders.place(
        tx,
        &NewOrder {
            id: attempt.order,
            link_token: doc.link_token.clone(),
            market: doc.market,
            locale: doc.locale.clone(),
            currency: doc.quote.currency,
            customer: doc.customer,
            tax_mode: doc.quote.tax_mode,
            contact: Contact {
                email: doc.buyer.email.as_str().to_owned(),
                name: address.name.clone(),
                phone: doc.buyer.phone.clone(),
            },
            shipping_address: postal(address),
            delivery: doc.delivery.clone(),
            payment_method: attempt.payment_method.clone(),
            lines,
            shipping: ShippingCharge {
                amount: shipping.map_or(0, |s| s.amount),
                taxes: shipping.map(|s| taxes(&s.taxes)).unwrap_or_default(),
            },
            taxes: taxes(&doc.quote.taxes),
            goods: doc.quote.goods,
            discount: doc.quote.discount,
            tax: doc.quote.tax,
            total: doc.quote.total,
            particulars: particulars(attempt),
        },
    )?;
    checkout.customers.remember(tx, &doc.buyer.email, &address.name)?;
    events::failpoint("checkout.placed-uncommitted");
    Ok(())
}

fn taxes(taxes: &[TaxLine]) -> Vec<Tax> {
    taxes.iter().map(tax).collect()
}

fn tax(t: &TaxLine) -> Tax {
    Tax { name: t.name.clone(), rate: t.rate, base: t.base, amount: t.amount }
}

fn postal(address: &Address) -> PostalAddress {
    PostalAddress {
        name: address.name.clone(),
        company: address.company.clone(),
        line1: address.line1.clone(),
        line2: address.line2.clone(),
        postal_code: address.postal_code.clone(),
        city: address.city.clone(),
        country: address.country.clone(),
    }
}

fn particulars(attempt: &Attempt) -> Particulars {
    let doc = &attempt.doc;
    let reduction = |p: &pricing::Applied| Reduction {
        title: p.title.clone(),
        code: p.code.clone().unwrap_or_default(),
        coupon: doc.coupon.as_ref().filter(|held| p.code.as_ref() == Some(&held.code)).map(|held| held.coupon),
        goods: p.goods,
        delivery: p.delivery,
    };
    let given = doc.quote.promotions.iter().filter(|p| p.goods + p.delivery > 0);
    Particulars {
        billing_address: doc.buyer.billing.as_ref().map(postal),
        vat_id: doc.buyer.vat_id.clone(),
        note: doc.buyer.note.clone(),
        reductions: given.map(reduction).collect(),
        fee: doc.quote.fee.as_ref().map(|fee| Fee { amount: fee.amount, taxes: taxes(&fee.taxes) }),
        explained: Some(explained(attempt)),
        waits: (1..)
            .zip(&doc.waits)
            .filter(|(_, when)| !when.is_now())
            .map(|(position, when)| Waits { position, when: *when })
            .collect(),
    }
}

/// The quote's explanation, as the order keeps it.
fn explained(attempt: &Attempt) -> Explained {
    let (doc, quote) = (&attempt.doc, &attempt.doc.quote);
    let taxes =
        |lines: &[TaxLine]| lines.iter().map(|line| TaxExplained { tax: tax(line), since: line.since }).collect();
    let share = |d: &pricing::Discount| PromotionShare {
        title: d.title.clone(),
        code: d.code.clone().unwrap_or_default(),
        amount: d.amount,
    };
    let line = |line: &pricing::QuoteLine| LineExplained {
        list: line.explanation.list,
        min_qty: line.explanation.min_qty,
        listed: line.explanation.listed,
        shares: line.discounts.iter().map(share).collect(),
        tax_class: line.explanation.tax_class.clone(),
        taxes: taxes(&line.taxes),
    };
    let first = quote.lines.first().map(|l| &l.explanation);
    let shipping = quote.shipping.as_ref().map(|s| taxes(&s.taxes)).unwrap_or_default();
    Explained {
        rounding: first.map(|e| e.rounding.clone()).unwrap_or_default(),
        tax_country: first.map(|e| e.tax_country.clone()).unwrap_or_default(),
        lines: quote.lines.iter().map(line).collect(),
        delivery: doc.delivery_cost.clone().map(|cost| DeliveryExplained { taxes: shipping, ..cost }),
        fee: quote.fee.as_ref().map(|fee| taxes(&fee.taxes)).unwrap_or_default(),
    }
}
