//! The list of products, with what is on the shelf.
use askama::Template;
use catalog::Slice;
use kernel::Money;

use super::{ProductStatus, Shell};

/// The list of products. Linked as `/admin/products?q=…&after=…`.
#[derive(Template)]
#[template(path = "products.html")]
pub struct ProductsView {
    pub shell: Shell,
    /// What was searched for, or nothing.
    pub query: String,
    pub rows: Slice<ProductRow>,
}

/// One product in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductRow {
    /// As it stands in links: `prd_…`.
    pub id: String,
    /// The address of a small picture.
    pub picture: Option<String>,
    pub title: String,
    /// Where shoppers see it; `None` when they cannot.
    pub shop_url: Option<String>,
    pub skus: u64,
    /// The lowest price of its variants.
    pub price_from: Option<Money>,
    /// Pieces on the shelf, all variants.
    pub on_hand: i64,
    /// What of it can still be sold: on hand less promised.
    pub saleable: i64,
    pub status: ProductStatus,
}
