//! A product's variants: options, prices, stock.
use actix_web::{HttpResponse, web};
use catalog::{AxisEdit, MOST_AXES, Sheet, Status, ValueEdit, VariantEdit};
use flows::goods::{Change, Goods, VariantForm};
use inventory::Terms;
use kernel::kinds::VariantId;
use kit::{CheckedForm, Failure, Site};

use super::editor::{head, shell, turn, wants_publishing};
use super::{THUMB, in_list, product_id, refuse, sheet};
use crate::desk::Desk;
use crate::pages::fields::{Fields, list, money};
use crate::said::Said;
use crate::views::{AxisRow, Form, PictureChoice, Sheets, VariantRow, VariantsView};

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let sheet = sheet(&goods, &id).await?;
    desk.show(&view(&desk, &goods, &sheet, None, None).await?)
}

async fn view(
    desk: &Desk,
    goods: &Goods,
    sheet: &Sheet,
    lines: Option<Form>,
    options: Option<Form>,
) -> Result<VariantsView, Failure> {
    let ctx = desk.ctx();
    let ids: Vec<VariantId> = sheet.variants.iter().map(|v| v.variant.id).collect();
    let prices = goods.pricing.prices(ctx.price_list, ctx.currency, &ids).await?;
    let stock = goods.inventory.stock(&ids).await?;
    let here = goods.inventory.locations().await?.into_iter().next().map(|l| l.id);
    let mut form = Form::default();
    let mut rows = Vec::with_capacity(sheet.variants.len());
    for v in &sheet.variants {
        let (id, variant) = (v.variant.id.to_string(), &v.variant);
        let held = stock.get(&variant.id).map_or(&[][..], Vec::as_slice);
        let on_hand: i64 = held.iter().filter(|r| Some(r.location) == here).map(|r| r.on_hand).sum();
        let terms = held.iter().find(|r| Some(r.location) == here).map(inventory::StockRow::terms);
        let terms = terms.unwrap_or_default();
        let price = prices.get(&variant.id).and_then(|p| p.single());
        form = form
            .with(&format!("sku-{id}"), &*variant.sku)
            .with(&format!("barcode-{id}"), &*variant.barcode)
            .with(&format!("price-{id}"), price.map(|p| p.unit.decimal()).unwrap_or_default())
            .with(
                &format!("compare-{id}"),
                price.and_then(|p| p.compare_at).map(|m| m.decimal()).unwrap_or_default(),
            )
            .with(&format!("weight-{id}"), variant.weight_grams.to_string())
            .with(&format!("stock-{id}"), on_hand.to_string())
            .with(&format!("beyond-{id}"), terms.backorder.to_string())
            .with(&format!("expected-{id}"), terms.expected_on.map(|d| d.to_string()).unwrap_or_default())
            .with(&format!("picture-{id}"), variant.picture.map(|p| p.to_string()).unwrap_or_default());
        if v.active {
            form = form.with(&format!("active-{id}"), "yes");
        }
        if terms.preorder {
            form = form.with(&format!("preorder-{id}"), "yes");
        }
        rows.push(VariantRow {
            name: variant.option_values.join(" / "),
            saleable: held.iter().map(inventory::StockRow::saleable).sum(),
            on_hand,
            terms: told(&terms),
            safety: terms.safety,
            id,
        });
    }
    let axes = &sheet.product.options;
    let mut matrix = Form::default();
    let mut axis_rows = Vec::with_capacity(MOST_AXES);
    for (i, axis) in axes.iter().enumerate() {
        matrix = matrix.with(&format!("option-{i}"), &*axis.name);
        for (j, value) in axis.values.iter().enumerate() {
            matrix = matrix.with(&format!("value-{i}-{j}"), &**value);
        }
        axis_rows.push(AxisRow { i, values: axis.values.clone() });
    }
    for i in axes.len()..MOST_AXES.min(axes.len() + 1) {
        axis_rows.push(AxisRow { i, values: Vec::new() });
    }
    let alone = axes.is_empty() && sheet.variants.len() == 1;
    Ok(VariantsView {
        shell: shell(desk, sheet),
        head: head(desk, sheet, Sheets::Variants),
        rows,
        alone,
        axes: axis_rows,
        form: lines.unwrap_or(form),
        options: options.unwrap_or(matrix),
        pictures: pictures(sheet),
        currency: ctx.currency.to_string(),
    })
}

/// How a variant is sold, as a form brings it back: what was changed is known by it.
fn told(terms: &Terms) -> String {
    let Terms { backorder, preorder, expected_on, .. } = terms;
    format!("{backorder} {preorder} {}", expected_on.map(|d| d.to_string()).unwrap_or_default())
}

fn pictures(sheet: &Sheet) -> Vec<PictureChoice> {
    let one = |(i, p): (usize, &catalog::Picture)| PictureChoice {
        id: p.id.to_string(),
        name: if p.alt.is_empty() { format!("{}", i + 1) } else { format!("{}: {}", i + 1, p.alt) },
        thumb: media::Media::path(p.id, THUMB),
    };
    sheet.product.pictures.iter().enumerate().map(one).collect()
}

/// Keeps every line of the table.
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
    let mut lines = Vec::new();
    for (text, sku) in fields.behind("sku-") {
        let Ok(variant) = text.parse::<VariantId>() else { continue };
        let of = |part: &str| fields.one(&format!("{part}-{text}"));
        let mut amount = |part: &str| match of(part) {
            "" => None,
            typed => {
                let amount = money(typed, ctx.currency);
                if amount.is_none() {
                    form.refuse(&format!("{part}-{text}"), texts.t("goods-wrong-price"));
                }
                amount
            }
        };
        let (price, compare_at) = (amount("price"), amount("compare"));
        let mut whole = |part: &str| match of(part) {
            "" => Some(0),
            typed => {
                let number = typed.parse::<i64>().ok().filter(|n| *n >= 0);
                if number.is_none() {
                    form.refuse(&format!("{part}-{text}"), texts.t("goods-wrong-count"));
                }
                number
            }
        };
        let (weight, counted) = (whole("weight"), whole("stock"));
        let beyond = whole("beyond");
        let expected_on = match of("expected") {
            "" => None,
            typed => {
                let day = typed.parse().ok();
                if day.is_none() {
                    form.refuse(&format!("expected-{text}"), texts.t("stock-wrong-day"));
                }
                day
            }
        };
        let terms = Terms {
            safety: of("safety").parse().unwrap_or(0),
            backorder: beyond.unwrap_or(0),
            preorder: of("preorder") == "yes",
            expected_on,
        };
        if terms.preorder && (terms.backorder == 0 || expected_on.is_none()) {
            form.refuse(&format!("expected-{text}"), texts.t("stock-wrong-preorder-day"));
        }
        let shown: Option<i64> = of("was-stock").parse().ok();
        let on_hand = match (shown, counted) {
            (Some(shown), Some(wanted)) if shown != wanted => Some(Change { shown: Some(shown), wanted }),
            _ => None,
        };
        lines.push(VariantForm {
            edit: VariantEdit {
                id: variant,
                sku: sku.to_owned(),
                barcode: of("barcode").to_owned(),
                weight_grams: weight.unwrap_or(0),
                picture: of("picture").parse().ok(),
                active: of("active") == "yes",
            },
            price,
            compare_at,
            on_hand,
            terms: (of("was-terms") != told(&terms) && fields.has(&format!("was-terms-{text}"))).then_some(terms),
        });
    }
    if form.is_fine() {
        match goods.save_variants(desk.actor(), in_list(ctx), product, fields.version(), lines).await {
            Ok(_) if wants_publishing(&fields) => {
                return turn(desk.actor(), ctx, &site, &goods, product, Status::Active).await;
            }
            Ok(_) => return Ok(Said::VariantsSaved.at(&site, &format!("/admin/products/{product}/variants"))),
            Err(e) => refuse(&mut form, texts, &e)?,
        }
    }
    let sheet = sheet(&goods, &id).await?;
    desk.refuse(&view(&desk, &goods, &sheet, Some(form), None).await?)
}

/// Sets the options, and makes the variants that are missing.
pub(crate) async fn set_options(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let product = product_id(&id)?;
    let before = sheet(&goods, &id).await?;
    let held = &before.product.options;
    let mut axes = Vec::new();
    for i in 0..MOST_AXES {
        let was = held.get(i).map(|_| i);
        let mut values: Vec<ValueEdit> = Vec::new();
        for (j, old) in held.get(i).map_or(&[][..], |a| a.values.as_slice()).iter().enumerate() {
            let value = fields.one(&format!("value-{i}-{j}")).to_owned();
            values.push(ValueEdit { value, was: Some(old.clone()) });
        }
        for value in list(fields.one(&format!("new-{i}"))) {
            if values.iter().all(|v| v.value != value) {
                values.push(ValueEdit { value, was: None });
            }
        }
        axes.push(AxisEdit { name: fields.one(&format!("option-{i}")).to_owned(), was, values });
    }
    let mut form = Form::default();
    for (name, value) in &fields.0 {
        form = form.with(name, value.trim());
    }
    let done = goods.save_options(desk.actor(), in_list(desk.ctx()), product, fields.version(), axes, true).await;
    match done {
        Ok(saved) => {
            let told = Said::OptionsSaved.counting(saved.made.len() as u64);
            Ok(told.at(&site, &format!("/admin/products/{product}/variants")))
        }
        Err(e) => {
            refuse(&mut form, &desk.ctx().texts, &e)?;
            desk.refuse(&view(&desk, &goods, &before, None, Some(form)).await?)
        }
    }
}
