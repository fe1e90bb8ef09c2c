//! Shops at a provider that misbehaves: in the end both ledgers say the same, and nobody paid twice.
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use checkout::Outcome;
use kernel::kinds::{OrderId, VariantId};
use kernel::{Clock, Micros};
use orders::PaymentAxis;
use payments::{Limits, Offline, Payments, RawNotice, Stripe, StripeKeys, Taken};

use super::{Dice, Fault, HOOK_SECRET, Simulator};
use crate::support::{TestShop, engine, placed};

pub(super) const QUIET: Duration = Duration::from_secs(120);

pub(super) struct Ground {
    pub shop: TestShop,
    pub sim: Simulator,
    pub mug: VariantId,
}

impl Ground {
    pub async fn begin(db: testkit::TestDb, seed: u64, failures: u32, capture_later: bool) -> Self {
        // A call that a busy machine answers late is a fault like any other where everything goes wrong; elsewhere it is none.
        let within = Duration::from_millis(if failures == u32::MAX { 300 } else { 20_000 });
        Self::begin_within(db, seed, failures, capture_later, within).await
    }

    pub async fn begin_within(
        db: testkit::TestDb,
        seed: u64,
        failures: u32,
        capture_later: bool,
        within: Duration,
    ) -> Self {
        let sim = Simulator::start(db.db.clock().clone(), seed);
        let limits = Limits { within, tries: 2, pause: Duration::from_millis(1), failures, ..Limits::default() };
        let stripe = Stripe::new(db.db.clone(), &[7; 32], &sim.address).unwrap().held_to(limits);
        let shop = TestShop::with(db, vec![Arc::new(Offline), Arc::new(stripe)]).await;
        let keys = StripeKeys {
            offered: true,
            publishable: "pk_test_1".into(),
            capture_later,
            secret: Some("sk_test_1".into()),
            hook_secret: Some(HOOK_SECRET.into()),
        };
        shop.shop.payments.stripe().unwrap().set_up(&shop.owner(), keys).await.unwrap();
        let mug = shop.sells("mug", 2400, 10_000).await;
        Self { shop, sim, mug }
    }

    pub async fn buys(&self, who: &str, card: &str) -> (String, Result<Outcome, checkout::CheckoutError>) {
        let token = self.shop.cart(&[(self.mug, 1)]).await;
        let ask = self.shop.ask(&token, who, "stripe");
        let outcome = self.shop.shop.checkout.place(&self.shop.shopper(), ask, card).await;
        (token, outcome)
    }

    pub async fn hears(&self, (body, signature): (Vec<u8>, String)) -> Taken {
        let raw = RawNotice { body, signature, now: self.shop.shop.db.clock().now() };
        self.shop.shop.payments.take_notice(&self.shop.shopper(), "stripe", raw).await.unwrap()
    }

    pub async fn works(&self) {
        engine(&self.shop.shop).drain().await.unwrap();
    }

    /// Nothing goes wrong any more: what is left is found out, and done.
    pub async fn calms_down(&self) {
        self.sim.faulty(0);
        let actor = self.shop.shopper();
        for _ in 0..8 {
            self.shop.test_db.advance(Duration::from_secs(3700));
            self.works().await;
            while self.shop.shop.checkout.reconcile(&actor, QUIET).await.unwrap() > 0 {}
            let s = self.shop.shop.clone();
            self.shop.shop.db.write(&actor, move |tx| s.checkout.expire(tx, 100)).await.unwrap();
            self.shop.shop.checkout.compare(&actor, Micros(0), QUIET).await.unwrap();
            let now = self.shop.shop.db.clock().now();
            self.shop.shop.payments.find_strays(&actor, Micros(0), now).await.unwrap();
        }
        self.works().await;
    }

    /// The books are in order, and what we have of each payment is what the provider has.
    pub async fn agrees(&self) {
        let report = flows::books::Books::new(self.shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
        let all = self.sim.books(|books| books.intents.clone());
        for intent in all.values() {
            let name = intent.name.clone();
            let ours =
                self.shop.shop.db.read_now(|c| Payments::by_provider_reference_in(c, "stripe", &name)).unwrap();
            match ours {
                Some(ours) => {
                    let have = (ours.captured.amount, ours.refunded.amount, ours.attention.as_str());
                    assert_eq!(have, (intent.received, intent.refunded(), ""), "{intent:?}");
                }
                // An intent that nobody ever paid may be unknown; money may not.
                None => assert_eq!(intent.received, 0, "an orphan: {intent:?}"),
            }
        }
        // Each order and each checkout that came to nothing: net, it was paid once or not at all.
        let mut net: HashMap<String, i64> = HashMap::new();
        for intent in all.values() {
            let payment = intent.payment.parse().unwrap();
            let ours = self.shop.shop.payments.get(payment).await.unwrap();
            *net.entry(ours.reference.to_string()).or_default() += intent.received - intent.refunded();
        }
        for (reference, amount) in net {
            let order: kernel::kinds::ReferenceId = reference.parse().unwrap();
            let total = match self.shop.shop.orders.get(order.cast::<kernel::kinds::Order>()).await {
                Ok(order) if order.payment == PaymentAxis::Paid => order.total,
                Ok(order) => panic!("{}: {:?}", order.number, order.payment),
                Err(_) => 0,
            };
            assert_eq!(amount, total, "{reference} was paid {amount}");
        }
    }
}

testkit::both_databases! {
    &sundry::MIGRATIONS;

    async fn a_card_that_is_good_pays_and_one_that_is_not_does_not(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        let order = placed(ground.buys("ada", "pm_good").await.1).order;
        assert_eq!(ground.shop.shop.orders.get(order).await.unwrap().payment, PaymentAxis::Paid);
        let (token, declined) = ground.buys("bob", "pm_declined").await;
        assert_eq!(kernel::Coded::code(&declined.unwrap_err()), "payment_declined");
        let again = ground.shop.shop.checkout.pay(&ground.shop.shopper(), &token, "pm_good").await;
        placed(again);
        ground.calms_down().await;
        ground.agrees().await;
    }

    async fn the_fields_on_the_page_pay_whoever_hears_of_it_first(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        let (token, waits) = ground.buys("ada", "").await;
        assert_eq!(waits.unwrap(), Outcome::Pending);
        let (open, total) = ground.shop.shop.checkout.open_payment(&token).await.unwrap().unwrap();
        assert_eq!(total.amount, 2890);
        let step = ground.shop.shop.payments.next_step(&open).await.unwrap().unwrap();
        let payments::Step::Fields { client_secret, publishable_key } = step else { panic!("{step:?}") };
        assert_eq!((client_secret, publishable_key.as_str()), (format!("{}_secret", open.provider_reference), "pk_test_1"));
        assert!(ground.sim.books(|b| b.pays(&open.provider_reference)));
        let mut told = ground.sim.told();
        let forged = ground.sim.signed(&serde_json::json!({ "id": "evt_x", "data": {} }), "whsec_guessed");
        let raw = RawNotice { body: forged.0, signature: forged.1, now: ground.shop.shop.db.clock().now() };
        assert!(ground.shop.shop.payments.take_notice(&ground.shop.shopper(), "stripe", raw).await.is_err());
        let event = told.pop().unwrap();
        assert!(matches!(ground.hears(event.clone()).await, Taken::About(_)));
        assert_eq!(ground.hears(event).await, Taken::Known);
        ground.works().await;
        let order = placed(ground.shop.shop.checkout.status(&token).await).order;
        assert_eq!(placed(ground.shop.shop.checkout.look_again(&ground.shop.shopper(), &token).await).order, order);
        ground.calms_down().await;
        ground.agrees().await;
    }

    async fn who_leaves_the_fields_pays_another_way_and_not_twice(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, false).await;
        let (token, _) = ground.buys("ada", "").await;
        let actor = ground.shop.shopper();
        assert_eq!(ground.shop.shop.checkout.leave_payment(&actor, &token).await.unwrap(), None);
        let ask = ground.shop.ask(&token, "ada", "offline");
        placed(ground.shop.shop.checkout.place(&actor, ask, "").await);
        // Bob has paid in another window before he leaves.
        let (token, _) = ground.buys("bob", "").await;
        let (open, _) = ground.shop.shop.checkout.open_payment(&token).await.unwrap().unwrap();
        ground.sim.books(|b| b.pays(&open.provider_reference));
        let left = ground.shop.shop.checkout.leave_payment(&actor, &token).await.unwrap();
        assert!(matches!(left, Some(Outcome::Placed(_))), "{left:?}");
        ground.works().await;
        assert_eq!(ground.sim.books(|b| b.intents.values().map(|i| i.received).sum::<i64>()), 2890);
    }

    async fn money_is_set_aside_and_taken_in_part_and_given_back_to_the_cent(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 5, true).await;
        let order = placed(ground.buys("ada", "pm_good").await.1).order;
        let orders = &ground.shop.shop.orders;
        assert_eq!(orders.get(order).await.unwrap().payment, PaymentAxis::Authorized);
        // The answer to the capture is lost, and the job asks again under the same key.
        ground.sim.next(Fault::BreaksAfter);
        orders.capture(&ground.shop.clerk(), order).await.unwrap();
        ground.works().await;
        let held = orders.get(order).await.unwrap();
        assert_eq!(held.payment, PaymentAxis::Paid);
        for extra in [1, 700] {
            let version = orders.get(order).await.unwrap().version;
            let back = orders::RefundAsk { version, extra, reason: "late".into(), ..orders::RefundAsk::default() };
            orders.refund(&ground.shop.manager(), order, back, Some(extra)).await.unwrap();
            ground.works().await;
        }
        let name = ground.sim.books(|b| b.intents.keys().next().cloned().unwrap());
        assert_eq!(ground.sim.books(|b| b.intents[&name].refunded()), 701);
        // Somebody gives the rest back by hand, and somebody disputes it all the same.
        ground.sim.books(|b| b.gives_back(&name, 189));
        ground.sim.books(|b| b.disputes(&name, 2000, "needs_response"));
        for event in ground.sim.told() {
            ground.hears(event).await;
        }
        ground.works().await;
        let reference = orders::Orders::reference(order);
        let paid = ground.shop.shop.payments.of(&[reference]).await.unwrap().remove(&reference).unwrap();
        assert_eq!((paid[0].captured.amount, paid[0].refunded.amount, paid[0].disputed.amount), (2890, 890, 2000));
        assert_eq!(paid[0].fees.amount, 57);
        ground.sim.books(|b| b.disputes(&name, 2000, "lost"));
        for event in ground.sim.told() {
            ground.hears(event).await;
        }
        ground.works().await;
        assert_eq!(orders.get(order).await.unwrap().payment, PaymentAxis::Refunded);
        let report = flows::books::Books::new(ground.shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }

    async fn a_lost_answer_is_found_among_all_others(db: testkit::TestDb) {
        let ground = Ground::begin(db, 1, 50, false).await;
        for n in 0..9 {
            placed(ground.buys(&format!("ada{n}"), "pm_good").await.1);
        }
        // Both tries act, and both answers are lost; the provider has forgotten the key in between.
        ground.sim.books(|b| b.forgets_keys = true);
        ground.sim.next(Fault::BreaksAfter);
        ground.sim.next(Fault::BreaksAfter);
        let (token, lost) = ground.buys("bob", "").await;
        assert_eq!(kernel::Coded::code(&lost.unwrap_err()), "provider_unavailable");
        ground.sim.books(|b| b.forgets_keys = false);
        ground.shop.test_db.advance(QUIET + Duration::from_secs(1));
        assert_eq!(ground.shop.shop.checkout.reconcile(&ground.shop.shopper(), QUIET).await.unwrap(), 1);
        let (open, _) = ground.shop.shop.checkout.open_payment(&token).await.unwrap().unwrap();
        assert!(!open.provider_reference.is_empty(), "it goes on where it was");
        // Both intents are paid.
        let names = ground.sim.books(|b| b.intents.keys().rev().take(2).cloned().collect::<Vec<_>>());
        for name in &names {
            assert!(ground.sim.books(|b| b.pays(name)));
        }
        ground.shop.test_db.advance(QUIET + Duration::from_secs(1));
        assert_eq!(ground.shop.shop.checkout.reconcile(&ground.shop.shopper(), QUIET).await.unwrap(), 1);
        let (actor, now) = (ground.shop.shopper(), ground.shop.shop.db.clock().now());
        assert_eq!(ground.shop.shop.payments.find_strays(&actor, Micros(0), now).await.unwrap(), 1);
        assert_eq!(ground.shop.shop.payments.find_strays(&actor, Micros(0), now).await.unwrap(), 0);
        ground.calms_down().await;
        placed(ground.shop.shop.checkout.status(&token).await);
        ground.agrees().await;
    }

    async fn whatever_goes_wrong_nobody_pays_twice(db: testkit::TestDb) {
        let seed = std::env::var("SUNDRY_SEED").ok().and_then(|s| s.parse().ok());
        let seed = seed.unwrap_or_else(|| Clock::system().now().0.unsigned_abs());
        let rounds: u64 = std::env::var("SUNDRY_CHECKOUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
        println!("SUNDRY_SEED={seed} SUNDRY_CHECKOUTS={rounds}");
        // The line is never cut: each call meets the fault.
        let ground = Ground::begin(db, seed, u32::MAX, false).await;
        let mut dice = Dice(seed ^ 1);
        ground.sim.faulty(35);
        let (mut waiting, mut orders, mut kept): (Vec<String>, Vec<OrderId>, Vec<_>) = (vec![], vec![], vec![]);
        for n in 0..rounds {
            let card = ["pm_good", "pm_good", "", "", "pm_declined"][dice.below(5) as usize];
            let (token, outcome) = ground.buys(&format!("ada{n}"), card).await;
            match outcome {
                Ok(Outcome::Placed(order)) => orders.push(order.order),
                _ => waiting.push(token),
            }
            if dice.below(2) == 0 {
                let names = ground.sim.books(|b| b.intents.keys().cloned().collect::<Vec<_>>());
                if !names.is_empty() {
                    let name = &names[dice.below(names.len() as u64) as usize];
                    ground.sim.books(|b| b.pays(name));
                }
            }
            // Late, shuffled, twice, or never.
            kept.extend(ground.sim.told());
            for _ in 0..kept.len().min(3) {
                let event = kept.swap_remove(dice.below(kept.len() as u64) as usize);
                match dice.below(4) {
                    0 => continue,
                    1 => drop(ground.hears(event.clone()).await),
                    _ => {}
                }
                ground.hears(event).await;
            }
            if dice.below(4) == 0 {
                ground.shop.test_db.advance(Duration::from_secs(130));
                ground.shop.shop.checkout.reconcile(&ground.shop.shopper(), QUIET).await.unwrap();
                ground.works().await;
            }
        }
        ground.calms_down().await;
        ground.agrees().await;
        assert!(!orders.is_empty());
        let doubles = ground.sim.books(|b| {
            let mut seen: HashMap<&str, usize> = HashMap::new();
            b.intents.values().filter(|i| i.received > 0).for_each(|i| *seen.entry(&i.payment).or_default() += 1);
            seen.values().filter(|n| **n > 1).count()
        });
        println!("{} orders placed at once, {} waited, {doubles} charged twice by the provider and given back", orders.len(), waiting.len());
    }
}
