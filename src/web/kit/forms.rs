//! Forms: what a page of ours sends back.
use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::assets::header_of;
use crate::visit::{binding, site_of, staff_binding};
use crate::{Failure, Jar, StaffVisit, Visit};

/// A form on a page that is not cached: it must bring the `_token` that this visitor was given.
#[derive(Debug)]
pub struct CheckedForm<T>(pub T);

/// A form on a cached page, which is the same for everybody and so cannot hold a token: the check of its origin,
/// which every write passes, is what protects it. Also for signing in, where nobody is known yet.
#[derive(Debug)]
pub struct OpenForm<T>(pub T);

#[derive(Deserialize)]
struct Token {
    #[serde(rename = "_token", default)]
    token: String,
}

async fn text_of(req: &HttpRequest, mut payload: Payload) -> Result<String, Failure> {
    let kind = header_of(req, header::CONTENT_TYPE);
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Failure::unsupported());
    }
    let body = web::Bytes::from_request(req, &mut payload).await;
    let body = body.map_err(|e| Failure::of_server(&e))?;
    String::from_utf8(body.into()).map_err(|_| unreadable("it is not UTF-8"))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    web::Query::<T>::from_query(text).map(web::Query::into_inner).map_err(unreadable)
}

fn unreadable(why: impl std::fmt::Display) -> Failure {
    Failure::new(
        StatusCode::BAD_REQUEST,
        "bad_form",
        "This form cannot be read. Please reload the page and try again.",
    )
    .because(why)
}

fn check(req: &HttpRequest, text: &str) -> Result<(), Failure> {
    let Token { token } = read(text)?;
    check_token(req, &token)
}

/// Whether this visitor was given this token.
pub(crate) fn check_token(req: &HttpRequest, token: &str) -> Result<(), Failure> {
    let site = site_of(req)?;
    let bound_to = match (req.extensions().get::<StaffVisit>(), req.extensions().get::<Visit>()) {
        (Some(staff), _) => staff_binding(&staff.session_token),
        (None, Some(visit)) => visit.binding(),
        (None, None) => binding(site.cookies.read(req, Jar::Cart)),
    };
    site.forms
        .check(&bound_to, token, site.clock().now())
        .map_err(|e| Failure::new(StatusCode::FORBIDDEN, e.code(), e.to_string()))
}

impl<T: DeserializeOwned + 'static> FromRequest for CheckedForm<T> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let text = text_of(&req, payload).await?;
            check(&req, &text)?;
            read(&text).map(Self)
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for OpenForm<T> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move { read(&text_of(&req, payload).await?).map(Self) })
    }
}
