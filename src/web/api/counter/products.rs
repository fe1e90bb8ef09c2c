//! Products, as staff see and change them.
use std::collections::HashMap;

use actix_web::{HttpRequest, web};
use catalog::{Catalog, Cursor, Listed, ListedProduct, ProductEdit, Sheet, Status, VariantEdit};
use db::Db;
use flows::goods::{Goods, InList, NewGoods, clean_html};
use inventory::{Availability, Inventory};
use kernel::Micros;
use kernel::kinds::{CategoryId, ProductId, VariantId};
use kit::{Failure, TokenVisit};
use pricing::{Prices, Pricing};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::id;
use super::pictures::StaffPicture;
use crate::failures::{Problem, of_catalog, of_goods};
use crate::parts::Money;
use crate::products::OneParams;
use crate::receive::{Body, Params, after, limit, seen_version};
use crate::show::{self, Answer, Fields};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProductsParams {
    /// `next` of the page before.
    after: Option<String>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// Only these fields of each, with commas between them.
    #[param(example = "id,title")]
    fields: Option<String>,
    /// Words of its title, or an article number.
    #[param(max_length = 200)]
    q: Option<String>,
    #[param(inline)]
    status: Option<ProductStatus>,
    /// The id of a category.
    category: Option<String>,
}

/// Whether a product is in sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProductStatus {
    Draft,
    Active,
    Archived,
}

impl From<Status> for ProductStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Draft => Self::Draft,
            Status::Active => Self::Active,
            Status::Archived => Self::Archived,
        }
    }
}
impl From<ProductStatus> for Status {
    fn from(status: ProductStatus) -> Self {
        match status {
            ProductStatus::Draft => Self::Draft,
            ProductStatus::Active => Self::Active,
            ProductStatus::Archived => Self::Archived,
        }
    }
}

/// A page of products of any status.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffProducts {
    /// The newest first.
    items: Vec<StaffProductRow>,
    /// What to ask for as `after`; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StaffProductRow {
    #[schema(value_type = String, example = "prd_01j…")]
    id: ProductId,
    handle: String,
    title: String,
    brand: String,
    status: ProductStatus,
    /// Goes up with each change.
    version: i64,
    variants: Vec<StaffVariantRow>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StaffVariantRow {
    #[schema(value_type = String)]
    id: VariantId,
    sku: String,
    /// As in `Moss, 350 ml`.
    options: String,
}

/// A product with what shoppers never see.
#[derive(Serialize, ToSchema)]
pub(crate) struct StaffProduct {
    #[schema(value_type = String, example = "prd_01j…")]
    id: ProductId,
    /// Goes up with each change; the `ETag` begins with it.
    version: i64,
    handle: String,
    title: String,
    subtitle: String,
    /// HTML, cleaned.
    description: String,
    brand: String,
    status: ProductStatus,
    tax_class: String,
    /// The main one first.
    #[schema(value_type = Vec<String>)]
    categories: Vec<CategoryId>,
    tags: Vec<String>,
    attributes: Vec<StaffAttribute>,
    #[schema(format = DateTime)]
    publish_from: Option<String>,
    #[schema(format = DateTime)]
    publish_until: Option<String>,
    seo_title: String,
    seo_description: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    /// As pages show them, in their order.
    pictures: Vec<StaffPicture>,
    variants: Vec<StaffVariant>,
}

/// A property of a product.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StaffAttribute {
    #[schema(example = "Material")]
    name: String,
    #[schema(example = "Oak")]
    value: String,
    /// `text`, `number` or `yes_no`, whose value is `yes` or `no`.
    #[serde(default = "text")]
    #[schema(example = "text")]
    kind: String,
    #[serde(default)]
    unit: String,
}

fn text() -> String {
    "text".to_owned()
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StaffVariant {
    #[schema(value_type = String, example = "var_01j…")]
    id: VariantId,
    sku: String,
    options: Vec<String>,
    barcode: String,
    weight_grams: i64,
    /// Whether it is in sale, as far as its product is.
    active: bool,
    /// Of one unit, in the market's list.
    price: Option<Money>,
    compare_at: Option<Money>,
    /// Units on hand, over all locations.
    on_hand: i64,
    /// Units that can be promised.
    saleable: i64,
}

/// The least a product begins with; it is a draft until its status is changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStaffProduct {
    #[schema(example = "Stoneware mug")]
    title: String,
    /// Made from the title when it is not said.
    #[serde(default)]
    sku: String,
    /// Needs the scope `prices.manage`.
    price: Option<Money>,
    /// Needs the scope `inventory.manage`.
    on_hand: Option<i64>,
    #[schema(value_type = Option<String>)]
    category: Option<CategoryId>,
}

/// What is to be changed; what is missing stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductChange {
    title: Option<String>,
    subtitle: Option<String>,
    /// HTML; what is not safe to show is taken out.
    description: Option<String>,
    brand: Option<String>,
    /// A former one leads to the new one.
    handle: Option<String>,
    status: Option<ProductStatus>,
    tax_class: Option<String>,
    #[schema(value_type = Option<Vec<String>>)]
    categories: Option<Vec<CategoryId>>,
    tags: Option<Vec<String>>,
    attributes: Option<Vec<StaffAttribute>>,
    /// RFC 3339; empty for none.
    publish_from: Option<String>,
    /// RFC 3339; empty for none.
    publish_until: Option<String>,
    seo_title: Option<String>,
    seo_description: Option<String>,
}

/// What is to be changed of a variant; what is missing stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariantChange {
    sku: Option<String>,
    barcode: Option<String>,
    #[schema(minimum = 0)]
    weight_grams: Option<i64>,
    active: Option<bool>,
}

/// Products of any status
#[utoipa::path(get, path = "/api/v1/admin/products", tag = "staff: products", operation_id = "listStaffProducts",
    params(ProductsParams), security(("staff_token" = ["products.view"])), responses(
    (status = 200, description = "A page of products", body = StaffProducts),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `missing_scope`, `bad_token`, `bad_cursor`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    req: HttpRequest,
    Params(asked): Params<ProductsParams>,
    catalog: web::Data<Catalog>,
) -> Answer {
    let fields = Fields::parse(asked.fields.as_deref())?;
    let cursor = after::<ProductId>(asked.after.as_deref())?.map_or(Cursor::Start, Cursor::After);
    let category = asked.category.as_deref().map(id).transpose()?;
    let query = asked.q.unwrap_or_default().chars().filter(|c| *c != '\0').take(200).collect();
    let listed = Listed { query, status: asked.status.map(Status::from), category, ..Listed::default() };
    let slice = catalog.list(listed, cursor, limit(asked.limit)?).await?;
    let next = slice.items.last().filter(|_| slice.after).map(|p| p.id.to_string());
    let page = StaffProducts { items: slice.items.into_iter().map(row).collect(), next };
    show::page(&req, &fields, page.next.as_deref(), &page)
}

fn row(p: ListedProduct) -> StaffProductRow {
    let variant = |v: catalog::ListedVariant| StaffVariantRow { id: v.id, sku: v.sku, options: v.options };
    StaffProductRow {
        id: p.id,
        handle: p.handle,
        title: p.title,
        brand: p.brand,
        status: p.status.into(),
        version: p.version,
        variants: p.variants.into_iter().map(variant).collect(),
    }
}

/// One product
#[utoipa::path(get, path = "/api/v1/admin/products/{id}", tag = "staff: products", operation_id = "getStaffProduct",
    params(("id" = String, Path, description = "The product's", example = "prd_01j0000000000000000000000a"), OneParams),
    security(("staff_token" = ["products.view"])), responses(
    (status = 200, description = "The product", body = StaffProduct,
        headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `not_found`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn one(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    Params(asked): Params<OneParams>,
    rooms: Rooms,
) -> Answer {
    let fields = asked.fields()?;
    shown(&req, &program, &rooms, id(&of)?, &fields).await
}

pub(super) async fn shown(
    req: &HttpRequest,
    program: &TokenVisit,
    rooms: &Rooms,
    of: ProductId,
    fields: &Fields,
) -> Answer {
    let sheet = rooms.catalog.sheet(of).await?.ok_or_else(Failure::not_found)?;
    let product = product(program, rooms, sheet).await?;
    show::versioned(req, fields, product.version, &product)
}

/// Make a product
#[utoipa::path(post, path = "/api/v1/admin/products", tag = "staff: products", operation_id = "createProduct",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 200 characters, new for each product")),
    request_body = NewStaffProduct, security(("staff_token" = ["products.manage"])), responses(
    (status = 201, description = "The draft", body = StaffProduct,
        headers(("Location" = String, description = "Its address"))),
    (status = "default", description = "What went wrong: `invalid`, `sku_taken`, `bad_price`, `missing_scope`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn create(
    program: TokenVisit,
    Body(new): Body<NewStaffProduct>,
    goods: web::Data<Goods>,
    rooms: Rooms,
) -> Answer {
    let at = in_list(&program);
    let price = new.price.map(|p| p.in_currency(at.currency, "price")).transpose()?;
    let new = NewGoods { title: new.title, sku: new.sku, price, on_hand: new.on_hand, category: new.category };
    let made = goods.create(&program.actor, at, new).await.map_err(of_goods)?;
    let sheet = rooms.catalog.sheet(made).await?.ok_or_else(Failure::not_found)?;
    show::created(&format!("/api/v1/admin/products/{made}"), &product(&program, &rooms, sheet).await?)
}

/// Change a product
///
/// `If-Match` says which version was seen; somebody else's change is never written over.
#[utoipa::path(patch, path = "/api/v1/admin/products/{id}", tag = "staff: products", operation_id = "changeProduct",
    params(
        ("id" = String, Path, description = "The product's", example = "prd_01j0000000000000000000000a"),
        ("If-Match" = String, Header, description = "The `ETag` of what was seen"),
    ),
    request_body = ProductChange, security(("staff_token" = ["products.manage"])), responses(
    (status = 200, description = "The product", body = StaffProduct),
    (status = "default", description = "What went wrong: `changed_meanwhile`, `precondition_needed`, `invalid`, \
        `handle_taken`, …", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn change(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    Body(change): Body<ProductChange>,
    db: web::Data<Db>,
    rooms: Rooms,
) -> Answer {
    let (of, version) = (id(&of)?, seen_version(&req)?);
    let sheet = rooms.catalog.sheet(of).await?.ok_or_else(Failure::not_found)?;
    let edit = edited(sheet, change)?;
    let catalog = rooms.catalog.clone();
    db.write(&program.actor, move |tx| catalog.edit(tx, of, version, &edit)).await.map_err(of_catalog)?;
    shown(&req, &program, &rooms, of, &Fields::default()).await
}

/// Take a product out of sale for good
///
/// Orders and figures keep it. It can be made active again by changing its status.
#[utoipa::path(delete, path = "/api/v1/admin/products/{id}", tag = "staff: products", operation_id = "archiveProduct",
    params(("id" = String, Path, description = "The product's", example = "prd_01j0000000000000000000000a")),
    security(("staff_token" = ["products.manage"])), responses(
    (status = 204, description = "It is archived"),
    (status = "default", description = "What went wrong: `not_found`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn archive(program: TokenVisit, of: web::Path<String>, db: web::Data<Db>, rooms: Rooms) -> Answer {
    let of = id(&of)?;
    let catalog = rooms.catalog.clone();
    db.write(&program.actor, move |tx| catalog.set_status(tx, of, Status::Archived)).await.map_err(of_catalog)?;
    show::nothing()
}

/// Change a variant
#[utoipa::path(patch, path = "/api/v1/admin/products/{id}/variants/{variant}", tag = "staff: products",
    operation_id = "changeVariant", params(
        ("id" = String, Path, description = "The product's", example = "prd_01j0000000000000000000000a"),
        ("variant" = String, Path, description = "The variant's", example = "var_01j0000000000000000000000a"),
        ("If-Match" = String, Header, description = "The `ETag` of the product that was seen"),
    ),
    request_body = VariantChange, security(("staff_token" = ["products.manage"])), responses(
    (status = 200, description = "The product", body = StaffProduct),
    (status = "default", description = "What went wrong: `changed_meanwhile`, `sku_taken`, `invalid`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn change_variant(
    req: HttpRequest,
    program: TokenVisit,
    path: web::Path<(String, String)>,
    Body(change): Body<VariantChange>,
    db: web::Data<Db>,
    rooms: Rooms,
) -> Answer {
    let (of, variant): (ProductId, VariantId) = (id(&path.0)?, id(&path.1)?);
    let version = seen_version(&req)?;
    let sheet = rooms.catalog.sheet(of).await?.ok_or_else(Failure::not_found)?;
    let edit = |v: &catalog::SheetVariant| VariantEdit {
        id: v.variant.id,
        sku: v.variant.sku.clone(),
        barcode: v.variant.barcode.clone(),
        weight_grams: v.variant.weight_grams,
        picture: v.variant.picture,
        active: v.active,
    };
    let mut edits: Vec<VariantEdit> = sheet.variants.iter().map(edit).collect();
    let changed = edits.iter_mut().find(|e| e.id == variant).ok_or_else(Failure::not_found)?;
    changed.sku = change.sku.unwrap_or_else(|| std::mem::take(&mut changed.sku));
    changed.barcode = change.barcode.unwrap_or_else(|| std::mem::take(&mut changed.barcode));
    changed.weight_grams = change.weight_grams.unwrap_or(changed.weight_grams);
    changed.active = change.active.unwrap_or(changed.active);
    let catalog = rooms.catalog.clone();
    db.write(&program.actor, move |tx| catalog.edit_variants(tx, of, version, &edits)).await.map_err(of_catalog)?;
    shown(&req, &program, &rooms, of, &Fields::default()).await
}

/// The list that programs set prices in: the market's own.
pub(super) fn in_list(program: &TokenVisit) -> InList {
    InList { list: program.ctx.price_list, currency: program.ctx.currency }
}

fn edited(sheet: Sheet, change: ProductChange) -> Result<ProductEdit, Failure> {
    let p = sheet.product;
    let attributes = match change.attributes {
        Some(wanted) => wanted.into_iter().map(attribute).collect::<Result<_, _>>()?,
        None => p.attributes,
    };
    Ok(ProductEdit {
        title: change.title.unwrap_or(p.title),
        subtitle: change.subtitle.unwrap_or(p.subtitle),
        description: change.description.map_or(p.description, |html| clean_html(&html)),
        brand: change.brand.unwrap_or(p.brand),
        handle: change.handle.unwrap_or(p.handle),
        categories: change.categories.unwrap_or(sheet.categories),
        tags: change.tags.unwrap_or(sheet.tags),
        tax_class: change.tax_class.unwrap_or(p.tax_class),
        status: change.status.map_or(p.status, Status::from),
        publish_from: moment(change.publish_from, sheet.publish_from, "publish_from")?,
        publish_until: moment(change.publish_until, sheet.publish_until, "publish_until")?,
        seo_title: change.seo_title.unwrap_or(p.seo_title),
        seo_description: change.seo_description.unwrap_or(p.seo_description),
        attributes,
    })
}

fn attribute(a: StaffAttribute) -> Result<catalog::Attribute, Failure> {
    let kind = catalog::AttributeKind::ALL.into_iter().find(|kind| kind.as_str() == a.kind).ok_or_else(|| {
        let told = "The kind of an attribute is `text`, `number` or `yes_no`.";
        Failure::invalid("invalid", told).field("attributes.kind", "bad_value", told)
    })?;
    Ok(catalog::Attribute { name: a.name, value: a.value, kind, unit: a.unit })
}

fn moment(wanted: Option<String>, held: Option<Micros>, field: &str) -> Result<Option<Micros>, Failure> {
    match wanted.as_deref().map(str::trim) {
        None => Ok(held),
        Some("") => Ok(None),
        Some(text) => crate::receive::moment(text, field).map(Some),
    }
}

/// The rooms that know something of a product.
pub(crate) struct Rooms {
    pub(super) catalog: web::Data<Catalog>,
    pricing: web::Data<Pricing>,
    inventory: web::Data<Inventory>,
}

impl actix_web::FromRequest for Rooms {
    type Error = Failure;
    type Future = std::future::Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        use crate::receive::room;
        let rooms = || Ok(Self { catalog: room(req)?, pricing: room(req)?, inventory: room(req)? });
        std::future::ready(rooms())
    }
}

async fn product(program: &TokenVisit, rooms: &Rooms, sheet: Sheet) -> Result<StaffProduct, Failure> {
    let ids: Vec<VariantId> = sheet.variants.iter().map(|v| v.variant.id).collect();
    let at = in_list(program);
    let prices: HashMap<VariantId, Prices> = rooms.pricing.prices(at.list, at.currency, &ids).await?;
    let stock: HashMap<VariantId, Availability> = rooms.inventory.availability(&ids).await?;
    let variant = |v: catalog::SheetVariant| {
        let price = prices.get(&v.variant.id).and_then(Prices::single);
        let held = stock.get(&v.variant.id);
        StaffVariant {
            id: v.variant.id,
            sku: v.variant.sku,
            options: v.variant.option_values,
            barcode: v.variant.barcode,
            weight_grams: v.variant.weight_grams,
            active: v.active,
            price: price.map(|p| p.unit.into()),
            compare_at: price.and_then(|p| p.compare_at).map(Money::from),
            on_hand: held.map_or(0, |a| a.on_hand),
            saleable: held.map_or(0, |a| a.saleable),
        }
    };
    let attribute = |a: catalog::Attribute| StaffAttribute {
        name: a.name,
        value: a.value,
        kind: a.kind.as_str().to_owned(),
        unit: a.unit,
    };
    let p = sheet.product;
    Ok(StaffProduct {
        id: p.id,
        version: p.version,
        handle: p.handle,
        title: p.title,
        subtitle: p.subtitle,
        description: p.description,
        brand: p.brand,
        status: p.status.into(),
        tax_class: p.tax_class,
        categories: sheet.categories,
        tags: sheet.tags,
        attributes: p.attributes.into_iter().map(attribute).collect(),
        publish_from: sheet.publish_from.map(Micros::rfc3339),
        publish_until: sheet.publish_until.map(Micros::rfc3339),
        seo_title: p.seo_title,
        seo_description: p.seo_description,
        created_at: sheet.created_at.rfc3339(),
        updated_at: sheet.updated_at.rfc3339(),
        pictures: p.pictures.into_iter().map(|p| StaffPicture::of(&program.origin, p)).collect(),
        variants: sheet.variants.into_iter().map(variant).collect(),
    })
}
