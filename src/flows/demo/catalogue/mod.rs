//! The invented catalogue: 240 products written by hand, and numbered editions of them for as long as asked.
//!
//! Deterministic: the same number always gives the same product, whatever else is generated.
mod build;
mod makers;
mod model;
mod shelves;

pub use build::{HAND_MADE, catalogue, product};
pub(super) use build::{Place, chance, escape, place};
pub use model::{DemoAttribute, DemoCategory, DemoOption, DemoProduct, DemoVariant, PictureSpec, TaxClass};

/// The twelve categories, in the order of the shop.
pub fn categories() -> impl Iterator<Item = DemoCategory> {
    build::categories()
}

#[cfg(test)]
mod tests;
