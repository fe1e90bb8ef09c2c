//! Shares of what was paid, to the last cent.
use kernel::kinds::{MarketId, VariantId};
use kernel::{BasisPoints, Currency};

use super::*;
use crate::{Contact, Delivery, PaymentAxis, PostalAddress, ShippingCharge, Tax};

#[path = "any.rs"]
mod any;

fn order(lines: &[(i64, i64, i64, i64)], mode: TaxMode) -> Order {
    let lines: Vec<Line> = lines
        .iter()
        .enumerate()
        .map(|(i, (quantity, unit, discount, tax))| Line {
            position: i as i64 + 1,
            variant: VariantId::from_bytes([i as u8; 16]),
            sku: String::new(),
            title: String::new(),
            options: String::new(),
            picture: String::new(),
            quantity: *quantity,
            unit: *unit,
            discount: *discount,
            tax: *tax,
            amount: unit * quantity,
            shipped: 0,
            dropped: 0,
        })
        .collect();
    let goods: i64 = lines.iter().map(|l| l.amount).sum();
    let discount: i64 = lines.iter().map(|l| l.discount).sum();
    let tax = lines.iter().map(|l| l.tax).sum::<i64>() + 78;
    let added = if mode == TaxMode::Exclusive { tax } else { 0 };
    let vat = Tax { name: "VAT".into(), rate: BasisPoints(1900), base: 412, amount: 78 };
    Order {
        id: OrderId::from_bytes([1; 16]),
        number: "1001".into(),
        link_token: String::new(),
        market: MarketId::from_bytes([1; 16]),
        locale: "en".into(),
        currency: Currency::EUR,
        tax_mode: mode,
        lifecycle: Lifecycle::Placed,
        payment: PaymentAxis::Paid,
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
        lines,
        shipping: ShippingCharge { amount: 490, taxes: vec![vat] },
        taxes: vec![],
        goods,
        discount,
        tax,
        total: goods - discount + 490 + added,
        placed_at: Micros(0),
        version: 1,
        particulars: crate::Particulars::default(),
    }
}

fn ask(lines: &[(i64, i64, i64)], delivery: bool, extra: i64) -> RefundAsk {
    let line = |(position, unsent, sent): &(i64, i64, i64)| RefundLine {
        position: *position,
        unsent: *unsent,
        sent: *sent,
    };
    let lines = lines.iter().map(line).collect();
    RefundAsk { version: 1, lines, delivery, extra, restock: true, reason: "broken".into() }
}

/// Notes a plan as done.
fn done(order: &mut Order, earlier: &mut Vec<Refund>, planned: Planned) {
    for line in &planned.lines {
        order.lines[line.position as usize - 1].dropped += line.unsent;
    }
    earlier.push(Refund {
        id: RefundId::from_bytes([earlier.len() as u8; 16]),
        order: order.id,
        lines: planned.lines,
        delivery: planned.delivery,
        extra: planned.extra,
        amount: planned.amount,
        tax: planned.tax,
        reason: String::new(),
        actor: String::new(),
        at: Micros(0),
    });
    order.fulfilment = planned.axis;
}

#[test]
fn units_of_a_line_are_worth_the_line_to_the_last_cent() {
    // 3 × 3.33 less 1.00: 8.99 for three, which no price per unit divides.
    for mode in [TaxMode::Inclusive, TaxMode::Exclusive] {
        let mut order = order(&[(3, 333, 100, 144), (1, 500, 0, 80)], mode);
        let (mut earlier, mut amounts) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            let planned = plan(&order, &earlier, i64::MAX, &ask(&[(1, 1, 0)], false, 0)).unwrap();
            amounts.push(planned.amount);
            done(&mut order, &mut earlier, planned);
        }
        let paid = order.paid_for(&order.lines[0]);
        assert_eq!(amounts.iter().sum::<i64>(), paid, "{mode:?}: {amounts:?}");
        assert_eq!(earlier.iter().map(|r| r.tax).sum::<i64>(), 144);
        assert!(amounts.iter().all(|a| (a - paid / 3).abs() <= 1), "{amounts:?}");
    }
}

#[test]
fn whatever_is_given_back_in_whatever_order_is_the_total_and_its_tax_in_the_end() {
    for (extra, mode) in [(0, TaxMode::Inclusive), (1, TaxMode::Inclusive), (777, TaxMode::Exclusive)] {
        let mut order = order(&[(3, 333, 100, 144), (2, 1999, 1, 638)], mode);
        order.lines.iter_mut().for_each(|l| l.shipped = l.quantity);
        order.fulfilment = FulfilmentAxis::Fulfilled;
        let mut earlier = Vec::new();
        if extra > 0 {
            let planned = plan(&order, &earlier, i64::MAX, &ask(&[], false, extra)).unwrap();
            assert_eq!((planned.amount, planned.axis), (extra, FulfilmentAxis::Fulfilled));
            done(&mut order, &mut earlier, planned);
        }
        for part in
            [ask(&[(1, 0, 2)], false, 0), ask(&[(2, 0, 1)], true, 0), ask(&[(1, 0, 1), (2, 0, 1)], false, 0)]
        {
            let planned = plan(&order, &earlier, i64::MAX, &part).unwrap();
            done(&mut order, &mut earlier, planned);
        }
        assert_eq!(earlier.iter().map(|r| r.amount).sum::<i64>(), order.total, "{extra} {mode:?}");
        assert_eq!(earlier.iter().map(|r| r.tax).sum::<i64>(), order.tax, "{extra} {mode:?}");
        assert_eq!(order.fulfilment, FulfilmentAxis::Returned);
        let more = plan(&order, &earlier, i64::MAX, &ask(&[], false, 1)).unwrap_err();
        assert!(matches!(more, OrdersError::TooMuchMoney { most: 0 }), "{more}");
    }
}

#[test]
fn no_more_than_there_is_and_nothing_twice() {
    let mut order = order(&[(2, 1000, 0, 319), (1, 500, 0, 80)], TaxMode::Inclusive);
    let no = |order: &Order, a: RefundAsk| kernel::Coded::code(&plan(order, &[], 2990, &a).unwrap_err());
    assert_eq!(no(&order, ask(&[(1, 3, 0)], false, 0)), "too_much_to_refund");
    assert_eq!(no(&order, ask(&[(1, 0, 1)], false, 0)), "too_much_to_refund", "nothing was sent");
    assert_eq!(no(&order, ask(&[(1, -1, 0)], false, 0)), "too_much_to_refund");
    assert_eq!(no(&order, ask(&[(1, 1, 0), (1, 1, 0)], false, 0)), "too_much_to_refund");
    assert_eq!(no(&order, ask(&[(9, 1, 0)], false, 0)), "too_much_to_refund");
    assert_eq!(no(&order, ask(&[], false, 2991)), "amount_too_high");
    assert_eq!(no(&order, ask(&[], false, -1)), "amount_too_high");
    assert_eq!(no(&order, ask(&[], false, 0)), "nothing_to_refund");
    assert_eq!(no(&order, ask(&[(1, 2, 0), (2, 1, 0)], false, 0)), "cancel_instead");
    assert_eq!(no(&order, RefundAsk { version: 2, ..ask(&[], false, 1) }), "changed_meanwhile");
    order.lines[0].shipped = 1;
    order.fulfilment = FulfilmentAxis::Partial;
    let planned = plan(&order, &[], 2990, &ask(&[(1, 1, 1), (2, 1, 0)], false, 0)).unwrap();
    assert_eq!((planned.amount, planned.axis), (2500, FulfilmentAxis::Returned));
    let left = plan(&order, &[], 300, &ask(&[(1, 0, 1)], false, 0)).unwrap();
    assert_eq!((left.amount, left.extra), (300, -700), "never more than payments hold");
}
