use std::sync::Arc;

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};

/// What kind of trouble an error is, for whoever must answer somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Worth trying again: full queue, full disk, server away.
    Passing,
    /// A defect.
    Ours,
}

#[derive(Debug, Clone, thiserror::Error)]
pub enum DbError {
    #[error("`{0}:…` is not a database URL; write sqlite:DIR/shop.db or postgres://USER:PASSWORD@HOST/NAME")]
    Url(String),
    #[error("the database is not available: {0}")]
    Unavailable(String),
    #[error("too much to write at once; try again in a moment")]
    Overloaded,
    #[error("the database could not store it: {0}. Nothing was changed")]
    Storage(String),
    #[error("a write ended unexpectedly: {0}")]
    Panicked(String),
    #[error("the database is closing")]
    Closed,
    /// Somebody else carries the request out by now.
    #[error("this took too long, and the request is carried out by another by now")]
    Fenced,
    #[error("migration failed: {0}")]
    Migration(String),
    #[error(transparent)]
    Query(Arc<Error>),
}

impl DbError {
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Unavailable(_) | Self::Overloaded | Self::Storage(_) | Self::Closed | Self::Fenced => {
                Trouble::Passing
            }
            Self::Query(e) if is_connection_loss(e) || is_storage(e) => Trouble::Passing,
            _ => Trouble::Ours,
        }
    }

    /// A unique or primary key was taken already.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Query(e)
            if matches!(**e, Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }

    /// PostgreSQL asks for the transaction to be run again: it conflicted with another, or was one side of a deadlock.
    pub fn wants_rerun(&self) -> bool {
        matches!(self, Self::Query(e) if match &**e {
            Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
            Error::DatabaseError(DatabaseErrorKind::Unknown, info) => is_deadlock(&**info),
            _ => false,
        })
    }
}

/// Diesel hands on no SQLSTATE, and the server may speak any language. Of all errors only a deadlock's detail tells of
/// processes that wait for locks, a line each, and the names of lock modes are never translated.
fn is_deadlock(info: &dyn DatabaseErrorInformation) -> bool {
    let waits = |line: &&str| line.contains("ShareLock") || line.contains("ExclusiveLock");
    info.details().is_some_and(|detail| detail.lines().filter(waits).count() >= 2)
}

/// The disk, not the statement, is what failed: the whole transaction is lost.
pub(crate) fn is_storage(e: &Error) -> bool {
    let Error::DatabaseError(_, info) = e else { return false };
    let text = info.message();
    ["disk is full", "disk I/O error", "disk image is malformed", "readonly database", "No space left on device"]
        .iter()
        .any(|sign| text.contains(sign))
}

fn is_connection_loss(e: &Error) -> bool {
    match e {
        Error::DatabaseError(DatabaseErrorKind::ClosedConnection, _) => true,
        Error::DatabaseError(_, info) => {
            let text = info.message();
            text.contains("server closed the connection")
                || text.contains("terminating connection")
                || text.contains("the database system is")
        }
        Error::BrokenTransactionManager => true,
        _ => false,
    }
}

impl From<Error> for DbError {
    fn from(e: Error) -> Self {
        if is_storage(&e) { Self::Storage(e.to_string()) } else { Self::Query(Arc::new(e)) }
    }
}

/// The error of a room that stores something. [`domain_error!`](crate::domain_error) writes the impls.
pub trait DomainError: From<DbError> + From<Error> + Send + 'static {
    /// The database's part of it, if that is what failed.
    fn as_db(&self) -> Option<&DbError>;
}

impl DomainError for DbError {
    fn as_db(&self) -> Option<&DbError> {
        Some(self)
    }
}

/// Makes an error enum with a variant `Db(#[from] DbError)` usable in [`Db::read`](crate::Db::read) and
/// [`Db::write`](crate::Db::write), and lets `?` take diesel's errors. Variants that carry another room's error are named
/// after a colon: what PostgreSQL wants run again is known through them too.
///
/// ```ignore
/// db::domain_error!(CartError: Catalog, Pricing);
/// ```
#[macro_export]
macro_rules! domain_error {
    ($error:ident $(: $($nested:ident),+)?) => {
        impl From<$crate::QueryError> for $error {
            fn from(e: $crate::QueryError) -> Self {
                Self::Db(e.into())
            }
        }
        impl $crate::DomainError for $error {
            fn as_db(&self) -> Option<&$crate::DbError> {
                #[allow(unreachable_patterns)]
                match self {
                    Self::Db(e) => Some(e),
                    $($(Self::$nested(e) => $crate::DomainError::as_db(e),)+)?
                    _ => None,
                }
            }
        }
    };
}

impl kernel::Coded for DbError {
    fn code(&self) -> &'static str {
        match self.trouble() {
            Trouble::Passing => "try_again",
            Trouble::Ours => "internal",
        }
    }
    fn fault(&self) -> kernel::Fault {
        match self.trouble() {
            Trouble::Passing => kernel::Fault::Passing,
            Trouble::Ours => kernel::Fault::Ours,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Told(&'static str, Option<&'static str>);

    impl DatabaseErrorInformation for Told {
        fn message(&self) -> &str {
            self.0
        }
        fn details(&self) -> Option<&str> {
            self.1
        }
        fn hint(&self) -> Option<&str> {
            None
        }
        fn table_name(&self) -> Option<&str> {
            None
        }
        fn column_name(&self) -> Option<&str> {
            None
        }
        fn constraint_name(&self) -> Option<&str> {
            None
        }
        fn statement_position(&self) -> Option<i32> {
            None
        }
    }

    #[test]
    fn a_deadlock_is_known_in_any_language() {
        let rerun = |told: Told| {
            DbError::from(Error::DatabaseError(DatabaseErrorKind::Unknown, Box::new(told))).wants_rerun()
        };
        let german = "Prozess 71 wartet auf ShareLock-Sperre auf Transaktion 9; blockiert von Prozess 72.\n\
                      Prozess 72 wartet auf ShareLock-Sperre auf Transaktion 8; blockiert von Prozess 71.";
        assert!(rerun(Told("Verklemmung entdeckt", Some(german))));
        assert!(!rerun(Told("deadlock detected", None)), "a text that somebody may have written proves nothing");
        assert!(!rerun(Told("Wert zu lang", Some("ShareLock"))));
    }
}
