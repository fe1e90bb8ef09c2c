//! What files say, whatever shop they come from: the writer knows nothing else.
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use catalog::{Attribute, Status};
use imports::{Note, NoteKind};
use kernel::Money;

use super::file::{problem, remark};
use super::past::{PastDraft, TakenBackDraft};

/// A thing of the file, checked and cleaned; nothing of it has been stored.
#[derive(Debug, Clone)]
pub enum Draft {
    Product(Box<ProductDraft>),
    Stock(StockDraft),
    Price(PriceDraft),
    /// An order of a time before this shop.
    Past(Box<PastDraft>),
    /// Units of such orders that came back.
    TakenBack(Box<TakenBackDraft>),
}

/// What a reader gives: a thing, or everything that is wrong with it.
pub type Next = Result<Draft, Vec<Note>>;

/// A product. What is `None` the file does not say: it stays as it is in the shop.
#[derive(Debug, Clone, Default)]
pub struct ProductDraft {
    /// The line of its first row.
    pub line: u64,
    /// Its address here, where the file names one; else its first SKU tells which product it is.
    pub handle: Option<String>,
    pub title: Option<String>,
    pub subtitle: Option<String>,
    /// Sanitised HTML.
    pub description: Option<String>,
    pub brand: Option<String>,
    /// Paths from the top: `Clothing`, `Shirts`. The first is the main one.
    pub categories: Option<Vec<Vec<String>>>,
    pub tags: Option<Vec<String>>,
    pub status: Option<Status>,
    pub tax_class: Option<String>,
    pub attributes: Option<Vec<Attribute>>,
    pub seo_title: Option<String>,
    pub seo_description: Option<String>,
    pub options: Vec<String>,
    /// At least one.
    pub variants: Vec<VariantDraft>,
    pub pictures: Vec<PictureDraft>,
    /// A SKU that another product has gets a number behind it, instead of keeping the product out.
    pub renames_skus: bool,
    /// For the report, once the product is in.
    pub notes: Vec<Note>,
}

/// How much there is of a variant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StockLevel {
    /// Units on hand; `None` where the file is silent.
    pub on_hand: Option<i64>,
    /// How many may be sold beyond it; `None` leaves that as it is.
    pub beyond: Option<i64>,
}

#[derive(Debug, Clone, Default)]
pub struct VariantDraft {
    pub line: u64,
    /// Unique within the file, never empty.
    pub sku: String,
    /// One value an option.
    pub values: Vec<String>,
    pub barcode: Option<String>,
    pub grams: Option<i64>,
    pub price: Option<Money>,
    /// What stands struck through beside the price.
    pub compare_at: Option<Money>,
    pub stock: StockLevel,
    pub taxable: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureDraft {
    pub source: String,
    pub alt: String,
    pub skus: Vec<String>,
}

/// What lies at a place.
#[derive(Debug, Clone)]
pub struct StockDraft {
    pub line: u64,
    pub sku: String,
    /// The code of a place; empty: the first one.
    pub location: String,
    pub stock: StockLevel,
}

/// What a variant costs.
#[derive(Debug, Clone)]
pub struct PriceDraft {
    pub line: u64,
    pub sku: String,
    pub price: Money,
    pub compare_at: Option<Money>,
}

impl Draft {
    pub fn line(&self) -> u64 {
        match self {
            Self::Product(p) => p.line,
            Self::Stock(s) => s.line,
            Self::Price(p) => p.line,
            Self::Past(o) => o.line,
            Self::TakenBack(t) => t.line,
        }
    }

    /// How much work it is: the variants it writes.
    pub fn weight(&self) -> usize {
        match self {
            Self::Product(p) => p.variants.len(),
            Self::Past(o) => o.lines.len() / 2,
            Self::Stock(_) | Self::Price(_) | Self::TakenBack(_) => 1,
        }
    }
}

/// More problems than this are not told for one product.
const MAX_PROBLEMS: usize = 20;

/// Gathers what there is to say of one thing.
#[derive(Debug, Default)]
pub struct Notes {
    pub subject: String,
    pub all: Vec<Note>,
}

impl Notes {
    pub fn of(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), all: Vec::new() }
    }

    pub fn wrong(&mut self, line: u64, column: &str, value: &str, (why, remedy): (&str, &str)) {
        if self.all.len() < MAX_PROBLEMS {
            self.all.push(problem(line, &self.subject, column, value, why, remedy));
        }
    }

    pub fn remark(&mut self, line: u64, what: impl Into<String>) {
        self.all.push(remark(line, &self.subject, what));
    }

    /// The value, or `None` after noting what is wrong with it.
    pub fn take<T>(&mut self, line: u64, column: &str, value: &str, read: Result<T, (&str, &str)>) -> Option<T> {
        read.map_err(|wrong| self.wrong(line, column, value, wrong)).ok()
    }

    pub fn has_problems(&self) -> bool {
        self.all.iter().any(|n| n.kind == NoteKind::Problem)
    }

    pub fn problems(self) -> Vec<Note> {
        self.all.into_iter().filter(|n| n.kind == NoteKind::Problem).collect()
    }
}

/// Names that may appear once in a file, and where they did: sixteen bytes each, however long they are.
#[derive(Debug, Default)]
pub struct Once {
    seen: HashMap<u64, u64>,
    hasher: RandomState,
}

impl Once {
    /// Whether the name appeared.
    pub fn has(&self, name: &str) -> bool {
        self.seen.contains_key(&self.hasher.hash_one(name))
    }

    /// The earlier line, when the name appeared before.
    pub fn see(&mut self, name: &str, line: u64) -> Option<u64> {
        match self.seen.entry(self.hasher.hash_one(name)) {
            std::collections::hash_map::Entry::Occupied(e) => Some(*e.get()),
            std::collections::hash_map::Entry::Vacant(e) => {
                e.insert(line);
                None
            }
        }
    }
}
