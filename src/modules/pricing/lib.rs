//! Pricing: what a thing costs, and why.
//!
//! Owns `pricing_*`: price lists, prices, tax rates, promotions and the coupons that let them in. Loading is apart from
//! summing: [`quote`] is pure and gives a [`Quote`] whose every line says which list, which promotions and which taxes
//! made it. Never knows a basket or an order: a coupon's use is kept for an opaque holder.
pub mod books;
mod coupons;
mod dialect;
mod lowest;
mod offers;
mod promotions;
mod quote;
mod schema;
mod store;
mod taxed;
mod taxes;

use std::collections::HashMap;

use db::{Conn, Db, DbError, Tx};
use events::{Event, Recording};
use kernel::kinds::{PriceListId, VariantId};
use kernel::{Currency, Forbidden, Micros, Money, MoneyError};
use serde::{Deserialize, Serialize};

pub use coupons::{CouponError, Entered, coupon_code};
pub use lowest::InForce;
pub use offers::{Coupon, CouponUse, MANAGE_PROMOTIONS, NewCoupon, VIEW_PROMOTIONS};
pub use promotions::{
    Applied, Benefit, Condition, Discount, LANE_DELIVERY, LANE_GOODS, NotApplied, Promotion, Refused,
};
pub use quote::{
    Explanation, FeeLine, FeeRequest, LineRequest, Quote, QuoteLine, QuoteRequest, ShippingLine, ShippingRequest,
    quote,
};
pub use taxed::{TaxLine, with_net_held};
pub use taxes::{MANAGE_TAXES, MOST_RATES, NewRate, StatedRate, TaxRate, TaxTable};

#[derive(Debug, thiserror::Error)]
pub enum PricingError {
    #[error("there is no price for {0} in this market; it cannot be sold until one is set")]
    NoPrice(VariantId),
    #[error("no tax rate is set for class `{class}` in {country}; add one under taxes")]
    NoRate { class: String, country: String },
    #[error("a quantity must be at least 1, not {0}")]
    Quantity(i64),
    #[error("{told}")]
    Rate { field: &'static str, told: String },
    #[error(transparent)]
    Coupon(#[from] CouponError),
    #[error("{told}")]
    Offer { field: &'static str, code: &'static str, told: &'static str },
    #[error("there is no such coupon")]
    CouponGone,
    #[error("the coupon was changed meanwhile; look at it again")]
    CouponStale,
    #[error("there is no such tax rate (any more)")]
    RateGone,
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(PricingError);

impl kernel::Coded for PricingError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoPrice(_) => "no_price",
            Self::NoRate { .. } => "no_tax_rate",
            Self::Quantity(_) => "bad_quantity",
            Self::Rate { .. } => "bad_setting",
            Self::Offer { code, .. } => code,
            Self::Coupon(e) => e.code(),
            Self::CouponGone => "coupon_not_found",
            Self::CouponStale => "changed_meanwhile",
            Self::RateGone => "tax_rate_not_found",
            Self::Forbidden(_) => "forbidden",
            Self::Money(_) => "bad_amount",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::NoPrice(_) => Fault::Conflict,
            Self::NoRate { .. } => Fault::Conflict,
            Self::Quantity(_) | Self::Rate { .. } | Self::Offer { .. } => Fault::Invalid,
            Self::Coupon(CouponError::Unknown) => Fault::Invalid,
            Self::Coupon(_) | Self::CouponStale => Fault::Conflict,
            Self::RateGone | Self::CouponGone => Fault::NotFound,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Money(_) => Fault::Invalid,
            Self::Db(e) => e.fault(),
        }
    }
}

/// The price of a variant in one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    pub list: PriceListId,
    /// From this quantity on.
    pub min_qty: i64,
    pub unit: Money,
    /// A former or recommended price to show struck through.
    pub compare_at: Option<Money>,
    /// No discount takes one unit below this.
    pub floor: Option<Money>,
}

/// The prices of one variant, by rising quantity.
#[derive(Clone, Debug, Default)]
pub struct Prices(Vec<Price>);

impl Prices {
    /// The price for `quantity` units: the highest step that it reaches.
    pub fn at(&self, quantity: i64) -> Option<&Price> {
        self.0.iter().rev().find(|p| p.min_qty <= quantity)
    }

    /// The price of one.
    pub fn single(&self) -> Option<&Price> {
        self.at(1)
    }
}

/// A variant's price was set.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct PriceChanged {
    pub variant: VariantId,
    pub list: PriceListId,
    pub amount: i64,
    pub version: i64,
}
impl Event for PriceChanged {
    const TYPE: &'static str = "pricing.price_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        format!("price:{}:{}", self.variant, self.list)
    }
    fn version(&self) -> i64 {
        self.version
    }
}

#[derive(Clone)]
pub struct Pricing {
    db: Db,
}

impl Pricing {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// The prices of many variants in a list, now. Those without a price are missing. One query.
    pub async fn prices(
        &self,
        list: PriceListId,
        currency: Currency,
        variants: &[VariantId],
    ) -> Result<HashMap<VariantId, Prices>, PricingError> {
        let (variants, now) = (variants.to_vec(), self.db.clock().now());
        self.db.read(move |c| Self::prices_in(c, list, currency, &variants, now)).await
    }

    /// [`Pricing::prices`] on a connection at hand.
    pub fn prices_in(
        conn: &mut Conn,
        list: PriceListId,
        currency: Currency,
        variants: &[VariantId],
        now: Micros,
    ) -> Result<HashMap<VariantId, Prices>, PricingError> {
        store::prices(conn, list, currency, variants, now)
    }

    /// The tax rates of a country (ISO 3166 alpha-2), now.
    pub async fn tax_table(&self, country: &str) -> Result<TaxTable, PricingError> {
        let (country, now) = (country.to_owned(), self.db.clock().now());
        self.db.read(move |c| Self::tax_table_in(c, &country, now)).await
    }

    /// [`Pricing::tax_table`] on a connection at hand.
    pub fn tax_table_in(conn: &mut Conn, country: &str, now: Micros) -> Result<TaxTable, PricingError> {
        taxes::table(conn, country, now)
    }

    /// How the price lists are called.
    ///
    /// # Errors
    /// The database's.
    pub async fn list_names(&self) -> Result<HashMap<PriceListId, String>, PricingError> {
        self.db.read(store::list_names).await
    }

    /// The price list with this code, made when it is missing.
    pub fn put_list(
        &self,
        tx: &mut Tx<'_>,
        code: &str,
        name: &str,
        currency: Currency,
    ) -> Result<PriceListId, PricingError> {
        store::put_list(tx, code, name, currency)
    }

    /// Sets the price of one unit, for good. True when that changed anything.
    pub fn put_price(
        &self,
        tx: &mut Tx<'_>,
        variant: VariantId,
        list: PriceListId,
        unit: Money,
        compare_at: Option<Money>,
    ) -> Result<bool, PricingError> {
        let Some(version) = store::put_price(tx, variant, list, unit, compare_at)? else { return Ok(false) };
        tx.record(&PriceChanged { variant, list, amount: unit.amount, version })?;
        Ok(true)
    }

    /// Sets how far discounts may take one unit of a variant down; None: all the way. False when it has no price.
    pub fn put_floor(
        &self,
        tx: &mut Tx<'_>,
        variant: VariantId,
        list: PriceListId,
        floor: Option<Money>,
    ) -> Result<bool, PricingError> {
        store::put_floor(tx, variant, list, floor)
    }
}
