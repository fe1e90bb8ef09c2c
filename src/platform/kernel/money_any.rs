//! What holds of any sums.
use proptest::prelude::*;

use super::*;

fn weights() -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::vec(prop_oneof![Just(0), 0..1000_i64, 0..1_000_000_000_000_i64], 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_add_up_and_are_fair(total in -1_000_000_000_000_i64..1_000_000_000_000, weights in weights()) {
        let parts = split(total, &weights);
        prop_assert_eq!(parts.iter().sum::<i64>(), total);
        let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        for (part, weight) in parts.iter().zip(&weights).filter(|_| sum > 0) {
            // Less than one away from the exact share.
            let off = i128::from(*part) * sum - i128::from(total) * i128::from(*weight);
            prop_assert!(off.abs() < sum, "{} of {} by {} of {}", part, total, weight, sum);
        }
    }

    #[test]
    fn no_part_carries_more_than_it_can(
        total in 0..1_000_000_000_i64,
        carriers in proptest::collection::vec((0..1_000_000_i64, 0..300_000_000_i64), 1..12),
    ) {
        let (weights, most): (Vec<i64>, Vec<i64>) = carriers.into_iter().unzip();
        let parts = split_within(total, &weights, &most);
        prop_assert!(parts.iter().zip(&most).all(|(part, most)| (0..=*most).contains(part)), "{:?}", parts);
        prop_assert_eq!(parts.iter().sum::<i64>(), total.min(most.iter().sum()));
    }

    #[test]
    fn a_tax_is_a_part_of_what_it_is_in(gross in 0..1_000_000_000_000_i64, points in 0..10_000_i64) {
        let (gross, rate) = (Money::new(gross, Currency::EUR), BasisPoints(points));
        let tax = gross.tax_within(rate, Rounding::HalfUp).expect("it fits");
        let net = gross.minus(tax).expect("it fits");
        prop_assert!(tax.amount >= 0 && net.amount >= 0);
        let again = net.at(rate, Rounding::HalfUp).expect("it fits");
        prop_assert!((again.amount - tax.amount).abs() <= 1, "{tax:?} in {gross:?}, {again:?} on {net:?}");
    }

    #[test]
    fn what_is_written_is_read(amount in any::<i64>().prop_filter("it has a positive", |n| *n != i64::MIN)) {
        let money = Money::new(amount, Currency::EUR);
        prop_assert_eq!(Money::parse(&money.decimal(), Currency::EUR), Ok(money));
    }
}
