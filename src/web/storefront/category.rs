//! A category's list, page by page.
use actix_web::{HttpRequest, HttpResponse, web};
use kit::{Failure, PageKey, Rendered, Visit};
use search::Scope;

use crate::asked::Asked;
use crate::parts::{category_link, home_link, html, public_frame, titled_page};
use crate::views::{CategoryView, Link};
use crate::{Rooms, listing, moved, seo, tags, tree, wording};

/// Parameters as they came: names may come more than once.
pub(crate) type Pairs = web::Query<Vec<(String, String)>>;

pub(crate) async fn show(
    req: HttpRequest,
    visit: Visit,
    rooms: web::Data<Rooms>,
    slug: web::Path<String>,
    pairs: Pairs,
) -> Result<HttpResponse, Failure> {
    let asked = Asked::of(&Asked::without_words(pairs.into_inner()), visit.ctx.currency);
    let base = format!("/c/{slug}");
    let key = PageKey::at(&visit, asked.page_path(&base));
    let known = [tags::setup(), tags::navigation()];
    let served = rooms.pages.serve(&req, key, &known, || fill(&visit, &rooms, &slug, &base, &asked)).await;
    moved::category(served, (&req, &visit, &rooms), &slug).await
}

async fn fill(visit: &Visit, rooms: &Rooms, slug: &str, base: &str, asked: &Asked) -> Result<Rendered, Failure> {
    let tree = wording::tree(visit, rooms).await?;
    let category = tree.iter().find(|c| c.slug == slug).ok_or_else(Failure::not_found)?;
    let definitions = rooms.catalog.definitions().await?;
    let offered = listing::offered(&tree, category, &definitions);
    let listing = listing::list(visit, rooms, (Scope::Category(category.id), offered), asked, base).await?;

    let number = listing.shelf.cards.number;
    let own_path = if number > 1 { format!("{base}?page={number}") } else { base.to_owned() };
    let mut crumbs = vec![home_link(&visit.ctx.texts)];
    crumbs.extend(tree::above(&tree, category).into_iter().map(category_link));
    let below = tree::below(&tree, category).map(|c| Link::new(&c.title, format!("/c/{}", c.slug))).collect();
    let title = titled_page(&visit.ctx.texts, &category.title, number);
    let mut frame = public_frame(visit, &tree, &title, &category.intro, &own_path);
    frame.data = vec![seo::breadcrumbs(visit, &crumbs, &category.title, base)];
    frame.shared_picture = category.picture.as_ref().map(|p| seo::picture(visit, p)).unwrap_or_default();
    frame.within(&tree::trail(&tree, category));
    let view = CategoryView {
        frame,
        title: category.title.clone(),
        intro: if number > 1 { String::new() } else { category.intro.clone() },
        crumbs,
        below,
        shelf: listing.shelf,
    };
    Ok(Rendered::new(html(&view)?).tagged(listing.tags).tagged([tags::category(category.id)]))
}
