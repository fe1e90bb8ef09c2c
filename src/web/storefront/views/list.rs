//! Lists of products with their filters, whichever page they stand on.
use askama::Template;
use kernel::{Context, Page};

use super::browse::CardRow;
use super::frame::{Card, Frame, Link, StockBand};

/// A list: what is on this page of it, and how to have it otherwise.
pub struct Shelf {
    /// Its total is what can be paged through.
    pub cards: Page<Card>,
    /// How many there are.
    pub total: u64,
    /// Whether there are more than were counted.
    pub capped: bool,
    /// How many there are before anything is left out.
    pub everything: u64,
    /// The list's path with everything but the page number: `/c/kitchen?sort=price`.
    pub base_path: String,
    /// The orders one can choose, the present one marked `current`.
    pub sorts: Vec<Link>,
    /// What is left out, each with the way to have it back.
    pub chips: Vec<Chip>,
    /// The list with nothing left out.
    pub clear_path: String,
    /// How many filters are set.
    pub filters: usize,
    /// Whether sold-out products are among these, and stand last.
    pub sold_out_last: bool,
    /// Where the form of the filters goes.
    pub action: String,
    /// What that form carries along.
    pub hidden: Vec<(String, String)>,
    pub stock: Option<Check>,
    pub brands: Vec<Check>,
    /// Attributes to choose from.
    pub attributes: Vec<Choices>,
    /// How the words were read, when nothing has one of them.
    pub read_as: Option<String>,
    /// What may have been meant, when the words are known and find little.
    pub meant: Option<Link>,
    /// Little has every word: what has fewer stands here as well.
    pub partly: bool,
    pub price: Option<PriceRange>,
}

/// A filter that is set.
pub struct Chip {
    pub title: String,
    /// The list without it.
    pub path: String,
}

/// An attribute with the values one can choose.
pub struct Choices {
    pub title: String,
    /// None where it is a range.
    pub checks: Vec<Check>,
    pub between: Option<Between>,
}

/// A range of a number to be typed, as people write it.
pub struct Between {
    /// The names of its fields.
    pub least: String,
    pub most: String,
    pub unit: String,
    pub from: String,
    pub to: String,
    /// The ends of what there is.
    pub low: String,
    pub high: String,
}

impl Choices {
    /// The values that are shown at once: the chosen ones and the first.
    pub(super) fn shown(&self) -> Vec<&Check> {
        self.checks.iter().enumerate().filter(|(at, check)| *at < MAKERS || check.checked).map(|(_, c)| c).collect()
    }

    /// The others.
    pub(super) fn more(&self) -> Vec<&Check> {
        self.checks.iter().skip(MAKERS).filter(|check| !check.checked).collect()
    }
}

/// A filter to be ticked.
pub struct Check {
    pub value: String,
    pub title: String,
    /// How many products would be left with it.
    pub count: u64,
    pub checked: bool,
}

/// The filter of prices, in whole amounts as people type them.
pub struct PriceRange {
    /// The currency's sign.
    pub sign: String,
    pub from: String,
    pub to: String,
    /// The ends of what there is.
    pub low: String,
    pub high: String,
}

/// Of many makers so many are shown at once.
const MAKERS: usize = 8;

impl Shelf {
    pub(super) fn page_path(&self, number: u64) -> String {
        match (number, self.base_path.contains('?')) {
            (1, _) => self.base_path.clone(),
            (_, true) => format!("{}&page={number}", self.base_path),
            (_, false) => format!("{}?page={number}", self.base_path),
        }
    }

    pub(super) fn previous(&self) -> Option<String> {
        (self.cards.number > 1).then(|| self.page_path(self.cards.number - 1))
    }

    pub(super) fn next(&self) -> Option<String> {
        (self.cards.number < self.cards.pages()).then(|| self.page_path(self.cards.number + 1))
    }

    /// First, last and the neighbours of the present page; `None` stands for a gap of two or more.
    pub(super) fn page_numbers(&self) -> Vec<Option<u64>> {
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

    pub(super) fn counted(&self, ctx: &Context) -> String {
        let first = (self.cards.number.saturating_sub(1) * self.cards.size + 1) as i64;
        let last = first + self.cards.items.len() as i64 - 1;
        let args = [("count", (self.total as i64).into()), ("first", first.into()), ("last", last.into())];
        let key = match (self.capped, self.cards.pages() > 1) {
            (true, _) => "list-count-many",
            (false, true) => "list-count-part",
            (false, false) => "list-count",
        };
        ctx.texts.f(key, &args)
    }

    /// Whether the list ends before all of it was shown, and this is its last page.
    pub(super) fn is_cut(&self) -> bool {
        self.total > self.cards.total && self.cards.number == self.cards.pages()
    }

    /// How many can be paged through.
    pub(super) fn listed(&self) -> u64 {
        self.cards.total
    }

    /// Whether there is anything to choose.
    pub(super) fn can_filter(&self) -> bool {
        self.stock.is_some() || !self.brands.is_empty() || !self.attributes.is_empty() || self.price.is_some()
    }

    pub(super) fn sort_title(&self) -> &str {
        self.sorts.iter().find(|sort| sort.current).map_or("", |sort| &sort.title)
    }

    /// The makers that are shown at once: the chosen ones and the first.
    pub(super) fn makers(&self) -> Vec<&Check> {
        let shown = |(at, check): &(usize, &Check)| *at < MAKERS || check.checked;
        self.brands.iter().enumerate().filter(shown).map(|(_, check)| check).collect()
    }

    /// The others.
    pub(super) fn more_makers(&self) -> Vec<&Check> {
        self.brands.iter().skip(MAKERS).filter(|check| !check.checked).collect()
    }
}

/// What was found; without words, everything.
#[derive(Template)]
#[template(path = "search.html")]
pub struct SearchView {
    pub frame: Frame,
    pub title: String,
    /// What was typed.
    pub words: String,
    pub crumbs: Vec<Link>,
    /// Where else to look.
    pub rooms: Vec<Link>,
    /// Something else to look at, when nothing was found.
    pub newest: Option<CardRow>,
    pub shelf: Shelf,
}

/// What fits so far: a part of a page, below the box.
#[derive(Template)]
#[template(path = "suggest.html")]
pub struct SuggestView {
    pub ctx: Context,
    /// Categories whose names begin so.
    pub shelves: Vec<Link>,
    pub cards: Vec<Card>,
    pub all_path: String,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::views::tests::{card, frame};

    fn check(title: &str, count: u64, checked: bool) -> Check {
        Check { value: title.to_lowercase(), title: title.into(), count, checked }
    }

    /// A list of which this page shows `items`.
    pub fn shelf(items: Vec<Card>, number: u64, total: u64, base_path: &str) -> Shelf {
        let size = 12.min(total.max(1));
        Shelf {
            cards: Page { items, total, number, size },
            total,
            capped: false,
            everything: total,
            base_path: base_path.into(),
            sorts: vec![
                Link { current: true, ..Link::new("Newest", "/category?sort=newest") },
                Link::new("Price, low to high", "/category?sort=price"),
            ],
            chips: vec![Chip { title: "Two Elms".into(), path: "/category".into() }],
            clear_path: "/category".into(),
            filters: 1,
            sold_out_last: true,
            action: "/category".into(),
            hidden: vec![("sort".into(), "newest".into())],
            stock: Some(check("In stock", 24, false)),
            brands: (0..10).map(|n| check(&format!("Maker {n}"), n, n == 9)).collect(),
            attributes: vec![Choices {
                title: "Colour".into(),
                checks: (0..9).map(|n| check(&format!("Colour {n}"), n, n == 8)).collect(),
                between: None,
            }],
            read_as: None,
            meant: None,
            partly: false,
            price: Some(PriceRange {
                sign: "€".into(),
                from: "7".into(),
                to: String::new(),
                low: "4".into(),
                high: "130".into(),
            }),
        }
    }

    fn list(number: u64, total: u64, base_path: &str) -> Shelf {
        let mut shelf = shelf(vec![card("Mug", None)], number, total, base_path);
        shelf.cards.size = 1;
        shelf
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
    fn page_links_keep_the_order_and_the_end_is_told() {
        assert_eq!(list(1, 3, "/c/x").page_path(1), "/c/x");
        assert_eq!(list(1, 3, "/c/x").page_path(2), "/c/x?page=2");
        assert_eq!(list(1, 3, "/c/x?sort=price").page_path(2), "/c/x?sort=price&page=2");
        let mut shelf = list(2, 3, "/c/x");
        let ctx = frame("x").ctx;
        assert_eq!(shelf.counted(&ctx), "3 products, showing 2 to 2");
        assert!(!shelf.is_cut());
        (shelf.total, shelf.cards.number) = (9, 3);
        assert!(shelf.is_cut());
        shelf.capped = true;
        assert_eq!(shelf.counted(&ctx), "More than 9 products, showing 3 to 3");
    }

    #[test]
    fn a_chosen_maker_is_always_seen() {
        let shelf = shelf(vec![], 1, 30, "/c/x");
        assert_eq!(shelf.makers().len(), MAKERS + 1);
        let attribute = &shelf.attributes[0];
        assert_eq!((attribute.shown().len(), attribute.more().len()), (MAKERS + 1, 9 - MAKERS - 1));
        assert_eq!(shelf.more_makers().len(), 1);
    }
}
