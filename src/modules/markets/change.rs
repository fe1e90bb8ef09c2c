//! What a shopkeeper sets: checked, audited, told to everybody who shows it.
use std::collections::BTreeMap;

use db::Tx;
use diesel::prelude::*;
use kernel::{Actor, TaxMode, TaxRounding};

use crate::schema::{markets_markets as t, markets_settings as settings_t};
use crate::{
    FootLink, Identity, Markets, MarketsError, Opening, ShopProfile, changed, dialect, put_setting, setting,
};

/// May change what is set for the whole shop.
pub const MANAGE: &str = "settings.manage";
/// What was typed so far in the first run.
const FIRST_RUN: &str = "first_run";

/// What may be changed of a market that sells already. Its currency stays: prices are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarketChange {
    pub name: String,
    pub locale: String,
    pub tax_mode: TaxMode,
    /// Whose taxes are shown until an address is known; one of `countries`.
    pub country: String,
    /// Where we deliver; ISO 3166 alpha-2.
    pub countries: Vec<String>,
    /// IANA name.
    pub time_zone: String,
    pub tax_rounding: TaxRounding,
    pub hold_net: bool,
}

impl Markets {
    /// Changes what the shop says about itself. Whether it is open, and whether it is a demo, stay.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`MarketsError::Wrong`] with the field and what to write.
    pub async fn save_profile(&self, actor: &Actor, new: ShopProfile) -> Result<(), MarketsError> {
        actor.require(MANAGE)?;
        let new = tidy(new)?;
        self.db
            .write(actor, move |tx| {
                let held: ShopProfile = setting(tx, "profile")?.unwrap_or_default();
                let next = ShopProfile {
                    demo: held.demo,
                    opening: held.opening,
                    opened_at: held.opened_at,
                    bank_account: held.bank_account.clone(),
                    foot: held.foot.clone(),
                    ..new.clone()
                };
                if next == held {
                    return Ok(());
                }
                put_setting(tx, "profile", &next)?;
                // What changed, not to what: addresses do not belong into the log of deeds.
                let detail = serde_json::json!({
                    "name": next.name != held.name,
                    "email": next.email != held.email,
                    "identity": next.identity != held.identity,
                    "promises": next.promises != held.promises,
                    "languages": next.languages != held.languages,
                });
                Ok::<_, MarketsError>(tx.audit("shop.change", "profile", &detail)?)
            })
            .await?;
        self.forget();
        Ok(())
    }

    /// Changes the default market.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`MarketsError::Wrong`] with the field and what to write;
    /// [`MarketsError::None`].
    pub async fn save_market(&self, actor: &Actor, new: MarketChange) -> Result<(), MarketsError> {
        actor.require(MANAGE)?;
        let new = check(new)?;
        self.db
            .write(actor, move |tx| {
                let held = Self::setup_in(tx)?.market;
                let mode = match new.tax_mode {
                    TaxMode::Inclusive => "inclusive",
                    TaxMode::Exclusive => "exclusive",
                };
                let set = (
                    t::name.eq(&new.name),
                    t::locale.eq(&new.locale),
                    t::tax_mode.eq(mode),
                    t::country.eq(&new.country),
                    t::countries.eq(serde_json::to_string(&new.countries).unwrap_or_default()),
                    t::time_zone.eq(&new.time_zone),
                    t::tax_rounding.eq(new.tax_rounding.as_str()),
                    t::hold_net.eq(new.hold_net),
                    t::version.eq(t::version + 1),
                );
                diesel::update(t::table.find(held.id)).set(set).execute(&mut **tx)?;
                changed(tx, held.id)?;
                let detail = serde_json::json!({
                    "tax_mode": [held.tax_mode, new.tax_mode],
                    "country": [held.country, new.country],
                    "countries": [held.countries, new.countries],
                    "time_zone": [held.time_zone, new.time_zone],
                    "locale": [held.locale, new.locale],
                });
                Ok::<_, MarketsError>(tx.audit("market.change", held.id, &detail)?)
            })
            .await?;
        self.forget();
        Ok(())
    }

    /// Opens the shop, or closes it for everybody but staff. Told to pages at once.
    pub fn set_opening(&self, tx: &mut Tx<'_>, opening: Opening) -> Result<(), MarketsError> {
        let held: ShopProfile = setting(tx, "profile")?.unwrap_or_default();
        if held.opening == opening {
            return Ok(());
        }
        let first = opening == Opening::Open && held.opened_at == 0;
        let opened_at = if first { tx.now().0 } else { held.opened_at };
        put_setting(tx, "profile", &ShopProfile { opening, opened_at, ..held })?;
        tx.audit(
            if opening == Opening::Open { "shop.open" } else { "shop.close" },
            "profile",
            &serde_json::json!({}),
        )?;
        self.forget();
        Ok(())
    }

    /// Sets what stands at the foot of every page. Told to pages when it differs.
    pub fn put_foot(&self, tx: &mut Tx<'_>, foot: Vec<FootLink>) -> Result<(), MarketsError> {
        let held: ShopProfile = setting(tx, "profile")?.unwrap_or_default();
        if held.foot != foot {
            put_setting(tx, "profile", &ShopProfile { foot, ..held })?;
            self.forget();
        }
        Ok(())
    }

    /// Tells everybody who shows it that something of another room was set: `delivery`, `taxes`, `payments`.
    ///
    /// # Errors
    /// The database's.
    pub async fn announce(&self, actor: &Actor, key: &'static str) -> Result<(), MarketsError> {
        self.db.write(actor, move |tx| put_setting(tx, key, &true)).await
    }

    /// What was typed so far in the first run, by the names of the fields.
    ///
    /// # Errors
    /// The database's.
    pub async fn first_run(&self) -> Result<BTreeMap<String, String>, MarketsError> {
        self.db.read(|c| Ok(setting(c, FIRST_RUN)?.unwrap_or_default())).await
    }

    /// Keeps more of it: what is given replaces what was there.
    ///
    /// # Errors
    /// The database's.
    pub async fn note_first_run(
        &self,
        actor: &Actor,
        more: BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, MarketsError> {
        self.db
            .write(actor, move |tx| {
                let mut all: BTreeMap<String, String> = setting(tx, FIRST_RUN)?.unwrap_or_default();
                all.extend(more.clone());
                let text = serde_json::to_string(&all).unwrap_or_default();
                let now = tx.now();
                dialect::put_setting(tx, FIRST_RUN, &text, now)?;
                Ok(all)
            })
            .await
    }

    /// The first run is over: what was typed is forgotten.
    pub fn end_first_run(&self, tx: &mut Tx<'_>) -> Result<(), MarketsError> {
        diesel::delete(settings_t::table.find(FIRST_RUN)).execute(&mut **tx)?;
        Ok(())
    }
}

fn wrong<T>(field: &'static str, told: &str) -> Result<T, MarketsError> {
    Err(MarketsError::Wrong { field, told: told.to_owned() })
}

/// One line without the space around and within it.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines that say something.
fn lines(text: &str) -> String {
    text.lines().map(line).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A profile as it is kept.
///
/// # Errors
/// [`MarketsError::Wrong`] with the field and what to write.
pub(crate) fn tidy(new: ShopProfile) -> Result<ShopProfile, MarketsError> {
    let identity = Identity {
        legal_name: line(&new.identity.legal_name),
        address: lines(&new.identity.address),
        registers: lines(&new.identity.registers),
        phone: line(&new.identity.phone),
    };
    let new =
        ShopProfile { name: line(&new.name), motto: line(&new.motto), email: line(&new.email), identity, ..new };
    let length = |text: &str| text.chars().count();
    if !(1..=60).contains(&length(&new.name)) {
        return wrong("name", "write a name of 1 to 60 characters");
    }
    if length(&new.motto) > 160 {
        return wrong("motto", "one sentence of up to 160 characters");
    }
    let (user, host) = new.email.split_once('@').unwrap_or_default();
    if user.is_empty()
        || !host.contains('.')
        || host.starts_with('.')
        || host.ends_with('.')
        || new.email.contains(' ')
        || length(&new.email) > 254
    {
        return wrong("email", "write an email address like shop@example.org");
    }
    if new.promises.return_days > 365 {
        return wrong("return_days", "a whole number of days from 0 to 365");
    }
    if new.promises.handling_most > 60 || new.promises.handling_least > new.promises.handling_most {
        return wrong("handling_most", "whole numbers of days up to 60, the least first");
    }
    if length(&new.identity.legal_name) > 120 {
        return wrong("legal_name", "up to 120 characters");
    }
    let too_much = |text: &str| text.lines().count() > 8 || text.lines().any(|l| length(l) > 120);
    if too_much(&new.identity.address) {
        return wrong("address", "up to eight lines of 120 characters");
    }
    if too_much(&new.identity.registers) {
        return wrong("registers", "up to eight lines of 120 characters");
    }
    if length(&new.identity.phone) > 40 {
        return wrong("phone", "up to 40 characters");
    }
    Ok(new)
}

fn check(new: MarketChange) -> Result<MarketChange, MarketsError> {
    let mut countries: Vec<String> = new.countries.iter().map(|c| c.trim().to_uppercase()).collect();
    countries.sort_unstable();
    countries.dedup();
    let is_code = |c: &str| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase());
    let new = MarketChange {
        name: line(&new.name),
        country: new.country.trim().to_uppercase(),
        time_zone: new.time_zone.trim().to_owned(),
        locale: new.locale.trim().to_owned(),
        countries,
        ..new
    };
    if !(1..=60).contains(&new.name.chars().count()) {
        return wrong("name", "write a name of 1 to 60 characters");
    }
    if new.countries.is_empty() || !new.countries.iter().all(|c| is_code(c)) {
        return wrong("countries", "choose the countries you deliver to");
    }
    if !new.countries.contains(&new.country) {
        return wrong("country", "choose one of the countries you deliver to");
    }
    if jiff::tz::TimeZone::get(&new.time_zone).is_err() {
        return wrong("time_zone", "choose a time zone of the list, as Europe/Berlin");
    }
    if new.locale.is_empty() || new.locale.len() > 12 {
        return wrong("locale", "choose a language of the list");
    }
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field<T: std::fmt::Debug>(result: Result<T, MarketsError>) -> &'static str {
        match result {
            Err(MarketsError::Wrong { field, .. }) => field,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_profile_is_tidied_and_checked() {
        let with = |change: fn(&mut ShopProfile)| {
            let mut profile = ShopProfile::default();
            change(&mut profile);
            tidy(profile)
        };
        let tidy = with(|p| p.identity.address = " Quay 3 \n\n 20457   Hamburg".into()).unwrap();
        assert_eq!(tidy.identity.address, "Quay 3\n20457 Hamburg");
        assert_eq!(field(with(|p| p.name = "  ".into())), "name");
        assert_eq!(field(with(|p| p.email = "shop".into())), "email");
        assert_eq!(field(with(|p| p.email = "shop@localhost".into())), "email");
        assert_eq!(field(with(|p| p.identity.registers = "x\n".repeat(9))), "registers");
    }

    #[test]
    fn a_market_is_tidied_and_checked() {
        let market = MarketChange {
            name: " Euro  countries ".into(),
            locale: "en".into(),
            tax_mode: TaxMode::Inclusive,
            country: "de".into(),
            countries: vec!["fr".into(), "DE".into(), "de".into()],
            time_zone: "Europe/Berlin".into(),
            tax_rounding: TaxRounding::default(),
            hold_net: false,
        };
        let tidy = check(market.clone()).unwrap();
        assert_eq!(
            (tidy.name.as_str(), tidy.countries),
            ("Euro countries", vec!["DE".to_owned(), "FR".to_owned()])
        );
        assert_eq!(field(check(MarketChange { country: "IT".into(), ..market.clone() })), "country");
        assert_eq!(field(check(MarketChange { countries: vec![], ..market.clone() })), "countries");
        assert_eq!(field(check(MarketChange { time_zone: "Mars/Base".into(), ..market })), "time_zone");
    }
}
