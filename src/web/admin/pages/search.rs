//! One box for everything: orders, products, and the pages of the back office.
use actix_web::{HttpResponse, web};
use catalog::Catalog;
use kernel::Context;
use kit::Failure;
use orders::{Cursor, Listed, Orders};
use serde::Deserialize;
use staff::Permission;

use crate::desk::Desk;
use crate::views::{FoundView, Hit, Hits, NavEntry, Place, SearchView, Section};

/// Shown of each kind.
const EACH: u64 = 5;
/// The most that is looked for, in characters.
const LONGEST: usize = 200;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
}

pub(crate) async fn show(
    desk: Desk,
    orders: web::Data<Orders>,
    catalog: web::Data<Catalog>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let (found, query) = look(&desk, &orders, &catalog, &asked).await?;
    let mut shell = desk.shell(Section::Elsewhere, desk.ctx().texts.t("admin-search"));
    shell.searched = query;
    desk.show(&SearchView { shell, found })
}

/// What the box shows while somebody types.
pub(crate) async fn found(
    desk: Desk,
    orders: web::Data<Orders>,
    catalog: web::Data<Catalog>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let (found, query) = look(&desk, &orders, &catalog, &asked).await?;
    let mut shell = desk.shell(Section::Elsewhere, "");
    shell.searched = query;
    crate::desk::html(&FoundView { shell, found })
}

async fn look(
    desk: &Desk,
    orders: &Orders,
    catalog: &Catalog,
    asked: &Asked,
) -> Result<(Vec<Hits>, String), Failure> {
    let query: String = asked.q.trim().chars().take(LONGEST).collect();
    let ctx = desk.ctx();
    let mut found = vec![Hits {
        title: "admin-search-pages",
        hits: places(&desk.shell(Section::Elsewhere, "").nav, ctx, &query),
        more: None,
    }];
    if !query.is_empty() {
        if desk.may(Permission::ViewOrders) {
            found.push(in_orders(desk, orders, &query).await?);
        }
        if desk.may(Permission::ViewProducts) {
            found.push(in_products(catalog, &query).await?);
        }
    }
    found.retain(|hits| !hits.hits.is_empty());
    Ok((found, query))
}

/// Pages whose name or further words begin with every word of `query`; all of them when nothing is asked for.
fn places(nav: &[NavEntry], ctx: &Context, query: &str) -> Vec<Hit> {
    let open = nav.iter().flat_map(|e| std::iter::once(e.place).chain(e.within.iter().copied()));
    let wanted = query.to_lowercase();
    open.filter(|place| {
        let words = words_of(place, ctx);
        wanted.split_whitespace().all(|w| words.split_whitespace().any(|word| word.starts_with(w)))
    })
    .map(|place| Hit {
        path: place.path.to_owned(),
        title: ctx.texts.t(place.label).to_owned(),
        detail: String::new(),
    })
    .collect()
}

fn words_of(place: &Place, ctx: &Context) -> String {
    let key = format!("{}-words", place.label);
    let more = ctx.texts.t(&key);
    let more = if more == key { "" } else { more };
    format!("{} {more}", ctx.texts.t(place.label)).to_lowercase()
}

async fn in_orders(desk: &Desk, orders: &Orders, query: &str) -> Result<Hits, Failure> {
    let cut = Listed { query: query.to_owned(), ..Listed::default() };
    let (listed, _) = orders.list(desk.actor(), cut, Cursor::Start, EACH as usize).await?;
    let more = listed.after;
    let hits = listed.items.into_iter().map(|order| Hit {
        path: format!("/admin/orders/{}", order.id),
        detail: if order.buyer.is_empty() { order.email } else { order.buyer },
        title: order.number,
    });
    Ok(Hits {
        title: "admin-nav-orders",
        hits: hits.collect(),
        more: more.then(|| format!("/admin/orders?q={}", escaped(query))),
    })
}

async fn in_products(catalog: &Catalog, query: &str) -> Result<Hits, Failure> {
    let cut = catalog::Listed { query: query.to_owned(), ..catalog::Listed::default() };
    let listed = catalog.list(cut, catalog::Cursor::Start, EACH as usize).await?;
    let more = listed.after;
    let hits = listed.items.into_iter().map(|product| Hit {
        path: format!("/admin/products/{}", product.id),
        title: product.title,
        detail: product.handle,
    });
    Ok(Hits {
        title: "admin-nav-products",
        hits: hits.collect(),
        more: more.then(|| format!("/admin/products?q={}", escaped(query))),
    })
}

/// For one value in a query.
fn escaped(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len() + 8), |mut out, b| {
        if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}
