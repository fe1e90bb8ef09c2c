//! The real binary, killed without warning while people buy: what was acknowledged stays, nothing happens twice.
//!
//! `SUNDRY_KILLS=N` sets how often the server is killed, `SUNDRY_SEED=N` repeats a run.
pub mod client;
mod failpoints;
pub mod ground;
mod restarts;
mod standby;
mod twins;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use client::{Buyer, Crowd, Dice, Http};
use ground::Ground;
use kernel::Clock;

const BUYERS: u64 = 8;

/// A number from the environment.
fn set(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Every variant in sale, of a server that nobody kills meanwhile.
pub fn variants(address: &str) -> Vec<String> {
    sold(address).expect("the products")
}

/// Every variant in sale.
pub fn sold(address: &str) -> std::io::Result<Vec<String>> {
    let (_, page) = Http::open(address)?.call("GET", "/api/v1/products?limit=100", None, None)?;
    let products = page["items"].as_array().expect("products");
    let all = products.iter().flat_map(|p| p["variants"].as_array().expect("variants"));
    Ok(all.map(|v| v["id"].as_str().expect("an id").to_owned()).collect())
}

/// Buyers buy while the server is killed `kills` times; then the books are proved.
fn killed(ground: &Ground, kills: u64) {
    let kills = set("SUNDRY_KILLS").unwrap_or(kills);
    let seed = set("SUNDRY_SEED").unwrap_or_else(|| Clock::system().now().0.unsigned_abs());
    println!("SUNDRY_SEED={seed}");
    let mut dice = Dice(seed);
    let crowd = Crowd::new();
    let mut server = ground.serve();
    crowd.opens(&server.address);
    let variants = variants(&server.address);
    let (mut under_load, mut slowest) = (0, server.took);
    std::thread::scope(|scope| {
        for i in 0..BUYERS {
            let buyer = Buyer::new(&crowd, &variants, format!("buyer{i}"), seed ^ (i + 1), true);
            scope.spawn(move || buyer.buys());
        }
        // A failed promise below must not leave the buyers waiting for the next server.
        let closes = Closes(&crowd);
        for _ in 0..kills {
            // Somebody has bought since the last one; from then on any moment will do: that is the point.
            let before = crowd.told(|t| t.placed.len());
            crowd.placed(before + 1);
            std::thread::sleep(Duration::from_millis(20 + dice.below(600)));
            under_load += u64::from(crowd.in_flight.load(Ordering::SeqCst) > 0);
            server.kill();
            server = ground.serve();
            slowest = slowest.max(server.took);
            crowd.opens(&server.address);
        }
        drop(closes);
    });
    ground.drained();
    server.stop();
    let told = crowd.told(std::mem::take);
    let placed = told.placed.len();
    println!(
        "{kills} kills, {under_load} with requests in flight; ready again within {slowest:?}; {placed} orders \
         acknowledged, {} declined, {} sold out, {} undecided, {} requests made again",
        told.declined, told.sold_out, told.pending, told.unclear
    );
    assert_eq!(told.wrong, Vec::<String>::new());
    crowd.told(|t| t.placed = told.placed);
    let journal = ground.folder.join("journal.ndjson");
    std::fs::write(&journal, crowd.journal()).expect("the journal");
    let said = ground.check(Some(&journal));
    assert!(said.contains("acknowledged orders exist"), "{said}");
    assert!(under_load * 10 >= kills * 8, "only {under_load} of {kills} kills met a request in flight");
    assert!(placed as u64 >= kills, "only {placed} orders were placed");
    // One mail for each order that stands, acknowledged or not; a kill between sending and noting sends the same file.
    let orders = ground.orders();
    assert!(orders.len() >= placed);
    let confirmed: Vec<(String, i64)> = orders.iter().map(|o| (o.to_string(), 1)).collect();
    assert_eq!(ground.told(), confirmed);
    assert_eq!(ground.mails().len(), orders.len());
}

/// Closes the crowd however the block ends.
struct Closes<'a>(&'a Crowd);

impl Drop for Closes<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

#[test]
fn kills_under_load_lose_nothing_on_sqlite() {
    killed(&Ground::sqlite(24), 25);
}

#[test]
fn kills_under_load_lose_nothing_on_postgres() {
    if let Some(ground) = Ground::postgres(24) {
        killed(&ground, 10);
    }
}

/// A stop in good order: who was asked before answers, and what was acknowledged stays.
fn stopped(ground: &Ground) {
    let crowd = Crowd::new();
    let mut server = ground.serve();
    crowd.opens(&server.address);
    let variants = variants(&server.address);
    let mut asked = Instant::now();
    std::thread::scope(|scope| {
        for i in 0..BUYERS {
            let buyer = Buyer::new(&crowd, &variants, format!("buyer{i}"), i + 1, false);
            scope.spawn(move || buyer.buys());
        }
        let closes = Closes(&crowd);
        crowd.placed(20);
        asked = Instant::now();
        server.terminate();
        assert!(server.ended(Duration::from_secs(30)), "it ended badly: {}", ground.log());
        drop(closes);
    });
    let told = crowd.told(std::mem::take);
    assert_eq!(told.wrong, Vec::<String>::new());
    let forsaken = told.unanswered.iter().filter(|sent| **sent < asked).count();
    println!(
        "{} orders acknowledged; {} requests after the signal found nobody",
        told.placed.len(),
        told.unanswered.len()
    );
    assert_eq!(forsaken, 0, "requests were under way and got no answer");
    crowd.told(|t| t.placed = told.placed);
    let journal = ground.folder.join("journal.ndjson");
    std::fs::write(&journal, crowd.journal()).expect("the journal");
    let server = ground.serve();
    ground.drained();
    server.stop();
    ground.check(Some(&journal));
}

#[test]
fn a_stop_under_load_answers_whoever_asked_on_sqlite() {
    stopped(&Ground::sqlite(24));
}

#[test]
fn a_stop_under_load_answers_whoever_asked_on_postgres() {
    if let Some(ground) = Ground::postgres(24) {
        stopped(&ground);
    }
}

/// The past of a demo is in order, and nobody is told of it.
#[test]
fn a_past_is_in_order_and_sends_no_mail() {
    let ground = Ground::sqlite(12);
    ground.demo(12, 60);
    ground.check(None);
    let server = ground.serve();
    ground.drained();
    server.stop();
    ground.check(None);
    assert_eq!(ground.mails().len(), 0);
    assert_eq!(ground.orders().len(), 60);
}
