//! The list of orders, and one order as a story.
use askama::Template;
use kernel::{Arg, Micros, Money, Page};

use super::{Badge, Fulfilment, Lifecycle, Payment, Shell};

/// The list of orders. Linked as `/admin/orders?show=…&q=…&page=…`.
#[derive(Template)]
#[template(path = "orders.html")]
pub struct OrdersView {
    pub shell: Shell,
    pub filter: OrderFilter,
    pub counts: OrderCounts,
    /// What was searched for: a number or a mail address, or nothing.
    pub query: String,
    /// Newest first.
    pub rows: Page<OrderRow>,
}

/// Which orders are listed: the value of `?show=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderFilter {
    #[default]
    All,
    ToShip,
    ToCapture,
    Cancelled,
}

impl OrderFilter {
    /// Every filter, in the order of the tabs.
    pub const ALL: [Self; 4] = [Self::All, Self::ToShip, Self::ToCapture, Self::Cancelled];

    /// Its value in a link.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::ToShip => "to-ship",
            Self::ToCapture => "to-capture",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads `?show=`; what it does not know is [`OrderFilter::All`].
    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|f| f.as_str() == text).unwrap_or_default()
    }

    fn label(self) -> &'static str {
        match self {
            Self::All => "admin-orders-all",
            Self::ToShip => "admin-orders-to-ship",
            Self::ToCapture => "admin-orders-to-capture",
            Self::Cancelled => "admin-orders-cancelled",
        }
    }

    fn empty(self) -> &'static str {
        match self {
            Self::All => "admin-orders-none",
            Self::ToShip => "admin-orders-none-to-ship",
            Self::ToCapture => "admin-orders-none-to-capture",
            Self::Cancelled => "admin-orders-none-cancelled",
        }
    }

    fn empty_hint(self) -> &'static str {
        match self {
            Self::All => "admin-orders-none-hint",
            Self::ToShip => "admin-orders-none-to-ship-hint",
            Self::ToCapture => "admin-orders-none-to-capture-hint",
            Self::Cancelled => "admin-orders-none-cancelled-hint",
        }
    }
}

/// How many orders each filter finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderCounts {
    pub all: u64,
    pub to_ship: u64,
    pub to_capture: u64,
    pub cancelled: u64,
}

impl OrderCounts {
    fn of(&self, filter: &OrderFilter) -> u64 {
        match filter {
            OrderFilter::All => self.all,
            OrderFilter::ToShip => self.to_ship,
            OrderFilter::ToCapture => self.to_capture,
            OrderFilter::Cancelled => self.cancelled,
        }
    }
}

/// One order in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
    /// As it stands in links: `ord_…`.
    pub id: String,
    pub number: String,
    pub placed_at: Micros,
    /// A name, or the mail address where there is none.
    pub buyer: String,
    pub lifecycle: Lifecycle,
    pub payment: Payment,
    pub fulfilment: Fulfilment,
    pub total: Money,
}

impl OrderRow {
    /// A cancelled order has no goods to follow: the list says so instead.
    pub(super) fn goods(&self) -> Badge {
        match self.lifecycle {
            Lifecycle::Cancelled => self.lifecycle.badge(),
            Lifecycle::Placed | Lifecycle::Completed => self.fulfilment.badge(),
        }
    }
}

/// One order: who, what, where, the money, what happened, and the next sensible act.
#[derive(Template)]
#[template(path = "order.html")]
pub struct OrderView {
    pub shell: Shell,
    /// As it stands in links: `ord_…`.
    pub id: String,
    pub number: String,
    pub placed_at: Micros,
    pub lifecycle: Lifecycle,
    pub payment: Payment,
    pub fulfilment: Fulfilment,
    pub total: Money,
    pub buyer: Buyer,
    pub next: NextStep,
    /// Whoever looks may also act; others see what is next without the button.
    pub may_manage: bool,
    /// Cancelling is possible: nothing was sent.
    pub can_cancel: bool,
    pub lines: Vec<OrderLine>,
    /// In the order they are added up.
    pub money: Vec<MoneyRow>,
    /// Oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// The delivery address line by line, the recipient's name first. Empty when nothing is delivered.
    pub ship_to: Vec<String>,
    /// The invoice address line by line; `None` is the same address.
    pub bill_to: Option<Vec<String>>,
    /// The town the parcel goes to, for the sentence.
    pub place: Option<String>,
    /// How it was to be delivered: `Parcel post`.
    pub delivery: Option<String>,
    pub parcels: Vec<Parcel>,
}

/// Who ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buyer {
    /// A name, or the mail address where there is none.
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
}

/// The next sensible act on an order, offered as the page's main button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Take what was authorised.
    Capture { amount: Money },
    /// Note that money came by itself: a bank transfer.
    Receive { amount: Money },
    /// Send what is left.
    Ship { items: u64 },
    /// The payment is not through.
    AwaitPayment,
    /// The payment failed; the buyer has to try again.
    PaymentFailed,
    /// All done, or called off.
    Nothing,
}

/// What was bought: one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// Counted from 1 within the order; names the line in forms.
    pub position: i64,
    /// Units that have not been sent.
    pub left: u64,
    /// The address of a small picture.
    pub picture: Option<String>,
    pub title: String,
    /// `Moss, 350 ml`; empty where there is nothing to choose.
    pub options: String,
    pub sku: String,
    pub quantity: u64,
    pub unit: Money,
    pub amount: Money,
}

impl OrderLine {
    /// Units that have been sent.
    fn sent(&self) -> u64 {
        self.quantity.saturating_sub(self.left)
    }
}

/// One line of the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyRow {
    pub label: String,
    /// What explains it: `coupon FROST10`.
    pub note: Option<String>,
    pub amount: Money,
    pub kind: MoneyKind,
}

/// How a line of the sum is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyKind {
    Plain,
    /// The sum itself, under a rule.
    Total,
    /// Contained in the sum, said quietly: tax.
    Included,
    /// The first line about what was paid, under a rule.
    Ruled,
}

impl MoneyKind {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Total => "total",
            Self::Included => "included",
            Self::Ruled => "ruled",
        }
    }
}

/// Something that happened to the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    pub at: Micros,
    pub title: String,
    pub detail: Option<String>,
    pub kind: TimelineKind,
}

/// How an entry's dot is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineKind {
    /// A fact of the shop.
    Fact,
    /// A message or a note.
    Message,
    /// Something went wrong.
    Trouble,
}

impl TimelineKind {
    fn class(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Message => "message",
            Self::Trouble => "trouble",
        }
    }
}

/// What was sent in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    pub sent_at: Micros,
    pub items: u64,
    pub carrier: Option<String>,
    pub tracking: Option<String>,
    /// Where it can be followed, with a carrier that is known.
    pub url: Option<String>,
}

/// A piece of a sentence, strong where it holds a fact.
struct Part {
    strong: bool,
    text: String,
}

/// Unicode's isolates mark where a text's arguments begin and end, so that they can be set strong without markup
/// in the text.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

impl OrderView {
    /// The order in one sentence.
    fn story(&self) -> Vec<Part> {
        let mark = |text: &str| format!("{}{}{}", ISOLATE[0], text.replace(ISOLATE, ""), ISOLATE[1]);
        let texts = &self.shell.ctx.texts;
        let count = self.lines.iter().map(|line| line.quantity).sum::<u64>();
        let (buyer, items) = (mark(&self.buyer.name), mark(&texts.n("admin-items", count)));
        let (at, total) = (self.shell.at(&self.placed_at), mark(&self.shell.money(&self.total)));
        let place = self.place.as_deref().map(mark);
        let key = if place.is_some() { "admin-order-story-to" } else { "admin-order-story" };
        let args: [(&str, Arg<'_>); 5] = [
            ("buyer", Arg::Text(&buyer)),
            ("items", Arg::Text(&items)),
            ("at", Arg::Text(&at)),
            ("total", Arg::Text(&total)),
            ("place", Arg::Text(place.as_deref().unwrap_or_default())),
        ];
        let sentence = texts.f(key, &args);
        // Between the marks, every second piece is an argument.
        sentence
            .split(ISOLATE)
            .enumerate()
            .filter(|(_, text)| !text.is_empty())
            .map(|(i, text)| Part { strong: i % 2 == 1, text: text.to_owned() })
            .collect()
    }

    /// The carriers offered to whoever ships.
    fn carriers(&self) -> [&'static str; 10] {
        shipping::KNOWN_CARRIERS
    }

    /// Whether there is a choice of what to send.
    fn can_split(&self) -> bool {
        self.lines.iter().map(|line| line.left).sum::<u64>() > 1
    }

    fn cancel_effect(&self) -> &'static str {
        match self.payment {
            Payment::Authorised => "admin-cancel-releases",
            Payment::Paid | Payment::PartPaid | Payment::PartRefunded => "admin-cancel-refunds",
            Payment::Pending | Payment::Refunded | Payment::Voided | Payment::Failed => "admin-cancel-frees",
        }
    }
}
