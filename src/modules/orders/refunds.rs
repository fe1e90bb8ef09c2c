//! Giving money back: what each part of an order is worth, to the last cent, and what becomes of the goods.
//!
//! What was sold is never computed again. A line's units share its stored total and its stored tax: the nth unit is worth
//! what n units are worth less what n − 1 are, so that all of them together are worth exactly what was paid. The
//! provider is asked by a stored request and a job, under the request's id; how far it got is the payments' to say.
use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use events::Recording;
use inventory::Demand;
use kernel::kinds::{OrderId, RefundId};
use kernel::{Actor, Micros, TaxMode};
use payments::{Ask, Payment, Payments};
use serde::{Deserialize, Serialize};

use crate::schema::{orders_lines as lines_t, orders_refunds as t};
use crate::{
    FulfilmentAxis, Happened, Lifecycle, Line, Order, OrderRefunded, Orders, OrdersError, REFUND, history, store,
};

/// Units of a line that are paid back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RefundLine {
    pub position: i64,
    /// Of those that have not been sent: they will not be.
    pub unsent: i64,
    /// Of those that were sent, and came back.
    pub sent: i64,
}

/// What is to be given back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefundAsk {
    /// The order's version that whoever asks has seen.
    pub version: i64,
    pub lines: Vec<RefundLine>,
    /// What delivery cost, as far as it was not given back before.
    pub delivery: bool,
    /// A further amount, in minor units: goodwill.
    pub extra: i64,
    /// What came back goes on the shelf again. What was never sent always does.
    pub restock: bool,
    /// The buyer reads it.
    pub reason: String,
}

/// A part of an order with what it is worth; minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundedLine {
    pub position: i64,
    pub unsent: i64,
    pub sent: i64,
    /// Whether those that came back are on the shelf again.
    pub restocked: bool,
    /// What is given back for them, tax and discount considered.
    pub amount: i64,
    /// The part of it that is tax.
    pub tax: i64,
}

/// An amount and the tax in it; minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub amount: i64,
    pub tax: i64,
}

/// What giving back comes to. `amount` is the sum of lines, delivery and extra.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub lines: Vec<RefundedLine>,
    pub delivery: Share,
    /// Goodwill; less than nothing where an amount was given back before that these lines share in.
    pub extra: i64,
    pub amount: i64,
    pub tax: i64,
    pub axis: FulfilmentAxis,
}

#[derive(Serialize, Deserialize)]
struct Doc {
    lines: Vec<RefundedLine>,
    delivery: Share,
    extra: i64,
}

/// What was given back at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    pub id: RefundId,
    pub order: OrderId,
    pub lines: Vec<RefundedLine>,
    pub delivery: Share,
    pub extra: i64,
    pub amount: i64,
    pub tax: i64,
    pub reason: String,
    /// As [`Actor::label`] writes it.
    pub actor: String,
    pub at: Micros,
}

/// How far giving back has come; minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenBack {
    /// Altogether, as the provider confirmed.
    pub given: i64,
    /// The provider is asked, and has not answered.
    pub underway: i64,
    /// Nobody is asked: the provider refused.
    pub refused: i64,
    /// What it said.
    pub why: String,
    /// May still be given back.
    pub left: i64,
}

/// `amount` × `part` / `whole`, rounded half up.
fn share(amount: i64, part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let (amount, part, whole) = (i128::from(amount), i128::from(part), i128::from(whole));
    i64::try_from((2 * amount * part + whole).div_euclid(2 * whole)).unwrap_or(0)
}

impl Order {
    /// What the buyer paid for a line: less its discount, with its tax.
    pub(crate) fn paid_for(&self, line: &Line) -> i64 {
        let added = if self.tax_mode == TaxMode::Exclusive { line.tax } else { 0 };
        line.amount - line.discount + added
    }

    /// What one unit of a line is worth, about: the last one makes up for what does not divide.
    pub fn worth_of_one(&self, line: &Line) -> i64 {
        share(self.paid_for(line), 1, line.quantity)
    }

    fn delivery_share(&self) -> Share {
        let tax = self.shipping.taxes.iter().map(|t| t.amount).sum();
        let added = if self.tax_mode == TaxMode::Exclusive { tax } else { 0 };
        Share { amount: self.shipping.amount + added, tax }
    }
}

/// What giving this back comes to, after what was given back before. `refundable` is what payments have left.
pub(crate) fn plan(
    order: &Order,
    earlier: &[Refund],
    refundable: i64,
    ask: &RefundAsk,
) -> Result<Planned, OrdersError> {
    if order.version != ask.version {
        return Err(OrdersError::Stale);
    }
    if order.lifecycle == Lifecycle::Cancelled {
        return Err(OrdersError::Transition { from: "cancelled", verb: "refunded" });
    }
    let (given, given_tax) = earlier.iter().fold((0, 0), |(a, t), r| (a + r.amount, t + r.tax));
    let left = (order.total - given).min(refundable);
    let mut lines = Vec::new();
    let mut returned: HashMap<i64, i64> = HashMap::new();
    let mut refunded: HashMap<i64, i64> = HashMap::new();
    for line in earlier.iter().flat_map(|r| &r.lines) {
        *returned.entry(line.position).or_default() += line.sent;
        *refunded.entry(line.position).or_default() += line.unsent + line.sent;
    }
    let mut to_send: i64 = order.lines.iter().map(Line::left).sum();
    for wanted in ask.lines.iter().filter(|l| l.unsent != 0 || l.sent != 0) {
        let line = order.lines.iter().find(|l| l.position == wanted.position);
        let line = line.ok_or(OrdersError::TooMuchToRefund { position: wanted.position, left: 0 })?;
        let back = returned.entry(line.position).or_default();
        let fits = (0..=line.left()).contains(&wanted.unsent) && (0..=line.shipped - *back).contains(&wanted.sent);
        if !fits || lines.iter().any(|l: &RefundedLine| l.position == line.position) {
            let left = line.left() + line.shipped - *back;
            return Err(OrdersError::TooMuchToRefund { position: line.position, left });
        }
        let before = refunded.get(&line.position).copied().unwrap_or(0);
        let after = before + wanted.unsent + wanted.sent;
        let of = |amount: i64| share(amount, after, line.quantity) - share(amount, before, line.quantity);
        lines.push(RefundedLine {
            position: line.position,
            unsent: wanted.unsent,
            sent: wanted.sent,
            restocked: ask.restock && wanted.sent > 0,
            amount: of(order.paid_for(line)),
            tax: of(line.tax),
        });
        *back += wanted.sent;
        to_send -= wanted.unsent;
    }
    let delivery_given = earlier.iter().any(|r| r.delivery.amount > 0);
    let delivery = if ask.delivery && !delivery_given { order.delivery_share() } else { Share::default() };
    if ask.extra < 0 || ask.extra > left {
        return Err(OrdersError::TooMuchMoney { most: left.max(0) });
    }
    let parts = lines.iter().map(|l| l.amount).sum::<i64>() + delivery.amount;
    let parts_tax = lines.iter().map(|l| l.tax).sum::<i64>() + delivery.tax;
    // Lines are worth no more than what is left: an amount that was given back before was theirs as well.
    let amount = (parts + ask.extra).min(left);
    if amount <= 0 {
        return Err(OrdersError::NothingToRefund);
    }
    let extra = amount - parts;
    let tax_left = (order.tax - given_tax).max(0);
    let tax = if given + amount == order.total {
        tax_left
    } else {
        let rest = order.total - given - parts;
        let of_extra = if extra > 0 { share((tax_left - parts_tax).max(0), extra, rest) } else { 0 };
        (parts_tax + of_extra).clamp(0, tax_left.min(amount))
    };
    let shipped: i64 = order.lines.iter().map(|l| l.shipped).sum();
    let dropping = lines.iter().any(|l| l.unsent > 0);
    if dropping && to_send == 0 && shipped == 0 {
        return Err(OrdersError::CancelInstead);
    }
    let back: i64 = returned.values().sum();
    let axis = order.fulfilment.after(shipped, to_send, back);
    Ok(Planned { lines, delivery, extra, amount, tax, axis })
}

pub(crate) fn of(conn: &mut Conn, order: OrderId) -> Result<Vec<Refund>, OrdersError> {
    type Row = (RefundId, OrderId, String, i64, i64, String, String, i64);
    let rows: Vec<Row> = t::table.filter(t::order_id.eq(order)).order((t::at.asc(), t::id.asc())).load(conn)?;
    rows.into_iter()
        .map(|(id, order, doc, amount, tax, reason, actor, at)| {
            let doc: Doc =
                serde_json::from_str(&doc).map_err(|e| OrdersError::Sums(format!("refund {id}: {e}")))?;
            let Doc { lines, delivery, extra } = doc;
            Ok(Refund { id, order, lines, delivery, extra, amount, tax, reason, actor, at: Micros(at) })
        })
        .collect()
}

fn paid(conn: &mut Conn, order: OrderId) -> Result<Vec<Payment>, OrdersError> {
    let reference = Orders::reference(order);
    Ok(Payments::of_in(conn, &[reference])?.remove(&reference).unwrap_or_default())
}

fn refundable(conn: &mut Conn, paid: &[Payment]) -> Result<i64, OrdersError> {
    let mut sum = 0;
    for payment in paid {
        sum += Payments::refundable_in(conn, payment)?;
    }
    Ok(sum)
}

fn valid_reason(text: &str) -> Result<&str, OrdersError> {
    let reason = text.trim();
    if reason.is_empty() || reason.chars().count() > 200 { Err(OrdersError::Reason) } else { Ok(reason) }
}

impl Orders {
    /// What giving this back would come to, without doing it.
    ///
    /// # Errors
    /// As [`Orders::refund`].
    pub async fn plan_refund(&self, actor: &Actor, id: OrderId, ask: RefundAsk) -> Result<Planned, OrdersError> {
        actor.require(REFUND)?;
        valid_reason(&ask.reason)?;
        self.db
            .read(move |c| {
                let (order, earlier) = (Self::get_in(c, id)?, of(c, id)?);
                let paid = paid(c, id)?;
                let refundable = refundable(c, &paid)?;
                plan(&order, &earlier, refundable, &ask)
            })
            .await
    }

    /// Gives money back: the provider is asked by a job, units that were not sent are free again, those that came back go
    /// on the shelf if so wanted. `expected` is the amount that was shown beforehand.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`REFUND`]; [`OrdersError::Stale`] when the order changed since it was looked at;
    /// more units or money than there are; no reason.
    pub async fn refund(
        &self,
        actor: &Actor,
        id: OrderId,
        ask: RefundAsk,
        expected: Option<i64>,
    ) -> Result<RefundId, OrdersError> {
        actor.require(REFUND)?;
        let me = self.clone();
        let refund = self.db.write(actor, move |tx| me.refund_in(tx, id, &ask, expected)).await?;
        events::failpoint("refund.after-commit");
        Ok(refund)
    }

    fn refund_in(
        &self,
        tx: &mut Tx<'_>,
        id: OrderId,
        ask: &RefundAsk,
        expected: Option<i64>,
    ) -> Result<RefundId, OrdersError> {
        let reason = valid_reason(&ask.reason)?;
        let head = store::head(tx, id)?;
        let (order, earlier) = (Self::get_in(tx, id)?, of(tx, id)?);
        let paid = paid(tx, id)?;
        let refundable = refundable(tx, &paid)?;
        let planned = plan(&order, &earlier, refundable, ask)?;
        if expected.is_some_and(|amount| amount != planned.amount) {
            return Err(OrdersError::Stale);
        }
        self.move_goods(tx, &order, &planned)?;
        events::failpoint("refund.goods-uncommitted");
        self.ask_back(tx, &paid, planned.amount)?;
        events::failpoint("refund.asked-uncommitted");

        let refund = RefundId::new(tx.now());
        let doc = Doc { lines: planned.lines.clone(), delivery: planned.delivery, extra: planned.extra };
        let doc = serde_json::to_string(&doc).map_err(|e| OrdersError::Sums(e.to_string()))?;
        let (actor, at) = (tx.actor().label(), tx.now().0);
        diesel::insert_into(t::table)
            .values((
                t::id.eq(refund),
                t::order_id.eq(id),
                t::doc.eq(doc),
                t::amount.eq(planned.amount),
                t::tax.eq(planned.tax),
                t::reason.eq(reason),
                t::actor.eq(actor),
                t::at.eq(at),
            ))
            .execute(&mut **tx)?;
        let happened = Happened::Refunded {
            refund,
            amount: planned.amount,
            tax: planned.tax,
            lines: planned.lines,
            reason: reason.to_owned(),
            axis: planned.axis,
        };
        let version = history::append(tx, id, head.version + 1, &happened)?;
        store::set_fulfilment(tx, &head, planned.axis)?;
        let (amount, tax) = (planned.amount, planned.tax);
        tx.record(&OrderRefunded { order: id, refund, amount, tax, version })?;
        tx.audit("order.refund", id, &serde_json::json!({ "refund": refund, "amount": amount, "tax": tax }))?;
        self.complete(tx, id)?;
        events::failpoint("refund.noted-uncommitted");
        Ok(refund)
    }

    fn move_goods(&self, tx: &mut Tx<'_>, order: &Order, planned: &Planned) -> Result<(), OrdersError> {
        let demands = |units: fn(&RefundedLine) -> i64| -> Vec<Demand> {
            let variant =
                |l: &RefundedLine| order.lines.iter().find(|o| o.position == l.position).map(|o| o.variant);
            let some = planned.lines.iter().filter(|l| units(l) > 0);
            some.filter_map(|l| Some(Demand { variant: variant(l)?, quantity: units(l) })).collect()
        };
        let owner = Self::reference(order.id);
        self.inventory.release_some(tx, owner, &demands(|l| l.unsent))?;
        self.inventory.take_back(tx, owner, &demands(|l| if l.restocked { l.sent } else { 0 }))?;
        for line in planned.lines.iter().filter(|l| l.unsent > 0) {
            diesel::update(lines_t::table.find((order.id, line.position)))
                .set(lines_t::dropped.eq(lines_t::dropped + line.unsent))
                .execute(&mut **tx)?;
        }
        Ok(())
    }

    /// Asks the providers for this much, from one payment after the other.
    fn ask_back(&self, tx: &mut Tx<'_>, paid: &[Payment], amount: i64) -> Result<(), OrdersError> {
        let mut missing = amount;
        for payment in paid {
            let part = Payments::refundable_in(tx, payment)?.min(missing);
            if part > 0 {
                self.payments.request(tx, payment.id, Ask::Refund, part)?;
                missing -= part;
            }
        }
        if missing > 0 { Err(OrdersError::TooMuchMoney { most: amount - missing }) } else { Ok(()) }
    }

    /// What was given back, oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn refunds(&self, id: OrderId) -> Result<Vec<Refund>, OrdersError> {
        self.db.read(move |c| Self::refunds_in(c, id)).await
    }

    /// [`Orders::refunds`] on a connection at hand.
    ///
    /// # Errors
    /// The database's.
    pub fn refunds_in(conn: &mut Conn, id: OrderId) -> Result<Vec<Refund>, OrdersError> {
        of(conn, id)
    }

    /// A refund with the order it belongs to.
    ///
    /// # Errors
    /// [`OrdersError::NotFound`].
    pub fn refund_of_in(conn: &mut Conn, id: RefundId) -> Result<Refund, OrdersError> {
        let order: Option<OrderId> = t::table.find(id).select(t::order_id).first(conn).optional()?;
        let all = of(conn, order.ok_or(OrdersError::NotFound)?)?;
        all.into_iter().find(|refund| refund.id == id).ok_or(OrdersError::NotFound)
    }

    /// How far giving back has come.
    ///
    /// # Errors
    /// The database's.
    pub async fn given_back(&self, id: OrderId) -> Result<GivenBack, OrdersError> {
        self.db.read(move |c| Self::given_back_in(c, id)).await
    }

    /// [`Orders::given_back`] on a connection at hand.
    ///
    /// # Errors
    /// The database's.
    pub fn given_back_in(conn: &mut Conn, id: OrderId) -> Result<GivenBack, OrdersError> {
        let (head, paid) = (store::head(conn, id)?, paid(conn, id)?);
        let (mut captured, mut out) = (0, GivenBack::default());
        for payment in &paid {
            let left = Payments::refundable_in(conn, payment)?;
            captured += payment.captured.amount - payment.disputed.amount - payment.charged_back.amount;
            out.given += payment.refunded.amount;
            out.left += left;
            out.underway += payment.kept() - left;
            if left > 0 && !payment.error.is_empty() {
                out.why.clone_from(&payment.error);
            }
        }
        let wanted = match head.lifecycle {
            Lifecycle::Cancelled => captured,
            _ => of(conn, id)?.iter().map(|r| r.amount).sum::<i64>(),
        };
        out.refused = (wanted - out.given - out.underway).clamp(0, out.left);
        Ok(out)
    }

    /// Asks the provider once more for what it refused to give back.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`REFUND`]; [`OrdersError::NothingToRefund`].
    pub async fn ask_back_again(&self, actor: &Actor, id: OrderId) -> Result<(), OrdersError> {
        actor.require(REFUND)?;
        let me = self.clone();
        self.db
            .write(actor, move |tx| {
                // Locked before it is summed: of two clicks the second finds that the first has asked.
                let paid = Payments::locked_in(tx, Self::reference(id))?;
                let missing = Self::given_back_in(tx, id)?.refused;
                if missing == 0 {
                    return Err(OrdersError::NothingToRefund);
                }
                me.ask_back(tx, &paid, missing)?;
                Ok(tx.audit("order.refund_again", id, &serde_json::json!({ "amount": missing }))?)
            })
            .await
    }
}

#[cfg(test)]
mod tests;
