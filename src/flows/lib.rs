//! flows
pub mod books;
pub mod demo;
pub mod import;
pub mod mail;
#[cfg(test)]
mod testing;
