use tokio::sync::watch;

/// What a commit may have brought for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    Events,
    Jobs,
}

/// Counts commits that brought something; whoever watches is woken. A hint on this instance only: the tables are
/// the truth.
pub struct Signals {
    events: watch::Sender<u64>,
    jobs: watch::Sender<u64>,
}

impl Default for Signals {
    fn default() -> Self {
        Self { events: watch::Sender::new(0), jobs: watch::Sender::new(0) }
    }
}

impl Signals {
    fn of(&self, signal: Signal) -> &watch::Sender<u64> {
        match signal {
            Signal::Events => &self.events,
            Signal::Jobs => &self.jobs,
        }
    }

    pub fn watch(&self, signal: Signal) -> watch::Receiver<u64> {
        self.of(signal).subscribe()
    }

    pub fn raise(&self, signal: Signal) {
        self.of(signal).send_modify(|n| *n += 1);
    }

    pub(crate) fn raise_all(&self, raised: Raised) {
        for signal in [Signal::Events, Signal::Jobs] {
            if raised.has(signal) {
                self.raise(signal);
            }
        }
    }
}

/// The signals one unit of work will raise when it is committed.
#[derive(Clone, Copy, Default)]
pub(crate) struct Raised(u8);

impl Raised {
    pub fn add(&mut self, signal: Signal) {
        self.0 |= 1 << signal as u8;
    }
    pub fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }
    fn has(self, signal: Signal) -> bool {
        self.0 & 1 << signal as u8 != 0
    }
}
