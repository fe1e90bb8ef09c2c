//! Where the shop sells, and in what.
use actix_web::{HttpResponse, web};
use flows::setup::{countries, first_run};
use kernel::{TaxMode, TaxRounding};
use kit::{CheckedForm, Failure, Site};
use markets::{Market, MarketChange, Markets, MarketsError};
use staff::Permission;

use super::{country_names, sentence};
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{Form, MarketView, Section};

const PATH: &str = "/admin/settings/markets";

pub(crate) async fn show(desk: Desk) -> Result<HttpResponse, Failure> {
    let market = &desk.staff().setup.market;
    desk.show(&view(&desk, form(market), market.countries.clone()))
}

fn form(market: &Market) -> Form {
    let mode = if market.tax_mode == TaxMode::Exclusive { "exclusive" } else { "inclusive" };
    Form::default()
        .with("name", &*market.name)
        .with("locale", &*market.locale)
        .with("tax_mode", mode)
        .with("country", &*market.country)
        .with("time_zone", &*market.time_zone)
        .with("tax_rounding", market.tax_rounding.as_str())
        .with("hold_net", if market.hold_net { "yes" } else { "" })
}

fn view(desk: &Desk, form: Form, chosen: Vec<String>) -> MarketView {
    let names = country_names(desk.ctx());
    // What is kept and not in our list stays to be chosen.
    let mut zones: Vec<String> = countries::time_zones().into_iter().map(str::to_owned).collect();
    if !zones.iter().any(|z| form.is("time_zone", z)) {
        zones.push(form.value("time_zone").to_owned());
    }
    MarketView {
        shell: desk.shell(Section::SettingsMarkets, desk.ctx().texts.t("admin-nav-markets")),
        currency: desk.ctx().currency.to_string(),
        countries: names.into_iter().map(|(code, name)| (chosen.contains(&code), code, name)).collect(),
        form,
        zones,
        may_manage: desk.may(Permission::ManageSettings),
    }
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    markets: web::Data<Markets>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let chosen: Vec<String> = fields.all("countries").map(str::to_owned).collect();
    let new = MarketChange {
        name: fields.one("name").to_owned(),
        locale: fields.one("locale").to_owned(),
        tax_mode: first_run::mode(fields.one("tax_mode")).unwrap_or(desk.ctx().tax_mode),
        country: fields.one("country").to_owned(),
        countries: chosen.clone(),
        time_zone: fields.one("time_zone").to_owned(),
        tax_rounding: TaxRounding::parse(fields.one("tax_rounding")).unwrap_or_default(),
        hold_net: fields.has("hold_net"),
    };
    match markets.save_market(desk.actor(), new).await {
        Ok(()) => Ok(Said::SettingsSaved.at(&site, PATH)),
        Err(MarketsError::Wrong { field, told }) => {
            let mut form =
                fields.0.iter().fold(Form::default(), |form, (name, value)| form.with(name, value.trim()));
            form.refuse(field, sentence(&told));
            desk.refuse(&view(&desk, form, chosen))
        }
        Err(e) => Err(e.into()),
    }
}
