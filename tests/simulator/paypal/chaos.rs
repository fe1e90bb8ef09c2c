//! Many shoppers, and a third of all calls go wrong.
use std::time::Duration;

use checkout::Outcome;
use kernel::Clock;

use super::ground::{Ground, QUIET};
use crate::simulator::Dice;

testkit::both_databases! {
    &sundry::MIGRATIONS;

    async fn whatever_goes_wrong_nobody_pays_twice_at_paypal(db: testkit::TestDb) {
        let seed = std::env::var("SUNDRY_SEED").ok().and_then(|s| s.parse().ok());
        let seed = seed.unwrap_or_else(|| Clock::system().now().0.unsigned_abs());
        let rounds: u64 = std::env::var("SUNDRY_CHECKOUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
        println!("SUNDRY_SEED={seed} SUNDRY_CHECKOUTS={rounds}");
        // The line is never cut: each call meets the fault.
        let ground = Ground::begin(db, seed, u32::MAX, false).await;
        let (mut dice, actor) = (Dice(seed ^ 1), ground.shop.shopper());
        ground.sim.faulty(35);
        let (mut tokens, mut kept): (Vec<String>, Vec<_>) = (vec![], vec![]);
        for n in 0..rounds {
            let (token, outcome) = ground.begins(&format!("ada{n}")).await;
            assert!(!matches!(outcome, Ok(Outcome::Placed(_))), "nobody agreed yet");
            tokens.push(token);
            let names = ground.sim.books(|b| b.orders.keys().cloned().collect::<Vec<_>>());
            if !names.is_empty() && dice.below(3) > 0 {
                let name = &names[names.len() - 1 - dice.below(names.len().min(4) as u64) as usize];
                ground.sim.books(|b| b.approves(name));
            }
            // Somebody comes back, somebody leaves, in whatever order.
            let token = &tokens[tokens.len() - 1 - dice.below(tokens.len().min(4) as u64) as usize];
            match dice.below(4) {
                0 => drop(ground.shop.shop.checkout.leave_payment(&actor, token).await),
                1 => {
                    let leaves = ground.shop.shop.checkout.leave_payment(&actor, token);
                    drop(tokio::join!(leaves, ground.comes_back(token)));
                }
                _ => drop(ground.comes_back(token).await),
            }
            // Late, shuffled, twice, or never.
            kept.extend(ground.sim.told());
            for _ in 0..kept.len().min(3) {
                let event = kept.swap_remove(dice.below(kept.len() as u64) as usize);
                match dice.below(4) {
                    0 => continue,
                    1 => drop(ground.tries_to_hear(event.clone()).await),
                    _ => {}
                }
                drop(ground.tries_to_hear(event).await);
            }
            if dice.below(4) == 0 {
                ground.shop.test_db.advance(Duration::from_secs(130));
                ground.shop.shop.checkout.reconcile(&actor, QUIET).await.unwrap();
                ground.works().await;
            }
        }
        ground.calms_down().await;
        ground.agrees().await;
        let mut stand = 0;
        for token in &tokens {
            stand += usize::from(matches!(ground.shop.shop.checkout.status(token).await, Ok(Outcome::Placed(_))));
        }
        assert!(stand > 0);
        let doubles = ground.sim.books(|b| b.orders.values().filter(|o| o.captures.len() > 1).count());
        println!("{stand} of {} baskets became orders, {doubles} were taken twice by PayPal and given back", tokens.len());
    }
}
