//! The real binary with a provider that tells by itself: it dies between taking a notice and acting on it, and amid a refund; the
//! provider tells again, as providers do, and everything happens once.
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use kernel::kinds::{OrderId, StaffId};
use kernel::{Actor, Clock, Correlation};
use payments::{Stripe, StripeKeys};
use serde_json::{Value, json};

use super::{HOOK_SECRET, Simulator};
use crate::crash::client::Http;
use crate::crash::ground::{Ground, Server};
use crate::crash::variants;

/// Long enough to sign forms with; the keys are sealed under it.
const SECRET: &str = "a secret of this test, and of nothing else at all";

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// Sends a notice over HTTP; the status, or none when nobody answered.
fn tells(address: &str, (body, signature): &(Vec<u8>, String)) -> Option<u16> {
    let mut stream = TcpStream::connect(address).ok()?;
    let head = format!(
        "POST /webhooks/stripe HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\nconnection: close\r\n\
         stripe-signature: {signature}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.get(9..12)?.parse().ok()
}

/// One sale by the provider's own fields, and a part of it given back, over a server that dies once.
fn survives(base: &Ground, sim: &Simulator, failpoint: &str) {
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
        "payment_method": "stripe",
    });
    let held = call(&server, &format!("/api/v1/carts/{token}/prepare"), &wish).expect("prepared").1;
    let before: Vec<String> = sim.books(|b| b.intents.keys().cloned().collect());
    let paid = call(&server, &format!("/api/v1/carts/{token}/pay"), &json!({})).expect("begun").1;
    assert_eq!(paid["status"], "pending", "{failpoint}: {paid}");
    let order: OrderId = held["order"].as_str().expect("an id").parse().expect("an order's id");
    let intent = sim.books(|b| b.intents.keys().find(|name| !before.contains(name)).cloned()).expect("an intent");
    assert!(sim.books(|b| b.pays(&intent)));

    // The provider tells until it is thanked.
    let deliver = |server: &mut Server, died: &mut bool| {
        for event in sim.told() {
            loop {
                match tells(&server.address, &event) {
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
    while sim.books(|b| b.intents[&intent].refunded()) == 0 || !died {
        if server.gone() {
            again(&mut server, &mut died);
        }
        let refunded = sim.books(|b| b.intents[&intent].refunded()) > 0;
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
    let intent = sim.books(|b| b.intents[&intent].clone());
    assert_eq!((intent.received, intent.refunded()), (sold.total, 500), "{failpoint}");
    let reference = orders::Orders::reference(order);
    let ours = block_on(rooms.payments.of(&[reference])).expect("its payments").remove(&reference).expect("some");
    let money: Vec<(i64, i64)> = ours.iter().map(|p| (p.captured.amount, p.refunded.amount)).collect();
    assert_eq!(money, [(sold.total, 500)], "{failpoint}");
    assert_eq!(ground.confirmations(order), 1, "{failpoint}");
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
    let mut base = Ground::sqlite(4);
    base.environment = vec![
        ("SUNDRY_PAYMENTS_STRIPE".to_owned(), sim.address.clone()),
        ("SUNDRY_SECRET".to_owned(), SECRET.to_owned()),
    ];
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
    assert_eq!(tells(&server.address, &forged), Some(400));
    base.drained();
    server.stop();
    for place in PLACES {
        survives(&base, &sim, place);
    }
}
