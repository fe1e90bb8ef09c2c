//! A category's shelf, page by page.
use actix_web::{HttpRequest, HttpResponse, web};
use catalog::Sort;
use kernel::{Page, Texts};
use kit::{Failure, PageKey, Rendered, Visit};
use serde::Deserialize;

use crate::figures::{Figures, card_tags, variants};
use crate::parts::{home_link, html, public_frame};
use crate::views::{CategoryView, Link};
use crate::{Rooms, moved, tags};

const SIZE: u64 = 24;
/// No shelf is longer; numbers beyond it must not become pages of the cache.
const LAST: u64 = 10_000;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    sort: String,
    #[serde(default)]
    page: String,
}

/// The orders one can choose, as addresses write them; the first is the usual one.
const SORTS: [(Sort, &str, &str); 3] = [
    (Sort::Arranged, "", "sort-arranged"),
    (Sort::Newest, "newest", "sort-newest"),
    (Sort::Title, "title", "sort-title"),
];

impl Asked {
    fn sort(&self) -> (Sort, &'static str) {
        let found = SORTS.iter().find(|(_, name, _)| *name == self.sort).unwrap_or(&SORTS[0]);
        (found.0, found.1)
    }
    fn page(&self) -> u64 {
        self.page.parse().unwrap_or(1).clamp(1, LAST)
    }
}

fn sorted_path(slug: &str, sort: &str) -> String {
    if sort.is_empty() { format!("/c/{slug}") } else { format!("/c/{slug}?sort={sort}") }
}

fn sort_links(texts: &Texts, slug: &str, chosen: Sort) -> Vec<Link> {
    let link = |(sort, name, key): &(Sort, &str, &'static str)| Link {
        current: *sort == chosen,
        ..Link::new(texts.t(key), sorted_path(slug, name))
    };
    SORTS.iter().map(link).collect()
}

pub(crate) async fn show(
    req: HttpRequest,
    visit: Visit,
    rooms: web::Data<Rooms>,
    slug: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let key = PageKey::at(&visit, format!("/c/{slug}?{}&{}", asked.sort().1, asked.page()));
    let known = [tags::setup(), tags::navigation()];
    let served = rooms.pages.serve(&req, key, &known, || fill(&visit, &rooms, &slug, &asked)).await;
    moved::category(served, (&req, &visit, &rooms), &slug).await
}

async fn fill(visit: &Visit, rooms: &Rooms, slug: &str, asked: &Asked) -> Result<Rendered, Failure> {
    let tree = rooms.catalog.categories().await?;
    let category = tree.iter().find(|c| c.slug == slug).ok_or_else(Failure::not_found)?;
    let (sort, sort_name) = asked.sort();
    let shelf = rooms.catalog.shelf(category, sort, asked.page(), SIZE).await?;
    let figures = Figures::of(rooms, visit, &variants(&shelf.items)).await?;

    let texts = &visit.ctx.texts;
    let base = format!("/c/{slug}");
    let own_path = if shelf.number > 1 { format!("{base}?page={}", shelf.number) } else { base };
    let view = CategoryView {
        frame: public_frame(visit, &tree, &category.title, &category.intro, &own_path),
        title: category.title.clone(),
        intro: category.intro.clone(),
        crumbs: vec![home_link(texts)],
        sorts: sort_links(texts, slug, sort),
        cards: Page {
            items: figures.cards(&shelf.items),
            total: shelf.total,
            number: shelf.number,
            size: shelf.size,
        },
        base_path: sorted_path(slug, sort_name),
    };
    Ok(Rendered::new(html(&view)?).tagged(card_tags(&shelf.items)).tagged([tags::category(category.id)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(sort: &str, page: &str) -> Asked {
        Asked { sort: sort.into(), page: page.into() }
    }

    #[test]
    fn whatever_an_address_asks_for_is_one_of_few_pages() {
        assert_eq!(asked("newest", "3").sort().0, Sort::Newest);
        assert_eq!(asked("price'--", "3").sort().0, Sort::Arranged);
        for (page, number) in [("", 1), ("x", 1), ("-4", 1), ("0", 1), ("7", 7), ("99999999", LAST)] {
            assert_eq!(asked("", page).page(), number, "{page}");
        }
    }

    #[test]
    fn every_order_has_its_link_and_the_present_one_is_marked() {
        let texts = Texts::load("en", &[]).unwrap();
        let links = sort_links(&texts, "bath", Sort::Title);
        let paths: Vec<_> = links.iter().map(|l| (l.path.as_str(), l.current)).collect();
        assert_eq!(paths, [("/c/bath", false), ("/c/bath?sort=newest", false), ("/c/bath?sort=title", true)]);
    }
}
