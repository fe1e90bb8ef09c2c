//! The pages, each with its handlers: receive, ask, show.
pub(crate) mod account;
pub(crate) mod act;
pub(crate) mod audit;
pub(crate) mod checklist;
pub(crate) mod content;
pub(crate) mod exports;
pub(crate) mod fields;
pub(crate) mod goods;
pub(crate) mod home;
pub(crate) mod imports;
pub(crate) mod language;
pub(crate) mod mails;
pub(crate) mod order;
pub(crate) mod orders;
pub(crate) mod payments;
pub(crate) mod people;
pub(crate) mod promotions;
pub(crate) mod rules;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod setup;
pub(crate) mod sign_in;
pub(crate) mod stock;
pub(crate) mod system;
pub(crate) mod theme;

use serde::Deserialize;

/// A form that only says yes.
#[derive(Deserialize)]
pub(crate) struct Nothing {}
