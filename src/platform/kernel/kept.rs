//! A value that is asked for all the time, changes rarely, and may be a little old.
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// Keeps one value for a while. Cheap to clone; clones share it.
pub struct Kept<T>(Arc<Inner<T>>);

struct Inner<T> {
    most: Duration,
    held: RwLock<Held<T>>,
}

struct Held<T> {
    value: Option<(Instant, Arc<T>)>,
    forgotten: u64,
}

/// Given to whoever must find the value out anew: what was asked before it was forgotten is not kept after.
pub struct Ticket(u64);

impl<T> Kept<T> {
    /// Keeps a value for at most `most`.
    pub fn for_at_most(most: Duration) -> Self {
        Self(Arc::new(Inner { most, held: RwLock::new(Held { value: None, forgotten: 0 }) }))
    }

    /// The value, if it is fresh enough.
    ///
    /// # Errors
    /// Not an error but a task: find it out, and [`Kept::keep`] it with the ticket.
    pub fn look(&self) -> Result<Arc<T>, Ticket> {
        let held = self.0.held.read().unwrap_or_else(PoisonError::into_inner);
        match &held.value {
            Some((at, value)) if at.elapsed() < self.0.most => Ok(value.clone()),
            _ => Err(Ticket(held.forgotten)),
        }
    }

    /// Keeps what was found out, unless it was forgotten meanwhile; gives it back either way.
    pub fn keep(&self, ticket: Ticket, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let mut held = self.0.held.write().unwrap_or_else(PoisonError::into_inner);
        if held.forgotten == ticket.0 {
            held.value = Some((Instant::now(), value.clone()));
        }
        value
    }

    /// The next look finds nothing: it changed.
    pub fn forget(&self) {
        let mut held = self.0.held.write().unwrap_or_else(PoisonError::into_inner);
        held.value = None;
        held.forgotten += 1;
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_kept_until_it_is_forgotten_or_old() {
        let kept = Kept::for_at_most(Duration::from_secs(60));
        let Err(ticket) = kept.look() else { panic!("nothing is kept yet") };
        kept.keep(ticket, 1);
        assert_eq!(kept.look().ok().as_deref(), Some(&1));
        kept.forget();
        assert!(kept.look().is_err());
        let old = Kept::for_at_most(Duration::ZERO);
        let Err(ticket) = old.look() else { panic!("nothing is kept yet") };
        old.keep(ticket, 1);
        assert!(old.look().is_err());
    }

    #[test]
    fn what_was_asked_before_it_was_forgotten_is_not_kept() {
        let kept = Kept::for_at_most(Duration::from_secs(60));
        let Err(ticket) = kept.look() else { panic!("nothing is kept yet") };
        kept.forget();
        assert_eq!(*kept.keep(ticket, 1), 1);
        assert!(kept.look().is_err());
    }
}
