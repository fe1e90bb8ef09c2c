//! Cards that are tried out in the provider's own fields, and payments that it finds risky.
use std::time::Duration;

use checkout::{CheckoutError, Outcome};
use orders::{HeldFor, Lifecycle, OrdersError, PaymentAxis};
use payments::{PaymentsError, Settings, Velocity};

use super::stories::Ground;
use crate::support::placed;

impl Ground {
    /// The only intent there is.
    fn one(&self) -> String {
        self.sim.books(|b| b.intents.keys().next_back().cloned()).expect("an intent")
    }

    /// Hears all that was told, twice, and does what follows.
    async fn listens(&self) {
        for told in self.sim.told() {
            self.hears(told.clone()).await;
            self.hears(told).await;
            self.works().await;
        }
    }
}

testkit::both_databases! {
    &sundry::MIGRATIONS;

    async fn whoever_tries_out_cards_in_the_providers_fields_is_stopped_there(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        let velocity = Velocity { basket: 3, card: 2, ..Velocity::default() };
        let settings = Settings { velocity, ..Settings::default() };
        ground.shop.shop.payments.put_settings(&ground.shop.owner(), settings).await.unwrap();
        let (token, open) = ground.buys("eve", "").await;
        assert!(matches!(open, Ok(Outcome::Pending)), "{open:?}");
        let intent = ground.one();
        for n in 0..2 {
            ground.sim.books(|b| b.refuses_card(&intent, &format!("card-{n}")));
            ground.listens().await;
            assert!(ground.shop.shop.checkout.open_payment(&token).await.unwrap().is_some(), "a mistyped card is none");
        }
        ground.sim.books(|b| b.refuses_card(&intent, "card-2"));
        ground.listens().await;
        assert_eq!(ground.sim.books(|b| b.intents[&intent].status), "canceled", "the fields are closed");
        let (eve, ask) = (ground.shop.shopper(), ground.shop.ask(&token, "eve", "stripe"));
        match ground.shop.shop.checkout.place(&eve, ask, "").await {
            Err(CheckoutError::Payments(PaymentsError::TooManyTries { retry_after })) => {
                assert!(retry_after > Duration::from_secs(3000));
            }
            other => panic!("{other:?}"),
        }
        let by_transfer = ground.shop.ask(&token, "eve", "offline");
        placed(ground.shop.shop.checkout.place(&ground.shop.shopper(), by_transfer, "").await);
    }

    async fn a_card_is_known_again_on_another_basket(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        let velocity = Velocity { card: 2, basket: 0, ..Velocity::default() };
        let settings = Settings { velocity, ..Settings::default() };
        ground.shop.shop.payments.put_settings(&ground.shop.owner(), settings).await.unwrap();
        for _ in 0..2 {
            let (_, open) = ground.buys("eve", "").await;
            assert!(matches!(open, Ok(Outcome::Pending)), "{open:?}");
            let intent = ground.sim.books(|b| {
                b.intents.values().filter(|i| i.refusals.is_empty()).map(|i| i.name.clone()).next_back()
            });
            ground.sim.books(|b| b.refuses_card(intent.as_deref().unwrap(), "the-card"));
            ground.listens().await;
        }
        let closed = ground.sim.books(|b| b.intents.values().filter(|i| i.status == "canceled").count());
        assert_eq!(closed, 1, "the second refusal of the same card ended its payment, the first did not");
    }

    async fn a_risky_payment_waits_until_somebody_has_looked(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        let (owner, orders) = (ground.shop.owner(), ground.shop.shop.orders.clone());
        let order = placed(ground.buys("eve", "pm_good").await.1).order;
        let intent = ground.one();
        ground.sim.books(|b| b.intents.get_mut(&intent).unwrap().risk = "elevated");
        // Asked by itself, for the answer said nothing of it.
        ground.works().await;
        let held = orders.review(order).await.unwrap().unwrap();
        assert!(held.is_open() && held.why == HeldFor::Risk, "{held:?}");
        assert!(matches!(orders.ship(&owner, order, "", "").await, Err(OrdersError::Held)));
        orders.accept(&owner, order).await.unwrap();
        // Heard again, it is not held again.
        ground.shop.shop.checkout.hear_out(&owner, payment_of(&ground, order).await).await.unwrap();
        assert!(!orders.review(order).await.unwrap().unwrap().is_open());
        orders.ship(&owner, order, "", "").await.unwrap();
        ground.shop.proves();
    }

    async fn a_risky_payment_that_is_refused_goes_back(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        let (owner, orders) = (ground.shop.owner(), ground.shop.shop.orders.clone());
        let order = placed(ground.buys("eve", "pm_good").await.1).order;
        let intent = ground.one();
        ground.sim.books(|b| b.intents.get_mut(&intent).unwrap().risk = "highest");
        ground.works().await;
        assert_eq!(orders.review(order).await.unwrap().unwrap().why, HeldFor::HighRisk);
        orders.refuse(&owner, order, "not the holder's card").await.unwrap();
        ground.works().await;
        let gone = orders.get(order).await.unwrap();
        assert_eq!((gone.lifecycle, gone.payment), (Lifecycle::Cancelled, PaymentAxis::Refunded));
        assert_eq!(ground.sim.books(|b| b.intents[&intent].refunded()), gone.total);
        ground.shop.proves();
    }

    async fn what_is_not_wished_is_not_held(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        let review = payments::Review { risky: false, ..payments::Review::default() };
        let settings = Settings { review, ..Settings::default() };
        ground.shop.shop.payments.put_settings(&ground.shop.owner(), settings).await.unwrap();
        let order = placed(ground.buys("eve", "pm_good").await.1).order;
        let intent = ground.one();
        ground.sim.books(|b| b.intents.get_mut(&intent).unwrap().risk = "highest");
        ground.works().await;
        assert_eq!(ground.shop.shop.orders.review(order).await.unwrap(), None);
    }
}

async fn payment_of(ground: &Ground, order: kernel::kinds::OrderId) -> kernel::kinds::PaymentId {
    let reference = orders::Orders::reference(order);
    ground.shop.shop.payments.of(&[reference]).await.unwrap().remove(&reference).unwrap()[0].id
}
