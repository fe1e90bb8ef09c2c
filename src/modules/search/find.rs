//! One page of a shelf: cut by the index of its order.
use std::collections::HashMap;
use std::sync::Arc;

use db::{Conn, Db};
use diesel::dsl::count_star;
use diesel::prelude::*;
use kernel::Page;
use kernel::kinds::ProductId;

use crate::facets::{Cell, Cells, Sieve};
use crate::kept::KeptCells;
use crate::schema::{search_brands as brands_t, search_listings as t};
use crate::{Ask, Found, Hit, MOST_LISTED, SearchError, Sort, Stock, shelf};

pub(crate) async fn on_shelf(db: &Db, kept: &KeptCells, ask: Ask) -> Result<Found, SearchError> {
    let shelf = shelf(ask.list, ask.scope);
    let cells: Arc<Cells> = match kept.look(shelf) {
        Ok(cells) => cells,
        Err(round) => kept.keep(&round, shelf, db.read_slow(move |c| cells(c, shelf)).await?),
    };
    let sieve = Sieve::of(&ask.filter);
    let (total, facets) = (cells.left(&sieve), cells.facets(&sieve));
    let listed = total.min(MOST_LISTED);
    let number = ask.number.clamp(1, listed.div_ceil(ask.size).max(1));
    let size = ask.size;
    let items =
        if total == 0 { Vec::new() } else { db.read(move |c| cut(c, shelf, &ask, (number - 1) * size)).await? };
    Ok(Found {
        page: Page { items, total: listed, number, size },
        total,
        capped: false,
        facets,
        read_as: None,
        meant: None,
        partly: false,
    })
}

fn cells(conn: &mut Conn, shelf: i64) -> Result<Cells, SearchError> {
    let rows: Vec<(i64, bool, i64, i64)> = t::table
        .filter(t::shelf.eq(shelf))
        .group_by((t::brand, t::sold_out, t::price))
        .select((t::brand, t::sold_out, t::price, count_star()))
        .load(conn)?;
    let cells: Vec<Cell> = rows
        .into_iter()
        .map(|(brand, sold_out, price, count)| Cell { brand, sold_out, price, count: count.max(0) as u64 })
        .collect();
    let brands = brands(conn, cells.iter().map(|cell| cell.brand).collect())?;
    Ok(Cells { cells, brands })
}

/// Slugs and names of brands by number.
pub(crate) fn brands(
    conn: &mut Conn,
    mut numbers: Vec<i64>,
) -> Result<HashMap<i64, (String, String)>, SearchError> {
    numbers.retain(|brand| *brand != 0);
    numbers.sort_unstable();
    numbers.dedup();
    let mut named = HashMap::with_capacity(numbers.len());
    // SQLite takes so many values in one statement, and more.
    for some in numbers.chunks(500) {
        let rows: Vec<(i64, String, String)> =
            brands_t::table.filter(brands_t::brand.eq_any(some)).order(brands_t::brand).load(conn)?;
        named.extend(rows.into_iter().map(|(brand, slug, name)| (brand, (slug, name))));
    }
    Ok(named)
}

fn cut(conn: &mut Conn, shelf: i64, ask: &Ask, offset: u64) -> Result<Vec<Hit>, SearchError> {
    let sieve = Sieve::of(&ask.filter);
    let mut query: t::BoxedQuery<'_, db::MultiBackend> = t::table.filter(t::shelf.eq(shelf)).into_boxed();
    if ask.filter.in_stock {
        query = query.filter(t::sold_out.eq(false));
    }
    if !sieve.brands.is_empty() {
        query = query.filter(t::brand.eq_any(sieve.brands));
    }
    if let Some(from) = ask.filter.from {
        query = query.filter(t::price.ge(from));
    }
    if let Some(to) = ask.filter.to {
        query = query.filter(t::price.le(to));
    }
    query = match ask.sort {
        Sort::Arranged => query.order((t::sold_out.asc(), t::position.asc(), t::product.asc())),
        Sort::Newest => query.order((t::sold_out.asc(), t::created_at.desc(), t::product.desc())),
        Sort::Cheapest => query.order((t::sold_out.asc(), t::price.asc(), t::product.asc())),
        Sort::Dearest => query.order((t::sold_out.asc(), t::price.desc(), t::product.desc())),
        Sort::Title => query.order((t::sold_out.asc(), t::title_key.asc(), t::product.asc())),
    };
    let rows: Vec<(ProductId, i64)> =
        query.offset(offset as i64).limit(ask.size as i64).select((t::product, t::band)).load(conn)?;
    Ok(rows.into_iter().map(|(product, band)| Hit { product, stock: Stock::of(band) }).collect())
}
