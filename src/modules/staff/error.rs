use std::time::Duration;

use auth::{AuthError, PasswordError};
use db::DbError;

use crate::Permission;

/// What can go wrong behind the counter. The texts are for the one who reads them on the page.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StaffError {
    #[error("your role does not allow you to {}; ask an owner of the shop", .0.words())]
    Forbidden(Permission),
    /// The same for a wrong name, a wrong password and somebody who may not come in any more.
    #[error("mail address or password is wrong; check both, or ask an owner for a new password")]
    WrongCredentials,
    #[error("{}", AuthError::Throttled { retry_after: *.retry_after })]
    TooManyTries {
        /// When the next try is allowed, for `Retry-After`.
        retry_after: Duration,
    },
    #[error("you are signed out; sign in and try again")]
    SignedOut,
    #[error("this is not a mail address; write it like ada@example.org")]
    Email,
    #[error("a member of staff with this mail address exists; change that one, or use another address")]
    EmailTaken,
    #[error("write a name of 1 to 100 characters")]
    Name,
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error("there is no such member of staff; reload the list")]
    NotFound,
    #[error("somebody changed this member in the meantime; reload and try again")]
    Stale,
    #[error("the shop needs an owner who can sign in; make somebody else an owner first")]
    LastOwner,
    #[error("this shop is set up already; sign in, or ask an owner to add you")]
    Founded,
    #[error("give the token a name of 1 to 60 characters, so that you know it again")]
    TokenName,
    #[error("choose what the token may do, at least one thing, and nothing that you may not do yourself")]
    TokenPowers,
    #[error("a token lasts from 1 to 366 days")]
    TokenLasts,
    #[error("there is no such token (any more); reload the list")]
    NoToken,
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(StaffError);

impl kernel::Coded for StaffError {
    fn code(&self) -> &'static str {
        match self {
            Self::Forbidden(_) => "forbidden",
            Self::WrongCredentials => "wrong_credentials",
            Self::TooManyTries { .. } => "too_many_tries",
            Self::SignedOut => "signed_out",
            Self::Email => "email_invalid",
            Self::EmailTaken => "email_taken",
            Self::Name => "name_invalid",
            Self::Password(e) => e.code(),
            Self::NotFound => "staff_not_found",
            Self::Stale => "stale",
            Self::LastOwner => "last_owner",
            Self::Founded => "already_set_up",
            Self::TokenName => "token_name",
            Self::TokenPowers => "token_scopes",
            Self::TokenLasts => "token_lasts",
            Self::NoToken => "token_not_found",
            Self::Db(e) => e.code(),
        }
    }

    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::Forbidden(_) => Fault::Forbidden,
            Self::WrongCredentials | Self::SignedOut => Fault::Unauthenticated,
            Self::TooManyTries { .. } => Fault::TooMany,
            Self::Email | Self::Name | Self::TokenName | Self::TokenPowers | Self::TokenLasts => Fault::Invalid,
            Self::Password(PasswordError::Busy) => Fault::Passing,
            Self::Password(PasswordError::Failed) => Fault::Ours,
            Self::Password(_) => Fault::Invalid,
            Self::EmailTaken | Self::Stale | Self::LastOwner | Self::Founded => Fault::Conflict,
            Self::NotFound | Self::NoToken => Fault::NotFound,
            Self::Db(e) => e.fault(),
        }
    }
}

impl From<AuthError> for StaffError {
    fn from(e: AuthError) -> Self {
        match e {
            AuthError::Throttled { retry_after } => Self::TooManyTries { retry_after },
            AuthError::SessionEnded | AuthError::Reused | AuthError::Form(_) => Self::SignedOut,
            AuthError::Password(e) => Self::Password(e),
            AuthError::Db(e) => Self::Db(e),
        }
    }
}
