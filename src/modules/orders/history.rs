//! The order's own story. One row a version; never changed, never trimmed.
use std::collections::{BTreeMap, HashMap};

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{FulfilmentId, OrderId, RefundId};
use kernel::{Currency, Micros};
use serde::{Deserialize, Serialize};

use crate::schema::orders_history as t;
use crate::{FulfilmentAxis, Lifecycle, OrdersError, PaymentAxis, RefundedLine};

/// What happened; amounts in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happened {
    Placed {
        total: i64,
        currency: Currency,
    },
    PaymentChanged {
        payment: PaymentAxis,
        authorized: i64,
        captured: i64,
        refunded: i64,
    },
    Shipped {
        fulfilment: FulfilmentId,
        lines: Vec<ShippedLine>,
        carrier: String,
        tracking: String,
        axis: FulfilmentAxis,
    },
    Cancelled {
        /// Empty when the buyer cancelled.
        reason: String,
    },
    /// Staff asked for money to be given back; the payment's changes tell when it was.
    Refunded {
        refund: RefundId,
        amount: i64,
        tax: i64,
        lines: Vec<RefundedLine>,
        reason: String,
        axis: FulfilmentAxis,
    },
    Completed,
    /// It was sold, paid and sent elsewhere, and is kept here from now on.
    Brought {
        total: i64,
        currency: Currency,
        /// All that it sold.
        lines: Vec<ShippedLine>,
    },
}

/// Units of one order line in a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippedLine {
    pub position: i64,
    pub quantity: i64,
}

impl Happened {
    fn kind(&self) -> &'static str {
        match self {
            Self::Placed { .. } => "placed",
            Self::PaymentChanged { .. } => "payment_changed",
            Self::Shipped { .. } => "shipped",
            Self::Cancelled { .. } => "cancelled",
            Self::Refunded { .. } => "refunded",
            Self::Completed => "completed",
            Self::Brought { .. } => "brought",
        }
    }
}

/// One entry of the story.
#[derive(Clone, Debug)]
pub struct Entry {
    pub version: i64,
    pub happened: Happened,
    /// `shopper`, `system:…` or a staff id.
    pub actor: String,
    pub at: Micros,
}

/// What a story adds up to; amounts in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    pub lifecycle: Lifecycle,
    pub payment: PaymentAxis,
    pub fulfilment: FulfilmentAxis,
    pub version: i64,
    /// What it was placed with.
    pub total: i64,
    /// As the payment told when it last changed.
    pub authorized: i64,
    pub captured: i64,
    pub refunded: i64,
    /// What staff asked to be given back, answered or not.
    pub asked_back: i128,
    /// By the position of their line; lines that nothing happened to are missing.
    pub units: BTreeMap<i64, Units>,
    /// False when a version is missing or the story does not begin with the placing.
    pub whole: bool,
}

/// What became of the units of one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    pub shipped: i64,
    /// Paid back before they were sent.
    pub dropped: i64,
    /// Paid back after.
    pub returned: i64,
}

/// The state an order has after `entries`: what is stored beside them is only kept so that lists need not fold. A part
/// of a story gives the order as it was.
pub(crate) fn fold(entries: &[Entry]) -> Folded {
    let mut state = Folded {
        lifecycle: Lifecycle::Placed,
        payment: PaymentAxis::Pending,
        fulfilment: FulfilmentAxis::Unfulfilled,
        version: 0,
        total: 0,
        authorized: 0,
        captured: 0,
        refunded: 0,
        asked_back: 0,
        units: BTreeMap::new(),
        whole: matches!(
            entries.first().map(|e| &e.happened),
            Some(Happened::Placed { .. } | Happened::Brought { .. })
        ),
    };
    for entry in entries {
        state.whole &= entry.version == state.version + 1;
        state.version = entry.version;
        match &entry.happened {
            Happened::Placed { total, .. } => state.total = *total,
            Happened::PaymentChanged { payment, authorized, captured, refunded } => {
                state.payment = *payment;
                (state.authorized, state.captured, state.refunded) = (*authorized, *captured, *refunded);
            }
            Happened::Shipped { axis, lines, .. } => {
                state.fulfilment = *axis;
                for line in lines {
                    state.units.entry(line.position).or_default().shipped += line.quantity;
                }
            }
            Happened::Refunded { axis, amount, lines, .. } => {
                state.fulfilment = *axis;
                state.asked_back += i128::from(*amount);
                for line in lines {
                    let units = state.units.entry(line.position).or_default();
                    units.dropped += line.unsent;
                    units.returned += line.sent;
                }
            }
            Happened::Cancelled { .. } => state.lifecycle = Lifecycle::Cancelled,
            Happened::Completed => state.lifecycle = Lifecycle::Completed,
            Happened::Brought { total, lines, .. } => {
                (state.total, state.captured) = (*total, *total);
                for line in lines {
                    state.units.entry(line.position).or_default().shipped += line.quantity;
                }
                state.lifecycle = Lifecycle::Completed;
                state.payment = PaymentAxis::Paid;
                state.fulfilment = FulfilmentAxis::Fulfilled;
            }
        }
    }
    state
}

/// Writes the next entry. Two writers cannot write the same version: the key stands in their way.
///
/// # Errors
/// [`OrdersError::Stale`] for the second of them.
pub(crate) fn append(
    tx: &mut Tx<'_>,
    order: OrderId,
    version: i64,
    happened: &Happened,
) -> Result<i64, OrdersError> {
    let payload = serde_json::to_string(happened).map_err(|e| OrdersError::Sums(e.to_string()))?;
    let (actor, correlation, at) = (tx.actor().label(), tx.actor().correlation.to_string(), tx.now().0);
    let row = (
        t::order_id.eq(order),
        t::version.eq(version),
        t::kind.eq(happened.kind()),
        t::payload.eq(payload),
        t::actor.eq(actor),
        t::correlation.eq(correlation),
        t::at.eq(at),
    );
    db::insert!(tx, t::table, row).map_err(|e| match db::DbError::from(e) {
        taken if taken.is_duplicate() => OrdersError::Stale,
        other => other.into(),
    })?;
    Ok(version)
}

pub(crate) fn of(conn: &mut Conn, order: OrderId) -> Result<Vec<Entry>, OrdersError> {
    let rows: Vec<(i64, String, String, i64)> = t::table
        .filter(t::order_id.eq(order))
        .order(t::version.asc())
        .select((t::version, t::payload, t::actor, t::at))
        .load(conn)?;
    rows.into_iter()
        .map(|(version, payload, actor, at)| {
            let happened = serde_json::from_str(&payload)
                .map_err(|e| OrdersError::Sums(format!("history of {order} at version {version}: {e}")))?;
            Ok(Entry { version, happened, actor, at: Micros(at) })
        })
        .collect()
}

/// The stories of all orders from `first` to `last`, both included; or why one cannot be read.
pub(crate) fn between(
    conn: &mut Conn,
    first: OrderId,
    last: OrderId,
) -> QueryResult<HashMap<OrderId, Result<Vec<Entry>, String>>> {
    let rows: Vec<(OrderId, i64, String, String, i64)> = t::table
        .filter(t::order_id.ge(first))
        .filter(t::order_id.le(last))
        .order((t::order_id.asc(), t::version.asc()))
        .select((t::order_id, t::version, t::payload, t::actor, t::at))
        .load(conn)?;
    let mut out: HashMap<OrderId, Result<Vec<Entry>, String>> = HashMap::new();
    for (order, version, payload, actor, at) in rows {
        let story = out.entry(order).or_insert_with(|| Ok(Vec::new()));
        match (serde_json::from_str(&payload), &mut *story) {
            (Ok(happened), Ok(entries)) => entries.push(Entry { version, happened, actor, at: Micros(at) }),
            (Err(e), Ok(_)) => *story = Err(format!("version {version}: {e}")),
            (_, Err(_)) => {}
        }
    }
    Ok(out)
}
