use kernel::Actor;

use super::progress::Bar;
use super::{Failed, opened};
use crate::config::Flags;

/// `sundry search rebuild`: makes lists and search anew; beside an open shop, too.
pub fn rebuild(flags: &Flags) -> Result<(), Failed> {
    let shop = opened(flags)?;
    let started = std::time::Instant::now();
    let done = shop
        .shop
        .listings()
        .rebuild(&Actor::system("search"), &Bar::default())
        .map_err(|e| Failed(e.to_string()))?;
    let took = started.elapsed().as_secs_f64();
    println!("{} products looked at, {} were different ({took:.1} s)", done.products, done.changed);
    Ok(())
}
