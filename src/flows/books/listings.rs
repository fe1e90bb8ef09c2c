//! I12: what lists show is what the rooms say: the same products, at the price and with the stock that are in force.
use std::collections::HashSet;
use std::time::Instant;

use db::{Conn, DbError};
use kernel::kinds::{PriceListId, ProductId};
use kernel::{Breach, Micros};
use search::books::Listed;
use search::{Offer, Stock};

use super::paged::Paged;
use super::{CheckResult, PAGE};
use crate::search::{SUBSCRIBER, offered};

/// A product on sale with what it costs in one list, in the order of ids.
type Shown = Listed;

pub(super) fn check(conn: &mut Conn, now: Micros) -> Result<CheckResult, DbError> {
    let mut check = CheckResult::new("I12", "lists show what the rooms say");
    let started = Instant::now();
    if search::Search::built_in(conn).map_err(of_search)?.is_none() {
        check.not_checked = Some("lists were never made; `sundry search rebuild` makes them".to_owned());
        return Ok(check);
    }
    // Products that the lists are still to hear of, or whose time has come by itself.
    let behind = events::books::is_behind(conn, SUBSCRIBER)?;
    let due: HashSet<ProductId> =
        search::Search::stale_in(conn, now, i64::MAX).map_err(of_search)?.into_iter().collect();
    let mut late = 0_u64;
    for list in pricing::books::lists(conn)? {
        let mut say = |product: ProductId, sentence: String| {
            if behind || due.contains(&product) {
                late += 1;
            } else {
                check.add(Breach::new("I12", sentence).of(product));
            }
        };
        let compared = compare(conn, now, list, &mut say)?;
        check.examined += compared;
    }
    if late > 0 {
        check.lag.push(format!("{late} products are shown as they were a moment ago"));
    }
    check.took = started.elapsed();
    Ok(check)
}

fn of_search(e: search::SearchError) -> DbError {
    match e {
        search::SearchError::Db(e) => e,
        other => DbError::Unavailable(other.to_string()),
    }
}

/// Both sides in the order of the products' ids.
fn compare(
    conn: &mut Conn,
    now: Micros,
    list: PriceListId,
    say: &mut dyn FnMut(ProductId, String),
) -> Result<u64, DbError> {
    let mut at = None;
    let mut rooms = Paged::new(move |c, _: Option<&Shown>| {
        // Pages of products; one without an offer in this list shows nothing, and a page of such ones is not the end.
        loop {
            let page = catalog::books::on_sale(c, at, PAGE)?;
            let Some(last) = page.last() else { return Ok(Vec::new()) };
            at = Some(last.0);
            let offers = offered(c, now, &page)?;
            let mine = |(product, offers): (ProductId, Vec<Offer>)| {
                let offer = offers.into_iter().find(|o| o.list == list)?;
                Some(Shown { product, price: offer.price, stock: offer.stock })
            };
            let shown: Vec<Shown> = offers.into_iter().filter_map(mine).collect();
            if !shown.is_empty() {
                return Ok(shown);
            }
        }
    });
    let mut lists =
        Paged::new(|c, last: Option<&Listed>| search::books::listed(c, list, last.map(|l| l.product), PAGE));
    let mut examined = 0;
    let astray = |l: Listed| (l.product, "a list shows a product that is not on sale".to_owned());
    while let Some(room) = rooms.next(conn)? {
        examined += 1;
        while let Some(listed) = lists.next_if(conn, |l| l.product < room.product)? {
            let (product, sentence) = astray(listed);
            say(product, sentence);
        }
        match lists.next_if(conn, |l| l.product == room.product)? {
            None => say(room.product, "a product is on sale, and no list shows it".to_owned()),
            Some(listed) if listed.price != room.price => {
                say(room.product, format!("a list shows the price {}, and it costs {}", listed.price, room.price));
            }
            Some(listed) if listed.stock != room.stock => {
                let (told, is) = (word(listed.stock), word(room.stock));
                say(room.product, format!("a list shows its stock as {told}, and it is {is}"));
            }
            Some(_) => {}
        }
    }
    while let Some(listed) = lists.next(conn)? {
        let (product, sentence) = astray(listed);
        say(product, sentence);
    }
    Ok(examined)
}

fn word(stock: Stock) -> &'static str {
    match stock {
        Stock::In => "in",
        Stock::Low => "low",
        Stock::Out => "out",
    }
}
