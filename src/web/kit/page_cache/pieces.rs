//! Things that many answers show: each is written once, kept by itself, and pasted into every answer that shows it.
//!
//! A list for programs is a frame with a gap. The frame is a kept page, which tells what stands in the gap; what stands
//! there is kept apart, so that five thousand lists of the same goods hold each of these goods once, and a changed one is
//! written anew and nothing else.
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::page::{Page, Rendered};
use super::tags::{Changes, Since, Tag};
use super::{PageCache, PageKey};
use crate::Failure;
use crate::assets::{accepts, header_of};

/// The bytes of a thing's id. Ids of two kinds are never alike, and a thing is written in one way only.
pub type Thing = [u8; 16];

/// One thing, written.
#[derive(Debug)]
pub struct Written {
    pub thing: Thing,
    pub text: String,
    /// What it was made from.
    pub tags: Vec<Tag>,
}

/// Where in a text things belong, with commas between them, and which.
#[derive(Clone, Debug)]
pub struct Gap {
    /// In bytes.
    pub at: usize,
    pub things: Vec<Thing>,
}

pub(super) struct Piece {
    text: Box<str>,
    hash: [u8; 8],
    tags: Box<[Tag]>,
    since: Since,
    made: Instant,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct PieceKey {
    thing: Thing,
    vary: Arc<str>,
}

/// What was written, until it is old.
pub(super) struct Pieces {
    held: Cache<PieceKey, Arc<Piece>>,
}

impl Pieces {
    pub(super) fn new(bytes: u64) -> Self {
        let weigh = |_: &PieceKey, piece: &Arc<Piece>| {
            let bytes = piece.text.len() + piece.tags.len() * size_of::<Tag>() + 256;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self { held: Cache::builder().max_capacity(bytes).weigher(weigh).build() }
    }

    fn right(&self, key: &PieceKey, changes: &Changes, max_age: Duration) -> Option<Arc<Piece>> {
        self.held.get(key).filter(|piece| piece.is_right(changes, max_age))
    }
}

impl Piece {
    fn of(written: Written, since: Since) -> (Thing, Self) {
        let mut hash = [0; 8];
        hash.copy_from_slice(&Sha256::digest(written.text.as_bytes())[..8]);
        let piece = Self {
            text: written.text.into_boxed_str(),
            hash,
            tags: written.tags.into_boxed_slice(),
            since,
            made: Instant::now(),
        };
        (written.thing, piece)
    }

    fn is_right(&self, changes: &Changes, max_age: Duration) -> bool {
        self.made.elapsed() < max_age && changes.none_after(self.since, &self.tags)
    }
}

/// How things are written, and what of them this answer shows.
pub struct Form<W, C> {
    /// Writes these things; those that are not there any more are left out.
    pub write: W,
    /// Appends what is asked for of a thing.
    pub cut: C,
}

impl PageCache {
    /// As [`PageCache::serve`], for an answer with a [`Gap`]: `fill` makes what is around it. Who takes packed answers gets
    /// one that is kept whole, since packing takes longer than all the rest.
    ///
    /// # Errors
    /// What `fill` or the form fails with.
    pub async fn serve_joined<F, W, G, C>(
        &self,
        req: &HttpRequest,
        key: PageKey,
        tags: &[Tag],
        fill: impl FnOnce() -> F,
        form: Form<W, C>,
    ) -> Result<HttpResponse, Failure>
    where
        F: Future<Output = Result<Rendered, Failure>>,
        W: FnOnce(Vec<Thing>) -> G,
        G: Future<Output = Result<Vec<Written>, Failure>>,
        C: Fn(&str, &mut String) -> Result<(), Failure>,
    {
        if self.0.off || accepts(header_of(req, header::ACCEPT_ENCODING), "br") {
            let vary = key.vary.clone();
            let whole = || async move {
                let rendered = fill().await?;
                let things = rendered.gap.as_ref().map_or(&[][..], |gap| &gap.things);
                let pieces = self.pieces(&vary, things, form.write).await?;
                joined(rendered, &pieces, form.cut)
            };
            return self.serve(req, key.packed(), tags, whole).await;
        }
        let page = self.page(&key, tags, fill).await?;
        let pieces = self.pieces(&key.vary, page.things(), form.write).await?;
        page.joined(req, &pieces, form.cut)
    }

    /// Those of these things that are there, in their order.
    async fn pieces<W, G>(&self, vary: &Arc<str>, things: &[Thing], write: W) -> Result<Vec<Arc<Piece>>, Failure>
    where
        W: FnOnce(Vec<Thing>) -> G,
        G: Future<Output = Result<Vec<Written>, Failure>>,
    {
        let inner = &self.0;
        let key = |thing: &Thing| PieceKey { thing: *thing, vary: vary.clone() };
        let find = |thing: &Thing| inner.pieces.right(&key(thing), &inner.changes, inner.max_age);
        let mut found: Vec<Option<Arc<Piece>>> = things.iter().map(find).collect();
        let missing: Vec<Thing> =
            things.iter().zip(&found).filter(|(_, piece)| piece.is_none()).map(|(thing, _)| *thing).collect();
        if !missing.is_empty() {
            let since = inner.changes.so_far();
            for written in write(missing).await? {
                let (thing, piece) = Piece::of(written, since);
                let piece = Arc::new(piece);
                inner.pieces.held.insert(key(&thing), piece.clone());
                for at in (0..things.len()).filter(|at| things[*at] == thing) {
                    found[at] = Some(piece.clone());
                }
            }
        }
        Ok(found.into_iter().flatten().collect())
    }
}

/// A whole answer of a frame and what belongs into it.
fn joined(
    rendered: Rendered,
    pieces: &[Arc<Piece>],
    cut: impl Fn(&str, &mut String) -> Result<(), Failure>,
) -> Result<Rendered, Failure> {
    let Some(gap) = rendered.gap.clone() else { return Ok(rendered) };
    let html = paste(&rendered.html, gap.at, pieces, cut)?;
    let tags = pieces.iter().flat_map(|piece| piece.tags.iter().copied());
    Ok(Rendered { html, gap: None, ..rendered }.tagged(tags))
}

fn paste(
    frame: &str,
    at: usize,
    pieces: &[Arc<Piece>],
    cut: impl Fn(&str, &mut String) -> Result<(), Failure>,
) -> Result<String, Failure> {
    let (before, after) = frame.split_at_checked(at).unwrap_or((frame, ""));
    let inside: usize = pieces.iter().map(|piece| piece.text.len() + 1).sum();
    let mut text = String::with_capacity(frame.len() + inside);
    text.push_str(before);
    for (nth, piece) in pieces.iter().enumerate() {
        if nth > 0 {
            text.push(',');
        }
        cut(&piece.text, &mut text)?;
    }
    text.push_str(after);
    Ok(text)
}

impl Page {
    fn things(&self) -> &[Thing] {
        self.gap.as_ref().map_or(&[], |gap| &gap.things)
    }

    fn joined(
        &self,
        req: &HttpRequest,
        pieces: &[Arc<Piece>],
        cut: impl Fn(&str, &mut String) -> Result<(), Failure>,
    ) -> Result<HttpResponse, Failure> {
        let mut hash = Sha256::new_with_prefix(self.etag.as_bytes());
        pieces.iter().for_each(|piece| hash.update(piece.hash));
        let etag = super::page::tag(&hash.finalize())?;
        if let Some(known) = self.known(req, &etag) {
            return Ok(known);
        }
        let frame = std::str::from_utf8(&self.identity).map_err(Failure::ours)?;
        let at = self.gap.as_ref().map_or(frame.len(), |gap| gap.at);
        let text = paste(frame, at, pieces, cut)?;
        let kind = HeaderValue::from_static(self.kind);
        Ok(self.headed(false, &etag).insert_header((header::CONTENT_TYPE, kind)).body(text))
    }
}
