//! The ways to pay that need nobody else: bank transfer, cash on delivery.
use actix_web::{HttpResponse, web};
use kernel::Context;
use kit::{CheckedForm, Failure, Site};
use markets::Markets;
use payments::{BankTransfer, CashOnDelivery, Payments, PaymentsError, Settings};
use staff::Permission;

use super::{amount_of, sentence};
use crate::desk::Desk;
use crate::pages::fields::{self, Fields};
use crate::said::Said;
use crate::views::{Form, PaymentSettingsView, Section};

const PATH: &str = "/admin/settings/payments";

pub(crate) async fn show(desk: Desk, payments: web::Data<Payments>) -> Result<HttpResponse, Failure> {
    let settings = payments.settings().await?;
    let form = form(&settings, &desk);
    desk.show(&view(&desk, &payments, form))
}

fn form(settings: &Settings, desk: &Desk) -> Form {
    let (transfer, cash) = (&settings.transfer, &settings.cash);
    let yes = |on: bool| if on { "yes" } else { "" };
    let account = match transfer.account.as_str() {
        "" => desk.staff().setup.profile.bank_account.clone(),
        own => own.to_owned(),
    };
    Form::default()
        .with("transfer", yes(transfer.offered))
        .with("account", account)
        .with("reference", &*transfer.reference)
        .with("remind_after_days", transfer.remind_after_days.to_string())
        .with("cancel_after_days", transfer.cancel_after_days.to_string())
        .with("cash", yes(cash.offered))
        .with("fee", cash.fee_in(desk.ctx().currency).map(amount_of).unwrap_or_default())
}

fn view(desk: &Desk, payments: &Payments, form: Form) -> PaymentSettingsView {
    PaymentSettingsView {
        shell: desk.shell(Section::SettingsPayments, desk.ctx().texts.t("admin-nav-payments")),
        form,
        takes_cash: payments.providers().any(|p| p.code() == "cash"),
        currency: desk.ctx().currency.to_string(),
        others: payments
            .providers()
            .map(|p| p.code().to_owned())
            .filter(|c| c != "offline" && c != "cash")
            .collect(),
        may_manage: desk.may(Permission::ManageSettings),
    }
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    payments: web::Data<Payments>,
    markets: web::Data<Markets>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let mut form = fields.0.iter().fold(Form::default(), |form, (name, value)| form.with(name, value.trim()));
    match read(&fields, desk.ctx(), &payments).await {
        Ok(new) => match payments.put_settings(desk.actor(), new).await {
            Ok(()) => {
                markets.announce(desk.actor(), "payments").await?;
                return Ok(Said::SettingsSaved.at(&site, PATH));
            }
            Err(PaymentsError::Setting { field, told }) => form.refuse(field, sentence(&told)),
            Err(e) => return Err(e.into()),
        },
        Err(field) => form.refuse(
            field,
            desk.ctx().texts.t(if field == "fee" { "settings-wrong-amount" } else { "settings-wrong-days" }),
        ),
    }
    desk.refuse(&view(&desk, &payments, form))
}

/// What was typed; else the field that cannot be read.
async fn read(fields: &Fields, ctx: &Context, payments: &Payments) -> Result<Settings, &'static str> {
    let days = |name: &'static str| fields.one(name).parse::<i64>().map_err(|_| name);
    let fee = match fields.one("fee") {
        "" => 0,
        text => fields::money(text, ctx.currency).ok_or("fee")?.amount,
    };
    // What has no field here stays.
    let held = payments.settings().await.map(|s| (*s).clone()).unwrap_or_default();
    Ok(Settings {
        transfer: BankTransfer {
            offered: fields.has("transfer"),
            account: fields.one("account").to_owned(),
            reference: fields.one("reference").to_owned(),
            remind_after_days: days("remind_after_days")?,
            cancel_after_days: days("cancel_after_days")?,
        },
        cash: CashOnDelivery {
            offered: fields.has("cash"),
            fee,
            currency: (fee > 0).then_some(ctx.currency),
            ..held.cash
        },
    })
}
