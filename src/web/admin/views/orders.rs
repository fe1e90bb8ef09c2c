//! The list of orders, and one order as a story.
use askama::Template;
use kernel::{Arg, Micros, Money};
use orders::Batch;

use super::goods::escape;
use super::people::NoteLine;
use super::{AllDeed, Badge, Fulfilment, LedgerLine, Lifecycle, Payment, Shell};

/// The list of orders. Linked as `/admin/orders?show=…&q=…&payment=…`.
#[derive(Template)]
#[template(path = "orders.html")]
pub struct OrdersView {
    pub shell: Shell,
    pub filter: OrderFilter,
    /// Of each tab, in their order.
    pub counts: Vec<Tally>,
    /// Of what the list is cut to.
    pub found: Tally,
    /// What the list is cut to, by the names of its link.
    pub choices: Vec<(&'static str, String)>,
    pub statuses: Vec<OrderChoice>,
    pub payments: Vec<OrderChoice>,
    pub fulfilments: Vec<OrderChoice>,
    pub known_tags: Vec<String>,
    /// What is being done to many orders now.
    pub under_way: Vec<(AllDeed, Batch)>,
    /// There is something newer, and something older.
    pub before: bool,
    pub after: bool,
    /// More was found than is looked at.
    pub cut: bool,
    pub may_manage: bool,
    /// Newest first.
    pub rows: Vec<OrderRow>,
}

/// A value of an axis, as a link writes it, and the key of its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderChoice {
    pub value: &'static str,
    pub word: &'static str,
}

/// A count that stops somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub count: u64,
    pub more: bool,
}

/// What stands behind `?` in a link to the list; `other` takes the place of what is chosen.
pub fn order_query(choices: &[(&'static str, String)], other: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in choices {
        let value = other.iter().find(|(n, _)| n == name).map_or(value.as_str(), |(_, v)| *v);
        if value.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(name);
        out.push('=');
        escape(value, &mut out);
    }
    out
}

impl OrdersView {
    fn chosen(&self, name: &str) -> &str {
        self.choices.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value)
    }
    fn to(&self, name: &str, value: &str) -> String {
        order_query(&self.choices, &[(name, value)])
    }
    fn here(&self) -> String {
        order_query(&self.choices, &[])
    }
    fn turn(&self, name: &str, id: &str) -> String {
        let query = self.here();
        format!("{query}{}{name}={id}", if query.is_empty() { "" } else { "&" })
    }
    /// Whether anything but the tab is chosen.
    fn is_cut(&self) -> bool {
        self.choices.iter().any(|(name, value)| *name != "show" && !value.is_empty())
    }
    /// Each tab with how many it holds.
    fn tabs(&self) -> Vec<(OrderFilter, String)> {
        let counts = self.counts.iter().map(|c| self.tally(c));
        OrderFilter::ALL.into_iter().zip(counts).collect()
    }
    fn tally(&self, tally: &Tally) -> String {
        if tally.more {
            let count = i64::try_from(tally.count).unwrap_or(i64::MAX);
            return self.shell.ctx.texts.n("orders-more-than", count);
        }
        tally.count.to_string()
    }
    /// The word of what an axis is cut to.
    fn word(&self, name: &str) -> &'static str {
        let chosen = self.chosen(name);
        let all = self.statuses.iter().chain(&self.payments).chain(&self.fulfilments);
        let own = |c: &&OrderChoice| match name {
            "status" => self.statuses.contains(c),
            "payment" => self.payments.contains(c),
            _ => self.fulfilments.contains(c),
        };
        all.filter(own).find(|c| c.value == chosen).map_or("", |c| c.word)
    }
    /// What is chosen, each with how it is called: the name in the link, its label, its value.
    fn chips(&self) -> Vec<(&'static str, String)> {
        let shell = &self.shell;
        let mut out = Vec::new();
        for (name, value) in self.choices.iter().filter(|(_, value)| !value.is_empty()) {
            let words = match *name {
                "q" => shell.v("admin-searched", value),
                "status" | "payment" | "fulfilment" => shell.t(self.word(name)).to_owned(),
                "from" => shell.v("orders-chip-from", value),
                "to" => shell.v("orders-chip-to", value),
                "tag" => format!("#{value}"),
                _ => continue,
            };
            out.push((*name, words));
        }
        out
    }
}

/// Sending several orders in one go. Posts `pick`, `carrier` and a `tracking-…` for each to `/admin/orders/ship`.
#[derive(Template)]
#[template(path = "orders/ship.html")]
pub struct ShipManyView {
    pub shell: Shell,
    /// The query of the list it was asked from.
    pub here: String,
    pub carrier: String,
    pub rows: Vec<ShipRow>,
    /// How many went out, when these are those that did not.
    pub sent: u64,
}

impl ShipManyView {
    fn carriers(&self) -> [&'static str; 10] {
        shipping::KNOWN_CARRIERS
    }
    fn problems(&self) -> u64 {
        self.rows.iter().filter(|row| row.problem.is_some()).count() as u64
    }
}

/// One order that may go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShipRow {
    pub id: String,
    pub number: String,
    pub buyer: String,
    pub place: String,
    /// Units that are left to be sent.
    pub items: u64,
    pub payment: Payment,
    pub goods: Badge,
    /// It is paid or its money is set aside, and something is left to be sent.
    pub ready: bool,
    pub picked: bool,
    pub tracking: String,
    /// Why it was not sent.
    pub problem: Option<String>,
}

/// Packing slips, a page of paper each.
#[derive(Template)]
#[template(path = "orders/slips.html")]
pub struct SlipsView {
    pub shell: Shell,
    pub shop: String,
    /// There are more than these.
    pub left: bool,
    pub slips: Vec<Slip>,
}

/// What lies in a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    pub number: String,
    pub placed_at: Micros,
    pub delivery: String,
    pub address: Vec<String>,
    /// What the buyer wants the shop to know; empty for nothing.
    pub note: String,
    pub lines: Vec<SlipLine>,
}

/// One line of a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipLine {
    pub quantity: u64,
    pub title: String,
    pub options: String,
    pub sku: String,
    /// Where it is taken from, where there is a choice.
    pub from: Vec<(String, i64)>,
}

/// Which orders are listed: the value of `?show=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderFilter {
    #[default]
    All,
    ToShip,
    ToCapture,
    /// Their money has not come, or was declined.
    Unpaid,
    Cancelled,
}

impl OrderFilter {
    /// Every filter, in the order of the tabs.
    pub const ALL: [Self; 5] = [Self::All, Self::ToShip, Self::ToCapture, Self::Unpaid, Self::Cancelled];

    /// Its value in a link.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::ToShip => "to-ship",
            Self::ToCapture => "to-capture",
            Self::Unpaid => "unpaid",
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
            Self::Unpaid => "orders-unpaid",
            Self::Cancelled => "admin-orders-cancelled",
        }
    }

    fn empty(self) -> &'static str {
        match self {
            Self::All => "admin-orders-none",
            Self::ToShip => "admin-orders-none-to-ship",
            Self::ToCapture => "admin-orders-none-to-capture",
            Self::Unpaid => "orders-none-unpaid",
            Self::Cancelled => "admin-orders-none-cancelled",
        }
    }

    fn empty_hint(self) -> &'static str {
        match self {
            Self::All => "admin-orders-none-hint",
            Self::ToShip => "admin-orders-none-to-ship-hint",
            Self::ToCapture => "admin-orders-none-to-capture-hint",
            Self::Unpaid => "orders-none-unpaid-hint",
            Self::Cancelled => "admin-orders-none-cancelled-hint",
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
    pub tags: Vec<String>,
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
    /// It was placed while the shop was closed: a try.
    pub trial: bool,
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
    /// What the buyer wants the shop to know.
    pub wish: Option<String>,
    /// The buyer's VAT identification number.
    pub vat_id: Option<String>,
    /// The town the parcel goes to, for the sentence.
    pub place: Option<String>,
    /// How it was to be delivered: `Parcel post`.
    pub delivery: Option<String>,
    pub parcels: Vec<Parcel>,
    /// What the payment's provider said when it last refused something.
    pub declined: Option<String>,
    /// Joined by commas.
    pub tags: String,
    pub notes: Vec<NoteLine>,
    /// What was sent about it, the newest first.
    pub mails: Vec<MailLine>,
    /// Money can be given back, by whoever looks.
    pub may_refund: bool,
    /// Why it costs what it costs; empty for orders from before that was kept.
    pub explained: Vec<ExplainedPart>,
    /// The provider is asked to give it back, and has not answered.
    pub underway: Option<Money>,
    /// Every movement of its money, oldest first.
    pub ledger: Vec<LedgerLine>,
    /// What its provider says against what is known of a payment.
    pub doubt: Option<String>,
    /// Held back while the payer disputes it.
    pub disputed: Option<Money>,
    /// Paid beyond what it comes to.
    pub overpaid: Option<Money>,
    /// The provider refused to give it back.
    pub refused: Option<Money>,
    /// Why it is held back, as a key of the texts.
    pub held: Option<&'static str>,
    /// Whoever looks may accept or refuse it.
    pub may_decide: bool,
}

/// An order as it was at a moment of its history.
#[derive(Template)]
#[template(path = "order/earlier.html")]
pub struct EarlierView {
    pub shell: Shell,
    /// As it stands in links: `ord_…`.
    pub id: String,
    pub number: String,
    /// When the last thing that is told had happened.
    pub at: Micros,
    /// The moments before and after, by their versions.
    pub before: Option<usize>,
    pub after: Option<usize>,
    pub lifecycle: Lifecycle,
    pub payment: Payment,
    pub fulfilment: Fulfilment,
    pub lines: Vec<EarlierLine>,
    pub total: Money,
    pub authorised: Money,
    pub captured: Money,
    pub refunded: Money,
    /// What had happened until then, oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierLine {
    pub line: OrderLine,
    pub sent: u64,
    /// Still to be sent.
    pub left: u64,
    pub paid_back: u64,
}

/// Why one part of an order costs what it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedPart {
    /// What it is about: a line, delivery, the fee.
    pub title: String,
    pub amount: Money,
    /// Whole sentences.
    pub facts: Vec<String>,
}

/// A mail that was sent, or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLine {
    pub id: String,
    pub subject: String,
    pub at: Micros,
    /// `sent`, `queued`, `failed`.
    pub state: &'static str,
    pub error: Option<String>,
    /// It can be sent again.
    pub again: bool,
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
    /// Note that the carrier handed on what it took at the door.
    Collect { amount: Money },
    /// Send what is left.
    Ship { items: u64 },
    /// The same, with what the carrier is to take at the door.
    ShipForCash { items: u64, amount: Money },
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
    /// From which locations it goes out, and how many from each; empty where there is one location.
    pub from: Vec<(String, i64)>,
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
    /// Which version of the order it made; what only concerns it made none.
    pub version: Option<i64>,
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
