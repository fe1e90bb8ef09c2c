//! What a shopkeeper sets: zones, methods, their rate tables. Checked, audited, in force at once.
use std::collections::BTreeMap;

use db::Tx;
use kernel::Actor;
use kernel::kinds::{MethodId, ZoneId};

use crate::model::{NewMethod, NewRate, NewZone, StatedMethod, Zone};
use crate::{Shipping, ShippingError, dialect, store};

/// May change how things are delivered.
pub const MANAGE: &str = "settings.manage";
/// The most rows in one method's table.
pub const MOST_RATES: usize = 200;
/// The longest name of a method, in characters.
const LONGEST_NAME: usize = 60;

impl Shipping {
    /// Every method, paused ones too, in the shop's order.
    pub async fn all_methods(&self) -> Result<Vec<StatedMethod>, ShippingError> {
        self.db.read(store::methods).await
    }

    /// Makes a method, or changes the one with this code.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`ShippingError::Wrong`] with the field and what to write.
    pub async fn save_method(&self, actor: &Actor, new: NewMethod) -> Result<MethodId, ShippingError> {
        actor.require(MANAGE)?;
        let new = check_method(new)?;
        let id = self
            .db
            .write(actor, move |tx| {
                let held = store::by_code(tx, &new.code)?;
                let id = held.unwrap_or_else(|| MethodId::new(tx.now()));
                if store::known(tx, id)?.is_some_and(|currency| currency != new.price.currency.as_str()) {
                    return wrong("price", "a method keeps its currency; make another one instead");
                }
                dialect::put(tx, id, &new)?;
                let detail = serde_json::json!({ "code": new.code, "price": new.price.amount });
                tx.audit(if held.is_some() { "delivery.change" } else { "delivery.add" }, id, &detail)?;
                Ok(id)
            })
            .await?;
        self.kept.forget();
        Ok(id)
    }

    /// Says what a method is called in other languages, by language; an empty name means its own.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`ShippingError::NotFound`]; [`ShippingError::Wrong`]: a name is
    /// too long.
    pub async fn name_method(
        &self,
        actor: &Actor,
        id: MethodId,
        names: BTreeMap<String, String>,
    ) -> Result<(), ShippingError> {
        let names: BTreeMap<String, String> = names
            .into_iter()
            .map(|(language, name)| (language, plain(&name)))
            .filter(|(_, n)| !n.is_empty())
            .collect();
        if names.values().any(|name| name.chars().count() > LONGEST_NAME) {
            return wrong("names", "shoppers read the name; up to 60 characters");
        }
        self.change(actor, move |tx| {
            if !store::set_names(tx, id, &names)? {
                return Err(ShippingError::NotFound);
            }
            Ok(tx.audit("delivery.names", id, &serde_json::json!(names))?)
        })
        .await
    }

    /// Offers a method to shoppers, or pauses it.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`ShippingError::NotFound`].
    pub async fn offer_method(&self, actor: &Actor, id: MethodId, offered: bool) -> Result<(), ShippingError> {
        self.change(actor, move |tx| {
            if !store::set_active(tx, id, offered)? {
                return Err(ShippingError::NotFound);
            }
            Ok(tx.audit("delivery.offer", id, &serde_json::json!({ "offered": offered }))?)
        })
        .await
    }

    /// Takes a method away, its table with it. Orders keep its name.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`ShippingError::NotFound`].
    pub async fn remove_method(&self, actor: &Actor, id: MethodId) -> Result<(), ShippingError> {
        self.change(actor, move |tx| {
            if !store::remove(tx, id)? {
                return Err(ShippingError::NotFound);
            }
            Ok(tx.audit("delivery.remove", id, &serde_json::json!({}))?)
        })
        .await
    }

    /// Gives a method this rate table instead of the one it has; an empty one makes it cost its own price in its own
    /// countries again.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`ShippingError::NotFound`]; [`ShippingError::Wrong`]: too
    /// many rows, a zone that is not there, an end before its beginning, a negative amount.
    pub async fn set_rates(&self, actor: &Actor, id: MethodId, rates: Vec<NewRate>) -> Result<(), ShippingError> {
        check_rates(&rates)?;
        self.change(actor, move |tx| {
            if store::known(tx, id)?.is_none() {
                return Err(ShippingError::NotFound);
            }
            let zones = store::zones(tx)?;
            if rates.iter().any(|rate| !zones.iter().any(|zone| zone.id == rate.zone)) {
                return wrong("zone", "choose a zone that is there");
            }
            store::set_rates(tx, id, &rates)?;
            Ok(tx.audit("delivery.rates", id, &serde_json::json!({ "rows": rates.len() }))?)
        })
        .await
    }

    /// The zones, in the shop's order.
    pub async fn zones(&self) -> Result<Vec<Zone>, ShippingError> {
        self.db.read(store::zones).await
    }

    /// Makes a zone, or changes the one with this id.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`ShippingError::NotFound`]; [`ShippingError::Wrong`]: no
    /// name or one that is taken, no country, one that is no code, one that is in another zone.
    pub async fn put_zone(&self, actor: &Actor, id: Option<ZoneId>, new: NewZone) -> Result<ZoneId, ShippingError> {
        let new = check_zone(new)?;
        self.change(actor, move |tx| {
            let zone = id.unwrap_or_else(|| ZoneId::new(tx.now()));
            let others: Vec<Zone> = store::zones(tx)?.into_iter().filter(|z| z.id != zone).collect();
            if others.iter().any(|z| z.name.eq_ignore_ascii_case(&new.name)) {
                return wrong("name", "another zone has this name");
            }
            let taken = others.iter().find(|z| z.countries.iter().any(|c| new.countries.contains(c)));
            if let Some(other) = taken {
                return wrong("countries", &format!("a country is in one zone only; see {}", other.name));
            }
            if !store::put_zone(tx, zone, &new, id.is_none())? {
                return Err(ShippingError::NotFound);
            }
            let detail = serde_json::json!({ "countries": new.countries });
            tx.audit(if id.is_some() { "zone.change" } else { "zone.add" }, zone, &detail)?;
            Ok(zone)
        })
        .await
    }

    /// Takes a zone away.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`ShippingError::NotFound`]; [`ShippingError::InUse`] while
    /// a method has rates for it.
    pub async fn remove_zone(&self, actor: &Actor, id: ZoneId) -> Result<(), ShippingError> {
        self.change(actor, move |tx| {
            let users = store::users(tx, id)?;
            if !users.is_empty() {
                return Err(ShippingError::InUse(users.join(", ")));
            }
            if !store::remove_zone(tx, id)? {
                return Err(ShippingError::NotFound);
            }
            Ok(tx.audit("zone.remove", id, &serde_json::json!({}))?)
        })
        .await
    }

    /// A change by whoever may; afterwards what is kept is asked anew.
    async fn change<T: Send + 'static>(
        &self,
        actor: &Actor,
        f: impl FnMut(&mut Tx<'_>) -> Result<T, ShippingError> + Send + 'static,
    ) -> Result<T, ShippingError> {
        actor.require(MANAGE)?;
        let done = self.db.write(actor, f).await?;
        self.kept.forget();
        Ok(done)
    }
}

fn wrong<T>(field: &'static str, told: &str) -> Result<T, ShippingError> {
    Err(ShippingError::Wrong { field, told: told.to_owned() })
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Upper case, each once, in order.
fn countries(of: &[String]) -> Result<Vec<String>, ShippingError> {
    let mut codes: Vec<String> = of.iter().map(|c| c.trim().to_uppercase()).filter(|c| !c.is_empty()).collect();
    codes.sort_unstable();
    codes.dedup();
    match codes.iter().find(|c| c.len() != 2 || !c.bytes().all(|b| b.is_ascii_uppercase())) {
        Some(code) => wrong("countries", &format!("`{code}` is no country's two-letter code, such as DE")),
        None => Ok(codes),
    }
}

fn check_method(new: NewMethod) -> Result<NewMethod, ShippingError> {
    let new = NewMethod {
        code: new.code.trim().to_lowercase(),
        name: plain(&new.name),
        description: plain(&new.description),
        countries: countries(&new.countries)?,
        tax_class: new.tax_class.trim().to_lowercase(),
        ..new
    };
    let code = &new.code;
    if code.is_empty() || code.len() > 40 || !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return wrong("code", "a code is a short word such as parcel; programs use it");
    }
    if new.name.is_empty() || new.name.chars().count() > LONGEST_NAME {
        return wrong("name", "shoppers read the name; up to 60 characters");
    }
    if new.description.chars().count() > 200 {
        return wrong("description", "up to 200 characters");
    }
    if new.tax_class.is_empty() || new.tax_class.len() > 40 {
        return wrong("tax_class", "delivery is taxed as some class of goods, usually standard");
    }
    if new.price.amount < 0 {
        return wrong("price", "a price is not below nothing");
    }
    if new.free_over.is_some_and(|m| m.amount < 0 || m.currency != new.price.currency) {
        return wrong("free_over", "an amount of goods in the same currency");
    }
    if new.min_days < 0 || new.max_days < new.min_days || new.max_days > 365 {
        return wrong("max_days", "working days, the second number not below the first");
    }
    Ok(new)
}

fn check_zone(new: NewZone) -> Result<NewZone, ShippingError> {
    let new = NewZone { name: plain(&new.name), countries: countries(&new.countries)?, ..new };
    if new.name.is_empty() || new.name.chars().count() > 60 {
        return wrong("name", "a zone has a name, up to 60 characters");
    }
    if new.countries.is_empty() {
        return wrong("countries", "a zone has at least one country");
    }
    Ok(new)
}

fn check_rates(rates: &[NewRate]) -> Result<(), ShippingError> {
    if rates.len() > MOST_RATES {
        return wrong("rates", &format!("at most {MOST_RATES} rows"));
    }
    for rate in rates {
        if rate.weight_from < 0 || rate.goods_from < 0 || rate.price < 0 {
            return wrong("rates", "weights and amounts are not below nothing");
        }
        if rate.weight_to.is_some_and(|to| to <= rate.weight_from) {
            return wrong("weight_to", "a weight ends above where it begins");
        }
        if rate.goods_to.is_some_and(|to| to <= rate.goods_from) {
            return wrong("goods_to", "an amount of goods ends above where it begins");
        }
    }
    Ok(())
}
