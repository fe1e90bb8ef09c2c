//! kit
pub mod assets;
