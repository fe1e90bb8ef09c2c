//! Use cases that span rooms and belong to none: the demo shop, imports.
pub mod demo;
pub mod import;
mod progress;
pub mod setup;
#[cfg(test)]
mod testing;

pub use progress::{Progress, Silent};
