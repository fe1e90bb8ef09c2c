//! What an account's holder changes about themselves: name and address. And leaving.
use std::net::IpAddr;

use auth::SecretString;
use db::{Conn, Tx};
use diesel::prelude::*;
use events::Recording;
use kernel::kinds::CustomerId;
use kernel::{Actor, Correlation, Micros};

use crate::accounts::{by_login, find, known, parse_name};
use crate::events::AccountErased;
use crate::letters::{self, Opened, take, void, write};
use crate::schema::{
    customers_accounts as t, customers_addresses as addresses, customers_notices as notices,
    customers_wishes as wishes,
};
use crate::sign_in::Proven;
use crate::{AccountError, Accounts, Email, Purpose, customers_customers as people, dialect};

impl Accounts {
    /// # Errors
    /// [`AccountError::Name`].
    pub async fn rename(&self, correlation: Correlation, id: CustomerId, name: &str) -> Result<(), AccountError> {
        let name = parse_name(name)?;
        self.db
            .write(&Actor::shopper(correlation), move |tx| {
                let now = tx.now().0;
                let conn: &mut Conn = tx;
                diesel::update(t::table.find(id))
                    .set((t::name.eq(&name), t::updated_at.eq(now), t::version.eq(t::version + 1)))
                    .execute(conn)?;
                Ok(())
            })
            .await
    }

    /// Asks for another address: a letter goes there, whose link makes it count. Whether somebody has it already is
    /// told in the letter only.
    ///
    /// # Errors
    /// [`AccountError::Email`]; [`AccountError::WrongCredentials`] when `password` is not theirs;
    /// [`AccountError::TooManyTries`].
    pub async fn ask_email(
        &self,
        correlation: Correlation,
        id: CustomerId,
        email: &str,
        password: &SecretString,
        ip: IpAddr,
    ) -> Result<(), AccountError> {
        let email = Email::parse(email).ok_or(AccountError::Email)?;
        self.prove_again(correlation.clone(), id, password, ip).await?;
        let actor = Actor::shopper(correlation);
        self.count_mail(&actor, &email.login(), ip).await?;
        self.db
            .write(&actor, move |tx| match by_login(tx, &email.login())? {
                Some(other) if other.account.id != id && other.account.verified_at.is_some() => {
                    write(tx, Some(other.account.id), Purpose::Known, &other.account.email)
                }
                _ => write(tx, Some(id), Purpose::ChangeEmail, email.as_str()),
            })
            .await
    }

    /// The address that the letter went to is the account's from now on; the former one is told. No other letter's
    /// link works any more. Answers the account.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`] when the link was used, or somebody confirmed an account with the address.
    pub fn change_email(&self, tx: &mut Tx<'_>, opened: &Opened) -> Result<CustomerId, AccountError> {
        let id = opened.account.id;
        take(tx, Purpose::ChangeEmail, opened.letter)?;
        let email = Email::parse(&opened.email).ok_or(AccountError::LinkGone)?;
        let before = find(tx, id)?.ok_or(AccountError::LinkGone)?;
        if let Some(other) = by_login(tx, &email.login())?
            && other.account.id != id
        {
            if other.account.verified_at.is_some() {
                return Err(AccountError::LinkGone);
            }
            // Whoever began to register there cannot read what is sent there.
            remove(tx, other.account.id)?;
        }
        void(tx, id)?;
        let now = tx.now();
        let conn: &mut Conn = tx;
        diesel::update(t::table.find(id))
            .set((
                t::email.eq(email.as_str()),
                t::login.eq(email.login()),
                t::updated_at.eq(now.0),
                t::version.eq(t::version + 1),
            ))
            .execute(conn)?;
        dialect::introduce(conn, CustomerId::new(now), email.as_str(), &before.name, now)?;
        write(tx, Some(id), Purpose::EmailChanged, &before.email)?;
        tx.audit("customer.change-email", id, &serde_json::json!({}))?;
        Ok(id)
    }

    /// Forgets the account and everything kept for it: addresses, wishes, notices, sessions, letters, and that this
    /// person bought before. What other rooms keep, they let go of themselves: [`AccountErased`] tells them.
    ///
    /// # Errors
    /// [`AccountError::SignedOut`] when it is gone already.
    pub fn erase(&self, tx: &mut Tx<'_>, proven: &Proven) -> Result<(), AccountError> {
        let id = proven.account();
        let known = known(tx, id)?.ok_or(AccountError::SignedOut)?;
        self.sessions.revoke_all(tx, &id.to_string(), None)?;
        let conn: &mut Conn = tx;
        diesel::delete(notices::table.filter(notices::login.eq(&known.login))).execute(conn)?;
        diesel::delete(notices::table.filter(notices::account.eq(id))).execute(conn)?;
        let same: Vec<CustomerId> = people::table
            .filter(people::id.eq(id).or(people::email.eq(&known.account.email)))
            .order(people::id)
            .select(people::id)
            .load(conn)?;
        crate::people::forget(conn, &same)?;
        remove(tx, id)?;
        tx.record(&AccountErased { account: id, version: known.account.version + 1 })?;
        tx.audit("customer.erase", id, &serde_json::json!({}))?;
        Ok(())
    }

    /// Forgets accounts that nobody confirmed since `before`, letters whose links stopped working then, and notices
    /// that nobody confirmed; a few at a time. Answers how many.
    ///
    /// # Errors
    /// The database's.
    pub fn sweep(&self, tx: &mut Tx<'_>, before: Micros, limit: i64) -> Result<usize, AccountError> {
        let stale: Vec<CustomerId> = t::table
            .filter(t::verified_at.is_null())
            .filter(t::updated_at.lt(before.0))
            .order((t::created_at.asc(), t::id.asc()))
            .limit(limit)
            .select(t::id)
            .load(&mut **tx)?;
        for id in &stale {
            remove(tx, *id)?;
        }
        let letters = letters::sweep(tx, before, limit)?;
        Ok(stale.len() + letters + crate::notices::sweep(tx, before, limit)?)
    }
}

fn remove(tx: &mut Tx<'_>, id: CustomerId) -> Result<(), AccountError> {
    let conn: &mut Conn = tx;
    diesel::delete(addresses::table.filter(addresses::account.eq(id))).execute(conn)?;
    diesel::delete(wishes::table.filter(wishes::account.eq(id))).execute(conn)?;
    letters::forget(conn, id)?;
    diesel::delete(t::table.find(id)).execute(conn)?;
    Ok(())
}
