//! From orders to recommendations: what was bought, as products.
use std::collections::HashMap;

use catalog::{Catalog, CatalogError};
use db::{Conn, Db, DbError, Lane, Tx};
use kernel::Actor;
use kernel::kinds::{OrderId, ProductId, VariantId};
use orders::{Bought, Orders, OrdersError};
use recommendations::{Recommendations, RecommendationsError};

/// Older orders noted in one unit of work: about 4 ms on SQLite.
const PIECE: i64 = 20;
/// Under which name it is kept how far older orders were gone through.
const PLACE: &str = "orders";
/// What stands there when all were.
const DONE: &[u8] = b"done";

#[derive(Debug, thiserror::Error)]
pub enum RecommendError {
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Orders(#[from] OrdersError),
    #[error(transparent)]
    Recommendations(#[from] RecommendationsError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(RecommendError: Catalog, Orders, Recommendations);

/// The products of these variants, each once, in their order; what the catalogue does not know is left out.
///
/// # Errors
/// The database's.
pub fn products(conn: &mut Conn, variants: &[VariantId]) -> Result<Vec<ProductId>, CatalogError> {
    if variants.is_empty() {
        return Ok(Vec::new());
    }
    let known = Catalog::products_of_in(conn, variants)?;
    Ok(each_once(&known, variants))
}

fn each_once(known: &HashMap<VariantId, ProductId>, variants: &[VariantId]) -> Vec<ProductId> {
    let mut products: Vec<ProductId> = Vec::with_capacity(variants.len());
    for product in variants.iter().filter_map(|variant| known.get(variant)) {
        if !products.contains(product) {
            products.push(*product);
        }
    }
    products
}

/// Orders were placed.
///
/// # Errors
/// The database's.
pub fn note(tx: &mut Tx<'_>, bought: &[Bought]) -> Result<(), RecommendError> {
    let variants: Vec<VariantId> = bought.iter().flat_map(|one| one.variants.iter().copied()).collect();
    if variants.is_empty() {
        return Ok(());
    }
    let known = Catalog::products_of_in(tx, &variants)?;
    for one in bought {
        Recommendations::note(tx, Orders::reference(one.order), one.at, &each_once(&known, &one.variants))?;
    }
    Ok(())
}

/// An order was cancelled.
///
/// # Errors
/// The database's.
pub fn forget(tx: &mut Tx<'_>, order: OrderId) -> Result<(), RecommendError> {
    Recommendations::forget(tx, Orders::reference(order))?;
    Ok(())
}

/// Notes the orders that were placed before anybody noted them, once for a shop. Blocks; may be stopped at any time and goes
/// on there. Answers how many were looked at.
///
/// # Errors
/// The database's.
pub fn catch_up(db: &Db, actor: &Actor) -> Result<u64, RecommendError> {
    let mut seen = 0;
    loop {
        let piece = db.write_now(Lane::Bulk, actor, |tx| -> Result<Option<u64>, RecommendError> {
            let place = Recommendations::place_in(tx, PLACE)?;
            if place.as_deref() == Some(DONE) {
                return Ok(None);
            }
            let after = place.and_then(|p| Some(OrderId::from_bytes(p.try_into().ok()?)));
            let orders = Orders::bought_in(tx, after, PIECE)?;
            let Some(last) = orders.last().map(|o| o.order) else {
                Recommendations::keep_place(tx, PLACE, DONE)?;
                return Ok(None);
            };
            let count = orders.len() as u64;
            note(tx, &orders)?;
            Recommendations::keep_place(tx, PLACE, last.bytes())?;
            Ok(Some(count))
        })?;
        match piece {
            Some(count) => seen += count,
            None => return Ok(seen),
        }
    }
}
