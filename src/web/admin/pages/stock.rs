//! Stock: what lies where, why it changed, and counting it.
pub(crate) mod feed;
pub(crate) mod hauls;
pub(crate) mod item;
pub(crate) mod supplies;

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use catalog::{Cursor, Level, ListedSku, SkuListing};
use flows::goods::{CellEdit, CellProblem, Change, Goods};
use inventory::{InventoryError, Location, StockRow};
use kernel::kinds::VariantId;
use kernel::{Coded, Texts};
use kit::{CheckedForm, Failure, Site, StaffVisit};
use serde::Deserialize;
use staff::Permission;

use super::fields::Fields;
use super::goods::{THUMB, in_list};
use crate::desk::Desk;
use crate::said::Said;
use crate::views::{Cell, Section, StockLine, StockView};

const PATH: &str = "/admin/stock";
const ROWS: usize = 50;

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

/// Why something was not booked, in the reader's language; whatever else went wrong is a failure.
pub(crate) fn refusal(texts: &Texts, e: &InventoryError) -> Option<String> {
    let key = format!("stock-wrong-{}", e.code().replace('_', "-"));
    texts.has(&key).then(|| texts.t(&key).to_owned())
}
