//! From where stock levels come by themselves, and what each time came to.
use actix_web::{HttpResponse, web};
use flows::goods::Goods;
use flows::stock_feed::StockFeed;
use inventory::{FeedRun, InventoryError, MINUTES, MOST_FEED_ROWS};
use kernel::Texts;
use kernel::kinds::{FeedRunId, LocationId};
use kit::{CheckedForm, Failure, Site};
use staff::Permission;

use super::refusal;
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{FeedRowLine, FeedRunLine, FeedRunView, FeedView, Form, Section};

const PATH: &str = "/admin/stock/feed";
const RUNS: i64 = 30;

pub(crate) async fn show(desk: Desk, goods: web::Data<Goods>) -> Result<HttpResponse, Failure> {
    let form = match goods.inventory.feed().await? {
        Some(feed) => Form::default()
            .with("url", feed.url)
            .with("minutes", feed.minutes.to_string())
            .with("place", feed.location.map(|l| l.to_string()).unwrap_or_default())
            .with("active", if feed.active { "yes" } else { "" }),
        None => Form::default().with("minutes", "60").with("active", "yes"),
    };
    desk.show(&view(&desk, &goods, form).await?)
}

fn run_line(run: &FeedRun) -> FeedRunLine {
    FeedRunLine {
        id: run.id.to_string(),
        begun_at: run.begun_at(),
        running: run.state == "running",
        failed: run.state == "failed",
        error: run.error.clone(),
        read: run.read,
        changed: run.changed,
        refused: run.refused,
    }
}

async fn view(desk: &Desk, goods: &Goods, form: Form) -> Result<FeedView, Failure> {
    let feed = goods.inventory.feed().await?;
    let places = goods.inventory.locations().await?;
    Ok(FeedView {
        shell: desk.shell(Section::StockFeed, desk.ctx().texts.t("admin-nav-stock-feed")),
        form,
        is_set: feed.is_some(),
        due_at: feed.filter(|f| f.active).map(|f| f.due_at()),
        runs: goods.inventory.feed_runs(RUNS).await?.iter().map(run_line).collect(),
        places: places.iter().map(|l| (l.id.to_string(), l.name.clone())).collect(),
        may_edit: desk.may(Permission::ManageInventory),
    })
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    feed: web::Data<StockFeed>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let texts = &desk.ctx().texts;
    let mut form = Form::default();
    for name in ["url", "minutes", "place", "active"] {
        form = form.with(name, fields.one(name));
    }
    let minutes = fields.one("minutes").parse::<i64>().ok().filter(|n| MINUTES.contains(n));
    if feed.check(fields.one("url")).is_err() || fields.one("url").len() > 2000 {
        form.refuse("url", texts.t("stock-wrong-feed-address"));
    }
    if minutes.is_none() {
        form.refuse("minutes", texts.t("stock-wrong-feed-minutes"));
    }
    let place: Option<LocationId> = fields.one("place").parse().ok();
    if let Some(minutes) = minutes.filter(|_| form.is_fine()) {
        let (inventory, url, active) =
            (goods.inventory.clone(), fields.one("url").to_owned(), fields.one("active") == "yes");
        let saved = goods.db.write(desk.actor(), move |tx| inventory.set_feed(tx, &url, minutes, place, active));
        match saved.await {
            Ok(()) => return Ok(Said::StockSaved.at(&site, PATH)),
            Err(e) => form.refuse("place", refusal(texts, &e).ok_or_else(|| Failure::of(&e))?),
        }
    }
    desk.refuse(&view(&desk, &goods, form).await?)
}

/// Fetches now, whenever it is due.
pub(crate) async fn run_now(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let inventory = goods.inventory.clone();
    goods.db.write(desk.actor(), move |tx| -> Result<(), InventoryError> { inventory.fetch_now(tx) }).await?;
    Ok(Said::FeedAsked.at(&site, PATH))
}

pub(crate) async fn run(
    desk: Desk,
    goods: web::Data<Goods>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let id: FeedRunId = id.parse().map_err(|_| Failure::not_found())?;
    let run = goods.inventory.feed_run(id).await?.ok_or_else(Failure::not_found)?;
    let rows = goods.inventory.feed_rows(id, MOST_FEED_ROWS as i64).await?;
    let texts = &desk.ctx().texts;
    let title = desk.ctx().date_time(run.begun_at());
    let line = |row: inventory::FeedRow| FeedRowLine {
        line: row.line,
        told: outcome(texts, &row.outcome),
        wrong: row.outcome != "changed",
        sku: row.sku,
        was: row.was,
        now: row.now,
    };
    desk.show(&FeedRunView {
        shell: desk.shell(Section::StockFeed, &title).under(PATH, texts.t("admin-nav-stock-feed")),
        title,
        kept: rows.len() as i64,
        rows: rows.into_iter().map(line).collect(),
        run: run_line(&run),
    })
}

/// What became of a row, in the reader's language.
fn outcome(texts: &Texts, outcome: &str) -> String {
    let key = match outcome {
        "changed" => "feed-changed".to_owned(),
        code => format!("stock-wrong-{}", code.replace('_', "-")),
    };
    if texts.has(&key) { texts.t(&key).to_owned() } else { outcome.to_owned() }
}
