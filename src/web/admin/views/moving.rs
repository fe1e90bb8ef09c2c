//! Where goods lie, and what is on its way: locations, transfers, suppliers' deliveries.
use askama::Template;
use kernel::Micros;

use super::{Form, Shell};

/// `/admin/settings/locations`. Posts `do` to `/admin/settings/locations/{id}`, what is new to the page itself.
#[derive(Template)]
#[template(path = "settings/locations.html")]
pub struct LocationsView {
    pub shell: Shell,
    /// In the order in which they are drawn on.
    pub rows: Vec<LocationRow>,
    /// Goods go out from as few locations as can be.
    pub fewest: bool,
    /// No more can be added.
    pub full: bool,
    pub form: Form,
    /// Why the last deed was not done.
    pub problem: Option<String>,
    pub may_manage: bool,
}

pub struct LocationRow {
    pub id: String,
    pub code: String,
    pub name: String,
    pub active: bool,
    pub first: bool,
    pub last: bool,
}

/// `/admin/stock/transfers`.
#[derive(Template)]
#[template(path = "stock/transfers.html")]
pub struct HaulsView {
    pub shell: Shell,
    pub rows: Vec<HaulRow>,
    /// The list goes on before this one.
    pub older: Option<String>,
    /// Id and name of each location in use.
    pub places: Vec<(String, String)>,
    pub form: Form,
    pub may_edit: bool,
}

pub struct HaulRow {
    pub id: String,
    pub from: String,
    pub to: String,
    pub note: String,
    /// `draft`, `sent`, `received`.
    pub state: &'static str,
    pub at: Micros,
}

/// The key of a state's word.
fn state_key(state: &str) -> &'static str {
    match state {
        "draft" => "haul-draft",
        "sent" => "haul-sent",
        _ => "haul-received",
    }
}

impl HaulRow {
    fn key(&self) -> &'static str {
        state_key(self.state)
    }
}

/// A variant that is moved.
pub struct HaulLine {
    pub id: String,
    pub sku: String,
    pub title: String,
    pub options: String,
    /// Meant to come.
    pub quantity: i64,
    pub received: i64,
}

impl HaulLine {
    fn missing(&self) -> i64 {
        (self.quantity - self.received).max(0)
    }
    /// More or fewer than were meant to come; empty for as many.
    fn difference(&self) -> String {
        match self.received - self.quantity {
            0 => String::new(),
            n if n > 0 => format!("+{n}"),
            n => format!("−{}", n.unsigned_abs()),
        }
    }
}

/// One transfer. Posts `do` to its own address.
#[derive(Template)]
#[template(path = "stock/transfer.html")]
pub struct HaulView {
    pub shell: Shell,
    pub id: String,
    pub title: String,
    pub from: String,
    pub note: String,
    pub state: &'static str,
    pub made_at: Micros,
    pub sent_at: Option<Micros>,
    pub received_at: Option<Micros>,
    pub is_draft: bool,
    pub is_sent: bool,
    pub lines: Vec<HaulLine>,
    pub may_edit: bool,
    /// What was typed for a line.
    pub sku: String,
    pub quantity: String,
    pub problem: Option<String>,
}

impl HaulView {
    fn is_over(&self) -> bool {
        !self.is_draft && !self.is_sent
    }
    fn key(&self) -> &'static str {
        state_key(self.state)
    }
    fn missing(&self) -> i64 {
        self.lines.iter().map(HaulLine::missing).sum()
    }
}

/// `/admin/stock/supplies`.
#[derive(Template)]
#[template(path = "stock/supplies.html")]
pub struct SuppliesView {
    pub shell: Shell,
    /// Those that are waited for, else those that are over.
    pub open: bool,
    pub rows: Vec<SupplyRow>,
    pub older: Option<String>,
    pub places: Vec<(String, String)>,
    pub form: Form,
    pub may_edit: bool,
}

pub struct SupplyRow {
    pub id: String,
    pub supplier: String,
    pub reference: String,
    pub place: String,
    pub expected: Option<String>,
    pub late: bool,
    pub at: Micros,
}

/// One delivery of a supplier. Posts `do` to its own address.
#[derive(Template)]
#[template(path = "stock/supply.html")]
pub struct SupplyView {
    pub shell: Shell,
    pub id: String,
    pub supplier: String,
    pub reference: String,
    pub place: String,
    /// As a date field takes it.
    pub expected: String,
    /// As people say it.
    pub expected_said: Option<String>,
    pub late: bool,
    pub is_open: bool,
    pub made_at: Micros,
    pub closed_at: Option<Micros>,
    pub lines: Vec<HaulLine>,
    pub may_edit: bool,
    pub sku: String,
    pub quantity: String,
    pub problem: Option<String>,
}

impl SupplyView {
    fn is_over(&self) -> bool {
        !self.is_open
    }
    fn missing(&self) -> i64 {
        self.lines.iter().map(HaulLine::missing).sum()
    }
}
