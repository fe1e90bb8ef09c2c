//! A sale, from the basket to the parcel.
use std::time::Duration;

use checkout::{CheckoutError, Outcome};
use inventory::InventoryError;
use kernel::Coded;
use orders::{FulfilmentAxis, Lifecycle, PaymentAxis};

use crate::support::{placed, story};

story! {
    async fn a_mug_is_bought_by_transfer_and_shipped(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 10).await;
        let order = shop.sold("ada", &[(mug, 2)]).await;

        let placed = shop.shop.orders.get(order).await.unwrap();
        assert_eq!((placed.goods, placed.shipping.amount, placed.total), (4800, 490, 5290));
        assert_eq!(placed.tax, 766 + 78);
        assert_eq!(placed.payment, PaymentAxis::Pending);
        assert_eq!(shop.left(mug).await, 8);

        shop.shop.orders.capture(&shop.clerk(), order).await.unwrap();
        shop.shop.orders.ship(&shop.clerk(), order, "Post", "P-1").await.unwrap();
        let sent = shop.shop.orders.get(order).await.unwrap();
        assert_eq!(sent.lifecycle, Lifecycle::Completed);
        assert_eq!((sent.payment, sent.fulfilment), (PaymentAxis::Paid, FulfilmentAxis::Fulfilled));
        assert_eq!(sent.lines[0].shipped, 2);

        let history = shop.shop.orders.history(order).await.unwrap();
        let folded = orders::Orders::fold(&history);
        assert!(folded.whole);
        assert_eq!((folded.lifecycle, folded.payment), (sent.lifecycle, sent.payment));
        assert_eq!((folded.fulfilment, folded.version), (sent.fulfilment, sent.version));
    }
}

story! {
    async fn the_last_unit_is_sold_once(shop: TestShop) {
        let vase = shop.sells("vase", 9900, 1).await;
        shop.sold("ada", &[(vase, 1)]).await;
        let second = shop.buys("bob", &[(vase, 1)], "offline", "").await;
        assert!(
            matches!(second, Err(CheckoutError::Inventory(InventoryError::OutOfStock { left: 0, .. }))),
            "{second:?}"
        );
        assert_eq!(shop.left(vase).await, 0);
    }
}

story! {
    async fn a_held_unit_is_free_again_when_its_time_is_over(shop: TestShop) {
        let vase = shop.sells("vase", 9900, 1).await;
        let ada = shop.cart(&[(vase, 1)]).await;
        shop.shop.checkout.prepare(&shop.shopper(), shop.ask(&ada, "ada", "test")).await.unwrap();
        assert_eq!(shop.left(vase).await, 0);

        shop.test_db.advance(checkout::HOLD + Duration::from_secs(1));
        let s = shop.shop.clone();
        let over = shop.shop.db.write(&shop.shopper(), move |tx| s.checkout.expire(tx, 10)).await.unwrap();
        assert_eq!((over, shop.left(vase).await), (1, 1));
        let late = shop.shop.checkout.pay(&shop.shopper(), &ada, "ok").await;
        assert!(matches!(late, Err(CheckoutError::NothingPrepared)), "{late:?}");
    }
}

story! {
    async fn a_card_is_authorised_then_captured(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = placed(shop.buys("ada", &[(mug, 1)], "test", "ok").await).order;
        assert_eq!(shop.shop.orders.get(order).await.unwrap().payment, PaymentAxis::Authorized);
        shop.shop.orders.capture(&shop.clerk(), order).await.unwrap();
        // The provider is asked by a job; until then nothing is taken.
        assert_eq!(shop.shop.orders.get(order).await.unwrap().payment, PaymentAxis::Authorized);
    }
}

story! {
    async fn a_declined_card_leaves_the_basket_and_another_try(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = shop.cart(&[(mug, 1)]).await;
        let ask = shop.ask(&token, "ada", "test");
        let declined = shop.shop.checkout.place(&shop.shopper(), ask.clone(), "decline").await;
        assert_eq!(declined.unwrap_err().code(), "payment_declined");
        assert_eq!(shop.left(mug).await, 4, "the stock is still held for the next try");
        placed(shop.shop.checkout.place(&shop.shopper(), ask, "ok").await);
        assert_eq!(shop.left(mug).await, 4);
    }
}

story! {
    async fn an_order_is_placed_once_however_often_it_is_asked_for(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = shop.cart(&[(mug, 1)]).await;
        let mut ask = shop.ask(&token, "ada", "offline");
        ask.idempotency_key = Some("k-1".into());
        let first = shop.shop.checkout.prepare(&shop.shopper(), ask.clone()).await.unwrap();
        let again = shop.shop.checkout.prepare(&shop.shopper(), ask).await.unwrap();
        assert_eq!((first.attempt, first.order), (again.attempt, again.order));
        let one = placed(shop.shop.checkout.pay(&shop.shopper(), &token, "").await);
        let two = placed(shop.shop.checkout.pay(&shop.shopper(), &token, "").await);
        assert_eq!(one, two);
        assert_eq!(shop.left(mug).await, 4);
    }
}

story! {
    async fn a_total_that_moved_is_told_not_charged(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = shop.cart(&[(mug, 1)]).await;
        let mut ask = shop.ask(&token, "ada", "offline");
        ask.expected_total = Some(2400);
        let drift = shop.shop.checkout.place(&shop.shopper(), ask, "").await.unwrap_err();
        assert!(matches!(&drift, CheckoutError::Drift { now, .. } if now.amount == 2890), "{drift:?}");
        assert_eq!(shop.left(mug).await, 5, "nothing is held for a checkout that was refused");
    }
}

story! {
    async fn editing_the_basket_voids_the_checkout(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = shop.cart(&[(mug, 1)]).await;
        shop.shop.checkout.prepare(&shop.shopper(), shop.ask(&token, "ada", "offline")).await.unwrap();
        shop.shop.carts.set(&shop.shopper(), &token, mug, 3).await.unwrap();
        let paid = shop.shop.checkout.pay(&shop.shopper(), &token, "").await;
        assert!(matches!(paid, Err(CheckoutError::CartChanged)), "{paid:?}");
        let again = shop.shop.checkout.prepare(&shop.shopper(), shop.ask(&token, "ada", "offline")).await.unwrap();
        assert_eq!(again.quote.goods, 7200);
        assert_eq!(shop.left(mug).await, 2);
    }
}

story! {
    async fn cancelling_gives_the_stock_back_and_needs_the_power_to(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = shop.sold("ada", &[(mug, 2)]).await;
        let refused = shop.shop.orders.cancel(&shop.shopper(), order, "no").await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        shop.shop.orders.cancel(&shop.clerk(), order, "changed their mind").await.unwrap();
        assert_eq!(shop.left(mug).await, 5);
        let ship = shop.shop.orders.ship(&shop.clerk(), order, "", "").await;
        assert_eq!(ship.unwrap_err().code(), "order_state");
    }
}

story! {
    async fn money_that_comes_when_the_stock_is_gone_goes_back(shop: TestShop) {
        let vase = shop.sells("vase", 9900, 1).await;
        let token = shop.cart(&[(vase, 1)]).await;
        let pending = shop.shop.checkout.place(&shop.shopper(), shop.ask(&token, "ada", "test"), "pending").await;
        assert_eq!(pending.unwrap(), Outcome::Pending);
        let attempt = shop.shop.checkout.prepared(&token).await;
        assert!(attempt.is_err(), "it is being paid for, not waiting");

        shop.test_db.advance(checkout::HOLD_WHILE_PAYING + Duration::from_secs(1));
        let s = shop.shop.clone();
        shop.shop.db.write(&shop.shopper(), move |tx| s.inventory.expire_holds(tx, 10)).await.unwrap();
        shop.sold("bob", &[(vase, 1)]).await;
        assert_eq!(shop.left(vase).await, 0);
    }
}

story! {
    async fn an_order_goes_out_in_parts(shop: TestShop) {
        use orders::{FulfilmentAxis, Lifecycle, OrdersError, ShippedLine};
        let (mug, vase) = (shop.sells("mug", 2400, 5).await, shop.sells("vase", 9900, 5).await);
        let order = shop.sold("ada", &[(mug, 3), (vase, 1)]).await;
        let clerk = shop.clerk();
        let orders = &shop.shop.orders;
        let part = |lines: &[(i64, i64)]| {
            let lines = lines.iter().map(|(position, quantity)| ShippedLine { position: *position, quantity: *quantity });
            orders.ship_part(&clerk, order, lines.collect(), "DHL", "0034")
        };
        for (lines, code) in [
            (vec![(1, 4)], "too_much_to_ship"),
            (vec![(1, 2), (1, 2)], "too_much_to_ship"),
            (vec![(7, 1)], "too_much_to_ship"),
            (vec![(1, i64::MAX), (1, 1)], "too_much_to_ship"),
            (vec![(1, 0), (2, -1)], "nothing_to_ship"),
            (vec![], "nothing_to_ship"),
        ] {
            assert_eq!(part(&lines).await.unwrap_err().code(), code, "{lines:?}");
        }
        assert_eq!(orders.get(order).await.unwrap().fulfilment, FulfilmentAxis::Unfulfilled);

        part(&[(1, 2)]).await.unwrap();
        let held = orders.get(order).await.unwrap();
        assert_eq!(held.fulfilment, FulfilmentAxis::Partial);
        assert_eq!(held.lines.iter().map(|l| l.shipped).collect::<Vec<_>>(), [2, 0]);
        assert!(matches!(orders.cancel(&clerk, order, "too late").await, Err(OrdersError::Transition { .. })));

        part(&[(1, 1), (2, 1)]).await.unwrap();
        let held = orders.get(order).await.unwrap();
        assert_eq!(held.fulfilment, FulfilmentAxis::Fulfilled);
        assert_eq!(orders.fulfilments(order).await.unwrap().iter().map(|f| f.units).collect::<Vec<_>>(), [2, 2]);
        let folded = orders::Orders::fold(&orders.history(order).await.unwrap());
        assert_eq!((folded.fulfilment, folded.lifecycle), (FulfilmentAxis::Fulfilled, Lifecycle::Placed));
        assert!(folded.whole);
        // The beginning of the story gives the order as it was after the first parcel.
        let story = orders.history(order).await.unwrap();
        let first = story.iter().position(|e| matches!(e.happened, orders::Happened::Shipped { .. })).unwrap();
        let was = orders::Orders::fold(&story[..=first]);
        assert_eq!((was.fulfilment, was.total), (FulfilmentAxis::Partial, held.total));
        let sent = |was: &orders::Folded, position| was.units.get(&position).map_or(0, |units| units.shipped);
        assert_eq!((sent(&was, 1), sent(&was, 2)), (2, 0));
        assert_eq!((sent(&folded, 1), sent(&folded, 2)), (3, 1));
        assert_eq!(part(&[(1, 1)]).await.unwrap_err().code(), "nothing_to_ship");
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

story! {
    async fn two_clicks_at_once_are_told_of_one_order(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 20).await;
        for round in 0..5 {
            let token = shop.cart(&[(mug, 1)]).await;
            let checkout = &shop.shop.checkout;
            checkout.prepare(&shop.shopper(), shop.ask(&token, "ada", "test")).await.unwrap();
            let (one, two) = (shop.shopper(), shop.shopper());
            let (first, second) =
                futures_util::future::join(checkout.pay(&one, &token, "ok"), checkout.pay(&two, &token, "ok")).await;
            for told in [first, second] {
                assert!(matches!(told, Ok(Outcome::Placed(_) | Outcome::Pending)), "round {round}: {told:?}");
            }
            placed(checkout.status(&token).await);
            assert_eq!(shop.left(mug).await, 19 - round);
        }
    }
}
