//! `sundry bench`: figures, each beside its limit in the same run. The server is a process of its own (`sundry
//! serve`), and so is the load generator (`sundry bench load`), which tells its own share of the processor.
mod finding;
mod load;
mod orders;
mod pages;
mod races;
mod recommend;
mod search;
mod server;
mod walk;

use crate::config::Flags;

use super::Failed;

pub use load::run as load;
pub use races::{Sizes as Races, run as races};
pub use walk::run as walk;

/// Everything.
pub fn all(flags: &Flags) -> Result<(), Failed> {
    pages(flags)?;
    checkouts(flags)?;
    orders(flags)?;
    memory(flags)
}

/// Cached and uncached pages against a bare hello of the same server.
pub fn pages(_: &Flags) -> Result<(), Failed> {
    pages::pages()
}

/// Whole guest checkouts over JSON.
pub fn checkouts(flags: &Flags) -> Result<(), Failed> {
    pages::checkouts(flags.database.as_deref())
}

/// Durable orders through the facade against bare SQLite.
pub fn orders(_: &Flags) -> Result<(), Failed> {
    orders::run()
}

/// Rated questions of a public catalogue, against what people judged.
pub fn search(folder: &std::path::Path) -> Result<(), Failed> {
    search::run(folder)
}

/// Baskets of a public shop, of which something is kept back.
pub fn recommend(folder: &std::path::Path) -> Result<(), Failed> {
    recommend::run(folder)
}

/// Searches, suggestions and recommendations over HTTP, on the shop in `flags.data` or on a demo of so many products.
pub fn finding(flags: &Flags, products: usize) -> Result<(), Failed> {
    finding::run(flags.data.as_deref(), products)
}

/// Start to first page, and memory.
pub fn memory(_: &Flags) -> Result<(), Failed> {
    pages::memory()
}

/// One figure with its limit.
fn figure(name: &str, value: f64, unit: &str, limit: &str, note: &str) {
    say!("{name:44} {value:>12.1} {unit:6}  limit {limit:22} {note}");
}

fn heading(what: &str) {
    say!("\n{what}");
}
