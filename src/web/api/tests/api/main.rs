//! The API as programs meet it: in process, over a migrated SQLite shop.
mod account;
mod contract;
mod counter;
mod errors;
mod once;
mod reading;
mod recommendations;
mod sale;
mod support;
