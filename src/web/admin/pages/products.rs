//! The list of products, with prices and stock.
use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use catalog::{Catalog, Cursor, Listed, ListedProduct, Status};
use inventory::{Availability, Inventory};
use kernel::Context;
use kernel::kinds::VariantId;
use kit::Failure;
use pricing::{Prices, Pricing};

use super::{Listing, ROWS};
use crate::desk::Desk;
use crate::views::{ProductRow, ProductStatus, ProductsView, Section};

/// A thumbnail's width, in pixels.
const THUMB: u32 = 240;

pub(crate) async fn show(
    desk: Desk,
    catalog: web::Data<Catalog>,
    pricing: web::Data<Pricing>,
    inventory: web::Data<Inventory>,
    listing: web::Query<Listing>,
) -> Result<HttpResponse, Failure> {
    let query = listing.query();
    let cursor = match (listing.after.parse(), listing.before.parse()) {
        (Ok(id), _) => Cursor::After(id),
        (_, Ok(id)) => Cursor::Before(id),
        _ => Cursor::Start,
    };
    let cut = Listed { query: query.clone(), ..Listed::default() };
    let listed = catalog.list(cut, cursor, ROWS as usize).await?;
    let ctx = desk.ctx();
    let variants: Vec<VariantId> = listed.items.iter().flat_map(|p| p.variants.iter().map(|v| v.id)).collect();
    let prices = pricing.prices(ctx.price_list, ctx.currency, &variants).await?;
    let stock = inventory.availability(&variants).await?;
    desk.show(&ProductsView {
        shell: desk.shell(Section::Products, ctx.texts.t("admin-nav-products")),
        query,
        rows: listed.map(|product| row(ctx, product, &prices, &stock)),
    })
}

fn row(
    ctx: &Context,
    product: ListedProduct,
    prices: &HashMap<VariantId, Prices>,
    stock: &HashMap<VariantId, Availability>,
) -> ProductRow {
    let stock: Vec<&Availability> = product.variants.iter().filter_map(|v| stock.get(&v.id)).collect();
    let singles = product.variants.iter().filter_map(|v| Some(prices.get(&v.id)?.single()?.unit));
    ProductRow {
        id: product.id.to_string(),
        picture: product.picture.map(|picture| media::Media::path(picture.id, THUMB)),
        shop_url: (product.status == Status::Active).then(|| ctx.url(&format!("/p/{}", product.handle))),
        skus: product.variants.len() as u64,
        price_from: singles.min_by_key(|price| price.amount),
        on_hand: stock.iter().map(|s| s.on_hand).sum(),
        saleable: stock.iter().map(|s| s.saleable).sum(),
        status: match product.status {
            Status::Draft => ProductStatus::Draft,
            Status::Active => ProductStatus::Published,
            Status::Archived => ProductStatus::Archived,
        },
        title: product.title,
    }
}
