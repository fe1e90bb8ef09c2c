//! Letters: each mail about an account, and the single use of the link in it.
//!
//! **Architecture invariant:** no table holds a link. What stands in the mail is the letter's id, signed for its
//! purpose; what the link is good for, until when and whether it was used is the row's business.
use std::time::Duration;

use db::{Conn, Tx};
use diesel::prelude::*;
use events::Recording;
use kernel::Micros;
use kernel::kinds::{CustomerId, LetterId};
use serde::{Deserialize, Serialize};

use crate::accounts::find;
use crate::events::LetterDue;
use crate::schema::customers_letters as t;
use crate::{Account, AccountError, Accounts};

/// What a letter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Confirm the address of a new account.
    Verify,
    /// Somebody wanted to register with an address that has an account.
    Known,
    /// Choose a new password.
    Reset,
    /// Confirm the account's next address.
    ChangeEmail,
    /// To the former address: the account has another one now.
    EmailChanged,
    /// The password is another one now.
    PasswordChanged,
    /// The address is confirmed.
    Welcome,
}

impl Purpose {
    /// As it is stored, and what its links are signed for.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Known => "known",
            Self::Reset => "reset",
            Self::ChangeEmail => "change_email",
            Self::EmailChanged => "email_changed",
            Self::PasswordChanged => "password_changed",
            Self::Welcome => "welcome",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [
            Self::Verify,
            Self::Known,
            Self::Reset,
            Self::ChangeEmail,
            Self::EmailChanged,
            Self::PasswordChanged,
            Self::Welcome,
        ]
        .into_iter()
        .find(|p| p.as_str() == text)
    }

    /// How long its link works; none for letters that only tell.
    pub const fn lasts(self) -> Option<Duration> {
        const HOUR: u64 = 3600;
        match self {
            Self::Verify => Some(Duration::from_secs(48 * HOUR)),
            Self::Reset => Some(Duration::from_secs(HOUR)),
            Self::ChangeEmail => Some(Duration::from_secs(24 * HOUR)),
            Self::Known | Self::EmailChanged | Self::PasswordChanged | Self::Welcome => None,
        }
    }
}

/// What a mail about an account is written from.
#[derive(Clone, Debug)]
pub struct Letter {
    pub purpose: Purpose,
    pub to: String,
    pub name: String,
    /// The language it is written in; empty: the shop's.
    pub locale: String,
    /// What its link carries; none for letters that only tell.
    pub token: Option<String>,
}

/// What a link that still works is about.
#[derive(Clone, Debug)]
pub struct Opened {
    pub letter: LetterId,
    pub account: Account,
    /// Where the letter went.
    pub email: String,
}

impl Accounts {
    /// What to write, and to whom.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`] when the account is gone, or the letter was about nobody's.
    pub fn letter_in(&self, conn: &mut Conn, id: LetterId) -> Result<Letter, AccountError> {
        let row: Option<(Option<CustomerId>, String, String)> =
            t::table.find(id).select((t::account, t::purpose, t::email)).first(conn).optional()?;
        let Some((Some(account), purpose, to)) = row else { return Err(AccountError::LinkGone) };
        let account = find(conn, account)?.ok_or(AccountError::LinkGone)?;
        let purpose = Purpose::parse(&purpose).ok_or(AccountError::LinkGone)?;
        let token = purpose.lasts().map(|_| self.keys.token(purpose.as_str(), &id.to_string()));
        Ok(Letter { purpose, to, name: account.name, locale: account.locale, token })
    }

    /// What the link with this token is about, if it still works.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`].
    pub async fn open_link(&self, purpose: Purpose, token: &str) -> Result<Opened, AccountError> {
        let id = self.signed(purpose, token)?;
        let now = self.db.clock().now();
        let opened = self.db.read(move |c| -> Result<_, AccountError> {
            let row: Option<(Option<CustomerId>, String)> = t::table
                .find(id)
                .filter(t::purpose.eq(purpose.as_str()))
                .filter(t::used_at.is_null())
                .filter(t::expires_at.gt(now.0))
                .select((t::account, t::email))
                .first(c)
                .optional()?;
            let Some((Some(account), email)) = row else { return Ok(None) };
            Ok(find(c, account)?.map(|account| Opened { letter: id, account, email }))
        });
        opened.await?.ok_or(AccountError::LinkGone)
    }

    fn signed(&self, purpose: Purpose, token: &str) -> Result<LetterId, AccountError> {
        let id = self.keys.open(purpose.as_str(), token).ok_or(AccountError::LinkGone)?;
        id.parse().map_err(|_| AccountError::LinkGone)
    }
}

/// A letter to `email`, to be written soon. With nobody's account it is only a row: asking about an unknown address
/// costs what asking about a known one does.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    account: Option<CustomerId>,
    purpose: Purpose,
    email: &str,
) -> Result<(), AccountError> {
    let now = tx.now();
    let id = LetterId::new(now);
    let until = now.plus(purpose.lasts().unwrap_or_default());
    let conn: &mut Conn = tx;
    diesel::insert_into(t::table)
        .values((
            t::id.eq(id),
            t::account.eq(account),
            t::purpose.eq(purpose.as_str()),
            t::email.eq(if account.is_some() { email } else { "" }),
            t::created_at.eq(now.0),
            t::expires_at.eq(until.0),
        ))
        .execute(conn)?;
    if account.is_some() {
        tx.record(&LetterDue { letter: id, purpose })?;
    }
    Ok(())
}

/// Uses a link up: of two who come with it at once, one gets through.
pub(crate) fn take(tx: &mut Tx<'_>, purpose: Purpose, id: LetterId) -> Result<(), AccountError> {
    let now = tx.now().0;
    let conn: &mut Conn = tx;
    let taken = diesel::update(t::table.find(id))
        .filter(t::purpose.eq(purpose.as_str()))
        .filter(t::used_at.is_null())
        .filter(t::expires_at.gt(now))
        .set(t::used_at.eq(now))
        .execute(conn)?;
    if taken == 1 { Ok(()) } else { Err(AccountError::LinkGone) }
}

/// No link that was sent for this account works any more.
pub(crate) fn void(tx: &mut Tx<'_>, account: CustomerId) -> Result<(), AccountError> {
    let now = tx.now().0;
    let conn: &mut Conn = tx;
    diesel::update(t::table.filter(t::account.eq(account)).filter(t::used_at.is_null()))
        .set(t::used_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Forgets letters whose links stopped working before `before`, a few at a time; answers how many.
pub(crate) fn sweep(conn: &mut Conn, before: Micros, limit: i64) -> QueryResult<usize> {
    let ids: Vec<LetterId> = t::table
        .filter(t::expires_at.lt(before.0))
        .order((t::expires_at.asc(), t::id.asc()))
        .limit(limit)
        .select(t::id)
        .load(conn)?;
    diesel::delete(t::table.filter(t::id.eq_any(ids))).execute(conn)
}

pub(crate) fn forget(conn: &mut Conn, account: CustomerId) -> QueryResult<usize> {
    diesel::delete(t::table.filter(t::account.eq(account))).execute(conn)
}
