//! PayPal: its keys, whose secret is never shown again, and a try.
use actix_web::{HttpResponse, web};
use kit::{CheckedForm, Failure, Site};
use markets::Markets;
use payments::{Payments, PaymentsError, Paypal, PaypalKeys, PaypalSettings};
use serde::Deserialize;
use staff::Permission;

use super::sentence;
use crate::desk::Desk;
use crate::pages::Nothing;
use crate::said::Said;
use crate::views::{Form, PaypalView, Section};

const PATH: &str = "/admin/settings/payments/paypal";
/// The real PayPal, where a form says which.
const LIVE: &str = "live";

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    offered: String,
    client_id: String,
    secret: String,
    webhook_id: String,
    house: String,
    capture_later: String,
}

/// # Errors
/// Not found where this shop was assembled without it.
fn paypal(payments: &Payments) -> Result<&Paypal, Failure> {
    payments.paypal().ok_or_else(Failure::not_found)
}

fn yes(on: bool) -> &'static str {
    if on { "yes" } else { "" }
}

/// As it is set. What was never set begins as it is for cards.
fn as_set(set: &payments::Settings) -> Form {
    let PaypalSettings { offered, client_id, webhook_id, live, capture_later, .. } = &set.paypal;
    let later = if set.paypal.has_keys() { *capture_later } else { set.stripe.capture_later };
    Form::default()
        .with("offered", yes(*offered))
        .with("client_id", &**client_id)
        .with("webhook_id", &**webhook_id)
        .with("house", if *live { LIVE } else { "sandbox" })
        .with("capture_later", yes(later))
}

pub(crate) async fn show(
    desk: Desk,
    site: web::Data<Site>,
    payments: web::Data<Payments>,
) -> Result<HttpResponse, Failure> {
    paypal(&payments)?;
    let form = as_set(&*payments.settings().await?);
    desk.show(&view(&desk, &site, &payments, form).await?)
}

async fn view(desk: &Desk, site: &Site, payments: &Payments, form: Form) -> Result<PaypalView, Failure> {
    let set = &payments.settings().await?.paypal;
    Ok(PaypalView {
        shell: desk
            .shell(Section::SettingsPayments, desk.ctx().texts.t("paypal-title"))
            .under("/admin/settings/payments", desk.ctx().texts.t("admin-nav-payments")),
        form,
        on: set.is_on(),
        trial: set.is_trial(),
        has_keys: set.has_keys(),
        hears: !set.webhook_id.is_empty(),
        hook: format!("{}/webhooks/paypal", site.config().public_url.origin()),
        may_manage: desk.may(Permission::ManageSettings),
    })
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    payments: web::Data<Payments>,
    markets: web::Data<Markets>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Result<HttpResponse, Failure> {
    // The secret is not put back into the page.
    let mut form = Form::default()
        .with("offered", &*typed.offered)
        .with("client_id", typed.client_id.trim())
        .with("webhook_id", typed.webhook_id.trim())
        .with("house", &*typed.house)
        .with("capture_later", &*typed.capture_later);
    let keys = PaypalKeys {
        offered: !typed.offered.is_empty(),
        client_id: typed.client_id,
        secret: Some(typed.secret),
        webhook_id: typed.webhook_id,
        live: typed.house == LIVE,
        capture_later: !typed.capture_later.is_empty(),
    };
    match paypal(&payments)?.set_up(desk.actor(), keys).await {
        Ok(()) => {
            payments.forget_settings();
            markets.announce(desk.actor(), "payments").await?;
            Ok(Said::SettingsSaved.at(&site, PATH))
        }
        Err(PaymentsError::Setting { field, told }) => {
            form.refuse(field, sentence(&told));
            desk.refuse(&view(&desk, &site, &payments, form).await?)
        }
        Err(e) => Err(e.into()),
    }
}

/// Asks PayPal what changes nothing.
pub(crate) async fn try_out(
    desk: Desk,
    site: web::Data<Site>,
    payments: web::Data<Payments>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let (field, told) = match paypal(&payments)?.try_out(desk.actor()).await {
        Ok(()) => return Ok(Said::PaypalWorks.at(&site, PATH)),
        Err(PaymentsError::Provider(told)) => {
            ("secret", desk.ctx().texts.v("paypal-test-failed", &told.to_string()))
        }
        Err(PaymentsError::Setting { field, told }) => (field, sentence(&told)),
        Err(e) => return Err(e.into()),
    };
    let mut form = as_set(&*payments.settings().await?);
    form.refuse(field, told);
    desk.refuse(&view(&desk, &site, &payments, form).await?)
}
