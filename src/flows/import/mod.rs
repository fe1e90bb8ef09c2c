//! Import: other shops' files. Reading them is pure; [`Importer`] writes what they say into the shop.
mod report;
mod run;
pub mod shopify;
mod write;

pub use report::{KEPT, Problem, Remarked, Report, Row};
pub use run::{ImportError, Importer, Options};
pub use shopify::clean;

#[cfg(test)]
mod tests;
