//! The shelves.
use actix_web::web;
use catalog::Catalog;
use kernel::kinds::CategoryId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::failures::Problem;
use crate::show::{self, Answer};

#[derive(Serialize, ToSchema)]
pub(crate) struct Categories {
    /// In the shop's order.
    items: Vec<Category>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Category {
    #[schema(value_type = String, example = "cat_01j…")]
    id: CategoryId,
    /// Its name in addresses.
    slug: String,
    title: String,
    intro: String,
    /// How many products stand in it.
    products: u64,
}

/// All categories
#[utoipa::path(get, path = "/api/v1/categories", tag = "catalogue", operation_id = "listCategories", responses(
    (status = 200, description = "The categories", body = Categories),
    (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn list(catalog: web::Data<Catalog>) -> Answer {
    let tree = catalog.categories().await?;
    let items = tree.iter().map(|c| Category {
        id: c.id,
        slug: c.slug.clone(),
        title: c.title.clone(),
        intro: c.intro.clone(),
        products: c.products,
    });
    show::ok(&Categories { items: items.collect() })
}
