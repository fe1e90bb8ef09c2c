//! Places where a process may be told to die, to prove that nothing is lost or done twice when it does.
//!
//! Armed by `SUNDRY_FAILPOINTS=name[,name@N]`: the process aborts when it passes `name` (for the `N`th time). Unset,
//! a failpoint costs one load.
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// What was armed: how many more passes each one survives.
type Armed = HashMap<String, AtomicU64>;

fn armed() -> Option<&'static Armed> {
    static ARMED: OnceLock<Option<Armed>> = OnceLock::new();
    ARMED
        .get_or_init(|| {
            let list = std::env::var("SUNDRY_FAILPOINTS").ok().filter(|l| !l.trim().is_empty())?;
            Some(parse(&list))
        })
        .as_ref()
}

fn parse(list: &str) -> Armed {
    list.split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .map(|entry| match entry.split_once('@') {
            Some((name, n)) => (name.to_owned(), AtomicU64::new(n.parse::<u64>().unwrap_or(1).max(1))),
            None => (entry.to_owned(), AtomicU64::new(1)),
        })
        .collect()
}

/// Aborts the process here when `name` is armed and its turn has come.
pub fn failpoint(name: &str) {
    if let Some(armed) = armed()
        && let Some(left) = armed.get(name)
        && left.fetch_sub(1, Ordering::Relaxed) == 1
    {
        tracing::warn!(name, "failpoint: the process dies here");
        std::process::abort();
    }
}

/// The failpoints of this crate, in the order in which work passes them.
pub const FAILPOINTS: &[&str] = &[
    "subscriber.before-lease",
    "subscriber.before-effect",
    "subscriber.after-effect",
    "subscriber.before-cursor",
    "subscriber.before-commit",
    "subscriber.after-commit",
    "subscriber.retry-before-effect",
    "subscriber.retry-after-effect",
    "jobs.before-claim",
    "jobs.claimed-uncommitted",
    "jobs.after-claim",
    "jobs.before-run",
    "jobs.after-run",
    "jobs.before-complete",
    "jobs.completed-uncommitted",
    "jobs.after-complete",
    "schedule.before-tick",
    "schedule.ticked-uncommitted",
    "schedule.after-tick",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_failpoints_and_their_turn() {
        let armed = parse("a, b@3,,c@x");
        assert_eq!(armed["a"].load(Ordering::Relaxed), 1);
        assert_eq!(armed["b"].load(Ordering::Relaxed), 3);
        assert_eq!(armed["c"].load(Ordering::Relaxed), 1);
    }

    #[test]
    fn unarmed_ones_are_passed() {
        FAILPOINTS.iter().for_each(|name| failpoint(name));
    }
}
