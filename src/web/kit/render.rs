//! How a [`Failure`] looks: problem+json for programs, a page for people.
use actix_web::http::{StatusCode, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;

use crate::arrival::Arrival;
use crate::{Failure, Field, Site, StaffVisit, Visit};

/// A face's error pages: not found, forbidden, too many, failed. Registered with [`Site::with_pages`].
pub trait Pages: Send + Sync {
    /// The whole page as HTML.
    ///
    /// # Errors
    /// When even this cannot be shown; a bare page is shown then.
    fn page<'a>(&'a self, told: Told<'a>) -> LocalBoxFuture<'a, Result<String, Failure>>;
}

/// What an error page knows.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub failure: &'a Failure,
    pub visit: &'a Visit,
    /// Whoever is signed in, where the route asked for it.
    pub staff: Option<&'a StaffVisit>,
    pub path: &'a str,
}

const PROBLEM: &str = "application/problem+json";

/// `application/problem+json` (RFC 9457).
#[derive(Serialize)]
struct Problem<'a> {
    r#type: &'static str,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Field],
}

/// Whether programs ask here.
pub(crate) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// The answer, with the face's page where one fits.
pub(crate) async fn full(site: &Site, req: &HttpRequest, mut failure: Failure) -> HttpResponse {
    know(&mut failure, req);
    failure.log();
    if is_api(req.path()) || crate::origin::is_hook(req.path()) {
        return problem(&failure);
    }
    match page(site, req, &failure).await {
        Some(html) => answer(&failure, "text/html; charset=utf-8", html),
        None => bare_page(&failure),
    }
}

/// The answer without asking anybody: for those who are turned away at the door.
pub(crate) fn bare(req: &HttpRequest, mut failure: Failure) -> HttpResponse {
    know(&mut failure, req);
    failure.log();
    if is_api(req.path()) { problem(&failure) } else { bare_page(&failure) }
}

pub(crate) fn know(failure: &mut Failure, req: &HttpRequest) {
    failure.correlation = req.extensions().get::<Arrival>().map(|a| a.correlation.clone());
}

async fn page(site: &Site, req: &HttpRequest, failure: &Failure) -> Option<String> {
    let pages = site.pages_for(req.path())?;
    let visit = Visit::of(req).await.ok()?;
    let staff = req.extensions().get::<StaffVisit>().cloned();
    let told = Told { failure, visit: &visit, staff: staff.as_ref(), path: req.path() };
    match pages.page(told).await {
        Ok(html) => Some(html),
        Err(worse) => {
            worse.log();
            None
        }
    }
}

pub(crate) fn problem(failure: &Failure) -> HttpResponse {
    let problem = Problem {
        r#type: "about:blank",
        title: failure.status.canonical_reason().unwrap_or("Error"),
        status: failure.status.as_u16(),
        code: failure.code,
        detail: &failure.message,
        correlation: failure.correlation.as_ref().map(|c| c.0.as_str()),
        errors: &failure.fields,
    };
    let mut answer = answer(failure, PROBLEM, serde_json::to_string(&problem).unwrap_or_default());
    if failure.status == StatusCode::UNAUTHORIZED {
        // RFC 6750, 3.
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
    }
    answer
}

fn bare_page(failure: &Failure) -> HttpResponse {
    let reference = failure.correlation.as_ref().map_or("", |c| c.0.as_str());
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{status}</title><h1>{message}</h1><p><a href=\"/\">Home</a></p>\
         <p><small>{status} · {reference}</small></p></html>",
        status = failure.status.as_u16(),
        message = escape(&failure.message),
        reference = escape(reference),
    );
    answer(failure, "text/html; charset=utf-8", html)
}

fn answer(failure: &Failure, kind: &'static str, body: String) -> HttpResponse {
    let mut answer = HttpResponse::build(failure.status)
        .insert_header((header::CONTENT_TYPE, header::HeaderValue::from_static(kind)))
        .insert_header((header::CACHE_CONTROL, header::HeaderValue::from_static("no-store")))
        .body(body);
    failure.put_headers(answer.headers_mut());
    answer
}

/// A text as it stands in HTML.
pub fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
        out
    })
}
