//! Customers: the list, and one person.
use askama::Template;
use kernel::{Micros, Money};

use super::stock::query;
use super::{Badge, Fulfilment, Lifecycle, Payment, Shell};

/// Who buys, those who bought last first. Linked as `/admin/customers?q=…&group=…&tag=…&after=…`.
#[derive(Template)]
#[template(path = "people/list.html")]
pub struct PeopleView {
    pub shell: Shell,
    pub query: String,
    pub tag: String,
    /// A group's id, or nothing.
    pub group: String,
    pub groups: Vec<GroupChoice>,
    pub is_first: bool,
    /// From where the next page goes on.
    pub next: Option<String>,
    pub may_edit: bool,
    /// Why the last act was not done.
    pub problem: Option<String>,
    pub rows: Vec<PersonRow>,
}

impl PeopleView {
    fn to(&self, group: &str, tag: &str, after: &str) -> String {
        query(&[("q", &self.query), ("group", group), ("tag", tag), ("after", after)])
    }
    fn is_cut(&self) -> bool {
        !(self.query.is_empty() && self.group.is_empty() && self.tag.is_empty())
    }
}

pub struct GroupChoice {
    pub id: String,
    pub name: String,
    pub chosen: bool,
}

pub struct PersonRow {
    pub id: String,
    pub name: String,
    pub email: String,
    pub orders: u64,
    /// One sum a currency.
    pub totals: Vec<Money>,
    pub last_order: Micros,
    pub tags: Vec<String>,
}

/// One person. Posts to `/admin/customers/{id}/marks`, `…/notes` and `…/notes/{note}/delete`.
#[derive(Template)]
#[template(path = "people/person.html")]
pub struct PersonView {
    pub shell: Shell,
    pub id: String,
    pub name: String,
    pub email: String,
    pub since: Micros,
    pub orders: u64,
    pub totals: Vec<Money>,
    /// How many of the orders are listed.
    pub shown: u64,
    pub latest: Vec<PersonOrder>,
    pub groups: Vec<GroupChoice>,
    /// Joined by commas.
    pub tags: String,
    pub notes: Vec<NoteLine>,
    pub may_edit: bool,
    /// What was written and not kept.
    pub note: String,
    pub problem: Option<String>,
}

pub struct NoteLine {
    pub id: String,
    pub at: Micros,
    pub who: String,
    pub body: String,
}

/// One of their orders.
pub struct PersonOrder {
    pub id: String,
    pub number: String,
    pub placed_at: Micros,
    pub lifecycle: Lifecycle,
    pub payment: Payment,
    pub fulfilment: Fulfilment,
    pub total: Money,
}

impl PersonOrder {
    /// A cancelled order has no goods to follow: the list says so instead.
    fn goods(&self) -> Badge {
        match self.lifecycle {
            Lifecycle::Cancelled => self.lifecycle.badge(),
            Lifecycle::Placed | Lifecycle::Completed => self.fulfilment.badge(),
        }
    }
}
