//! The page of one order, for whoever holds its link.
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use kernel::{Context, Money};
use kit::{Failure, Visit};
use orders::{FulfilmentAxis, Lifecycle, Order, PaymentAxis};

use crate::parts::{own_frame, page};
use crate::views::{ConfirmationView, Frame, ProgressStep, SentParcel, StepState};
use crate::{Rooms, payment, sums, wording};

pub(crate) async fn show(
    visit: Visit,
    rooms: web::Data<Rooms>,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let mut order = rooms.orders.by_link(&token).await?.ok_or_else(Failure::not_found)?;
    wording::bought(&visit, &rooms, &mut order).await?;
    let frame = own_frame(&visit, &rooms, visit.ctx.texts.t("confirmation-title")).await?;
    // An order keeps the mode it was placed in, whatever the market does today.
    let ctx = Context { tax_mode: order.tax_mode, ..frame.ctx.clone() };
    let texts = &visit.ctx.texts;
    let to = &order.shipping_address;
    let provider = rooms.payments.provider(&order.payment_method).ok();
    let by_transfer = provider.as_ref().is_some_and(|p| p.code() == "offline");
    let parcels = rooms.orders.fulfilments(order.id).await?;
    let view = ConfirmationView {
        trial: visit.setup.profile.was_trial(order.placed_at),
        parcels: parcels.into_iter().map(|sent| parcel(&visit, sent)).collect(),
        cancelled: order.lifecycle == Lifecycle::Cancelled,
        steps: steps(&order),
        refunds: refunds(&visit, &rooms, &order).await?,
        cancel: order.can_be_cancelled().then(|| format!("/orders/{}/cancel", order.link_token)),
        number: order.number.clone(),
        placed_at: order.placed_at,
        email: order.contact.email.clone(),
        address: address_lines(
            [&to.name, &to.company, &to.line1, &to.line2],
            &to.postal_code,
            &to.city,
            texts.t(&format!("country-{}", to.country)),
        ),
        billing: order.particulars.billing_address.as_ref().map(|b| postal_lines(texts, b)).unwrap_or_default(),
        note: order.particulars.note.clone(),
        delivery: payment::delivery(&visit, &order.delivery),
        payment: provider.map_or_else(|| order.payment_method.clone(), |p| texts.t(p.label()).to_owned()),
        transfer: if by_transfer { transfer(&visit, &rooms, &order).await? } else { None },
        cash: cash(&visit, &order),
        lines: sums::order_lines(&visit.ctx, &order),
        sums: sums::of_order(&ctx, &order),
        frame: Frame { ctx, ..frame },
    };
    page(StatusCode::OK, &view)
}

/// Where it stands, from the beginning to the end; none for one that was cancelled.
fn steps(order: &Order) -> Vec<ProgressStep> {
    use StepState::{Ahead, Done, Now, Trouble};
    if order.lifecycle == Lifecycle::Cancelled {
        return Vec::new();
    }
    let step = |key, state| ProgressStep { key, state };
    let at_the_door = order.is_paid_at_the_door() && order.payment == PaymentAxis::Pending;
    if at_the_door {
        return at_the_door_steps(order.fulfilment).map(|(key, state)| step(key, state)).collect();
    }
    let paid = match order.payment {
        PaymentAxis::Pending | PaymentAxis::PartiallyPaid => step("aftersale-unpaid", Now),
        PaymentAxis::Failed => step("aftersale-payment-failed", Trouble),
        // What is set aside is ours to follow, not theirs.
        _ => step("aftersale-paid", Done),
    };
    let is_paid = paid.state == Done;
    let mut out = vec![step("aftersale-ordered", Done), paid];
    out.extend(match order.fulfilment {
        FulfilmentAxis::Unfulfilled if is_paid => [step("aftersale-packing", Now), step("aftersale-sent", Ahead)],
        FulfilmentAxis::Unfulfilled => [step("aftersale-packing", Ahead), step("aftersale-sent", Ahead)],
        FulfilmentAxis::Partial => [step("aftersale-part-sent", Done), step("aftersale-packing", Now)],
        FulfilmentAxis::Fulfilled => [step("aftersale-packing", Done), step("aftersale-sent", Done)],
        FulfilmentAxis::Returned => [step("aftersale-sent", Done), step("aftersale-returned", Done)],
    });
    out
}

/// Goods first, money at the door.
fn at_the_door_steps(fulfilment: FulfilmentAxis) -> impl Iterator<Item = (&'static str, StepState)> {
    use StepState::{Ahead, Done, Now};
    let (packing, sent, paying) = match fulfilment {
        FulfilmentAxis::Unfulfilled => (Now, Ahead, Ahead),
        FulfilmentAxis::Partial => (Now, Done, Ahead),
        FulfilmentAxis::Fulfilled | FulfilmentAxis::Returned => (Done, Done, Now),
    };
    let sent_key = if fulfilment == FulfilmentAxis::Partial { "aftersale-part-sent" } else { "aftersale-sent" };
    [
        ("aftersale-ordered", Done),
        ("aftersale-packing", packing),
        (sent_key, sent),
        ("aftersale-at-the-door", paying),
    ]
    .into_iter()
}

/// What to have ready at the door, as long as it is to be paid.
fn cash(visit: &Visit, order: &Order) -> Option<String> {
    let waits = order.is_paid_at_the_door()
        && order.lifecycle == Lifecycle::Placed
        && order.payment == PaymentAxis::Pending;
    let amount = visit.ctx.money(Money::new(order.total, order.currency));
    waits.then(|| visit.ctx.texts.v("confirmation-cash", &amount))
}

/// Money that went back, and money that is on its way.
async fn refunds(visit: &Visit, rooms: &Rooms, order: &Order) -> Result<Vec<String>, Failure> {
    let ctx = &visit.ctx;
    let money = |amount| ctx.money(Money::new(amount, order.currency));
    let mut out = Vec::new();
    for refund in rooms.orders.refunds(order.id).await? {
        let (amount, date) = (money(refund.amount), ctx.date(refund.at));
        let args = [("amount", amount.as_str().into()), ("date", date.as_str().into())];
        out.push(ctx.texts.f("aftersale-refund", &args));
    }
    let underway = rooms.orders.given_back(order.id).await?.underway;
    if underway > 0 {
        out.push(ctx.texts.v("aftersale-refund-on-its-way", &money(underway)));
    }
    Ok(out)
}

fn parcel(visit: &Visit, sent: orders::Fulfilment) -> SentParcel {
    let (ctx, date) = (&visit.ctx, visit.ctx.date(sent.shipped_at));
    let args = [("count", sent.units.into()), ("date", date.as_str().into())];
    SentParcel {
        title: ctx.texts.f("parcel-sent", &args),
        url: shipping::tracking_url(&sent.carrier, &sent.tracking),
        tracking: [sent.carrier, sent.tracking]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
    }
}

/// How to pay an order that waits for its money.
async fn transfer(visit: &Visit, rooms: &Rooms, order: &Order) -> Result<Option<String>, Failure> {
    if order.lifecycle != Lifecycle::Placed || order.payment == PaymentAxis::Paid {
        return Ok(None);
    }
    let set = rooms.payments.settings().await?;
    let own = &set.transfer.account;
    let account = if own.is_empty() { &visit.setup.profile.bank_account } else { own };
    let amount = visit.ctx.money(Money::new(order.total, order.currency));
    let reference = set.transfer.reference_for(&order.number);
    let args = [("account", account.into()), ("number", (&reference).into()), ("amount", (&amount).into())];
    let key = if account.is_empty() { "transfer-by-mail" } else { "transfer-to" };
    Ok(Some(visit.ctx.texts.f(key, &args)))
}

/// An address, a line each; what is empty is left out.
pub(crate) fn address_lines(lines: [&String; 4], postal_code: &str, city: &str, country: &str) -> Vec<String> {
    let own = lines.into_iter().filter(|line| !line.is_empty()).cloned();
    own.chain([format!("{postal_code} {city}"), country.to_owned()]).collect()
}

fn postal_lines(texts: &kernel::Texts, to: &orders::PostalAddress) -> Vec<String> {
    address_lines(
        [&to.name, &to.company, &to.line1, &to.line2],
        &to.postal_code,
        &to.city,
        texts.t(&format!("country-{}", to.country)),
    )
}
