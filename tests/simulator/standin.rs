//! Stripe's interface over real HTTP, against a stand-in that others wrote (localstripe, a Python package). Skipped without it:
//! `SUNDRY_PYTHON` names an interpreter that has it.
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use checkout::Outcome;
use kernel::Clock;
use orders::PaymentAxis;
use payments::{Offline, RawNotice, Stripe, StripeKeys, Taken};
use serde_json::Value;

use super::HOOK_SECRET;
use crate::support::{TestShop, engine, free_port, placed};

struct StandIn {
    process: Child,
    port: u16,
}

impl StandIn {
    /// None without the package.
    fn start() -> Option<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/simulator/standin.py");
        let python = std::env::var("SUNDRY_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let port = free_port();
        let mut process = Command::new(python)
            .args([script.as_os_str(), port.to_string().as_ref()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take()?).read_line(&mut line).ok()?;
        if line.trim() != "ready" {
            let _ = process.wait();
            return None;
        }
        Some(Self { process, port })
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Posts a form; it listens a moment after it says that it is ready.
    fn post(&self, path: &str, form: &[(&str, &str)]) -> Value {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        self.call("POST", path, body.finish())
    }

    fn call(&self, method: &str, path: &str, body: String) -> Value {
        let mut stream = (0..500)
            .find_map(|_| {
                let tried = TcpStream::connect(("127.0.0.1", self.port)).ok();
                if tried.is_none() {
                    std::thread::sleep(Duration::from_millis(10));
                }
                tried
            })
            .expect("it listens");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer sk_test_12345\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        serde_json::from_str(body).unwrap_or(Value::Null)
    }

    fn get(&self, path: &str) -> Value {
        self.call("GET", path, String::new())
    }

    /// Whoever pays answers their bank.
    fn answers(&self, intent: &str) {
        let path = format!("/v1/payment_intents/{intent}");
        let secret = self.get(&path)["client_secret"].as_str().expect("a secret").to_owned();
        self.post(&format!("{path}/_authenticate"), &[("client_secret", &secret), ("success", "true")]);
    }

    fn card(&self, number: &str) -> String {
        let card = [
            ("type", "card"),
            ("card[number]", number),
            ("card[exp_month]", "12"),
            ("card[exp_year]", "2031"),
            ("card[cvc]", "123"),
        ];
        self.post("/v1/payment_methods", &card)["id"].as_str().expect("a payment method").to_owned()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What is told to an address of ours: body and signature.
fn listen() -> (String, mpsc::Receiver<(Vec<u8>, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/webhooks/stripe", listener.local_addr().expect("an address"));
    let (send, told) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut stream = BufReader::new(stream);
            let (mut length, mut proof) = (0, String::new());
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line).unwrap_or(0) == 0 {
                    break;
                }
                let Some((name, value)) = line.trim_end().split_once(':') else {
                    if line.trim().is_empty() { break } else { continue }
                };
                match name.to_ascii_lowercase().as_str() {
                    "content-length" => length = value.trim().parse().unwrap_or(0),
                    "stripe-signature" => proof = value.trim().to_owned(),
                    _ => {}
                }
            }
            let mut body = vec![0; length];
            if stream.read_exact(&mut body).is_err() || send.send((body, proof)).is_err() {
                return;
            }
            let _ = stream.get_mut().write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        }
    });
    (url, told)
}

testkit::both_databases! {
    &sundry::MIGRATIONS;

    async fn stripe_is_spoken_as_others_speak_it(db: testkit::TestDb) {
        let Some(stand_in) = StandIn::start() else { return testkit::skipped("stripe") };
        let (hook, told) = listen();
        stand_in.post("/_config/webhooks/test", &[("url", &hook), ("secret", HOOK_SECRET)]);
        let stripe = Stripe::new(db.db.clone(), &[7; 32], &stand_in.url()).unwrap();
        let shop = TestShop::with(db, vec![Arc::new(Offline), Arc::new(stripe)]).await;
        let keys = |capture_later| StripeKeys {
            offered: true,
            publishable: "pk_test_12345".into(),
            capture_later,
            secret: Some("sk_test_12345".into()),
            hook_secret: Some(HOOK_SECRET.into()),
        };
        let stripe = shop.shop.payments.stripe().unwrap();
        stripe.set_up(&shop.owner(), keys(false)).await.unwrap();
        stripe.try_out(&shop.owner()).await.unwrap();
        assert!(stripe.try_out(&shop.shopper()).await.is_err());
        let mug = shop.sells("mug", 2400, 50).await;
        let (orders, works) = (&shop.shop.orders, engine(&shop.shop));

        // At once, given back in part.
        let good = stand_in.card("4242424242424242");
        let order = placed(shop.buys("ada", &[(mug, 1)], "stripe", &good).await).order;
        assert_eq!(orders.get(order).await.unwrap().payment, PaymentAxis::Paid);
        let version = orders.get(order).await.unwrap().version;
        let back = orders::RefundAsk { version, extra: 501, reason: "late".into(), ..orders::RefundAsk::default() };
        orders.refund(&shop.manager(), order, back, Some(501)).await.unwrap();
        works.drain().await.unwrap();
        assert_eq!(orders.given_back(order).await.unwrap().given, 501);

        // Refused.
        let refused = stand_in.card("4000000000000341");
        let no = shop.buys("bob", &[(mug, 1)], "stripe", &refused).await.unwrap_err();
        assert!(no.to_string().contains("declined"), "{no}");

        // The bank asks first; what it says is told by itself, signed.
        let asks = stand_in.card("4000002500003155");
        let token = shop.cart(&[(mug, 1)]).await;
        let wait = shop.shop.checkout.place(&shop.shopper(), shop.ask(&token, "cleo", "stripe"), &asks).await;
        assert_eq!(wait.unwrap(), Outcome::Pending);
        let (open, _) = shop.shop.checkout.open_payment(&token).await.unwrap().unwrap();
        let Some(payments::Step::Confirm { client_secret, .. }) = shop.shop.payments.next_step(&open).await.unwrap()
        else {
            panic!("there is something to do")
        };
        let path = format!("/v1/payment_intents/{}/_authenticate", open.provider_reference);
        stand_in.post(&path, &[("client_secret", &client_secret), ("success", "true")]);
        let mut heard = false;
        while !heard {
            let (body, signature) = told.recv_timeout(Duration::from_secs(20)).expect("it tells");
            // Its clock is the machine's; ours stands still.
            let raw = RawNotice { body, signature, now: Clock::system().now() };
            let taken = shop.shop.payments.take_notice(&shop.shopper(), "stripe", raw).await.unwrap();
            heard = taken == Taken::About(open.id);
        }
        works.drain().await.unwrap();
        placed(shop.shop.checkout.status(&token).await);

        // Set aside, then taken; and set aside, then let go.
        stripe.set_up(&shop.owner(), keys(true)).await.unwrap();
        let taken = placed(shop.buys("dora", &[(mug, 1)], "stripe", &good).await).order;
        assert_eq!(orders.get(taken).await.unwrap().payment, PaymentAxis::Authorized);
        orders.capture(&shop.clerk(), taken).await.unwrap();
        let let_go = placed(shop.buys("emil", &[(mug, 1)], "stripe", &good).await).order;
        orders.cancel(&shop.manager(), let_go, "changed their mind").await.unwrap();
        works.drain().await.unwrap();
        assert_eq!(orders.get(taken).await.unwrap().payment, PaymentAxis::Paid);
        let reference = orders::Orders::reference(let_go);
        let paid = shop.shop.payments.of(&[reference]).await.unwrap().remove(&reference).unwrap();
        assert_eq!(paid[0].state, payments::State::Voided);

        // Kept for whoever is signed in, then one click; one whose bank asks each time; taken out, there as well.
        stripe.set_up(&shop.owner(), keys(false)).await.unwrap();
        let ada = kernel::kinds::CustomerId::new(kernel::Micros(1));
        let back = payments::Back { done: "https://shop.example/checkout/pending".into(), ..payments::Back::default() };
        let paying = |details: &str, card: Option<kernel::kinds::CardId>| payments::Paying {
            details: details.into(),
            account: Some(ada),
            keep_card: card.is_none(),
            card,
            back: back.clone(),
            ip: None,
        };
        let buy = async |paying| {
            let token = shop.cart(&[(mug, 1)]).await;
            let ask = shop.ask(&token, "ada", "stripe");
            (shop.shop.checkout.place(&shop.shopper(), ask, paying).await, token)
        };
        placed(buy(paying(&good, None)).await.0);
        works.drain().await.unwrap();
        let payments = &shop.shop.payments;
        let kept = payments.cards(ada).await.unwrap();
        assert_eq!((kept.len(), kept[0].label(), kept[0].exp_year), (1, "Visa ···4242".to_owned(), 2031));
        let click = placed(buy(paying("", Some(kept[0].id))).await.0).order;
        assert_eq!(orders.get(click).await.unwrap().payment, PaymentAxis::Paid);
        let (wait, token) = buy(paying(&stand_in.card("4000002500003155"), None)).await;
        assert_eq!(wait.unwrap(), Outcome::Pending);
        let (open, _) = shop.shop.checkout.open_payment(&token).await.unwrap().unwrap();
        let step = payments.next_step(&open).await.unwrap();
        let Some(payments::Step::Redirect { url }) = step else { panic!("{step:?}") };
        assert!(url.starts_with("https://hooks.stripe.com/"), "{url}");
        stand_in.answers(&open.provider_reference);
        shop.shop.checkout.hear_out(&shop.shopper(), open.id).await.unwrap();
        placed(shop.shop.checkout.status(&token).await);
        works.drain().await.unwrap();
        let kept = payments.cards(ada).await.unwrap();
        assert_eq!(kept.len(), 2);
        for card in &kept {
            payments.remove_card(&shop.shopper(), ada, card.id).await.unwrap();
        }
        works.drain().await.unwrap();
        assert_eq!(stand_in.get(&format!("/v1/payment_methods/{good}"))["customer"], Value::Null);

        // Everything once more, by comparing.
        shop.test_db.advance(Duration::from_secs(600));
        let compared = shop.shop.checkout.compare(&shop.shopper(), kernel::Micros(0), Duration::from_secs(1)).await;
        let compared = compared.unwrap();
        // The refused one has no name at the provider and is looked for by its time, which the stand-in cannot do.
        assert_eq!((compared.answered, compared.unanswered), (7, 1));
        let doubts = shop.shop.payments.in_doubt(10).await.unwrap();
        assert!(doubts.is_empty(), "{doubts:?}");
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}
