//! Putting logs and traces together.
use std::time::Duration;

use kernel::Clock;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::{Writer, debug_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, field::MakeExt};

use crate::json::JsonLines;
use crate::secrets::{HIDDEN, is_secret};
use crate::traces;

/// How long the last spans may take to leave when the process ends.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// What to say, how, and where to.
#[derive(Clone, Debug)]
pub struct TelemetryConfig {
    /// A level (`info`) or directives (`info,db=debug`), as `tracing_subscriber::EnvFilter` reads them.
    pub filter: String,
    /// One JSON object a line instead of text for people.
    pub json: bool,
    /// Where traces go: the `http://` address of an OTLP collector, `/v1/traces` is added when it has no path.
    /// Without one no trace is made.
    pub otlp_endpoint: Option<String>,
    /// `service.name` of the traces.
    pub service_name: String,
}

impl Default for TelemetryConfig {
    /// Text for people from `info` up, no traces.
    fn default() -> Self {
        Self { filter: "info".to_owned(), json: false, otlp_endpoint: None, service_name: "sundry".to_owned() }
    }
}

#[derive(Debug, Clone, thiserror::Error)]
pub enum TelemetryError {
    #[error("`{0}` is not a log filter: {1}. Write a level like `info`, or `info,db=debug`")]
    Filter(String, String),
    #[error(
        "`{0}` is not an address traces can be sent to. Write http://HOST:4318; for https put a collector next to the shop"
    )]
    Endpoint(String),
    #[error("traces cannot be sent: {0}")]
    Exporter(String),
    #[error("logs are set up already; call telemetry::init once, first thing")]
    AlreadyStarted,
}

/// Hold it until the process ends: dropping it sends the last traces, for up to three seconds.
#[must_use = "dropping it ends the traces"]
pub struct Guard {
    traces: Option<SdkTracerProvider>,
}

impl Guard {
    /// Sends what traces are waiting, now. Blocks.
    pub fn flush(&self) {
        if let Some(Err(e)) = self.traces.as_ref().map(SdkTracerProvider::force_flush) {
            tracing::warn!(error = %e, "traces could not be sent");
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(traces) = &self.traces
            && let Err(e) = traces.shutdown_with_timeout(LAST_WORDS)
        {
            tracing::warn!(error = %e, "the last traces could not be sent");
        }
    }
}

/// Starts logs (to standard error: standard output belongs to the commands) and, if asked, traces. Once a process.
///
/// # Errors
/// A filter or an address that cannot be read; [`TelemetryError::AlreadyStarted`] the second time.
pub fn init(config: &TelemetryConfig) -> Result<Guard, TelemetryError> {
    let (subscriber, guard) = build(config, std::io::stderr, Clock::system())?;
    tracing::subscriber::set_global_default(subscriber).map_err(|_| TelemetryError::AlreadyStarted)?;
    // Libraries that speak through the `log` crate; where another logger stands, it stays.
    let _ = tracing_log::LogTracer::builder().with_max_level(loudest()).init();
    Ok(guard)
}

/// The most that the filter lets through, in the `log` crate's terms.
fn loudest() -> tracing_log::log::LevelFilter {
    use tracing::level_filters::LevelFilter as Ours;
    use tracing_log::log::LevelFilter as Theirs;
    match Ours::current() {
        Ours::OFF => Theirs::Off,
        Ours::ERROR => Theirs::Error,
        Ours::WARN => Theirs::Warn,
        Ours::INFO => Theirs::Info,
        Ours::DEBUG => Theirs::Debug,
        _ => Theirs::Trace,
    }
}

/// Everything but making it the process's own.
pub(crate) fn build<W>(
    config: &TelemetryConfig,
    writer: W,
    clock: Clock,
) -> Result<(impl Subscriber + Send + Sync + use<W>, Guard), TelemetryError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&config.filter)
        .map_err(|e| TelemetryError::Filter(config.filter.clone(), e.to_string()))?;
    let mut layers: Vec<Box<dyn Layer<Registry> + Send + Sync>> = Vec::new();
    if config.json {
        layers.push(Box::new(JsonLines::new(writer, clock)));
    } else {
        layers.push(Box::new(for_people(writer, clock)));
    }
    let traces = match &config.otlp_endpoint {
        Some(endpoint) => {
            let (provider, tracer) = traces::exporting(endpoint, &config.service_name)?;
            layers.push(Box::new(tracing_opentelemetry::layer().with_tracer(tracer)));
            Some(provider)
        }
        None => None,
    };
    let subscriber = tracing_subscriber::registry().with(layers).with(filter);
    Ok((subscriber, Guard { traces }))
}

fn for_people<W>(writer: W, clock: Clock) -> impl Layer<Registry> + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let fields = debug_fn(|out, field, value| match field.name() {
        "message" => write!(out, "{value:?}"),
        name if name.starts_with("log.") => Ok(()),
        name if is_secret(name) => write!(out, "{name}={HIDDEN}"),
        name => write!(out, "{name}={value:?}"),
    });
    tracing_subscriber::fmt::layer()
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_timer(Timer(clock))
        .fmt_fields(fields.delimited(" "))
        .with_writer(writer)
}

struct Timer(Clock);

impl tracing_subscriber::fmt::time::FormatTime for Timer {
    fn format_time(&self, out: &mut Writer<'_>) -> std::fmt::Result {
        out.write_str(&self.0.now().rfc3339())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Arc;

    use super::*;
    use kernel::{Correlation, Micros};
    use parking_lot::Mutex;

    const NOW: Micros = Micros(1_795_300_000_000_000);

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    impl MakeWriter<'_> for Paper {
        type Writer = Self;
        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    fn written(json: bool, speak: impl FnOnce()) -> String {
        let paper = Paper::default();
        let config = TelemetryConfig { json, filter: "info,noisy=off".to_owned(), ..Default::default() };
        let clock = Clock::fake(NOW);
        let (subscriber, _guard) = build(&config, paper.clone(), clock).unwrap();
        tracing::subscriber::with_default(subscriber, speak);
        let bytes = paper.0.lock().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_json_line_carries_the_correlation_of_its_request() {
        let correlation = Correlation::new();
        let text = written(true, || {
            let span = tracing::info_span!("request", %correlation, route = tracing::field::Empty);
            let _entered = span.enter();
            span.record("route", "/cart");
            let _inner = tracing::info_span!("prepare", lines = 2).entered();
            tracing::warn!(total = 4200_i64, error = %"no\nstock", "not placed");
            tracing::info!(target: "noisy", "never seen");
            tracing::debug!("too quiet");
        });
        assert_eq!(text.lines().count(), 1, "{text}");
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!({
            "at": NOW.rfc3339(), "level": "WARN", "target": "telemetry::logs::tests",
            "spans": ["request", "prepare"], "correlation": correlation.to_string(), "route": "/cart",
            "lines": 2, "total": 4200, "error": "no\nstock", "message": "not placed",
        });
        assert_eq!(line, expected);
    }

    #[test]
    fn secrets_are_in_no_line() {
        for json in [true, false] {
            let text = written(json, || {
                let _span = tracing::info_span!("request", cookie = "s3same", path = "/").entered();
                tracing::info!(password = "s3same", new_token = ?"s3same", staff = "ada", "signed in");
            });
            assert!(!text.contains("s3same"), "{text}");
            assert!(text.contains("[hidden]") && text.contains("ada") && text.contains("signed in"), "{text}");
        }
    }

    #[test]
    fn a_mistake_in_the_settings_says_what_to_write() {
        let wrong = |config: TelemetryConfig| {
            build(&config, Paper::default(), Clock::system()).err().map(|e| e.to_string()).unwrap()
        };
        let filter = wrong(TelemetryConfig { filter: "db=loud".to_owned(), ..Default::default() });
        assert!(filter.contains("Write a level like `info`"), "{filter}");
        for bad in ["https://collector.example", "collector:4318", ""] {
            let config = TelemetryConfig { otlp_endpoint: Some(bad.to_owned()), ..Default::default() };
            assert!(wrong(config).contains("http://HOST:4318"), "{bad}");
        }
    }

    #[test]
    fn spans_reach_the_collector_without_their_secrets() {
        let (address, collector) = crate::traces::tests::collector();
        let config = TelemetryConfig {
            otlp_endpoint: Some(format!("http://{address}")),
            service_name: "corner-shop".to_owned(),
            ..Default::default()
        };
        let (subscriber, guard) = build(&config, Paper::default(), Clock::system()).unwrap();
        tracing::subscriber::with_default(subscriber, || {
            let _span = tracing::info_span!("checkout.finalize", order = "ord_1", token = "s3same").entered();
            tracing::info!(password = "s3same", "placed");
        });
        drop(guard);
        let request = collector.join().unwrap();
        let has = |text: &str| request.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(request.starts_with(b"POST /v1/traces HTTP/1.1\r\n"));
        for expected in ["corner-shop", "checkout.finalize", "ord_1", "placed", "[hidden]"] {
            assert!(has(expected), "{expected}");
        }
        assert!(!has("s3same"));
    }

    #[test]
    fn a_collector_that_is_away_disturbs_nobody() {
        let config = TelemetryConfig { otlp_endpoint: Some("http://127.0.0.1:9".to_owned()), ..Default::default() };
        let (subscriber, guard) = build(&config, Paper::default(), Clock::system()).unwrap();
        tracing::subscriber::with_default(subscriber, || {
            let _span = tracing::info_span!("checkout.finalize").entered();
        });
        drop(guard);
    }
}
