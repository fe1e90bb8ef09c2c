//! Time is injected: the only reader of the wall clock is [`Clock::system`].
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A point in time: microseconds since 1970-01-01T00:00:00Z. Stored as `BigInt` on both databases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micros(pub i64);

impl Micros {
    pub const fn plus(self, d: Duration) -> Self {
        Self(self.0.saturating_add(d.as_micros() as i64))
    }
    pub const fn minus(self, d: Duration) -> Self {
        Self(self.0.saturating_sub(d.as_micros() as i64))
    }
    /// How long after `earlier`; zero when it is not.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0).max(0) as u64)
    }
    /// RFC 3339, UTC.
    pub fn rfc3339(self) -> String {
        jiff::Timestamp::from_microsecond(self.0).map(|t| t.to_string()).unwrap_or_default()
    }
}

impl fmt::Debug for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

/// Tells the time. Cheap to clone; clones of a fake clock move together.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still until a test moves it.
    pub fn fake(start: Micros) -> Self {
        Self(Some(Arc::new(AtomicI64::new(start.0))))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    pub fn now(&self) -> Micros {
        match &self.0 {
            Some(fake) => Micros(fake.load(Ordering::SeqCst)),
            None => {
                let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                Micros(since.map(|d| d.as_micros() as i64).unwrap_or(0))
            }
        }
    }

    /// Puts a fake clock back, as somebody does who sets the machine's. Does nothing to the system's.
    pub fn set_back(&self, by: Duration) {
        if let Some(fake) = &self.0 {
            fake.fetch_sub(by.as_micros() as i64, Ordering::SeqCst);
        }
    }

    /// Moves a fake clock forward. Does nothing to the system's.
    pub fn advance(&self, by: Duration) {
        if let Some(fake) = &self.0 {
            fake.fetch_add(by.as_micros() as i64, Ordering::SeqCst);
        }
    }
}
