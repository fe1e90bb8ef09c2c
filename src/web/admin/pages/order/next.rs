//! What is sensible to do next with an order.
use kernel::Money;
use orders::{FulfilmentAxis, Lifecycle, Order, PaymentAxis};
use payments::{Payment, State, Sums};

use crate::views::NextStep;

/// Money first, then goods. `comes_by_itself` tells of a payment method whether its money just arrives one day.
pub(super) fn step(order: &Order, paid: &[Payment], comes_by_itself: impl Fn(&str) -> bool) -> NextStep {
    if order.lifecycle != Lifecycle::Placed {
        return NextStep::Nothing;
    }
    let money = |amount| Money::new(amount, order.currency);
    let reserved = Sums::of(paid).authorized;
    let awaited: i64 = paid
        .iter()
        .filter(|p| matches!(p.state, State::Created | State::Pending) && comes_by_itself(&p.provider))
        .map(|p| p.amount.amount)
        .sum();
    let left = order.lines.iter().map(|l| l.left().unsigned_abs()).sum();
    let at_the_door = order.is_paid_at_the_door() && order.payment == PaymentAxis::Pending && awaited > 0;
    match order.payment {
        _ if at_the_door && left > 0 => NextStep::ShipForCash { items: left, amount: money(awaited) },
        _ if at_the_door => NextStep::Collect { amount: money(awaited) },
        _ if reserved > 0 => NextStep::Capture { amount: money(reserved) },
        PaymentAxis::Paid | PaymentAxis::PartiallyRefunded if left > 0 => NextStep::Ship { items: left },
        PaymentAxis::Paid | PaymentAxis::PartiallyRefunded | PaymentAxis::Refunded => NextStep::Nothing,
        PaymentAxis::Failed => NextStep::PaymentFailed,
        _ if awaited > 0 => NextStep::Receive { amount: money(awaited) },
        PaymentAxis::Pending | PaymentAxis::Authorized | PaymentAxis::PartiallyPaid => NextStep::AwaitPayment,
    }
}

/// Whether the orders room would cancel it: nothing was sent.
pub(super) fn can_cancel(order: &Order) -> bool {
    order.lifecycle == Lifecycle::Placed && order.fulfilment == FulfilmentAxis::Unfulfilled
}

#[cfg(test)]
mod tests {
    use kernel::kinds::{MarketId, OrderId, PaymentId, ReferenceId, VariantId};
    use kernel::{Currency, Micros, TaxMode};
    use orders::{Contact, Delivery, Line, PostalAddress, ShippingCharge};

    use super::*;

    fn order() -> Order {
        let line = Line {
            position: 1,
            variant: VariantId::from_bytes([1; 16]),
            sku: "MUG".into(),
            title: "Mug".into(),
            options: String::new(),
            picture: String::new(),
            quantity: 2,
            unit: 1000,
            discount: 0,
            tax: 319,
            amount: 2000,
            shipped: 0,
            dropped: 0,
        };
        Order {
            id: OrderId::from_bytes([1; 16]),
            number: "1001".into(),
            link_token: String::new(),
            market: MarketId::from_bytes([1; 16]),
            locale: "en".into(),
            currency: Currency::EUR,
            tax_mode: TaxMode::Inclusive,
            lifecycle: Lifecycle::Placed,
            payment: PaymentAxis::Pending,
            fulfilment: FulfilmentAxis::Unfulfilled,
            contact: Contact { email: "ada@example.org".into(), name: "Ada".into(), phone: String::new() },
            shipping_address: PostalAddress {
                name: "Ada".into(),
                company: String::new(),
                line1: "Kai 14".into(),
                line2: String::new(),
                postal_code: "20357".into(),
                city: "Hamburg".into(),
                country: "DE".into(),
            },
            delivery: Delivery { code: "parcel".into(), name: "Parcel".into(), min_days: 2, max_days: 3 },
            payment_method: "test".into(),
            lines: vec![line],
            shipping: ShippingCharge { amount: 490, taxes: vec![] },
            taxes: vec![],
            goods: 2000,
            discount: 0,
            tax: 398,
            total: 2490,
            placed_at: Micros(0),
            version: 1,
            particulars: orders::Particulars::default(),
        }
    }

    fn payment(provider: &str, state: State) -> Payment {
        let eur = |n| Money::new(n, Currency::EUR);
        Payment {
            id: PaymentId::from_bytes([1; 16]),
            reference: ReferenceId::from_bytes([1; 16]),
            provider: provider.into(),
            state,
            amount: eur(2490),
            authorized: eur(if state == State::Authorized { 2490 } else { 0 }),
            captured: eur(if state == State::Captured { 2490 } else { 0 }),
            refunded: eur(0),
            disputed: eur(0),
            charged_back: eur(0),
            fees: eur(0),
            provider_reference: String::new(),
            error: String::new(),
            attention: String::new(),
            created_at: Micros(0),
            version: 1,
        }
    }

    #[test]
    fn money_first_then_goods_then_nothing() {
        let eur = |n| Money::new(n, Currency::EUR);
        let step = |lifecycle, axis, shipped, paid: &[Payment]| {
            let mut order = Order { lifecycle, payment: axis, ..order() };
            order.lines[0].shipped = shipped;
            super::step(&order, paid, |code| code == "offline")
        };
        let (placed, test, offline) = (Lifecycle::Placed, |s| [payment("test", s)], |s| [payment("offline", s)]);
        let cases = [
            (
                step(placed, PaymentAxis::Authorized, 0, &test(State::Authorized)),
                NextStep::Capture { amount: eur(2490) },
            ),
            (
                step(placed, PaymentAxis::Authorized, 2, &test(State::Authorized)),
                NextStep::Capture { amount: eur(2490) },
            ),
            (step(placed, PaymentAxis::Paid, 0, &test(State::Captured)), NextStep::Ship { items: 2 }),
            (step(placed, PaymentAxis::Paid, 1, &test(State::Captured)), NextStep::Ship { items: 1 }),
            (step(placed, PaymentAxis::Paid, 2, &test(State::Captured)), NextStep::Nothing),
            (
                step(placed, PaymentAxis::Pending, 0, &offline(State::Pending)),
                NextStep::Receive { amount: eur(2490) },
            ),
            (step(placed, PaymentAxis::Pending, 0, &test(State::Pending)), NextStep::AwaitPayment),
            (step(placed, PaymentAxis::Failed, 0, &test(State::Failed)), NextStep::PaymentFailed),
            (step(placed, PaymentAxis::Refunded, 0, &test(State::Captured)), NextStep::Nothing),
            (step(Lifecycle::Cancelled, PaymentAxis::Authorized, 0, &test(State::Authorized)), NextStep::Nothing),
            (step(Lifecycle::Completed, PaymentAxis::Paid, 2, &test(State::Captured)), NextStep::Nothing),
        ];
        for (i, (told, right)) in cases.into_iter().enumerate() {
            assert_eq!(told, right, "case {i}");
        }
    }

    #[test]
    fn only_what_was_not_sent_can_be_cancelled() {
        assert!(can_cancel(&order()));
        assert!(!can_cancel(&Order { fulfilment: FulfilmentAxis::Partial, ..order() }));
        assert!(!can_cancel(&Order { lifecycle: Lifecycle::Cancelled, ..order() }));
    }
}
