//! What orders are called, for rooms that know only their ids.
use std::collections::HashMap;

use diesel::prelude::*;
use kernel::Actor;
use kernel::kinds::OrderId;

use crate::schema::orders_orders as t;
use crate::{Orders, OrdersError, VIEW};

impl Orders {
    /// The numbers of these orders; those that do not exist are missing.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`VIEW`].
    pub async fn numbers_of(
        &self,
        actor: &Actor,
        ids: Vec<OrderId>,
    ) -> Result<HashMap<OrderId, String>, OrdersError> {
        actor.require(VIEW)?;
        let rows: Vec<(OrderId, String)> = self
            .db
            .read(move |c| {
                let found = t::table.filter(t::id.eq_any(&ids)).order(t::id.asc()).select((t::id, t::number));
                Ok::<_, OrdersError>(found.load(c)?)
            })
            .await?;
        Ok(rows.into_iter().collect())
    }
}
