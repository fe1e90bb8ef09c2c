//! What spans rooms when somebody has an account: orders join it when it is confirmed, and are let go when it is
//! deleted; everything kept about somebody is handed out in one document.
//!
//! Owns no table. Who somebody is, is `customers`' to say; this only brings the rooms together in one unit of work.
mod export;
mod waiting;

use std::net::IpAddr;

use auth::{Grant, SecretString};
use customers::{AccountError, Accounts, Chosen, Opened, Proven, Purpose, SignedIn};
use db::{Db, DbError, Tx};
use kernel::kinds::{CustomerId, OrderId};
use kernel::{Actor, Correlation};
use orders::{Orders, OrdersError};
use payments::{Payments, PaymentsError};

pub use waiting::TellWaiting;

#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Accounts(#[from] AccountError),
    #[error(transparent)]
    Orders(#[from] OrdersError),
    #[error(transparent)]
    Inventory(#[from] inventory::InventoryError),
    #[error(transparent)]
    Payments(#[from] PaymentsError),
    #[error("the document cannot be written: {0}")]
    Document(#[from] serde_json::Error),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(DeskError: Accounts, Orders, Inventory, Payments);

impl kernel::Coded for DeskError {
    fn code(&self) -> &'static str {
        match self {
            Self::Accounts(e) => e.code(),
            Self::Orders(e) => e.code(),
            Self::Inventory(e) => e.code(),
            Self::Payments(e) => e.code(),
            Self::Document(_) => "document",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        match self {
            Self::Accounts(e) => e.fault(),
            Self::Orders(e) => e.fault(),
            Self::Inventory(e) => e.fault(),
            Self::Payments(e) => e.fault(),
            Self::Document(_) => kernel::Fault::Ours,
            Self::Db(e) => e.fault(),
        }
    }
}

/// The browser at the door. Without `Debug`: it holds what the browser sent.
#[derive(Clone)]
pub struct Caller {
    pub correlation: Correlation,
    pub ip: IpAddr,
    pub user_agent: String,
    /// The session it came with, if any: that one ends.
    pub former: Option<SecretString>,
}

/// Brings the rooms together for whoever has an account. Cheap to clone.
#[derive(Clone)]
pub struct AccountDesk {
    db: Db,
    accounts: Accounts,
    orders: Orders,
    payments: Payments,
}

impl AccountDesk {
    pub fn new(db: Db, accounts: Accounts, orders: Orders, payments: Payments) -> Self {
        Self { db, accounts, orders, payments }
    }

    /// Signs in with address and password.
    ///
    /// # Errors
    /// As [`Accounts::prove`]; [`AccountError::Unconfirmed`], after a new letter went out.
    pub async fn sign_in(
        &self,
        caller: Caller,
        email: &str,
        password: &SecretString,
    ) -> Result<SignedIn, DeskError> {
        let proven = self.accounts.prove(caller.correlation.clone(), email, password, caller.ip).await?;
        let known = proven.clone();
        match self.let_in(&caller, move |_, _| Ok(known.clone())).await {
            Err(DeskError::Accounts(AccountError::Unconfirmed)) => {
                self.accounts.remind(caller.correlation, &proven, caller.ip).await?;
                Err(AccountError::Unconfirmed.into())
            }
            other => other,
        }
    }

    /// Signs a program in with address and password: a session with its first pair of tokens.
    ///
    /// # Errors
    /// As [`AccountDesk::sign_in`].
    pub async fn sign_in_program(
        &self,
        caller: Caller,
        email: &str,
        password: &SecretString,
    ) -> Result<(SignedIn, Grant), DeskError> {
        let signed_in = self.sign_in(caller.clone(), email, password).await?;
        self.grant(caller, signed_in).await
    }

    /// Confirms a new account from a program, and signs it in.
    ///
    /// # Errors
    /// As [`AccountDesk::confirm`].
    pub async fn confirm_program(
        &self,
        caller: Caller,
        token: &str,
        password: &SecretString,
    ) -> Result<(SignedIn, Grant), DeskError> {
        let signed_in = self.confirm(caller.clone(), token, password).await?;
        self.grant(caller, signed_in).await
    }

    /// Without its tokens a session is nobody's, and ends by itself.
    async fn grant(&self, caller: Caller, signed_in: SignedIn) -> Result<(SignedIn, Grant), DeskError> {
        let (accounts, session) = (self.accounts.clone(), signed_in.session);
        let actor = Actor::shopper(caller.correlation);
        let grant = self.db.write(&actor, move |tx| Ok::<_, DeskError>(accounts.grant(tx, session)?)).await?;
        Ok((signed_in, grant))
    }

    /// Confirms a new account with the link from its letter and its password, and lets its holder in.
    ///
    /// # Errors
    /// As [`Accounts::prove_link`].
    pub async fn confirm(
        &self,
        caller: Caller,
        token: &str,
        password: &SecretString,
    ) -> Result<SignedIn, DeskError> {
        let confirmed = self.accounts.prove_link(caller.correlation.clone(), token, password, caller.ip).await?;
        self.let_in(&caller, move |accounts, tx| accounts.confirm(tx, &confirmed)).await
    }

    /// Sets the new password that was chosen with a link from a letter, and lets its holder in.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`].
    pub async fn reset(&self, caller: Caller, chosen: Chosen) -> Result<SignedIn, DeskError> {
        self.let_in(&caller, move |accounts, tx| accounts.reset(tx, &chosen)).await
    }

    /// In one unit of work: whoever is proven comes in, and what they ordered as a guest is theirs.
    async fn let_in(
        &self,
        caller: &Caller,
        prove: impl Fn(&Accounts, &mut Tx<'_>) -> Result<Proven, AccountError> + Send + 'static,
    ) -> Result<SignedIn, DeskError> {
        let (accounts, orders, caller) = (self.accounts.clone(), self.orders.clone(), caller.clone());
        let actor = Actor::shopper(caller.correlation.clone());
        self.db
            .write(&actor, move |tx| {
                let proven = prove(&accounts, tx)?;
                let signed_in = accounts.enter(tx, &proven, &caller.user_agent, caller.former.as_ref())?;
                orders.join_guest(tx, signed_in.account.id, &signed_in.account.email)?;
                Ok(signed_in)
            })
            .await
    }

    /// The address that a letter went to is the account's from now on, and so is what was ordered with it.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`].
    pub async fn change_email(&self, correlation: Correlation, token: &str) -> Result<(), DeskError> {
        let opened: Opened = self.accounts.open_link(Purpose::ChangeEmail, token).await?;
        let (accounts, orders) = (self.accounts.clone(), self.orders.clone());
        self.db
            .write(&Actor::shopper(correlation), move |tx| {
                let id = accounts.change_email(tx, &opened)?;
                orders.join_guest(tx, id, &opened.email)?;
                Ok(())
            })
            .await
    }

    /// Deletes an account for good; its orders stay, as the law wants, and are nobody's.
    ///
    /// # Errors
    /// [`AccountError::WrongCredentials`] when `password` is not theirs; [`AccountError::TooManyTries`].
    pub async fn delete(&self, caller: Caller, id: CustomerId, password: &SecretString) -> Result<(), DeskError> {
        let proven = self.accounts.prove_again(caller.correlation.clone(), id, password, caller.ip).await?;
        let (accounts, orders) = (self.accounts.clone(), self.orders.clone());
        self.db
            .write(&Actor::shopper(caller.correlation), move |tx| {
                orders.leave(tx, id)?;
                Ok(accounts.erase(tx, &proven)?)
            })
            .await
    }

    /// A new order is its buyer's, if the address belongs to an account.
    ///
    /// # Errors
    /// The database's.
    pub fn claim(&self, tx: &mut Tx<'_>, orders: &[OrderId]) -> Result<(), DeskError> {
        let emails = Orders::emails_in(tx, orders)?;
        for (email, account) in Accounts::holders_in(tx, &emails)? {
            self.orders.join_guest(tx, account, &email)?;
        }
        Ok(())
    }
}
