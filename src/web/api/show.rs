//! Answers: plain structs, written straight into bytes; cut to the fields that were asked for, and told apart by a tag.
use std::fmt::Write as _;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use kit::{Failure, Gap, Rendered, Thing};
use serde::Serialize;
use sha2::{Digest, Sha256};

pub(crate) use crate::fields::Fields;

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

/// It will be seen to.
pub(crate) fn accepted(what: &impl Serialize) -> Answer {
    with(StatusCode::ACCEPTED, what)
}

/// Done, and nothing to say about it.
pub(crate) fn nothing() -> Answer {
    Ok(HttpResponse::NoContent().finish())
}

/// The thing as it is, unless whoever asks has it already.
pub(crate) fn found(req: &HttpRequest, fields: &Fields, what: &impl Serialize) -> Answer {
    tagged(req, StatusCode::OK, fields, None, what)
}

/// The same of a thing that can be changed: its tag begins with its version, which is what `If-Match` asks for.
pub(crate) fn versioned(req: &HttpRequest, fields: &Fields, version: i64, what: &impl Serialize) -> Answer {
    tagged(req, StatusCode::OK, fields, Some(version), what)
}

/// A page of a list, with the way to the next one.
pub(crate) fn page(req: &HttpRequest, fields: &Fields, next: Option<&str>, what: &impl Serialize) -> Answer {
    let mut answer = found(req, fields, what)?;
    if let Some(next) = next
        && let Ok(link) = header::HeaderValue::from_str(&format!("<{}>; rel=\"next\"", onward(req, next)))
    {
        answer.headers_mut().insert(header::LINK, link);
    }
    Ok(answer)
}

/// A page of a list that is the same for many: kept until something it was made from changes, for a minute at most. Its
/// things are kept apart; they belong into its first list, which is empty in `what`.
pub(crate) fn frame(
    req: &HttpRequest,
    next: Option<&str>,
    what: &impl Serialize,
    things: Vec<Thing>,
) -> Result<Rendered, Failure> {
    let text = serde_json::to_string(what).map_err(Failure::ours)?;
    let at = text.find("[]").map_or(text.len(), |at| at + 1);
    let link = next.map(|next| format!("<{}>; rel=\"next\"", onward(req, next)));
    Ok(Rendered::json(text).linked(link.unwrap_or_default()).around(Gap { at, things }))
}

/// Its words are of the language that was asked for.
pub(crate) fn spoken(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().append(header::VARY, header::HeaderValue::from_static("accept-language"));
    answer
}

/// The same address with another cursor.
fn onward(req: &HttpRequest, next: &str) -> String {
    let rest = req.query_string().split('&').filter(|p| !p.is_empty() && !p.starts_with("after="));
    let mut query: Vec<&str> = rest.collect();
    let after = format!("after={next}");
    query.push(&after);
    format!("{}?{}", req.path(), query.join("&"))
}

fn tagged(
    req: &HttpRequest,
    status: StatusCode,
    fields: &Fields,
    version: Option<i64>,
    what: &impl Serialize,
) -> Answer {
    let bytes = fields.cut(what)?;
    let mut tag = version.map_or_else(|| "\"".to_owned(), |version| format!("\"{version}."));
    for byte in Sha256::digest(&bytes).iter().take(8) {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    let known = req.headers().get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let known = known.split(',').map(str::trim).any(|t| t == "*" || t.trim_start_matches("W/") == tag);
    let mut answer = if known {
        HttpResponse::NotModified().finish()
    } else {
        HttpResponse::build(status).insert_header((header::CONTENT_TYPE, JSON)).body(bytes)
    };
    let headers = answer.headers_mut();
    headers.insert(header::ETAG, header::HeaderValue::from_str(&tag).map_err(Failure::ours)?);
    // May be kept, but not shown without asking. What is somebody's own is not kept at all: the table sees to it.
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("public, no-cache"));
    Ok(spoken(answer))
}

fn with(status: StatusCode, what: &impl Serialize) -> Answer {
    let bytes = written(what)?;
    Ok(HttpResponse::build(status).insert_header((header::CONTENT_TYPE, JSON)).body(bytes))
}

pub(crate) fn written(what: &impl Serialize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::with_capacity(1024);
    serde_json::to_writer(&mut bytes, what).map_err(Failure::ours)?;
    Ok(bytes)
}
