//! Addresses that were: whoever comes by a former name is sent on for good (RFC 9110, section 15.4.2).
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use kit::{Failure, Visit};

use crate::Rooms;

/// What was found; or, where nothing was, the way to a product that was called `handle`.
pub(crate) async fn product(
    served: Result<HttpResponse, Failure>,
    (req, visit, rooms): (&HttpRequest, &Visit, &Rooms),
    handle: &str,
) -> Result<HttpResponse, Failure> {
    match served {
        Err(e) if e.status == StatusCode::NOT_FOUND => match rooms.catalog.moved_product(handle).await? {
            Some(now) => Ok(gone_to(&visit.ctx.url(&format!("/p/{now}")), req)),
            None => Err(e),
        },
        served => served,
    }
}

/// The same for a category that was called `slug`.
pub(crate) async fn category(
    served: Result<HttpResponse, Failure>,
    (req, visit, rooms): (&HttpRequest, &Visit, &Rooms),
    slug: &str,
) -> Result<HttpResponse, Failure> {
    match served {
        Err(e) if e.status == StatusCode::NOT_FOUND => match rooms.catalog.moved_category(slug).await? {
            Some(now) => Ok(gone_to(&visit.ctx.url(&format!("/c/{now}")), req)),
            None => Err(e),
        },
        served => served,
    }
}

/// With the query it came with. Kept for a while only: a name can come back.
fn gone_to(path: &str, req: &HttpRequest) -> HttpResponse {
    let query = req.query_string();
    let place = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    HttpResponse::MovedPermanently()
        .insert_header((header::LOCATION, place))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .finish()
}
