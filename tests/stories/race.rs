//! Many want what few can have.
use std::sync::Arc;

use checkout::{Checkout, CheckoutError, Outcome};
use inventory::InventoryError;
use kernel::Currency;
use pricing::{Benefit, CouponError, NewCoupon, PricingError};
use tokio::sync::Barrier;

use crate::support::{TestShop, story};

/// How a crowd of buyers fared.
struct Fared {
    placed: usize,
    sold_out: usize,
    other: Vec<String>,
}

/// `buyers` who all press the button at once, each with a basket of their own.
async fn crowd(
    shop: &Arc<TestShop>,
    variant: kernel::kinds::VariantId,
    buyers: usize,
    payment: &'static str,
) -> Fared {
    let instances = [shop.shop.checkout.clone()];
    crowd_at(&instances, shop, variant, buyers, payment).await
}

/// [`crowd`], each buyer at the next of several instances.
async fn crowd_at(
    instances: &[Checkout],
    shop: &Arc<TestShop>,
    variant: kernel::kinds::VariantId,
    buyers: usize,
    payment: &'static str,
) -> Fared {
    let together = Arc::new(Barrier::new(buyers));
    let mut tasks = Vec::new();
    for i in 0..buyers {
        let (shop, together, checkout) = (shop.clone(), together.clone(), instances[i % instances.len()].clone());
        let token = shop.cart(&[(variant, 1)]).await;
        tasks.push(tokio::spawn(async move {
            let ask = shop.ask(&token, &format!("buyer{i}"), payment);
            together.wait().await;
            checkout.place(&shop.shopper(), ask, "capture").await
        }));
    }
    let mut fared = Fared { placed: 0, sold_out: 0, other: Vec::new() };
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(Outcome::Placed(_)) => fared.placed += 1,
            Err(CheckoutError::Inventory(InventoryError::OutOfStock { .. })) => fared.sold_out += 1,
            other => fared.other.push(format!("{other:?}")),
        }
    }
    fared
}

story! {
    async fn two_hundred_buyers_get_ten_units(shop: TestShop) {
        let vase = shop.sells("vase", 9900, 10).await;
        let shop = Arc::new(shop);
        let fared = crowd(&shop, vase, 200, "offline").await;
        assert_eq!((fared.placed, fared.sold_out, &fared.other[..]), (10, 190, &[][..]));
        assert_eq!(shop.left(vase).await, 0);
    }
}

story! {
    async fn two_hundred_cards_get_ten_units(shop: TestShop) {
        let vase = shop.sells("vase", 9900, 10).await;
        let shop = Arc::new(shop);
        let fared = crowd(&shop, vase, 200, "test").await;
        assert_eq!((fared.placed, fared.sold_out, &fared.other[..]), (10, 190, &[][..]));
        assert_eq!(shop.left(vase).await, 0);
    }
}

story! {
    async fn a_crowd_does_not_waste_order_numbers(shop: TestShop) {
        let (vase, last) = (shop.sells("vase", 9900, 300).await, shop.sells("last", 9900, 5).await);
        let shop = Arc::new(shop);
        let fared = crowd(&shop, last, 240, "offline").await;
        assert_eq!((fared.placed, fared.sold_out, &fared.other[..]), (5, 235, &[][..]));
        let fared = crowd(&shop, vase, 235, "offline").await;
        assert_eq!((fared.placed, &fared.other[..]), (235, &[][..]));
        let placed = shop.shop.db.read_now(|c| -> Result<Vec<orders::Order>, orders::OrdersError> {
            let heads = orders::books::heads(c, None, 1000)?;
            heads.iter().map(|head| orders::Orders::get_in(c, head.id)).collect()
        });
        let number = |order: &orders::Order| order.number.trim_start_matches("S-").parse::<i64>().unwrap();
        let mut numbers: Vec<i64> = placed.unwrap().iter().map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 240, "each has its own");
        let span = numbers.last().unwrap() - numbers[0];
        assert!(span < 240 + 200, "at most what is left of a block or two is missing between them: {span}");
    }
}

story! {
    async fn what_one_click_prepared_is_never_paid_by_another(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 500).await;
        let shop = Arc::new(shop);
        let mut placed = 0;
        for _ in 0..20 {
            let token = shop.cart(&[(mug, 1)]).await;
            let places = |name: &'static str, details: &'static str| {
                let (shop, token) = (shop.clone(), token.clone());
                tokio::spawn(async move {
                    let ask = shop.ask(&token, name, "test");
                    shop.shop.checkout.place(&shop.shopper(), ask, details).await
                })
            };
            // One basket in two windows: what is typed into the one is always declined.
            let (ada, bob) = (places("ada", "decline"), places("bob", "capture"));
            for outcome in [ada.await.unwrap(), bob.await.unwrap()] {
                if let Ok(Outcome::Placed(order)) = outcome {
                    let order = shop.shop.orders.get(order.order).await.unwrap();
                    assert_eq!(order.contact.email, "bob@example.org");
                    placed += 1;
                }
            }
        }
        assert!(placed > 0);
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

/// Only PostgreSQL serves two instances at once.
#[test]
fn two_instances_sell_ten_units_ten_times() {
    testkit::on_postgres(&sundry::MIGRATIONS, async |db| {
        let shop = TestShop::over(db).await;
        let vase = shop.sells("vase", 9900, 10).await;
        let instances = [shop.shop.checkout.clone(), shop.another().checkout];
        let shop = Arc::new(shop);
        for payment in ["offline", "test"] {
            let fared = crowd_at(&instances, &shop, vase, 200, payment).await;
            let sold = if payment == "offline" { 10 } else { 0 };
            assert_eq!((fared.placed, fared.sold_out, &fared.other[..]), (sold, 200 - sold, &[][..]));
        }
        assert_eq!(shop.left(vase).await, 0);
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    });
}

/// Buyers at several instances who all have the same code, which is good once; and again, and again.
async fn one_use(instances: &[Checkout], shop: &Arc<TestShop>, variant: kernel::kinds::VariantId) {
    const BUYERS: usize = 40;
    for round in 0..3 {
        let code = format!("ONCE{round}");
        let new = NewCoupon {
            code: code.clone(),
            title: "A euro off".into(),
            benefit: Benefit::Fixed { amount: 100 },
            currency: Currency::EUR,
            least_goods: None,
            products: vec![],
            categories: vec![],
            valid_from: None,
            valid_until: None,
            uses_limit: Some(1),
            per_buyer: None,
        };
        let coupon = shop.shop.pricing.add_coupon(&shop.manager(), new).await.unwrap();
        let together = Arc::new(Barrier::new(BUYERS));
        let mut tasks = Vec::new();
        for i in 0..BUYERS {
            let token = shop.cart(&[(variant, 1)]).await;
            shop.shop.carts.put_coupon(&shop.shopper(), &token, &code).await.unwrap();
            let (shop, together, checkout) =
                (shop.clone(), together.clone(), instances[i % instances.len()].clone());
            tasks.push(tokio::spawn(async move {
                let payment = if i % 3 == 0 { "test" } else { "offline" };
                let ask = shop.ask(&token, &format!("buyer{i}"), payment);
                together.wait().await;
                checkout.place(&shop.shopper(), ask, "capture").await
            }));
        }
        let (mut used, mut late, mut other) = (0, 0, Vec::new());
        for task in tasks {
            match task.await.expect("no panic") {
                Ok(Outcome::Placed(_)) => used += 1,
                Err(CheckoutError::Pricing(PricingError::Coupon(CouponError::UsedUp))) => late += 1,
                unlike => other.push(format!("{unlike:?}")),
            }
        }
        assert_eq!((used, late, &other[..]), (1, BUYERS - 1, &[][..]), "round {round}");
        assert_eq!(shop.shop.pricing.coupon(&shop.manager(), coupon).await.unwrap().taken, 1);
    }
    let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
    assert!(report.is_clean(), "{report}");
}

story! {
    async fn one_use_of_a_coupon_is_one_order(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 500).await;
        let shop = Arc::new(shop);
        one_use(std::slice::from_ref(&shop.shop.checkout), &shop, mug).await;
    }
}

#[test]
fn one_use_of_a_coupon_is_one_order_at_two_instances() {
    testkit::on_postgres(&sundry::MIGRATIONS, async |db| {
        let shop = TestShop::over(db).await;
        let mug = shop.sells("mug", 2400, 500).await;
        let instances = [shop.shop.checkout.clone(), shop.another().checkout];
        let shop = Arc::new(shop);
        one_use(&instances, &shop, mug).await;
    });
}
