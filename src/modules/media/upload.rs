//! Pictures that people bring: decoded within limits, turned upright, made small, and written anew, so that nothing of
//! the file itself (where it was taken, with what, and what else hides in it) reaches anybody.
use std::io::Cursor;

use db::Tx;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use kernel::kinds::PictureId;

use crate::{Media, MediaError, WIDTHS};

/// The largest file that is taken, in bytes.
pub const MOST_BYTES: usize = 12 * 1024 * 1024;
/// The largest picture that is decoded. Its pixels fit in 75 MB, or 100 MB with transparency, for a moment.
pub const MOST_PIXELS: u64 = 25_000_000;
/// What is kept to make other sizes from is at most so wide and high.
const KEPT: u32 = 2400;
const KEPT_QUALITY: f32 = 90.0;
/// Photographs show no loss at this quality where pages show them.
const QUALITY: f32 = 80.0;
const SOURCE: &str = "image/webp";

/// A picture whose files are written, not noted yet.
#[derive(Clone, Copy, Debug)]
pub struct Prepared {
    pub id: PictureId,
    /// Pixels of what is kept.
    pub width: u32,
    pub height: u32,
}

impl Media {
    /// Reads a file as a picture and writes it in every size. One at a time, off the threads that answer: a large
    /// picture takes memory.
    ///
    /// # Errors
    /// [`MediaError::NotAPicture`], [`MediaError::TooLarge`], [`MediaError::TooManyPixels`],
    /// [`MediaError::Damaged`]: for the one who brought it.
    pub async fn prepare(&self, bytes: Vec<u8>) -> Result<Prepared, MediaError> {
        if bytes.len() > MOST_BYTES {
            return Err(MediaError::TooLarge);
        }
        let permit = self.decoding.clone().acquire_owned().await.map_err(|_| MediaError::Damaged)?;
        let (media, id) = (self.clone(), PictureId::new(self.db.clock().now()));
        let work = move || {
            let _permit = permit;
            media.write_picture(id, &bytes)
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(MediaError::Damaged))
    }

    /// [`Media::prepare`] for threads that may block and bring one picture at a time.
    ///
    /// # Errors
    /// As [`Media::prepare`].
    pub fn prepare_now(&self, bytes: &[u8]) -> Result<Prepared, MediaError> {
        if bytes.len() > MOST_BYTES {
            return Err(MediaError::TooLarge);
        }
        self.write_picture(PictureId::new(self.db.clock().now()), bytes)
    }

    fn write_picture(&self, id: PictureId, bytes: &[u8]) -> Result<Prepared, MediaError> {
        let mut picture = decode(bytes)?;
        if picture.width() > KEPT || picture.height() > KEPT {
            picture = picture.resize(KEPT, KEPT, FilterType::CatmullRom);
        }
        let (width, height) = (picture.width(), picture.height());
        self.write_source(id, SOURCE, &webp(&picture, KEPT_QUALITY)?)?;
        // Each from the next larger one: a quarter of the work, and nobody sees it.
        for size in WIDTHS.into_iter().rev() {
            if picture.width() > size {
                let high = (u64::from(picture.height()) * u64::from(size) / u64::from(picture.width())).max(1);
                picture = picture.resize_exact(size, high as u32, FilterType::CatmullRom);
            }
            self.write_size(id, size, &webp(&picture, QUALITY)?)?;
        }
        Ok(Prepared { id, width, height })
    }

    /// Notes a prepared picture, in the unit of work that hangs it somewhere.
    pub fn keep(&self, tx: &mut Tx<'_>, prepared: &Prepared) -> Result<(), MediaError> {
        self.register(tx, prepared.id, SOURCE, (prepared.width, prepared.height), &WIDTHS)
    }
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, MediaError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    if reader.format().is_none() {
        return Err(MediaError::NotAPicture);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 4 + 16 * 1024 * 1024);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| match e {
        image::ImageError::Unsupported(_) => MediaError::NotAPicture,
        image::ImageError::Limits(_) => MediaError::TooManyPixels,
        _ => MediaError::Damaged,
    })?;
    // What the head says is asked before anything is unpacked.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width == 0 || height == 0 {
        return Err(MediaError::TooManyPixels);
    }
    if decoder.total_bytes() > MOST_PIXELS * 4 {
        return Err(MediaError::TooManyPixels);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|e| match e {
        image::ImageError::Limits(_) => MediaError::TooManyPixels,
        _ => MediaError::Damaged,
    })?;
    let mut picture = if picture.color().has_alpha() {
        DynamicImage::from(picture.into_rgba8())
    } else {
        DynamicImage::from(picture.into_rgb8())
    };
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn webp(picture: &DynamicImage, quality: f32) -> Result<Vec<u8>, MediaError> {
    let encoder = match picture {
        DynamicImage::ImageRgb8(p) => webp::Encoder::from_rgb(p, p.width(), p.height()),
        DynamicImage::ImageRgba8(p) => webp::Encoder::from_rgba(p, p.width(), p.height()),
        _ => return Err(MediaError::Damaged),
    };
    encoder.encode_simple(false, quality).map(|file| file.to_vec()).map_err(|_| MediaError::Damaged)
}
