//! What was bought with what, for those who recommend: variants, never people.
use db::{Conn, Db};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{CustomerId, OrderId, VariantId};

use crate::schema::{orders_lines as lines_t, orders_orders as t};
use crate::{Lifecycle, Orders, OrdersError};

/// The goods of an order that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bought {
    pub order: OrderId,
    pub at: Micros,
    /// In the order of its lines; none when it was cancelled.
    pub variants: Vec<VariantId>,
}

impl Orders {
    /// Orders in the order of their ids after `after`.
    ///
    /// # Errors
    /// The database's.
    pub fn bought_in(conn: &mut Conn, after: Option<OrderId>, limit: i64) -> Result<Vec<Bought>, OrdersError> {
        let after = after.unwrap_or(OrderId::from_bytes([0; 16]));
        let heads: Vec<(OrderId, i64, String)> = t::table
            .filter(t::id.gt(after))
            .order(t::id.asc())
            .limit(limit)
            .select((t::id, t::placed_at, t::lifecycle))
            .load(conn)?;
        let (Some(first), Some(last)) = (heads.first(), heads.last()) else { return Ok(Vec::new()) };
        let lines: Vec<(OrderId, VariantId)> = lines_t::table
            .filter(lines_t::order_id.ge(first.0))
            .filter(lines_t::order_id.le(last.0))
            .order((lines_t::order_id.asc(), lines_t::position.asc()))
            .select((lines_t::order_id, lines_t::variant))
            .load(conn)?;
        let mut lines = lines.into_iter().peekable();
        let bought = |(order, at, lifecycle): (OrderId, i64, String)| {
            let mut variants = Vec::new();
            while let Some((_, variant)) = lines.next_if(|(of, _)| *of <= order) {
                variants.push(variant);
            }
            if lifecycle == Lifecycle::Cancelled.as_str() {
                variants.clear();
            }
            Bought { order, at: Micros(at), variants }
        };
        Ok(heads.into_iter().map(bought).collect())
    }

    /// What an account bought lately, the latest first, at most `limit` lines.
    ///
    /// # Errors
    /// The database's.
    pub async fn bought_by(&self, customer: CustomerId, limit: i64) -> Result<Vec<VariantId>, OrdersError> {
        let db: &Db = &self.db;
        db.read(move |c| {
            Ok(lines_t::table
                .inner_join(t::table.on(t::id.eq(lines_t::order_id)))
                .filter(t::customer.eq(customer))
                .filter(t::lifecycle.ne(Lifecycle::Cancelled.as_str()))
                .order((t::placed_at.desc(), t::id.desc(), lines_t::position.asc()))
                .limit(limit)
                .select(lines_t::variant)
                .load(c)?)
        })
        .await
    }
}
