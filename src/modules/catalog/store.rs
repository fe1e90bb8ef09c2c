//! The catalogue's queries.
use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{CategoryId, PictureId, ProductId, VariantId};

use crate::model::*;
use crate::schema::{
    catalog_categories as categories_t, catalog_category_products as shelf_t, catalog_products as products_t,
    catalog_variants as variants_t,
};
use crate::{CatalogError, PutProduct, dialect};

#[derive(Queryable, Selectable, Insertable, AsChangeset, Clone, PartialEq)]
#[diesel(table_name = products_t)]
#[diesel(treat_none_as_null = true)]
pub(crate) struct ProductRow {
    pub id: ProductId,
    pub handle: String,
    pub category: Option<CategoryId>,
    pub title: String,
    pub subtitle: String,
    pub description: String,
    pub brand: String,
    pub status: String,
    pub tax_class: String,
    pub attributes: String,
    pub options: String,
    pub pictures: String,
    pub tags: String,
    pub seo_title: String,
    pub seo_description: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub version: i64,
    pub publish_from: i64,
    pub publish_until: i64,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset, Clone, PartialEq)]
#[diesel(table_name = variants_t)]
#[diesel(treat_none_as_null = true)]
pub(crate) struct VariantRow {
    pub id: VariantId,
    pub product: ProductId,
    pub sku: String,
    pub option_values: String,
    pub barcode: String,
    pub weight_grams: i64,
    pub position: i64,
    pub picture: Option<PictureId>,
    pub active: bool,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset, Clone, PartialEq)]
#[diesel(table_name = categories_t)]
#[diesel(treat_none_as_null = true)]
pub(crate) struct CategoryRow {
    pub id: CategoryId,
    pub parent: Option<CategoryId>,
    pub slug: String,
    pub title: String,
    pub intro: String,
    pub position: i64,
    pub picture: String,
    pub updated_at: i64,
    pub version: i64,
    pub facets: String,
}

/// Columns this crate wrote as JSON itself; an unreadable one reads as empty rather than failing a page.
pub(crate) fn from_json<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
pub(crate) fn first_picture(json: &str) -> Option<Picture> {
    from_json::<Vec<Picture>>(json).into_iter().next()
}

impl VariantRow {
    pub fn into_variant(self) -> Variant {
        Variant {
            id: self.id,
            product: self.product,
            sku: self.sku,
            option_values: from_json(&self.option_values),
            barcode: self.barcode,
            weight_grams: self.weight_grams,
            picture: self.picture,
        }
    }
}

impl ProductRow {
    pub fn into_product(self, variants: Vec<Variant>) -> Product {
        Product {
            id: self.id,
            handle: self.handle,
            category: self.category,
            title: self.title,
            subtitle: self.subtitle,
            description: self.description,
            brand: self.brand,
            status: Status::parse(&self.status),
            tax_class: self.tax_class,
            attributes: from_json(&self.attributes),
            options: from_json(&self.options),
            pictures: from_json(&self.pictures),
            seo_title: self.seo_title,
            seo_description: self.seo_description,
            version: self.version,
            variants,
        }
    }
}

/// Rows of a join come product by product; this folds each run into one.
pub(crate) fn fold<T, R>(
    rows: Vec<(R, Option<VariantRow>)>,
    id: impl Fn(&R) -> ProductId,
    make: impl Fn(R, Vec<Variant>) -> T,
) -> Vec<T> {
    let mut out = Vec::new();
    let mut current: Option<(R, Vec<Variant>)> = None;
    for (row, variant) in rows {
        if current.as_ref().is_none_or(|(held, _)| id(held) != id(&row))
            && let Some((held, variants)) = current.replace((row, Vec::new()))
        {
            out.push(make(held, variants));
        }
        if let (Some((_, variants)), Some(v)) = (&mut current, variant) {
            variants.push(v.into_variant());
        }
    }
    if let Some((held, variants)) = current {
        out.push(make(held, variants));
    }
    out
}

pub(crate) fn product_by_handle(conn: &mut Conn, handle: &str) -> Result<Option<Product>, CatalogError> {
    let rows = products_t::table
        .left_join(variants_t::table.on(variants_t::product.eq(products_t::id).and(variants_t::active.eq(true))))
        .filter(products_t::handle.eq(handle))
        .filter(products_t::status.eq("active"))
        .order(variants_t::position.asc())
        .select((ProductRow::as_select(), Option::<VariantRow>::as_select()))
        .load(conn)?;
    Ok(fold(rows, |r: &ProductRow| r.id, ProductRow::into_product).pop())
}

pub(crate) fn products(conn: &mut Conn, ids: &[ProductId]) -> Result<HashMap<ProductId, Product>, CatalogError> {
    let rows: Vec<(ProductRow, Option<VariantRow>)> = db::among!(
        conn,
        products_t::id,
        ids,
        products_t::table
            .left_join(
                variants_t::table.on(variants_t::product.eq(products_t::id).and(variants_t::active.eq(true)))
            )
            .order((products_t::id.asc(), variants_t::position.asc()))
            .select((ProductRow::as_select(), Option::<VariantRow>::as_select()))
    )?;
    let products = fold(rows, |r: &ProductRow| r.id, ProductRow::into_product);
    Ok(products.into_iter().map(|p| (p.id, p)).collect())
}

pub(crate) fn after(conn: &mut Conn, after: Option<ProductId>, limit: u64) -> Result<Vec<Product>, CatalogError> {
    let after = after.unwrap_or(ProductId::from_bytes([0; 16]));
    let ids: Vec<ProductId> = products_t::table
        .filter(products_t::id.gt(after))
        .filter(products_t::status.eq("active"))
        .order(products_t::id.asc())
        .limit(limit as i64)
        .select(products_t::id)
        .load(conn)?;
    let mut found = products(conn, &ids)?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

pub(crate) type CardRow = (ProductId, String, String, String, String);

pub(crate) fn card((id, handle, title, subtitle, pictures): CardRow, variants: Vec<Variant>) -> Card {
    let variants = variants.into_iter().map(|v| v.id).collect();
    Card { id, handle, title, subtitle, picture: first_picture(&pictures), variants }
}

pub(crate) const CARD: (
    products_t::id,
    products_t::handle,
    products_t::title,
    products_t::subtitle,
    products_t::pictures,
) = (products_t::id, products_t::handle, products_t::title, products_t::subtitle, products_t::pictures);

pub(crate) fn shelf(
    conn: &mut Conn,
    category: CategoryId,
    sort: Sort,
    offset: u64,
    limit: u64,
) -> Result<Vec<Card>, CatalogError> {
    let (offset, limit) = (offset as i64, limit as i64);
    let (s, p) = diesel::alias!(shelf_t as s, products_t as p);
    // The page is cut in the sub-select, so that one query brings the products with their variants.
    let here = s
        .inner_join(p.on(p.field(products_t::id).eq(s.field(shelf_t::product))))
        .filter(s.field(shelf_t::category).eq(category))
        .filter(p.field(products_t::status).eq("active"))
        .offset(offset)
        .limit(limit)
        .select(p.field(products_t::id));
    macro_rules! page {
        ($inner:expr, $outer:expr) => {
            shelf_t::table
                .inner_join(products_t::table.left_join(
                    variants_t::table.on(variants_t::product.eq(products_t::id).and(variants_t::active.eq(true))),
                ))
                .filter(shelf_t::category.eq(category))
                .filter(products_t::id.eq_any(here.order($inner)))
                .order($outer)
                .select((CARD, Option::<VariantRow>::as_select()))
                .load::<(CardRow, Option<VariantRow>)>(conn)?
        };
    }
    let rows = match sort {
        Sort::Arranged => page!(
            (s.field(shelf_t::position).asc(), s.field(shelf_t::product).asc()),
            (shelf_t::position.asc(), products_t::id.asc(), variants_t::position.asc())
        ),
        Sort::Newest => page!(
            (p.field(products_t::created_at).desc(), p.field(products_t::id).desc()),
            (products_t::created_at.desc(), products_t::id.desc(), variants_t::position.asc())
        ),
        Sort::Title => page!(
            (p.field(products_t::title).asc(), p.field(products_t::id).asc()),
            (products_t::title.asc(), products_t::id.asc(), variants_t::position.asc())
        ),
    };
    Ok(fold(rows, |r: &CardRow| r.0, card))
}

pub(crate) fn newest(conn: &mut Conn, limit: u64) -> Result<Vec<Card>, CatalogError> {
    let p = diesel::alias!(products_t as p);
    let page = p
        .filter(p.field(products_t::status).eq("active"))
        .order((p.field(products_t::created_at).desc(), p.field(products_t::id).desc()))
        .limit(limit as i64)
        .select(p.field(products_t::id));
    let rows = products_t::table
        .left_join(variants_t::table.on(variants_t::product.eq(products_t::id).and(variants_t::active.eq(true))))
        .filter(products_t::id.eq_any(page))
        .order((products_t::created_at.desc(), products_t::id.desc(), variants_t::position.asc()))
        .select((CARD, Option::<VariantRow>::as_select()))
        .load::<(CardRow, Option<VariantRow>)>(conn)?;
    Ok(fold(rows, |r: &CardRow| r.0, card))
}

pub(crate) fn categories(conn: &mut Conn) -> Result<Vec<Category>, CatalogError> {
    let counts: HashMap<CategoryId, i64> = shelf_t::table
        .inner_join(products_t::table)
        .filter(products_t::status.eq("active"))
        .group_by(shelf_t::category)
        .select((shelf_t::category, diesel::dsl::count_star()))
        .load::<(CategoryId, i64)>(conn)?
        .into_iter()
        .collect();
    let rows: Vec<CategoryRow> = categories_t::table
        .order((categories_t::position.asc(), categories_t::id.asc()))
        .select(CategoryRow::as_select())
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|r| Category {
            id: r.id,
            parent: r.parent,
            position: r.position,
            slug: r.slug,
            title: r.title,
            intro: r.intro,
            picture: from_json(&r.picture),
            version: r.version,
            facets: from_json(if r.facets.is_empty() { "null" } else { &r.facets }),
            products: counts.get(&r.id).copied().unwrap_or(0).max(0) as u64,
        })
        .collect())
}

pub(crate) fn sale_items(conn: &mut Conn, ids: &[VariantId]) -> Result<HashMap<VariantId, SaleItem>, CatalogError> {
    type Row = (VariantId, ProductId, String, String, i64, Option<PictureId>, String, String, String, String);
    let sold = variants_t::table
        .inner_join(products_t::table)
        .filter(variants_t::active.eq(true))
        .filter(products_t::status.eq("active"))
        .select((
            variants_t::id,
            variants_t::product,
            variants_t::sku,
            variants_t::option_values,
            variants_t::weight_grams,
            variants_t::picture,
            products_t::handle,
            products_t::title,
            products_t::tax_class,
            products_t::pictures,
        ));
    let rows: Vec<Row> = db::among!(conn, variants_t::id, ids, sold)?;
    Ok(rows
        .into_iter()
        .map(|(variant, product, sku, values, weight_grams, own, handle, title, tax_class, pictures)| {
            let pictures: Vec<Picture> = from_json(&pictures);
            let picture = pictures.iter().find(|p| Some(p.id) == own).or(pictures.first()).cloned();
            let options = from_json::<Vec<String>>(&values).join(", ");
            let item = SaleItem { variant, product, handle, sku, title, options, tax_class, weight_grams, picture };
            (variant, item)
        })
        .collect())
}

pub(crate) fn put_category(tx: &mut Tx<'_>, new: &NewCategory) -> Result<(CategoryId, i64, Change), CatalogError> {
    let now = tx.now();
    let held: Option<CategoryRow> = categories_t::table
        .filter(categories_t::slug.eq(&new.slug))
        .select(CategoryRow::as_select())
        .first(&mut **tx)
        .optional()?;
    let mut row = CategoryRow {
        id: held.as_ref().map_or_else(|| CategoryId::new(now), |h| h.id),
        parent: held.as_ref().and_then(|h| h.parent),
        slug: new.slug.clone(),
        title: new.title.clone(),
        intro: new.intro.clone(),
        position: new.position,
        picture: to_json(&new.picture),
        updated_at: held.as_ref().map_or(now.0, |h| h.updated_at),
        version: held.as_ref().map_or(1, |h| h.version),
        facets: held.as_ref().map(|h| h.facets.clone()).unwrap_or_default(),
    };
    match held {
        Some(held) if held == row => Ok((row.id, row.version, Change::None)),
        Some(_) => {
            row.updated_at = now.0;
            row.version += 1;
            diesel::update(categories_t::table.find(row.id)).set(&row).execute(&mut **tx)?;
            Ok((row.id, row.version, Change::Updated))
        }
        None => {
            diesel::insert_into(categories_t::table).values(&row).execute(&mut **tx)?;
            Ok((row.id, row.version, Change::Created))
        }
    }
}

/// `arranged`: pictures and places on shelves stay as staff arranged them.
pub(crate) fn put_product(tx: &mut Tx<'_>, new: &NewProduct, arranged: bool) -> Result<PutProduct, CatalogError> {
    let now = tx.now();
    let held: Option<ProductRow> = products_t::table
        .filter(products_t::handle.eq(&new.handle))
        .select(ProductRow::as_select())
        .first(&mut **tx)
        .optional()?;
    let mut row = ProductRow {
        id: held.as_ref().map_or_else(|| ProductId::new(now), |h| h.id),
        handle: new.handle.clone(),
        category: new.categories.first().copied(),
        title: new.title.clone(),
        subtitle: new.subtitle.clone(),
        description: new.description.clone(),
        brand: new.brand.clone(),
        status: new.status.as_str().to_owned(),
        tax_class: new.tax_class.clone(),
        attributes: to_json(&new.attributes),
        options: to_json(&new.options),
        pictures: match &held {
            Some(held) if arranged => held.pictures.clone(),
            _ => to_json(&new.pictures),
        },
        tags: to_json(&new.tags),
        seo_title: new.seo_title.clone(),
        seo_description: new.seo_description.clone(),
        created_at: held.as_ref().map_or(now.0, |h| h.created_at),
        updated_at: held.as_ref().map_or(now.0, |h| h.updated_at),
        version: held.as_ref().map_or(1, |h| h.version),
        publish_from: held.as_ref().map_or(0, |h| h.publish_from),
        publish_until: held.as_ref().map_or(0, |h| h.publish_until),
    };
    let created = held.is_none();
    let mut changed = held.is_some_and(|h| h != row);
    if created {
        diesel::insert_into(products_t::table).values(&row).execute(&mut **tx)?;
    }
    let (variants, variants_changed) = put_variants(tx, row.id, created, &new.variants, arranged)?;
    changed |= variants_changed | put_shelves(tx, row.id, created, new, arranged)?;
    let change = match (created, changed) {
        (true, _) => Change::Created,
        (false, true) => {
            row.updated_at = now.0;
            row.version += 1;
            diesel::update(products_t::table.find(row.id)).set(&row).execute(&mut **tx)?;
            Change::Updated
        }
        (false, false) => Change::None,
    };
    Ok(PutProduct { id: row.id, version: row.version, change, variants })
}

fn put_variants(
    tx: &mut Tx<'_>,
    product: ProductId,
    created: bool,
    new: &[NewVariant],
    arranged: bool,
) -> Result<(Vec<VariantId>, bool), CatalogError> {
    let now = tx.now();
    let mut held: HashMap<String, VariantRow> = HashMap::new();
    if !created {
        let rows: Vec<VariantRow> = variants_t::table
            .filter(variants_t::product.eq(product))
            .select(VariantRow::as_select())
            .load(&mut **tx)?;
        held = rows.into_iter().map(|r| (r.sku.clone(), r)).collect();
    }
    let mut changed = false;
    let mut ids = Vec::with_capacity(new.len());
    for (position, variant) in new.iter().enumerate() {
        let before = held.remove(&variant.sku);
        let row = VariantRow {
            id: before.as_ref().map_or_else(|| VariantId::new(now), |b| b.id),
            product,
            sku: variant.sku.clone(),
            option_values: to_json(&variant.option_values),
            barcode: variant.barcode.clone(),
            weight_grams: variant.weight_grams,
            position: position as i64,
            picture: match &before {
                Some(before) if arranged => before.picture,
                _ => variant.picture,
            },
            active: true,
        };
        ids.push(row.id);
        match before {
            Some(before) if before == row => {}
            Some(_) => {
                diesel::update(variants_t::table.find(row.id)).set(&row).execute(&mut **tx)?;
                changed = true;
            }
            None => {
                let taken =
                    variants_t::table.filter(variants_t::sku.eq(&row.sku)).count().get_result::<i64>(&mut **tx)?;
                if taken > 0 {
                    return Err(CatalogError::SkuTaken(row.sku));
                }
                diesel::insert_into(variants_t::table).values(&row).execute(&mut **tx)?;
                changed = true;
            }
        }
    }
    for gone in held.into_values().filter(|v| v.active) {
        diesel::update(variants_t::table.find(gone.id)).set(variants_t::active.eq(false)).execute(&mut **tx)?;
        changed = true;
    }
    Ok((ids, changed))
}

fn put_shelves(
    tx: &mut Tx<'_>,
    product: ProductId,
    created: bool,
    new: &NewProduct,
    arranged: bool,
) -> Result<bool, CatalogError> {
    let mut held: HashMap<CategoryId, i64> = HashMap::new();
    if !created {
        held = shelf_t::table
            .filter(shelf_t::product.eq(product))
            .select((shelf_t::category, shelf_t::position))
            .load::<(CategoryId, i64)>(&mut **tx)?
            .into_iter()
            .collect();
    }
    let mut changed = false;
    for category in &new.categories {
        let place = held.remove(category);
        if place != Some(new.position) && !(arranged && place.is_some()) {
            dialect::put_on_shelf(tx, *category, product, new.position)?;
            changed = true;
        }
    }
    for gone in held.into_keys() {
        diesel::delete(shelf_t::table.find((gone, product))).execute(&mut **tx)?;
        changed = true;
    }
    Ok(changed)
}
