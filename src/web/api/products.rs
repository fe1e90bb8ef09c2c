//! What is sold.
use std::collections::HashMap;

use actix_web::web;
use catalog::Catalog;
use inventory::{Availability, Inventory};
use kernel::kinds::{CategoryId, ProductId, VariantId};
use kit::{Failure, Visit};
use pricing::{Prices, Pricing};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::failures::Problem;
use crate::parts::{Money, Picture, Stock, picture, picture_url};
use crate::receive::Params;
use crate::show::{self, Answer};

/// The most products on one page.
const MOST: u64 = 100;
const USUAL: u64 = 20;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParams {
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    after: Option<ProductId>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Products {
    items: Vec<Product>,
    /// What to ask for as `after`; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    next: Option<ProductId>,
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
/// In the order of their ids: whoever follows `next` to the end sees each product that was there from the beginning
/// exactly once.
#[utoipa::path(get, path = "/api/v1/products", tag = "catalogue", operation_id = "listProducts",
    params(PageParams), responses(
    (status = 200, description = "A page of products", body = Products),
    (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    visit: Visit,
    Params(page): Params<PageParams>,
    catalog: web::Data<Catalog>,
    pricing: web::Data<Pricing>,
    inventory: web::Data<Inventory>,
) -> Answer {
    let limit = page.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        let told = "A page holds 1 to 100 products.";
        return Err(Failure::invalid("bad_query", told).field("limit", "out_of_range", told));
    }
    let mut found = catalog.after(page.after, limit + 1).await?;
    let more = found.len() as u64 > limit;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|p| p.id);
    let known = Known::of(&found, &visit, &pricing, &inventory).await?;
    let items = found.into_iter().map(|p| known.product(p)).collect();
    show::ok(&Products { items, next })
}

/// One product, by the name in its address
#[utoipa::path(get, path = "/api/v1/products/{handle}", tag = "catalogue", operation_id = "getProduct",
    params(("handle" = String, Path, description = "As in `stoneware-mug`")), responses(
    (status = 200, description = "The product", body = Product),
    (status = "default", description = "What went wrong: `not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn one(
    visit: Visit,
    handle: web::Path<String>,
    catalog: web::Data<Catalog>,
    pricing: web::Data<Pricing>,
    inventory: web::Data<Inventory>,
) -> Answer {
    let found = [catalog.product(&handle).await?.ok_or_else(Failure::not_found)?];
    let known = Known::of(&found, &visit, &pricing, &inventory).await?;
    let [product] = found;
    show::ok(&known.product(product))
}

/// What other rooms know of the variants.
struct Known<'a> {
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
            stock: Stock::of(self.stock.get(&v.id).copied()),
        }
    }
}
