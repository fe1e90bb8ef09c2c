//! The house's tests: one binary, each test with a database of its own.
mod boundaries;
mod browser;
mod contract;
mod crash;
mod platform;
mod simulator;
mod stories;
mod support;
