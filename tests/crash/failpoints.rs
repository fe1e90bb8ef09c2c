//! The server dies at each place where work could be lost or done twice, during one sale from basket to captured money.
use std::sync::Mutex;
use std::time::Duration;

use kernel::kinds::{OrderId, StaffId};
use kernel::{Actor, Clock, Correlation};
use serde_json::{Value, json};

use super::client::Http;
use super::ground::{Ground, Server};
use super::sold;

/// The rooms' own failpoints, in the order in which a sale passes them.
const ROOMS: &[&str] = &[
    "checkout.prepared-uncommitted",
    "checkout.held-uncommitted",
    "checkout.after-prepare",
    "checkout.after-numbers",
    "checkout.begun-uncommitted",
    "checkout.before-provider",
    "checkout.after-provider",
    "checkout.recorded-uncommitted",
    "checkout.closed-uncommitted",
    "checkout.placed-uncommitted",
    "checkout.promised-uncommitted",
    "checkout.settled-uncommitted",
    "checkout.after-commit",
    "notifications.before-send",
    "notifications.after-send",
    "payments.before-provider",
    "payments.after-provider",
    "payments.recorded-uncommitted",
];

/// Where staff take and give back money, asked by a program over HTTP.
const STAFF: &[&str] = &[
    "capture.asked-uncommitted",
    "capture.after-commit",
    "refund.goods-uncommitted",
    "refund.asked-uncommitted",
    "refund.noted-uncommitted",
    "refund.after-commit",
];

/// Passed only where a provider tells by itself; `simulator/crash.rs` dies there.
const NOTICES: &[&str] = &["payments.notice-uncommitted", "payments.heard-uncommitted"];

/// How many shops are sold in at once: most of the time they wait for the leases of the dead.
const AT_ONCE: usize = 6;

/// One sale over a server that dies once.
struct Sale<'a> {
    ground: &'a Ground,
    failpoint: &'static str,
    server: Server,
    died: bool,
}

impl<'a> Sale<'a> {
    fn begin(ground: &'a Ground, failpoint: &'static str) -> Self {
        let mut sale = Self { ground, failpoint, server: ground.start(failpoint), died: false };
        if sale.server.ready().is_none() {
            sale.again();
        }
        sale
    }

    /// It died, as it should, once.
    fn again(&mut self) {
        assert!(!self.died, "{}: it died again: {}", self.failpoint, self.ground.log());
        let ended = self.server.ended(Duration::from_secs(30));
        // Read when it is gone: its last word is why.
        let log = self.ground.log();
        assert!(!ended, "{}: it should have died: {log}", self.failpoint);
        assert!(log.contains("the process dies here"), "{}: it died otherwise: {log}", self.failpoint);
        self.died = true;
        self.server = self.ground.serve();
    }

    /// Waits until it died, if it has not yet, and starts it again.
    fn dies(&mut self) {
        if !self.died {
            self.again();
        }
    }

    /// Posts until there is an answer.
    fn post(&mut self, path: &str, body: &Value) -> Value {
        loop {
            // A key for each basket: its own address is as good as any.
            let key = path.ends_with("prepare").then(|| path.replace('/', "."));
            match Http::open(&self.server.address)
                .and_then(|mut http| http.call("POST", path, key.as_deref(), Some(body)))
            {
                Ok((_, answer)) => return answer,
                Err(_) => self.again(),
            }
        }
    }

    /// Buys one unit by card; the order's id and its line in the journal.
    fn order(&mut self) -> (OrderId, Value) {
        // The server may die while it is asked for what it sells.
        let all = loop {
            match sold(&self.server.address) {
                Ok(all) => break all,
                Err(_) => self.again(),
            }
        };
        let lines = json!([{ "variant": all[0], "quantity": 1 }]);
        let cart = self.post("/api/v1/carts", &json!({ "lines": lines }));
        let token = cart["token"].as_str().expect("a basket").to_owned();
        let wish = json!({
            "email": "ada@example.org",
            "address": { "name": "Ada Holm", "line1": "Kai 14", "postal_code": "20357", "city": "Hamburg", "country": "DE" },
            "delivery": "parcel",
            "payment_method": "test",
        });
        let held = self.post(&format!("/api/v1/carts/{token}/prepare"), &wish);
        let pay = format!("/api/v1/carts/{token}/pay");
        let mut paid = self.post(&pay, &json!({ "details": "ok" }));
        if paid["status"] == "pending" {
            // Nobody knows whether the provider was asked: until the reconciler, two minutes later, asks it.
            self.reconcile();
            paid = self.post(&pay, &json!({ "details": "ok" }));
        }
        assert_eq!(paid["status"], "placed", "{}: {paid}", self.failpoint);
        assert_eq!(paid["order"], held["order"], "{}", self.failpoint);
        let line = json!({ "order": held["order"], "total": held["total"]["amount"], "lines": lines });
        (held["order"].as_str().expect("an id").parse().expect("an order's id"), line)
    }

    fn reconcile(&mut self) {
        let later = Clock::fake(Clock::system().now().plus(Duration::from_secs(180)));
        let rooms = self.ground.rooms(later);
        let decided = block_on(rooms.checkout.reconcile(&Actor::system("test"), Duration::from_secs(120)));
        assert_eq!(decided.expect("it reconciles"), 1, "{}", self.failpoint);
    }

    /// From the basket to the captured money; then everything is there once.
    fn proves(mut self) {
        let before = self.ground.orders().len();
        let (order, line) = self.order();
        let clerk =
            Actor::staff(StaffId::new(Clock::system().now()), staff::Role::Clerk.powers(), Correlation::new());
        let rooms = self.ground.rooms(Clock::system());
        block_on(rooms.orders.capture(&clerk, order)).expect("it is captured");
        self.dies();
        self.ground.drained();
        self.server.stop();
        let journal = self.ground.folder.join("journal.ndjson");
        std::fs::write(&journal, format!("{line}\n")).expect("the journal");
        self.ground.check(Some(&journal));
        let name = self.failpoint;
        assert_eq!(self.ground.orders().len(), before + 1, "{name}");
        assert_eq!(self.ground.confirmations(order), 1, "{name}");
        assert_eq!(self.ground.mails().len(), before + 1, "{name}");
        let stands = block_on(rooms.orders.get(order)).expect("the order");
        assert_eq!(stands.payment, orders::PaymentAxis::Paid, "{name}");
        let reference = orders::Orders::reference(order);
        let paid = block_on(rooms.payments.of(&[reference])).expect("its payments").remove(&reference);
        let captured: Vec<i64> =
            paid.unwrap_or_default().iter().map(|p| p.captured.amount).filter(|a| *a > 0).collect();
        assert_eq!(captured, [stands.total], "{name}");
    }
}

impl Sale<'_> {
    /// Sold and captured; then some of it is given back, amid which the server dies. That goes back once.
    fn gives_back(mut self) {
        let (order, _) = self.order();
        let actor = |role: staff::Role| {
            Actor::staff(StaffId::new(Clock::system().now()), role.powers(), Correlation::new())
        };
        let rooms = self.ground.rooms(Clock::system());
        block_on(rooms.orders.capture(&actor(staff::Role::Clerk), order)).expect("it is captured");
        self.ground.drained();
        let sold = block_on(rooms.orders.get(order)).expect("the order");
        assert_eq!(sold.payment, orders::PaymentAxis::Paid, "{}", self.failpoint);
        let back = 500;
        let part = orders::RefundAsk {
            version: sold.version,
            lines: Vec::new(),
            delivery: false,
            extra: back,
            restock: false,
            reason: "late".into(),
        };
        block_on(rooms.orders.refund(&actor(staff::Role::Manager), order, part, Some(back))).expect("asked");
        self.dies();
        self.ground.drained();
        self.server.stop();
        self.ground.check(None);
        let name = self.failpoint;
        let stands = block_on(rooms.orders.get(order)).expect("the order");
        assert_eq!(stands.payment, orders::PaymentAxis::PartiallyRefunded, "{name}");
        let given = block_on(rooms.orders.given_back(order)).expect("what was given back");
        assert_eq!((given.given, given.underway, given.refused), (back, 0, 0), "{name}");
        assert_eq!(block_on(rooms.orders.refunds(order)).expect("the refunds").len(), 1, "{name}");
        let reference = orders::Orders::reference(order);
        let paid = block_on(rooms.payments.of(&[reference])).expect("its payments").remove(&reference);
        let refunded: Vec<i64> =
            paid.unwrap_or_default().iter().map(|p| p.refunded.amount).filter(|a| *a > 0).collect();
        assert_eq!(refunded, [back], "{name}");
    }
}

impl Sale<'_> {
    /// Asks as a program of staff; none when the server died over it.
    fn staff(&mut self, token: &str, path: &str, headers: &str, body: &Value) -> Option<(u16, Value)> {
        let headers = format!("content-type: application/json\r\nauthorization: Bearer {token}\r\n{headers}");
        let asked = Http::open(&self.server.address)
            .and_then(|mut http| http.send("POST", path, &headers, &body.to_string()));
        match asked {
            Ok((status, text)) => Some((status, serde_json::from_str(&text).unwrap_or(Value::Null))),
            Err(_) => {
                self.again();
                None
            }
        }
    }

    /// Sold, captured and partly given back over HTTP by a program of staff, amid which the server dies: whoever asked looks
    /// what became of it, and asks anew where nothing did. Everything happens once.
    fn runs_by_program(mut self, token: &str) {
        let name = self.failpoint;
        let (order, _) = self.order();
        let path = format!("/api/v1/admin/orders/{order}");
        let asked = (1..=2).find_map(|nth| {
            let key = format!("idempotency-key: capture-{nth}\r\n");
            self.staff(token, &format!("{path}/capture"), &key, &json!({}))
        });
        let (status, answer) = asked.expect("the second server does not die");
        // Asked already by the one that died.
        let before = ["payment_underway", "nothing_to_capture"].map(Value::from).contains(&answer["code"]);
        assert!(status < 300 || before, "{name}: {status} {answer}");
        self.ground.drained();
        let back = 500;
        let rooms = self.ground.rooms(Clock::system());
        for nth in 1..=2 {
            if !block_on(rooms.orders.refunds(order)).expect("the refunds").is_empty() {
                break;
            }
            let version = block_on(rooms.orders.get(order)).expect("the order").version;
            let headers = format!("idempotency-key: refund-{nth}\r\nif-match: \"{version}\"\r\n");
            let ask = json!({ "extra": { "amount": back, "currency": "EUR" }, "reason": "late" });
            if let Some((status, answer)) = self.staff(token, &format!("{path}/refunds"), &headers, &ask) {
                assert_eq!(status, 201, "{name}: {answer}");
            }
        }
        drop(rooms);
        self.dies();
        self.ground.drained();
        self.server.stop();
        self.ground.check(None);
        let rooms = self.ground.rooms(Clock::system());
        let refunds = block_on(rooms.orders.refunds(order)).expect("the refunds");
        assert_eq!(refunds.iter().map(|r| r.amount).collect::<Vec<_>>(), [back], "{name}");
        let stands = block_on(rooms.orders.given_back(order)).expect("what was given back");
        assert_eq!((stands.given, stands.underway, stands.refused), (back, 0, 0), "{name}");
        let reference = orders::Orders::reference(order);
        let paid = block_on(rooms.payments.of(&[reference])).expect("its payments").remove(&reference);
        let total = block_on(rooms.orders.get(order)).expect("the order").total;
        let sums: Vec<_> =
            paid.unwrap_or_default().iter().map(|p| (p.captured.amount, p.refunded.amount)).collect();
        assert_eq!(sums, [(total, back)], "{name}");
    }
}

#[test]
fn a_death_while_staff_take_or_give_back_money_does_it_once_on_sqlite() {
    let base = Ground::sqlite(4);
    settled(&base);
    let rooms = base.rooms(Clock::system());
    let owner = super::twins::Owner::of(&rooms);
    let new = staff::NewToken {
        name: "till".into(),
        powers: vec![
            staff::Permission::ViewOrders,
            staff::Permission::ManageOrders,
            staff::Permission::RefundOrders,
        ],
        days: 1,
    };
    let (_, token) = block_on(rooms.staff.make_token(&owner.actor, new)).expect("a token");
    let token = auth::ExposeSecret::expose_secret(&token).to_owned();
    drop(rooms);
    std::thread::scope(|scope| {
        for name in STAFF {
            let (base, token) = (&base, &token);
            scope.spawn(move || Sale::begin(&base.copy(), name).runs_by_program(token));
        }
    });
}

/// Every failpoint in the sources is one that a test dies at, and stands in the table of `docs/reliability.md`.
#[test]
fn every_failpoint_is_died_at_and_told_of() {
    fn below(folder: &std::path::Path, found: &mut std::collections::BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()) {
            if entry.is_dir() {
                below(&entry, found);
            } else if entry.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&entry).expect("a source");
                let called = text.split("failpoint(").skip(1).filter_map(|rest| rest.split(';').next());
                // Every second piece between quotes is a text.
                let named = called.flat_map(|args| args.split('"').skip(1).step_by(2));
                found.extend(named.filter(|name| name.contains('.')).map(str::to_owned));
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut there = std::collections::BTreeSet::new();
    below(&root.join("src"), &mut there);
    let known = ROOMS.iter().chain(STAFF).chain(NOTICES).chain(events::FAILPOINTS);
    let known: std::collections::BTreeSet<String> = known.map(|name| (*name).to_owned()).collect();
    assert_eq!(there, known);
    let told = std::fs::read_to_string(root.join("docs/reliability.md")).expect("the table");
    let untold: Vec<_> = known.iter().filter(|name| !told.contains(&format!("| `{name}` |"))).collect();
    assert!(untold.is_empty(), "docs/reliability.md does not tell of {untold:?}");
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// Subscribers have begun, and what is due at first is done.
fn settled(ground: &Ground) {
    let server = ground.serve();
    ground.drained();
    server.stop();
}

#[test]
fn each_death_on_the_way_leaves_one_of_everything_on_sqlite() {
    let base = Ground::sqlite(4);
    settled(&base);
    // Retries need an event that fails first; the log's own tests kill there.
    let mut left: Vec<&'static str> = ROOMS.to_vec();
    left.extend(events::FAILPOINTS.iter().filter(|name| !name.contains("retry")));
    let left = Mutex::new(left);
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = left.lock().expect("no panic").pop();
                    let Some(name) = next else { return };
                    Sale::begin(&base.copy(), name).proves();
                }
            });
        }
    });
}

/// The second request to the provider is the refund.
const REFUND: &[&str] =
    &["payments.before-provider@2", "payments.after-provider@2", "payments.recorded-uncommitted@2"];

#[test]
fn a_death_amid_a_refund_leaves_one_refund_on_sqlite() {
    let base = Ground::sqlite(4);
    settled(&base);
    std::thread::scope(|scope| {
        for name in REFUND {
            let base = &base;
            scope.spawn(move || Sale::begin(&base.copy(), name).gives_back());
        }
    });
}

#[test]
fn a_death_amid_a_refund_leaves_one_refund_on_postgres() {
    let Some(ground) = Ground::postgres(4) else { return };
    settled(&ground);
    Sale::begin(&ground, "payments.after-provider@2").gives_back();
}

#[test]
fn each_death_on_the_way_leaves_one_of_everything_on_postgres() {
    let Some(ground) = Ground::postgres(4) else { return };
    settled(&ground);
    // Those where a commit lies between an effect and its note; one after the other, over one database.
    for name in &["checkout.before-provider", "checkout.placed-uncommitted", "checkout.after-commit"] {
        Sale::begin(&ground, name).proves();
    }
    for name in &["notifications.after-send", "payments.after-provider"] {
        Sale::begin(&ground, name).proves();
    }
}
