//! Who is to be told when a sold-out variant is back. Each is told once; whoever wants to hear again asks again.
use std::net::IpAddr;
use std::time::Duration;

use auth::{Key, Limit};
use db::{Conn, Tx};
use diesel::prelude::*;
use events::Recording;
use kernel::kinds::{CustomerId, NoticeId, VariantId};
use kernel::{Actor, Correlation, Micros};

use crate::events::NoticeDue;
use crate::schema::customers_notices as t;
use crate::{Account, AccountError, Accounts, Email};

/// How many notices may be asked for under one address.
const ASKS: Limit = Limit { tries: 20, window: Duration::from_secs(3600) };
/// What the link in a letter to a guest is signed for.
const PURPOSE: &str = "notice";
/// How long a guest has to confirm.
const LASTS: Duration = Duration::from_secs(7 * 24 * 3600);

/// What asking came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// They will be told.
    Waiting,
    /// A guest must open the link in a letter first.
    ConfirmByMail,
}

/// Who wants to hear of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub variant: VariantId,
    pub to: String,
    pub confirmed: bool,
    pub told: bool,
    pub created_at: Micros,
    /// The language they asked in; empty: the shop's.
    pub locale: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: NoticeId,
    variant: VariantId,
    email: String,
    created_at: i64,
    confirmed_at: Option<i64>,
    told_at: Option<i64>,
    locale: String,
}

impl From<Row> for Notice {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            variant: row.variant,
            to: row.email,
            confirmed: row.confirmed_at.is_some(),
            told: row.told_at.is_some(),
            created_at: Micros(row.created_at),
            locale: row.locale,
        }
    }
}

impl Accounts {
    /// Notes that somebody wants to hear, in the language of `locale`, when `variant` is back. A guest is asked by mail whether the address is
    /// theirs; the confirmed address of whoever is signed in needs no asking. Asking twice is asking once.
    ///
    /// # Errors
    /// [`AccountError::Email`]; [`AccountError::TooManyTries`].
    pub async fn ask_notice(
        &self,
        correlation: Correlation,
        variant: VariantId,
        (email, locale): (&str, &str),
        account: Option<&Account>,
        ip: IpAddr,
    ) -> Result<Asked, AccountError> {
        let email = Email::parse(email).ok_or(AccountError::Email)?;
        let own = account.filter(|a| a.email.to_lowercase() == email.login()).map(|a| a.id);
        let actor = Actor::shopper(correlation);
        let keys = vec![(Key::new("stock-notice", &email.login()), ASKS), (Key::network(ip), Limit::NETWORK)];
        self.throttles.count(&actor, keys).await?;
        let locale = locale.to_owned();
        self.db.write(&actor, move |tx| ask(tx, variant, (&email, &locale), own)).await
    }

    /// The notice that a link from a letter is about, as long as it can be confirmed.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`].
    pub async fn open_notice(&self, token: &str) -> Result<Notice, AccountError> {
        let id = self.keys.open(PURPOSE, token).and_then(|id| id.parse().ok()).ok_or(AccountError::LinkGone)?;
        let now = self.db.clock().now();
        let found = self.db.read(move |c| get(c, id)).await?;
        found.filter(|n| !n.told && now < n.created_at.plus(LASTS)).ok_or(AccountError::LinkGone)
    }

    /// A guest says that the address is theirs. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`].
    pub async fn confirm_notice(&self, correlation: Correlation, token: &str) -> Result<Notice, AccountError> {
        let notice = self.open_notice(token).await?;
        let id = notice.id;
        self.db
            .write(&Actor::shopper(correlation), move |tx| -> Result<(), AccountError> {
                let now = tx.now().0;
                let conn: &mut Conn = tx;
                diesel::update(t::table.find(id).filter(t::confirmed_at.is_null()))
                    .set(t::confirmed_at.eq(now))
                    .execute(conn)?;
                Ok(())
            })
            .await?;
        Ok(notice)
    }

    /// What somebody waits for.
    ///
    /// # Errors
    /// The database's.
    pub async fn notices(&self, owner: CustomerId) -> Result<Vec<Notice>, AccountError> {
        self.db
            .read(move |c| {
                let rows: Vec<Row> = t::table
                    .filter(t::account.eq(owner))
                    .filter(t::told_at.is_null())
                    .order((t::created_at.desc(), t::id.desc()))
                    .select(Row::as_select())
                    .load(c)?;
                Ok(rows.into_iter().map(Notice::from).collect())
            })
            .await
    }

    /// Somebody does not want to hear any more.
    ///
    /// # Errors
    /// The database's.
    pub async fn drop_notice(
        &self,
        correlation: Correlation,
        owner: CustomerId,
        id: NoticeId,
    ) -> Result<(), AccountError> {
        self.db
            .write(&Actor::shopper(correlation), move |tx| {
                let conn: &mut Conn = tx;
                diesel::delete(t::table.find(id).filter(t::account.eq(owner))).execute(conn)?;
                Ok(())
            })
            .await
    }

    /// What a letter about a notice is written from: the notice, and what the link to confirm it carries.
    ///
    /// # Errors
    /// [`AccountError::LinkGone`] when nobody waits any more.
    pub fn notice_in(&self, conn: &mut Conn, id: NoticeId) -> Result<(Notice, String), AccountError> {
        let notice = get(conn, id)?.ok_or(AccountError::LinkGone)?;
        Ok((notice, self.keys.token(PURPOSE, &id.to_string())))
    }

    /// Whether anybody waits for `variant`.
    ///
    /// # Errors
    /// The database's.
    pub fn is_awaited(conn: &mut Conn, variant: VariantId) -> Result<bool, AccountError> {
        let one: Option<NoticeId> = waiting(variant).select(t::id).first(conn).optional()?;
        Ok(one.is_some())
    }

    /// `variant` is back: letters to those who wait, longest first, at most `limit` of them. Answers how many.
    ///
    /// # Errors
    /// The database's.
    pub fn tell_waiting(&self, tx: &mut Tx<'_>, variant: VariantId, limit: i64) -> Result<usize, AccountError> {
        let now = tx.now().0;
        let ids: Vec<NoticeId> = waiting(variant)
            .order((t::created_at.asc(), t::id.asc()))
            .limit(limit)
            .select(t::id)
            .load(&mut **tx)?;
        for id in &ids {
            let conn: &mut Conn = tx;
            let told = diesel::update(t::table.find(*id).filter(t::told_at.is_null()))
                .set(t::told_at.eq(now))
                .execute(conn)?;
            if told == 1 {
                tx.record(&NoticeDue { notice: *id, confirm: false, version: 2 })?;
            }
        }
        Ok(ids.len())
    }
}

type Waiting = diesel::helper_types::IntoBoxed<'static, t::table, db::MultiBackend>;

fn waiting(variant: VariantId) -> Waiting {
    t::table
        .filter(t::variant.eq(variant))
        .filter(t::told_at.is_null())
        .filter(t::confirmed_at.is_not_null())
        .into_boxed()
}

fn get(conn: &mut Conn, id: NoticeId) -> Result<Option<Notice>, AccountError> {
    let row: Option<Row> = t::table.find(id).select(Row::as_select()).first(conn).optional()?;
    Ok(row.map(Notice::from))
}

fn ask(
    tx: &mut Tx<'_>,
    variant: VariantId,
    (email, locale): (&Email, &str),
    own: Option<CustomerId>,
) -> Result<Asked, AccountError> {
    let now = tx.now();
    let id = NoticeId::new(now);
    let new = tx.savepoint(|tx| {
        let conn: &mut Conn = tx;
        diesel::insert_into(t::table)
            .values((
                t::id.eq(id),
                t::variant.eq(variant),
                t::account.eq(own),
                t::login.eq(email.login()),
                t::email.eq(email.as_str()),
                t::created_at.eq(now.0),
                t::confirmed_at.eq(own.map(|_| now.0)),
                t::locale.eq(locale),
            ))
            .execute(conn)
            .map_err(AccountError::from)
    });
    match new {
        Ok(_) if own.is_some() => return Ok(Asked::Waiting),
        Ok(_) => {
            tx.record(&NoticeDue { notice: id, confirm: true, version: 1 })?;
            return Ok(Asked::ConfirmByMail);
        }
        Err(AccountError::Db(e)) if e.is_duplicate() => {}
        Err(e) => return Err(e),
    }
    // Asked for before. Whoever is signed in now waits from now on; a guest is not written to again.
    if let Some(own) = own {
        let conn: &mut Conn = tx;
        diesel::update(
            t::table.filter(t::variant.eq(variant)).filter(t::login.eq(email.login())).filter(t::told_at.is_null()),
        )
        .set((t::account.eq(own), t::confirmed_at.eq(now.0)))
        .execute(conn)?;
        return Ok(Asked::Waiting);
    }
    Ok(Asked::ConfirmByMail)
}

/// Forgets what nobody confirmed and what was told before `before`, a few at a time; answers how many.
pub(crate) fn sweep(conn: &mut Conn, before: Micros, limit: i64) -> Result<usize, AccountError> {
    let ids: Vec<NoticeId> = t::table
        .filter(t::created_at.lt(before.0))
        .filter(t::confirmed_at.is_null().or(t::told_at.lt(before.0)))
        .order((t::created_at.asc(), t::id.asc()))
        .limit(limit)
        .select(t::id)
        .load(conn)?;
    Ok(diesel::delete(t::table.filter(t::id.eq_any(ids))).execute(conn)?)
}
