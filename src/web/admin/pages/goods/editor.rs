//! One product: its words, its place, its state.
use actix_web::{HttpResponse, web};
use catalog::{Attribute, AttributeKind, Definition, ProductEdit, Sheet, Status, ValueKind, slug};
use flows::goods::{Deed, Goods, clean_html};
use kernel::kinds::ProductId;
use kernel::{Actor, Context, Micros};
use kit::{CheckedForm, Failure, Site, StaffVisit};
use staff::Permission;

use super::{choices, in_list, product_id, refuse, sheet};
use crate::desk::Desk;
use crate::pages::fields::{Fields, list};
use crate::said::{Said, Undo};
use crate::views::{AttributeRow, Form, ProductHead, ProductStatus, ProductView, Section, Sheets, Shell};

/// Empty lines for attributes behind those that are there.
const SPARE: usize = 3;

pub(super) fn shell(desk: &Desk, sheet: &Sheet) -> Shell {
    let products = desk.ctx().texts.t("admin-nav-products");
    desk.shell(Section::Products, &sheet.product.title).under("/admin/products", products)
}

pub(super) fn head(desk: &Desk, sheet: &Sheet, sheets: Sheets) -> ProductHead {
    let (ctx, p) = (desk.ctx(), &sheet.product);
    ProductHead {
        id: p.id.to_string(),
        title: p.title.clone(),
        version: p.version,
        status: ProductStatus::of(p.status),
        shop_url: (p.status == Status::Active).then(|| ctx.url(&format!("/p/{}", p.handle))),
        preview_url: format!("/admin/products/{}/preview", p.id),
        publish_from: sheet.publish_from,
        publish_until: sheet.publish_until,
        updated_at: sheet.updated_at,
        variants: sheet.product.variants.len() as u64,
        pictures: sheet.product.pictures.len() as u64,
        may_edit: desk.may(Permission::ManageProducts),
        may_price: desk.may(Permission::ManagePrices),
        may_stock: desk.may(Permission::ManageInventory),
        languages: super::texts::languages(desk).map(|(code, name)| (code, name, false)).collect(),
        sheets,
    }
}

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let sheet = sheet(&goods, &id).await?;
    let form = filled(desk.ctx(), &sheet);
    desk.show(&view(&desk, &goods, &sheet, form).await?)
}

async fn view(desk: &Desk, goods: &Goods, sheet: &Sheet, form: Form) -> Result<ProductView, Failure> {
    let tree = goods.catalog.categories().await?;
    let rows = (0..)
        .take_while(|i| !form.value(&format!("attribute-{i}-kind")).is_empty())
        .count()
        .max(sheet.product.attributes.len() + SPARE);
    let ctx = desk.ctx();
    Ok(ProductView {
        shell: shell(desk, sheet),
        head: head(desk, sheet, Sheets::Words),
        categories: choices(&tree),
        attributes: (0..rows).map(|i| AttributeRow { i }).collect(),
        known: goods.catalog.definitions().await?.all().iter().map(known).collect(),
        tax_classes: tax_classes(&sheet.product.tax_class),
        address: ctx.url("/p/"),
        form,
    })
}

fn known(defined: &Definition) -> (String, &'static str, String) {
    let kind = match defined.kind {
        ValueKind::Number => AttributeKind::Number,
        ValueKind::YesNo => AttributeKind::YesNo,
        ValueKind::Text | ValueKind::Choice => AttributeKind::Text,
    };
    (defined.name.clone(), kind.as_str(), defined.unit.clone())
}

/// Those that shops have, and the one it has.
fn tax_classes(own: &str) -> Vec<String> {
    let mut all: Vec<String> = ["standard", "reduced", "zero"].map(str::to_owned).to_vec();
    if !all.iter().any(|c| c == own) {
        all.push(own.to_owned());
    }
    all
}

/// The form as the product is.
fn filled(ctx: &Context, sheet: &Sheet) -> Form {
    let p = &sheet.product;
    let mut form = Form::default()
        .with("version", p.version.to_string())
        .with("title", &*p.title)
        .with("subtitle", &*p.subtitle)
        .with("description", &*p.description)
        .with("brand", &*p.brand)
        .with("handle", &*p.handle)
        .with("tags", sheet.tags.join(", "))
        .with("tax_class", &*p.tax_class)
        .with("status", p.status.as_str())
        .with("publish_from", sheet.publish_from.map(|at| local(ctx, at)).unwrap_or_default())
        .with("publish_until", sheet.publish_until.map(|at| local(ctx, at)).unwrap_or_default())
        .with("seo_title", &*p.seo_title)
        .with("seo_description", &*p.seo_description)
        .with("main", sheet.categories.first().map(ToString::to_string).unwrap_or_default());
    for category in &sheet.categories {
        form = form.with(&format!("category-{category}"), "yes");
    }
    for (i, a) in p.attributes.iter().enumerate() {
        form = form
            .with(&format!("attribute-{i}-name"), &*a.name)
            .with(&format!("attribute-{i}-kind"), a.kind.as_str())
            .with(&format!("attribute-{i}-value"), &*a.value)
            .with(&format!("attribute-{i}-unit"), &*a.unit);
    }
    form
}

/// As a browser's field for date and time has it, in the shop's time zone.
pub(crate) fn local(ctx: &Context, at: Micros) -> String {
    let stamp = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default();
    stamp.to_zoned(ctx.time_zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// What [`local`] writes; None when it is no time.
pub(crate) fn moment(ctx: &Context, text: &str) -> Option<Micros> {
    let time: jiff::civil::DateTime = text.parse().ok()?;
    let zoned = time.to_zoned(ctx.time_zone.clone()).ok()?;
    Some(Micros(zoned.timestamp().as_microsecond()))
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (ctx, texts) = (desk.ctx(), &desk.ctx().texts);
    let product = product_id(&id)?;
    let mut form = Form::default();
    for (name, value) in &fields.0 {
        form = form.with(name, value.trim());
    }
    let edit = edit(ctx, &fields, &mut form);
    if form.is_fine() {
        let (catalog, version) = (goods.catalog.clone(), fields.version());
        let done = goods.db.write(desk.actor(), move |tx| catalog.edit(tx, product, version, &edit)).await;
        match done {
            Ok(_) if wants_publishing(&fields) => {
                return turn(desk.actor(), ctx, &site, &goods, product, Status::Active).await;
            }
            Ok(_) => return Ok(Said::ProductSaved.at(&site, &format!("/admin/products/{product}"))),
            Err(e) => refuse(&mut form, texts, &e.into())?,
        }
    }
    let sheet = sheet(&goods, &id).await?;
    desk.refuse(&view(&desk, &goods, &sheet, form).await?)
}

fn edit(ctx: &Context, fields: &Fields, form: &mut Form) -> ProductEdit {
    let mut when = |name: &str| match fields.one(name) {
        "" => None,
        text => {
            let at = moment(ctx, text);
            if at.is_none() {
                form.refuse(name, ctx.texts.t("goods-wrong-moment"));
            }
            at
        }
    };
    let (publish_from, publish_until) = (when("publish_from"), when("publish_until"));
    let mut categories = Vec::new();
    // The main one leads; whoever names it means that the product stands in it.
    for text in [fields.one("main")].into_iter().chain(fields.behind("category-").map(|(id, _)| id)) {
        if let Ok(id) = text.parse()
            && !categories.contains(&id)
        {
            categories.push(id);
        }
    }
    let mut attributes = Vec::new();
    for i in 0..catalog_rows(fields) {
        let part = |part: &str| fields.one(&format!("attribute-{i}-{part}")).to_owned();
        let (name, kind, mut value, unit) =
            (part("name"), AttributeKind::parse(&part("kind")), part("value"), part("unit"));
        if name.is_empty() && value.is_empty() {
            continue;
        }
        match kind {
            AttributeKind::Number => value = value.replace(',', "."),
            AttributeKind::YesNo => {
                let no = ["", "0", "no", "false", ctx.texts.t("goods-no")];
                let answer = no.iter().all(|n| !value.eq_ignore_ascii_case(n));
                value = if answer { Attribute::YES } else { Attribute::NO }.to_owned();
            }
            AttributeKind::Text => {}
        }
        let unit = if kind == AttributeKind::Number { unit } else { String::new() };
        attributes.push(Attribute { name, value, kind, unit });
    }
    let handle = match fields.one("handle") {
        "" => slug(fields.one("title")),
        handle => handle.to_lowercase(),
    };
    ProductEdit {
        title: fields.one("title").to_owned(),
        subtitle: fields.one("subtitle").to_owned(),
        description: clean_html(fields.one("description")),
        brand: fields.one("brand").to_owned(),
        handle,
        categories,
        tags: list(fields.one("tags")),
        tax_class: Some(fields.one("tax_class")).filter(|c| !c.is_empty()).unwrap_or("standard").to_owned(),
        status: Status::parse(fields.one("status")),
        publish_from,
        publish_until,
        seo_title: fields.one("seo_title").to_owned(),
        seo_description: fields.one("seo_description").to_owned(),
        attributes,
    }
}

fn catalog_rows(fields: &Fields) -> usize {
    (0..200).take_while(|i| fields.has(&format!("attribute-{i}-name"))).count()
}

/// Publishes, withdraws or archives it; with a way back.
pub(crate) async fn set_status(
    staff: StaffVisit,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let status = match fields.one("status") {
        "active" => Status::Active,
        "archived" => Status::Archived,
        _ => Status::Draft,
    };
    turn(&staff.actor, &staff.ctx, &site, &goods, product_id(&id)?, status).await
}

/// Whether a sheet was saved with "Save and publish".
pub(super) fn wants_publishing(fields: &Fields) -> bool {
    fields.one("then") == "publish"
}

/// Gives a product this status and says so, with a way back; what has no price is not published.
pub(super) async fn turn(
    actor: &Actor,
    ctx: &Context,
    site: &Site,
    goods: &Goods,
    product: ProductId,
    status: Status,
) -> Result<HttpResponse, Failure> {
    let page = format!("/admin/products/{product}");
    // Without a price nobody would see it, and nobody would know why.
    if status == Status::Active {
        let sheet = sheet(goods, &product.to_string()).await?;
        let variants: Vec<_> = sheet.product.variants.iter().map(|v| v.id).collect();
        if goods.pricing.prices(ctx.price_list, ctx.currency, &variants).await?.is_empty() {
            return Ok(Said::NoPrice.at(site, &format!("{page}/variants")));
        }
    }
    let said = match status {
        Status::Active => Said::Published,
        Status::Archived => Said::Archived,
        Status::Draft => Said::Withdrawn,
    };
    let done = goods.bulk(actor, in_list(ctx), &[product], Deed::Status(status)).await?;
    let mut told = said.counting(done.changed as u64);
    if let Some(undo) = done.undo {
        told = told.undone_by(Undo::Goods, undo.to_string());
    }
    Ok(told.at(site, &page))
}

/// Makes another like it, and goes there.
pub(crate) async fn duplicate(
    staff: StaffVisit,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let sheet = sheet(&goods, &id).await?;
    let title = staff.ctx.texts.v("goods-copy-of", &sheet.product.title);
    let new = goods.duplicate(&staff.actor, in_list(&staff.ctx), sheet.product.id, &title).await?;
    Ok(Said::Duplicated.at(&site, &format!("/admin/products/{new}")))
}
