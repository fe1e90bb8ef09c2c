//! Sending what was ordered.
use actix_web::web;
use kernel::kinds::{FulfilmentId, OrderId};
use kit::{Failure, TokenVisit};
use orders::{Orders, ShippedLine, ToSend};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::orders::Parcel;
use super::{ItemProblem, enough, id};
use crate::failures::{Problem, of_orders};
use crate::receive::Body;
use crate::show::{self, Answer};

#[derive(Serialize, ToSchema)]
pub(crate) struct Parcels {
    items: Vec<Parcel>,
}

/// What goes on its way.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shipment {
    #[serde(default)]
    #[schema(example = "dhl")]
    carrier: String,
    #[serde(default)]
    #[schema(example = "00340434161094000001")]
    tracking: String,
    /// Units by line; everything that was not sent when it is not said.
    lines: Option<Vec<ShipmentLine>>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShipmentLine {
    /// As the order counts its lines.
    position: i64,
    #[schema(minimum = 1)]
    quantity: i64,
}

/// A parcel that went on its way.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sent {
    #[schema(value_type = String, example = "ful_01j…")]
    fulfilment: FulfilmentId,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shipments {
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<WholeShipment>,
}

/// An order that is sent as a whole.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WholeShipment {
    #[schema(value_type = String, example = "ord_01j0000000000000000000000a")]
    order: OrderId,
    #[serde(default)]
    carrier: String,
    #[serde(default)]
    tracking: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SentMany {
    /// One for each that was sent, in that order.
    items: Vec<SentOne>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SentOne {
    #[schema(value_type = String)]
    order: OrderId,
    #[schema(value_type = Option<String>)]
    fulfilment: Option<FulfilmentId>,
    /// Why it was not sent.
    problem: Option<ItemProblem>,
}

/// What of an order was sent
#[utoipa::path(get, path = "/api/v1/admin/orders/{id}/fulfilments", tag = "staff: orders",
    operation_id = "listFulfilments",
    params(("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a")),
    security(("staff_token" = ["orders.view"])), responses(
    (status = 200, description = "The parcels", body = Parcels),
    (status = "default", description = "What went wrong: `order_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(of: web::Path<String>, orders: web::Data<Orders>) -> Answer {
    let of = id(&of)?;
    orders.get(of).await.map_err(of_orders)?;
    show::ok(&Parcels { items: orders.fulfilments(of).await?.into_iter().map(Parcel::from).collect() })
}

/// Send an order, or a part of it
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/fulfilments", tag = "staff: orders", operation_id = "shipOrder",
    params(
        ("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a"),
        ("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each parcel"),
    ), request_body = Shipment, security(("staff_token" = ["orders.manage"])), responses(
    (status = 201, description = "The parcel", body = Sent),
    (status = "default", description = "What went wrong: `nothing_to_ship`, `too_much_to_ship`, `order_state`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn ship(
    program: TokenVisit,
    of: web::Path<String>,
    Body(parcel): Body<Shipment>,
    orders: web::Data<Orders>,
) -> Answer {
    let of: OrderId = id(&of)?;
    let line = |l: ShipmentLine| ShippedLine { position: l.position, quantity: l.quantity };
    let sent = match parcel.lines {
        None => orders.ship(&program.actor, of, &parcel.carrier, &parcel.tracking).await,
        Some(lines) => {
            let lines = lines.into_iter().map(line).collect();
            orders.ship_part(&program.actor, of, lines, &parcel.carrier, &parcel.tracking).await
        }
    };
    let fulfilment = sent.map_err(of_orders)?;
    show::created(&format!("/api/v1/admin/orders/{of}/fulfilments"), &Sent { fulfilment })
}

/// Send many orders, each as a whole
#[utoipa::path(post, path = "/api/v1/admin/fulfilments", tag = "staff: orders", operation_id = "shipOrders",
    params(("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each list")),
    request_body = Shipments, security(("staff_token" = ["orders.manage"])), responses(
    (status = 200, description = "What became of each", body = SentMany),
    (status = "default", description = "What went wrong: `bad_document`, `idempotency_key_needed`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn ship_many(
    program: TokenVisit,
    Body(sent): Body<Shipments>,
    orders: web::Data<Orders>,
) -> Answer {
    enough(&sent.items)?;
    let parcel = |s: WholeShipment| ToSend { order: s.order, carrier: s.carrier, tracking: s.tracking };
    let parcels: Vec<ToSend> = sent.items.into_iter().map(parcel).collect();
    let done = orders.ship_many(&program.actor, &parcels).await.map_err(of_orders)?;
    let one = |(order, done): (OrderId, Result<FulfilmentId, orders::OrdersError>)| {
        Ok(match done {
            Ok(fulfilment) => SentOne { order, fulfilment: Some(fulfilment), problem: None },
            Err(e) => SentOne { order, fulfilment: None, problem: Some(ItemProblem::of(of_orders(e))?) },
        })
    };
    show::ok(&SentMany { items: done.into_iter().map(one).collect::<Result<_, Failure>>()? })
}
