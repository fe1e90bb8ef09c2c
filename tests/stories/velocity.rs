//! Whoever tries out cards is slowed down; who merely mistypes one is not.
use std::net::IpAddr;
use std::time::Duration;

use checkout::{CheckoutError, Outcome};
use kernel::Coded;
use kernel::kinds::VariantId;
use payments::{Paying, PaymentsError, Settings, Velocity};

use crate::support::{TestShop, story};

/// How paying for a new basket with `card` went, from `ip`.
async fn tries(shop: &TestShop, mug: VariantId, card: &str, ip: &str) -> Result<Outcome, CheckoutError> {
    let token = shop.cart(&[(mug, 1)]).await;
    pays(shop, &token, card, ip).await
}

async fn pays(shop: &TestShop, token: &str, card: &str, ip: &str) -> Result<Outcome, CheckoutError> {
    let ip: Option<IpAddr> = Some(ip.parse().unwrap());
    let paying = Paying { details: card.to_owned(), ip, ..Paying::default() };
    shop.shop.checkout.place(&shop.shopper(), shop.ask(token, "ada", "test"), paying).await
}

fn wait(refused: Result<Outcome, CheckoutError>) -> Duration {
    match refused.unwrap_err() {
        CheckoutError::Payments(PaymentsError::TooManyTries { retry_after }) => retry_after,
        other => panic!("{other}"),
    }
}

async fn set(shop: &TestShop, velocity: Velocity) {
    let settings = Settings { velocity, ..Settings::default() };
    shop.shop.payments.put_settings(&shop.owner(), settings).await.unwrap();
}

story! {
    async fn a_basket_whose_cards_are_refused_waits_and_may_be_paid_another_way(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 50).await;
        let token = shop.cart(&[(mug, 1)]).await;
        for n in 0..5_u8 {
            // From elsewhere each time: it is the basket that counts.
            let refused = pays(&shop, &token, "decline", &format!("203.0.113.{n}")).await;
            assert_eq!(refused.unwrap_err().code(), "payment_declined", "{n}");
        }
        let retry_after = wait(pays(&shop, &token, "ok", "198.51.100.7").await);
        assert!(retry_after > Duration::from_secs(50 * 60) && retry_after <= Duration::from_secs(65 * 60));

        // Nothing is lost: the stock is held on, and whoever pays by transfer is served.
        let by_transfer = shop.shop.checkout.place(&shop.shopper(), shop.ask(&token, "ada", "offline"), "").await;
        assert!(matches!(by_transfer, Ok(Outcome::Placed(_))), "{by_transfer:?}");
    }
}

story! {
    async fn a_while_later_it_may_be_tried_again(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 50).await;
        set(&shop, Velocity { window_minutes: 10, basket: 2, ..Velocity::default() }).await;
        let token = shop.cart(&[(mug, 1)]).await;
        for _ in 0..2 {
            assert!(pays(&shop, &token, "decline", "203.0.113.1").await.is_err());
        }
        let retry_after = wait(pays(&shop, &token, "ok", "203.0.113.1").await);
        shop.test_db.advance(retry_after);
        assert!(matches!(pays(&shop, &token, "ok", "203.0.113.1").await, Ok(Outcome::Placed(_))));
    }
}

story! {
    async fn a_network_that_tries_out_cards_on_many_baskets_waits_and_its_neighbour_does_not(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 50).await;
        set(&shop, Velocity { network: 3, ..Velocity::default() }).await;
        for n in 0..3 {
            // The same /64.
            let refused = tries(&shop, mug, "decline", &format!("2001:db8:1:1::{n}")).await;
            assert_eq!(refused.unwrap_err().code(), "payment_declined");
        }
        wait(tries(&shop, mug, "ok", "2001:db8:1:1:ffff::1").await);
        assert!(matches!(tries(&shop, mug, "ok", "2001:db8:1:2::1").await, Ok(Outcome::Placed(_))));
        // What comes through a proxy nobody told the shop of is everybody's.
        for _ in 0..4 {
            assert_eq!(tries(&shop, mug, "decline", "127.0.0.1").await.unwrap_err().code(), "payment_declined");
            assert_eq!(tries(&shop, mug, "decline", "192.168.7.7").await.unwrap_err().code(), "payment_declined");
        }
    }
}

story! {
    async fn tries_that_went_well_count_for_a_network_too(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 50).await;
        set(&shop, Velocity { tries: 2, ..Velocity::default() }).await;
        for _ in 0..2 {
            assert!(tries(&shop, mug, "ok", "203.0.113.9").await.is_ok());
        }
        wait(tries(&shop, mug, "ok", "203.0.113.9").await);
        set(&shop, Velocity { tries: 0, ..Velocity::default() }).await;
        assert!(tries(&shop, mug, "ok", "203.0.113.9").await.is_ok(), "0 is no limit");
    }
}

story! {
    async fn limits_are_checked_before_they_hold(shop: TestShop) {
        for (field, velocity) in [
            ("window_minutes", Velocity { window_minutes: 4, ..Velocity::default() }),
            ("window_minutes", Velocity { window_minutes: 1441, ..Velocity::default() }),
            ("most_card", Velocity { card: -1, ..Velocity::default() }),
            ("most_tries", Velocity { tries: 10_001, ..Velocity::default() }),
        ] {
            let settings = Settings { velocity, ..Settings::default() };
            match shop.shop.payments.put_settings(&shop.owner(), settings).await {
                Err(PaymentsError::Setting { field: told, .. }) => assert_eq!(told, field),
                other => panic!("{field}: {other:?}"),
            }
        }
    }
}
