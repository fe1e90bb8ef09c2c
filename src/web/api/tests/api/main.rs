//! The API as programs meet it: in process, over a migrated SQLite shop.
mod contract;
mod errors;
mod recommendations;
mod sale;
mod support;
