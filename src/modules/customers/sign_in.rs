//! Coming in and leaving.
use std::net::IpAddr;

use auth::{ExposeSecret, PasswordHash, Realm, SecretString, Session, Verdict};
use db::Tx;
use kernel::kinds::{CustomerId, SessionId};
use kernel::{Actor, Correlation};

use crate::accounts::{by_login, find, known};
use crate::joining::set_password;
use crate::letters::{void, write};
use crate::{Account, AccountError, Accounts, Email, Purpose};

/// Somebody who knows the password of an account.
#[derive(Clone)]
pub struct Proven {
    id: CustomerId,
    hash: PasswordHash,
    /// The same password, hashed with today's parameters, where the stored hash is older.
    stronger: Option<PasswordHash>,
    verified: bool,
}

impl Proven {
    pub fn account(&self) -> CustomerId {
        self.id
    }
    pub(crate) fn verified(mut self) -> Self {
        self.verified = true;
        self
    }
}

/// Whoever has just chosen this password.
pub(crate) fn door(id: CustomerId, hash: PasswordHash) -> Proven {
    Proven { id, hash, stronger: None, verified: true }
}

/// Somebody who just came in.
#[derive(Debug)]
pub struct SignedIn {
    /// For the cookie; a new one every time.
    pub token: SecretString,
    pub account: Account,
    pub session: SessionId,
}

/// Whose token it is.
#[derive(Clone, Debug)]
pub struct Present {
    pub account: Account,
    pub session: SessionId,
}

impl Accounts {
    /// Checks address and password. Takes as long, and says the same, for an address nobody has as for a wrong
    /// password. Nobody is in yet: that is [`Accounts::enter`].
    ///
    /// # Errors
    /// [`AccountError::WrongCredentials`]; [`AccountError::TooManyTries`] (100 an hour on one account, 20 a minute
    /// from one network); [`AccountError::Password`] when too many sign in at once.
    pub async fn prove(
        &self,
        correlation: Correlation,
        email: &str,
        password: &SecretString,
        ip: IpAddr,
    ) -> Result<Proven, AccountError> {
        let outcome = self.try_prove(correlation.clone(), email, password, ip).await;
        let label = outcome.as_ref().map_or_else(kernel::Coded::code, |_| "proven");
        metrics::counter!("sundry_customer_sign_ins_total", "outcome" => label).increment(1);
        if outcome.is_err() {
            // Neither name nor address: people type their password into the wrong field.
            tracing::info!(correlation = %correlation, outcome = label, "a customer's sign-in was refused");
        }
        outcome
    }

    async fn try_prove(
        &self,
        correlation: Correlation,
        email: &str,
        password: &SecretString,
        ip: IpAddr,
    ) -> Result<Proven, AccountError> {
        // What cannot be an address is counted and worked on like one that nobody has.
        let login = Email::parse(email).map(|e| e.login());
        let counted = login.clone().unwrap_or_else(|| email.to_owned());
        let actor = Actor::shopper(correlation);
        self.throttles.sign_in(&actor, Realm::Shoppers, &counted, ip).await?;
        let known = match login {
            Some(login) => self.db.read(move |c| by_login(c, &login)).await?,
            None => None,
        };
        let verdict = self.passwords.verify(password, known.as_ref().map(|k| &k.hash)).await?;
        let (Some(known), Verdict::Right { rehash }) = (known, verdict) else {
            return Err(AccountError::WrongCredentials);
        };
        let stronger = if rehash { Some(self.passwords.rehash(password).await?) } else { None };
        let verified = known.account.verified_at.is_some();
        Ok(Proven { id: known.account.id, hash: known.hash, stronger, verified })
    }

    /// Lets somebody in, under a new token. `former` is the token the browser came with: that session ends.
    ///
    /// # Errors
    /// [`AccountError::Unconfirmed`]; [`AccountError::WrongCredentials`] when the password was changed meanwhile.
    pub fn enter(
        &self,
        tx: &mut Tx<'_>,
        proven: &Proven,
        user_agent: &str,
        former: Option<&SecretString>,
    ) -> Result<SignedIn, AccountError> {
        if !proven.verified {
            return Err(AccountError::Unconfirmed);
        }
        // Hashing took a while: it must still be so.
        let still = known(tx, proven.id)?.filter(|k| k.hash == proven.hash && k.account.verified_at.is_some());
        let mut account = still.ok_or(AccountError::WrongCredentials)?.account;
        if let Some(stronger) = &proven.stronger {
            set_password(tx, proven.id, &proven.hash, stronger)?;
            account.version += 1;
        }
        if let Some(former) = former {
            self.sessions.revoke_token(tx, former.expose_secret())?;
        }
        let new = self.sessions.create(tx, &proven.id.to_string(), user_agent)?;
        Ok(SignedIn { token: new.token, account, session: new.session.id })
    }

    /// A new letter for an account that is not confirmed yet, to whoever knows its password.
    ///
    /// # Errors
    /// [`AccountError::TooManyTries`].
    pub async fn remind(&self, correlation: Correlation, proven: &Proven, ip: IpAddr) -> Result<(), AccountError> {
        let actor = Actor::shopper(correlation);
        let id = proven.id;
        let known = self.db.read(move |c| known(c, id)).await?.ok_or(AccountError::WrongCredentials)?;
        self.count_mail(&actor, &known.login, ip).await?;
        self.db.write(&actor, move |tx| write(tx, Some(id), Purpose::Verify, &known.account.email)).await
    }

    /// Whose token this is, as they are now. None when nobody's.
    ///
    /// # Errors
    /// The database's.
    pub async fn authenticate(&self, token: &str) -> Result<Option<Present>, AccountError> {
        let Some(session) = self.sessions.authenticate(token).await? else { return Ok(None) };
        let Ok(id) = session.subject.parse::<CustomerId>() else { return Ok(None) };
        let account = self.db.read(move |c| find(c, id)).await?;
        let account = account.filter(|a| a.verified_at.is_some());
        Ok(account.map(|account| Present { account, session: session.id }))
    }

    /// Ends the session of `token`. Fine when it has ended already.
    ///
    /// # Errors
    /// The database's.
    pub async fn sign_out(&self, correlation: Correlation, token: &str) -> Result<(), AccountError> {
        let sessions = self.sessions.clone();
        let token = SecretString::from(token.to_owned());
        self.db
            .write(&Actor::shopper(correlation), move |tx| {
                sessions.revoke_token(tx, token.expose_secret())?;
                Ok(())
            })
            .await
    }

    /// Where somebody is signed in, the session seen last first.
    ///
    /// # Errors
    /// The database's.
    pub async fn sessions(&self, id: CustomerId) -> Result<Vec<Session>, AccountError> {
        Ok(self.sessions.list(&id.to_string()).await?)
    }

    /// Ends one session of `id`; all but `spared` when none is named. Answers how many ended.
    ///
    /// # Errors
    /// The database's.
    pub async fn end_sessions(
        &self,
        correlation: Correlation,
        id: CustomerId,
        which: Option<SessionId>,
        spared: SessionId,
    ) -> Result<usize, AccountError> {
        let sessions = self.sessions.clone();
        self.db
            .write(&Actor::shopper(correlation), move |tx| {
                let subject = id.to_string();
                Ok(match which {
                    Some(one) => usize::from(sessions.revoke(tx, &subject, one)?),
                    None => sessions.revoke_all(tx, &subject, Some(spared))?,
                })
            })
            .await
    }

    /// Proves anew that whoever is signed in knows the password: before what cannot be undone.
    ///
    /// # Errors
    /// As [`Accounts::prove`].
    pub async fn prove_again(
        &self,
        correlation: Correlation,
        id: CustomerId,
        password: &SecretString,
        ip: IpAddr,
    ) -> Result<Proven, AccountError> {
        let account = self.get(id).await?;
        let proven = self.prove(correlation, &account.email, password, ip).await?;
        if proven.id == id { Ok(proven) } else { Err(AccountError::WrongCredentials) }
    }

    /// Changes the password: all other sessions end, and this one goes on under the token that is handed back.
    ///
    /// # Errors
    /// [`AccountError::WrongCredentials`]; [`AccountError::TooManyTries`]; [`AccountError::Password`] with what the
    /// new one lacks.
    pub async fn change_password(
        &self,
        correlation: Correlation,
        (id, session): (CustomerId, SessionId),
        ip: IpAddr,
        current: &SecretString,
        new: &SecretString,
    ) -> Result<SecretString, AccountError> {
        let account = self.get(id).await?;
        auth::Passwords::judge(new, &[&account.email, &account.name])?;
        let proven = self.prove_again(correlation.clone(), id, current, ip).await?;
        let fresh = self.passwords.hash(new, &[&account.email, &account.name]).await?;
        let sessions = self.sessions.clone();
        self.db
            .write(&Actor::shopper(correlation), move |tx| {
                set_password(tx, id, &proven.hash, &fresh)?;
                void(tx, id)?;
                let token = sessions.rotate(tx, session)?;
                sessions.revoke_all(tx, &id.to_string(), Some(session))?;
                write(tx, Some(id), Purpose::PasswordChanged, &account.email)?;
                tx.audit("customer.change-password", id, &serde_json::json!({}))?;
                Ok(token)
            })
            .await
    }
}
