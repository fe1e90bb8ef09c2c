//! Looking around: home, category, product. Cached for everybody.
use askama::Template;
use kernel::{Money, Page};

use super::frame::{Card, Frame, Link, Note, Picture, StockBand};

/// The shop window.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomeView {
    pub frame: Frame,
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

/// A list of products.
#[derive(Template)]
#[template(path = "category.html")]
pub struct CategoryView {
    pub frame: Frame,
    pub title: String,
    /// A sentence below the title; empty for none.
    pub intro: String,
    /// From home to the parent; the title follows by itself.
    pub crumbs: Vec<Link>,
    /// The orders one can choose, the present one marked `current`.
    pub sorts: Vec<Link>,
    pub cards: Page<Card>,
    /// The list's path with everything but the page number: `/c/kitchen?sort=price`.
    pub base_path: String,
}

impl CategoryView {
    fn page_path(&self, number: u64) -> String {
        match (number, self.base_path.contains('?')) {
            (1, _) => self.base_path.clone(),
            (_, true) => format!("{}&page={number}", self.base_path),
            (_, false) => format!("{}?page={number}", self.base_path),
        }
    }

    fn previous(&self) -> Option<String> {
        (self.cards.number > 1).then(|| self.page_path(self.cards.number - 1))
    }

    fn next(&self) -> Option<String> {
        (self.cards.number < self.cards.pages()).then(|| self.page_path(self.cards.number + 1))
    }

    /// First, last and the neighbours of the present page; `None` stands for a gap of two or more.
    fn page_numbers(&self) -> Vec<Option<u64>> {
        let (at, last) = (self.cards.number, self.cards.pages());
        let mut numbers: Vec<Option<u64>> = Vec::new();
        let mut before = 0;
        for number in (1..=last).filter(|&n| n == 1 || n == last || n.abs_diff(at) <= 1) {
            match number - before {
                1 => {}
                2 => numbers.push(Some(number - 1)),
                _ => numbers.push(None),
            }
            numbers.push(Some(number));
            before = number;
        }
        numbers
    }

    fn counted(&self) -> String {
        let first = (self.cards.number.saturating_sub(1) * self.cards.size + 1) as i64;
        let last = first + self.cards.items.len() as i64 - 1;
        let count = self.cards.total as i64;
        let args = [("count", count.into()), ("first", first.into()), ("last", last.into())];
        let key = if self.cards.pages() > 1 { "list-count-part" } else { "list-count" };
        self.frame.ctx.texts.f(key, &args)
    }
}

/// One product, one variant of it chosen.
#[derive(Template)]
#[template(path = "product.html")]
pub struct ProductView {
    pub frame: Frame,
    /// From home to the category; the title follows by itself.
    pub crumbs: Vec<Link>,
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
    /// A sentence below the stock's; empty for the shop's usual one.
    pub stock_note: String,
    /// When and how it comes.
    pub delivery: Option<Note>,
    /// The chosen variant's id, as the basket takes it. `None`: nothing to buy here.
    pub variant: Option<String>,
    /// The most one can put into the basket.
    pub max_quantity: u32,
    /// HTML, already sanitised.
    pub description: String,
    pub specification: Vec<(String, String)>,
    pub related: Vec<Card>,
}

impl ProductView {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::tests::{card, frame};

    fn list(number: u64, total: u64, base_path: &str) -> CategoryView {
        CategoryView {
            frame: frame("Kitchen"),
            title: "Kitchen".into(),
            intro: String::new(),
            crumbs: vec![],
            sorts: vec![],
            cards: Page { items: vec![card("Mug", None)], total, number, size: 1 },
            base_path: base_path.into(),
        }
    }

    #[test]
    fn page_numbers_show_the_ends_and_the_neighbours() {
        let numbers = |at, total| list(at, total, "/c/x").page_numbers();
        assert_eq!(numbers(1, 1), [Some(1)]);
        assert_eq!(numbers(2, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(numbers(4, 5), [Some(1), Some(2), Some(3), Some(4), Some(5)]);
        assert_eq!(numbers(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
    }

    #[test]
    fn page_links_keep_the_order() {
        assert_eq!(list(1, 3, "/c/x").page_path(1), "/c/x");
        assert_eq!(list(1, 3, "/c/x").page_path(2), "/c/x?page=2");
        assert_eq!(list(1, 3, "/c/x?sort=price").page_path(2), "/c/x?sort=price&page=2");
        assert_eq!(list(2, 3, "/c/x").counted(), "3 products, showing 2 to 2");
    }
}
