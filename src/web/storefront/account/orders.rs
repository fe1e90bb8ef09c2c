//! One's own orders.
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use kernel::kinds::VariantId;
use kernel::{Context, Money};
use kit::{CheckedForm, Failure, Jar, Visit};
use orders::{FulfilmentAxis, Lifecycle, Order, PaymentAxis};
use serde::Deserialize;

use super::{address_text, holder, nav};
use crate::parts::{going, own_frame, page};
use crate::views::{Frame, OrderRow, OrdersView, OwnOrderView};
use crate::{Rooms, payment, sums, wording};

const PAGE: u64 = 20;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    page: Option<u64>,
}

#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// Where an order stands, in the words of whoever waits for it.
fn state(order: &Order) -> &'static str {
    match (order.lifecycle, order.fulfilment, order.payment) {
        (Lifecycle::Cancelled, ..) => "account-state-cancelled",
        (_, FulfilmentAxis::Returned, _) => "account-state-returned",
        (_, FulfilmentAxis::Fulfilled, _) => "account-state-sent",
        (_, FulfilmentAxis::Partial, _) => "account-state-part-sent",
        (_, FulfilmentAxis::Unfulfilled, PaymentAxis::Pending | PaymentAxis::PartiallyPaid)
            if !order.is_paid_at_the_door() =>
        {
            "account-state-unpaid"
        }
        (_, FulfilmentAxis::Unfulfilled, PaymentAxis::Failed) => "account-state-failed",
        (_, FulfilmentAxis::Unfulfilled, _) => "account-state-packing",
    }
}

pub(super) fn row(visit: &Visit, order: &Order) -> OrderRow {
    let titles: Vec<&str> = order.lines.iter().map(|l| l.title.as_str()).collect();
    OrderRow {
        number: order.number.clone(),
        path: format!("/account/orders/{}", order.number),
        placed_at: order.placed_at,
        state: visit.ctx.texts.t(state(order)).to_owned(),
        what: titles.join(", "),
        total: Money::new(order.total, order.currency),
    }
}

pub(crate) async fn list(
    visit: Visit,
    rooms: web::Data<Rooms>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let me = holder(&visit)?;
    let mut found = rooms.orders.of_customer(me.id, asked.page.unwrap_or(1), PAGE).await?;
    for order in &mut found.items {
        wording::bought(&visit, &rooms, order).await?;
    }
    if found.number > found.pages() {
        return Err(Failure::not_found());
    }
    let turn = |number: u64| match number {
        1 => "/account/orders".to_owned(),
        n => format!("/account/orders?page={n}"),
    };
    let view = OrdersView {
        frame: own_frame(&visit, &rooms, visit.ctx.texts.t("account-orders")).await?,
        nav: nav(&visit, "/account/orders"),
        orders: found.items.iter().map(|o| row(&visit, o)).collect(),
        previous: (found.number > 1).then(|| turn(found.number - 1)),
        next: (found.number < found.pages()).then(|| turn(found.number + 1)),
    };
    page(StatusCode::OK, &view)
}

async fn owned(visit: &Visit, rooms: &Rooms, number: &str) -> Result<Order, Failure> {
    rooms.orders.owned(holder(visit)?.id, number).await?.ok_or_else(Failure::not_found)
}

pub(crate) async fn show(
    visit: Visit,
    rooms: web::Data<Rooms>,
    number: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut order = owned(&visit, &rooms, &number).await?;
    wording::bought(&visit, &rooms, &mut order).await?;
    let parcels = rooms.orders.fulfilments(order.id).await?;
    let texts = &visit.ctx.texts;
    let frame = own_frame(&visit, &rooms, &texts.v("account-order", &order.number)).await?;
    // An order keeps the mode it was placed in, whatever the market does today.
    let ctx = Context { tax_mode: order.tax_mode, ..frame.ctx.clone() };
    let to = &order.shipping_address;
    let provider = rooms.payments.provider(&order.payment_method).ok();
    let view = OwnOrderView {
        nav: nav(&visit, "/account/orders"),
        token: visit.form_token(),
        number: order.number.clone(),
        placed_at: order.placed_at,
        state: texts.t(state(&order)).to_owned(),
        address: address_text(
            &visit,
            [&to.name, &to.company, &to.line1, &to.line2],
            &to.postal_code,
            &to.city,
            &to.country,
        ),
        delivery: payment::delivery(&visit, &order.delivery),
        payment: provider.map_or_else(|| order.payment_method.clone(), |p| texts.t(p.label()).to_owned()),
        parcels: parcels
            .iter()
            .map(|p| format!("{} {}", p.carrier, p.tracking).trim().to_owned())
            .filter(|words| !words.is_empty())
            .collect(),
        lines: sums::order_lines(&visit.ctx, &order),
        sums: sums::of_order(&ctx, &order),
        again: format!("/account/orders/{}/again", order.number),
        status: format!("/orders/{}", order.link_token),
        frame: Frame { ctx, ..frame },
    };
    page(StatusCode::OK, &view)
}

/// Everything of an order into the basket, as far as it is still sold and fits.
pub(crate) async fn again(
    visit: Visit,
    rooms: web::Data<Rooms>,
    number: web::Path<String>,
    _: CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let order = owned(&visit, &rooms, &number).await?;
    let lines: Vec<(VariantId, i64)> = order.lines.iter().map(|l| (l.variant, l.quantity)).collect();
    let (token, left_out) = crate::basket::put_all(&visit, &rooms, lines).await?;
    let to = if left_out { "/cart?said=some" } else { "/cart" };
    let mut answer = going(&visit, to);
    if let Some(token) = token {
        answer.cookie(visit.site().cookie(Jar::Cart, &token));
    }
    Ok(answer.finish())
}
