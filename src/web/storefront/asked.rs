//! What an address asks of a list: words, order, filters, page. Read leniently, written in one way only, so that few
//! addresses name one page.
use std::collections::{BTreeMap, BTreeSet};

use kernel::{Currency, Money};
use search::{Filter, Range, Sort, Thousandths};

/// The orders one can choose, as addresses write them, with their texts; the first is the usual one.
pub(crate) const SORTS: [(Sort, &str, &str); 5] = [
    (Sort::Arranged, "", "sort-arranged"),
    (Sort::Newest, "newest", "sort-newest"),
    (Sort::Cheapest, "price", "sort-cheapest"),
    (Sort::Dearest, "price-down", "sort-dearest"),
    (Sort::Title, "title", "sort-title"),
];
/// No list is longer; numbers beyond it must not become pages of the cache.
const LAST: u64 = 10_000;
/// More brands at once nobody chooses.
const BRANDS: usize = 12;
/// More values of attributes at once nobody chooses.
const VALUES: usize = 16;
/// Stands between the code of an attribute and its value, as addresses write it.
const BETWEEN: char = '~';
/// Stands between the ends of a range; before the one, or behind the other, of one that is open.
const TO: &str = "..";
/// How the fields of a form begin that ask for a range.
pub(crate) const LEAST: &str = "min.";
pub(crate) const MOST: &str = "max.";
/// Longer questions are cut, in characters.
const WORDS: usize = 80;

/// What is asked of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub words: String,
    pub sort: Sort,
    pub filter: Filter,
    pub page: u64,
    pub currency: Currency,
}

impl Asked {
    /// Reads parameters; what cannot be understood is as if it were not there.
    pub fn of(pairs: &[(String, String)], currency: Currency) -> Self {
        let all = |name: &'static str| pairs.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim());
        let first = |name| all(name).next().unwrap_or_default();
        let amount = |name| {
            let text = first(name).replace(',', ".");
            Money::parse(&text, currency).ok().map(|money| money.amount).filter(|amount| *amount >= 0)
        };
        let mut brands: Vec<String> =
            all("brand").map(search::Search::brand_slug).filter(|b| !b.is_empty()).collect();
        brands.sort();
        brands.dedup();
        brands.truncate(BRANDS);
        let sort = SORTS.iter().find(|(_, name, _)| *name == first("sort")).unwrap_or(&SORTS[0]).0;
        let words: Vec<&str> = first("q").split_whitespace().collect();
        let (from, to) = (amount("from"), amount("to"));
        // The wrong way round is meant the other way round.
        let (from, to) =
            if let (Some(a), Some(b)) = (from, to) { (Some(a.min(b)), Some(a.max(b))) } else { (from, to) };
        Self {
            words: words.join(" ").chars().take(WORDS).collect(),
            sort,
            filter: Filter {
                brands,
                from: from.filter(|f| *f > 0),
                to,
                in_stock: first("stock") == "in",
                attributes: attributes(all("is")),
                ranges: ranges(pairs),
            },
            page: first("page").parse().unwrap_or(1).clamp(1, LAST),
            currency,
        }
    }

    /// For lists that are not searched.
    pub fn without_words(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
        pairs.retain(|(name, _)| name != "q");
        pairs
    }

    /// How many filters are set.
    pub fn filters(&self) -> usize {
        let price = usize::from(self.filter.from.is_some() || self.filter.to.is_some());
        let values: usize = self.filter.attributes.iter().map(|(_, values)| values.len()).sum();
        self.filter.brands.len() + values + self.filter.ranges.len() + usize::from(self.filter.in_stock) + price
    }

    /// The list at `base` as it is asked for, without the page.
    pub fn path(&self, base: &str) -> String {
        let mut path = base.to_owned();
        for (name, value) in self.pairs() {
            path.push(if path.contains('?') { '&' } else { '?' });
            path.push_str(name);
            path.push('=');
            path.push_str(&encoded(&value));
        }
        path
    }

    /// The same with its page.
    pub fn page_path(&self, base: &str) -> String {
        let path = self.path(base);
        match (self.page, path.contains('?')) {
            (1, _) => path,
            (page, true) => format!("{path}&page={page}"),
            (page, false) => format!("{path}?page={page}"),
        }
    }

    /// Words, order and filters as parameters.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.words.is_empty() {
            pairs.push(("q", self.words.clone()));
        }
        if self.sort != SORTS[0].0 {
            pairs.push(("sort", self.sort_name().to_owned()));
        }
        pairs.extend(self.filter.brands.iter().map(|brand| ("brand", brand.clone())));
        for (name, values) in &self.filter.attributes {
            pairs.extend(values.iter().map(|value| ("is", chosen(name, value))));
        }
        pairs.extend(self.filter.ranges.iter().map(|range| ("is", ranged(range))));
        pairs.extend(self.from().map(|from| ("from", from)));
        pairs.extend(self.to().map(|to| ("to", to)));
        if self.filter.in_stock {
            pairs.push(("stock", "in".to_owned()));
        }
        pairs
    }

    pub fn sort_name(&self) -> &'static str {
        SORTS.iter().find(|(sort, ..)| *sort == self.sort).map_or("", |(_, name, _)| name)
    }

    /// The lowest price as people type it: `7`, `7.50`.
    pub fn from(&self) -> Option<String> {
        self.filter.from.map(|amount| typed(Money::new(amount, self.currency)))
    }

    /// The highest price as people type it.
    pub fn to(&self) -> Option<String> {
        self.filter.to.map(|amount| typed(Money::new(amount, self.currency)))
    }
}

/// A chosen value of an attribute, as addresses write it.
pub(crate) fn chosen(code: &str, value: &str) -> String {
    format!("{code}{BETWEEN}{value}")
}

/// A chosen range, as addresses write it: `width~10..30`.
fn ranged(range: &Range) -> String {
    let end = |end: Option<Thousandths>| end.map(Thousandths::plain).unwrap_or_default();
    format!("{}{BETWEEN}{}{TO}{}", range.code, end(range.from), end(range.to))
}

/// The ends of a range; None for what is a value.
fn ends(value: &str) -> Option<(Option<Thousandths>, Option<Thousandths>)> {
    let (from, to) = value.split_once(TO)?;
    let end = |text: &str| if text.is_empty() { Some(None) } else { Thousandths::parse(text).map(Some) };
    Some((end(from)?, end(to)?))
}

/// Codes with their values, each once and in order. Names are taken for the codes that they make.
fn attributes<'a>(chosen: impl Iterator<Item = &'a str>) -> Vec<(String, Vec<String>)> {
    let mut attributes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, value) in chosen.filter_map(|text| text.split_once(BETWEEN)).take(VALUES) {
        let code = catalog::attribute_code(name);
        if !code.is_empty() && !value.is_empty() && value.len() <= 200 && ends(value).is_none() {
            attributes.entry(code).or_default().insert(value.to_owned());
        }
    }
    attributes.into_iter().map(|(code, values)| (code, values.into_iter().collect())).collect()
}

/// Ranges as addresses write them, and as forms ask for them; of two for one attribute the form's.
fn ranges(pairs: &[(String, String)]) -> Vec<Range> {
    let mut found: BTreeMap<String, (Option<Thousandths>, Option<Thousandths>)> = BTreeMap::new();
    for (name, value) in pairs {
        if let Some((name, value)) = value.trim().split_once(BETWEEN).filter(|_| name == "is")
            && let Some(ends) = ends(value)
        {
            found.insert(catalog::attribute_code(name), ends);
        }
    }
    for (name, value) in pairs {
        if let Some(code) = name.strip_prefix(LEAST) {
            found.entry(catalog::attribute_code(code)).or_default().0 = Thousandths::parse(value);
        } else if let Some(code) = name.strip_prefix(MOST) {
            found.entry(catalog::attribute_code(code)).or_default().1 = Thousandths::parse(value);
        }
    }
    let asked = found.into_iter().filter(|(code, ends)| !code.is_empty() && *ends != (None, None)).take(VALUES);
    asked
        .map(|(code, (from, to))| {
            // The wrong way round is meant the other way round.
            let (from, to) =
                if let (Some(a), Some(b)) = (from, to) { (Some(a.min(b)), Some(a.max(b))) } else { (from, to) };
            Range { code, from, to, unit: String::new() }
        })
        .collect()
}

/// An amount as people type it: `7`, `7.50`.
pub(crate) fn typed(money: Money) -> String {
    let text = money.decimal();
    match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|b| b == b'0') => whole.to_owned(),
        _ => text,
    }
}

/// A value as it stands in an address (`application/x-www-form-urlencoded`).
pub(crate) fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(byte as char),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Asked {
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Asked::of(&pairs, Currency::EUR)
    }

    #[test]
    fn whatever_an_address_asks_for_is_one_of_few_pages() {
        let odd = [("sort", "price'--"), ("page", "-4"), ("from", "x"), ("stock", "yes"), ("brand", "  ")];
        assert_eq!(asked(&odd), asked(&[]));
        for (page, number) in [("", 1), ("x", 1), ("0", 1), ("7", 7), ("99999999", LAST)] {
            assert_eq!(asked(&[("page", page)]).page, number, "{page}");
        }
        assert_eq!(asked(&[("from", "50"), ("to", "7,5")]).path("/c/x"), "/c/x?from=7.50&to=50");
        assert_eq!(asked(&[("q", &"ä ".repeat(200))]).words.chars().count(), WORDS);
    }

    #[test]
    fn addresses_are_written_in_one_way() {
        let a = asked(&[
            ("page", "3"),
            ("brand", "Two Elms"),
            ("brand", "ash & co"),
            ("q", "  käse  reibe "),
            ("x", "y"),
        ]);
        let b = asked(&[("q", "käse reibe"), ("brand", "ash-co"), ("brand", "two-elms"), ("page", "3")]);
        assert_eq!(a, b);
        assert_eq!(a.page_path("/search"), "/search?q=k%C3%A4se+reibe&brand=ash-co&brand=two-elms&page=3");
        let all = asked(&[("sort", "price-down"), ("stock", "in"), ("from", "0"), ("to", "12.34")]);
        assert_eq!(all.page_path("/c/x"), "/c/x?sort=price-down&to=12.34&stock=in");
        assert_eq!((all.filters(), asked(&[]).filters()), (2, 0));
        let attributes = asked(&[("is", "Size~13 cm"), ("is", "Colour~Red"), ("is", "Colour~Blue"), ("is", "odd")]);
        let path = "/c/x?is=colour%7EBlue&is=colour%7ERed&is=size%7E13+cm";
        assert_eq!((attributes.path("/c/x").as_str(), attributes.filters()), (path, 3));
        let form = asked(&[("min.width", "30"), ("max.width", "12,5"), ("min.height", ""), ("max.depth", "x")]);
        assert_eq!(form, asked(&[("is", "Width~12.5..30")]));
        assert_eq!((form.path("/c/x").as_str(), form.filters()), ("/c/x?is=width%7E12.5..30", 1));
        assert_eq!(asked(&[("is", "width~..30")]).path("/c/x"), "/c/x?is=width%7E..30");
    }
}
