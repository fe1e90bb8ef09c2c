//! Cards that are kept, and one click: at our own provider with its faults. What others wrote is asked in `standin`.
use std::time::Duration;

use checkout::Outcome;
use kernel::kinds::{CardId, CustomerId};
use kernel::{Coded, Micros};
use orders::PaymentAxis;
use payments::{Back, Card, Paying, Payments};

use super::Fault;
use super::stories::{Ground, QUIET};
use crate::support::placed;

fn somebody(number: i64) -> CustomerId {
    CustomerId::new(Micros(number))
}

impl Ground {
    /// Begins to pay in the provider's own fields, pays there, and keeps the card.
    pub(super) async fn keeps(&self, name: &str, who: CustomerId) -> Card {
        let token = self.shop.cart(&[(self.mug, 1)]).await;
        let paying = Paying { account: Some(who), keep_card: true, ..Paying::default() };
        let waits = self.places(&token, name, paying).await;
        assert_eq!(waits.unwrap(), Outcome::Pending);
        let (open, _) = self.shop.shop.checkout.open_payment(&token).await.unwrap().unwrap();
        assert!(self.sim.books(|b| b.pays(&open.provider_reference)));
        for event in self.sim.told() {
            self.hears(event).await;
        }
        self.works().await;
        placed(self.shop.shop.checkout.status(&token).await);
        self.cards(who).await.first().expect("it is kept").clone()
    }

    async fn cards(&self, who: CustomerId) -> Vec<Card> {
        self.shop.shop.payments.cards(who).await.unwrap()
    }

    async fn places(&self, token: &str, name: &str, paying: Paying) -> Result<Outcome, checkout::CheckoutError> {
        let ask = self.shop.ask(token, name, "stripe");
        self.shop.shop.checkout.place(&self.shop.shopper(), ask, paying).await
    }

    /// One click.
    async fn clicks(
        &self,
        name: &str,
        who: CustomerId,
        card: CardId,
    ) -> (String, Result<Outcome, checkout::CheckoutError>) {
        let token = self.shop.cart(&[(self.mug, 1)]).await;
        let outcome = self.places(&token, name, with(who, card)).await;
        (token, outcome)
    }
}

fn with(who: CustomerId, card: CardId) -> Paying {
    let back = Back { done: "https://shop.example/checkout/pending".into(), ..Back::default() };
    Paying { account: Some(who), card: Some(card), back, ..Paying::default() }
}

fn code(outcome: Result<Outcome, checkout::CheckoutError>) -> &'static str {
    outcome.unwrap_err().code()
}

testkit::both_databases! {
    &sundry::MIGRATIONS;

    async fn a_card_is_kept_once_and_pays_with_one_click(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let ada = somebody(1);
        let first = ground.keeps("ada", ada).await;
        assert_eq!((first.label().as_str(), first.exp_year, first.preferred), ("Visa ···4242", 2031, true));
        // The same number entered again is the same card, under the provider's newer name; the older one is let go.
        let card = ground.keeps("ada", ada).await;
        assert_eq!(ground.cards(ada).await, std::slice::from_ref(&card));
        assert!(card.preferred && card.id != first.id);
        assert_eq!(ground.sim.books(|b| b.cards.values().filter(|c| c.customer.is_some()).count()), 1);
        assert_eq!(ground.sim.books(|b| b.customers.len()), 1);
        let order = placed(ground.clicks("ada", ada, card.id).await.1).order;
        assert_eq!(ground.shop.shop.orders.get(order).await.unwrap().payment, PaymentAxis::Paid);
        // Without the tick nothing is kept, signed in or not.
        let token = ground.shop.cart(&[(ground.mug, 1)]).await;
        let paying = Paying { account: Some(somebody(2)), ..Paying::default() };
        assert_eq!(ground.places(&token, "bob", paying).await.unwrap(), Outcome::Pending);
        let (open, _) = ground.shop.shop.checkout.open_payment(&token).await.unwrap().unwrap();
        ground.sim.books(|b| b.pays(&open.provider_reference));
        ground.calms_down().await;
        assert_eq!(ground.cards(somebody(2)).await, []);
        ground.agrees().await;
    }

    async fn nobody_pays_with_another_persons_card(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let (ada, eve) = (somebody(1), somebody(2));
        let card = ground.keeps("ada", ada).await;
        let reference = ground.sim.books(|b| b.cards.keys().next().cloned().unwrap());
        let before = ground.sim.books(|b| b.intents.len());
        let (token, refused) = ground.clicks("eve", eve, card.id).await;
        assert_eq!(code(refused), "card_not_found");
        // By no name, signed in or not.
        let guest = Paying { card: Some(card.id), ..Paying::default() };
        let by_name = Paying { details: reference.clone(), account: Some(eve), ..Paying::default() };
        let guest_by_name = Paying { details: reference, ..Paying::default() };
        for paying in [guest, by_name, guest_by_name] {
            assert_eq!(code(ground.places(&token, "eve", paying).await), "card_not_found");
        }
        assert_eq!(ground.sim.books(|b| b.intents.len()), before, "nobody was asked");
        let (payments, actor) = (&ground.shop.shop.payments, ground.shop.shopper());
        assert_eq!(payments.remove_card(&actor, eve, card.id).await.unwrap_err().code(), "card_not_found");
        assert_eq!(payments.prefer_card(&actor, eve, card.id).await.unwrap_err().code(), "card_not_found");
        assert_eq!(ground.cards(ada).await, [card]);
        // Her basket is still hers to pay another way.
        let ask = ground.shop.ask(&token, "eve", "offline");
        placed(ground.shop.shop.checkout.place(&actor, ask, "").await);
    }

    async fn the_bank_asks_and_the_payer_answers(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let ada = somebody(1);
        let card = ground.keeps("ada", ada).await;
        ground.sim.books(|b| b.cards.values_mut().for_each(|c| c.asks = true));
        for yes in [true, false] {
            let (token, waits) = ground.clicks("ada", ada, card.id).await;
            assert_eq!(waits.unwrap(), Outcome::Pending);
            let (open, _) = ground.shop.shop.checkout.open_payment(&token).await.unwrap().unwrap();
            let step = ground.shop.shop.payments.next_step(&open).await.unwrap().unwrap();
            let payments::Step::Redirect { url } = step else { panic!("{step:?}") };
            assert!(url.starts_with("https://hooks.stripe.com/"), "{url}");
            ground.sim.books(|b| b.answers(&open.provider_reference, yes));
            for event in ground.sim.told() {
                ground.hears(event).await;
            }
            ground.works().await;
            match yes {
                true => drop(placed(ground.shop.shop.checkout.status(&token).await)),
                // Another card may be entered in the fields, or another way chosen.
                false => {
                    let step = ground.shop.shop.payments.next_step(&open).await.unwrap();
                    assert!(matches!(step, Some(payments::Step::Fields { .. })), "{step:?}");
                    let left = ground.shop.shop.checkout.leave_payment(&ground.shop.shopper(), &token).await;
                    assert_eq!(left.unwrap(), None);
                }
            }
        }
        ground.calms_down().await;
        ground.agrees().await;
    }

    async fn a_refused_card_stays_and_one_that_is_gone_goes(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let ada = somebody(1);
        let card = ground.keeps("ada", ada).await;
        ground.sim.books(|b| b.cards.values_mut().for_each(|c| c.declined = true));
        let (token, refused) = ground.clicks("ada", ada, card.id).await;
        assert_eq!(code(refused), "payment_declined");
        assert_eq!(ground.cards(ada).await.len(), 1, "it may be good tomorrow");
        // Taken out at the provider meanwhile.
        ground.sim.books(|b| b.cards.values_mut().for_each(|c| c.customer = None));
        let gone = ground.places(&token, "ada", with(ada, card.id)).await.unwrap_err();
        assert!(gone.to_string().contains("no longer kept"), "{gone}");
        assert_eq!(ground.cards(ada).await, []);
        assert_eq!(code(ground.places(&token, "ada", with(ada, card.id)).await), "card_not_found");
        // So is the account, there; the next card makes it anew.
        ground.sim.books(|b| b.customers.clear());
        let paying = Paying { account: Some(ada), keep_card: true, ..Paying::default() };
        assert_eq!(code(ground.places(&token, "ada", paying).await), "payment_declined");
        ground.keeps("ada", ada).await;
        let ask = ground.shop.ask(&token, "ada", "offline");
        placed(ground.shop.shop.checkout.place(&ground.shop.shopper(), ask, "").await);
        ground.calms_down().await;
        let report = flows::books::Books::new(ground.shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }

    async fn what_is_removed_or_erased_here_is_let_go_there(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        let (ada, bob) = (somebody(1), somebody(2));
        let card = ground.keeps("ada", ada).await;
        ground.keeps("bob", bob).await;
        let payments = &ground.shop.shop.payments;
        // The answer is lost, and the job asks again.
        payments.remove_card(&ground.shop.shopper(), ada, card.id).await.unwrap();
        ground.sim.next(Fault::BreaksAfter);
        ground.works().await;
        assert_eq!(ground.cards(ada).await, []);
        assert_eq!(ground.sim.books(|b| b.cards.values().filter(|c| c.customer.is_some()).count()), 1);
        // One payment is open when the account is erased: its card is not kept.
        let token = ground.shop.cart(&[(ground.mug, 1)]).await;
        let paying = Paying { account: Some(bob), keep_card: true, ..Paying::default() };
        ground.places(&token, "bob", paying).await.unwrap();
        let (open, _) = ground.shop.shop.checkout.open_payment(&token).await.unwrap().unwrap();
        let actor = ground.shop.shopper();
        ground.shop.shop.db.write(&actor, move |tx| Payments::forget_account(tx, bob)).await.unwrap();
        ground.sim.books(|b| b.pays(&open.provider_reference));
        ground.calms_down().await;
        assert_eq!(ground.cards(bob).await, []);
        assert_eq!(ground.sim.books(|b| b.customers.len()), 1, "only the one who is still here");
        ground.agrees().await;
    }

    async fn one_click_whose_answer_is_lost_is_one_order(db: testkit::TestDb) {
        let within = Duration::from_secs(2);
        let ground = Ground::begin_within(db, 1, u32::MAX, false, within).await;
        let ada = somebody(1);
        let card = ground.keeps("ada", ada).await;
        for fault in [Fault::BreaksAfter, Fault::Hang, Fault::Broken, Fault::Twice] {
            let paid = ground.sim.books(|b| b.intents.values().filter(|i| i.received > i.refunded()).count());
            // Both tries of making it, or of confirming it, go wrong.
            (0..3).for_each(|_| ground.sim.next(fault));
            let (token, _) = ground.clicks("ada", ada, card.id).await;
            let told = ground.sim.told();
            ground.shop.test_db.advance(QUIET + Duration::from_secs(1));
            ground.shop.shop.checkout.reconcile(&ground.shop.shopper(), QUIET).await.unwrap();
            // Late, and twice.
            for event in told.into_iter().rev() {
                ground.hears(event.clone()).await;
                ground.hears(event).await;
            }
            ground.calms_down().await;
            // It was decided; where it came to nothing the click is repeated.
            let mut stands = false;
            for _ in 0..5 {
                stands = matches!(ground.shop.shop.checkout.status(&token).await, Ok(Outcome::Placed(_)));
                if stands {
                    break;
                }
                let _ = ground.places(&token, "ada", with(ada, card.id)).await;
                ground.calms_down().await;
            }
            assert!(stands, "{fault:?}");
            ground.agrees().await;
            let net = |i: &crate::simulator::books::Intent| i.received - i.refunded();
            let kept = ground.sim.books(|b| b.intents.values().filter(|i| net(i) > 0).count());
            assert_eq!(kept, paid + 1, "{fault:?}");
        }
    }
}
