//! What a deed on many things changed, kept for a while so that it can be taken back.
use std::time::Duration;

use db::Tx;
use diesel::prelude::*;
use kernel::kinds::UndoId;
use kernel::{Actor, Micros};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::schema::catalog_undos as t;
use crate::{Catalog, CatalogError};

/// So long something can be taken back.
pub const LASTS: Duration = Duration::from_secs(3600);

/// A deed that can be taken back.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = t)]
pub struct Undo {
    pub id: UndoId,
    /// What was done, as `archive`.
    pub deed: String,
    /// To how many things.
    pub things: i64,
    before: String,
    at: i64,
}

impl Undo {
    /// What was before, as it was given.
    pub fn before<T: DeserializeOwned>(&self) -> Result<T, CatalogError> {
        serde_json::from_str(&self.before).map_err(|_| CatalogError::TooLate)
    }

    fn is_over(&self, now: Micros) -> bool {
        now.since(Micros(self.at)) > LASTS
    }
}

impl Catalog {
    /// Keeps what was before a deed on `things` things.
    pub fn keep_undo(
        &self,
        tx: &mut Tx<'_>,
        deed: &str,
        things: usize,
        before: &impl Serialize,
    ) -> Result<UndoId, CatalogError> {
        let now = tx.now();
        let id = UndoId::new(now);
        let actor = tx.actor().label();
        diesel::insert_into(t::table)
            .values((
                t::id.eq(id),
                t::actor.eq(actor),
                t::deed.eq(deed),
                t::things.eq(things as i64),
                t::before.eq(serde_json::to_string(before).unwrap_or_default()),
                t::at.eq(now.0),
            ))
            .execute(&mut **tx)?;
        Ok(id)
    }

    /// A deed of the actor's own that can still be taken back.
    pub async fn undo(&self, actor: &Actor, id: UndoId) -> Result<Option<Undo>, CatalogError> {
        let (label, now) = (actor.label(), self.db.clock().now());
        let find = move |c: &mut db::Conn| -> Result<Option<Undo>, CatalogError> {
            Ok(t::table.find(id).filter(t::actor.eq(label)).select(Undo::as_select()).first(c).optional()?)
        };
        Ok(self.db.read(find).await?.filter(|u| !u.is_over(now)))
    }

    /// Takes a deed of the actor's own out of the list: it is being taken back, once.
    ///
    /// # Errors
    /// [`CatalogError::TooLate`] when it was taken back already, is somebody else's, or too long ago.
    pub fn take_undo(&self, tx: &mut Tx<'_>, id: UndoId) -> Result<Undo, CatalogError> {
        let (label, now) = (tx.actor().label(), tx.now());
        let undo: Option<Undo> =
            t::table.find(id).filter(t::actor.eq(label)).select(Undo::as_select()).first(&mut **tx).optional()?;
        let undo = undo.filter(|u| !u.is_over(now)).ok_or(CatalogError::TooLate)?;
        if diesel::delete(t::table.find(id)).execute(&mut **tx)? == 0 {
            return Err(CatalogError::TooLate);
        }
        Ok(undo)
    }

    /// Forgets what can no longer be taken back.
    pub fn sweep_undos(&self, tx: &mut Tx<'_>) -> Result<usize, CatalogError> {
        let before = tx.now().minus(LASTS).0;
        Ok(diesel::delete(t::table.filter(t::at.lt(before))).execute(&mut **tx)?)
    }
}
