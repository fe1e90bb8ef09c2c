//! From SVG text to picture files, without leaving the process.
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// The widest picture that is drawn, in pixels.
pub const MAX_WIDTH: u32 = 4096;

/// Why a drawing did not become a picture.
#[derive(Debug, thiserror::Error)]
pub enum RasterError {
    #[error("the drawing cannot be read: {0}")]
    Svg(String),
    #[error("a picture {0} × {1} pixels large is not drawn; use 1 to {MAX_WIDTH} each way")]
    Size(u32, u32),
    #[error("the picture cannot be written: {0}")]
    Encode(String),
}

/// Draws `svg` at `width` pixels; the height follows from its own proportions.
///
/// # Errors
/// Text that is not SVG, or a width of 0 or so large that a side passes [`MAX_WIDTH`].
fn draw(svg: &str, width: u32) -> Result<Pixmap, RasterError> {
    let tree = Tree::from_str(svg, &Options::default()).map_err(|e| RasterError::Svg(e.to_string()))?;
    let size = tree.size();
    let scale = width as f32 / size.width();
    let height = (size.height() * scale).round() as u32;
    if !(1..=MAX_WIDTH).contains(&width) || !(1..=MAX_WIDTH).contains(&height) {
        return Err(RasterError::Size(width, height));
    }
    let mut picture = Pixmap::new(width, height).ok_or(RasterError::Size(width, height))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    Ok(picture)
}

/// The drawing as WebP, `width` pixels wide. Transparent places turn white: tiles have none.
///
/// # Errors
/// See [`RasterError`].
pub fn webp(svg: &str, width: u32) -> Result<Vec<u8>, RasterError> {
    let picture = draw(svg, width)?;
    let rgb: Vec<u8> = picture
        .data()
        .chunks_exact(4)
        .flat_map(|p| {
            let white = 255 - p[3];
            [p[0].saturating_add(white), p[1].saturating_add(white), p[2].saturating_add(white)]
        })
        .collect();
    let mut config = webp::WebPConfig::new().map_err(|()| RasterError::Encode("no settings".into()))?;
    config.quality = QUALITY;
    config.method = METHOD;
    let encoder = webp::Encoder::from_rgb(&rgb, picture.width(), picture.height());
    encoder.encode_advanced(&config).map(|file| file.to_vec()).map_err(|e| RasterError::Encode(format!("{e:?}")))
}

/// Flat colours show no loss at this quality, and edges stay clean.
const QUALITY: f32 = 84.0;
/// From 0, libwebp's fastest, to 6: this one writes half as many bytes as 0.
const METHOD: i32 = 3;

/// The drawing as PNG, `width` pixels wide.
///
/// # Errors
/// See [`RasterError`].
pub fn png(svg: &str, width: u32) -> Result<Vec<u8>, RasterError> {
    draw(svg, width)?.encode_png().map_err(|e| RasterError::Encode(e.to_string()))
}
