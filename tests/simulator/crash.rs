//! The real binary with a provider that tells by itself: it dies between taking a notice and acting on it, and amid a refund; the
//! provider tells again, as providers do, and everything happens once.
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use kernel::kinds::{OrderId, StaffId};
use kernel::{Actor, Clock, Correlation};
use payments::{Paypal, Stripe, StripeKeys};
use serde_json::{Value, json};

use super::{Fault, HOOK_SECRET, House, Simulator, paypal};
use crate::crash::client::Http;
use crate::crash::ground::{Ground, Server};
use crate::crash::variants;

/// Long enough to sign forms with; the keys are sealed under it.
const SECRET: &str = "a secret of this test, and of nothing else at all";

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// A notice: its body, and what proves it, a line each.
type Told = (Vec<u8>, String);

/// A provider that is paid at, whatever it speaks.
pub(super) trait Paid {
    /// The code of the way to pay.
    const METHOD: &'static str;
    /// The headers that prove a notice.
    const PROOF: &'static [&'static str];
    /// Its payments, by its names for them.
    fn names(&self) -> Vec<String>;
    /// Whoever pays does what is to be done.
    fn is_paid(&self, name: &str) -> bool;
    fn notices(&self) -> Vec<Told>;
    /// What it took and gave back; minor units.
    fn money(&self, name: &str) -> (i64, i64);
}

impl Paid for Simulator {
    const METHOD: &'static str = "stripe";
    const PROOF: &'static [&'static str] = &["stripe-signature"];
    fn names(&self) -> Vec<String> {
        self.books(|b| b.intents.keys().cloned().collect())
    }
    fn is_paid(&self, name: &str) -> bool {
        self.books(|b| b.pays(name))
    }
    fn notices(&self) -> Vec<Told> {
        self.told()
    }
    fn money(&self, name: &str) -> (i64, i64) {
        self.books(|b| (b.intents[name].received, b.intents[name].refunded()))
    }
}

impl Paid for Simulator<paypal::Books> {
    const METHOD: &'static str = "paypal";
    const PROOF: &'static [&'static str] = &[
        "paypal-auth-algo",
        "paypal-cert-url",
        "paypal-transmission-id",
        "paypal-transmission-sig",
        "paypal-transmission-time",
    ];
    fn names(&self) -> Vec<String> {
        self.books(|b| b.orders.keys().cloned().collect())
    }
    fn is_paid(&self, name: &str) -> bool {
        self.books(|b| b.approves(name))
    }
    fn notices(&self) -> Vec<Told> {
        self.told()
    }
    fn money(&self, name: &str) -> (i64, i64) {
        self.books(|b| (b.orders[name].received(), b.orders[name].refunded()))
    }
}

/// Sends a notice over HTTP; the status, or none when nobody answered.
pub(super) fn tells<P: Paid>(_: &P, address: &str, (body, proof): &Told) -> Option<u16> {
    let mut stream = TcpStream::connect(address).ok()?;
    let proofs: String =
        P::PROOF.iter().zip(proof.split('\n')).map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!(
        "POST /webhooks/{} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\nconnection: close\r\n\
         {proofs}content-length: {}\r\n\r\n",
        P::METHOD,
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.get(9..12)?.parse().ok()
}

/// One sale by the provider's own fields, and a part of it given back, over a server that dies once.
fn survives<P: Paid>(base: &Ground, sim: &P, failpoint: &str) {
    let mut ground = base.copy();
    ground.environment = base.environment.clone();
    let mut server = ground.start(failpoint);
    let mut died = false;
    let again = |server: &mut Server, died: &mut bool| {
        assert!(!*died, "{failpoint}: it died again: {}", ground.log());
        assert!(!server.ended(Duration::from_secs(30)), "{failpoint}: {}", ground.log());
        assert!(ground.log().contains("the process dies here"), "{failpoint}: {}", ground.log());
        *died = true;
        *server = ground.serve();
    };
    if server.ready().is_none() {
        again(&mut server, &mut died);
    }
    let call = |server: &Server, path: &str, body: &Value| {
        Http::open(&server.address).and_then(|mut http| http.call("POST", path, None, Some(body)))
    };
    let lines = json!([{ "variant": variants(&server.address)[0], "quantity": 1 }]);
    let cart = call(&server, "/api/v1/carts", &json!({ "lines": lines })).expect("a basket").1;
    let token = cart["token"].as_str().expect("a basket").to_owned();
    let wish = json!({
        "email": "ada@example.org",
        "address": { "name": "Ada Holm", "line1": "Kai 14", "postal_code": "20357", "city": "Hamburg", "country": "DE" },
        "delivery": "parcel",
        "payment_method": P::METHOD,
    });
    let held = call(&server, &format!("/api/v1/carts/{token}/prepare"), &wish).expect("prepared").1;
    let before = sim.names();
    let paid = call(&server, &format!("/api/v1/carts/{token}/pay"), &json!({})).expect("begun").1;
    assert_eq!(paid["status"], "pending", "{failpoint}: {paid}");
    let order: OrderId = held["order"].as_str().expect("an id").parse().expect("an order's id");
    let name = sim.names().into_iter().find(|name| !before.contains(name)).expect("a payment there");
    assert!(sim.is_paid(&name));

    // The provider tells until it is thanked.
    let deliver = |server: &mut Server, died: &mut bool| {
        for event in sim.notices() {
            loop {
                match tells(sim, &server.address, &event) {
                    Some(200) => break,
                    Some(other) => panic!("{failpoint}: {other}"),
                    None => again(server, died),
                }
            }
        }
    };
    deliver(&mut server, &mut died);
    let until = Instant::now() + Duration::from_secs(60);
    let progress = format!("/api/v1/carts/{token}/checkout");
    loop {
        let looked = Http::open(&server.address).and_then(|mut http| http.call("GET", &progress, None, None));
        match looked {
            Ok((200, said)) if said["status"] == "placed" => break,
            Err(_) => again(&mut server, &mut died),
            Ok(_) => {}
        }
        assert!(Instant::now() < until, "{failpoint}: the order is not placed: {}", ground.log());
        // There is no event to wait for in another process.
        std::thread::sleep(Duration::from_millis(20));
    }
    if server.gone() {
        again(&mut server, &mut died);
    }
    ground.drained();
    let rooms = ground.rooms(Clock::system());
    let manager =
        Actor::staff(StaffId::new(Clock::system().now()), staff::Role::Manager.powers(), Correlation::new());
    let sold = block_on(rooms.orders.get(order)).expect("the order");
    let back = orders::RefundAsk {
        version: sold.version,
        extra: 500,
        reason: "late".into(),
        ..orders::RefundAsk::default()
    };
    block_on(rooms.orders.refund(&manager, order, back, Some(500))).expect("asked");
    let until = Instant::now() + Duration::from_secs(60);
    while sim.money(&name).1 == 0 || !died {
        if server.gone() {
            again(&mut server, &mut died);
        }
        let refunded = sim.money(&name).1 > 0;
        if refunded {
            deliver(&mut server, &mut died);
        }
        assert!(Instant::now() < until, "{failpoint}: it never came there: {}", ground.log());
        std::thread::sleep(Duration::from_millis(20));
    }
    deliver(&mut server, &mut died);
    if server.gone() {
        again(&mut server, &mut died);
    }
    ground.drained();
    server.stop();
    ground.check(None);
    assert_eq!(sim.money(&name), (sold.total, 500), "{failpoint}");
    let reference = orders::Orders::reference(order);
    let ours = block_on(rooms.payments.of(&[reference])).expect("its payments").remove(&reference).expect("some");
    let money: Vec<(i64, i64)> = ours.iter().map(|p| (p.captured.amount, p.refunded.amount)).collect();
    assert_eq!(money, [(sold.total, 500)], "{failpoint}");
    assert_eq!(ground.confirmations(order), 1, "{failpoint}");
}

/// A stocked shop that this provider is known to.
fn ground<B: House>(setting: &str, sim: &Simulator<B>) -> Ground {
    let mut base = Ground::sqlite(4);
    let secret = ("SUNDRY_SECRET".to_owned(), SECRET.to_owned());
    base.environment = vec![(setting.to_owned(), sim.address.clone()), secret];
    base
}

/// Where a notice, or a refund, can be lost or done twice.
const PLACES: &[&str] = &[
    "payments.notice-uncommitted",
    "payments.heard-uncommitted",
    "payments.before-provider",
    "payments.after-provider",
    "payments.recorded-uncommitted",
];

#[test]
fn a_death_amid_a_notice_or_a_refund_loses_and_doubles_nothing() {
    use sha2::Digest as _;
    let sim = Simulator::start(Clock::system(), 1);
    let base = ground("SUNDRY_PAYMENTS_STRIPE", &sim);
    let secret: [u8; 32] = sha2::Sha256::digest(SECRET.as_bytes()).into();
    let stripe = Stripe::new(base.db(Clock::system()), &secret, &sim.address).expect("it is set up");
    let keys = StripeKeys {
        offered: true,
        publishable: "pk_test_1".into(),
        capture_later: false,
        secret: Some("sk_test_1".into()),
        hook_secret: Some(HOOK_SECRET.into()),
    };
    block_on(stripe.set_up(&Actor::system("test"), keys)).expect("keys");
    // Subscribers have begun.
    let server = base.serve();
    let forged = sim.signed(&json!({ "id": "evt_1", "data": {} }), "whsec_guessed");
    assert_eq!(tells(&sim, &server.address, &forged), Some(400));
    base.drained();
    server.stop();
    for place in PLACES {
        survives(&base, &sim, place);
    }
}

#[test]
fn paypal_is_heard_over_http_and_a_death_amid_it_loses_and_doubles_nothing() {
    use sha2::Digest as _;
    let sim: Simulator<paypal::Books> = Simulator::start(Clock::system(), 1);
    let base = ground("SUNDRY_PAYMENTS_PAYPAL", &sim);
    let secret: [u8; 32] = sha2::Sha256::digest(SECRET.as_bytes()).into();
    let provider = Paypal::new(base.db(Clock::system()), &secret, &sim.address).expect("it is set up");
    block_on(provider.set_up(&Actor::system("test"), paypal::keys(false))).expect("keys");
    // Subscribers have begun.
    let server = base.serve();
    let event = json!({ "id": "WH-1", "event_type": "X", "resource": {} });
    assert_eq!(tells(&sim, &server.address, &paypal::signed(&event, "guessed")), Some(400));
    let own = paypal::signed(&event, paypal::HOUSE);
    // PayPal cannot be asked whether it was PayPal: it tells again.
    (0..2).for_each(|_| sim.next_at("/verify-webhook-signature", Fault::Broken));
    assert_eq!(tells(&sim, &server.address, &own), Some(503));
    assert_eq!(tells(&sim, &server.address, &own), Some(200));
    base.drained();
    server.stop();
    for place in PLACES {
        survives(&base, &sim, place);
    }
}
