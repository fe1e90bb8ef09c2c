//! The shop window.
use actix_web::{HttpRequest, HttpResponse, web};
use catalog::Category;
use kit::{Failure, PageKey, Rendered, Visit};

use crate::figures::{Figures, card_tags, variants};
use crate::parts::{about, category_link, delivery_note, html, picture, public_frame};
use crate::views::{CardRow, HomeView, Link, Picture, Promise, PromiseIcon, Room};
use crate::{Rooms, seo, tags, tree, wording};

const NEWEST: u64 = 8;
const SECOND_ROW: usize = 4;

pub(crate) async fn show(req: HttpRequest, visit: Visit, rooms: web::Data<Rooms>) -> Result<HttpResponse, Failure> {
    let known = [tags::setup(), tags::navigation(), tags::catalogue()];
    rooms.pages.serve(&req, PageKey::at(&visit, "/"), &known, || fill(&visit, &rooms)).await
}

async fn fill(visit: &Visit, rooms: &Rooms) -> Result<Rendered, Failure> {
    let tree = wording::tree(visit, rooms).await?;
    let filled: Vec<&Category> = tree::top(&tree).collect();
    let mut newest = rooms.catalog.newest(NEWEST).await?;
    let mut second = match filled.iter().find(|c| c.products > 0) {
        Some(category) => Some((*category, (*rooms.shelves.first(&rooms.catalog, category).await?).clone())),
        None => None,
    };
    let second_row = second.iter_mut().flat_map(|(_, shelf)| shelf.iter_mut().take(SECOND_ROW));
    wording::cards(visit, rooms, newest.iter_mut().chain(second_row)).await?;
    let shown = || newest.iter().chain(second.iter().flat_map(|(_, shelf)| shelf.iter().take(SECOND_ROW)));
    let figures = Figures::of(rooms, visit, &variants(shown())).await?;

    let texts = &visit.ctx.texts;
    let mut rows =
        vec![CardRow { title: texts.t("home-newest").to_owned(), all: None, cards: figures.cards(&newest) }];
    if let Some((category, shelf)) = &second {
        let all = Link::new(texts.n("home-all", category.products), format!("/c/{}", category.slug));
        let cards = figures.cards(shelf.iter().take(SECOND_ROW));
        rows.push(CardRow { title: category.title.clone(), all: Some(all), cards });
    }
    let mut frame = public_frame(visit, &tree, "", about(visit, "home-text"), "/");
    frame.data = seo::shop(visit);
    let shared = newest.iter().find_map(|card| card.picture.as_ref());
    frame.shared_picture = shared.map(|p| seo::picture(visit, p)).unwrap_or_default();
    let view = HomeView {
        frame,
        title: if visit.setup.profile.demo { texts.t("home-title") } else { &visit.ctx.shop_name }.to_owned(),
        text: about(visit, "home-text").to_owned(),
        start_path: "/search".to_owned(),
        promises: promises(visit, rooms).await?,
        rooms: filled.iter().map(|c| room(&tree, c)).collect(),
        rows,
    };
    Ok(Rendered::new(html(&view)?).tagged(card_tags(shown())).tagged(tree.iter().map(|c| tags::category(c.id))))
}

fn room(tree: &[Category], category: &Category) -> Room {
    Room {
        title: category.title.clone(),
        path: category_link(category).path,
        // The name stands below it, in the same link.
        picture: category.picture.as_ref().map(|p| Picture { alt: String::new(), ..picture(p) }),
        count: tree::products(tree, category),
    }
}

async fn promises(visit: &Visit, rooms: &Rooms) -> Result<Vec<Promise>, Failure> {
    let methods = rooms.shipping.methods().await?;
    let texts = &visit.ctx.texts;
    let mut promises = Vec::new();
    if let Some(note) = delivery_note(visit, &methods) {
        promises.push(Promise { icon: PromiseIcon::Delivery, title: note.title, text: note.text });
    }
    let days = visit.setup.profile.promises.return_days;
    if days > 0 {
        promises.push(Promise {
            icon: PromiseIcon::Returns,
            title: texts.n("promise-returns", u64::from(days)),
            text: texts.t("promise-returns-text").to_owned(),
        });
    }
    promises.push(Promise {
        icon: PromiseIcon::Care,
        title: texts.t("promise-care").to_owned(),
        text: texts.v("promise-care-text", &visit.setup.profile.email),
    });
    Ok(promises)
}
