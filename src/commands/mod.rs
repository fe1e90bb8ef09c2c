//! What each command of the binary does.

/// Prints a line. A reader who has left (`sundry jobs list | head`) is no reason to stop, least of all for a shop that
/// is open.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

pub mod bench;
pub mod check;
pub mod config;
pub mod demo;
pub mod events;
pub mod export;
pub mod import;
pub mod inspect;
pub mod jobs;
pub mod migrate;
pub mod payments;
pub mod progress;
pub mod search;
pub mod serve;
pub mod staff;

use crate::config::{Config, Flags};
use crate::sundry::Sundry;

/// Why a command ended badly: a sentence for whoever typed it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failed(pub String);

macro_rules! fails {
    ($($error:ty),* $(,)?) => { $(impl From<$error> for Failed {
        fn from(e: $error) -> Self {
            Self(e.to_string())
        }
    })* };
}
fails!(
    crate::config::ConfigError,
    db::DbError,
    db::LockError,
    kit::ConfigError,
    ::staff::StaffError,
    kernel::IdError,
    std::io::Error,
);

impl From<diesel::result::Error> for Failed {
    fn from(e: diesel::result::Error) -> Self {
        Self(db::DbError::from(e).to_string())
    }
}

/// The effective configuration.
fn configured(flags: &Flags) -> Result<Config, Failed> {
    Ok(Config::load(flags, &|name| std::env::var(name).ok())?)
}

/// The shop, opened for a command that ends; logs only what is wrong.
fn opened(flags: &Flags) -> Result<Sundry, Failed> {
    let config = configured(flags)?;
    let quiet = telemetry::TelemetryConfig { filter: "warn".into(), ..telemetry::TelemetryConfig::default() };
    // A second subscriber in one process is no reason to stop a command.
    let _ = telemetry::init(&quiet);
    Sundry::builder(config).open()
}

/// A runtime for commands that ask the facades.
fn runtime() -> Result<tokio::runtime::Runtime, Failed> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}
