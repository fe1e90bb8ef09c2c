//! Who may come to a route. Asked by the table before the handler runs, so that no handler can forget it.
use std::fmt;

use actix_web::http::{Method, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use crate::arrival::Arrival;
use crate::assets::header_of;
use crate::gate::SETUP;
use crate::origin::is_safe;
use crate::render::is_api;
use crate::visit::site_of;
use crate::{Failure, Jar, StaffVisit, TokenVisit, Visit, bearer};

/// Who may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Everybody, who all get the same: may be cached.
    Public,
    /// Everybody, each their own: never cached.
    Shopper,
    /// Whoever is signed in to an account: never cached.
    Customer,
    /// Members of staff with this power, as in `orders.manage`.
    Staff(&'static str),
    /// Programs with a token of staff that has this power.
    Token(&'static str),
    /// Any member of staff: the first page, signing out.
    AnyStaff,
    /// The way in. Those who are in already are sent on.
    SignedOutStaff,
    /// Whoever sets up a shop that has nobody yet, before they showed the code. With the first owner it is gone.
    Unfounded,
    /// The same once they showed it; where only this machine can reach the shop none is asked for.
    Founder,
    /// Whoever runs the machine, from the machine: metrics.
    Operator,
}

impl fmt::Display for Access {
    /// As the authorisation matrix writes it: `public`, `staff:orders.manage`, …
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Shopper => f.write_str("shopper"),
            Self::Customer => f.write_str("customer"),
            Self::Staff(power) => write!(f, "staff:{power}"),
            Self::Token(power) => write!(f, "token:{power}"),
            Self::AnyStaff => f.write_str("staff"),
            Self::SignedOutStaff => f.write_str("signed-out-staff"),
            Self::Unfounded => f.write_str("unfounded"),
            Self::Founder => f.write_str("founder"),
            Self::Operator => f.write_str("operator"),
        }
    }
}

const SIGN_IN: &str = "/admin/sign-in";
const HOME: &str = "/admin";
/// Where the code is asked for.
const SETUP_CODE: &str = "/setup/code";

/// What the table does with a request.
pub(crate) enum Verdict {
    ComeIn,
    GoTo(HttpResponse),
}

impl Access {
    pub(crate) async fn check(self, req: &HttpRequest) -> Result<Verdict, Failure> {
        match self {
            Self::Public => {}
            Self::Shopper => drop(Visit::personal(req).await?),
            Self::Customer => {
                let visit = Visit::personal(req).await?;
                if visit.customer.is_none() {
                    return to_account(req, &visit);
                }
            }
            Self::Token(power) => {
                let visit = TokenVisit::of(req).await?.ok_or_else(Failure::signed_out)?;
                visit.actor.require(power).map_err(|_| bearer::not_this_token(power))?;
            }
            Self::AnyStaff | Self::Staff(_) => {
                let Some(visit) = StaffVisit::of(req).await? else { return to_sign_in(req) };
                if let Self::Staff(power) = self {
                    visit.actor.require(power).map_err(|e| Failure::forbidden(e.to_string()))?;
                }
            }
            Self::SignedOutStaff if is_safe(req.method()) => {
                if StaffVisit::of(req).await?.is_some() {
                    return Ok(Verdict::GoTo(see_other(HOME)));
                }
                if !site_of(req)?.staff().is_founded().await? {
                    return Ok(Verdict::GoTo(see_other(SETUP)));
                }
            }
            Self::SignedOutStaff => try_door(req)?,
            Self::Unfounded => {
                if !is_safe(req.method()) {
                    try_door(req)?;
                }
                if site_of(req)?.staff().is_founded().await? {
                    return Err(Failure::not_found());
                }
            }
            Self::Founder => {
                let site = site_of(req)?;
                if site.staff().is_founded().await? {
                    return Err(Failure::not_found());
                }
                if let Some(code) = &site.config().founder
                    && !site.cookies.read(req, Jar::Founder).is_some_and(|cookie| code.is_shown_by(cookie))
                {
                    return Ok(Verdict::GoTo(see_other(SETUP_CODE)));
                }
            }
            Self::Operator => {
                if !req.extensions().get::<Arrival>().is_some_and(|a| a.from_here) {
                    return Err(Failure::forbidden("This is for those who run the machine, from the machine."));
                }
            }
        }
        Ok(Verdict::ComeIn)
    }
}

pub(crate) fn too_many(wait: std::time::Duration) -> Failure {
    metrics::counter!("sundry_http_rate_limited_total").increment(1);
    Failure::new(
        actix_web::http::StatusCode::TOO_MANY_REQUESTS,
        "too_many_requests",
        "That was a lot at once. Please wait a moment and try again.",
    )
    .retry_after(wait)
}

/// People are shown the door and find back; programs are told.
fn to_sign_in(req: &HttpRequest) -> Result<Verdict, Failure> {
    let for_people = !header_of(req, header::ACCEPT).contains("json");
    if !matches!(*req.method(), Method::GET | Method::HEAD) || !for_people || !req.path().starts_with(HOME) {
        return Err(Failure::signed_out());
    }
    let asked = req.uri().path_and_query().map_or(HOME, |p| p.as_str());
    Ok(Verdict::GoTo(see_other(&format!("{SIGN_IN}?next={}", query_escaped(asked)))))
}

/// Where customers come in, and their own first page.
const CUSTOMER_SIGN_IN: &str = "/account/sign-in";
const ACCOUNT: &str = "/account";

fn to_account(req: &HttpRequest, visit: &Visit) -> Result<Verdict, Failure> {
    if is_api(req.path()) || header_of(req, header::ACCEPT).contains("json") {
        return Err(Failure::signed_out());
    }
    // What was sent is lost: whoever comes back begins on the account's first page.
    let asked = match *req.method() {
        Method::GET | Method::HEAD => req.uri().path_and_query().map_or(ACCOUNT, |p| p.as_str()),
        _ => ACCOUNT,
    };
    let door = visit.ctx.url(CUSTOMER_SIGN_IN);
    Ok(Verdict::GoTo(see_other(&format!("{door}?next={}", query_escaped(asked)))))
}

pub(crate) fn see_other(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}

/// Counts a try to come in.
fn try_door(req: &HttpRequest) -> Result<(), Failure> {
    let site = site_of(req)?;
    let ip = req.extensions().get::<Arrival>().map(|a| a.ip);
    match (&site.sign_ins, ip) {
        (Some(limit), Some(ip)) => limit.check(ip).map(drop).map_err(too_many),
        _ => Ok(()),
    }
}

/// For one value in a query.
fn query_escaped(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len() + 8), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-._~/".contains(&b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

/// Where to go after signing in: `next` if that is a page of the back office, else its first one.
pub fn after_sign_in(next: &str) -> &str {
    let inside = next == HOME || next.starts_with("/admin/") || next.starts_with("/admin?");
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') && !next.contains("//");
    if inside && plain && !next.starts_with(SIGN_IN) { next } else { HOME }
}

/// Where a customer goes after signing in: `next` if that is a page of the shop, else their account.
pub fn after_customer_sign_in(next: &str) -> &str {
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') && !next.contains("//");
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let door = ["sign-in", "sign-out", "register", "confirm", "forgot", "reset"];
    let at_the_door = door.iter().any(|page| path.ends_with(&format!("/account/{page}")));
    let elsewhere = ["/admin", "/api"].iter().any(|face| path == *face || path.starts_with(&format!("{face}/")));
    if next.starts_with('/') && plain && !at_the_door && !elsewhere { next } else { ACCOUNT }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_stay_in_the_shop_after_signing_in() {
        for good in ["/", "/account/orders?page=2", "/checkout", "/p/mug?variant=var_1", "/de/account"] {
            assert_eq!(after_customer_sign_in(good), good);
        }
        for bad in [
            "",
            "account",
            "//evil.example",
            "/\\evil.example",
            "/p//evil.example",
            "https://evil.example",
            "/admin",
            "/admin/orders",
            "/api/v1/products",
            "/account/sign-in?next=/",
            "/account/confirm",
            "/account/\r\nSet-Cookie: a",
        ] {
            assert_eq!(after_customer_sign_in(bad), ACCOUNT, "{bad}");
        }
    }

    #[test]
    fn nobody_is_sent_out_of_the_shop_after_signing_in() {
        for good in ["/admin", "/admin/orders?page=2", "/admin?x=1"] {
            assert_eq!(after_sign_in(good), good);
        }
        for bad in [
            "",
            "//evil.example",
            "https://evil.example",
            "/administer",
            "/admin/\\evil",
            "/admin//evil.example",
            "/admin/sign-in",
            "/admin/\r\nSet-Cookie: a",
            "/cart",
        ] {
            assert_eq!(after_sign_in(bad), HOME, "{bad}");
        }
    }
}
