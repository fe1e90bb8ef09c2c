//! The back office's face: what staff see, and the plain data each page asks for.
//!
//! Owns the pages in `templates/admin`, `static/office.*` and the texts in `admin.ftl`. Knows no database: every
//! view is filled by its handler with plain values.
pub mod views;
