//! Two servers over one PostgreSQL: what people and pages know is shared, and one of them may die at any time.
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use kernel::kinds::StaffId;
use kernel::{Actor, Clock, Correlation};
use serde_json::{Value, json};
use sundry::shop::Shop;

use super::client::{Buyer, Crowd, Dice, Http};
use super::ground::{Ground, Server};
use super::{Closes, set, variants};

/// How long one instance may take to hear of the other: far longer than it does, shorter than a page is kept unheard.
const HEARS: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(10);

pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// An owner, and the cookie of their session.
pub struct Owner {
    pub actor: Actor,
    pub cookie: String,
}

impl Owner {
    /// Made through the rooms, as another instance would.
    pub fn of(rooms: &Shop) -> Self {
        block_on(async {
            let (email, system) = ("owner@example.org", Actor::system("test"));
            let new = staff::NewMember {
                email: email.into(),
                name: "Olga Berg".into(),
                role: staff::Role::Owner,
                password: None,
            };
            let (id, password): (StaffId, _) = rooms.staff.add(&system, new).await.expect("an owner");
            let door = staff::SignIn {
                email,
                password: &password.expect("a password"),
                ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
                user_agent: "",
                former: None,
                correlation: Correlation::new(),
            };
            let token = rooms.staff.sign_in(door).await.expect("signed in").token;
            let cookie = format!("__Host-staff={}", auth::ExposeSecret::expose_secret(&token));
            Self { actor: Actor::staff(id, staff::Role::Owner.powers(), Correlation::new()), cookie }
        })
    }

    /// A page of the back office.
    pub fn asks(&self, server: &Server, path: &str) -> (u16, String) {
        let mut http = Http::open(&server.address).expect("it listens");
        http.send("GET", path, &format!("cookie: {}\r\n", self.cookie), "").expect("an answer")
    }

    fn posts(&self, server: &Server, path: &str, form: &str) -> u16 {
        let headers = format!(
            "cookie: {}\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n",
            self.cookie
        );
        let mut http = Http::open(&server.address).expect("it listens");
        http.send("POST", path, &headers, form).expect("an answer").0
    }
}

/// Asks until it is so; how long that took.
pub fn until(what: &str, mut so: impl FnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < HEARS, "{what}: not after {HEARS:?}");
        // There is no event to wait for in another process.
        std::thread::sleep(LOOK);
    }
    began.elapsed()
}

fn get(server: &Server, path: &str) -> (u16, String) {
    Http::open(&server.address).and_then(|mut http| http.send("GET", path, "", "")).expect("an answer")
}

fn post(server: &Server, path: &str, key: Option<&str>, body: &Value) -> Value {
    Http::open(&server.address).and_then(|mut http| http.call("POST", path, key, Some(body))).expect("an answer").1
}

#[test]
fn two_instances_share_baskets_sessions_and_what_pages_say_on_postgres() {
    let Some(mut first) = Ground::postgres(4) else { return };
    let second = first.twin();
    let (here, there) = (first.serve(), second.serve());

    // A basket is filled here and bought there.
    let all = variants(&here.address);
    let cart = post(&here, "/api/v1/carts", None, &json!({ "lines": [{ "variant": all[0], "quantity": 1 }] }));
    let token = cart["token"].as_str().expect("a basket").to_owned();
    let wish = json!({
        "email": "ada@example.org",
        "address": { "name": "Ada Holm", "line1": "Kai 14", "postal_code": "20357", "city": "Hamburg", "country": "DE" },
        "delivery": "parcel",
        "payment_method": "offline",
    });
    let held = post(&there, &format!("/api/v1/carts/{token}/prepare"), Some("twins"), &wish);
    let paid = post(&here, &format!("/api/v1/carts/{token}/pay"), None, &json!({}));
    assert_eq!((paid["status"].as_str(), &paid["order"]), (Some("placed"), &held["order"]), "{paid}");
    // The same request at the other instance is the same request.
    let again = post(&here, &format!("/api/v1/carts/{token}/prepare"), Some("twins"), &wish);
    assert_eq!(again["order"], held["order"], "{again}");

    // A session that began anywhere is good everywhere, and ends everywhere at once.
    let rooms = first.rooms(Clock::system());
    let owner = Owner::of(&rooms);
    assert_eq!((owner.asks(&here, "/admin").0, owner.asks(&there, "/admin").0), (200, 200));

    // What is changed here is read there: a product's page, which both have kept.
    let product = block_on(rooms.catalog.after(None, 1)).expect("the products").remove(0);
    let page = format!("/p/{}", product.handle);
    let token = staff::NewToken {
        name: "prices".into(),
        powers: vec![staff::Permission::ViewProducts, staff::Permission::ManagePrices],
        days: 1,
    };
    let (_, token) = block_on(rooms.staff.make_token(&owner.actor, token)).expect("a token");
    let token = auth::ExposeSecret::expose_secret(&token).to_owned();
    let mut slowest = Duration::ZERO;
    for round in 0..6_u32 {
        let (from, to) = if round % 2 == 0 { (&here, &there) } else { (&there, &here) };
        let (cents, shown) = (543_210 + round, format!("5,432.1{round}"));
        for server in [from, to] {
            let (status, html) = get(server, &page);
            assert!(status == 200 && !html.contains(&shown), "{status}");
        }
        let price = json!({ "amount": cents, "currency": "EUR" });
        let items: Vec<Value> =
            product.variants.iter().map(|v| json!({ "variant": v.id, "price": price })).collect();
        let price = json!({ "items": items });
        let headers = format!("content-type: application/json\r\nauthorization: Bearer {token}\r\n");
        let set = Http::open(&from.address)
            .and_then(|mut http| http.send("POST", "/api/v1/admin/prices", &headers, &price.to_string()))
            .expect("an answer");
        assert_eq!(set.0, 200, "{}", set.1);
        slowest = slowest.max(until("the page of the other instance", || get(to, &page).1.contains(&shown)));
    }
    println!("what was changed at one instance was read at the other within {slowest:?}, six times");

    let (_, html) = owner.asks(&here, "/admin");
    let form = html.split("name=\"_token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let form = format!("_token={}", form.expect("a form's token"));
    assert_eq!(owner.posts(&here, "/admin/sign-out", &form), 303);
    assert_eq!((owner.asks(&there, "/admin").0, owner.asks(&here, "/admin").0), (303, 303));

    first.drained();
    here.stop();
    there.stop();
    first.check(None);
}

#[test]
fn equal_requests_at_two_instances_are_one_on_postgres() {
    const EQUAL: usize = 64;
    let Some(mut first) = Ground::postgres(4) else { return };
    let second = first.twin();
    let servers = [first.serve(), second.serve()];
    let all = variants(&servers[0].address);
    for round in 0..3 {
        let lines = json!({ "lines": [{ "variant": all[0], "quantity": 1 }] });
        let cart = post(&servers[0], "/api/v1/carts", None, &lines);
        let token = cart["token"].as_str().expect("a basket").to_owned();
        let wish = json!({
            "email": format!("buyer{round}@example.org"),
            "address": { "name": "Ada Holm", "line1": "Kai 14", "postal_code": "20357", "city": "Hamburg", "country": "DE" },
            "delivery": "parcel",
            "payment_method": "offline",
        });
        for (step, body) in [("prepare", &wish), ("pay", &json!({}))] {
            let (path, key) = (format!("/api/v1/carts/{token}/{step}"), format!("equal-{round}-{step}"));
            let together = std::sync::Barrier::new(EQUAL);
            let answers: BTreeSet<String> = std::thread::scope(|scope| {
                let asks = (0..EQUAL).map(|i| {
                    let (server, path, key, together) = (&servers[i % 2], &path, &key, &together);
                    scope.spawn(move || {
                        let mut http = Http::open(&server.address).expect("it listens");
                        together.wait();
                        let (status, answer) = http.call("POST", path, Some(key), Some(body)).expect("an answer");
                        format!("{status} {}", answer["order"])
                    })
                });
                asks.collect::<Vec<_>>().into_iter().map(|ask| ask.join().expect("no panic")).collect()
            });
            assert!(
                answers.len() == 1 && answers.iter().all(|a| a.starts_with("200 \"ord_")),
                "{step}: {answers:?}"
            );
        }
    }
    first.drained();
    servers.into_iter().for_each(Server::stop);
    first.check(None);
    assert_eq!(first.orders().len(), 3);
}

/// Buyers at two servers, of which one at a time is killed; who had gone to it goes on at the other, until it is back.
fn one_of_two_dies(kills: u64) {
    let Some(mut first) = Ground::postgres(24) else { return };
    let kills = set("SUNDRY_KILLS").unwrap_or(kills);
    let seed = set("SUNDRY_SEED").unwrap_or_else(|| Clock::system().now().0.unsigned_abs());
    println!("SUNDRY_SEED={seed}");
    let mut dice = Dice(seed);
    let second = first.twin();
    let grounds = [&first, &second];
    let mut servers = grounds.map(Ground::serve);
    let variants = variants(&servers[0].address);
    let crowds = [Crowd::new(), Crowd::new()];
    std::thread::scope(|scope| {
        for (at, crowd) in crowds.iter().enumerate() {
            crowd.opens(&servers[at].address);
            for i in 0..4_u64 {
                let name = format!("buyer{at}-{i}");
                let buyer = Buyer::new(crowd, &variants, name, seed ^ (at as u64 * 4 + i + 1), true);
                scope.spawn(move || buyer.buys());
            }
        }
        let closes = crowds.each_ref().map(Closes);
        for kill in 0..kills {
            let (dies, stays) = ((kill % 2) as usize, (1 - kill % 2) as usize);
            std::thread::sleep(Duration::from_millis(20 + dice.below(600)));
            servers[dies].kill();
            crowds[dies].opens(&servers[stays].address);
            // Both crowds buy at the one that is left.
            let before = crowds.each_ref().map(|c| c.told(|t| t.placed.len()));
            crowds[dies].placed(before[dies] + 2);
            crowds[stays].placed(before[stays] + 2);
            servers[dies] = grounds[dies].serve();
            crowds[dies].opens(&servers[dies].address);
        }
        drop(closes);
    });
    first.drained();
    servers.into_iter().for_each(Server::stop);
    let mut placed = BTreeMap::new();
    for crowd in &crowds {
        let told = crowd.told(std::mem::take);
        assert_eq!(told.wrong, Vec::<String>::new());
        placed.extend(told.placed);
    }
    println!("{kills} kills of one of two; {} orders acknowledged", placed.len());
    let journal = first.folder.join("journal.ndjson");
    let lines: String = placed.values().map(|line| format!("{line}\n")).collect();
    std::fs::write(&journal, lines).expect("the journal");
    let said = first.check(Some(&journal));
    assert!(said.contains("acknowledged orders exist"), "{said}");
    let orders = first.orders();
    assert!(orders.len() >= placed.len());
    let confirmed: Vec<(String, i64)> = orders.iter().map(|o| (o.to_string(), 1)).collect();
    assert_eq!(first.told(), confirmed);
    // One that went out twice, because its sender died before noting it, is the same letter.
    let letters: BTreeSet<_> = grounds.iter().flat_map(|g| g.letters().into_keys()).collect();
    assert_eq!(letters.len(), orders.len());
}

#[test]
fn one_of_two_instances_dies_under_load_and_nothing_is_lost_or_doubled_on_postgres() {
    one_of_two_dies(4);
}
