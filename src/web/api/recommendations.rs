//! What goes with what.
use actix_web::{HttpRequest, web};
use catalog::Catalog;
use inventory::{Availability, Band, Inventory};
use kernel::kinds::ProductId;
use kit::{Failure, PageCache, PageKey, Rendered, Tag, Visit};
use pricing::Pricing;
use recommendations::{MOST_GIVEN, Recommendations};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::failures::Problem;
use crate::parts::{Money, Picture, picture};
use crate::receive::Params;
use crate::show::Answer;

const MOST: usize = 24;
const USUAL: usize = 8;
/// Together so often: less is chance.
const LEAST: u32 = 2;

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Bought in one order.
    #[default]
    Together,
    /// Looked at besides; for one product.
    Viewed,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Ids of products, with commas between, at most 64: one that is looked at, those in a basket, or what somebody
    /// bought before.
    #[param(example = "prd_01j…")]
    products: String,
    #[serde(default)]
    #[param(inline)]
    kind: Kind,
    /// How many, from 1 to 24; 8 when it is not said.
    #[param(minimum = 1, maximum = 24)]
    limit: Option<usize>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Recommended {
    /// The best first; empty when nothing is known. Only what can be bought.
    items: Vec<Item>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Item {
    #[schema(value_type = String, example = "prd_01j…")]
    id: ProductId,
    /// Its name in addresses.
    handle: String,
    title: String,
    subtitle: String,
    picture: Option<Picture>,
    /// Of its cheapest variant, in the market's tax mode.
    price: Money,
}

/// What goes with some products
///
/// By what was bought together or looked at one after another, in this shop, lately. Whoever holds a basket's content or
/// somebody's history sends its products: no person is named.
#[utoipa::path(get, path = "/api/v1/recommendations", tag = "catalogue", operation_id = "listRecommendations",
    params(Asked), responses(
    (status = 200, description = "Products", body = Recommended),
    (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
))]
#[expect(clippy::too_many_arguments, reason = "single facades, as everywhere")]
pub(crate) async fn list(
    req: HttpRequest,
    visit: Visit,
    Params(asked): Params<Asked>,
    pages: web::Data<PageCache>,
    known: web::Data<Recommendations>,
    catalog: web::Data<Catalog>,
    pricing: web::Data<Pricing>,
    inventory: web::Data<Inventory>,
) -> Answer {
    let limit = asked.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        let told = "One asks for 1 to 24 products.";
        return Err(Failure::invalid("bad_query", told).field("limit", "out_of_range", told));
    }
    let wrong = |told: &str| Failure::invalid("bad_query", told).field("products", "bad_value", told);
    let given = asked.products.split(',').map(|id| id.trim().parse::<ProductId>()).collect::<Result<Vec<_>, _>>();
    let given = given.map_err(|e| wrong(&e.to_string()))?;
    if given.len() > MOST_GIVEN || (asked.kind == Kind::Viewed && given.len() != 1) {
        return Err(wrong("Give up to 64 products, or a single one for those that are looked at besides it."));
    }
    let mut same = given.clone();
    same.sort_unstable();
    let address = same
        .iter()
        .fold(format!("/api/v1/recommendations?{}?{limit}", asked.kind as u8), |a, id| a + "," + &id.to_string());
    // What the shop sets: market and currency. Other news is seen when the answer has ended, after a minute.
    let tags = [Tag::all("setup")];
    let fill = || async {
        let near = match asked.kind {
            Kind::Together => known.together(&given, LEAST, limit * 3),
            Kind::Viewed => known.viewed(given[0], LEAST, limit * 3),
        };
        let ids: Vec<ProductId> = near.iter().map(|s| s.product).collect();
        let cards = catalog.cards(&ids).await?;
        let variants: Vec<_> = cards.iter().flat_map(|card| card.variants.iter().copied()).collect();
        let prices = pricing.prices(visit.ctx.price_list, visit.ctx.currency, &variants).await?;
        let stock = inventory.availability(&variants).await?;
        let origin = visit.site().config().public_url.origin();
        let item = |card: catalog::Card| {
            let priced = |id| Some((id, prices.get(id)?.single()?.unit));
            let can_be_bought = |id| stock.get(id).map_or(Band::Out, Availability::band) != Band::Out;
            let sold = card.variants.iter().filter_map(priced).filter(|(id, _)| can_be_bought(id));
            let price = sold.map(|(_, unit)| unit).min_by_key(|unit| unit.amount)?;
            Some(Item {
                id: card.id,
                handle: card.handle,
                title: card.title,
                subtitle: card.subtitle,
                picture: card.picture.map(|p| picture(origin, p)),
                price: price.into(),
            })
        };
        let items = cards.into_iter().filter_map(item).take(limit).collect();
        let text = serde_json::to_string(&Recommended { items }).map_err(Failure::ours)?;
        let shown = ids.iter().map(|id| Tag::of("product", *id));
        Ok::<_, Failure>(Rendered::json(text).tagged(shown))
    };
    pages.serve(&req, PageKey::at(&visit, address), &tags, fill).await
}
