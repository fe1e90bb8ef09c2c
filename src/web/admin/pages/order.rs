//! One order as a story.
pub(crate) mod earlier;
mod explained;
mod money;
mod next;
pub(crate) mod refund;
mod story;

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use db::{AuditEntry, Db, DbError};
use inventory::Inventory;
use kernel::kinds::{LocationId, OrderId, ReferenceId, StaffId, VariantId};
use kernel::{Context, Money};
use kit::Failure;
use notifications::Notifications;
use orders::{Entry, Line, Order, Orders};
use payments::Payments;
use pricing::Pricing;
use shipping::Shipping;
use staff::{Permission, Staff};

use super::orders::{fulfilment, lifecycle, payment};
use crate::desk::Desk;
use crate::views::{Buyer, MailLine, NoteLine, OrderLine, OrderView, Parcel, Section};

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
    (staff, db): (web::Data<Staff>, web::Data<Db>),
    (pricing, shipping, inventory): (web::Data<Pricing>, web::Data<Shipping>, web::Data<Inventory>),
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

    let from = From::read(&inventory, &[id]).await?;
    let ctx = desk.ctx();
    let comes_by_itself = |code: &str| payments.provider(code).is_ok_and(|p| p.settles_later());
    let may_manage = desk.may(Permission::ManageOrders);
    let tags = orders.tags(&[id]).await?.remove(&id).unwrap_or_default().join(", ");
    let notes = orders.notes(id).await?;
    let ids: Vec<_> = paid.iter().map(|p| p.id).collect();
    let ledger = super::payments::ledger(&desk, &payments.transfers(&ids).await?);
    let sums = payments::Sums::of(&paid);
    let over = sums.captured - sums.refunded - sums.charged_back - order.total;
    let doubt = paid.iter().map(|p| p.attention.as_str()).find(|a| !a.is_empty()).map(str::to_owned);
    let names = with_names(&staff, names, &notes).await?;
    let back = orders.given_back(id).await?;
    let declined = paid.iter().rev().map(|p| p.error.trim()).find(|e| !e.is_empty()).map(str::to_owned);
    let method = payments.provider(&order.payment_method).ok();
    let method = method.map(|p| p.label()).filter(|key| ctx.texts.has(key)).map(|key| ctx.texts.t(key).to_owned());
    let review = orders.review(id).await?;
    let held = review.as_ref().filter(|r| r.is_open()).map(|r| held_text(r.why));
    desk.show(&OrderView {
        shell: desk.shell(Section::Orders, &order.number),
        id: id.to_string(),
        placed_at: order.placed_at,
        trial: desk.staff().setup.profile.was_trial(order.placed_at),
        explained: explained::of(ctx, &order, &explained::Names::read(&pricing, &shipping).await?),
        lifecycle: lifecycle(order.lifecycle),
        payment: payment(order.lifecycle, order.payment),
        fulfilment: fulfilment(order.fulfilment),
        total: Money::new(order.total, order.currency),
        buyer: buyer(&order),
        next: next::step(&order, &paid, comes_by_itself),
        held,
        may_decide: desk.may(Permission::RefundOrders) && may_manage,
        may_manage,
        can_cancel: may_manage && next::can_cancel(&order),
        lines: order.lines.iter().map(|line| one_line(line, &order, &from)).collect(),
        money: money::rows(ctx, &order, &paid, method),
        timeline: story::timeline(ctx, &order, &history, &deeds, &messages, &names),
        ship_to: address(ctx, &order),
        bill_to: order.particulars.billing_address.as_ref().map(|a| lines_of(ctx, a)),
        wish: some(&order.particulars.note),
        vat_id: some(&order.particulars.vat_id),
        place: Some(order.shipping_address.city.clone()).filter(|city| !city.is_empty()),
        delivery: Some(order.delivery.name.clone()).filter(|name| !name.is_empty()),
        parcels: parcels.into_iter().map(parcel).collect(),
        declined: declined.filter(|_| order.lifecycle != orders::Lifecycle::Cancelled),
        tags,
        notes: notes.iter().map(|note| note_line(note, &names, ctx)).collect(),
        may_refund: desk.may(Permission::RefundOrders)
            && back.left > 0
            && order.lifecycle != orders::Lifecycle::Cancelled,
        underway: (back.underway > 0).then(|| Money::new(back.underway, order.currency)),
        ledger,
        doubt,
        disputed: (sums.disputed > 0).then(|| Money::new(sums.disputed, order.currency)),
        overpaid: (over > 0 && order.lifecycle != orders::Lifecycle::Cancelled)
            .then(|| Money::new(over, order.currency)),
        refused: (back.refused > 0).then(|| Money::new(back.refused, order.currency)),
        mails: messages.iter().rev().map(|m| mail_line(m, may_manage)).collect(),
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

/// The same with those who wrote notes.
async fn with_names(
    staff: &Staff,
    mut names: HashMap<String, String>,
    notes: &[orders::Note],
) -> Result<HashMap<String, String>, Failure> {
    let mut ids: Vec<StaffId> = notes.iter().filter_map(|note| note.author.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.retain(|id| !names.contains_key(&id.to_string()));
    if !ids.is_empty() {
        names.extend(staff.get_many(&ids).await?.into_iter().map(|(id, member)| (id.to_string(), member.name)));
    }
    Ok(names)
}

fn note_line(note: &orders::Note, names: &HashMap<String, String>, ctx: &Context) -> NoteLine {
    let who = names.get(&note.author).cloned();
    NoteLine {
        id: note.id.to_string(),
        at: note.at(),
        who: who.unwrap_or_else(|| ctx.texts.t("orders-note-somebody").to_owned()),
        body: note.body.clone(),
    }
}

fn mail_line(message: &notifications::Message, may_manage: bool) -> MailLine {
    let state = match message.state.as_str() {
        "sent" if message.was_kept() => "kept",
        "sent" => "sent",
        "failed" => "failed",
        _ => "queued",
    };
    MailLine {
        id: message.id.to_string(),
        subject: message.subject.clone(),
        at: kernel::Micros(if message.sent_at > 0 { message.sent_at } else { message.created_at }),
        state,
        error: some(&message.error),
        again: may_manage,
    }
}

/// The key of the sentence that tells why an order is held.
pub(crate) fn held_text(why: orders::HeldFor) -> &'static str {
    match why {
        orders::HeldFor::Risk => "review-why-risk",
        orders::HeldFor::HighRisk => "review-why-high-risk",
        orders::HeldFor::Amount => "review-why-amount",
    }
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

/// From where orders go out, where there are several locations.
#[derive(Default)]
pub(super) struct From {
    places: HashMap<LocationId, String>,
    promises: HashMap<ReferenceId, Vec<inventory::Promise>>,
}

impl From {
    pub async fn read(inventory: &Inventory, orders: &[OrderId]) -> Result<Self, Failure> {
        let places = inventory.all_locations().await?;
        if places.len() < 2 {
            return Ok(Self::default());
        }
        let owners: Vec<ReferenceId> = orders.iter().map(|id| Orders::reference(*id)).collect();
        Ok(Self {
            places: places.into_iter().map(|l| (l.id, l.name)).collect(),
            promises: inventory.promises(&owners).await?,
        })
    }

    /// The locations of a variant with the units that are still to go out; when all of them went, those that did.
    pub fn of(&self, order: OrderId, variant: VariantId) -> Vec<(String, i64)> {
        let held = self.promises.get(&Orders::reference(order)).map_or(&[][..], Vec::as_slice);
        let own = || held.iter().filter(|p| p.variant == variant);
        let to_go = own().any(|p| p.live() > 0);
        let units = |p: &inventory::Promise| if to_go { p.live() } else { p.shipped };
        let named = own().filter(|p| units(p) > 0);
        named.map(|p| (self.places.get(&p.location).cloned().unwrap_or_default(), units(p))).collect()
    }
}

fn one_line(line: &Line, order: &Order, from: &From) -> OrderLine {
    OrderLine {
        from: from.of(order.id, line.variant),
        position: line.position,
        left: line.left().unsigned_abs(),
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

pub(super) fn address(ctx: &Context, order: &Order) -> Vec<String> {
    lines_of(ctx, &order.shipping_address)
}

fn lines_of(ctx: &Context, a: &orders::PostalAddress) -> Vec<String> {
    let key = format!("country-{}", a.country);
    let country = if ctx.texts.has(&key) { ctx.texts.t(&key) } else { &a.country };
    let town = format!("{} {}", a.postal_code, a.city);
    let lines = [a.name.as_str(), &a.company, &a.line1, &a.line2, town.trim(), country];
    lines.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
