//! Health: whether the process lives, and whether it should be sent visitors.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::RwLock;

type Check = Arc<dyn Fn() -> Result<(), String> + Send + Sync>;

/// Each check's name and what it found.
pub type Report = Vec<(String, Result<(), String>)>;

/// The checks of the process. Cheap to clone; clones share them.
#[derive(Clone, Default)]
pub struct Health(Arc<Inner>);

#[derive(Default)]
struct Inner {
    alive: RwLock<Vec<(String, Check)>>,
    ready: RwLock<Vec<(String, Check)>>,
    better: RwLock<Vec<(String, Check)>>,
    shutting_down: AtomicBool,
}

impl Health {
    pub fn new() -> Self {
        Self::default()
    }

    /// Registers something without which nobody should be sent here: the database answers, migrations are done.
    /// A second check of the same name replaces the first.
    pub fn needs(&self, name: &str, check: impl Fn() -> Result<(), String> + Send + Sync + 'static) {
        put(&self.0.ready, name, Arc::new(check));
    }

    /// Registers something that only a restart repairs: the writer's thread runs.
    pub fn dies_without(&self, name: &str, check: impl Fn() -> Result<(), String> + Send + Sync + 'static) {
        put(&self.0.alive, name, Arc::new(check));
    }

    /// Registers something without which the process answers all the same, only not as well: a read replica. Its error is a
    /// word that strangers may read.
    pub fn better_with(&self, name: &str, check: impl Fn() -> Result<(), String> + Send + Sync + 'static) {
        put(&self.0.better, name, Arc::new(check));
    }

    /// Runs the checks of [`Health::better_with`].
    pub fn better(&self) -> Report {
        run(&self.0.better)
    }

    /// Runs the checks of [`Health::dies_without`]: all well means the process should be left alone.
    pub fn alive(&self) -> Report {
        run(&self.0.alive)
    }

    /// Runs the checks of [`Health::needs`], and fails `serving` when the process is shutting down. Checks may block:
    /// call it where that is allowed.
    pub fn ready(&self) -> Report {
        let serving = if self.shutting_down() { Err("shutting down".to_owned()) } else { Ok(()) };
        let mut report = vec![("serving".to_owned(), serving)];
        report.extend(run(&self.0.ready));
        report
    }

    /// From here on [`Health::ready`] says no, so that a balancer turns elsewhere while open requests are finished.
    pub fn shut_down(&self) {
        self.0.shutting_down.store(true, Ordering::SeqCst);
    }

    pub fn shutting_down(&self) -> bool {
        self.0.shutting_down.load(Ordering::SeqCst)
    }
}

fn put(checks: &RwLock<Vec<(String, Check)>>, name: &str, check: Check) {
    let mut checks = checks.write();
    checks.retain(|(known, _)| known != name);
    checks.push((name.to_owned(), check));
}

fn run(checks: &RwLock<Vec<(String, Check)>>) -> Report {
    // Copied, so that a check that hangs does not hold the list.
    let checks = checks.read().clone();
    checks
        .into_iter()
        .map(|(name, check)| {
            let found = catch_unwind(AssertUnwindSafe(|| check()));
            (name, found.unwrap_or_else(|_| Err("the check itself failed".to_owned())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_means_every_check_is_well_and_nobody_is_leaving() {
        let health = Health::new();
        let up = Arc::new(AtomicBool::new(true));
        let seen = up.clone();
        health.needs("database", move || if seen.load(Ordering::SeqCst) { Ok(()) } else { Err("gone".to_owned()) });
        let well = |report: &Report| report.iter().all(|(_, found)| found.is_ok());
        assert!(well(&health.ready()));
        up.store(false, Ordering::SeqCst);
        assert_eq!(health.ready()[1], ("database".to_owned(), Err("gone".to_owned())));
        up.store(true, Ordering::SeqCst);

        health.clone().shut_down();
        assert!(health.shutting_down());
        assert_eq!(health.ready()[0], ("serving".to_owned(), Err("shutting down".to_owned())));
        assert!(well(&health.alive()), "leaving is not dying");
    }

    #[test]
    fn what_is_only_better_to_have_keeps_nobody_away() {
        let health = Health::new();
        health.better_with("replica", || Err("late".to_owned()));
        assert!(health.ready().iter().all(|(_, found)| found.is_ok()));
        assert_eq!(health.better(), [("replica".to_owned(), Err("late".to_owned()))]);
    }

    #[test]
    fn a_check_that_panics_has_failed_and_a_name_stands_once() {
        let health = Health::new();
        health.dies_without("writer", || Ok(()));
        health.dies_without("writer", || panic!("oh"));
        assert_eq!(health.alive(), [("writer".to_owned(), Err("the check itself failed".to_owned()))]);
    }
}
