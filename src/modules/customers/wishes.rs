//! The wish list: variants somebody wants to find again.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{CustomerId, VariantId};
use kernel::{Actor, Correlation};

use crate::accounts::find;
use crate::schema::customers_wishes as t;
use crate::{AccountError, Accounts, dialect};

/// The most wishes of one account.
pub const MOST_WISHES: usize = 200;

impl Accounts {
    /// What somebody wishes for, newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn wishes(&self, owner: CustomerId) -> Result<Vec<VariantId>, AccountError> {
        self.db.read(move |c| Ok(all(c, owner)?)).await
    }

    /// Puts a variant on the list; one that is on it stays.
    ///
    /// # Errors
    /// [`AccountError::Full`].
    pub async fn wish(
        &self,
        correlation: Correlation,
        owner: CustomerId,
        variant: VariantId,
    ) -> Result<(), AccountError> {
        self.db
            .write(&Actor::shopper(correlation), move |tx: &mut Tx<'_>| {
                let now = tx.now();
                find(tx, owner)?.ok_or(AccountError::SignedOut)?;
                let held = all(tx, owner)?;
                if held.contains(&variant) {
                    return Ok(());
                }
                if held.len() >= MOST_WISHES {
                    return Err(AccountError::Full(MOST_WISHES));
                }
                dialect::wish(tx, owner, variant, now)?;
                Ok(())
            })
            .await
    }

    /// Takes a variant off the list.
    ///
    /// # Errors
    /// The database's.
    pub async fn unwish(
        &self,
        correlation: Correlation,
        owner: CustomerId,
        variant: VariantId,
    ) -> Result<(), AccountError> {
        self.db
            .write(&Actor::shopper(correlation), move |tx| {
                let conn: &mut Conn = tx;
                diesel::delete(t::table.find((owner, variant))).execute(conn)?;
                Ok(())
            })
            .await
    }
}

fn all(conn: &mut Conn, owner: CustomerId) -> QueryResult<Vec<VariantId>> {
    t::table
        .filter(t::account.eq(owner))
        .order((t::created_at.desc(), t::variant.asc()))
        .select(t::variant)
        .load(conn)
}
