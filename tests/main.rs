//! The house's tests: one binary, each test with a database of its own.
mod stories;
mod support;
