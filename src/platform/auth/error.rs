use std::time::Duration;

use db::DbError;

use crate::{FormTokenError, PasswordError};

/// What can go wrong in proving who someone is.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AuthError {
    #[error("too many tries; wait {} and try again", crate::error::wait_text(*.retry_after))]
    Throttled {
        /// When the next try is allowed, for `Retry-After`.
        retry_after: Duration,
    },
    #[error("this session has ended; sign in again")]
    SessionEnded,
    #[error("this token was used before; to be safe, everything that it led to has ended. Sign in again")]
    Reused,
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Form(#[from] FormTokenError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(AuthError);

impl AuthError {
    /// A stable name for programs and for the table of statuses.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Throttled { .. } => "too_many_tries",
            Self::SessionEnded => "session_ended",
            Self::Reused => "refresh_token_reused",
            Self::Password(e) => e.code(),
            Self::Form(e) => e.code(),
            Self::Db(_) => "database",
        }
    }
}

/// `40 seconds`, `2 minutes`: rounded up.
pub(crate) fn wait_text(wait: Duration) -> String {
    let secs = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    match secs {
        0 | 1 => "a second".to_owned(),
        2..=90 => format!("{secs} seconds"),
        _ => format!("{} minutes", secs.div_ceil(60)),
    }
}
