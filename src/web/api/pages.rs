//! Pages of words: imprint, terms, delivery, and whatever else the shop writes.
use actix_web::{HttpRequest, web};
use content::Content;
use kit::{Failure, Visit};
use serde::Serialize;
use utoipa::ToSchema;

use crate::failures::Problem;
use crate::products::OneParams;
use crate::receive::Params;
use crate::show::{self, Answer};

#[derive(Serialize, ToSchema)]
pub(crate) struct Pages {
    items: Vec<PageName>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PageName {
    #[schema(example = "terms")]
    slug: String,
    /// The language it is written in.
    #[schema(example = "en")]
    locale: String,
    title: String,
}

/// A page of words.
#[derive(Serialize, ToSchema)]
pub(crate) struct Page {
    slug: String,
    locale: String,
    title: String,
    /// HTML, safe to show.
    html: String,
    #[schema(format = DateTime)]
    changed_at: String,
}

/// All pages that can be read
#[utoipa::path(get, path = "/api/v1/pages", tag = "pages", operation_id = "listPages", params(OneParams), responses(
    (status = 200, description = "The pages", body = Pages),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    req: HttpRequest,
    Params(asked): Params<OneParams>,
    content: web::Data<Content>,
) -> Answer {
    let fields = asked.fields()?;
    let pages = content.pages().await?;
    let name = |p: content::Page| PageName { slug: p.slug, locale: p.locale, title: p.title };
    let items = pages.into_iter().filter(|p| p.published).map(name).collect();
    show::found(&req, &fields, &Pages { items })
}

/// One page, in the language that is asked for, else in the shop's own
#[utoipa::path(get, path = "/api/v1/pages/{slug}", tag = "pages", operation_id = "getPage",
    params(("slug" = String, Path, description = "As in `terms`", example = "terms"), OneParams), responses(
    (status = 200, description = "The page", body = Page),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn one(
    req: HttpRequest,
    visit: Visit,
    slug: web::Path<String>,
    Params(asked): Params<OneParams>,
    content: web::Data<Content>,
) -> Answer {
    let fields = asked.fields()?;
    let own = visit.ctx.texts.language();
    let locales: Vec<&str> =
        std::iter::once(own).chain(visit.languages().map(|ctx| ctx.texts.language())).collect();
    let page = content.shown(&slug, &locales).await?.ok_or_else(Failure::not_found)?;
    let page = Page {
        html: content::render(&page.body),
        changed_at: page.changed().rfc3339(),
        slug: page.slug,
        locale: page.locale,
        title: page.title,
    };
    show::found(&req, &fields, &page)
}
