//! Lists for the back office: products and SKUs, cut by filters, turned by cursor, never counted whole.
use std::collections::HashMap;

use db::Conn;
use diesel::prelude::*;
use kernel::kinds::{CategoryId, ProductId, VariantId};

use crate::levels::Level;
use crate::model::{Picture, Status};
use crate::schema::{
    catalog_category_products as shelf_t, catalog_products as products_t, catalog_variants as variants_t,
    catalog_words as words_t,
};
use crate::store::{first_picture, from_json};
use crate::words::{behind, looked_for};
use crate::{Catalog, CatalogError};

/// A search looks at so many finds at most; whoever finds more has to say more.
const MOST_FOUND: i64 = 2000;

/// What a list is cut to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Beginnings of words of title, brand, address, SKU or barcode; all of them.
    pub query: String,
    /// None: everything that is not archived.
    pub status: Option<Status>,
    pub category: Option<CategoryId>,
    pub brand: Option<String>,
    /// Some variant in sale is at this level.
    pub level: Option<Level>,
}

/// From where a list goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cursor<T> {
    #[default]
    Start,
    /// What comes behind this one.
    After(T),
    /// What comes before this one.
    Before(T),
}

/// One piece of a list that is turned by cursor.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    pub items: Vec<T>,
    /// There is something before and behind.
    pub before: bool,
    pub after: bool,
    /// More was found than is looked at: whoever wants the rest has to say more.
    pub cut: bool,
}

impl<T> Slice<T> {
    /// From one more than was asked for, in the order it was read.
    pub(crate) fn cut<C>(mut items: Vec<T>, size: usize, cursor: &Cursor<C>) -> Self {
        let more = items.len() > size;
        items.truncate(size);
        match cursor {
            Cursor::Start => Self { items, before: false, after: more, cut: false },
            Cursor::After(_) => Self { items, before: true, after: more, cut: false },
            Cursor::Before(_) => {
                items.reverse();
                Self { items, before: more, after: true, cut: false }
            }
        }
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Slice<U> {
        Slice {
            items: self.items.into_iter().map(f).collect(),
            before: self.before,
            after: self.after,
            cut: self.cut,
        }
    }
}

/// A product as the back office lists it.
#[derive(Clone, Debug)]
pub struct ListedProduct {
    pub id: ProductId,
    pub handle: String,
    pub title: String,
    pub brand: String,
    pub status: Status,
    pub picture: Option<Picture>,
    pub version: i64,
    /// Those in sale.
    pub variants: Vec<ListedVariant>,
}

#[derive(Clone, Debug)]
pub struct ListedVariant {
    pub id: VariantId,
    pub sku: String,
    /// `Moss, 350 ml`; empty when there are no options.
    pub options: String,
}

/// A SKU with what it belongs to.
#[derive(Clone, Debug)]
pub struct ListedSku {
    pub variant: VariantId,
    pub sku: String,
    pub barcode: String,
    pub options: String,
    pub product: ProductId,
    pub title: String,
    pub status: Status,
    pub active: bool,
    pub picture: Option<Picture>,
}

/// What a list of SKUs is cut to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkuListing {
    pub query: String,
    pub level: Option<Level>,
}

/// So few are asked about the other words at once; no better word is looked for.
const FEW: usize = 500;

type Boxed<'a> = products_t::BoxedQuery<'a, db::MultiBackend>;

fn filtered(listed: &Listed) -> Boxed<'_> {
    let mut q = products_t::table.into_boxed();
    q = match listed.status {
        Some(status) => q.filter(products_t::status.eq(status.as_str())),
        None => q.filter(products_t::status.ne(Status::Archived.as_str())),
    };
    if let Some(category) = listed.category {
        let there = shelf_t::table.filter(shelf_t::category.eq(category)).select(shelf_t::product);
        q = q.filter(products_t::id.eq_any(there));
    }
    if let Some(brand) = &listed.brand {
        q = q.filter(products_t::brand.eq(brand));
    }
    match listed.level {
        // Nearly everything is in stock: looked at product by product, since a list of all would be longest.
        Some(Level::In) => {
            let own = variants_t::table
                .filter(variants_t::product.eq(products_t::id))
                .filter(variants_t::level.eq(Level::In.as_str()))
                .filter(variants_t::active.eq(true));
            q = q.filter(diesel::dsl::exists(own));
        }
        Some(level) => {
            let there = variants_t::table
                .filter(variants_t::level.eq(level.as_str()))
                .filter(variants_t::active.eq(true))
                .select(variants_t::product);
            q = q.filter(products_t::id.eq_any(there));
        }
        None => {}
    }
    q
}

/// Products with a word that begins with `word`, at most [`MOST_FOUND`] and one.
fn with_word(conn: &mut Conn, word: &str) -> Result<Vec<ProductId>, CatalogError> {
    let mut ids: Vec<ProductId> = words_t::table
        .filter(words_t::word.ge(word))
        .filter(words_t::word.lt(behind(word)))
        .order((words_t::word.asc(), words_t::product.desc()))
        .limit(MOST_FOUND + 1)
        .select(words_t::product)
        .load(conn)?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The products that have a word for each that is looked for, at most [`MOST_FOUND`]. None: nothing is looked for.
fn found(conn: &mut Conn, query: &str) -> Result<Option<Vec<ProductId>>, CatalogError> {
    let words = looked_for(query);
    if words.is_empty() {
        return Ok(None);
    }
    // The word that finds the fewest goes first, and the others are only asked about those.
    let mut best: Option<(usize, Vec<ProductId>)> = None;
    for (i, word) in words.iter().enumerate() {
        let ids = with_word(conn, word)?;
        if best.as_ref().is_none_or(|(_, held)| ids.len() < held.len()) {
            best = Some((i, ids));
        }
        if best.as_ref().is_some_and(|(_, held)| held.len() <= FEW) {
            break;
        }
    }
    let Some((at, mut ids)) = best else { return Ok(None) };
    for (_, word) in words.iter().enumerate().filter(|(i, _)| *i != at) {
        let mut kept = Vec::new();
        for piece in ids.chunks(500) {
            let both: Vec<ProductId> = words_t::table
                .filter(words_t::product.eq_any(piece))
                // Joined to nothing, so that the index by product is taken: that by word would be walked for all.
                .filter(words_t::word.concat("").ge(word))
                .filter(words_t::word.concat("").lt(behind(word)))
                .order(words_t::product.asc())
                .select(words_t::product)
                .load(conn)?;
            kept.extend(both);
        }
        kept.dedup();
        ids = kept;
    }
    ids.truncate(MOST_FOUND as usize);
    Ok(Some(ids))
}

impl Catalog {
    /// Products, the newest first.
    pub async fn list(
        &self,
        listed: Listed,
        cursor: Cursor<ProductId>,
        size: usize,
    ) -> Result<Slice<ListedProduct>, CatalogError> {
        self.db
            .read_slow(move |c| {
                let slice = Self::list_ids_in(c, &listed, &cursor, size)?;
                let mut rows = rows(c, &slice.items)?;
                Ok(Slice {
                    items: slice.items.iter().filter_map(|id| rows.remove(id)).collect(),
                    before: slice.before,
                    after: slice.after,
                    cut: slice.cut,
                })
            })
            .await
    }

    /// The ids of [`Catalog::list`], on a connection at hand.
    pub fn list_ids_in(
        conn: &mut Conn,
        listed: &Listed,
        cursor: &Cursor<ProductId>,
        size: usize,
    ) -> Result<Slice<ProductId>, CatalogError> {
        let mut q = filtered(listed);
        let mut cut = false;
        if let Some(ids) = found(conn, &listed.query)? {
            cut = ids.len() as i64 >= MOST_FOUND;
            q = q.filter(products_t::id.eq_any(ids));
        }
        q = match cursor {
            Cursor::Start => q.order(products_t::id.desc()),
            Cursor::After(id) => q.filter(products_t::id.lt(*id)).order(products_t::id.desc()),
            Cursor::Before(id) => q.filter(products_t::id.gt(*id)).order(products_t::id.asc()),
        };
        let ids = q.limit(size as i64 + 1).select(products_t::id).load(conn)?;
        Ok(Slice { cut, ..Slice::cut(ids, size, cursor) })
    }

    /// Products by id, as lists show them.
    pub async fn listed(&self, ids: &[ProductId]) -> Result<Vec<ListedProduct>, CatalogError> {
        let ids = ids.to_vec();
        self.db
            .read_slow(move |c| {
                let mut rows = rows(c, &ids)?;
                Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
            })
            .await
    }

    /// [`Catalog::listed`] on a connection at hand.
    pub fn listed_in(conn: &mut Conn, ids: &[ProductId]) -> Result<Vec<ListedProduct>, CatalogError> {
        let mut rows = rows(conn, ids)?;
        Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
    }

    /// SKUs in their order, those of archived products too: they may lie on the shelf.
    pub async fn skus(
        &self,
        listing: SkuListing,
        cursor: Cursor<String>,
        size: usize,
    ) -> Result<Slice<ListedSku>, CatalogError> {
        self.db.read_slow(move |c| skus(c, &listing, &cursor, size)).await
    }

    /// Variants by id with what they belong to, of any state; unknown ones are missing.
    pub async fn sku_cards(&self, ids: &[VariantId]) -> Result<HashMap<VariantId, ListedSku>, CatalogError> {
        let ids = ids.to_vec();
        self.db
            .read(move |c| {
                let rows: Vec<SkuRow> = variants_t::table
                    .inner_join(products_t::table)
                    .filter(variants_t::id.eq_any(&ids))
                    .order(variants_t::id.asc())
                    .select(SKU)
                    .load(c)?;
                Ok(rows.into_iter().map(sku).map(|s| (s.variant, s)).collect())
            })
            .await
    }

    /// The variant with exactly this SKU.
    pub async fn by_sku(&self, text: &str) -> Result<Option<VariantId>, CatalogError> {
        let text = text.trim().to_owned();
        self.db
            .read(move |c| {
                Ok(variants_t::table
                    .filter(variants_t::sku.eq(&text))
                    .select(variants_t::id)
                    .first(c)
                    .optional()?)
            })
            .await
    }
}

fn rows(conn: &mut Conn, ids: &[ProductId]) -> Result<HashMap<ProductId, ListedProduct>, CatalogError> {
    type Row = (ProductId, String, String, String, String, String, i64);
    let heads: Vec<Row> = products_t::table
        .filter(products_t::id.eq_any(ids))
        .order(products_t::id.asc())
        .select((
            products_t::id,
            products_t::handle,
            products_t::title,
            products_t::brand,
            products_t::status,
            products_t::pictures,
            products_t::version,
        ))
        .load(conn)?;
    let variants: Vec<(ProductId, VariantId, String, String)> = variants_t::table
        .filter(variants_t::product.eq_any(ids))
        .filter(variants_t::active.eq(true))
        .order((variants_t::product.asc(), variants_t::position.asc()))
        .select((variants_t::product, variants_t::id, variants_t::sku, variants_t::option_values))
        .load(conn)?;
    let mut of: HashMap<ProductId, Vec<ListedVariant>> = HashMap::new();
    for (product, id, sku, values) in variants {
        let options = from_json::<Vec<String>>(&values).join(", ");
        of.entry(product).or_default().push(ListedVariant { id, sku, options });
    }
    Ok(heads
        .into_iter()
        .map(|(id, handle, title, brand, status, pictures, version)| {
            let product = ListedProduct {
                id,
                handle,
                title,
                brand,
                status: Status::parse(&status),
                picture: first_picture(&pictures),
                version,
                variants: of.remove(&id).unwrap_or_default(),
            };
            (id, product)
        })
        .collect())
}

type SkuRow =
    (VariantId, String, String, String, bool, Option<kernel::kinds::PictureId>, ProductId, String, String, String);

#[allow(clippy::type_complexity)]
const SKU: (
    variants_t::id,
    variants_t::sku,
    variants_t::barcode,
    variants_t::option_values,
    variants_t::active,
    variants_t::picture,
    products_t::id,
    products_t::title,
    products_t::status,
    products_t::pictures,
) = (
    variants_t::id,
    variants_t::sku,
    variants_t::barcode,
    variants_t::option_values,
    variants_t::active,
    variants_t::picture,
    products_t::id,
    products_t::title,
    products_t::status,
    products_t::pictures,
);

fn sku((variant, sku, barcode, values, active, own, product, title, status, pictures): SkuRow) -> ListedSku {
    let pictures: Vec<Picture> = from_json(&pictures);
    ListedSku {
        variant,
        sku,
        barcode,
        options: from_json::<Vec<String>>(&values).join(", "),
        product,
        title,
        status: Status::parse(&status),
        active,
        picture: pictures.iter().find(|p| Some(p.id) == own).or(pictures.first()).cloned(),
    }
}

fn skus(
    conn: &mut Conn,
    listing: &SkuListing,
    cursor: &Cursor<String>,
    size: usize,
) -> Result<Slice<ListedSku>, CatalogError> {
    let mut q = variants_t::table.inner_join(products_t::table).select(SKU).into_boxed();
    q = match listing.level {
        Some(level) => q.filter(variants_t::level.eq(level.as_str())).filter(variants_t::active.eq(true)),
        None => q,
    };
    let mut cut = false;
    if let Some(ids) = found(conn, &listing.query)? {
        cut = ids.len() as i64 >= MOST_FOUND;
        q = q.filter(variants_t::product.eq_any(ids));
    }
    q = match cursor {
        Cursor::Start => q.order(variants_t::sku.asc()),
        Cursor::After(sku) => q.filter(variants_t::sku.gt(sku.clone())).order(variants_t::sku.asc()),
        Cursor::Before(sku) => q.filter(variants_t::sku.lt(sku.clone())).order(variants_t::sku.desc()),
    };
    let rows: Vec<SkuRow> = q.limit(size as i64 + 1).load(conn)?;
    Ok(Slice { cut, ..Slice::cut(rows.into_iter().map(sku).collect(), size, cursor) })
}
