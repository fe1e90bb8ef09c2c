//! Kit: how the shop answers the web, whatever the page.
//!
//! A face (storefront, back office, JSON) lists its [`Routes`] as data: address, [`Access`], handler. The table asks
//! who may come before a handler runs; handlers receive a [`Visit`] or [`StaffVisit`], ask a facade, and show a page.
//! What goes wrong becomes a [`Failure`] through `?`, and gets its looks here. Pages that are the same for many come
//! from the [`PageCache`]. [`guard()`] stands before everything and [`Site`] holds what all of it needs.
//!
//! Owns no table and no template: the looks of error pages are the faces' ([`Pages`]), the words are in
//! `templates/texts`. Knows who asks and in which market; never what is sold.
//!
//! **Architecture invariants:** every answer passes [`guard()`], which gives it its headers; no request body is read
//! without a bound on its size and time; nothing that changes the shop runs before its origin is known to be ours.
mod access;
mod admission;
mod arrival;
pub mod assets;
mod bearer;
mod body;
mod config;
mod cookies;
mod cors;
mod failure;
mod forms;
mod gate;
mod guard;
mod headers;
mod language;
mod network;
mod once;
mod origin;
mod page_cache;
mod render;
mod routes;
mod site;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod texts;
mod uploads;
mod visit;

pub use access::{Access, after_customer_sign_in, after_sign_in};
pub use bearer::{ProgramAtWork, TokenVisit};
pub use config::{ConfigError, FounderCode, Limits, PublicUrl, Rate, WebConfig};
pub use cookies::Jar;
pub use failure::{Details, Failure, Field};
pub use forms::{CheckedForm, OpenForm};
pub use gate::NOT_OPEN_YET;
pub use guard::{guard, install};
pub use network::{Network, NetworkError};
pub use once::Once;
pub use page_cache::{CacheStats, Form, Gap, PageCache, PageKey, Rendered, Tag, Thing, Written};
pub use render::{Pages, Told, escape};
pub use routes::{RouteInfo, Routes};
pub use site::{CustomerDoor, CustomerVisitor, SetupSource, Site, StaffDoor, StaffVisitor, TokenVisitor};
pub use texts::{AllTexts, locales};
pub use uploads::{CheckedUpload, FilePart, StreamedUpload, UploadPart, UploadedFile};
pub use visit::{SignedInCustomer, StaffAtWork, StaffVisit, Theme, Visit, Visitor};
