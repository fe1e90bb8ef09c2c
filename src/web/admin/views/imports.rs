//! Imports and exports.
use askama::Template;
use imports::{PictureCounts, Tally};
use kernel::Micros;

use super::{Form, Shell};

/// `/admin/imports`.
#[derive(Template)]
#[template(path = "imports/list.html")]
pub struct ImportsView {
    pub shell: Shell,
    pub runs: Vec<ImportLine>,
    /// Forms of files with their names.
    pub kinds: Vec<(String, String)>,
    pub form: Form,
    pub may_import: bool,
    pub is_first: bool,
    /// The last run shown, when there are older ones.
    pub next: Option<String>,
}

/// A run as the list shows it.
#[derive(Clone, Debug)]
pub struct ImportLine {
    pub id: String,
    /// The key of its form's name.
    pub form: String,
    pub file: String,
    pub dry_run: bool,
    /// `waiting`, `running`, `cancelled`, `failed`, `done`.
    pub state: &'static str,
    pub is_live: bool,
    pub stopping: bool,
    pub percent: u64,
    pub tally: Tally,
    pub begun: Micros,
}

impl ImportLine {
    /// The key of what it does now.
    fn told(&self) -> String {
        if self.stopping { "imports-state-stopping".to_owned() } else { format!("imports-state-{}", self.state) }
    }

    fn badge(&self) -> &'static str {
        match self.state {
            "failed" => " bad",
            "done" if self.tally.failed > 0 => "",
            "done" => " good",
            _ => "",
        }
    }
}

/// `/admin/imports/{id}`.
#[derive(Template)]
#[template(path = "imports/run.html")]
pub struct ImportView {
    pub shell: Shell,
    pub run: ImportLine,
    /// Why it ended before its time; empty otherwise.
    pub error: String,
    pub pictures: PictureCounts,
    pub notes: Vec<ImportNote>,
    /// `problems`, `remarks`, or everything.
    pub show: String,
    pub may_stop: bool,
    pub may_resume: bool,
    /// A trial that may become the real thing.
    pub may_go: bool,
    pub is_first: bool,
    /// The last row shown, when there are more.
    pub next: Option<String>,
}

impl ImportView {
    /// The query of this report from another place on.
    fn to(&self, after: &str) -> String {
        let fields = [("show", self.show.as_str()), ("after", after)];
        super::query(&fields.into_iter().filter(|(_, value)| !value.is_empty()).collect::<Vec<_>>())
    }

    fn has_pictures(&self) -> bool {
        self.pictures != PictureCounts::default()
    }
}

/// A row of a report.
#[derive(Clone, Debug)]
pub struct ImportNote {
    pub is_problem: bool,
    /// 0 for none.
    pub line: u64,
    pub subject: String,
    pub column: String,
    pub value: String,
    pub why: String,
    pub remedy: String,
}

/// `/admin/exports`.
#[derive(Template)]
#[template(path = "imports/exports.html")]
pub struct ExportsView {
    pub shell: Shell,
    /// What this member may take out.
    pub tables: Vec<&'static str>,
}
