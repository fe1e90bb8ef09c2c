//! Coupons, from the code that is typed to the use that is counted.
use std::sync::Arc;
use std::time::Duration;

use cart::{CartError, CouponStands};
use checkout::{CheckoutError, Outcome};
use kernel::kinds::{CouponId, ProductId};
use kernel::{BasisPoints, Coded, Currency};
use pricing::{Benefit, CouponError, NewCoupon, NotApplied, PricingError};
use tokio::sync::Barrier;

use crate::support::{TestShop, engine, placed, story};

fn tenth(code: &str) -> NewCoupon {
    NewCoupon {
        code: code.into(),
        title: "A tenth off".into(),
        benefit: Benefit::Percent { rate: BasisPoints(1000) },
        currency: Currency::EUR,
        least_goods: None,
        products: vec![],
        categories: vec![],
        valid_from: None,
        valid_until: None,
        uses_limit: None,
        per_buyer: None,
    }
}

async fn coupon(shop: &TestShop, new: NewCoupon) -> CouponId {
    shop.shop.pricing.add_coupon(&shop.manager(), new).await.unwrap()
}

async fn taken(shop: &TestShop, id: CouponId) -> i64 {
    shop.shop.pricing.coupon(&shop.manager(), id).await.unwrap().taken
}

fn clean(shop: &TestShop) {
    let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
    assert!(report.is_clean(), "{report}");
    assert!(report.checks.iter().any(|c| c.id == "I7" && c.examined > 0), "{report}");
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, CheckoutError>) -> &'static str {
    outcome.unwrap_err().code()
}

story! {
    async fn a_tenth_is_taken_off_and_told_with_the_order(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 10).await;
        let id = coupon(&shop, tenth("frost10")).await;
        let token = shop.cart(&[(mug, 2)]).await;
        let carts = &shop.shop.carts;
        carts.put_coupon(&shop.shopper(), &token, " frost 10").await.unwrap();
        let view = carts.view(&token, shop.terms()).await.unwrap();
        assert_eq!((view.quote.discount, view.quote.total), (480, 4320));
        assert!(matches!(view.coupon_stands(), Some(CouponStands::Applies(p)) if p.goods == 480));

        let ask = shop.ask(&token, "ada", "offline");
        let order = placed(shop.shop.checkout.place(&shop.shopper(), ask, "").await).order;
        let order = shop.shop.orders.get(order).await.unwrap();
        assert_eq!((order.goods, order.discount, order.shipping.amount, order.total), (4800, 480, 490, 4810));
        let told = &order.particulars.reductions[0];
        assert_eq!((told.title.as_str(), told.code.as_str(), told.goods), ("A tenth off", "FROST10", 480));
        assert_eq!((told.coupon, taken(&shop, id).await), (Some(id), 1));
        let uses = shop.shop.pricing.coupon_uses(&shop.manager(), id, 10).await.unwrap();
        assert!(uses[0].used && uses[0].holder == orders::Orders::reference(order.id) && uses[0].amount == 480);
        clean(&shop);
    }
}

story! {
    async fn why_a_code_does_nothing_is_told(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 10).await;
        let token = shop.cart(&[(mug, 1)]).await;
        let (carts, start) = (&shop.shop.carts, shop.test_db.db.clock().now());
        let day = Duration::from_secs(86_400);
        coupon(&shop, NewCoupon { valid_from: Some(start.plus(day)), ..tenth("LATER") }).await;
        coupon(&shop, NewCoupon { valid_until: Some(start), ..tenth("GONE") }).await;
        let paused = coupon(&shop, tenth("PAUSED")).await;
        shop.shop.pricing.pause_coupon(&shop.manager(), paused, true).await.unwrap();
        for (typed, code) in [
            ("NOBODYS", "coupon_unknown"),
            ("%%", "coupon_unknown"),
            ("LATER", "coupon_not_yet"),
            ("GONE", "coupon_over"),
            ("PAUSED", "coupon_paused"),
        ] {
            let wrong = carts.put_coupon(&shop.shopper(), &token, typed).await.unwrap_err();
            assert_eq!(wrong.code(), code, "{typed}");
        }
        assert!(carts.view(&token, shop.terms()).await.unwrap().coupon.is_none());

        // What only wants a fuller basket is kept, and works as soon as it is.
        coupon(&shop, NewCoupon { least_goods: Some(4000), ..tenth("FROM40") }).await;
        carts.put_coupon(&shop.shopper(), &token, "FROM40").await.unwrap();
        let view = carts.view(&token, shop.terms()).await.unwrap();
        let waits = NotApplied::TooLittle { least: 4000, goods: 2400 };
        assert_eq!(view.coupon_stands(), Some(CouponStands::Waits(&waits)));
        carts.add(&shop.shopper(), &token, mug, 1).await.unwrap();
        assert_eq!(carts.view(&token, shop.terms()).await.unwrap().quote.discount, 480);

        // It ends while it lies in the basket: nobody pays another total unasked.
        shop.shop.pricing.pause_coupon(&shop.manager(), paused, false).await.unwrap();
        carts.put_coupon(&shop.shopper(), &token, "PAUSED").await.unwrap();
        shop.shop.pricing.pause_coupon(&shop.manager(), paused, true).await.unwrap();
        let ask = shop.ask(&token, "ada", "offline");
        assert_eq!(refused(shop.shop.checkout.place(&shop.shopper(), ask.clone(), "").await), "coupon_paused");
        carts.drop_coupon(&shop.shopper(), &token).await.unwrap();
        placed(shop.shop.checkout.place(&shop.shopper(), ask, "").await);
        clean(&shop);
    }
}

story! {
    async fn a_use_is_held_with_the_checkout_and_given_back(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 10).await;
        let id = coupon(&shop, NewCoupon { uses_limit: Some(1), ..tenth("ONCE") }).await;
        let (carts, checkout) = (&shop.shop.carts, &shop.shop.checkout);
        let ada = shop.cart(&[(mug, 1)]).await;
        carts.put_coupon(&shop.shopper(), &ada, "ONCE").await.unwrap();
        // Prepared twice, it is held once.
        for _ in 0..2 {
            checkout.prepare(&shop.shopper(), shop.ask(&ada, "ada", "test")).await.unwrap();
        }
        assert_eq!(taken(&shop, id).await, 1);
        assert!(carts.view(&ada, shop.terms()).await.unwrap().quote.discount > 0, "who holds it sees it");
        let bob = shop.cart(&[(mug, 1)]).await;
        let late = carts.put_coupon(&shop.shopper(), &bob, "ONCE").await.unwrap_err();
        assert_eq!(late.code(), "coupon_used_up");
        clean(&shop);

        shop.test_db.advance(checkout::HOLD + Duration::from_secs(1));
        let s = shop.shop.clone();
        shop.shop.db.write(&shop.shopper(), move |tx| s.checkout.expire(tx, 10)).await.unwrap();
        assert_eq!(taken(&shop, id).await, 0);
        carts.put_coupon(&shop.shopper(), &bob, "ONCE").await.unwrap();
        let order = placed(checkout.place(&shop.shopper(), shop.ask(&bob, "bob", "test"), "ok").await).order;
        assert_eq!(taken(&shop, id).await, 1);
        clean(&shop);

        shop.shop.orders.cancel(&shop.manager(), order, "changed their mind").await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        assert_eq!(taken(&shop, id).await, 0);
        let uses = shop.shop.pricing.coupon_uses(&shop.manager(), id, 10).await.unwrap();
        assert!(uses.iter().all(|u| u.released) && uses.len() == 2, "{uses:?}");
        clean(&shop);
    }
}

story! {
    async fn once_for_each_buyer_is_once(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 10).await;
        coupon(&shop, NewCoupon { per_buyer: Some(1), ..tenth("HELLO") }).await;
        let buys = async |name: &str, method: &str| {
            let token = shop.cart(&[(mug, 1)]).await;
            shop.shop.carts.put_coupon(&shop.shopper(), &token, "HELLO").await.unwrap();
            shop.shop.checkout.place(&shop.shopper(), shop.ask(&token, name, method), "ok").await
        };
        placed(buys("ada", "offline").await);
        assert_eq!(refused(buys("ADA", "offline").await), "coupon_used_by_buyer");
        assert_eq!(refused(buys("ada", "test").await), "coupon_used_by_buyer");
        placed(buys("bob", "test").await);
        clean(&shop);
    }
}

story! {
    async fn an_order_that_costs_nothing_is_paid(shop: TestShop) {
        let mug = shop.sells("mug", 7000, 10).await;
        let all = Benefit::Percent { rate: BasisPoints(10_000) };
        coupon(&shop, NewCoupon { benefit: all, ..tenth("GIFT") }).await;
        coupon(&shop, NewCoupon { benefit: Benefit::FreeDelivery, ..tenth("POST") }).await;
        for method in ["offline", "test"] {
            let token = shop.cart(&[(mug, 1)]).await;
            shop.shop.carts.put_coupon(&shop.shopper(), &token, "GIFT").await.unwrap();
            let ask = shop.ask(&token, "ada", method);
            // Free goods do not reach the limit of free delivery: 4.90 are left to pay.
            let order = placed(shop.shop.checkout.place(&shop.shopper(), ask, "ok").await).order;
            assert_eq!(shop.shop.orders.get(order).await.unwrap().total, 490);
        }
        // Delivery is free from 60.00 anyway: nothing is taken off, and no use is spent.
        let token = shop.cart(&[(mug, 1)]).await;
        shop.shop.carts.put_coupon(&shop.shopper(), &token, "POST").await.unwrap();
        let ask = shop.ask(&token, "ada", "offline");
        let order = placed(shop.shop.checkout.place(&shop.shopper(), ask, "").await).order;
        assert!(shop.shop.orders.get(order).await.unwrap().particulars.reductions.is_empty());

        let s = shop.shop.clone();
        let method = shipping::NewMethod {
            code: "parcel".into(),
            name: "Parcel".into(),
            description: String::new(),
            countries: vec!["DE".into()],
            price: kernel::Money::new(0, Currency::EUR),
            free_over: None,
            tax_class: "standard".into(),
            min_days: 2,
            max_days: 3,
            position: 1,
        };
        let put = move |tx: &mut db::Tx<'_>| s.shipping.put_method(tx, &method).map(drop);
        shop.shop.db.write(&shop.owner(), put).await.unwrap();
        for method in ["offline", "test"] {
            let token = shop.cart(&[(mug, 1)]).await;
            shop.shop.carts.put_coupon(&shop.shopper(), &token, "GIFT").await.unwrap();
            let ask = shop.ask(&token, "ada", method);
            let order = placed(shop.shop.checkout.place(&shop.shopper(), ask, "ok").await).order;
            let order = shop.shop.orders.get(order).await.unwrap();
            assert_eq!((order.total, order.payment), (0, orders::PaymentAxis::Paid), "{method}");
        }
        engine(&shop.shop).drain().await.unwrap();
        clean(&shop);
    }
}

story! {
    async fn a_coupon_is_for_some_products_or_shelves(shop: TestShop) {
        let (mug, vase) = (shop.sells("mug", 2000, 10).await, shop.sells("vase", 4000, 10).await);
        let token = shop.cart(&[(mug, 1), (vase, 1)]).await;
        let view = shop.shop.carts.view(&token, shop.terms()).await.unwrap();
        let product: ProductId = view.lines.iter().find(|l| l.item.variant == mug).unwrap().item.product;
        coupon(&shop, NewCoupon { products: vec![product], ..tenth("MUGS") }).await;
        shop.shop.carts.put_coupon(&shop.shopper(), &token, "MUGS").await.unwrap();
        let view = shop.shop.carts.view(&token, shop.terms()).await.unwrap();
        assert_eq!(view.quote.discount, 200);

        let s = shop.shop.clone();
        let shelve = move |tx: &mut db::Tx<'_>| {
            let edit = |title: &str, parent| catalog::CategoryEdit {
                title: title.into(),
                slug: String::new(),
                intro: String::new(),
                parent,
            };
            let home = s.catalog.create_category(tx, &edit("Home", None))?;
            let table = s.catalog.create_category(tx, &edit("Table", Some(home)))?;
            s.catalog.shelve(tx, product, table, true)?;
            Ok::<_, catalog::CatalogError>(home)
        };
        let home = shop.shop.db.write(&shop.owner(), shelve).await.unwrap();
        coupon(&shop, NewCoupon { categories: vec![home], ..tenth("HOMES") }).await;
        shop.shop.carts.put_coupon(&shop.shopper(), &token, "HOMES").await.unwrap();
        let view = shop.shop.carts.view(&token, shop.terms()).await.unwrap();
        assert_eq!(view.quote.discount, 200, "what stands on a shelf below counts");
        shop.shop.carts.set(&shop.shopper(), &token, mug, 0).await.unwrap();
        let view = shop.shop.carts.view(&token, shop.terms()).await.unwrap();
        assert_eq!(view.coupon_stands(), Some(CouponStands::Waits(&NotApplied::NothingFits)));
    }
}

story! {
    async fn fifty_buyers_share_five_uses(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 200).await;
        let shop = Arc::new(shop);
        for method in ["offline", "test"] {
            let code = format!("RUSH-{method}");
            let id = coupon(&shop, NewCoupon { uses_limit: Some(5), ..tenth(&code) }).await;
            let together = Arc::new(Barrier::new(50));
            let mut tasks = Vec::new();
            for i in 0..50 {
                let (shop, together) = (shop.clone(), together.clone());
                let token = shop.cart(&[(mug, 1)]).await;
                shop.shop.carts.put_coupon(&shop.shopper(), &token, &code).await.unwrap();
                tasks.push(tokio::spawn(async move {
                    let ask = shop.ask(&token, &format!("buyer{i}"), method);
                    together.wait().await;
                    shop.shop.checkout.place(&shop.shopper(), ask, "ok").await
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
            assert_eq!((used, late, &other[..]), (5, 45, &[][..]), "{method}");
            assert_eq!(taken(&shop, id).await, 5);
            clean(&shop);
        }
    }
}

story! {
    async fn only_who_may_makes_coupons_and_nothing_is_made_of_nonsense(shop: TestShop) {
        let pricing = &shop.shop.pricing;
        let refused = pricing.add_coupon(&shop.clerk(), tenth("NO")).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let id = coupon(&shop, tenth("FIRST")).await;
        let with = |change: fn(&mut NewCoupon)| {
            let mut new = tenth("SECOND");
            change(&mut new);
            new
        };
        for (new, code) in [
            (with(|n| n.code = "first".into()), "coupon_code_taken"),
            (with(|n| n.code = "a".into()), "coupon_code"),
            (with(|n| n.title = " ".into()), "coupon_title"),
            (with(|n| n.benefit = Benefit::Percent { rate: BasisPoints(10_001) }), "coupon_percent"),
            (with(|n| n.benefit = Benefit::Fixed { amount: 0 }), "coupon_amount"),
            (with(|n| n.uses_limit = Some(0)), "coupon_limit"),
        ] {
            assert_eq!(pricing.add_coupon(&shop.manager(), new).await.unwrap_err().code(), code);
        }
        pricing.change_coupon(&shop.manager(), id, 1, tenth("RENAMED")).await.unwrap();
        let stale = pricing.change_coupon(&shop.manager(), id, 1, tenth("AGAIN")).await.unwrap_err();
        assert_eq!(stale.code(), "changed_meanwhile");
        assert_eq!(pricing.coupon(&shop.manager(), id).await.unwrap().code, "RENAMED");
        assert!(matches!(
            shop.shop.carts.put_coupon(&shop.shopper(), "no-basket", "RENAMED").await,
            Err(CartError::NotFound)
        ));
    }
}
