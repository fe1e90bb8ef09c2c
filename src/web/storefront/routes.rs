//! Where everything is.
use actix_web::http::header;
use actix_web::{HttpResponse, Responder};
use kit::{Access, Routes};

use crate::account::{self, cards, details, door, notices, orders as own, wishes};
use crate::{
    address, aftersale, basket, beside, card, category, coupon, feed, finding, home, order, payment, pictures,
    product, reading, sitemap,
};

/// The storefront's addresses. Handlers want a `web::Data<Rooms>`.
pub fn routes() -> Routes {
    Routes::new("storefront")
        .of_the_shop()
        .get("/", Access::Public, home::show)
        .get("/c/{slug}", Access::Public, category::show)
        .get("/search", Access::Public, finding::show)
        .get("/search/suggest", Access::Public, finding::suggest)
        .get("/p/{handle}", Access::Public, product::show)
        .get("/admin/products/{id}/preview", Access::Staff("products.view"), product::preview)
        .get("/for-you", Access::Shopper, beside::for_you)
        .get("/cart", Access::Shopper, basket::show)
        .get("/cart/summary", Access::Shopper, basket::summary)
        .post("/cart/lines", Access::Shopper, basket::add)
        .post("/cart/lines/{variant}", Access::Shopper, basket::change)
        .post("/cart/coupon", Access::Shopper, coupon::change)
        .get("/checkout", Access::Shopper, address::show)
        .post("/checkout", Access::Shopper, address::take)
        .get("/checkout/payment", Access::Shopper, payment::show)
        .post("/checkout/payment", Access::Shopper, payment::take)
        .get("/checkout/card", Access::Shopper, card::show)
        .post("/checkout/card/leave", Access::Shopper, card::leave)
        .get("/checkout/pending", Access::Shopper, payment::pending)
        .get("/orders/find", Access::Shopper, aftersale::find_page)
        .post("/orders/find", Access::Shopper, aftersale::find)
        .get("/orders/{token}", Access::Shopper, order::show)
        .get("/orders/{token}/cancel", Access::Shopper, aftersale::cancel_page)
        .post("/orders/{token}/cancel", Access::Shopper, aftersale::cancel)
        .and(account_routes())
        .of_the_house()
        .get("/pages/{slug}", Access::Public, reading::show)
        .get("/media/{id}/{width}.webp", Access::Public, pictures::show)
        .of_the_shop()
        .get("/robots.txt", Access::Public, sitemap::robots)
        .get("/feeds/google.xml", Access::Public, feed::google)
        .get("/feeds/google-{country}.xml", Access::Public, feed::google_for)
        .get("/sitemap.xml", Access::Public, sitemap::index)
        .get("/sitemap-{part}.xml", Access::Public, sitemap::part)
        .of_the_house()
        .get("/favicon.ico", Access::Public, favicon)
        .assets()
}

fn account_routes() -> Routes {
    Routes::new("storefront")
        .of_the_shop()
        .get("/account/sign-in", Access::Shopper, door::sign_in_page)
        .post("/account/sign-in", Access::Shopper, door::sign_in)
        .post("/account/sign-out", Access::Shopper, door::sign_out)
        .get("/account/register", Access::Shopper, door::register_page)
        .post("/account/register", Access::Shopper, door::register)
        .get("/account/confirm", Access::Shopper, door::confirm_page)
        .post("/account/confirm", Access::Shopper, door::confirm)
        .get("/account/forgot", Access::Shopper, door::forgot_page)
        .post("/account/forgot", Access::Shopper, door::forgot)
        .get("/account/reset", Access::Shopper, door::reset_page)
        .post("/account/reset", Access::Shopper, door::reset)
        .get("/account/email", Access::Shopper, door::email_page)
        .post("/account/email", Access::Shopper, door::email)
        .get("/account/deleted", Access::Shopper, details::deleted)
        .get("/account", Access::Customer, account::show)
        .get("/account/orders", Access::Customer, own::list)
        .get("/account/orders/{number}", Access::Customer, own::show)
        .post("/account/orders/{number}/again", Access::Customer, own::again)
        .get("/account/addresses", Access::Customer, account::book_list)
        .post("/account/addresses", Access::Customer, account::book_save)
        .get("/account/addresses/new", Access::Customer, account::book_new)
        .get("/account/addresses/{id}", Access::Customer, account::book_edit)
        .post("/account/addresses/{id}", Access::Customer, account::book_act)
        .get("/account/cards", Access::Customer, cards::list)
        .post("/account/cards/{id}", Access::Customer, cards::act)
        .get("/account/wishes", Access::Customer, wishes::list)
        .post("/account/wishes", Access::Shopper, wishes::add)
        .post("/account/wishes/{variant}", Access::Customer, wishes::act)
        .post("/stock-notices", Access::Shopper, notices::ask)
        .get("/stock-notices/confirm", Access::Shopper, notices::confirm_page)
        .post("/stock-notices/confirm", Access::Shopper, notices::confirm)
        .get("/account/details", Access::Customer, details::show)
        .get("/account/details/name", Access::Customer, details::name_page)
        .post("/account/details/name", Access::Customer, details::name)
        .get("/account/details/email", Access::Customer, details::email_page)
        .post("/account/details/email", Access::Customer, details::email)
        .get("/account/details/password", Access::Customer, details::password_page)
        .post("/account/details/password", Access::Customer, details::password)
        .post("/account/sessions", Access::Customer, details::end_sessions)
        .get("/account/export", Access::Customer, details::export)
        .get("/account/delete", Access::Customer, details::delete_page)
        .post("/account/delete", Access::Customer, details::delete)
}

/// Browsers ask here without being told to; pages name the icon's own address.
async fn favicon() -> impl Responder {
    HttpResponse::Found()
        .insert_header((header::LOCATION, kit::assets::url("favicon.svg")))
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .finish()
}
