//! An order as it was at a moment of its history.
use actix_web::{HttpRequest, HttpResponse, web};
use kernel::Money;
use kit::Failure;
use orders::{Lifecycle, Line, Orders, Units};
use staff::Staff;

use super::{From, id_in, names_in, one_line, story};
use crate::desk::Desk;
use crate::pages::orders::{fulfilment, lifecycle, payment};
use crate::views::{EarlierLine, EarlierView, Section};

pub(crate) async fn show(
    req: HttpRequest,
    desk: Desk,
    orders: web::Data<Orders>,
    staff: web::Data<Staff>,
) -> Result<HttpResponse, Failure> {
    let id = id_in(&req)?;
    let version: usize =
        req.match_info().get("version").and_then(|text| text.parse().ok()).ok_or_else(Failure::not_found)?;
    let order = orders.get(id).await?;
    let history = orders.history(id).await?;
    let Some(until) = history.get(..version).filter(|until| !until.is_empty()) else {
        return Err(Failure::not_found());
    };
    let was = Orders::fold(until);
    let names = names_in(&staff, until, &[]).await?;
    let money = |amount| Money::new(amount, order.currency);
    let line = |line: &Line| {
        let units = was.units.get(&line.position).copied().unwrap_or_default();
        let left = if was.lifecycle == Lifecycle::Cancelled { 0 } else { left(line, units) };
        EarlierLine {
            line: one_line(line, &order, &From::default()),
            sent: units.shipped.max(0).unsigned_abs(),
            left,
            paid_back: (units.dropped + units.returned).max(0).unsigned_abs(),
        }
    };
    desk.show(&EarlierView {
        shell: desk.shell(Section::Orders, &order.number),
        id: id.to_string(),
        at: until.last().map_or(order.placed_at, |entry| entry.at),
        before: (version > 1).then(|| version - 1),
        after: (version < history.len()).then(|| version + 1),
        lifecycle: lifecycle(was.lifecycle),
        payment: payment(was.lifecycle, was.payment),
        fulfilment: fulfilment(was.fulfilment),
        lines: order.lines.iter().map(line).collect(),
        total: money(was.total),
        authorised: money(was.authorized),
        captured: money(was.captured),
        refunded: money(was.refunded),
        timeline: story::timeline(desk.ctx(), &order, until, &[], &[], &names),
        number: order.number,
    })
}

fn left(line: &Line, units: Units) -> u64 {
    (line.quantity - units.shipped - units.dropped).max(0).unsigned_abs()
}
