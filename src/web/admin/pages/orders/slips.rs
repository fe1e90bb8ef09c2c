//! Packing slips: what goes into the parcel, a page of paper each.
use actix_web::{HttpResponse, web};
use inventory::Inventory;
use kernel::kinds::OrderId;
use kit::Failure;
use orders::{Cursor, Order, Orders};

use super::{Asked, PATH};
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::pages::order::{From, address};
use crate::views::{Section, Slip, SlipLine, SlipsView};

/// So many chosen ones, and so many of all that a list finds.
pub(super) const MOST: usize = 200;
const MOST_OF_ALL: usize = 500;

pub(crate) async fn show(
    desk: Desk,
    (orders, inventory): (web::Data<Orders>, web::Data<Inventory>),
    here: web::Query<Asked>,
    asked: web::Query<Fields>,
) -> Result<HttpResponse, Failure> {
    let (ids, left) = if asked.has("all") {
        match here.listed(&desk.ctx().time_zone) {
            Some(listed) => {
                let (slice, _) = orders.list(desk.actor(), listed, Cursor::Start, MOST_OF_ALL).await?;
                (slice.items.iter().map(|row| row.id).collect(), slice.after || slice.cut)
            }
            None => (vec![], false),
        }
    } else {
        let mut ids: Vec<OrderId> = asked.ids("id");
        ids.truncate(MOST);
        (ids, false)
    };
    let mut slips = Vec::with_capacity(ids.len());
    let from = From::read(&inventory, &ids).await?;
    for order in orders.get_many(desk.actor(), &ids).await? {
        slips.push(slip(&desk, &order, &from));
    }
    if slips.is_empty() {
        return Err(Failure::not_found());
    }
    let title = desk.ctx().texts.t("orders-slips");
    desk.show(&SlipsView {
        shell: desk.shell(Section::Orders, title).under(PATH, desk.ctx().texts.t("admin-nav-orders")),
        shop: desk.ctx().shop_name.to_string(),
        left,
        slips,
    })
}

/// What is left to be sent; of an order that went out whole, everything.
fn slip(desk: &Desk, order: &Order, from: &From) -> Slip {
    let left = order.lines.iter().any(|l| l.left() > 0);
    let lines = order.lines.iter().filter_map(|l| {
        let quantity = if left { l.left() } else { l.quantity };
        (quantity > 0).then(|| SlipLine {
            quantity: quantity.unsigned_abs(),
            title: l.title.clone(),
            options: l.options.clone(),
            sku: l.sku.clone(),
            from: from.of(order.id, l.variant),
        })
    });
    Slip {
        number: order.number.clone(),
        placed_at: order.placed_at,
        delivery: order.delivery.name.clone(),
        address: address(desk.ctx(), order),
        note: order.particulars.note.clone(),
        lines: lines.collect(),
    }
}
