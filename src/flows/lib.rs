//! Use cases that span rooms and belong to none: accounts, the books, the demo shop, goods, imports, mail views, orders as files,
//! what lists and search are made from.
pub mod accounts;
pub mod books;
pub mod demo;
pub mod dunning;
pub mod exports;
pub mod goods;
pub mod hooks;
pub mod import;
pub mod mail;
pub mod orders;
pub mod pages;
mod progress;
pub mod recommend;
pub mod search;
pub mod setup;
mod sheet;
pub mod stock_feed;
#[cfg(test)]
mod test_rooms;
#[cfg(test)]
mod testing;
pub mod waits;

pub use progress::{Progress, Silent};
