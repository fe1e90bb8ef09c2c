//! What staff change of a product: its words, its place, its state. Each change raises the version by one and tells
//! it; a change made to what somebody else changed meanwhile is refused.
use std::collections::BTreeSet;

use db::{Conn, Tx};
use diesel::prelude::*;
use events::Recording;
use kernel::Micros;
use kernel::kinds::{CategoryId, PictureId, ProductId};

use crate::model::{Attribute, AttributeKind, Picture, Status};
use crate::schema::{catalog_category_products as shelf_t, catalog_products as products_t};
use crate::store::{ProductRow, from_json, to_json};
use crate::{Catalog, CatalogError, MANAGE, ProductChanged, check_handle, dialect, redirects, words};

/// A field that cannot be kept, and why: `title`, `missing`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// As forms call it; attributes are counted, as in `attribute-2-value`.
    pub field: String,
    /// `missing`, `too_long`, `not_a_number`, `too_many`, `not_an_address`, `order`.
    pub code: &'static str,
}

impl Wrong {
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code }
    }
}

/// What the editor keeps of a product, variants and pictures apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductEdit {
    pub title: String,
    pub subtitle: String,
    /// HTML, sanitised already.
    pub description: String,
    pub brand: String,
    /// Its name in addresses. A former one leads to it.
    pub handle: String,
    /// The first is the one its breadcrumb shows.
    pub categories: Vec<CategoryId>,
    pub tags: Vec<String>,
    pub tax_class: String,
    pub status: Status,
    /// A draft goes live by itself then.
    pub publish_from: Option<Micros>,
    /// What is live becomes a draft again then.
    pub publish_until: Option<Micros>,
    pub seo_title: String,
    pub seo_description: String,
    pub attributes: Vec<Attribute>,
}

const MOST_TAGS: usize = 50;
const MOST_ATTRIBUTES: usize = 60;

impl ProductEdit {
    /// Everything that cannot be kept, field by field.
    pub fn wrongs(&self) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        if self.title.trim().is_empty() {
            wrong.push(Wrong::new("title", "missing"));
        }
        if check_handle(&self.handle).is_err() {
            wrong.push(Wrong::new("handle", if self.handle.is_empty() { "missing" } else { "not_an_address" }));
        }
        let lengths = [
            ("title", &self.title, 200),
            ("subtitle", &self.subtitle, 200),
            ("brand", &self.brand, 80),
            ("description", &self.description, 100_000),
            ("seo_title", &self.seo_title, 120),
            ("seo_description", &self.seo_description, 320),
        ];
        for (field, text, most) in lengths {
            if text.chars().count() > most {
                wrong.push(Wrong::new(field, "too_long"));
            }
        }
        if self.tags.len() > MOST_TAGS {
            wrong.push(Wrong::new("tags", "too_many"));
        } else if self.tags.iter().any(|t| t.chars().count() > 40) {
            wrong.push(Wrong::new("tags", "too_long"));
        }
        if let (Some(from), Some(until)) = (self.publish_from, self.publish_until)
            && until <= from
        {
            wrong.push(Wrong::new("publish_until", "order"));
        }
        if self.attributes.len() > MOST_ATTRIBUTES {
            wrong.push(Wrong::new("attribute-0-name", "too_many"));
        }
        for (i, attribute) in self.attributes.iter().enumerate() {
            wrong.extend(attribute_wrong(i, attribute));
        }
        wrong
    }
}

fn attribute_wrong(i: usize, a: &Attribute) -> Option<Wrong> {
    let of = |part: &str, code| Some(Wrong::new(format!("attribute-{i}-{part}"), code));
    if a.name.trim().is_empty() {
        return of("name", "missing");
    }
    if a.name.chars().count() > 60 {
        return of("name", "too_long");
    }
    if a.value.trim().is_empty() {
        return of("value", "missing");
    }
    if a.value.chars().count() > 400 || a.unit.chars().count() > 20 {
        return of("value", "too_long");
    }
    let number = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let all = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        all(whole) && all(part)
    };
    if a.kind == AttributeKind::Number && !number(&a.value) {
        return of("value", "not_a_number");
    }
    None
}

/// What a change came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    pub version: i64,
    /// False when everything was as it should be already.
    pub changed: bool,
}

pub(crate) fn row(conn: &mut Conn, id: ProductId) -> Result<ProductRow, CatalogError> {
    products_t::table.find(id).select(ProductRow::as_select()).first(conn).optional()?.ok_or(CatalogError::NotFound)
}

/// The product as it is, if nobody changed it since `version` was shown.
pub(crate) fn row_at(conn: &mut Conn, id: ProductId, version: i64) -> Result<ProductRow, CatalogError> {
    let row = row(conn, id)?;
    if row.version == version { Ok(row) } else { Err(CatalogError::Stale) }
}

pub(crate) fn shelves(conn: &mut Conn, id: ProductId) -> Result<Vec<CategoryId>, CatalogError> {
    Ok(shelf_t::table
        .filter(shelf_t::product.eq(id))
        .order((shelf_t::position.asc(), shelf_t::category.asc()))
        .select(shelf_t::category)
        .load(conn)?)
}

/// Writes the row under its next version and tells it: to the categories it stands in and stood in before.
pub(crate) fn store(
    tx: &mut Tx<'_>,
    mut row: ProductRow,
    stood_in: &[CategoryId],
) -> Result<ProductRow, CatalogError> {
    let before = row.version;
    row.version += 1;
    row.updated_at = tx.now().0;
    let there = products_t::table.filter(products_t::id.eq(row.id)).filter(products_t::version.eq(before));
    if diesel::update(there).set(&row).execute(&mut **tx)? == 0 {
        return Err(CatalogError::Stale);
    }
    let mut categories: BTreeSet<CategoryId> = stood_in.iter().copied().collect();
    categories.extend(shelves(tx, row.id)?);
    let categories = categories.into_iter().collect();
    tx.record(&ProductChanged { product: row.id, version: row.version, categories })?;
    Ok(row)
}

/// Puts the product on these shelves and takes it off all others. New ones get it at their end.
fn put_on(tx: &mut Tx<'_>, id: ProductId, wanted: &[CategoryId]) -> Result<bool, CatalogError> {
    let held = shelves(tx, id)?;
    let mut changed = false;
    for category in wanted.iter().filter(|c| !held.contains(c)) {
        let last: Option<i64> = shelf_t::table
            .filter(shelf_t::category.eq(category))
            .select(diesel::dsl::max(shelf_t::position))
            .first(&mut **tx)?;
        dialect::put_on_shelf(tx, *category, id, last.map_or(0, |p| p.saturating_add(1)))?;
        changed = true;
    }
    for gone in held.iter().filter(|c| !wanted.contains(c)) {
        diesel::delete(shelf_t::table.find((gone, id))).execute(&mut **tx)?;
        changed = true;
    }
    Ok(changed)
}

impl Catalog {
    /// Keeps what the editor says of a product, if nobody changed it since `version` was shown.
    ///
    /// # Errors
    /// [`CatalogError::Wrong`] names fields; [`CatalogError::HandleTaken`]; [`CatalogError::Stale`].
    pub fn edit(
        &self,
        tx: &mut Tx<'_>,
        id: ProductId,
        version: i64,
        edit: &ProductEdit,
    ) -> Result<Saved, CatalogError> {
        tx.actor().require(MANAGE)?;
        let wrong = edit.wrongs();
        if !wrong.is_empty() {
            return Err(CatalogError::Wrong(wrong));
        }
        let held = row_at(tx, id, version)?;
        if held.handle != edit.handle {
            free_handle(tx, &edit.handle, id)?;
        }
        let stood_in = shelves(tx, id)?;
        // Published from tomorrow on is a draft until then.
        let later = edit.publish_from.is_some_and(|at| at > tx.now());
        let status = if later && edit.status == Status::Active { Status::Draft } else { edit.status };
        let row = ProductRow {
            handle: edit.handle.clone(),
            category: edit.categories.first().copied(),
            title: edit.title.trim().to_owned(),
            subtitle: edit.subtitle.trim().to_owned(),
            description: edit.description.clone(),
            brand: edit.brand.trim().to_owned(),
            status: status.as_str().to_owned(),
            tax_class: edit.tax_class.clone(),
            attributes: to_json(&edit.attributes),
            tags: to_json(&edit.tags),
            seo_title: edit.seo_title.trim().to_owned(),
            seo_description: edit.seo_description.trim().to_owned(),
            publish_from: edit.publish_from.map_or(0, |at| at.0),
            publish_until: edit.publish_until.map_or(0, |at| at.0),
            ..held.clone()
        };
        let moved = put_on(tx, id, &edit.categories)?;
        if row == held && !moved {
            return Ok(Saved { version, changed: false });
        }
        let was = held.handle;
        let row = store(tx, row, &stood_in)?;
        if was != row.handle {
            redirects::product_renamed(tx, &was, &row.handle, id)?;
        }
        words::index(tx, id)?;
        tx.audit("product.edit", id, &serde_json::json!({ "version": row.version }))?;
        Ok(Saved { version: row.version, changed: true })
    }

    /// Publishes, withdraws or archives a product, whatever its version. The state it was in.
    pub fn set_status(&self, tx: &mut Tx<'_>, id: ProductId, status: Status) -> Result<Status, CatalogError> {
        tx.actor().require(MANAGE)?;
        let mut row = row(tx, id)?;
        let was = Status::parse(&row.status);
        if was == status {
            return Ok(was);
        }
        status.as_str().clone_into(&mut row.status);
        let row = store(tx, row, &[])?;
        let detail = serde_json::json!({ "from": was.as_str(), "to": status.as_str(), "version": row.version });
        tx.audit("product.status", id, &detail)?;
        Ok(was)
    }

    /// Puts a product into a category or takes it out of it. True when that changed anything.
    pub fn shelve(
        &self,
        tx: &mut Tx<'_>,
        id: ProductId,
        category: CategoryId,
        stands: bool,
    ) -> Result<bool, CatalogError> {
        tx.actor().require(MANAGE)?;
        let mut row = row(tx, id)?;
        let stood_in = shelves(tx, id)?;
        let mut wanted = stood_in.clone();
        wanted.retain(|c| *c != category);
        if stands {
            wanted.push(category);
        }
        if !put_on(tx, id, &wanted)? {
            return Ok(false);
        }
        if row.category.is_none_or(|c| !wanted.contains(&c)) {
            row.category = wanted.first().copied();
        }
        let row = store(tx, row, &stood_in)?;
        let detail = serde_json::json!({ "category": category, "stands": stands, "version": row.version });
        tx.audit("product.category", id, &detail)?;
        Ok(true)
    }

    /// Adds and removes tags. True when that changed anything.
    pub fn tag(
        &self,
        tx: &mut Tx<'_>,
        id: ProductId,
        add: &[String],
        remove: &[String],
    ) -> Result<bool, CatalogError> {
        tx.actor().require(MANAGE)?;
        let mut row = row(tx, id)?;
        let held: Vec<String> = from_json(&row.tags);
        let mut tags: Vec<String> = held.iter().filter(|t| !remove.contains(t)).cloned().collect();
        for tag in add {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        if tags == held {
            return Ok(false);
        }
        if tags.len() > MOST_TAGS || tags.iter().any(|t| t.chars().count() > 40) {
            return Err(CatalogError::Wrong(vec![Wrong::new("tags", "too_many")]));
        }
        row.tags = to_json(&tags);
        let row = store(tx, row, &[])?;
        tx.audit("product.tags", id, &serde_json::json!({ "add": add, "remove": remove, "version": row.version }))?;
        Ok(true)
    }

    /// Hangs pictures behind those that are there.
    pub fn add_pictures(&self, tx: &mut Tx<'_>, id: ProductId, new: &[Picture]) -> Result<Saved, CatalogError> {
        let row = row(tx, id)?;
        let mut pictures: Vec<Picture> = from_json(&row.pictures);
        pictures.extend_from_slice(new);
        let version = row.version;
        self.set_pictures(tx, id, version, &pictures)
    }

    /// Hangs exactly these, in this order; what is no longer named is taken down, from its variants too.
    pub fn set_pictures(
        &self,
        tx: &mut Tx<'_>,
        id: ProductId,
        version: i64,
        pictures: &[Picture],
    ) -> Result<Saved, CatalogError> {
        use crate::schema::catalog_variants as v;
        tx.actor().require(MANAGE)?;
        if pictures.iter().any(|p| p.alt.chars().count() > 300) {
            return Err(CatalogError::Wrong(vec![Wrong::new("alt", "too_long")]));
        }
        let mut row = row_at(tx, id, version)?;
        let json = to_json(&pictures);
        if json == row.pictures {
            return Ok(Saved { version, changed: false });
        }
        let there: Vec<PictureId> = pictures.iter().map(|p| p.id).collect();
        let gone: Vec<PictureId> =
            from_json::<Vec<Picture>>(&row.pictures).iter().map(|p| p.id).filter(|p| !there.contains(p)).collect();
        if !gone.is_empty() {
            let shown = v::table.filter(v::product.eq(id)).filter(v::picture.eq_any(&gone));
            diesel::update(shown).set(v::picture.eq(None::<PictureId>)).execute(&mut **tx)?;
        }
        row.pictures = json;
        let row = store(tx, row, &[])?;
        let detail = serde_json::json!({ "pictures": pictures.len(), "version": row.version });
        tx.audit("product.pictures", id, &detail)?;
        Ok(Saved { version: row.version, changed: true })
    }

    /// Publishes drafts whose time has come and withdraws what was live for long enough, a few at a time; how many.
    pub fn keep_schedule(&self, tx: &mut Tx<'_>, limit: i64) -> Result<usize, CatalogError> {
        let now = tx.now().0;
        let begins: Vec<ProductId> = products_t::table
            .filter(products_t::publish_from.gt(0))
            .filter(products_t::publish_from.le(now))
            .order(products_t::publish_from.asc())
            .limit(limit)
            .select(products_t::id)
            .load(&mut **tx)?;
        let ends: Vec<ProductId> = products_t::table
            .filter(products_t::publish_until.gt(0))
            .filter(products_t::publish_until.le(now))
            .order(products_t::publish_until.asc())
            .limit(limit)
            .select(products_t::id)
            .load(&mut **tx)?;
        for id in &begins {
            let mut row = row(tx, *id)?;
            row.publish_from = 0;
            if row.status == Status::Draft.as_str() {
                Status::Active.as_str().clone_into(&mut row.status);
            }
            store(tx, row, &[])?;
            tx.audit("product.published", id, &serde_json::json!({}))?;
        }
        for id in &ends {
            let mut row = row(tx, *id)?;
            row.publish_until = 0;
            if row.status == Status::Active.as_str() {
                Status::Draft.as_str().clone_into(&mut row.status);
            }
            store(tx, row, &[])?;
            tx.audit("product.withdrawn", id, &serde_json::json!({}))?;
        }
        Ok(begins.len() + ends.len())
    }
}

/// # Errors
/// [`CatalogError::HandleTaken`] when another product is called so.
pub(crate) fn free_handle(tx: &mut Tx<'_>, handle: &str, own: ProductId) -> Result<(), CatalogError> {
    let taken: Option<ProductId> = products_t::table
        .filter(products_t::handle.eq(handle))
        .filter(products_t::id.ne(own))
        .select(products_t::id)
        .first(&mut **tx)
        .optional()?;
    if taken.is_some() { Err(CatalogError::HandleTaken(handle.to_owned())) } else { Ok(()) }
}
