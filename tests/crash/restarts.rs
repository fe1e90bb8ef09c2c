//! The database goes away under load and comes back: whoever was refused meanwhile tries again, and nothing is lost.
//!
//! `SUNDRY_RESTARTS=N` sets how often.
use std::time::{Duration, Instant};

use kernel::Clock;
use testkit::OwnPostgres;

use super::client::{Buyer, Crowd, Dice};
use super::ground::Ground;
use super::{BUYERS, Closes, set, variants};

#[test]
fn a_database_that_restarts_under_load_loses_nothing_on_postgres() {
    let Some(postgres) = OwnPostgres::start() else { return };
    let ground = Ground::over(postgres.database("shop"), 24);
    let restarts = set("SUNDRY_RESTARTS").unwrap_or(4);
    let seed = set("SUNDRY_SEED").unwrap_or_else(|| Clock::system().now().0.unsigned_abs());
    println!("SUNDRY_SEED={seed}");
    let mut dice = Dice(seed);
    let crowd = Crowd::new();
    let server = ground.serve();
    crowd.opens(&server.address);
    let variants = variants(&server.address);
    let (mut slowest, mut first) = (Duration::ZERO, Duration::ZERO);
    std::thread::scope(|scope| {
        for i in 0..BUYERS {
            let buyer = Buyer::new(&crowd, &variants, format!("buyer{i}"), seed ^ (i + 1), true);
            scope.spawn(move || buyer.buys());
        }
        let closes = Closes(&crowd);
        crowd.placed(1);
        for restart in 0..restarts {
            std::thread::sleep(Duration::from_millis(50 + dice.below(400)));
            // In turn a stop that ends what is under way, and a death.
            if restart % 2 == 0 {
                postgres.stop()
            } else {
                postgres.crash()
            }
            std::thread::sleep(Duration::from_millis(dice.below(1_000)));
            postgres.go_on();
            let back = Instant::now();
            let before = crowd.told(|t| t.placed.len());
            crowd.placed(before + 1);
            first = first.max(back.elapsed());
            crowd.placed(before + 2 * BUYERS as usize);
            let errors =
                crowd.told(|t| t.last_unclear).map_or(Duration::ZERO, |at| at.saturating_duration_since(back));
            slowest = slowest.max(errors);
        }
        drop(closes);
    });
    ground.drained();
    server.stop();
    let told = crowd.told(std::mem::take);
    println!(
        "{restarts} restarts of the database; orders again within {first:?} and the last error {slowest:?} after its return; \
         {} orders acknowledged, {} requests made again",
        told.placed.len(),
        told.unclear
    );
    assert_eq!(told.wrong, Vec::<String>::new());
    assert!(told.unclear as u64 >= restarts, "the database was hardly missed");
    crowd.told(|t| t.placed = told.placed);
    let journal = ground.folder.join("journal.ndjson");
    std::fs::write(&journal, crowd.journal()).expect("the journal");
    let said = ground.check(Some(&journal));
    assert!(said.contains("acknowledged orders exist"), "{said}");
    let confirmed: Vec<(String, i64)> = ground.orders().iter().map(|o| (o.to_string(), 1)).collect();
    assert_eq!(ground.told(), confirmed);
}
