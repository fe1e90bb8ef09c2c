//! Search: what fits the words somebody typed; without words, everything there is.
use actix_web::{HttpRequest, HttpResponse, web};
use kit::{Failure, PageKey, Rendered, Visit};
use search::{Offered, Scope};
use serde::Deserialize;

use crate::asked::{Asked, encoded};
use crate::category::Pairs;
use crate::figures::{Figures, card_tags, variants};
use crate::parts::{category_link, home_link, html, plain_frame, titled_page};
use crate::views::{CardRow, SearchView, Shelf, SuggestView};
use crate::{Rooms, listing, tags, tree, wording};

const BASE: &str = "/search";
/// Below the box, while somebody types.
const SUGGESTIONS: usize = 6;
/// Categories above them.
const SHELVES: usize = 3;
/// What is new in the shop, where nothing was found.
const NEWEST: u64 = 4;

pub(crate) async fn show(
    req: HttpRequest,
    visit: Visit,
    rooms: web::Data<Rooms>,
    pairs: Pairs,
) -> Result<HttpResponse, Failure> {
    let asked = Asked::of(&pairs, visit.ctx.currency);
    let key = PageKey::at(&visit, asked.page_path(BASE));
    let known = [tags::setup(), tags::navigation()];
    rooms.pages.serve(&req, key, &known, || fill(&visit, &rooms, &asked)).await
}

async fn fill(visit: &Visit, rooms: &Rooms, asked: &Asked) -> Result<Rendered, Failure> {
    let tree = wording::tree(visit, rooms).await?;
    let listing = listing::list(visit, rooms, (Scope::All, Offered::Usual), asked, BASE).await?;
    let texts = &visit.ctx.texts;
    let title = match asked.words.as_str() {
        "" => texts.t("search-all").to_owned(),
        words => texts.v("search-for", words),
    };
    let mut tags = listing.tags;
    // Nothing fits, whatever is filtered: then there is something else to look at.
    let newest = if listing.everything == 0 {
        let mut cards = rooms.catalog.newest(NEWEST).await?;
        wording::cards(visit, rooms, &mut cards).await?;
        let figures = Figures::of(rooms, visit, &variants(&cards)).await?;
        tags.extend(card_tags(&cards));
        tags.push(tags::catalogue());
        Some(CardRow { title: texts.t("home-newest").to_owned(), all: None, cards: figures.cards(&cards) })
    } else {
        None
    };
    let title_page = titled_page(texts, &title, listing.shelf.cards.number);
    let mut frame = plain_frame(visit, &tree, &title_page, &asked.page_path(BASE));
    frame.words.clone_from(&asked.words);
    if let Some(path) = kept_at(asked, &listing.shelf) {
        frame.canonical = visit.site().config().public_url.join(&visit.ctx.url(&path));
        frame.description = match asked.words.as_str() {
            "" => texts.t("search-all-description").to_owned(),
            words => texts.v("search-description", words),
        };
    }
    let view = SearchView {
        frame,
        title,
        words: asked.words.clone(),
        crumbs: vec![home_link(texts)],
        rooms: tree::top(&tree).map(category_link).collect(),
        newest,
        shelf: listing.shelf,
    };
    Ok(Rendered::new(html(&view)?).tagged(tags))
}

/// Where search engines may keep this page: one that has what was asked for, word by word, and is narrowed by nothing. Words that
/// the shop has nothing for are anybody's, and stay out.
fn kept_at(asked: &Asked, shelf: &Shelf) -> Option<String> {
    let plain = asked.filters() == 0 && asked.sort_name().is_empty() && asked.page == 1;
    let exact = shelf.total > 0 && shelf.read_as.is_none() && !shelf.partly;
    (plain && exact).then(|| Asked { words: asked.words.to_lowercase(), ..asked.clone() }.path(BASE))
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    q: String,
}

/// A part of a page for the script below the box.
pub(crate) async fn suggest(
    req: HttpRequest,
    visit: Visit,
    rooms: web::Data<Rooms>,
    typed: web::Query<Typed>,
) -> Result<HttpResponse, Failure> {
    let words: Vec<&str> = typed.q.split_whitespace().collect();
    let words: String = words.join(" ").chars().take(80).collect();
    let key = PageKey::at(&visit, format!("/search/suggest?q={words}"));
    let known = [tags::setup(), tags::listings()];
    rooms.pages.serve(&req, key, &known, || suggested(&visit, &rooms, &words)).await
}

async fn suggested(visit: &Visit, rooms: &Rooms, words: &str) -> Result<Rendered, Failure> {
    let hits = rooms.search.suggest(visit.ctx.price_list, words, SUGGESTIONS).await?;
    let (cards, tags) = listing::cards(visit, rooms, &hits).await?;
    let tree = wording::tree(visit, rooms).await?;
    let filled = tree.iter().filter(|c| fits(&c.title, words) && tree::products(&tree, c) > 0);
    let shelves = filled.take(SHELVES).map(category_link).collect();
    let all_path = format!("{BASE}?q={}", encoded(words));
    let view = SuggestView { ctx: visit.ctx.clone(), shelves, cards, all_path };
    Ok(Rendered::new(html(&view)?).tagged(tags).tagged([tags::navigation()]))
}

/// Whether each word that was typed begins a word of the title.
fn fits(title: &str, typed: &str) -> bool {
    let (title, typed) = (title.to_lowercase(), typed.to_lowercase());
    let mut begun = typed.split_whitespace().peekable();
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).collect();
    begun.peek().is_some() && begun.all(|typed| words.iter().any(|word| word.starts_with(typed)))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_shelf_fits_when_each_word_begins_one_of_its_own() {
        assert!(fits("Cups & saucers", "cu") && fits("Cups & saucers", "sauc cups") && fits("Küche", "kü"));
        assert!(!fits("Cups", "up") && !fits("Cups", "cups blue") && !fits("Cups", " "));
    }
}
