//! Waiting, not found, gone wrong.
use askama::Template;

use super::frame::Frame;

/// The payment's outcome is not known yet. The page looks again by itself.
#[derive(Template)]
#[template(path = "pending.html")]
pub struct PendingView {
    pub frame: Frame,
    /// Where to look again: this page.
    pub path: String,
    /// Seconds until then.
    pub refresh_seconds: u32,
}

/// What everybody but staff sees of a shop that is not open yet.
#[derive(Template)]
#[template(path = "closed.html")]
pub struct ClosedView {
    pub frame: Frame,
    /// The shop's sentence about itself; empty for none.
    pub motto: String,
    /// Where to ask.
    pub email: String,
}

/// A page of words: imprint, terms, …
#[derive(Template)]
#[template(path = "words.html")]
pub struct WordsView {
    pub frame: Frame,
    pub title: String,
    /// The language it is in, where that is not the page's.
    pub lang: Option<String>,
    /// Safe to show.
    pub html: String,
}

/// Nothing lives at this address.
#[derive(Template)]
#[template(path = "notfound.html")]
pub struct NotFoundView {
    pub frame: Frame,
}

/// Something went wrong, and what to quote when asking about it.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorView {
    pub frame: Frame,
    /// The HTTP status.
    pub status: u16,
    pub title: String,
    pub message: String,
    /// The request's correlation id.
    pub correlation: String,
}
