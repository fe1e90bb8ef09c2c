//! What the one who ordered does without staff.
use std::net::IpAddr;

use kernel::Coded;
use orders::{Lifecycle, PaymentAxis};

use crate::support::{TO_THE_SHOP, TestShop, engine, placed, story};

story! {
    async fn the_buyer_calls_an_order_off_until_it_is_sent(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 9).await;
        let (orders, works) = (&shop.shop.orders, engine(&shop.shop));
        for (method, details, in_the_end) in [
            ("offline", "", PaymentAxis::Pending),
            ("test", "ok", PaymentAxis::Pending),
            ("test", "capture", PaymentAxis::Refunded),
        ] {
            let order = placed(shop.buys("ada", &[(mug, 2)], method, details).await).order;
            let link = orders.get(order).await.unwrap().link_token;
            assert_eq!(shop.left(mug).await, 7);
            orders.cancel_by_link(&shop.shopper(), &link).await.unwrap();
            let twice = orders.cancel_by_link(&shop.shopper(), &link).await.unwrap_err();
            assert_eq!(twice.code(), "order_state");
            works.drain().await.unwrap();
            let held = orders.get(order).await.unwrap();
            assert_eq!((held.lifecycle, held.payment), (Lifecycle::Cancelled, in_the_end), "{method} {details}");
            assert_eq!(shop.left(mug).await, 9);
            let told = shop.shop.notifications.about(&order.to_string()).await.unwrap();
            assert!(told.iter().any(|m| m.kind == "order.cancelled" && m.state == "sent"), "{method}");
        }
        let sent = placed(shop.buys("ada", &[(mug, 1)], "test", "capture").await).order;
        orders.ship(&shop.clerk(), sent, "DHL", "1").await.unwrap();
        let link = orders.get(sent).await.unwrap().link_token;
        assert_eq!(orders.cancel_by_link(&shop.shopper(), &link).await.unwrap_err().code(), "order_state");
        let nothing = orders.cancel_by_link(&shop.shopper(), "nothing").await.unwrap_err();
        assert_eq!(nothing.code(), "order_not_found");
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

story! {
    async fn an_order_is_found_by_number_and_address_and_not_by_guessing(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 9).await;
        let order = shop.sold("ada", &[(mug, 1)]).await;
        let order = shop.shop.orders.get(order).await.unwrap();
        let digits = order.number.trim_start_matches("S-").to_owned();
        let ip: IpAddr = "203.0.113.9".parse().unwrap();
        let shopper = shop.shopper();
        let look = |number: &str, email: &str, ip: IpAddr| {
            let (number, email, orders, shopper) =
                (number.to_owned(), email.to_owned(), shop.shop.orders.clone(), shopper.clone());
            async move { orders.look_up(&shopper, &number, &email, ip).await }
        };
        let link = Some(order.link_token.clone());
        assert_eq!(look(&order.number, "ada@example.org", ip).await.unwrap(), link);
        assert_eq!(look(&format!(" #{digits}"), " ADA@example.org", ip).await.unwrap(), link);
        assert_eq!(look(&order.number, "bob@example.org", ip).await.unwrap(), None);
        assert_eq!(look("S-1", "ada@example.org", ip).await.unwrap(), None);
        for i in 0..7 {
            let from: IpAddr = format!("203.0.113.{}", 100 + i).parse().unwrap();
            assert_eq!(look(&order.number, &format!("guess{i}@example.org"), from).await.unwrap(), None);
        }
        let other: IpAddr = "203.0.113.200".parse().unwrap();
        let enough = look(&order.number, "ada@example.org", other).await.unwrap_err();
        assert_eq!(enough.code(), "too_many_tries", "whoever asks, from wherever");
        shop.test_db.advance(std::time::Duration::from_secs(2 * 3600));
        assert_eq!(look(&order.number, "ada@example.org", other).await.unwrap(), link);
    }
}

story! {
    async fn the_shop_hears_of_it_when_a_buyer_cancels(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let (theirs, ours) = (shop.sold("ada", &[(mug, 1)]).await, shop.sold("bob", &[(mug, 1)]).await);
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        let before = shop.mails_to_the_shop();
        let order = shop.shop.orders.get(theirs).await.unwrap();
        shop.shop.orders.cancel_by_link(&shop.shopper(), &order.link_token).await.unwrap();
        shop.shop.orders.cancel(&shop.clerk(), ours, "sold out").await.unwrap();
        works.drain().await.unwrap();
        assert_eq!(shop.mails_to_the_shop(), before + 1, "what staff do, they know");
        let told = shop.letters().into_iter().filter(|m| m.contains(TO_THE_SHOP)).any(|m| {
            m.contains(&format!("{} was cancelled by its buyer", order.number))
        });
        assert!(told);
    }
}

story! {
    async fn an_order_of_a_closed_shop_is_marked_as_a_test(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        opens(&shop, markets::Opening::Soon).await;
        shop.sold("ada", &[(mug, 1)]).await;
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        let told = shop.mail_texts();
        assert!(!told.is_empty());
        for mail in &told {
            assert!(mail.contains("Subject: Test: ") && mail.contains("This is a test order"), "{mail}");
        }
        shop.test_db.advance(std::time::Duration::from_secs(60));
        opens(&shop, markets::Opening::Open).await;
        shop.sold("bob", &[(mug, 1)]).await;
        works.drain().await.unwrap();
        let after = shop.mail_texts();
        assert_eq!(after.iter().filter(|m| m.contains("Subject: Test: ")).count(), told.len());
        assert!(after.len() > told.len());
    }
}

async fn opens(shop: &TestShop, opening: markets::Opening) {
    let markets = shop.shop.markets.clone();
    shop.shop.db.write(&shop.owner(), move |tx| markets.set_opening(tx, opening)).await.unwrap();
    shop.shop.markets.forget();
}
