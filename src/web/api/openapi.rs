//! The contract, as OpenAPI 3.1.
use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header;
use utoipa::OpenApi;

use crate::{carts, categories, checkouts, deliveries, order, products, recommendations};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "The shop's API",
        version = "1",
        description = "The shop for programs. No cookies and no keys: a basket's token opens the basket, an order's \
            token the order. Amounts are integers in minor units with their currency, times are RFC 3339, ids are text \
            with a prefix. Fields that are not known are refused. What goes wrong is `application/problem+json` with a \
            stable `code`.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later"),
    ),
    paths(
        show,
        products::list,
        products::one,
        recommendations::list,
        categories::list,
        carts::open,
        carts::view,
        carts::add,
        carts::set,
        carts::take_out,
        carts::put_coupon,
        carts::drop_coupon,
        deliveries::list,
        checkouts::prepare,
        checkouts::pay,
        checkouts::status,
        order::one,
    ),
    tags(
        (name = "catalogue", description = "What is sold"),
        (name = "carts", description = "Baskets, before any promise"),
        (name = "checkout", description = "From a basket to an order"),
        (name = "orders", description = "What became of it"),
    )
)]
struct Contract;

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let mut text = Contract::openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
});

/// The contract as JSON text.
pub fn document() -> &'static str {
    &TEXT
}

/// This document
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "contract", operation_id = "getContract", responses(
    (status = 200, description = "OpenAPI 3.1", body = serde_json::Value),
))]
pub(crate) async fn show() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, header::HeaderValue::from_static("application/json")))
        .insert_header((header::CACHE_CONTROL, header::HeaderValue::from_static("public, max-age=300")))
        .body(document())
}
