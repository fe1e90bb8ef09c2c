//! Stock levels that come by themselves.
use askama::Template;
use kernel::Micros;

use super::{Form, Shell};

/// `/admin/stock/feed`.
#[derive(Template)]
#[template(path = "stock/feed.html")]
pub struct FeedView {
    pub shell: Shell,
    /// `url`, `minutes`, `place`, `active`.
    pub form: Form,
    pub is_set: bool,
    /// When it is fetched next.
    pub due_at: Option<Micros>,
    pub runs: Vec<FeedRunLine>,
    pub places: Vec<(String, String)>,
    pub may_edit: bool,
}

/// One fetch.
pub struct FeedRunLine {
    pub id: String,
    pub begun_at: Micros,
    pub running: bool,
    pub failed: bool,
    pub error: String,
    pub read: i64,
    pub changed: i64,
    pub refused: i64,
}

/// `/admin/stock/feed/{run}`: row by row.
#[derive(Template)]
#[template(path = "stock/feed_run.html")]
pub struct FeedRunView {
    pub shell: Shell,
    pub title: String,
    pub run: FeedRunLine,
    pub rows: Vec<FeedRowLine>,
    /// So many rows are kept to be read.
    pub kept: i64,
}

/// What became of a row.
pub struct FeedRowLine {
    pub line: i64,
    pub sku: String,
    pub told: String,
    pub wrong: bool,
    pub was: Option<i64>,
    pub now: Option<i64>,
}
