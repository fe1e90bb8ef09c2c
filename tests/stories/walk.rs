//! Any sequence of orders, payments and stock: proptest chooses it, and shortens one that fails to the fewest commands.
//!
//! `SUNDRY_STEPS=N` goes that many steps, `SUNDRY_SEED=N` repeats a run.
use std::sync::Mutex;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use sundry::walk::{Command, Ground, Walk};
use testkit::TestDb;

use crate::support::{TestShop, engine};

/// Commands in one life of a shop, at most.
const LIFE: usize = 80;
const STEPS: u32 = 320;

fn set(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

async fn lives(db: TestDb, commands: &[Command]) -> Result<(), String> {
    let shop = TestShop::over(db).await;
    // Prices that do not divide.
    let goods =
        vec![shop.sells("mug", 333, 9).await, shop.sells("vase", 1999, 5).await, shop.sells("bowl", 907, 3).await];
    let ground = Ground {
        engine: engine(&shop.shop),
        clock: shop.test_db.clock.clone(),
        market: shop.market.clone(),
        location: shop.location,
        shop: shop.shop.clone(),
        goods,
    };
    let mut walk = Walk::begin(ground).await?;
    for (at, command) in commands.iter().enumerate() {
        walk.step(*command).await.map_err(|e| format!("step {at}, {command:?}: {e}"))?;
    }
    walk.prove().await
}

/// Runs what `on` does with a database for sequences until enough steps were taken.
fn walks(on: impl Fn(&[Command]) -> Option<Result<(), String>>) {
    let seed = set("SUNDRY_SEED").unwrap_or_else(rand::random);
    let steps = set("SUNDRY_STEPS").map_or(STEPS, |n| u32::try_from(n).unwrap_or(u32::MAX));
    println!("SUNDRY_SEED={seed}");
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    // A sequence is half as long as the longest, on the average.
    let cases = (steps / (LIFE as u32 / 2)).max(1);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let sequences = vec(any::<[u8; 6]>().prop_map(Command::of), 1..=LIFE);
    let outcome = runner.run(&sequences, |commands| match on(&commands) {
        Some(Err(why)) => Err(TestCaseError::fail(why)),
        _ => Ok(()),
    });
    if let Err(e) = outcome {
        panic!("SUNDRY_SEED={seed}: {e}");
    }
}

#[test]
fn any_sequence_of_commands_keeps_the_books_on_sqlite() {
    walks(|commands| {
        let told = Mutex::new(None);
        testkit::on_sqlite(&sundry::MIGRATIONS, async |db| {
            let outcome = lives(db, commands).await;
            *told.lock().expect("no panic") = Some(outcome);
        });
        told.into_inner().expect("no panic")
    });
}

#[test]
fn any_sequence_of_commands_keeps_the_books_on_postgres() {
    walks(|commands| {
        let told = Mutex::new(None);
        testkit::on_postgres(&sundry::MIGRATIONS, async |db| {
            let outcome = lives(db, commands).await;
            *told.lock().expect("no panic") = Some(outcome);
        });
        told.into_inner().expect("no panic")
    });
}
