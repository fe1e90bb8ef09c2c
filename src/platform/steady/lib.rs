//! Steady: calls to somebody else who may be slow, silent or away, kept in bounds.
//!
//! A [`Line`] leads to one other house. Every call on it has an end in time; what fails for a passing reason is tried again
//! after a pause of random length, as far as a budget of repetitions lasts; after a few failures in a row the line is cut for a
//! while, and one call at a time finds out whether it may be used again; and only so many calls are under way at once, so that
//! one slow house does not keep all of the shop waiting.
//!
//! **Architecture invariant:** only what the other side does once however often it is asked may be sent down a line: every call
//! can be repeated. Owns no table, knows no business.
mod breaker;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use kernel::Clock;
use tokio::sync::Semaphore;

use breaker::Breaker;
pub use breaker::Standing;

/// What a line's calls are held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For one try.
    pub within: Duration,
    /// Tries of one call, the first one included.
    pub tries: u32,
    /// The pause before the second try; doubled before each further one, and shortened at random.
    pub pause: Duration,
    /// Failures in a row after which the line is cut.
    pub failures: u32,
    /// How long it is cut before it is tried again.
    pub cut: Duration,
    /// Calls under way at once; further ones are refused.
    pub at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            within: Duration::from_secs(12),
            tries: 3,
            pause: Duration::from_millis(200),
            failures: 5,
            cut: Duration::from_secs(20),
            at_once: 32,
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError<E> {
    /// Nobody was asked: it failed too often a moment ago.
    #[error("it has failed repeatedly and is not asked for a moment")]
    Cut,
    /// Nobody was asked: too many wait for an answer.
    #[error("too many calls wait for an answer")]
    Full,
    /// The last try was not answered in time.
    #[error("no answer within {} s", .0.as_secs())]
    TooSlow(Duration),
    /// What the last try said.
    #[error("{0}")]
    Failed(E),
}

/// Leads to one other house. Clones are the same line.
#[derive(Clone)]
pub struct Line(Arc<Inner>);

struct Inner {
    name: &'static str,
    limits: Limits,
    breaker: Breaker,
    places: Semaphore,
}

impl Line {
    /// `name` is what metrics and the log call it.
    pub fn new(name: &'static str, limits: Limits, clock: Clock) -> Self {
        let places = Semaphore::new(limits.at_once.max(1));
        let breaker = Breaker::new(limits.failures.max(1), limits.cut, clock);
        Self(Arc::new(Inner { name, limits, breaker, places }))
    }

    /// Whether calls go through now.
    pub fn standing(&self) -> Standing {
        self.0.breaker.standing()
    }

    /// Makes a call. `passing` tells failures of the house (it is down, overloaded, unreachable) from answers that say no:
    /// only those are tried again, and only those count against it.
    ///
    /// # Errors
    /// [`LineError`].
    pub async fn call<T, E, F>(
        &self,
        passing: impl Fn(&E) -> bool,
        mut f: impl FnMut() -> F,
    ) -> Result<T, LineError<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        let Inner { name, limits, breaker, places } = &*self.0;
        let name = *name;
        let Ok(_place) = places.try_acquire() else {
            metrics::counter!("sundry_line_refused_total", "line" => name, "why" => "full").increment(1);
            return Err(LineError::Full);
        };
        let mut tried = 0;
        // Of a try that was made: it may have been heard, whatever becomes of the next.
        let mut last = None;
        loop {
            let Some(turn) = breaker.enter() else {
                metrics::counter!("sundry_line_refused_total", "line" => name, "why" => "cut").increment(1);
                return Err(last.unwrap_or(LineError::Cut));
            };
            tried += 1;
            let error = match tokio::time::timeout(limits.within, f()).await {
                Ok(Ok(answer)) => {
                    turn.went_well();
                    return Ok(answer);
                }
                Ok(Err(no)) if !passing(&no) => {
                    turn.went_well();
                    return Err(LineError::Failed(no));
                }
                Ok(Err(failed)) => LineError::Failed(failed),
                Err(_) => LineError::TooSlow(limits.within),
            };
            metrics::counter!("sundry_line_failures_total", "line" => name).increment(1);
            if turn.failed() {
                tracing::warn!(line = name, cut = ?limits.cut, "it fails repeatedly and is not asked for a while");
            }
            if tried >= limits.tries || !breaker.may_repeat() {
                return Err(error);
            }
            last = Some(error);
            tokio::time::sleep(pause(limits.pause, tried)).await;
        }
    }
}

/// Between nothing and the whole of the doubled pause: those who failed together do not come back together.
fn pause(first: Duration, tried: u32) -> Duration {
    let whole = first.saturating_mul(1 << (tried - 1).min(6));
    whole.mul_f64(rand::random::<f64>())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use kernel::Micros;

    use super::*;

    #[derive(Debug, Clone, PartialEq, Eq)]
    enum Told {
        Down,
        No,
    }

    fn line(limits: Limits) -> (Line, Clock) {
        let clock = Clock::fake(Micros(0));
        (Line::new("test", limits, clock.clone()), clock)
    }

    fn quick() -> Limits {
        Limits { within: Duration::from_millis(50), pause: Duration::from_millis(1), tries: 2, ..Limits::default() }
    }

    async fn ask(line: &Line, answers: &[Result<u8, Told>]) -> (Result<u8, LineError<Told>>, u32) {
        let asked = AtomicU32::new(0);
        let answer = line.call(
            |e| *e == Told::Down,
            || {
                let n = asked.fetch_add(1, Ordering::Relaxed) as usize;
                let answer = answers[n.min(answers.len() - 1)].clone();
                async move { answer }
            },
        );
        let answer = answer.await;
        (answer, asked.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn what_may_pass_is_tried_again_and_a_no_is_not() {
        let (line, _) = line(quick());
        assert_eq!(ask(&line, &[Err(Told::Down), Ok(7)]).await, (Ok(7), 2));
        assert_eq!(ask(&line, &[Err(Told::No), Ok(7)]).await, (Err(LineError::Failed(Told::No)), 1));
        assert_eq!(ask(&line, &[Err(Told::Down)]).await, (Err(LineError::Failed(Told::Down)), 2));
    }

    #[tokio::test]
    async fn after_five_failures_nobody_is_asked_until_one_finds_out() {
        let (line, clock) = line(Limits { tries: 1, ..quick() });
        for _ in 0..5 {
            assert_eq!(ask(&line, &[Err(Told::Down)]).await.1, 1);
        }
        assert_eq!(line.standing(), Standing::Cut);
        assert_eq!(ask(&line, &[Ok(1)]).await, (Err(LineError::Cut), 0));
        clock.advance(Duration::from_secs(21));
        // The first to come is asked; it fails, and the line is cut again.
        assert_eq!(ask(&line, &[Err(Told::Down)]).await.1, 1);
        assert_eq!(ask(&line, &[Ok(1)]).await, (Err(LineError::Cut), 0));
        clock.advance(Duration::from_secs(21));
        assert_eq!(ask(&line, &[Ok(1)]).await, (Ok(1), 1));
        assert_eq!(line.standing(), Standing::Open);
    }

    #[tokio::test]
    async fn a_house_that_says_no_is_there() {
        let (line, _) = line(Limits { tries: 1, ..quick() });
        for _ in 0..20 {
            ask(&line, &[Err(Told::No)]).await.0.unwrap_err();
        }
        assert_eq!(line.standing(), Standing::Open);
    }

    #[tokio::test]
    async fn silence_ends_and_counts() {
        let (line, _) = line(Limits { within: Duration::from_millis(5), tries: 1, failures: 1, ..quick() });
        let silent = line.call(|_: &Told| true, std::future::pending::<Result<u8, Told>>).await;
        assert_eq!(silent, Err(LineError::TooSlow(Duration::from_millis(5))));
        assert_eq!(line.standing(), Standing::Cut);
    }

    #[tokio::test]
    async fn only_so_many_are_under_way_at_once() {
        let (line, _) = line(Limits { at_once: 1, within: Duration::from_secs(5), ..quick() });
        let (go, gone) = tokio::sync::oneshot::channel::<()>();
        let (begun, begins) = tokio::sync::oneshot::channel::<()>();
        let slow = line.clone();
        let (mut begun, mut gone) = (Some(begun), Some(gone));
        let first = tokio::spawn(async move {
            slow.call(
                |_: &Told| false,
                move || {
                    let (begun, gone) = (begun.take(), gone.take());
                    async move {
                        begun.expect("called once").send(()).expect("somebody waits");
                        gone.expect("called once").await.expect("somebody tells");
                        Ok(1_u8)
                    }
                },
            )
            .await
        });
        begins.await.expect("it begins");
        assert_eq!(ask(&line, &[Ok(2)]).await, (Err(LineError::Full), 0));
        go.send(()).expect("it waits");
        assert_eq!(first.await.expect("it ends"), Ok(1));
        assert_eq!(ask(&line, &[Ok(2)]).await, (Ok(2), 1));
    }

    #[tokio::test]
    async fn repetitions_have_a_budget() {
        // Never cut: only the budget holds repetitions back.
        let (line, _) = line(Limits { tries: 3, failures: u32::MAX, ..quick() });
        let mut asked = 0;
        for _ in 0..40 {
            asked += ask(&line, &[Err(Told::Down)]).await.1;
        }
        assert_eq!(asked, 40 + breaker::REPETITIONS, "each call once, and what the budget gives");
    }
}
