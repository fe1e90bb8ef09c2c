//! One product, one variant of it chosen.
use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use catalog::{AttributeKind, Category, Definitions, Product, Variant};
use inventory::When;
use kernel::kinds::{ProductId, VariantId};
use kernel::{TaxMode, Texts};
use kit::{Failure, PageKey, Rendered, Visit};
use serde::Deserialize;

use crate::beside::{self, Beside};
use crate::figures::{Figures, card_tags, variant_tags, variants, was};
use crate::parts::{arrival_note, home_link, html, picture, public_frame, small};
use crate::variants::{choose, groups};
use crate::views::{Card, CardRow, Picture, ProductView, StockBand};
use crate::{Rooms, moved, narrowed, seo, tags, tree, wording};

/// How many products stand below, "goes well with it".
const RELATED: usize = 4;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    variant: String,
}

pub(crate) async fn show(
    req: HttpRequest,
    visit: Visit,
    rooms: web::Data<Rooms>,
    handle: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let wanted: Option<VariantId> = asked.variant.parse().ok();
    let address = wanted.map_or_else(|| format!("/p/{handle}"), |id| format!("/p/{handle}?{id}"));
    let known = [tags::setup(), tags::navigation()];
    let key = PageKey::at(&visit, address);
    let served = rooms.pages.serve(&req, key, &known, || fill(&visit, &rooms, &handle, wanted)).await;
    if served.is_ok() {
        rooms.looks.note(&req, &visit, &rooms, &handle);
    }
    moved::product(served, (&req, &visit, &rooms), &handle).await
}

/// The page as it would be, of a product in any state: for staff, before they publish it.
pub(crate) async fn preview(
    visit: Visit,
    rooms: web::Data<Rooms>,
    id: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let id: ProductId = id.parse().map_err(|_| Failure::not_found())?;
    let product = rooms.catalog.products(&[id]).await?.remove(&id).ok_or_else(Failure::not_found)?;
    let page = of(&visit, &rooms, product, asked.variant.parse().ok()).await.map_err(|e| match e.status {
        StatusCode::NOT_FOUND => Failure::new(
            StatusCode::CONFLICT,
            "no_price",
            "Set a price first: without one nothing can be shown of it.",
        ),
        _ => e,
    })?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((ROBOTS, "noindex"))
        .body(page.html))
}

const ROBOTS: &str = "x-robots-tag";

/// Three questions to the database: the product, and the prices and stock of everything shown; one more where something is
/// known to be bought with it, and one for the words of another language. Tree, shelf and ways to deliver are kept by those who know them.
async fn fill(visit: &Visit, rooms: &Rooms, handle: &str, wanted: Option<VariantId>) -> Result<Rendered, Failure> {
    let product = rooms.catalog.product(handle).await?.ok_or_else(Failure::not_found)?;
    rooms.looks.know(handle, product.id);
    of(visit, rooms, product, wanted).await
}

async fn of(
    visit: &Visit,
    rooms: &Rooms,
    mut product: Product,
    wanted: Option<VariantId>,
) -> Result<Rendered, Failure> {
    let tree = wording::tree(visit, rooms).await?;
    let category = product.category.and_then(|id| tree.iter().find(|c| c.id == id));
    let shelf = match category {
        Some(category) => rooms.shelves.first(&rooms.catalog, category).await?,
        None => Arc::default(),
    };
    let beside = shelf.iter().filter(|c| c.id != product.id).take(RELATED);
    let mut related: Vec<catalog::Card> = beside.cloned().collect();
    let mut beside = Beside::product(rooms, product.id).await?;
    let definitions = rooms.catalog.definitions().await?;
    // What makes a code is the name in the main language.
    let codes: Vec<String> = product.attributes.iter().map(|a| catalog::attribute_code(&a.name)).collect();
    wording::product(visit, rooms, &mut product, related.iter_mut().chain(beside.cards_mut())).await?;
    let own: Vec<VariantId> = product.variants.iter().map(|v| v.id).collect();
    let mut all = variants(related.iter().chain(beside.cards()));
    all.extend(&own);
    let figures = Figures::of(rooms, visit, &all).await?;
    let methods = rooms.shipping.methods().await?;

    let priced: Vec<&Variant> = product.variants.iter().filter(|v| figures.price(v.id).is_some()).collect();
    let can_buy = |id: VariantId| figures.band(id) != StockBand::Out;
    // Without a price nothing can be shown of it: it is not sold in this market.
    let chosen = choose(&priced, wanted, &can_buy).ok_or_else(Failure::not_found)?;
    let price = figures.price(chosen.id).ok_or_else(Failure::not_found)?;
    let band = figures.band(chosen.id);
    let when = figures.when(chosen.id, visit.today());
    let texts = &visit.ctx.texts;
    let base = format!("/p/{}", product.handle);
    let mut crumbs = vec![home_link(texts)];
    let trail = category.map(|c| tree::trail(&tree, c)).unwrap_or_default();
    crumbs.extend(trail.iter().cloned());
    let mut frame = public_frame(visit, &tree, seo_title(&product), seo_description(&product), &base);
    frame.about_product = true;
    frame.data = vec![
        seo::product(visit, &product, chosen, (price.unit, band, when), &methods),
        seo::breadcrumbs(visit, &crumbs, &product.title, &base),
    ];
    frame.shared_picture = product.pictures.first().map(|p| seo::picture(visit, p)).unwrap_or_default();
    frame.within(&trail);
    let view = ProductView {
        frame,
        crumbs,
        here: format!("{base}?variant={}", chosen.id),
        title: product.title.clone(),
        subtitle: if product.subtitle.is_empty() { product.brand.clone() } else { product.subtitle.clone() },
        gallery: gallery(&product, chosen),
        price: price.unit,
        was: was(price),
        price_note: texts.t(price_note(visit.ctx.tax_mode)).to_owned(),
        options: groups(&product.options, &priced, chosen, &can_buy, &|id| format!("{base}?variant={id}")),
        band,
        waits: waits(visit, when),
        delivery: arrival_note(visit, &methods, when),
        variant: Some(chosen.id.to_string()),
        max_quantity: small(if band == StockBand::Low { inventory::LOW } else { cart::MOST }),
        description: product.description.clone(),
        specification: specification(visit, (&product, chosen), &definitions, &codes),
        rows: rows(texts, &figures, &beside, &related),
    };
    Ok(Rendered::new(html(&view)?)
        .tagged([tags::product(product.id)])
        .tagged(variant_tags(&own))
        .tagged(card_tags(related.iter().chain(beside.cards())))
        .tagged(category.map(|c: &Category| tags::category(c.id))))
}

/// What is told of something that is sold before it is there.
fn waits(visit: &Visit, when: When) -> Option<(String, String)> {
    let (texts, day) = (&visit.ctx.texts, when.on().map(|day| visit.ctx.day(day)));
    let (title, text) = match (when, day) {
        (When::Now, _) => return None,
        (When::Preorder(_), Some(day)) => ("stock-preorder-title", texts.v("stock-preorder-on", &day)),
        (_, Some(day)) => ("stock-backorder-title", texts.v("stock-backorder-on", &day)),
        (_, None) => ("stock-backorder-title", texts.t("stock-backorder-note").to_owned()),
    };
    Some((texts.t(title).to_owned(), text))
}

/// What stands below: bought with it, looked at besides, and, where there is not enough of those, what stands on the same
/// shelf. Nothing stands there twice.
fn rows(texts: &Texts, figures: &Figures, beside: &Beside, shelf: &[catalog::Card]) -> Vec<CardRow> {
    let together = beside::row(figures, &beside.together);
    let shown =
        |cards: &[Card], card: &catalog::Card| cards.iter().any(|c| c.path == format!("/p/{}", card.handle));
    let viewed = beside::row(figures, beside.viewed.iter().filter(|card| !shown(&together, card)));
    let mut rows = Vec::with_capacity(2);
    let mut add = |key: &str, cards: Vec<Card>| {
        if !cards.is_empty() && rows.len() < 2 {
            rows.push(CardRow { title: texts.t(key).to_owned(), all: None, cards });
        }
    };
    let rest = shelf.iter().filter(|card| !shown(&together, card) && !shown(&viewed, card));
    let rest = figures.cards(rest);
    add("product-together", together);
    add("product-viewed", viewed);
    add("product-related", rest);
    rows
}

/// What is known of it, in the order and with the names that the shop gave attributes, and under which number.
fn specification(
    visit: &Visit,
    (product, chosen): (&Product, &Variant),
    definitions: &Definitions,
    codes: &[String],
) -> Vec<(String, String)> {
    let texts = &visit.ctx.texts;
    let mut told: Vec<(usize, String, String)> = Vec::with_capacity(product.attributes.len() + 2);
    for (attribute, code) in product.attributes.iter().zip(codes) {
        let definition = definitions.get(code);
        let name = definition.and_then(|d| d.name_in(texts.language())).unwrap_or(&attribute.name);
        // A shop that calls it otherwise than its products do means all of them; but a product's own translation counts.
        let renamed = definition.filter(|_| visit.ctx.prefix.is_empty()).map_or(name, |d| &d.name);
        let value = match (attribute.answer(), attribute.kind) {
            (Some(true), _) => texts.t("attribute-yes").to_owned(),
            (Some(false), _) => texts.t("attribute-no").to_owned(),
            (None, AttributeKind::Number) => narrowed::number(visit, definition, &attribute.shown()),
            (None, _) => attribute.shown(),
        };
        told.push((definitions.place(code), renamed.to_owned(), value));
    }
    told.sort_by_key(|(place, ..)| *place);
    let mut rows: Vec<(String, String)> = told.into_iter().map(|(_, name, value)| (name, value)).collect();
    if !product.brand.is_empty() {
        rows.push((texts.t("filter-brand").to_owned(), product.brand.clone()));
    }
    rows.push((texts.t("product-number").to_owned(), chosen.sku.clone()));
    rows
}

fn price_note(mode: TaxMode) -> &'static str {
    match mode {
        TaxMode::Inclusive => "price-note-included",
        TaxMode::Exclusive => "price-note-added",
    }
}

fn seo_title(product: &Product) -> &str {
    if product.seo_title.is_empty() { &product.title } else { &product.seo_title }
}

fn seo_description(product: &Product) -> &str {
    if product.seo_description.is_empty() { &product.subtitle } else { &product.seo_description }
}

/// The chosen variant's picture first.
fn gallery(product: &Product, chosen: &Variant) -> Vec<Picture> {
    let mut pictures: Vec<&catalog::Picture> = product.pictures.iter().collect();
    pictures.sort_by_key(|p| Some(p.id) != chosen.picture);
    pictures.into_iter().map(picture).collect()
}
