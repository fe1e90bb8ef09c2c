//! One order as a story.
mod money;
mod next;
mod story;

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use db::{AuditEntry, Db, DbError};
use kernel::kinds::{OrderId, StaffId};
use kernel::{Context, Money};
use kit::Failure;
use notifications::Notifications;
use orders::{Entry, Line, Order, Orders};
use payments::Payments;
use staff::{Permission, Staff};

use super::orders::{fulfilment, lifecycle, payment};
use crate::desk::Desk;
use crate::views::{Buyer, OrderLine, OrderView, Parcel, Section};

/// Deeds of staff read for the story.
const DEEDS: i64 = 100;
/// A thumbnail's width, in pixels.
const THUMB: u32 = 240;

/// The order that the address names. What is no id names nothing.
pub(crate) fn id_in(req: &HttpRequest) -> Result<OrderId, Failure> {
    req.match_info().get("id").and_then(|id| id.parse().ok()).ok_or_else(Failure::not_found)
}

pub(crate) async fn show(
    req: HttpRequest,
    desk: Desk,
    orders: web::Data<Orders>,
    payments: web::Data<Payments>,
    notifications: web::Data<Notifications>,
    staff: web::Data<Staff>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Failure> {
    let id = id_in(&req)?;
    let order = orders.get(id).await?;
    let history = orders.history(id).await?;
    let parcels = orders.fulfilments(id).await?;
    let reference = Orders::reference(id);
    let paid = payments.of(&[reference]).await?.remove(&reference).unwrap_or_default();
    let mut messages = notifications.about(&id.to_string()).await?;
    for parcel in &parcels {
        messages.extend(notifications.about(&parcel.id.to_string()).await?);
    }
    let deeds = db.read(move |c| Ok::<_, DbError>(AuditEntry::of(c, &id.to_string(), DEEDS)?)).await?;
    let names = names_in(&staff, &history, &deeds).await?;

    let ctx = desk.ctx();
    let comes_by_itself = |code: &str| payments.provider(code).is_ok_and(|p| p.settles_later());
    let may_manage = desk.may(Permission::ManageOrders);
    let method = payments.provider(&order.payment_method).ok();
    let method = method.map(|p| p.label()).filter(|key| ctx.texts.has(key)).map(|key| ctx.texts.t(key).to_owned());
    desk.show(&OrderView {
        shell: desk.shell(Section::Orders, &order.number),
        id: id.to_string(),
        placed_at: order.placed_at,
        lifecycle: lifecycle(order.lifecycle),
        payment: payment(order.lifecycle, order.payment),
        fulfilment: fulfilment(order.fulfilment),
        total: Money::new(order.total, order.currency),
        buyer: buyer(&order),
        next: next::step(&order, &paid, comes_by_itself),
        may_manage,
        can_cancel: may_manage && next::can_cancel(&order),
        lines: order.lines.iter().map(|line| one_line(line, &order)).collect(),
        money: money::rows(ctx, &order, &paid, method),
        timeline: story::timeline(ctx, &order, &history, &deeds, &messages, &names),
        ship_to: address(ctx, &order),
        bill_to: None,
        place: Some(order.shipping_address.city.clone()).filter(|city| !city.is_empty()),
        delivery: Some(order.delivery.name.clone()).filter(|name| !name.is_empty()),
        parcels: parcels.into_iter().map(parcel).collect(),
        number: order.number,
    })
}

/// How those who acted are called, by the label they have in histories.
async fn names_in(
    staff: &Staff,
    history: &[Entry],
    deeds: &[AuditEntry],
) -> Result<HashMap<String, String>, Failure> {
    let labels = history.iter().map(|e| &e.actor).chain(deeds.iter().map(|d| &d.actor));
    let mut ids: Vec<StaffId> = labels.filter_map(|label| label.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let members = staff.get_many(&ids).await?;
    Ok(members.into_iter().map(|(id, member)| (id.to_string(), member.name)).collect())
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|t| !t.is_empty())
}

fn buyer(order: &Order) -> Buyer {
    let contact = &order.contact;
    Buyer {
        name: some(&contact.name).unwrap_or_else(|| contact.email.clone()),
        email: contact.email.clone(),
        phone: some(&contact.phone),
    }
}

fn one_line(line: &Line, order: &Order) -> OrderLine {
    OrderLine {
        position: line.position,
        left: (line.quantity - line.shipped).max(0).unsigned_abs(),
        picture: line.picture.parse().ok().map(|id| media::Media::path(id, THUMB)),
        title: line.title.clone(),
        options: line.options.clone(),
        sku: line.sku.clone(),
        quantity: line.quantity.unsigned_abs(),
        unit: Money::new(line.unit, order.currency),
        amount: Money::new(line.amount, order.currency),
    }
}

fn parcel(sent: orders::Fulfilment) -> Parcel {
    Parcel {
        sent_at: sent.shipped_at,
        items: sent.units.unsigned_abs(),
        url: shipping::tracking_url(&sent.carrier, &sent.tracking),
        carrier: some(&sent.carrier),
        tracking: some(&sent.tracking),
    }
}

fn address(ctx: &Context, order: &Order) -> Vec<String> {
    let a = &order.shipping_address;
    let key = format!("country-{}", a.country);
    let country = if ctx.texts.has(&key) { ctx.texts.t(&key) } else { &a.country };
    let town = format!("{} {}", a.postal_code, a.city);
    let lines = [a.name.as_str(), &a.company, &a.line1, &a.line2, town.trim(), country];
    lines.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
