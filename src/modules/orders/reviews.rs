//! Orders held back until somebody has looked at them: their money may not be the payer's to give. Nothing of a held order is
//! sent, and money that is only set aside is not taken. Beside what an order is, as notes are: its version does not change.
use ::events::Recording;
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::OrderId;
use kernel::{Actor, Micros};

use crate::schema::orders_reviews as t;
use crate::{OrderHeld, Orders, OrdersError, REFUND, dialect, store};

/// Why an order is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldFor {
    /// The provider calls the payment risky.
    Risk,
    /// The provider calls it very risky.
    HighRisk,
    /// It comes to more than the shop lets through unseen.
    Amount,
}

impl HeldFor {
    /// As it is stored, and as its texts are called.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::HighRisk => "high-risk",
            Self::Amount => "amount",
        }
    }
    fn parse(text: &str) -> Self {
        match text {
            "high-risk" => Self::HighRisk,
            "amount" => Self::Amount,
            _ => Self::Risk,
        }
    }
}

/// What became of an order that was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accepted,
    /// Refused by whoever looked: cancelled, its money given back.
    Refused,
    /// Cancelled otherwise before anybody had looked.
    Cancelled,
}

impl Verdict {
    fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
        }
    }
    fn parse(text: &str) -> Option<Self> {
        [Self::Accepted, Self::Refused, Self::Cancelled].into_iter().find(|v| v.as_str() == text)
    }
}

/// That an order was held, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub order: OrderId,
    pub why: HeldFor,
    pub held_at: Micros,
    /// None while it is held: what, when, and who, as [`Actor::label`] writes it.
    pub verdict: Option<(Verdict, Micros, String)>,
}

impl Review {
    pub fn is_open(&self) -> bool {
        self.verdict.is_none()
    }
}

/// As it stands while nobody has decided.
pub(crate) const HELD: &str = "held";

type Row = (OrderId, String, String, i64, i64, String);

fn read((order, why, state, held_at, decided_at, decided_by): Row) -> Review {
    let verdict = Verdict::parse(&state).map(|v| (v, Micros(decided_at), decided_by));
    Review { order, why: HeldFor::parse(&why), held_at: Micros(held_at), verdict }
}

const COLUMNS: (t::order_id, t::why, t::state, t::held_at, t::decided_at, t::decided_by) =
    (t::order_id, t::why, t::state, t::held_at, t::decided_at, t::decided_by);

/// # Errors
/// [`OrdersError::Held`].
pub(crate) fn not_held(tx: &mut Tx<'_>, id: OrderId) -> Result<(), OrdersError> {
    // A moment's look is enough: whoever holds an order has the order's row.
    let state: Option<String> = t::table.find(id).select(t::state).first(&mut **tx).optional()?;
    if state.as_deref() == Some(HELD) { Err(OrdersError::Held) } else { Ok(()) }
}

/// Ends a review that is open; whether one was.
pub(crate) fn end(tx: &mut Tx<'_>, id: OrderId, verdict: Verdict) -> Result<bool, OrdersError> {
    let (now, who) = (tx.now().0, tx.actor().label());
    let open = t::table.find(id).filter(t::state.eq(HELD));
    let ended = diesel::update(open)
        .set((t::state.eq(verdict.as_str()), t::decided_at.eq(now), t::decided_by.eq(who)))
        .execute(&mut **tx)?;
    Ok(ended == 1)
}

impl Orders {
    /// Holds an order back of which nothing was sent; one that was held before is not held again. Whether it is held by this.
    ///
    /// # Errors
    /// The database's; what does not exist is not held.
    pub fn hold_in(&self, tx: &mut Tx<'_>, id: OrderId, why: HeldFor) -> Result<bool, OrdersError> {
        let order = match store::head(tx, id) {
            Ok(order) => order,
            Err(OrdersError::NotFound) => return Ok(false),
            Err(e) => return Err(e),
        };
        if order.lifecycle.may_ship().is_err() || order.fulfilment != crate::FulfilmentAxis::Unfulfilled {
            return Ok(false);
        }
        let now = tx.now();
        let held = dialect::hold(tx, id, why.as_str(), now)?;
        if held {
            tx.record(&OrderHeld { order: id, why: why.as_str().to_owned() })?;
            tx.audit("order.hold", id, &serde_json::json!({ "why": why.as_str() }))?;
        }
        Ok(held)
    }

    /// Lets a held order go on.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`REFUND`]; [`OrdersError::NotHeld`].
    pub async fn accept(&self, actor: &Actor, id: OrderId) -> Result<(), OrdersError> {
        actor.require(REFUND)?;
        self.db
            .write(actor, move |tx| {
                if !end(tx, id, Verdict::Accepted)? {
                    return Err(OrdersError::NotHeld);
                }
                Ok(tx.audit("order.accept", id, &serde_json::json!({}))?)
            })
            .await
    }

    /// Refuses a held order: it is cancelled, and its money let go or given back, in the same unit of work.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`REFUND`] and [`MANAGE`](crate::MANAGE); [`OrdersError::NotHeld`]; no reason.
    pub async fn refuse(&self, actor: &Actor, id: OrderId, reason: &str) -> Result<(), OrdersError> {
        actor.require(REFUND)?;
        actor.require(crate::MANAGE)?;
        let reason = reason.trim().to_owned();
        if reason.is_empty() || reason.chars().count() > 200 {
            return Err(OrdersError::Reason);
        }
        let me = self.clone();
        self.db
            .write(actor, move |tx| {
                if !end(tx, id, Verdict::Refused)? {
                    return Err(OrdersError::NotHeld);
                }
                me.cancel_in(tx, id, &reason)
            })
            .await
    }

    /// Whether an order was held, and what came of it.
    ///
    /// # Errors
    /// The database's.
    pub async fn review(&self, id: OrderId) -> Result<Option<Review>, OrdersError> {
        self.db.read(move |c| Ok(t::table.find(id).select(COLUMNS).first(c).optional()?.map(read))).await
    }

    /// Orders that are held, the longest first, at most `limit`.
    ///
    /// # Errors
    /// The database's.
    pub async fn held(&self, limit: i64) -> Result<Vec<Review>, OrdersError> {
        self.db.read(move |c| held_in(c, limit)).await
    }
}

fn held_in(conn: &mut Conn, limit: i64) -> Result<Vec<Review>, OrdersError> {
    let rows: Vec<Row> = t::table
        .filter(t::state.eq(HELD))
        .order((t::held_at.asc(), t::order_id.asc()))
        .limit(limit)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}
