//! Why an order costs what it costs, as it was worked out when it was placed. Kept with it and told; nothing is reckoned
//! from it again. Amounts are minor units of the order's currency.
use kernel::Micros;
use kernel::kinds::{PriceListId, ZoneId};
use serde::{Deserialize, Serialize};

use crate::Tax;

/// The whole explanation. Orders from before it was kept have none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Explained {
    /// Where tax was rounded, and how: `line, half away from zero`.
    pub rounding: String,
    /// Whose taxes, ISO 3166 alpha-2.
    pub tax_country: String,
    /// One for each line, in their order.
    pub lines: Vec<LineExplained>,
    pub delivery: Option<DeliveryExplained>,
    /// The taxes on what the way to pay cost.
    pub fee: Vec<TaxExplained>,
}

/// Why a line costs what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineExplained {
    /// The price list that the unit's price is from, and the quantity from which it holds there.
    pub list: PriceListId,
    pub min_qty: i64,
    /// What the list says, where the unit cost something else because its net was held across a border.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<i64>,
    /// What promotions took off this line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<PromotionShare>,
    #[serde(default)]
    pub tax_class: String,
    pub taxes: Vec<TaxExplained>,
}

/// What a promotion took off one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionShare {
    pub title: String,
    /// Empty where none was typed in.
    #[serde(default)]
    pub code: String,
    pub amount: i64,
}

/// A tax, and since when its rate has been in force; None: since ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxExplained {
    #[serde(flatten)]
    pub tax: Tax,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Micros>,
}

/// Why delivery cost what it cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryExplained {
    /// What was brought: the goods' sum with discounts taken off, and grams.
    pub goods: i64,
    pub weight_grams: i64,
    /// What the method or its row says, before anything made it cheaper.
    pub price: i64,
    /// The row of the method's table that fitted; None: the method costs the same everywhere.
    pub row: Option<DeliveryRow>,
    /// It is free from this amount of goods on.
    pub free_over: Option<i64>,
    /// The class by which it is taxed, and its taxes.
    pub tax_class: String,
    pub taxes: Vec<TaxExplained>,
}

impl DeliveryExplained {
    /// Whether the goods' sum made it free.
    pub fn is_free_by_sum(&self) -> bool {
        self.free_over.is_some_and(|limit| self.goods >= limit)
    }
}

/// A row of a method's table: a zone, from a weight and an amount of goods on, up to others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    pub zone: ZoneId,
    /// Grams.
    pub weight_from: i64,
    pub weight_to: Option<i64>,
    pub goods_from: i64,
    pub goods_to: Option<i64>,
}
