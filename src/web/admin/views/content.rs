//! Pages of words.
use askama::Template;
use kernel::Micros;

use super::{Form, Shell};

/// `/admin/content`.
#[derive(Template)]
#[template(path = "content/list.html")]
pub struct ContentView {
    pub shell: Shell,
    pub pages: Vec<PageLine>,
    pub may_manage: bool,
}

/// A page in one language as the list shows it.
#[derive(Clone, Debug)]
pub struct PageLine {
    /// Where it is edited.
    pub path: String,
    pub slug: String,
    pub locale: String,
    pub title: String,
    /// One of those that the law asks for.
    pub legal: bool,
    pub published: bool,
    /// No place is left to be filled in.
    pub finished: bool,
    pub changed: Micros,
}

/// `/admin/content/new`, `/admin/content/{locale}/{slug}`.
#[derive(Template)]
#[template(path = "content/edit.html")]
pub struct PageEditView {
    pub shell: Shell,
    /// Where the form is sent.
    pub path: String,
    /// Where shoppers read it; none while they do not.
    pub shop_path: Option<String>,
    pub is_new: bool,
    pub form: Form,
    /// HTML that is safe to show.
    pub preview: Option<String>,
    pub may_manage: bool,
}

impl PageEditView {
    fn locales(&self) -> Vec<(String, String)> {
        kit::locales().map(|l| (l.to_owned(), self.shell.t(&format!("setup-language-{l}")).to_owned())).collect()
    }

    /// What is looked at in the preview is not saved.
    fn state(&self) -> &'static str {
        if self.preview.is_some() { "unsaved" } else { self.form.state() }
    }
}
