//! The back office: where staff see how the shop does, and act.
//!
//! [`routes`] lists its pages; each asks a few facades and fills a view. Owns the pages in `templates/admin`,
//! `static/office.*` and the texts in `admin.ftl`. Keeps nothing but a count for the navigation ([`ToShip`]).
//!
//! **Architecture invariants:** no page decides what may be done to an order: the orders room does, and refuses. No
//! answer may be cached. What the last act came to travels as one of a few fixed words, never as text.
mod desk;
mod door;
mod machinery;
mod pages;
mod problems;
mod routes;
mod said;
mod to_ship;
pub mod views;

pub use door::StaffEntrance;
pub use problems::AdminPages;
pub use routes::routes;
pub use to_ship::ToShip;
