//! The orders' own books: I4 (arithmetic), I9 (the story gives the state); and what other rooms' books ask of orders.
use std::collections::HashMap;

use db::{Conn, DbError};
use diesel::prelude::*;
use kernel::kinds::{CouponId, OrderId, VariantId};
use kernel::{Breach, Micros, TaxMode};

use crate::history::{self, Entry, Folded, Happened};
use crate::model::{Doc, Line};
use crate::schema::{orders_lines as lines_t, orders_orders as t};
use crate::{Lifecycle, store};

const PAGE: i64 = 1000;

/// An order's head.
#[derive(Queryable, Clone, Copy, Debug)]
pub struct Booked {
    pub id: OrderId,
    pub version: i64,
    /// Minor units.
    pub total: i64,
    placed_at: i64,
    updated_at: i64,
}

impl Booked {
    pub fn placed_at(&self) -> Micros {
        Micros(self.placed_at)
    }
    pub fn updated_at(&self) -> Micros {
        Micros(self.updated_at)
    }
}

/// Up to `limit` orders after `after`, by id.
///
/// # Errors
/// Only when the database cannot be read.
pub fn heads(conn: &mut Conn, after: Option<OrderId>, limit: i64) -> Result<Vec<Booked>, DbError> {
    let after = after.unwrap_or(OrderId::from_bytes([0; 16]));
    Ok(t::table
        .filter(t::id.gt(after))
        .order(t::id.asc())
        .limit(limit)
        .select((t::id, t::version, t::total, t::placed_at, t::updated_at))
        .load(conn)?)
}

/// What an order sold.
#[derive(Clone, Debug, Default)]
pub struct Sold {
    /// Minor units.
    pub total: i64,
    /// Variant, SKU and units, by position.
    pub lines: Vec<(VariantId, String, i64)>,
}

/// What these orders sold; those that do not exist are missing.
///
/// # Errors
/// Only when the database cannot be read.
pub fn sold(conn: &mut Conn, ids: &[OrderId]) -> Result<HashMap<OrderId, Sold>, DbError> {
    let heads: Vec<(OrderId, i64)> =
        t::table.filter(t::id.eq_any(ids)).order(t::id.asc()).select((t::id, t::total)).load(conn)?;
    let mut out: HashMap<OrderId, Sold> =
        heads.into_iter().map(|(id, total)| (id, Sold { total, lines: Vec::new() })).collect();
    let lines: Vec<(OrderId, VariantId, String, i64)> = lines_t::table
        .filter(lines_t::order_id.eq_any(ids))
        .order((lines_t::order_id.asc(), lines_t::position.asc()))
        .select((lines_t::order_id, lines_t::variant, lines_t::sku, lines_t::quantity))
        .load(conn)?;
    for (id, variant, sku, quantity) in lines {
        if let Some(order) = out.get_mut(&id) {
            order.lines.push((variant, sku, quantity));
        }
    }
    Ok(out)
}

#[derive(Queryable)]
struct Header {
    id: OrderId,
    number: String,
    doc: String,
    goods: i64,
    discount: i64,
    shipping: i64,
    tax: i64,
    total: i64,
    fee: i64,
}

/// I4: each order's lines, header and taxes add up to its total, to the minor unit, in its tax mode. Answers how many
/// orders it looked at.
///
/// # Errors
/// Only when the database cannot be read.
pub fn sums(conn: &mut Conn, found: &mut dyn FnMut(Breach)) -> Result<u64, DbError> {
    let (mut examined, mut after) = (0, OrderId::from_bytes([0; 16]));
    loop {
        let headers: Vec<Header> = t::table
            .filter(t::id.gt(after))
            .order(t::id.asc())
            .limit(PAGE)
            .select((t::id, t::number, t::doc, t::goods, t::discount, t::shipping, t::tax, t::total, t::fee))
            .load(conn)?;
        let (Some(first), Some(last)) = (headers.first(), headers.last()) else { return Ok(examined) };
        let mut lines = store::lines_between(conn, first.id, last.id)?;
        after = last.id;
        for header in &headers {
            judge(header, &lines.remove(&header.id).unwrap_or_default(), found);
            examined += 1;
        }
    }
}

fn judge(h: &Header, lines: &[Line], found: &mut dyn FnMut(Breach)) {
    let mut must = |what: &str, stored: i64, computed: i128| {
        if i128::from(stored) != computed {
            let sentence = format!("order {}: {what} is {stored}, but its parts add up to {computed}", h.number);
            found(Breach::new("I4", sentence).of(h.id));
        }
    };
    let sum = |f: fn(&Line) -> i64| lines.iter().map(|l| i128::from(f(l))).sum::<i128>();
    for line in lines {
        let what = format!("the amount of line {}", line.position);
        must(&what, line.amount, i128::from(line.unit) * i128::from(line.quantity));
    }
    must("the sum of goods", h.goods, sum(|l| l.amount));
    must("the discount", h.discount, sum(|l| l.discount));
    let doc: Doc = match serde_json::from_str(&h.doc) {
        Ok(doc) => doc,
        Err(e) => {
            found(Breach::new("I4", format!("order {}: its document cannot be read: {e}", h.number)).of(h.id));
            return;
        }
    };
    must("delivery", h.shipping, doc.shipping.amount.into());
    must("the tax", h.tax, doc.taxes.iter().map(|t| i128::from(t.amount)).sum());
    must("the fee", h.fee, doc.particulars.fee_amount().into());
    let fee = doc.particulars.fee.iter().flat_map(|f| &f.taxes);
    let beside: i128 = doc.shipping.taxes.iter().chain(fee).map(|t| i128::from(t.amount)).sum();
    must("the tax of lines, delivery and fee", h.tax, sum(|l| l.tax) + beside);
    let added = match doc.tax_mode {
        TaxMode::Inclusive => 0,
        TaxMode::Exclusive => i128::from(h.tax),
    };
    let charged = i128::from(h.shipping) + i128::from(h.fee);
    must("the total", h.total, i128::from(h.goods) - i128::from(h.discount) + charged + added);
    if lines.is_empty() {
        found(Breach::new("I4", format!("order {} has no lines", h.number)).of(h.id));
    }
}

#[derive(Queryable)]
struct Stored {
    id: OrderId,
    number: String,
    lifecycle: String,
    payment: String,
    fulfilment: String,
    total: i64,
    version: i64,
}

/// I9: each order's history begins with its placing, has no hole, makes only legal steps, and folds to the stored
/// axes, version, total, and shipped, dropped and returned units. Answers how many orders it looked at.
///
/// # Errors
/// Only when the database cannot be read.
pub fn histories(conn: &mut Conn, found: &mut dyn FnMut(Breach)) -> Result<u64, DbError> {
    let (mut examined, mut after) = (0, OrderId::from_bytes([0; 16]));
    loop {
        let page: Vec<Stored> = t::table
            .filter(t::id.gt(after))
            .order(t::id.asc())
            .limit(PAGE)
            .select((t::id, t::number, t::lifecycle, t::payment, t::fulfilment, t::total, t::version))
            .load(conn)?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else { return Ok(examined) };
        let mut stories = history::between(conn, first.id, last.id)?;
        let mut lines = store::lines_between(conn, first.id, last.id)?;
        after = last.id;
        for order in &page {
            let mut say = |what: String| {
                found(Breach::new("I9", format!("order {}: {what}", order.number)).of(order.id));
            };
            match stories.remove(&order.id).unwrap_or_else(|| Ok(Vec::new())) {
                Ok(story) => {
                    let folded = history::fold(&story);
                    state(order, &folded, &mut say);
                    steps(&story, &mut say);
                    units(&folded, &lines.remove(&order.id).unwrap_or_default(), &mut say);
                }
                Err(why) => say(format!("its history cannot be read: {why}")),
            }
            examined += 1;
        }
    }
}

fn state(order: &Stored, folded: &Folded, say: &mut dyn FnMut(String)) {
    if !folded.whole {
        say("its history has a hole, or does not begin with the placing".to_owned());
    }
    if folded.version != order.version {
        say(format!("it is at version {}, but its history ends at {}", order.version, folded.version));
    }
    if folded.total != order.total {
        say(format!("its total is {}, but it was placed with {}", order.total, folded.total));
    }
    if folded.asked_back > i128::from(order.total) {
        say(format!("{} were asked back of a total of {}", folded.asked_back, order.total));
    }
    let axes = [
        ("lifecycle", order.lifecycle.as_str(), folded.lifecycle.as_str()),
        ("payment", order.payment.as_str(), folded.payment.as_str()),
        ("fulfilment", order.fulfilment.as_str(), folded.fulfilment.as_str()),
    ];
    for (axis, stored, told) in axes.into_iter().filter(|(_, stored, told)| stored != told) {
        say(format!("its {axis} is stored as {stored}, but its history says {told}"));
    }
}

/// What must not follow what.
fn steps(story: &[Entry], say: &mut dyn FnMut(String)) {
    let (mut lifecycle, mut sent) = (Lifecycle::Placed, false);
    for entry in story {
        let next = match &entry.happened {
            Happened::Placed { .. } if entry.version != 1 => Err("placed again"),
            Happened::Placed { .. } | Happened::PaymentChanged { .. } => Ok(lifecycle),
            Happened::Shipped { .. } => {
                sent = true;
                if lifecycle == Lifecycle::Placed { Ok(lifecycle) } else { Err("shipped") }
            }
            Happened::Refunded { .. } => {
                if lifecycle == Lifecycle::Cancelled {
                    Err("refunded")
                } else {
                    Ok(lifecycle)
                }
            }
            Happened::Cancelled { .. } if sent => Err("cancelled after something was sent"),
            Happened::Cancelled { .. } => lifecycle.cancel().map_err(|_| "cancelled"),
            Happened::Brought { .. } if entry.version != 1 => Err("brought in again"),
            Happened::Brought { .. } => {
                sent = true;
                Ok(Lifecycle::Completed)
            }
            Happened::Completed => lifecycle.complete().map_err(|_| "completed"),
        };
        match next {
            Ok(next) => lifecycle = next,
            Err(verb) => say(format!("at version {} it was {verb} while {}", entry.version, lifecycle.as_str())),
        }
    }
}

/// The stored units of each line against those that the story adds up to.
fn units(folded: &Folded, lines: &[Line], say: &mut dyn FnMut(String)) {
    for line in lines {
        let told = folded.units.get(&line.position).copied().unwrap_or_default();
        let position = line.position;
        if told.dropped != line.dropped {
            let told = told.dropped;
            say(format!("of line {position} {} are not to be sent, but its history says {told}", line.dropped));
        }
        if told.returned > line.shipped || line.shipped + line.dropped > line.quantity {
            let (quantity, shipped) = (line.quantity, line.shipped);
            say(format!(
                "of line {position} with {quantity} units {shipped} were sent, more came back or were dropped"
            ));
        }
        if told.shipped != line.shipped {
            let (stored, told) = (line.shipped, told.shipped);
            say(format!("of line {position} {stored} are shipped, but its history says {told}"));
        }
    }
    let unknown = |position: &&i64| lines.iter().all(|line| line.position != **position);
    if let Some(position) = folded.units.keys().find(unknown) {
        say(format!("its history ships line {position}, which it does not have"));
    }
}

/// An order, as far as a coupon's books need it.
#[derive(Clone, Copy, Debug)]
pub struct Reduced {
    pub id: OrderId,
    pub coupon: CouponId,
    pub cancelled: bool,
    /// When it was last changed.
    pub updated_at: Micros,
}

/// Up to `limit` orders that used a coupon, by id, after `after`.
///
/// # Errors
/// Only when the database cannot be read.
pub fn reduced(conn: &mut Conn, after: Option<OrderId>, limit: i64) -> Result<Vec<Reduced>, DbError> {
    let after = after.unwrap_or(OrderId::from_bytes([0; 16]));
    let rows: Vec<(OrderId, Option<CouponId>, String, i64)> = t::table
        .filter(t::id.gt(after))
        .filter(t::coupon.is_not_null())
        .order(t::id.asc())
        .limit(limit)
        .select((t::id, t::coupon, t::lifecycle, t::updated_at))
        .load(conn)?;
    let one = |(id, coupon, lifecycle, at): (OrderId, Option<CouponId>, String, i64)| {
        let cancelled = Lifecycle::parse(&lifecycle) == Lifecycle::Cancelled;
        Some(Reduced { id, coupon: coupon?, cancelled, updated_at: Micros(at) })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}
