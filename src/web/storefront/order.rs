//! The page of one order, for whoever holds its link.
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use kernel::{Context, Money};
use kit::{Failure, Visit};
use orders::{Lifecycle, Order, PaymentAxis};

use crate::parts::{own_frame, page};
use crate::views::{ConfirmationView, Frame, SentParcel};
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
    let by_transfer = provider.as_ref().is_some_and(|p| p.settles_later());
    let parcels = rooms.orders.fulfilments(order.id).await?;
    let view = ConfirmationView {
        parcels: parcels.into_iter().map(|sent| parcel(&visit, sent)).collect(),
        cancelled: order.lifecycle == Lifecycle::Cancelled,
        number: order.number.clone(),
        placed_at: order.placed_at,
        email: order.contact.email.clone(),
        address: address_lines(
            [&to.name, &to.company, &to.line1, &to.line2],
            &to.postal_code,
            &to.city,
            texts.t(&format!("country-{}", to.country)),
        ),
        delivery: payment::delivery(&visit, &order.delivery),
        payment: provider.map_or_else(|| order.payment_method.clone(), |p| texts.t(p.label()).to_owned()),
        transfer: by_transfer.then(|| transfer(&visit, &order)).flatten(),
        lines: sums::order_lines(&order),
        sums: sums::of_order(&ctx, &order),
        frame: Frame { ctx, ..frame },
    };
    page(StatusCode::OK, &view)
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
fn transfer(visit: &Visit, order: &Order) -> Option<String> {
    let waits = order.lifecycle == Lifecycle::Placed && order.payment != PaymentAxis::Paid;
    let amount = visit.ctx.money(Money::new(order.total, order.currency));
    let args = [
        ("account", (&visit.setup.profile.bank_account).into()),
        ("number", (&order.number).into()),
        ("amount", (&amount).into()),
    ];
    let key = if visit.setup.profile.bank_account.is_empty() { "transfer-by-mail" } else { "transfer-to" };
    waits.then(|| visit.ctx.texts.f(key, &args))
}

/// An address, a line each; what is empty is left out.
pub(crate) fn address_lines(lines: [&String; 4], postal_code: &str, city: &str, country: &str) -> Vec<String> {
    let own = lines.into_iter().filter(|line| !line.is_empty()).cloned();
    own.chain([format!("{postal_code} {city}"), country.to_owned()]).collect()
}
