//! Stock: what lies where, why it changed, and counting it.
use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use catalog::{Cursor, Level, ListedSku, SkuListing};
use flows::goods::{CellEdit, CellProblem, Change, Goods};
use inventory::{InventoryError, Location, StockRow};
use kernel::Coded;
use kernel::kinds::{LocationId, VariantId};
use kit::{CheckedForm, Failure, Site, StaffVisit};
use serde::Deserialize;
use staff::{Permission, Staff};

use super::fields::Fields;
use super::goods::{THUMB, in_list};
use crate::desk::Desk;
use crate::said::Said;
use crate::views::{Cell, MovementLine, Section, StockItemView, StockLine, StockPlace, StockView};

const PATH: &str = "/admin/stock";
const ROWS: usize = 50;
const MOVEMENTS: i64 = 30;

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    show: String,
    after: String,
    before: String,
    /// `yes`: the list is a form to count by.
    count: String,
}

impl Asked {
    fn query(&self) -> String {
        self.q.trim().chars().take(200).collect()
    }
    fn cursor(&self) -> Cursor<String> {
        match (self.after.as_str(), self.before.as_str()) {
            ("", "") => Cursor::Start,
            ("", before) => Cursor::Before(before.to_owned()),
            (after, _) => Cursor::After(after.to_owned()),
        }
    }
}

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &goods, &asked, &Fields::default(), &[]).await?)
}

async fn view(
    desk: &Desk,
    goods: &Goods,
    asked: &Asked,
    typed: &Fields,
    problems: &[(VariantId, CellProblem)],
) -> Result<StockView, Failure> {
    let listing = SkuListing { query: asked.query(), level: Level::parse(&asked.show) };
    let slice = goods.catalog.skus(listing, asked.cursor(), ROWS).await?;
    let ids: Vec<VariantId> = slice.items.iter().map(|s| s.variant).collect();
    let stock = goods.inventory.stock(&ids).await?;
    let locations = goods.inventory.locations().await?;
    let texts = &desk.ctx().texts;
    let counting = asked.count == "yes" && desk.may(Permission::ManageInventory);
    Ok(StockView {
        shell: desk.shell(Section::Stock, texts.t("admin-nav-stock")),
        query: asked.query(),
        show: Level::parse(&asked.show).map_or("", Level::as_str).to_owned(),
        counting,
        after: asked.after.clone(),
        before: asked.before.clone(),
        reason: typed.one("reason").to_owned(),
        problems: problems.len() as u64,
        may_edit: desk.may(Permission::ManageInventory),
        several_places: locations.len() > 1,
        rows: slice.map(|sku| line(desk, sku, &stock, &locations, typed, problems)),
    })
}

fn line(
    desk: &Desk,
    sku: ListedSku,
    stock: &HashMap<VariantId, Vec<StockRow>>,
    locations: &[Location],
    typed: &Fields,
    problems: &[(VariantId, CellProblem)],
) -> StockLine {
    let rows = stock.get(&sku.variant).map_or(&[][..], Vec::as_slice);
    let sum = |of: fn(&StockRow) -> i64| rows.iter().map(of).sum::<i64>();
    let saleable = sum(StockRow::saleable);
    let low_at = rows.iter().filter_map(|r| r.low_at).max();
    let here: i64 =
        rows.iter().filter(|r| locations.first().is_some_and(|l| l.id == r.location)).map(|r| r.on_hand).sum();
    let name = format!("stock-{}", sku.variant);
    let problem = problems.iter().find(|(v, _)| *v == sku.variant).map(|(_, p)| sentence(desk, *p));
    let places = rows.iter().filter(|r| r.on_hand != 0);
    let places: Vec<String> =
        places.filter_map(|r| locations.iter().find(|l| l.id == r.location)).map(|l| l.name.clone()).collect();
    StockLine {
        id: sku.variant.to_string(),
        picture: sku.picture.map(|p| media::Media::path(p.id, THUMB)),
        title: sku.title,
        options: sku.options,
        is_sold: sku.active,
        places: places.join(", "),
        on_hand: sum(|r| r.on_hand),
        allocated: sum(|r| r.allocated),
        reserved: sum(|r| r.reserved),
        saleable,
        low: saleable <= low_at.unwrap_or(inventory::LOW),
        cell: Cell {
            value: if problem.is_some() { typed.one(&name).to_owned() } else { String::new() },
            was: here.to_string(),
            name,
            problem,
        },
        sku: sku.sku,
    }
}

fn sentence(desk: &Desk, problem: CellProblem) -> String {
    let texts = &desk.ctx().texts;
    match problem {
        CellProblem::StockMoved(now) => texts.n("goods-cell-stock-moved", now),
        CellProblem::Promised => texts.t("goods-cell-promised").to_owned(),
        _ => texts.t("goods-cell-unlikely").to_owned(),
    }
}

/// Keeps a stock-take: every line that was filled in.
pub(crate) async fn count(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let asked = Asked {
        q: form.one("q").to_owned(),
        show: form.one("show").to_owned(),
        after: form.one("after").to_owned(),
        before: form.one("before").to_owned(),
        count: "yes".to_owned(),
    };
    let texts = &desk.ctx().texts;
    let reason = match form.one("reason") {
        "" => texts.t("stock-counted").to_owned(),
        own => own.chars().take(200).collect(),
    };
    let (mut edits, mut problems) = (Vec::new(), Vec::new());
    for (id, text) in form.behind("stock-").filter(|(_, text)| !text.is_empty()) {
        let Ok(variant) = id.parse::<VariantId>() else { continue };
        let shown = form.one(&format!("was-stock-{id}")).parse().ok();
        match text.parse() {
            Ok(wanted) => edits.push(CellEdit { variant, price: None, on_hand: Some(Change { shown, wanted }) }),
            Err(_) => problems.push((variant, CellProblem::Unlikely)),
        }
    }
    let counted = edits.len();
    let (changed, more) = goods.set_cells(desk.actor(), in_list(desk.ctx()), edits, &reason).await?;
    problems.extend(more);
    if !problems.is_empty() {
        return desk.refuse(&view(&desk, &goods, &asked, &form, &problems).await?);
    }
    let said = if counted == 0 { Said::NothingCounted } else { Said::Counted };
    Ok(said.counting(changed as u64).at(&site, &format!("{PATH}?count=yes&{}", asked_query(&asked))))
}

fn asked_query(asked: &Asked) -> String {
    let mut query = crate::views::query(&[("q", &asked.q), ("show", &asked.show)]);
    for (name, value) in [("after", &asked.after), ("before", &asked.before)] {
        if !value.is_empty() {
            query = format!(
                "{query}{}{}",
                if query.is_empty() { "" } else { "&" },
                crate::views::query(&[(name, value)])
            );
        }
    }
    query
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Older {
    older: String,
}

/// One variant: where it lies, what was booked, and what can be done.
pub(crate) async fn item(
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
    let locations = goods.inventory.locations().await?;
    let mut movements = goods.inventory.movements(id, before, MOVEMENTS + 1).await?;
    let more = movements.len() as i64 > MOVEMENTS;
    movements.truncate(MOVEMENTS as usize);
    let people: HashMap<String, String> =
        staff.list().await?.into_iter().map(|m| (m.id.to_string(), m.name)).collect();
    let texts = &desk.ctx().texts;
    let place = |id: LocationId| locations.iter().find(|l| l.id == id).map_or_else(String::new, |l| l.name.clone());
    let places: Vec<StockPlace> = locations
        .iter()
        .map(|l| {
            let row = rows.iter().find(|r| r.location == l.id);
            StockPlace {
                id: l.id.to_string(),
                name: l.name.clone(),
                on_hand: row.map_or(0, |r| r.on_hand),
                allocated: row.map_or(0, |r| r.allocated),
                reserved: row.map_or(0, |r| r.reserved),
                saleable: row.map_or(0, StockRow::saleable),
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
                order: m.reference.starts_with("ref_").then(|| m.reference.replacen("ref_", "ord_", 1)),
                reason: if m.reference.starts_with("ref_") { String::new() } else { m.reference },
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
        _ => "stock-adjusted",
    }
}

fn who(texts: &kernel::Texts, people: &HashMap<String, String>, label: &str) -> String {
    match label {
        "shopper" => texts.t("stock-who-shopper").to_owned(),
        label if label.starts_with("system:") => texts.t("stock-who-system").to_owned(),
        label => people.get(label).cloned().unwrap_or_else(|| texts.t("stock-who-gone").to_owned()),
    }
}

/// Receives, adjusts, or sets from where staff are told.
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
    let (inventory, catalog) = (goods.inventory.clone(), goods.catalog.clone());
    let done = goods.db.write(desk.actor(), move |tx| {
        let first = inventory::Inventory::first_location_in(tx)?;
        let Some(place) = place.or(first) else { return Err(InventoryError::Quantity.into()) };
        match kind.as_str() {
            "receive" => {
                let n = quantity.ok_or(InventoryError::Quantity)?;
                inventory.take_in(tx, place, variant, n, &reason)?;
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
            let said = if form.one("do") == "warn" { Said::WarningSet } else { Said::StockBooked };
            return Ok(said.at(&site, &format!("{PATH}/{variant}")));
        }
        Err(e) => {
            let key = format!("stock-wrong-{}", e.code().replace('_', "-"));
            if !desk.ctx().texts.has(&key) {
                return Err(e.into());
            }
            desk.ctx().texts.t(&key).to_owned()
        }
    };
    desk.refuse(&item_view(&desk, &goods, &staff, &id, None, Some(problem)).await?)
}

/// The way to a variant by its SKU: what a scanner types.
pub(crate) async fn find(
    staff: StaffVisit,
    goods: web::Data<Goods>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let _ = staff;
    let path = match goods.catalog.by_sku(&asked.q).await? {
        Some(variant) => format!("{PATH}/{variant}"),
        None => format!("{PATH}?{}", crate::views::query(&[("q", &asked.query()), ("show", &asked.show)])),
    };
    Ok(crate::said::see_other(&path).finish())
}
