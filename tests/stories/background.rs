//! What goes on behind a sale, drained by hand.
use std::time::Duration;

use checkout::Outcome;
use events::admin::{self, Since};
use kernel::Actor;
use orders::PaymentAxis;
use payments::Fact;

use crate::support::{engine, placed, story};

/// Longer than the lease of a subscriber or of a claimed job.
const DEAD: Duration = Duration::from_secs(60);

story! {
    async fn an_order_is_confirmed_by_one_mail(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = shop.sold("ada", &[(mug, 1)]).await;
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        assert_eq!((shop.mails(), shop.mails_to_the_shop()), (1, 1));
        works.drain().await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        assert_eq!(shop.mails(), 1);
        let told = shop.shop.notifications.about(&order.to_string()).await.unwrap();
        let told: Vec<_> = told.iter().map(|m| (m.kind.as_str(), m.state.as_str(), m.recipient.as_str())).collect();
        assert!(told.contains(&("order.confirmation", "sent", "ada@example.org")), "{told:?}");
        assert!(told.contains(&("order.new", "sent", "shop@example.org")) && told.len() == 2, "{told:?}");
    }
}

story! {
    async fn what_a_dead_instance_left_is_done_once(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        shop.sold("ada", &[(mug, 1)]).await;
        // It took the event, and died before the job: its leases stay.
        let dead = engine(&shop.shop);
        dead.hand_out().await.unwrap();
        drop(dead);
        assert_eq!(shop.mails(), 0);
        shop.test_db.advance(DEAD);
        engine(&shop.another()).drain().await.unwrap();
        assert_eq!(shop.mails(), 1);
    }
}

story! {
    async fn an_event_handed_out_again_sends_no_second_mail(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        shop.sold("ada", &[(mug, 1)]).await;
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        let actor = Actor::system("test");
        let again = shop.shop.db.write(&actor, |tx| {
            admin::replay(tx, "mail.order-confirmation", Since::Start).map_err(db::DbError::from)
        });
        assert!(again.await.unwrap());
        assert!(works.drain().await.unwrap().events > 0);
        assert_eq!(shop.mails(), 1);
    }
}

story! {
    async fn nobody_is_told_of_the_past_of_a_demo(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = shop.cart(&[(mug, 1)]).await;
        let order = shop.shop.checkout.place(&Actor::system("demo"), shop.ask(&token, "ada", "offline"), "").await;
        placed(order);
        engine(&shop.shop).drain().await.unwrap();
        assert_eq!(shop.mails(), 0);
        shop.test_db.advance(DEAD);
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

story! {
    async fn a_capture_is_carried_out_by_a_job(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = placed(shop.buys("ada", &[(mug, 1)], "test", "ok").await).order;
        shop.shop.orders.capture(&shop.clerk(), order).await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        let paid = shop.shop.orders.get(order).await.unwrap();
        assert_eq!(paid.payment, PaymentAxis::Paid);
    }
}

story! {
    async fn a_payment_decided_later_places_the_order(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = shop.cart(&[(mug, 1)]).await;
        let held = shop.shop.checkout.prepare(&shop.shopper(), shop.ask(&token, "ada", "test")).await.unwrap();
        let pending = shop.shop.checkout.pay(&shop.shopper(), &token, "pending").await.unwrap();
        assert_eq!(pending, Outcome::Pending);
        let reference = orders::Orders::reference(held.order);
        let payment = shop.shop.payments.of(&[reference]).await.unwrap()[&reference][0].id;
        let s = shop.shop.clone();
        let actor = Actor::system("test");
        let told = shop.shop.db.write(&actor, move |tx| {
            let fact = Fact::Captured { provider_reference: None, amount: None };
            s.payments.record(tx, payment, &fact).map(drop)
        });
        told.await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        assert!(matches!(shop.shop.checkout.status(&token).await.unwrap(), Outcome::Placed(_)));
        assert_eq!(shop.shop.orders.get(held.order).await.unwrap().payment, PaymentAxis::Paid);
        assert_eq!(shop.mails(), 1);
    }
}

story! {
    async fn a_transfer_that_comes_is_told_and_a_capture_is_not(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let transfer = shop.sold("ada", &[(mug, 1)]).await;
        let card = placed(shop.buys("bob", &[(mug, 1)], "test", "ok").await).order;
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        shop.test_db.advance(DEAD);
        for order in [transfer, card] {
            shop.shop.orders.capture(&shop.clerk(), order).await.unwrap();
        }
        works.drain().await.unwrap();
        let kinds = async |order: kernel::kinds::OrderId| -> Vec<String> {
            let told = shop.shop.notifications.about(&order.to_string()).await.unwrap();
            told.into_iter().filter(|m| m.kind != "order.new").map(|m| m.kind).collect()
        };
        assert_eq!(kinds(transfer).await, ["order.confirmation", "order.paid"]);
        assert_eq!(kinds(card).await, ["order.confirmation"]);
    }
}

diesel::table! {
    auth_sessions (id) {
        id -> Binary,
    }
}

story! {
    async fn sessions_that_ended_long_ago_are_forgotten(shop: TestShop) {
        use diesel::prelude::*;
        let held = || {
            let count = |c: &mut db::Conn| Ok::<i64, db::DbError>(auth_sessions::table.count().get_result(c)?);
            shop.shop.db.read_now(count).unwrap()
        };
        let policy = auth::SessionPolicy::of(auth::Realm::Staff);
        let sessions = auth::Sessions::new(shop.shop.db.clone(), auth::Realm::Staff, policy);
        let actor = Actor::system("test");
        shop.shop.db.write(&actor, move |tx| sessions.create(tx, "stf_ada", "a browser")).await.unwrap();
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        assert_eq!(held(), 1, "what can be used is kept");
        shop.test_db.advance(policy.absolute + 31 * Duration::from_secs(24 * 3600));
        works.drain().await.unwrap();
        assert_eq!(held(), 0);
    }
}
