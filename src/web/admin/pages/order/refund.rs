//! Giving money back: chosen, worked out, then done.
use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use kernel::{Coded, Fault, Money};
use kit::{CheckedForm, Failure, Site};
use orders::{Order, Orders, OrdersError, Planned, Refund, RefundAsk, RefundLine};
use payments::Payments;

use super::id_in;
use crate::desk::Desk;
use crate::pages::fields::{Fields, money};
use crate::said::Said;
use crate::views::{Form, PlannedRefund, RefundRow, RefundView, Section};

pub(crate) async fn show(
    req: HttpRequest,
    desk: Desk,
    orders: web::Data<Orders>,
    payments: web::Data<Payments>,
) -> Result<HttpResponse, Failure> {
    let order = orders.get(id_in(&req)?).await?;
    let form = Form::default().with("restock", "yes");
    desk.show(&view(&desk, &orders, &payments, &order, form, None).await?)
}

pub(crate) async fn take(
    req: HttpRequest,
    desk: Desk,
    site: web::Data<Site>,
    orders: web::Data<Orders>,
    payments: web::Data<Payments>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = id_in(&req)?;
    let order = orders.get(id).await?;
    let mut form = Form::default();
    for (name, value) in &fields.0 {
        form = form.with(name, value.clone());
    }
    let Some(ask) = asked(&desk, &order, &fields, &mut form) else {
        return desk.refuse(&view(&desk, &orders, &payments, &order, form, None).await?);
    };
    let planned = match orders.plan_refund(desk.actor(), id, ask.clone()).await {
        Ok(planned) => planned,
        Err(e) => return again(&desk, &orders, &payments, &order, form, &e).await,
    };
    let expected: Option<i64> = fields.one("amount").parse().ok();
    if fields.one("do") != "go" || expected != Some(planned.amount) {
        return desk.show(&view(&desk, &orders, &payments, &order, form, Some(planned)).await?);
    }
    match orders.refund(desk.actor(), id, ask, expected).await {
        Ok(_) => Ok(Said::Refunded.at(&site, &format!("/admin/orders/{id}"))),
        Err(e) => again(&desk, &orders, &payments, &order, form, &e).await,
    }
}

/// Asks the provider once more for what it refused.
pub(crate) async fn ask_again(
    req: HttpRequest,
    desk: Desk,
    site: web::Data<Site>,
    orders: web::Data<Orders>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = id_in(&req)?;
    let done = orders.ask_back_again(desk.actor(), id).await;
    Ok(Said::of(Said::Refunded, done)?.at(&site, &format!("/admin/orders/{id}")))
}

/// The page once more, with why it could not be.
async fn again(
    desk: &Desk,
    orders: &Orders,
    payments: &Payments,
    order: &Order,
    mut form: Form,
    e: &OrdersError,
) -> Result<HttpResponse, Failure> {
    if !matches!(e.fault(), Fault::Conflict | Fault::Invalid) {
        return Err(Failure::of(e));
    }
    let texts = &desk.ctx().texts;
    let (field, sentence) = match e {
        OrdersError::TooMuchMoney { most } => {
            let most = desk.ctx().money(Money::new(*most, order.currency));
            ("extra", texts.v("refund-wrong-most", &most))
        }
        OrdersError::TooMuchToRefund { position, .. } => {
            let line = format!("unsent-{position}");
            let sent = format!("sent-{position}");
            form.refuse(&if form.value(&line).is_empty() { sent } else { line }, texts.t("refund-wrong-units"));
            return desk.refuse(&view(desk, orders, payments, order, form, None).await?);
        }
        OrdersError::Reason => ("reason", texts.t("refund-wrong-reason").to_owned()),
        OrdersError::CancelInstead => ("lines", texts.t("refund-wrong-cancel").to_owned()),
        OrdersError::NothingToRefund => ("lines", texts.t("refund-wrong-nothing").to_owned()),
        _ => ("lines", texts.t("refund-wrong-stale").to_owned()),
    };
    form.refuse(field, sentence);
    desk.refuse(&view(desk, orders, payments, order, form, None).await?)
}

fn asked(desk: &Desk, order: &Order, fields: &Fields, form: &mut Form) -> Option<RefundAsk> {
    let texts = &desk.ctx().texts;
    let mut lines: HashMap<i64, RefundLine> = HashMap::new();
    let units = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<i64>().ok().filter(|n| *n >= 0) };
    let mut wrong = Vec::new();
    for (start, of_sent) in [("unsent-", false), ("sent-", true)] {
        for (position, text) in fields.behind(start) {
            let Ok(position) = position.parse::<i64>() else { continue };
            let line = lines.entry(position).or_insert(RefundLine { position, unsent: 0, sent: 0 });
            match units(text) {
                Some(n) if of_sent => line.sent = n,
                Some(n) => line.unsent = n,
                None => wrong.push(format!("{start}{position}")),
            }
        }
    }
    for name in wrong {
        form.refuse(&name, texts.t("refund-wrong-units"));
    }
    let extra = match fields.one("extra") {
        "" => Some(0),
        text => money(text, order.currency).map(|m| m.amount),
    };
    if extra.is_none() {
        form.refuse("extra", texts.t("refund-wrong-amount"));
    }
    let mut lines: Vec<RefundLine> = lines.into_values().collect();
    lines.sort_unstable_by_key(|line| line.position);
    let ask = RefundAsk {
        version: fields.version(),
        lines,
        delivery: fields.one("delivery") == "yes",
        extra: extra.unwrap_or(0),
        restock: fields.one("restock") == "yes",
        reason: fields.one("reason").to_owned(),
    };
    form.is_fine().then_some(ask)
}

async fn view(
    desk: &Desk,
    orders: &Orders,
    payments: &Payments,
    order: &Order,
    form: Form,
    planned: Option<Planned>,
) -> Result<RefundView, Failure> {
    let earlier = orders.refunds(order.id).await?;
    let left = orders.given_back(order.id).await?.left;
    let money = |amount| Money::new(amount, order.currency);
    let texts = &desk.ctx().texts;
    let path = format!("/admin/orders/{}", order.id);
    let shell = desk
        .shell(Section::Orders, texts.t("refund-title"))
        .under("/admin/orders", texts.t("admin-nav-orders"))
        .under(path, order.number.clone());
    let delivery_given = earlier.iter().any(|r| r.delivery.amount > 0);
    Ok(RefundView {
        shell,
        id: order.id.to_string(),
        number: order.number.clone(),
        version: order.version,
        lines: order.lines.iter().map(|line| row(line, &earlier, order)).collect(),
        delivery: (!delivery_given && order.shipping.amount > 0).then(|| money(order.shipping.amount)),
        left: money(left),
        by_hand: payments.provider(&order.payment_method).is_ok_and(|p| p.settles_later()),
        form,
        planned: planned.map(|p| PlannedRefund {
            amount: money(p.amount),
            tax: money(p.tax),
            freed: p.lines.iter().map(|l| l.unsent.unsigned_abs()).sum(),
            restocked: p.lines.iter().filter(|l| l.restocked).map(|l| l.sent.unsigned_abs()).sum(),
        }),
    })
}

fn row(line: &orders::Line, earlier: &[Refund], order: &Order) -> RefundRow {
    let back = earlier.iter().flat_map(|r| &r.lines).filter(|l| l.position == line.position);
    let back: i64 = back.map(|l| l.sent).sum();
    let detail = [line.options.as_str(), &line.sku].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>();
    RefundRow {
        position: line.position,
        title: line.title.clone(),
        detail: detail.join(" · "),
        unsent: line.left().unsigned_abs(),
        sent: (line.shipped - back).max(0).unsigned_abs(),
        each: Money::new(order.worth_of_one(line), order.currency),
    }
}
