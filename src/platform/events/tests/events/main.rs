//! The machinery on both databases.
mod crash;
mod jobs;
mod log;
mod schedules;
mod subscribers;
mod support;
mod tending;
