//! In which language somebody is answered.
//!
//! A page of the storefront says it in its address: `/de/c/kitchen` is `/c/kitchen` in German, and the shop's main
//! language has no prefix. The prefix is taken off before anything else reads the address, so that routes, page cache
//! and forms know one address only; what was asked for is kept beside the request. The back office, whose addresses
//! are staff's own, speaks what they chose or what their browser prefers.
use actix_web::dev::ServiceRequest;
use actix_web::http::header;
use actix_web::http::uri::PathAndQuery;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use crate::assets::header_of;
use crate::origin::is_safe;
use crate::texts::LOCALES;
use crate::{Jar, Site};

/// The language that stood in the address. Kept in the request's extensions.
#[derive(Clone, Copy)]
struct Spoken(&'static str);

/// What has no language: other faces, files, and what machines read. The first part of a path.
const WITHOUT: [&str; 9] =
    ["admin", "api", "static", "media", "healthz", "readyz", "metrics", "robots.txt", "favicon.ico"];

/// Takes the language off the address, if one stands there.
pub(crate) fn take(req: &mut ServiceRequest) {
    let Some((language, rest)) = split(req.path()) else { return };
    let query = req.uri().query().map(|q| format!("?{q}")).unwrap_or_default();
    let Ok(path) = format!("{rest}{query}").parse::<PathAndQuery>() else { return };
    let mut parts = req.uri().clone().into_parts();
    parts.path_and_query = Some(path);
    let Ok(uri) = actix_web::http::Uri::from_parts(parts) else { return };
    req.extensions_mut().insert(Spoken(language));
    req.match_info_mut().get_mut().update(&uri);
    req.head_mut().uri = uri;
}

/// `/de/c/kitchen` is German, and `/c/kitchen`.
fn split(path: &str) -> Option<(&'static str, &str)> {
    let first = path.strip_prefix('/')?.split('/').next()?;
    let (language, _) = LOCALES.iter().find(|(language, _)| *language == first)?;
    let rest = &path[1 + first.len()..];
    let next = rest.split('/').nth(1).unwrap_or_default();
    let page = !WITHOUT.contains(&next) && !next.starts_with("sitemap");
    page.then_some((*language, if rest.is_empty() { "/" } else { rest }))
}

/// The language that stood in the address.
pub(crate) fn asked(req: &HttpRequest) -> Option<&'static str> {
    req.extensions().get::<Spoken>().map(|spoken| spoken.0)
}

/// The way to the one true address of a page that was asked for with the main language before it, or with one that the shop does
/// not speak.
pub(crate) async fn elsewhere(site: &Site, req: &HttpRequest) -> Option<HttpResponse> {
    let asked = asked(req)?;
    if !is_safe(req.method()) {
        return None;
    }
    let ready = site.ready().await.ok()?;
    if ready.speaking(Some(asked)).ctx.texts.language() == asked && ready.main().ctx.texts.language() != asked {
        return None;
    }
    let to = here(req);
    let kept = (header::CACHE_CONTROL, "public, max-age=300");
    Some(HttpResponse::MovedPermanently().insert_header((header::LOCATION, to)).insert_header(kept).finish())
}

/// Path and query of a request, without its language. Never the beginning of another host's address.
pub(crate) fn here(req: &HttpRequest) -> String {
    let path = match is_safe(req.method()) {
        true => req.uri().path_and_query().map_or("/", PathAndQuery::as_str),
        // What was sent is no part of where somebody is.
        false => req.path(),
    };
    if path.starts_with("//") || path.contains('\\') || !path.starts_with('/') {
        "/".to_owned()
    } else {
        path.to_owned()
    }
}

/// What the back office speaks to this browser: what was chosen there, else what it prefers.
pub(crate) fn of_office<'a>(site: &'a Site, req: &'a HttpRequest) -> Option<&'a str> {
    site.cookies.read(req, Jar::Language).or_else(|| preferred(header_of(req, header::ACCEPT_LANGUAGE)))
}

/// What a program asks for in `Accept-Language`.
pub(crate) fn preferred_by(req: &HttpRequest) -> Option<&'static str> {
    preferred(header_of(req, header::ACCEPT_LANGUAGE))
}

/// What a browser would rather read, of what there is (RFC 9110, 12.5.4).
fn preferred(accepted: &str) -> Option<&'static str> {
    let one = |part: &str| {
        let mut pieces = part.split(';').map(str::trim);
        let language = pieces.next()?.split('-').next()?.to_ascii_lowercase();
        let (known, _) = LOCALES.iter().find(|(known, _)| *known == language)?;
        let weight: f32 = pieces.find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok())?;
        Some((*known, weight))
    };
    let wanted = accepted.split(',').take(20).filter_map(one).filter(|(_, weight)| *weight > 0.0);
    // Of those that are wanted alike, the first.
    wanted.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use actix_web::http::Method;
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_language_stands_before_pages_only() {
        let cases = [
            ("/de", Some(("de", "/"))),
            ("/de/", Some(("de", "/"))),
            ("/de/c/kitchen", Some(("de", "/c/kitchen"))),
            ("/en/p/mug", Some(("en", "/p/mug"))),
            ("/de//evil.example", Some(("de", "//evil.example"))),
            ("/", None),
            ("/c/de", None),
            ("/desk", None),
            ("/xx/c/kitchen", None),
            ("/de/admin/orders", None),
            ("/de/api/v1/products", None),
            ("/de/static/store.css", None),
            ("/de/sitemap.xml", None),
        ];
        for (path, found) in cases {
            assert_eq!(split(path), found, "{path}");
        }
    }

    #[test]
    fn browsers_say_what_they_prefer() {
        for (accepted, found) in [
            ("de-AT,de;q=0.9,en;q=0.8", Some("de")),
            ("fr;q=0.9, en;q=0.4, de;q=0.7", Some("de")),
            ("en, de", Some("en")),
            ("fr", None),
            ("de;q=0", None),
            ("de;q=x", None),
            ("", None),
        ] {
            assert_eq!(preferred(accepted), found, "{accepted}");
        }
    }

    #[test]
    fn the_office_speaks_what_was_chosen_else_what_the_browser_prefers() {
        let site = crate::testing::site(crate::testing::config("https://a.example"));
        let with = |cookie: &str, accepted: &str| {
            let req = TestRequest::default()
                .insert_header(("cookie", cookie))
                .insert_header(("accept-language", accepted));
            let req = req.to_http_request();
            of_office(&site, &req).map(str::to_owned)
        };
        assert_eq!(with("__Host-language=en", "de").as_deref(), Some("en"));
        assert_eq!(with("x=y", "de-DE,en;q=0.5").as_deref(), Some("de"));
        assert_eq!(with("x=y", "fr"), None);
    }

    #[test]
    fn where_somebody_is_leads_nowhere_else() {
        let at = |method: Method, path: &str| here(&TestRequest::with_uri(path).method(method).to_http_request());
        assert_eq!(at(Method::GET, "/cart?said=some"), "/cart?said=some");
        assert_eq!(at(Method::POST, "/checkout?x=1"), "/checkout");
        assert_eq!(at(Method::GET, "//evil.example/x"), "/");
    }
}
