//! Use cases that span rooms and belong to none: the books, the demo shop, imports, mail views.
pub mod books;
pub mod demo;
#[cfg(test)]
mod empty_shop;
pub mod import;
pub mod mail;
mod progress;
pub mod setup;
#[cfg(test)]
mod testing;

pub use progress::{Progress, Silent};
