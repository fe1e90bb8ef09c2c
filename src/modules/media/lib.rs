//! Media: pictures as files, and what is known of them.
//!
//! Owns `media_assets` and the files below its folder: `media/<first two letters>/<id>/source.*` and `<width>.webp`.
//! Shoppers only ever get the re-encoded WebP files, and of what people bring nothing else is kept. Never knows which product shows a picture.
mod dialect;
mod files;
#[cfg(test)]
mod tests;
mod upload;

use std::path::PathBuf;
use std::sync::Arc;

use db::{Db, DbError, Tx};
use diesel::prelude::*;
use events::Job;
use kernel::kinds::PictureId;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

pub use upload::{MOST_BYTES, MOST_PIXELS, Prepared};

diesel::table! {
    media_assets (id) {
        id -> Binary,
        source_type -> Text,
        width -> BigInt,
        height -> BigInt,
        sizes -> Text,
        created_at -> BigInt,
    }
}

/// The widths pages ask for, in pixels; 750 fills most phones. A width that is not there yet is answered with the nearest
/// one.
pub const WIDTHS: [u32; 4] = [240, 480, 750, 960];

#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    #[error("the picture's file could not be written: {0}")]
    Io(#[from] std::io::Error),
    #[error("this is not a picture; bring a JPEG, PNG or WebP file")]
    NotAPicture,
    #[error("this picture is damaged; save it anew, and bring it again")]
    Damaged,
    #[error("this file is larger than 12 MB; make the picture smaller, and bring it again")]
    TooLarge,
    #[error("this picture has more than 25 million pixels; make it smaller, and bring it again")]
    TooManyPixels,
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(MediaError);

impl kernel::Coded for MediaError {
    fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "media_io",
            Self::NotAPicture => "not_a_picture",
            Self::Damaged => "picture_damaged",
            Self::TooLarge => "picture_too_large",
            Self::TooManyPixels => "picture_too_many_pixels",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::Io(_) => Fault::Ours,
            Self::NotAPicture | Self::Damaged | Self::TooLarge | Self::TooManyPixels => Fault::Invalid,
            Self::Db(e) => e.fault(),
        }
    }
}

/// Makes the sizes of a picture that are still missing.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct RenderSizes {
    pub picture: PictureId,
}
impl Job for RenderSizes {
    const KIND: &'static str = "media.render_sizes";
    fn options(&self) -> events::JobOptions {
        events::JobOptions {
            unique_key: Some(format!("{}:{}", Self::KIND, self.picture)),
            // One after the other: pictures never take the whole machine from shoppers.
            ordering_key: Some(Self::KIND.to_owned()),
            priority: -10,
            ..events::JobOptions::default()
        }
    }
}

/// What is known of a picture.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = media_assets)]
pub struct Asset {
    pub id: PictureId,
    /// A MIME type.
    pub source_type: String,
    pub width: i64,
    pub height: i64,
    sizes: String,
}

impl Asset {
    /// The widths that exist.
    pub fn sizes(&self) -> Vec<u32> {
        serde_json::from_str(&self.sizes).unwrap_or_default()
    }
}

#[derive(Clone)]
pub struct Media {
    db: Db,
    root: PathBuf,
    decoding: Arc<Semaphore>,
}

impl Media {
    /// `root` is the folder that files go to; it is made when missing.
    pub fn new(db: Db, root: PathBuf) -> Self {
        Self { db, root, decoding: Arc::new(Semaphore::new(1)) }
    }

    /// The path of a picture in a page.
    pub fn path(id: PictureId, width: u32) -> String {
        format!("/media/{id}/{width}.webp")
    }

    /// Writes the original, durably enough to re-make all else from it. Call before [`Media::register`].
    pub fn write_source(&self, id: PictureId, source_type: &str, bytes: &[u8]) -> Result<(), MediaError> {
        Ok(files::write(&self.root, id, &files::source_name(source_type), bytes)?)
    }

    /// Writes one size as WebP.
    pub fn write_size(&self, id: PictureId, width: u32, webp: &[u8]) -> Result<(), MediaError> {
        Ok(files::write(&self.root, id, &format!("{width}.webp"), webp)?)
    }

    pub fn read_source(&self, asset: &Asset) -> Result<Vec<u8>, MediaError> {
        Ok(std::fs::read(files::path(&self.root, asset.id, &files::source_name(&asset.source_type)))?)
    }

    /// The file of a size; where it does not exist yet, the nearest one. Reads the disk: call it from a thread that
    /// may block. The flag says whether it is the very size that was asked for.
    pub fn read_nearest(&self, id: PictureId, width: u32) -> Option<(Vec<u8>, bool)> {
        let mut widths = WIDTHS;
        // Of two that are as near, the one that is sharp enough.
        widths.sort_by_key(|w| (w.abs_diff(width), *w < width));
        widths.iter().find_map(|w| {
            let bytes = std::fs::read(files::path(&self.root, id, &format!("{w}.webp"))).ok()?;
            Some((bytes, *w == width))
        })
    }

    /// Notes a picture whose files are written.
    pub fn register(
        &self,
        tx: &mut Tx<'_>,
        id: PictureId,
        source_type: &str,
        (width, height): (u32, u32),
        sizes: &[u32],
    ) -> Result<(), MediaError> {
        let sizes = serde_json::to_string(sizes).unwrap_or_default();
        let now = tx.now();
        dialect::register(tx, id, source_type, (width, height), &sizes, now)?;
        Ok(())
    }

    /// Pictures by id; unknown ones are missing.
    pub async fn assets(&self, ids: &[PictureId]) -> Result<Vec<Asset>, MediaError> {
        let ids = ids.to_vec();
        self.db.read(move |c| Self::assets_in(c, &ids)).await
    }

    /// [`Media::assets`] on a connection at hand.
    pub fn assets_in(conn: &mut db::Conn, ids: &[PictureId]) -> Result<Vec<Asset>, MediaError> {
        let rows = media_assets::table
            .filter(media_assets::id.eq_any(ids))
            .order(media_assets::id.asc())
            .select(Asset::as_select())
            .load(conn)?;
        Ok(rows)
    }
}
