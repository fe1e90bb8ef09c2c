//! What other rooms see of the catalogue.
use kernel::kinds::{CategoryId, PictureId, ProductId, VariantId};
use serde::{Deserialize, Serialize};

/// Whether shoppers see a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Draft,
    Active,
    Archived,
}

impl Status {
    pub const ALL: [Self; 3] = [Self::Draft, Self::Active, Self::Archived];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Archived => "archived",
        }
    }
    /// What is not known is a draft: nobody sees it.
    pub fn parse(text: &str) -> Self {
        match text {
            "active" => Self::Active,
            "archived" => Self::Archived,
            _ => Self::Draft,
        }
    }
}

/// A picture by id, with what a page needs to leave room for it. The file is the media room's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub id: PictureId,
    pub alt: String,
    /// Pixels of the original.
    pub width: u32,
    pub height: u32,
    /// What must stay in sight when it is cropped.
    #[serde(default, skip_serializing_if = "Focus::is_middle")]
    pub focus: Focus,
}

/// The point of a picture that cropping keeps in sight, in percent from the left and from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Focus {
    pub x: u8,
    pub y: u8,
}

impl Focus {
    pub const MIDDLE: Self = Self { x: 50, y: 50 };

    /// Both at most 100.
    pub fn at(x: u8, y: u8) -> Self {
        Self { x: x.min(100), y: y.min(100) }
    }

    pub fn is_middle(&self) -> bool {
        *self == Self::MIDDLE
    }
}

impl Default for Focus {
    fn default() -> Self {
        Self::MIDDLE
    }
}

/// One way in which variants differ: `Glaze` with `Moss`, `Oat`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionAxis {
    pub name: String,
    pub values: Vec<String>,
}

/// A line of the specification table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    pub name: String,
    /// As it was written: a text, a number with a point, or [`Attribute::YES`] and [`Attribute::NO`].
    pub value: String,
    #[serde(default, skip_serializing_if = "AttributeKind::is_text")]
    pub kind: AttributeKind,
    /// What a number counts: `cm`, `ml`; empty for all else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
}

impl Attribute {
    pub const YES: &'static str = "yes";
    pub const NO: &'static str = "no";

    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), kind: AttributeKind::Text, unit: String::new() }
    }

    /// The value with its unit: `12.5 cm`.
    pub fn shown(&self) -> String {
        if self.unit.is_empty() { self.value.clone() } else { format!("{} {}", self.value, self.unit) }
    }

    /// The answer of a yes-or-no attribute.
    pub fn answer(&self) -> Option<bool> {
        (self.kind == AttributeKind::YesNo).then(|| self.value == Self::YES)
    }
}

/// What an attribute's value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    #[default]
    Text,
    Number,
    YesNo,
}

impl AttributeKind {
    pub const ALL: [Self; 3] = [Self::Text, Self::Number, Self::YesNo];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::YesNo => "yes_no",
        }
    }
    /// What is not known is a text.
    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|k| k.as_str() == text).unwrap_or_default()
    }
    pub fn is_text(&self) -> bool {
        *self == Self::Text
    }
}

#[derive(Clone, Debug)]
pub struct Variant {
    pub id: VariantId,
    pub product: ProductId,
    pub sku: String,
    /// One value an option axis, in their order; empty when there are no options.
    pub option_values: Vec<String>,
    pub barcode: String,
    pub weight_grams: i64,
    pub picture: Option<PictureId>,
}

#[derive(Clone, Debug)]
pub struct Product {
    pub id: ProductId,
    pub handle: String,
    pub category: Option<CategoryId>,
    pub title: String,
    pub subtitle: String,
    /// HTML, sanitised before it came here.
    pub description: String,
    pub brand: String,
    pub status: Status,
    /// `standard`, `reduced`: which tax rates apply.
    pub tax_class: String,
    pub attributes: Vec<Attribute>,
    pub options: Vec<OptionAxis>,
    pub pictures: Vec<Picture>,
    pub seo_title: String,
    pub seo_description: String,
    pub version: i64,
    /// Those in sale, in their order.
    pub variants: Vec<Variant>,
}

/// A product as lists show it.
#[derive(Clone, Debug)]
pub struct Card {
    pub id: ProductId,
    pub handle: String,
    pub title: String,
    pub subtitle: String,
    pub picture: Option<Picture>,
    pub variants: Vec<VariantId>,
}

#[derive(Clone, Debug)]
pub struct Category {
    pub id: CategoryId,
    /// The one it stands in; none at the top.
    pub parent: Option<CategoryId>,
    /// Its place among its siblings.
    pub position: i64,
    pub slug: String,
    pub title: String,
    pub intro: String,
    pub picture: Option<Picture>,
    pub version: i64,
    /// By which attributes its list can be narrowed down, by code and in this order; none of its own: as the category
    /// above it.
    pub facets: Option<Vec<String>>,
    /// How many active products stand in it.
    pub products: u64,
}

/// A variant as something to be sold.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SaleItem {
    pub variant: VariantId,
    pub product: ProductId,
    pub handle: String,
    pub sku: String,
    pub title: String,
    /// `Moss, 350 ml`; empty when there are no options.
    pub options: String,
    pub tax_class: String,
    pub weight_grams: i64,
    pub picture: Option<Picture>,
}

/// How a shelf is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// As the shop arranged it.
    Arranged,
    Newest,
    Title,
}

/// What writing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Created,
    Updated,
    None,
}

#[derive(Clone, Debug)]
pub struct NewCategory {
    pub slug: String,
    pub title: String,
    pub intro: String,
    pub position: i64,
    pub picture: Option<Picture>,
}

#[derive(Clone, Debug)]
pub struct NewVariant {
    pub sku: String,
    pub option_values: Vec<String>,
    pub barcode: String,
    pub weight_grams: i64,
    pub picture: Option<PictureId>,
}

#[derive(Clone, Debug)]
pub struct NewProduct {
    pub handle: String,
    pub title: String,
    pub subtitle: String,
    /// HTML, sanitised already.
    pub description: String,
    pub brand: String,
    pub status: Status,
    pub tax_class: String,
    pub attributes: Vec<Attribute>,
    pub options: Vec<OptionAxis>,
    pub pictures: Vec<Picture>,
    pub tags: Vec<String>,
    pub seo_title: String,
    pub seo_description: String,
    /// The first is the one its breadcrumb shows.
    pub categories: Vec<CategoryId>,
    /// Its place on their shelves.
    pub position: i64,
    pub variants: Vec<NewVariant>,
}
