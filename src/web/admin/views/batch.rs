//! One deed on everything the list of orders finds: the question, and how far it has come.
use askama::Template;
use kernel::Arg;
use orders::{Batch, BatchState, Deed};

use super::Shell;

/// What is done to all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllDeed {
    Ship,
    Tag,
    Untag,
}

impl AllDeed {
    pub const fn of(deed: &Deed) -> Self {
        match deed {
            Deed::Ship { .. } => Self::Ship,
            Deed::Tag { .. } => Self::Tag,
            Deed::Untag { .. } => Self::Untag,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Ship => "ship",
            Self::Tag => "tag",
            Self::Untag => "untag",
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Ship => "orders-all-ship",
            Self::Tag => "orders-all-tag",
            Self::Untag => "orders-all-untag",
        }
    }

    const fn question(self) -> &'static str {
        match self {
            Self::Ship => "orders-all-ship-ask",
            Self::Tag => "orders-all-tag-ask",
            Self::Untag => "orders-all-untag-ask",
        }
    }

    const fn button(self) -> &'static str {
        match self {
            Self::Ship => "orders-all-ship-do",
            Self::Tag => "orders-all-tag-do",
            Self::Untag => "orders-all-untag-do",
        }
    }

    const fn outcome(self) -> &'static str {
        match self {
            Self::Ship => "orders-all-shipped",
            Self::Tag | Self::Untag => "orders-said-tagged",
        }
    }
}

/// Asks once before many orders are acted on. Posts to `/admin/orders/all`.
#[derive(Template)]
#[template(path = "orders/all.html")]
pub struct AskAllView {
    pub shell: Shell,
    pub deed: AllDeed,
    pub tags: Vec<String>,
    /// The query of the list it was asked from.
    pub here: String,
    /// For how many orders it is.
    pub count: u64,
    /// What it will be called: a second click does not begin it again.
    pub batch: String,
    /// When they were counted, in microseconds: what is placed later stays out.
    pub seen_at: i64,
}

impl AskAllView {
    fn carriers(&self) -> [&'static str; 10] {
        shipping::KNOWN_CARRIERS
    }
    fn counted(&self, key: &str) -> String {
        let (count, tags) = (i64::try_from(self.count).unwrap_or(i64::MAX), self.tags.join(", "));
        self.shell.ctx.texts.f(key, &[("count", count.into()), ("tags", Arg::Text(&tags))])
    }
}

/// How far one deed on many orders has come.
#[derive(Template)]
#[template(path = "orders/batch.html")]
pub struct BatchView {
    pub shell: Shell,
    pub deed: AllDeed,
    pub batch: Batch,
    /// Who asked for it.
    pub author: String,
    pub may_manage: bool,
    pub refused: Vec<RefusedOrder>,
}

/// An order that would not have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedOrder {
    pub id: String,
    pub number: String,
    /// The key of the sentence that tells why.
    pub why: &'static str,
}

impl BatchView {
    fn runs(&self) -> bool {
        self.batch.state == BatchState::Running
    }
    fn state(&self) -> &'static str {
        match self.batch.state {
            BatchState::Running => "orders-all-running",
            BatchState::Done => "orders-all-done",
            BatchState::Stopped => "orders-all-stopped",
        }
    }
    /// Orders may have come to or left the list since it was counted: no more than all are told.
    fn seen(&self) -> u64 {
        self.batch.seen.min(self.total())
    }
    fn total(&self) -> u64 {
        if self.runs() { self.batch.total } else { self.batch.seen.max(1) }
    }
    fn so_far(&self) -> String {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let args = [("seen", number(self.seen()).into()), ("total", number(self.batch.total).into())];
        self.shell.ctx.texts.f("orders-all-so-far", &args)
    }
    fn tags(&self) -> String {
        match &self.batch.deed {
            Deed::Ship { .. } => String::new(),
            Deed::Tag { tags } | Deed::Untag { tags } => tags.join(", "),
        }
    }
    fn carrier(&self) -> &str {
        match &self.batch.deed {
            Deed::Ship { carrier } => carrier,
            Deed::Tag { .. } | Deed::Untag { .. } => "",
        }
    }
}
