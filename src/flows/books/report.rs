use std::fmt;
use std::time::{Duration, Instant};

use db::{Conn, DbError};
use kernel::Breach;

/// How many breaches of a check are told one by one.
pub const SHOWN: usize = 50;

/// What one check found.
#[derive(Clone, Debug)]
pub struct CheckResult {
    /// The invariant: `I1`, …, or the word of one that has no number.
    pub id: &'static str,
    /// What is proved, as a sentence that should be true.
    pub title: &'static str,
    /// How many rows were judged.
    pub examined: u64,
    /// The first [`SHOWN`] of them.
    pub breaches: Vec<Breach>,
    /// How many there are.
    pub found: u64,
    /// What is on its way and no breach yet.
    pub lag: Vec<String>,
    /// Why (part of) it was not checked.
    pub not_checked: Option<String>,
    pub took: Duration,
}

impl CheckResult {
    pub(super) fn new(id: &'static str, title: &'static str) -> Self {
        Self {
            id,
            title,
            examined: 0,
            breaches: Vec::new(),
            found: 0,
            lag: Vec::new(),
            not_checked: None,
            took: Duration::ZERO,
        }
    }

    /// What `judge` finds.
    pub(super) fn of(
        conn: &mut Conn,
        id: &'static str,
        title: &'static str,
        judge: impl FnOnce(&mut Conn, &mut dyn FnMut(Breach)) -> Result<u64, DbError>,
    ) -> Result<Self, DbError> {
        let mut check = Self::new(id, title);
        let started = Instant::now();
        check.examined = judge(conn, &mut |b| check.add(b))?;
        check.took = started.elapsed();
        Ok(check)
    }

    pub(super) fn add(&mut self, breach: Breach) {
        self.found += 1;
        if self.breaches.len() < SHOWN {
            self.breaches.push(breach);
        }
    }

    pub fn is_clean(&self) -> bool {
        self.found == 0
    }
}

/// What all checks found. Its `Display` is for people; it says what was not checked, too.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub checks: Vec<CheckResult>,
}

impl Report {
    /// No breach. Lag and what was not checked do not count.
    pub fn is_clean(&self) -> bool {
        self.checks.iter().all(CheckResult::is_clean)
    }

    /// How many breaches there are, told one by one or not.
    pub fn found(&self) -> u64 {
        self.checks.iter().map(|c| c.found).sum()
    }

    /// All breaches kept, in the order of the checks.
    pub fn breaches(&self) -> impl Iterator<Item = &Breach> {
        self.checks.iter().flat_map(|c| &c.breaches)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for check in &self.checks {
            writeln!(f, "{check}")?;
        }
        match self.found() {
            0 => write!(f, "The books are in order."),
            1 => write!(f, "The books are not in order: 1 breach."),
            n => write!(f, "The books are not in order: {n} breaches."),
        }
    }
}

impl fmt::Display for CheckResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match (&self.not_checked, self.found) {
            (_, 1..) => format!("{} BROKEN", self.found),
            (Some(_), 0) => "not checked".to_owned(),
            (None, 0) => "ok".to_owned(),
        };
        write!(f, "{:<9} {} — {verdict}, {} examined", self.id, self.title, self.examined)?;
        write!(f, " in {:.1} s", self.took.as_secs_f64())?;
        for breach in &self.breaches {
            write!(f, "\n    {breach}")?;
        }
        let more = self.found - self.breaches.len() as u64;
        if more > 0 {
            write!(f, "\n    and {more} more")?;
        }
        for lag in &self.lag {
            write!(f, "\n    on its way: {lag}")?;
        }
        if let Some(why) = &self.not_checked {
            write!(f, "\n    not checked: {why}")?;
        }
        Ok(())
    }
}
