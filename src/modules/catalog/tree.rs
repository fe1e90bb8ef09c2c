//! The category tree, as staff change it.
use std::collections::BTreeSet;

use db::{Conn, Tx};
use diesel::prelude::*;
use events::Recording;
use kernel::kinds::{CategoryId, ProductId};

use crate::model::Picture;
use crate::schema::{catalog_categories as t, catalog_category_products as shelf_t};
use crate::store::{CategoryRow, to_json};
use crate::{
    Catalog, CatalogError, CategoryChanged, MANAGE, Saved, Wrong, check_handle, names, redirects, wording,
};

/// What staff keep of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryEdit {
    pub title: String,
    /// Its name in addresses; empty: made from the title.
    pub slug: String,
    pub intro: String,
    /// None at the top.
    pub parent: Option<CategoryId>,
}

impl CategoryEdit {
    fn check(&self) -> Result<(), CatalogError> {
        let mut wrong = Vec::new();
        if self.title.trim().is_empty() {
            wrong.push(Wrong::new("title", "missing"));
        }
        if self.title.chars().count() > 120 {
            wrong.push(Wrong::new("title", "too_long"));
        }
        if self.intro.chars().count() > 2000 {
            wrong.push(Wrong::new("intro", "too_long"));
        }
        if !self.slug.is_empty() && check_handle(&self.slug).is_err() {
            wrong.push(Wrong::new("slug", "not_an_address"));
        }
        if wrong.is_empty() { Ok(()) } else { Err(CatalogError::Wrong(wrong)) }
    }
}

pub(crate) fn row(conn: &mut Conn, id: CategoryId) -> Result<CategoryRow, CatalogError> {
    t::table.find(id).select(CategoryRow::as_select()).first(conn).optional()?.ok_or(CatalogError::NotFound)
}

fn siblings(conn: &mut Conn, parent: Option<CategoryId>) -> Result<Vec<CategoryRow>, CatalogError> {
    let all = t::table.order((t::position.asc(), t::id.asc())).select(CategoryRow::as_select());
    Ok(match parent {
        Some(parent) => all.filter(t::parent.eq(parent)).load(conn)?,
        None => all.filter(t::parent.is_null()).load(conn)?,
    })
}

pub(crate) fn store(tx: &mut Tx<'_>, mut row: CategoryRow) -> Result<CategoryRow, CatalogError> {
    let before = row.version;
    row.version += 1;
    row.updated_at = tx.now().0;
    let there = t::table.filter(t::id.eq(row.id)).filter(t::version.eq(before));
    if diesel::update(there).set(&row).execute(&mut **tx)? == 0 {
        return Err(CatalogError::Stale);
    }
    tx.record(&CategoryChanged { category: row.id, version: row.version })?;
    Ok(row)
}

/// # Errors
/// [`CatalogError::Circle`] when `parent` is `id` or stands below it.
fn not_below_itself(conn: &mut Conn, id: CategoryId, parent: Option<CategoryId>) -> Result<(), CatalogError> {
    let mut seen = BTreeSet::new();
    let mut at = parent;
    while let Some(above) = at {
        if above == id || !seen.insert(above) {
            return Err(CatalogError::Circle);
        }
        at = row(conn, above)?.parent;
    }
    Ok(())
}

impl Catalog {
    /// Makes a category behind its siblings.
    pub fn create_category(&self, tx: &mut Tx<'_>, edit: &CategoryEdit) -> Result<CategoryId, CatalogError> {
        tx.actor().require(MANAGE)?;
        edit.check()?;
        let slug = self.slug_for(tx, edit, None)?;
        if let Some(parent) = edit.parent {
            row(tx, parent)?;
        }
        let last = siblings(tx, edit.parent)?.last().map_or(-1, |s| s.position);
        let now = tx.now();
        let new = CategoryRow {
            id: CategoryId::new(now),
            parent: edit.parent,
            slug,
            title: edit.title.trim().to_owned(),
            intro: edit.intro.trim().to_owned(),
            position: last.saturating_add(1),
            picture: to_json(&None::<Picture>),
            updated_at: now.0,
            version: 1,
            facets: String::new(),
        };
        diesel::insert_into(t::table).values(&new).execute(&mut **tx)?;
        redirects::category_taken(tx, &new.slug)?;
        tx.record(&CategoryChanged { category: new.id, version: 1 })?;
        tx.audit("category.create", new.id, &serde_json::json!({}))?;
        Ok(new.id)
    }

    fn slug_for(
        &self,
        tx: &mut Tx<'_>,
        edit: &CategoryEdit,
        own: Option<CategoryId>,
    ) -> Result<String, CatalogError> {
        if edit.slug.is_empty() {
            return names::category_slug(tx, &edit.title, own);
        }
        if names::category_has(tx, &edit.slug, own)? {
            return Err(CatalogError::HandleTaken(edit.slug.clone()));
        }
        Ok(edit.slug.clone())
    }

    /// Keeps what the form says of a category, if nobody changed it since `version` was shown. A new parent takes it
    /// behind its other children.
    pub fn edit_category(
        &self,
        tx: &mut Tx<'_>,
        id: CategoryId,
        version: i64,
        edit: &CategoryEdit,
    ) -> Result<Saved, CatalogError> {
        tx.actor().require(MANAGE)?;
        edit.check()?;
        let held = row(tx, id)?;
        if held.version != version {
            return Err(CatalogError::Stale);
        }
        not_below_itself(tx, id, edit.parent)?;
        let slug = self.slug_for(tx, edit, Some(id))?;
        let mut new = CategoryRow {
            slug,
            title: edit.title.trim().to_owned(),
            intro: edit.intro.trim().to_owned(),
            ..held.clone()
        };
        if held.parent != edit.parent {
            new.parent = edit.parent;
            new.position = siblings(tx, edit.parent)?.last().map_or(0, |s| s.position.saturating_add(1));
        }
        if new == held {
            return Ok(Saved { version, changed: false });
        }
        let row = store(tx, new)?;
        if row.slug != held.slug {
            redirects::category_renamed(tx, &held.slug, &row.slug, id)?;
        }
        tx.audit("category.edit", id, &serde_json::json!({ "version": row.version }))?;
        Ok(Saved { version: row.version, changed: true })
    }

    /// Hangs a picture over a category, or takes it down.
    pub fn set_category_picture(
        &self,
        tx: &mut Tx<'_>,
        id: CategoryId,
        picture: Option<&Picture>,
    ) -> Result<(), CatalogError> {
        tx.actor().require(MANAGE)?;
        let mut row = row(tx, id)?;
        let json = to_json(&picture);
        if json == row.picture {
            return Ok(());
        }
        row.picture = json;
        let row = store(tx, row)?;
        tx.audit("category.picture", id, &serde_json::json!({ "version": row.version }))?;
        Ok(())
    }

    /// Moves a category so many places among its siblings: -1 is one up.
    pub fn move_category(&self, tx: &mut Tx<'_>, id: CategoryId, by: i64) -> Result<bool, CatalogError> {
        tx.actor().require(MANAGE)?;
        let own = row(tx, id)?;
        let mut all = siblings(tx, own.parent)?;
        let Some(at) = all.iter().position(|s| s.id == id) else { return Err(CatalogError::NotFound) };
        let to = (at as i64).saturating_add(by).clamp(0, all.len() as i64 - 1) as usize;
        if to == at {
            return Ok(false);
        }
        let own = all.remove(at);
        all.insert(to, own);
        for (position, mut sibling) in all.into_iter().enumerate() {
            if sibling.position != position as i64 {
                sibling.position = position as i64;
                store(tx, sibling)?;
            }
        }
        tx.audit("category.move", id, &serde_json::json!({ "to": to }))?;
        Ok(true)
    }

    /// Deletes a category in which nothing stands.
    ///
    /// # Errors
    /// [`CatalogError::NotEmpty`]: products of any state, or categories below it.
    pub fn delete_category(&self, tx: &mut Tx<'_>, id: CategoryId) -> Result<(), CatalogError> {
        tx.actor().require(MANAGE)?;
        let held = row(tx, id)?;
        let below: i64 = t::table.filter(t::parent.eq(id)).count().get_result(&mut **tx)?;
        if below > 0 || !Self::products_in(tx, id, 1)?.is_empty() {
            return Err(CatalogError::NotEmpty);
        }
        diesel::delete(t::table.find(id)).execute(&mut **tx)?;
        wording::forget(tx, id.cast())?;
        tx.record(&CategoryChanged { category: id, version: held.version + 1 })?;
        tx.audit("category.delete", id, &serde_json::json!({ "slug": held.slug }))?;
        Ok(())
    }

    /// Some of the products in a category, of any state.
    pub fn products_in(conn: &mut Conn, id: CategoryId, limit: i64) -> Result<Vec<ProductId>, CatalogError> {
        Ok(shelf_t::table
            .filter(shelf_t::category.eq(id))
            .order(shelf_t::product.asc())
            .limit(limit)
            .select(shelf_t::product)
            .load(conn)?)
    }
}
