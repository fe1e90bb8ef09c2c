//! The shelves.
use std::sync::Arc;

use actix_web::{HttpRequest, web};
use catalog::Catalog;
use kernel::kinds::CategoryId;
use kit::{Failure, Visit};
use serde::Serialize;
use utoipa::ToSchema;

use crate::failures::Problem;
use crate::parts::{Picture, picture};
use crate::products::OneParams;
use crate::receive::Params;
use crate::show::{self, Answer};

#[derive(Serialize, ToSchema)]
pub(crate) struct Categories {
    /// In the shop's order, those above before those below.
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
    /// The one it stands below.
    #[schema(value_type = Option<String>)]
    parent: Option<CategoryId>,
    picture: Option<Picture>,
    /// How many products stand in it.
    products: u64,
}

/// All categories
#[utoipa::path(get, path = "/api/v1/categories", tag = "catalogue", operation_id = "listCategories", params(OneParams),
    responses(
    (status = 200, description = "The categories", body = Categories),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    req: HttpRequest,
    visit: Visit,
    Params(asked): Params<OneParams>,
    catalog: web::Data<Catalog>,
) -> Answer {
    let fields = asked.fields()?;
    let tree = spoken(&visit, &catalog).await?;
    let items = tree.iter().map(|c| category(&visit, c)).collect();
    show::found(&req, &fields, &Categories { items })
}

/// One category
#[utoipa::path(get, path = "/api/v1/categories/{slug}", tag = "catalogue", operation_id = "getCategory",
    params(("slug" = String, Path, description = "Its id, or the name in its address", example = "kitchen"), OneParams),
    responses(
    (status = 200, description = "The category", body = Category),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn one(
    req: HttpRequest,
    visit: Visit,
    slug: web::Path<String>,
    Params(asked): Params<OneParams>,
    catalog: web::Data<Catalog>,
) -> Answer {
    let fields = asked.fields()?;
    let tree = spoken(&visit, &catalog).await?;
    let id = slug.parse::<CategoryId>().ok();
    let found = tree.iter().find(|c| Some(c.id) == id || c.slug == *slug).ok_or_else(Failure::not_found)?;
    show::found(&req, &fields, &category(&visit, found))
}

/// The categories in the language that was asked for.
pub(crate) async fn spoken(visit: &Visit, catalog: &Catalog) -> Result<Arc<Vec<catalog::Category>>, Failure> {
    if visit.ctx.prefix.is_empty() {
        return Ok(catalog.categories().await?);
    }
    Ok(Arc::new(catalog.categories_spoken(visit.ctx.texts.language()).await?))
}

fn category(visit: &Visit, c: &catalog::Category) -> Category {
    let origin = visit.site().config().public_url.origin();
    Category {
        id: c.id,
        slug: c.slug.clone(),
        title: c.title.clone(),
        intro: c.intro.clone(),
        parent: c.parent,
        picture: c.picture.clone().map(|p| picture(origin, p)),
        products: c.products,
    }
}
