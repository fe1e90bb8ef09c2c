//! Home: how today goes, and what waits for a hand.
use askama::Template;
use kernel::{Micros, Money};

use super::{Checklist, OrderRow, Shell};

/// The first page after signing in.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomeView {
    pub shell: Shell,
    /// Any moment of the shop's present day.
    pub today: Micros,
    /// Orders paid or authorised, and not sent.
    pub to_ship: u64,
    /// Orders with money authorised, and not taken.
    pub to_capture: u64,
    /// Since midnight in the shop's time zone.
    pub orders_today: u64,
    /// What the orders placed since midnight come to.
    pub takings_today: Money,
    /// The most pressing first.
    pub attention: Vec<Attention>,
    /// The newest orders, a handful. Empty means that the shop never had one.
    pub latest: Vec<OrderRow>,
    /// What is to be done before the shop opens; none once it is open.
    pub checklist: Option<Checklist>,
}

/// One line of "needs attention".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    pub kind: AttentionKind,
    pub count: u64,
    /// How long the oldest of them has waited.
    pub since: Option<Micros>,
}

/// What needs attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionKind {
    ToShip,
    ToCapture,
    /// Jobs that gave up.
    DeadJobs,
    /// Events that a subscriber could not digest.
    ParkedEvents,
    /// Subscribers that are behind.
    Lagging,
}

impl AttentionKind {
    fn title(self) -> &'static str {
        match self {
            Self::ToShip => "admin-need-to-ship",
            Self::ToCapture => "admin-need-to-capture",
            Self::DeadJobs => "admin-need-dead-jobs",
            Self::ParkedEvents => "admin-need-parked-events",
            Self::Lagging => "admin-need-lagging",
        }
    }

    fn action(self) -> &'static str {
        match self {
            Self::ToShip => "admin-need-ship",
            Self::ToCapture => "admin-need-capture",
            Self::DeadJobs | Self::ParkedEvents | Self::Lagging => "admin-need-look",
        }
    }

    fn href(self) -> &'static str {
        match self {
            Self::ToShip => "/admin/orders?show=to-ship",
            Self::ToCapture => "/admin/orders?show=to-capture",
            Self::DeadJobs => "/admin/system#dead",
            Self::ParkedEvents => "/admin/system#parked",
            Self::Lagging => "/admin/system#subscribers",
        }
    }

    /// Trouble, rather than work that is due.
    fn is_trouble(self) -> bool {
        matches!(self, Self::DeadJobs | Self::ParkedEvents)
    }
}
