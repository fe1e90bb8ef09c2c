//! Use cases that span rooms and belong to none: the books, the demo shop, goods, imports, mail views.
pub mod books;
pub mod demo;
pub mod goods;
pub mod import;
pub mod mail;
mod progress;
pub mod setup;
#[cfg(test)]
mod test_rooms;
#[cfg(test)]
mod testing;

pub use progress::{Progress, Silent};
