//! The tree of categories, and one of them.
use askama::Template;

use super::{FacetRow, Form, Shell, TextRow};

/// The tree. New ones are posted to `/admin/categories`.
#[derive(Template)]
#[template(path = "goods/categories.html")]
pub struct CategoriesView {
    pub shell: Shell,
    pub rows: Vec<CategoryRow>,
    pub choices: Vec<(String, String)>,
    pub may_edit: bool,
    pub form: Form,
}

/// A category in the tree, below the one it stands in.
pub struct CategoryRow {
    pub id: String,
    pub title: String,
    pub depth: usize,
    pub picture: Option<String>,
    /// In sale.
    pub products: u64,
    /// Among its siblings.
    pub first: bool,
    pub last: bool,
}

/// One category. Posts to `/admin/categories/{id}`, `…/picture` and `…/delete`.
#[derive(Template)]
#[template(path = "goods/category.html")]
pub struct CategoryView {
    pub shell: Shell,
    pub id: String,
    pub title: String,
    pub shop_url: String,
    /// What stands before the slug in its address.
    pub address: String,
    pub picture: Option<String>,
    /// In sale.
    pub products: u64,
    /// No product of any state stands in it.
    pub is_empty: bool,
    pub has_below: bool,
    /// Where it could stand.
    pub parents: Vec<(String, String)>,
    /// Where its products could go.
    pub others: Vec<(String, String)>,
    pub may_edit: bool,
    /// Languages that its words can be translated into: code and name.
    pub languages: Vec<(String, String)>,
    pub form: Form,
    /// By what its list can be narrowed down: what is chosen first, then what its products carry.
    pub facets: Vec<FacetRow>,
    /// What holds as long as nothing of its own is chosen.
    pub facets_above: String,
    pub facet_form: Form,
}

/// A category's words in another language. Posts to `/admin/categories/{id}/texts/{language}`.
#[derive(Template)]
#[template(path = "goods/category_texts.html")]
pub struct CategoryTextsView {
    pub shell: Shell,
    pub id: String,
    pub title: String,
    pub language: String,
    pub language_name: String,
    pub texts: Vec<TextRow>,
    pub may_edit: bool,
    pub form: Form,
}

impl CategoryView {
    fn places(&self) -> Vec<(&str, &str)> {
        let top = ("", self.shell.t("goods-category-top"));
        std::iter::once(top).chain(self.parents.iter().map(|(id, name)| (id.as_str(), name.as_str()))).collect()
    }
}
