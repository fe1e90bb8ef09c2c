//! Attempts as they are stored, and the one function by which their state moves.
use std::collections::HashMap;

use cart::Carts;
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{AttemptId, CartId, OrderId, ReferenceId, VariantId};
use kernel::{Currency, Micros, Money};

use crate::schema::checkout_attempts as t;
use crate::{CheckoutError, Doc, HOLD_WHILE_PAYING, Placed, Prepared, dialect};

/// Where an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Stock is held; nobody was asked for money.
    Prepared,
    /// A provider was asked.
    Paying,
    Placed,
    /// Replaced by a later attempt, or by a change of the basket.
    Void,
    Expired,
}

impl State {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Paying => "paying",
            Self::Placed => "placed",
            Self::Void => "void",
            Self::Expired => "expired",
        }
    }
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "prepared" => Self::Prepared,
            "paying" => Self::Paying,
            "placed" => Self::Placed,
            "expired" => Self::Expired,
            _ => Self::Void,
        }
    }
}

/// A stored attempt.
pub(crate) struct Attempt {
    pub id: AttemptId,
    pub cart: CartId,
    pub order: OrderId,
    pub state: State,
    pub payment_method: String,
    pub total: Money,
    pub doc: Doc,
    pub expires_at: Micros,
}

impl Attempt {
    pub fn placed(&self) -> Placed {
        Placed { order: self.order, link_token: self.doc.link_token.clone() }
    }
    pub fn prepared(self) -> Prepared {
        Prepared {
            attempt: self.id,
            order: self.order,
            quote: self.doc.quote,
            buyer: self.doc.buyer,
            delivery: self.doc.delivery,
            payment_method: self.payment_method,
            coupon: self.doc.coupon.map(|c| c.code),
            expires_at: self.expires_at,
        }
    }
}

#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = t)]
pub(crate) struct Row {
    pub id: AttemptId,
    pub cart: CartId,
    pub order_id: OrderId,
    pub state: String,
    pub idempotency_key: Option<String>,
    pub payment_method: String,
    pub currency: String,
    pub total: i64,
    pub doc: String,
    pub created_at: i64,
    pub expires_at: i64,
}

fn read(row: Row) -> Result<Attempt, CheckoutError> {
    let broken = |e: String| db::DbError::Unavailable(format!("attempt {}: {e}", row.id));
    let currency: Currency = row.currency.parse().map_err(|e: kernel::MoneyError| broken(e.to_string()))?;
    let doc: Doc = serde_json::from_str(&row.doc).map_err(|e| broken(e.to_string()))?;
    Ok(Attempt {
        id: row.id,
        cart: row.cart,
        order: row.order_id,
        state: State::parse(&row.state),
        payment_method: row.payment_method,
        total: Money::new(row.total, currency),
        doc,
        expires_at: Micros(row.expires_at),
    })
}

pub(crate) fn get(conn: &mut Conn, id: AttemptId) -> Result<Attempt, CheckoutError> {
    let row = t::table.find(id).select(Row::as_select()).first(conn).optional()?;
    read(row.ok_or(CheckoutError::NothingPrepared)?)
}

/// [`get`], with the row locked until the unit of work ends: two who fold at once would both find it open.
pub(crate) fn lock(tx: &mut Tx<'_>, id: AttemptId) -> Result<Attempt, CheckoutError> {
    let row = dialect::lock(tx, id)?;
    read(row.ok_or(CheckoutError::NothingPrepared)?)
}

/// The attempt that counts for the basket that this token opens or opened: the one that was placed, else the one a
/// provider was asked about, else the one that waits. Those given up count no more.
pub(crate) fn latest(conn: &mut Conn, token_hash: &[u8]) -> Result<Option<Attempt>, CheckoutError> {
    let Some(cart) = Carts::id_in(conn, token_hash)? else { return Ok(None) };
    let rows: Vec<Row> = t::table
        .filter(t::cart.eq(cart))
        .filter(t::state.eq("prepared").or(t::state.eq("paying")).or(t::state.eq("placed")))
        .order((t::created_at.desc(), t::id.desc()))
        .select(Row::as_select())
        .load(conn)?;
    let rank = |row: &Row| match State::parse(&row.state) {
        State::Placed => 0,
        State::Paying => 1,
        _ => 2,
    };
    rows.into_iter().min_by_key(rank).map(read).transpose()
}

pub(crate) fn of_order(conn: &mut Conn, order: OrderId) -> Result<Option<Attempt>, CheckoutError> {
    let row = t::table.filter(t::order_id.eq(order)).select(Row::as_select()).first(conn).optional()?;
    row.map(read).transpose()
}

pub(crate) fn of_key(conn: &mut Conn, key: &str) -> Result<Option<Attempt>, CheckoutError> {
    let row = t::table.filter(t::idempotency_key.eq(key)).select(Row::as_select()).first(conn).optional()?;
    row.map(read).transpose()
}

/// The attempt of this basket that still holds stock and has asked nobody.
pub(crate) fn open_of(conn: &mut Conn, cart: CartId) -> Result<Vec<(AttemptId, State)>, CheckoutError> {
    let rows: Vec<(AttemptId, String)> = t::table
        .filter(t::cart.eq(cart))
        .filter(t::state.eq("prepared").or(t::state.eq("paying")))
        .order(t::id.asc())
        .select((t::id, t::state))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, state)| (id, State::parse(&state))).collect())
}

/// Units that a basket's open attempts hold.
pub(crate) fn held(conn: &mut Conn, cart: CartId) -> Result<HashMap<VariantId, i64>, CheckoutError> {
    let open: Vec<ReferenceId> = open_of(conn, cart)?.into_iter().map(|(id, _)| id.cast()).collect();
    Ok(inventory::Inventory::held_in(conn, &open)?)
}

/// Moves an attempt from one of `from` to `to`; false when it stood elsewhere. The only writer of the state.
pub(crate) fn set_state(tx: &mut Tx<'_>, id: AttemptId, from: &[State], to: State) -> Result<bool, CheckoutError> {
    for state in from {
        let held = t::table.find(id).filter(t::state.eq(state.as_str()));
        let moved = db::update!(tx, diesel::update(held).set(t::state.eq(to.as_str())))?;
        if moved == 1 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A provider is about to be asked: only one request may be, and its stock is held on.
pub(crate) fn begin_paying(tx: &mut Tx<'_>, id: AttemptId) -> Result<Attempt, CheckoutError> {
    let attempt = get(tx, id)?;
    unchanged_cart(tx, &attempt)?;
    if attempt.expires_at <= tx.now() || !set_state(tx, id, &[State::Prepared], State::Paying)? {
        return Err(CheckoutError::NothingPrepared);
    }
    let until = tx.now().plus(HOLD_WHILE_PAYING);
    db::update!(tx, diesel::update(t::table.find(id)).set(t::expires_at.eq(until.0)))?;
    inventory::Inventory::hold_until(tx, id.cast(), until)?;
    Ok(attempt)
}

/// # Errors
/// [`CheckoutError::CartChanged`] when the basket is not the one that was prepared.
pub(crate) fn unchanged_cart(tx: &mut Tx<'_>, attempt: &Attempt) -> Result<(), CheckoutError> {
    if Carts::version_in(tx, attempt.cart)? == Some(attempt.doc.cart_version) {
        return Ok(());
    }
    Err(CheckoutError::CartChanged)
}

/// Attempts whose time is over, with the ids of their orders and baskets.
pub(crate) fn over(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<(AttemptId, OrderId, CartId)>, CheckoutError> {
    let now = tx.now().0;
    Ok(t::table
        .filter(t::state.eq("prepared").or(t::state.eq("paying")))
        .filter(t::expires_at.le(now))
        .order(t::expires_at.asc())
        .limit(limit)
        .select((t::id, t::order_id, t::cart))
        .load(&mut **tx)?)
}

pub(crate) fn insert(tx: &mut Tx<'_>, row: &Row) -> Result<(), CheckoutError> {
    db::insert!(tx, t::table, row)?;
    Ok(())
}
