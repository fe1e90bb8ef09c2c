//! Packing slips: what goes into the parcel, a page of paper each.
use actix_web::{HttpResponse, web};
use kernel::kinds::OrderId;
use kit::Failure;
use orders::{Order, Orders};

use super::PATH;
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::pages::order::address;
use crate::views::{Section, Slip, SlipLine, SlipsView};

/// So many slips at once.
pub(super) const MOST: usize = 200;

pub(crate) async fn show(
    desk: Desk,
    orders: web::Data<Orders>,
    asked: web::Query<Fields>,
) -> Result<HttpResponse, Failure> {
    let mut ids: Vec<OrderId> = asked.ids("id");
    ids.truncate(MOST);
    let mut slips = Vec::with_capacity(ids.len());
    for order in orders.get_many(desk.actor(), &ids).await? {
        slips.push(slip(&desk, &order));
    }
    if slips.is_empty() {
        return Err(Failure::not_found());
    }
    let title = desk.ctx().texts.t("orders-slips");
    desk.show(&SlipsView {
        shell: desk.shell(Section::Orders, title).under(PATH, desk.ctx().texts.t("admin-nav-orders")),
        shop: desk.ctx().shop_name.to_string(),
        slips,
    })
}

/// What is left to be sent; of an order that went out whole, everything.
fn slip(desk: &Desk, order: &Order) -> Slip {
    let left = order.lines.iter().any(|l| l.left() > 0);
    let lines = order.lines.iter().filter_map(|l| {
        let quantity = if left { l.left() } else { l.quantity };
        (quantity > 0).then(|| SlipLine {
            quantity: quantity.unsigned_abs(),
            title: l.title.clone(),
            options: l.options.clone(),
            sku: l.sku.clone(),
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
