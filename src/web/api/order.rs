//! An order, for whoever holds its link.
use actix_web::web;
use kernel::Day;
use kernel::kinds::{OrderId, PictureId, VariantId};
use kit::Visit;
use orders::Orders;
use serde::Serialize;
use utoipa::ToSchema;

use crate::checkouts::Address;
use crate::failures::Problem;
use crate::parts::{Money, Reduction, Tax, Totals, picture_url, ships, tax_mode};
use crate::show::{self, Answer};

#[derive(Serialize, ToSchema)]
pub(crate) struct Order {
    #[schema(value_type = String, example = "ord_01j…")]
    id: OrderId,
    /// What people call it.
    number: String,
    /// Goes up with each change.
    version: i64,
    #[schema(format = DateTime)]
    placed_at: String,
    /// `placed`, `completed` or `cancelled`.
    lifecycle: &'static str,
    /// `pending`, `authorized`, `partially_paid`, `paid`, `partially_refunded`, `refunded` or `failed`.
    payment: &'static str,
    /// `unfulfilled`, `partial`, `fulfilled` or `returned`.
    fulfilment: &'static str,
    payment_method: String,
    email: String,
    phone: String,
    address: Address,
    /// Where the bill goes; `null`: to the same address.
    billing_address: Option<Address>,
    /// Empty for none.
    vat_id: String,
    /// From the buyer to the shop.
    note: String,
    delivery: OrderDelivery,
    lines: Vec<OrderLine>,
    totals: Totals,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OrderDelivery {
    code: String,
    name: String,
    /// Working days from the order to the door.
    min_days: i64,
    max_days: i64,
    amount: Money,
    taxes: Vec<Tax>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OrderLine {
    position: i64,
    #[schema(value_type = String)]
    variant: VariantId,
    sku: String,
    title: String,
    options: String,
    /// The address of a small picture.
    picture: Option<String>,
    quantity: i64,
    /// How many of them were sent.
    shipped: i64,
    /// What was said when it was ordered: `now`, `backorder` or `preorder`.
    #[schema(example = "now")]
    ships: &'static str,
    /// The day from which it was said to go out.
    #[schema(value_type = Option<String>, format = Date, example = "2026-12-05")]
    ships_from: Option<Day>,
    unit: Money,
    /// unit × quantity.
    amount: Money,
    discount: Money,
    tax: Money,
}

/// An order
#[utoipa::path(get, path = "/api/v1/orders/{order_token}", tag = "orders", operation_id = "getOrder",
    params(("order_token" = String, Path, description = "What paying was answered with")), responses(
    (status = 200, description = "The order", body = Order),
    (status = "default", description = "What went wrong: `order_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn one(visit: Visit, token: web::Path<String>, orders: web::Data<Orders>) -> Answer {
    let found = orders.by_link(&token).await?.ok_or(orders::OrdersError::NotFound)?;
    show::ok(&order(visit.site().config().public_url.origin(), found))
}

/// Call an order off
///
/// As long as nothing of it was sent. What was paid goes back.
#[utoipa::path(post, path = "/api/v1/orders/{order_token}/cancel", tag = "orders", operation_id = "cancelOrder",
    params(
        ("order_token" = String, Path, description = "What paying was answered with"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 characters"),
    ), responses(
    (status = 200, description = "The order", body = Order),
    (status = "default", description = "What went wrong: `order_not_found`, `order_state`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn cancel(visit: Visit, token: web::Path<String>, orders: web::Data<Orders>) -> Answer {
    orders.cancel_by_link(&visit.actor, &token).await?;
    one(visit, token, orders).await
}

pub(crate) fn order(origin: &str, o: orders::Order) -> Order {
    let money = |amount| Money::new(amount, o.currency);
    let taxes = |taxes: Vec<orders::Tax>| -> Vec<Tax> {
        let tax =
            |t: orders::Tax| Tax { name: t.name, rate: t.rate.0, base: money(t.base), amount: money(t.amount) };
        taxes.into_iter().map(tax).collect()
    };
    let line = |l: orders::Line| OrderLine {
        position: l.position,
        variant: l.variant,
        sku: l.sku,
        title: l.title,
        options: l.options,
        picture: l.picture.parse::<PictureId>().ok().map(|id| picture_url(origin, id, 240)),
        quantity: l.quantity,
        shipped: l.shipped,
        ships: ships(o.particulars.when(l.position)),
        ships_from: o.particulars.when(l.position).on(),
        unit: money(l.unit),
        amount: money(l.amount),
        discount: money(l.discount),
        tax: money(l.tax),
    };
    let lines: Vec<OrderLine> = o.lines.into_iter().map(line).collect();
    let reduction = |r: &orders::Reduction| Reduction {
        title: r.title.clone(),
        code: Some(r.code.clone()).filter(|code| !code.is_empty()),
        goods: money(r.goods),
        delivery: money(r.delivery),
    };
    let totals = Totals {
        goods: money(o.goods),
        discount: money(o.discount),
        reductions: o.particulars.reductions.iter().map(reduction).collect(),
        fee: money(o.particulars.fee_amount()),
        delivery: Some(money(o.shipping.amount)),
        tax: money(o.tax),
        taxes: taxes(o.taxes),
        total: money(o.total),
        tax_mode: tax_mode(o.tax_mode),
    };
    Order {
        id: o.id,
        number: o.number,
        version: o.version,
        placed_at: o.placed_at.rfc3339(),
        lifecycle: o.lifecycle.as_str(),
        payment: o.payment.as_str(),
        fulfilment: o.fulfilment.as_str(),
        payment_method: o.payment_method,
        email: o.contact.email,
        phone: o.contact.phone,
        address: o.shipping_address.into(),
        billing_address: o.particulars.billing_address.map(Address::from),
        vat_id: o.particulars.vat_id,
        note: o.particulars.note,
        totals,
        delivery: OrderDelivery {
            code: o.delivery.code,
            name: o.delivery.name,
            min_days: o.delivery.min_days,
            max_days: o.delivery.max_days,
            amount: money(o.shipping.amount),
            taxes: taxes(o.shipping.taxes),
        },
        lines,
    }
}
