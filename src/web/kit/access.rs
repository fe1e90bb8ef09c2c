//! Who may come to a route. Asked by the table before the handler runs, so that no handler can forget it.
use std::fmt;

use actix_web::http::{Method, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use crate::arrival::Arrival;
use crate::assets::header_of;
use crate::origin::is_safe;
use crate::visit::site_of;
use crate::{Failure, StaffVisit};

/// Who may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Everybody, who all get the same: may be cached.
    Public,
    /// Everybody, each their own: never cached.
    Shopper,
    /// Members of staff with this power, as in `orders.manage`.
    Staff(&'static str),
    /// Any member of staff: the first page, signing out.
    AnyStaff,
    /// The way in. Those who are in already are sent on.
    SignedOutStaff,
    /// Whoever runs the machine, from the machine: metrics.
    Operator,
}

impl fmt::Display for Access {
    /// As the authorisation matrix writes it: `public`, `staff:orders.manage`, …
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Shopper => f.write_str("shopper"),
            Self::Staff(power) => write!(f, "staff:{power}"),
            Self::AnyStaff => f.write_str("staff"),
            Self::SignedOutStaff => f.write_str("signed-out-staff"),
            Self::Operator => f.write_str("operator"),
        }
    }
}

const SIGN_IN: &str = "/admin/sign-in";
const HOME: &str = "/admin";

/// What the table does with a request.
pub(crate) enum Verdict {
    ComeIn,
    GoTo(HttpResponse),
}

impl Access {
    pub(crate) async fn check(self, req: &HttpRequest) -> Result<Verdict, Failure> {
        match self {
            Self::Public | Self::Shopper => {}
            Self::AnyStaff | Self::Staff(_) => {
                let Some(visit) = StaffVisit::of(req).await? else { return to_sign_in(req) };
                if let Self::Staff(power) = self {
                    visit.actor.require(power).map_err(|e| Failure::forbidden(e.to_string()))?;
                }
            }
            Self::SignedOutStaff if is_safe(req.method()) => {
                if StaffVisit::of(req).await?.is_some() {
                    return Ok(see_other(HOME));
                }
            }
            Self::SignedOutStaff => {
                let site = site_of(req)?;
                let ip = req.extensions().get::<Arrival>().map(|a| a.ip);
                if let (Some(limit), Some(ip)) = (&site.sign_ins, ip) {
                    limit.check(ip).map_err(too_many)?;
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
    Ok(see_other(&format!("{SIGN_IN}?next={}", query_escaped(asked))))
}

fn see_other(to: &str) -> Verdict {
    Verdict::GoTo(HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish())
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

#[cfg(test)]
mod tests {
    use super::*;

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
