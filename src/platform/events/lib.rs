//! How rooms talk about what may be late: the event log, subscribers, followers, jobs, schedules and leases.
//!
//! A write [`record`](Recording::record)s what happened and [`enqueue`](Recording::enqueue)s what is to be done, in
//! its own unit of work. After the commit, *subscribers* take events, each effect together with its cursor, hence
//! once; *followers* hear of them on every instance; *jobs* run outside any transaction, at least once, under an
//! idempotency key. The log is a bus, not the history of anything: it is trimmed.
//!
//! Order and cursor are `(xact, seq)`. On SQLite commits come in the order of `seq` and `xact` is 0. On PostgreSQL
//! a sequence alone would skip what commits late, so only what is older than the oldest running transaction is read.
//!
//! Owns `events_*`. Knows no business: event types and kinds of job belong to the rooms.
//!
//! **Architecture invariant:** nothing here keeps state that a crash could lose; memory only remembers what the
//! tables would say again.
pub mod admin;
mod backoff;
pub mod books;
mod cursor;
mod dialect;
mod event;
mod failpoint;
mod follower;
mod job;
mod lease;
mod log;
mod parked;
mod piece;
mod queue;
mod runner;
mod schedule;
pub mod schema;
mod subscribers;
mod subscription;
mod tables;
mod worker;

pub use event::{Cursor, Event, Recorded, Recording};
pub use failpoint::{FAILPOINTS, failpoint};
pub use follower::Followers;
pub use job::{Job, JobError, JobOptions, JobRun, Jobs};
pub use kernel::kinds::JobId;
pub use parked::{ATTEMPTS, Parked};
pub use runner::{Drained, Engine, Runner};
pub use schedule::{SCHEDULED, Schedules};
pub use subscription::{SubscriberError, Subscription, Subscriptions};

/// Leases on anything only one instance should do at a time.
pub mod leases {
    pub use crate::lease::{release_all, take};
}
