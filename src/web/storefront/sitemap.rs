//! Maps of the site for search engines (sitemaps.org): an index, the categories, and the products by the ten thousand.
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use bytes::Bytes;
use kernel::Context;
use kit::{Failure, Site, Visit};
use parking_lot::Mutex;

use crate::asked::encoded;
use crate::{Rooms, tree};

/// Products in one map. The limit is 50,000; smaller ones are made faster.
const PART: u64 = 10_000;
/// How long a map is kept: those who read them come once a day.
const KEPT: Duration = Duration::from_secs(600);

/// Maps that were made lately. Cheap to clone; clones are one.
#[derive(Clone, Default)]
pub struct SiteMaps(Arc<Mutex<HashMap<u64, (Instant, Bytes)>>>);

impl SiteMaps {
    fn look(&self, part: u64) -> Option<Bytes> {
        let kept = self.0.lock();
        kept.get(&part).filter(|(at, _)| at.elapsed() < KEPT).map(|(_, map)| map.clone())
    }

    fn keep(&self, part: u64, map: String) -> Bytes {
        let map = Bytes::from(map);
        self.0.lock().insert(part, (Instant::now(), map.clone()));
        map
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SPACE: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
/// For the same page in other languages.
const LINKS: &str = "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"";

fn answer(kind: &'static str, body: Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CACHE_CONTROL, "public, max-age=600"))
        .body(body)
}

fn xml(body: Bytes) -> HttpResponse {
    answer("application/xml; charset=utf-8", body)
}

/// A page in every language, each entry with all of them.
fn entries(visit: &Visit, path: &str, about: &str) -> String {
    let in_language = |ctx: &Context| (ctx.texts.locale(), loc(visit, &ctx.url(path)));
    let all: Vec<(String, String)> = visit.languages().map(in_language).collect();
    let mut links = String::new();
    if let [(_, main), _, ..] = &all[..] {
        for (language, url) in all.iter().map(|(l, u)| (l.as_str(), u)).chain([("x-default", main)]) {
            let _ = write!(links, "<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{url}\"/>");
        }
    }
    all.iter().fold(String::new(), |mut out, (_, url)| {
        let _ = writeln!(out, "<url><loc>{url}</loc>{about}{links}</url>");
        out
    })
}

/// A path, with its language, as an address in XML.
fn loc(visit: &Visit, path: &str) -> String {
    let mut out = String::new();
    for c in visit.site().config().public_url.join(path).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c if c.is_ascii() => out.push(c),
            c => out.push_str(&encoded(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

pub(crate) async fn index(visit: Visit, rooms: web::Data<Rooms>) -> Result<HttpResponse, Failure> {
    let products = rooms.search.count(visit.ctx.price_list).await?;
    let mut map = format!("{HEAD}<sitemapindex {SPACE}>\n");
    for part in 0..=products.div_ceil(PART) {
        let _ = writeln!(map, "<sitemap><loc>{}</loc></sitemap>", loc(&visit, &format!("/sitemap-{part}.xml")));
    }
    map.push_str("</sitemapindex>\n");
    Ok(xml(map.into()))
}

/// Part 0 is home and the categories; from 1 on, products.
pub(crate) async fn part(
    visit: Visit,
    rooms: web::Data<Rooms>,
    part: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let part: u64 = part.parse().map_err(|_| Failure::not_found())?;
    if let Some(map) = rooms.maps.look(part) {
        return Ok(xml(map));
    }
    let urls = if part == 0 { places(&visit, &rooms).await? } else { products(&visit, &rooms, part - 1).await? };
    if urls.is_empty() {
        return Err(Failure::not_found());
    }
    let map = format!("{HEAD}<urlset {SPACE} {LINKS}>\n{urls}</urlset>\n");
    Ok(xml(rooms.maps.keep(part, map)))
}

async fn places(visit: &Visit, rooms: &Rooms) -> Result<String, Failure> {
    let categories = rooms.catalog.categories().await?;
    let shown = categories.iter().filter(|c| tree::products(&categories, c) > 0).map(|c| format!("/c/{}", c.slug));
    let mut urls = String::new();
    let mut words: Vec<String> = visit.setup.profile.foot.iter().map(|link| link.path.clone()).collect();
    words.sort_unstable();
    words.dedup();
    for path in ["/".to_owned()].into_iter().chain(shown).chain(words) {
        urls.push_str(&entries(visit, &path, ""));
    }
    Ok(urls)
}

async fn products(visit: &Visit, rooms: &Rooms, at: u64) -> Result<String, Failure> {
    let ids = rooms.search.listed(visit.ctx.price_list, at.saturating_mul(PART), PART).await?;
    let mut urls = String::new();
    for address in rooms.catalog.addresses(ids).await? {
        let day = day_of(address.updated_at);
        let path = format!("/p/{}", address.handle);
        urls.push_str(&entries(visit, &path, &format!("<lastmod>{day}</lastmod>")));
    }
    Ok(urls)
}

/// `2026-11-21`.
fn day_of(at: kernel::Micros) -> String {
    jiff::Timestamp::from_microsecond(at.0).map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}

/// What is somebody's own, in every language. Basket and checkout are not among them: whoever comes without a basket is
/// told there that nothing is to be kept.
const PRIVATE: [&str; 4] = ["/account", "/orders/", "/search/", "/for-you"];

pub(crate) async fn robots(visit: Visit, site: web::Data<Site>) -> HttpResponse {
    let mut text = String::from("User-agent: *\nDisallow: /admin\nDisallow: /api/\n");
    for path in visit.languages().flat_map(|ctx| PRIVATE.map(|path| ctx.url(path))) {
        let _ = writeln!(text, "Disallow: {path}");
    }
    let map = site.config().public_url.join("/sitemap.xml");
    answer("text/plain; charset=utf-8", format!("{text}\nSitemap: {map}\n").into())
}
