//! Becoming somebody here: registering, confirming, and finding back in after the password is forgotten.
use std::net::IpAddr;
use std::time::Duration;

use auth::{Key, Limit, PasswordHash, SecretString};
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::CustomerId;
use kernel::{Actor, Correlation};

use crate::accounts::{by_login, insert, known, parse_name};
use crate::letters::{Opened, take, void, write};
use crate::schema::customers_accounts as t;
use crate::sign_in::{Proven, door};
use crate::{AccountError, Accounts, Email, Purpose, dialect};

/// How many mails about one address may be asked for, whether anybody has it or not.
const MAILS: Limit = Limit { tries: 5, window: Duration::from_secs(3600) };

/// Somebody who wants an account. Without `Debug`: it holds what the browser sent.
pub struct Registration<'a> {
    /// As typed.
    pub email: &'a str,
    pub name: &'a str,
    pub password: &'a SecretString,
    /// The language they register in.
    pub locale: &'a str,
    pub ip: IpAddr,
    pub correlation: Correlation,
}

/// Whoever came with a link and a password, not let in yet.
pub struct Confirmed {
    pub(crate) opened: Opened,
    pub(crate) proven: Proven,
}

impl Accounts {
    /// Asks for an account: a letter goes to the address, whose link leads on. Whether somebody has the address
    /// already is told in the letter only. Until it is confirmed, whoever registers last is whom it is kept for.
    ///
    /// # Errors
    /// [`AccountError::Email`], [`AccountError::Name`], [`AccountError::Password`] with what to write instead;
    /// [`AccountError::TooManyTries`].
    pub async fn register(&self, new: Registration<'_>) -> Result<(), AccountError> {
        let email = Email::parse(new.email).ok_or(AccountError::Email)?;
        let name = parse_name(new.name)?;
        let actor = Actor::shopper(new.correlation.clone());
        auth::Passwords::judge(new.password, &[email.as_str(), &name])?;
        self.count_mail(&actor, &email.login(), new.ip).await?;
        let hash = self.passwords.hash(new.password, &[email.as_str(), &name]).await?;
        metrics::counter!("sundry_customer_registrations_total").increment(1);
        let locale = new.locale.to_owned();
        self.db.write(&actor, move |tx| register_in(tx, &email, (&name, &locale), &hash)).await
    }

    /// Sends a letter with which a new password can be chosen, if somebody has this address. Says nothing about it.
    ///
    /// # Errors
    /// [`AccountError::Email`]; [`AccountError::TooManyTries`].
    pub async fn forgot(&self, correlation: Correlation, email: &str, ip: IpAddr) -> Result<(), AccountError> {
        let email = Email::parse(email).ok_or(AccountError::Email)?;
        let actor = Actor::shopper(correlation);
        self.count_mail(&actor, &email.login(), ip).await?;
        self.db
            .write(&actor, move |tx| match by_login(tx, &email.login())? {
                Some(known) => write(tx, Some(known.account.id), Purpose::Reset, &known.account.email),
                None => write(tx, None, Purpose::Reset, email.as_str()),
            })
            .await
    }

    /// Counts a mail that somebody asks us to send to `login`, and the network it is asked from.
    pub(crate) async fn count_mail(&self, actor: &Actor, login: &str, ip: IpAddr) -> Result<(), AccountError> {
        let keys = vec![(Key::new("customer-mail", login), MAILS), (Key::network(ip), Limit::NETWORK)];
        Ok(self.throttles.count(actor, keys).await?)
    }

    /// Checks what confirms a new account: the link from the letter and the password it was registered with. So
    /// nobody becomes the holder of an address by a mere click on somebody else's wish.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`]; [`AccountError::WrongCredentials`]; [`AccountError::TooManyTries`].
    pub async fn prove_link(
        &self,
        correlation: Correlation,
        token: &str,
        password: &SecretString,
        ip: IpAddr,
    ) -> Result<Confirmed, AccountError> {
        let opened = self.open_link(Purpose::Verify, token).await?;
        let email = opened.account.email.clone();
        let proven = self.prove(correlation, &email, password, ip).await?;
        Ok(Confirmed { opened, proven })
    }

    /// The new account counts from now on. [`Accounts::enter`] lets its holder in.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`] when somebody else used the link, or registered anew.
    pub fn confirm(&self, tx: &mut Tx<'_>, confirmed: &Confirmed) -> Result<Proven, AccountError> {
        take(tx, Purpose::Verify, confirmed.opened.letter)?;
        let id = confirmed.opened.account.id;
        verify(tx, id)?;
        write(tx, Some(id), Purpose::Welcome, &confirmed.opened.account.email)?;
        tx.audit("customer.verify", id, &serde_json::json!({}))?;
        Ok(confirmed.proven.clone().verified())
    }

    /// Judges and hashes the password that whoever came with a link from a letter chose.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`]; [`AccountError::Password`] with what it lacks.
    pub async fn choose_password(&self, token: &str, new: &SecretString) -> Result<Chosen, AccountError> {
        let opened = self.open_link(Purpose::Reset, token).await?;
        let (email, name) = (opened.account.email.clone(), opened.account.name.clone());
        let hash = self.passwords.hash(new, &[&email, &name]).await?;
        Ok(Chosen { opened, hash })
    }

    /// The new password counts from now on; everybody who was signed in is out, no other letter's link works any
    /// more, and the address is confirmed: the letter reached it. [`Accounts::enter`] lets its holder in.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`] when somebody else used the link.
    pub fn reset(&self, tx: &mut Tx<'_>, chosen: &Chosen) -> Result<Proven, AccountError> {
        let id = chosen.opened.account.id;
        take(tx, Purpose::Reset, chosen.opened.letter)?;
        // A letter that went to a former address opens nothing.
        let known = known(tx, id)?.filter(|k| k.account.email == chosen.opened.email);
        let known = known.ok_or(AccountError::LinkGone)?;
        void(tx, id)?;
        set_password(tx, id, &known.hash, &chosen.hash)?;
        let fresh = known.account.verified_at.is_none();
        if fresh {
            verify(tx, id)?;
        }
        self.sessions.revoke_all(tx, &id.to_string(), None)?;
        write(tx, Some(id), Purpose::PasswordChanged, &known.account.email)?;
        tx.audit("customer.reset-password", id, &serde_json::json!({}))?;
        Ok(door(id, chosen.hash.clone()))
    }
}

/// A new password on its way into an account.
pub struct Chosen {
    opened: Opened,
    hash: PasswordHash,
}

fn register_in(
    tx: &mut Tx<'_>,
    email: &Email,
    (name, locale): (&str, &str),
    hash: &PasswordHash,
) -> Result<(), AccountError> {
    let now = tx.now();
    let new = CustomerId::new(now);
    if by_login(tx, &email.login())?.is_none() {
        match tx.savepoint(|tx| insert(tx, new, email, (name, locale), hash, now).map_err(AccountError::from)) {
            Ok(()) => return write(tx, Some(new), Purpose::Verify, email.as_str()),
            // Somebody was quicker with the same address.
            Err(AccountError::Db(e)) if e.is_duplicate() => {}
            Err(e) => return Err(e),
        }
    }
    let known = by_login(tx, &email.login())?.ok_or(AccountError::Stale)?;
    let id = known.account.id;
    if known.account.verified_at.is_some() {
        return write(tx, Some(id), Purpose::Known, &known.account.email);
    }
    // Links of former tries go with their passwords.
    void(tx, id)?;
    let conn: &mut Conn = tx;
    let replaced = diesel::update(t::table.find(id).filter(t::verified_at.is_null()))
        .set((
            t::email.eq(email.as_str()),
            t::name.eq(name),
            t::locale.eq(locale),
            t::password_hash.eq(hash.as_str()),
            t::updated_at.eq(now.0),
            t::version.eq(t::version + 1),
        ))
        .execute(conn)?;
    if replaced == 1 { write(tx, Some(id), Purpose::Verify, email.as_str()) } else { Err(AccountError::Stale) }
}

/// Marks the address as confirmed, and remembers its holder among those who buy.
fn verify(tx: &mut Tx<'_>, id: CustomerId) -> Result<(), AccountError> {
    let now = tx.now();
    let conn: &mut Conn = tx;
    let verified = diesel::update(t::table.find(id).filter(t::verified_at.is_null()))
        .set((t::verified_at.eq(now.0), t::updated_at.eq(now.0), t::version.eq(t::version + 1)))
        .execute(conn)?;
    if verified != 1 {
        return Err(AccountError::LinkGone);
    }
    let known = known(conn, id)?.ok_or(AccountError::LinkGone)?;
    dialect::introduce(conn, id, &known.account.email, &known.account.name, now)?;
    Ok(())
}

/// Only in place of `old`.
pub(crate) fn set_password(
    tx: &mut Tx<'_>,
    id: CustomerId,
    old: &PasswordHash,
    new: &PasswordHash,
) -> Result<(), AccountError> {
    let now = tx.now().0;
    let conn: &mut Conn = tx;
    let set = diesel::update(t::table.find(id).filter(t::password_hash.eq(old.as_str())))
        .set((t::password_hash.eq(new.as_str()), t::updated_at.eq(now), t::version.eq(t::version + 1)))
        .execute(conn)?;
    if set == 1 { Ok(()) } else { Err(AccountError::Stale) }
}
