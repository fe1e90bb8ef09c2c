//! What every answer tells browsers to refrain from.
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::PublicUrl;

const CSP: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
                   frame-ancestors 'none'; form-action 'self'";

const ALWAYS: [(HeaderName, HeaderValue); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), usb=()"),
    ),
];

/// Unless the handler said otherwise.
const USUALLY: [(HeaderName, HeaderValue); 4] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP)),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// The headers of this shop, made at start.
#[derive(Clone, Debug)]
pub(crate) struct SealHeaders {
    https: bool,
}

impl SealHeaders {
    pub(crate) fn of(url: &PublicUrl) -> Self {
        Self { https: url.is_https() && !url.is_loopback() }
    }

    pub(crate) fn put(&self, headers: &mut HeaderMap) {
        for (name, value) in ALWAYS {
            headers.insert(name, value);
        }
        for (name, value) in USUALLY {
            if !headers.contains_key(&name) {
                headers.insert(name, value);
            }
        }
        if self.https {
            headers.insert(
                header::STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static("max-age=31536000; includeSubDomains"),
            );
        }
    }
}
