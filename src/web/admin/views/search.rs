//! What was found, as a page and as the list below the search box.
use askama::Template;

use super::Shell;

/// `/admin/search`: the whole page.
#[derive(Template)]
#[template(path = "search.html")]
pub struct SearchView {
    pub shell: Shell,
    pub found: Vec<Hits>,
}

/// The same without the page, for the box.
#[derive(Template)]
#[template(path = "found.html")]
pub struct FoundView {
    pub shell: Shell,
    pub found: Vec<Hits>,
}

/// What was found in one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hits {
    /// The key of its name: `admin-nav-orders`.
    pub title: &'static str,
    pub hits: Vec<Hit>,
    /// Where all of them are listed, when there may be more.
    pub more: Option<String>,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub path: String,
    pub title: String,
    pub detail: String,
}
