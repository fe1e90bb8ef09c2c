//! Plain structs: what a seeder needs to write a shop, and nothing of how shops are stored.
use crate::demo::art::{self, Thing, Tint};

/// Which drawing shows something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PictureSpec {
    pub thing: Thing,
    /// An index into [`Thing::colourways`].
    pub colourway: usize,
    pub tint: Tint,
}

impl PictureSpec {
    /// The product picture: SVG of 400 × 500.
    pub fn tile(&self) -> String {
        art::tile(self.thing, self.colourway, self.tint)
    }
    /// The square picture of a category: SVG of 400 × 400.
    pub fn room(&self) -> String {
        art::room(self.thing, self.colourway, self.tint)
    }
    /// A file name without ending; equal pictures have equal names: `mug-0-oat`.
    pub fn slug(&self) -> String {
        format!("{}-{}-{}", self.thing.slug(), self.colourway, self.tint.slug())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoCategory {
    pub title: &'static str,
    pub slug: &'static str,
    /// One sentence.
    pub intro: &'static str,
    /// For its tile among the rooms; see [`PictureSpec::room`].
    pub picture: PictureSpec,
}

/// Which of a country's VAT rates applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaxClass {
    Standard,
    Reduced,
}

impl TaxClass {
    /// `standard` or `reduced`.
    pub fn as_str(self) -> &'static str {
        match self {
            TaxClass::Standard => "standard",
            TaxClass::Reduced => "reduced",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAttribute {
    pub name: &'static str,
    pub value: String,
}

/// A choice: two to four values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOption {
    pub name: &'static str,
    pub values: Vec<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoProduct {
    /// Counted from 0; [`super::product`] makes it again.
    pub number: usize,
    /// Unique; fit for an address.
    pub handle: String,
    pub title: String,
    /// One line: material, size.
    pub subtitle: String,
    /// Two to four sentences as HTML paragraphs.
    pub description_html: String,
    /// The workshop.
    pub brand: &'static str,
    /// The slug of its category.
    pub category: &'static str,
    pub tax: TaxClass,
    pub attributes: Vec<DemoAttribute>,
    /// None to two; `Colour` comes first where there is one.
    pub options: Vec<DemoOption>,
    /// At least one; each combination of option values at most once.
    pub variants: Vec<DemoVariant>,
    pub picture: PictureSpec,
    /// For each value of `Colour`, its picture; empty without that option.
    pub colour_pictures: Vec<(&'static str, PictureSpec)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoVariant {
    /// Unique: `TAB-0001-2`.
    pub sku: String,
    /// One value for each of the product's options.
    pub values: Vec<&'static str>,
    /// EUR cents, tax included.
    pub price: i64,
    /// The price before, where it is reduced; always above `price`.
    pub compare_at: Option<i64>,
    pub grams: u32,
    /// Units on hand; some are low and a few 0.
    pub stock: u32,
}
