//! What the shop sets about searching.
use askama::Template;
use kernel::Micros;

use super::{Form, Shell};

/// `/admin/search-rules`.
#[derive(Template)]
#[template(path = "rules.html")]
pub struct RulesView {
    pub shell: Shell,
    pub rules: Vec<RuleLine>,
    /// What was asked for and not found, the most frequent first.
    pub missed: Vec<MissedLine>,
    /// A rule in the making.
    pub form: Form,
    pub may_manage: bool,
}

/// A rule as the list tells it.
#[derive(Clone, Debug)]
pub struct RuleLine {
    pub id: String,
    /// In the reader's language.
    pub kind: String,
    pub says: String,
    /// Products, or how much it counts; may be empty.
    pub more: String,
}

#[derive(Clone, Debug)]
pub struct MissedLine {
    pub typed: String,
    pub times: u64,
    pub last: Micros,
}

impl RulesView {
    fn kinds(&self) -> Vec<(&'static str, String)> {
        let kinds = ["synonyms", "pin", "product", "brand"];
        kinds.map(|kind| (kind, self.shell.t(&format!("rules-kind-{kind}")).to_owned())).to_vec()
    }
}
