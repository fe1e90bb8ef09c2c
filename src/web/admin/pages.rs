//! The pages, each with its handlers: receive, ask, show.
pub(crate) mod account;
pub(crate) mod act;
pub(crate) mod fields;
pub(crate) mod goods;
pub(crate) mod home;
pub(crate) mod order;
pub(crate) mod orders;
pub(crate) mod people;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod stock;
pub(crate) mod system;
pub(crate) mod theme;

use kernel::Page;
use serde::Deserialize;

/// Orders and products on one page of a list.
const ROWS: u64 = 25;
/// Further back nobody turns pages; it keeps the database's arithmetic small.
const LAST: u64 = 1_000_000;

/// A form that only says yes.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// What a list is asked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Listing {
    show: String,
    q: String,
    page: String,
}

impl Listing {
    fn query(&self) -> String {
        self.q.trim().chars().take(200).collect()
    }

    /// Counted from 1; what cannot be read is the first.
    fn number(&self) -> u64 {
        self.page.parse().unwrap_or(1).clamp(1, LAST)
    }
}

/// Whether a page behind the last one was asked for: an old link, while the list grew shorter.
fn is_behind<T>(page: &Page<T>) -> bool {
    page.items.is_empty() && page.number > page.pages()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_take_what_they_are_asked_for_kindly() {
        let number = |page: &str| Listing { page: page.into(), ..Listing::default() }.number();
        assert_eq!((number(""), number("0"), number("7"), number("-1"), number("x")), (1, 1, 7, 1, 1));
        assert_eq!(number("18446744073709551615"), LAST);
        let query = Listing { q: format!("  {} ", "a".repeat(300)), ..Listing::default() }.query();
        assert_eq!(query.len(), 200);
    }
}
