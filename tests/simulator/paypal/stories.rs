//! Whoever agreed at PayPal pays once, whoever hears of it first; whoever left pays nothing; and both ledgers say the same.
use std::time::Duration;

use checkout::Outcome;
use kernel::Coded;
use orders::PaymentAxis;
use payments::{Ask, State, Step, Taken};
use serde_json::json;

use super::ground::{Ground, QUIET};
use super::{HOUSE, signed};
use crate::simulator::Fault;
use crate::support::placed;

/// What was taken, in how many captures.
fn taken(ground: &Ground) -> (i64, usize) {
    ground.sim.books(|b| {
        let all = b.orders.values();
        (all.clone().map(|o| o.received()).sum(), all.map(|o| o.captures.len()).sum())
    })
}

testkit::both_databases! {
    &sundry::MIGRATIONS;

    async fn the_payer_agrees_and_pays_once_whoever_hears_of_it_first(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        for first in ["page", "notice", "reconciler"] {
            let before = taken(&ground);
            let (token, waits) = ground.begins("ada").await;
            assert_eq!(waits.unwrap(), Outcome::Pending);
            let open = ground.open(&token).await;
            let name = open.provider_reference.clone();
            let url = ground.sim.books(|b| b.orders[&name].approve_url());
            assert_eq!(ground.step(&open).await, Some(Step::Redirect { url }));
            assert_eq!(ground.sim.books(|b| b.orders[&name].back.clone()), "https://shop.example/checkout/pending");
            // Asked before they agreed, nothing is taken.
            assert_eq!(ground.comes_back(&token).await.unwrap(), Outcome::Pending);
            assert!(ground.sim.books(|b| b.approves(&name)));
            assert_eq!(taken(&ground), before);
            assert_eq!(ground.step(&open).await, None, "nothing is left for them to do");
            match first {
                "page" => drop(placed(ground.comes_back(&token).await)),
                "notice" => ground.hears_all().await,
                _ => {
                    ground.shop.test_db.advance(QUIET + Duration::from_secs(1));
                    let decided = ground.shop.shop.checkout.reconcile(&ground.shop.shopper(), QUIET).await;
                    assert_eq!(decided.unwrap(), 1);
                }
            }
            let order = placed(ground.shop.shop.checkout.status(&token).await).order;
            assert_eq!(ground.shop.shop.orders.get(order).await.unwrap().payment, PaymentAxis::Paid, "{first}");
            ground.hears_all().await;
            assert_eq!(placed(ground.comes_back(&token).await).order, order);
            assert_eq!(taken(&ground), (before.0 + 2890, before.1 + 1), "{first}");
        }
        ground.calms_down().await;
        ground.agrees().await;
    }

    async fn a_notice_is_taken_once_and_only_from_paypal(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let (_, name) = ground.agrees_to_pay("ada").await;
        let told = ground.sim.told().pop().unwrap();
        let event = json!({ "id": "WH-x", "event_type": "CHECKOUT.ORDER.APPROVED", "resource": { "id": name } });
        let forged = signed(&event, "guessed");
        let bent = (b"{ \"id\": \"WH-y\" }".to_vec(), told.1.clone());
        let bare = (told.0.clone(), String::new());
        for (notice, asked) in [(forged, 1), (bent, 2), (bare, 2)] {
            let no = ground.tries_to_hear(notice).await.unwrap_err();
            assert_eq!(no.code(), "payment_declined", "{no}");
            assert_eq!(ground.sim.books(|b| b.proofs_asked), asked);
        }
        // PayPal cannot say whether it was PayPal: it is told again.
        for fault in [Fault::Broken, Fault::TooMuch, Fault::BreaksBefore, Fault::BreaksAfter] {
            (0..2).for_each(|_| ground.sim.next_at("/verify-webhook-signature", fault));
            let away = ground.tries_to_hear(told.clone()).await.unwrap_err();
            assert_eq!(away.fault(), kernel::Fault::Passing, "{fault:?}: {away}");
        }
        assert!(matches!(ground.tries_to_hear(told.clone()).await.unwrap(), Taken::About(_)));
        assert_eq!(ground.tries_to_hear(told).await.unwrap(), Taken::Known);
        let strange = signed(&json!({ "id": "WH-z", "event_type": "X", "resource": {} }), HOUSE);
        assert_eq!(ground.tries_to_hear(strange).await.unwrap(), Taken::NotOurs);
        ground.works().await;
        assert_eq!(taken(&ground), (2890, 1));
        ground.agrees().await;
    }

    async fn who_leaves_pays_another_way_and_nothing_at_paypal(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        let (checkout, actor) = (&ground.shop.shop.checkout, ground.shop.shopper());
        let (token, _) = ground.begins("ada").await;
        let name = ground.open(&token).await.provider_reference;
        assert_eq!(checkout.leave_payment(&actor, &token).await.unwrap(), None);
        placed(checkout.place(&actor, ground.shop.ask(&token, "ada", "offline"), "").await);
        // In another window they agree all the same: nobody takes it.
        assert!(ground.sim.books(|b| b.approves(&name)));
        ground.hears_all().await;
        // Bob agreed before he left, and PayPal tells afterwards.
        let (token, _) = ground.agrees_to_pay("bob").await;
        assert_eq!(checkout.leave_payment(&actor, &token).await.unwrap(), None);
        ground.hears_all().await;
        assert_eq!(taken(&ground), (0, 0));
        // He chooses PayPal once more after all.
        assert_eq!(ground.again(&token, "bob").await.unwrap(), Outcome::Pending);
        let name = ground.open(&token).await.provider_reference;
        ground.sim.books(|b| b.approves(&name));
        placed(ground.comes_back(&token).await);
        // Cleo's money was taken, and the answer was lost: the second try finds it.
        let (token, _) = ground.agrees_to_pay("cleo").await;
        ground.sim.next_at("/capture", Fault::BreaksAfter);
        placed(ground.comes_back(&token).await);
        assert_eq!(taken(&ground), (2 * 2890, 2));
        // Dora's is not taken yet, for PayPal is broken; but it was decided, and it is too late to leave.
        let (token, _) = ground.agrees_to_pay("dora").await;
        (0..2).for_each(|_| ground.sim.next_at("/capture", Fault::Broken));
        assert_eq!(ground.comes_back(&token).await.unwrap(), Outcome::Pending);
        let left = checkout.leave_payment(&actor, &token).await.unwrap();
        assert!(matches!(left, Some(Outcome::Placed(_))), "{left:?}");
        ground.calms_down().await;
        ground.agrees().await;
    }

    async fn an_end_that_comes_while_the_payer_thinks_takes_nothing(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        let (_, _) = ground.begins("ada").await;
        let name = ground.sim.books(|b| b.orders.keys().next().cloned().unwrap());
        ground.calms_down().await;
        assert!(ground.sim.books(|b| b.approves(&name)));
        ground.hears_all().await;
        ground.calms_down().await;
        assert_eq!(taken(&ground), (0, 0));
        assert_ne!(ground.payments_of(&name).await[0].state, State::Pending);
        ground.agrees().await;
    }

    async fn money_is_set_aside_and_taken_and_given_back_to_the_cent(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, true).await;
        let (token, name) = ground.agrees_to_pay("ada").await;
        let order = placed(ground.comes_back(&token).await).order;
        let orders = &ground.shop.shop.orders;
        assert_eq!(orders.get(order).await.unwrap().payment, PaymentAxis::Authorized);
        assert_eq!(taken(&ground), (0, 0));
        // The answer to the capture is lost, and the job asks again under the same key.
        ground.sim.next_at("/capture", Fault::BreaksAfter);
        orders.capture(&ground.shop.clerk(), order).await.unwrap();
        ground.works().await;
        assert_eq!(orders.get(order).await.unwrap().payment, PaymentAxis::Paid);
        for extra in [1, 700] {
            let version = orders.get(order).await.unwrap().version;
            let back = orders::RefundAsk { version, extra, reason: "late".into(), ..orders::RefundAsk::default() };
            orders.refund(&ground.shop.manager(), order, back, Some(extra)).await.unwrap();
            // Done, and not heard; and PayPal has forgotten the key.
            ground.sim.books(|b| b.forgets_keys = true);
            ground.sim.next_at("/refund", Fault::BreaksAfter);
            ground.works().await;
        }
        assert_eq!(ground.sim.books(|b| b.orders[&name].refunded()), 701);
        // Somebody gives the rest back by hand, and somebody disputes it all the same.
        ground.sim.books(|b| b.gives_back(&name, 189));
        ground.sim.books(|b| b.disputes(&name, 2000, "UNDER_REVIEW", ""));
        ground.hears_all().await;
        let paid = ground.payments_of(&name).await;
        assert_eq!((paid[0].captured.amount, paid[0].refunded.amount, paid[0].disputed.amount), (2890, 890, 2000));
        assert_eq!(paid[0].fees.amount, 57);
        ground.sim.books(|b| b.disputes(&name, 2000, "RESOLVED", "RESOLVED_BUYER_FAVOUR"));
        ground.hears_all().await;
        let paid = ground.payments_of(&name).await;
        assert_eq!((paid[0].disputed.amount, paid[0].charged_back.amount), (0, 2000));
        assert_eq!(orders.get(order).await.unwrap().payment, PaymentAxis::Refunded);
        let report = flows::books::Books::new(ground.shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }

    async fn what_is_set_aside_is_taken_in_part_or_let_go(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, true).await;
        let (token, name) = ground.agrees_to_pay("ada").await;
        placed(ground.comes_back(&token).await);
        let payments = ground.shop.shop.payments.clone();
        let id = ground.payments_of(&name).await[0].id;
        let (asks, clerk) = (payments.clone(), ground.shop.clerk());
        ground.shop.shop.db.write(&clerk, move |tx| asks.request(tx, id, Ask::Capture, 1999)).await.unwrap();
        ground.works().await;
        ground.hears_all().await;
        let held = payments.get(id).await.unwrap();
        assert_eq!((held.state, held.captured.amount, held.authorized.amount), (State::Captured, 1999, 0));
        assert_eq!(taken(&ground), (1999, 1));
        // Another one is let go; the answer is lost.
        let (token, name) = ground.agrees_to_pay("bob").await;
        let order = placed(ground.comes_back(&token).await).order;
        ground.shop.shop.orders.cancel(&ground.shop.manager(), order, "changed their mind").await.unwrap();
        ground.sim.books(|b| b.forgets_keys = true);
        ground.sim.next_at("/void", Fault::BreaksAfter);
        ground.works().await;
        assert_eq!(ground.payments_of(&name).await[0].state, State::Voided);
        assert_eq!(ground.sim.books(|b| b.orders[&name].authorization.as_ref().unwrap().1), "VOIDED");
        let report = flows::books::Books::new(ground.shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }

    async fn an_order_whose_answer_is_lost_is_never_paid(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        ground.sim.books(|b| b.forgets_keys = true);
        (0..2).for_each(|_| ground.sim.next_at("/orders", Fault::BreaksAfter));
        let (token, lost) = ground.begins("ada").await;
        assert_eq!(lost.unwrap_err().code(), "provider_unavailable");
        ground.sim.books(|b| b.forgets_keys = false);
        assert_eq!(ground.sim.books(|b| b.orders.len()), 2, "it acted both times");
        ground.shop.test_db.advance(QUIET + Duration::from_secs(1));
        ground.shop.shop.checkout.reconcile(&ground.shop.shopper(), QUIET).await.unwrap();
        assert_eq!(ground.again(&token, "ada").await.unwrap(), Outcome::Pending);
        let name = ground.open(&token).await.provider_reference;
        ground.sim.books(|b| b.approves(&name));
        placed(ground.comes_back(&token).await);
        ground.calms_down().await;
        assert_eq!(taken(&ground), (2890, 1));
        ground.agrees().await;
    }

    async fn what_paypal_takes_twice_is_given_back(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let (token, name) = ground.agrees_to_pay("ada").await;
        ground.sim.next_at("/capture", Fault::Twice);
        let order = placed(ground.comes_back(&token).await).order;
        assert_eq!(taken(&ground), (5780, 2));
        ground.works().await;
        ground.hears_all().await;
        ground.calms_down().await;
        assert_eq!(ground.sim.books(|b| b.orders[&name].refunded()), 2890);
        assert_eq!(ground.shop.shop.orders.get(order).await.unwrap().payment, PaymentAxis::Paid);
        assert_eq!(ground.payments_of(&name).await.len(), 2);
        ground.agrees().await;
    }

    async fn money_that_paypal_refuses_can_be_paid_once_more(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let (token, name) = ground.agrees_to_pay("ada").await;
        ground.sim.books(|b| b.orders.get_mut(&name).unwrap().unfunded = true);
        assert_eq!(ground.comes_back(&token).await.unwrap(), Outcome::Pending);
        let failed = ground.payments_of(&name).await;
        assert_eq!((failed[0].state, failed[0].error.as_str()), (State::Failed, "INSTRUMENT_DECLINED"));
        // Its account is filled a moment later: what was refused stays so.
        ground.sim.books(|b| b.orders.get_mut(&name).unwrap().unfunded = false);
        ground.hears_all().await;
        assert_eq!(taken(&ground), (0, 0));
        assert_eq!(ground.again(&token, "ada").await.unwrap(), Outcome::Pending);
        let name = ground.open(&token).await.provider_reference;
        ground.sim.books(|b| b.approves(&name));
        placed(ground.comes_back(&token).await);
        ground.calms_down().await;
        assert_eq!(taken(&ground), (2890, 1));
        ground.agrees().await;
    }
}
