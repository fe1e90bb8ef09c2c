//! Orders as lines of a file: one an order, with what was paid and given back of it.
use db::Db;
use kernel::kinds::OrderId;
use kernel::{Actor, Money};
use orders::{Cursor, Listed, Order, Orders, OrdersError};
use payments::{Payments, Sums};

use crate::sheet::{self, line, safe};

pub use crate::sheet::ExportRow;

const HEAD: [&str; 23] = [
    "number",
    "placed_at",
    "status",
    "payment",
    "fulfilment",
    "email",
    "name",
    "company",
    "postal_code",
    "city",
    "country",
    "currency",
    "goods",
    "discount",
    "delivery",
    "tax",
    "total",
    "paid",
    "refunded",
    "payment_method",
    "delivery_method",
    "tags",
    "items",
];
/// Orders read at once.
const PIECE: usize = 100;

/// The first line: what the columns are.
pub fn export_head() -> ExportRow {
    sheet::head(&HEAD)
}

/// The next orders of a list as lines, and from where to go on; None at its end. Blocks while it reads.
///
/// # Errors
/// [`kernel::Forbidden`] without [`orders::VIEW`]; the database's.
pub async fn export_piece(
    db: &Db,
    actor: &Actor,
    listed: Listed,
    cursor: Cursor,
) -> Result<(ExportRow, Option<OrderId>), OrdersError> {
    actor.require(orders::VIEW)?;
    db.read_stale(move |c| piece_in(c, &listed, cursor)).await
}

/// [`export_piece`] on a connection at hand.
pub(crate) fn piece_in(
    c: &mut db::Conn,
    listed: &Listed,
    cursor: Cursor,
) -> Result<(ExportRow, Option<OrderId>), OrdersError> {
    let ids = Orders::list_ids_in(c, listed, cursor, PIECE)?;
    let next = ids.last().copied().filter(|_| ids.len() == PIECE);
    Ok((lines(c, &ids)?, next))
}

/// These orders as lines, in this order; those that do not exist are left out.
///
/// # Errors
/// As [`export_piece`].
pub async fn export_some(db: &Db, actor: &Actor, ids: Vec<OrderId>) -> Result<ExportRow, OrdersError> {
    actor.require(orders::VIEW)?;
    db.read_stale(move |c| lines(c, &ids)).await
}

fn lines(c: &mut db::Conn, ids: &[OrderId]) -> Result<ExportRow, OrdersError> {
    let references: Vec<_> = ids.iter().map(|id| Orders::reference(*id)).collect();
    let mut paid = Payments::of_in(c, &references)?;
    let mut tags = Orders::tags_in(c, ids)?;
    let mut out = Vec::new();
    for id in ids {
        let order = match Orders::get_in(c, *id) {
            Err(OrdersError::NotFound) => continue,
            order => order?,
        };
        let sums = Sums::of(&paid.remove(&Orders::reference(*id)).unwrap_or_default());
        out.extend(one(&order, &sums, &tags.remove(id).unwrap_or_default()));
    }
    Ok(out)
}

fn one(order: &Order, sums: &Sums, tags: &[String]) -> ExportRow {
    let money = |amount| Money::new(amount, order.currency).decimal();
    let to = &order.shipping_address;
    let items: Vec<String> = order.lines.iter().map(|l| format!("{} x {}", l.quantity, l.sku)).collect();
    line([
        safe(&order.number),
        order.placed_at.rfc3339(),
        order.lifecycle.as_str().to_owned(),
        order.payment.as_str().to_owned(),
        order.fulfilment.as_str().to_owned(),
        safe(&order.contact.email),
        safe(&order.contact.name),
        safe(&to.company),
        safe(&to.postal_code),
        safe(&to.city),
        to.country.clone(),
        order.currency.to_string(),
        money(order.goods),
        money(order.discount),
        money(order.shipping.amount),
        money(order.tax),
        money(order.total),
        money(sums.captured),
        money(sums.refunded),
        safe(&order.payment_method),
        safe(&order.delivery.name),
        safe(&tags.join(", ")),
        safe(&items.join("; ")),
    ])
}

/// Makes all orders findable that an older release placed, in small pieces; a short look once they are.
///
/// # Errors
/// The database's.
pub async fn index_older(db: &Db, actor: &Actor) -> Result<(), OrdersError> {
    loop {
        let done = db.write_in(db::Lane::Bulk, actor, |tx| Orders::index_older(tx, 20));
        if done.await? == 0 {
            return Ok(());
        }
    }
}
