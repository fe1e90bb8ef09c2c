//! A unit of work in progress.
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kernel::{Actor, Micros};

use crate::conn::{self, Conn};
use crate::error::DomainError;
use crate::signals::{Raised, Signal};
use crate::{Backend, DbError};

/// What a write closure works with. Derefs to the connection, so a query function that takes `&mut Conn` serves
/// both readers and transactions. A function that takes `&mut Tx` joins its caller's unit of work.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    actor: &'a Actor,
    now: Micros,
    dead: Arc<AtomicBool>,
    pub(crate) raised: Raised,
}

/// Thrown when someone goes on working after the transaction is gone; the writer catches it.
pub(crate) struct TransactionGone;

impl<'a> Tx<'a> {
    pub(crate) fn new(conn: &'a mut Conn, actor: &'a Actor, now: Micros, dead: Arc<AtomicBool>) -> Self {
        Self { conn, actor, now, dead, raised: Raised::default() }
    }

    /// Who does this.
    pub fn actor(&self) -> &Actor {
        self.actor
    }

    /// The time of this unit of work, the same throughout.
    pub fn now(&self) -> Micros {
        self.now
    }

    pub fn backend(&self) -> Backend {
        match self.conn {
            Conn::Postgres(_) => Backend::Postgres,
            Conn::Sqlite(_) => Backend::Sqlite,
        }
    }

    /// Wakes whoever watches `signal`, once this is committed.
    pub fn raise(&mut self, signal: Signal) {
        self.raised.add(signal);
    }

    /// Runs `f` so that its failure undoes only `f`. For conflicts that are expected.
    ///
    /// # Errors
    /// Whatever `f` says; [`DbError::Storage`] when the savepoint itself failed: then the whole unit of work is lost.
    pub fn savepoint<T, E: DomainError>(&mut self, f: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        conn::savepoint(self).map_err(|e| self.lost(e))?;
        let before = self.raised;
        let depth = conn::depth(self.conn);
        match f(self) {
            Ok(value) => {
                debug_assert_eq!(depth, conn::depth(self.conn), "savepoints must nest");
                conn::commit(self).map_err(|e| self.lost(e))?;
                Ok(value)
            }
            Err(e) => {
                self.raised = before;
                conn::rollback(self).map_err(|e| self.lost(e))?;
                Err(e)
            }
        }
    }

    /// Undoes what a panic left open between the savepoint of the job and here.
    pub(crate) fn unwind_to(conn: &mut Conn, depth: u32) -> Result<(), diesel::result::Error> {
        while conn::depth(conn) > depth {
            conn::rollback(conn)?;
        }
        Ok(())
    }

    fn lost(&self, e: diesel::result::Error) -> DbError {
        self.dead.store(true, Ordering::Relaxed);
        DbError::Storage(e.to_string())
    }
}

impl Deref for Tx<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    /// Every statement passes here: once the disk has failed, a further one would commit by itself.
    fn deref_mut(&mut self) -> &mut Conn {
        if self.dead.load(Ordering::Relaxed) {
            std::panic::panic_any(TransactionGone);
        }
        self.conn
    }
}
