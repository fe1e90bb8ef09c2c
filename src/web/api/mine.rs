//! Orders and the basket of whoever is signed in.
use actix_web::{HttpRequest, web};
use cart::{CartError, Carts};
use kit::{Failure, Visit};
use orders::Orders;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::carts::{Cart, by_token};
use crate::failures::{Problem, of_cart};
use crate::order::{Order, order};
use crate::products::OneParams;
use crate::receive::{Params, after, limit};
use crate::sessions::holder;
use crate::show::{self, Answer, Fields};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OrdersParams {
    /// `next` of the page before.
    after: Option<String>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// Only these fields of each order, with commas between them.
    #[param(example = "number,totals.total")]
    fields: Option<String>,
}

/// A page of somebody's orders.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyOrders {
    /// The newest first.
    items: Vec<Order>,
    /// What to ask for as `after`; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// My orders
#[utoipa::path(get, path = "/api/v1/account/orders", tag = "account", operation_id = "listMyOrders",
    params(OrdersParams), security(("shopper" = [])), responses(
    (status = 200, description = "A page of orders", body = MyOrders),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `signed_out`, `bad_cursor`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    req: HttpRequest,
    visit: Visit,
    Params(asked): Params<OrdersParams>,
    orders: web::Data<Orders>,
) -> Answer {
    let fields = Fields::parse(asked.fields.as_deref())?;
    let number = after::<u64>(asked.after.as_deref())?.unwrap_or(1).clamp(1, 1_000_000);
    let found = orders.of_customer(holder(&visit)?.id, number, limit(asked.limit)? as u64).await?;
    let next = (number < found.pages()).then(|| (number + 1).to_string());
    let origin = visit.site().config().public_url.origin();
    let items = if found.number == number { found.items } else { Vec::new() };
    let page = MyOrders { items: items.into_iter().map(|o| order(origin, o)).collect(), next };
    show::page(&req, &fields, page.next.as_deref(), &page)
}

/// One of my orders
#[utoipa::path(get, path = "/api/v1/account/orders/{number}", tag = "account", operation_id = "getMyOrder",
    params(("number" = String, Path, description = "What people call it", example = "100001"), OneParams),
    security(("shopper" = [])), responses(
    (status = 200, description = "The order", body = Order),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `not_found`, `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn one(
    req: HttpRequest,
    visit: Visit,
    number: web::Path<String>,
    Params(asked): Params<OneParams>,
    orders: web::Data<Orders>,
) -> Answer {
    let fields = asked.fields()?;
    let found = owned(&visit, &orders, &number).await?;
    let version = found.version;
    show::versioned(&req, &fields, version, &order(visit.site().config().public_url.origin(), found))
}

async fn owned(visit: &Visit, orders: &Orders, number: &str) -> Result<orders::Order, Failure> {
    orders.owned(holder(visit)?.id, number).await?.ok_or_else(Failure::not_found)
}

/// A basket with what was ordered before.
#[derive(Serialize, ToSchema)]
pub(crate) struct Reordered {
    cart: Cart,
    /// Whether something is not sold any more, or did not fit.
    left_out: bool,
}

/// Put everything of an order into a new basket, as far as it is still sold
#[utoipa::path(post, path = "/api/v1/account/orders/{number}/reorder", tag = "account", operation_id = "reorder",
    params(
        ("number" = String, Path, description = "What people call it", example = "100001"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 characters, new for each basket"),
    ),
    security(("shopper" = [])), responses(
    (status = 201, description = "The basket", body = Reordered, headers(("Location" = String, description = "Its address"))),
    (status = "default", description = "What went wrong: `not_found`, `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn again(
    visit: Visit,
    number: web::Path<String>,
    orders: web::Data<Orders>,
    carts: web::Data<Carts>,
) -> Answer {
    let me = holder(&visit)?;
    let found = owned(&visit, &orders, &number).await?;
    let (_, token) = carts.create(&visit.actor, visit.ctx.market, Vec::new()).await.map_err(of_cart)?;
    let mut left_out = false;
    for line in &found.lines {
        match carts.add(&visit.actor, &token, line.variant, line.quantity).await {
            Ok(_) => {}
            Err(CartError::NotSold(_) | CartError::TooMany | CartError::TooManyLines) => left_out = true,
            Err(e) => return Err(of_cart(e)),
        }
    }
    carts.own(&visit.actor, &token, me.id).await.map_err(of_cart)?;
    let location = format!("/api/v1/carts/{token}");
    show::created(&location, &Reordered { cart: by_token(&visit, token, &carts).await?, left_out })
}

/// My basket
///
/// A token for the one I used last, in whichever browser or program; a new one when there is none.
#[utoipa::path(post, path = "/api/v1/account/cart", tag = "account", operation_id = "openMyCart",
    security(("shopper" = [])), responses(
    (status = 201, description = "The basket", body = Cart, headers(("Location" = String, description = "Its address"))),
    (status = "default", description = "What went wrong: `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn basket(visit: Visit, carts: web::Data<Carts>) -> Answer {
    let me = holder(&visit)?;
    let joined = carts.join(&visit.actor, None, me.id).await.map_err(of_cart)?;
    let token = match joined.token {
        Some(token) => token,
        None => {
            let (_, token) = carts.create(&visit.actor, visit.ctx.market, Vec::new()).await.map_err(of_cart)?;
            carts.own(&visit.actor, &token, me.id).await.map_err(of_cart)?;
            token
        }
    };
    let location = format!("/api/v1/carts/{token}");
    show::created(&location, &by_token(&visit, token, &carts).await?)
}
