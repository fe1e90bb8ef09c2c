//! x
pub mod config;
pub mod shop;
pub static MIGRATIONS: db::Migrations = db::Migrations {
    sqlite: diesel_migrations::embed_migrations!("migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("migrations/postgres"),
};
