//! Static files, carried in the binary under names that change with their content.
//!
//! Templates ask [`url`] for an address; the route `/static/{name:.*}` answers with [`respond`]. Because a name
//! never means another content, browsers and proxies may keep what they got for ever.
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// One static file, with the smaller twins made when the program was built.
#[derive(Debug)]
pub struct Asset {
    /// Where it is served: `/static/store.0123456789ab.css`.
    pub url: &'static str,
    pub content_type: &'static str,
    pub identity: &'static [u8],
    /// Absent where it would save next to nothing.
    pub brotli: Option<&'static [u8]>,
    /// Absent where it would save next to nothing.
    pub gzip: Option<&'static [u8]>,
    /// A strong validator of the content, with its quotes.
    pub etag: &'static str,
}

/// Where `name`, a path below `static/`, is served. A name that is not there gives `/static/missing`, which
/// answers 404.
pub fn url(name: &str) -> &'static str {
    ASSETS.binary_search_by_key(&name, |(n, _)| n).map_or("/static/missing", |i| ASSETS[i].1.url)
}

/// The file served under a hashed name, the part after `/static/`.
pub fn find(hashed_name: &str) -> Option<&'static Asset> {
    ASSETS.iter().map(|(_, asset)| asset).find(|a| a.url.strip_prefix("/static/") == Some(hashed_name))
}

/// Answers a request for `/static/{name}` in the smallest form that the client takes.
pub fn respond(req: &HttpRequest, name: &str) -> HttpResponse {
    let Some(asset) = find(name) else {
        return HttpResponse::NotFound().insert_header((header::CACHE_CONTROL, "no-store")).finish();
    };
    let known = header_of(req, header::IF_NONE_MATCH).split(',').any(|tag| {
        let tag = tag.trim();
        tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == asset.etag
    });
    let accepted = header_of(req, header::ACCEPT_ENCODING);
    let (encoding, body) = match (asset.brotli, asset.gzip) {
        (Some(body), _) if accepts(accepted, "br") => (Some("br"), body),
        (_, Some(body)) if accepts(accepted, "gzip") => (Some("gzip"), body),
        _ => (None, asset.identity),
    };

    let mut answer = HttpResponse::build(if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    answer
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::ETAG, asset.etag))
        .insert_header((header::VARY, "accept-encoding"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if known {
        return answer.finish();
    }
    if let Some(encoding) = encoding {
        answer.insert_header((header::CONTENT_ENCODING, encoding));
    }
    answer.insert_header((header::CONTENT_TYPE, asset.content_type)).body(body)
}

pub(crate) fn header_of(req: &HttpRequest, name: header::HeaderName) -> &str {
    req.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// Whether an `Accept-Encoding` names `coding` (or `*`) without forbidding it by `q=0` (RFC 9110, 12.5.3).
pub(crate) fn accepts(header: &str, coding: &str) -> bool {
    let weight = |wanted: &str| {
        header.split(',').find_map(|part| {
            let (name, params) = part.split_once(';').unwrap_or((part, ""));
            let q = params.trim().strip_prefix("q=").map_or(Ok(1.0), |q| q.trim().parse::<f32>());
            name.trim().eq_ignore_ascii_case(wanted).then(|| q.unwrap_or(0.0))
        })
    };
    weight(coding).or_else(|| weight("*")).is_some_and(|q| q > 0.0)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use actix_web::body::MessageBody;
    use actix_web::test::TestRequest;

    use super::*;

    fn ask(name: &str, headers: &[(&str, &str)]) -> HttpResponse {
        let request = headers.iter().fold(TestRequest::default(), |r, h| r.insert_header(*h));
        respond(&request.to_http_request(), name)
    }

    fn told<'a>(answer: &'a HttpResponse, name: &str) -> Option<&'a str> {
        answer.headers().get(name)?.to_str().ok()
    }

    #[test]
    fn every_file_a_template_asks_for_is_there() {
        fn walk(dir: &Path, used: &mut Vec<String>) {
            for entry in fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, used);
                } else if path.extension().is_some_and(|e| e == "html") {
                    let text = fs::read_to_string(&path).unwrap();
                    let names = text.split("assets::url(\"").skip(1).filter_map(|rest| rest.split('"').next());
                    used.extend(names.map(str::to_owned));
                }
            }
        }
        let mut used = Vec::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../templates"), &mut used);
        assert!(used.iter().any(|name| name == "store.css"));
        for name in used {
            assert_ne!(url(&name), "/static/missing", "{name}");
        }
        assert_eq!(url("no-such-file.css"), "/static/missing");
    }

    #[test]
    fn what_every_page_brings_along_is_small() {
        for name in ["store.css", "office.css", "store.js", "office.js"] {
            let asset = find(url(name).strip_prefix("/static/").unwrap()).unwrap();
            let packed = asset.brotli.unwrap_or(asset.identity).len();
            assert!((500..20_000).contains(&packed), "{name} is {packed} bytes on the wire");
        }
    }

    #[test]
    fn clients_get_the_smallest_form_they_take() {
        let name = url("store.css").strip_prefix("/static/").unwrap();
        let asset = find(name).unwrap();
        let cases = [
            ("gzip, deflate, br", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip;q=0.5", Some("gzip")),
            ("*", Some("br")),
            ("*;q=0", None),
            ("", None),
        ];
        for (accepted, encoding) in cases {
            let answer = ask(name, &[("accept-encoding", accepted)]);
            assert_eq!(told(&answer, "content-encoding"), encoding, "{accepted}");
            assert_eq!(told(&answer, "cache-control"), Some("public, max-age=31536000, immutable"));
            assert_eq!(told(&answer, "x-content-type-options"), Some("nosniff"));
            assert_eq!(told(&answer, "content-type"), Some("text/css; charset=utf-8"));
        }
        let plain = ask(name, &[]).into_body().try_into_bytes().unwrap();
        assert_eq!(plain, asset.identity);
    }

    #[test]
    fn known_content_is_not_sent_again_and_unknown_names_are_not_found() {
        let name = url("store.css").strip_prefix("/static/").unwrap();
        let answer = ask(name, &[("if-none-match", find(name).unwrap().etag)]);
        assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(ask("missing", &[]).status(), StatusCode::NOT_FOUND);
        assert_eq!(ask("store.css", &[]).status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn the_shop_s_style_sheet_stays_small() {
        let asset = find(url("store.css").strip_prefix("/static/").unwrap()).unwrap();
        assert!(asset.brotli.unwrap().len() < 20 * 1024);
    }
}
