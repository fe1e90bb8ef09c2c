//! Names that must be one of a kind: addresses and SKUs, and how new ones are found.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{CategoryId, ProductId};

use crate::CatalogError;
use crate::schema::{
    catalog_categories as categories_t, catalog_products as products_t, catalog_variants as variants_t,
};

/// So many numbers are tried behind a name that is taken.
const TRIES: usize = 10_000;

/// What can stand in an address: letters, digits and underscores in lower case, with single hyphens between; at most
/// 180 bytes. Empty when nothing is left.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if slug.len() >= 180 {
            break;
        }
        if c.is_alphanumeric() || c == '_' {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && c != '\'' && c != '’' {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// `base`, else `base-2`, `base-3`, …: the first that is free.
fn first_free(
    base: &str,
    mut taken: impl FnMut(&str) -> Result<bool, CatalogError>,
) -> Result<String, CatalogError> {
    if !taken(base)? {
        return Ok(base.to_owned());
    }
    for n in 2..TRIES {
        let name = format!("{base}-{n}");
        if !taken(&name)? {
            return Ok(name);
        }
    }
    Err(CatalogError::HandleTaken(base.to_owned()))
}

/// An address that no product has.
pub(crate) fn product_handle(tx: &mut Tx<'_>, title: &str) -> Result<String, CatalogError> {
    let base = slug(title);
    let base = if base.is_empty() { "product" } else { &base };
    first_free(base, |handle| {
        let n: i64 = products_t::table.filter(products_t::handle.eq(handle)).count().get_result(&mut **tx)?;
        Ok(n > 0)
    })
}

/// An address that no category but `own` has.
pub(crate) fn category_slug(tx: &mut Tx<'_>, title: &str, own: Option<CategoryId>) -> Result<String, CatalogError> {
    let base = slug(title);
    let base = if base.is_empty() { "category" } else { &base };
    first_free(base, |slug| category_has(tx, slug, own))
}

pub(crate) fn category_has(conn: &mut Conn, slug: &str, own: Option<CategoryId>) -> Result<bool, CatalogError> {
    let id: Option<CategoryId> =
        categories_t::table.filter(categories_t::slug.eq(slug)).select(categories_t::id).first(conn).optional()?;
    Ok(id.is_some_and(|id| Some(id) != own))
}

/// A SKU that no variant has, from `parts` in capitals.
pub(crate) fn sku(tx: &mut Tx<'_>, parts: &[&str]) -> Result<String, CatalogError> {
    let mut base = parts
        .iter()
        .map(|part| slug(part).to_uppercase())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    base = base.chars().take(60).collect();
    let base = if base.is_empty() { "SKU".to_owned() } else { base };
    first_free(&base, |sku| Ok(sku_holder(tx, sku)?.is_some()))
}

/// The product whose variant has this SKU.
pub(crate) fn sku_holder(conn: &mut Conn, sku: &str) -> Result<Option<ProductId>, CatalogError> {
    Ok(variants_t::table.filter(variants_t::sku.eq(sku)).select(variants_t::product).first(conn).optional()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_an_address() {
        assert_eq!(slug("  Bread & Butter’s  Box! "), "bread-butters-box");
        assert_eq!(slug("Größe 42"), "größe-42");
        assert_eq!(slug(" ?! "), "");
    }

    #[test]
    fn the_first_free_name_is_taken() {
        let taken = ["mug", "mug-2"];
        assert_eq!(first_free("mug", |n| Ok(taken.contains(&n))).unwrap(), "mug-3");
        assert_eq!(first_free("cup", |n| Ok(taken.contains(&n))).unwrap(), "cup");
    }
}
