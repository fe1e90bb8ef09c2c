//! What cached pages are made from, and which news makes which pages old.
//!
//! Whoever follows the log calls the `after_…` functions and hands each tag to [`kit::PageCache::invalidate`], after
//! the catalogue forgot its tree ([`catalog::Catalog::forget_tree`]) and the shelves theirs
//! ([`Shelves::forget`](crate::Shelves::forget)): pages made meanwhile must not be made from those.
use catalog::{CategoryChanged, ProductChanged};
use content::PageChanged;
use inventory::BandChanged;
use kernel::kinds::{CategoryId, ProductId, VariantId};
use kit::Tag;
use pricing::PriceChanged;
use search::{ListingChanged, Refreshed};

/// One product's words and pictures.
pub fn product(id: ProductId) -> Tag {
    Tag::of("product", id)
}
/// What stands in a category, and what it says of itself.
pub fn category(id: CategoryId) -> Tag {
    Tag::of("category", id)
}
/// A variant's stock, in the bands pages show.
pub fn stock(variant: VariantId) -> Tag {
    Tag::of("stock", variant)
}
/// A variant's price.
pub fn price(variant: VariantId) -> Tag {
    Tag::of("price", variant)
}
/// Which products a category lists, in which order, and the counts beside them.
pub fn listing(category: CategoryId) -> Tag {
    Tag::of("listing", category)
}
/// Lists of everything that is sold.
pub fn listings() -> Tag {
    Tag::all("listing")
}
/// What the index counted: attributes beside any list.
pub fn counted() -> Tag {
    Tag::all("counted")
}
/// The catalogue as a whole: what is new in it.
pub fn catalogue() -> Tag {
    Tag::all("catalogue")
}
/// The categories as every page names them.
pub fn navigation() -> Tag {
    Tag::all("navigation")
}
/// A page of words, in every language.
pub fn words(slug: &str) -> Tag {
    Tag::of("words", slug)
}
/// Market, profile, ways to deliver.
pub fn setup() -> Tag {
    Tag::all("setup")
}

pub fn after_product(event: &ProductChanged) -> Vec<Tag> {
    let mut tags = vec![product(event.product), catalogue()];
    tags.extend(event.categories.iter().map(|id| category(*id)));
    tags
}

pub fn after_category(event: &CategoryChanged) -> Vec<Tag> {
    vec![category(event.category), catalogue(), navigation()]
}

/// What an attribute is called stands on every page that tells of goods.
pub fn after_attribute() -> Vec<Tag> {
    vec![navigation()]
}

pub fn after_price(event: &PriceChanged) -> Vec<Tag> {
    vec![price(event.variant)]
}

/// What the shopkeeper set stands on every page.
pub fn after_setting() -> Vec<Tag> {
    vec![setup()]
}

pub fn after_words(event: &PageChanged) -> Vec<Tag> {
    vec![words(&event.slug)]
}

pub fn after_band(event: &BandChanged) -> Vec<Tag> {
    vec![stock(event.variant)]
}

/// The index answers otherwise than before.
pub fn after_refresh(what: &Refreshed) -> Vec<Tag> {
    match what {
        Refreshed::All => vec![listings(), counted()],
        Refreshed::Categories(categories) => {
            let mut tags = vec![listings()];
            tags.extend(categories.iter().map(|id| listing(*id)));
            tags
        }
    }
}

pub fn after_listing(event: &ListingChanged) -> Vec<Tag> {
    let mut tags = vec![listings()];
    tags.extend(event.categories.iter().map(|id| listing(*id)));
    tags
}
