//! Pictures, in the widths that pages ask for.
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use kernel::kinds::PictureId;
use kit::Failure;

use crate::Rooms;

/// A picture never changes under its id: the width asked for may be kept for ever, the nearest one for a moment only.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const DRAWING: &str = "image/svg+xml";
const A_MOMENT: &str = "public, max-age=10";

pub(crate) async fn show(
    req: HttpRequest,
    rooms: web::Data<Rooms>,
    asked: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (id, width) = asked.into_inner();
    let id: PictureId = id.parse().map_err(|_| Failure::not_found())?;
    let width: u32 = width.parse().map_err(|_| Failure::not_found())?;
    let media = rooms.media.clone();
    let found = web::block(move || media.read_nearest(id, width)).await.map_err(Failure::ours)?;
    let (bytes, exact, kind) = match found {
        Some((bytes, exact)) => (bytes, exact, "image/webp"),
        None => (drawing(&rooms, id).await?, false, DRAWING),
    };

    let etag = if exact { format!("\"{id}-{width}\"") } else { format!("\"{id}-near-{}\"", bytes.len()) };
    let known = req.headers().get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    let known = known.is_some_and(|tags| tags.split(',').any(|t| t.trim() == etag));
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::CACHE_CONTROL, if exact { FOR_EVER } else { A_MOMENT }))
        .insert_header((header::ETAG, etag))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'"));
    if known {
        return Ok(answer.finish());
    }
    Ok(answer.insert_header((header::CONTENT_TYPE, kind)).body(bytes))
}

/// What a picture's sizes are made from, while none is made yet. Only drawings are fit to be shown as they are.
async fn drawing(rooms: &Rooms, id: PictureId) -> Result<Vec<u8>, Failure> {
    let asset = rooms.media.assets(&[id]).await?.pop().filter(|a| a.source_type == DRAWING);
    let (media, asset) = (rooms.media.clone(), asset.ok_or_else(Failure::not_found)?);
    web::block(move || media.read_source(&asset)).await.map_err(Failure::ours)?.map_err(Failure::ours)
}
