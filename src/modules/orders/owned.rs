//! Orders of those who have an account.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Page;
use kernel::kinds::{CustomerId, OrderId};

use crate::schema::orders_orders as t;
use crate::{Order, Orders, OrdersError};

diesel::define_sql_function! {
    /// ASCII letters only, on both databases.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

impl Orders {
    /// The addresses that these orders were placed with, each once.
    ///
    /// # Errors
    /// The database's.
    pub fn emails_in(conn: &mut Conn, orders: &[OrderId]) -> Result<Vec<String>, OrdersError> {
        let mut emails: Vec<String> = db::among!(conn, t::id, orders, t::table.order(t::id).select(t::email))?;
        emails.sort_unstable();
        emails.dedup();
        Ok(emails)
    }

    /// The orders of an account, the newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn of_customer(
        &self,
        customer: CustomerId,
        number: u64,
        size: u64,
    ) -> Result<Page<Order>, OrdersError> {
        let number = number.max(1);
        self.db
            .read_slow(move |c| {
                let ids: Vec<OrderId> = t::table
                    .filter(t::customer.eq(customer))
                    .order((t::placed_at.desc(), t::id.desc()))
                    .offset(((number - 1).min(1_000_000) * size) as i64)
                    .limit(size as i64)
                    .select(t::id)
                    .load(c)?;
                let total: i64 = t::table.filter(t::customer.eq(customer)).count().get_result(c)?;
                let items = ids.into_iter().map(|id| Self::get_in(c, id)).collect::<Result<Vec<_>, _>>()?;
                Ok(Page { items, total: total.max(0).unsigned_abs(), number, size })
            })
            .await
    }

    /// The order with this number, if it is this account's.
    ///
    /// # Errors
    /// The database's.
    pub async fn owned(&self, customer: CustomerId, number: &str) -> Result<Option<Order>, OrdersError> {
        let number = number.to_uppercase();
        self.db
            .read(move |c| {
                let id: Option<OrderId> = t::table
                    .filter(t::number.eq(number))
                    .filter(t::customer.eq(customer))
                    .select(t::id)
                    .first(c)
                    .optional()?;
                id.map(|id| Self::get_in(c, id)).transpose()
            })
            .await
    }

    /// Orders that were placed as a guest with this address become the account's, whose address it is proved to be.
    /// Those of another account stay there. Answers how many.
    ///
    /// # Errors
    /// The database's.
    pub fn join_guest(&self, tx: &mut Tx<'_>, customer: CustomerId, email: &str) -> Result<usize, OrdersError> {
        let conn: &mut Conn = tx;
        let joined = diesel::update(
            t::table.filter(lower(t::email).eq(email.to_ascii_lowercase())).filter(t::customer.is_null()),
        )
        .set(t::customer.eq(customer))
        .execute(conn)?;
        Ok(joined)
    }

    /// The account is gone: its orders are nobody's again. What the law keeps of them stays.
    ///
    /// # Errors
    /// The database's.
    pub fn leave(&self, tx: &mut Tx<'_>, customer: CustomerId) -> Result<usize, OrdersError> {
        let conn: &mut Conn = tx;
        let left = diesel::update(t::table.filter(t::customer.eq(customer)))
            .set(t::customer.eq(None::<CustomerId>))
            .execute(conn)?;
        Ok(left)
    }
}
