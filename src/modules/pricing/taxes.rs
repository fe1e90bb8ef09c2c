//! Tax rates by class and country, dated; several may be in force at once, and a compound one is on the net and the
//! rates before it. Keeping them is here, reckoning with them in [`crate::taxed`].
use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::TaxRateId;
use kernel::{Actor, BasisPoints, Micros};
use serde::{Deserialize, Serialize};

use crate::schema::pricing_taxes as t;
use crate::{Pricing, PricingError};

/// May change taxes.
pub const MANAGE_TAXES: &str = "settings.manage";
/// The most rates that may be in force for one class in one country; each compound one makes the sums longer.
pub const MOST_RATES: usize = 4;
/// 100 %.
const WHOLE: i64 = 10_000;

/// One tax rate in force.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TaxRate {
    pub name: String,
    pub rate: BasisPoints,
    /// On the net and the rates before it, instead of on the net.
    #[serde(default)]
    pub compound: bool,
    /// Since when it has been in force; None: since ever.
    #[serde(default)]
    pub since: Option<Micros>,
}

/// Rates are the same that take the same: when they began is only told.
impl PartialEq for TaxRate {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, self.rate, self.compound) == (&other.name, other.rate, other.compound)
    }
}
impl Eq for TaxRate {}

impl TaxRate {
    /// A rate on the net.
    pub fn simple(name: impl Into<String>, rate: BasisPoints) -> Self {
        Self { name: name.into(), rate, compound: false, since: None }
    }
}

/// The rates of one country on one day, by tax class, in the order in which they are taken.
#[derive(Clone, Debug, Default)]
pub struct TaxTable {
    pub country: String,
    pub rates: HashMap<String, Vec<TaxRate>>,
}

impl TaxTable {
    /// # Errors
    /// [`PricingError::NoRate`]: selling untaxed by accident is worse than not selling. Untaxed on purpose is a rate of
    /// nothing.
    pub fn rates(&self, class: &str) -> Result<&[TaxRate], PricingError> {
        match self.rates.get(class) {
            Some(rates) if !rates.is_empty() => Ok(rates),
            _ => Err(PricingError::NoRate { class: class.to_owned(), country: self.country.clone() }),
        }
    }
}

/// A rate as it is set. Of several of one class, country and name, the one that began last counts: a new rate from a
/// day on is a new row, and the old one may stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedRate {
    pub id: TaxRateId,
    pub class: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    pub name: String,
    pub rate: BasisPoints,
    pub compound: bool,
    /// Rates are taken in this order, then by name.
    pub position: i64,
    /// None: since ever.
    pub valid_from: Option<Micros>,
    /// None: for good. The moment itself is over.
    pub valid_until: Option<Micros>,
}

/// What a rate is made of; see [`StatedRate`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewRate {
    pub class: String,
    pub country: String,
    pub name: String,
    /// 19 % is 1900.
    pub rate: i64,
    pub compound: bool,
    pub position: i64,
    pub valid_from: Option<Micros>,
    pub valid_until: Option<Micros>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset, Clone)]
#[diesel(table_name = t)]
struct Row {
    id: TaxRateId,
    tax_class: String,
    country: String,
    name: String,
    rate: i64,
    compound: bool,
    position: i64,
    valid_from: i64,
    valid_until: i64,
}

impl From<Row> for StatedRate {
    fn from(r: Row) -> Self {
        let moment = |at: i64| (at != 0).then_some(Micros(at));
        Self {
            id: r.id,
            class: r.tax_class,
            country: r.country,
            name: r.name,
            rate: BasisPoints(r.rate),
            compound: r.compound,
            position: r.position,
            valid_from: moment(r.valid_from),
            valid_until: moment(r.valid_until),
        }
    }
}

impl NewRate {
    /// # Errors
    /// [`PricingError::Rate`] with what to write instead.
    fn check(&self) -> Result<Self, PricingError> {
        let wrong = |field, told: &str| Err(PricingError::Rate { field, told: told.to_owned() });
        let plain = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        let new = Self {
            class: self.class.trim().to_lowercase(),
            country: self.country.trim().to_uppercase(),
            name: plain(&self.name),
            ..self.clone()
        };
        let class = &new.class;
        if class.is_empty() || class.len() > 40 || !class.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return wrong("class", "a tax class is a short word such as standard or reduced");
        }
        if new.country.len() != 2 || !new.country.bytes().all(|b| b.is_ascii_uppercase()) {
            return wrong("country", "a country is its two-letter code, such as DE");
        }
        if new.name.is_empty() || new.name.chars().count() > 40 {
            return wrong("name", "the name stands on invoices, such as VAT; up to 40 characters");
        }
        if !(0..=WHOLE).contains(&new.rate) {
            return wrong("rate", "a rate is a percentage from 0 to 100");
        }
        if !(0..1000).contains(&new.position) {
            return wrong("position", "a position is a number from 0 to 999");
        }
        if let (from, Some(until)) = (new.valid_from.unwrap_or(Micros(0)), new.valid_until)
            && until <= from
        {
            return wrong("valid_until", "it must end after it begins");
        }
        Ok(new)
    }
}

/// The rates in force in a country, now.
pub(crate) fn table(conn: &mut Conn, country: &str, now: Micros) -> Result<TaxTable, PricingError> {
    let rows: Vec<Row> = t::table
        .filter(t::country.eq(country))
        .filter(t::valid_from.le(now.0))
        .filter(t::valid_until.eq(0).or(t::valid_until.gt(now.0)))
        .order((t::tax_class.asc(), t::position.asc(), t::name.asc(), t::valid_from.asc(), t::id.asc()))
        .select(Row::as_select())
        .load(conn)?;
    let mut rates: HashMap<String, Vec<TaxRate>> = HashMap::new();
    for row in rows {
        let rates = rates.entry(row.tax_class).or_default();
        let since = (row.valid_from != 0).then_some(Micros(row.valid_from));
        let rate = TaxRate { name: row.name, rate: BasisPoints(row.rate), compound: row.compound, since };
        // The one that began last replaces its namesake, in its namesake's place.
        match rates.iter_mut().find(|r| r.name == rate.name) {
            Some(former) => *former = rate,
            None => rates.push(rate),
        }
    }
    Ok(TaxTable { country: country.to_owned(), rates })
}

impl Pricing {
    /// Every rate that is set, past and future ones too, by country, class and beginning.
    pub async fn tax_rates(&self) -> Result<Vec<StatedRate>, PricingError> {
        self.db
            .read(|c| {
                let rows: Vec<Row> = t::table
                    .order((
                        t::country.asc(),
                        t::tax_class.asc(),
                        t::position.asc(),
                        t::name.asc(),
                        t::valid_from.asc(),
                        t::id.asc(),
                    ))
                    .select(Row::as_select())
                    .load(c)?;
                Ok(rows.into_iter().map(StatedRate::from).collect())
            })
            .await
    }

    /// The tax classes that have a rate somewhere.
    pub async fn tax_classes(&self) -> Result<Vec<String>, PricingError> {
        self.db.read(|c| Ok(t::table.select(t::tax_class).distinct().order(t::tax_class.asc()).load(c)?)).await
    }

    /// Makes a rate, or changes the one with this id.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE_TAXES`]; [`PricingError::Rate`] with the field that is wrong
    /// and what to write; [`PricingError::RateGone`].
    pub async fn put_tax_rate(
        &self,
        actor: &Actor,
        id: Option<TaxRateId>,
        new: NewRate,
    ) -> Result<TaxRateId, PricingError> {
        actor.require(MANAGE_TAXES)?;
        let new = new.check()?;
        self.db.write(actor, move |tx| put(tx, id, &new)).await
    }

    /// Takes a rate away. What was sold under it keeps its tax.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE_TAXES`]; [`PricingError::RateGone`].
    pub async fn remove_tax_rate(&self, actor: &Actor, id: TaxRateId) -> Result<(), PricingError> {
        actor.require(MANAGE_TAXES)?;
        self.db
            .write(actor, move |tx| {
                let held: Row = t::table
                    .find(id)
                    .select(Row::as_select())
                    .first(&mut **tx)
                    .optional()?
                    .ok_or(PricingError::RateGone)?;
                diesel::delete(t::table.find(id)).execute(&mut **tx)?;
                let detail =
                    serde_json::json!({ "class": held.tax_class, "country": held.country, "rate": held.rate });
                tx.audit("tax.remove", id, &detail)?;
                Ok(())
            })
            .await
    }

    /// Sets the one rate of a tax class in a country, for good: what begins with the shop is set so.
    pub fn put_rate(
        &self,
        tx: &mut Tx<'_>,
        class: &str,
        country: &str,
        rate: BasisPoints,
        name: &str,
    ) -> Result<(), PricingError> {
        let held: Option<TaxRateId> = t::table
            .filter(t::tax_class.eq(class))
            .filter(t::country.eq(country))
            .filter(t::valid_from.eq(0))
            .order((t::position.asc(), t::id.asc()))
            .select(t::id)
            .first(&mut **tx)
            .optional()?;
        let new = NewRate {
            class: class.to_owned(),
            country: country.to_owned(),
            name: name.to_owned(),
            rate: rate.0,
            ..NewRate::default()
        };
        let row = row(held.unwrap_or_else(|| TaxRateId::new(tx.now())), &new);
        match held {
            Some(id) => diesel::update(t::table.find(id)).set(&row).execute(&mut **tx)?,
            None => diesel::insert_into(t::table).values(&row).execute(&mut **tx)?,
        };
        Ok(())
    }
}

fn row(id: TaxRateId, new: &NewRate) -> Row {
    let moment = |at: Option<Micros>| at.map_or(0, |at| at.0);
    Row {
        id,
        tax_class: new.class.clone(),
        country: new.country.clone(),
        name: new.name.clone(),
        rate: new.rate,
        compound: new.compound,
        position: new.position,
        valid_from: moment(new.valid_from),
        valid_until: moment(new.valid_until),
    }
}

fn put(tx: &mut Tx<'_>, id: Option<TaxRateId>, new: &NewRate) -> Result<TaxRateId, PricingError> {
    let row = row(id.unwrap_or_else(|| TaxRateId::new(tx.now())), new);
    let wrong = |field, told: String| Err(PricingError::Rate { field, told });
    let others: Vec<Row> = t::table
        .filter(t::tax_class.eq(&row.tax_class))
        .filter(t::country.eq(&row.country))
        .filter(t::id.ne(row.id))
        .order(t::id.asc())
        .select(Row::as_select())
        .load(&mut **tx)?;
    let ends = |r: &Row| if r.valid_until == 0 { i64::MAX } else { r.valid_until };
    if others.iter().any(|o| o.name == row.name && o.valid_from == row.valid_from) {
        return wrong(
            "valid_from",
            format!("there is a {} for this class and country from that day already", row.name),
        );
    }
    let mut names: Vec<&str> = others
        .iter()
        .filter(|o| o.name != row.name && o.valid_from < ends(&row) && row.valid_from < ends(o))
        .map(|o| o.name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.len() >= MOST_RATES {
        return wrong("name", format!("at most {MOST_RATES} rates may be in force for one class in one country"));
    }
    let known = match id {
        Some(id) => diesel::update(t::table.find(id)).set(&row).execute(&mut **tx)? == 1,
        None => diesel::insert_into(t::table).values(&row).execute(&mut **tx)? == 1,
    };
    if !known {
        return Err(PricingError::RateGone);
    }
    let detail = serde_json::json!({ "class": row.tax_class, "country": row.country, "rate": row.rate });
    tx.audit(if id.is_some() { "tax.change" } else { "tax.add" }, row.id, &detail)?;
    Ok(row.id)
}
