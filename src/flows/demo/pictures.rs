//! The demo's pictures as files: each drawing once, under an id that follows from its name.
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use catalog::Picture;
use db::{Db, DbError, Lane, Tx};
use events::Recording;
use kernel::Actor;
use kernel::kinds::PictureId;
use media::{Media, MediaError, RenderSizes, WIDTHS};
use sha2::{Digest, Sha256};

use super::catalogue::PictureSpec;
use super::raster::{self, RasterError};
use crate::Progress;

const SVG: &str = "image/svg+xml";
/// The width that is drawn before the shop opens: what lists and phones show.
const FIRST: u32 = 480;
/// Pictures noted in one unit of work, each with its job.
const PIECE: usize = 32;

#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("sizes are only drawn from SVG, not from {0}")]
    Source(String),
    #[error("the drawing is not text")]
    Text,
    #[error(transparent)]
    Raster(#[from] RasterError),
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(PictureError: Media);

/// A drawing that hangs in the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Drawing {
    /// A product: 4 : 5.
    Tile(PictureSpec),
    /// A category: square.
    Room(PictureSpec),
}

impl Drawing {
    fn slug(&self) -> String {
        match self {
            Self::Tile(spec) => spec.slug(),
            Self::Room(spec) => format!("{}-room", spec.slug()),
        }
    }

    fn svg(&self) -> String {
        match self {
            Self::Tile(spec) => spec.tile(),
            Self::Room(spec) => spec.room(),
        }
    }

    /// Pixels of the drawing as it is written.
    fn size(&self) -> (u32, u32) {
        match self {
            Self::Tile(_) => (400, 500),
            Self::Room(_) => (400, 400),
        }
    }

    /// The first half of the SHA-256 of its name: the same in every demo shop.
    pub fn id(&self) -> PictureId {
        let mut id = [0; 16];
        id.copy_from_slice(&Sha256::digest(self.slug())[..16]);
        PictureId::from_bytes(id)
    }

    /// How the catalogue names it.
    pub fn named(&self, alt: impl Into<String>) -> Picture {
        let (width, height) = self.size();
        Picture { id: self.id(), alt: alt.into(), width, height, focus: catalog::Focus::MIDDLE }
    }
}

/// How many drawings were made ready.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hung {
    pub drawn: u64,
    /// Left altogether to the jobs.
    pub left: u64,
}

/// Writes every drawing that is not there yet: `at_once` with a picture to show, all others as their source only. What
/// is missing of each is left to a [`RenderSizes`] job.
pub(super) fn hang(
    db: &Db,
    media: &Media,
    actor: &Actor,
    at_once: &[Drawing],
    later: &[Drawing],
    progress: &dyn Progress,
) -> Result<Hung, PictureError> {
    let mut seen = HashSet::new();
    let all = at_once.iter().map(|d| (*d, true)).chain(later.iter().map(|d| (*d, false)));
    let mut missing: Vec<(Drawing, bool)> = all.filter(|(d, _)| seen.insert(*d)).collect();
    let there = present(db, media, &missing)?;
    missing.retain(|(d, _)| !there.contains(&d.id()));

    progress.begin("Pictures", missing.len() as u64);
    let outcome = draw(media, &missing, progress);
    progress.end();
    outcome?;
    for piece in missing.chunks(PIECE) {
        let (media, piece) = (media.clone(), piece.to_vec());
        db.write_now(Lane::Bulk, actor, move |tx| note(tx, &media, &piece))?;
    }
    let drawn = missing.iter().filter(|(_, now)| *now).count() as u64;
    Ok(Hung { drawn, left: missing.len() as u64 - drawn })
}

/// Those that are known and whose files are where they should be.
fn present(db: &Db, media: &Media, drawings: &[(Drawing, bool)]) -> Result<HashSet<PictureId>, PictureError> {
    let ids: Vec<PictureId> = drawings.iter().map(|(d, _)| d.id()).collect();
    let mut there = HashSet::with_capacity(ids.len());
    for ids in ids.chunks(500) {
        for asset in db.read_now(|c| Media::assets_in(c, ids))? {
            if asset.sizes().is_empty() || media.read_nearest(asset.id, FIRST).is_some() {
                there.insert(asset.id);
            }
        }
    }
    Ok(there)
}

/// One thread a core; each takes the next drawing until none is left or one fails.
fn draw(media: &Media, drawings: &[(Drawing, bool)], progress: &dyn Progress) -> Result<(), PictureError> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<(), PictureError> {
        while let Some((drawing, now)) = drawings.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (id, svg) = (drawing.id(), drawing.svg());
            let outcome = media.write_source(id, SVG, svg.as_bytes()).map_err(PictureError::from).and_then(|()| {
                if *now {
                    media.write_size(id, FIRST, &raster::webp(&svg, FIRST)?)?;
                }
                Ok(())
            });
            if outcome.is_err() {
                next.store(drawings.len(), Ordering::Relaxed);
                return outcome;
            }
            progress.step(1);
        }
        Ok(())
    };
    let threads = thread::available_parallelism().map_or(2, usize::from).min(drawings.len());
    thread::scope(|scope| {
        let hands: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        hands.into_iter().try_for_each(|hand| hand.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn note(tx: &mut Tx<'_>, media: &Media, piece: &[(Drawing, bool)]) -> Result<(), PictureError> {
    for (drawing, now) in piece {
        let sizes: &[u32] = if *now { &[FIRST] } else { &[] };
        media.register(tx, drawing.id(), SVG, drawing.size(), sizes)?;
        tx.enqueue(&RenderSizes { picture: drawing.id() })?;
    }
    Ok(())
}

/// The work behind [`RenderSizes`]: draws the [`WIDTHS`] that are missing and notes them. Answers which it drew; none
/// when all are there, or the picture is gone. Doing it twice does no harm. Takes milliseconds a picture and writes
/// files: call it from a thread that may block.
///
/// # Errors
/// A source that is no SVG; a disk that is full; the database.
pub fn render_sizes(db: &Db, media: &Media, actor: &Actor, picture: PictureId) -> Result<Vec<u32>, PictureError> {
    let Some(asset) = db.read_now(|c| Media::assets_in(c, &[picture]))?.pop() else { return Ok(Vec::new()) };
    if asset.source_type != SVG {
        return Err(PictureError::Source(asset.source_type));
    }
    let mut sizes = asset.sizes();
    let missing: Vec<u32> = WIDTHS.into_iter().filter(|w| !sizes.contains(w)).collect();
    if missing.is_empty() {
        return Ok(missing);
    }
    let svg = String::from_utf8(media.read_source(&asset)?).map_err(|_| PictureError::Text)?;
    for width in &missing {
        media.write_size(picture, *width, &raster::webp(&svg, *width)?)?;
    }
    sizes.extend(&missing);
    sizes.sort_unstable();
    let (media, width, height) = (media.clone(), asset.width as u32, asset.height as u32);
    db.write_now(Lane::Bulk, actor, move |tx| -> Result<(), PictureError> {
        Ok(media.register(tx, picture, SVG, (width, height), &sizes)?)
    })?;
    Ok(missing)
}
