//! The words of goods in the language of a page. In the shop's main language nobody is asked.
use std::collections::HashMap;
use std::sync::Arc;

use catalog::{Card, Category, Product, SaleItem};
use kernel::kinds::{ReferenceId, VariantId};
use kit::{Failure, Visit};

use crate::Rooms;

/// The page's language, where it is not the shop's main one.
fn other(visit: &Visit) -> Option<&str> {
    (!visit.ctx.prefix.is_empty()).then(|| visit.ctx.texts.language())
}

/// The categories as the page names them.
pub(crate) async fn tree(visit: &Visit, rooms: &Rooms) -> Result<Arc<Vec<Category>>, Failure> {
    match other(visit) {
        None => Ok(rooms.catalog.categories().await?),
        Some(language) => Ok(Arc::new(rooms.catalog.categories_spoken(language).await?)),
    }
}

pub(crate) async fn cards<'a>(
    visit: &Visit,
    rooms: &Rooms,
    cards: impl IntoIterator<Item = &'a mut Card>,
) -> Result<(), Failure> {
    let Some(language) = other(visit) else { return Ok(()) };
    let cards: Vec<&mut Card> = cards.into_iter().collect();
    let ids: Vec<ReferenceId> = cards.iter().map(|card| card.id.cast()).collect();
    let wording = rooms.catalog.wording(language, ids).await?;
    cards.into_iter().for_each(|card| wording.card(card));
    Ok(())
}

/// What the properties of many products are called on a page, by what they are called in the main language.
#[derive(Default)]
pub(crate) struct Names(HashMap<String, String>);

impl Names {
    pub fn of<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }
}

pub(crate) async fn names(visit: &Visit, rooms: &Rooms, names: Vec<String>) -> Result<Names, Failure> {
    match other(visit) {
        Some(language) => Ok(Names(rooms.catalog.called(language, names).await?)),
        None => Ok(Names::default()),
    }
}

/// A product and what is shown beside it.
pub(crate) async fn product<'a>(
    visit: &Visit,
    rooms: &Rooms,
    product: &mut Product,
    beside: impl IntoIterator<Item = &'a mut Card>,
) -> Result<(), Failure> {
    let Some(language) = other(visit) else { return Ok(()) };
    let beside: Vec<&mut Card> = beside.into_iter().collect();
    let ids = beside.iter().map(|card| card.id.cast()).chain([product.id.cast()]).collect();
    let wording = rooms.catalog.wording(language, ids).await?;
    beside.into_iter().for_each(|card| wording.card(card));
    wording.product(product);
    Ok(())
}

/// Things to be had.
pub(crate) async fn items<'a>(
    visit: &Visit,
    rooms: &Rooms,
    items: impl IntoIterator<Item = &'a mut SaleItem>,
) -> Result<(), Failure> {
    let Some(language) = other(visit) else { return Ok(()) };
    let items: Vec<&mut SaleItem> = items.into_iter().collect();
    let ids = items.iter().map(|item| item.product.cast()).collect();
    let wording = rooms.catalog.wording(language, ids).await?;
    items.into_iter().for_each(|item| wording.item(item));
    Ok(())
}

/// What lies in a basket.
pub(crate) async fn basket(visit: &Visit, rooms: &Rooms, view: &mut cart::View) -> Result<(), Failure> {
    items(visit, rooms, view.lines.iter_mut().map(|line| &mut line.item)).await
}

/// What was bought, as long as it is called as it was then.
pub(crate) async fn bought(visit: &Visit, rooms: &Rooms, order: &mut orders::Order) -> Result<(), Failure> {
    let Some(language) = other(visit) else { return Ok(()) };
    let variants: Vec<VariantId> = order.lines.iter().map(|line| line.variant).collect();
    let renamed = rooms.catalog.renamed(language, variants).await?;
    order.lines.iter_mut().for_each(|l| renamed.apply(l.variant, &mut l.title, &mut l.options));
    Ok(())
}
