//! Orders by who placed them: their number and worth, and the list of one person's.
use std::collections::HashMap;

use diesel::prelude::*;
use kernel::kinds::OrderId;
use kernel::{Actor, Money};

use crate::schema::orders_orders as t;
use crate::{Order, Orders, OrdersError, VIEW, dialect};

/// What one address ordered, cancelled orders apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuyerSums {
    pub orders: u64,
    /// One sum a currency.
    pub totals: Vec<Money>,
}

impl Orders {
    /// Number and worth of the orders of these mail addresses. Those who ordered nothing are missing. One query.
    pub async fn sums_of(
        &self,
        actor: &Actor,
        emails: Vec<String>,
    ) -> Result<HashMap<String, BuyerSums>, OrdersError> {
        actor.require(VIEW)?;
        let rows = self.db.read(move |c| Ok::<_, OrdersError>(dialect::by_buyer(c, &emails)?)).await?;
        let mut out: HashMap<String, BuyerSums> = HashMap::new();
        for (email, currency, orders, total) in rows {
            let sums = out.entry(email).or_default();
            sums.orders += orders.max(0).unsigned_abs();
            if let Ok(currency) = currency.parse() {
                sums.totals.push(Money::new(total, currency));
            }
        }
        Ok(out)
    }

    /// The orders of a mail address, the newest first, at most `limit` of them.
    pub async fn latest_of(&self, actor: &Actor, email: &str, limit: i64) -> Result<Vec<Order>, OrdersError> {
        actor.require(VIEW)?;
        let email = email.to_owned();
        self.db
            .read_slow(move |c| {
                let ids: Vec<OrderId> = t::table
                    .filter(t::email.eq(email))
                    .order((t::placed_at.desc(), t::id.desc()))
                    .limit(limit)
                    .select(t::id)
                    .load(c)?;
                ids.into_iter().map(|id| Self::get_in(c, id)).collect()
            })
            .await
    }
}
