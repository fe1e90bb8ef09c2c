//! Telemetry: what the shop says about itself to those who run it.
//!
//! Structured logs, traces over OTLP, metrics for Prometheus, the process's memory, and health. Owns no table and
//! knows no business: rooms use the `tracing` and `metrics` macros and never this crate; the binary calls it once.
//!
//! **Architecture invariant:** a field whose name sounds like a secret (`password`, `token`, `cookie`, …) leaves this
//! process neither in a log line nor in a trace; secrets are held as `SecretString` besides, which has no text.
mod health;
mod json;
mod logs;
mod metrics;
mod secrets;
mod traces;

pub use self::health::{Health, Report};
pub use self::logs::{Guard, TelemetryConfig, TelemetryError, init};
pub use self::metrics::{Metrics, resident_memory};
