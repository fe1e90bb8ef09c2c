//! Sundry: a whole shop in one binary, and the one place that knows every room.
//!
//! [`Sundry::builder`](sundry::Sundry::builder) assembles the house; a team plugs its own rooms in by the same calls.
pub mod background;
pub mod commands;
pub mod config;
pub mod hooks;
pub mod shop;
pub mod subscriptions;
pub mod sundry;
pub mod walk;
pub mod web;

/// The shop's schema, for both databases.
pub static MIGRATIONS: db::Migrations = db::Migrations {
    sqlite: diesel_migrations::embed_migrations!("migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("migrations/postgres"),
};
