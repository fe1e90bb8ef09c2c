//! A provider with books of its own tells by itself, before, after, twice, or not at all; in the end its state is ours.
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use checkout::Outcome;
use kernel::kinds::{OrderId, PaymentId};
use orders::{Lifecycle, PaymentAxis};
use payments::{
    Answer, Asked, AuthorizeRequest, Call, Limits, Notice, Offline, Payment, Provider, ProviderError, RawNotice,
    Reply, Said, SaidRefund, Standing, State, Statement, Taken, TransferKind,
};

use crate::support::{TestShop, engine, placed, story};

/// Says what its books say, and keeps them as a test wants.
#[derive(Default)]
struct Bank {
    books: Mutex<HashMap<String, Statement>>,
    calls: Mutex<Vec<String>>,
    /// Whether it refuses to answer.
    away: std::sync::atomic::AtomicBool,
}

impl Bank {
    fn put(&self, statement: Statement) {
        self.books.lock().unwrap().insert(statement.provider_reference.clone(), statement);
    }
    fn away(&self, away: bool) {
        self.away.store(away, std::sync::atomic::Ordering::SeqCst);
    }
    fn answer<'a, T: Send + 'a>(
        &'a self,
        what: &str,
        told: impl FnOnce() -> Result<T, ProviderError>,
    ) -> Reply<'a, T> {
        self.calls.lock().unwrap().push(what.to_owned());
        let away = self.away.load(std::sync::atomic::Ordering::SeqCst);
        let answer = if away { Err(ProviderError::Unavailable("the line went dead".into())) } else { told() };
        Box::pin(std::future::ready(answer))
    }
    fn called(&self, what: &str) -> usize {
        self.calls.lock().unwrap().iter().filter(|c| *c == what).count()
    }
}

/// The name that the bank gives to a payment.
fn name(payment: PaymentId) -> String {
    format!("bank-{payment}")
}

impl Provider for Bank {
    fn code(&self) -> &'static str {
        "bank"
    }
    fn label(&self) -> &'static str {
        "pay-test"
    }
    fn settles_later(&self) -> bool {
        false
    }
    fn authorize(&self, request: AuthorizeRequest) -> Reply<'_, Answer> {
        self.answer("authorize", || {
            let provider_reference = name(request.payment);
            self.put(Statement::of(&*provider_reference, Standing::Open));
            Ok(Answer::Pending { provider_reference })
        })
    }
    fn capture(&self, call: Call) -> Reply<'_, ()> {
        self.answer("capture", || {
            self.put(Statement::of(call.provider_reference, Standing::Captured(call.amount.amount)));
            Ok(())
        })
    }
    fn void(&self, call: Call) -> Reply<'_, ()> {
        self.answer("void", || {
            self.put(Statement::of(call.provider_reference, Standing::Voided));
            Ok(())
        })
    }
    fn refund(&self, call: Call) -> Reply<'_, ()> {
        self.answer("refund", || {
            let mut books = self.books.lock().unwrap();
            let held = books.get_mut(&call.provider_reference).expect("a payment");
            let request = Some(call.key.parse().expect("a request's id"));
            if held.refunds.iter().all(|r| r.request != request) {
                held.refunds.push(SaidRefund { request, amount: call.amount.amount, failed: None });
            }
            Ok(())
        })
    }
    fn look_up(&self, _: PaymentId) -> Reply<'_, Option<Answer>> {
        self.answer("look_up", || Ok(None))
    }
    fn state_of(&self, asked: Asked) -> Reply<'_, Said> {
        self.answer("state_of", || {
            let reference = match asked.provider_reference.as_str() {
                "" => name(asked.payment),
                known => known.to_owned(),
            };
            Ok(self.books.lock().unwrap().get(&reference).cloned().map_or(Said::Unknown, Said::Statement))
        })
    }
    fn read_notice(&self, raw: RawNotice) -> Reply<'_, Notice> {
        let told: Vec<String> = String::from_utf8_lossy(&raw.body).split(' ').map(str::to_owned).collect();
        let proved = raw.signature == "signed by the bank" && told.len() == 3;
        Box::pin(std::future::ready(match proved {
            true => Ok(Notice {
                event: told[0].clone(),
                kind: "changed".into(),
                payment: told[1].parse().ok(),
                provider_reference: told[2].clone(),
            }),
            false => Err(ProviderError::Declined("this is not signed by the bank".into())),
        }))
    }
    fn limits(&self) -> Option<Limits> {
        Some(Limits { tries: 1, failures: 5, cut: Duration::from_secs(20), ..Limits::default() })
    }
}

struct Story {
    shop: TestShop,
    bank: Arc<Bank>,
    mug: kernel::kinds::VariantId,
}

impl Story {
    async fn begin(db: testkit::TestDb) -> Self {
        let bank = Arc::new(Bank::default());
        let shop = TestShop::with(db, vec![Arc::new(Offline), bank.clone()]).await;
        let mug = shop.sells("mug", 2400, 9).await;
        Self { shop, bank, mug }
    }

    /// A checkout whose payment waits at the bank.
    async fn waits(&self, who: &str) -> (String, Payment) {
        let token = self.shop.cart(&[(self.mug, 1)]).await;
        let asked =
            self.shop.shop.checkout.place(&self.shop.shopper(), self.shop.ask(&token, who, "bank"), "").await;
        assert_eq!(asked.unwrap(), Outcome::Pending);
        let waiting = self.shop.shop.payments.unanswered(Duration::ZERO, 10).await;
        self.shop.test_db.advance(Duration::from_millis(1));
        let all = match waiting {
            Ok(all) if !all.is_empty() => all,
            _ => self.shop.shop.payments.unanswered(Duration::ZERO, 10).await.unwrap(),
        };
        (token, all.into_iter().max_by_key(|p| p.id).expect("a payment"))
    }

    async fn told(&self, event: &str, payment: &Payment, reference: &str) -> Taken {
        let raw = RawNotice {
            body: format!("{event} {} {reference}", payment.id).into_bytes(),
            signature: "signed by the bank".into(),
            now: self.shop.shop.db.clock().now(),
        };
        self.shop.shop.payments.take_notice(&self.shop.shopper(), "bank", raw).await.unwrap()
    }

    async fn works(&self) {
        engine(&self.shop.shop).drain().await.unwrap();
    }

    async fn payments(&self, order: OrderId) -> Vec<Payment> {
        let reference = orders::Orders::reference(order);
        self.shop.shop.payments.of(&[reference]).await.unwrap().remove(&reference).unwrap_or_default()
    }

    async fn axis(&self, order: OrderId) -> PaymentAxis {
        self.shop.shop.orders.get(order).await.unwrap().payment
    }

    /// Everything adds up, and what we have is what the bank has.
    async fn sound(&self) {
        let report = flows::books::Books::new(self.shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
        for said in self.bank.books.lock().unwrap().values() {
            let taken = match said.standing {
                Standing::Captured(amount) => amount,
                _ => 0,
            };
            let found =
                self.shop.shop.db.read_now(|c| {
                    payments::Payments::by_provider_reference_in(c, "bank", &said.provider_reference)
                });
            let ours = found.unwrap().unwrap_or_else(|| panic!("{said:?} is not known here"));
            assert_eq!((ours.captured.amount, ours.refunded.amount), (taken, said.refunded()), "{said:?}");
        }
    }
}

story! {
    async fn a_transfer_comes_in_parts_and_then_too_much(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = shop.sold("ada", &[(mug, 1)]).await;
        let orders = &shop.shop.orders;
        orders.capture_amount(&shop.clerk(), order, 1000).await.unwrap();
        assert_eq!(orders.get(order).await.unwrap().payment, PaymentAxis::PartiallyPaid);
        orders.capture_amount(&shop.clerk(), order, 1900).await.unwrap();
        assert_eq!(orders.get(order).await.unwrap().payment, PaymentAxis::Paid);
        orders.capture_amount(&shop.clerk(), order, 1).await.unwrap();
        let reference = orders::Orders::reference(order);
        let taken = || async {
            let paid = shop.shop.payments.of(&[reference]).await.unwrap().remove(&reference).unwrap();
            (paid.len(), payments::Sums::of(&paid))
        };
        let (count, sums) = taken().await;
        assert_eq!((count, sums.captured), (4, 2901), "1000, 1890, 10 too much, 1 more");
        assert!(orders.give_back_surplus(&shop.clerk(), order).await.is_err(), "a clerk gives nothing back");
        orders.give_back_surplus(&shop.manager(), order).await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        assert_eq!(taken().await.1.refunded, 11);
        let nothing = orders.give_back_surplus(&shop.manager(), order).await.unwrap_err();
        assert_eq!(kernel::Coded::code(&nothing), "nothing_to_refund");
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

story! {
    async fn some_of_what_is_set_aside_is_taken_and_the_rest_let_go(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = placed(shop.buys("ada", &[(mug, 1)], "test", "ok").await).order;
        let orders = &shop.shop.orders;
        let too_much = orders.capture_amount(&shop.clerk(), order, 2891).await.unwrap_err();
        assert_eq!(kernel::Coded::code(&too_much), "amount_too_high");
        orders.capture_amount(&shop.clerk(), order, 2000).await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        assert_eq!(orders.get(order).await.unwrap().payment, PaymentAxis::PartiallyPaid);
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

testkit::both_databases! {
    &sundry::MIGRATIONS;

    async fn a_notice_before_the_browser_comes_back_places_the_order_once(db: testkit::TestDb) {
        let story = Story::begin(db).await;
        let (token, payment) = story.waits("ada").await;
        story.bank.put(Statement { fees: 97, ..Statement::of(name(payment.id), Standing::Captured(2890)) });
        let reference = name(payment.id);
        assert_eq!(story.told("evt-1", &payment, &reference).await, Taken::About(payment.id));
        assert_eq!(story.told("evt-1", &payment, &reference).await, Taken::Known);
        story.works().await;
        let order = placed(story.shop.shop.checkout.status(&token).await).order;
        // The browser, and the bank once more.
        assert_eq!(placed(story.shop.shop.checkout.look_again(&story.shop.shopper(), &token).await).order, order);
        assert_eq!(story.told("evt-2", &payment, &reference).await, Taken::About(payment.id));
        story.works().await;
        assert_eq!(story.axis(order).await, PaymentAxis::Paid);
        let kinds: Vec<TransferKind> =
            story.shop.shop.payments.transfers(&[payment.id]).await.unwrap().iter().map(|t| t.kind).collect();
        assert_eq!(kinds, [TransferKind::Capture, TransferKind::Fee]);
        assert_eq!(story.shop.mails(), 1, "one confirmation");
        story.sound().await;
    }

    async fn a_forged_notice_does_nothing(db: testkit::TestDb) {
        let story = Story::begin(db).await;
        let (token, payment) = story.waits("ada").await;
        let raw = RawNotice {
            body: format!("evt-1 {} {}", payment.id, name(payment.id)).into_bytes(),
            signature: "signed by somebody".into(),
            now: kernel::Micros(0),
        };
        let refused = story.shop.shop.payments.take_notice(&story.shop.shopper(), "bank", raw).await.unwrap_err();
        assert!(refused.to_string().contains("not signed by the bank"), "{refused}");
        // Signed, and untrue: the bank is asked, and knows better.
        story.told("evt-2", &payment, &name(payment.id)).await;
        story.works().await;
        assert_eq!(story.shop.shop.checkout.status(&token).await.unwrap(), Outcome::Pending);
        assert_eq!(story.told("evt-3", &Payment { id: PaymentId::from_bytes([9; 16]), ..payment }, "other").await, Taken::NotOurs);
    }

    async fn money_that_comes_after_the_order_was_cancelled_goes_back(db: testkit::TestDb) {
        let story = Story::begin(db).await;
        let (token, payment) = story.waits("ada").await;
        story.bank.put(Statement::of(name(payment.id), Standing::Authorized));
        story.told("evt-1", &payment, &name(payment.id)).await;
        story.works().await;
        let order = placed(story.shop.shop.checkout.status(&token).await).order;
        assert_eq!(story.axis(order).await, PaymentAxis::Authorized);
        story.shop.shop.orders.cancel(&story.shop.manager(), order, "changed their mind").await.unwrap();
        // Before the bank hears of it, it has taken the money.
        story.works().await;
        story.bank.put(Statement::of(name(payment.id), Standing::Captured(2890)));
        story.told("evt-2", &payment, &name(payment.id)).await;
        story.works().await;
        let held = story.shop.shop.orders.get(order).await.unwrap();
        assert_eq!((held.lifecycle, held.payment), (Lifecycle::Cancelled, PaymentAxis::Refunded));
        assert_eq!(story.bank.called("refund"), 1);
        story.sound().await;
    }

    async fn what_the_bank_did_twice_goes_back_once(db: testkit::TestDb) {
        let story = Story::begin(db).await;
        let (token, payment) = story.waits("ada").await;
        story.bank.put(Statement::of(name(payment.id), Standing::Captured(2890)));
        story.bank.put(Statement::of("bank-twice", Standing::Captured(2890)));
        story.told("evt-1", &payment, &name(payment.id)).await;
        let Taken::About(second) = story.told("evt-2", &payment, "bank-twice").await else { panic!("it is ours") };
        assert_ne!(second, payment.id);
        story.works().await;
        let order = placed(story.shop.shop.checkout.status(&token).await).order;
        assert_eq!(story.payments(order).await.len(), 2);
        assert_eq!(story.bank.called("refund"), 1);
        let given: i64 = story.payments(order).await.iter().map(|p| p.refunded.amount).sum();
        assert_eq!(given, 2890);
        story.sound().await;
    }

    async fn a_dispute_is_told_and_its_loss_is_booked(db: testkit::TestDb) {
        let story = Story::begin(db).await;
        let (token, payment) = story.waits("ada").await;
        let taken = || Statement::of(name(payment.id), Standing::Captured(2890));
        story.bank.put(taken());
        story.told("evt-1", &payment, &name(payment.id)).await;
        story.works().await;
        let order = placed(story.shop.shop.checkout.status(&token).await).order;
        story.bank.put(Statement { disputed: 2890, ..taken() });
        story.told("evt-2", &payment, &name(payment.id)).await;
        story.works().await;
        let doubted = story.shop.shop.payments.in_doubt(10).await.unwrap();
        assert_eq!(doubted.iter().map(|p| (p.id, p.disputed.amount)).collect::<Vec<_>>(), [(payment.id, 2890)]);
        assert_eq!(story.axis(order).await, PaymentAxis::Paid, "nothing is decided");
        let nothing = story.shop.shop.orders.given_back(order).await.unwrap();
        assert_eq!(nothing.left, 0, "what the bank holds back cannot be given back");
        story.bank.put(Statement { charged_back: 2890, ..taken() });
        story.told("evt-3", &payment, &name(payment.id)).await;
        story.works().await;
        assert_eq!(story.axis(order).await, PaymentAxis::Refunded);
        assert_eq!(story.shop.shop.payments.in_doubt(10).await.unwrap().len(), 0);
        let kinds: Vec<TransferKind> =
            story.shop.shop.payments.transfers(&[payment.id]).await.unwrap().iter().map(|t| t.kind).collect();
        assert_eq!(kinds, [TransferKind::Capture, TransferKind::Dispute, TransferKind::Chargeback]);
        story.sound().await;
    }

    async fn what_was_done_elsewhere_is_found_by_comparing(db: testkit::TestDb) {
        let story = Story::begin(db).await;
        let (token, payment) = story.waits("ada").await;
        story.bank.put(Statement::of(name(payment.id), Standing::Captured(2890)));
        // No notice ever comes.
        story.shop.test_db.advance(Duration::from_secs(121));
        let actor = story.shop.shopper();
        assert_eq!(story.shop.shop.checkout.reconcile(&actor, Duration::from_secs(120)).await.unwrap(), 1);
        let order = placed(story.shop.shop.checkout.status(&token).await).order;
        let refund = SaidRefund { request: None, amount: 700, failed: None };
        story.bank.put(Statement { refunds: vec![refund], ..Statement::of(name(payment.id), Standing::Captured(2890)) });
        story.shop.test_db.advance(Duration::from_secs(90_000));
        let day = Duration::from_secs(24 * 3600);
        let compared = story.shop.shop.checkout.compare(&actor, kernel::Micros(0), day).await.unwrap();
        assert_eq!((compared.answered, compared.unanswered), (1, 0));
        assert_eq!(story.axis(order).await, PaymentAxis::PartiallyRefunded);
        // A statement that contradicts what is known is for people, and changes no money.
        story.bank.put(Statement::of(name(payment.id), Standing::Voided));
        story.shop.test_db.advance(Duration::from_secs(90_000));
        story.shop.shop.checkout.compare(&actor, kernel::Micros(0), day).await.unwrap();
        let doubted = story.shop.shop.payments.in_doubt(10).await.unwrap();
        assert!(doubted[0].attention.contains("never taken"), "{doubted:?}");
        assert_eq!(doubted[0].state, State::Captured);
    }

    async fn a_bank_that_is_away_costs_nothing_but_the_choice(db: testkit::TestDb) {
        let story = Story::begin(db).await;
        story.bank.away(true);
        for n in 0..5 {
            let token = story.shop.cart(&[(story.mug, 1)]).await;
            let ask = story.shop.ask(&token, &format!("ada{n}"), "bank");
            let failed = story.shop.shop.checkout.place(&story.shop.shopper(), ask, "").await;
            assert_eq!(kernel::Coded::code(&failed.unwrap_err()), "provider_unavailable");
        }
        assert!(story.shop.shop.payments.provider("bank").unwrap().is_away());
        let asked = story.bank.called("authorize");
        let token = story.shop.cart(&[(story.mug, 1)]).await;
        let refused = story.shop.shop.checkout.place(&story.shop.shopper(), story.shop.ask(&token, "bob", "bank"), "").await;
        assert_eq!(kernel::Coded::code(&refused.unwrap_err()), "payment_method_away");
        assert_eq!(story.bank.called("authorize"), asked, "nobody was asked");
        // The checkout is open again at once, and another way is taken.
        let order = placed(story.shop.shop.checkout.place(&story.shop.shopper(), story.shop.ask(&token, "bob", "offline"), "").await);
        assert_eq!(story.axis(order.order).await, PaymentAxis::Pending);
        story.bank.away(false);
        story.shop.test_db.advance(Duration::from_secs(130));
        let actor = story.shop.shopper();
        // The bank never heard of the five.
        assert_eq!(story.shop.shop.checkout.reconcile(&actor, Duration::from_secs(120)).await.unwrap(), 5);
        assert!(!story.shop.shop.payments.provider("bank").unwrap().is_away());
        story.sound().await;
    }
}
