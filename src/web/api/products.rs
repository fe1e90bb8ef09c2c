//! What is sold.
use std::collections::HashMap;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use catalog::{Catalog, Status};
use inventory::{Availability, Inventory};
use kernel::Day;
use kernel::kinds::{CategoryId, ProductId, VariantId};
use kit::{Failure, Form, PageCache, PageKey, Rendered, Tag, Thing, Visit, Written};
use pricing::{Prices, Pricing};
use search::Search;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::asked::{Asked, FacetCounts, ListParams};
use crate::failures::Problem;
use crate::parts::{Money, Picture, Stock, picture, picture_url};
use crate::receive::{Params, after, room};
use crate::show::{self, Answer, Fields};

/// Which fields of one thing are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OneParams {
    /// Only these fields, with commas between them: `id,title,variants.sku`. All when it is not said.
    #[param(example = "id,title")]
    fields: Option<String>,
}

impl OneParams {
    pub(crate) fn fields(&self) -> Result<Fields, Failure> {
        Fields::parse(self.fields.as_deref())
    }
}

/// A page of products.
#[derive(Serialize, ToSchema)]
pub(crate) struct Products {
    items: Vec<Product>,
    /// What to ask for as `after`; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// How many fit, where something was asked for. At most 6,000 can be paged through.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    /// What the list can be narrowed down by, where something was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    facets: Option<FacetCounts>,
    /// How the words were read, where nothing has one of them: "did you mean".
    #[serde(skip_serializing_if = "Option::is_none")]
    read_as: Option<String>,
    /// What may have been meant, where the words are known and find little next to what is far more frequent.
    #[serde(skip_serializing_if = "Option::is_none")]
    meant: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Product {
    #[schema(value_type = String, example = "prd_01j…")]
    id: ProductId,
    /// Its name in addresses.
    handle: String,
    title: String,
    subtitle: String,
    brand: String,
    /// HTML, safe to show.
    description: String,
    #[schema(value_type = Option<String>)]
    category: Option<CategoryId>,
    attributes: Vec<Attribute>,
    /// In which ways its variants differ.
    options: Vec<ProductOption>,
    pictures: Vec<Picture>,
    variants: Vec<Variant>,
}

impl Product {
    /// What makes an answer old that shows it.
    pub fn tags(&self) -> impl Iterator<Item = Tag> {
        let of_variant = |v: &Variant| [Tag::of("price", v.id), Tag::of("stock", v.id)];
        std::iter::once(Tag::of("product", self.id)).chain(self.variants.iter().flat_map(of_variant))
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Attribute {
    name: String,
    value: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ProductOption {
    #[schema(example = "Glaze")]
    name: String,
    values: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Variant {
    #[schema(value_type = String, example = "var_01j…")]
    id: VariantId,
    sku: String,
    /// One value for each of the product's options, in their order.
    options: Vec<String>,
    barcode: String,
    weight_grams: i64,
    /// The address of the picture that shows this one.
    picture: Option<String>,
    /// Of one unit; missing where it is not for sale.
    price: Option<Price>,
    stock: Stock,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Price {
    /// In the market's tax mode.
    unit: Money,
    /// A former or recommended price.
    compare_at: Option<Money>,
}

/// Products in sale, a page at a time
///
/// Without filters, words or `sort` in the order of their ids: whoever follows `next` to the end sees each product that was
/// there from the beginning exactly once. With any of them as the shop's own lists are: sold-out products last, unless
/// words were asked for; what changes meanwhile may move from one page to another.
#[utoipa::path(get, path = "/api/v1/products", tag = "catalogue", operation_id = "listProducts",
    params(ListParams), responses(
    (status = 200, description = "A page of products", body = Products,
        headers(("ETag" = String, description = "For `If-None-Match`"), ("Link" = String, description = "The next page"))),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `bad_query`, `bad_cursor`, `unknown_field`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(req: HttpRequest, visit: Visit, rooms: Shelf) -> Answer {
    let asked = Asked::parse(req.query_string())?;
    listed(&req, &visit, &rooms, asked).await
}

/// Find products by words
///
/// What `GET /api/v1/products` does when it is asked for `q`, which is needed here.
#[utoipa::path(get, path = "/api/v1/search", tag = "catalogue", operation_id = "searchProducts",
    params(ListParams), responses(
    (status = 200, description = "A page of products, those that fit best first", body = Products,
        headers(("ETag" = String, description = "For `If-None-Match`"), ("Link" = String, description = "The next page"))),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `bad_query`, `bad_cursor`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn find(req: HttpRequest, visit: Visit, rooms: Shelf) -> Answer {
    let asked = Asked::parse(req.query_string())?;
    if asked.words.is_empty() {
        let told = "Say what to look for as `q`.";
        return Err(Failure::invalid("bad_query", told).field("q", "missing_field", told));
    }
    listed(&req, &visit, &rooms, asked).await
}

async fn listed(req: &HttpRequest, visit: &Visit, rooms: &Shelf, asked: Asked) -> Answer {
    if asked.is_plain() {
        let page = in_order(visit, rooms, &asked).await?;
        return show::page(req, &asked.fields, page.next.as_deref(), &page);
    }
    let fill = || async {
        let (page, ids) = fitting(visit, rooms, &asked).await?;
        show::frame(req, page.next.as_deref(), &page, ids)
    };
    rooms.kept(req, visit, &asked.fields, fill).await
}

/// Everything there is, by id.
async fn in_order(visit: &Visit, rooms: &Shelf, asked: &Asked) -> Result<Products, Failure> {
    let from = after::<ProductId>(asked.after.as_deref())?;
    let mut found = rooms.catalog.after(from, asked.limit as u64 + 1).await?;
    let more = found.len() > asked.limit;
    found.truncate(asked.limit);
    let next = found.last().filter(|_| more).map(|p| p.id.to_string());
    let items = products(visit, rooms, found).await?;
    Ok(Products { items, next, total: None, facets: None, read_as: None, meant: None })
}

/// What fits, as the shop's lists show it: everything but the products, and which they are.
async fn fitting(visit: &Visit, rooms: &Shelf, asked: &Asked) -> Result<(Products, Vec<Thing>), Failure> {
    let number = asked.page()?;
    let definitions = rooms.catalog.definitions().await?;
    let ask = asked.ask(visit, &rooms.catalog, &definitions, number).await?;
    let found = rooms.search.find(ask).await?;
    // One beyond the last is answered with the last: that one has no next.
    let more = found.page.number == number && number < found.page.pages();
    // Nothing is shown twice to whoever asks beyond the end.
    let shown = found.page.items.iter().filter(|_| found.page.number == number);
    let ids = shown.map(|hit| *hit.product.bytes()).collect();
    let page = Products {
        items: Vec::new(),
        next: more.then(|| Asked::cursor(number + 1)),
        total: Some(found.total),
        facets: Some(FacetCounts::of(found.facets, visit.ctx.currency, &definitions, visit.ctx.texts.language())),
        read_as: found.read_as,
        meant: found.meant,
    };
    Ok((page, ids))
}

/// Those of these that are in sale, in their order.
async fn of_ids(catalog: &Catalog, ids: &[ProductId]) -> Result<Vec<catalog::Product>, Failure> {
    let mut found = catalog.products(ids).await?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).filter(|p| p.status == Status::Active).collect())
}

/// One product
///
/// By its id or by the name in its address. A former name leads to the new one.
#[utoipa::path(get, path = "/api/v1/products/{handle}", tag = "catalogue", operation_id = "getProduct",
    params(("handle" = String, Path, description = "An id, or a name as in `stoneware-mug`", example = "stoneware-mug"), OneParams),
    responses(
    (status = 200, description = "The product", body = Product,
        headers(("ETag" = String, description = "For `If-None-Match`"))),
    (status = 304, description = "As it was"),
    (status = 308, description = "It has another name by now", headers(("Location" = String, description = "Its address"))),
    (status = "default", description = "What went wrong: `not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn one(
    req: HttpRequest,
    visit: Visit,
    handle: web::Path<String>,
    Params(asked): Params<OneParams>,
    rooms: Shelf,
) -> Answer {
    let fields = asked.fields()?;
    let found = match handle.parse::<ProductId>() {
        Ok(id) => of_ids(&rooms.catalog, &[id]).await?.pop(),
        Err(_) => rooms.catalog.product(&handle).await?,
    };
    let Some(found) = found else {
        let moved = rooms.catalog.moved_product(&handle).await?.ok_or_else(Failure::not_found)?;
        return Ok(HttpResponse::build(StatusCode::PERMANENT_REDIRECT)
            .insert_header((header::LOCATION, format!("/api/v1/products/{moved}")))
            .finish());
    };
    let product = products(&visit, &rooms, vec![found]).await?.pop().ok_or_else(Failure::not_found)?;
    show::found(&req, &fields, &product)
}

/// The rooms that know something of a product.
pub(crate) struct Shelf {
    pub catalog: web::Data<Catalog>,
    pub pricing: web::Data<Pricing>,
    pub inventory: web::Data<Inventory>,
    pub search: web::Data<Search>,
    pub pages: web::Data<PageCache>,
}

impl Shelf {
    /// An answer of the index, which stays until the index changes; the products in it, until one of them does.
    pub async fn kept<F>(
        &self,
        req: &HttpRequest,
        visit: &Visit,
        fields: &Fields,
        fill: impl FnOnce() -> F,
    ) -> Answer
    where
        F: Future<Output = Result<Rendered, Failure>>,
    {
        let address = req.uri().path_and_query().map_or("", |p| p.as_str());
        let tags = ["setup", "navigation", "listing", "counted"].map(Tag::all);
        let write = |things: Vec<Thing>| written(visit, self, things);
        let form = Form { write, cut: |text: &str, out: &mut String| fields.paste(text, out) };
        let answer = self.pages.serve_joined(req, PageKey::at(visit, address), &tags, fill, form).await?;
        Ok(show::spoken(answer))
    }
}

impl actix_web::FromRequest for Shelf {
    type Error = Failure;
    type Future = std::future::Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let rooms = || {
            let (catalog, pricing, inventory) = (room(req)?, room(req)?, room(req)?);
            Ok(Self { catalog, pricing, inventory, search: room(req)?, pages: room(req)? })
        };
        std::future::ready(rooms())
    }
}

/// These products in the language that was asked for, with prices and stock.
pub(crate) async fn products(
    visit: &Visit,
    rooms: &Shelf,
    mut found: Vec<catalog::Product>,
) -> Result<Vec<Product>, Failure> {
    if !visit.ctx.prefix.is_empty() {
        let ids = found.iter().map(|p| p.id.cast()).collect();
        let wording = rooms.catalog.wording(visit.ctx.texts.language(), ids).await?;
        found.iter_mut().for_each(|p| wording.product(p));
    }
    let known = Known::of(&found, visit, &rooms.pricing, &rooms.inventory).await?;
    Ok(found.into_iter().map(|p| known.product(p)).collect())
}

/// The same, written, each with what makes it old.
async fn written(visit: &Visit, rooms: &Shelf, things: Vec<Thing>) -> Result<Vec<Written>, Failure> {
    let ids: Vec<ProductId> = things.into_iter().map(ProductId::from_bytes).collect();
    let all = products(visit, rooms, of_ids(&rooms.catalog, &ids).await?).await?;
    let write = |product: &Product| {
        let house = ["setup", "navigation"].map(Tag::all);
        Ok(Written {
            thing: *product.id.bytes(),
            text: serde_json::to_string(product).map_err(Failure::ours)?,
            tags: product.tags().chain(house).collect(),
        })
    };
    all.iter().map(write).collect()
}

/// What other rooms know of the variants.
struct Known<'a> {
    today: Day,
    origin: &'a str,
    prices: HashMap<VariantId, Prices>,
    stock: HashMap<VariantId, Availability>,
}

impl<'a> Known<'a> {
    async fn of(
        products: &[catalog::Product],
        visit: &'a Visit,
        pricing: &Pricing,
        inventory: &Inventory,
    ) -> Result<Self, Failure> {
        let ids: Vec<VariantId> = products.iter().flat_map(|p| p.variants.iter().map(|v| v.id)).collect();
        Ok(Self {
            today: visit.today(),
            origin: visit.site().config().public_url.origin(),
            prices: pricing.prices(visit.ctx.price_list, visit.ctx.currency, &ids).await?,
            stock: inventory.availability(&ids).await?,
        })
    }

    fn product(&self, p: catalog::Product) -> Product {
        Product {
            id: p.id,
            handle: p.handle,
            title: p.title,
            subtitle: p.subtitle,
            brand: p.brand,
            description: p.description,
            category: p.category,
            attributes: p.attributes.into_iter().map(|a| Attribute { value: a.shown(), name: a.name }).collect(),
            options: p.options.into_iter().map(|o| ProductOption { name: o.name, values: o.values }).collect(),
            pictures: p.pictures.into_iter().map(|x| picture(self.origin, x)).collect(),
            variants: p.variants.into_iter().map(|v| self.variant(v)).collect(),
        }
    }

    fn variant(&self, v: catalog::Variant) -> Variant {
        let price = self.prices.get(&v.id).and_then(Prices::single);
        Variant {
            id: v.id,
            sku: v.sku,
            options: v.option_values,
            barcode: v.barcode,
            weight_grams: v.weight_grams,
            picture: v.picture.map(|id| picture_url(self.origin, id, 960)),
            price: price.map(|p| Price { unit: p.unit.into(), compare_at: p.compare_at.map(Money::from) }),
            stock: Stock::of(self.stock.get(&v.id).copied(), 1, self.today),
        }
    }
}
