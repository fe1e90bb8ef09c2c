//! What the books ask of checkout: which attempt became which order, and who still holds stock.
use std::collections::{HashMap, HashSet};

use db::{Conn, DbError};
use diesel::prelude::*;
use kernel::kinds::{AttemptId, CartId, OrderId};

use crate::State;
use crate::schema::checkout_attempts as t;

/// An attempt, as far as the books need it.
#[derive(Clone, Copy, Debug)]
pub struct Booked {
    pub id: AttemptId,
    /// The id the order has, or would have.
    pub order: OrderId,
    pub state: State,
    /// Minor units.
    pub total: i64,
}

/// Up to `limit` attempts by the id of their order, after `after`.
///
/// # Errors
/// Only when the database cannot be read.
pub fn by_order(conn: &mut Conn, after: Option<OrderId>, limit: i64) -> Result<Vec<Booked>, DbError> {
    let after = after.unwrap_or(OrderId::from_bytes([0; 16]));
    let rows: Vec<(AttemptId, OrderId, String, i64)> = t::table
        .filter(t::order_id.gt(after))
        .order(t::order_id.asc())
        .limit(limit)
        .select((t::id, t::order_id, t::state, t::total))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, order, state, total)| Booked { id, order, state: State::parse(&state), total })
        .collect())
}

/// Where these attempts stand; those that do not exist are missing.
///
/// # Errors
/// Only when the database cannot be read.
pub fn states(conn: &mut Conn, ids: &[AttemptId]) -> Result<HashMap<AttemptId, State>, DbError> {
    let rows: Vec<(AttemptId, String)> =
        t::table.filter(t::id.eq_any(ids)).order(t::id.asc()).select((t::id, t::state)).load(conn)?;
    Ok(rows.into_iter().map(|(id, state)| (id, State::parse(&state))).collect())
}

/// Which of these baskets have a checkout under way.
///
/// # Errors
/// Only when the database cannot be read.
pub fn under_way(conn: &mut Conn, carts: &[CartId]) -> Result<HashSet<CartId>, DbError> {
    let rows: Vec<CartId> = t::table
        .filter(t::cart.eq_any(carts))
        .filter(t::state.eq("prepared").or(t::state.eq("paying")))
        .order(t::id.asc())
        .select(t::cart)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
