//! Pages of words: imprint, terms, and whatever else the shop writes.
use actix_web::{HttpRequest, HttpResponse, web};
use kit::{Failure, PageKey, Rendered, Visit};

use crate::parts::{html, public_frame};
use crate::views::WordsView;
use crate::{Rooms, tags, wording};

pub(crate) async fn show(
    req: HttpRequest,
    visit: Visit,
    rooms: web::Data<Rooms>,
    slug: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let key = PageKey::at(&visit, format!("/pages/{slug}"));
    let known = [tags::setup(), tags::navigation(), tags::words(&slug)];
    rooms.pages.serve(&req, key, &known, || fill(&visit, &rooms, &slug)).await
}

async fn fill(visit: &Visit, rooms: &Rooms, slug: &str) -> Result<Rendered, Failure> {
    // In the page's language; else in the shop's own, else in any it speaks.
    let own = visit.ctx.texts.language();
    let locales: Vec<&str> =
        std::iter::once(own).chain(visit.languages().map(|ctx| ctx.texts.language())).collect();
    let page = rooms.content.shown(slug, &locales).await?.ok_or_else(Failure::not_found)?;
    let tree = wording::tree(visit, rooms).await?;
    let mut frame = public_frame(visit, &tree, &page.title, "", &format!("/pages/{slug}"));
    // There before the opening, too, for everybody.
    frame.closed = false;
    frame.legal.iter_mut().for_each(|link| link.current = link.path == format!("/pages/{slug}"));
    let lang = (page.locale != own).then(|| page.locale.clone());
    let view = WordsView { frame, title: page.title, lang, html: content::render(&page.body) };
    Ok(Rendered::new(html(&view)?))
}
