//! The demo shop: drawings, pictures and an invented catalogue, which are pure and deterministic, and what writes them
//! into a shop's rooms.
pub mod art;
pub mod catalogue;
mod error;
mod german;
mod past;
mod pictures;
pub mod raster;
mod shop;
pub mod words;

/// The label of who fills a demo shop. Nobody is told of what it does: its buyers are invented.
pub const ACTOR: &str = "system:demo";

pub use error::DemoError;
pub use past::{DemoOrders, Past};
pub use pictures::{Drawing, PictureError, render_sizes};
pub use shop::{Built, DemoShop};

#[cfg(test)]
mod tests;
