//! A list of products, whichever page shows it: asked for, priced, with its filters.
use catalog::{Card, Definitions};
use kernel::{Money, Page};
use kit::{Failure, Tag, Visit};
use search::{Ask, Facets, Found, Offered, Scope, Stock};

use crate::asked::{Asked, SORTS, typed};
use crate::figures::{Prices, card_tags};
use crate::narrowed::{self, Spoken};
use crate::views::{self, Check, Chip, Link, PriceRange, Shelf, StockBand};
use crate::{Rooms, tags, wording};

/// Products a page: rows of two, three and four come out even.
const SIZE: u64 = 24;

/// A list as it was found, with what it was made from.
pub(crate) struct Listing {
    pub shelf: Shelf,
    pub tags: Vec<Tag>,
    /// How many there are before anything is left out.
    pub everything: u64,
}

/// Three questions: the list, its products, their prices. Counts, and what attributes are, are kept by those who know them.
/// `offered`: what a list can be narrowed down by.
pub(crate) async fn list(
    visit: &Visit,
    rooms: &Rooms,
    (scope, offered): (Scope, Offered),
    asked: &Asked,
    base: &str,
) -> Result<Listing, Failure> {
    let definitions = rooms.catalog.definitions().await?;
    let ask = Ask {
        list: visit.ctx.price_list,
        scope,
        words: asked.words.clone(),
        filter: narrowed::filter(&asked.filter, &definitions),
        offered: offered.clone(),
        sort: asked.sort,
        number: asked.page,
        size: SIZE,
    };
    let found = rooms.search.find(ask).await?;
    let (cards, mut tags) = cards(visit, rooms, &found.page.items).await?;
    tags.push(tags::counted());
    tags.push(match scope {
        Scope::All => tags::listings(),
        Scope::Category(id) => tags::listing(id),
    });
    let everything = found.facets.everything;
    let names = narrowed::named(visit, asked, &found.facets, &definitions);
    let names = wording::names(visit, rooms, names).await?;
    let spoken = Spoken { visit, definitions: &definitions, names: &names };
    Ok(Listing { shelf: shelf(visit, (asked, base), found, cards, (&spoken, &offered)), tags, everything })
}

/// The products of an answer with their prices: two questions.
pub(crate) async fn cards(
    visit: &Visit,
    rooms: &Rooms,
    hits: &[search::Hit],
) -> Result<(Vec<views::Card>, Vec<Tag>), Failure> {
    let ids: Vec<_> = hits.iter().map(|hit| hit.product).collect();
    let mut cards: Vec<Card> = rooms.catalog.cards(&ids).await?;
    wording::cards(visit, rooms, &mut cards).await?;
    let prices = Prices::of(rooms, visit, &cards).await?;
    let band = |card: &Card| {
        let stock = hits.iter().find(|hit| hit.product == card.id).map_or(Stock::Out, |hit| hit.stock);
        match stock {
            Stock::In => StockBand::In,
            Stock::Low => StockBand::Low,
            Stock::Out => StockBand::Out,
        }
    };
    let shown = cards.iter().filter_map(|card| prices.card(card, band(card))).collect();
    Ok((shown, card_tags(&cards)))
}

fn shelf(
    visit: &Visit,
    (asked, base): (&Asked, &str),
    found: Found,
    cards: Vec<views::Card>,
    (spoken, offered): (&Spoken<'_>, &Offered),
) -> Shelf {
    let texts = &visit.ctx.texts;
    let sort_title = |key: &'static str| match (key, asked.words.is_empty()) {
        ("sort-arranged", false) => texts.t("sort-fitting"),
        _ => texts.t(key),
    };
    let sorts = SORTS.map(|(sort, _, key)| Link {
        current: sort == asked.sort,
        ..Link::new(sort_title(key), Asked { sort, page: 1, ..asked.clone() }.path(base))
    });
    let search::Found { page, total, capped, facets, read_as, meant, partly } = found;
    let meant = meant.map(|words| {
        let path = Asked { words: words.clone(), page: 1, ..asked.clone() }.path(base);
        Link::new(words, path)
    });
    Shelf {
        chips: chips(visit, (asked, base), &facets, spoken),
        clear_path: Asked { filter: search::Filter::default(), page: 1, ..asked.clone() }.path(base),
        hidden: hidden(asked),
        stock: stock(visit, asked, &facets),
        brands: brands(&facets),
        attributes: spoken.choices(asked, &facets, offered),
        read_as,
        meant,
        partly,
        price: range(visit, asked, &facets),
        everything: facets.everything,
        filters: asked.filters(),
        sorts: sorts.to_vec(),
        action: base.to_owned(),
        base_path: asked.path(base),
        sold_out_last: facets.sold_out > 0 && asked.words.is_empty() && !asked.filter.in_stock,
        cards: Page { items: cards, total: page.total, number: page.number, size: page.size },
        total,
        capped,
    }
}

/// What the form of the filters carries along.
fn hidden(asked: &Asked) -> Vec<(String, String)> {
    let mut hidden = Vec::new();
    if !asked.words.is_empty() {
        hidden.push(("q".to_owned(), asked.words.clone()));
    }
    if !asked.sort_name().is_empty() {
        hidden.push(("sort".to_owned(), asked.sort_name().to_owned()));
    }
    hidden
}

/// What is left out, each with the way to have it back.
fn chips(visit: &Visit, (asked, base): (&Asked, &str), facets: &Facets, spoken: &Spoken<'_>) -> Vec<Chip> {
    let (texts, ctx) = (&visit.ctx.texts, &visit.ctx);
    let without = |change: &dyn Fn(&mut search::Filter)| {
        let mut rest = Asked { page: 1, ..asked.clone() };
        change(&mut rest.filter);
        rest.path(base)
    };
    let money = |amount: i64| ctx.money(Money::new(amount, ctx.currency));
    let mut chips = Vec::new();
    if asked.filter.in_stock {
        chips.push(Chip { title: texts.t("filter-in-stock").to_owned(), path: without(&|f| f.in_stock = false) });
    }
    let price = match (asked.filter.from, asked.filter.to) {
        (Some(from), Some(to)) => {
            let (from, to) = (money(from), money(to));
            Some(texts.f("filter-between", &[("from", (&from).into()), ("to", (&to).into())]))
        }
        (Some(from), None) => Some(texts.v("filter-from", &money(from))),
        (None, Some(to)) => Some(texts.v("filter-to", &money(to))),
        (None, None) => None,
    };
    if let Some(title) = price {
        chips.push(Chip { title, path: without(&|f| (f.from, f.to) = (None, None)) });
    }
    for slug in &asked.filter.brands {
        let named = facets.brands.iter().find(|brand| brand.slug == *slug);
        let title = named.map_or_else(|| slug.replace('-', " "), |brand| brand.name.clone());
        chips.push(Chip { title, path: without(&|f| f.brands.retain(|b| b != slug)) });
    }
    for (name, values) in &asked.filter.attributes {
        for value in values {
            let path = without(&|f| {
                f.attributes
                    .iter_mut()
                    .filter(|(n, _)| n == name)
                    .for_each(|(_, values)| values.retain(|v| v != value));
                f.attributes.retain(|(_, values)| !values.is_empty());
            });
            let title = format!("{}: {}", spoken.title(name), spoken.value(name, value));
            chips.push(Chip { title, path });
        }
    }
    for range in &asked.filter.ranges {
        let path = without(&|f| f.ranges.retain(|r| r.code != range.code));
        chips.push(Chip { title: format!("{}: {}", spoken.title(&range.code), spoken.range(range)), path });
    }
    chips
}

/// By what a category's list can be narrowed down: as it says itself, else as the nearest above it does.
pub(crate) fn offered(tree: &[catalog::Category], category: &catalog::Category, all: &Definitions) -> Offered {
    match catalog::facets_of(tree, category) {
        None => Offered::Usual,
        Some(codes) => {
            let narrows = |code: &&String| all.get(code).is_some_and(catalog::Definition::narrows);
            Offered::These(codes.iter().filter(narrows).cloned().collect())
        }
    }
}

fn stock(visit: &Visit, asked: &Asked, facets: &Facets) -> Option<Check> {
    let asks = asked.filter.in_stock || (facets.in_stock > 0 && facets.sold_out > 0);
    asks.then(|| Check {
        value: "in".to_owned(),
        title: visit.ctx.texts.t("filter-in-stock").to_owned(),
        count: facets.in_stock,
        checked: asked.filter.in_stock,
    })
}

/// Those one can choose; one alone is no choice.
fn brands(facets: &Facets) -> Vec<Check> {
    if facets.brands.len() < 2 && facets.brands.iter().all(|brand| !brand.chosen) {
        return Vec::new();
    }
    let check = |brand: &search::Brand| Check {
        value: brand.slug.clone(),
        title: brand.name.clone(),
        count: brand.count,
        checked: brand.chosen,
    };
    facets.brands.iter().map(check).collect()
}

fn range(visit: &Visit, asked: &Asked, facets: &Facets) -> Option<PriceRange> {
    let (low, high) = facets.prices?;
    let asks = low < high || asked.filter.from.is_some() || asked.filter.to.is_some();
    let currency = visit.ctx.currency;
    // Whole units, so that nothing at the ends is left out by typing what is shown.
    let unit = 10_i64.pow(currency.decimals());
    let (low, high) = (low / unit * unit, high.saturating_add(unit - 1) / unit * unit);
    asks.then(|| PriceRange {
        sign: currency.sign().to_owned(),
        from: asked.from().unwrap_or_default(),
        to: asked.to().unwrap_or_default(),
        low: typed(Money::new(low, currency)),
        high: typed(Money::new(high, currency)),
    })
}
