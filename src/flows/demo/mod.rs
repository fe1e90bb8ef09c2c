//! The demo shop: drawings, pictures and an invented catalogue. Pure and deterministic; it stores nothing.
pub mod art;
pub mod catalogue;
pub mod raster;
