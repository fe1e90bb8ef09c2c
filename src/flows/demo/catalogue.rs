//! The invented catalogue.
