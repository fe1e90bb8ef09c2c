//! Pages of other origins that may call the API (the Fetch standard, 3.2): those that somebody allowed in the back office,
//! and without cookies.
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};

use crate::Site;
use crate::render::is_api;

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE");
const HEADERS: HeaderValue = HeaderValue::from_static(
    "authorization, content-type, accept-language, idempotency-key, if-match, if-none-match",
);
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "etag, link, location, allow, retry-after, ratelimit, ratelimit-policy, idempotent-replayed, x-request-id, \
     www-authenticate",
);
/// How long a browser need not ask again, in seconds.
const KEPT: HeaderValue = HeaderValue::from_static("600");

/// A page of somewhere that calls the API.
pub(crate) struct Visitor {
    origin: HeaderValue,
    /// Whether somebody allowed it.
    pub(crate) welcome: bool,
}

/// None where the API is not called from a page.
pub(crate) async fn visitor(site: &Site, req: &HttpRequest) -> Option<Visitor> {
    let origin = req.headers().get(header::ORIGIN).filter(|_| is_api(req.path()))?.clone();
    let origins = site.origins.as_ref()?;
    let welcome = match origin.to_str() {
        Ok(text) => origins.allows(text).await,
        Err(_) => false,
    };
    Some(Visitor { origin, welcome })
}

/// The answer to a browser that asks before it calls. One that may not is told nothing, and does not call.
pub(crate) fn preflight(req: &HttpRequest, visitor: Option<&Visitor>) -> Option<HttpResponse> {
    let visitor = visitor?;
    if *req.method() != Method::OPTIONS || !req.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        return None;
    }
    let mut answer = HttpResponse::build(StatusCode::NO_CONTENT).finish();
    if visitor.welcome {
        let headers = answer.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, KEPT);
    }
    Some(answer)
}

/// Lets the page read the answer.
pub(crate) fn put(headers: &mut HeaderMap, visitor: Option<&Visitor>) {
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(visitor) = visitor.filter(|v| v.welcome) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, visitor.origin.clone());
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        );
    }
}
