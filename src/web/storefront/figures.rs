//! Prices and stock of everything on a page, asked for together: a query each, however much there is.
use std::collections::HashMap;

use inventory::{Availability, Band, When};
use kernel::kinds::VariantId;
use kernel::{Day, Money};
use kit::{Failure, Tag, Visit};
use pricing::Price;

use crate::parts::picture;
use crate::views::{Card, StockBand};
use crate::{Rooms, tags};

/// What products in a list cost.
pub(crate) struct Prices(HashMap<VariantId, pricing::Prices>);

impl Prices {
    /// One query.
    pub async fn of(rooms: &Rooms, visit: &Visit, cards: &[catalog::Card]) -> Result<Self, Failure> {
        Self::of_variants(rooms, visit, &variants(cards)).await
    }

    async fn of_variants(rooms: &Rooms, visit: &Visit, variants: &[VariantId]) -> Result<Self, Failure> {
        if variants.is_empty() {
            return Ok(Self(HashMap::new()));
        }
        let ctx = &visit.ctx;
        Ok(Self(rooms.pricing.prices(ctx.price_list, ctx.currency, variants).await?))
    }

    /// The price of one.
    pub fn price(&self, variant: VariantId) -> Option<&Price> {
        self.0.get(&variant)?.single()
    }

    /// A product in a list; None when nothing of it has a price here.
    pub fn card(&self, card: &catalog::Card, band: StockBand) -> Option<Card> {
        let mut prices: Vec<&Price> = card.variants.iter().filter_map(|v| self.price(*v)).collect();
        prices.sort_by_key(|p| p.unit.amount);
        let (cheapest, dearest) = (*prices.first()?, *prices.last()?);
        Some(Card {
            title: card.title.clone(),
            subtitle: card.subtitle.clone(),
            path: format!("/p/{}", card.handle),
            picture: card.picture.as_ref().map(picture),
            price: cheapest.unit,
            from: cheapest.unit.amount != dearest.unit.amount,
            was: was(cheapest),
            band,
        })
    }
}

/// What the variants on a page cost, and how many there are.
pub(crate) struct Figures {
    prices: Prices,
    stock: HashMap<VariantId, Availability>,
}

impl Figures {
    pub async fn of(rooms: &Rooms, visit: &Visit, variants: &[VariantId]) -> Result<Self, Failure> {
        let prices = Prices::of_variants(rooms, visit, variants).await?;
        let stock = rooms.inventory.availability(variants).await?;
        Ok(Self { prices, stock })
    }

    /// The price of one.
    pub fn price(&self, variant: VariantId) -> Option<&Price> {
        self.prices.price(variant)
    }

    pub fn band(&self, variant: VariantId) -> StockBand {
        band(self.stock.get(&variant).map_or(Band::Out, Availability::band))
    }

    /// When one of it goes out that is ordered today.
    pub fn when(&self, variant: VariantId, today: Day) -> When {
        self.stock.get(&variant).map_or(When::Now, |stock| stock.when(1, today))
    }

    /// A product in a list; None when nothing of it has a price here.
    pub fn card(&self, card: &catalog::Card) -> Option<Card> {
        let bands: Vec<StockBand> =
            card.variants.iter().filter(|v| self.price(**v).is_some()).map(|v| self.band(*v)).collect();
        let best = [StockBand::In, StockBand::Low].into_iter().find(|b| bands.contains(b));
        self.prices.card(card, best.unwrap_or(StockBand::Out))
    }

    pub fn cards<'a>(&self, cards: impl IntoIterator<Item = &'a catalog::Card>) -> Vec<Card> {
        cards.into_iter().filter_map(|card| self.card(card)).collect()
    }
}

/// The former price, where it was higher.
pub(crate) fn was(price: &Price) -> Option<Money> {
    price.compare_at.filter(|former| former.amount > price.unit.amount)
}

fn band(band: Band) -> StockBand {
    match band {
        Band::In => StockBand::In,
        Band::Low => StockBand::Low,
        Band::Out => StockBand::Out,
    }
}

/// The variants of products in lists.
pub(crate) fn variants<'a>(cards: impl IntoIterator<Item = &'a catalog::Card>) -> Vec<VariantId> {
    cards.into_iter().flat_map(|card| card.variants.iter().copied()).collect()
}

/// What a page with these products is made from.
pub(crate) fn card_tags<'a>(cards: impl IntoIterator<Item = &'a catalog::Card>) -> Vec<Tag> {
    let one = |card: &catalog::Card| {
        let mut tags = vec![tags::product(card.id)];
        tags.extend(variant_tags(&card.variants));
        tags
    };
    cards.into_iter().flat_map(one).collect()
}

pub(crate) fn variant_tags(variants: &[VariantId]) -> impl Iterator<Item = Tag> {
    variants.iter().flat_map(|v| [tags::price(*v), tags::stock(*v)])
}
