//! The words by which staff find products: of title, brand, address, SKUs and barcodes.
use std::collections::BTreeSet;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::ProductId;

use crate::schema::{catalog_products as products_t, catalog_variants as variants_t, catalog_words as words_t};
use crate::{Catalog, CatalogError, dialect};

/// Longer words are found by their beginning.
const LONGEST: usize = 40;
/// So many words of one product are kept; the rest of a very long list of SKUs is found by title only.
const MOST: usize = 600;

/// The words of a text, in lower case. A SKU like `MUG-1` is found as a whole and by its parts.
pub(crate) fn words_of(text: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let short = |word: &str| word.chars().take(LONGEST).collect::<String>();
    for chunk in text.split_whitespace() {
        let chunk = chunk.to_lowercase();
        out.extend(chunk.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(short));
        let whole = chunk.trim_matches(|c: char| !c.is_alphanumeric());
        if !whole.is_empty() {
            out.insert(short(whole));
        }
    }
    out
}

/// What is looked for: each must begin some word of the product. The longest first, since it finds the fewest.
pub(crate) fn looked_for(query: &str) -> Vec<String> {
    let mut words: Vec<String> = query
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| w.chars().take(LONGEST).collect())
        .collect::<BTreeSet<String>>()
        .into_iter()
        .collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
    words.truncate(6);
    words
}

/// The first text behind all those that begin with `word`.
pub(crate) fn behind(word: &str) -> String {
    format!("{word}\u{10ffff}")
}

pub(crate) fn index(tx: &mut Tx<'_>, product: ProductId) -> Result<(), CatalogError> {
    let texts: Option<(String, String, String, i64)> = products_t::table
        .find(product)
        .select((products_t::title, products_t::brand, products_t::handle, products_t::version))
        .first(&mut **tx)
        .optional()?;
    let Some((title, brand, handle, version)) = texts else { return Ok(()) };
    let skus: Vec<(String, String)> = variants_t::table
        .filter(variants_t::product.eq(product))
        .order(variants_t::position.asc())
        .select((variants_t::sku, variants_t::barcode))
        .load(&mut **tx)?;
    let mut wanted = words_of(&title);
    wanted.extend(words_of(&brand));
    wanted.extend(words_of(&handle));
    for (sku, barcode) in &skus {
        if wanted.len() >= MOST {
            break;
        }
        wanted.extend(words_of(sku));
        wanted.extend(words_of(barcode));
    }
    let held: Vec<String> = words_t::table
        .filter(words_t::product.eq(product))
        .order(words_t::word.asc())
        .select(words_t::word)
        .load(&mut **tx)?;
    for gone in held.iter().filter(|w| !wanted.contains(*w)) {
        diesel::delete(words_t::table.find((gone, product))).execute(&mut **tx)?;
    }
    let new: Vec<String> = wanted.into_iter().filter(|w| !held.contains(w)).collect();
    if !new.is_empty() {
        dialect::put_words(tx, product, &new)?;
    }
    diesel::update(products_t::table.find(product)).set(products_t::indexed.eq(version)).execute(&mut **tx)?;
    Ok(())
}

impl Catalog {
    /// Products whose words are not those of their present version: an older release wrote them.
    pub fn unindexed_in(conn: &mut Conn, limit: i64) -> Result<Vec<ProductId>, CatalogError> {
        Ok(products_t::table
            .filter(products_t::indexed.ne(products_t::version))
            .order(products_t::id.asc())
            .limit(limit)
            .select(products_t::id)
            .load(conn)?)
    }

    /// Makes a product findable by its words as they are now. No version, no event.
    pub fn index(&self, tx: &mut Tx<'_>, product: ProductId) -> Result<(), CatalogError> {
        index(tx, product)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sku_is_found_as_a_whole_and_by_its_parts() {
        let words = words_of("Speckled Mug, (MUG-350.B) Größe");
        for word in ["speckled", "mug", "mug-350.b", "350", "b", "größe"] {
            assert!(words.contains(word), "{word}: {words:?}");
        }
        assert!(words_of(" ,;- ").is_empty());
    }

    #[test]
    fn what_is_looked_for_begins_with_what_finds_the_fewest() {
        assert_eq!(looked_for("a Mug-350"), ["350", "mug", "a"]);
        assert!(looked_for("  -- ").is_empty());
        assert!(behind("mug").as_str() > "mugs" && behind("mug").as_str() < "muh");
    }
}
