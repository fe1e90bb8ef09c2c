//! Giving money back.
use askama::Template;
use kernel::Money;

use super::{Form, Shell};

/// What is given back and what becomes of the goods. Posts to `/admin/orders/{id}/refund`.
#[derive(Template)]
#[template(path = "orders/refund.html")]
pub struct RefundView {
    pub shell: Shell,
    pub id: String,
    pub number: String,
    /// The version that is looked at.
    pub version: i64,
    pub lines: Vec<RefundRow>,
    /// What delivery cost, unless it was given back before.
    pub delivery: Option<Money>,
    /// May still be given back.
    pub left: Money,
    /// Somebody has to send the money: the way it came cannot be gone back by itself.
    pub by_hand: bool,
    pub form: Form,
    /// What it comes to, once that was worked out.
    pub planned: Option<PlannedRefund>,
}

/// One line of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRow {
    pub position: i64,
    pub title: String,
    pub detail: String,
    /// Units that are still to be sent, and units that could come back.
    pub unsent: u64,
    pub sent: u64,
    /// What one of them is worth, about.
    pub each: Money,
}

impl RefundRow {
    fn unsent_name(&self) -> String {
        format!("unsent-{}", self.position)
    }
    fn sent_name(&self) -> String {
        format!("sent-{}", self.position)
    }
}

/// What giving back comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRefund {
    pub amount: Money,
    pub tax: Money,
    /// Units that will not be sent, and units that go on the shelf again.
    pub freed: u64,
    pub restocked: u64,
}

impl RefundView {
    fn any_sent(&self) -> bool {
        self.lines.iter().any(|line| line.sent > 0)
    }
}
