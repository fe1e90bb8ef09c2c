//! Markets: where we sell, in which currency, language and tax mode; and what the shopkeeper set for the whole shop.
//!
//! Owns `markets_*`. Decides what a request is answered in, and whether the shop is open; never what it is answered.
mod change;
mod dialect;
mod news;
mod profile;
mod schema;

use std::sync::Arc;
use std::time::Duration;

use db::{Conn, Db, DbError, Tx};
use diesel::prelude::*;
use events::Recording as _;
use kernel::kinds::{MarketId, PriceListId};
use kernel::{Currency, Kept, TaxMode, TaxRounding};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use change::{MANAGE, MarketChange};
pub use news::{MarketChanged, SettingsChanged};
pub use profile::{FootLink, Identity, Opening, Promises, ShopProfile};
use schema::{markets_markets as t, markets_settings as settings_t};

#[derive(Debug, thiserror::Error)]
pub enum MarketsError {
    #[error("the shop has no market yet; run `sundry demo`, or set one up")]
    None,
    #[error("the market {0} has settings that cannot be read: {1}")]
    Broken(String, String),
    #[error("{told}")]
    Wrong { field: &'static str, told: String },
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(MarketsError);

impl kernel::Coded for MarketsError {
    fn code(&self) -> &'static str {
        match self {
            Self::None => "no_market",
            Self::Broken(..) => "broken_settings",
            Self::Wrong { .. } => "bad_setting",
            Self::Forbidden(_) => "forbidden",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::None => Fault::Passing,
            Self::Broken(..) => Fault::Ours,
            Self::Wrong { .. } => Fault::Invalid,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Db(e) => e.fault(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Market {
    pub id: MarketId,
    pub code: String,
    pub name: String,
    pub currency: Currency,
    /// As in `en`, `de-AT`.
    pub locale: String,
    pub tax_mode: TaxMode,
    /// ISO 3166 alpha-2: whose taxes are shown until an address is known.
    pub country: String,
    /// Where we deliver.
    pub countries: Vec<String>,
    /// IANA name, as in `Europe/Berlin`.
    pub time_zone: String,
    pub price_list: PriceListId,
    /// Where tax is rounded.
    pub tax_rounding: TaxRounding,
    /// Where prices contain their tax: a delivery abroad keeps the net of the home country's price instead of its gross.
    pub hold_net: bool,
}

/// What a market is made of.
#[derive(Clone, Debug)]
pub struct NewMarket {
    pub code: String,
    pub name: String,
    pub currency: Currency,
    pub locale: String,
    pub tax_mode: TaxMode,
    pub country: String,
    pub countries: Vec<String>,
    pub time_zone: String,
    pub price_list: PriceListId,
}

/// Everything that shapes a request, read together.
#[derive(Clone, Debug)]
pub struct Setup {
    pub market: Market,
    pub profile: ShopProfile,
}

impl Setup {
    /// What pages are answered in while there is no market: those that set the shop up. It sells nothing.
    pub fn of_an_empty_shop() -> Self {
        let market = Market {
            id: MarketId::from_bytes([0; 16]),
            code: String::new(),
            name: String::new(),
            currency: Currency::EUR,
            locale: "en".into(),
            tax_mode: TaxMode::Inclusive,
            country: "DE".into(),
            countries: Vec::new(),
            time_zone: "UTC".into(),
            price_list: PriceListId::from_bytes([0; 16]),
            tax_rounding: TaxRounding::default(),
            hold_net: false,
        };
        Self { market, profile: ShopProfile { opening: Opening::Soon, ..ShopProfile::default() } }
    }

    /// Whether this is [`Setup::of_an_empty_shop`].
    pub fn is_empty(&self) -> bool {
        self.market.code.is_empty()
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: MarketId,
    code: String,
    name: String,
    currency: String,
    locale: String,
    tax_mode: String,
    country: String,
    countries: String,
    time_zone: String,
    price_list: PriceListId,
    tax_rounding: String,
    hold_net: bool,
}

impl Row {
    fn into_market(self) -> Result<Market, MarketsError> {
        let currency: Currency = self
            .currency
            .parse()
            .map_err(|e: kernel::MoneyError| MarketsError::Broken(self.code.clone(), e.to_string()))?;
        Ok(Market {
            id: self.id,
            code: self.code,
            name: self.name,
            currency,
            locale: self.locale,
            tax_mode: if self.tax_mode == "exclusive" { TaxMode::Exclusive } else { TaxMode::Inclusive },
            country: self.country,
            countries: serde_json::from_str(&self.countries).unwrap_or_default(),
            time_zone: self.time_zone,
            price_list: self.price_list,
            tax_rounding: TaxRounding::parse(&self.tax_rounding).unwrap_or_default(),
            hold_net: self.hold_net,
        })
    }
}

#[derive(Clone)]
pub struct Markets {
    db: Db,
    kept: Kept<Setup>,
}

impl Markets {
    pub fn new(db: Db) -> Self {
        Self { db, kept: Kept::for_at_most(Duration::from_secs(1)) }
    }

    /// The default market and the shop's profile. Up to 1 s old.
    ///
    /// # Errors
    /// [`MarketsError::None`] while the shop is empty.
    pub async fn setup(&self) -> Result<Arc<Setup>, MarketsError> {
        match self.kept.look() {
            Ok(setup) => Ok(setup),
            Err(ticket) => Ok(self.kept.keep(ticket, self.db.read(load).await?)),
        }
    }

    /// [`Markets::setup`], read now, on a connection at hand.
    pub fn setup_in(conn: &mut Conn) -> Result<Setup, MarketsError> {
        load(conn)
    }

    /// Makes the default market or brings it up to date, by its code.
    pub fn put_default(&self, tx: &mut Tx<'_>, new: &NewMarket) -> Result<MarketId, MarketsError> {
        let held: Option<MarketId> =
            t::table.filter(t::code.eq(&new.code)).select(t::id).first(&mut **tx).optional()?;
        let id = held.unwrap_or_else(|| MarketId::new(tx.now()));
        dialect::put_market(tx, id, new)?;
        changed(tx, id)?;
        self.kept.forget();
        Ok(id)
    }

    /// Sets where the default market rounds tax, and whether it holds net prices across borders.
    pub fn put_tax_rules(
        &self,
        tx: &mut Tx<'_>,
        rounding: TaxRounding,
        hold_net: bool,
    ) -> Result<(), MarketsError> {
        diesel::update(t::table.filter(t::is_default.eq(true)))
            .set((t::tax_rounding.eq(rounding.as_str()), t::hold_net.eq(hold_net), t::version.eq(t::version + 1)))
            .execute(&mut **tx)?;
        tx.audit("market.tax", "default", &serde_json::json!({ "rounding": rounding, "hold_net": hold_net }))?;
        self.kept.forget();
        Ok(())
    }

    pub fn put_profile(&self, tx: &mut Tx<'_>, profile: &ShopProfile) -> Result<(), MarketsError> {
        put_setting(tx, "profile", profile)?;
        self.kept.forget();
        Ok(())
    }

    /// What is kept is read anew when it is asked for next.
    pub fn forget(&self) {
        self.kept.forget();
    }
}

/// Tells that a market changed; its version counts already.
fn changed(tx: &mut Tx<'_>, market: MarketId) -> Result<(), MarketsError> {
    let version: i64 = t::table.find(market).select(t::version).first(&mut **tx)?;
    tx.record(&MarketChanged { market, version })?;
    Ok(())
}

fn load(conn: &mut Conn) -> Result<Setup, MarketsError> {
    let row = t::table
        .filter(t::is_default.eq(true))
        .order(t::position.asc())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let market = row.ok_or(MarketsError::None)?.into_market()?;
    let profile = setting(conn, "profile")?.unwrap_or_default();
    Ok(Setup { market, profile })
}

fn setting<T: DeserializeOwned>(conn: &mut Conn, key: &str) -> Result<Option<T>, MarketsError> {
    let text: Option<String> = settings_t::table.find(key).select(settings_t::value).first(conn).optional()?;
    text.map(|t| serde_json::from_str(&t))
        .transpose()
        .map_err(|e| MarketsError::Broken(key.to_owned(), e.to_string()))
}

/// Keeps a setting and tells that it changed.
fn put_setting<T: Serialize>(tx: &mut Tx<'_>, key: &str, value: &T) -> Result<(), MarketsError> {
    let text = serde_json::to_string(value).map_err(|e| MarketsError::Broken(key.to_owned(), e.to_string()))?;
    let now = tx.now();
    dialect::put_setting(tx, key, &text, now)?;
    let version: i64 = settings_t::table.find(key).select(settings_t::version).first(&mut **tx)?;
    tx.record(&SettingsChanged { key: key.to_owned(), version })?;
    Ok(())
}
