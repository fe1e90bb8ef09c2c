//! Money that comes by itself: who is still waited for, and who was reminded.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{PaymentId, ReferenceId};

use crate::schema::payments_payments as t;
use crate::{Payments, PaymentsError};

/// A payment whose money has not come.
#[derive(Queryable, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaited {
    pub payment: PaymentId,
    pub reference: ReferenceId,
}

impl Payments {
    /// Up to `limit` payments by this provider that are open since before `before`, by id, after `after`; with
    /// `unreminded` only those whose payers were never reminded.
    ///
    /// # Errors
    /// Only when the database cannot be read.
    pub fn awaited_in(
        conn: &mut Conn,
        provider: &str,
        before: Micros,
        unreminded: bool,
        after: Option<PaymentId>,
        limit: i64,
    ) -> Result<Vec<Awaited>, PaymentsError> {
        let mut found = t::table
            .filter(t::state.eq("created").or(t::state.eq("pending")))
            .filter(t::provider.eq(provider.to_owned()))
            .filter(t::created_at.le(before.0))
            .into_boxed::<db::MultiBackend>();
        if unreminded {
            found = found.filter(t::reminded_at.eq(0));
        }
        if let Some(after) = after {
            found = found.filter(t::id.gt(after));
        }
        Ok(found.order(t::id.asc()).limit(limit).select((t::id, t::reference)).load(conn)?)
    }

    /// Notes that the payer is reminded; false when they were before, or the money came meanwhile.
    ///
    /// # Errors
    /// The database's.
    pub fn note_reminder(tx: &mut Tx<'_>, payment: PaymentId) -> Result<bool, PaymentsError> {
        let now = tx.now().0;
        let open = t::table
            .find(payment)
            .filter(t::reminded_at.eq(0))
            .filter(t::state.eq("created").or(t::state.eq("pending")));
        Ok(diesel::update(open).set(t::reminded_at.eq(now)).execute(&mut **tx)? == 1)
    }
}
