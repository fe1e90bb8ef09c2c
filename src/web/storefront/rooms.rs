//! Whom the pages ask.
use kit::PageCache;

use crate::{Looks, Shelves, SiteMaps};

/// The facades behind the pages, and what is kept of their answers. Cheap to clone; handlers take it as
/// `web::Data<Rooms>`.
#[derive(Clone)]
pub struct Rooms {
    pub accounts: customers::Accounts,
    pub desk: flows::accounts::AccountDesk,
    pub catalog: catalog::Catalog,
    pub content: content::Content,
    pub pricing: pricing::Pricing,
    pub inventory: inventory::Inventory,
    pub carts: cart::Carts,
    pub checkout: checkout::Checkout,
    pub orders: orders::Orders,
    pub payments: payments::Payments,
    pub shipping: shipping::Shipping,
    pub media: media::Media,
    pub search: search::Search,
    pub recommendations: recommendations::Recommendations,
    /// Whole pages.
    pub pages: PageCache,
    /// The beginnings of shelves.
    pub shelves: Shelves,
    /// Which products are looked at.
    pub looks: Looks,
    /// Maps of the site that were made lately.
    pub maps: SiteMaps,
}
