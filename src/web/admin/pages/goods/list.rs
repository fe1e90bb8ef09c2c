//! The list of products: filters, prices and stock in place.
use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use catalog::{Cursor, Level, Listed, ListedProduct, ListedVariant, Status};
use flows::goods::{CellEdit, CellProblem, Change, Deed, Goods};
use inventory::{Availability, StockRow};
use kernel::kinds::{ProductId, VariantId};
use kernel::{Context, Money};
use kit::{CheckedForm, Failure, Site};
use pricing::Prices;
use serde::Deserialize;
use staff::Permission;

use super::{THUMB, bulk, choices, in_list};
use crate::desk::Desk;
use crate::pages::fields::{Fields, money};
use crate::said::{Said, Undo};
use crate::views::{Cell, GoodsFilter, GoodsRow, GoodsView, ProductStatus, Section, VariantCells};

const PATH: &str = "/admin/products";
const ROWS: usize = 25;
/// Variants of one product that the list shows; the others are on its own sheet.
const UNFOLDED: usize = 30;
const BRANDS: usize = 80;

/// What the list is asked for.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Asked {
    pub(super) show: String,
    pub(super) q: String,
    pub(super) category: String,
    pub(super) brand: String,
    pub(super) stock: String,
    after: String,
    before: String,
}

impl Asked {
    /// From a query that came back in a form.
    pub(super) fn parse(query: &str) -> Self {
        web::Query::<Self>::from_query(query).map(web::Query::into_inner).unwrap_or_default()
    }

    pub(super) fn listed(&self) -> Listed {
        Listed {
            query: self.q.trim().chars().take(200).collect(),
            status: match self.show.as_str() {
                "published" => Some(Status::Active),
                "draft" => Some(Status::Draft),
                "archived" => Some(Status::Archived),
                _ => None,
            },
            category: self.category.parse().ok(),
            brand: Some(self.brand.trim().to_owned()).filter(|b| !b.is_empty()),
            level: Level::parse(&self.stock),
        }
    }

    fn cursor(&self) -> Cursor<ProductId> {
        match (self.after.parse(), self.before.parse()) {
            (Ok(id), _) => Cursor::After(id),
            (_, Ok(id)) => Cursor::Before(id),
            _ => Cursor::Start,
        }
    }

    fn filter(&self) -> GoodsFilter {
        GoodsFilter {
            show: ["published", "draft", "archived"].into_iter().find(|s| *s == self.show).unwrap_or("").to_owned(),
            query: self.q.trim().chars().take(200).collect(),
            category: self.category.clone(),
            brand: self.brand.trim().to_owned(),
            stock: Level::parse(&self.stock).map_or("", Level::as_str).to_owned(),
        }
    }

    /// The query of the list's beginning.
    pub(super) fn filter_query(&self) -> String {
        self.filter().query_string(&[])
    }

    /// The query of this very page.
    fn here(&self) -> String {
        let mut query = self.filter().query_string(&[]);
        for (name, value) in [("after", &self.after), ("before", &self.before)] {
            if value.parse::<ProductId>().is_ok() {
                query = format!("{query}{}{name}={value}", if query.is_empty() { "" } else { "&" });
            }
        }
        query
    }
}

pub(crate) async fn show(
    desk: Desk,
    goods: web::Data<Goods>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &goods, &asked, &Fields::default(), &[]).await?)
}

/// The list, with what was typed into it and could not be kept.
async fn view(
    desk: &Desk,
    goods: &Goods,
    asked: &Asked,
    typed: &Fields,
    problems: &[(VariantId, CellProblem)],
) -> Result<GoodsView, Failure> {
    let ctx = desk.ctx();
    let tree = goods.catalog.categories().await?;
    let brands = goods.catalog.brands(BRANDS).await?;
    let listed = goods.catalog.list(asked.listed(), asked.cursor(), ROWS).await?;
    let variants: Vec<VariantId> = listed.items.iter().flat_map(|p| p.variants.iter().map(|v| v.id)).collect();
    let prices = goods.pricing.prices(ctx.price_list, ctx.currency, &variants).await?;
    let stock = goods.inventory.availability(&variants).await?;
    let held = goods.inventory.stock(&variants).await?;
    let here = goods.inventory.locations().await?.into_iter().next();
    let figures =
        Figures { ctx, prices: &prices, stock: &stock, held: &held, here: here.map(|l| l.id), typed, problems };
    Ok(GoodsView {
        shell: desk.shell(Section::Products, ctx.texts.t("admin-nav-products")),
        filter: asked.filter(),
        here: asked.here(),
        categories: choices(&tree),
        brands,
        may_price: desk.may(Permission::ManagePrices),
        may_stock: desk.may(Permission::ManageInventory),
        may_edit: desk.may(Permission::ManageProducts),
        problems: problems.len() as u64,
        rows: listed.map(|product| figures.row(product)),
    })
}

struct Figures<'a> {
    ctx: &'a Context,
    prices: &'a HashMap<VariantId, Prices>,
    stock: &'a HashMap<VariantId, Availability>,
    held: &'a HashMap<VariantId, Vec<StockRow>>,
    here: Option<kernel::kinds::LocationId>,
    typed: &'a Fields,
    problems: &'a [(VariantId, CellProblem)],
}

impl Figures<'_> {
    fn price(&self, id: VariantId) -> Option<Money> {
        Some(self.prices.get(&id)?.single()?.unit)
    }

    fn row(&self, product: ListedProduct) -> GoodsRow {
        let saleable = |v: &ListedVariant| self.stock.get(&v.id).map_or(0, |s| s.saleable);
        let mut singles: Vec<Money> = product.variants.iter().filter_map(|v| self.price(v.id)).collect();
        singles.sort_by_key(|m| m.amount);
        GoodsRow {
            id: product.id.to_string(),
            picture: product.picture.map(|p| media::Media::path(p.id, THUMB)),
            title: product.title,
            brand: product.brand,
            shop_url: (product.status == Status::Active).then(|| self.ctx.url(&format!("/p/{}", product.handle))),
            status: ProductStatus::of(product.status),
            count: product.variants.len() as u64,
            price_from: singles.first().copied(),
            price_to: singles.last().copied(),
            on_hand: product.variants.iter().filter_map(|v| self.stock.get(&v.id)).map(|s| s.on_hand).sum(),
            saleable: product.variants.iter().map(saleable).sum(),
            hidden: product.variants.len().saturating_sub(UNFOLDED) as u64,
            cells: product.variants.iter().take(UNFOLDED).map(|v| self.cells(v)).collect(),
        }
    }

    fn cells(&self, variant: &ListedVariant) -> VariantCells {
        let id = variant.id.to_string();
        let rows = self.held.get(&variant.id).map_or(&[][..], Vec::as_slice);
        let on_hand = rows.iter().filter(|r| Some(r.location) == self.here).map(|r| r.on_hand).sum::<i64>();
        let price = self.price(variant.id).map(|m| m.decimal()).unwrap_or_default();
        let problem = |stock: bool| {
            let of = |p: &CellProblem| matches!(p, CellProblem::StockMoved(_) | CellProblem::Promised) == stock;
            let found = self.problems.iter().find(|(v, p)| *v == variant.id && of(p));
            found.map(|(_, p)| self.sentence(*p))
        };
        let cell = |name: &str, now: String, problem: Option<String>| {
            let name = format!("{name}-{id}");
            let typed = problem.is_some().then(|| self.typed.one(&name).to_owned());
            Cell { value: typed.unwrap_or_else(|| now.clone()), name, was: now, problem }
        };
        VariantCells {
            price: cell("price", price, problem(false)),
            on_hand: cell("stock", on_hand.to_string(), problem(true)),
            saleable: self.stock.get(&variant.id).map_or(0, |s| s.saleable),
            sku: variant.sku.clone(),
            options: variant.options.clone(),
            id,
        }
    }

    fn sentence(&self, problem: CellProblem) -> String {
        let texts = &self.ctx.texts;
        match problem {
            CellProblem::PriceMoved(Some(now)) => texts.v("goods-cell-price-moved", &self.ctx.money(now)),
            CellProblem::PriceMoved(None) => texts.t("goods-cell-price-gone").to_owned(),
            CellProblem::StockMoved(now) => texts.n("goods-cell-stock-moved", now),
            CellProblem::Promised => texts.t("goods-cell-promised").to_owned(),
            CellProblem::Unlikely => texts.t("goods-cell-unlikely").to_owned(),
        }
    }
}

/// Keeps what was changed in the rows, then does what was chosen for those that were ticked.
pub(crate) async fn change(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (asked, at) = (Asked::parse(form.one("here")), in_list(desk.ctx()));
    let (edits, mut problems) = edits(&desk, &form);
    let mut changed = 0;
    if !edits.is_empty() {
        let why = desk.ctx().texts.t("goods-counted-in-list");
        let (n, more) = goods.set_cells(desk.actor(), at, edits, why).await?;
        changed = n;
        problems.extend(more);
    }
    if !problems.is_empty() {
        return desk.refuse(&view(&desk, &goods, &asked, &form, &problems).await?);
    }
    let back = match asked.here() {
        query if query.is_empty() => PATH.to_owned(),
        query => format!("{PATH}?{query}"),
    };
    let deed = match form.one("do") {
        "publish" => Deed::Status(Status::Active),
        "draft" => Deed::Status(Status::Draft),
        "archive" => Deed::Status(Status::Archived),
        step @ ("prices" | "category" | "tags") => return bulk::ask(&desk, &goods, step, &form, &asked).await,
        "export" => return bulk::export_picked(&desk, &goods, &form, &asked).await,
        _ if changed == 0 => return Ok(crate::said::see_other(&back).finish()),
        _ => return Ok(Said::CellsSaved.counting(changed as u64).at(&site, &back)),
    };
    let picked = bulk::picked(&goods, &form, &asked).await?;
    if picked.is_empty() {
        return Ok(Said::NothingPicked.at(&site, &back));
    }
    let said = match &deed {
        Deed::Status(Status::Active) => Said::Published,
        Deed::Status(Status::Archived) => Said::Archived,
        _ => Said::Withdrawn,
    };
    let done = goods.bulk(desk.actor(), at, &picked, deed).await?;
    let mut told = said.counting(done.changed as u64);
    if let Some(undo) = done.undo {
        told = told.undone_by(Undo::Goods, undo.to_string());
    }
    Ok(told.at(&site, &back))
}

/// The cells that differ from what was shown; those whose text is no number are problems at once.
fn edits(desk: &Desk, form: &Fields) -> (Vec<CellEdit>, Vec<(VariantId, CellProblem)>) {
    let currency = desk.ctx().currency;
    let mut edits: Vec<CellEdit> = Vec::new();
    let mut problems = Vec::new();
    let at = |edits: &mut Vec<CellEdit>, variant: VariantId| match edits.iter().position(|e| e.variant == variant) {
        Some(i) => i,
        None => {
            edits.push(CellEdit { variant, price: None, on_hand: None });
            edits.len() - 1
        }
    };
    for (id, text) in form.behind("price-") {
        let (Ok(variant), was) = (id.parse::<VariantId>(), form.one(&format!("was-price-{id}"))) else { continue };
        if text == was {
            continue;
        }
        match money(text, currency) {
            Some(wanted) => {
                let i = at(&mut edits, variant);
                edits[i].price = Some(Change { shown: money(was, currency), wanted });
            }
            None => problems.push((variant, CellProblem::Unlikely)),
        }
    }
    for (id, text) in form.behind("stock-") {
        let (Ok(variant), was) = (id.parse::<VariantId>(), form.one(&format!("was-stock-{id}"))) else { continue };
        if text == was {
            continue;
        }
        match text.parse() {
            Ok(wanted) => {
                let i = at(&mut edits, variant);
                edits[i].on_hand = Some(Change { shown: was.parse().ok(), wanted });
            }
            Err(_) => problems.push((variant, CellProblem::Unlikely)),
        }
    }
    (edits, problems)
}
