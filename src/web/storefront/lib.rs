//! storefront
pub mod views;
