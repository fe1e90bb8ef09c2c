//! What a mapping file says: which of a file's columns become what.
use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::file::FileError;

/// A mapping file. Every name in it is a column of a table, or a field of an object.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub format: Format,
    /// Between the columns of a table; a comma unless told.
    pub separator: Option<char>,
    /// `point` or `comma`: how the file writes `12.90`.
    #[serde(default)]
    pub decimal: Decimal,
    /// The product is known by its address, or by its SKUs.
    #[serde(default)]
    pub known_by: KnownBy,
    #[serde(default)]
    pub rows: Rows,
    pub product: Product,
    pub variant: Variant,
    #[serde(default, rename = "attribute")]
    pub attributes: Vec<AttributeRule>,
    #[serde(default, rename = "picture")]
    pub pictures: Vec<Field>,
    /// Columns that the file may lack.
    #[serde(default)]
    pub optional: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Csv,
    Ndjson,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decimal {
    #[default]
    Point,
    Comma,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KnownBy {
    #[default]
    Handle,
    Sku,
}

/// Which rows are one product.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// Rows that follow each other and say the same here are one product. A blank continues the one above.
    pub product: Option<String>,
    /// The first row of several is the product itself, and no variant of it.
    #[serde(default)]
    pub first_is_product: bool,
    /// Rows of a product further up say what its variants cost in other currencies.
    #[serde(default)]
    pub prices_follow: bool,
    /// In an object: the field that holds its variants.
    pub variants: Option<String>,
}

/// How a value comes about: a column's name, or more to say of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Field {
    Column(String),
    Rule(Box<Rule>),
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub column: Option<String>,
    /// The first of them that is filled; for lists, all of them.
    #[serde(default)]
    pub columns: Vec<String>,
    /// A text with `{column}`s in it.
    pub text: Option<String>,
    /// Where nothing is filled.
    pub default: Option<String>,
    /// A cell holds several values, with this between them.
    pub split: Option<String>,
    /// Only values that begin so, without their beginning: `brand:`.
    pub begins: Option<String>,
    /// What the file's words mean here.
    #[serde(default)]
    pub means: BTreeMap<String, String>,
    /// Between the steps of a category's path.
    pub path: Option<String>,
    /// Of a weight: `g`, `kg`, `lb`, `oz`. Of a price: `minor` for cents.
    pub unit: Option<String>,
    /// The column that holds the unit.
    pub unit_column: Option<String>,
}

impl Field {
    pub fn rule(&self) -> Rule {
        match self {
            Self::Column(name) => Rule { column: Some(name.clone()), ..Rule::default() },
            Self::Rule(rule) => (**rule).clone(),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    pub handle: Option<Field>,
    pub title: Option<Field>,
    pub subtitle: Option<Field>,
    pub description: Option<Field>,
    pub brand: Option<Field>,
    pub status: Option<Field>,
    pub tax_class: Option<Field>,
    pub seo_title: Option<Field>,
    pub seo_description: Option<Field>,
    pub tags: Option<Field>,
    pub categories: Option<Field>,
    /// A column of our own form: names, values, kinds and units as JSON.
    pub attributes: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    pub sku: Option<Field>,
    pub barcode: Option<Field>,
    pub price: Option<Field>,
    pub compare_at_price: Option<Field>,
    /// Prices are amounts of this currency.
    pub currency: Option<Field>,
    pub weight: Option<Field>,
    /// Units on hand.
    pub stock: Option<Field>,
    /// How many may be sold beyond what is on hand.
    pub beyond_stock: Option<Field>,
    /// `yes`: it is sold however many there are.
    pub endless: Option<Field>,
    #[serde(default, rename = "option")]
    pub options: Vec<OptionRule>,
    pub picture: Option<Field>,
    /// A SKU that the file repeats gets a number behind it, instead of keeping its product out.
    #[serde(default)]
    pub numbers_repeated_skus: bool,
}

/// Options stand in a pair of columns each, or all in one pair.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionRule {
    pub name: String,
    pub value: String,
    /// Between several names, and several values.
    pub split: Option<String>,
}

/// Columns that become lines of the specification table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeRule {
    /// One, or all that fit `attr_t_*`.
    pub column: String,
    /// Its name; that of the column (what the star stands for) in words unless told.
    pub name: Option<String>,
    #[serde(default)]
    pub kind: Kind,
    #[serde(default)]
    pub unit: String,
    pub split: Option<String>,
    pub begins: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Text,
    Number,
    YesNo,
}

impl Mapping {
    /// # Errors
    /// [`FileError::Mapping`] with the place in the text.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let mapping: Self = toml::from_str(text).map_err(|e| FileError::Mapping(e.to_string()))?;
        let wrong = |why: &str| Err(FileError::Mapping(why.to_owned()));
        if mapping.separator.is_some_and(|s| !s.is_ascii()) {
            return wrong("a separator is one plain character");
        }
        if mapping.known_by == KnownBy::Handle && mapping.product.handle.is_none() {
            return wrong("say which column is [product] handle, or that it is known_by = \"sku\"");
        }
        if mapping.variant.sku.is_none() {
            return wrong("say which column is [variant] sku");
        }
        Ok(mapping)
    }

    /// Every column it names outright.
    pub fn columns(&self) -> Vec<String> {
        let p = &self.product;
        let v = &self.variant;
        let fields = [
            &p.handle,
            &p.title,
            &p.subtitle,
            &p.description,
            &p.brand,
            &p.status,
            &p.tax_class,
            &p.seo_title,
            &p.seo_description,
            &p.tags,
            &p.categories,
            &v.sku,
            &v.barcode,
            &v.price,
            &v.compare_at_price,
            &v.currency,
            &v.weight,
            &v.stock,
            &v.beyond_stock,
            &v.endless,
            &v.picture,
        ];
        let rules = fields.into_iter().flatten().chain(&self.pictures).map(Field::rule);
        let mut all: Vec<String> = rules
            .flat_map(|r| {
                let texts = r.text.iter().flat_map(|t| placeholders(t).map(str::to_owned)).collect::<Vec<_>>();
                r.columns.into_iter().chain(r.column).chain(r.unit_column).chain(texts).collect::<Vec<_>>()
            })
            .collect();
        all.extend(v.options.iter().flat_map(|o| [o.name.clone(), o.value.clone()]));
        all.extend(self.attributes.iter().map(|a| a.column.clone()).filter(|c| !c.contains('*')));
        all.extend(self.rows.product.clone());
        all.extend(p.attributes.clone());
        all
    }
}

/// The columns that a text with `{column}`s asks for.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
