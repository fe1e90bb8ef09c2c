//! Orders, as staff see and change them.
use actix_web::{HttpRequest, web};
use kernel::Micros;
use kernel::kinds::{FulfilmentId, NoteId, OrderId};
use kit::{Failure, TokenVisit};
use orders::{Cursor, FulfilmentAxis, Lifecycle, Listed, Orders, PaymentAxis, Summary};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::id;
use crate::failures::{Problem, of_orders};
use crate::order::{Order, order};
use crate::parts::Money;
use crate::products::OneParams;
use crate::receive::{Body, Params, after, limit, moment};
use crate::show::{self, Answer, Fields};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StaffOrdersParams {
    /// `next` of the page before.
    after: Option<String>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// Only these fields of each, with commas between them.
    #[param(example = "number,total")]
    fields: Option<String>,
    /// A number, name, mail address or article number.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `placed`, `completed` or `cancelled`.
    lifecycle: Option<String>,
    /// `pending`, `authorized`, `partially_paid`, `paid`, `partially_refunded`, `refunded` or `failed`.
    payment: Option<String>,
    /// `unfulfilled`, `partial`, `fulfilled` or `returned`.
    fulfilment: Option<String>,
    tag: Option<String>,
    /// Placed at this moment or later, as RFC 3339.
    from: Option<String>,
    /// Placed before this moment, as RFC 3339.
    until: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StaffOrders {
    /// The newest first.
    items: Vec<OrderSummary>,
    /// What to ask for as `after`; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// How many fit; 1,000 stands for so many or more.
    total: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OrderSummary {
    #[schema(value_type = String, example = "ord_01j…")]
    id: OrderId,
    number: String,
    buyer: String,
    email: String,
    lifecycle: &'static str,
    payment: &'static str,
    fulfilment: &'static str,
    total: Money,
    #[schema(format = DateTime)]
    placed_at: String,
}

/// An order with what the shop keeps beside it.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffOrder {
    order: Order,
    tags: Vec<String>,
    fulfilments: Vec<Parcel>,
}

/// What was sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct Parcel {
    #[schema(value_type = String, example = "ful_01j…")]
    id: FulfilmentId,
    units: i64,
    carrier: String,
    tracking: String,
    #[schema(format = DateTime)]
    shipped_at: String,
}

impl From<orders::Fulfilment> for Parcel {
    fn from(f: orders::Fulfilment) -> Self {
        let shipped_at = f.shipped_at.rfc3339();
        Self { id: f.id, units: f.units, carrier: f.carrier, tracking: f.tracking, shipped_at }
    }
}

/// Orders
#[utoipa::path(get, path = "/api/v1/admin/orders", tag = "staff: orders", operation_id = "listOrders",
    params(StaffOrdersParams), security(("staff_token" = ["orders.view"])), responses(
    (status = 200, description = "A page of orders", body = StaffOrders),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `bad_query`, `bad_cursor`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    req: HttpRequest,
    program: TokenVisit,
    Params(asked): Params<StaffOrdersParams>,
    orders: web::Data<Orders>,
) -> Answer {
    let fields = Fields::parse(asked.fields.as_deref())?;
    let cursor = after::<OrderId>(asked.after.as_deref())?.map_or(Cursor::Start, Cursor::After);
    let size = limit(asked.limit)?;
    let listed = listed(asked)?;
    let (slice, counted) = orders.list(&program.actor, listed, cursor, size).await.map_err(of_orders)?;
    let next = slice.items.last().filter(|_| slice.after).map(|o| o.id.to_string());
    let page = StaffOrders { items: slice.items.into_iter().map(summary).collect(), next, total: counted.count };
    show::page(&req, &fields, page.next.as_deref(), &page)
}

fn listed(asked: StaffOrdersParams) -> Result<Listed, Failure> {
    fn axis<T>(text: Option<&str>, field: &str, named: fn(&str) -> Option<T>) -> Result<Vec<T>, Failure> {
        let Some(text) = text else { return Ok(Vec::new()) };
        let wrong = || {
            let told = format!("`{field}` knows no such state.");
            Failure::invalid("bad_query", told.clone()).field(field, "bad_value", told)
        };
        named(text).map(|one| vec![one]).ok_or_else(wrong)
    }
    let at = |text: Option<&str>, field: &str| -> Result<Option<Micros>, Failure> {
        text.map(|text| moment(text, field)).transpose()
    };
    Ok(Listed {
        query: asked.q.unwrap_or_default().trim().chars().filter(|c| *c != '\0').take(200).collect(),
        tag: asked.tag.map(|t| t.trim().to_lowercase()).filter(|t| !t.is_empty() && !t.contains('\0')),
        lifecycle: axis(asked.lifecycle.as_deref(), "lifecycle", Lifecycle::named)?,
        payment: axis(asked.payment.as_deref(), "payment", PaymentAxis::named)?,
        fulfilment: axis(asked.fulfilment.as_deref(), "fulfilment", FulfilmentAxis::named)?,
        from: at(asked.from.as_deref(), "from")?,
        until: at(asked.until.as_deref(), "until")?,
        at_the_door: false,
    })
}

fn summary(o: Summary) -> OrderSummary {
    OrderSummary {
        id: o.id,
        number: o.number,
        buyer: o.buyer,
        email: o.email,
        lifecycle: o.lifecycle.as_str(),
        payment: o.payment.as_str(),
        fulfilment: o.fulfilment.as_str(),
        total: Money::new(o.total, o.currency),
        placed_at: o.placed_at.rfc3339(),
    }
}

/// One order
#[utoipa::path(get, path = "/api/v1/admin/orders/{id}", tag = "staff: orders", operation_id = "getStaffOrder",
    params(("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a"), OneParams),
    security(("staff_token" = ["orders.view"])), responses(
    (status = 200, description = "The order", body = StaffOrder,
        headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `order_not_found`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn one(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    Params(asked): Params<OneParams>,
    orders: web::Data<Orders>,
) -> Answer {
    let fields = asked.fields()?;
    shown(&req, &program, &orders, id(&of)?, &fields).await
}

pub(super) async fn shown(
    req: &HttpRequest,
    program: &TokenVisit,
    orders: &Orders,
    of: OrderId,
    fields: &Fields,
) -> Answer {
    let found = orders.get(of).await.map_err(of_orders)?;
    let version = found.version;
    let tags = orders.tags(&[of]).await?.remove(&of).unwrap_or_default();
    let fulfilments = orders.fulfilments(of).await?.into_iter().map(Parcel::from).collect();
    let shown = StaffOrder { order: order(&program.origin, found), tags, fulfilments };
    show::versioned(req, fields, version, &shown)
}

/// Take the money that was authorised, or note that it came
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/capture", tag = "staff: orders", operation_id = "captureOrder",
    params(
        ("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a"),
        ("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each thing to be done"),
    ), security(("staff_token" = ["orders.manage"])), responses(
    (status = 200, description = "The order", body = StaffOrder),
    (status = "default", description = "What went wrong: `nothing_to_capture`, `order_not_found`, \
        `idempotency_key_needed`, …", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn capture(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    orders: web::Data<Orders>,
) -> Answer {
    let of = id(&of)?;
    orders.capture(&program.actor, of).await.map_err(of_orders)?;
    shown(&req, &program, &orders, of, &Fields::default()).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cancellation {
    /// For whoever reads the order later.
    #[schema(example = "the buyer changed their mind")]
    reason: String,
}

/// Cancel an order
///
/// Its stock is free again, and what was paid goes back.
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/cancel", tag = "staff: orders", operation_id = "cancelStaffOrder",
    params(
        ("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a"),
        ("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each thing to be done"),
    ), request_body = Cancellation, security(("staff_token" = ["orders.manage"])), responses(
    (status = 200, description = "The order", body = StaffOrder),
    (status = "default", description = "What went wrong: `order_state`, `reason_missing`, `order_not_found`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn cancel(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    Body(why): Body<Cancellation>,
    orders: web::Data<Orders>,
) -> Answer {
    let of = id(&of)?;
    orders.cancel(&program.actor, of, &why.reason).await.map_err(of_orders)?;
    shown(&req, &program, &orders, of, &Fields::default()).await
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Notes {
    items: Vec<NoteShown>,
}

/// What staff wrote down.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoteShown {
    #[schema(value_type = String, example = "nte_01j…")]
    id: NoteId,
    author: String,
    body: String,
    #[schema(format = DateTime)]
    at: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNote {
    /// At most 2,000 characters.
    #[schema(example = "Rings twice.", max_length = 2000)]
    pub body: String,
}

/// What staff wrote down about an order
#[utoipa::path(get, path = "/api/v1/admin/orders/{id}/notes", tag = "staff: orders", operation_id = "listOrderNotes",
    params(("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a")),
    security(("staff_token" = ["orders.view"])), responses(
    (status = 200, description = "The notes", body = Notes),
    (status = "default", description = "What went wrong: `order_not_found`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn notes(of: web::Path<String>, orders: web::Data<Orders>) -> Answer {
    let of = id(&of)?;
    orders.get(of).await.map_err(of_orders)?;
    show::ok(&all_notes(&orders, of).await?)
}

async fn all_notes(orders: &Orders, of: OrderId) -> Result<Notes, Failure> {
    let shown = |n: orders::Note| NoteShown { at: n.at().rfc3339(), id: n.id, author: n.author, body: n.body };
    Ok(Notes { items: orders.notes(of).await?.into_iter().map(shown).collect() })
}

/// Write something down about an order
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/notes", tag = "staff: orders", operation_id = "addOrderNote",
    params(
        ("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 characters, new for each note"),
    ), request_body = NewNote, security(("staff_token" = ["orders.manage"])), responses(
    (status = 200, description = "All notes", body = Notes),
    (status = "default", description = "What went wrong: `order_note`, `order_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn add_note(
    program: TokenVisit,
    of: web::Path<String>,
    Body(note): Body<NewNote>,
    orders: web::Data<Orders>,
) -> Answer {
    let of = id(&of)?;
    orders.get(of).await.map_err(of_orders)?;
    orders.add_note(&program.actor, of, &note.body).await.map_err(of_orders)?;
    show::ok(&all_notes(&orders, of).await?)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTags {
    /// All of them; those before that are not among them go.
    #[schema(example = json!(["gift"]))]
    tags: Vec<String>,
}

/// Set an order's tags
#[utoipa::path(put, path = "/api/v1/admin/orders/{id}/tags", tag = "staff: orders", operation_id = "setOrderTags",
    params(("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a")),
    request_body = NewTags, security(("staff_token" = ["orders.manage"])), responses(
    (status = 200, description = "The order", body = StaffOrder),
    (status = "default", description = "What went wrong: `order_tag`, `order_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn set_tags(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    Body(new): Body<NewTags>,
    orders: web::Data<Orders>,
) -> Answer {
    let of = id(&of)?;
    orders.set_tags(&program.actor, of, &new.tags).await.map_err(of_orders)?;
    shown(&req, &program, &orders, of, &Fields::default()).await
}
