//! PayPal's keys: sealed, never shown, tried; and the token that they are exchanged for.
use std::time::Duration;

use diesel::prelude::*;
use kernel::Coded;
use payments::{AuthorizeRequest, Back, PaypalKeys};

use super::books::{CLIENT, SECRET, TOKEN_LASTS};
use super::ground::{Ground, keys};

testkit::both_databases! {
    &sundry::MIGRATIONS;

    async fn a_token_is_kept_until_shortly_before_it_ends(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        for n in 0..3 {
            ground.begins(&format!("ada{n}")).await.1.unwrap();
        }
        let given = |ground: &Ground| ground.sim.books(|b| b.tokens_given);
        assert_eq!(given(&ground), 1);
        ground.shop.test_db.advance(Duration::from_secs(TOKEN_LASTS.unsigned_abs() - 61));
        ground.begins("bob").await.1.unwrap();
        assert_eq!(given(&ground), 1);
        ground.shop.test_db.advance(Duration::from_secs(2));
        ground.begins("cleo").await.1.unwrap();
        assert_eq!(given(&ground), 2, "before it ends");
        // Withdrawn before its time: renewed once, and the call goes through.
        ground.sim.books(|b| b.withdraws_tokens());
        ground.begins("dora").await.1.unwrap();
        assert_eq!(given(&ground), 3);
    }

    async fn keys_are_tried_and_what_is_wrong_is_said(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let (payments, owner) = (&ground.shop.shop.payments, ground.shop.owner());
        let paypal = payments.paypal().unwrap();
        paypal.try_out(&owner).await.unwrap();
        assert_eq!(paypal.try_out(&ground.shop.shopper()).await.unwrap_err().code(), "forbidden");
        let clerk = paypal.set_up(&ground.shop.clerk(), keys(false)).await;
        assert_eq!(clerk.unwrap_err().code(), "forbidden");

        ground.sim.books(|b| b.hides_disputes = true);
        let told = paypal.try_out(&owner).await.unwrap_err().to_string();
        assert!(told.contains("permit it among the app's features"), "{told}");
        ground.sim.books(|b| b.hides_disputes = false);

        let other = PaypalKeys { webhook_id: "8PTOTHER".into(), ..keys(false) };
        paypal.set_up(&owner, other).await.unwrap();
        assert!(paypal.try_out(&owner).await.unwrap_err().to_string().contains("no webhook of this id"));

        let wrong = PaypalKeys { secret: Some("EMistyped".into()), ..keys(false) };
        paypal.set_up(&owner, wrong).await.unwrap();
        let told = paypal.try_out(&owner).await.unwrap_err().to_string();
        assert!(told.contains("does not accept the client id and secret"), "{told}");
        // Nobody was asked for money: another way is open at once.
        let (token, no) = ground.begins("ada").await;
        assert_eq!(no.unwrap_err().code(), "payment_method_away");
        let ask = ground.shop.ask(&token, "ada", "offline");
        crate::support::placed(ground.shop.shop.checkout.place(&ground.shop.shopper(), ask, "").await);
    }

    async fn the_secret_is_sealed_where_it_is_kept_and_in_no_log(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let settings = ground.shop.shop.payments.settings().await.unwrap();
        assert!(settings.paypal.is_on() && settings.paypal.is_trial());
        #[derive(QueryableByName)]
        struct Text {
            #[diesel(sql_type = diesel::sql_types::Text)]
            text: String,
        }
        let texts = |query: &'static str| {
            let all = ground.shop.shop.db.read_now(move |c| {
                Ok::<_, db::DbError>(db::each!(c, c => diesel::sql_query(query).load::<Text>(c))?)
            });
            all.unwrap().into_iter().map(|t| t.text).collect::<Vec<_>>()
        };
        let kept = texts("SELECT value AS text FROM payments_settings WHERE key = 'paypal'");
        assert!(kept.len() == 1 && kept[0].contains(CLIENT), "{kept:?}");
        assert!(!kept[0].contains(SECRET), "{kept:?}");
        let audited = texts("SELECT detail AS text FROM audit_log WHERE action = 'payment.paypal'");
        assert!(audited.len() == 1 && audited[0].contains("has_secret"), "{audited:?}");
        assert!(!audited[0].contains(SECRET), "{audited:?}");
    }

    async fn a_fraction_of_a_whole_unit_is_refused_before_paypal_is_asked(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let paypal = ground.shop.shop.payments.provider("paypal").unwrap();
        let ask = |amount: i64, currency: &str| {
            let payment = kernel::kinds::PaymentId::new(kernel::Micros(amount));
            paypal.authorize(AuthorizeRequest {
                key: payment.to_string(),
                payment,
                amount: kernel::Money::new(amount, currency.parse().unwrap()),
                details: String::new(),
                account: None,
                keep_card: false,
                card: None,
                back: Back::default(),
            })
        };
        for (amount, currency) in [(289_050, "HUF"), (10_001, "TWD")] {
            let no = ask(amount, currency).await.unwrap_err().to_string();
            assert!(no.contains(&format!("whole {currency} only")), "{no}");
        }
        assert_eq!(ground.sim.books(|b| b.orders.len()), 0);
        for (amount, currency) in [(289_000, "HUF"), (10_000, "TWD"), (2890, "JPY"), (2891, "EUR")] {
            ask(amount, currency).await.unwrap();
            let kept = ground.sim.books(|b| b.orders.values().next_back().map(|o| (o.amount, o.currency.clone())));
            assert_eq!(kept, Some((amount, currency.to_owned())));
        }
    }
}
