//! Requests that happen once, however often they are sent.
//!
//! Whoever is to carry a request out claims it first. From then on every unit of work that is done for it (by an actor
//! who [carries the claim](kernel::Actor::claiming)) notes in its own transaction that something was written. So it is
//! known after a crash whether anything happened: if not, the request may be carried out anew; if so, it never is.
//! A claim that is held too long passes to whoever asks next, and what its former holder still tries to write fails.
use std::time::Duration;

use diesel::prelude::*;
use kernel::{Actor, Claim, Micros};

use crate::{Conn, Db, DbError, Lane, Tx};

diesel::table! {
    idempotency_requests (request) {
        request -> Binary,
        fingerprint -> Binary,
        holder -> Binary,
        held_until -> BigInt,
        written -> Bool,
        status -> Nullable<BigInt>,
        headers -> Text,
        body -> Binary,
        expires_at -> BigInt,
    }
}
use idempotency_requests as t;

/// The row of a request as long as it is held by this one.
macro_rules! held_by {
    ($request:expr, $holder:expr) => {
        t::table.filter(t::request.eq(&$request[..])).filter(t::holder.eq(&$holder[..]))
    };
}

/// How long an answer is kept.
const KEPT: Duration = Duration::from_secs(48 * 3600);
/// How long whoever carries a request out is believed to be at it.
const HELD: Duration = Duration::from_secs(60);
/// The same of what is safe to repeat: less than whoever asks again is let wait, so that a shop that died and came back
/// answers them.
const HELD_SAFE: Duration = Duration::from_secs(3);

/// What a request was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Where a request stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// Nobody carries it out but whoever holds this.
    Yours(Claim),
    Answered(KeptAnswer),
    /// Somebody is at it this moment.
    Underway,
    /// The key was used for another request.
    Other,
    /// It was carried out, at least in part, and the answer was lost.
    Lost,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = t)]
struct Row {
    request: Vec<u8>,
    fingerprint: Vec<u8>,
    holder: Vec<u8>,
    held_until: i64,
    written: bool,
    status: Option<i64>,
    headers: String,
    body: Vec<u8>,
    expires_at: i64,
}

/// Requests by key. Cheap to clone.
#[derive(Clone)]
pub struct Requests(Db);

impl Requests {
    pub fn new(db: Db) -> Self {
        Self(db)
    }

    /// Claims the request known as `request`, told from others under the same key by its `fingerprint`. What is
    /// `repeatable` is safe to carry out again, whatever was written.
    ///
    /// # Errors
    /// The database's.
    pub async fn claim(
        &self,
        request: [u8; 32],
        fingerprint: [u8; 32],
        repeatable: bool,
    ) -> Result<Claimed, DbError> {
        // Most who ask twice find it answered or under way: they do not trouble the writer.
        let now = self.0.clock().now();
        let found = self.0.read(move |c| Ok::<_, DbError>(find(c, &request)?)).await?;
        if let Some(row) = found.filter(|row| row.expires_at > now.0)
            && let Some(standing) = standing(row, &fingerprint, now, repeatable)
        {
            return Ok(standing);
        }
        let claim = Claim { request, holder: rand::random() };
        let actor = Actor::system("requests");
        let claimed = self.0.write(&actor, move |tx| take(tx, claim, &fingerprint, repeatable)).await;
        match claimed {
            // Another instance was a moment sooner.
            Err(e) if e.is_duplicate() => Ok(Claimed::Underway),
            other => other,
        }
    }

    /// Keeps the answer for two days. True when it is kept: the claim may have passed to somebody else.
    ///
    /// # Errors
    /// The database's.
    pub async fn keep(&self, claim: &Claim, answer: KeptAnswer) -> Result<bool, DbError> {
        let (claim, headers) = (*claim, serde_json::to_string(&answer.headers).unwrap_or_default());
        self.0
            .write(&Actor::system("requests"), move |tx| {
                let until = tx.now().plus(KEPT).0;
                let conn: &mut Conn = tx;
                let kept = diesel::update(held_by!(claim.request, claim.holder))
                    .set((
                        t::status.eq(i64::from(answer.status)),
                        t::headers.eq(&headers),
                        t::body.eq(&answer.body),
                        t::expires_at.eq(until),
                    ))
                    .execute(conn)?;
                Ok::<_, DbError>(kept == 1)
            })
            .await
    }

    /// Forgets a request for which nothing was written; one that is `repeatable` in any case. False when it stays.
    ///
    /// # Errors
    /// The database's.
    pub async fn let_go(&self, claim: &Claim, repeatable: bool) -> Result<bool, DbError> {
        let claim = *claim;
        self.0
            .write(&Actor::system("requests"), move |tx| {
                let conn: &mut Conn = tx;
                let untouched = t::written.eq(false).or(t::written.eq(repeatable));
                let gone = diesel::delete(held_by!(claim.request, claim.holder).filter(untouched)).execute(conn)?;
                Ok::<_, DbError>(gone == 1)
            })
            .await
    }

    /// Forgets at most `limit` requests whose time is over. Says how many.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(&self, actor: &Actor, limit: i64) -> Result<usize, DbError> {
        self.0
            .write_in(Lane::Bulk, actor, move |tx| {
                let now = tx.now().0;
                let conn: &mut Conn = tx;
                let old: Vec<Vec<u8>> = t::table
                    .filter(t::expires_at.le(now))
                    .order(t::expires_at)
                    .limit(limit)
                    .select(t::request)
                    .load(conn)?;
                Ok::<_, DbError>(diesel::delete(t::table.filter(t::request.eq_any(old))).execute(conn)?)
            })
            .await
    }
}

/// Notes, in the unit of work itself, that something is written for a request.
///
/// # Errors
/// [`DbError::Fenced`] when the claim passed to somebody else; the database's.
pub(crate) fn mark(tx: &mut Tx<'_>, claim: &Claim) -> Result<(), DbError> {
    let conn: &mut Conn = tx;
    match diesel::update(held_by!(claim.request, claim.holder)).set(t::written.eq(true)).execute(conn)? {
        1 => Ok(()),
        _ => Err(DbError::Fenced),
    }
}

fn find(conn: &mut Conn, request: &[u8]) -> QueryResult<Option<Row>> {
    t::table.find(request).select(Row::as_select()).first(conn).optional()
}

/// None when it may be taken.
fn standing(row: Row, fingerprint: &[u8], now: Micros, repeatable: bool) -> Option<Claimed> {
    if row.fingerprint != fingerprint {
        return Some(Claimed::Other);
    }
    if let Some(status) = row.status {
        let headers = serde_json::from_str(&row.headers).unwrap_or_default();
        let status = u16::try_from(status).unwrap_or(200);
        return Some(Claimed::Answered(KeptAnswer { status, headers, body: row.body }));
    }
    if row.held_until > now.0 {
        return Some(Claimed::Underway);
    }
    (row.written && !repeatable).then_some(Claimed::Lost)
}

fn take(tx: &mut Tx<'_>, claim: Claim, fingerprint: &[u8], repeatable: bool) -> Result<Claimed, DbError> {
    let now = tx.now();
    let held_until = now.plus(if repeatable { HELD_SAFE } else { HELD }).0;
    let conn: &mut Conn = tx;
    let found = find(conn, &claim.request)?;
    if let Some(row) = found {
        if row.expires_at > now.0 {
            let former = row.holder.clone();
            if let Some(standing) = standing(row, fingerprint, now, repeatable) {
                return Ok(standing);
            }
            let taken = diesel::update(held_by!(claim.request, former))
                .set((t::holder.eq(&claim.holder[..]), t::held_until.eq(held_until)))
                .execute(conn)?;
            return Ok(if taken == 1 { Claimed::Yours(claim) } else { Claimed::Underway });
        }
        diesel::delete(held_by!(claim.request, row.holder)).execute(conn)?;
    }
    let row = Row {
        request: claim.request.to_vec(),
        fingerprint: fingerprint.to_vec(),
        holder: claim.holder.to_vec(),
        held_until,
        written: false,
        status: None,
        headers: String::new(),
        body: Vec::new(),
        expires_at: now.plus(KEPT).0,
    };
    diesel::insert_into(t::table).values(&row).execute(conn)?;
    Ok(Claimed::Yours(claim))
}
