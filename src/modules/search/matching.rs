//! What fits words: found in the list of words, weighed and put in order here. The place of a full-text engine.
use std::cmp::Reverse;
use std::collections::HashMap;

use db::Conn;
use diesel::prelude::*;
use kernel::Page;
use kernel::kinds::{PriceListId, ProductId};

use crate::document::CODE;
use crate::facets::{Cell, Cells, Sieve};
use crate::schema::{search_listings as t, search_words as w};
use crate::{Ask, Found, Hit, MOST_LISTED, SearchError, Sort, Stock, find, shelf, words};

/// So many products that fit are weighed; a question that fits more is answered with some of them.
pub const MOST_MATCHES: usize = 5_000;
/// Suggestions are asked for with each letter: they look at fewer.
const MOST_SUGGESTED: usize = 400;
/// From this length on the beginning of a word is enough.
const PREFIX: usize = 2;

/// One product that fits.
#[derive(Clone, Debug)]
struct Match {
    product: ProductId,
    cell: Cell,
    stock: Stock,
    position: i64,
    created_at: i64,
    title_key: String,
    /// The higher, the better it fits.
    score: i64,
}

/// Words from `word` up to here begin with it: no letter stands behind the last one there is.
fn end_of(word: &str) -> String {
    if word.chars().count() < PREFIX { format!("{word}\u{1}") } else { format!("{word}\u{10ffff}") }
}

type Row = (String, i64, ProductId, bool, i64, i64, String, i64, i64, i64);

/// Products on the shelf that have every word, at most `most`.
fn matches(
    conn: &mut Conn,
    shelf: i64,
    typed: &str,
    words: &[String],
    most: usize,
) -> Result<Vec<Match>, SearchError> {
    let Some((first, others)) = words.split_first() else { return Ok(Vec::new()) };
    let joined = words::joined(typed);
    let columns = (
        w::word,
        w::weight,
        t::product,
        t::sold_out,
        t::position,
        t::created_at,
        t::title_key,
        t::price,
        t::brand,
        t::band,
    );
    let all = w::table.inner_join(t::table.on(t::product.eq(w::product))).filter(t::shelf.eq(shelf));
    let whole: Vec<Row> =
        all.filter(w::word.eq(&joined)).order(t::product).limit(most as i64).select(columns).load(conn)?;
    let mut query = all.filter(w::word.ge(first)).filter(w::word.lt(end_of(first))).into_boxed();
    for word in others {
        let also = diesel::alias!(w as also);
        let having = also
            .filter(also.field(w::word).ge(word))
            .filter(also.field(w::word).lt(end_of(word)))
            .select(also.field(w::product));
        query = query.filter(w::product.eq_any(having));
    }
    let rows: Vec<Row> = query.order((w::word, w::product)).limit(2 * most as i64).select(columns).load(conn)?;

    let mut found: HashMap<ProductId, Match> = HashMap::with_capacity(rows.len());
    for (word, weight, product, sold_out, position, created_at, title_key, price, brand, band) in
        whole.into_iter().chain(rows)
    {
        let exact = word == joined && weight >= CODE;
        let score = if exact { 10 * CODE } else { weight.min(9) + fits(&title_key, words) };
        let cell = Cell { brand, sold_out, price, count: 1 };
        let one = Match { product, cell, stock: Stock::of(band), position, created_at, title_key, score };
        let held = found.entry(product).or_insert_with(|| one.clone());
        held.score = held.score.max(score);
    }
    let mut found: Vec<Match> = found.into_values().collect();
    found.sort_by_key(|m| (Reverse(m.score), m.position, m.product));
    found.truncate(most + 1);
    Ok(found)
}

/// How well a title fits: whole words say more than beginnings, and the first word more than later ones.
fn fits(title_key: &str, words: &[String]) -> i64 {
    let mut score = 0;
    for word in words {
        for (at, own) in title_key.split(' ').enumerate() {
            if own == word {
                score += if at == 0 { 12 } else { 10 };
                break;
            }
            if own.starts_with(word.as_str()) {
                score += if at == 0 { 8 } else { 6 };
                break;
            }
        }
    }
    score
}

pub(crate) fn find(conn: &mut Conn, ask: &Ask, words: &[String]) -> Result<Found, SearchError> {
    let mut found = matches(conn, shelf(ask.list, ask.scope), &ask.words, words, MOST_MATCHES)?;
    let capped = found.len() > MOST_MATCHES;
    found.truncate(MOST_MATCHES);
    let cells: Vec<Cell> = found.iter().map(|m| m.cell).collect();
    let brands = find::brands(conn, cells.iter().map(|cell| cell.brand).collect())?;
    let cells = Cells { cells, brands };
    let sieve = Sieve::of(&ask.filter);
    let facets = cells.facets(&sieve);

    found.retain(|m| sieve.passes(&m.cell));
    match ask.sort {
        Sort::Arranged => found.sort_by_key(|m| (Reverse(m.score), m.cell.sold_out, m.position, m.product)),
        Sort::Newest => found.sort_by_key(|m| (m.cell.sold_out, Reverse(m.created_at), Reverse(m.product))),
        Sort::Cheapest => found.sort_by_key(|m| (m.cell.sold_out, m.cell.price, m.product)),
        Sort::Dearest => found.sort_by_key(|m| (m.cell.sold_out, Reverse(m.cell.price), Reverse(m.product))),
        Sort::Title => found.sort_by(|a, b| {
            (a.cell.sold_out, &a.title_key, a.product).cmp(&(b.cell.sold_out, &b.title_key, b.product))
        }),
    }
    let total = found.len() as u64;
    let listed = total.min(MOST_LISTED);
    let number = ask.number.clamp(1, listed.div_ceil(ask.size).max(1));
    let offset = ((number - 1) * ask.size) as usize;
    let items = found.iter().take(listed as usize).skip(offset).take(ask.size as usize);
    let items = items.map(|m| Hit { product: m.product, stock: m.stock }).collect();
    Ok(Found {
        page: Page { items, total: listed, number, size: ask.size },
        total,
        capped,
        facets,
        read_as: None,
        meant: None,
        partly: false,
    })
}

pub(crate) fn suggest(
    conn: &mut Conn,
    list: PriceListId,
    typed: &str,
    words: &[String],
    limit: usize,
) -> Result<Vec<Hit>, SearchError> {
    let mut found = matches(conn, shelf(list, crate::Scope::All), typed, words, MOST_SUGGESTED)?;
    found.sort_by_key(|m| (m.cell.sold_out, Reverse(m.score), m.position, m.product));
    Ok(found.into_iter().take(limit).map(|m| Hit { product: m.product, stock: m.stock }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_fit_better_than_beginnings() {
        let words = |text: &str| words::asked(text);
        assert!(fits("speckled mug", &words("mug")) > fits("mugs pair", &words("mug")));
        assert!(fits("mug speckled", &words("mug")) > fits("speckled mug", &words("mug")));
        assert_eq!(fits("olive soap", &words("mug")), 0);
    }

    #[test]
    fn a_beginning_ends_behind_its_longest_word() {
        assert!("mugs" < end_of("mug").as_str() && "muh" > end_of("mug").as_str());
        // A single letter stands for itself.
        assert!("a" < end_of("a").as_str() && "ab" > end_of("a").as_str());
    }
}
