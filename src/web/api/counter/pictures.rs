//! Pictures of products: brought, put in order, taken down.
use actix_web::{HttpRequest, web};
use bytes::BytesMut;
use catalog::Focus;
use db::Db;
use flows::goods::{Bring, Goods};
use futures_util::StreamExt as _;
use kernel::kinds::{PictureId, ProductId};
use kit::{Failure, TokenVisit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::id;
use super::products::{Rooms, shown};
use crate::failures::{Problem, of_catalog, of_goods};
use crate::parts::picture_url;
use crate::receive::{Body, seen_version};
use crate::show::{Answer, Fields};

/// The largest file, in bytes: what the media room takes, and a little, so that it says so itself.
pub(crate) const MOST: usize = 13 * 1024 * 1024;

/// A picture of a product.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffPicture {
    #[schema(value_type = String, example = "pic_01j…")]
    id: PictureId,
    /// What it shows, for those who do not see it.
    alt: String,
    /// Pixels of the original.
    width: u32,
    height: u32,
    /// 960 pixels wide.
    url: String,
}

impl StaffPicture {
    pub(super) fn of(origin: &str, p: catalog::Picture) -> Self {
        Self { url: picture_url(origin, p.id, 960), id: p.id, alt: p.alt, width: p.width, height: p.height }
    }
}

/// One of a product's pictures, in its new place.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlacedPicture {
    #[schema(value_type = String, example = "pic_01j…")]
    id: PictureId,
    /// At most 300 characters; as it was when it is missing.
    #[schema(max_length = 300)]
    alt: Option<String>,
    /// The point that cropping keeps in sight, in percent from the left and from the top.
    focus: Option<PictureFocus>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PictureFocus {
    #[schema(maximum = 100)]
    x: u8,
    #[schema(maximum = 100)]
    y: u8,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlacedPictures {
    /// All that stay, in their order.
    pictures: Vec<PlacedPicture>,
}

/// Hang a picture behind those that a product has
///
/// The body is the file itself, a JPEG, PNG or WebP of up to 12 MB and 25 million pixels. It is drawn anew in several
/// sizes; the product's title says what it shows until somebody says otherwise.
#[utoipa::path(post, path = "/api/v1/admin/products/{id}/pictures", tag = "staff: products", operation_id = "hangPicture",
    params(("id" = String, Path, description = "The product's", example = "prd_01j0000000000000000000000a")),
    request_body(content = String, content_type = "application/octet-stream"),
    security(("staff_token" = ["products.manage"])), responses(
    (status = 200, description = "The product", body = super::products::StaffProduct),
    (status = "default", description = "What went wrong: `not_a_picture`, `picture_damaged`, `picture_too_large`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn hang(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    mut body: web::Payload,
    goods: web::Data<Goods>,
    rooms: Rooms,
) -> Answer {
    let of: ProductId = id(&of)?;
    let mut bytes = BytesMut::new();
    while let Some(chunk) = body.next().await {
        let broken = |_| Failure::invalid("bad_file", "The file did not come whole.");
        bytes.extend_from_slice(&chunk.map_err(broken)?);
    }
    let file = Bring { name: "picture".to_owned(), bytes: bytes.to_vec() };
    let brought = goods.add_pictures(&program.actor, of, vec![file]).await.map_err(of_goods)?;
    if let Some((_, refused)) = brought.refused.into_iter().next() {
        return Err(Failure::of(&refused));
    }
    shown(&req, &program, &rooms, of, &Fields::default()).await
}

/// Put a product's pictures in order
///
/// Exactly these hang from now on, in this order; those that are not named are taken down, from its variants too.
#[utoipa::path(put, path = "/api/v1/admin/products/{id}/pictures", tag = "staff: products",
    operation_id = "arrangePictures", params(
        ("id" = String, Path, description = "The product's", example = "prd_01j0000000000000000000000a"),
        ("If-Match" = String, Header, description = "The `ETag` of the product that was seen"),
    ),
    request_body = PlacedPictures, security(("staff_token" = ["products.manage"])), responses(
    (status = 200, description = "The product", body = super::products::StaffProduct),
    (status = "default", description = "What went wrong: `changed_meanwhile`, `invalid`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn arrange(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    Body(placed): Body<PlacedPictures>,
    db: web::Data<Db>,
    rooms: Rooms,
) -> Answer {
    let (of, version): (ProductId, i64) = (id(&of)?, seen_version(&req)?);
    let sheet = rooms.catalog.sheet(of).await?.ok_or_else(Failure::not_found)?;
    let mut pictures: Vec<catalog::Picture> = Vec::with_capacity(placed.pictures.len());
    for wanted in placed.pictures {
        let held = sheet.product.pictures.iter().find(|held| held.id == wanted.id);
        let twice = pictures.iter().any(|placed| placed.id == wanted.id);
        let Some(held) = held.filter(|_| !twice) else {
            let told = "Name pictures of this product, each once.";
            return Err(Failure::invalid("invalid", told).field("pictures.id", "bad_value", told));
        };
        let mut picture = held.clone();
        picture.alt = wanted.alt.unwrap_or(picture.alt);
        picture.focus = wanted.focus.map_or(picture.focus, |focus| Focus::at(focus.x, focus.y));
        pictures.push(picture);
    }
    let catalog = rooms.catalog.clone();
    db.write(&program.actor, move |tx| catalog.set_pictures(tx, of, version, &pictures))
        .await
        .map_err(of_catalog)?;
    shown(&req, &program, &rooms, of, &Fields::default()).await
}
