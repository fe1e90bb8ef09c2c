//! A provider that has not decided: it is asked again, and the wait ends at last.
use std::time::Duration;

use checkout::{ASK_AGAIN, CheckoutError, HOLD_WHILE_PAYING, Outcome};
use orders::PaymentAxis;

use crate::support::{TestShop, placed, story};

const QUIET: Duration = Duration::from_secs(120);

async fn expire(shop: &TestShop) -> usize {
    let s = shop.shop.clone();
    shop.shop.db.write(&shop.shopper(), move |tx| s.checkout.expire(tx, 10)).await.unwrap()
}

/// Everything adds up.
fn sound(shop: &TestShop) {
    let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
    assert!(report.is_clean(), "{report}");
}

/// A basket with one mug, its payment left open.
async fn waiting(shop: &TestShop, mug: kernel::kinds::VariantId, details: &str) -> String {
    let token = shop.cart(&[(mug, 1)]).await;
    let asked = shop.shop.checkout.place(&shop.shopper(), shop.ask(&token, "ada", "test"), details).await;
    assert_eq!(asked.unwrap(), Outcome::Pending);
    token
}

story! {
    async fn a_page_that_waits_has_the_provider_asked_again(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = waiting(&shop, mug, "pending").await;
        let look = || async { shop.shop.checkout.look_again(&shop.shopper(), &token).await };
        assert_eq!(look().await.unwrap(), Outcome::Pending);
        // It was asked this moment: another look does not bother it.
        assert_eq!(look().await.unwrap(), Outcome::Pending);
        shop.test_db.advance(ASK_AGAIN + Duration::from_secs(1));
        let order = placed(look().await).order;
        assert_eq!(shop.shop.orders.get(order).await.unwrap().payment, PaymentAxis::Authorized);
        sound(&shop);
    }
}

story! {
    async fn the_reconciler_asks_about_what_was_left_open(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = waiting(&shop, mug, "pending").await;
        // A transfer that waits for its money is nobody's to ask about.
        shop.sold("bob", &[(mug, 1)]).await;
        for asked in [1, 1, 0] {
            shop.test_db.advance(QUIET + Duration::from_secs(1));
            assert_eq!(shop.shop.checkout.reconcile(&shop.shopper(), QUIET).await.unwrap(), asked);
        }
        placed(shop.shop.checkout.status(&token).await);
        sound(&shop);
    }
}

story! {
    async fn a_payment_that_is_never_decided_ends_the_wait(shop: TestShop) {
        let vase = shop.sells("vase", 9900, 1).await;
        let token = waiting(&shop, vase, "stuck").await;
        assert_eq!((expire(&shop).await, shop.left(vase).await), (0, 0));
        shop.test_db.advance(HOLD_WHILE_PAYING + Duration::from_secs(1));
        assert_eq!((expire(&shop).await, shop.left(vase).await), (1, 1));
        let over = shop.shop.checkout.status(&token).await;
        assert!(matches!(over, Err(CheckoutError::NothingPrepared)), "{over:?}");

        // The basket is free again, and buys what was held for it.
        let again = shop.shop.checkout.place(&shop.shopper(), shop.ask(&token, "ada", "offline"), "").await;
        placed(again);
        assert_eq!(shop.left(vase).await, 0);
        sound(&shop);
    }
}

story! {
    async fn money_for_a_wait_that_ended_goes_back_when_the_basket_was_bought_otherwise(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = waiting(&shop, mug, "pending").await;
        shop.test_db.advance(HOLD_WHILE_PAYING + Duration::from_secs(1));
        assert_eq!(expire(&shop).await, 1);
        let order = placed(shop.shop.checkout.place(&shop.shopper(), shop.ask(&token, "ada", "offline"), "").await);

        // The provider decides after all, before it was told to let go.
        for _ in 0..2 {
            shop.test_db.advance(QUIET + Duration::from_secs(1));
            shop.shop.checkout.reconcile(&shop.shopper(), QUIET).await.unwrap();
        }
        assert_eq!(shop.left(mug).await, 4);
        assert_eq!(placed(shop.shop.checkout.status(&token).await), order);
        sound(&shop);
    }
}

story! {
    async fn money_that_comes_while_it_is_being_let_go_makes_no_order(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = waiting(&shop, mug, "pending").await;
        shop.test_db.advance(HOLD_WHILE_PAYING + Duration::from_secs(1));
        assert_eq!(expire(&shop).await, 1);
        // The basket is still open when the provider decides; the void it was asked for may come at any moment.
        for _ in 0..2 {
            shop.test_db.advance(QUIET + Duration::from_secs(1));
            shop.shop.checkout.reconcile(&shop.shopper(), QUIET).await.unwrap();
        }
        let none = shop.shop.checkout.status(&token).await;
        assert!(matches!(none, Err(CheckoutError::NothingPrepared)), "{none:?}");
        assert_eq!(shop.left(mug).await, 5, "nothing is promised to an order that nobody pays");
        placed(shop.shop.checkout.place(&shop.shopper(), shop.ask(&token, "ada", "offline"), "").await);
        sound(&shop);
    }
}

story! {
    async fn money_for_a_basket_that_was_ordered_meanwhile_goes_back(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = waiting(&shop, mug, "pending").await;
        let (s, hash) = (shop.shop.clone(), kernel::token_hash(&token));
        let ada = shop.shopper();
        let ordered = shop.shop.db.write(&ada, move |tx| {
            let cart = cart::Carts::id_in(tx, &hash)?.expect("a basket");
            s.carts.close(tx, cart)
        });
        assert!(ordered.await.unwrap());
        for _ in 0..2 {
            shop.test_db.advance(QUIET + Duration::from_secs(1));
            shop.shop.checkout.reconcile(&shop.shopper(), QUIET).await.unwrap();
        }
        let none = shop.shop.checkout.status(&token).await;
        assert!(matches!(none, Err(CheckoutError::NothingPrepared)), "{none:?}");
        assert_eq!(shop.left(mug).await, 5, "one basket is one order");
        sound(&shop);
    }
}

story! {
    async fn a_refusal_that_was_none_goes_back_when_the_shopper_paid_again(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let token = shop.cart(&[(mug, 1)]).await;
        let declined = shop.shop.checkout.place(&shop.shopper(), shop.ask(&token, "ada", "test"), "decline").await;
        assert!(matches!(declined, Err(CheckoutError::Declined(_))), "{declined:?}");
        let order = placed(shop.shop.checkout.pay(&shop.shopper(), &token, "ok").await).order;
        let reference = orders::Orders::reference(order);
        let paid = shop.shop.payments.of(&[reference]).await.unwrap().remove(&reference).unwrap();
        let (failed, good): (Vec<_>, Vec<_>) = paid.iter().partition(|p| p.state == payments::State::Failed);
        let (first, second) = (failed[0].id, good[0].id);

        // The provider had taken the first after all, and says so twice.
        for _ in 0..2 {
            let (s, provider) = (shop.shop.clone(), shop.shopper());
            let told = shop.shop.db.write(&provider, move |tx| {
                let fact = payments::Fact::Authorized { provider_reference: "late".to_owned() };
                s.payments.record(tx, first, &fact)?;
                s.checkout.settle(tx, reference)
            });
            told.await.unwrap();
        }
        let let_go = |id| shop.shop.db.read_now(move |c| payments::Payments::is_let_go_in(c, id)).unwrap();
        assert!(let_go(first) != let_go(second), "one of them, once");
        sound(&shop);
    }
}
