//! What stands beside other things: bought with them, looked at besides, or for somebody in particular.
use std::collections::HashMap;
use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use catalog::Card;
use kernel::kinds::ProductId;
use kit::{Failure, Visit};
use parking_lot::RwLock;
use recommendations::Suggestion;

use crate::figures::{Figures, variants};
use crate::parts::page;
use crate::views::{self, CardRow, ForYouView, StockBand};
use crate::{Rooms, basket, wording};

/// Bought together, or looked at, so often: less is chance.
const LEAST: u32 = 2;
/// Products of a row.
pub(crate) const ROW: usize = 4;
/// Asked for, since some are sold out.
const ASKED: usize = 12;
/// A row of one product looks forlorn.
const FEWEST: usize = 2;
/// Lines of earlier orders that tell what somebody likes.
const REMEMBERED: i64 = 60;

/// Rows beside one product, before prices are known.
#[derive(Default)]
pub(crate) struct Beside {
    pub together: Vec<Card>,
    pub viewed: Vec<Card>,
}

impl Beside {
    /// One question to the database, and none where nothing is known.
    pub async fn product(rooms: &Rooms, product: ProductId) -> Result<Self, Failure> {
        let together = rooms.recommendations.together(&[product], LEAST, ASKED);
        let viewed = rooms.recommendations.viewed(product, LEAST, ASKED);
        let ids: Vec<ProductId> = together.iter().chain(&viewed).map(|s| s.product).collect();
        let cards: HashMap<ProductId, Card> =
            rooms.catalog.cards(&ids).await?.into_iter().map(|card| (card.id, card)).collect();
        let pick = |some: &[Suggestion]| some.iter().filter_map(|s| cards.get(&s.product).cloned()).collect();
        Ok(Self { together: pick(&together), viewed: pick(&viewed) })
    }

    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.together.iter().chain(&self.viewed)
    }

    pub fn cards_mut(&mut self) -> impl Iterator<Item = &mut Card> {
        self.together.iter_mut().chain(&mut self.viewed)
    }
}

/// Those that can be bought, up to a row; nothing where that is too few.
pub(crate) fn row<'a>(figures: &Figures, cards: impl IntoIterator<Item = &'a Card>) -> Vec<views::Card> {
    let buyable = cards.into_iter().filter_map(|card| figures.card(card));
    let row: Vec<views::Card> = buyable.filter(|card| card.band != StockBand::Out).take(ROW).collect();
    if row.len() < FEWEST { Vec::new() } else { row }
}

/// What goes with these products, priced. Three questions to the database, and none where nothing is known.
async fn with(visit: &Visit, rooms: &Rooms, given: &[ProductId]) -> Result<Vec<views::Card>, Failure> {
    let ids: Vec<ProductId> =
        rooms.recommendations.together(given, LEAST, ASKED).iter().map(|s| s.product).collect();
    let mut cards = rooms.catalog.cards(&ids).await?;
    wording::cards(visit, rooms, &mut cards).await?;
    let figures = Figures::of(rooms, visit, &variants(&cards)).await?;
    Ok(row(&figures, &cards))
}

/// What goes with what lies in a basket.
pub(crate) async fn basket(visit: &Visit, rooms: &Rooms, view: &cart::View) -> Result<Option<CardRow>, Failure> {
    let given: Vec<ProductId> = view.lines.iter().map(|line| line.item.product).collect();
    let cards = with(visit, rooms, &given).await?;
    Ok(titled(visit, "beside-basket", cards))
}

/// What goes with what somebody who is signed in bought before.
pub(crate) async fn bought(visit: &Visit, rooms: &Rooms) -> Result<Option<CardRow>, Failure> {
    let Some(me) = &visit.customer else { return Ok(None) };
    let variants = rooms.orders.bought_by(me.id, REMEMBERED).await?;
    let given = rooms.catalog.products_of(variants).await?;
    let cards = with(visit, rooms, &given).await?;
    Ok(titled(visit, "beside-bought", cards))
}

fn titled(visit: &Visit, key: &str, cards: Vec<views::Card>) -> Option<CardRow> {
    (!cards.is_empty()).then(|| CardRow { title: visit.ctx.texts.t(key).to_owned(), all: None, cards })
}

/// A row for whoever asks: by their basket, else by what they bought. It is put into pages that are the same for everybody;
/// 204 when there is nothing to say.
pub(crate) async fn for_you(visit: Visit, rooms: web::Data<Rooms>) -> Result<HttpResponse, Failure> {
    let row = match basket::open(&visit, &rooms).await? {
        Some((_, view)) => basket(&visit, &rooms, &view).await?,
        None => bought(&visit, &rooms).await?,
    };
    match row {
        Some(row) => page(StatusCode::OK, &ForYouView { ctx: visit.ctx.clone(), row }),
        None => Ok(HttpResponse::NoContent().finish()),
    }
}

/// Which products stand at which addresses, as far as their pages were made: those that are looked at are counted by id,
/// though their pages come from the cache. Cheap to clone; clones are one.
#[derive(Clone, Default)]
pub struct Looks(Arc<RwLock<HashMap<Box<str>, ProductId>>>);

/// Addresses that are kept.
const ADDRESSES: usize = 50_000;
/// Programs that say so are not counted.
const PROGRAMS: [&str; 9] = ["bot", "crawl", "spider", "slurp", "headless", "preview", "curl", "wget", "python"];

impl Looks {
    pub(crate) fn know(&self, handle: &str, product: ProductId) {
        if self.0.read().get(handle) == Some(&product) {
            return;
        }
        let mut kept = self.0.write();
        if kept.len() >= ADDRESSES {
            kept.clear();
        }
        kept.insert(handle.into(), product);
    }

    /// Somebody looks at a product: counted unless they are a program, or ask not to be.
    pub(crate) fn note(&self, req: &HttpRequest, visit: &Visit, rooms: &Rooms, handle: &str) {
        let said = |name: &str| req.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let agent = said(header::USER_AGENT.as_str());
        if agent.is_empty() || said("dnt") == "1" || said("sec-gpc") == "1" || !said("sec-purpose").is_empty() {
            return;
        }
        let lower = agent.to_ascii_lowercase();
        if PROGRAMS.iter().any(|program| lower.contains(program)) {
            return;
        }
        if let Some(product) = self.0.read().get(handle) {
            rooms.recommendations.looked((visit.ip, agent), *product);
        }
    }
}
