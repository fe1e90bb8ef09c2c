//! Payments by card: Stripe's keys, which are never shown again, and a try.
use actix_web::{HttpResponse, web};
use kit::{CheckedForm, Failure, Site};
use markets::Markets;
use payments::{Payments, PaymentsError, Stripe, StripeKeys};
use serde::Deserialize;
use staff::Permission;

use super::sentence;
use crate::desk::Desk;
use crate::pages::Nothing;
use crate::said::Said;
use crate::views::{Form, Section, StripeView};

const PATH: &str = "/admin/settings/payments/stripe";

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    offered: String,
    publishable: String,
    secret: String,
    hook_secret: String,
    capture_later: String,
}

/// # Errors
/// Not found where this shop was assembled without it.
fn stripe(payments: &Payments) -> Result<&Stripe, Failure> {
    payments.stripe().ok_or_else(Failure::not_found)
}

pub(crate) async fn show(
    desk: Desk,
    site: web::Data<Site>,
    payments: web::Data<Payments>,
) -> Result<HttpResponse, Failure> {
    stripe(&payments)?;
    let set = payments.settings().await?;
    let yes = |on: bool| if on { "yes" } else { "" };
    let form = Form::default()
        .with("offered", yes(set.stripe.offered))
        .with("publishable", &*set.stripe.publishable)
        .with("capture_later", yes(set.stripe.capture_later));
    desk.show(&view(&desk, &site, &payments, form).await?)
}

async fn view(desk: &Desk, site: &Site, payments: &Payments, form: Form) -> Result<StripeView, Failure> {
    let set = payments.settings().await?;
    Ok(StripeView {
        shell: desk
            .shell(Section::SettingsPayments, desk.ctx().texts.t("stripe-title"))
            .under("/admin/settings/payments", desk.ctx().texts.t("admin-nav-payments")),
        form,
        on: set.stripe.is_on(),
        trial: set.stripe.is_trial(),
        has_keys: set.stripe.has_keys(),
        has_hook_secret: set.stripe.has_hook_secret(),
        hook: format!("{}/webhooks/stripe", site.config().public_url.origin()),
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
    // Secrets are not put back into the page.
    let mut form = Form::default()
        .with("offered", &*typed.offered)
        .with("publishable", typed.publishable.trim())
        .with("capture_later", &*typed.capture_later);
    let keys = StripeKeys {
        offered: !typed.offered.is_empty(),
        publishable: typed.publishable,
        capture_later: !typed.capture_later.is_empty(),
        secret: Some(typed.secret),
        hook_secret: Some(typed.hook_secret),
    };
    match stripe(&payments)?.set_up(desk.actor(), keys).await {
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

/// Asks Stripe something that changes nothing.
pub(crate) async fn try_out(
    desk: Desk,
    site: web::Data<Site>,
    payments: web::Data<Payments>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    match stripe(&payments)?.try_out(desk.actor()).await {
        Ok(()) => Ok(Said::StripeWorks.at(&site, PATH)),
        Err(PaymentsError::Provider(told)) => {
            let set = payments.settings().await?;
            let mut form = Form::default().with("publishable", &*set.stripe.publishable);
            if set.stripe.offered {
                form = form.with("offered", "yes");
            }
            if set.stripe.capture_later {
                form = form.with("capture_later", "yes");
            }
            form.refuse("secret", desk.ctx().texts.v("stripe-test-failed", &told.to_string()));
            desk.refuse(&view(&desk, &site, &payments, form).await?)
        }
        Err(e) => Err(e.into()),
    }
}
