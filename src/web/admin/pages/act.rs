//! What staff do to an order. Afterwards the order is shown again, with what came of it.
use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use flows::mail::MailViews;
use kernel::kinds::OrderId;
use kit::{CheckedForm, Failure, Site, StaffVisit};
use orders::{Orders, OrdersError, ShippedLine};
use serde::Deserialize;

use super::Nothing;
use super::fields::{list, money};
use super::order::id_in;
use crate::ToShip;
use crate::said::Said;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Shipment {
    carrier: String,
    tracking: String,
    /// `line-1=2`: so many units of a line. Without any, everything is sent.
    #[serde(flatten)]
    lines: BTreeMap<String, String>,
}

impl Shipment {
    fn part(&self) -> Option<Vec<ShippedLine>> {
        let lines = self.lines.iter().filter_map(|(name, units)| {
            let position = name.strip_prefix("line-")?.parse().ok()?;
            let units = units.trim();
            // What is no number is more than there is: the orders room refuses it.
            let quantity = if units.is_empty() { 0 } else { units.parse().unwrap_or(i64::MAX) };
            Some(ShippedLine { position, quantity })
        });
        let lines: Vec<_> = lines.collect();
        (!lines.is_empty()).then_some(lines)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Cancellation {
    reason: String,
}

pub(crate) async fn capture(
    staff: StaffVisit,
    back: Back,
    orders: web::Data<Orders>,
    CheckedForm(form): CheckedForm<Came>,
) -> Result<HttpResponse, Failure> {
    let done = match form.amount.trim() {
        "" => orders.capture(&staff.actor, back.order).await,
        text => {
            let currency = orders.get(back.order).await?.currency;
            let Some(amount) = money(text, currency).filter(|m| m.amount > 0) else {
                return Ok(Said::AmountWrong.at(&back.site, &format!("/admin/orders/{}", back.order)));
            };
            orders.capture_amount(&staff.actor, back.order, amount.amount).await
        }
    };
    back.saying(Said::Captured, done)
}

/// Gives back what was paid beyond the total.
pub(crate) async fn surplus(
    staff: StaffVisit,
    back: Back,
    orders: web::Data<Orders>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let done = orders.give_back_surplus(&staff.actor, back.order).await;
    back.saying(Said::Refunded, done)
}

/// What whoever looked at a held order decided.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Decided {
    /// `accept` or `refuse`.
    verdict: String,
    reason: String,
}

pub(crate) async fn review(
    staff: StaffVisit,
    back: Back,
    orders: web::Data<Orders>,
    CheckedForm(form): CheckedForm<Decided>,
) -> Result<HttpResponse, Failure> {
    if form.verdict == "refuse" {
        let done = orders.refuse(&staff.actor, back.order, &form.reason).await;
        return back.saying(Said::Cancelled, done);
    }
    let done = orders.accept(&staff.actor, back.order).await;
    back.saying(Said::OrderAccepted, done)
}

/// How much came, or is to be taken; empty for all of it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Came {
    amount: String,
}

pub(crate) async fn ship(
    staff: StaffVisit,
    back: Back,
    orders: web::Data<Orders>,
    CheckedForm(form): CheckedForm<Shipment>,
) -> Result<HttpResponse, Failure> {
    let done = match form.part() {
        Some(part) => orders.ship_part(&staff.actor, back.order, part, &form.carrier, &form.tracking).await,
        None => orders.ship(&staff.actor, back.order, &form.carrier, &form.tracking).await,
    };
    back.saying(Said::Shipped, done.map(drop))
}

pub(crate) async fn cancel(
    staff: StaffVisit,
    back: Back,
    orders: web::Data<Orders>,
    CheckedForm(form): CheckedForm<Cancellation>,
) -> Result<HttpResponse, Failure> {
    let done = orders.cancel(&staff.actor, back.order, &form.reason).await;
    back.saying(Said::Cancelled, done)
}

/// What is written into a form of one field.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Written {
    note: String,
    tags: String,
}

pub(crate) async fn set_tags(
    staff: StaffVisit,
    back: Back,
    orders: web::Data<Orders>,
    CheckedForm(form): CheckedForm<Written>,
) -> Result<HttpResponse, Failure> {
    let done = orders.set_tags(&staff.actor, back.order, &list(&form.tags)).await;
    back.saying(Said::TagsSaved, done)
}

pub(crate) async fn add_note(
    staff: StaffVisit,
    back: Back,
    orders: web::Data<Orders>,
    CheckedForm(form): CheckedForm<Written>,
) -> Result<HttpResponse, Failure> {
    let done = orders.add_note(&staff.actor, back.order, &form.note).await;
    back.saying(Said::OrderNoted, done)
}

pub(crate) async fn delete_note(
    req: HttpRequest,
    staff: StaffVisit,
    back: Back,
    orders: web::Data<Orders>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let note = req.match_info().get("note").and_then(|id| id.parse().ok()).ok_or_else(Failure::not_found)?;
    let done = match orders.delete_note(&staff.actor, back.order, note).await {
        // A second click: it is gone, as was wanted.
        Err(OrdersError::NotFound) => Ok(()),
        done => done,
    };
    back.saying(Said::OrderNoteDeleted, done)
}

/// A further copy of a mail that was sent about this order or one of its parcels.
pub(crate) async fn resend(
    req: HttpRequest,
    staff: StaffVisit,
    back: Back,
    mail: web::Data<MailViews>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let id = req.match_info().get("mail").and_then(|id| id.parse().ok()).ok_or_else(Failure::not_found)?;
    mail.resend_about(&staff.actor, back.order, id).await?;
    Ok(Said::MailOrdered.at(&back.site, &format!("/admin/orders/{}", back.order)))
}

/// The order that is acted on, and the way back to its page.
pub(crate) struct Back {
    order: OrderId,
    site: web::Data<Site>,
    to_ship: web::Data<ToShip>,
}

impl Back {
    fn saying(&self, done: Said, outcome: Result<(), OrdersError>) -> Result<HttpResponse, Failure> {
        self.to_ship.forget();
        Ok(Said::of(done, outcome)?.at(&self.site, &format!("/admin/orders/{}", self.order)))
    }
}

impl actix_web::FromRequest for Back {
    type Error = Failure;
    type Future = std::future::Ready<Result<Self, Failure>>;

    fn from_request(req: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let missing = || Failure::ours("the back office was assembled without its data");
        let back = || {
            Ok(Self {
                order: id_in(req)?,
                site: req.app_data::<web::Data<Site>>().cloned().ok_or_else(missing)?,
                to_ship: req.app_data::<web::Data<ToShip>>().cloned().ok_or_else(missing)?,
            })
        };
        std::future::ready(back())
    }
}
