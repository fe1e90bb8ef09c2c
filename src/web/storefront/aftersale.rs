//! After the sale, without staff: finding an order again, and calling it off before it is sent.
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use kernel::Money;
use kit::{CheckedForm, Failure, Visit};
use orders::{OrdersError, PaymentAxis};
use serde::Deserialize;

use crate::Rooms;
use crate::parts::{own_frame, page, see_other};
use crate::views::{FormField, FormView, Link, ToldView};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Sought {
    number: String,
    email: String,
}

#[derive(Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn find_page(visit: Visit, rooms: web::Data<Rooms>) -> Result<HttpResponse, Failure> {
    page(StatusCode::OK, &finding(&visit, &rooms, &Sought::default(), Vec::new()).await?)
}

pub(crate) async fn find(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(sought): CheckedForm<Sought>,
) -> Result<HttpResponse, Failure> {
    let texts = &visit.ctx.texts;
    match rooms.orders.look_up(&visit.actor, &sought.number, &sought.email, visit.ip).await {
        Ok(Some(token)) => Ok(see_other(&visit, &format!("/orders/{token}"))),
        Ok(None) => {
            let problems = vec![texts.t("aftersale-find-none").to_owned()];
            page(StatusCode::UNPROCESSABLE_ENTITY, &finding(&visit, &rooms, &sought, problems).await?)
        }
        Err(OrdersError::TooManyTries { retry_after }) => {
            let problems = vec![texts.t("aftersale-find-wait").to_owned()];
            let view = finding(&visit, &rooms, &sought, problems).await?;
            let mut answer = page(StatusCode::TOO_MANY_REQUESTS, &view)?;
            let wait = header::HeaderValue::from(retry_after.as_secs() + 1);
            answer.headers_mut().insert(header::RETRY_AFTER, wait);
            Ok(answer)
        }
        Err(e) => Err(e.into()),
    }
}

async fn finding(
    visit: &Visit,
    rooms: &Rooms,
    sought: &Sought,
    problems: Vec<String>,
) -> Result<FormView, Failure> {
    let texts = &visit.ctx.texts;
    let short = |text: &str| text.trim().chars().take(254).collect::<String>();
    let number = FormField {
        name: "number",
        label: "aftersale-find-number",
        kind: "text",
        autocomplete: "off",
        value: short(&sought.number),
        hint: "aftersale-find-number-hint",
        ..FormField::default()
    };
    let email = FormField {
        name: "email",
        label: "field-email",
        kind: "email",
        autocomplete: "email",
        value: short(&sought.email),
        ..FormField::default()
    };
    Ok(FormView {
        frame: own_frame(visit, rooms, texts.t("aftersale-find-title")).await?,
        nav: Vec::new(),
        token: visit.form_token(),
        title: texts.t("aftersale-find-title").to_owned(),
        lede: vec![texts.t("aftersale-find-text").to_owned()],
        action: "/orders/find".to_owned(),
        fields: vec![number, email],
        hidden: Vec::new(),
        tick: None,
        button: texts.t("aftersale-find-do").to_owned(),
        danger: false,
        links: vec![Link::new(texts.t("account-sign-in"), "/account/sign-in")],
        problems,
        notices: Vec::new(),
    })
}

pub(crate) async fn cancel_page(
    visit: Visit,
    rooms: web::Data<Rooms>,
    token: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let order = rooms.orders.by_link(&token).await?.ok_or_else(Failure::not_found)?;
    if !order.can_be_cancelled() {
        return late(&visit, &rooms, &token).await;
    }
    let texts = &visit.ctx.texts;
    let total = visit.ctx.money(Money::new(order.total, order.currency));
    let args = [("number", order.number.as_str().into()), ("total", total.as_str().into())];
    let effect = match order.payment {
        PaymentAxis::Authorized => "aftersale-cancel-reserved",
        PaymentAxis::Paid | PaymentAxis::PartiallyPaid | PaymentAxis::PartiallyRefunded => "aftersale-cancel-paid",
        PaymentAxis::Pending | PaymentAxis::Refunded | PaymentAxis::Failed => "aftersale-cancel-open",
    };
    let lede = [&texts.f("aftersale-cancel-which", &args), texts.t(effect), texts.t("aftersale-cancel-final")];
    let view = FormView {
        frame: own_frame(&visit, &rooms, texts.t("aftersale-cancel-title")).await?,
        nav: Vec::new(),
        token: visit.form_token(),
        title: texts.t("aftersale-cancel-title").to_owned(),
        lede: lede.into_iter().map(str::to_owned).collect(),
        action: format!("/orders/{token}/cancel"),
        fields: Vec::new(),
        hidden: Vec::new(),
        tick: None,
        button: texts.t("aftersale-cancel-do").to_owned(),
        danger: true,
        links: vec![Link::new(texts.t("aftersale-keep"), format!("/orders/{token}"))],
        problems: Vec::new(),
        notices: Vec::new(),
    };
    page(StatusCode::OK, &view)
}

/// A second click finds it cancelled, and is shown so.
pub(crate) async fn cancel(
    visit: Visit,
    rooms: web::Data<Rooms>,
    token: web::Path<String>,
    _: CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    match rooms.orders.cancel_by_link(&visit.actor, &token).await {
        Ok(()) | Err(OrdersError::Transition { from: "cancelled", .. }) => {
            Ok(see_other(&visit, &format!("/orders/{token}")))
        }
        Err(OrdersError::Transition { .. }) => late(&visit, &rooms, &token).await,
        Err(e) => Err(e.into()),
    }
}

async fn late(visit: &Visit, rooms: &Rooms, token: &str) -> Result<HttpResponse, Failure> {
    let texts = &visit.ctx.texts;
    let title = texts.t("aftersale-late-title").to_owned();
    let view = ToldView {
        frame: own_frame(visit, rooms, &title).await?,
        title,
        text: vec![texts.t("aftersale-late-text").to_owned()],
        links: vec![Link::new(texts.t("aftersale-late-look"), format!("/orders/{token}"))],
    };
    page(StatusCode::CONFLICT, &view)
}
