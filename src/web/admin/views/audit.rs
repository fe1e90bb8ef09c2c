//! The log of deeds.
use askama::Template;
use kernel::Micros;

use super::{Form, Shell};

/// `/admin/audit`.
#[derive(Template)]
#[template(path = "audit.html")]
pub struct AuditView {
    pub shell: Shell,
    /// Id and name of everybody who works or worked here.
    pub people: Vec<(String, String)>,
    /// What the list is cut to.
    pub form: Form,
    pub deeds: Vec<DeedLine>,
    pub is_first: bool,
    /// The last deed shown, when there are older ones.
    pub next: Option<String>,
}

impl AuditView {
    fn is_cut(&self) -> bool {
        ["who", "what", "from", "until"].iter().any(|field| !self.form.value(field).is_empty())
    }

    /// The query of this list from another place on.
    fn to(&self, before: &str) -> String {
        let fields = ["who", "what", "from", "until"].map(|f| (f, self.form.value(f)));
        let all = fields.into_iter().chain([("before", before)]).filter(|(_, value)| !value.is_empty());
        super::query(&all.collect::<Vec<_>>())
    }
}

/// One deed as the list shows it.
#[derive(Clone, Debug)]
pub struct DeedLine {
    pub at: Micros,
    /// Their name, or the part of the house.
    pub who: String,
    pub actor: String,
    /// As `order.ship`.
    pub action: String,
    pub entity: String,
    /// What people call it, where it is still there.
    pub thing: Option<Thing>,
    /// JSON; empty for none.
    pub detail: String,
    pub correlation: String,
}

/// Something a deed was done to.
#[derive(Clone, Debug)]
pub struct Thing {
    pub name: String,
    /// Its page.
    pub href: String,
}
