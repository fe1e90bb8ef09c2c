//! The address book's pages.
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use customers::{Address, FieldErrors, RawAddress, RawBuyer, SavedAddress};
use kernel::kinds::AddressId;
use kit::{CheckedForm, Failure, Visit};
use serde::Deserialize;

use super::{Form, Said, address_text, holder, nav};
use crate::Rooms;
use crate::parts::{own_frame, page, see_other};
use crate::views::{AddressesView, BookEntry, FormField};

/// As it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    country: String,
    name: String,
    organization: String,
    line1: String,
    line2: String,
    postal_code: String,
    city: String,
    phone: String,
    preferred: String,
}

#[derive(Deserialize)]
pub(crate) struct Act {
    #[serde(default)]
    act: String,
    #[serde(flatten)]
    typed: Typed,
}

impl From<&SavedAddress> for Typed {
    fn from(saved: &SavedAddress) -> Self {
        let a = saved.address.clone();
        Self {
            country: a.country,
            name: a.name,
            organization: a.company,
            line1: a.line1,
            line2: a.line2,
            postal_code: a.postal_code,
            city: a.city,
            phone: saved.phone.clone(),
            preferred: if saved.preferred { "1".into() } else { String::new() },
        }
    }
}

impl Typed {
    /// Judged as the checkout judges it.
    fn parse(&self, visit: &Visit, email: &str) -> Result<(Address, String), FieldErrors> {
        let raw = RawBuyer {
            email: email.to_owned(),
            phone: self.phone.clone(),
            address: RawAddress {
                name: self.name.clone(),
                company: self.organization.clone(),
                line1: self.line1.clone(),
                line2: self.line2.clone(),
                postal_code: self.postal_code.clone(),
                city: self.city.clone(),
                country: self.country.clone(),
            },
            ..RawBuyer::default()
        };
        raw.parse(&visit.setup.market.countries).map(|buyer| (buyer.address, buyer.phone))
    }

    fn form(&self, visit: &Visit, id: Option<AddressId>) -> Form {
        let texts = &visit.ctx.texts;
        let field = |name, label, autocomplete, value: &String, optional| FormField {
            name,
            label,
            kind: if name == "phone" { "tel" } else { "text" },
            autocomplete,
            value: value.clone(),
            optional,
            ..FormField::default()
        };
        let countries = visit.setup.market.countries.iter();
        let choices = countries.map(|c| (c.clone(), texts.t(&format!("country-{c}")).to_owned())).collect();
        let fields = vec![
            FormField { choices, ..field("country", "field-country", "country", &self.country, false) },
            field("name", "field-name", "name", &self.name, false),
            field("organization", "field-organization", "organization", &self.organization, true),
            field("line1", "field-line1", "address-line1", &self.line1, false),
            field("line2", "field-line2", "address-line2", &self.line2, true),
            field("postal_code", "field-postal_code", "postal-code", &self.postal_code, false),
            field("city", "field-city", "address-level2", &self.city, false),
            field("phone", "field-phone", "tel", &self.phone, true),
        ];
        let (title, action) = match id {
            Some(id) => ("account-address-edit", format!("/account/addresses/{id}")),
            None => ("account-address-new", "/account/addresses".to_owned()),
        };
        let mut form = Form::new(title, action, "account-save", fields);
        form.tick = Some(("preferred", "account-address-preferred", !self.preferred.is_empty()));
        form.section = Some("/account/addresses");
        form.links = vec![("account-addresses", "/account/addresses".into())];
        form
    }
}

pub(super) fn lines(visit: &Visit, a: &Address) -> Vec<String> {
    address_text(visit, [&a.name, &a.company, &a.line1, &a.line2], &a.postal_code, &a.city, &a.country)
}

pub(crate) async fn list(
    visit: Visit,
    rooms: web::Data<Rooms>,
    said: web::Query<Said>,
) -> Result<HttpResponse, Failure> {
    let book = rooms.accounts.addresses(holder(&visit)?.id).await?;
    let entry = |a: &SavedAddress| BookEntry {
        id: a.id.to_string(),
        lines: lines(&visit, &a.address),
        preferred: a.preferred,
    };
    let view = AddressesView {
        frame: own_frame(&visit, &rooms, visit.ctx.texts.t("account-addresses")).await?,
        nav: nav(&visit, "/account/addresses"),
        token: visit.form_token(),
        entries: book.iter().map(entry).collect(),
        notices: said.notices(&visit),
    };
    page(StatusCode::OK, &view)
}

pub(crate) async fn new(visit: Visit, rooms: web::Data<Rooms>) -> Result<HttpResponse, Failure> {
    let me = holder(&visit)?;
    let typed = Typed { country: visit.ctx.country.to_string(), name: me.name.clone(), ..Typed::default() };
    typed.form(&visit, None).shown(&visit, &rooms).await
}

fn id_of(text: &str) -> Result<AddressId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

pub(crate) async fn edit(
    visit: Visit,
    rooms: web::Data<Rooms>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let id = id_of(&id)?;
    let book = rooms.accounts.addresses(holder(&visit)?.id).await?;
    let saved = book.iter().find(|a| a.id == id).ok_or_else(Failure::not_found)?;
    Typed::from(saved).form(&visit, Some(id)).shown(&visit, &rooms).await
}

/// A new one.
pub(crate) async fn save(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Result<HttpResponse, Failure> {
    put(&visit, &rooms, None, &typed).await
}

/// Another one in its place; or out of the book; or preferred.
pub(crate) async fn act(
    visit: Visit,
    rooms: web::Data<Rooms>,
    id: web::Path<String>,
    CheckedForm(form): CheckedForm<Act>,
) -> Result<HttpResponse, Failure> {
    let id = id_of(&id)?;
    let (me, correlation) = (holder(&visit)?.id, visit.actor.correlation.clone());
    match form.act.as_str() {
        "remove" => {
            rooms.accounts.remove_address(correlation, me, id).await?;
            Ok(see_other(&visit, "/account/addresses?said=removed"))
        }
        "prefer" => {
            rooms.accounts.prefer_address(correlation, me, id).await?;
            Ok(see_other(&visit, "/account/addresses?said=preferred"))
        }
        _ => put(&visit, &rooms, Some(id), &form.typed).await,
    }
}

async fn put(visit: &Visit, rooms: &Rooms, id: Option<AddressId>, typed: &Typed) -> Result<HttpResponse, Failure> {
    let me = holder(visit)?;
    let texts = &visit.ctx.texts;
    let (address, phone) = match typed.parse(visit, &me.email) {
        Ok(parsed) => parsed,
        Err(errors) => {
            let mut form = typed.form(visit, id);
            for error in &errors.0 {
                let name = if error.field == "company" { "organization" } else { error.field };
                if let Some(field) = form.fields.iter_mut().find(|f| f.name == name) {
                    let own = format!("wrong-{}-{}", error.field, error.code);
                    let usual = format!("wrong-{}", error.code);
                    field.error = Some(texts.t(if texts.has(&own) { &own } else { &usual }).to_owned());
                }
            }
            return form.with(visit, rooms, StatusCode::UNPROCESSABLE_ENTITY, Vec::new()).await;
        }
    };
    let preferred = !typed.preferred.is_empty();
    let correlation = visit.actor.correlation.clone();
    match rooms.accounts.save_address(correlation, me.id, id, address, phone, preferred).await {
        Ok(_) => Ok(see_other(visit, "/account/addresses?said=address")),
        Err(e) => typed.form(visit, id).refused(visit, rooms, e.into()).await,
    }
}
