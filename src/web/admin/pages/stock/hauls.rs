//! Transfers from one location to another.
use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use flows::goods::Goods;
use inventory::{InventoryError, Location, MovedLine, TransferState};
use kernel::kinds::{HaulId, LocationId, VariantId};
use kit::{CheckedForm, Failure, Site};
use serde::Deserialize;
use staff::Permission;

use super::refusal;
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{Form, HaulLine, HaulRow, HaulView, HaulsView, Section};

const PATH: &str = "/admin/stock/transfers";
const ROWS: i64 = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    before: String,
}

/// The name of a location.
pub(super) fn named(places: &[Location], id: LocationId) -> String {
    places.iter().find(|l| l.id == id).map_or_else(String::new, |l| l.name.clone())
}

/// Lines as pages show them.
pub(super) async fn lines(goods: &Goods, lines: &[MovedLine]) -> Result<Vec<HaulLine>, Failure> {
    let ids: Vec<VariantId> = lines.iter().map(|l| l.variant).collect();
    let cards = goods.catalog.sku_cards(&ids).await?;
    let line = |l: &MovedLine| {
        let card = cards.get(&l.variant);
        HaulLine {
            id: l.variant.to_string(),
            sku: card.map(|c| c.sku.clone()).unwrap_or_default(),
            title: card.map(|c| c.title.clone()).unwrap_or_default(),
            options: card.map(|c| c.options.clone()).unwrap_or_default(),
            quantity: l.quantity,
            received: l.received,
        }
    };
    let mut shown: Vec<HaulLine> = lines.iter().map(line).collect();
    shown.sort_by(|a, b| a.sku.cmp(&b.sku));
    Ok(shown)
}

/// What was typed beside each line: how many came. None for what is no number.
pub(super) fn came(form: &Fields) -> Option<Vec<(VariantId, i64)>> {
    let typed = form.behind("came-").filter(|(_, text)| !text.is_empty());
    typed.map(|(id, text)| Some((id.parse().ok()?, text.parse().ok().filter(|n: &i64| *n >= 0)?))).collect()
}

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    desk.show(&list(&desk, &goods, asked.before.parse().ok(), Form::default()).await?)
}

async fn list(desk: &Desk, goods: &Goods, before: Option<HaulId>, form: Form) -> Result<HaulsView, Failure> {
    let mut hauls = goods.inventory.transfers(before, ROWS + 1).await?;
    let more = hauls.len() as i64 > ROWS;
    hauls.truncate(ROWS as usize);
    let places = goods.inventory.all_locations().await?;
    let row = |t: &inventory::Transfer| HaulRow {
        id: t.id.to_string(),
        from: named(&places, t.source),
        to: named(&places, t.target),
        note: t.note.clone(),
        state: t.state().as_str(),
        at: t.made_at(),
    };
    Ok(HaulsView {
        shell: desk.shell(Section::Transfers, desk.ctx().texts.t("admin-nav-transfers")),
        rows: hauls.iter().map(row).collect(),
        older: hauls.last().filter(|_| more).map(|t| t.id.to_string()),
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
    let (from, to) = (form.one("from").parse().ok(), form.one("to").parse().ok());
    let (inventory, note) = (goods.inventory.clone(), form.one("note").to_owned());
    let made = goods.db.write(desk.actor(), move |tx| {
        let (from, to) = from.zip(to).ok_or(InventoryError::NoLocation)?;
        inventory.draft_transfer(tx, from, to, &note)
    });
    match made.await {
        Ok(id) => Ok(Said::StockSaved.at(&site, &format!("{PATH}/{id}"))),
        Err(e) => {
            let told = refusal(&desk.ctx().texts, &e).ok_or_else(|| Failure::of(&e))?;
            let mut typed = Form::default();
            for name in ["from", "to", "note"] {
                typed = typed.with(name, form.one(name));
            }
            typed.refuse(if form.one("note").len() > 200 { "note" } else { "to" }, told);
            desk.refuse(&list(&desk, &goods, None, typed).await?)
        }
    }
}

pub(crate) async fn haul(
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
) -> Result<HaulView, Failure> {
    let id: HaulId = id.parse().map_err(|_| Failure::not_found())?;
    let (held, moved) = goods.inventory.transfer(id).await?.ok_or_else(Failure::not_found)?;
    let places = goods.inventory.all_locations().await?;
    let texts = &desk.ctx().texts;
    let (from, to) = (named(&places, held.source), named(&places, held.target));
    let title = format!("{from} → {to}");
    Ok(HaulView {
        shell: desk.shell(Section::Transfers, &title).under(PATH, texts.t("admin-nav-transfers")),
        id: id.to_string(),
        title,
        from,
        note: held.note.clone(),
        state: held.state().as_str(),
        made_at: held.made_at(),
        sent_at: held.sent_at(),
        received_at: held.received_at(),
        is_draft: held.state() == TransferState::Draft,
        is_sent: held.state() == TransferState::Sent,
        lines: lines(goods, &moved).await?,
        may_edit: desk.may(Permission::ManageInventory),
        sku: typed.get("sku").cloned().unwrap_or_default(),
        quantity: typed.get("quantity").cloned().unwrap_or_default(),
        problem,
    })
}

/// What `do` names: a line, sending, receiving, ending, throwing away.
pub(crate) async fn act(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let haul: HaulId = id.parse().map_err(|_| Failure::not_found())?;
    let deed = form.one("do").to_owned();
    let texts = &desk.ctx().texts;
    let line = match deed.as_str() {
        "line" => goods.catalog.by_sku(form.one("sku")).await?.zip(form.one("quantity").parse::<i64>().ok()),
        "remove" => form.one("variant").parse().ok().map(|variant| (variant, 0)),
        _ => None,
    };
    let unknown = matches!(deed.as_str(), "line" | "remove") && line.is_none();
    let came = came(&form);
    let inventory = goods.inventory.clone();
    let what = deed.clone();
    let done = if unknown {
        Some(texts.t("stock-wrong-line").to_owned())
    } else {
        let write = goods.db.write(desk.actor(), move |tx| match (what.as_str(), line) {
            (_, Some((variant, quantity))) => inventory.put_transfer_line(tx, haul, variant, quantity),
            ("send", _) => inventory.send_transfer(tx, haul),
            ("receive", _) => {
                let came = came.as_deref().ok_or(InventoryError::Quantity)?;
                inventory.receive_transfer(tx, haul, came)
            }
            ("end", _) => inventory.end_transfer(tx, haul),
            ("drop", _) => inventory.drop_transfer(tx, haul),
            _ => Err(InventoryError::NotFound),
        });
        match write.await {
            Ok(()) => None,
            Err(e) => Some(refusal(texts, &e).ok_or_else(|| Failure::of(&e))?),
        }
    };
    match done {
        None if deed == "drop" => Ok(Said::StockSaved.at(&site, PATH)),
        None => Ok(Said::StockSaved.at(&site, &format!("{PATH}/{haul}"))),
        Some(told) => {
            let typed = ["sku", "quantity"].map(|name| (name.to_owned(), form.one(name).to_owned()));
            desk.refuse(&view(&desk, &goods, &id, Some(told), &typed.into_iter().collect()).await?)
        }
    }
}
