//! Sessions: an opaque token in the visitor's hands, a row in ours.
use std::time::Duration;

use db::{Conn, Db, Tx};
use diesel::prelude::*;
use kernel::kinds::SessionId;
use kernel::{Actor, Micros};
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use crate::schema::auth_sessions;
use crate::{AuthError, Realm};

/// How exact "last seen" is at most; each write costs the one writer.
const SEEN_EVERY: Duration = Duration::from_secs(5 * 60);
/// How long a page waits for "last seen" to be written; the write happens all the same.
const SEEN_WAIT: Duration = Duration::from_millis(250);
/// In characters.
const USER_AGENT: usize = 200;
/// Length of a token's text: [`kernel::random_token`].
const TOKEN: usize = 52;

/// How long a session lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPolicy {
    /// Without being used. Kept to within five minutes, since "last seen" is written that seldom.
    pub idle: Duration,
    /// At all.
    pub absolute: Duration,
}

impl SessionPolicy {
    /// Staff: 2 hours idle, 12 hours at all. Shoppers: 30 days idle, 180 days at all.
    pub const fn of(realm: Realm) -> Self {
        const HOUR: u64 = 3600;
        match realm {
            Realm::Staff => Self { idle: Duration::from_secs(2 * HOUR), absolute: Duration::from_secs(12 * HOUR) },
            Realm::Shoppers => {
                Self { idle: Duration::from_secs(30 * 24 * HOUR), absolute: Duration::from_secs(180 * 24 * HOUR) }
            }
        }
    }

    /// How old "last seen" may get before it is written again.
    fn seen_every(&self) -> Duration {
        SEEN_EVERY.min(self.idle / 4)
    }
}

/// One signed-in browser or device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    /// Whose it is, as the caller named it: an id's text.
    pub subject: String,
    pub created_at: Micros,
    /// Within five minutes.
    pub last_seen_at: Micros,
    /// When it ends if it is not used before.
    pub expires_at: Micros,
    /// When it ends in any case.
    pub absolute_expires_at: Micros,
    /// What the browser called itself, at most 200 characters. Untrusted text.
    pub user_agent: String,
}

/// A session that was just opened, with the only copy of its token.
#[derive(Debug)]
pub struct NewSession {
    /// For the cookie. Only its SHA-256 is stored.
    pub token: SecretString,
    pub session: Session,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = auth_sessions)]
struct Row {
    id: SessionId,
    realm: String,
    subject: String,
    token_hash: Vec<u8>,
    created_at: i64,
    last_seen_at: i64,
    expires_at: i64,
    absolute_expires_at: i64,
    revoked_at: Option<i64>,
    user_agent: String,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            subject: row.subject,
            created_at: Micros(row.created_at),
            last_seen_at: Micros(row.last_seen_at),
            expires_at: Micros(row.expires_at),
            absolute_expires_at: Micros(row.absolute_expires_at),
            user_agent: row.user_agent,
        }
    }
}

/// The sessions of one realm. Cheap to clone. No cache: a revoked session is refused by the next request on every
/// instance, at the price of one indexed read.
#[derive(Clone)]
pub struct Sessions {
    db: Db,
    realm: Realm,
    policy: SessionPolicy,
}

impl Sessions {
    pub fn new(db: Db, realm: Realm, policy: SessionPolicy) -> Self {
        Self { db, realm, policy }
    }

    pub fn realm(&self) -> Realm {
        self.realm
    }

    /// Opens a session for `subject`. Signing in always opens a new one, so that a token known before is worth
    /// nothing after (session fixation).
    ///
    /// # Errors
    /// The database's.
    pub fn create(&self, tx: &mut Tx<'_>, subject: &str, user_agent: &str) -> Result<NewSession, AuthError> {
        let now = tx.now();
        let (token, token_hash) = new_token();
        let absolute = now.plus(self.policy.absolute);
        let row = Row {
            id: SessionId::new(now),
            realm: self.realm.as_str().to_owned(),
            subject: subject.to_owned(),
            token_hash,
            created_at: now.0,
            last_seen_at: now.0,
            expires_at: now.plus(self.policy.idle).min(absolute).0,
            absolute_expires_at: absolute.0,
            revoked_at: None,
            user_agent: user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT).collect(),
        };
        let conn: &mut Conn = tx;
        diesel::insert_into(auth_sessions::table).values(&row).execute(conn)?;
        Ok(NewSession { token, session: row.into() })
    }

    /// Whose token this is, if it is anybody's now. Notes that the session was seen, at most every five minutes; a
    /// writer that is busy or has no room does not turn anyone away.
    ///
    /// # Errors
    /// The database's, when it cannot be read.
    pub async fn authenticate(&self, token: &str) -> Result<Option<Session>, AuthError> {
        let Some(hash) = hash_of(token) else { return Ok(None) };
        let realm = self.realm;
        let found: Option<Session> = self.db.read(move |c| find(c, realm, &hash)).await?;
        self.live(found).await
    }

    async fn live(&self, found: Option<Session>) -> Result<Option<Session>, AuthError> {
        let Some(session) = found else { return Ok(None) };
        let now = self.db.clock().now();
        if now >= session.expires_at || now >= session.absolute_expires_at {
            // Ended for good, even if the clock is set back.
            self.note(session.id, |tx, id| revoke_row(tx, id).map(drop)).await;
            return Ok(None);
        }
        if now.since(session.last_seen_at) >= self.policy.seen_every() {
            let policy = self.policy;
            let absolute = session.absolute_expires_at;
            self.note(session.id, move |tx, id| seen(tx, id, policy, absolute)).await;
        }
        Ok(Some(session))
    }

    /// The session with this id, if it lives. Notes that it was seen, as [`Sessions::authenticate`] does.
    ///
    /// # Errors
    /// The database's.
    pub async fn alive(&self, id: SessionId) -> Result<Option<Session>, AuthError> {
        let realm = self.realm;
        let found: Option<Session> = self.db.read(move |c| by_id(c, realm, id)).await?;
        self.live(found).await
    }

    /// [`Sessions::alive`] in a unit of work.
    ///
    /// # Errors
    /// The database's.
    pub fn alive_in(&self, tx: &mut Tx<'_>, id: SessionId) -> Result<Option<Session>, AuthError> {
        let now = tx.now();
        let found = by_id(tx, self.realm, id)?;
        Ok(found.filter(|s| now < s.expires_at && now < s.absolute_expires_at))
    }

    /// Gives the session a new token; the old one is worth nothing from the commit on. For every change of what its
    /// subject may do.
    ///
    /// # Errors
    /// [`AuthError::SessionEnded`] when it is revoked, ended, or of another realm.
    pub fn rotate(&self, tx: &mut Tx<'_>, id: SessionId) -> Result<SecretString, AuthError> {
        let now = tx.now();
        let (token, token_hash) = new_token();
        let conn: &mut Conn = tx;
        let changed = diesel::update(auth_sessions::table.find(id))
            .filter(auth_sessions::realm.eq(self.realm.as_str()))
            .filter(auth_sessions::revoked_at.is_null())
            .filter(auth_sessions::expires_at.gt(now.0))
            .set(auth_sessions::token_hash.eq(token_hash))
            .execute(conn)?;
        if changed == 1 { Ok(token) } else { Err(AuthError::SessionEnded) }
    }

    /// Ends the session of `token`, if it is one. Says whose it was.
    ///
    /// # Errors
    /// The database's.
    pub fn revoke_token(&self, tx: &mut Tx<'_>, token: &str) -> Result<Option<Session>, AuthError> {
        let Some(hash) = hash_of(token) else { return Ok(None) };
        let Some(session) = find(tx, self.realm, &hash)? else { return Ok(None) };
        revoke_row(tx, session.id)?;
        Ok(Some(session))
    }

    /// Ends one session of `subject`; false when it is not theirs or has ended before.
    ///
    /// # Errors
    /// The database's.
    pub fn revoke(&self, tx: &mut Tx<'_>, subject: &str, id: SessionId) -> Result<bool, AuthError> {
        let now = tx.now();
        let conn: &mut Conn = tx;
        let changed = diesel::update(auth_sessions::table.find(id))
            .filter(auth_sessions::realm.eq(self.realm.as_str()))
            .filter(auth_sessions::subject.eq(subject))
            .filter(auth_sessions::revoked_at.is_null())
            .set(auth_sessions::revoked_at.eq(now.0))
            .execute(conn)?;
        Ok(changed == 1)
    }

    /// Ends all sessions of `subject` but `spared`: a changed password, a lost device, someone who left. Says how
    /// many.
    ///
    /// # Errors
    /// The database's.
    pub fn revoke_all(
        &self,
        tx: &mut Tx<'_>,
        subject: &str,
        spared: Option<SessionId>,
    ) -> Result<usize, AuthError> {
        let now = tx.now();
        // No session has the id of zeros: UUIDv7 carries its version.
        let spared = spared.unwrap_or(SessionId::from_bytes([0; 16]));
        let conn: &mut Conn = tx;
        let ended = diesel::update(auth_sessions::table)
            .filter(auth_sessions::realm.eq(self.realm.as_str()))
            .filter(auth_sessions::subject.eq(subject))
            .filter(auth_sessions::revoked_at.is_null())
            .filter(auth_sessions::id.ne(spared))
            .set(auth_sessions::revoked_at.eq(now.0))
            .execute(conn)?;
        Ok(ended)
    }

    /// The live sessions of `subject`, the one seen last first.
    ///
    /// # Errors
    /// The database's.
    pub async fn list(&self, subject: &str) -> Result<Vec<Session>, AuthError> {
        let (realm, subject, now) = (self.realm, subject.to_owned(), self.db.clock().now());
        self.db
            .read(move |c| {
                let rows: Vec<Row> = auth_sessions::table
                    .filter(auth_sessions::realm.eq(realm.as_str()))
                    .filter(auth_sessions::subject.eq(subject))
                    .filter(auth_sessions::revoked_at.is_null())
                    .filter(auth_sessions::expires_at.gt(now.0))
                    .order((auth_sessions::last_seen_at.desc(), auth_sessions::id.desc()))
                    .select(Row::as_select())
                    .load(c)?;
                Ok(rows.into_iter().map(Session::from).collect())
            })
            .await
    }

    /// Forgets at most `limit` sessions of this realm that could not be used since `before`. Says how many.
    ///
    /// # Errors
    /// The database's.
    pub fn sweep(&self, tx: &mut Tx<'_>, before: Micros, limit: i64) -> Result<usize, AuthError> {
        let conn: &mut Conn = tx;
        let ids: Vec<SessionId> = auth_sessions::table
            .filter(auth_sessions::realm.eq(self.realm.as_str()))
            .filter(auth_sessions::expires_at.lt(before.0))
            .order(auth_sessions::expires_at)
            .limit(limit)
            .select(auth_sessions::id)
            .load(conn)?;
        Ok(diesel::delete(auth_sessions::table.filter(auth_sessions::id.eq_any(ids))).execute(conn)?)
    }

    /// A write that nobody depends on: it may be late, or fail.
    async fn note<F>(&self, id: SessionId, mut f: F)
    where
        F: FnMut(&mut Tx<'_>, SessionId) -> QueryResult<()> + Send + 'static,
    {
        let actor = Actor::system("sessions");
        let write = self.db.write(&actor, move |tx| f(tx, id).map_err(AuthError::from));
        if let Ok(Err(e)) = tokio::time::timeout(SEEN_WAIT, write).await {
            tracing::warn!(error = %e, session = %id, "a session's last use was not noted");
        }
    }
}

fn new_token() -> (SecretString, Vec<u8>) {
    let token = kernel::random_token();
    let hash = Sha256::digest(token.as_bytes()).to_vec();
    (SecretString::from(token), hash)
}

/// None for what cannot be a token. No salt and no slow hash: the token has 256 random bits.
fn hash_of(token: &str) -> Option<Vec<u8>> {
    (token.len() == TOKEN).then(|| Sha256::digest(token.as_bytes()).to_vec())
}

fn find(conn: &mut Conn, realm: Realm, hash: &[u8]) -> Result<Option<Session>, AuthError> {
    let row: Option<Row> = auth_sessions::table
        .filter(auth_sessions::token_hash.eq(hash))
        .filter(auth_sessions::realm.eq(realm.as_str()))
        .filter(auth_sessions::revoked_at.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Session::from))
}

fn by_id(conn: &mut Conn, realm: Realm, id: SessionId) -> Result<Option<Session>, AuthError> {
    let row: Option<Row> = auth_sessions::table
        .find(id)
        .filter(auth_sessions::realm.eq(realm.as_str()))
        .filter(auth_sessions::revoked_at.is_null())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Session::from))
}

fn revoke_row(tx: &mut Tx<'_>, id: SessionId) -> QueryResult<usize> {
    let now = tx.now();
    let conn: &mut Conn = tx;
    diesel::update(auth_sessions::table.find(id))
        .filter(auth_sessions::revoked_at.is_null())
        .set(auth_sessions::revoked_at.eq(now.0))
        .execute(conn)
}

/// Several requests of one page may come here at once: the first one writes.
fn seen(tx: &mut Tx<'_>, id: SessionId, policy: SessionPolicy, absolute: Micros) -> QueryResult<()> {
    let now = tx.now();
    let conn: &mut Conn = tx;
    diesel::update(auth_sessions::table.find(id))
        .filter(auth_sessions::revoked_at.is_null())
        .filter(auth_sessions::last_seen_at.le(now.minus(policy.seen_every()).0))
        .set((
            auth_sessions::last_seen_at.eq(now.0),
            auth_sessions::expires_at.eq(now.plus(policy.idle).min(absolute).0),
        ))
        .execute(conn)
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Shop, on_every_database};
    use secrecy::ExposeSecret;

    const HOUR: Duration = Duration::from_secs(3600);
    const POLICY: SessionPolicy = SessionPolicy { idle: HOUR, absolute: Duration::from_secs(5 * 3600) };

    fn sessions(shop: &Shop) -> Sessions {
        Sessions::new(shop.db.clone(), Realm::Staff, POLICY)
    }

    async fn open(shop: &Shop, subject: &'static str) -> NewSession {
        let sessions = sessions(shop);
        shop.write(move |tx| sessions.create(tx, subject, "Lynx\r\n/2.9")).await.unwrap()
    }

    async fn who(shop: &Shop, token: &SecretString) -> Option<String> {
        sessions(shop).authenticate(token.expose_secret()).await.unwrap().map(|s| s.subject)
    }

    #[tokio::test]
    async fn a_token_is_known_in_its_realm_only_and_stored_nowhere() {
        on_every_database(async |shop| {
            let new = open(shop, "stf_ada").await;
            assert_eq!(new.session.user_agent, "Lynx/2.9");
            assert_eq!(who(shop, &new.token).await.as_deref(), Some("stf_ada"));
            let elsewhere = Sessions::new(shop.db.clone(), Realm::Shoppers, POLICY);
            assert_eq!(elsewhere.authenticate(new.token.expose_secret()).await.unwrap(), None);
            for bad in ["", "x", &kernel::random_token()] {
                assert_eq!(sessions(shop).authenticate(bad).await.unwrap(), None);
            }
            let stored: Vec<u8> = shop
                .db
                .read_now(|c| {
                    auth_sessions::table.select(auth_sessions::token_hash).first(c).map_err(AuthError::from)
                })
                .unwrap();
            assert_eq!(stored, Sha256::digest(new.token.expose_secret().as_bytes()).to_vec());
        })
        .await;
    }

    #[tokio::test]
    async fn idle_sessions_end_and_used_ones_last_until_their_absolute_end() {
        on_every_database(async |shop| {
            let idle = open(shop, "stf_ada").await;
            let used = open(shop, "stf_bob").await;
            for _ in 0..9 {
                shop.clock.advance(HOUR / 2);
                assert_eq!(who(shop, &used.token).await.as_deref(), Some("stf_bob"));
            }
            assert_eq!(who(shop, &idle.token).await, None);
            shop.clock.advance(HOUR / 2);
            assert_eq!(who(shop, &used.token).await, None, "five hours are over");
        })
        .await;
    }

    #[tokio::test]
    async fn a_session_that_was_seen_to_have_ended_stays_ended_when_the_clock_is_set_back() {
        on_every_database(async |shop| {
            let new = open(shop, "stf_ada").await;
            shop.clock.advance(2 * HOUR);
            assert_eq!(who(shop, &new.token).await, None);
            let earlier = shop.again_at(new.session.created_at);
            assert_eq!(who(&earlier, &new.token).await, None);
        })
        .await;
    }

    #[tokio::test]
    async fn being_seen_is_written_every_five_minutes_at_most() {
        on_every_database(async |shop| {
            let new = open(shop, "stf_ada").await;
            let start = new.session.created_at;
            let mut written = Vec::new();
            for _ in 0..11 {
                shop.clock.advance(Duration::from_secs(60));
                who(shop, &new.token).await;
                written.push(sessions(shop).list("stf_ada").await.unwrap()[0].last_seen_at.since(start).as_secs());
            }
            assert_eq!(written, [0, 0, 0, 0, 300, 300, 300, 300, 300, 600, 600]);
        })
        .await;
    }

    #[tokio::test]
    async fn rotation_replaces_the_token_and_revocation_ends_it() {
        on_every_database(async |shop| {
            let new = open(shop, "stf_ada").await;
            let id = new.session.id;
            let s = sessions(shop);
            let fresh = shop.write(move |tx| s.rotate(tx, id)).await.unwrap();
            assert_eq!(who(shop, &new.token).await, None);
            assert_eq!(who(shop, &fresh).await.as_deref(), Some("stf_ada"));

            let s = sessions(shop);
            assert!(!shop.write(move |tx| s.revoke(tx, "stf_bob", id)).await.unwrap(), "not his");
            let s = sessions(shop);
            assert!(shop.write(move |tx| s.revoke(tx, "stf_ada", id)).await.unwrap());
            assert_eq!(who(shop, &fresh).await, None);
            let s = sessions(shop);
            let refused = shop.write(move |tx| s.rotate(tx, id).map(drop)).await;
            assert!(matches!(refused, Err(AuthError::SessionEnded)));
        })
        .await;
    }

    #[tokio::test]
    async fn all_of_ones_sessions_end_but_the_spared_one_and_nobody_elses() {
        on_every_database(async |shop| {
            let (a, b) = (open(shop, "stf_ada").await, open(shop, "stf_ada").await);
            let other = open(shop, "stf_bob").await;
            let (s, spared) = (sessions(shop), a.session.id);
            assert_eq!(shop.write(move |tx| s.revoke_all(tx, "stf_ada", Some(spared))).await.unwrap(), 1);
            let listed = sessions(shop).list("stf_ada").await.unwrap();
            assert_eq!(listed, [a.session]);
            assert_eq!(who(shop, &b.token).await, None);
            assert_eq!(who(shop, &other.token).await.as_deref(), Some("stf_bob"));

            let (s, token) = (sessions(shop), a.token);
            let ended = shop.write(move |tx| s.revoke_token(tx, token.expose_secret())).await.unwrap();
            assert_eq!(ended.map(|s| s.id), Some(spared));
            assert_eq!(sessions(shop).list("stf_ada").await.unwrap(), []);
        })
        .await;
    }

    #[tokio::test]
    async fn what_ended_long_ago_is_forgotten_in_pieces() {
        on_every_database(async |shop| {
            for _ in 0..3 {
                open(shop, "stf_ada").await;
            }
            shop.clock.advance(10 * HOUR);
            let live = open(shop, "stf_ada").await;
            for expected in [2, 1, 0] {
                let s = sessions(shop);
                let gone = shop.write(move |tx| {
                    let before = tx.now().minus(HOUR);
                    s.sweep(tx, before, 2)
                });
                assert_eq!(gone.await.unwrap(), expected);
            }
            assert!(who(shop, &live.token).await.is_some());
        })
        .await;
    }
}
