//! Whether something that changes the shop was sent from a page of the shop.
//!
//! Browsers say where a request comes from in `Sec-Fetch-Site`, older ones and plain http in `Origin` only; neither
//! can be set by a page. What says nothing comes from a program, which is welcome under `/api/` as long as it brings
//! no cookies: then nobody's authority can be abused.
use actix_web::HttpRequest;
use actix_web::http::{Method, header};

use crate::render::is_api;
use crate::{Failure, PublicUrl};

const FETCH_SITE: header::HeaderName = header::HeaderName::from_static("sec-fetch-site");

/// Where other houses tell by themselves what happened; they prove in another way who they are.
pub(crate) fn is_hook(path: &str) -> bool {
    path.starts_with("/webhooks/")
}

/// Whether the method promises to change nothing (RFC 9110, 9.2.1).
pub(crate) fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// `welcome`: pages of that origin may call the API.
///
/// # Errors
/// `foreign_origin`, when it must be refused.
pub(crate) fn check(url: &PublicUrl, req: &HttpRequest, welcome: bool) -> Result<(), Failure> {
    if is_safe(req.method()) {
        return Ok(());
    }
    let headers = req.headers();
    // Somebody allowed these pages; they bring no authority but the tokens they were given.
    if welcome && is_api(req.path()) && !headers.contains_key(header::COOKIE) {
        return Ok(());
    }
    let ours = if let Some(site) = headers.get(FETCH_SITE) {
        // `none` would be a person who typed an address: those are GETs.
        site.as_bytes() == b"same-origin"
    } else if let Some(origin) = headers.get(header::ORIGIN) {
        origin.as_bytes() == url.origin().as_bytes()
    } else {
        (is_api(req.path()) || is_hook(req.path())) && !headers.contains_key(header::COOKIE)
    };
    if ours {
        return Ok(());
    }
    metrics::counter!("sundry_http_foreign_origins_total").increment(1);
    Err(Failure::new(
        actix_web::http::StatusCode::FORBIDDEN,
        "foreign_origin",
        "This was not sent from a page of this shop. Open the shop itself and try again.",
    ))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_our_own_pages_and_programs_without_cookies_may_change_something() {
        let url: PublicUrl = "https://shop.example.org".parse().unwrap();
        let ours = "https://shop.example.org";
        // method, path, Sec-Fetch-Site, Origin, cookie, passes
        let cases = [
            ("POST", "/cart/lines", Some("same-origin"), None, false, true),
            ("POST", "/cart/lines", Some("same-origin"), Some("null"), true, true),
            ("POST", "/cart/lines", Some("same-site"), Some(ours), true, false),
            ("POST", "/cart/lines", Some("cross-site"), Some("https://evil.example"), true, false),
            ("POST", "/cart/lines", Some("none"), None, true, false),
            ("POST", "/cart/lines", Some("Same-Origin"), None, true, false),
            ("POST", "/cart/lines", None, Some(ours), true, true),
            ("POST", "/cart/lines", None, Some("https://shop.example.org:8443"), true, false),
            ("POST", "/cart/lines", None, Some("http://shop.example.org"), true, false),
            ("POST", "/cart/lines", None, Some("https://shop.example.org.evil.example"), true, false),
            ("POST", "/cart/lines", None, Some("null"), false, false),
            ("POST", "/cart/lines", None, None, false, false),
            ("PUT", "/cart/lines", None, None, false, false),
            ("DELETE", "/cart/lines", None, None, true, false),
            ("PATCH", "/apiary", None, None, false, false),
            ("PROPFIND", "/", None, None, false, false),
            ("POST", "/webhooks/stripe", None, None, false, true),
            ("POST", "/webhooks/stripe", None, None, true, false),
            ("POST", "/webhooks/stripe", Some("cross-site"), None, false, false),
            ("POST", "/webhooks/stripe", None, Some("https://evil.example"), false, false),
            ("POST", "/webhooksy", None, None, false, false),
            ("POST", "/api/v1/carts", None, None, false, true),
            ("POST", "/api/v1/carts", None, None, true, false),
            ("POST", "/api/v1/carts", Some("cross-site"), None, false, false),
            ("POST", "/api/v1/carts", None, Some("https://evil.example"), false, false),
            ("POST", "/api/v1/carts", None, Some(ours), true, true),
            ("GET", "/", Some("cross-site"), None, true, true),
            ("HEAD", "/", Some("none"), None, true, true),
        ];
        for case @ (method, path, site, origin, cookie, passes) in cases {
            let mut req = TestRequest::with_uri(path).method(method.parse().unwrap());
            if let Some(site) = site {
                req = req.insert_header((FETCH_SITE, site));
            }
            if let Some(origin) = origin {
                req = req.insert_header((header::ORIGIN, origin));
            }
            if cookie {
                req = req.insert_header((header::COOKIE, "a=b"));
            }
            assert_eq!(check(&url, &req.to_http_request(), false).is_ok(), passes, "{case:?}");
        }
    }
}
