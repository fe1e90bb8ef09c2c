//! What programs send, parsed at the door.
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, web};
use bytes::Bytes;
use futures_util::future::{LocalBoxFuture, Ready, ready};
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

/// What repeating a request is known by.
///
/// # Errors
/// A key that is empty, longer than 200 characters or not plain ASCII.
pub(crate) fn idempotency_key(req: &HttpRequest) -> Result<Option<String>, Failure> {
    let Some(value) = req.headers().get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().map(str::trim).filter(|k| !k.is_empty() && k.len() <= 200);
    key.map(|k| Some(k.to_owned())).ok_or_else(|| {
        let told = "An idempotency key has 1 to 200 plain characters.";
        Failure::invalid("bad_idempotency_key", told).field("Idempotency-Key", "bad_value", told)
    })
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
