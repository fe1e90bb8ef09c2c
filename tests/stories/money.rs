//! Money that is asked for twice, refused, or comes when nobody wants it any more.
use std::sync::Arc;

use inventory::{Band, BandChanged};
use kernel::{Actor, Coded, Currency, Money};
use orders::PaymentAxis;
use payments::{Answer, AuthorizeRequest, Call, Offline, Payment, Provider, ProviderError, Reply};
use pricing::PriceChanged;

use crate::support::{TestShop, engine, placed, story};

/// Sets money aside and never gives it out.
struct Stingy;

impl Provider for Stingy {
    fn code(&self) -> &'static str {
        "stingy"
    }
    fn label(&self) -> &'static str {
        "pay-test"
    }
    fn settles_later(&self) -> bool {
        false
    }
    fn authorize(&self, request: AuthorizeRequest) -> Reply<'_, Answer> {
        let provider_reference = format!("stingy-{}", request.payment);
        Box::pin(std::future::ready(Ok(Answer::Authorized { provider_reference })))
    }
    fn capture(&self, _: Call) -> Reply<'_, ()> {
        Box::pin(std::future::ready(Err(ProviderError::Declined("the card has expired".into()))))
    }
    fn void(&self, _: Call) -> Reply<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
    fn refund(&self, _: Call) -> Reply<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
    fn look_up(&self, _: kernel::kinds::PaymentId) -> Reply<'_, Option<Answer>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

async fn payment(shop: &TestShop, order: kernel::kinds::OrderId) -> Payment {
    let reference = orders::Orders::reference(order);
    shop.shop.payments.of(&[reference]).await.unwrap().remove(&reference).unwrap().remove(0)
}

story! {
    async fn a_second_capture_waits_for_the_first(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = placed(shop.buys("ada", &[(mug, 1)], "test", "ok").await).order;
        shop.shop.orders.capture(&shop.clerk(), order).await.unwrap();
        let twice = shop.shop.orders.capture(&shop.clerk(), order).await.unwrap_err();
        assert_eq!(twice.code(), "payment_underway");
        engine(&shop.shop).drain().await.unwrap();
        assert_eq!(payment(&shop, order).await.captured.amount, 2890);
        let done = shop.shop.orders.capture(&shop.clerk(), order).await.unwrap_err();
        assert_eq!(done.code(), "nothing_to_capture");
    }
}

testkit::both_databases! {
    &sundry::MIGRATIONS;
    async fn a_declined_capture_is_told_and_may_be_tried_again(db: testkit::TestDb) {
        let shop = TestShop::with(db, vec![Arc::new(Offline), Arc::new(Stingy)]).await;
        let mug = shop.sells("mug", 2400, 5).await;
        let order = placed(shop.buys("ada", &[(mug, 1)], "stingy", "ok").await).order;
        for _ in 0..2 {
            shop.shop.orders.capture(&shop.clerk(), order).await.unwrap();
            engine(&shop.shop).drain().await.unwrap();
            assert_eq!(payment(&shop, order).await.error, "the card has expired");
            assert_eq!(shop.shop.orders.get(order).await.unwrap().payment, PaymentAxis::Authorized);
        }
    }
}

story! {
    async fn money_taken_for_a_cancelled_order_goes_back(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = placed(shop.buys("ada", &[(mug, 1)], "test", "ok").await).order;
        shop.shop.orders.capture(&shop.clerk(), order).await.unwrap();
        shop.shop.orders.cancel(&shop.clerk(), order, "changed their mind").await.unwrap();
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        let sums = payment(&shop, order).await;
        assert_eq!((sums.captured.amount, sums.refunded.amount), (2890, 2890));
        assert_eq!(shop.shop.orders.get(order).await.unwrap().payment, PaymentAxis::Refunded);
        // Nothing died on the way, and settling again asks for nothing more.
        let jobs = shop.shop.db.read(|c| events::admin::jobs_overview(c).map_err(db::DbError::from)).await.unwrap();
        assert!(jobs.is_empty(), "{jobs:?}");
        let s = shop.shop.clone();
        shop.shop.db.write(&Actor::system("test"), move |tx| s.orders.settle(tx, order)).await.unwrap();
        assert_eq!(works.drain().await.unwrap().jobs, 0);
        assert_eq!(shop.left(mug).await, 5);
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

story! {
    async fn money_taken_before_is_asked_back_once(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = placed(shop.buys("ada", &[(mug, 1)], "test", "capture").await).order;
        let refused = shop.shop.orders.cancel(&shop.clerk(), order, "changed their mind").await.unwrap_err();
        assert_eq!(refused.code(), "forbidden", "giving money back is more than a clerk may");
        shop.shop.orders.cancel(&shop.manager(), order, "changed their mind").await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        assert_eq!(payment(&shop, order).await.refunded.amount, 2890);
        assert_eq!(shop.shop.orders.get(order).await.unwrap().payment, PaymentAxis::Refunded);
    }
}

story! {
    async fn a_price_may_change_twice_in_a_moment(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let (s, list) = (shop.shop.clone(), shop.list);
        let actor = Actor::system("test");
        let versions = shop.shop.db.write(&actor, move |tx| {
            for cents in [2500, 2600, 2600, 2700] {
                s.pricing.put_price(tx, mug, list, Money::new(cents, Currency::EUR), None)?;
            }
            let told = events::admin::of_stream(tx, &format!("price:{mug}:{list}"), 100)?;
            let prices = told.iter().filter_map(|e| e.decode::<PriceChanged>()).map(|e| e.unwrap());
            Ok::<_, pricing::PricingError>(prices.map(|e| (e.version, e.amount)).collect::<Vec<_>>())
        });
        assert_eq!(versions.await.unwrap(), [(1, 2400), (2, 2500), (3, 2600), (4, 2700)]);
    }
}

story! {
    async fn a_backorder_that_puts_a_thing_on_sale_again_is_told(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 1).await;
        shop.sold("ada", &[(mug, 1)]).await;
        let (s, place) = (shop.shop.clone(), shop.location);
        let actor = Actor::system("test");
        let told = shop.shop.db.write(&actor, move |tx| {
            assert!(s.inventory.allow_backorder(tx, place, mug, 3)?);
            assert!(!s.inventory.allow_backorder(tx, place, mug, 3)?);
            assert!(s.inventory.allow_backorder(tx, place, mug, 4)?);
            let told = events::admin::of_stream(tx, &format!("stock:{mug}:{place}"), 100)?;
            Ok::<_, inventory::InventoryError>(told.last().and_then(|e| e.decode::<BandChanged>()).unwrap().unwrap())
        });
        let told = told.await.unwrap();
        assert_eq!(told.band, Band::Low);
        assert_eq!(shop.left(mug).await, 4);
    }
}

story! {
    async fn selling_without_stock_ends_once_nobody_waits(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 1).await;
        let (inventory, place) = (shop.shop.inventory.clone(), shop.location);
        let beyond = |units| {
            let inventory = inventory.clone();
            let write = move |tx: &mut db::Tx<'_>| inventory.allow_backorder(tx, place, mug, units);
            let db = shop.shop.db.clone();
            async move { db.write(&Actor::system("test"), write).await }
        };
        assert!(beyond(5).await.unwrap());
        shop.sold("ada", &[(mug, 4)]).await;

        let early = beyond(0).await.unwrap_err();
        assert_eq!(early.code(), "stock_promised");
        assert!(early.to_string().contains("by 3;"), "{early}");
        assert!(beyond(2).await.is_err());
        assert!(beyond(3).await.unwrap());
        assert_eq!(shop.left(mug).await, 0);

        let (s, db) = (inventory.clone(), shop.shop.db.clone());
        let actor = Actor::system("test");
        db.write(&actor, move |tx| s.receive(tx, place, mug, 3, "delivery")).await.unwrap();
        assert!(beyond(0).await.unwrap());
        assert_eq!(shop.left(mug).await, 0);
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}
