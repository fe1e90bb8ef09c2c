//! What went wrong, on its way from a room to the one who asked.
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use kernel::{Coded, Correlation, Fault};

/// An answer that is not what was asked for. Handlers return it through `?`: every room's error becomes one.
/// How it looks (a page, or `application/problem+json`) is decided by [`guard`](crate::guard).
#[derive(Clone, Debug)]
pub struct Failure(Box<Details>);

/// What a [`Failure`] holds.
#[derive(Clone, Debug)]
pub struct Details {
    pub status: StatusCode,
    /// Stable, for programs: `out_of_stock`.
    pub code: &'static str,
    /// A sentence for the one who asked. Never about our insides.
    pub message: String,
    /// What to quote when writing to us. Known once the answer is on its way out.
    pub correlation: Option<Correlation>,
    pub fields: Vec<Field>,
    pub retry_after: Option<Duration>,
    /// For the log, with the correlation.
    detail: Option<Arc<str>>,
    allow: Option<Arc<str>>,
}

/// What is wrong with one field of a form or document.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Field {
    pub field: String,
    pub code: String,
    pub message: String,
}

const OURS: &str = "Something went wrong on our side. Nothing you did; please try again.";
const PASSING: &str = "The shop is busy right now. Please try again in a moment.";

/// The one table from kinds of wrong to statuses (RFC 9110, section 15).
const fn status_of(fault: Fault) -> StatusCode {
    match fault {
        Fault::NotFound => StatusCode::NOT_FOUND,
        Fault::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Fault::Conflict => StatusCode::CONFLICT,
        Fault::Forbidden => StatusCode::FORBIDDEN,
        Fault::Unauthenticated => StatusCode::UNAUTHORIZED,
        Fault::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Fault::Passing => StatusCode::SERVICE_UNAVAILABLE,
        Fault::Ours => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Failure {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let retry_after = match status {
            StatusCode::SERVICE_UNAVAILABLE => Some(Duration::from_secs(2)),
            StatusCode::TOO_MANY_REQUESTS => Some(Duration::from_secs(60)),
            _ => None,
        };
        Self(Box::new(Details {
            status,
            code,
            message: message.into(),
            correlation: None,
            fields: Vec::new(),
            retry_after,
            detail: None,
            allow: None,
        }))
    }

    /// A room's error, told to the one who asked.
    pub fn of(error: &(impl Coded + ?Sized)) -> Self {
        let fault = error.fault();
        let told = match fault {
            Fault::Ours => OURS.to_owned(),
            Fault::Passing => PASSING.to_owned(),
            _ => sentence(error.to_string()),
        };
        let failure = Self::new(status_of(fault), error.code(), told);
        if matches!(fault, Fault::Ours | Fault::Passing) { failure.because(error) } else { failure }
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address.")
    }
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", message)
    }
    pub fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed_out", "You are signed out; sign in and try again.")
    }
    pub fn invalid(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
    }
    /// A defect of ours; `why` is for the log only.
    pub fn ours(why: impl fmt::Display) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", OURS).because(why)
    }

    /// Adds what is wrong with one field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        self.fields.push(Field { field: field.into(), code: code.into(), message: message.into() });
        self
    }
    /// When asking again makes sense.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
    /// What the log says about it, and nobody else.
    #[must_use]
    pub fn because(mut self, why: impl fmt::Display) -> Self {
        self.detail = Some(why.to_string().into());
        self
    }
    /// The methods that this address does know.
    pub(crate) fn allowing(mut self, methods: Arc<str>) -> Self {
        self.allow = Some(methods);
        self
    }

    /// Errors of the web server itself: a path, query or document that cannot be read, a body too large.
    pub(crate) fn of_server(error: &actix_web::Error) -> Self {
        if let Some(failure) = error.as_error::<Self>() {
            return failure.clone();
        }
        let status = error.as_response_error().status_code();
        let (status, code, message) = match status {
            StatusCode::BAD_REQUEST => (status, "bad_request", "What was sent cannot be read."),
            StatusCode::NOT_FOUND => return Self::not_found(),
            StatusCode::PAYLOAD_TOO_LARGE => return Self::too_large(),
            StatusCode::REQUEST_TIMEOUT => return Self::too_slow(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => return Self::unsupported(),
            StatusCode::UNPROCESSABLE_ENTITY => (status, "invalid", "What was sent does not fit."),
            s if s.is_client_error() => (s, "refused", "This cannot be done."),
            _ => return Self::ours(error),
        };
        Self::new(status, code, message).because(error)
    }
    pub(crate) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "This is more than can be sent at once.")
    }
    pub(crate) fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "too_slow", "Sending took too long. Please try again.")
    }
    pub(crate) fn not_acceptable() -> Self {
        Self::new(StatusCode::NOT_ACCEPTABLE, "not_acceptable", "Answers here are JSON: accept application/json.")
    }
    pub(crate) fn unsupported() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported", "This kind of content is not taken here.")
    }

    /// Tells the log what the asker is not told.
    pub(crate) fn log(&self) {
        let (correlation, detail) = (self.correlation.as_ref(), self.detail.as_deref().unwrap_or(&self.message));
        let correlation = correlation.map_or("", |c| c.0.as_str());
        match self.status.as_u16() {
            503 => tracing::warn!(correlation, code = self.code, detail, "answered with a passing trouble"),
            500.. => tracing::error!(correlation, code = self.code, detail, "answered with a defect"),
            _ => tracing::debug!(correlation, code = self.code, detail, "refused"),
        }
    }

    /// Headers that tell programs what to do next.
    pub(crate) fn put_headers(&self, headers: &mut header::HeaderMap) {
        if let Some(wait) = self.retry_after {
            let secs = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert(header::RETRY_AFTER, header::HeaderValue::from(secs.max(1)));
        }
        if let Some(Ok(allow)) = self.allow.as_deref().map(header::HeaderValue::from_str) {
            headers.insert(header::ALLOW, allow);
        }
    }
}

/// Rooms write their errors in the middle of a sentence.
fn sentence(text: String) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return text };
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), chars.as_str())
}

impl Deref for Failure {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.0
    }
}
impl DerefMut for Failure {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl<E: Coded> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::of(&error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status.as_u16(), self.code, self.message)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.status
    }
    /// Plain, for whoever answers without the guard.
    fn error_response(&self) -> HttpResponse {
        let mut answer =
            HttpResponse::build(self.status).content_type("text/plain; charset=utf-8").body(self.message.clone());
        self.put_headers(answer.headers_mut());
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Wrong(Fault);
    impl fmt::Display for Wrong {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("table secret_things is gone")
        }
    }
    impl Coded for Wrong {
        fn code(&self) -> &'static str {
            "wrong"
        }
        fn fault(&self) -> Fault {
            self.0
        }
    }

    #[test]
    fn every_kind_of_wrong_has_its_status_and_our_insides_stay_ours() {
        let cases = [
            (Fault::NotFound, 404),
            (Fault::Invalid, 422),
            (Fault::Conflict, 409),
            (Fault::Forbidden, 403),
            (Fault::Unauthenticated, 401),
            (Fault::TooMany, 429),
            (Fault::Passing, 503),
            (Fault::Ours, 500),
        ];
        for (fault, status) in cases {
            let failure = Failure::from(Wrong(fault));
            assert_eq!((failure.status.as_u16(), failure.code), (status, "wrong"));
            assert_eq!(failure.message.contains("secret_things"), status < 500, "{fault:?}");
            assert_eq!(failure.retry_after.is_some(), matches!(status, 429 | 503), "{fault:?}");
            assert_eq!(failure.detail.is_some(), status >= 500);
        }
        assert_eq!(Failure::from(Wrong(Fault::Invalid)).message, "Table secret_things is gone.");
    }
}
