//! Where everything is.
use actix_web::http::header;
use actix_web::{HttpResponse, Responder};
use kit::{Access, Routes};

use crate::{address, basket, category, finding, home, order, payment, pictures, product, sitemap};

/// The storefront's addresses. Handlers want a `web::Data<Rooms>`.
pub fn routes() -> Routes {
    Routes::new("storefront")
        .get("/", Access::Public, home::show)
        .get("/c/{slug}", Access::Public, category::show)
        .get("/search", Access::Public, finding::show)
        .get("/search/suggest", Access::Public, finding::suggest)
        .get("/p/{handle}", Access::Public, product::show)
        .get("/admin/products/{id}/preview", Access::Staff("products.view"), product::preview)
        .get("/cart", Access::Shopper, basket::show)
        .get("/cart/summary", Access::Shopper, basket::summary)
        .post("/cart/lines", Access::Shopper, basket::add)
        .post("/cart/lines/{variant}", Access::Shopper, basket::change)
        .get("/checkout", Access::Shopper, address::show)
        .post("/checkout", Access::Shopper, address::take)
        .get("/checkout/payment", Access::Shopper, payment::show)
        .post("/checkout/payment", Access::Shopper, payment::take)
        .get("/checkout/pending", Access::Shopper, payment::pending)
        .get("/orders/{token}", Access::Shopper, order::show)
        .get("/media/{id}/{width}.webp", Access::Public, pictures::show)
        .get("/robots.txt", Access::Public, sitemap::robots)
        .get("/sitemap.xml", Access::Public, sitemap::index)
        .get("/sitemap-{part}.xml", Access::Public, sitemap::part)
        .get("/favicon.ico", Access::Public, favicon)
        .assets()
}

/// Browsers ask here without being told to; pages name the icon's own address.
async fn favicon() -> impl Responder {
    HttpResponse::Found()
        .insert_header((header::LOCATION, kit::assets::url("favicon.svg")))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .finish()
}
