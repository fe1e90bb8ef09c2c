//! What every page has around it, and the small parts that several pages share.
use std::fmt::Write as _;

use kernel::{Context, Money};

/// Head and foot of a page.
#[derive(Clone)]
pub struct Frame {
    /// Texts, money and addresses as this request wants them.
    pub ctx: Context,
    /// What the page is called; the shop's name follows it in the browser's title.
    pub title: String,
    /// One sentence for search engines; empty for none.
    pub description: String,
    /// The page's one true address, absolute. Empty on pages that search engines must not keep.
    pub canonical: String,
    /// This page in every language of the shop, the main one first; one alone where there is no other.
    pub languages: Vec<Language>,
    /// The main navigation: categories, those that matter most first.
    pub nav: Vec<Link>,
    /// Imprint, terms, privacy: what stands at the very end.
    pub legal: Vec<Link>,
    /// One sentence on what the shop is about; empty for none.
    pub about: String,
    /// Whether to say on top that this is a demonstration and nothing is sold.
    pub demo_banner: bool,
    /// Whether the shop is closed still: only staff see this page, and are told so on top.
    pub closed: bool,
    /// Whether the page is about one product.
    pub about_product: bool,
    /// The absolute address of a picture for those who share a link; empty for none.
    pub shared_picture: String,
    /// Structured data, JSON in which no `<` stands.
    pub data: Vec<String>,
    /// What was searched for: it stands in the box at the head.
    pub words: String,
    /// How many items the basket holds. `None` on cached pages: there the browser asks `/cart/summary`.
    pub cart_count: Option<u32>,
}

/// The most links in a row at the head of a wide page; menu and foot have all of them.
const HEAD: usize = 7;

impl Frame {
    /// What of the navigation fits beside the shop's name.
    pub(super) fn head(&self) -> &[Link] {
        &self.nav[..self.nav.len().min(HEAD)]
    }

    /// This page in the languages that it is not shown in.
    pub(super) fn other_languages(&self) -> impl Iterator<Item = &Language> {
        self.languages.iter().filter(|language| !language.current)
    }

    /// Where it stands in the shop's main language, for those who speak none of the others.
    pub(super) fn main_language(&self) -> Option<&Language> {
        self.languages.first().filter(|_| self.languages.len() > 1)
    }

    /// Marks the entry of the navigation that this page stands below.
    pub fn within(&mut self, trail: &[Link]) {
        for item in &mut self.nav {
            item.current = trail.iter().any(|link| link.path == item.path);
        }
    }

    /// The country that goods go to, as people call it.
    pub(super) fn country(&self) -> String {
        let key = format!("country-{}", self.ctx.country);
        self.ctx.texts.t(&key).to_owned()
    }
}

/// A page in one language.
#[derive(Clone, Debug)]
pub struct Language {
    /// As `de`.
    pub code: String,
    /// As those who speak it call it.
    pub name: String,
    /// With the language's prefix.
    pub path: String,
    /// The same, absolute.
    pub url: String,
    /// Whether this is the page being shown.
    pub current: bool,
    /// In this language: that the page can be had in it, and the way there.
    pub offer: String,
    pub go: String,
    pub stay: String,
}

/// A link with words, in navigations, breadcrumbs and sort orders.
#[derive(Clone, Debug)]
pub struct Link {
    pub title: String,
    /// Without the locale's prefix.
    pub path: String,
    /// Whether this is the page (or the order) being shown.
    pub current: bool,
}

impl Link {
    /// A link to somewhere else.
    pub fn new(title: impl Into<String>, path: impl Into<String>) -> Self {
        Self { title: title.into(), path: path.into(), current: false }
    }
}

/// A short heading with a sentence below it.
#[derive(Clone, Debug)]
pub struct Note {
    pub title: String,
    pub text: String,
}

/// A picture in several widths.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Of the original, in pixels: the browser keeps this shape free while it loads.
    pub width: u32,
    /// Of the original, in pixels.
    pub height: u32,
    /// Addresses with their widths in pixels, narrow to wide. Used as they are, without a prefix.
    pub sources: Vec<(String, u32)>,
    /// What stays in sight when it is cropped, in percent from the left and from the top.
    pub focus: (u8, u8),
}

impl Picture {
    /// The classes that crop it; none where its middle is what counts.
    pub(super) fn crop(&self) -> String {
        // A quarter of a picture is as fine as anybody can tell.
        let quarter = |percent: u8| (u32::from(percent.min(100)) + 12) / 25 * 25;
        match (quarter(self.focus.0), quarter(self.focus.1)) {
            (50, 50) => String::new(),
            (x, y) => format!("fx-{x} fy-{y}"),
        }
    }

    /// The value of `srcset`.
    pub(super) fn srcset(&self) -> String {
        self.sources.iter().enumerate().fold(String::new(), |mut out, (i, (url, width))| {
            let comma = if i == 0 { "" } else { ", " };
            let _ = write!(out, "{comma}{url} {width}w");
            out
        })
    }

    /// The narrowest there is.
    pub(super) fn small(&self) -> &str {
        self.sources.first().map_or("", |(url, _)| url)
    }

    /// What browsers without `srcset` load: the middle one.
    pub(super) fn src(&self) -> &str {
        self.sources.get(self.sources.len() / 2).map_or("", |(url, _)| url)
    }
}

/// How much there is, told in words: exact numbers help nobody but competitors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockBand {
    In,
    Low,
    Out,
}

/// A product in a list.
#[derive(Clone, Debug)]
pub struct Card {
    pub title: String,
    /// One line below the title; empty for none.
    pub subtitle: String,
    pub path: String,
    pub picture: Option<Picture>,
    pub price: Money,
    /// Whether variants cost differently, and `price` is the lowest.
    pub from: bool,
    /// The lowest price of the thirty days before a reduction (Directive 98/6/EC, article 6a).
    pub was: Option<Money>,
    pub band: StockBand,
}
