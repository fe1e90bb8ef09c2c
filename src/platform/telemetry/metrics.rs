//! Metrics: whatever the rooms count through the `metrics` macros, as Prometheus reads it.
use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Seconds: from a cached page to a patient import.
const SECONDS: [f64; 14] =
    [0.000_1, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// How many of something at once.
const COUNTS: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

const MEMORY: &str = "process_resident_memory_bytes";

/// The process's metrics. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Starts to collect; later calls give the same collection. Histograms named `…_seconds` have buckets from 0.1 ms
    /// to 10 s, all others powers of two up to 256. When another recorder was installed before us it stays, and ours
    /// is empty; the log says so.
    pub fn install() -> Self {
        static METRICS: OnceLock<Metrics> = OnceLock::new();
        METRICS
            .get_or_init(|| {
                let recorder = builder().build_recorder();
                let handle = recorder.handle();
                if metrics::set_global_recorder(recorder).is_err() {
                    tracing::warn!("another metrics recorder is installed; /metrics will be empty");
                }
                metrics::describe_gauge!(MEMORY, metrics::Unit::Bytes, "Memory the process holds.");
                Self(handle)
            })
            .clone()
    }

    /// All of it in Prometheus' text format. Does the upkeep that an exporter of its own would do (histograms grow
    /// until it runs), so something should ask at least every few minutes.
    pub fn render(&self) -> String {
        self.0.run_upkeep();
        if let Some(bytes) = resident_memory() {
            metrics::gauge!(MEMORY).set(bytes as f64);
        }
        self.0.render()
    }
}

fn builder() -> PrometheusBuilder {
    // The setters fail only for an empty list.
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
        .and_then(|builder| builder.set_buckets(&COUNTS))
        .unwrap_or_else(|_| PrometheusBuilder::new())
}

/// The memory this process holds, in bytes: `VmRSS` of `/proc/self/status`. None where there is no such file.
pub fn resident_memory() -> Option<u64> {
    rss(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn rss(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_rendered() {
        let metrics = Metrics::install();
        metrics::counter!("sundry_test_orders_total", "market" => "eu").increment(3);
        metrics::histogram!("sundry_test_page_seconds").record(0.003);
        metrics::histogram!("sundry_test_batch_jobs").record(5.0);
        let text = Metrics::install().render();
        for line in [
            "sundry_test_orders_total{market=\"eu\"} 3",
            "sundry_test_page_seconds_bucket{le=\"0.005\"} 1",
            "sundry_test_page_seconds_bucket{le=\"0.0025\"} 0",
            "sundry_test_batch_jobs_bucket{le=\"8\"} 1",
        ] {
            assert!(text.contains(line), "{line} in\n{text}");
        }
        assert!(metrics.render().contains("sundry_test_orders_total"));
        if cfg!(target_os = "linux") {
            assert!(text.contains("process_resident_memory_bytes "), "{text}");
            assert!(resident_memory().is_some_and(|bytes| bytes > 100_000));
        }
    }

    #[test]
    fn memory_is_read_in_bytes() {
        assert_eq!(rss("Name:\tsundry\nVmRSS:\t   2048 kB\nThreads:\t1\n"), Some(2 << 20));
        assert_eq!(rss("Name:\tsundry\n"), None);
    }
}
