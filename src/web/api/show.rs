//! Answers: plain structs, written straight into bytes.
use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use kit::Failure;
use serde::Serialize;

const JSON: header::HeaderValue = header::HeaderValue::from_static("application/json");

pub(crate) type Answer = Result<HttpResponse, Failure>;

pub(crate) fn ok(what: &impl Serialize) -> Answer {
    with(StatusCode::OK, what)
}

/// Made, and found at `location` from now on.
pub(crate) fn created(location: &str, what: &impl Serialize) -> Answer {
    let mut answer = with(StatusCode::CREATED, what)?;
    let location = header::HeaderValue::from_str(location).map_err(Failure::ours)?;
    answer.headers_mut().insert(header::LOCATION, location);
    Ok(answer)
}

fn with(status: StatusCode, what: &impl Serialize) -> Answer {
    let mut bytes = Vec::with_capacity(1024);
    serde_json::to_writer(&mut bytes, what).map_err(Failure::ours)?;
    Ok(HttpResponse::build(status).insert_header((header::CONTENT_TYPE, JSON)).body(bytes))
}
