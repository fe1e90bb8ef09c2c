//! Traces: batches of spans to a collector, OTLP over plain HTTP (protobuf), from a thread of their own.
use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider, SpanData, SpanExporter};

use crate::TelemetryError;
use crate::secrets::{HIDDEN, is_secret};

pub(crate) fn exporting(endpoint: &str, service: &str) -> Result<(SdkTracerProvider, SdkTracer), TelemetryError> {
    // The exporter's client asks the process for its cryptography, plain as its calls are; somebody may have been sooner.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_endpoint(address(endpoint)?)
        .build()
        .map_err(|e| TelemetryError::Exporter(e.to_string()))?;
    let provider = SdkTracerProvider::builder()
        .with_resource(Resource::builder().with_service_name(service.to_owned()).build())
        .with_batch_exporter(Discreet(exporter))
        .build();
    let tracer = provider.tracer("sundry");
    Ok((provider, tracer))
}

/// `http://HOST:PORT` gets the standard path; an address with a path is taken as it is.
fn address(endpoint: &str) -> Result<String, TelemetryError> {
    let wrong = || TelemetryError::Endpoint(endpoint.to_owned());
    let host = endpoint.strip_prefix("http://").filter(|host| !host.is_empty()).ok_or_else(wrong)?;
    match host.split_once('/') {
        None => Ok(format!("{endpoint}/v1/traces")),
        Some((_, "")) => Ok(format!("{endpoint}v1/traces")),
        Some(_) => Ok(endpoint.to_owned()),
    }
}

/// Hides the secrets of spans and their events before they leave.
#[derive(Debug)]
struct Discreet<E>(E);

impl<E: SpanExporter> SpanExporter for Discreet<E> {
    async fn export(&self, mut batch: Vec<SpanData>) -> OTelSdkResult {
        for span in &mut batch {
            hide(&mut span.attributes);
            span.events.events.iter_mut().for_each(|event| hide(&mut event.attributes));
        }
        self.0.export(batch).await
    }
    fn shutdown_with_timeout(&self, timeout: std::time::Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }
    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }
    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}

fn hide(attributes: &mut [KeyValue]) {
    for attribute in attributes.iter_mut().filter(|a| is_secret(a.key.as_str())) {
        attribute.value = HIDDEN.into();
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpListener};
    use std::thread::JoinHandle;

    use super::*;

    /// A collector that takes one request, answers 200 and hands over what it got.
    pub(crate) fn collector() -> (SocketAddr, JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let thread = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let (mut got, mut piece) = (Vec::new(), [0; 4096]);
            loop {
                let n = stream.read(&mut piece).unwrap();
                got.extend_from_slice(&piece[..n]);
                if n == 0 || is_whole(&got) {
                    break;
                }
            }
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
            got
        });
        (address, thread)
    }

    fn is_whole(request: &[u8]) -> bool {
        let Some(head) = request.windows(4).position(|w| w == b"\r\n\r\n") else { return false };
        let text = String::from_utf8_lossy(&request[..head]).to_ascii_lowercase();
        let length = text.lines().find_map(|l| l.strip_prefix("content-length: ")?.parse::<usize>().ok());
        request.len() >= head + 4 + length.unwrap_or(0)
    }

    #[test]
    fn an_address_gets_the_standard_path_unless_it_has_one() {
        assert_eq!(address("http://c:4318").unwrap(), "http://c:4318/v1/traces");
        assert_eq!(address("http://c:4318/").unwrap(), "http://c:4318/v1/traces");
        assert_eq!(address("http://c/otlp/v1/traces").unwrap(), "http://c/otlp/v1/traces");
    }
}
