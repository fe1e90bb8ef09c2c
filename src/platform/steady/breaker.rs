//! Whether a line may be used, and how often a call may be repeated on it.
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kernel::{Clock, Micros};

/// Repetitions that may be saved up. Ten calls that go well earn one.
pub(crate) const REPETITIONS: u32 = 10;
const EARNED: f64 = 0.1;

/// Whether calls go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Open,
    Cut,
}

pub(crate) struct Breaker {
    most: u32,
    cut: Duration,
    clock: Clock,
    state: Mutex<State>,
}

struct State {
    /// In a row.
    failures: u32,
    /// Nobody is asked before this.
    until: Option<Micros>,
    /// Somebody is finding out whether it may be used again.
    probing: bool,
    repetitions: f64,
}

impl Breaker {
    pub(crate) fn new(most: u32, cut: Duration, clock: Clock) -> Self {
        let state = State { failures: 0, until: None, probing: false, repetitions: f64::from(REPETITIONS) };
        Self { most, cut, clock, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn standing(&self) -> Standing {
        match self.state().until {
            Some(until) if self.clock.now() < until => Standing::Cut,
            _ => Standing::Open,
        }
    }

    /// Leave to make a call; None while nobody is to be asked.
    pub(crate) fn enter(&self) -> Option<Turn<'_>> {
        let mut state = self.state();
        if let Some(until) = state.until {
            if self.clock.now() < until || state.probing {
                return None;
            }
            state.probing = true;
        }
        Some(Turn { breaker: self, done: false })
    }

    /// Takes one repetition from the budget.
    pub(crate) fn may_repeat(&self) -> bool {
        let mut state = self.state();
        let may = state.until.is_none() && state.repetitions >= 1.0;
        if may {
            state.repetitions -= 1.0;
        }
        may
    }
}

/// One call. Dropped without a word (its caller went away), it counts neither way.
pub(crate) struct Turn<'a> {
    breaker: &'a Breaker,
    done: bool,
}

impl Turn<'_> {
    pub(crate) fn went_well(mut self) {
        self.done = true;
        let mut state = self.breaker.state();
        (state.failures, state.until, state.probing) = (0, None, false);
        state.repetitions = (state.repetitions + EARNED).min(f64::from(REPETITIONS));
    }

    /// Whether this cut the line.
    pub(crate) fn failed(mut self) -> bool {
        self.done = true;
        let mut state = self.breaker.state();
        state.failures = state.failures.saturating_add(1);
        let cuts = state.failures >= self.breaker.most;
        if cuts {
            state.until = Some(self.breaker.clock.now().plus(self.breaker.cut));
        }
        state.probing = false;
        cuts
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.breaker.state().probing = false;
        }
    }
}
