//! What runs behind the shop: subscribers, jobs, the database.
use askama::Template;
use kernel::Micros;

use super::{Badge, Glyph, Shell};

/// How the machinery does.
#[derive(Template)]
#[template(path = "system.html")]
pub struct SystemView {
    pub shell: Shell,
    pub version: &'static str,
    pub database: Database,
    pub cache: Cache,
    pub post: Post,
    pub jobs: Jobs,
    /// The latest proof of the books.
    pub books: Option<Proved>,
    /// Jobs that gave up; each can be retried.
    pub dead: Vec<DeadJob>,
    pub subscribers: Vec<Subscriber>,
    pub parked: Vec<ParkedEvent>,
    /// Whoever looks may also act.
    pub may_manage: bool,
}

/// What a proof of the books came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proved {
    pub at: Micros,
    pub seconds: u64,
    pub breaches: u64,
    /// As `sundry check` prints it.
    pub report: String,
}

/// The database the shop runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// `SQLite`, `PostgreSQL`.
    pub backend: String,
    pub bytes: Option<u64>,
    /// Writes that wait for their turn, and how many may.
    pub waiting: u64,
    pub queue: u64,
    /// Connections that read, and on PostgreSQL those that write: busy ones, and how many there may be.
    pub readers: (u32, u32),
    pub writers: Option<(u32, u32)>,
    /// The read replica, where one is set.
    pub replica: Option<Copied>,
}

/// The read replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    pub state: CopyState,
    /// Answers it gave, and those the database gave in its place.
    pub answered: u64,
    pub fell_back: u64,
}

/// Whether the read replica is asked; how many seconds it is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyState {
    Fresh(u64),
    Late(u64),
    Away,
}

/// The cache of whole pages, since this process began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cache {
    pub hits: u64,
    pub misses: u64,
    pub entries: u64,
    pub bytes: u64,
}

impl Cache {
    /// Of a hundred pages so many were there; None before the first.
    fn rate(&self) -> Option<String> {
        let all = self.hits + self.misses;
        (all > 0).then(|| format!("{:.1}", self.hits as f64 * 100.0 / all as f64))
    }
    fn size(&self) -> String {
        size(self.bytes)
    }
}

/// How mail leaves the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    pub smtp: bool,
    /// Mails that were given up, and mails that are tried again; at most a hundred of each are counted.
    pub failed: u64,
    pub delayed: u64,
}

impl Database {
    /// Its size as people write it: `12.4 MB`.
    fn size(&self) -> Option<String> {
        self.bytes.map(size)
    }
}

/// `12.4 MB`.
fn size(bytes: u64) -> String {
    let (mut value, mut unit) = (bytes as f64, 0);
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    while value >= 1000.0 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} B") } else { format!("{value:.1} {}", UNITS[unit]) }
}

impl SystemView {
    /// How long the slowest subscriber is behind, in seconds.
    fn lag_seconds(&self) -> u64 {
        self.subscribers.iter().map(|s| s.seconds).max().unwrap_or_default()
    }
    /// `3 of 8`.
    fn busy(&self, (busy, most): &(u32, u32)) -> String {
        self.of(&u64::from(*busy), &u64::from(*most))
    }
    /// `Up to date`, or what is the matter.
    fn copied(&self, replica: &Copied) -> String {
        match replica.state {
            CopyState::Fresh(0) => self.shell.t("admin-state-up-to-date").to_owned(),
            CopyState::Fresh(seconds) => self.shell.n("system-replica-behind", &seconds),
            CopyState::Late(seconds) => self.shell.n("system-replica-late", &seconds),
            CopyState::Away => self.shell.t("system-replica-away").to_owned(),
        }
    }
    fn of(&self, some: &u64, all: &u64) -> String {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        self.shell.ctx.texts.f("system-of", &[("some", number(*some).into()), ("all", number(*all).into())])
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
    /// Events not read yet, as far as they were counted, and whether there are more.
    pub lag: u64,
    pub more: bool,
    /// When the oldest of them happened, and how long that is ago.
    pub oldest_at: Option<Micros>,
    pub seconds: u64,
}

impl Subscriber {
    fn badge(&self) -> Badge {
        match self.lag {
            0 if !self.more => Badge::new(Glyph::Disc, "admin-state-up-to-date"),
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
    fn sizes_and_rates_are_short() {
        assert_eq!(size(512), "512 B");
        assert_eq!(size(12_412_000), "12.4 MB");
        assert_eq!(size(u64::MAX), "18446744.1 TB");
        assert_eq!(Cache::default().rate(), None);
        assert_eq!(Cache { hits: 2, misses: 1, ..Cache::default() }.rate().as_deref(), Some("66.7"));
    }
}
