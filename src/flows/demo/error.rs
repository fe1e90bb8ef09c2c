use db::DbError;
use kernel::{Currency, MoneyError};

use super::pictures::PictureError;
use crate::setup::SetupError;

/// Why the demo shop was not built.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the demo's goods are priced in EUR, and this shop sells in {0}; give the demo a database of its own")]
    Currency(Currency),
    #[error("there is nothing on sale that past orders could be made of; run `sundry demo` first")]
    NothingOnSale,
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    Setup(#[from] SetupError),
    #[error(transparent)]
    Catalog(#[from] catalog::CatalogError),
    #[error(transparent)]
    Pricing(#[from] pricing::PricingError),
    #[error(transparent)]
    Inventory(#[from] inventory::InventoryError),
    #[error(transparent)]
    Shipping(#[from] shipping::ShippingError),
    #[error(transparent)]
    Markets(#[from] markets::MarketsError),
    #[error(transparent)]
    Orders(#[from] orders::OrdersError),
    #[error(transparent)]
    Payments(#[from] payments::PaymentsError),
    #[error(transparent)]
    Customers(#[from] customers::CustomersError),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(DemoError: Picture, Setup, Catalog, Pricing, Inventory, Shipping, Markets, Orders, Payments, Customers);
