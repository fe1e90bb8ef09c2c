//! The outermost of all: who comes in at all, and how every answer leaves.
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse};

use crate::access::too_many;
use crate::arrival::{Arrival, REQUEST_ID};
use crate::{Failure, Site, origin, render};

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
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(site) = req.app_data::<web::Data<Site>>().cloned() else {
        return Err(Failure::ours("the app was assembled without kit::install").into());
    };
    let arrival = Arrival::of(&site, req.request());
    let correlation = HeaderValue::from_str(&arrival.correlation.0).ok();
    let place = if is_watch(req.path()) { None } else { Some(site.admission.enter()) };
    if let Some(None) = place {
        metrics::counter!("sundry_http_shed_total").increment(1);
        let answer = req.into_response(full_house());
        return Ok(sealed(&site, correlation, answer));
    }
    req.extensions_mut().insert(arrival);
    if let Err(failure) = admitted(&site, req.request()) {
        let mut answer = render::bare(req.request(), failure);
        answer.head_mut().set_connection_type(actix_web::http::ConnectionType::Close);
        return Ok(sealed(&site, correlation, req.into_response(answer)));
    }

    let mut answer = next.call(req).await?.map_into_boxed_body();
    if let Some(error) = answer.response().error() {
        let failure = Failure::of_server(error);
        let close =
            failure.status == StatusCode::REQUEST_TIMEOUT || failure.status == StatusCode::PAYLOAD_TOO_LARGE;
        let mut told = render::full(&site, answer.request(), failure).await;
        if close {
            told.head_mut().set_connection_type(actix_web::http::ConnectionType::Close);
        }
        let (req, _) = answer.into_parts();
        answer = ServiceResponse::new(req, told);
    }
    drop(place);
    Ok(sealed(&site, correlation, answer))
}

/// Those who watch over the shop come in when nobody else does.
fn is_watch(path: &str) -> bool {
    path == "/metrics" || path == "/health" || path.starts_with("/health/")
}

fn admitted(site: &Site, req: &HttpRequest) -> Result<(), Failure> {
    // actix unpacks bodies before any limit applies: a packed one of 400 bytes can be 260 MiB.
    let mut codings = req.headers().get_all(header::CONTENT_ENCODING);
    if codings.any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Failure::unsupported());
    }
    if origin::is_safe(req.method()) {
        return Ok(());
    }
    origin::check(&site.config().public_url, req)?;
    if let Some(limit) = &site.writes
        && let Some(ip) = req.extensions().get::<Arrival>().map(|a| a.ip)
    {
        limit.check(ip).map_err(too_many)?;
    }
    Ok(())
}

/// As cheap as an answer can be: there is no time for more.
fn full_house() -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .insert_header((header::RETRY_AFTER, HeaderValue::from_static("1")))
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")))
        .body("The shop is full right now. Please try again in a moment.\n")
}

fn sealed(site: &Site, correlation: Option<HeaderValue>, mut answer: ServiceResponse) -> ServiceResponse {
    let headers = answer.headers_mut();
    site.seal.put(headers);
    if let Some(correlation) = correlation {
        headers.insert(REQUEST_ID, correlation);
    }
    answer
}
