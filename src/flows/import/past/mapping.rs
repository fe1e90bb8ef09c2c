//! Which columns of a table of sales are what, and what some of its words mean.
use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::import::file::FileError;

/// Names of columns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Names {
    pub number: String,
    pub placed_at: String,
    pub sku: String,
    pub title: String,
    pub quantity: String,
    /// Of one unit.
    pub price: String,
    pub customer: String,
    pub email: String,
    pub country: String,
}

impl Default for Names {
    fn default() -> Self {
        let own = |name: &str| name.to_owned();
        Self {
            number: own("number"),
            placed_at: own("placed_at"),
            sku: own("sku"),
            title: own("title"),
            quantity: own("quantity"),
            price: own("price"),
            customer: own("customer"),
            email: own("email"),
            country: own("country"),
        }
    }
}

/// What becomes of articles that the shop does not have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// The line keeps its SKU and title, and leads nowhere.
    #[default]
    Keep,
    /// A draft product is made of it.
    Draft,
    /// A product on sale is made of it, at the price of the line.
    Active,
}

/// How a table of sales is read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Mapping {
    pub columns: Names,
    /// Put before each number, so that none is taken for one of this shop's.
    pub prefix: String,
    /// Where the times without an offset were noted.
    pub time_zone: String,
    /// Numbers that begin so take back what was sold before.
    pub cancelled: Option<String>,
    /// Articles that are what delivery cost.
    pub delivery: BTreeSet<String>,
    /// Articles that are nothing one can buy.
    pub no_goods: BTreeSet<String>,
    pub unknown: Unknown,
    /// Countries as the file names them, and their codes.
    pub countries: BTreeMap<String, String>,
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            columns: Names::default(),
            prefix: "P-".to_owned(),
            time_zone: "UTC".to_owned(),
            cancelled: None,
            delivery: BTreeSet::new(),
            no_goods: BTreeSet::new(),
            unknown: Unknown::default(),
            countries: BTreeMap::new(),
        }
    }
}

impl Mapping {
    /// # Errors
    /// [`FileError::Mapping`], with what to change.
    pub fn parse(text: Option<&str>) -> Result<Self, FileError> {
        let mapping: Self = match text {
            Some(text) => toml::from_str(text).map_err(|e| FileError::Mapping(e.to_string()))?,
            None => Self::default(),
        };
        if mapping.prefix.is_empty() || mapping.prefix.starts_with("S-") {
            let why = "prefix must not be empty or `S-`: numbers would be taken for this shop's own";
            return Err(FileError::Mapping(why.to_owned()));
        }
        mapping.zone()?;
        Ok(mapping)
    }

    pub fn zone(&self) -> Result<jiff::tz::TimeZone, FileError> {
        jiff::tz::TimeZone::get(&self.time_zone).map_err(|_| {
            FileError::Mapping(format!("`{}` is no time zone; write one like Europe/London", self.time_zone))
        })
    }
}
