//! Sundry: a whole shop in one binary, and the one place that knows every room.
pub mod config;
pub mod shop;

/// The shop's schema, for both databases.
pub static MIGRATIONS: db::Migrations = db::Migrations {
    sqlite: diesel_migrations::embed_migrations!("migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("migrations/postgres"),
};
