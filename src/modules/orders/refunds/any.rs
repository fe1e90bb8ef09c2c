//! Whatever is given back, in whatever parts and order: in the end it is what was paid, and its tax.
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// Lines as [`order`] takes them: quantity, unit, discount, tax.
fn lines() -> impl Strategy<Value = Vec<(i64, i64, i64, i64)>> {
    let line = (1..6_i64, 0..5_000_i64, 0..=100_i64, 0..40_i64).prop_map(|(quantity, unit, off, rate)| {
        let discount = quantity * unit * off / 100;
        (quantity, unit, discount, (quantity * unit - discount) * rate / (100 + rate))
    });
    vec(line, 1..5)
}

#[derive(Clone, Debug)]
struct Part {
    line: usize,
    unsent: i64,
    sent: i64,
    delivery: bool,
    extra: i64,
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let extra = prop_oneof![3 => Just(0), 1 => 0..300_i64];
    let part = (0..5_usize, 0..4_i64, 0..4_i64, any::<bool>(), extra);
    let named = |(line, unsent, sent, delivery, extra)| Part { line, unsent, sent, delivery, extra };
    vec(part.prop_map(named), 0..12)
}

/// What may still be asked back of each line.
fn rest(order: &Order, earlier: &[Refund]) -> Vec<(i64, i64, i64)> {
    let back = |position: i64| -> i64 {
        earlier.iter().flat_map(|r| &r.lines).filter(|l| l.position == position).map(|l| l.sent).sum()
    };
    order.lines.iter().map(|l| (l.position, l.left(), l.shipped - back(l.position))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_parts_add_up_to_what_was_paid(
        lines in lines(),
        shipped in vec(0..=100_i64, 5),
        exclusive in any::<bool>(),
        parts in parts(),
    ) {
        let mode = if exclusive { TaxMode::Exclusive } else { TaxMode::Inclusive };
        let mut order = order(&lines, mode);
        for (line, percent) in order.lines.iter_mut().zip(&shipped) {
            line.shipped = line.quantity * percent / 100;
        }
        // Of an order of which nothing was sent all is not given back: it is cancelled.
        order.lines[0].shipped = order.lines[0].quantity;
        let mut earlier: Vec<Refund> = Vec::new();
        let given = |earlier: &[Refund]| earlier.iter().map(|r| r.amount).sum::<i64>();
        for part in parts {
            let position = 1 + (part.line % order.lines.len()) as i64;
            let wanted = ask(&[(position, part.unsent, part.sent)], part.delivery, part.extra);
            let Ok(planned) = plan(&order, &earlier, i64::MAX, &wanted) else { continue };
            let sum = planned.lines.iter().map(|l| l.amount).sum::<i64>() + planned.delivery.amount + planned.extra;
            prop_assert_eq!(planned.amount, sum, "its parts");
            prop_assert!(planned.amount > 0 && given(&earlier) + planned.amount <= order.total, "{:?}", planned);
            prop_assert!((0..=planned.amount).contains(&planned.tax), "{:?}", planned);
            done(&mut order, &mut earlier, planned);
        }
        let all = rest(&order, &earlier);
        if let Ok(planned) = plan(&order, &earlier, i64::MAX, &ask(&all, true, 0)) {
            done(&mut order, &mut earlier, planned);
        }
        let left = order.total - given(&earlier);
        if left > 0 {
            let planned = plan(&order, &earlier, i64::MAX, &ask(&[], false, left));
            done(&mut order, &mut earlier, planned.expect("what is left may be given back"));
        }
        prop_assert_eq!(given(&earlier), order.total);
        prop_assert_eq!(earlier.iter().map(|r| r.tax).sum::<i64>(), order.tax);
        let more = plan(&order, &earlier, i64::MAX, &ask(&[], false, 1));
        prop_assert!(matches!(more, Err(OrdersError::TooMuchMoney { most: 0 })), "{:?}", more);
    }
}
