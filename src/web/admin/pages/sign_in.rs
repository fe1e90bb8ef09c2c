//! Coming in and leaving.
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use auth::{ExposeSecret, SecretString};
use kernel::{Coded, Fault};
use kit::{CheckedForm, Failure, Jar, Site, StaffVisit, Visit, after_sign_in};
use serde::Deserialize;
use staff::{SignIn, Staff, StaffError};

use super::Nothing;
use crate::desk::html;
use crate::problems::is_form;
use crate::said::see_other;
use crate::views::{SignInError, SignInView};

pub(crate) const PATH: &str = "/admin/sign-in";

#[derive(Deserialize)]
pub(crate) struct Onward {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    email: String,
    password: SecretString,
    #[serde(default)]
    next: String,
}

pub(crate) fn view(visit: &Visit, error: Option<SignInError>, email: String, next: &str) -> SignInView {
    let next = after_sign_in(next).to_owned();
    SignInView { ctx: visit.ctx.clone(), theme: visit.theme, error, email, token: visit.form_token(), next }
}

pub(crate) async fn show(visit: Visit, onward: web::Query<Onward>) -> Result<HttpResponse, Failure> {
    html(&view(&visit, None, String::new(), &onward.next))
}

pub(crate) async fn sign_in(
    req: HttpRequest,
    visit: Visit,
    site: web::Data<Site>,
    staff: web::Data<Staff>,
    form: Result<CheckedForm<Credentials>, Failure>,
) -> Result<HttpResponse, Failure> {
    let form = match form {
        Ok(CheckedForm(form)) => form,
        Err(e) if is_form(&e) => {
            return refused(&view(&visit, Some(SignInError::Expired), String::new(), ""), e.status);
        }
        Err(e) => return Err(e),
    };
    let former = req.cookie(site.cleared(Jar::Staff).name());
    let user_agent = req.headers().get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let door = SignIn {
        email: &form.email,
        password: &form.password,
        ip: visit.ip,
        user_agent,
        former: former.as_ref().map(|c| c.value()),
        correlation: visit.actor.correlation.clone(),
    };
    let again = |error| view(&visit, Some(error), form.email.clone(), &form.next);
    match staff.sign_in(door).await {
        Ok(signed_in) => {
            let cookie = site.cookie(Jar::Staff, signed_in.token.expose_secret());
            Ok(see_other(after_sign_in(&form.next)).cookie(cookie).finish())
        }
        Err(StaffError::TooManyTries { retry_after }) => {
            let mut page = refused(&again(SignInError::TooMany), StatusCode::TOO_MANY_REQUESTS)?;
            let wait = header::HeaderValue::from(retry_after.as_secs() + 1);
            page.headers_mut().insert(header::RETRY_AFTER, wait);
            Ok(page)
        }
        // What can be no password of ours is as wrong as any other.
        Err(e) if matches!(e.fault(), Fault::Unauthenticated | Fault::Invalid) => {
            refused(&again(SignInError::Wrong), StatusCode::UNAUTHORIZED)
        }
        Err(e) => Err(e.into()),
    }
}

fn refused(view: &SignInView, status: StatusCode) -> Result<HttpResponse, Failure> {
    let mut page = html(view)?;
    *page.status_mut() = status;
    Ok(page)
}

pub(crate) async fn sign_out(
    visit: StaffVisit,
    site: web::Data<Site>,
    staff: web::Data<Staff>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    staff.sign_out(visit.actor.correlation.clone(), &visit.session_token).await?;
    Ok(see_other(PATH).cookie(site.cleared(Jar::Staff)).finish())
}
