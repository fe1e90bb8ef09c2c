//! Goods as staff change them: what belongs to the catalogue, to prices and to stock in one unit of work, so that a
//! form is kept as a whole or not at all.
mod booking;
mod bulk;
mod cells;
mod create;
mod export;
mod pictures;
mod rule;
mod tend;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod translate_tests;
mod variants;

use catalog::{Catalog, CatalogError};
use db::{Db, DbError, Tx};
use inventory::{Inventory, InventoryError};
use kernel::kinds::{LocationId, PriceListId, VariantId};
use kernel::{Coded, Currency, Fault, Forbidden, Money};
use media::{Media, MediaError};
use pricing::{Pricing, PricingError};

pub use booking::{PriceDeed, StockChange, StockDeed};
pub use bulk::{Deed, Done};
pub use cells::{CellEdit, CellProblem, Change};
pub use create::NewGoods;
pub use export::ExportRow;
pub use pictures::{Bring, Brought};
pub use rule::{By, PriceRule, Round};
pub use tend::note_level;
pub use variants::VariantForm;

/// Sanitised HTML, as descriptions are kept: few tags, no styles, no scripts. Text without tags becomes paragraphs.
pub use crate::import::clean as clean_html;

/// May change prices.
pub const PRICES: &str = "prices.manage";

#[derive(Debug, thiserror::Error)]
pub enum GoodsError {
    #[error("that price cannot be kept: {0}")]
    Price(String),
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Pricing(#[from] PricingError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(GoodsError: Catalog, Pricing, Inventory, Media);

impl Coded for GoodsError {
    fn code(&self) -> &'static str {
        match self {
            Self::Price(_) => "bad_price",
            Self::Catalog(e) => e.code(),
            Self::Pricing(e) => e.code(),
            Self::Inventory(e) => e.code(),
            Self::Media(e) => e.code(),
            Self::Forbidden(_) => "forbidden",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> Fault {
        match self {
            Self::Price(_) => Fault::Invalid,
            Self::Catalog(e) => e.fault(),
            Self::Pricing(e) => e.fault(),
            Self::Inventory(e) => e.fault(),
            Self::Media(e) => e.fault(),
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Db(e) => e.fault(),
        }
    }
}

/// The list that staff set prices in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InList {
    pub list: PriceListId,
    pub currency: Currency,
}

/// The rooms that goods touch.
#[derive(Clone)]
pub struct Goods {
    pub db: Db,
    pub catalog: Catalog,
    pub pricing: Pricing,
    pub inventory: Inventory,
    pub media: Media,
}

impl Goods {
    /// The location that goods come to when nobody says where; the first is made when there is none.
    fn location(&self, tx: &mut Tx<'_>) -> Result<LocationId, GoodsError> {
        match Inventory::first_location_in(tx)? {
            Some(location) => Ok(location),
            None => Ok(self.inventory.put_location(tx, "main", "Stock room", 0)?),
        }
    }

    /// The price of one unit now, with what is struck through.
    fn price(
        tx: &mut Tx<'_>,
        at: InList,
        variant: VariantId,
    ) -> Result<Option<(Money, Option<Money>)>, GoodsError> {
        let now = tx.now();
        let prices = Pricing::prices_in(tx, at.list, at.currency, &[variant], now)?;
        Ok(prices.get(&variant).and_then(|p| p.single()).map(|p| (p.unit, p.compare_at)))
    }

    /// Sets a price if it differs. True when it did.
    fn set_price(
        &self,
        tx: &mut Tx<'_>,
        at: InList,
        variant: VariantId,
        unit: Money,
        compare_at: Option<Money>,
    ) -> Result<bool, GoodsError> {
        let held = Self::price(tx, at, variant)?;
        if held == Some((unit, compare_at)) {
            return Ok(false);
        }
        tx.actor().require(PRICES)?;
        if unit.amount < 0 || unit.amount > MOST_PRICE || compare_at.is_some_and(|c| c.amount > MOST_PRICE) {
            return Err(GoodsError::Price(unit.decimal()));
        }
        if !self.pricing.put_price(tx, variant, at.list, unit, compare_at)? {
            return Ok(false);
        }
        let detail = serde_json::json!({
            "from": held.map(|(unit, _)| unit.amount), "to": unit.amount, "currency": at.currency,
            "compare_at": compare_at.map(|c| c.amount),
        });
        tx.audit("price.set", variant, &detail)?;
        Ok(true)
    }
}

/// No single thing costs more, in minor units: a slip of the keyboard, and far from what would overflow a sum.
const MOST_PRICE: i64 = 1_000_000_000;
