//! The account's pages. Personal: never cached.
use askama::Template;
use kernel::{Micros, Money};

use super::buying::{OrderLine, Sums};
use super::frame::{Frame, Link, Picture, StockBand};

/// A field of a form, whatever it asks for.
#[derive(Clone, Debug, Default)]
pub struct FormField {
    /// As it is posted; also the element's id.
    pub name: &'static str,
    /// The key of its label.
    pub label: &'static str,
    /// `text`, `email`, `password`, `tel`.
    pub kind: &'static str,
    /// The browser's token for filling it in.
    pub autocomplete: &'static str,
    pub value: String,
    /// The key of what stands below; empty for none.
    pub hint: &'static str,
    pub optional: bool,
    /// Values and words to choose from, where it is a choice.
    pub choices: Vec<(String, String)>,
    /// A whole sentence.
    pub error: Option<String>,
}

/// One form on a page of its own: at the account's door, and behind it.
#[derive(Template)]
#[template(path = "account_form.html")]
pub struct FormView {
    pub frame: Frame,
    /// The account's sections; none at the door.
    pub nav: Vec<Link>,
    /// The hidden `_token`.
    pub token: String,
    pub title: String,
    /// Paragraphs above the form.
    pub lede: Vec<String>,
    pub action: String,
    pub fields: Vec<FormField>,
    pub hidden: Vec<(&'static str, String)>,
    /// A box to tick: its name, the key of its label, whether it is ticked.
    pub tick: Option<(&'static str, &'static str, bool)>,
    pub button: String,
    /// What cannot be undone looks like it.
    pub danger: bool,
    /// Where else to go, below the form.
    pub links: Vec<Link>,
    pub problems: Vec<String>,
    pub notices: Vec<String>,
}

impl FormView {
    fn errors(&self) -> Vec<(&'static str, &str)> {
        self.fields.iter().filter_map(|f| Some((f.name, f.error.as_deref()?))).collect()
    }
}

/// Something is told, and where to go from there.
#[derive(Template)]
#[template(path = "account_told.html")]
pub struct ToldView {
    pub frame: Frame,
    pub title: String,
    pub text: Vec<String>,
    /// The first is the button.
    pub links: Vec<Link>,
}

/// An order in a list of one's own.
#[derive(Clone, Debug)]
pub struct OrderRow {
    pub number: String,
    pub path: String,
    pub placed_at: Micros,
    pub state: String,
    pub what: String,
    pub total: Money,
}

/// The account's first page.
#[derive(Template)]
#[template(path = "account_home.html")]
pub struct AccountView {
    pub frame: Frame,
    pub nav: Vec<Link>,
    pub token: String,
    pub name: String,
    pub email: String,
    pub orders: Vec<OrderRow>,
    /// The preferred address, a line each; none yet.
    pub address: Vec<String>,
    pub notices: Vec<String>,
}

/// All orders of an account.
#[derive(Template)]
#[template(path = "account_orders.html")]
pub struct OrdersView {
    pub frame: Frame,
    pub nav: Vec<Link>,
    pub orders: Vec<OrderRow>,
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// One order of an account.
#[derive(Template)]
#[template(path = "account_order.html")]
pub struct OwnOrderView {
    pub frame: Frame,
    pub nav: Vec<Link>,
    pub token: String,
    pub number: String,
    pub placed_at: Micros,
    pub state: String,
    pub address: Vec<String>,
    pub delivery: String,
    pub payment: String,
    /// Carrier and tracking number.
    pub parcels: Vec<String>,
    pub lines: Vec<OrderLine>,
    pub sums: Sums,
    /// Where it can be ordered again.
    pub again: String,
    /// The page that whoever has the link sees.
    pub status: String,
}

/// An address of the book.
#[derive(Clone, Debug)]
pub struct BookEntry {
    pub id: String,
    pub lines: Vec<String>,
    pub preferred: bool,
}

#[derive(Template)]
#[template(path = "account_addresses.html")]
pub struct AddressesView {
    pub frame: Frame,
    pub nav: Vec<Link>,
    pub token: String,
    pub entries: Vec<BookEntry>,
    pub notices: Vec<String>,
}

/// A card that is kept.
#[derive(Clone, Debug)]
pub struct CardEntry {
    pub id: String,
    /// `Visa ···4242`.
    pub label: String,
    /// Until when it is good, or that it no longer is: a whole sentence.
    pub until: String,
    pub preferred: bool,
}

#[derive(Template)]
#[template(path = "account_cards.html")]
pub struct CardsView {
    pub frame: Frame,
    pub nav: Vec<Link>,
    pub token: String,
    pub cards: Vec<CardEntry>,
    pub notices: Vec<String>,
}

/// Where somebody is signed in.
#[derive(Clone, Debug)]
pub struct SessionRow {
    pub id: String,
    pub browser: String,
    pub seen: String,
    pub here: bool,
}

/// Who somebody is to us, where they are signed in, and how to leave.
#[derive(Template)]
#[template(path = "account_details.html")]
pub struct DetailsView {
    pub frame: Frame,
    pub nav: Vec<Link>,
    pub token: String,
    pub name: String,
    pub email: String,
    pub sessions: Vec<SessionRow>,
    pub notices: Vec<String>,
}

/// Something on a wish list.
#[derive(Clone, Debug)]
pub struct WishRow {
    /// The variant's, as in `/account/wishes/{variant}`.
    pub id: String,
    pub title: String,
    /// The variant in words; empty for none.
    pub detail: String,
    pub path: String,
    pub picture: Option<Picture>,
    pub price: Money,
    pub band: StockBand,
}

/// The wish list.
#[derive(Template)]
#[template(path = "account_wishes.html")]
pub struct WishesView {
    pub frame: Frame,
    pub nav: Vec<Link>,
    pub token: String,
    /// The newest first.
    pub wishes: Vec<WishRow>,
    pub notices: Vec<String>,
}
