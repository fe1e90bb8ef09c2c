//! The list of orders.
use actix_web::{HttpResponse, web};
use kernel::{Micros, Money};
use kit::Failure;
use orders::{Filter, FulfilmentAxis, Orders, PaymentAxis, Summary};

use super::{Listing, ROWS, is_behind};
use crate::desk::Desk;
use crate::views::{Fulfilment, Lifecycle, OrderCounts, OrderFilter, OrderRow, OrdersView, Payment, Section};

pub(crate) async fn show(
    desk: Desk,
    orders: web::Data<Orders>,
    listing: web::Query<Listing>,
) -> Result<HttpResponse, Failure> {
    let (filter, query) = (OrderFilter::parse(&listing.show), listing.query());
    let which = match filter {
        OrderFilter::All => Filter::All,
        OrderFilter::ToShip => Filter::ToShip,
        OrderFilter::ToCapture => Filter::ToCapture,
        OrderFilter::Cancelled => Filter::Cancelled,
    };
    let mut rows = orders.list(desk.actor(), which, &query, listing.number(), ROWS).await?;
    if is_behind(&rows) {
        rows = orders.list(desk.actor(), which, &query, rows.pages(), ROWS).await?;
    }
    let counts = orders.counts(desk.actor(), Micros(i64::MAX)).await?;
    desk.show(&OrdersView {
        shell: desk.shell(Section::Orders, desk.ctx().texts.t("admin-nav-orders")),
        filter,
        counts: OrderCounts {
            all: counts.all,
            to_ship: counts.to_ship,
            to_capture: counts.to_capture,
            cancelled: counts.cancelled,
        },
        query,
        rows: rows.map(row),
    })
}

pub(crate) fn row(order: Summary) -> OrderRow {
    OrderRow {
        id: order.id.to_string(),
        number: order.number,
        placed_at: order.placed_at,
        buyer: if order.buyer.is_empty() { order.email } else { order.buyer },
        lifecycle: lifecycle(order.lifecycle),
        payment: payment(order.lifecycle, order.payment),
        fulfilment: fulfilment(order.fulfilment),
        total: Money::new(order.total, order.currency),
    }
}

pub(crate) fn lifecycle(state: orders::Lifecycle) -> Lifecycle {
    match state {
        orders::Lifecycle::Placed => Lifecycle::Placed,
        orders::Lifecycle::Completed => Lifecycle::Completed,
        orders::Lifecycle::Cancelled => Lifecycle::Cancelled,
    }
}

/// A cancelled order that nothing was paid for has nothing pending: it was let go.
pub(crate) fn payment(state: orders::Lifecycle, axis: PaymentAxis) -> Payment {
    match axis {
        PaymentAxis::Pending if state == orders::Lifecycle::Cancelled => Payment::Voided,
        PaymentAxis::Pending => Payment::Pending,
        PaymentAxis::Authorized => Payment::Authorised,
        PaymentAxis::PartiallyPaid => Payment::PartPaid,
        PaymentAxis::Paid => Payment::Paid,
        PaymentAxis::PartiallyRefunded => Payment::PartRefunded,
        PaymentAxis::Refunded => Payment::Refunded,
        PaymentAxis::Failed => Payment::Failed,
    }
}

pub(crate) fn fulfilment(axis: FulfilmentAxis) -> Fulfilment {
    match axis {
        FulfilmentAxis::Unfulfilled => Fulfilment::ToShip,
        FulfilmentAxis::Partial => Fulfilment::PartShipped,
        FulfilmentAxis::Fulfilled => Fulfilment::Shipped,
        FulfilmentAxis::Returned => Fulfilment::Returned,
    }
}
