//! Worked cases, with their figures.
use super::*;
use crate::promotions::{Benefit, Condition, NotApplied};
use crate::{Price, TaxRate};
use kernel::kinds::PromotionId;
use kernel::{BasisPoints, Micros};

#[path = "quote_any.rs"]
mod any;

/// What a case is made of; prices exclude tax unless it says otherwise.
#[derive(Debug)]
struct Case {
    mode: TaxMode,
    rounding: TaxRounding,
    rates: Vec<TaxRate>,
    home: Option<Vec<TaxRate>>,
    /// Unit, quantity, floor.
    lines: Vec<(i64, i64, Option<i64>)>,
    promotions: Vec<Promotion>,
    shipping: Option<i64>,
    fee: Option<i64>,
}

impl Case {
    fn net(points: i64, lines: &[(i64, i64)]) -> Self {
        Self {
            mode: TaxMode::Exclusive,
            rounding: TaxRounding::Line,
            rates: vec![TaxRate::simple("VAT", BasisPoints(points))],
            home: None,
            lines: lines.iter().map(|(unit, quantity)| (*unit, *quantity, None)).collect(),
            promotions: Vec::new(),
            shipping: None,
            fee: None,
        }
    }

    fn gross(points: i64, lines: &[(i64, i64)]) -> Self {
        Self { mode: TaxMode::Inclusive, ..Self::net(points, lines) }
    }

    fn with(mut self, benefit: Benefit, conditions: Vec<Condition>) -> Self {
        let id = PromotionId::new(Micros(self.promotions.len() as i64 * 1_000_000));
        let lane = benefit.lane();
        let (title, code) = ("Ten off".to_owned(), Some("TEN".to_owned()));
        let currency = Currency::EUR;
        self.promotions.push(Promotion { id, title, code, lane, currency, conditions, benefit });
        self
    }

    fn fixed(self, amount: i64) -> Self {
        self.with(Benefit::Fixed { amount }, Vec::new())
    }

    fn percent(self, points: i64) -> Self {
        self.with(Benefit::Percent { rate: BasisPoints(points) }, Vec::new())
    }

    fn sum(&self) -> Quote {
        let eur = |amount| Money::new(amount, Currency::EUR);
        let list = PriceListId::new(Micros(0));
        let mut prices = HashMap::new();
        let lines = self.lines.iter().enumerate().map(|(i, (unit, quantity, floor))| {
            let variant = VariantId::new(Micros(i as i64 * 1_000_000));
            let price = Price { list, min_qty: 1, unit: eur(*unit), compare_at: None, floor: floor.map(eur) };
            prices.insert(variant, Prices(vec![price]));
            LineRequest {
                variant,
                quantity: *quantity,
                tax_class: "standard".into(),
                product: Some(product(i)),
                categories: Vec::new(),
            }
        });
        let lines = lines.collect();
        let table = |country: &str, rates: &Vec<TaxRate>| TaxTable {
            country: country.into(),
            rates: [("standard".to_owned(), rates.clone())].into(),
        };
        let (taxes, home) = (table("DE", &self.rates), self.home.as_ref().map(|rates| table("FR", rates)));
        let quote = quote(&QuoteRequest {
            currency: Currency::EUR,
            tax_mode: self.mode,
            tax_rounding: self.rounding,
            lines,
            prices: &prices,
            taxes: &taxes,
            home: home.as_ref(),
            promotions: &self.promotions,
            shipping: self.shipping.map(|price| ShippingRequest {
                code: "post".into(),
                name: "Post".into(),
                price: eur(price),
                tax_class: "standard".into(),
            }),
            fee: self.fee.map(|price| FeeRequest {
                code: "cash".into(),
                price: eur(price),
                tax_class: "standard".into(),
            }),
        })
        .unwrap();
        assert!(quote.adds_up(), "{quote:?}");
        quote
    }

    fn discounts(&self) -> Vec<i64> {
        self.sum().lines.iter().map(|l| l.discount).collect()
    }
}

fn product(i: usize) -> ProductId {
    ProductId::from_bytes([i as u8; 16])
}

#[test]
fn net_prices_get_their_tax_added_by_line() {
    assert_eq!(Case::net(2000, &[(123, 1)]).sum().total, 148);
    assert_eq!(Case::net(2000, &[(123, 3)]).sum().total, 443);
    assert_eq!(Case::net(2300, &[(1010, 10)]).sum().tax, 2323);
    let by_unit = Case { rounding: TaxRounding::Unit, ..Case::net(2300, &[(1010, 10)]) };
    assert_eq!(by_unit.sum().tax, 2320);
}

#[test]
fn gross_prices_keep_their_total() {
    let two_lines = Case::gross(2000, &[(1970, 1), (1970, 1)]).sum();
    assert_eq!((two_lines.tax, two_lines.total), (656, 3940));
    let one_line = Case::gross(2000, &[(1970, 2)]).sum();
    assert_eq!((one_line.tax, one_line.total), (657, 3940));
    let one_sum = Case { rounding: TaxRounding::Order, ..Case::gross(2000, &[(1970, 1), (1970, 1)]) }.sum();
    assert_eq!((one_sum.tax, one_sum.total), (657, 3940));
}

#[test]
fn a_discount_is_split_by_largest_remainder() {
    assert_eq!(Case::gross(1900, &[(4300, 1), (1400, 1), (2300, 1)]).fixed(299).discounts(), [161, 52, 86]);
    assert_eq!(Case::gross(1900, &[(1000, 1), (1000, 1), (1000, 1)]).fixed(299).discounts(), [100, 100, 99]);
    assert_eq!(Case::gross(1900, &[(200, 1), (600, 1)]).fixed(400).discounts(), [100, 300]);
    // There is nothing to take off what costs nothing.
    assert_eq!(Case::gross(1900, &[(0, 1), (0, 1)]).fixed(10).discounts(), [0, 0]);
}

#[test]
fn no_line_falls_below_its_floor() {
    let mut case = Case::gross(1900, &[]).fixed(1200);
    case.lines = vec![(1000, 1, Some(0)), (2000, 1, Some(1900)), (5000, 1, Some(5000)), (3000, 1, Some(2600))];
    assert_eq!(case.discounts(), [700, 100, 0, 400]);
    let mut case = Case::gross(1900, &[]).fixed(2500);
    case.lines = vec![(5000, 1, Some(4500)), (2000, 1, None), (2000, 1, None), (2000, 1, None)];
    assert_eq!(case.discounts(), [500, 667, 667, 666]);
    // What no line can carry is not taken off.
    let mut case = Case::gross(1900, &[]).percent(10_000);
    case.lines = vec![(1000, 2, Some(900))];
    assert_eq!(case.discounts(), [200]);
}

#[test]
fn the_discount_comes_first_and_tax_after() {
    let sum = Case::net(1000, &[(5605, 1)]).fixed(1010).sum();
    assert_eq!((sum.tax, sum.total), (460, 5055));
    let sum = Case::net(1000, &[(5604, 1)]).fixed(1010).sum();
    assert_eq!((sum.tax, sum.total), (459, 5053));
    let sum = Case::net(825, &[(5186, 1)]).percent(4000).sum();
    assert_eq!((sum.goods - sum.discount, sum.total), (3112, 3369));
}

#[test]
fn lanes_work_one_after_another() {
    let case = |quantity| {
        Case { shipping: Some(1000), ..Case::gross(0, &[(12_000, quantity)]) }
            .percent(5000)
            .with(Benefit::FreeDelivery, vec![Condition::LeastGoods { amount: 10_000 }])
    };
    let one = case(1).sum();
    assert_eq!(one.total, 7000);
    assert_eq!(one.refused[0].why, NotApplied::TooLittle { least: 10_000, goods: 6000 });
    let two = case(2).sum();
    assert_eq!(two.total, 12_000);
    let shipping = two.shipping.unwrap();
    assert_eq!((shipping.amount, shipping.discount), (0, 1000));
    assert_eq!((two.promotions[1].goods, two.promotions[1].delivery), (0, 1000));
}

#[test]
fn those_of_one_lane_work_on_the_same_base() {
    let both = Case::gross(1900, &[(10_000, 1)]).percent(1000).percent(2000).sum();
    assert_eq!(both.discount, 3000);
    let line = &both.lines[0];
    assert_eq!(line.discounts.iter().map(|d| d.amount).collect::<Vec<_>>(), [1000, 2000]);
    // Together they do not take more than there is.
    assert_eq!(Case::gross(1900, &[(1000, 1)]).fixed(800).fixed(800).sum().total, 0);
}

#[test]
fn a_promotion_may_be_for_some_products_only() {
    let only = |i| vec![Condition::Only { products: vec![product(i)], categories: Vec::new() }];
    let half = Benefit::Percent { rate: BasisPoints(5000) };
    let case = |i| Case::gross(1900, &[(1000, 1), (3000, 1)]).with(half.clone(), only(i));
    assert_eq!(case(1).discounts(), [0, 1500]);
    assert_eq!(case(7).sum().refused[0].why, NotApplied::NothingFits);
    let mut dollars = case(1).fixed(100);
    dollars.promotions[1].currency = "USD".parse().unwrap();
    let sum = dollars.sum();
    assert_eq!((sum.discount, &sum.refused[0].why), (1500, &NotApplied::Currency));
}

#[test]
fn several_rates_are_told_apart() {
    let mut case = Case::net(0, &[(10_000, 1)]);
    case.rates = vec![
        TaxRate::simple("Federal", BasisPoints(500)),
        TaxRate { compound: true, ..TaxRate::simple("Local", BasisPoints(850)) },
    ];
    let sum = case.sum();
    let told: Vec<_> = sum.taxes.iter().map(|t| (t.name.as_str(), t.base, t.amount)).collect();
    assert_eq!(told, [("Federal", 10_000, 500), ("Local", 10_500, 893)]);
    let mut case = Case::net(0, &[(7900, 1)]);
    let rate = |(name, points): (&str, i64)| TaxRate::simple(name, BasisPoints(points));
    case.rates = [("a", 25), ("b", 600), ("c", 150), ("d", 100)].map(rate).into();
    assert_eq!(case.sum().total, 8592);
}

#[test]
fn a_net_is_held_across_a_border() {
    let home = || Some(vec![TaxRate::simple("VAT", BasisPoints(1900))]);
    let sum = Case { home: home(), ..Case::gross(2400, &[(1000, 1)]) }.sum();
    assert_eq!((sum.total, sum.tax), (1042, 202));
    assert_eq!(sum.lines[0].explanation.listed, Some(1000));
    let exported = Case { home: home(), ..Case::gross(0, &[(1000, 1)]) }.sum();
    assert_eq!((exported.total, exported.tax), (840, 0));
    let at_home = Case { home: home(), ..Case::gross(1900, &[(1000, 1)]) }.sum();
    assert_eq!((at_home.total, at_home.lines[0].explanation.listed), (1000, None));
}

#[test]
fn everything_is_taxed_and_adds_up_at_every_level() {
    for mode in [TaxMode::Inclusive, TaxMode::Exclusive] {
        for rounding in TaxRounding::ALL {
            let lines = [(2401, 2), (953, 3), (7, 11)];
            let base = Case { mode, rounding, shipping: Some(490), fee: Some(390), ..Case::net(1900, &lines) };
            let sum = base.fixed(333).percent(1250).sum();
            assert_eq!(sum.taxes.len(), 1);
            assert_eq!(sum.fee.as_ref().map(|f| f.amount), Some(390));
            let mut broken = sum.clone();
            broken.total += 1;
            assert!(!broken.adds_up());
            let mut broken = sum;
            broken.lines[0].discount += 1;
            assert!(!broken.adds_up());
        }
    }
}

#[test]
fn quotes_of_the_first_release_can_be_read() {
    let old = r#"{"currency":"EUR","tax_mode":"inclusive","lines":[{"variant":"var_00000000000000000000000000",
        "quantity":1,"unit":100,"amount":100,"discount":0,"taxes":[{"name":"VAT","rate":1900,"base":84,"amount":16}],
        "total":100,"explanation":{"list":"prl_00000000000000000000000000","min_qty":1,"tax_mode":"inclusive",
        "rounding":"line, half away from zero"}}],"shipping":{"code":"p","name":"P","amount":0,"taxes":[],"total":0},
        "goods":100,"discount":0,"taxes":[{"name":"VAT","rate":1900,"base":84,"amount":16}],"tax":16,"total":100}"#;
    let quote: Quote = serde_json::from_str(old).unwrap();
    assert!(quote.adds_up());
    assert_eq!((quote.tax_rounding, quote.promotions.len()), (TaxRounding::Line, 0));
}

#[test]
fn what_has_no_price_or_rate_is_not_sold() {
    let prices = HashMap::new();
    let taxes = TaxTable::default();
    let ask = |quantity| {
        quote(&QuoteRequest {
            currency: Currency::EUR,
            tax_mode: TaxMode::Inclusive,
            tax_rounding: TaxRounding::Line,
            lines: vec![LineRequest {
                variant: VariantId::new(Micros(0)),
                quantity,
                tax_class: "x".into(),
                product: None,
                categories: Vec::new(),
            }],
            prices: &prices,
            taxes: &taxes,
            home: None,
            promotions: &[],
            shipping: None,
            fee: None,
        })
    };
    assert!(matches!(ask(1), Err(PricingError::NoPrice(_))));
    assert!(matches!(ask(0), Err(PricingError::Quantity(0))));
    assert!(matches!(taxes.rates("x"), Err(PricingError::NoRate { .. })));
}
