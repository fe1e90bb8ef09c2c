//! A page as it is kept: rendered, compressed, with its headers made.
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::OnceLock;
use std::time::Duration;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::pieces::{Gap, Thing};
use super::tags::{Changes, Since, Tag};
use crate::Failure;
use crate::assets::{accepts, header_of};

/// What a handler made: the page, and what it was made from.
#[derive(Clone, Debug)]
pub struct Rendered {
    pub html: String,
    pub tags: Vec<Tag>,
    /// As the answer's content type says it.
    pub kind: &'static str,
    /// Where else to look, as the header `Link` says it; empty for nowhere.
    pub link: String,
    /// What is pasted into it whenever it is shown: only [`super::PageCache::serve_joined`] does.
    pub gap: Option<Gap>,
}

const HTML: &str = "text/html; charset=utf-8";

impl Rendered {
    pub fn new(html: String) -> Self {
        Self { html, tags: Vec::new(), kind: HTML, link: String::new(), gap: None }
    }
    /// An answer for programs, kept like a page.
    pub fn json(text: String) -> Self {
        Self { kind: "application/json", ..Self::new(text) }
    }
    #[must_use]
    pub fn linked(self, link: String) -> Self {
        Self { link, ..self }
    }
    #[must_use]
    pub fn around(self, gap: Gap) -> Self {
        Self { gap: Some(gap), ..self }
    }
    /// Tags that were known only after the queries: the products in a list.
    #[must_use]
    pub fn tagged(mut self, tags: impl IntoIterator<Item = Tag>) -> Self {
        self.tags.extend(tags);
        self
    }
}

impl From<String> for Rendered {
    fn from(html: String) -> Self {
        Self::new(html)
    }
}

pub(super) struct Page {
    pub(super) identity: Bytes,
    /// Made when somebody first takes it; none where it would not be smaller.
    brotli: OnceLock<Option<Bytes>>,
    pub(super) etag: HeaderValue,
    link: Option<HeaderValue>,
    tags: Box<[Tag]>,
    pub(super) kind: &'static str,
    pub(super) gap: Option<Gap>,
    since: Since,
    made: Instant,
}

/// Enough for text, and quick: pages are packed while somebody waits.
const QUALITY: u32 = 5;
const WINDOW: u32 = 19;

impl Page {
    pub(super) fn make(rendered: Rendered, tags: &[Tag], since: Since) -> Result<Self, Failure> {
        let kind = rendered.kind;
        // Copied: what was grown while it was written is up to twice as large as what stands in it, and is kept for long.
        let identity = Bytes::copy_from_slice(rendered.html.as_bytes());
        let etag = tag(&Sha256::digest(&identity))?;
        let link = link(&rendered.link)?;
        let mut all: Vec<Tag> = tags.to_vec();
        all.extend(rendered.tags);
        let brotli = OnceLock::new();
        let (tags, gap) = (all.into(), rendered.gap);
        Ok(Self { identity, brotli, etag, link, tags, kind, gap, since, made: Instant::now() })
    }

    pub(super) fn is_right(&self, changes: &Changes, max_age: Duration) -> bool {
        changes.none_after(self.since, &self.tags) && self.made.elapsed() < max_age
    }

    /// What it takes in memory, nearly: packed it is a quarter.
    pub(super) fn bytes(&self) -> usize {
        let things = self.gap.as_ref().map_or(0, |gap| gap.things.len() * size_of::<Thing>());
        self.identity.len() * 5 / 4 + self.tags.len() * size_of::<Tag>() + things + 256
    }

    fn brotli(&self) -> Option<&Bytes> {
        let pack = || packed(&self.identity).ok().filter(|b| b.len() < self.identity.len());
        self.brotli.get_or_init(|| pack().map(|b| Bytes::copy_from_slice(&b))).as_ref()
    }

    /// The answer's beginning: what it says of itself.
    pub(super) fn headed(&self, known: bool, etag: &HeaderValue) -> HttpResponseBuilder {
        let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer
            .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate")))
            .insert_header((header::VARY, HeaderValue::from_static("accept-encoding")))
            .insert_header((header::ETAG, etag.clone()));
        if let Some(link) = &self.link {
            answer.insert_header((header::LINK, link.clone()));
        }
        answer
    }

    /// What whoever has it already is told.
    pub(super) fn known(&self, req: &HttpRequest, etag: &HeaderValue) -> Option<HttpResponse> {
        let known = req.headers().contains_key(header::IF_NONE_MATCH) && is_known(req, etag);
        known.then(|| self.headed(true, etag).finish())
    }

    pub(super) fn answer(&self, req: &HttpRequest) -> HttpResponse {
        if let Some(known) = self.known(req, &self.etag) {
            return known;
        }
        let mut answer = self.headed(false, &self.etag);
        answer.insert_header((header::CONTENT_TYPE, HeaderValue::from_static(self.kind)));
        let takes_brotli = accepts(header_of(req, header::ACCEPT_ENCODING), "br");
        match takes_brotli.then(|| self.brotli()).flatten() {
            Some(body) => {
                answer.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static("br"))).body(body.clone())
            }
            None => answer.body(self.identity.clone()),
        }
    }
}

/// Weak (RFC 9110, 8.8.3): the same page under two encodings.
pub(super) fn tag(hash: &[u8]) -> Result<HeaderValue, Failure> {
    let mut text = "W/\"".to_owned();
    for byte in hash.iter().take(12) {
        let _ = write!(text, "{byte:02x}");
    }
    text.push('"');
    HeaderValue::from_str(&text).map_err(Failure::ours)
}

fn is_known(req: &HttpRequest, etag: &HeaderValue) -> bool {
    let weak = |tag: &[u8]| tag.strip_prefix(b"W/").unwrap_or(tag).to_owned();
    let ours = weak(etag.as_bytes());
    let mut lines = req.headers().get_all(header::IF_NONE_MATCH).filter_map(|v| v.to_str().ok());
    lines.any(|line| line.split(',').map(str::trim).any(|tag| tag == "*" || weak(tag.as_bytes()) == ours))
}

/// A page that is made for one answer only.
pub(super) fn unkept(rendered: Rendered) -> Result<HttpResponse, Failure> {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate")))
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static(rendered.kind)));
    if let Some(link) = link(&rendered.link)? {
        answer.insert_header((header::LINK, link));
    }
    Ok(answer.body(rendered.html))
}

fn link(text: &str) -> Result<Option<HeaderValue>, Failure> {
    let value = |text: &str| HeaderValue::from_str(text).map_err(Failure::ours);
    (!text.is_empty()).then(|| value(text)).transpose()
}

fn packed(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::with_capacity(body.len() / 4);
    let mut writer = brotli::CompressorWriter::new(&mut packed, 4096, QUALITY, WINDOW);
    writer.write_all(body)?;
    drop(writer);
    Ok(packed)
}
