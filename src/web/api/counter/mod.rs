//! What programs of staff do: the same use cases as the back office, for whoever holds a token that somebody made there
//! (`/admin/settings/tokens`). A token may do what it was made for and what its maker still may, whichever is less.
pub(crate) mod fulfilments;
pub(crate) mod imports;
pub(crate) mod moving;
pub(crate) mod orders;
pub(crate) mod people;
pub(crate) mod pictures;
pub(crate) mod prices;
pub(crate) mod products;
pub(crate) mod refunds;
pub(crate) mod stock;

use actix_web::http::Method;
use kit::{Access, Failure, Once, Routes};
use serde::Serialize;
use utoipa::ToSchema;

/// Things done at once, at most.
const MOST_AT_ONCE: usize = 100;

pub(crate) fn routes(routes: Routes) -> Routes {
    const SEE_GOODS: Access = Access::Token("products.view");
    const GOODS: Access = Access::Token("products.manage");
    const PRICES: Access = Access::Token("prices.manage");
    const SEE_STOCK: Access = Access::Token("inventory.view");
    const STOCK: Access = Access::Token("inventory.manage");
    const SEE_ORDERS: Access = Access::Token("orders.view");
    const ORDERS: Access = Access::Token("orders.manage");
    const REFUNDS: Access = Access::Token("orders.refund");
    const SEE_PEOPLE: Access = Access::Token("customers.view");
    const PEOPLE: Access = Access::Token("customers.manage");
    let routes = routes
        .get("/api/v1/admin/products", SEE_GOODS, products::list)
        .once(Method::POST, "/api/v1/admin/products", GOODS, Once::ByKey, products::create)
        .get("/api/v1/admin/products/{id}", SEE_GOODS, products::one)
        .on(Method::PATCH, "/api/v1/admin/products/{id}", GOODS, products::change)
        .on(Method::DELETE, "/api/v1/admin/products/{id}", GOODS, products::archive)
        .on(Method::PUT, "/api/v1/admin/products/{id}/pictures", GOODS, pictures::arrange)
        .upload("/api/v1/admin/products/{id}/pictures", GOODS, pictures::MOST, pictures::hang)
        .on(Method::PATCH, "/api/v1/admin/products/{id}/variants/{variant}", GOODS, products::change_variant)
        .once(Method::POST, "/api/v1/admin/prices", PRICES, Once::ByKey, prices::put)
        .get("/api/v1/admin/locations", SEE_STOCK, stock::locations)
        .get("/api/v1/admin/stock", SEE_STOCK, stock::list)
        .once(Method::POST, "/api/v1/admin/stock", STOCK, Once::KeyNeeded, stock::book)
        .get("/api/v1/admin/stock/{variant}/movements", SEE_STOCK, stock::movements)
        .on(Method::PUT, "/api/v1/admin/stock/{variant}/terms", STOCK, stock::set_terms);
    let routes = routes
        .get("/api/v1/admin/transfers", SEE_STOCK, moving::transfers)
        .once(Method::POST, "/api/v1/admin/transfers", STOCK, Once::KeyNeeded, moving::create_transfer)
        .get("/api/v1/admin/transfers/{id}", SEE_STOCK, moving::transfer)
        .once(Method::POST, "/api/v1/admin/transfers/{id}/send", STOCK, Once::KeyNeeded, moving::send_transfer)
        .once(
            Method::POST,
            "/api/v1/admin/transfers/{id}/receive",
            STOCK,
            Once::KeyNeeded,
            moving::receive_transfer,
        )
        .once(Method::POST, "/api/v1/admin/transfers/{id}/end", STOCK, Once::KeyNeeded, moving::end_transfer)
        .get("/api/v1/admin/supplies", SEE_STOCK, moving::supplies)
        .once(Method::POST, "/api/v1/admin/supplies", STOCK, Once::KeyNeeded, moving::expect_supply)
        .get("/api/v1/admin/supplies/{id}", SEE_STOCK, moving::supply)
        .on(Method::PUT, "/api/v1/admin/supplies/{id}", STOCK, moving::change_supply)
        .once(Method::POST, "/api/v1/admin/supplies/{id}/receive", STOCK, Once::KeyNeeded, moving::receive_supply)
        .once(Method::POST, "/api/v1/admin/supplies/{id}/close", STOCK, Once::KeyNeeded, moving::close_supply);
    let routes = routes
        .get("/api/v1/admin/orders", SEE_ORDERS, orders::list)
        .get("/api/v1/admin/orders/{id}", SEE_ORDERS, orders::one)
        .once(Method::POST, "/api/v1/admin/orders/{id}/capture", ORDERS, Once::KeyNeeded, orders::capture)
        .once(Method::POST, "/api/v1/admin/orders/{id}/cancel", ORDERS, Once::KeyNeeded, orders::cancel)
        .get("/api/v1/admin/orders/{id}/notes", SEE_ORDERS, orders::notes)
        .once(Method::POST, "/api/v1/admin/orders/{id}/notes", ORDERS, Once::ByKey, orders::add_note)
        .on(Method::PUT, "/api/v1/admin/orders/{id}/tags", ORDERS, orders::set_tags)
        .get("/api/v1/admin/orders/{id}/fulfilments", SEE_ORDERS, fulfilments::list)
        .once(Method::POST, "/api/v1/admin/orders/{id}/fulfilments", ORDERS, Once::KeyNeeded, fulfilments::ship)
        .once(Method::POST, "/api/v1/admin/fulfilments", ORDERS, Once::KeyNeeded, fulfilments::ship_many)
        .get("/api/v1/admin/orders/{id}/refunds", SEE_ORDERS, refunds::list)
        .once(Method::POST, "/api/v1/admin/orders/{id}/refunds", REFUNDS, Once::KeyNeeded, refunds::give)
        .post("/api/v1/admin/orders/{id}/refunds/plan", REFUNDS, refunds::plan);
    routes
        .get("/api/v1/admin/customers", SEE_PEOPLE, people::list)
        .get("/api/v1/admin/customers/{id}", SEE_PEOPLE, people::one)
        .once(Method::POST, "/api/v1/admin/customers/{id}/notes", PEOPLE, Once::ByKey, people::add_note)
        .get("/api/v1/admin/imports", SEE_GOODS, imports::list)
        .upload("/api/v1/admin/imports", GOODS, imports::MOST, imports::bring)
        .get("/api/v1/admin/imports/{id}", SEE_GOODS, imports::one)
        .get("/api/v1/admin/imports/{id}/notes", SEE_GOODS, imports::notes)
        .post("/api/v1/admin/imports/{id}/stop", GOODS, imports::stop)
        .post("/api/v1/admin/imports/{id}/resume", GOODS, imports::resume)
        .post("/api/v1/admin/imports/{id}/start", GOODS, imports::start)
}

/// Why one thing of a list was not done.
#[derive(Serialize, ToSchema)]
pub(crate) struct ItemProblem {
    /// As `code` of a problem.
    #[schema(example = "not_found")]
    code: String,
    /// A sentence for people.
    detail: String,
}

impl ItemProblem {
    /// # Errors
    /// A failure of ours is the whole request's.
    fn of(failure: Failure) -> Result<Self, Failure> {
        if failure.status.is_server_error() {
            return Err(failure);
        }
        Ok(Self { code: failure.code.to_owned(), detail: failure.message.clone() })
    }
}

/// # Errors
/// None, or more than can be done at once.
fn enough<T>(items: &[T]) -> Result<(), Failure> {
    if (1..=MOST_AT_ONCE).contains(&items.len()) {
        return Ok(());
    }
    let told = "Send 1 to 100 things at once.";
    Err(Failure::invalid("bad_document", told).field("items", "too_many", told))
}

/// # Errors
/// What is no id of that kind leads nowhere.
fn id<K: kernel::Kind>(text: &str) -> Result<kernel::Id<K>, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}
