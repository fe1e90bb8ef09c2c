//! The first run: what whoever sets up an empty shop is asked, step by step, and what is made of the answers.
//!
//! Answers are kept as they were typed until the last step, so that one can go back and forth, or come back tomorrow. The
//! last step makes market, price list, taxes, stock room, way to deliver and the owner. Whether the caller may do all this
//! is theirs to have proved; once there is an owner nothing of it can be done again.
use std::collections::BTreeMap;

use auth::SecretString;
use db::{Db, Tx};
use kernel::kinds::StaffId;
use kernel::{Actor, BasisPoints, Coded, Correlation, Currency, Fault, Money, TaxMode};
use markets::{Identity, Opening, ShopProfile};
use shipping::NewMethod;
use staff::{Staff, StaffError};

use super::countries::{self, Country};
use super::{Plan, Rooms, SetupError};
use crate::pages::Pages;

/// Answers by the names of their fields.
pub type Typed = BTreeMap<String, String>;

/// What is asked together. The owner, who comes last, is asked by [`FirstRun::found`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Shop,
    Selling,
    Delivery,
}

impl Step {
    pub const ALL: [Self; 3] = [Self::Shop, Self::Selling, Self::Delivery];

    /// The fields it asks.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Shop => &["name", "email", "legal_name", "address", "registers", "country"],
            Self::Selling => &["currency", "tax_mode", "standard_rate", "reduced_rate", "time_zone", "locale"],
            Self::Delivery => &["area", "method", "price", "free_over", "min_days", "max_days"],
        }
    }
}

/// A field that will not do, with the key of the sentence that says what to write.
pub type Wrong = (&'static str, &'static str);

#[derive(Debug, thiserror::Error)]
pub enum FirstRunError {
    /// An earlier step is not done.
    #[error("something is missing still")]
    Unfinished(Step),
    #[error(transparent)]
    Staff(#[from] StaffError),
    #[error(transparent)]
    Setup(#[from] SetupError),
}

impl Coded for FirstRunError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unfinished(_) => "unfinished",
            Self::Staff(e) => e.code(),
            Self::Setup(e) => e.code(),
        }
    }
    fn fault(&self) -> Fault {
        match self {
            Self::Unfinished(_) => Fault::Invalid,
            Self::Staff(e) => e.fault(),
            Self::Setup(e) => e.fault(),
        }
    }
}

/// The use case. Cheap to clone.
#[derive(Clone)]
pub struct FirstRun {
    db: Db,
    rooms: Rooms,
    staff: Staff,
    pages: Pages,
}

impl FirstRun {
    pub fn new(db: Db, rooms: Rooms, staff: Staff, pages: Pages) -> Self {
        Self { db, rooms, staff, pages }
    }

    /// The answers so far; where there are none, what is usual.
    ///
    /// # Errors
    /// The database's.
    pub async fn typed(&self) -> Result<Typed, SetupError> {
        Ok(with_defaults(self.rooms.markets.first_run().await?))
    }

    /// Keeps what a step was answered, right or wrong, and tells what is wrong.
    ///
    /// # Errors
    /// The database's.
    pub async fn take(&self, correlation: Correlation, step: Step, given: Typed) -> Result<Vec<Wrong>, SetupError> {
        let before = self.rooms.markets.first_run().await?;
        let mut given: Typed =
            given.into_iter().filter(|(name, _)| step.fields().contains(&name.as_str())).collect();
        if step == Step::Selling {
            // They were answered for this country: for another one the usual is offered again.
            given.insert("selling_for".into(), before.get("country").cloned().unwrap_or_default());
        }
        let actor = Actor::system("setup").caused_by(correlation);
        let all = self.rooms.markets.note_first_run(&actor, given).await?;
        Ok(check(step, &with_defaults(all)))
    }

    /// The first step that is not done.
    pub fn unfinished(typed: &Typed) -> Option<Step> {
        Step::ALL.into_iter().find(|step| !check(*step, typed).is_empty())
    }

    /// Makes the shop, closed still, and its owner.
    ///
    /// # Errors
    /// [`FirstRunError::Unfinished`] with the step to go back to; [`StaffError`] with what is wrong with the owner's
    /// name, address or password, or [`StaffError::Founded`] when somebody was faster. Sent again it goes on.
    pub async fn found(
        &self,
        correlation: Correlation,
        email: &str,
        name: &str,
        password: &SecretString,
    ) -> Result<StaffId, FirstRunError> {
        if self.staff.is_founded().await? {
            return Err(StaffError::Founded.into());
        }
        let typed = self.typed().await?;
        if let Some(step) = Self::unfinished(&typed) {
            return Err(FirstRunError::Unfinished(step));
        }
        let (rooms, pages) = (self.rooms.clone(), self.pages.clone());
        let actor = Actor::system("setup").caused_by(correlation.clone());
        let begun = self.db.write(&actor, move |tx| {
            rooms.begin(tx, &typed)?;
            let profile = super::find(tx)?.map(|(setup, _)| setup.profile).unwrap_or_default();
            Ok::<_, SetupError>(pages.begin(tx, &profile, &["en", "de"])?)
        });
        begun.await?;
        let owner = self.staff.found(correlation, email, name, password).await?;
        let markets = self.rooms.markets.clone();
        self.db.write(&actor, move |tx| markets.end_first_run(tx)).await.map_err(SetupError::from)?;
        Ok(owner)
    }
}

impl Rooms {
    fn begin(&self, tx: &mut Tx<'_>, typed: &Typed) -> Result<(), SetupError> {
        let Some(plan) = plan(typed) else { return Ok(()) };
        let held = super::find(tx)?.map(|(setup, _)| setup);
        let code = held.as_ref().map_or("main", |setup| setup.market.code.as_str());
        let ground = self.lay(tx, code, &plan)?;
        let amount = |field| money(value(typed, field), ground.currency);
        self.shipping.put_method(
            tx,
            &NewMethod {
                code: "parcel".into(),
                name: value(typed, "method").into(),
                description: String::new(),
                countries: plan.countries.clone(),
                price: amount("price").unwrap_or(Money::zero(ground.currency)),
                free_over: amount("free_over"),
                tax_class: "standard".into(),
                min_days: days(value(typed, "min_days")).unwrap_or(2),
                max_days: days(value(typed, "max_days")).unwrap_or(4),
                position: 0,
            },
        )?;
        let profile = ShopProfile {
            name: value(typed, "name").into(),
            email: value(typed, "email").into(),
            opening: Opening::Soon,
            identity: Identity {
                legal_name: value(typed, "legal_name").into(),
                address: value(typed, "address").into(),
                registers: value(typed, "registers").into(),
                phone: String::new(),
            },
            ..held.map(|setup| setup.profile).unwrap_or_default()
        };
        self.markets.put_profile(tx, &profile)?;
        Ok(tx.audit("shop.found", "profile", &serde_json::json!({ "country": plan.country }))?)
    }
}

fn value<'a>(typed: &'a Typed, field: &str) -> &'a str {
    typed.get(field).map_or("", |v| v.trim())
}

/// Fills in what was not answered yet.
fn with_defaults(mut typed: Typed) -> Typed {
    let country = countries::find(value(&typed, "country"));
    if typed.get("selling_for").map(String::as_str) != Some(value(&typed, "country")) {
        Step::Selling.fields().iter().for_each(|field| drop(typed.remove(*field)));
    }
    let mut usual = |field: &str, value: String| {
        typed.entry(field.to_owned()).or_insert(value);
    };
    if let Some(c) = country {
        usual("currency", c.currency.into());
        usual("tax_mode", if c.inclusive { "inclusive" } else { "exclusive" }.into());
        usual("standard_rate", percent_of(c.standard));
        usual("reduced_rate", percent_of(c.reduced));
        usual("time_zone", c.time_zone.into());
    }
    usual("locale", "en".into());
    usual("area", "home".into());
    usual("method", "Parcel".into());
    usual("price", "4.90".into());
    usual("min_days", "2".into());
    usual("max_days", "4".into());
    typed
}

fn check(step: Step, typed: &Typed) -> Vec<Wrong> {
    let of = |field| value(typed, field);
    let mut wrong = Vec::new();
    let mut need = |fine: bool, field, key| {
        if !fine {
            wrong.push((field, key));
        }
    };
    match step {
        Step::Shop => {
            need((1..=60).contains(&of("name").chars().count()), "name", "setup-wrong-name");
            let (user, host) = of("email").split_once('@').unwrap_or_default();
            let email = !user.is_empty() && host.contains('.') && !of("email").contains(char::is_whitespace);
            need(email && of("email").len() <= 254, "email", "admin-wrong-email");
            need((1..=120).contains(&of("legal_name").chars().count()), "legal_name", "setup-wrong-legal-name");
            let lines =
                |field| of(field).lines().count() <= 8 && of(field).lines().all(|l| l.chars().count() <= 120);
            need(!of("address").is_empty() && lines("address"), "address", "setup-wrong-address");
            need(lines("registers"), "registers", "setup-wrong-registers");
            need(countries::find(of("country")).is_some(), "country", "setup-wrong-country");
        }
        Step::Selling => {
            need(of("currency").parse::<Currency>().is_ok(), "currency", "setup-wrong-currency");
            need(mode(of("tax_mode")).is_some(), "tax_mode", "setup-wrong-tax-mode");
            need(percent(of("standard_rate")).is_some(), "standard_rate", "setup-wrong-rate");
            need(percent(of("reduced_rate")).is_some(), "reduced_rate", "setup-wrong-rate");
            need(jiff::tz::TimeZone::get(of("time_zone")).is_ok(), "time_zone", "setup-wrong-time-zone");
            need((2..=12).contains(&of("locale").len()), "locale", "setup-wrong-locale");
        }
        Step::Delivery => {
            let currency = of("currency").parse().unwrap_or(Currency::EUR);
            need(["home", "union"].contains(&of("area")), "area", "setup-wrong-area");
            need((1..=60).contains(&of("method").chars().count()), "method", "setup-wrong-method");
            need(money(of("price"), currency).is_some(), "price", "setup-wrong-price");
            let free = of("free_over").is_empty() || money(of("free_over"), currency).is_some();
            need(free, "free_over", "setup-wrong-price");
            let (min, max) = (days(of("min_days")), days(of("max_days")));
            need(min.is_some(), "min_days", "setup-wrong-days");
            need(max.is_some() && max >= min, "max_days", "setup-wrong-max-days");
        }
    }
    wrong
}

/// None while a step is not done.
fn plan(typed: &Typed) -> Option<Plan> {
    let of = |field| value(typed, field);
    let home = countries::find(of("country"))?;
    let union = of("area") == "union" && home.in_union;
    let served: Vec<&Country> =
        countries::ALL.iter().filter(|c| c.code == home.code || (union && c.in_union)).collect();
    let rates = served.iter().map(|c| {
        if c.code == home.code {
            return Some((c.code.to_owned(), percent(of("standard_rate"))?, percent(of("reduced_rate"))?));
        }
        Some((c.code.to_owned(), c.standard, c.reduced))
    });
    Some(Plan {
        market: if union { "European Union".into() } else { of("country").into() },
        currency: of("currency").parse().ok()?,
        tax_mode: mode(of("tax_mode"))?,
        country: home.code.into(),
        countries: served.iter().map(|c| c.code.to_owned()).collect(),
        time_zone: of("time_zone").into(),
        locale: of("locale").into(),
        rates: rates.collect::<Option<_>>()?,
    })
}

/// `inclusive` or `exclusive`.
pub fn mode(text: &str) -> Option<TaxMode> {
    match text {
        "inclusive" => Some(TaxMode::Inclusive),
        "exclusive" => Some(TaxMode::Exclusive),
        _ => None,
    }
}

/// A rate as people type it: `19`, `8,1`, `7.25 %`; from 0 to 100 in steps of a hundredth.
pub fn percent(text: &str) -> Option<BasisPoints> {
    let plain = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let points = whole.parse::<i64>().ok()? * 100 + format!("{part:0<2}").parse::<i64>().ok()?;
    (points <= 10_000).then_some(BasisPoints(points))
}

/// The way back of [`percent`].
pub fn percent_of(rate: BasisPoints) -> String {
    let text = format!("{}.{:02}", rate.0 / 100, rate.0 % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn money(text: &str, currency: Currency) -> Option<Money> {
    Money::parse(&text.trim().replace(',', "."), currency).ok().filter(|m| m.amount >= 0)
}

fn days(text: &str) -> Option<i64> {
    text.trim().parse().ok().filter(|d| (0..=60).contains(d))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(answers: &[(&str, &str)]) -> Typed {
        let all = answers.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        with_defaults(all.collect())
    }

    #[test]
    fn rates_are_read_as_they_are_typed() {
        let read = |text| percent(text).map(|r| r.0);
        assert_eq!(
            (read("19"), read(" 8,1 % "), read("7.25"), read("0")),
            (Some(1900), Some(810), Some(725), Some(0))
        );
        for bad in ["", "-1", "101", "1.234", "a", "1.2.3", "%"] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert_eq!(
            ["19", "8.1", "7.25", "0", "100"].map(|t| percent_of(percent(t).unwrap())),
            ["19", "8.1", "7.25", "0", "100"]
        );
    }

    #[test]
    fn each_country_brings_what_is_usual_there() {
        let swiss = typed(&[("country", "CH")]);
        assert_eq!((value(&swiss, "currency"), value(&swiss, "standard_rate")), ("CHF", "8.1"));
        let american = typed(&[("country", "US")]);
        assert_eq!(
            (value(&american, "tax_mode"), value(&american, "time_zone")),
            ("exclusive", "America/New_York")
        );
        assert!(check(Step::Selling, &american).is_empty() && check(Step::Delivery, &american).is_empty());
        // What was answered for another country gives way; for the same one it stays.
        let moved = typed(&[("country", "CH"), ("selling_for", "DE"), ("currency", "EUR")]);
        assert_eq!(value(&moved, "currency"), "CHF");
        let kept = typed(&[("country", "CH"), ("selling_for", "CH"), ("currency", "EUR")]);
        assert_eq!(value(&kept, "currency"), "EUR");
    }

    #[test]
    fn a_plan_serves_home_or_the_union() {
        let home = plan(&typed(&[("country", "DE"), ("area", "home")])).unwrap();
        assert_eq!((home.countries, home.rates.len()), (vec!["DE".to_owned()], 1));
        let union = [("country", "DE"), ("area", "union"), ("selling_for", "DE"), ("standard_rate", "16")];
        let union = plan(&typed(
            &[
                &union[..],
                &[
                    ("currency", "EUR"),
                    ("tax_mode", "inclusive"),
                    ("reduced_rate", "5"),
                    ("time_zone", "Europe/Berlin"),
                ],
            ]
            .concat(),
        ))
        .unwrap();
        assert_eq!(union.countries.len(), 27);
        let rate = |code: &str| union.rates.iter().find(|(c, ..)| c == code).map(|(_, s, _)| s.0);
        assert_eq!((rate("DE"), rate("FR")), (Some(1600), Some(2000)));
        // Outside of it there is no union to serve.
        assert_eq!(plan(&typed(&[("country", "CH"), ("area", "union")])).unwrap().countries, ["CH"]);
    }

    #[test]
    fn what_is_missing_is_told_field_by_field() {
        let nothing = typed(&[]);
        let fields: Vec<_> = check(Step::Shop, &nothing).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["name", "email", "legal_name", "address", "country"]);
        assert_eq!(FirstRun::unfinished(&nothing), Some(Step::Shop));
        let days = typed(&[("min_days", "5"), ("max_days", "2"), ("price", "x")]);
        let fields: Vec<_> = check(Step::Delivery, &days).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["price", "max_days"]);
    }
}
