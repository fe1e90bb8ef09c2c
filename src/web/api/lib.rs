//! The JSON API, `/api/v1`: the shop for programs. The same facades as the pages, the same rules, the same errors.
//!
//! No cookies: whoever holds a basket's token opens the basket, whoever holds an order's token sees the order, and the
//! tokens cannot be guessed. What goes wrong is `application/problem+json` with a stable `code`; numbers that a
//! program needs to react (what is left, what the total is now) stand in its `errors`. The whole contract is
//! `/api/v1/openapi.json`, kept as `docs/openapi.json`.
//!
//! Handlers need `web::Data` of [`Catalog`](catalog::Catalog), [`Pricing`](pricing::Pricing),
//! [`Inventory`](inventory::Inventory), [`Shipping`](shipping::Shipping), [`Carts`](cart::Carts),
//! [`Checkout`](checkout::Checkout) and [`Orders`](orders::Orders), besides what [`kit::install`] puts there.
//!
//! **Architecture invariants:** no policy and no query lives here; amounts are integers in minor units and never
//! travel without their currency; a field that is not understood is refused, not ignored.
mod carts;
mod categories;
mod checkouts;
mod deliveries;
mod failures;
mod openapi;
mod order;
mod parts;
mod products;
mod receive;
mod recommendations;
mod show;

use actix_web::http::Method;
use kit::{Access, Routes};

pub use openapi::document;

/// Every route of the API.
pub fn routes() -> Routes {
    Routes::new("api")
        .get("/api/v1/openapi.json", Access::Public, openapi::show)
        .of_the_shop()
        .get("/api/v1/products", Access::Public, products::list)
        .get("/api/v1/products/{handle}", Access::Public, products::one)
        .get("/api/v1/recommendations", Access::Public, recommendations::list)
        .get("/api/v1/categories", Access::Public, categories::list)
        .post("/api/v1/carts", Access::Shopper, carts::open)
        .get("/api/v1/carts/{token}", Access::Shopper, carts::view)
        .post("/api/v1/carts/{token}/lines", Access::Shopper, carts::add)
        .on(Method::PUT, "/api/v1/carts/{token}/lines/{variant}", Access::Shopper, carts::set)
        .on(Method::DELETE, "/api/v1/carts/{token}/lines/{variant}", Access::Shopper, carts::take_out)
        .on(Method::PUT, "/api/v1/carts/{token}/coupon", Access::Shopper, carts::put_coupon)
        .on(Method::DELETE, "/api/v1/carts/{token}/coupon", Access::Shopper, carts::drop_coupon)
        .get("/api/v1/carts/{token}/delivery-methods", Access::Shopper, deliveries::list)
        .post("/api/v1/carts/{token}/prepare", Access::Shopper, checkouts::prepare)
        .post("/api/v1/carts/{token}/pay", Access::Shopper, checkouts::pay)
        .get("/api/v1/carts/{token}/checkout", Access::Shopper, checkouts::status)
        .get("/api/v1/orders/{order_token}", Access::Shopper, order::one)
}
