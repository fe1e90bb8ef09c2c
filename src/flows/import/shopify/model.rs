//! What comes out: products, what was remarked on the way, and problems a shopkeeper can mend.
use std::fmt;

use kernel::Money;

/// A product of the file, checked and cleaned; nothing in it has been stored.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedProduct {
    /// The line of its first row; the header is line 1.
    pub line: u64,
    pub handle: String,
    pub title: String,
    /// Sanitised HTML: headings, paragraphs, lists, tables, emphasis and links; no images, styles or scripts.
    pub body_html: String,
    pub vendor: Option<String>,
    /// Shopify's product type: `Shirts`.
    pub kind: Option<String>,
    pub tags: Vec<String>,
    pub status: Status,
    pub gift_card: bool,
    pub seo_title: Option<String>,
    pub seo_description: Option<String>,
    /// Option names in order, none to three: `Size`, `Colour`.
    pub options: Vec<String>,
    /// At least one; each combination of option values at most once.
    pub variants: Vec<ImportedVariant>,
    /// By position.
    pub images: Vec<ImportedImage>,
    pub notes: Vec<Note>,
}

/// Whether shoppers see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Active,
    Draft,
    Archived,
}

/// One sellable form of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedVariant {
    pub line: u64,
    /// Unique within the file, and never empty: see [`Remark::SkuDerived`] and [`Remark::SkuTwice`].
    pub sku: String,
    /// One value for each of the product's options.
    pub values: Vec<String>,
    pub price: Money,
    /// The struck price; always above `price`.
    pub compare_at: Option<Money>,
    /// Weight in grams, where the file says one above 0.
    pub grams: Option<u32>,
    /// Units on hand; never negative. `None` where the file is silent.
    pub quantity: Option<u32>,
    /// Whether the exporting shop counted this variant's stock.
    pub tracked: bool,
    pub out_of_stock: OutOfStock,
    pub taxable: bool,
    pub requires_shipping: bool,
    pub barcode: Option<String>,
    /// The address of its own picture, as the file has it.
    pub image: Option<String>,
}

/// What happens when the stock is used up: Shopify's inventory policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutOfStock {
    Deny,
    Continue,
}

/// A picture's address; nothing is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedImage {
    pub src: String,
    pub position: u32,
    pub alt: Option<String>,
}

/// Something done to a row that the shopkeeper may want to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub line: u64,
    pub remark: Remark,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The file had no SKU; this one was made from the handle and the option values.
    SkuDerived { sku: String },
    /// The SKU was used on an earlier line; this row got another.
    SkuTwice { sku: String, earlier: u64, instead: String },
    /// The stock was below zero; zero is taken.
    StockBelowZero { quantity: i64 },
    /// A price to compare with that is not above the price; it is left out.
    CompareAtNotAbove { compare_at: Money },
    /// The record is not UTF-8 and was read as Windows-1252.
    Windows1252,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.remark {
            Remark::SkuDerived { sku } => write!(f, "no SKU in the file, so it is called {sku}"),
            Remark::SkuTwice { sku, earlier, instead } => {
                write!(f, "the SKU {sku} is taken by line {earlier}, so this one is called {instead}")
            }
            Remark::StockBelowZero { quantity } => write!(f, "the stock is {quantity}; 0 is taken"),
            Remark::CompareAtNotAbove { compare_at } => {
                write!(f, "the compare-at price {} is not above the price and is left out", compare_at.decimal())
            }
            Remark::Windows1252 => write!(f, "not UTF-8, so it was read as Windows-1252; check its accents"),
        }
    }
}
