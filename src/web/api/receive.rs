//! What programs send, parsed at the door.
use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, web};
use bytes::Bytes;
use futures_util::future::{LocalBoxFuture, Ready, ready};
use kernel::Micros;
use kit::Failure;
use serde::de::DeserializeOwned;

/// A JSON document. None at all is read as `{}`.
pub(crate) struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = req.content_type() == "application/json";
        let bytes = Bytes::from_request(req, payload);
        Box::pin(async move {
            let bytes = bytes.await?;
            if bytes.is_empty() {
                return Ok(Self(serde_json::from_slice(b"{}").map_err(|e| not_understood(&e))?));
            }
            if !is_json {
                let told = "Send a JSON document, with the content type application/json.";
                return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported", told).into());
            }
            Ok(Self(serde_json::from_slice(&bytes).map_err(|e| not_understood(&e))?))
        })
    }
}

/// What stands behind the `?`.
pub(crate) struct Params<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Params<T> {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parsed = web::Query::<T>::from_query(req.query_string());
        ready(parsed.map(|query| Self(query.into_inner())).map_err(|e| {
            let text = match e {
                actix_web::error::QueryPayloadError::Deserialize(e) => e.to_string(),
                other => other.to_string(),
            };
            field_failure(Failure::invalid("bad_query", "The query is not understood."), &text, "query")
        }))
    }
}

/// The most things on one page.
const MOST: u64 = 100;
const USUAL: u64 = 20;

/// How many things a page has.
///
/// # Errors
/// None, or more than 100.
pub(crate) fn limit(asked: Option<u64>) -> Result<usize, Failure> {
    let limit = asked.unwrap_or(USUAL);
    if (1..=MOST).contains(&limit) {
        return Ok(limit as usize);
    }
    let told = "A page holds 1 to 100 things.";
    Err(Failure::invalid("bad_query", told).field("limit", "out_of_range", told))
}

/// Where a page begins.
///
/// # Errors
/// What no page before was answered with.
pub(crate) fn after<T: std::str::FromStr>(asked: Option<&str>) -> Result<Option<T>, Failure> {
    let wrong = |_| {
        let told = "Ask for `after` with what the page before said as `next`.";
        Failure::invalid("bad_cursor", told).field("after", "bad_cursor", told)
    };
    asked.map(|text| text.parse().map_err(wrong)).transpose()
}

/// A moment as RFC 3339 writes it.
///
/// # Errors
/// What is none, naming `field`.
pub(crate) fn moment(text: &str, field: &str) -> Result<Micros, Failure> {
    text.parse::<jiff::Timestamp>().map(|at| Micros(at.as_microsecond())).map_err(|_| {
        let told = "Write a moment like 2026-11-27T09:30:00Z.";
        Failure::invalid("bad_document", told).field(field, "bad_value", told)
    })
}

/// A facade that the handler was given.
///
/// # Errors
/// An app that was assembled without it.
pub(crate) fn room<T: 'static>(req: &HttpRequest) -> Result<web::Data<T>, Failure> {
    let room = req.app_data::<web::Data<T>>().cloned();
    room.ok_or_else(|| Failure::ours("the API was assembled without its rooms"))
}

/// The version that whoever changes a thing has seen.
///
/// # Errors
/// None: `precondition_needed`. One that is no tag of ours: `changed_meanwhile`.
pub(crate) fn seen_version(req: &HttpRequest) -> Result<i64, Failure> {
    let Some(tag) = req.headers().get(header::IF_MATCH) else {
        let told = "Send If-Match with the ETag of what you have seen, so that nobody's change is lost.";
        return Err(Failure::new(StatusCode::PRECONDITION_REQUIRED, "precondition_needed", told));
    };
    let version = tag.to_str().ok().and_then(|tag| tag.trim().trim_matches('"').split('.').next()?.parse().ok());
    version.ok_or_else(changed_meanwhile)
}

/// Somebody was sooner.
pub(crate) fn changed_meanwhile() -> Failure {
    let told = "Somebody changed this since you looked; get it again, and make your change anew.";
    Failure::new(StatusCode::PRECONDITION_FAILED, "changed_meanwhile", told)
}

/// What repeating a request is known by; the table has looked at it already.
pub(crate) fn idempotency_key(req: &HttpRequest) -> Option<String> {
    Some(req.headers().get("idempotency-key")?.to_str().ok()?.trim().to_owned())
}

fn not_understood(e: &serde_json::Error) -> Failure {
    if e.classify() != serde_json::error::Category::Data {
        return Failure::new(StatusCode::BAD_REQUEST, "bad_json", format!("This is not a JSON document: {e}."));
    }
    let place = format!("line {}, column {}", e.line(), e.column());
    field_failure(Failure::invalid("bad_document", "The document is not understood."), &e.to_string(), &place)
}

/// Says which field it is, as far as serde tells; else where to look.
fn field_failure(mut failure: Failure, text: &str, place: &str) -> Failure {
    let code = match text {
        t if t.starts_with("unknown field") => "unknown_field",
        t if t.starts_with("missing field") => "missing_field",
        t if t.starts_with("duplicate field") => "duplicate_field",
        _ => "bad_value",
    };
    let named = if code == "bad_value" { None } else { text.split('`').nth(1) };
    failure.message = format!("{} Problem: {text}.", failure.message);
    failure.field(named.unwrap_or(place), code, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read from text")]
    struct Line {
        quantity: i64,
    }

    #[test]
    fn what_is_wrong_is_named() {
        let told = |text: &str| {
            let failure = not_understood(&serde_json::from_str::<Line>(text).unwrap_err());
            let field = failure.fields.first().map(|f| (f.field.clone(), f.code.clone()));
            (failure.status.as_u16(), failure.code, field)
        };
        let of = |field: &str, code: &str| Some((field.to_owned(), code.to_owned()));
        assert_eq!(told("{"), (400, "bad_json", None));
        assert_eq!(told("{}"), (422, "bad_document", of("quantity", "missing_field")));
        assert_eq!(told(r#"{"qty":1}"#), (422, "bad_document", of("qty", "unknown_field")));
        assert_eq!(told(r#"{"quantity":"1"}"#), (422, "bad_document", of("line 1, column 15", "bad_value")));
    }
}
