//! A shop that is paid through the simulated PayPal.
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use checkout::{CheckoutError, Outcome};
use kernel::Micros;
use kernel::kinds::VariantId;
use orders::PaymentAxis;
use payments::{Back, Limits, Offline, Paying, Payment, Payments, Paypal, PaypalKeys, RawNotice, Step, Taken};

use super::books::{Books, CLIENT, SECRET, WEBHOOK};
use crate::simulator::Simulator;
use crate::support::{TestShop, engine};

pub const QUIET: Duration = Duration::from_secs(120);

pub struct Ground {
    pub shop: TestShop,
    pub sim: Simulator<Books>,
    pub mug: VariantId,
}

pub fn keys(capture_later: bool) -> PaypalKeys {
    PaypalKeys {
        offered: true,
        client_id: CLIENT.into(),
        secret: Some(SECRET.into()),
        webhook_id: WEBHOOK.into(),
        live: false,
        capture_later,
    }
}

impl Ground {
    pub async fn begin(db: testkit::TestDb, seed: u64, failures: u32, capture_later: bool) -> Self {
        // A call that a busy machine answers late is a fault like any other where everything goes wrong; elsewhere it is none.
        let within = Duration::from_millis(if failures == u32::MAX { 300 } else { 20_000 });
        let sim: Simulator<Books> = Simulator::start(db.db.clock().clone(), seed);
        let limits = Limits { within, tries: 2, pause: Duration::from_millis(1), failures, ..Limits::default() };
        let paypal = Paypal::new(db.db.clone(), &[7; 32], &sim.address).unwrap().held_to(limits);
        let shop = TestShop::with(db, vec![Arc::new(Offline), Arc::new(paypal)]).await;
        shop.shop.payments.paypal().unwrap().set_up(&shop.owner(), keys(capture_later)).await.unwrap();
        let mug = shop.sells("mug", 2400, 10_000).await;
        Self { shop, sim, mug }
    }

    /// Orders, and is about to be led to PayPal.
    pub async fn begins(&self, who: &str) -> (String, Result<Outcome, CheckoutError>) {
        let token = self.shop.cart(&[(self.mug, 1)]).await;
        let outcome = self.again(&token, who).await;
        (token, outcome)
    }

    /// Chooses PayPal (once more) for this basket.
    pub async fn again(&self, token: &str, who: &str) -> Result<Outcome, CheckoutError> {
        let at = |path: &str| format!("https://shop.example{path}");
        let back = Back { done: at("/checkout/pending"), left: at("/checkout/card?left=1") };
        let paying = Paying { back, ..Paying::default() };
        let ask = self.shop.ask(token, who, "paypal");
        self.shop.shop.checkout.place(&self.shop.shopper(), ask, paying).await
    }

    /// The payment that waits for its payer.
    pub async fn open(&self, token: &str) -> Payment {
        self.shop.shop.checkout.open_payment(token).await.unwrap().expect("it waits for its payer").0
    }

    /// Begins, and agrees at PayPal; answers the basket and the order there.
    pub async fn agrees_to_pay(&self, who: &str) -> (String, String) {
        let (token, waits) = self.begins(who).await;
        assert_eq!(waits.unwrap(), Outcome::Pending);
        let name = self.open(&token).await.provider_reference;
        assert!(self.sim.books(|b| b.approves(&name)));
        (token, name)
    }

    /// The page that people come back to.
    pub async fn comes_back(&self, token: &str) -> Result<Outcome, CheckoutError> {
        self.shop.test_db.advance(Duration::from_secs(10));
        self.shop.shop.checkout.look_again(&self.shop.shopper(), token).await
    }

    pub async fn step(&self, payment: &Payment) -> Option<Step> {
        self.shop.shop.payments.next_step(payment).await.unwrap()
    }

    pub async fn tries_to_hear(
        &self,
        (body, signature): (Vec<u8>, String),
    ) -> Result<Taken, payments::PaymentsError> {
        let raw = RawNotice { body, signature, now: self.shop.shop.db.clock().now() };
        self.shop.shop.payments.take_notice(&self.shop.shopper(), "paypal", raw).await
    }

    pub async fn hears_all(&self) {
        for event in self.sim.told() {
            self.tries_to_hear(event).await.unwrap();
        }
        self.works().await;
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
        }
        self.works().await;
    }

    /// The payments of whatever this order at PayPal pays for, the oldest first.
    pub async fn payments_of(&self, name: &str) -> Vec<Payment> {
        let payment = self.sim.books(|b| b.orders[name].payment.parse().unwrap());
        let reference = self.shop.shop.payments.get(payment).await.unwrap().reference;
        self.shop.shop.payments.of(&[reference]).await.unwrap().remove(&reference).unwrap()
    }

    /// The books are in order, and what we have of each capture is what PayPal has.
    pub async fn agrees(&self) {
        let report = flows::books::Books::new(self.shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
        assert!(self.sim.books(|b| b.bent_keys.is_empty()), "a key came with two bodies");
        let all = self.sim.books(|books| books.orders.clone());
        let mut net: HashMap<String, i64> = HashMap::new();
        for order in all.values() {
            let ours = self.shop.shop.db.read_now(|c| Payments::by_provider_reference_in(c, "paypal", &order.name));
            // An order that nobody ever paid may be unknown; money may not.
            if ours.unwrap().is_none() {
                assert_eq!(order.received(), 0, "an orphan: {order:?}");
                continue;
            }
            let beside = self.payments_of(&order.name).await;
            let here = |p: &&Payment| p.provider_reference.split('~').next() == Some(order.name.as_str());
            let ours: Vec<&Payment> = beside.iter().filter(here).collect();
            let sum = |of: fn(&Payment) -> i64| ours.iter().map(|p| of(p)).sum::<i64>();
            assert!(ours.iter().all(|p| p.attention.is_empty()), "{ours:?}");
            let have = (sum(|p| p.captured.amount), sum(|p| p.refunded.amount));
            assert_eq!(have, (order.received(), order.refunded()), "{order:?}");
            *net.entry(ours[0].reference.to_string()).or_default() += order.received() - order.refunded();
        }
        // Each order and each checkout that came to nothing: net, it was paid once or not at all.
        for (reference, amount) in net {
            let order: kernel::kinds::ReferenceId = reference.parse().unwrap();
            let total = match self.shop.shop.orders.get(order.cast::<kernel::kinds::Order>()).await {
                Ok(order) if order.payment_method != "paypal" => 0,
                Ok(order) if order.payment == PaymentAxis::Paid => order.total,
                Ok(order) => panic!("{}: {:?}", order.number, order.payment),
                Err(_) => 0,
            };
            assert_eq!(amount, total, "{reference} was paid {amount}");
        }
    }
}
