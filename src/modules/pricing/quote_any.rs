//! What holds of any basket, with any promotions and any taxes.
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;

fn benefits() -> impl Strategy<Value = (Benefit, Vec<Condition>)> {
    let benefit = prop_oneof![
        (0..=10_000_i64).prop_map(|points| Benefit::Percent { rate: BasisPoints(points) }),
        (0..50_000_i64).prop_map(|amount| Benefit::Fixed { amount }),
        Just(Benefit::FreeDelivery),
    ];
    let condition = prop_oneof![
        (0..20_000_i64).prop_map(|amount| Condition::LeastGoods { amount }),
        vec(0..6_usize, 1..3).prop_map(|of| Condition::Only {
            products: of.into_iter().map(product).collect(),
            categories: Vec::new()
        }),
    ];
    (benefit, vec(condition, 0..2))
}

fn rates() -> impl Strategy<Value = Vec<TaxRate>> {
    let rate = (0..3_000_i64, any::<bool>());
    vec(rate, 1..=4).prop_map(|rates| {
        let named = |(i, (points, compound)): (usize, (i64, bool))| TaxRate {
            compound: compound && i > 0,
            ..TaxRate::simple(format!("tax {i}"), BasisPoints(points))
        };
        rates.into_iter().enumerate().map(named).collect()
    })
}

fn cases() -> impl Strategy<Value = Case> {
    let modes = prop_oneof![Just(TaxMode::Inclusive), Just(TaxMode::Exclusive)];
    let levels = prop_oneof![Just(TaxRounding::Line), Just(TaxRounding::Unit), Just(TaxRounding::Order)];
    let lines = vec((0..100_000_i64, 1..50_i64, option::of(0..50_000_i64)), 1..6);
    let beside = (option::of(0..3_000_i64), option::of(0..1_000_i64));
    (modes, levels, rates(), option::of(rates()), lines, vec(benefits(), 0..4), beside).prop_map(
        |(mode, rounding, rates, home, lines, promotions, (shipping, fee))| {
            let case = Case { mode, rounding, rates, home, lines, promotions: Vec::new(), shipping, fee };
            promotions.into_iter().fold(case, |case, (benefit, conditions)| case.with(benefit, conditions))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_basket_adds_up_to_the_cent(case in cases()) {
        // Whether it adds up is asked there.
        let quote = case.sum();
        prop_assert!(quote.total >= 0 && quote.tax >= 0 && (0..=quote.goods).contains(&quote.discount), "{:?}", quote);
        let on = |taxes: &[TaxLine]| taxes.iter().map(|t| t.amount).sum::<i64>();
        let beside = quote.shipping.iter().map(|s| on(&s.taxes)).chain(quote.fee.iter().map(|f| on(&f.taxes)));
        let taxes: i64 = quote.lines.iter().map(|l| on(&l.taxes)).chain(beside).sum();
        prop_assert_eq!(taxes, quote.tax, "taxes of the parts");
        if case.mode == TaxMode::Inclusive {
            prop_assert!(quote.tax <= quote.total, "{:?}", quote);
        }
        for line in &quote.lines {
            prop_assert!(line.taxes.iter().all(|t| t.amount >= 0) && line.total >= 0, "{:?}", line);
            prop_assert!(line.discounts.iter().all(|d| d.amount > 0), "{:?}", line);
        }
        for applied in &quote.promotions {
            let parts = quote.lines.iter().flat_map(|l| &l.discounts).filter(|d| d.promotion == applied.promotion);
            prop_assert_eq!(parts.map(|d| d.amount).sum::<i64>(), applied.goods, "{:?}", applied);
        }
        if case.home.is_none() {
            for (line, (unit, quantity, floor)) in quote.lines.iter().zip(&case.lines) {
                let floor = floor.map_or(0, |floor| floor.min(*unit) * quantity);
                prop_assert!(line.amount - line.discount >= floor, "below its floor of {}: {:?}", floor, line);
            }
        }
    }
}
