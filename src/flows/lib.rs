//! flows
pub mod demo;
pub mod import;
