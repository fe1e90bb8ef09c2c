//! One variant: where it lies, what was booked, and what can be done.
use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use flows::goods::{Goods, GoodsError};
use inventory::{InventoryError, StockRow, Terms};
use kernel::kinds::{LocationId, VariantId};
use kit::{CheckedForm, Failure, Site};
use serde::Deserialize;
use staff::{Permission, Staff};

use super::{PATH, refusal};
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::pages::goods::THUMB;
use crate::said::Said;
use crate::views::{MovementLine, Section, StockItemView, StockPlace};

const MOVEMENTS: i64 = 30;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Older {
    older: String,
}

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    staff: web::Data<Staff>,
    id: web::Path<String>,
    older: web::Query<Older>,
) -> Result<HttpResponse, Failure> {
    let view = item_view(&desk, &goods, &staff, &id, older.older.parse().ok(), None).await?;
    desk.show(&view)
}

async fn item_view(
    desk: &Desk,
    goods: &Goods,
    staff: &Staff,
    id: &str,
    before: Option<i64>,
    problem: Option<String>,
) -> Result<StockItemView, Failure> {
    let id: VariantId = id.parse().map_err(|_| Failure::not_found())?;
    let sku = goods.catalog.sku_cards(&[id]).await?.remove(&id).ok_or_else(Failure::not_found)?;
    let rows = goods.inventory.stock(&[id]).await?.remove(&id).unwrap_or_default();
    let locations = goods.inventory.all_locations().await?;
    let mut movements = goods.inventory.movements(id, before, MOVEMENTS + 1).await?;
    let more = movements.len() as i64 > MOVEMENTS;
    movements.truncate(MOVEMENTS as usize);
    let people: HashMap<String, String> =
        staff.list().await?.into_iter().map(|m| (m.id.to_string(), m.name)).collect();
    let texts = &desk.ctx().texts;
    let place = |id: LocationId| locations.iter().find(|l| l.id == id).map_or_else(String::new, |l| l.name.clone());
    let places: Vec<StockPlace> = locations
        .iter()
        .filter(|l| l.active)
        .map(|l| {
            let row = rows.iter().find(|r| r.location == l.id);
            StockPlace {
                id: l.id.to_string(),
                name: l.name.clone(),
                on_hand: row.map_or(0, |r| r.on_hand),
                allocated: row.map_or(0, |r| r.allocated),
                reserved: row.map_or(0, |r| r.reserved),
                saleable: row.map_or(0, StockRow::saleable),
                safety: row.map_or(0, |r| r.safety),
                backorder: row.map_or(0, |r| r.backorder),
                preorder: row.is_some_and(|r| r.preorder),
                expected: row.and_then(StockRow::expected_on).map(|d| d.to_string()).unwrap_or_default(),
                arrives: row.and_then(StockRow::arrives_on).map(|d| desk.ctx().day(d)),
            }
        })
        .collect();
    let title = if sku.options.is_empty() { sku.title.clone() } else { format!("{}, {}", sku.title, sku.options) };
    Ok(StockItemView {
        shell: desk.shell(Section::Stock, &title).under(PATH, texts.t("admin-nav-stock")),
        id: id.to_string(),
        title,
        sku: sku.sku,
        product: sku.product.to_string(),
        picture: sku.picture.map(|p| media::Media::path(p.id, THUMB)),
        on_hand: rows.iter().map(|r| r.on_hand).sum(),
        allocated: rows.iter().map(|r| r.allocated).sum(),
        reserved: rows.iter().map(|r| r.reserved).sum(),
        saleable: rows.iter().map(StockRow::saleable).sum(),
        low_at: rows.iter().filter_map(|r| r.low_at).max(),
        usual_low: inventory::LOW,
        backorder: rows.iter().map(|r| r.backorder).sum(),
        older: more.then(|| movements.last().map(|m| m.seq)).flatten(),
        movements: movements
            .into_iter()
            .map(|m| MovementLine {
                at: m.at(),
                place: place(m.location),
                kind: movement_key(&m.kind),
                quantity: m.quantity,
                paper: paper(&m.reference),
                reason: m.reference,
                who: who(texts, &people, &m.actor),
            })
            .collect(),
        places,
        may_edit: desk.may(Permission::ManageInventory),
        problem,
    })
}

fn movement_key(kind: &str) -> &'static str {
    match kind {
        "received" => "stock-received",
        "shipped" => "stock-shipped",
        "returned" => "stock-returned",
        "transferred" => "stock-transferred",
        _ => "stock-adjusted",
    }
}

/// Where what a movement was booked for is shown, and the key of what that is.
fn paper(reference: &str) -> Option<(String, &'static str)> {
    let (kind, id) = reference.split_once('_')?;
    if id.len() != 26 || !id.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    match kind {
        "ref" => Some((format!("/admin/orders/ord_{id}"), "stock-for-order")),
        "hau" => Some((format!("/admin/stock/transfers/{reference}"), "stock-for-transfer")),
        "sup" => Some((format!("/admin/stock/supplies/{reference}"), "stock-for-supply")),
        _ => None,
    }
}

fn who(texts: &kernel::Texts, people: &HashMap<String, String>, label: &str) -> String {
    match label {
        "shopper" => texts.t("stock-who-shopper").to_owned(),
        label if label.starts_with("system:") => texts.t("stock-who-system").to_owned(),
        label => people.get(label).cloned().unwrap_or_else(|| texts.t("stock-who-gone").to_owned()),
    }
}

/// Receives, adjusts, sets from where staff are told, or how it is sold.
pub(crate) async fn book(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    staff: web::Data<Staff>,
    id: web::Path<String>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let variant: VariantId = id.parse().map_err(|_| Failure::not_found())?;
    goods.catalog.sku_cards(&[variant]).await?.remove(&variant).ok_or_else(Failure::not_found)?;
    let place: Option<LocationId> = form.one("place").parse().ok();
    let quantity: Option<i64> = form.one("quantity").trim_start_matches('+').parse().ok();
    let (kind, reason) = (form.one("do").to_owned(), form.one("reason").to_owned());
    let low_at: Option<i64> = form.one("low_at").parse().ok();
    let wrong_low = low_at.is_none() && !form.one("low_at").is_empty();
    let terms = terms(&form);
    let (inventory, catalog) = (goods.inventory.clone(), goods.catalog.clone());
    let done = goods.db.write(desk.actor(), move |tx| {
        let first = inventory::Inventory::first_location_in(tx)?;
        let Some(place) = place.or(first) else { return Err(InventoryError::Quantity.into()) };
        match kind.as_str() {
            "receive" => {
                let n = quantity.ok_or(InventoryError::Quantity)?;
                inventory.take_in(tx, place, variant, n, &reason)?;
            }
            "terms" => {
                let terms = terms.ok_or(InventoryError::Quantity)?;
                inventory.set_terms(tx, place, variant, terms)?;
            }
            "warn" if wrong_low => return Err(InventoryError::Quantity.into()),
            "warn" => {
                inventory.warn_at(tx, place, variant, low_at)?;
            }
            _ => {
                let n = quantity.ok_or(InventoryError::Quantity)?;
                inventory.adjust(tx, place, variant, n, &reason)?;
            }
        }
        flows::goods::note_level(tx, &catalog, variant)
    });
    let problem = match done.await {
        Ok(()) => {
            let said =
                if matches!(form.one("do"), "warn" | "terms") { Said::WarningSet } else { Said::StockBooked };
            return Ok(said.at(&site, &format!("{PATH}/{variant}")));
        }
        Err(GoodsError::Inventory(e)) => match refusal(&desk.ctx().texts, &e) {
            Some(told) => told,
            None => return Err(e.into()),
        },
        Err(e) => return Err(e.into()),
    };
    desk.refuse(&item_view(&desk, &goods, &staff, &id, None, Some(problem)).await?)
}

/// None for what is no number or no day.
fn terms(form: &Fields) -> Option<Terms> {
    let number = |name: &str| match form.one(name) {
        "" => Some(0),
        typed => typed.parse().ok(),
    };
    let expected_on = match form.one("expected_on") {
        "" => None,
        typed => Some(typed.parse().ok()?),
    };
    Some(Terms {
        safety: number("safety")?,
        backorder: number("backorder")?,
        preorder: form.one("preorder") == "yes",
        expected_on,
    })
}
