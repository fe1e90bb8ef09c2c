//! How a variant is sold at a location: what is kept back, what is sold before it is there, and when it is expected.
use db::Tx;
use events::Recording;
use kernel::Day;
use kernel::kinds::{LocationId, VariantId};

use crate::clerk::{MANAGE, MOST};
use crate::stock::Shown;
use crate::store::{self, StockRow};
use crate::{BandChanged, Inventory, InventoryError, dialect};

/// See the module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Units that are never promised: for counting errors, and for the shop's own counter.
    pub safety: i64,
    /// How many may be promised beyond what lies there.
    pub backorder: i64,
    /// It has not come out yet: shoppers are told so until `expected_on`.
    pub preorder: bool,
    /// From when there is more, as staff know it; None: as suppliers' shipments say.
    pub expected_on: Option<Day>,
}

impl StockRow {
    pub fn terms(&self) -> Terms {
        Terms {
            safety: self.safety,
            backorder: self.backorder,
            preorder: self.preorder,
            expected_on: self.expected_on(),
        }
    }
}

impl Inventory {
    /// Sets how a variant is sold at a location. True when it differed.
    ///
    /// # Errors
    /// [`InventoryError::Promised`] when more is promised than lies there and may be owed: what was sold stays sold.
    /// [`InventoryError::Preorder`] for a preorder that nobody may order or without its day.
    pub fn set_terms(
        &self,
        tx: &mut Tx<'_>,
        location: LocationId,
        variant: VariantId,
        terms: Terms,
    ) -> Result<bool, InventoryError> {
        tx.actor().require(MANAGE)?;
        if terms.preorder && (terms.backorder == 0 || terms.expected_on.is_none()) {
            return Err(InventoryError::Preorder);
        }
        if !(0..=MOST).contains(&terms.safety) || !(0..=MOST).contains(&terms.backorder) {
            return Err(InventoryError::Quantity);
        }
        if !set(tx, location, variant, |_| terms)? {
            return Ok(false);
        }
        let detail = serde_json::json!({
            "location": location, "safety": terms.safety, "backorder": terms.backorder,
            "preorder": terms.preorder, "expected_on": terms.expected_on,
        });
        tx.audit("stock.terms", variant, &detail)?;
        Ok(true)
    }
}

/// Sets what `wanted` makes of the terms as they are. True when it differed.
pub(crate) fn set(
    tx: &mut Tx<'_>,
    location: LocationId,
    variant: VariantId,
    wanted: impl Fn(Terms) -> Terms,
) -> Result<bool, InventoryError> {
    if dialect::is_open(tx, location)?.is_none() {
        return Err(InventoryError::NoLocation);
    }
    dialect::ensure(tx, variant, location)?;
    loop {
        let held = store::rows(tx, &[variant])?.into_iter().find(|r| r.location == location);
        let Some(held) = held else { return Err(InventoryError::NoLocation) };
        let terms = wanted(held.terms());
        if terms == held.terms() {
            return Ok(false);
        }
        if held.unpromised() + terms.backorder < 0 {
            return Err(InventoryError::Promised { variant, units: -held.unpromised() });
        }
        // Set to something else, or promised, since it was read: look again.
        let Some(row) = dialect::set_terms(tx, &held, &terms)? else { continue };
        let told = held.preorder != row.preorder || held.expected_on() != row.expected_on();
        if Shown::of(&held) != Shown::of(&row) || told {
            tx.record(&BandChanged { variant, location, band: row.band(), version: row.version })?;
        }
        return Ok(true);
    }
}
