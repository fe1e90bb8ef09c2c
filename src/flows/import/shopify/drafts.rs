//! Shopify's products as drafts.
use std::io::Read;

use imports::Note;

use super::super::draft::{Draft, Next, PictureDraft, ProductDraft, StockLevel, VariantDraft};
use super::super::file::remark;
use super::super::write::WITHOUT_STOCK;
use super::model::{ImportedProduct, ImportedVariant, OutOfStock, Status};
use super::{Reader, RowProblem};

/// A reader of drafts.
pub(in crate::import) struct Drafts<R>(pub Reader<R>);

impl<R: Read> Iterator for Drafts<R> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        self.0.group().map(|whole| match whole {
            Ok(product) => Ok(Draft::Product(Box::new(draft(product)))),
            Err(problems) => Err(problems.into_iter().map(|p: RowProblem| Note::from(p)).collect()),
        })
    }
}

fn draft(p: ImportedProduct) -> ProductDraft {
    let mut notes: Vec<Note> = Vec::new();
    for note in &p.notes {
        // Its own text begins with the line, which the report has beside it.
        let text = note.to_string();
        let text = text.split_once(": ").map_or(text.as_str(), |(_, rest)| rest);
        notes.push(remark(note.line, &p.handle, text));
    }
    if p.gift_card {
        notes.push(remark(p.line, &p.handle, "a gift card; those are not sold yet, so it came in as a draft"));
    }
    let status = match p.status {
        Status::Archived => catalog::Status::Archived,
        Status::Active if !p.gift_card => catalog::Status::Active,
        _ => catalog::Status::Draft,
    };
    let pictures = p.images.into_iter().map(|image| PictureDraft {
        skus: p.variants.iter().filter(|v| v.image.as_ref() == Some(&image.src)).map(|v| v.sku.clone()).collect(),
        source: image.src,
        alt: image.alt.unwrap_or_default(),
    });
    let pictures = pictures.collect();
    ProductDraft {
        line: p.line,
        handle: Some(p.handle),
        title: Some(p.title),
        description: Some(p.body_html),
        brand: Some(p.vendor.unwrap_or_default()),
        categories: Some(p.kind.into_iter().map(|kind| vec![kind]).collect()),
        tags: Some(p.tags),
        status: Some(status),
        seo_title: Some(p.seo_title.unwrap_or_default()),
        seo_description: Some(p.seo_description.unwrap_or_default()),
        options: p.options,
        variants: p.variants.into_iter().map(variant).collect(),
        pictures,
        renames_skus: true,
        notes,
        ..ProductDraft::default()
    }
}

fn variant(v: ImportedVariant) -> VariantDraft {
    let uncounted = !v.tracked && v.quantity.is_none();
    let endless = uncounted || v.out_of_stock == OutOfStock::Continue;
    VariantDraft {
        line: v.line,
        sku: v.sku,
        values: v.values,
        barcode: Some(v.barcode.unwrap_or_default()),
        grams: Some(v.grams.map_or(0, i64::from)),
        price: Some(v.price),
        compare_at: v.compare_at,
        stock: StockLevel {
            on_hand: v.quantity.map(i64::from),
            beyond: Some(if endless { WITHOUT_STOCK } else { 0 }),
        },
        taxable: v.taxable,
    }
}
