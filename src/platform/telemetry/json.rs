//! One JSON object a line, flat: what the spans around an event know (the correlation, the route) stands beside what
//! the event says, so that `grep` and log stores find it without knowing our nesting.
use std::fmt::Debug;
use std::io::Write;

use kernel::Clock;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_log::NormalizeEvent;
use tracing_subscriber::Layer;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use crate::secrets::{HIDDEN, is_secret};

pub(crate) struct JsonLines<W> {
    writer: W,
    clock: Clock,
}

impl<W> JsonLines<W> {
    pub fn new(writer: W, clock: Clock) -> Self {
        Self { writer, clock }
    }
}

/// What a span knows, kept with it.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, field: &Field, value: impl FnOnce() -> Value) {
        // The bridge from the `log` crate repeats target, file and line.
        if field.name().starts_with("log.") {
            return;
        }
        let value = if is_secret(field.name()) { HIDDEN.into() } else { value() };
        self.0.insert(field.name().to_owned(), value);
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.put(field, || format!("{value:?}").into());
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, || value.into());
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, || value.into());
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, || value.into());
    }
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, || value.into());
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, || value.into());
    }
    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        self.put(field, || value.to_string().into());
    }
}

impl<S, W> Layer<S> for JsonLines<W>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'w> MakeWriter<'w> + 'static,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            record.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut line = Fields::default();
        let mut spans = Vec::new();
        // Outermost first: what is nearer to the event wins.
        for span in context.event_scope(event).into_iter().flat_map(|scope| scope.from_root()) {
            if let Some(known) = span.extensions().get::<Fields>() {
                line.0.extend(known.0.clone());
            }
            spans.push(Value::from(span.name()));
        }
        event.record(&mut line);
        let normalized = event.normalized_metadata();
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        let mut line = line.0;
        line.insert("at".to_owned(), self.clock.now().rfc3339().into());
        line.insert("level".to_owned(), metadata.level().as_str().into());
        line.insert("target".to_owned(), metadata.target().into());
        if !spans.is_empty() {
            line.insert("spans".to_owned(), spans.into());
        }
        let mut text = Value::Object(line).to_string();
        text.push('\n');
        // In one piece, so that lines of several threads do not mix. A log that cannot be written stops nothing.
        let _ = self.writer.make_writer_for(metadata).write_all(text.as_bytes());
    }
}
