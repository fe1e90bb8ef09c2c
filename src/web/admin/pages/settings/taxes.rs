//! Tax rates by class and country, from a day to a day.
use actix_web::{HttpResponse, web};
use flows::setup::first_run::{percent, percent_of};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Micros;
use kernel::kinds::TaxRateId;
use kit::{CheckedForm, Failure, Site};
use markets::Markets;
use pricing::{NewRate, Pricing, PricingError, StatedRate};
use staff::Permission;

use super::{country_names, sentence};
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{Form, Section, TaxLine, TaxesView};

const PATH: &str = "/admin/settings/taxes";

pub(crate) async fn show(desk: Desk, pricing: web::Data<Pricing>) -> Result<HttpResponse, Failure> {
    let form = Form::default().with("class", "standard").with("country", &*desk.ctx().country).with("name", "VAT");
    desk.show(&view(&desk, &pricing, form).await?)
}

async fn view(desk: &Desk, pricing: &Pricing, form: Form) -> Result<TaxesView, Failure> {
    let names = country_names(desk.ctx());
    let (zone, now) = (&desk.ctx().time_zone, desk.now());
    let rates = pricing.tax_rates().await?;
    let line = |r: StatedRate| TaxLine {
        country: names
            .iter()
            .find(|(code, _)| *code == r.country)
            .map_or_else(|| r.country.clone(), |(_, n)| n.clone()),
        code: r.country,
        id: r.id.to_string(),
        class: r.class,
        name: r.name,
        rate: percent_of(r.rate),
        compound: r.compound,
        position: r.position,
        from: day_of(r.valid_from, zone),
        // The last day on which it counts.
        until: day_of(r.valid_until.map(|at| Micros(at.0 - 1)), zone),
        over: r.valid_until.is_some_and(|at| at.0 <= now.0),
    };
    let mut lines: Vec<TaxLine> = rates.into_iter().map(line).collect();
    lines.sort_by(|a, b| {
        (&a.country, &a.class != "standard", &a.class).cmp(&(&b.country, &b.class != "standard", &b.class))
    });
    Ok(TaxesView {
        shell: desk.shell(Section::SettingsTaxes, desk.ctx().texts.t("admin-nav-taxes")),
        rates: lines,
        countries: names,
        form,
        may_manage: desk.may(Permission::ManageSettings),
    })
}

/// As a date field writes it; empty for none.
fn day_of(at: Option<Micros>, zone: &TimeZone) -> String {
    let stamp = at.and_then(|at| jiff::Timestamp::from_microsecond(at.0).ok());
    stamp.map(|t| t.to_zoned(zone.clone()).date().to_string()).unwrap_or_default()
}

/// When a day begins where the shop is; none for an empty field.
fn begins(text: &str, zone: &TimeZone) -> Result<Option<Micros>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    let day: Date = text.parse().map_err(|_| ())?;
    let start = day.to_zoned(zone.clone()).map_err(|_| ())?;
    Ok(Some(Micros(start.timestamp().as_microsecond())))
}

/// What was typed; else the field that cannot be read, and why.
fn read(fields: &Fields, zone: &TimeZone) -> Result<NewRate, (&'static str, &'static str)> {
    let rate = percent(fields.one("rate")).ok_or(("rate", "setup-wrong-rate"))?;
    let from = begins(fields.one("from"), zone).map_err(|()| ("from", "settings-wrong-date"))?;
    let until = match fields.one("until") {
        "" => None,
        last => {
            let day: Date = last.parse().map_err(|_| ("until", "settings-wrong-date"))?;
            let next = day.tomorrow().map_err(|_| ("until", "settings-wrong-date"))?;
            begins(&next.to_string(), zone).map_err(|()| ("until", "settings-wrong-date"))?
        }
    };
    Ok(NewRate {
        class: fields.one("class").to_owned(),
        country: fields.one("country").to_owned(),
        name: fields.one("name").to_owned(),
        rate: rate.0,
        compound: fields.has("compound"),
        position: fields.one("position").parse().unwrap_or(0),
        valid_from: from,
        valid_until: until,
    })
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    pricing: web::Data<Pricing>,
    markets: web::Data<Markets>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id: Option<TaxRateId> = match fields.one("id") {
        "" => None,
        id => Some(id.parse().map_err(|_| Failure::not_found())?),
    };
    let mut form = fields.0.iter().fold(Form::default(), |form, (name, value)| form.with(name, value.trim()));
    match read(&fields, &desk.ctx().time_zone) {
        Ok(new) => match pricing.put_tax_rate(desk.actor(), id, new).await {
            Ok(_) => {
                markets.announce(desk.actor(), "taxes").await?;
                return Ok(Said::SettingsSaved.at(&site, PATH));
            }
            Err(PricingError::Rate { field, told }) => {
                let field = match field {
                    "valid_from" => "from",
                    "valid_until" => "until",
                    other => other,
                };
                form.refuse(field, sentence(&told));
            }
            Err(e) => return Err(e.into()),
        },
        Err((field, key)) => form.refuse(field, desk.ctx().texts.t(key)),
    }
    desk.refuse(&view(&desk, &pricing, form).await?)
}

pub(crate) async fn remove(
    desk: Desk,
    site: web::Data<Site>,
    pricing: web::Data<Pricing>,
    markets: web::Data<Markets>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = id.parse().map_err(|_| Failure::not_found())?;
    pricing.remove_tax_rate(desk.actor(), id).await?;
    markets.announce(desk.actor(), "taxes").await?;
    Ok(Said::SettingsSaved.at(&site, PATH))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn days_are_the_shops_and_the_last_one_counts() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let typed = [("rate", "19"), ("from", "2027-01-01"), ("until", "2027-06-30")];
        let new = read(&fields(&typed), &berlin).unwrap();
        let at = |text: &str| Some(Micros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond()));
        assert_eq!((new.valid_from, new.valid_until), (at("2026-12-31T23:00:00Z"), at("2027-06-30T22:00:00Z")));
        assert_eq!(day_of(new.valid_from, &berlin), "2027-01-01");
        assert_eq!(day_of(new.valid_until.map(|t| Micros(t.0 - 1)), &berlin), "2027-06-30");
        assert_eq!(read(&fields(&[("rate", "x")]), &berlin).unwrap_err().0, "rate");
        assert_eq!(read(&fields(&[("rate", "7"), ("from", "soon")]), &berlin).unwrap_err().0, "from");
    }
}
