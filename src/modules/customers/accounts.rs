//! The front door of accounts, and the account itself.
use std::collections::HashMap;

use auth::{Grants, LinkKeys, Passwords, Sessions, Throttles};
use db::{Conn, Db};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::CustomerId;

use crate::schema::customers_accounts as t;
use crate::{AccountError, Email};

/// Somebody who can sign in, or will once their address is confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: CustomerId,
    /// As they write it.
    pub email: String,
    pub name: String,
    /// When they proved that the address is theirs; nobody comes in before.
    pub verified_at: Option<Micros>,
    pub created_at: Micros,
    /// Counts changes from 1.
    pub version: i64,
    /// The language they are written to in; empty: the shop's.
    pub locale: String,
}

/// Accounts: registering, coming in, what somebody keeps with us. Cheap to clone.
///
/// What an account's holder asks for takes their id: whoever calls has it from [`Accounts::authenticate`] and nowhere
/// else. Nothing of one account can be reached with the id of another.
#[derive(Clone)]
pub struct Accounts {
    pub(crate) db: Db,
    pub(crate) passwords: Passwords,
    pub(crate) sessions: Sessions,
    pub(crate) throttles: Throttles,
    pub(crate) keys: LinkKeys,
    pub(crate) grants: Grants,
}

impl Accounts {
    /// `sessions` are those of [`auth::Realm::Shoppers`].
    pub fn new(db: Db, passwords: Passwords, sessions: Sessions, throttles: Throttles, keys: LinkKeys) -> Self {
        debug_assert_eq!(sessions.realm(), auth::Realm::Shoppers);
        let grants = Grants::new(sessions.clone(), keys.clone());
        Self { db, passwords, sessions, throttles, keys, grants }
    }

    /// # Errors
    /// [`AccountError::SignedOut`] when there is no such account (any more).
    pub async fn get(&self, id: CustomerId) -> Result<Account, AccountError> {
        self.db.read(move |c| find(c, id)).await?.ok_or(AccountError::SignedOut)
    }

    /// The confirmed account with this address.
    ///
    /// # Errors
    /// The database's.
    pub async fn by_email(&self, email: &Email) -> Result<Option<Account>, AccountError> {
        let login = email.login();
        self.db.read(move |c| Self::by_email_in(c, &login)).await
    }

    /// [`Accounts::by_email`] on a connection at hand, in whatever case the address is written.
    ///
    /// # Errors
    /// The database's.
    pub fn by_email_in(conn: &mut Conn, email: &str) -> Result<Option<Account>, AccountError> {
        let found = by_login(conn, &email.to_lowercase())?;
        Ok(found.map(|known| known.account).filter(|a| a.verified_at.is_some()))
    }

    /// Whose these addresses are, in whatever case they are written; those that nobody proved to be theirs are missing.
    ///
    /// # Errors
    /// The database's.
    pub fn holders_in(conn: &mut Conn, emails: &[String]) -> Result<HashMap<String, CustomerId>, AccountError> {
        let logins: Vec<String> = emails.iter().map(|email| email.to_lowercase()).collect();
        let asked: Vec<&str> = logins.iter().map(String::as_str).collect();
        let found: Vec<(String, CustomerId)> = db::among!(
            conn,
            t::login,
            asked.as_slice(),
            t::table.filter(t::verified_at.is_not_null()).order(t::login).select((t::login, t::id))
        )?;
        let found: HashMap<String, CustomerId> = found.into_iter().collect();
        let of = |(email, login): (&String, &String)| Some((email.clone(), *found.get(login)?));
        Ok(emails.iter().zip(&logins).filter_map(of).collect())
    }
}

impl Email {
    /// What tells accounts apart: people do not write their own address the same way twice.
    pub fn login(&self) -> String {
        self.as_str().to_lowercase()
    }
}

/// Trimmed, 1 to 100 characters on one line.
pub(crate) fn parse_name(text: &str) -> Result<String, AccountError> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = name.chars().count();
    if (1..=100).contains(&length) && !name.contains(char::is_control) { Ok(name) } else { Err(AccountError::Name) }
}

/// An account with what proves its holder.
#[derive(Clone)]
pub(crate) struct Known {
    pub account: Account,
    pub login: String,
    pub hash: auth::PasswordHash,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = t)]
struct Row {
    id: CustomerId,
    login: String,
    email: String,
    name: String,
    password_hash: String,
    verified_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
    version: i64,
    locale: String,
}

impl From<Row> for Known {
    fn from(row: Row) -> Self {
        Self {
            account: Account {
                id: row.id,
                email: row.email,
                name: row.name,
                verified_at: row.verified_at.map(Micros),
                created_at: Micros(row.created_at),
                version: row.version,
                locale: row.locale,
            },
            login: row.login,
            hash: auth::PasswordHash::stored(row.password_hash),
        }
    }
}

pub(crate) fn known(conn: &mut Conn, id: CustomerId) -> Result<Option<Known>, AccountError> {
    let row: Option<Row> = t::table.find(id).select(Row::as_select()).first(conn).optional()?;
    Ok(row.map(Known::from))
}

pub(crate) fn find(conn: &mut Conn, id: CustomerId) -> Result<Option<Account>, AccountError> {
    Ok(known(conn, id)?.map(|k| k.account))
}

pub(crate) fn by_login(conn: &mut Conn, login: &str) -> Result<Option<Known>, AccountError> {
    let row: Option<Row> = t::table.filter(t::login.eq(login)).select(Row::as_select()).first(conn).optional()?;
    Ok(row.map(Known::from))
}

pub(crate) fn insert(
    conn: &mut Conn,
    id: CustomerId,
    email: &Email,
    (name, locale): (&str, &str),
    hash: &auth::PasswordHash,
    now: Micros,
) -> QueryResult<()> {
    let row = Row {
        id,
        login: email.login(),
        email: email.as_str().to_owned(),
        name: name.to_owned(),
        password_hash: hash.as_str().to_owned(),
        verified_at: None,
        created_at: now.0,
        updated_at: now.0,
        version: 1,
        locale: locale.to_owned(),
    };
    diesel::insert_into(t::table).values(&row).execute(conn).map(drop)
}
