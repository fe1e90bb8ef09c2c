//! Import: other shops' files, read into plain products. Pure: nothing is stored or fetched here.
pub mod shopify;
