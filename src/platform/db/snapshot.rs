//! A connection that looks at one unmoving state of the database.
use std::ops::{Deref, DerefMut};

use diesel::prelude::*;

use crate::conn::{self, Conn};
use crate::{DbError, pool};

/// Looks at one state of the database until it is dropped.
pub struct Snapshot {
    conn: pool::Reader,
    begun: bool,
}

impl Snapshot {
    pub(crate) fn new(conn: pool::Reader) -> Self {
        Self { conn, begun: false }
    }

    /// From here on it sees what is committed now, and nothing else.
    pub(crate) fn begin(&mut self) -> Result<(), DbError> {
        conn::wide(&mut self.conn, true)?;
        conn::begin_snapshot(&mut self.conn)?;
        self.begun = true;
        // SQLite settles what it sees with the first look.
        if let Conn::Sqlite(c) = &mut *self.conn {
            diesel::sql_query("SELECT COUNT(*) FROM sqlite_schema").execute(c)?;
        }
        Ok(())
    }
}

impl Deref for Snapshot {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Snapshot {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if self.begun {
            // A connection that cannot even do this is broken, and the pool finds that out.
            let _ = conn::rollback(&mut self.conn);
            let _ = conn::wide(&mut self.conn, false);
        }
    }
}
