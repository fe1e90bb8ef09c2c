//! What proofs of the books came to, as they were kept.
use std::time::Duration;

use diesel::prelude::*;
use kernel::Micros;

use crate::{Conn, Tx};

diesel::table! {
    audit_proofs (at) {
        at -> BigInt,
        took -> BigInt,
        breaches -> BigInt,
        report -> Text,
    }
}
use audit_proofs as t;

/// So many are kept.
const KEPT: i64 = 60;

/// A proof of the books.
#[derive(Queryable, Selectable, Insertable, Debug, Clone, PartialEq, Eq)]
#[diesel(table_name = t)]
pub struct Proof {
    at: i64,
    took: i64,
    breaches: i64,
    /// For people.
    pub report: String,
}

impl Proof {
    /// `at`: when it was begun.
    pub fn new(at: Micros, took: Duration, breaches: u64, report: String) -> Self {
        let (took, breaches) = (took.as_micros() as i64, i64::try_from(breaches).unwrap_or(i64::MAX));
        Self { at: at.0, took, breaches, report }
    }

    pub fn at(&self) -> Micros {
        Micros(self.at)
    }

    pub fn took(&self) -> Duration {
        Duration::from_micros(self.took.max(0).unsigned_abs())
    }

    pub fn breaches(&self) -> u64 {
        self.breaches.max(0).unsigned_abs()
    }

    /// The latest.
    ///
    /// # Errors
    /// The database's.
    pub fn last(conn: &mut Conn) -> QueryResult<Option<Self>> {
        t::table.order(t::at.desc()).select(Self::as_select()).first(conn).optional()
    }

    /// Keeps it, and forgets what is older than the last 60.
    ///
    /// # Errors
    /// The database's.
    pub fn keep(&self, tx: &mut Tx<'_>) -> QueryResult<()> {
        let conn: &mut Conn = tx;
        let there: i64 = t::table.filter(t::at.eq(self.at)).count().get_result(conn)?;
        if there > 0 {
            return Ok(());
        }
        diesel::insert_into(t::table).values(self).execute(conn)?;
        let oldest: Option<i64> =
            t::table.order(t::at.desc()).offset(KEPT - 1).select(t::at).first(conn).optional()?;
        match oldest {
            Some(oldest) => diesel::delete(t::table.filter(t::at.lt(oldest))).execute(conn).map(drop),
            None => Ok(()),
        }
    }
}
