//! Ways to deliver, zones, and what it costs by weight and amount.
use actix_web::{HttpResponse, web};
use kernel::kinds::{MethodId, ZoneId};
use kernel::{Currency, Money};
use kit::{CheckedForm, Failure, Site};
use markets::Markets;
use shipping::{NewMethod, NewRate, NewZone, Shipping, ShippingError, StatedMethod, Zone, ZoneRate};
use staff::Permission;

use super::{amount_of, country_names, sentence};
use crate::desk::Desk;
use crate::pages::fields::{Fields, money};
use crate::said::Said;
use crate::views::{DeliveryView, Form, MethodLine, MethodView, RateRow, Section, ZoneLine};

const PATH: &str = "/admin/settings/shipping";
/// Empty rows at the end of a table, to be filled.
const SPARE: usize = 3;

pub(crate) async fn show(desk: Desk, shipping: web::Data<Shipping>) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &shipping, Form::default()).await?)
}

async fn view(desk: &Desk, shipping: &Shipping, zone: Form) -> Result<DeliveryView, Failure> {
    let names = country_names(desk.ctx());
    let named = |codes: &[String]| -> String {
        let name =
            |c: &String| names.iter().find(|(code, _)| code == c).map_or_else(|| c.clone(), |(_, n)| n.clone());
        codes.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let methods = shipping.all_methods().await?;
    let line = |m: &StatedMethod| MethodLine {
        id: m.method.id.to_string(),
        name: m.method.name.clone(),
        price: m.method.rates.is_empty().then_some(m.method.price),
        free_over: m.method.free_over,
        rows: m.method.rates.len(),
        countries: if m.method.rates.is_empty() { named(&m.method.countries) } else { String::new() },
        active: m.active,
    };
    let zones = shipping.zones().await?.into_iter().map(|z| ZoneLine {
        id: z.id.to_string(),
        countries: named(&z.countries),
        codes: z.countries,
        name: z.name,
    });
    Ok(DeliveryView {
        shell: desk.shell(Section::SettingsShipping, desk.ctx().texts.t("admin-nav-shipping")),
        methods: methods.iter().map(line).collect(),
        zones: zones.collect(),
        countries: names,
        zone,
        may_manage: desk.may(Permission::ManageSettings),
    })
}

/// The field that is wrong with a sentence, or whatever else went wrong.
fn refusal(error: ShippingError) -> Result<(&'static str, String), Failure> {
    match error {
        ShippingError::Wrong { field, told } => Ok((field, sentence(&told))),
        e => Err(e.into()),
    }
}

fn typed(fields: &Fields) -> Form {
    fields.0.iter().fold(Form::default(), |form, (name, value)| form.with(name, value.trim()))
}

pub(crate) async fn save_zone(
    desk: Desk,
    site: web::Data<Site>,
    shipping: web::Data<Shipping>,
    markets: web::Data<Markets>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id: Option<ZoneId> = match fields.one("id") {
        "" => None,
        id => Some(id.parse().map_err(|_| Failure::not_found())?),
    };
    let countries = fields.all("countries").map(str::to_owned).collect();
    let new = NewZone { name: fields.one("zone_name").to_owned(), countries, position: 0 };
    match shipping.put_zone(desk.actor(), id, new).await {
        Ok(_) => saved(&desk, &site, &markets, PATH).await,
        Err(e) => {
            let (field, told) = refusal(e)?;
            let mut form = typed(&fields);
            form.refuse(if field == "name" { "zone_name" } else { field }, told);
            desk.refuse(&view(&desk, &shipping, form).await?)
        }
    }
}

pub(crate) async fn remove_zone(
    desk: Desk,
    site: web::Data<Site>,
    shipping: web::Data<Shipping>,
    markets: web::Data<Markets>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = id.parse().map_err(|_| Failure::not_found())?;
    match shipping.remove_zone(desk.actor(), id).await {
        Ok(()) => saved(&desk, &site, &markets, PATH).await,
        Err(ShippingError::InUse(_)) => Ok(Said::ZoneInUse.at(&site, PATH)),
        Err(e) => Err(e.into()),
    }
}

async fn saved(desk: &Desk, site: &Site, markets: &Markets, path: &str) -> Result<HttpResponse, Failure> {
    markets.announce(desk.actor(), "delivery").await?;
    Ok(Said::SettingsSaved.at(site, path))
}

async fn find(shipping: &Shipping, id: &str) -> Result<StatedMethod, Failure> {
    let id: MethodId = id.parse().map_err(|_| Failure::not_found())?;
    let all = shipping.all_methods().await?;
    all.into_iter().find(|m| m.method.id == id).ok_or_else(Failure::not_found)
}

/// `new`, or one that is there.
pub(crate) async fn show_method(
    desk: Desk,
    shipping: web::Data<Shipping>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    if id.as_str() == "new" {
        let form = Form::default()
            .with("tax_class", "standard")
            .with("min_days", "2")
            .with("max_days", "4")
            .with("price", "0");
        return desk.show(
            &method_view(&desk, &shipping, None, form, desk.staff().setup.market.countries.clone(), None).await?,
        );
    }
    let held = find(&shipping, &id).await?;
    let form = form_of(&held);
    let chosen = held.method.countries.clone();
    desk.show(&method_view(&desk, &shipping, Some(&held), form, chosen, None).await?)
}

fn form_of(held: &StatedMethod) -> Form {
    let m = &held.method;
    Form::default()
        .with("code", &*m.code)
        .with("name", &*m.name)
        .with("description", &*m.description)
        .with("price", amount_of(m.price))
        .with("free_over", m.free_over.map(amount_of).unwrap_or_default())
        .with("tax_class", &*m.tax_class)
        .with("min_days", m.min_days.to_string())
        .with("max_days", m.max_days.to_string())
        .with("position", held.position.to_string())
}

fn row_of(rate: &ZoneRate) -> RateRow {
    let currency = rate.price.currency;
    let money = |amount| amount_of(Money::new(amount, currency));
    RateRow {
        zone: rate.zone.to_string(),
        weight_from: rate.weight_from.to_string(),
        weight_to: rate.weight_to.map(|g| g.to_string()).unwrap_or_default(),
        goods_from: money(rate.goods_from),
        goods_to: rate.goods_to.map(money).unwrap_or_default(),
        price: amount_of(rate.price),
    }
}

/// What it is called in every language of the shop but the main one.
fn names_of(desk: &Desk, held: Option<&StatedMethod>) -> Vec<(String, String, String)> {
    let one = |ctx: &kernel::Context| {
        let language = ctx.texts.language().to_owned();
        let name = held.and_then(|m| m.method.names.get(&language)).cloned().unwrap_or_default();
        (language, ctx.texts.t("language-name").to_owned(), name)
    };
    desk.staff().languages().skip(1).map(one).collect()
}

pub(crate) async fn save_names(
    desk: Desk,
    site: web::Data<Site>,
    shipping: web::Data<Shipping>,
    markets: web::Data<Markets>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let held = find(&shipping, &id).await?;
    let spoken = desk.staff().languages().skip(1).map(|ctx| ctx.texts.language().to_owned());
    let names =
        spoken.map(|language| (language.clone(), fields.one(&format!("name-{language}")).to_owned())).collect();
    match shipping.name_method(desk.actor(), held.method.id, names).await {
        Ok(()) => saved(&desk, &site, &markets, &format!("{PATH}/methods/{}#names", held.method.id)).await,
        Err(e) => {
            let mut form = form_of(&held);
            form.refuse("names", refusal(e)?.1);
            let chosen = held.method.countries.clone();
            desk.refuse(&method_view(&desk, &shipping, Some(&held), form, chosen, None).await?)
        }
    }
}

async fn method_view(
    desk: &Desk,
    shipping: &Shipping,
    held: Option<&StatedMethod>,
    form: Form,
    chosen: Vec<String>,
    rows: Option<Vec<RateRow>>,
) -> Result<MethodView, Failure> {
    let texts = &desk.ctx().texts;
    let title = held.map_or_else(|| texts.t("delivery-new").to_owned(), |m| m.method.name.clone());
    let mut rows =
        rows.unwrap_or_else(|| held.map(|m| m.method.rates.iter().map(row_of).collect()).unwrap_or_default());
    rows.extend(std::iter::repeat_n(RateRow::default(), SPARE));
    let zones = shipping.zones().await?.into_iter().map(|z: Zone| (z.id.to_string(), z.name));
    Ok(MethodView {
        shell: desk.shell(Section::SettingsShipping, &title).under(PATH, texts.t("admin-nav-shipping")),
        id: held.map(|m| m.method.id.to_string()),
        active: held.is_none_or(|m| m.active),
        currency: held.map_or(desk.ctx().currency, |m| m.method.price.currency).to_string(),
        countries: country_names(desk.ctx()).into_iter().map(|(c, n)| (chosen.contains(&c), c, n)).collect(),
        names: names_of(desk, held),
        form,
        rows,
        zones: zones.collect(),
        may_manage: desk.may(Permission::ManageSettings),
    })
}

pub(crate) async fn save_method(
    desk: Desk,
    site: web::Data<Site>,
    shipping: web::Data<Shipping>,
    markets: web::Data<Markets>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let held = if id.as_str() == "new" { None } else { Some(find(&shipping, &id).await?) };
    let currency = held.as_ref().map_or(desk.ctx().currency, |m| m.method.price.currency);
    let chosen: Vec<String> = fields.all("countries").map(str::to_owned).collect();
    let mut form = typed(&fields);
    match read(&fields, held.as_ref(), currency, &chosen) {
        Ok(new) => match shipping.save_method(desk.actor(), new).await {
            Ok(id) => return saved(&desk, &site, &markets, &format!("{PATH}/methods/{id}")).await,
            Err(e) => {
                let (field, told) = refusal(e)?;
                form.refuse(field, told);
            }
        },
        Err((field, key)) => form.refuse(field, desk.ctx().texts.t(key)),
    }
    desk.refuse(&method_view(&desk, &shipping, held.as_ref(), form, chosen, None).await?)
}

/// What was typed; else the field that cannot be read, and why.
fn read(
    fields: &Fields,
    held: Option<&StatedMethod>,
    currency: Currency,
    chosen: &[String],
) -> Result<NewMethod, (&'static str, &'static str)> {
    let days = |name: &'static str| fields.one(name).parse::<i64>().map_err(|_| (name, "setup-wrong-days"));
    let free_over = match fields.one("free_over") {
        "" => None,
        text => Some(money(text, currency).ok_or(("free_over", "settings-wrong-amount"))?),
    };
    Ok(NewMethod {
        code: held.map_or_else(|| fields.one("code").to_owned(), |m| m.method.code.clone()),
        name: fields.one("name").to_owned(),
        description: fields.one("description").to_owned(),
        countries: chosen.to_vec(),
        price: money(fields.one("price"), currency).ok_or(("price", "settings-wrong-amount"))?,
        free_over,
        tax_class: fields.one("tax_class").to_owned(),
        min_days: days("min_days")?,
        max_days: days("max_days")?,
        position: fields.one("position").parse().unwrap_or(0),
    })
}

/// Rows without a zone are left out.
pub(crate) async fn save_rates(
    desk: Desk,
    site: web::Data<Site>,
    shipping: web::Data<Shipping>,
    markets: web::Data<Markets>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let held = find(&shipping, &id).await?;
    let rows = rows_of(&fields);
    let mut form = form_of(&held);
    match rows.iter().map(|row| rate_of(row, held.method.price.currency)).collect::<Option<Vec<_>>>() {
        Some(rates) => match shipping.set_rates(desk.actor(), held.method.id, rates).await {
            Ok(()) => {
                return saved(&desk, &site, &markets, &format!("{PATH}/methods/{}#rates", held.method.id)).await;
            }
            Err(e) => form.refuse("rates", refusal(e)?.1),
        },
        None => form.refuse("rates", desk.ctx().texts.t("delivery-wrong-rates")),
    }
    let chosen = held.method.countries.clone();
    desk.refuse(&method_view(&desk, &shipping, Some(&held), form, chosen, Some(rows)).await?)
}

/// The rows of a table: columns come one after the other, in the order of the rows.
fn rows_of(fields: &Fields) -> Vec<RateRow> {
    let column = |name: &'static str| fields.all(name).map(str::to_owned).collect::<Vec<String>>();
    let [zones, from, to, goods_from, goods_to, prices] =
        ["zone", "weight_from", "weight_to", "goods_from", "goods_to", "rate"].map(column);
    let at = |list: &[String], i: usize| list.get(i).cloned().unwrap_or_default();
    let row = |i: usize| RateRow {
        zone: at(&zones, i),
        weight_from: at(&from, i),
        weight_to: at(&to, i),
        goods_from: at(&goods_from, i),
        goods_to: at(&goods_to, i),
        price: at(&prices, i),
    };
    (0..zones.len()).map(row).filter(|r| !r.zone.is_empty()).collect()
}

fn rate_of(row: &RateRow, currency: Currency) -> Option<NewRate> {
    let grams = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<i64>().ok() };
    let amount = |text: &str| if text.is_empty() { Some(0) } else { money(text, currency).map(|m| m.amount) };
    let end = |text: &str, read: &dyn Fn(&str) -> Option<i64>| match text {
        "" => Some(None),
        text => read(text).map(Some),
    };
    Some(NewRate {
        zone: row.zone.parse().ok()?,
        weight_from: grams(&row.weight_from)?,
        weight_to: end(&row.weight_to, &grams)?,
        goods_from: amount(&row.goods_from)?,
        goods_to: end(&row.goods_to, &amount)?,
        price: money(&row.price, currency)?.amount,
    })
}

pub(crate) async fn offer(
    desk: Desk,
    site: web::Data<Site>,
    shipping: web::Data<Shipping>,
    markets: web::Data<Markets>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id: MethodId = id.parse().map_err(|_| Failure::not_found())?;
    shipping.offer_method(desk.actor(), id, fields.one("offered") == "yes").await?;
    saved(&desk, &site, &markets, &format!("{PATH}/methods/{id}")).await
}

pub(crate) async fn remove(
    desk: Desk,
    site: web::Data<Site>,
    shipping: web::Data<Shipping>,
    markets: web::Data<Markets>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id: MethodId = id.parse().map_err(|_| Failure::not_found())?;
    shipping.remove_method(desk.actor(), id).await?;
    saved(&desk, &site, &markets, PATH).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_row_by_row_and_empty_rows_are_left_out() {
        let zone = ZoneId::from_bytes([1; 16]).to_string();
        let pairs = [
            ("zone", zone.as_str()),
            ("weight_from", ""),
            ("weight_to", "2000"),
            ("goods_from", ""),
            ("goods_to", "50"),
            ("rate", "4,90"),
            ("zone", ""),
            ("weight_from", ""),
            ("weight_to", ""),
            ("goods_from", ""),
            ("goods_to", ""),
            ("rate", ""),
        ];
        let rows = rows_of(&Fields(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()));
        assert_eq!(rows.len(), 1);
        let rate = rate_of(&rows[0], Currency::EUR).unwrap();
        assert_eq!((rate.weight_from, rate.weight_to, rate.goods_to, rate.price), (0, Some(2000), Some(5000), 490));
        assert!(rate_of(&RateRow { price: "much".into(), ..rows[0].clone() }, Currency::EUR).is_none());
    }
}
