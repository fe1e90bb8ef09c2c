//! Money that goes back: in parts, to the last cent, once; and what becomes of the goods.
use std::sync::Arc;

use kernel::Coded;
use kernel::kinds::OrderId;
use orders::{FulfilmentAxis, Lifecycle, PaymentAxis, RefundAsk, RefundLine, ShippedLine};
use payments::{Answer, AuthorizeRequest, Call, Offline, Provider, ProviderError, Reply};

use crate::support::{TestShop, engine, placed, story};

async fn ask(shop: &TestShop, order: OrderId, lines: &[(i64, i64, i64)]) -> RefundAsk {
    let version = shop.shop.orders.get(order).await.unwrap().version;
    let line = |(position, unsent, sent): &(i64, i64, i64)| RefundLine {
        position: *position,
        unsent: *unsent,
        sent: *sent,
    };
    let lines = lines.iter().map(line).collect();
    RefundAsk { version, lines, delivery: false, extra: 0, restock: true, reason: "broken".into() }
}

fn books(shop: &TestShop) {
    let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
    assert!(report.is_clean(), "{report}");
}

story! {
    async fn a_line_goes_back_before_it_was_sent_and_the_rest_goes_out(shop: TestShop) {
        let (mug, vase) = (shop.sells("mug", 2400, 5).await, shop.sells("vase", 9900, 5).await);
        let order = placed(shop.buys("ada", &[(mug, 2), (vase, 1)], "test", "capture").await).order;
        let (orders, works) = (&shop.shop.orders, engine(&shop.shop));
        let wanted = ask(&shop, order, &[(2, 1, 0)]).await;
        let clerk = orders.refund(&shop.clerk(), order, wanted.clone(), None).await.unwrap_err();
        assert_eq!(clerk.code(), "forbidden");
        let other = orders.refund(&shop.manager(), order, wanted.clone(), Some(1)).await.unwrap_err();
        assert_eq!(other.code(), "changed_meanwhile", "not the amount that was shown");
        let planned = orders.plan_refund(&shop.manager(), order, wanted.clone()).await.unwrap();
        assert_eq!((planned.amount, planned.tax), (9900, 1581));
        orders.refund(&shop.manager(), order, wanted.clone(), Some(9900)).await.unwrap();
        let twice = orders.refund(&shop.manager(), order, wanted, Some(9900)).await.unwrap_err();
        assert_eq!(twice.code(), "changed_meanwhile");
        assert_eq!(shop.left(vase).await, 5, "what was not sent is on sale again");
        assert_eq!(orders.given_back(order).await.unwrap().underway, 9900);
        works.drain().await.unwrap();
        let held = orders.get(order).await.unwrap();
        assert_eq!((held.payment, held.fulfilment), (PaymentAxis::PartiallyRefunded, FulfilmentAxis::Unfulfilled));
        assert_eq!(orders.given_back(order).await.unwrap().given, 9900);
        let told: Vec<String> = shop.mail_texts();
        assert!(told.iter().any(|m| m.contains("You get") && m.contains("99.00") && m.contains("broken")), "{told:?}");

        orders.ship(&shop.clerk(), order, "DHL", "1").await.unwrap();
        works.drain().await.unwrap();
        let held = orders.get(order).await.unwrap();
        assert_eq!(held.lines.iter().map(|l| (l.shipped, l.dropped)).collect::<Vec<_>>(), [(2, 0), (0, 1)]);
        assert_eq!((held.fulfilment, held.lifecycle), (FulfilmentAxis::Fulfilled, Lifecycle::Completed));
        books(&shop);
    }
}

story! {
    async fn what_came_back_goes_on_the_shelf_or_not(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = placed(shop.buys("ada", &[(mug, 3)], "test", "capture").await).order;
        let orders = &shop.shop.orders;
        orders.ship(&shop.clerk(), order, "", "").await.unwrap();
        assert_eq!(shop.left(mug).await, 2);
        let one = ask(&shop, order, &[(1, 0, 1)]).await;
        orders.refund(&shop.manager(), order, one, None).await.unwrap();
        assert_eq!(shop.left(mug).await, 3);
        let broken = RefundAsk { restock: false, delivery: true, ..ask(&shop, order, &[(1, 0, 2)]).await };
        orders.refund(&shop.manager(), order, broken, None).await.unwrap();
        assert_eq!(shop.left(mug).await, 3);
        engine(&shop.shop).drain().await.unwrap();
        let held = orders.get(order).await.unwrap();
        assert_eq!((held.payment, held.fulfilment), (PaymentAxis::Refunded, FulfilmentAxis::Returned));
        let back: i64 = orders.refunds(order).await.unwrap().iter().map(|r| r.amount).sum();
        assert_eq!(back, held.total);
        let tax: i64 = orders.refunds(order).await.unwrap().iter().map(|r| r.tax).sum();
        assert_eq!(tax, held.tax);
        books(&shop);
    }
}

/// Takes money and does not give it back, until it is told to.
struct Grudging(std::sync::atomic::AtomicBool);

impl Provider for Grudging {
    fn code(&self) -> &'static str {
        "grudging"
    }
    fn label(&self) -> &'static str {
        "pay-test"
    }
    fn settles_later(&self) -> bool {
        false
    }
    fn authorize(&self, request: AuthorizeRequest) -> Reply<'_, Answer> {
        let provider_reference = format!("grudging-{}", request.payment);
        Box::pin(std::future::ready(Ok(Answer::Captured { provider_reference })))
    }
    fn capture(&self, _: Call) -> Reply<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
    fn void(&self, _: Call) -> Reply<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
    fn refund(&self, _: Call) -> Reply<'_, ()> {
        let gives = self.0.load(std::sync::atomic::Ordering::Relaxed);
        let no = ProviderError::Declined("the account is closed".into());
        Box::pin(std::future::ready(if gives { Ok(()) } else { Err(no) }))
    }
    fn look_up(&self, _: kernel::kinds::PaymentId) -> Reply<'_, Option<Answer>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

testkit::both_databases! {
    &sundry::MIGRATIONS;
    async fn a_refund_that_is_refused_is_told_and_asked_for_again(db: testkit::TestDb) {
        let grudging = Arc::new(Grudging(false.into()));
        let shop = TestShop::with(db, vec![Arc::new(Offline), grudging.clone()]).await;
        let mug = shop.sells("mug", 2400, 9).await;
        let part = placed(shop.buys("ada", &[(mug, 2)], "grudging", "").await).order;
        let whole = placed(shop.buys("bob", &[(mug, 1)], "grudging", "").await).order;
        let (orders, works) = (&shop.shop.orders, engine(&shop.shop));
        let wanted = ask(&shop, part, &[(1, 1, 0)]).await;
        orders.refund(&shop.manager(), part, wanted, None).await.unwrap();
        orders.cancel(&shop.manager(), whole, "changed their mind").await.unwrap();
        works.drain().await.unwrap();
        for (order, amount) in [(part, 2400), (whole, 2890)] {
            let back = orders.given_back(order).await.unwrap();
            assert_eq!((back.given, back.underway, back.refused), (0, 0, amount));
            assert_eq!(back.why, "the account is closed");
        }
        grudging.0.store(true, std::sync::atomic::Ordering::Relaxed);
        for order in [part, whole] {
            assert!(orders.ask_back_again(&shop.clerk(), order).await.is_err());
            orders.ask_back_again(&shop.manager(), order).await.unwrap();
            let twice = orders.ask_back_again(&shop.manager(), order).await.unwrap_err();
            assert_eq!(twice.code(), "nothing_to_refund");
        }
        works.drain().await.unwrap();
        assert_eq!(orders.get(part).await.unwrap().payment, PaymentAxis::PartiallyRefunded);
        assert_eq!(orders.get(whole).await.unwrap().payment, PaymentAxis::Refunded);
        books(&shop);
    }
}

story! {
    async fn whatever_is_done_to_an_order_keeps_the_books(shop: TestShop) {
        let (mug, vase) = (shop.sells("mug", 333, 500).await, shop.sells("vase", 1999, 500).await);
        let (orders, works) = (&shop.shop.orders, engine(&shop.shop));
        // Always the same sequences, of no particular order.
        let mut seed: u64 = 20_261_126;
        let mut dice = move |sides: u64| -> i64 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) % sides) as i64
        };
        let (mut did, mut refused) = (0, 0);
        for round in 0..12 {
            let method = if round % 3 == 0 { ("offline", "") } else { ("test", "capture") };
            let order = placed(shop.buys("ada", &[(mug, 3), (vase, 2)], method.0, method.1).await).order;
            for _ in 0..7 {
                let held = orders.get(order).await.unwrap();
                let line = 1 + dice(2);
                let units = 1 + dice(2);
                let outcome = match dice(6) {
                    0 | 1 => {
                        let part = vec![ShippedLine { position: line, quantity: units }];
                        orders.ship_part(&shop.clerk(), order, part, "DHL", "1").await.map(drop)
                    }
                    2 => orders.capture(&shop.clerk(), order).await,
                    3 if dice(3) == 0 => orders.cancel(&shop.manager(), order, "changed their mind").await,
                    _ => {
                        let (unsent, sent) = if dice(2) == 0 { (units, 0) } else { (0, units) };
                        let wanted = RefundAsk {
                            version: held.version,
                            lines: vec![RefundLine { position: line, unsent, sent }],
                            delivery: dice(3) == 0,
                            extra: dice(40),
                            restock: dice(2) == 0,
                            reason: "broken".into(),
                        };
                        orders.refund(&shop.manager(), order, wanted, None).await.map(drop)
                    }
                };
                match outcome {
                    Ok(()) => did += 1,
                    Err(e) => {
                        refused += 1;
                        assert_ne!(e.fault(), kernel::Fault::Ours, "{e}");
                        let after = orders.get(order).await.unwrap();
                        assert_eq!(after.version, held.version, "what is refused changes nothing: {e}");
                    }
                }
                if dice(2) == 0 {
                    works.drain().await.unwrap();
                }
            }
            works.drain().await.unwrap();
            let held = orders.get(order).await.unwrap();
            let given: i64 = orders.refunds(order).await.unwrap().iter().map(|r| r.amount).sum();
            assert!(given <= held.total, "{given} of {}", held.total);
            let back = orders.given_back(order).await.unwrap();
            assert_eq!((back.underway, back.refused), (0, 0));
            if held.lifecycle != Lifecycle::Cancelled {
                assert_eq!(back.given, given);
            }
        }
        assert!(did > 20 && refused > 5, "{did} done, {refused} refused");
        books(&shop);
    }
}

/// Gives money back, and its first answer to each request is lost.
#[derive(Default)]
struct Mumbling(std::sync::Mutex<std::collections::HashMap<String, i64>>);

impl Provider for Mumbling {
    fn code(&self) -> &'static str {
        "mumbling"
    }
    fn label(&self) -> &'static str {
        "pay-test"
    }
    fn settles_later(&self) -> bool {
        false
    }
    fn authorize(&self, request: AuthorizeRequest) -> Reply<'_, Answer> {
        let provider_reference = format!("mumbling-{}", request.payment);
        Box::pin(std::future::ready(Ok(Answer::Captured { provider_reference })))
    }
    fn capture(&self, _: Call) -> Reply<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
    fn void(&self, _: Call) -> Reply<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
    fn refund(&self, call: Call) -> Reply<'_, ()> {
        let known = self.0.lock().unwrap().insert(call.key, call.amount.amount).is_some();
        let lost = ProviderError::Unavailable("the line went dead".into());
        Box::pin(std::future::ready(if known { Ok(()) } else { Err(lost) }))
    }
    fn look_up(&self, _: kernel::kinds::PaymentId) -> Reply<'_, Option<Answer>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

testkit::both_databases! {
    &sundry::MIGRATIONS;
    async fn a_lost_answer_is_asked_for_under_the_same_key(db: testkit::TestDb) {
        let mumbling = Arc::new(Mumbling::default());
        let shop = TestShop::with(db, vec![Arc::new(Offline), mumbling.clone()]).await;
        let mug = shop.sells("mug", 2400, 9).await;
        let order = placed(shop.buys("ada", &[(mug, 2)], "mumbling", "").await).order;
        let (orders, works) = (&shop.shop.orders, engine(&shop.shop));
        for _ in 0..2 {
            let wanted = ask(&shop, order, &[]).await;
            let wanted = RefundAsk { extra: 500, ..wanted };
            orders.refund(&shop.manager(), order, wanted, None).await.unwrap();
        }
        works.drain().await.unwrap();
        assert_eq!(orders.given_back(order).await.unwrap().underway, 1000, "nobody knows yet");
        // Jobs of one payment wait for one another: each is tried twice.
        for _ in 0..4 {
            shop.test_db.advance(std::time::Duration::from_secs(3600));
            works.drain().await.unwrap();
        }
        assert_eq!(orders.given_back(order).await.unwrap().given, 1000);
        let keys = mumbling.0.lock().unwrap().values().copied().collect::<Vec<_>>();
        assert_eq!(keys, [500, 500], "two requests, however often they were asked");
        books(&shop);
    }
}
