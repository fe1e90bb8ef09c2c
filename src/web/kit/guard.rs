//! The outermost of all: who comes in at all, and how every answer leaves.
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};
use auth::Left;
use tracing::Instrument as _;

use crate::access::too_many;
use crate::arrival::{Arrival, REQUEST_ID};
use crate::body::Held;
use crate::cors::Visitor;
use crate::render::is_api;
use crate::{Failure, Site, cors, language, origin, render};

/// Tells an app about the shop, the limits of its extractors, and what to say where nothing is. To be wrapped in
/// `actix_web::middleware::from_fn(kit::guard)`, last.
pub fn install(app: &mut ServiceConfig, site: web::Data<Site>) {
    // The table bounds every body before the extractors see it; these only keep their own defaults out of the way.
    const NO_LOWER: usize = 1 << 40;
    app.app_data(site)
        .app_data(web::PayloadConfig::new(NO_LOWER))
        .app_data(web::JsonConfig::default().limit(NO_LOWER))
        .app_data(web::FormConfig::default().limit(NO_LOWER))
        .default_service(web::to(nothing_here));
}

async fn nothing_here() -> Result<HttpResponse, Failure> {
    Err(Failure::not_found())
}

/// The outermost middleware. In this order: a place in the house, no packed bodies, no foreign origins, no floods;
/// then the routes; then errors get their looks and every answer its headers.
///
/// # Errors
/// Whatever a middleware further in fails with; those of routes are answered here.
pub async fn guard<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(site) = req.app_data::<web::Data<Site>>().cloned() else {
        return Err(Failure::ours("the app was assembled without kit::install").into());
    };
    language::take(&mut req);
    let arrival = Arrival::of(&site, req.request());
    let correlation = HeaderValue::from_str(&arrival.correlation.0).ok();
    let held = Held::of(&mut req);

    // The route's pattern, not the address: baskets and orders are opened by what stands in theirs.
    let span = tracing::info_span!(
        "request",
        method = %req.method(),
        route = tracing::field::Empty,
        correlation = %arrival.correlation
    );
    req.extensions_mut().insert(arrival);
    let visitor = cors::visitor(&site, req.request()).await;
    let mut answer = answered(&site, req, next, visitor.as_ref()).instrument(span.clone()).await?;
    if !span.is_disabled()
        && let Some(route) = answer.request().match_pattern()
    {
        span.record("route", route);
    }
    if is_api(answer.request().path()) {
        let left = answer.request().extensions().get::<Left>().copied();
        if let Some(left) = left {
            put_left(answer.headers_mut(), left);
        }
        cors::put(answer.headers_mut(), visitor.as_ref());
    }
    site.seal.put(answer.headers_mut());
    if let Some(correlation) = correlation {
        answer.headers_mut().insert(REQUEST_ID, correlation);
    }
    Ok(match held {
        Some(held) => answer.map_body(|_, body| held.until_sent(body)),
        None => answer,
    })
}

async fn answered<B: MessageBody + 'static>(
    site: &Site,
    req: ServiceRequest,
    next: Next<B>,
    visitor: Option<&Visitor>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut _place = None;
    if !is_watch(req.path()) {
        _place = site.admission.enter();
        if _place.is_none() {
            metrics::counter!("sundry_http_shed_total").increment(1);
            return Ok(req.into_response(full_house()));
        }
    }
    if let Some(told) = cors::preflight(req.request(), visitor) {
        return Ok(req.into_response(told));
    }
    if let Err(failure) = admitted(site, req.request(), visitor.is_some_and(|v| v.welcome)) {
        let answer = render::bare(req.request(), failure);
        return Ok(req.into_response(answer));
    }
    if let Some(elsewhere) = language::elsewhere(site, req.request()).await {
        return Ok(req.into_response(elsewhere));
    }
    let answer = next.call(req).await?.map_into_boxed_body();
    let Some(failure) = answer.response().error().map(Failure::of_server) else { return Ok(answer) };
    let mut told = render::full(site, answer.request(), failure).await;
    if matches!(told.status(), StatusCode::REQUEST_TIMEOUT | StatusCode::PAYLOAD_TOO_LARGE) {
        told.head_mut().set_connection_type(ConnectionType::Close);
    }
    Ok(ServiceResponse::new(answer.into_parts().0, told))
}

/// Those who watch over the shop come in when nobody else does.
fn is_watch(path: &str) -> bool {
    matches!(path, "/metrics" | "/healthz" | "/readyz")
}

fn admitted(site: &Site, req: &HttpRequest, welcome: bool) -> Result<(), Failure> {
    // actix unpacks bodies before any limit applies: a packed one of 400 bytes can be 260 MiB.
    let mut codings = req.headers().get_all(header::CONTENT_ENCODING);
    if codings.any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Failure::unsupported());
    }
    if origin::is_safe(req.method()) {
        return Ok(());
    }
    origin::check(&site.config().public_url, req, welcome)?;
    // Looked up by itself: what is borrowed in a condition stays so until the end of its block.
    let ip = req.extensions().get::<Arrival>().map(|a| a.ip);
    // A busy provider tells much at once, and proves each word.
    if let (Some(limit), Some(ip)) = (&site.writes, ip)
        && !origin::is_hook(req.path())
    {
        let left = limit.check(ip).map_err(too_many)?;
        req.extensions_mut().insert(left);
    }
    Ok(())
}

/// What is left of the writes of this network (draft-ietf-httpapi-ratelimit-headers).
fn put_left(headers: &mut header::HeaderMap, left: Left) {
    const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
    const LIMIT: HeaderName = HeaderName::from_static("ratelimit");
    let Left { remaining, quota, window } = left;
    let values = [
        (POLICY, format!("\"writes\";q={quota};w={}", window.as_secs())),
        (LIMIT, format!("\"writes\";r={remaining}")),
    ];
    for (name, value) in values {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

/// As cheap as an answer can be: there is no time for more.
fn full_house() -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .insert_header((header::RETRY_AFTER, HeaderValue::from_static("1")))
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")))
        .body("The shop is full right now. Please try again in a moment.\n")
}
