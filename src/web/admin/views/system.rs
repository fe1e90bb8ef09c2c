//! What runs behind the shop: subscribers, jobs, the database.
use askama::Template;
use kernel::Micros;

use super::{Badge, Glyph, Shell};

/// How the machinery does.
#[derive(Template)]
#[template(path = "system.html")]
pub struct SystemView {
    pub shell: Shell,
    pub database: Database,
    pub jobs: Jobs,
    /// Jobs that gave up; each can be retried.
    pub dead: Vec<DeadJob>,
    pub subscribers: Vec<Subscriber>,
    pub parked: Vec<ParkedEvent>,
    /// Whoever looks may also act.
    pub may_manage: bool,
}

/// The database the shop runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// `SQLite`, `PostgreSQL`.
    pub backend: String,
    pub bytes: Option<u64>,
}

impl Database {
    /// Its size as people write it: `12.4 MB`.
    fn size(&self) -> Option<String> {
        let bytes = self.bytes?;
        let (mut value, mut unit) = (bytes as f64, 0);
        const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
        while value >= 1000.0 && unit + 1 < UNITS.len() {
            value /= 1000.0;
            unit += 1;
        }
        Some(if unit == 0 { format!("{bytes} B") } else { format!("{value:.1} {}", UNITS[unit]) })
    }
}

/// How many jobs are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Jobs {
    /// Due, or due later: the first time or again.
    pub waiting: u64,
    pub running: u64,
    /// Given up.
    pub dead: u64,
}

/// A job that gave up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJob {
    /// As it stands in the link that retries it.
    pub id: String,
    /// `mail.send`.
    pub kind: String,
    pub attempts: u64,
    pub error: String,
    pub died_at: Micros,
}

/// Someone who reads the event log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscriber {
    /// `mail.order-confirmation`.
    pub name: String,
    /// Events not read yet.
    pub lag: u64,
    /// When the oldest of them happened.
    pub oldest_at: Option<Micros>,
}

impl Subscriber {
    fn badge(&self) -> Badge {
        match self.lag {
            0 => Badge::new(Glyph::Disc, "admin-state-up-to-date"),
            _ => Badge::new(Glyph::Half, "admin-state-behind"),
        }
    }
}

/// An event that a subscriber could not digest, laid aside so that the rest goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkedEvent {
    pub subscriber: String,
    /// Its place in the log; with the subscriber, what its links say.
    pub seq: i64,
    /// `order.placed`.
    pub event: String,
    pub error: String,
    pub parked_at: Micros,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let size = |bytes| Database { backend: String::new(), bytes }.size();
        assert_eq!(size(None), None);
        assert_eq!(size(Some(512)).as_deref(), Some("512 B"));
        assert_eq!(size(Some(12_412_000)).as_deref(), Some("12.4 MB"));
        assert_eq!(size(Some(u64::MAX)).as_deref(), Some("18446744.1 TB"));
    }
}
