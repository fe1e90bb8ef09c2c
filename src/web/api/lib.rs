//! The JSON API, `/api/v1`: the shop for programs. The same facades as the pages, the same rules, the same errors.
//!
//! No cookies. Whoever holds a basket's token opens the basket, whoever holds an order's token sees the order, and the
//! tokens cannot be guessed; what is an account's own asks for the access token of whoever signed in ([`sessions`]), and
//! what staff do for a token that was made in the back office ([`counter`]). What goes wrong is
//! `application/problem+json` with a stable `code`; numbers that a program needs to react (what is left, what the total is
//! now) stand in its `errors`. The whole contract is `/api/v1/openapi.json`, kept as `docs/openapi.json`, and read by
//! people at `/api/docs`.
//!
//! One way for each of these, in [`receive`] and [`show`]: pages by cursor (`after`, `limit`, `next`), sparse fields
//! (`fields`), tags (`ETag`, `If-None-Match`, `If-Match`), lists of things done at once. Requests that happen once
//! (`Idempotency-Key`) are the table's doing ([`kit::Once`]).
//!
//! Handlers need `web::Data` of the facades they name, besides what [`kit::install`] puts there.
//!
//! **Architecture invariants:** no policy and no query lives here; amounts are integers in minor units and never
//! travel without their currency; a field or parameter that is not understood is refused, not ignored.
mod account;
mod addresses;
mod asked;
mod cards;
mod carts;
mod categories;
mod checkouts;
mod counter;
mod deliveries;
mod docs;
mod failures;
mod fields;
mod mine;
mod openapi;
mod order;
mod pages;
mod parts;
mod products;
mod receive;
mod recommendations;
mod sessions;
mod show;
mod suggestions;

use actix_web::http::Method;
use kit::{Access, Once, Routes};

pub use openapi::{breaking, document};

/// Every route of the API.
pub fn routes() -> Routes {
    house(Routes::new("api")).and(shop(Routes::new("api").of_the_shop())).and(counter::routes(Routes::new("api")))
}

/// There before the shop opens, too.
fn house(routes: Routes) -> Routes {
    routes
        .get("/api/v1/openapi.json", Access::Public, openapi::show)
        .page("/api/docs", Access::Public, docs::show)
        .get("/api/v1/pages", Access::Public, pages::list)
        .get("/api/v1/pages/{slug}", Access::Public, pages::one)
}

fn shop(routes: Routes) -> Routes {
    const MINE: Access = Access::Customer;
    let routes = routes
        .get("/api/v1/products", Access::Public, products::list)
        .get("/api/v1/products/{handle}", Access::Public, products::one)
        .get("/api/v1/recommendations", Access::Public, recommendations::list)
        .get("/api/v1/search", Access::Public, products::find)
        .get("/api/v1/suggestions", Access::Public, suggestions::show)
        .get("/api/v1/categories", Access::Public, categories::list)
        .get("/api/v1/categories/{slug}", Access::Public, categories::one)
        .post("/api/v1/carts", Access::Shopper, carts::open)
        .get("/api/v1/carts/{token}", Access::Shopper, carts::view)
        .once(Method::POST, "/api/v1/carts/{token}/lines", Access::Shopper, Once::ByKey, carts::add)
        .on(Method::PUT, "/api/v1/carts/{token}/lines/{variant}", Access::Shopper, carts::set)
        .on(Method::DELETE, "/api/v1/carts/{token}/lines/{variant}", Access::Shopper, carts::take_out)
        .on(Method::PUT, "/api/v1/carts/{token}/coupon", Access::Shopper, carts::put_coupon)
        .on(Method::DELETE, "/api/v1/carts/{token}/coupon", Access::Shopper, carts::drop_coupon)
        .get("/api/v1/carts/{token}/delivery-methods", Access::Shopper, deliveries::list)
        .get("/api/v1/payment-methods", Access::Shopper, deliveries::payments)
        .once(Method::POST, "/api/v1/carts/{token}/prepare", Access::Shopper, Once::Repeatable, checkouts::prepare)
        .once(Method::POST, "/api/v1/carts/{token}/pay", Access::Shopper, Once::Repeatable, checkouts::pay)
        .get("/api/v1/carts/{token}/checkout", Access::Shopper, checkouts::status)
        .get("/api/v1/orders/{order_token}", Access::Shopper, order::one)
        .once(Method::POST, "/api/v1/orders/{order_token}/cancel", Access::Shopper, Once::ByKey, order::cancel);
    routes
        .post("/api/v1/sessions", Access::Shopper, sessions::sign_in)
        .post("/api/v1/sessions/refresh", Access::Shopper, sessions::refresh)
        .on(Method::DELETE, "/api/v1/sessions/current", MINE, sessions::sign_out)
        .post("/api/v1/account/register", Access::Shopper, account::register)
        .post("/api/v1/account/confirm", Access::Shopper, account::confirm)
        .post("/api/v1/account/forgot", Access::Shopper, account::forgot)
        .get("/api/v1/account", MINE, account::show_mine)
        .on(Method::PATCH, "/api/v1/account", MINE, account::change)
        .on(Method::PUT, "/api/v1/account/password", MINE, account::change_password)
        .get("/api/v1/account/sessions", MINE, sessions::list)
        .on(Method::DELETE, "/api/v1/account/sessions/{id}", MINE, sessions::end)
        .get("/api/v1/account/addresses", MINE, addresses::list)
        .post("/api/v1/account/addresses", MINE, addresses::add)
        .on(Method::PUT, "/api/v1/account/addresses/{id}", MINE, addresses::change)
        .on(Method::DELETE, "/api/v1/account/addresses/{id}", MINE, addresses::remove)
        .get("/api/v1/account/cards", MINE, cards::list)
        .on(Method::DELETE, "/api/v1/account/cards/{id}", MINE, cards::remove)
        .get("/api/v1/account/wishes", MINE, account::wishes)
        .on(Method::PUT, "/api/v1/account/wishes/{variant}", MINE, account::wish)
        .on(Method::DELETE, "/api/v1/account/wishes/{variant}", MINE, account::unwish)
        .post("/api/v1/account/cart", MINE, mine::basket)
        .get("/api/v1/account/orders", MINE, mine::list)
        .get("/api/v1/account/orders/{number}", MINE, mine::one)
        .once(Method::POST, "/api/v1/account/orders/{number}/reorder", MINE, Once::ByKey, mine::again)
}
