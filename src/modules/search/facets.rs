//! How many products there are of what, and which of them a filter leaves.
use std::collections::HashMap;

use crate::Filter;

/// Products of one brand, band and price, and how many they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub brand: i64,
    pub sold_out: bool,
    pub price: i64,
    pub count: u64,
}

/// What is known of the products of a list before anything is left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells {
    pub cells: Vec<Cell>,
    /// Slugs and names by number.
    pub brands: HashMap<i64, (String, String)>,
}

/// One brand with its count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brand {
    pub slug: String,
    pub name: String,
    /// How many products would be left with it, under the other filters.
    pub count: u64,
    pub chosen: bool,
}

/// An attribute that a list can be narrowed down by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub code: String,
    /// The most frequent first; none where there are too many to choose from.
    pub values: Vec<Value>,
    /// The least and the most, where all values are numbers.
    pub bounds: Option<crate::Bounds>,
}

/// A value of an attribute with its count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    pub value: String,
    /// How many products would be left with it, under the other filters.
    pub count: u64,
    pub chosen: bool,
}

/// How many there are of what. Each count is under all filters but its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Products that can be bought now.
    pub in_stock: u64,
    /// Products that are sold out.
    pub sold_out: u64,
    /// By name. Those that the other filters leave nothing of are missing, unless chosen.
    pub brands: Vec<Brand>,
    /// Lowest and highest of the prices, in minor units, whatever is left out.
    pub prices: Option<(i64, i64)>,
    /// Attributes to choose from, those that most products have first, or as they were asked for. Only the index knows
    /// them.
    pub attributes: Vec<Attribute>,
    /// How many there are before anything is left out.
    pub everything: u64,
}

/// A filter with its brands as numbers.
pub(crate) struct Sieve<'a> {
    pub filter: &'a Filter,
    pub brands: Vec<i64>,
}

impl<'a> Sieve<'a> {
    pub fn of(filter: &'a Filter) -> Self {
        Self { filter, brands: filter.brands.iter().map(|slug| crate::brand(slug)).collect() }
    }

    fn brand(&self, cell: &Cell) -> bool {
        self.brands.is_empty() || self.brands.contains(&cell.brand)
    }
    fn price(&self, cell: &Cell) -> bool {
        self.filter.from.is_none_or(|from| cell.price >= from) && self.filter.to.is_none_or(|to| cell.price <= to)
    }
    fn stock(&self, cell: &Cell) -> bool {
        !self.filter.in_stock || !cell.sold_out
    }
    pub fn passes(&self, cell: &Cell) -> bool {
        self.brand(cell) && self.price(cell) && self.stock(cell)
    }
}

impl Cells {
    /// How many the filter leaves.
    pub fn left(&self, sieve: &Sieve<'_>) -> u64 {
        self.cells.iter().filter(|cell| sieve.passes(cell)).map(|cell| cell.count).sum()
    }

    pub fn facets(&self, sieve: &Sieve<'_>) -> Facets {
        let mut facets = Facets::default();
        let mut brands: HashMap<i64, u64> = sieve.brands.iter().map(|brand| (*brand, 0)).collect();
        for cell in &self.cells {
            facets.everything += cell.count;
            let (low, high) = facets.prices.unwrap_or((cell.price, cell.price));
            facets.prices = Some((low.min(cell.price), high.max(cell.price)));
            if sieve.brand(cell) && sieve.price(cell) {
                let stock = if cell.sold_out { &mut facets.sold_out } else { &mut facets.in_stock };
                *stock += cell.count;
            }
            if sieve.price(cell) && sieve.stock(cell) {
                *brands.entry(cell.brand).or_default() += cell.count;
            }
        }
        let named = brands.into_iter().filter_map(|(number, count)| {
            let (slug, name) = self.brands.get(&number)?;
            let chosen = sieve.brands.contains(&number);
            Some(Brand { slug: slug.clone(), name: name.clone(), count, chosen })
        });
        facets.brands = named.collect();
        facets.brands.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.slug.cmp(&b.slug)));
        facets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells() -> Cells {
        let cell =
            |brand: &str, sold_out, price, count| Cell { brand: crate::brand(brand), sold_out, price, count };
        let named = |slug: &str| (crate::brand(slug), (slug.to_owned(), slug.to_uppercase()));
        Cells {
            cells: vec![
                cell("ash", false, 1000, 3),
                cell("ash", true, 2000, 1),
                cell("oak", false, 2000, 2),
                cell("", false, 500, 4),
            ],
            brands: [named("ash"), named("oak")].into(),
        }
    }

    fn counted(filter: &Filter) -> (u64, Facets) {
        let (cells, sieve) = (cells(), Sieve::of(filter));
        (cells.left(&sieve), cells.facets(&sieve))
    }

    #[test]
    fn each_count_is_under_all_filters_but_its_own() {
        let (left, all) = counted(&Filter::default());
        assert_eq!(
            (left, all.everything, all.in_stock, all.sold_out, all.prices),
            (10, 10, 9, 1, Some((500, 2000)))
        );
        let counts = |facets: &Facets| facets.brands.iter().map(|b| (b.count, b.chosen)).collect::<Vec<_>>();
        assert_eq!(counts(&all), [(4, false), (2, false)]);

        let ash = Filter { brands: vec!["ash".into()], ..Filter::default() };
        let (left, facets) = counted(&ash);
        assert_eq!((left, facets.in_stock, facets.sold_out), (4, 3, 1));
        assert_eq!(counts(&facets), [(4, true), (2, false)]);

        let (left, facets) = counted(&Filter { in_stock: true, from: Some(1500), ..ash });
        assert_eq!((left, facets.in_stock, facets.sold_out, facets.everything), (0, 0, 1, 10));
        assert_eq!(counts(&facets), [(0, true), (2, false)]);
    }
}
