//! Orders that wait until somebody has looked at them.
use kernel::{Currency, Forbidden};
use orders::{HeldFor, Lifecycle, OrdersError, PaymentAxis, Verdict};
use payments::{Review, Settings};

use crate::support::{TestShop, engine, placed, story};

async fn look_at_all_from(shop: &TestShop, cents: i64) {
    let review = Review { from: cents, currency: Some(Currency::EUR), ..Review::default() };
    shop.shop.payments.put_settings(&shop.owner(), Settings { review, ..Settings::default() }).await.unwrap();
}

story! {
    async fn an_order_of_much_waits_and_one_of_less_or_by_transfer_does_not(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 20).await;
        look_at_all_from(&shop, 5000).await;
        let orders = &shop.shop.orders;
        let small = placed(shop.buys("ada", &[(mug, 1)], "test", "ok").await).order;
        let transfer = placed(shop.buys("bob", &[(mug, 3)], "offline", "").await).order;
        let large = placed(shop.buys("eve", &[(mug, 3)], "test", "ok").await).order;
        let held = orders.held(10).await.unwrap();
        assert_eq!(held.iter().map(|r| (r.order, r.why)).collect::<Vec<_>>(), [(large, HeldFor::Amount)]);
        for free in [small, transfer] {
            orders.ship(&shop.owner(), free, "", "").await.unwrap();
        }

        // Nothing goes out, and what is set aside stays there.
        assert!(matches!(orders.ship(&shop.owner(), large, "", "").await, Err(OrdersError::Held)));
        assert!(matches!(orders.capture(&shop.owner(), large).await, Err(OrdersError::Held)));
        let clerk = orders.accept(&shop.clerk(), large).await;
        assert!(matches!(clerk, Err(OrdersError::Forbidden(Forbidden(_)))), "a clerk may not decide: {clerk:?}");

        orders.accept(&shop.manager(), large).await.unwrap();
        assert!(matches!(orders.accept(&shop.manager(), large).await, Err(OrdersError::NotHeld)));
        assert_eq!(orders.held(10).await.unwrap(), []);
        let seen = orders.review(large).await.unwrap().unwrap();
        assert_eq!(seen.verdict.unwrap().0, Verdict::Accepted);
        orders.capture(&shop.owner(), large).await.unwrap();
        orders.ship(&shop.owner(), large, "", "").await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        shop.proves();
    }
}

story! {
    async fn a_refused_order_is_cancelled_and_its_money_let_go_at_once(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 20).await;
        look_at_all_from(&shop, 100).await;
        let order = placed(shop.buys("eve", &[(mug, 3)], "test", "ok").await).order;
        let orders = &shop.shop.orders;
        assert_eq!(shop.left(mug).await, 17);
        assert!(matches!(orders.refuse(&shop.manager(), order, "  ").await, Err(OrdersError::Reason)));
        orders.refuse(&shop.manager(), order, "the address is a forwarder's").await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        let gone = orders.get(order).await.unwrap();
        assert_eq!(gone.lifecycle, Lifecycle::Cancelled);
        assert_ne!(gone.payment, PaymentAxis::Authorized, "the money is let go");
        assert_eq!(shop.left(mug).await, 20);
        assert_eq!(orders.review(order).await.unwrap().unwrap().verdict.unwrap().0, Verdict::Refused);
        shop.proves();
    }
}

story! {
    async fn an_order_that_is_cancelled_while_it_is_held_waits_for_nobody(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 20).await;
        look_at_all_from(&shop, 100).await;
        let placed = placed(shop.buys("eve", &[(mug, 3)], "test", "ok").await);
        let orders = &shop.shop.orders;
        orders.cancel_by_link(&shop.shopper(), &placed.link_token).await.unwrap();
        assert_eq!(orders.held(10).await.unwrap(), []);
        assert_eq!(orders.review(placed.order).await.unwrap().unwrap().verdict.unwrap().0, Verdict::Cancelled);
        assert!(matches!(orders.accept(&shop.manager(), placed.order).await, Err(OrdersError::NotHeld)));
    }
}
