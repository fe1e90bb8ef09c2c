//! What is said of products, and by what a category's list can be narrowed down.
use askama::Template;

use super::{Form, Shell, TextRow};

/// `/admin/attributes`. New ones are posted there.
#[derive(Template)]
#[template(path = "goods/attributes.html")]
pub struct AttributesView {
    pub shell: Shell,
    pub rows: Vec<AttributeLine>,
    /// Those that fit, on every page.
    pub total: u64,
    /// Those there are.
    pub all: u64,
    /// Whether it is known in how many products each stands.
    pub counted: bool,
    pub query: String,
    pub show: String,
    pub page: usize,
    pub pages: usize,
    pub form: Form,
    pub may_edit: bool,
}

pub struct AttributeLine {
    pub id: String,
    pub name: String,
    pub code: String,
    /// In the reader's language.
    pub kind: String,
    pub unit: String,
    pub narrows: bool,
    pub position: i64,
    /// In sale; None while nobody has counted.
    pub products: Option<u64>,
}

/// One attribute. Posts to `/admin/attributes/{id}` and `…/remove`.
#[derive(Template)]
#[template(path = "goods/attribute.html")]
pub struct AttributeView {
    pub shell: Shell,
    pub id: String,
    pub name: String,
    pub code: String,
    pub products: Option<u64>,
    /// Languages that it can be said in: code, name, and the texts.
    pub languages: Vec<(String, String, Vec<TextRow>)>,
    pub form: Form,
    pub may_edit: bool,
}

/// An attribute by which a category's list may be narrowed down; its place is the form's, `facet-{code}`.
pub struct FacetRow {
    pub code: String,
    pub name: String,
    /// In the reader's language.
    pub kind: String,
}

fn kinds(shell: &Shell) -> [(&'static str, &str); 4] {
    [
        ("choice", "attributes-kind-choice"),
        ("number", "attributes-kind-number"),
        ("yes_no", "attributes-kind-yes-no"),
        ("text", "attributes-kind-text"),
    ]
    .map(|(value, key)| (value, shell.t(key)))
}

impl AttributesView {
    fn kinds(&self) -> [(&'static str, &str); 4] {
        kinds(&self.shell)
    }
    fn tabs(&self) -> [(&'static str, &'static str); 3] {
        [("", "attributes-tab-all"), ("filters", "attributes-tab-filters"), ("unused", "attributes-tab-unused")]
    }
    /// The list as it is, at another page or cut down otherwise.
    fn to(&self, show: &str, query: &str, page: &usize) -> String {
        let mut pairs = super::query(&[("show", show), ("q", query)]);
        if *page > 1 {
            pairs.push_str(&format!("{}page={page}", if pairs.is_empty() { "" } else { "&" }));
        }
        if pairs.is_empty() { "/admin/attributes".to_owned() } else { format!("/admin/attributes?{pairs}") }
    }
}

impl AttributeView {
    fn kinds(&self) -> [(&'static str, &str); 4] {
        kinds(&self.shell)
    }
}
