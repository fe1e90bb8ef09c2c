//! Programs that somebody signed in to: apps on a phone, a kiosk, a script. Each is a session like a browser's, listed and
//! ended with the others; what differs is how it shows who it is.
use auth::{AuthError, ExposeSecret, Grant, SecretString};
use db::Tx;
use kernel::kinds::{CustomerId, SessionId};
use kernel::{Actor, Correlation};

use crate::accounts::find;
use crate::{AccountError, Accounts, Present};

impl Accounts {
    /// The first pair of tokens for a session that was just opened.
    ///
    /// # Errors
    /// The database's.
    pub fn grant(&self, tx: &mut Tx<'_>, session: SessionId) -> Result<Grant, AccountError> {
        Ok(self.grants.grant(tx, session)?)
    }

    /// The next pair for whoever holds this refresh token.
    ///
    /// # Errors
    /// [`AccountError::TokenReused`] when it was used before: the session has ended then. [`AccountError::SignedOut`]
    /// when it is nobody's (any more).
    pub async fn refresh(
        &self,
        correlation: Correlation,
        token: SecretString,
    ) -> Result<(Present, Grant), AccountError> {
        let grants = self.grants.clone();
        let outcome = self
            .db
            .write(&Actor::shopper(correlation), move |tx| {
                let outcome = grants.refresh(tx, token.expose_secret()).map_err(AccountError::from)?;
                let (session, grant) = match outcome {
                    Ok(both) => both,
                    Err(AuthError::Reused) => return Ok(None),
                    Err(e) => return Err(AccountError::from(e)),
                };
                let id: CustomerId = session.subject.parse().map_err(|_| AccountError::SignedOut)?;
                let account = find(tx, id)?.filter(|a| a.verified_at.is_some()).ok_or(AccountError::SignedOut)?;
                Ok(Some((Present { account, session: session.id }, grant)))
            })
            .await?;
        outcome.ok_or(AccountError::TokenReused)
    }

    /// Whose access token this is, as they are now. None when nobody's.
    ///
    /// # Errors
    /// The database's.
    pub async fn authenticate_program(&self, access: &str) -> Result<Option<Present>, AccountError> {
        let now = self.db.clock().now();
        let Some(session) = self.grants.authenticate(access, now).await? else { return Ok(None) };
        let Ok(id) = session.subject.parse::<CustomerId>() else { return Ok(None) };
        let account = self.db.read(move |c| find(c, id)).await?;
        let account = account.filter(|a| a.verified_at.is_some());
        Ok(account.map(|account| Present { account, session: session.id }))
    }
}
