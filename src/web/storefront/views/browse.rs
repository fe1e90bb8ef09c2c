//! Looking around: home, category, product. Cached for everybody.
use askama::Template;
use kernel::{Context, Money};

use super::frame::{Card, Frame, Link, Note, Picture, StockBand};
use super::list::Shelf;

/// The shop window.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomeView {
    pub frame: Frame,
    pub title: String,
    /// Below it; empty for none.
    pub text: String,
    /// Where the big button leads.
    pub start_path: String,
    /// Up to three things the shop stands for; none hides the strip.
    pub promises: Vec<Promise>,
    /// Categories as pictures.
    pub rooms: Vec<Room>,
    /// Rows of products; empty rows are left out.
    pub rows: Vec<CardRow>,
}

/// One thing the shop stands for.
#[derive(Clone, Debug)]
pub struct Promise {
    pub icon: PromiseIcon,
    pub title: String,
    pub text: String,
}

/// The drawing beside a [`Promise`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseIcon {
    Delivery,
    Returns,
    Care,
}

impl PromiseIcon {
    fn symbol(self) -> &'static str {
        match self {
            Self::Delivery => "truck",
            Self::Returns => "back",
            Self::Care => "mail",
        }
    }
}

/// A category on the home page.
#[derive(Clone, Debug)]
pub struct Room {
    pub title: String,
    pub path: String,
    pub picture: Option<Picture>,
    /// How many products it holds.
    pub count: u64,
}

/// A titled row of products.
#[derive(Clone, Debug)]
pub struct CardRow {
    pub title: String,
    /// Where all of them are.
    pub all: Option<Link>,
    pub cards: Vec<Card>,
}

/// A row for somebody in particular, to be put into a page that is the same for everybody.
#[derive(Template)]
#[template(path = "for_you.html")]
pub struct ForYouView {
    pub ctx: Context,
    pub row: CardRow,
}

/// A category with its list.
#[derive(Template)]
#[template(path = "category.html")]
pub struct CategoryView {
    pub frame: Frame,
    pub title: String,
    /// A sentence below the title; empty for none.
    pub intro: String,
    /// From home to the parent; the title follows by itself.
    pub crumbs: Vec<Link>,
    /// The categories right below it.
    pub below: Vec<Link>,
    pub shelf: Shelf,
}

/// One product, one variant of it chosen.
#[derive(Template)]
#[template(path = "product.html")]
pub struct ProductView {
    pub frame: Frame,
    /// From home to the category; the title follows by itself.
    pub crumbs: Vec<Link>,
    /// This page's path, for those who come back to it.
    pub here: String,
    pub title: String,
    /// One line below the title; empty for none.
    pub subtitle: String,
    pub gallery: Vec<Picture>,
    pub price: Money,
    /// The lowest price of the thirty days before a reduction.
    pub was: Option<Money>,
    /// What the price contains: `Includes 19% VAT (€3.83), plus delivery.`
    pub price_note: String,
    pub options: Vec<OptionGroup>,
    pub band: StockBand,
    /// What it is called, and when it goes out, where it is sold before it is there.
    pub waits: Option<(String, String)>,
    /// When and how it comes.
    pub delivery: Option<Note>,
    /// The chosen variant's id, as the basket takes it. `None`: nothing to buy here.
    pub variant: Option<String>,
    /// The most one can put into the basket.
    pub max_quantity: u32,
    /// HTML, already sanitised.
    pub description: String,
    pub specification: Vec<(String, String)>,
    /// Rows of other products; empty ones are left out.
    pub rows: Vec<CardRow>,
}

impl ProductView {
    /// How wide the large picture is shown: the browser asks for it before it knows the page's style.
    fn sizes(&self) -> &'static str {
        "(min-width: 1280px) 584px, (min-width: 1000px) 48vw, 100vw"
    }

    fn buyable(&self) -> bool {
        self.variant.is_some() && self.band != StockBand::Out
    }
}

/// One thing to choose: glaze, size.
#[derive(Clone, Debug)]
pub struct OptionGroup {
    pub title: String,
    /// The chosen value's name; empty when nothing is chosen.
    pub chosen: String,
    pub values: Vec<OptionValue>,
}

/// One value of an option: a link to the variant that has it.
#[derive(Clone, Debug)]
pub struct OptionValue {
    pub title: String,
    /// Where the variant is shown: `/p/mug?variant=var_…`. Empty when there is no such variant.
    pub path: String,
    pub chosen: bool,
    /// Whether it can be bought now. If not, it stays reachable, and is marked sold out.
    pub available: bool,
}
