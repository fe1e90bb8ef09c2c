//! Basket, checkout, payment, confirmation. Personal: never cached.
use askama::Template;
use kernel::{BasisPoints, Micros, Money, TaxMode};

use super::browse::CardRow;
use super::frame::{Frame, Picture, StockBand};

/// What it costs, line by line. Where prices contain tax (by the context), taxes stand below the total.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Goods, delivery, a fee, what takes it down; in that order.
    pub rows: Vec<SumRow>,
    pub taxes: Vec<TaxRow>,
    pub total: Money,
}

/// One line of the sums.
#[derive(Clone, Debug)]
pub struct SumRow {
    pub label: String,
    /// `None`: not known yet. Nothing at all reads as "Free".
    pub amount: Option<Money>,
}

/// The tax of one rate.
#[derive(Clone, Debug)]
pub struct TaxRow {
    pub rate: BasisPoints,
    pub amount: Money,
}

impl TaxRow {
    pub(super) fn label(&self, frame: &Frame) -> String {
        let key = match frame.ctx.tax_mode {
            TaxMode::Inclusive => "sums-tax-included",
            TaxMode::Exclusive => "sums-tax-added",
        };
        frame.ctx.texts.v(key, &frame.ctx.rate(self.rate))
    }
}

/// The basket.
#[derive(Template)]
#[template(path = "cart.html")]
pub struct CartView {
    pub frame: Frame,
    /// Whether there is a wish list to put things on.
    pub signed_in: bool,
    /// The hidden `_token`.
    pub token: String,
    /// None: the basket is empty.
    pub lines: Vec<CartLine>,
    pub sums: Sums,
    /// What changed since the shopper last looked, one sentence each.
    pub notices: Vec<String>,
    pub coupon: CouponBox,
    pub estimate: Estimate,
    /// The order that the basket has just become.
    pub placed: Option<PlacedNote>,
    /// What goes with it.
    pub beside: Option<CardRow>,
}

/// An order that was placed a moment ago: whoever goes back finds it, not a riddle.
#[derive(Clone, Debug)]
pub struct PlacedNote {
    pub number: String,
    /// The order's page.
    pub path: String,
}

/// Where the basket would go, how soon, and what is missing for free delivery. Asked for as `/cart?country=`.
#[derive(Clone, Debug, Default)]
pub struct Estimate {
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Those we deliver to.
    pub countries: Vec<Country>,
    /// A whole sentence; empty where nothing goes there.
    pub days: String,
    /// Empty for none.
    pub hint: String,
}

/// The coupon in the basket, or the field to type one. Posts `code` or `remove` to `/cart/coupon`.
#[derive(Clone, Debug, Default)]
pub struct CouponBox {
    /// Empty: none is in the basket.
    pub code: String,
    /// What it does, or why it does nothing: a whole sentence.
    pub says: String,
    pub works: bool,
    /// What was typed last, and why that was refused.
    pub field: Field,
}

impl CartView {
    fn items(&self) -> i64 {
        self.lines.iter().map(|line| i64::from(line.quantity)).sum()
    }
}

/// A line of the basket, to be edited in place.
#[derive(Clone, Debug)]
pub struct CartLine {
    /// The variant's id, as in `/cart/lines/{variant}`.
    pub variant: String,
    pub title: String,
    /// The variant in words: `Moss, 350 ml`; empty for none.
    pub detail: String,
    /// The product's page.
    pub path: String,
    pub picture: Option<Picture>,
    pub unit: Money,
    pub quantity: u32,
    /// The most that can be had now.
    pub max: u32,
    pub total: Money,
    pub cut: Cut,
    /// When it goes out, where it is sold before it is there.
    pub waits: Option<String>,
    /// Why this line cannot be bought as it is, or was not changed.
    pub problem: Option<String>,
    /// What was typed and refused; None: its quantity stands in the field.
    pub typed: Option<String>,
}

/// What promotions take off a line, in short.
#[derive(Clone, Debug, Default)]
pub struct Cut {
    /// What is paid instead of its total; None: nothing is taken off.
    pub left: Option<Money>,
    /// By what, a line each: its name and the amount.
    pub by: Vec<String>,
}

/// A line that is only shown: in summaries and on the confirmation.
#[derive(Clone, Debug)]
pub struct OrderLine {
    pub title: String,
    /// The variant in words; empty for none.
    pub detail: String,
    pub picture: Option<Picture>,
    pub quantity: u32,
    pub unit: Money,
    pub total: Money,
    pub cut: Cut,
    /// When it goes out, where it was sold before it is there.
    pub waits: Option<String>,
}

/// What was typed into a field, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Field {
    pub value: String,
    /// A whole sentence.
    pub error: Option<String>,
}

impl Field {
    /// A field with a value and nothing wrong.
    pub fn new(value: impl Into<String>) -> Self {
        Self { value: value.into(), error: None }
    }
}

/// The fields of step 1, named as they are posted.
#[derive(Clone, Debug, Default)]
pub struct CheckoutForm {
    pub email: Field,
    /// ISO 3166 alpha-2.
    pub country: Field,
    pub name: Field,
    pub organization: Field,
    pub line1: Field,
    pub line2: Field,
    pub postal_code: Field,
    pub city: Field,
    pub phone: Field,
    /// The chosen delivery method is marked in `deliveries`; only the error is read here.
    pub delivery: Field,
    /// The code that stands in the way, and why. Only with an error there is something to show.
    pub coupon: Field,
    /// Whether the address is to be kept in the book; None: nobody is signed in.
    pub keep: Option<bool>,
    /// Whether the bill goes elsewhere.
    pub billing_other: bool,
    pub billing: BillingForm,
    pub vat_id: Field,
    pub note: Field,
}

/// Where the bill goes; posted as `billing_…`.
#[derive(Clone, Debug, Default)]
pub struct BillingForm {
    pub country: Field,
    pub name: Field,
    pub company: Field,
    pub line1: Field,
    pub line2: Field,
    pub postal_code: Field,
    pub city: Field,
}

impl CheckoutForm {
    /// Each wrong field's element id and its error, in the order of the page.
    fn errors(&self) -> Vec<(&'static str, &str)> {
        [
            ("email", &self.email),
            ("country", &self.country),
            ("name", &self.name),
            ("organization", &self.organization),
            ("line1", &self.line1),
            ("line2", &self.line2),
            ("postal_code", &self.postal_code),
            ("city", &self.city),
            ("phone", &self.phone),
            ("billing_country", &self.billing.country),
            ("billing_name", &self.billing.name),
            ("billing_company", &self.billing.company),
            ("billing_line1", &self.billing.line1),
            ("billing_line2", &self.billing.line2),
            ("billing_postal_code", &self.billing.postal_code),
            ("billing_city", &self.billing.city),
            ("vat_id", &self.vat_id),
            ("note", &self.note),
            ("delivery-0", &self.delivery),
            ("without_coupon", &self.coupon),
        ]
        .into_iter()
        .filter_map(|(id, field)| Some((id, field.error.as_deref()?)))
        .collect()
    }

    /// Whether something is told to the shop.
    fn told(&self) -> bool {
        [&self.vat_id, &self.note].iter().any(|f| !f.value.is_empty() || f.error.is_some())
    }

    /// Whether the fields that few people need are in use.
    fn extra(&self) -> bool {
        [&self.organization, &self.line2].iter().any(|f| !f.value.is_empty() || f.error.is_some())
    }
}

/// A country that we deliver to.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166 alpha-2.
    pub code: String,
    pub name: String,
}

/// One way to deliver or to pay.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    pub title: String,
    /// A line below the title; empty for none.
    pub detail: String,
    /// What it costs. `None`: nothing is said; zero reads as "Free".
    pub price: Option<Money>,
    pub chosen: bool,
}

/// Checkout, step 1: who, where, how delivered. Posts to `/checkout`.
#[derive(Template)]
#[template(path = "checkout.html")]
pub struct CheckoutView {
    pub frame: Frame,
    /// The hidden `_token`.
    pub token: String,
    pub form: CheckoutForm,
    pub countries: Vec<Country>,
    /// None: no way to deliver is known yet, the part is left out.
    pub deliveries: Vec<Choice>,
    pub lines: Vec<OrderLine>,
    pub sums: Sums,
    /// What is wrong, but with no single field.
    pub problems: Vec<String>,
}

/// Checkout, step 2: everything once more, how to pay, the order. Posts to `/checkout/payment`.
#[derive(Template)]
#[template(path = "payment.html")]
pub struct PaymentView {
    pub frame: Frame,
    /// The hidden `_token`.
    pub token: String,
    /// The same for every try of this one order, so that it is placed once.
    pub idempotency_key: String,
    pub email: String,
    /// The address, a line each.
    pub address: Vec<String>,
    /// Where the bill goes; empty: to the same address.
    pub billing: Vec<String>,
    /// The chosen delivery in words.
    pub delivery: String,
    pub methods: Vec<Choice>,
    /// Whether a card may be kept for next time: somebody is signed in to keep it.
    pub keeps_card: bool,
    pub lines: Vec<OrderLine>,
    pub sums: Sums,
    /// Why the last try did not go through, what changed meanwhile.
    pub problems: Vec<String>,
    /// Ways to pay that cannot be had for a moment, each in a sentence.
    pub away: Vec<String>,
}

impl PaymentView {
    /// Whether the total is another with another way to pay.
    fn differs(&self) -> bool {
        self.methods.iter().any(|m| m.price.is_some_and(|p| !p.is_zero()))
    }

    /// Step 2 has no single fields to point at.
    fn errors(&self) -> [(&'static str, &str); 0] {
        []
    }
}

/// Paying in the provider's own fields. Posts to `/checkout/card/leave` to pay another way.
#[derive(Template)]
#[template(path = "pay_card.html")]
pub struct CardView {
    pub frame: Frame,
    /// The hidden `_token`.
    pub token: String,
    pub total: Money,
    /// None while the provider cannot be reached.
    pub fields: Option<CardFields>,
    /// The provider's code.
    pub provider: String,
}

impl CardView {
    /// What this provider's own word for `part` is, else that of cards.
    fn says(&self, part: &str) -> String {
        let (own, texts) = (format!("{part}-{}", self.provider), &self.frame.ctx.texts);
        texts.t(if texts.has(&own) { &own } else { part }).to_owned()
    }
}

/// What the provider's script needs.
#[derive(Clone, Debug)]
pub struct CardFields {
    pub publishable_key: String,
    pub client_secret: String,
    /// The card is known, and the bank asks something: there is nothing to type.
    pub confirm: bool,
}

/// Something is to be done elsewhere: at the payer's bank, at the provider. Posts to `/checkout/card/leave` to pay another way.
#[derive(Template)]
#[template(path = "pay_away.html")]
pub struct AwayView {
    pub frame: Frame,
    /// The hidden `_token`.
    pub token: String,
    pub total: Money,
    /// Where; the browser goes there by itself unless whoever pays came back from there.
    pub url: String,
    /// The provider's code.
    pub provider: String,
    /// They came back without having paid.
    pub left: bool,
}

impl AwayView {
    fn title(&self) -> String {
        let part = if self.left { "left" } else { "away" };
        self.frame.ctx.texts.t(&format!("card-{part}-{}", self.provider)).to_owned()
    }
}

/// The order was placed.
#[derive(Template)]
#[template(path = "confirmation.html")]
pub struct ConfirmationView {
    pub frame: Frame,
    /// It was placed while the shop was closed: a try.
    pub trial: bool,
    /// What people quote.
    pub number: String,
    pub placed_at: Micros,
    pub email: String,
    pub address: Vec<String>,
    /// Where the bill goes; empty: to the same address.
    pub billing: Vec<String>,
    /// What the buyer wrote to the shop; empty for nothing.
    pub note: String,
    /// The delivery method in words.
    pub delivery: String,
    /// The payment method in words.
    pub payment: String,
    /// How to pay, when that is still to be done: a bank account and a reference. Line breaks are kept.
    pub transfer: Option<String>,
    /// What to have ready when the parcel comes.
    pub cash: Option<String>,
    pub lines: Vec<OrderLine>,
    pub sums: Sums,
    /// What was sent, oldest first.
    pub parcels: Vec<SentParcel>,
    pub cancelled: bool,
    /// Where it stands; none for a cancelled one.
    pub steps: Vec<ProgressStep>,
    /// What went back, a sentence each.
    pub refunds: Vec<String>,
    /// Where it can be called off, as long as it can.
    pub cancel: Option<String>,
}

/// One step of an order's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgressStep {
    /// The key of its words.
    pub key: &'static str,
    pub state: StepState,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    Now,
    Ahead,
    Trouble,
}

impl StepState {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Ahead => "ahead",
            Self::Trouble => "trouble",
        }
    }
}

/// A parcel on its way.
#[derive(Clone, Debug)]
pub struct SentParcel {
    /// How much of the order, and when.
    pub title: String,
    /// Carrier and number; empty for none.
    pub tracking: String,
    /// Where it can be followed.
    pub url: Option<String>,
}

impl ConfirmationView {
    /// What the page is about now: the thanks are for the beginning.
    fn heading(&self) -> &'static str {
        match (self.cancelled, self.parcels.is_empty()) {
            (true, _) => "order-cancelled-title",
            (false, false) => "order-sent-title",
            (false, true) => "confirmation-title",
        }
    }

    fn reference(&self) -> String {
        let date = self.frame.ctx.date(self.placed_at);
        let args = [("number", self.number.as_str().into()), ("date", date.as_str().into())];
        self.frame.ctx.texts.f("confirmation-number", &args)
    }
}
