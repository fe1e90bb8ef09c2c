//! Tokens for programs that signed somebody in: one that opens for minutes, and one that gets the next pair, once.
use std::time::Duration;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::SessionId;
use secrecy::SecretString;

use crate::schema::auth_refresh_tokens as t;
use crate::{AuthError, LinkKeys, Session, Sessions};

/// How long an access token opens.
const LASTS: Duration = Duration::from_secs(15 * 60);
/// What access tokens are signed for.
const PURPOSE: &str = "access";

/// A pair of tokens, known to whoever signed in and nobody else.
#[derive(Debug)]
pub struct Grant {
    /// Opens until `expires_at`, or until its session ends. Stored nowhere: it is signed.
    pub access: SecretString,
    pub expires_at: Micros,
    /// Gets the next pair, once. Only its SHA-256 is stored.
    pub refresh: SecretString,
}

/// Hands out tokens for the sessions of one realm, and reads them. A session stands behind each pair, so that it is
/// listed and ended like one of a browser. Cheap to clone.
#[derive(Clone)]
pub struct Grants {
    sessions: Sessions,
    keys: LinkKeys,
}

impl Grants {
    pub fn new(sessions: Sessions, keys: LinkKeys) -> Self {
        Self { sessions, keys }
    }

    /// A first pair for a session that was just opened.
    ///
    /// # Errors
    /// The database's.
    pub fn grant(&self, tx: &mut Tx<'_>, session: SessionId) -> Result<Grant, AuthError> {
        let now = tx.now();
        let refresh = kernel::random_token();
        let conn: &mut Conn = tx;
        diesel::insert_into(t::table)
            .values((
                t::token_hash.eq(kernel::token_hash(&refresh)),
                t::session.eq(session),
                t::created_at.eq(now.0),
            ))
            .execute(conn)?;
        let expires_at = now.plus(LASTS);
        let access = self.keys.token(PURPOSE, &format!("{session}-{}", expires_at.0));
        Ok(Grant { access: access.into(), expires_at, refresh: refresh.into() })
    }

    /// The next pair for whoever holds a refresh token, which is worth nothing afterwards. Whoever comes with one that
    /// was used before, or whoever used it, is not who signed in (RFC 9700, 4.14.2): their session ends, in this very
    /// unit of work. So [`AuthError::Reused`] is no reason to undo it, and comes inside of the answer.
    ///
    /// # Errors
    /// [`AuthError::SessionEnded`]; the database's.
    pub fn refresh(&self, tx: &mut Tx<'_>, token: &str) -> Result<Result<(Session, Grant), AuthError>, AuthError> {
        let now = tx.now();
        let hash = kernel::token_hash(token);
        let conn: &mut Conn = tx;
        let id: Option<SessionId> = t::table.find(&hash).select(t::session).first(conn).optional()?;
        let Some(id) = id else { return Err(AuthError::SessionEnded) };
        let used = diesel::update(t::table.find(&hash).filter(t::used_at.is_null()))
            .set(t::used_at.eq(now.0))
            .execute(conn)?;
        let session = self.sessions.alive_in(tx, id)?.ok_or(AuthError::SessionEnded)?;
        if used == 0 {
            self.sessions.revoke(tx, &session.subject, id)?;
            tracing::warn!(session = %id, "a refresh token was used twice; its session ended");
            metrics::counter!("sundry_auth_refresh_tokens_reused_total").increment(1);
            return Ok(Err(AuthError::Reused));
        }
        let grant = self.grant(tx, id)?;
        Ok(Ok((session, grant)))
    }

    /// Whose access token this is, if it is anybody's now.
    ///
    /// # Errors
    /// The database's.
    pub async fn authenticate(&self, token: &str, now: Micros) -> Result<Option<Session>, AuthError> {
        let Some((session, until)) = self.keys.open(PURPOSE, token).and_then(|id| id.split_once('-')) else {
            return Ok(None);
        };
        let (Ok(session), Ok(until)) = (session.parse::<SessionId>(), until.parse::<i64>()) else {
            return Ok(None);
        };
        if now.0 >= until { Ok(None) } else { self.sessions.alive(session).await }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::testing::{Shop, on_every_database};
    use crate::{Realm, SessionPolicy};

    fn grants(shop: &Shop) -> Grants {
        let sessions = Sessions::new(shop.db.clone(), Realm::Shoppers, SessionPolicy::of(Realm::Shoppers));
        Grants::new(sessions, LinkKeys::new(&[7; 32]))
    }

    async fn signed_in(shop: &Shop) -> Grant {
        let g = grants(shop);
        shop.write(move |tx| {
            let new = g.sessions.create(tx, "cus_ada", "an app")?;
            g.grant(tx, new.session.id)
        })
        .await
        .unwrap()
    }

    async fn who(shop: &Shop, access: &SecretString) -> Option<String> {
        let now = shop.clock.now();
        grants(shop).authenticate(access.expose_secret(), now).await.unwrap().map(|s| s.subject)
    }

    async fn next(shop: &Shop, refresh: &SecretString) -> Result<Grant, AuthError> {
        let (g, token) = (grants(shop), refresh.expose_secret().to_owned());
        shop.write(move |tx| g.refresh(tx, &token)).await?.map(|(_, grant)| grant)
    }

    #[tokio::test]
    async fn a_pair_lasts_minutes_and_gets_the_next_one_once() {
        on_every_database(async |shop| {
            let first = signed_in(shop).await;
            assert_eq!(who(shop, &first.access).await.as_deref(), Some("cus_ada"));
            for bad in ["", "x.y", &first.access.expose_secret().replace("ses_", "sez_")] {
                assert_eq!(who(shop, &SecretString::from(bad.to_owned())).await, None, "{bad}");
            }
            shop.clock.advance(LASTS);
            assert_eq!(who(shop, &first.access).await, None, "its time is over");
            let second = next(shop, &first.refresh).await.unwrap();
            assert_eq!(who(shop, &second.access).await.as_deref(), Some("cus_ada"));
            assert!(matches!(
                next(shop, &SecretString::from(kernel::random_token())).await,
                Err(AuthError::SessionEnded)
            ));
        })
        .await;
    }

    #[tokio::test]
    async fn a_token_used_twice_ends_everything_it_led_to() {
        on_every_database(async |shop| {
            let first = signed_in(shop).await;
            let second = next(shop, &first.refresh).await.unwrap();
            assert!(matches!(next(shop, &first.refresh).await, Err(AuthError::Reused)));
            assert_eq!(who(shop, &second.access).await, None, "whoever has it may be a thief");
            assert!(matches!(next(shop, &second.refresh).await, Err(AuthError::SessionEnded)));
        })
        .await;
    }

    #[tokio::test]
    async fn a_session_that_ended_opens_nothing() {
        on_every_database(async |shop| {
            let (first, other) = (signed_in(shop).await, signed_in(shop).await);
            let g = grants(shop);
            let sessions = g.sessions.list("cus_ada").await.unwrap();
            assert_eq!(sessions.len(), 2, "programs are listed like browsers");
            let access = first.access.expose_secret();
            let id = g.authenticate(access, shop.clock.now()).await.unwrap().expect("it opens").id;
            shop.write(move |tx| g.sessions.revoke(tx, "cus_ada", id)).await.unwrap();
            assert_eq!(who(shop, &first.access).await, None);
            assert!(who(shop, &other.access).await.is_some());
            assert!(matches!(next(shop, &first.refresh).await, Err(AuthError::SessionEnded)));
        })
        .await;
    }
}
