//! What fits while somebody types.
use actix_web::HttpRequest;
use kernel::kinds::CategoryId;
use kit::{Failure, Thing, Visit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::categories::spoken;
use crate::failures::Problem;
use crate::products::{Product, Shelf};
use crate::receive::Params;
use crate::show::{self, Answer, Fields};

const USUAL: usize = 6;
const MOST: usize = 20;
const MOST_CATEGORIES: usize = 3;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Typed {
    /// What was typed so far, at most 80 characters.
    #[param(example = "mu", max_length = 80)]
    q: String,
    /// How many products at most, from 1 to 20; 6 when it is not said.
    #[param(minimum = 1, maximum = 20)]
    limit: Option<usize>,
}

/// What fits so far.
#[derive(Serialize, ToSchema)]
pub(crate) struct Suggestions {
    products: Vec<Product>,
    categories: Vec<SuggestedCategory>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SuggestedCategory {
    #[schema(value_type = String, example = "cat_01j…")]
    id: CategoryId,
    slug: String,
    title: String,
}

/// Products and categories that fit what was typed so far
#[utoipa::path(get, path = "/api/v1/suggestions", tag = "catalogue", operation_id = "suggest", params(Typed), responses(
    (status = 200, description = "The first few that fit", body = Suggestions),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `bad_query`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn show(req: HttpRequest, visit: Visit, Params(typed): Params<Typed>, rooms: Shelf) -> Answer {
    let limit = typed.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) || typed.q.chars().count() > 80 {
        let told = "Ask for at most 80 characters, and for 1 to 20 products.";
        return Err(Failure::invalid("bad_query", told).field("q", "out_of_range", told));
    }
    let fill = || async {
        let (told, products) = suggestions(&visit, &rooms, &typed.q, limit).await?;
        show::frame(&req, None, &told, products)
    };
    rooms.kept(&req, &visit, &Fields::default(), fill).await
}

/// Everything but the products, and which they are.
async fn suggestions(
    visit: &Visit,
    rooms: &Shelf,
    typed: &str,
    limit: usize,
) -> Result<(Suggestions, Vec<Thing>), Failure> {
    let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let hits = rooms.search.suggest(visit.ctx.price_list, &words, limit).await?;
    let products = hits.iter().map(|hit| *hit.product.bytes()).collect();
    let lower = words.to_lowercase();
    let fits = |title: &str| {
        !lower.is_empty() && title.to_lowercase().split_whitespace().any(|word| word.starts_with(&lower))
    };
    let categories = spoken(visit, &rooms.catalog).await?;
    let categories = categories.iter().filter(|c| fits(&c.title)).take(MOST_CATEGORIES);
    let category =
        |c: &catalog::Category| SuggestedCategory { id: c.id, slug: c.slug.clone(), title: c.title.clone() };
    let categories = categories.map(category).collect();
    Ok((Suggestions { products: Vec::new(), categories }, products))
}
