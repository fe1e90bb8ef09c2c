//! Stock: the list, counting by it, and one variant's ledger.
use askama::Template;
use catalog::Slice;
use kernel::Micros;

use super::goods::escape;
use super::{Cell, Shell};

/// A query out of these fields; empty ones are left out.
pub fn query(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(name);
        out.push('=');
        escape(value, &mut out);
    }
    out
}

/// SKUs with what lies of them. Linked as `/admin/stock?show=…&q=…&after=…&count=yes`.
#[derive(Template)]
#[template(path = "stock/list.html")]
pub struct StockView {
    pub shell: Shell,
    pub query: String,
    /// `in`, `low`, `out`, or nothing.
    pub show: String,
    /// The list is a form to count by.
    pub counting: bool,
    pub after: String,
    pub before: String,
    pub reason: String,
    pub problems: u64,
    pub may_edit: bool,
    pub several_places: bool,
    pub rows: Slice<StockLine>,
}

impl StockView {
    fn tabs(&self) -> [(&'static str, &'static str); 4] {
        [("", "stock-tab-all"), ("low", "goods-level-low"), ("out", "goods-level-out"), ("in", "goods-level-in")]
    }
    fn to(&self, show: &str, counting: bool) -> String {
        query(&[("show", show), ("q", &self.query), ("count", if counting { "yes" } else { "" })])
    }
    fn turn(&self, way: &str, sku: &str) -> String {
        let count = if self.counting { "yes" } else { "" };
        query(&[("show", &self.show), ("q", &self.query), ("count", count), (way, sku)])
    }
}

/// One SKU with what lies of it, over all places.
pub struct StockLine {
    pub id: String,
    pub sku: String,
    pub picture: Option<String>,
    pub title: String,
    pub options: String,
    pub is_sold: bool,
    pub places: String,
    pub on_hand: i64,
    pub allocated: i64,
    pub reserved: i64,
    pub saleable: i64,
    pub low: bool,
    /// What was counted; `was` is on hand where goods come to.
    pub cell: Cell,
}

/// One variant's stock and ledger. Posts to `/admin/stock/{id}`.
#[derive(Template)]
#[template(path = "stock/item.html")]
pub struct StockItemView {
    pub shell: Shell,
    pub id: String,
    pub title: String,
    pub sku: String,
    pub product: String,
    pub picture: Option<String>,
    pub on_hand: i64,
    pub allocated: i64,
    pub reserved: i64,
    pub saleable: i64,
    /// From where staff are told; none: the usual number.
    pub low_at: Option<i64>,
    pub usual_low: i64,
    /// How far below nothing it may be sold.
    pub backorder: i64,
    pub places: Vec<StockPlace>,
    pub movements: Vec<MovementLine>,
    /// The ledger goes on before this entry.
    pub older: Option<i64>,
    pub may_edit: bool,
    /// Why the last booking was not made.
    pub problem: Option<String>,
}

impl StockItemView {
    fn is_low(&self) -> bool {
        self.saleable <= self.low_at.unwrap_or(self.usual_low)
    }
}

pub struct StockPlace {
    pub id: String,
    pub name: String,
    pub on_hand: i64,
    pub allocated: i64,
    pub reserved: i64,
    pub saleable: i64,
    /// Never promised.
    pub safety: i64,
    /// How far below nothing it may be sold there.
    pub backorder: i64,
    pub preorder: bool,
    /// As a date field takes it; empty for none.
    pub expected: String,
    /// The day on which a supplier brings more, in words.
    pub arrives: Option<String>,
}

/// One entry of the ledger.
pub struct MovementLine {
    pub at: Micros,
    pub place: String,
    /// The key of its word.
    pub kind: &'static str,
    pub quantity: i64,
    /// The order, the transfer or the delivery it was booked for: where it is, and the key of what it is.
    pub paper: Option<(String, &'static str)>,
    pub reason: String,
    pub who: String,
}

impl MovementLine {
    fn signed(&self) -> String {
        if self.quantity > 0 {
            format!("+{}", self.quantity)
        } else {
            format!("−{}", self.quantity.unsigned_abs())
        }
    }
}
