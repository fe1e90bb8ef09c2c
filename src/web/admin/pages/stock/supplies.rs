//! What suppliers are to bring.
use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use flows::goods::Goods;
use inventory::{InventoryError, NewSupply, Supply};
use kernel::Day;
use kernel::kinds::SupplyId;
use kit::{CheckedForm, Failure, Site};
use serde::Deserialize;
use staff::Permission;

use super::hauls::{came, lines, named};
use super::refusal;
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{Form, Section, SuppliesView, SupplyRow, SupplyView};

const PATH: &str = "/admin/stock/supplies";
const ROWS: i64 = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    /// `closed`: those that are over.
    show: String,
    before: String,
}

/// A day as it is typed; none for nothing.
fn day(text: &str) -> Option<Option<Day>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    desk.show(&list(&desk, &goods, &asked, Form::default()).await?)
}

async fn list(desk: &Desk, goods: &Goods, asked: &Asked, form: Form) -> Result<SuppliesView, Failure> {
    let open = asked.show != "closed";
    let mut supplies = goods.inventory.supplies(open, asked.before.parse().ok(), ROWS + 1).await?;
    let more = supplies.len() as i64 > ROWS;
    supplies.truncate(ROWS as usize);
    let places = goods.inventory.all_locations().await?;
    let today = desk.ctx().today(desk.now());
    let row = |s: &Supply| SupplyRow {
        id: s.id.to_string(),
        supplier: s.supplier.clone(),
        reference: s.reference.clone(),
        place: named(&places, s.location),
        expected: s.expected_on().map(|d| desk.ctx().day(d)),
        late: s.is_open() && s.expected_on().is_some_and(|d| d < today),
        at: s.made_at(),
    };
    Ok(SuppliesView {
        shell: desk.shell(Section::Supplies, desk.ctx().texts.t("admin-nav-supplies")),
        open,
        rows: supplies.iter().map(row).collect(),
        older: supplies.last().filter(|_| more).map(|s| s.id.to_string()),
        places: places.iter().filter(|l| l.active).map(|l| (l.id.to_string(), l.name.clone())).collect(),
        form,
        may_edit: desk.may(Permission::ManageInventory),
    })
}

pub(crate) async fn make(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (inventory, texts) = (goods.inventory.clone(), &desk.ctx().texts);
    let mut typed = Form::default();
    for name in ["place", "supplier", "reference", "expected_on"] {
        typed = typed.with(name, form.one(name));
    }
    let Some(expected_on) = day(form.one("expected_on")) else {
        typed.refuse("expected_on", texts.t("stock-wrong-day"));
        return desk.refuse(&list(&desk, &goods, &Asked::default(), typed).await?);
    };
    let place = form.one("place").parse().ok();
    let (supplier, reference) = (form.one("supplier").to_owned(), form.one("reference").to_owned());
    let made = goods.db.write(desk.actor(), move |tx| {
        let first = inventory::Inventory::first_location_in(tx)?;
        let location = place.or(first).ok_or(InventoryError::NoLocation)?;
        let new = NewSupply { location, supplier: supplier.clone(), reference: reference.clone(), expected_on };
        inventory.expect_supply(tx, &new)
    });
    match made.await {
        Ok(id) => Ok(Said::StockSaved.at(&site, &format!("{PATH}/{id}"))),
        Err(e) => {
            let told = refusal(texts, &e).ok_or_else(|| Failure::of(&e))?;
            typed.refuse(if matches!(e, InventoryError::Supplier) { "supplier" } else { "place" }, told);
            desk.refuse(&list(&desk, &goods, &Asked::default(), typed).await?)
        }
    }
}

pub(crate) async fn supply(
    desk: Desk,
    goods: web::Data<Goods>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &goods, &id, None, &HashMap::new()).await?)
}

async fn view(
    desk: &Desk,
    goods: &Goods,
    id: &str,
    problem: Option<String>,
    typed: &HashMap<String, String>,
) -> Result<SupplyView, Failure> {
    let id: SupplyId = id.parse().map_err(|_| Failure::not_found())?;
    let (held, moved) = goods.inventory.supply(id).await?.ok_or_else(Failure::not_found)?;
    let places = goods.inventory.all_locations().await?;
    let texts = &desk.ctx().texts;
    let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
    Ok(SupplyView {
        shell: desk.shell(Section::Supplies, &held.supplier).under(PATH, texts.t("admin-nav-supplies")),
        id: id.to_string(),
        supplier: held.supplier.clone(),
        reference: held.reference.clone(),
        place: named(&places, held.location),
        expected: held.expected_on().map(|d| d.to_string()).unwrap_or_default(),
        expected_said: held.expected_on().map(|d| desk.ctx().day(d)),
        late: held.is_open() && held.expected_on().is_some_and(|d| d < desk.ctx().today(desk.now())),
        is_open: held.is_open(),
        made_at: held.made_at(),
        closed_at: held.closed_at(),
        lines: lines(goods, &moved).await?,
        may_edit: desk.may(Permission::ManageInventory),
        sku: text("sku"),
        quantity: text("quantity"),
        problem,
    })
}

/// What `do` names: a line, the day, receiving, closing.
pub(crate) async fn act(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let supply: SupplyId = id.parse().map_err(|_| Failure::not_found())?;
    let deed = form.one("do").to_owned();
    let texts = &desk.ctx().texts;
    let line = match deed.as_str() {
        "line" => goods.catalog.by_sku(form.one("sku")).await?.zip(form.one("quantity").parse::<i64>().ok()),
        "remove" => form.one("variant").parse().ok().map(|variant| (variant, 0)),
        _ => None,
    };
    let expected_on = day(form.one("expected_on"));
    let problem = match deed.as_str() {
        "line" | "remove" if line.is_none() => Some("stock-wrong-line"),
        "edit" if expected_on.is_none() => Some("stock-wrong-day"),
        _ => None,
    };
    let (supplier, reference) = (form.one("supplier").to_owned(), form.one("reference").to_owned());
    let (came, inventory) = (came(&form), goods.inventory.clone());
    let done = match problem {
        Some(key) => Some(texts.t(key).to_owned()),
        None => {
            let write = goods.db.write(desk.actor(), move |tx| match (deed.as_str(), line) {
                (_, Some((variant, quantity))) => inventory.put_supply_line(tx, supply, variant, quantity),
                ("edit", _) => {
                    inventory.edit_supply(tx, supply, &supplier, &reference, expected_on.unwrap_or_default())
                }
                ("receive", _) => {
                    let came = came.as_deref().ok_or(InventoryError::Quantity)?;
                    inventory.receive_supply(tx, supply, came)
                }
                ("close", _) => inventory.close_supply(tx, supply),
                _ => Err(InventoryError::NotFound),
            });
            match write.await {
                Ok(()) => None,
                Err(e) => Some(refusal(texts, &e).ok_or_else(|| Failure::of(&e))?),
            }
        }
    };
    match done {
        None => Ok(Said::StockSaved.at(&site, &format!("{PATH}/{supply}"))),
        Some(told) => {
            let typed = ["sku", "quantity"].map(|name| (name.to_owned(), form.one(name).to_owned()));
            desk.refuse(&view(&desk, &goods, &id, Some(told), &typed.into_iter().collect()).await?)
        }
    }
}
