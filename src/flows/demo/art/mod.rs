//! Product pictures by code: flat still lifes, drawn as SVG text.
//!
//! Each thing is a function of its colours that stands (or hangs) on (0, 0), so tiles, room tiles and the
//! wide pictures of the home page all use the same drawings.
mod bath;
mod books;
mod cloth;
mod desk;
mod garden;
mod home;
mod kitchen;
mod light;
mod pantry;
mod pen;
mod scene;
mod table;
mod tea;
mod things;
mod upkeep;

pub use scene::{Tint, basket_empty, hero, hero_phone, journal, room, tile};
pub use things::{Colourway, Thing};

#[cfg(test)]
mod tests;
