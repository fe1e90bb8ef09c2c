//! Checkout, step 1: who, where, how delivered. Taking it holds the stock.
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use checkout::{Ask, CheckoutError, Outcome, Prepared};
use customers::{AccountError, Address, Buyer, FieldErrors, RawAddress, RawBuyer};
use inventory::InventoryError;
use kernel::Texts;
use kit::{CheckedForm, Failure, Jar, Visit};
use pricing::{CouponError, PricingError};
use serde::Deserialize;
use shipping::{Method, Parcel, ShippingError};

use crate::basket::{self, terms};
use crate::coupon::wrong_text;
use crate::parts::{days, described, going, own_frame, page, see_other, told};
use crate::payment::{after_placing, methods};
use crate::views::{BillingForm, CheckoutForm, CheckoutView, Choice, Country, Field};
use crate::{Rooms, sums};

/// As it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    email: String,
    country: String,
    name: String,
    organization: String,
    line1: String,
    line2: String,
    postal_code: String,
    city: String,
    phone: String,
    delivery: String,
    billing_other: String,
    billing_name: String,
    billing_company: String,
    billing_line1: String,
    billing_line2: String,
    billing_postal_code: String,
    billing_city: String,
    billing_country: String,
    vat_id: String,
    note: String,
    /// Ticked: the address goes into the book.
    keep_address: String,
    /// Ticked: the coupon that will not do goes.
    without_coupon: String,
}

impl Typed {
    fn raw(&self) -> RawBuyer {
        RawBuyer {
            email: self.email.clone(),
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
            billing: (!self.billing_other.is_empty()).then(|| RawAddress {
                name: self.billing_name.clone(),
                company: self.billing_company.clone(),
                line1: self.billing_line1.clone(),
                line2: self.billing_line2.clone(),
                postal_code: self.billing_postal_code.clone(),
                city: self.billing_city.clone(),
                country: self.billing_country.clone(),
            }),
            vat_id: self.vat_id.clone(),
            note: self.note.clone(),
        }
    }

    fn form(&self) -> CheckoutForm {
        CheckoutForm {
            email: Field::new(&self.email),
            country: Field::new(&self.country),
            name: Field::new(&self.name),
            organization: Field::new(&self.organization),
            line1: Field::new(&self.line1),
            line2: Field::new(&self.line2),
            postal_code: Field::new(&self.postal_code),
            city: Field::new(&self.city),
            phone: Field::new(&self.phone),
            delivery: Field::new(&self.delivery),
            coupon: Field::default(),
            keep: None,
            billing_other: !self.billing_other.is_empty(),
            billing: BillingForm {
                country: Field::new(if self.billing_country.is_empty() {
                    &self.country
                } else {
                    &self.billing_country
                }),
                name: Field::new(&self.billing_name),
                company: Field::new(&self.billing_company),
                line1: Field::new(&self.billing_line1),
                line2: Field::new(&self.billing_line2),
                postal_code: Field::new(&self.billing_postal_code),
                city: Field::new(&self.billing_city),
            },
            vat_id: Field::new(&self.vat_id),
            note: Field::new(&self.note),
        }
    }
}

impl From<&Prepared> for Typed {
    fn from(prepared: &Prepared) -> Self {
        let Buyer { email, phone, address, billing, vat_id, note } = prepared.buyer.clone();
        let billed = |part: fn(&Address) -> &String| billing.as_ref().map(part).cloned().unwrap_or_default();
        Self {
            billing_other: billing.as_ref().map(|_| "1".to_owned()).unwrap_or_default(),
            billing_name: billed(|b| &b.name),
            billing_company: billed(|b| &b.company),
            billing_line1: billed(|b| &b.line1),
            billing_line2: billed(|b| &b.line2),
            billing_postal_code: billed(|b| &b.postal_code),
            billing_city: billed(|b| &b.city),
            billing_country: billed(|b| &b.country),
            vat_id,
            note,
            email: email.as_str().to_owned(),
            country: address.country,
            name: address.name,
            organization: address.company,
            line1: address.line1,
            line2: address.line2,
            postal_code: address.postal_code,
            city: address.city,
            phone,
            delivery: prepared.delivery.code.clone(),
            keep_address: String::new(),
            without_coupon: String::new(),
        }
    }
}

impl Typed {
    /// The same people, delivered to another country than last time: the address there is not known yet.
    fn going_to(self, country: Option<&String>) -> Self {
        match country {
            Some(country) if *country != self.country => Self {
                country: country.clone(),
                line1: String::new(),
                line2: String::new(),
                postal_code: String::new(),
                city: String::new(),
                delivery: String::new(),
                ..self
            },
            _ => self,
        }
    }
}

pub(crate) async fn show(visit: Visit, rooms: web::Data<Rooms>) -> Result<HttpResponse, Failure> {
    let Some(token) = visit.cart.clone() else { return Ok(see_other(&visit, "/cart")) };
    if let Ok(Outcome::Placed(_)) = rooms.checkout.status(&token).await {
        return after_placing(&visit, &rooms).await;
    }
    let typed = match rooms.checkout.prepared(&token).await {
        Ok(prepared) => Typed::from(&prepared).going_to(visit.destination.as_ref()),
        Err(CheckoutError::NothingPrepared) => known(&visit, &rooms).await?,
        Err(e) => return Err(e.into()),
    };
    shown(&visit, &rooms, StatusCode::OK, typed.form(), Vec::new()).await
}

/// What the account says of whoever is signed in; for all others, the country that was chosen in the basket, else the one
/// that most are in.
async fn known(visit: &Visit, rooms: &Rooms) -> Result<Typed, Failure> {
    let (ours, wanted) = (&visit.setup.market.countries, visit.destination.as_ref());
    let country = wanted.cloned().unwrap_or_else(|| visit.ctx.country.to_string());
    let typed = Typed { country, ..Typed::default() };
    let Some(me) = &visit.customer else { return Ok(typed) };
    let book = rooms.accounts.addresses(me.id).await?;
    // An address where we do not deliver (any more) is no help.
    let fits = |country: &String| wanted.map_or_else(|| ours.contains(country), |wanted| wanted == country);
    let to = book.into_iter().find(|saved| fits(&saved.address.country));
    let Some(saved) = to else { return Ok(Typed { email: me.email.clone(), name: me.name.clone(), ..typed }) };
    let a = saved.address;
    Ok(Typed {
        email: me.email.clone(),
        country: a.country,
        name: a.name,
        organization: a.company,
        line1: a.line1,
        line2: a.line2,
        postal_code: a.postal_code,
        city: a.city,
        phone: saved.phone,
        ..typed
    })
}

pub(crate) async fn take(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let Some(token) = visit.cart.clone() else { return Ok(see_other(&visit, "/cart")) };
    let texts = &visit.ctx.texts;
    let mut form = typed.form();
    form.keep = Some(!typed.keep_address.is_empty());
    let buyer = typed.raw().parse(&visit.setup.market.countries);
    if typed.delivery.is_empty() {
        form.delivery.error = Some(texts.t("wrong-delivery-missing").to_owned());
    }
    let buyer = match buyer {
        Ok(buyer) if form.delivery.error.is_none() => buyer,
        other => {
            if let Err(errors) = other {
                mark(&mut form, &errors, texts);
            }
            return shown(&visit, &rooms, StatusCode::UNPROCESSABLE_ENTITY, form, Vec::new()).await;
        }
    };
    if !typed.without_coupon.is_empty() {
        rooms.carts.drop_coupon(&visit.actor, &token).await?;
    }
    let offered = methods(&visit, &rooms, "", (&typed.delivery, &buyer.address.country)).await?;
    let Some(method) = offered.into_iter().next() else {
        form.delivery.error = Some(texts.t("wrong-delivery-unpayable").to_owned());
        return shown(&visit, &rooms, StatusCode::UNPROCESSABLE_ENTITY, form, Vec::new()).await;
    };
    let ask = Ask {
        cart_token: token,
        market: visit.ctx.market,
        terms: terms(&visit),
        locale: texts.locale(),
        customer: visit.customer.as_ref().map(|me| me.id),
        buyer,
        delivery: typed.delivery.clone(),
        payment_method: method.value,
        expected_total: None,
        idempotency_key: None,
    };
    let (address, phone) = (ask.buyer.address.clone(), ask.buyer.phone.clone());
    let to = address.country.clone();
    match rooms.checkout.prepare(&visit.actor, ask).await {
        Ok(_) => {
            if !typed.keep_address.is_empty() {
                keep(&visit, &rooms, address, phone).await?;
            }
            let to = visit.site().cookie(Jar::Destination, &to);
            Ok(going(&visit, "/checkout/payment").cookie(to).finish())
        }
        Err(e) => not_prepared(&visit, &rooms, form, e).await,
    }
}

/// Into the address book of whoever is signed in. A full book keeps nobody from buying.
async fn keep(visit: &Visit, rooms: &Rooms, address: Address, phone: String) -> Result<(), Failure> {
    let Some(me) = &visit.customer else { return Ok(()) };
    let correlation = visit.actor.correlation.clone();
    match rooms.accounts.save_address(correlation, me.id, None, address, phone, false).await {
        Ok(_) | Err(AccountError::Full(_)) => Ok(()),
        Err(e) => Err(e.into()),
    }
}

/// Nothing that was typed is lost.
async fn not_prepared(
    visit: &Visit,
    rooms: &Rooms,
    mut form: CheckoutForm,
    error: CheckoutError,
) -> Result<HttpResponse, Failure> {
    let texts = &visit.ctx.texts;
    match &error {
        CheckoutError::Paying => Ok(see_other(visit, "/checkout/pending")),
        CheckoutError::Empty => Ok(see_other(visit, "/cart")),
        CheckoutError::Cart(cart::CartError::NotFound) => Ok(see_other(visit, "/checkout")),
        CheckoutError::Shipping(ShippingError::NotThere { .. } | ShippingError::TooMuch { .. }) => {
            form.delivery.error = told(texts, &error);
            shown(visit, rooms, StatusCode::UNPROCESSABLE_ENTITY, form, Vec::new()).await
        }
        CheckoutError::Pricing(PricingError::Coupon(wrong)) => {
            form.coupon.error = Some(wrong_text(texts, *wrong));
            shown(visit, rooms, StatusCode::CONFLICT, form, Vec::new()).await
        }
        CheckoutError::Gone(_) | CheckoutError::Inventory(InventoryError::OutOfStock { .. }) => {
            let problems = told(texts, &error).into_iter().collect();
            shown(visit, rooms, StatusCode::CONFLICT, form, problems).await
        }
        _ => Err(error.into()),
    }
}

/// The form again, filled with what was prepared before: its coupon will not do.
pub(crate) async fn without_coupon(
    visit: &Visit,
    rooms: &Rooms,
    prepared: &Prepared,
    wrong: CouponError,
) -> Result<HttpResponse, Failure> {
    let mut form = Typed::from(prepared).form();
    form.coupon.error = Some(wrong_text(&visit.ctx.texts, wrong));
    shown(visit, rooms, StatusCode::CONFLICT, form, Vec::new()).await
}

/// The form again, filled with what was prepared before, and why.
pub(crate) async fn again(
    visit: &Visit,
    rooms: &Rooms,
    prepared: Option<&Prepared>,
    problem: Option<String>,
) -> Result<HttpResponse, Failure> {
    let typed = prepared.map(Typed::from).unwrap_or_default();
    shown(visit, rooms, StatusCode::CONFLICT, typed.form(), problem.into_iter().collect()).await
}

async fn shown(
    visit: &Visit,
    rooms: &Rooms,
    status: StatusCode,
    mut form: CheckoutForm,
    problems: Vec<String>,
) -> Result<HttpResponse, Failure> {
    let ways = rooms.shipping.methods().await?;
    let Some((_, goods)) = basket::open(visit, rooms).await? else { return Ok(see_other(visit, "/cart")) };
    let (offered, chosen) = offered(&ways, &form, &parcel_of(&goods));
    let view = match chosen {
        Some(method) => match basket::delivered(visit, rooms, method, &form.country.value).await? {
            Some((_, view)) => view,
            None => return Ok(see_other(visit, "/cart")),
        },
        None => goods,
    };
    if let Some(entered) = &view.coupon {
        form.coupon.value = entered.code.clone();
    }
    let texts = &visit.ctx.texts;
    let parcel = parcel_of(&view);
    let to = &form.country.value;
    let deliveries = offered.iter().filter_map(|m| delivery(texts, m, to, &parcel, chosen)).collect();
    let countries = visit.setup.market.countries.iter();
    let country =
        |code: &String| Country { name: texts.t(&format!("country-{code}")).to_owned(), code: code.clone() };
    // Only an account has a book.
    form.keep = visit.customer.as_ref().map(|_| form.keep.unwrap_or(false));
    let mut frame = own_frame(visit, rooms, texts.t("checkout-step-1")).await?;
    described(visit, &mut frame, "checkout-description", "/checkout");
    let view = CheckoutView {
        frame,
        token: visit.form_token(),
        form,
        countries: countries.map(country).collect(),
        deliveries,
        lines: sums::basket_lines(&visit.ctx, &view, visit.today()),
        sums: sums::of_quote(&visit.ctx, &view.quote),
        problems,
    };
    page(status, &view)
}

fn parcel_of(view: &cart::View) -> Parcel {
    Parcel { goods: view.quote.goods_less_discount(), weight_grams: view.weight_grams() }
}

/// Every way to deliver to some country of ours; those for the present country that take the parcel, if it has any. And
/// the chosen one, else the first.
fn offered<'a>(ways: &'a [Method], form: &CheckoutForm, parcel: &Parcel) -> (Vec<&'a Method>, Option<&'a Method>) {
    let to = &form.country.value;
    let here: Vec<&Method> = ways.iter().filter(|m| m.serves(to) && m.charge(to, parcel).is_some()).collect();
    let offered = if here.is_empty() { ways.iter().collect() } else { here };
    let chosen = offered.iter().find(|m| m.code == form.delivery.value).or(offered.first()).copied();
    (offered, chosen)
}

/// None for a way that does not take so much.
fn delivery(texts: &Texts, method: &Method, to: &str, parcel: &Parcel, chosen: Option<&Method>) -> Option<Choice> {
    Some(Choice {
        value: method.code.clone(),
        title: method.name_in(texts.language()).to_owned(),
        detail: days(texts, "days", method.min_days, method.max_days),
        price: Some(if method.serves(to) { method.charge(to, parcel)? } else { method.price }),
        chosen: chosen.is_some_and(|c| c.code == method.code),
    })
}

/// Puts a sentence beside every wrong field.
fn mark(form: &mut CheckoutForm, errors: &FieldErrors, texts: &Texts) {
    for error in &errors.0 {
        let field = match error.field {
            "email" => &mut form.email,
            "country" => &mut form.country,
            "name" => &mut form.name,
            "company" => &mut form.organization,
            "line1" => &mut form.line1,
            "line2" => &mut form.line2,
            "postal_code" => &mut form.postal_code,
            "city" => &mut form.city,
            "billing_country" => &mut form.billing.country,
            "billing_name" => &mut form.billing.name,
            "billing_company" => &mut form.billing.company,
            "billing_line1" => &mut form.billing.line1,
            "billing_line2" => &mut form.billing.line2,
            "billing_postal_code" => &mut form.billing.postal_code,
            "billing_city" => &mut form.billing.city,
            "vat_id" => &mut form.vat_id,
            "note" => &mut form.note,
            _ => &mut form.phone,
        };
        let own = format!("wrong-{}-{}", error.field.trim_start_matches("billing_"), error.code);
        let usual = format!("wrong-{}", error.code);
        let key = if texts.has(&own) { &own } else { &usual };
        field.error = Some(texts.t(key).to_owned());
    }
}
