//! Products: the list, one product on its three sheets, and the categories they stand in.
pub(crate) mod attributes;
pub(crate) mod bulk;
pub(crate) mod categories;
pub(crate) mod category;
pub(crate) mod editor;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod pictures;
pub(crate) mod texts;
pub(crate) mod variants;

use catalog::{CatalogError, Category, Sheet};
use flows::goods::{Goods, GoodsError, InList};
use kernel::kinds::{CategoryId, ProductId};
use kernel::{Coded, Context, Fault, Texts};
use kit::{CheckedUpload, Failure};

use crate::views::Form;

/// A thumbnail's width, in pixels.
pub(super) const THUMB: u32 = 240;

pub(super) fn in_list(ctx: &Context) -> InList {
    InList { list: ctx.price_list, currency: ctx.currency }
}

pub(super) fn product_id(text: &str) -> Result<ProductId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

async fn sheet(goods: &Goods, id: &str) -> Result<Sheet, Failure> {
    goods.catalog.sheet(product_id(id)?).await?.ok_or_else(Failure::not_found)
}

/// Puts what cannot be kept beside its fields.
///
/// # Errors
/// What no field can mend: it is told as a page of its own.
pub(super) fn refuse(form: &mut Form, texts: &Texts, error: &GoodsError) -> Result<(), Failure> {
    let sentence = |code: &str| {
        let key = format!("goods-wrong-{}", code.replace('_', "-"));
        if texts.has(&key) { texts.t(&key).to_owned() } else { texts.t("goods-wrong-other").to_owned() }
    };
    match error {
        GoodsError::Catalog(CatalogError::Wrong(wrong)) => {
            for w in wrong {
                form.refuse(&w.field, sentence(w.code));
            }
        }
        GoodsError::Catalog(CatalogError::TooMany(count)) => {
            form.refuse("options", texts.n("goods-wrong-too-many-variants", *count as u64))
        }
        GoodsError::Catalog(CatalogError::SkuTaken(sku)) => {
            form.refuse("sku", texts.v("goods-wrong-sku-taken", sku))
        }
        GoodsError::Catalog(CatalogError::HandleTaken(handle)) => {
            form.refuse("handle", texts.v("goods-wrong-handle-taken", handle));
        }
        e if matches!(e.fault(), Fault::Conflict | Fault::Invalid) => form.refuse("top", sentence(e.code())),
        e => return Err(Failure::of(e)),
    }
    Ok(())
}

/// A category as lists of choices show it: its id, and its name behind those it stands in.
pub(crate) type Choice = (String, String);

/// The tree as a list: each below the one it stands in, named with its way.
pub(super) fn branches(tree: &[Category]) -> Vec<(&Category, usize)> {
    fn below<'a>(
        tree: &'a [Category],
        parent: Option<CategoryId>,
        depth: usize,
        out: &mut Vec<(&'a Category, usize)>,
    ) {
        for category in tree.iter().filter(|c| c.parent == parent) {
            out.push((category, depth));
            // A tree that bites its own tail must not be walked for ever.
            if depth < 8 {
                below(tree, Some(category.id), depth + 1, out);
            }
        }
    }
    let mut out = Vec::with_capacity(tree.len());
    below(tree, None, 0, &mut out);
    out
}

pub(crate) fn choices(tree: &[Category]) -> Vec<Choice> {
    let mut way: Vec<&str> = Vec::new();
    branches(tree)
        .into_iter()
        .map(|(category, depth)| {
            way.truncate(depth);
            way.push(&category.title);
            (category.id.to_string(), way.join(" › "))
        })
        .collect()
}

/// The files of a form, as use cases take them.
fn brought(form: CheckedUpload) -> Vec<flows::goods::Bring> {
    let file = |f: kit::UploadedFile| flows::goods::Bring { name: f.name, bytes: f.bytes.to_vec() };
    form.files.into_iter().map(file).collect()
}
