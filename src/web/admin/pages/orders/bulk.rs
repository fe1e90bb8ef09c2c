//! One deed on several orders: sending, printing, tagging, taking away as a file.
use actix_web::{HttpResponse, web};
use db::Db;
use kernel::kinds::OrderId;
use kit::{CheckedForm, Failure, Site};
use orders::{Order, Orders, ToSend};
use staff::Permission;

use super::{Asked, PATH, file, fulfilment, lifecycle, payment, slips};
use crate::ToShip;
use crate::desk::Desk;
use crate::pages::fields::{Fields, list};
use crate::said::Said;
use crate::views::{Section, ShipManyView, ShipRow};

/// So many orders at once.
const MOST: usize = 200;

fn picked(form: &Fields) -> Vec<OrderId> {
    let mut ids: Vec<OrderId> = form.ids("pick");
    ids.dedup();
    ids.truncate(MOST);
    ids
}

fn back(form: &Fields) -> String {
    match Asked::parse(form.one("here")).query() {
        query if query.is_empty() => PATH.to_owned(),
        query => format!("{PATH}?{query}"),
    }
}

/// What the list's buttons do with those that were ticked.
pub(crate) async fn choose(
    desk: Desk,
    site: web::Data<Site>,
    orders: web::Data<Orders>,
    db: web::Data<Db>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    if form.has("all") {
        return super::all::choose(&desk, &site, &form);
    }
    let (ids, back) = (picked(&form), back(&form));
    if ids.is_empty() {
        return Ok(Said::NoOrderPicked.at(&site, &back));
    }
    match form.one("do") {
        "file" => file::picked(&db, desk.staff(), ids).await,
        "print" => {
            let ids: Vec<String> = ids.iter().take(slips::MOST).map(|id| format!("id={id}")).collect();
            Ok(crate::said::see_other(&format!("{PATH}/slips?{}", ids.join("&"))).finish())
        }
        "ship" if desk.may(Permission::ManageOrders) => {
            let rows = rows(&desk, &orders, &ids).await?;
            desk.show(&view(&desk, form.one("here"), String::new(), rows, 0))
        }
        "tag" | "untag" => {
            let tags = list(form.one("tags"));
            if tags.is_empty() {
                return Ok(Said::NoTag.at(&site, &back));
            }
            let (add, remove) = if form.one("do") == "tag" { (tags, vec![]) } else { (vec![], tags) };
            match orders.tag(desk.actor(), ids, &add, &remove).await {
                Ok(changed) => Ok(Said::OrdersTagged.counting(changed as u64).at(&site, &back)),
                Err(e) => Ok(Said::of(Said::OrdersTagged, Err(e))?.at(&site, &back)),
            }
        }
        _ => Err(Failure::not_found()),
    }
}

async fn rows(desk: &Desk, orders: &Orders, ids: &[OrderId]) -> Result<Vec<ShipRow>, Failure> {
    Ok(orders.get_many(desk.actor(), ids).await?.iter().map(row).collect())
}

fn row(order: &Order) -> ShipRow {
    let to = &order.shipping_address;
    ShipRow {
        id: order.id.to_string(),
        number: order.number.clone(),
        buyer: order.contact.name.clone(),
        place: format!("{} {}", to.postal_code, to.city).trim().to_owned(),
        items: order.lines.iter().map(|l| l.left().unsigned_abs()).sum(),
        payment: payment(order.lifecycle, order.payment),
        goods: if order.lifecycle == orders::Lifecycle::Cancelled {
            lifecycle(order.lifecycle).badge()
        } else {
            fulfilment(order.fulfilment).badge()
        },
        ready: order.is_ready_to_ship(),
        picked: order.is_ready_to_ship(),
        tracking: String::new(),
        problem: None,
    }
}

fn view(desk: &Desk, here: &str, carrier: String, rows: Vec<ShipRow>, sent: u64) -> ShipManyView {
    let texts = &desk.ctx().texts;
    ShipManyView {
        shell: desk.shell(Section::Orders, texts.t("orders-ship-many")).under(PATH, texts.t("admin-nav-orders")),
        here: Asked::parse(here).query(),
        carrier,
        rows,
        sent,
    }
}

/// Sends them, each with its number. Those that could not be sent are shown again with the reason.
pub(crate) async fn ship(
    desk: Desk,
    site: web::Data<Site>,
    orders: web::Data<Orders>,
    to_ship: web::Data<ToShip>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (ids, back) = (picked(&form), back(&form));
    if ids.is_empty() {
        return Ok(Said::NoOrderPicked.at(&site, &back));
    }
    let carrier = form.one("carrier");
    let parcels: Vec<ToSend> = ids
        .iter()
        .map(|id| ToSend {
            order: *id,
            carrier: carrier.to_owned(),
            tracking: form.one(&format!("tracking-{id}")).to_owned(),
        })
        .collect();
    let done = orders.ship_many(desk.actor(), &parcels).await?;
    to_ship.forget();
    let sent = done.iter().filter(|(_, outcome)| outcome.is_ok()).count() as u64;
    let failed: Vec<(OrderId, String)> = done
        .into_iter()
        .filter_map(|(id, outcome)| Some((id, outcome.err()?)))
        .map(|(id, e)| (id, Failure::of(&e).message.clone()))
        .collect();
    if failed.is_empty() {
        return Ok(Said::ManyShipped.counting(sent).at(&site, &back));
    }
    let failed_ids: Vec<OrderId> = failed.iter().map(|(id, _)| *id).collect();
    let mut again = rows(&desk, &orders, &failed_ids).await?;
    for row in &mut again {
        row.problem = failed.iter().find(|(id, _)| id.to_string() == row.id).map(|(_, why)| why.clone());
        row.tracking = form.one(&format!("tracking-{}", row.id)).to_owned();
    }
    desk.refuse(&view(&desk, form.one("here"), carrier.to_owned(), again, sent))
}
