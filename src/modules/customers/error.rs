use std::time::Duration;

use auth::{AuthError, PasswordError};
use db::DbError;

/// What can go wrong around an account. The texts are for its holder.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AccountError {
    /// The same for an address nobody has and for a wrong password.
    #[error("mail address or password is wrong; check both, or choose a new password")]
    WrongCredentials,
    /// Only told to whoever knows the password.
    #[error("this mail address is not confirmed yet; open the link in the mail we sent")]
    Unconfirmed,
    #[error("{}", AuthError::Throttled { retry_after: *.retry_after })]
    TooManyTries {
        /// When the next try is allowed, for `Retry-After`.
        retry_after: Duration,
    },
    #[error("you are signed out; sign in and try again")]
    SignedOut,
    #[error("{}", AuthError::Reused)]
    TokenReused,
    #[error("this is not a mail address; write it like marta@example.org")]
    Email,
    #[error("write a name of 1 to 100 characters")]
    Name,
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error("this link was used already, or is too old; ask for a new one")]
    LinkGone,
    #[error("there is no such address in your book; reload the page")]
    NoAddress,
    #[error("{} is the most an account can keep; remove some first", .0)]
    Full(usize),
    #[error("this was changed meanwhile; reload the page and try again")]
    Stale,
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(AccountError);

impl kernel::Coded for AccountError {
    fn code(&self) -> &'static str {
        match self {
            Self::WrongCredentials => "wrong_credentials",
            Self::Unconfirmed => "unconfirmed",
            Self::TooManyTries { .. } => "too_many_tries",
            Self::SignedOut => "signed_out",
            Self::TokenReused => "refresh_token_reused",
            Self::Email => "email_invalid",
            Self::Name => "name_invalid",
            Self::Password(e) => e.code(),
            Self::LinkGone => "link_gone",
            Self::NoAddress => "address_not_found",
            Self::Full(_) => "account_full",
            Self::Stale => "stale",
            Self::Db(e) => e.code(),
        }
    }

    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::WrongCredentials | Self::SignedOut | Self::TokenReused | Self::Unconfirmed => {
                Fault::Unauthenticated
            }
            Self::TooManyTries { .. } => Fault::TooMany,
            Self::Email | Self::Name => Fault::Invalid,
            Self::Password(PasswordError::Busy) => Fault::Passing,
            Self::Password(PasswordError::Failed) => Fault::Ours,
            Self::Password(_) => Fault::Invalid,
            Self::LinkGone | Self::NoAddress => Fault::NotFound,
            Self::Full(_) | Self::Stale => Fault::Conflict,
            Self::Db(e) => e.fault(),
        }
    }
}

impl From<AuthError> for AccountError {
    fn from(e: AuthError) -> Self {
        match e {
            AuthError::Throttled { retry_after } => Self::TooManyTries { retry_after },
            AuthError::SessionEnded | AuthError::Form(_) => Self::SignedOut,
            AuthError::Reused => Self::TokenReused,
            AuthError::Password(e) => Self::Password(e),
            AuthError::Db(e) => Self::Db(e),
        }
    }
}
