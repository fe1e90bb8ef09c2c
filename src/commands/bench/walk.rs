//! A shop that lives through a long random sequence of commands beside a model of it: fails where they part.
use std::time::Instant;

use kernel::{Actor, Clock};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::heading;
use super::server::{Folder, stocked};
use crate::commands::{Failed, runtime};
use crate::config::{Config, Flags};
use crate::sundry::Sundry;
use crate::walk::{Command, Ground, Walk};

/// So many steps lie between two looks at the books.
const CHAPTER: u64 = 20_000;
const GOODS: u64 = 6;

/// # Errors
/// Where the shop and its model part, with the seed and the step that repeat it.
pub fn run(flags: &Flags, steps: u64, seed: Option<u64>) -> Result<(), Failed> {
    let seed = seed.unwrap_or_else(|| rand::rng().random());
    heading(&format!("{steps} random steps of orders, payments and stock; repeat with --seed {seed}"));
    let folder = Folder::new()?;
    stocked(&folder.0, 24, flags.database.as_deref())?;
    let data = Some(folder.0.display().to_string());
    let flags = Flags { data, database: flags.database.clone(), ..Flags::default() };
    let clock = Clock::fake(Clock::system().now());
    let mut shop = Sundry::builder(Config::load(&flags, &|_| None)?).clock(clock.clone()).open()?;
    let engine = shop.engine()?;
    runtime()?.block_on(async {
        let failed = |e: &dyn std::fmt::Display| Failed(format!("seed {seed}: {e}"));
        let s = shop.shop.clone();
        let market = s.markets.setup().await.map_err(|e| failed(&e))?.market.clone();
        let products = s.catalog.after(None, GOODS).await.map_err(|e| failed(&e))?;
        let goods: Vec<_> = products.iter().filter_map(|p| p.variants.first()).map(|v| v.id).collect();
        let (inventory, counted) = (s.inventory.clone(), goods.clone());
        let actor = Actor::system("bench");
        let stocked = s.db.write(&actor, move |tx| {
            let location = inventory.put_location(tx, "main", "Main", 1)?;
            for variant in &counted {
                inventory.count(tx, location, *variant, 40, "walk")?;
            }
            Ok::<_, inventory::InventoryError>(location)
        });
        let location = stocked.await.map_err(|e| failed(&e))?;
        let ground = Ground { shop: s, engine, clock, market, location, goods };
        let mut walk = Walk::begin(ground).await.map_err(|e| failed(&e))?;
        let (mut dice, began) = (StdRng::seed_from_u64(seed), Instant::now());
        for at in 1..=steps {
            let command = Command::of(dice.random());
            walk.step(command).await.map_err(|e| failed(&format!("step {at}, {command:?}: {e}")))?;
            if at % CHAPTER == 0 || at == steps {
                walk.prove().await.map_err(|e| failed(&format!("by step {at}: {e}")))?;
                say!(
                    "  {at} steps, {} carried out, {} refused, {} orders, books in order, {:.0} s",
                    walk.did,
                    walk.refused,
                    walk.placed,
                    began.elapsed().as_secs_f64()
                );
            }
        }
        Ok(())
    })
}
