//! The ways to pay that need nobody else: bank transfer, cash on delivery.
use actix_web::{HttpResponse, web};
use kernel::Context;
use kit::{CheckedForm, Failure, Site};
use markets::Markets;
use payments::{BankTransfer, CashOnDelivery, Payments, PaymentsError, Review, Settings, Velocity};
use shipping::Shipping;
use staff::Permission;

use super::{amount_of, country_names, sentence};
use crate::desk::Desk;
use crate::pages::fields::{self, Fields};
use crate::said::Said;
use crate::views::{Form, PaymentSettingsView, Section};

const PATH: &str = "/admin/settings/payments";

pub(crate) async fn show(
    desk: Desk,
    payments: web::Data<Payments>,
    shipping: web::Data<Shipping>,
) -> Result<HttpResponse, Failure> {
    let settings = payments.settings().await?;
    let form = form(&settings, &desk);
    desk.show(&view(&desk, &payments, &shipping, form, &settings.cash).await?)
}

fn form(settings: &Settings, desk: &Desk) -> Form {
    let (transfer, cash, velocity) = (&settings.transfer, &settings.cash, &settings.velocity);
    let yes = |on: bool| if on { "yes" } else { "" };
    let review = &settings.review;
    let reviewed_from = review.currency.filter(|_| review.from > 0).map(|c| kernel::Money::new(review.from, c));
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
        .with("tax_class", cash.tax_class())
        .with("review_risky", yes(settings.review.risky))
        .with("review_from", reviewed_from.map(amount_of).unwrap_or_default())
        .with("window_minutes", velocity.window_minutes.to_string())
        .with("most_card", velocity.card.to_string())
        .with("most_basket", velocity.basket.to_string())
        .with("most_account", velocity.account.to_string())
        .with("most_network", velocity.network.to_string())
        .with("most_tries", velocity.tries.to_string())
}

/// `cash` tells which ways to deliver and countries are ticked.
async fn view(
    desk: &Desk,
    payments: &Payments,
    shipping: &Shipping,
    form: Form,
    cash: &CashOnDelivery,
) -> Result<PaymentSettingsView, Failure> {
    let ours = &desk.staff().setup.market.countries;
    let countries = country_names(desk.ctx()).into_iter().filter(|(code, _)| ours.contains(code));
    let methods = shipping.all_methods().await?.into_iter();
    Ok(PaymentSettingsView {
        deliveries: methods
            .map(|m| (cash.deliveries.contains(&m.method.code), m.method.code, m.method.name))
            .collect(),
        countries: countries.map(|(code, name)| (cash.countries.contains(&code), code, name)).collect(),
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
    })
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    payments: web::Data<Payments>,
    shipping: web::Data<Shipping>,
    markets: web::Data<Markets>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let mut form = fields.0.iter().fold(Form::default(), |form, (name, value)| form.with(name, value.trim()));
    match read(&fields, desk.ctx()) {
        // Whoever pays by transfer would be left waiting for it.
        Ok(new) if new.transfer.offered && new.transfer.account.trim().is_empty() => {
            form.refuse("account", desk.ctx().texts.t("settings-wrong-no-account"));
        }
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
            desk.ctx().texts.t(match field {
                "fee" | "review_from" => "settings-wrong-amount",
                "remind_after_days" | "cancel_after_days" => "settings-wrong-days",
                _ => "settings-wrong-number",
            }),
        ),
    }
    let ticked = CashOnDelivery {
        deliveries: fields.all("deliveries").map(str::to_owned).collect(),
        countries: fields.all("countries").map(str::to_owned).collect(),
        ..CashOnDelivery::default()
    };
    desk.refuse(&view(&desk, &payments, &shipping, form, &ticked).await?)
}

/// What was typed; else the field that cannot be read.
fn read(fields: &Fields, ctx: &Context) -> Result<Settings, &'static str> {
    let whole = |name: &'static str| fields.one(name).parse::<i64>().map_err(|_| name);
    let sum = |name: &'static str| -> Result<i64, &'static str> {
        match fields.one(name) {
            "" => Ok(0),
            text => Ok(fields::money(text, ctx.currency).ok_or(name)?.amount),
        }
    };
    let (fee, from) = (sum("fee")?, sum("review_from")?);
    Ok(Settings {
        transfer: BankTransfer {
            offered: fields.has("transfer"),
            account: fields.one("account").to_owned(),
            reference: fields.one("reference").to_owned(),
            remind_after_days: whole("remind_after_days")?,
            cancel_after_days: whole("cancel_after_days")?,
        },
        cash: CashOnDelivery {
            offered: fields.has("cash"),
            fee,
            currency: (fee > 0).then_some(ctx.currency),
            tax_class: fields.one("tax_class").to_owned(),
            deliveries: fields.all("deliveries").map(str::to_owned).collect(),
            countries: fields.all("countries").map(str::to_owned).collect(),
        },
        review: Review { risky: fields.has("review_risky"), from, currency: (from > 0).then_some(ctx.currency) },
        velocity: Velocity {
            window_minutes: whole("window_minutes")?,
            card: whole("most_card")?,
            basket: whole("most_basket")?,
            account: whole("most_account")?,
            network: whole("most_network")?,
            tries: whole("most_tries")?,
        },
        ..Settings::default()
    })
}
