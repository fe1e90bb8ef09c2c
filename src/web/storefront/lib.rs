//! Storefront: the pages that shoppers see.
//!
//! Owns no table and no rule. A handler receives, asks the rooms, shows a view; [`Rooms`] is all it can ask. Home,
//! category and product pages are the same for everybody and come from the page cache under the tags of [`tags`];
//! basket, checkout and order pages are somebody's own and are never kept.
//!
//! **Architecture invariant:** an uncached category or product page asks the database three times at most,
//! four times in another language than the shop's main one, while the tree of categories and the counts of a list are kept by those who know them.
mod account;
mod address;
mod aftersale;
mod asked;
mod basket;
mod beside;
mod card;
mod category;
mod coupon;
mod estimate;
mod feed;
mod figures;
mod finding;
mod home;
mod listing;
mod moved;
mod narrowed;
mod news;
mod order;
mod parts;
mod payment;
mod pictures;
mod product;
mod reading;
mod rooms;
mod routes;
mod seo;
mod shelves;
mod sitemap;
mod sums;
pub mod tags;
#[cfg(test)]
mod tests;
mod told;
mod tree;
mod variants;
pub mod views;
mod wording;

pub use account::CustomerEntrance;
pub use beside::Looks;
pub use rooms::Rooms;
pub use routes::routes;
pub use shelves::Shelves;
pub use sitemap::SiteMaps;
pub use told::StorefrontPages;
